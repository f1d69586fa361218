//! A faulty file keeps nobody else out: what is whole comes in, what is faulty and what cannot stand without it
//! stays at its last good state, and the exit code says so.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use baozhai::folder::{DirectoryTree, export, read_folder};
use baozhai::intake::PhotoIntake;
use baozhai::store::{Blobs, Records, write_atomically};

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

/// It has no village that has an id, no source, no term: what else there is cannot stand.
#[test]
fn a_folder_in_which_nothing_can_stand_leaves_nothing_behind() -> Outcome {
    let folder = tempfile::tempdir()?;
    fs::create_dir_all(folder.path().join("photos/alpha"))?;
    for name in ["alpha-01.toml", "alpha-01.jpg"] {
        fs::copy(
            crate::archives::small().join("photos/alpha").join(name),
            folder.path().join("photos/alpha").join(name),
        )?;
    }
    let at = tempfile::tempdir()?;
    let nothing = "nothing was imported: nothing in the folder can stand without what is faulty; ";
    let refused = import(at.path(), folder.path())?;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stdout.contains(nothing), "{refused:?}");
    assert_eq!(fs::read_dir(at.path())?.count(), 0, "neither the data folder nor anything else");
    let refused = run(at.path(), &["--data", "a/b/data", "import", super::path(folder.path())?])?;
    assert!(refused.stdout.contains(nothing), "{refused:?}");
    assert_eq!(fs::read_dir(at.path())?.count(), 0, "nor the folders above");
    // What was there stays: an empty folder, and what else is in one.
    fs::create_dir(at.path().join("data"))?;
    write_atomically(at.path().join("data/note"), "mine")?;
    assert!(import(at.path(), folder.path())?.stdout.contains(nothing));
    let left: Vec<_> = fs::read_dir(at.path().join("data"))?.collect::<Result<_, _>>()?;
    assert_eq!(left.iter().map(fs::DirEntry::file_name).collect::<Vec<_>>(), ["note"]);
    Ok(())
}

/// A list that is no TOML any more is left as a whole, and told with the line that broke it.
#[tokio::test]
async fn a_broken_list_stays_as_it_was_and_everything_else_comes_in() -> Outcome {
    let lists = ["villages/sources.toml", "villages/vocabulary.toml", "villages/region.toml"];
    for list in lists {
        let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
        import(at.path(), folder.path())?;
        let text = fs::read_to_string(folder.path().join(list))?;
        let whole = text.lines().count();
        write_atomically(folder.path().join(list), format!("{}\n= broken\n[[after]]\n", text.trim_end()))?;
        edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
        edit(folder.path(), "photos/alpha/alpha-02.toml", "2026-04-12", "2026-04-13")?;
        let imported = import(at.path(), folder.path())?;
        assert_eq!(imported.code, Some(3), "{imported:?}");
        let told = format!("{list}:{}: ", whole + 1);
        assert!(imported.stdout.lines().any(|line| line.starts_with(&told)), "{told}: {imported:?}");
        assert!(imported.stdout.contains("\nsequence 2: 0 added, 2 changed, "), "{imported:?}");
        let records = records(at.path()).await?;
        for key in ["beta", "alpha-02"] {
            assert!(records.head(&key.parse()?).await?.is_some_and(|head| head.number == 2), "{key}");
        }
        let changed = records.heads(None, None, 1000).await?;
        assert_eq!(changed.iter().filter(|head| head.number > 1).count(), 2, "{list} as it was");
        records.close().await;
        assert_sound(at.path())?;
    }
    Ok(())
}

/// Every defect there is, over an empty archive and over a sound one: what is in it afterwards has no fault.
///
/// Most of the time goes into programs that start and disks that sync, so that several are under way at once.
#[test]
fn whatever_is_wrong_the_archive_stays_sound() -> Outcome {
    let sound = tempfile::tempdir()?;
    assert_eq!(import(sound.path(), &crate::archives::small())?.code, Some(0));
    // What is said without a source keeps nothing out.
    let defects: Vec<String> =
        defects()?.into_iter().filter(|defect| !defect.starts_with("unsourced-")).collect();
    let next = AtomicUsize::new(0);
    let work = || -> Outcome {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        while let Some(defect) = defects.get(next.fetch_add(1, Ordering::Relaxed)) {
            let stays = runtime.block_on(stays_sound(defect, sound.path()));
            stays.map_err(|error| error.context(defect.clone()))?;
        }
        Ok(())
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().expect("no panic"))
    })?;
    assert!(next.into_inner() >= defects.len());
    Ok(())
}

async fn stays_sound(defect: &str, sound: &Path) -> Outcome {
    let folder = broken(defect)?;
    for before in [0, 1] {
        let at = tempfile::tempdir()?;
        if before == 1 {
            crate::archives::copy(&sound.join("data"), &at.path().join("data"))?;
        }
        let imported = import(at.path(), folder.path())?;
        // A history comes in whole or not at all, and the folder with it.
        let is_told = match imported.code {
            Some(1 | 3) => imported.stderr.is_empty(),
            Some(2) => imported.stderr.contains("remove history/ to bring in the present state alone"),
            _ => false,
        };
        assert!(is_told, "over {before}: {imported:?}");
        if imported.code == Some(3) {
            let records = records(at.path()).await?;
            if records.sequence().await? > before {
                assert_exports_soundly(&records, at.path()).await?;
            }
        }
    }
    Ok(())
}

/// The same as [`assert_sound`] without the two programs.
async fn assert_exports_soundly(records: &Records, at: &Path) -> Outcome {
    let (out, blobs) = (at.join("out"), Blobs::open_directory(at.join("data/blobs")).await?);
    let exported = export(records, &blobs, &out, |_| {}).await?;
    assert_eq!(exported.missing, []);
    let mut reading = read_folder(&DirectoryTree::new(&out), &PhotoIntake::new(|| {}));
    reading.hold_to_grounds();
    assert_eq!((reading.problems, reading.history.problems), (vec![], vec![]));
    assert!(reading.history.lacking.is_empty());
    Ok(())
}
