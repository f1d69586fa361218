//! A faulty file keeps nobody else out: what is whole comes in, what is faulty and what cannot stand without it
//! stays at its last good state, and the exit code says so.

use std::fs;

use baozhai::store::write_atomically;

use super::{Outcome, import, records};
use crate::archives::{broken, copy_of_small, defects, edit};
use crate::program::run;

/// An archive that has more than a folder without fault is not told to have faults.
#[tokio::test]
async fn a_sound_folder_over_an_archive_with_more_is_a_success() -> Outcome {
    let (at, more) = (tempfile::tempdir()?, copy_of_small()?);
    // A term, a source, a village, its photo and an essay that the folder will not have, each used by the next.
    let add = |file: &str, text: &str| {
        let path = more.path().join(file);
        let before = fs::read_to_string(&path)?;
        anyhow::Ok(write_atomically(path, before + text)?)
    };
    let lists = [("villages/vocabulary.toml", "[[term]]"), ("villages/sources.toml", "[[source]]")];
    for (file, table) in lists {
        let text = fs::read_to_string(more.path().join(file))?;
        let start = text.find(table).expect("the list has a table");
        let end = text[start + 1..].find(table).map_or(text.len(), |end| start + 1 + end);
        let id = text[start..end].lines().find(|line| line.starts_with("id = ")).expect("it has an id");
        add(file, &format!("\n{}", text[start..end].replacen(id, "id = \"one-more\"", 1)))?;
    }
    crate::archives::copy(&more.path().join("villages/gamma"), &more.path().join("villages/delta"))?;
    crate::archives::copy(&more.path().join("photos/gamma"), &more.path().join("photos/delta"))?;
    crate::archives::copy(&more.path().join("essays/on-forts"), &more.path().join("essays/on-more"))?;
    for name in ["toml", "png"] {
        let photos = more.path().join("photos/delta");
        fs::rename(photos.join(format!("gamma-01.{name}")), photos.join(format!("delta-01.{name}")))?;
    }
    edit(more.path(), "villages/delta/village.toml", "gamma-01", "delta-01")?;
    edit(more.path(), "villages/alpha/village.toml", "自由进出", "可进出")?;
    let imported = import(at.path(), more.path())?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    let imported = import(at.path(), &crate::archives::small())?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    // The order of the terms and alpha: what only the archive has stays.
    assert_eq!(imported.stdout, "sequence 2: 0 added, 2 changed, 16 unchanged, 0 left\n");
    for key in ["delta", "delta-01", "on-more", "term:one-more", "source:one-more"] {
        assert!(records(at.path()).await?.head(&key.parse()?).await?.is_some(), "{key}");
    }
    assert_sound(at.path())
}

/// What `export` writes of the archive is without fault.
fn assert_sound(at: &std::path::Path) -> Outcome {
    let out = tempfile::tempdir_in(at)?;
    let out = out.path().join("out");
    let exported = run(at, &["export", super::path(&out)?])?;
    assert_eq!(exported.code, Some(0), "{exported:?}");
    let found = run(at, &["check", super::path(&out)?])?;
    assert_eq!(found.code, Some(0), "{found:?}");
    Ok(())
}

#[tokio::test]
async fn a_faulty_record_stays_and_the_others_come_in() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    edit(folder.path(), "photos/alpha/alpha-02.toml", "2026-04-12", "2026-02-30")?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    let told = "left at revision 1: alpha-02, for photos/alpha/alpha-02.toml:7: bad-date: ";
    assert!(imported.stdout.contains(told), "{imported:?}");
    assert!(
        imported.stdout.contains("\nsequence 2: 0 added, 1 changed, 16 unchanged, 0 left\n"),
        "{imported:?}"
    );
    assert!(imported.stdout.ends_with("faulty: 1 problem, 1 record left\n"), "{imported:?}");
    let records = records(at.path()).await?;
    assert!(records.head(&"beta".parse()?).await?.is_some_and(|head| head.body.contains("乙堡")));
    assert!(records.head(&"alpha-02".parse()?).await?.is_some_and(|head| head.number == 1));
    assert_sound(at.path())
}

#[tokio::test]
async fn into_an_empty_archive_comes_what_can_stand() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    edit(folder.path(), "villages/gamma/village.toml", "\"named\"", "\"unnamed\"")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    // Without gamma its photo has no village, and without that the essay shows nothing.
    for left in [
        "left out: gamma, for villages/gamma/village.toml:1: bad-value: ",
        "left out: gamma-01, for photos/gamma/gamma-01.toml: dangling-reference: there is no village `gamma`",
        "left out: on-forts, for essays/on-forts/text.zh.md:",
    ] {
        assert!(imported.stdout.contains(left), "{left}: {imported:?}");
    }
    assert!(
        imported.stdout.contains("\nsequence 1: 15 added, 0 changed, 0 unchanged, 0 left\n"),
        "{imported:?}"
    );
    assert_sound(at.path())?;
    edit(folder.path(), "villages/gamma/village.toml", "\"unnamed\"", "\"named\"")?;
    let mended = import(at.path(), folder.path())?;
    assert_eq!(mended.stdout, "sequence 2: 3 added, 0 changed, 15 unchanged, 0 left\n");
    Ok(())
}

#[tokio::test]
async fn one_source_of_many_is_left_and_those_that_cite_it_stand_on_its_last_good_state() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let sources = "villages/sources.toml";
    edit(folder.path(), sources, "grade = \"press\"", "grade = \"prses\"")?;
    edit(folder.path(), sources, "样例统计局", "样例统计处")?;
    edit(folder.path(), "villages/alpha/village.toml", "自由进出", "可进出")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    assert!(imported.stdout.contains("\nsequence 2: 0 added, 2 changed, "), "{imported:?}");
    assert_sound(at.path())
}

#[tokio::test]
async fn a_term_that_cannot_be_read_keeps_its_place() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    edit(folder.path(), "villages/vocabulary.toml", "id = \"bu\"\n", "id = \"Bu!\"\n")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    assert!(imported.stdout.contains("\nnothing new: 17 unchanged, 0 left\n"), "{imported:?}");
    Ok(())
}

#[tokio::test]
async fn a_vocabulary_that_lost_a_word_in_use_is_left_and_the_rest_comes_in() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    write_atomically(folder.path().join("villages/vocabulary.toml"), "")?;
    edit(folder.path(), "villages/alpha/village.toml", "自由进出", "可进出")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    assert!(imported.stdout.contains("left at revision 1: vocabulary:hejin, for "), "{imported:?}");
    assert!(imported.stdout.contains("\nsequence 2: 0 added, 1 changed, "), "{imported:?}");
    assert_sound(at.path())
}

#[tokio::test]
async fn a_folder_that_is_gone_or_empty_takes_nothing_away() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let empty = tempfile::tempdir()?;
    for folder in [empty.path().to_owned(), empty.path().join("gone")] {
        let refused = import(at.path(), &folder)?;
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.stdout.ends_with("nothing was imported: 1 problem\n"), "{refused:?}");
    }
    fs::remove_dir_all(folder.path().join("villages"))?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    assert_eq!(records(at.path()).await?.sequence().await?, 1);
    assert_sound(at.path())
}

#[test]
fn nothing_whole_in_an_empty_archive_is_refused_and_makes_none() -> Outcome {
    let (at, empty) = (tempfile::tempdir()?, tempfile::tempdir()?);
    assert_eq!(import(at.path(), empty.path())?.code, Some(1));
    assert!(!at.path().join("data").exists());
    Ok(())
}

/// Every defect there is, over an empty archive and over a sound one: what is in it afterwards has no fault.
#[tokio::test]
async fn whatever_is_wrong_the_archive_stays_sound() -> Outcome {
    let sound = tempfile::tempdir()?;
    assert_eq!(import(sound.path(), &crate::archives::small())?.code, Some(0));
    // What is said without a source keeps nothing out.
    for defect in defects()?.into_iter().filter(|defect| !defect.starts_with("unsourced-")) {
        let folder = broken(&defect)?;
        for before in [0, 1] {
            let at = tempfile::tempdir()?;
            if before == 1 {
                crate::archives::copy(&sound.path().join("data"), &at.path().join("data"))?;
            }
            let imported = import(at.path(), folder.path())?;
            // A history comes in whole or not at all, and the folder with it.
            let is_told = match imported.code {
                Some(1 | 3) => imported.stderr.is_empty(),
                Some(2) => imported.stderr.contains("remove history/ to bring in the present state alone"),
                _ => false,
            };
            assert!(is_told, "{defect}, over {before}: {imported:?}");
            if imported.code == Some(3) && records(at.path()).await?.sequence().await? > before {
                assert_sound(at.path()).map_err(|error| error.context(defect.clone()))?;
            }
        }
    }
    Ok(())
}
