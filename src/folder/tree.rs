//! Where a folder's files come from: a directory, or the collection inside the program.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A tree of files that can be listed and read.
pub trait Tree: Sync {
    /// Every file below the three top folders, sorted by path. Hidden files are left out.
    fn files(&self) -> Vec<TreeFile>;

    /// The bytes of one listed file, at most `max_bytes`; a longer file is `FileTooLarge`.
    fn read(&self, path: &str, max_bytes: u64) -> io::Result<Vec<u8>>;
}

/// One entry of a listing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TreeFile {
    /// From the top of the tree, with `/` between the parts.
    pub path: String,
    /// Why it cannot be read, if the listing already found that.
    pub fault: Option<String>,
}

/// A directory on disk.
#[derive(Debug, Clone)]
pub struct DirectoryTree {
    root: PathBuf,
}

impl DirectoryTree {
    /// The tree below `root`, which holds `villages/`, `photos/` and `essays/`.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    fn list(&self, directory: &Path, prefix: &str, found: &mut Vec<TreeFile>) {
        let unreadable =
            |error: io::Error| TreeFile { path: prefix.to_owned(), fault: Some(error.to_string()) };
        let entries = match fs::read_dir(directory) {
            Ok(entries) => entries,
            Err(error) => return found.push(unreadable(error)),
        };
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => return found.push(unreadable(error)),
            };
            let name = entry.file_name();
            let name_shown = name.to_string_lossy();
            if name_shown.starts_with('.') || name_shown == "Thumbs.db" {
                continue;
            }
            let path = format!("{prefix}/{name_shown}");
            let fault = match entry.file_type() {
                _ if name.to_str().is_none() => Some("its name is not UTF-8".to_owned()),
                Ok(kind) if kind.is_dir() => {
                    self.list(&entry.path(), &path, found);
                    continue;
                }
                Ok(kind) if kind.is_file() => None,
                Ok(_) => Some("it is a link or a device, not a file; links are not followed".to_owned()),
                Err(error) => Some(error.to_string()),
            };
            found.push(TreeFile { path, fault });
        }
    }
}

impl Tree for DirectoryTree {
    fn files(&self) -> Vec<TreeFile> {
        let mut found = Vec::new();
        for top in super::TOP_FOLDERS {
            let directory = self.root.join(top);
            if directory.is_dir() {
                self.list(&directory, top, &mut found);
            }
        }
        found.sort();
        found
    }

    fn read(&self, path: &str, max_bytes: u64) -> io::Result<Vec<u8>> {
        let path = self.root.join(path);
        if fs::metadata(&path)?.len() > max_bytes {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        fs::read(path)
    }
}
