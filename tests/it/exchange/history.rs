//! The history leaves with an export and comes back: what was cited is found under its number elsewhere too.

mod contradicting;
mod elsewhere;
mod killed;

use std::path::{Path, PathBuf};
use std::process::Command;

use baozhai::store::{
    Change, ChangeNote, Digest, Key, Origin, Proposal, Records, Revision, write_atomically,
};

use super::{Outcome, import, records};
use crate::archives::{copy, copy_of_small, edit, files, small};
use crate::program::run;

/// Has staff give a record another text.
pub(super) async fn staff_edit(records: &Records, key: &str, from: &str, to: &str) -> Outcome {
    let head = records.head(&key.parse()?).await?.ok_or_else(|| anyhow::anyhow!("no {key}"))?;
    anyhow::ensure!(head.body.contains(from), "{key} has no {from}");
    let body = head.body.replace(from, to);
    let change = Change {
        author: "文旅局 \"值班\"\n".to_owned(),
        message: "改名：乙 → 丁\\".to_owned(),
        origin: Origin::Staff,
        at: "2026-11-24T08:00:00.000000007Z".parse()?,
        proposals: vec![Proposal { key: head.key, kind: head.kind, base: Some(head.number), body }],
    };
    records.commit(change).await?;
    Ok(())
}

/// An archive with three commits: an import, an import of a changed village and photo, an edit by staff.
pub(super) async fn archive(at: &Path) -> Outcome {
    let folder = copy_of_small()?;
    import(at, folder.path())?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    std::fs::copy(
        small().join("photos/alpha/alpha-02.png"),
        folder.path().join("photos/gamma/gamma-01.png"),
    )?;
    import(at, folder.path())?;
    let records = records(at).await?;
    staff_edit(&records, "beta", "乙堡", "丁堡").await?;
    records.close().await;
    Ok(())
}

/// The same, exported.
pub(super) async fn exported(at: &Path) -> anyhow::Result<PathBuf> {
    archive(at).await?;
    let exported = run(at, &["export", "out"])?;
    anyhow::ensure!(exported.code == Some(0), "{exported:?}");
    Ok(at.join("out"))
}

/// All that an archive says of itself.
pub(super) async fn all(at: &Path) -> anyhow::Result<(Vec<ChangeNote>, Vec<Revision>)> {
    let records = records(at).await?;
    let mut revisions = Vec::new();
    let heads = records.head_digests(None, u32::MAX).await?;
    for head in &heads {
        for number in 1..=head.number {
            revisions.extend(records.revision(&head.key, number).await?);
        }
    }
    let log = records.changes(None, u32::MAX).await?;
    assert_eq!(records.faults().await?, [""; 0]);
    records.close().await;
    Ok((log, revisions))
}

#[tokio::test]
async fn what_was_cited_is_found_elsewhere() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let out = exported(at.path()).await?;
    let imported = import(other.path(), &out)?;
    assert_eq!((imported.code, imported.stderr.as_str()), (Some(0), ""), "{imported:?}");
    assert_eq!(imported.stdout, "3 commits of its history brought back; nothing new: 18 unchanged, 0 left\n");
    let (here, there) = (all(at.path()).await?, all(other.path()).await?);
    assert_eq!(here, there);
    assert_eq!((there.0.len(), there.1.len()), (3, 21));
    let key: Key = "beta".parse()?;
    let text =
        |number| there.1.iter().find(|it| it.key == key && it.number == number).map(|it| it.body.as_str());
    for (number, name) in [(1, "乙村"), (2, "乙堡"), (3, "丁堡")] {
        assert!(text(number).is_some_and(|text| text.contains(name)), "{number}");
    }
    assert_eq!(run(other.path(), &["verify"])?.code, Some(0));
    let again = import(other.path(), &out)?;
    assert_eq!(again.stdout, "nothing new: 18 unchanged, 0 left\n");
    Ok(())
}

#[tokio::test]
async fn what_comes_back_leaves_byte_for_byte() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let out = exported(at.path()).await?;
    import(other.path(), &out)?;
    assert_eq!(run(other.path(), &["export", "out"])?.code, Some(0));
    let (first, second) = (files(&out)?, files(&other.path().join("out"))?);
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    assert!(first == second);
    Ok(())
}

#[tokio::test]
async fn hundreds_of_revisions_come_back() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    import(at.path(), &small())?;
    let here = records(at.path()).await?;
    let mut before = "乙村".to_owned();
    for n in 0..300 {
        let name = format!("乙村{n}");
        staff_edit(&here, "beta", &format!("\"{before}\""), &format!("\"{name}\"")).await?;
        before = name;
    }
    here.close().await;
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    let imported = import(other.path(), &at.path().join("out"))?;
    assert!(
        imported.stdout.starts_with("301 commits of its history brought back; nothing new"),
        "{imported:?}"
    );
    assert_eq!(all(at.path()).await?, all(other.path()).await?);
    Ok(())
}

/// The newest revision is in the history too: what is edited in the files comes after it.
#[tokio::test]
async fn an_edited_folder_does_not_become_what_was_cited() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    import(at.path(), &small())?;
    run(at.path(), &["export", "out"])?;
    let out = at.path().join("out");
    edit(&out, "villages/beta/village.toml", "乙村", "戊村")?;
    let imported = import(other.path(), &out)?;
    assert_eq!(
        imported.stdout,
        "1 commit of its history brought back; sequence 2: 0 added, 1 changed, 17 unchanged, 0 left\n"
    );
    let there = records(other.path()).await?;
    let cited = there.revision(&"beta".parse()?, 1).await?;
    assert!(cited.is_some_and(|cited| cited.body.contains("乙村")));
    Ok(())
}

#[tokio::test]
async fn a_server_brings_the_history_back_at_its_start() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let out = exported(at.path()).await?;
    let serving = crate::serving::Serving::start(other.path(), &["--folder", super::path(&out)?])?;
    assert!(serving.get("/villages/beta@1")?.contains("乙村"));
    assert!(serving.get("/villages/beta")?.contains("丁堡"));
    drop(serving);
    assert_eq!(all(at.path()).await?, all(other.path()).await?);
    Ok(())
}

#[tokio::test]
async fn sha256sum_accepts_the_list_of_digests() -> Outcome {
    let at = tempfile::tempdir()?;
    let out = exported(at.path()).await?;
    let check =
        || Command::new("sha256sum").args(["-c", "--strict", "SHA256SUMS"]).current_dir(&out).output();
    let checked = check()?;
    assert!(checked.status.success(), "{checked:?}");
    let listed = String::from_utf8(checked.stdout)?.lines().count();
    assert_eq!(listed, files(&out)?.len() - 1);
    write_atomically(out.join("villages/beta/village.toml"), "entry = \"open\"\n")?;
    assert!(!check()?.status.success());
    Ok(())
}

#[tokio::test]
async fn the_picture_of_an_old_revision_comes_along() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let out = exported(at.path()).await?;
    let old = std::fs::read(small().join("photos/gamma/gamma-01.png"))?;
    let place = format!("history/pictures/{}.png", Digest::of(&old));
    assert!(std::fs::read(out.join(&place))? == old);
    std::fs::remove_file(out.join(&place))?;
    // An archive that has it does not need it from the folder; a new one cannot be made without.
    copy(&at.path().join("data"), &other.path().join("data"))?;
    let known = import(other.path(), &out)?;
    assert_eq!(known.code, Some(0), "{known:?}");
    let fresh = tempfile::tempdir()?;
    let refused = import(fresh.path(), &out)?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused.stderr.contains("missing-old-picture: the picture of gamma-01@1 is neither in"),
        "{refused:?}"
    );
    assert_eq!(refused.stderr.lines().count(), 1, "{refused:?}");
    assert!(!fresh.path().join("data").exists());
    Ok(())
}

#[tokio::test]
async fn the_licence_file_names_every_licence_that_occurs() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let photo = "photos/gamma/gamma-01.toml";
    let set = |from: &str, to: &str| {
        edit(folder.path(), photo, &format!("rights = \"{from}\""), &format!("rights = \"{to}\""))
    };
    for (from, to) in [("CC-BY-4.0", "CC-BY-NC-ND-3.0"), ("CC-BY-NC-ND-3.0", "MIT")] {
        set(from, to)?;
        assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    }
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!(exported.code, Some(0), "{exported:?}");
    let told = std::fs::read_to_string(at.path().join("out/LICENSE"))?;
    for licence in [
        "CC-BY-4.0: https://creativecommons.org/licenses/by/4.0/",
        // Only in a revision of before.
        "CC-BY-NC-ND-3.0: https://creativecommons.org/licenses/by-nc-nd/3.0/",
        "MIT: https://spdx.org/licenses/MIT.html",
    ] {
        assert!(told.lines().any(|line| line == licence), "{licence}: {told}");
    }
    assert!(told.contains("Each record carries its own rights") && !told.contains('{'), "{told}");
    Ok(())
}
