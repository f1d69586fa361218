//! Where a folder's files come from: a directory, or the collection inside the program.

use std::fs;
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};

use super::passed_over::is_passed_over;

/// A tree of files that can be listed and read.
pub trait Tree: Sync {
    /// Every file below the three top folders, sorted by path. A tree may leave out what is passed over anyway.
    fn files(&self) -> Vec<TreeFile>;

    /// The bytes of one listed file, at most `max_bytes`; a longer file is `FileTooLarge`.
    fn read(&self, path: &str, max_bytes: u64) -> io::Result<Vec<u8>>;

    /// Every file below `history/`, sorted by path; none where there is no history.
    fn history_files(&self) -> Vec<TreeFile> {
        Vec::new()
    }

    /// Opens one listed file, to be read bit by bit however long it is.
    fn open(&self, path: &str) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(Cursor::new(self.read(path, u64::MAX)?)))
    }
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

    fn list_top(&self, top: &str, found: &mut Vec<TreeFile>) {
        let directory = self.root.join(top);
        // Not through a link, which could lead out of the folder or round in a circle.
        let fault = match fs::symlink_metadata(&directory) {
            Ok(top_folder) if top_folder.is_dir() => return self.list(&directory, top, found),
            Ok(_) => "it is a file or a link, not a folder; links are not followed".to_owned(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => error.to_string(),
        };
        found.push(TreeFile { path: top.to_owned(), fault: Some(fault) });
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
            // Before it is gone into: what such folders hold is nobody's concern, however much it is.
            if is_passed_over(&name_shown) {
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
            self.list_top(top, &mut found);
        }
        // Disks list in an order of their own, in which no report and no import should stand.
        found.sort();
        found
    }

    fn history_files(&self) -> Vec<TreeFile> {
        let mut found = Vec::new();
        self.list_top("history", &mut found);
        found.sort();
        found
    }

    fn open(&self, path: &str) -> io::Result<Box<dyn BufRead + '_>> {
        Ok(Box::new(BufReader::new(fs::File::open(self.root.join(path))?)))
    }

    fn read(&self, path: &str, max_bytes: u64) -> io::Result<Vec<u8>> {
        let file = fs::File::open(self.root.join(path))?;
        let size = file.metadata()?.len();
        let mut bytes = Vec::new();
        if size <= max_bytes {
            // At once, since a picture that grows by doubling takes up to twice its memory.
            bytes.reserve_exact(usize::try_from(size).unwrap_or(0));
            // The size may be outdated by now: one byte over the limit is enough to know.
            file.take(max_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
        }
        if size > max_bytes || bytes.len() as u64 > max_bytes {
            return Err(io::Error::from(io::ErrorKind::FileTooLarge));
        }
        Ok(bytes)
    }
}
