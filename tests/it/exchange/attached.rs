//! Papers of changes beside the records: backups have them, exports have not, and no purge takes them.

use std::path::Path;
use std::sync::Arc;

use baozhai::archive::Archive;
use baozhai::changes::{About, AttachmentKind, Begun, Changes, Person, ReviewSteps, Template};
use baozhai::image::{DerivativeOptions, Derivatives};
use baozhai::model::Id;
use baozhai::store::{Blobs, Clock, Digest, Parts};
use baozhai::uploads::{Looked, UploadLimits, Uploads};

use super::{Outcome, import, records};
use crate::archives::{copy_of_small, files};
use crate::program::run;

/// Stand in one paper and nowhere else.
const BYTES: &[u8] = b"%PDF-1.4 a report of 1 gate\n%%EOF";

/// Attaches some bytes to a change of `alpha` in the archive at `at`, as the staff's page does.
async fn attach(at: &Path, name: &str, bytes: &[u8]) -> Outcome {
    let (records, data, clock) = (records(at).await?, at.join("data"), Clock::system());
    let archive = Archive::open(records.clone()).await?;
    let changes = Changes::of(&records, archive, clock.clone(), ReviewSteps::One);
    let blobs = Blobs::open_directory(data.join("blobs")).await?;
    let pictures = Derivatives::new(DerivativeOptions::new(data.join("cache")), Arc::new(blobs.clone()));
    let places = (blobs, Parts::open(data.join("uploads")).await?);
    let limits = UploadLimits { spare_bytes: 0, ..UploadLimits::default() };
    let uploads = Uploads::of(&records, places, changes.clone(), pictures, clock, limits);
    let li = Person { name: "li".to_owned(), shown: "李".to_owned(), address: None };
    let about = About::Known(Id::parse("alpha").map_err(|_| anyhow::anyhow!("no id"))?);
    let (Begun::New(change) | Begun::Open(change)) = changes.begin(&li, Template::Fort, about).await?;
    let pieces = futures::stream::iter([Ok::<_, ()>(bytes::Bytes::copy_from_slice(bytes))]);
    let looked =
        |_: &[u8]| Ok(Looked { media_type: "application/pdf", endings: &["pdf"], text: String::new() });
    uploads.attach(&change.id, &li, (AttachmentKind::Report, name), pieces, looked).await?;
    records.close().await;
    Ok(())
}

#[tokio::test]
async fn a_backup_has_the_papers_of_changes_and_an_export_has_not() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    attach(at.path(), "报告.pdf", BYTES).await?;
    let made = run(at.path(), &["backup", "copy"])?;
    assert_eq!(made.code, Some(0), "{made:?}");
    let verified = run(at.path(), &["--data", "copy", "verify"])?;
    assert!(verified.code == Some(0) && verified.stdout.contains("0 that no record names"), "{verified:?}");
    let copied = Blobs::open_directory(at.path().join("copy/blobs")).await?;
    assert_eq!(copied.get_verified(&Digest::of(BYTES)).await?, BYTES[..]);
    assert_eq!(run(at.path(), &["export", "out"])?.code, Some(0));
    for (name, bytes) in files(&at.path().join("out"))? {
        assert!(!bytes.windows(BYTES.len()).any(|part| part == BYTES), "{name}");
        assert!(!String::from_utf8_lossy(&bytes).contains("报告.pdf"), "{name}");
    }
    // One that is lost is told by its name.
    copied.remove(&Digest::of(BYTES)).await?;
    let lost = run(at.path(), &["--data", "copy", "verify"])?;
    let said = format!("{}{}", lost.stdout, lost.stderr);
    assert!(lost.code != Some(0) && said.contains("a paper of a change"), "{lost:?}");
    Ok(())
}

#[tokio::test]
async fn a_purge_leaves_a_paper_that_is_the_same_file_as_a_picture() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    assert_eq!(import(at.path(), folder.path())?.code, Some(0));
    let picture = std::fs::read(folder.path().join("photos/gamma/gamma-01.png"))?;
    attach(at.path(), "照片.pdf", &picture).await?;
    run(at.path(), &["withdraw", "gamma-01", "--reason", "privacy"])?;
    let purged = run(at.path(), &["purge", "gamma-01"])?;
    assert!(purged.stdout.contains("which is a paper of a change"), "{purged:?}");
    let blobs = Blobs::open_directory(at.path().join("data/blobs")).await?;
    assert!(blobs.exists(&Digest::of(&picture)).await?);
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}
