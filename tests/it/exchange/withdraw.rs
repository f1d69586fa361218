//! `baozhai withdraw`: a clear answer to every slip, and a withdrawal that no export or import loses.

use baozhai::store::write_atomically;

use super::{Outcome, import, path};
use crate::archives::{copy_of_small, edit, small};
use crate::program::run;

#[test]
fn a_withdrawal_is_told_and_may_be_lifted() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let done = run(at.path(), &["withdraw", "gamma", "--reason", "privacy"])?;
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""), "{done:?}");
    assert!(
        done.stdout.starts_with("withdrawn (privacy): gamma with all its revisions (change 2)\n"),
        "{done:?}"
    );
    assert!(done.stdout.contains("note: its 1 photos go with it\n"), "{done:?}");
    let again = run(at.path(), &["withdraw", "gamma", "--reason", "error"])?;
    assert_eq!(again.code, Some(2));
    assert!(again.stderr.contains("gamma with all its revisions was withdrawn already, on 20"), "{again:?}");
    let lifted = run(at.path(), &["withdraw", "gamma", "--lift"])?;
    assert_eq!(
        (lifted.code, lifted.stdout.as_str()),
        (Some(0), "shown again: gamma with all its revisions (change 3)\n")
    );
    let nothing = run(at.path(), &["withdraw", "gamma", "--lift"])?;
    assert!(nothing.code == Some(2) && nothing.stderr.contains("there is nothing to lift"), "{nothing:?}");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

#[test]
fn what_there_is_not_cannot_be_withdrawn() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    for (words, said) in [
        (&["withdraw", "nobody", "--reason", "error"][..], "there is no village, photo or essay nobody"),
        (&["withdraw", "gamma@7", "--reason", "error"], "gamma has no revision 7: its newest is 1"),
        (&["withdraw", "gamma@0", "--reason", "error"], "`0` is no number of a revision"),
        (&["withdraw", "gamma@x", "--reason", "error"], "`x` is no number of a revision"),
        (&["withdraw", "Gamma", "--reason", "error"], "`Gamma` is no id of a village, photo or essay"),
        (&["withdraw", "source:example-list", "--reason", "error"], "is no id of a village, photo or essay"),
        (&["withdraw", "gamma", "--picture", "--reason", "rights"], "gamma is no photo"),
        (&["withdraw", "gamma"], "--reason"),
        (&["withdraw", "gamma", "--reason", "whim"], "rights, privacy, error"),
    ] {
        let refused = run(at.path(), words)?;
        assert_eq!((refused.code, refused.stdout.as_str()), (Some(2), ""), "{words:?} {refused:?}");
        assert!(refused.stderr.contains(said), "{words:?} {refused:?}");
    }
    assert!(run(at.path(), &["verify"])?.stdout.contains("0 damaged"));
    Ok(())
}

#[test]
fn a_withdrawal_leaves_and_comes_back_with_the_archive() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    run(
        at.path(),
        &["withdraw", "gamma-01", "--picture", "--reason", "rights", "--tell", "--note", "权利人来函"],
    )?;
    run(at.path(), &["withdraw", "beta@1", "--reason", "error"])?;
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    let list = std::fs::read_to_string(at.path().join("out/villages/withdrawn.toml"))?;
    for line in ["record = \"gamma-01\"", "revision = 1", "reason = \"rights\"", "is_reason_public = true"] {
        assert!(list.contains(line), "{line}: {list}");
    }
    let other = tempfile::tempdir()?;
    import(other.path(), &at.path().join("out"))?;
    assert_eq!(run(other.path(), &["export", "out"])?.code, Some(0));
    assert_eq!(std::fs::read_to_string(other.path().join("out/villages/withdrawn.toml"))?, list);
    Ok(())
}

/// Whoever edits an older copy of the folder has never heard of it.
#[test]
fn no_import_lifts_what_staff_withdrew() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    run(at.path(), &["withdraw", "gamma", "--reason", "privacy"])?;
    write_atomically(folder.path().join("villages/withdrawn.toml"), "")?;
    for words in [&["import", path(folder.path())?][..], &["import", "--force", path(folder.path())?]] {
        let imported = run(at.path(), words)?;
        assert_eq!(imported.code, Some(0), "{imported:?}");
        assert!(imported.stdout.contains("withdrawals:hejin"), "{imported:?}");
    }
    run(at.path(), &["export", "out"])?;
    assert!(std::fs::read_to_string(at.path().join("out/villages/withdrawn.toml"))?.contains("gamma"));
    Ok(())
}

/// Half a list would show what the other half hides.
#[test]
fn a_faulty_list_is_not_taken_in_part() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let list = folder.path().join("villages/withdrawn.toml");
    let whole = "[[withdrawn]]\nrecord = \"gamma\"\ndate = \"2026-11-28\"\nreason = \"privacy\"\n";
    write_atomically(&list, whole)?;
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    for slip in
        ["revision = -1", "revision = 1.5", "revision = \"one\"", "picture = \"abc\"", "reasn = \"x\""]
    {
        write_atomically(
            &list,
            format!(
                "{whole}\n[[withdrawn]]\nrecord = \"beta\"\ndate = \"2026\"\nreason = \"error\"\n{slip}\n"
            ),
        )?;
        let imported = import(at.path(), folder.path())?;
        assert_eq!(imported.code, Some(3), "{slip}: {imported:?}");
        assert!(imported.stdout.contains("villages/withdrawn.toml:"), "{slip}: {imported:?}");
    }
    edit(folder.path(), "villages/beta/village.toml", "rights =", "visibility = \"intern\"\nrights =")?;
    let imported = import(at.path(), folder.path())?;
    assert!(imported.code == Some(3) && imported.stdout.contains("visibility"), "{imported:?}");
    Ok(())
}

/// Every file of the archive that holds these bytes, or anything made of them.
fn files_of(data: &std::path::Path, digest: &str) -> anyhow::Result<Vec<String>> {
    let names = crate::archives::files(data)?;
    Ok(names.into_keys().filter(|name| name.contains(digest)).collect())
}

#[test]
fn purged_bytes_are_gone_and_nothing_misses_them_or_brings_them_back() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let digest = super::damage::digest_of("gamma/gamma-01.png")?.to_string();
    let data = at.path().join("data");
    assert_eq!(run(at.path(), &["reindex", "--images"])?.code, Some(0));
    assert!(files_of(&data, &digest)?.len() >= 2, "the bytes, and what was made of them");
    run(at.path(), &["backup", "copy"])?;
    let too_early = run(at.path(), &["purge", "gamma-01"])?;
    assert_eq!(too_early.code, Some(2));
    assert!(too_early.stderr.contains("`baozhai withdraw` it first"), "{too_early:?}");
    run(at.path(), &["withdraw", "gamma", "--reason", "privacy"])?;
    let purged = run(at.path(), &["purge", "gamma-01"])?;
    assert_eq!((purged.code, purged.stderr.as_str()), (Some(0), ""), "{purged:?}");
    assert!(purged.stdout.starts_with("purged: 1 picture of gamma-01 (change 3)\n"), "{purged:?}");
    assert_eq!(files_of(&data, &digest)?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["purge", "gamma-01"])?.code, Some(0), "again does no harm");
    let sound = run(at.path(), &["verify"])?;
    assert!(sound.code == Some(0) && sound.stdout.starts_with("3 blobs, "), "{sound:?}");
    // The true folder has them, and an older copy had.
    assert_eq!(import(at.path(), &small())?.code, Some(0));
    assert_eq!(run(at.path(), &["backup", "copy"])?.code, Some(0));
    for folder in [data.as_path(), &at.path().join("copy")] {
        assert_eq!(files_of(folder, &digest)?, Vec::<String>::new(), "{}", folder.display());
    }
    let lifted = run(at.path(), &["withdraw", "gamma", "--lift"])?;
    assert_eq!(lifted.code, Some(0), "the village may come back, its photo stays as it was purged");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

#[test]
fn a_purged_archive_leaves_and_comes_back_whole() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    run(at.path(), &["withdraw", "gamma-01", "--reason", "rights"])?;
    run(at.path(), &["purge", "gamma-01"])?;
    let out = run(at.path(), &["export", "out"])?;
    assert_eq!(out.code, Some(0), "{out:?}");
    let other = tempfile::tempdir()?;
    let imported = import(other.path(), &at.path().join("out"))?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert_eq!(run(other.path(), &["verify"])?.code, Some(0));
    assert_eq!(run(other.path(), &["export", "out"])?.code, Some(0));
    let (first, second) = (at.path().join("out"), other.path().join("out"));
    assert!(crate::archives::files(&first)? == crate::archives::files(&second)?);
    assert!(!first.join("photos/gamma").exists());
    Ok(())
}

/// Bytes that another record shows stay.
#[test]
fn bytes_that_are_still_shown_are_kept() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let photo = folder.path().join("photos");
    std::fs::copy(photo.join("alpha/alpha-02.png"), photo.join("gamma/gamma-01.png"))?;
    import(at.path(), folder.path())?;
    run(at.path(), &["withdraw", "gamma-01", "--picture", "--reason", "rights"])?;
    let refused = run(at.path(), &["purge", "gamma-01"])?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stdout.contains("which alpha-02@1 shows"), "{refused:?}");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    for (words, said) in [
        ("beta", "nothing of beta is withdrawn"),
        ("nobody", "there is no village, photo or essay nobody"),
        ("Nobody!", "is no id"),
    ] {
        let refused = run(at.path(), &["purge", words])?;
        assert!(refused.code == Some(2) && refused.stderr.contains(said), "{refused:?}");
    }
    Ok(())
}

/// What may be shown again is asked of the revision that is named, and not of the newest.
#[test]
fn a_withdrawal_of_purged_bytes_is_not_lifted_though_a_later_revision_has_others() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let photos = folder.path().join("photos");
    std::fs::copy(photos.join("alpha/alpha-02.png"), photos.join("gamma/gamma-01.png"))?;
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    for words in [&["gamma-01@1", "--picture"][..], &["gamma-01@1"]] {
        let withdrawn = run(at.path(), &[&["withdraw"], words, &["--reason", "error"]].concat())?;
        assert_eq!(withdrawn.code, Some(0), "{withdrawn:?}");
    }
    assert_eq!(run(at.path(), &["purge", "gamma-01@1"])?.code, Some(0));
    for words in [&["gamma-01@1", "--picture"][..], &["gamma-01@1"]] {
        let lifted = run(at.path(), &[&["withdraw"], words, &["--lift"]].concat())?;
        assert_eq!((lifted.code, lifted.stdout.as_str()), (Some(2), ""), "{words:?} {lifted:?}");
        assert!(lifted.stderr.contains("the picture of gamma-01@1 was purged"), "{lifted:?}");
    }
    Ok(())
}

/// A photo without its picture is none: it is named among what was left, and nobody else is left for it.
#[test]
fn a_photo_that_comes_with_purged_bytes_is_left_out_by_name() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let digest = super::damage::digest_of("gamma/gamma-01.png")?.to_string();
    run(at.path(), &["withdraw", "gamma-01", "--picture", "--reason", "privacy"])?;
    assert_eq!(run(at.path(), &["purge", "gamma-01"])?.code, Some(0));
    let photos = folder.path().join("photos/gamma");
    for end in ["png", "toml"] {
        std::fs::copy(
            photos.join("gamma-01").with_extension(end),
            photos.join("gamma-02").with_extension(end),
        )?;
    }
    // The caption of one that is there comes in no more than the picture does.
    edit(folder.path(), "photos/gamma/gamma-01.toml", "rights =", "visibility = \"internal\"\nrights =")?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    for (left, photo) in [("left out", "gamma-02"), ("left at revision 1", "gamma-01")] {
        let line = imported.stdout.lines().find(|line| line.starts_with(&format!("{left}: {photo}, for ")));
        let line = line.unwrap_or_default();
        assert!(line.contains(&format!("photos/gamma/{photo}.png: purged-picture: ")), "{imported:?}");
        assert!(line.contains("was purged on 20") && line.contains("put another picture"), "{line}");
    }
    assert!(imported.stdout.contains(": 0 added, 1 changed, "), "{imported:?}");
    assert!(imported.stdout.contains("2 records left\n"), "{imported:?}");
    assert_eq!(files_of(&at.path().join("data"), &digest)?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

/// An export from before the purge holds the bytes, also those that only an earlier revision showed.
#[test]
fn no_older_export_brings_purged_bytes_back() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let digest = super::damage::digest_of("gamma/gamma-01.png")?.to_string();
    let photos = folder.path().join("photos");
    std::fs::copy(photos.join("alpha/alpha-02.png"), photos.join("gamma/gamma-01.png"))?;
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    assert_eq!(files_of(&at.path().join("out"), &digest)?.len(), 1);
    run(at.path(), &["withdraw", "gamma-01", "--reason", "privacy"])?;
    assert_eq!(run(at.path(), &["purge", "gamma-01"])?.code, Some(0));
    let imported = import(at.path(), &at.path().join("out"))?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert_eq!(files_of(&at.path().join("data"), &digest)?, Vec::<String>::new());
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}
