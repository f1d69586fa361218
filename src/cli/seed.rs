//! The shipped collection inside the program: `villages/ photos/ essays/` of the repository.

use std::io;

use rust_embed::RustEmbed;

use crate::folder::{Tree, TreeFile};

#[derive(RustEmbed)]
#[folder = "villages"]
#[prefix = "villages/"]
struct Villages;

#[derive(RustEmbed)]
#[folder = "photos"]
#[prefix = "photos/"]
struct Photos;

#[derive(RustEmbed)]
#[folder = "essays"]
#[prefix = "essays/"]
struct Essays;

/// The embedded tree.
pub(super) struct ShippedCollection;

impl Tree for ShippedCollection {
    fn files(&self) -> Vec<TreeFile> {
        let paths = Villages::iter().chain(Photos::iter()).chain(Essays::iter());
        let mut files: Vec<TreeFile> =
            paths.map(|path| TreeFile { path: path.into_owned(), fault: None }).collect();
        files.sort();
        files
    }

    fn read(&self, path: &str, _: u64) -> io::Result<Vec<u8>> {
        let file = Villages::get(path).or_else(|| Photos::get(path)).or_else(|| Essays::get(path));
        file.map(|file| file.data.into_owned()).ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }
}
