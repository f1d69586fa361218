//! Export after import gives an equal tree; importing it again is nothing new.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use baozhai::folder::{
    DirectoryTree, GUIDES, ImportError, ImportOptions, PictureFault, ReadPicture, Reading, StaffEdits, Tree,
    TreeFile, export, import as import_reading, read_folder,
};
use baozhai::model::{Picture, PictureFormat};
use baozhai::store::{Blobs, Clock, Digest, Records, write_atomically};
use proptest::prelude::*;

use super::{Outcome, import, records};
use crate::archives::{copy_of_small, edit, files, shipped, small, without_history};
use crate::program::run;

/// A folder's files and the guides that go with every export.
fn with_guides(folder: &Path) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut files = files(folder)?;
    files.extend(GUIDES.map(|(path, text)| (path.to_owned(), text.as_bytes().to_vec())));
    Ok(files)
}

#[track_caller]
fn assert_equal(found: &BTreeMap<String, Vec<u8>>, expected: &BTreeMap<String, Vec<u8>>) {
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(found), names(expected));
    for (name, bytes) in expected {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(found[name] == *bytes, "{name}:\n{}\nbut\n{}", text(&found[name]), text(bytes));
    }
}

fn assert_returns_equal(folder: &Path) -> Outcome {
    let at = tempfile::tempdir()?;
    let imported = import(at.path(), folder)?;
    assert_eq!((imported.code, imported.stderr.as_str()), (Some(0), ""), "{imported:?}");
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!(exported.code, Some(0), "{exported:?}");
    let out = at.path().join("out");
    let mut found = files(&out)?;
    without_history(&mut found);
    assert_equal(&found, &with_guides(folder)?);
    let again = import(at.path(), &out)?;
    assert!(again.stdout.starts_with("nothing new: "), "{again:?}");
    Ok(())
}

#[test]
fn the_small_archive_comes_out_byte_for_byte() -> Outcome {
    assert_returns_equal(&small())
}

/// A statement that chooses values, the survey that saw it, a point with its altitude and what it stands for.
#[test]
fn coded_values_come_out_byte_for_byte() -> Outcome {
    let folder = copy_of_small()?;
    let statement = "\n[[statement]]\nproperty = \"causes\"\nvalue.zh = \"水冲\"\ncodes = [\"cause-flood\", \"cause-neglect\"]\n\
                     short.zh = \"水\"\ncertainty = \"established\"\nsources = [\"example-list\"]\nsurvey = \"first-visit\"\n\n[[survey]]";
    edit(folder.path(), "villages/alpha/village.toml", "\n[[survey]]", statement)?;
    edit(
        folder.path(),
        "villages/alpha/village.toml",
        "lat = 35.672\n",
        "lat = 35.672\naltitude_m = 412.5\n",
    )?;
    let method = "method = \"derived-from-text\"\n";
    let with_point = format!("{method}stands_for = \"village\"\n");
    edit(folder.path(), "villages/alpha/village.toml", method, &with_point)?;
    assert_returns_equal(folder.path())
}

/// What a curator writes once for all forms is there in both languages, and each list serves some property.
#[test]
fn the_shipped_vocabulary_says_what_to_write_in_every_part_of_the_form() -> Outcome {
    let folder = shipped()?;
    let reading = read_folder(&DirectoryTree::new(folder.path()), &AnyPicture);
    let vocabulary = &reading.collection.vocabulary;
    assert!(vocabulary.code_lists.len() > 15, "{}", vocabulary.code_lists.len());
    for property in vocabulary.properties.iter().filter(|property| property.part.is_some()) {
        for (what, said) in [("guidance", &property.guidance), ("example", &property.example)] {
            assert!(said.as_ref().is_some_and(|said| said.en.is_some()), "{} of {}", what, property.id);
        }
    }
    for list in &vocabulary.code_lists {
        let is_used = vocabulary.properties.iter().any(|property| property.codes.contains(&list.id));
        assert!(is_used && !list.codes.is_empty() && list.origin.en.is_some(), "{}", list.id);
    }
    let coded = reading.collection.villages.iter().flat_map(|village| &village.statements);
    assert_eq!(
        coded.filter(|statement| !statement.codes.is_empty()).count(),
        0,
        "nothing is said of a village yet"
    );
    Ok(())
}

/// A scan and a phone's picture, under names as they come.
#[test]
fn tiff_and_heic_come_in_and_out() -> Outcome {
    let folder = copy_of_small()?;
    let photos = folder.path().join("photos/alpha");
    let pictures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/pictures");
    let record = fs::read(photos.join("alpha-01.toml"))?;
    for (name, picture) in [("alpha-90.TIFF", "strips-lzw.tif"), ("alpha-91.heif", "tiles-turned.heic")] {
        write_atomically(photos.join(name).with_extension("toml"), &record)?;
        write_atomically(photos.join(name), fs::read(pictures.join(picture))?)?;
    }
    let at = tempfile::tempdir()?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!((imported.code, imported.stderr.as_str()), (Some(0), ""), "{imported:?}");
    let exported = run(at.path(), &["export", "out"])?;
    assert_eq!(exported.code, Some(0), "{exported:?}");
    for (name, picture) in [("alpha-90.tif", "strips-lzw.tif"), ("alpha-91.heic", "tiles-turned.heic")] {
        let out = at.path().join("out/photos/alpha").join(name);
        assert!(fs::read(&out)? == fs::read(pictures.join(picture))?, "{name}");
    }
    Ok(())
}

/// With a small picture in the place of each plate, which are bytes to this.
#[test]
fn the_shipped_collection_comes_out_byte_for_byte() -> Outcome {
    let folder = shipped()?;
    assert_returns_equal(folder.path())
}

#[test]
fn importing_again_is_nothing_new() -> Outcome {
    let at = tempfile::tempdir()?;
    let first = import(at.path(), &small())?;
    assert_eq!(first.stdout, "sequence 1: 18 added, 0 changed, 0 unchanged, 0 left\n");
    let second = import(at.path(), &small())?;
    assert_eq!((second.code, second.stdout.as_str()), (Some(0), "nothing new: 18 unchanged, 0 left\n"));
    Ok(())
}

#[tokio::test]
async fn a_changed_file_makes_one_revision_and_leaves_the_others() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.stdout, "sequence 2: 0 added, 1 changed, 17 unchanged, 0 left\n");
    let records = records(at.path()).await?;
    for (key, revisions) in [("beta", 2), ("alpha", 1), ("vocabulary:hejin", 1)] {
        assert_eq!(records.history(&key.parse()?).await?.len(), revisions, "{key}");
    }
    let old = records.revision(&"beta".parse()?, 1).await?;
    assert!(old.is_some_and(|old| old.body.contains("乙村")));
    Ok(())
}

#[test]
fn an_export_is_not_mixed_with_what_is_there() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    fs::create_dir(at.path().join("out"))?;
    write_atomically(at.path().join("out/mine.txt"), "mine")?;
    let refused = run(at.path(), &["export", "out"])?;
    assert_eq!(refused.code, Some(2));
    assert_eq!(refused.stderr, "baozhai: out is not empty; name a new folder\n");
    assert_eq!(files(&at.path().join("out"))?.len(), 1);
    Ok(())
}

#[test]
fn a_misspelt_data_folder_is_not_made_an_archive() -> Outcome {
    let at = tempfile::tempdir()?;
    fs::create_dir(at.path().join("other"))?;
    for arguments in [["--data", "other", "verify"].as_slice(), &["--data", "other", "export", "out"]] {
        let refused = run(at.path(), arguments)?;
        assert_eq!(
            (refused.code, refused.stderr.as_str()),
            (
                Some(2),
                "baozhai: there is no archive in other: name another with --data; `baozhai serve` or `baozhai import` makes one\n"
            )
        );
    }
    assert_eq!(files(at.path())?.len(), 0);
    assert!(!at.path().join("out").exists());
    Ok(())
}

/// Takes every picture for the same small one.
struct AnyPicture;

impl ReadPicture for AnyPicture {
    fn max_bytes(&self) -> u64 {
        1 << 20
    }

    fn read_picture(&self, path: &str, bytes: &[u8]) -> Result<Picture, PictureFault> {
        let format = path.rsplit('.').next().and_then(PictureFormat::from_extension);
        Ok(Picture {
            sha256: Digest::of(bytes).to_string(),
            format: format.unwrap_or(PictureFormat::Jpeg),
            width_px: 4,
            height_px: 3,
            bytes: bytes.len() as u64,
            placeholder: String::new(),
        })
    }
}

fn read(folder: &Path) -> Reading {
    read_folder(&DirectoryTree::new(folder), &AnyPicture)
}

async fn import_here(at: &Path, reading: Reading, tree: &dyn Tree) -> anyhow::Result<(Records, Blobs)> {
    let records = Records::open(&Records::url_of(&at.join("archive.db"))).await?;
    let blobs = Blobs::open_directory(at.join("blobs")).await?;
    let options =
        ImportOptions { author: "t".to_owned(), at: Clock::system().now(), staff_edits: StaffEdits::Keep };
    import_reading(reading, tree, &records, &blobs, &options, || {}).await?;
    Ok((records, blobs))
}

/// A tree whose pictures are others when they are read a second time.
struct Moving(DirectoryTree, std::sync::atomic::AtomicBool);

impl Tree for Moving {
    fn files(&self) -> Vec<TreeFile> {
        self.0.files()
    }

    fn read(&self, path: &str, max_bytes: u64) -> std::io::Result<Vec<u8>> {
        let mut bytes = self.0.read(path, max_bytes)?;
        if self.1.load(std::sync::atomic::Ordering::Relaxed) {
            bytes.reverse();
        }
        Ok(bytes)
    }
}

#[tokio::test]
async fn a_picture_that_changes_during_the_import_is_noticed() -> Outcome {
    let at = tempfile::tempdir()?;
    let tree = Moving(DirectoryTree::new(small()), false.into());
    let reading = read_folder(&tree, &AnyPicture);
    tree.1.store(true, std::sync::atomic::Ordering::Relaxed);
    let error = import_here(at.path(), reading, &tree).await.expect_err("the pictures have changed");
    assert!(matches!(error.downcast_ref(), Some(ImportError::Moving(_))), "{error:#}");
    let records = Records::open(&Records::url_of(&at.path().join("archive.db"))).await?;
    assert_eq!(records.sequence().await?, 0);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever a curator writes into texts and numbers is the same after a journey through the archive.
    #[test]
    fn any_words_and_numbers_survive_the_journey(
        words in proptest::collection::vec("[^\\p{Cc}]{1,40}|[\\n\\t\"'\\\\#\\[\\]= 堡é]{1,20}", 4),
        // HTML is a fault: nothing here may begin any.
        prose in "[^\\p{Cc}<]{1,200}(\\n[^\\p{Cc}<]{0,50}){0,4}",
        number in prop_oneof![Just(1.2667646494986121e19), Just(1e15), Just(1e300), Just(0.1), Just(-0.0), 0.0..1e20],
    ) {
        let journey = async {
            let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
            let quoted = |text: &str| toml::Value::from(format!("x{text}")).to_string();
            let text = format!(
                "entry = \"named\"\nname.zh = {}\nnote.zh = {}\nnote.en = {}\nadministrative_unit = {}\n\
                 rights = \"CC-BY-4.0\"\n\n[[place]]\n\
                 role = \"gate\"\npoints = [[110.5, 35.5]]\ndatum = \"BD09\"\nuncertainty_m = {}\n\
                 method = \"gps\"\ncertainty = \"unknown\"\npublic = \"town\"\n",
                quoted(&words[0]), quoted(&words[1]), quoted(&words[2]), quoted(&words[3]),
                toml::Value::from(number),
            );
            write_atomically(folder.path().join("villages/beta/village.toml"), text)?;
            write_atomically(folder.path().join("villages/beta/text.zh.md"), format!("x{prose}"))?;
            let reading = read(folder.path());
            anyhow::ensure!(reading.problems.is_empty(), "{:?}", reading.problems);
            let tree = DirectoryTree::new(folder.path());
            let (records, blobs) = import_here(at.path(), reading, &tree).await?;
            export(&records, &blobs, &at.path().join("out"), |_| {}).await?;
            let (before, after) = (read(folder.path()), read(&at.path().join("out")));
            anyhow::ensure!(after.problems.is_empty(), "{:?}", after.problems);
            let documents = |reading: Reading| {
                reading.collection.into_records().map(|record| record.to_document()).collect::<Result<Vec<_>, _>>()
            };
            anyhow::ensure!(documents(before)? == documents(after)?, "not the same");
            records.close().await;
            anyhow::Ok(())
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        if let Err(error) = runtime.block_on(journey) {
            return Err(TestCaseError::fail(format!("{error:#}")));
        }
    }
}
