//! Sorts the files of a tree by what they are; does not open them.

use std::collections::{BTreeMap, HashSet};

use super::passed_over::is_passed_over;
use super::problem::{Problem, ProblemCode};
use super::tree::Tree;
use crate::model::PictureFormat;

/// The files of a tree by what they are.
#[derive(Default)]
pub(super) struct Files {
    pub(super) lists: HashSet<String>,
    /// Files by name, by village or essay folder.
    pub(super) villages: BTreeMap<String, HashSet<String>>,
    pub(super) essays: BTreeMap<String, HashSet<String>>,
    /// Record and pictures by (village, stem).
    pub(super) photos: BTreeMap<(String, String), PhotoFiles>,
}

/// What lies in `photos/` under one name.
#[derive(Default)]
pub(super) struct PhotoFiles {
    pub(super) record: Option<String>,
    pub(super) pictures: Vec<String>,
}

impl Files {
    /// Lists a tree; what has no place in it is noted.
    pub(super) fn sort(tree: &dyn Tree, problems: &mut Vec<Problem>) -> Self {
        let mut files = Self::default();
        let mut note = |code, file: &str, message: &str| {
            problems.push(Problem { code, file: file.to_owned(), line: None, message: message.to_owned() });
        };
        let mut listing = tree.files();
        // Before it is asked whether anything is there: a folder of leavings is no archive.
        listing.retain(|file| !file.path.split('/').any(is_passed_over));
        if listing.is_empty() {
            let message = "there is no `villages/`, `photos/` or `essays/` with anything in it here";
            note(ProblemCode::NotAnArchive, ".", message);
        }
        for file in listing {
            if let Some(fault) = &file.fault {
                note(ProblemCode::Unreadable, &file.path, fault);
                continue;
            }
            let parts: Vec<&str> = file.path.split('/').collect();
            let known = match parts.as_slice() {
                [_, "README.md"] => true,
                ["villages", "region.toml" | "sources.toml" | "vocabulary.toml" | "withdrawn.toml"] => {
                    files.lists.insert(file.path.clone())
                }
                ["villages", folder, name @ ("village.toml" | "text.zh.md" | "text.en.md")] => {
                    files.villages.entry((*folder).to_owned()).or_default().insert((*name).to_owned())
                }
                ["essays", folder, name @ ("essay.toml" | "text.zh.md" | "text.en.md")] => {
                    files.essays.entry((*folder).to_owned()).or_default().insert((*name).to_owned())
                }
                ["photos", village, name] => files.add_photo(village, name, &file.path),
                _ => false,
            };
            if !known {
                note(ProblemCode::StrayFile, &file.path, "a file of this name means nothing here");
            }
        }
        files
    }

    fn add_photo(&mut self, village: &str, name: &str, path: &str) -> bool {
        let Some((stem, extension)) = name.rsplit_once('.') else { return false };
        let key = (village.to_owned(), stem.to_owned());
        // Capitals too: cameras write `.JPG`.
        match extension.to_ascii_lowercase().as_str() {
            "toml" => self.photos.entry(key).or_default().record = Some(path.to_owned()),
            other if PictureFormat::from_extension(other).is_some() => {
                self.photos.entry(key).or_default().pictures.push(path.to_owned());
            }
            _ => return false,
        }
        true
    }
}
