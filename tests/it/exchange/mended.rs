//! An import of the true folder mends what `verify` finds wrong with the pictures.

use std::fs;

use baozhai::store::{Change, Clock, Origin, Proposal, write_atomically};

use super::damage::{blob_path, digest_of};
use super::{Outcome, import, records};
use crate::archives::{copy_of_small, edit, small};
use crate::program::run;

#[test]
fn missing_cut_and_turned_bytes_of_unchanged_photos_are_mended() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let blob = |picture| anyhow::Ok(blob_path(at.path(), &digest_of(picture)?));
    let (turned, cut) = (blob("alpha/alpha-01.jpg")?, blob("alpha/alpha-02.png")?);
    let mut bytes = fs::read(&turned)?;
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    write_atomically(&turned, bytes)?;
    write_atomically(&cut, "")?;
    fs::remove_file(blob("gamma/gamma-01.png")?)?;
    assert_eq!(run(at.path(), &["verify"])?.code, Some(1));
    let imported = import(at.path(), &small())?;
    assert_eq!(imported.code, Some(0));
    assert_eq!(imported.stdout, "nothing new: 18 unchanged, 0 left, 3 repaired\n");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    assert_eq!(import(at.path(), &small())?.stdout, "nothing new: 18 unchanged, 0 left\n");
    Ok(())
}

#[test]
fn the_picture_of_a_changed_record_is_mended_with_it() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let blob = blob_path(at.path(), &digest_of("alpha/alpha-02.png")?);
    let mut bytes = fs::read(&blob)?;
    bytes.reverse();
    write_atomically(&blob, bytes)?;
    edit(folder.path(), "photos/alpha/alpha-02.toml", "甲堡南门", "甲堡北门")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.stdout, "sequence 2: 0 added, 1 changed, 17 unchanged, 0 left, 1 repaired\n");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

#[tokio::test]
async fn the_picture_of_a_photo_that_staff_edited_or_that_is_faulty_is_mended_too() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let records = records(at.path()).await?;
    let head = records.head(&"gamma-01".parse()?).await?.expect("it was imported");
    let body = head.body.replace("丙村远景", "丙村近景");
    let proposal = Proposal { key: head.key, kind: head.kind, base: Some(head.number), body };
    let (author, message) = ("馆员".to_owned(), "改".to_owned());
    let at_time = Clock::system().now();
    let proposals = vec![proposal];
    records.commit(Change { author, message, origin: Origin::Staff, at: at_time, proposals }).await?;
    edit(folder.path(), "photos/alpha/alpha-02.toml", "2026-04-12", "2026-02-30")?;
    for picture in ["gamma/gamma-01.png", "alpha/alpha-02.png"] {
        fs::remove_file(blob_path(at.path(), &digest_of(picture)?))?;
    }
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(3), "{imported:?}");
    assert!(imported.stdout.contains("nothing new: 16 unchanged, 1 left, 2 repaired\n"), "{imported:?}");
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}
