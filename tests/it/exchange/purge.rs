//! `baozhai purge` of texts: the words are in no file any more, and what names the revision by its digest still holds.

use std::path::Path;

use baozhai::store::write_atomically;

use super::{Outcome, import};
use crate::archives::{copy_of_small, edit, files};
use crate::program::run;

/// Stands in one text and nowhere else.
const WORD: &str = "鹓鶵坞";

/// The small archive, in which 乙村 is called by the word.
fn folder() -> anyhow::Result<tempfile::TempDir> {
    let folder = copy_of_small()?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", WORD)?;
    Ok(folder)
}

/// The files below a folder in which the word stands, byte for byte.
fn holding(folder: &Path) -> anyhow::Result<Vec<String>> {
    let word = WORD.as_bytes();
    let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|part| part == word);
    Ok(files(folder)?.into_iter().filter(|(_, bytes)| holds(bytes)).map(|(name, _)| name).collect())
}

#[test]
fn purged_words_are_in_no_file_and_nothing_misses_them_or_brings_them_back() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, folder()?);
    import(at.path(), folder.path())?;
    let (data, copy, out) = (at.path().join("data"), at.path().join("copy"), at.path().join("out"));
    run(at.path(), &["backup", "copy"])?;
    run(at.path(), &["reindex"])?;
    for folder in [&data, &copy] {
        assert!(holding(folder)?.contains(&"archive.db".to_owned()), "{:?}", holding(folder)?);
    }
    assert!(holding(&data)?.len() > 1, "the search index has it too");
    let too_early = run(at.path(), &["purge", "beta"])?;
    assert!(too_early.code == Some(2) && too_early.stderr.contains("`baozhai withdraw` it first"));
    run(at.path(), &["withdraw", "beta", "--reason", "privacy"])?;
    let purged = run(at.path(), &["purge", "beta"])?;
    assert_eq!((purged.code, purged.stderr.as_str()), (Some(0), ""), "{purged:?}");
    assert!(purged.stdout.starts_with("purged: 1 text of beta (change 3)\n"), "{purged:?}");
    assert_eq!(holding(&data)?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["backup", "copy"])?.code, Some(0));
    assert_eq!(holding(&copy)?, Vec::<String>::new());
    let sound = run(at.path(), &["verify"])?;
    assert_eq!(sound.code, Some(0), "{sound:?}");
    assert_eq!(run(at.path(), &["purge", "beta"])?.code, Some(0), "again does no harm");
    // The true folder has them; changed ones would come as a new revision.
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    edit(folder.path(), "villages/beta/village.toml", "rights =", "visibility = \"internal\"\nrights =")?;
    let left = import(at.path(), folder.path())?;
    assert_eq!(left.code, Some(3), "{left:?}");
    assert!(
        left.stdout.contains(
            "left at revision 1: beta, for villages/beta/village.toml: purged-text: its text was purged on 20"
        ),
        "{left:?}"
    );
    assert_eq!(holding(&data)?, Vec::<String>::new());
    let lifted = run(at.path(), &["withdraw", "beta", "--lift"])?;
    assert!(lifted.code == Some(2) && lifted.stderr.contains("beta@1 was purged on 20"), "{lifted:?}");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    // It leaves and comes back without them.
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!(exported.code, Some(0), "{exported:?}");
    assert_eq!(holding(&out)?, Vec::<String>::new());
    assert!(!out.join("villages/beta").exists());
    let other = tempfile::tempdir()?;
    let imported = import(other.path(), &out)?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert_eq!(run(other.path(), &["verify"])?.code, Some(0));
    assert_eq!(run(other.path(), &["export", "out"])?.code, Some(0));
    assert!(files(&out)? == files(&other.path().join("out"))?);
    // A history may lack only what the list names.
    let list = std::fs::read_to_string(out.join("villages/withdrawn.toml"))?;
    let unlisted = list.split("[[purged]]").next().unwrap_or_default();
    write_atomically(out.join("villages/withdrawn.toml"), unlisted)?;
    let checked = run(at.path(), &["check", "out"])?;
    assert!(
        checked
            .stdout
            .contains("broken-history: the document of beta@1 is missing, and villages/withdrawn.toml"),
        "{checked:?}"
    );
    Ok(())
}

#[test]
fn one_revision_may_be_purged_and_does_not_come_again() -> Outcome {
    let (at, before) = (tempfile::tempdir()?, folder()?);
    import(at.path(), before.path())?;
    let after = copy_of_small()?;
    assert_eq!(import(at.path(), after.path())?.code, Some(0));
    run(at.path(), &["withdraw", "beta@1", "--reason", "rights"])?;
    let purged = run(at.path(), &["purge", "beta@1"])?;
    assert!(purged.stdout.starts_with("purged: 1 text of beta@1 (change 4)\n"), "{purged:?}");
    let data = at.path().join("data");
    assert_eq!(holding(&data)?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    let again = import(at.path(), before.path())?;
    assert_eq!(again.code, Some(3), "{again:?}");
    assert!(again.stdout.contains("left at revision 2: beta, for "), "{again:?}");
    assert_eq!(holding(&data)?, Vec::<String>::new());
    let lifted = run(at.path(), &["withdraw", "beta@1", "--lift"])?;
    assert_eq!(lifted.code, Some(2), "{lifted:?}");
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    assert!(at.path().join("out/villages/beta/village.toml").exists(), "the other revision is shown");
    Ok(())
}

/// With the words of a village go those of its photos, which answer for themselves from then on.
#[test]
fn a_village_takes_its_photos_with_it() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    edit(folder.path(), "photos/gamma/gamma-01.toml", "丙村远景", WORD)?;
    import(at.path(), folder.path())?;
    run(at.path(), &["withdraw", "gamma", "--reason", "privacy"])?;
    let purged = run(at.path(), &["purge", "gamma"])?;
    assert!(purged.stdout.starts_with("purged: 1 picture and 2 texts of gamma (change 3)\n"), "{purged:?}");
    assert_eq!(holding(&at.path().join("data"))?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    assert!(!at.path().join("out/photos/gamma").exists());
    assert_eq!(run(at.path(), &["check", "out"])?.code, Some(0));
    Ok(())
}

#[test]
fn what_was_wrong_keeps_its_words() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), folder()?.path())?;
    run(at.path(), &["withdraw", "beta", "--reason", "error"])?;
    let refused = run(at.path(), &["purge", "beta"])?;
    assert!(refused.code == Some(2) && refused.stderr.contains("privacy or rights alone"), "{refused:?}");
    assert!(holding(&at.path().join("data"))?.contains(&"archive.db".to_owned()));
    Ok(())
}

/// A list that came from elsewhere names a text that is here: it is told, and the next purge follows it.
#[test]
fn a_listed_text_that_is_still_there_is_told() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, folder()?);
    let list = "[[withdrawn]]\nrecord = \"beta\"\ndate = \"2026\"\nreason = \"privacy\"\n";
    import(at.path(), folder.path())?;
    let purged = "\n[[purged]]\nrecord = \"beta\"\nrevision = 1\ndate = \"2026-11-28\"\n";
    write_atomically(folder.path().join("villages/withdrawn.toml"), format!("{list}{purged}"))?;
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    let told = run(at.path(), &["verify"])?;
    assert_eq!(told.code, Some(1), "{told:?}");
    assert!(
        told.stdout.contains("beta@1: its text was purged and is still there: purge it again"),
        "{told:?}"
    );
    let again = run(at.path(), &["purge", "beta"])?;
    assert_eq!(again.code, Some(0), "{again:?}");
    assert_eq!(holding(&at.path().join("data"))?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}
