//! `/healthz` of a server whose archive is harmed under it: an operator learns of it before the visitors tell.

use std::fs;

use super::Outcome;
use crate::archives::small;
use crate::program::run;
use crate::serving::Serving;

fn served() -> anyhow::Result<(tempfile::TempDir, Serving)> {
    let at = tempfile::tempdir()?;
    assert_eq!(run(at.path(), &["import", small().to_str().unwrap_or_default()])?.code, Some(0));
    let serving = Serving::start(at.path(), &[])?;
    let well = serving.wait_for("/healthz", "\"search\":{\"state\":\"ready\"")?;
    assert!(well.starts_with("HTTP/1.1 200") && well.contains("\"status\":\"ok\""), "{well}");
    Ok((at, serving))
}

#[test]
fn a_database_that_was_cut_or_emptied_is_told_without_a_file_name() -> Outcome {
    for share in [0, 2, 3] {
        let (at, serving) = served()?;
        let file = at.path().join("data/archive.db");
        let cut = fs::metadata(&file)?.len() * share / 4;
        fs::OpenOptions::new().write(true).open(&file)?.set_len(cut)?;
        // What is derived may notice first.
        let ill = serving.wait_for("/healthz", "\"reasons\":[\"the records")?;
        assert!(ill.starts_with("HTTP/1.1 503") && ill.contains("\"status\":\"ill\""), "{share}: {ill}");
        assert!(
            !ill.contains("archive.db") && !ill.contains(at.path().to_str().unwrap_or_default()),
            "{ill}"
        );
    }
    Ok(())
}

#[test]
fn an_archive_that_goes_away_and_comes_back_is_told_and_not_made_anew() -> Outcome {
    let (at, serving) = served()?;
    let (data, away) = (at.path().join("data"), at.path().join("away"));
    fs::rename(&data, &away)?;
    serving.wait_for("/healthz", "\"status\":\"ill\"")?;
    assert!(!data.join("archive.db").exists());
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    fs::rename(&away, &data)?;
    let well = serving.wait_for("/healthz", "\"status\":\"ok\"")?;
    assert!(well.starts_with("HTTP/1.1 200") && well.contains("\"sequence\":1"), "{well}");
    assert!(serving.get("/villages/beta")?.starts_with("HTTP/1.1 200"));
    Ok(())
}

#[test]
fn an_older_state_that_was_laid_over_the_archive_is_told() -> Outcome {
    let (at, serving) = served()?;
    let data = at.path().join("data");
    let older = fs::read(data.join("archive.db"))?;
    let folder = crate::archives::copy_of_small()?;
    crate::archives::edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    assert_eq!(run(at.path(), &["import", folder.path().to_str().unwrap_or_default()])?.code, Some(0));
    serving.wait_for("/healthz", "\"sequence\":2,\"search\"")?;
    baozhai::store::write_atomically(data.join("archive.db"), older)?;
    let ill = serving.wait_for("/healthz", "the records are older than what is shown")?;
    assert!(ill.starts_with("HTTP/1.1 503") && ill.contains("\"sequence\":2"), "{ill}");
    Ok(())
}

#[test]
fn pictures_that_have_gone_are_told() -> Outcome {
    let (at, serving) = served()?;
    let (blobs, away) = (at.path().join("data/blobs"), at.path().join("away"));
    fs::rename(&blobs, &away)?;
    let ill = serving.wait_for("/healthz", "the pictures are missing")?;
    assert!(ill.starts_with("HTTP/1.1 503"), "{ill}");
    if blobs.exists() {
        fs::remove_dir_all(&blobs)?;
    }
    fs::rename(&away, &blobs)?;
    serving.wait_for("/healthz", "\"status\":\"ok\"")?;
    Ok(())
}
