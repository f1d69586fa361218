//! Generations that cannot be opened, and those that cannot be made.

use std::fs;
use std::path::Path;

use super::{Building, Generation, MadeFrom, numbers_in};

fn made_from() -> MadeFrom {
    MadeFrom { sequence: 1, state: "state".to_owned() }
}

fn whole_in(folder: &Path) {
    let building = Building::begin(folder, 1).expect("begins");
    building.finish(made_from()).expect("becomes whole");
}

#[test]
fn what_cannot_be_made_leaves_nothing_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Building::begin(folder.path(), 1).expect("begins"));
    assert!(numbers_in(folder.path()).is_empty());
    let building = Building::begin(folder.path(), 1).expect("begins");
    // A folder in the place of the file that would say it is whole.
    let meta = folder.path().join("1/meta.json");
    fs::remove_file(&meta).expect("is there");
    fs::create_dir(&meta).expect("is made");
    assert!(building.finish(made_from()).is_err());
    assert!(numbers_in(folder.path()).is_empty());
}

#[cfg(unix)]
#[test]
fn a_generation_that_cannot_be_read_now_is_kept_and_a_damaged_one_is_not() {
    let folder = tempfile::tempdir().expect("a folder");
    whole_in(folder.path());
    assert!(Generation::newest_in(folder.path()).is_some());
    // No file is opened over a link to itself, which fails as a file that may not be read does.
    let managed = folder.path().join("1/.managed.json");
    let kept = folder.path().join("kept");
    fs::rename(&managed, &kept).expect("is there");
    std::os::unix::fs::symlink(".managed.json", &managed).expect("is linked");
    assert!(Generation::newest_in(folder.path()).is_none());
    assert_eq!(numbers_in(folder.path()), [1], "it is looked at again later");
    fs::remove_file(&managed).expect("is removed");
    fs::rename(&kept, &managed).expect("is put back");
    assert!(Generation::newest_in(folder.path()).is_some(), "nothing of it was lost");
    crate::store::write_derived(&managed, b"{").expect("is damaged");
    assert!(Generation::newest_in(folder.path()).is_none());
    assert!(numbers_in(folder.path()).is_empty());
}
