//! Where an export writes to: each file whole or not at all, with its line in the list of digests.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::store::{AtomicFile, Blobs, Digest, StoreError, write_atomically};

/// What `sha256sum -c` reads; it comes into its place last of all.
const SUMS: &str = "SHA256SUMS";

/// Why an export did not happen, or stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// There is something in the folder already, which an export must not be mixed with.
    #[error("{} is not empty; name a new folder", .0.display())]
    NotEmpty(PathBuf),
    /// The folder could not be read or made.
    #[error("cannot write to {}", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line of the history cannot be written.
    #[error("the history cannot be written")]
    Line(#[from] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an export wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exported {
    /// How many files.
    pub files: usize,
    /// What is missing in the folder, because it is missing or damaged in the archive.
    pub missing: Vec<Missing>,
}

/// Something that an export could not write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The file, or the record or revision that has none.
    pub what: String,
    /// Why.
    pub why: String,
}

/// The folder that is being written.
pub(super) struct Output<'o> {
    directory: PathBuf,
    sums: AtomicFile,
    exported: Exported,
    file_done: &'o dyn Fn(usize),
}

impl<'o> Output<'o> {
    /// Begins in `directory`, which must be empty or absent.
    pub(super) fn begin_in(directory: &Path, file_done: &'o dyn Fn(usize)) -> Result<Self, ExportError> {
        refuse_mixing(directory)?;
        make_folder(directory)?;
        // It comes into its place at the end; until then its temporary makes the folder one that is not empty.
        let sums = AtomicFile::begin(directory.join(SUMS))?;
        Ok(Self { directory: directory.to_owned(), sums, exported: Exported::default(), file_done })
    }

    /// Writes one file.
    pub(super) fn write(&mut self, path: &str, bytes: &[u8]) -> Result<(), ExportError> {
        let target = self.place(path)?;
        write_atomically(target, bytes)?;
        self.note(path, &Digest::of(bytes))
    }

    /// Begins a file that is written bit by bit, until [`Output::finish_file`].
    pub(super) fn begin(&self, path: &str) -> Result<AtomicFile, ExportError> {
        Ok(AtomicFile::begin(self.place(path)?)?)
    }

    pub(super) fn finish_file(&mut self, path: &str, file: AtomicFile) -> Result<(), ExportError> {
        let digest = file.finish()?;
        self.note(path, &digest)
    }

    /// Writes a blob; one that is missing or damaged is noted, and keeps nothing else back.
    pub(super) async fn copy(
        &mut self,
        blobs: &Blobs,
        digest: &Digest,
        path: &str,
    ) -> Result<(), ExportError> {
        match blobs.get_verified(digest).await {
            Ok(bytes) => self.write(path, &bytes),
            Err(error) => {
                self.miss(path, error.to_string());
                Ok(())
            }
        }
    }

    /// Notes what could not be written.
    pub(super) fn miss(&mut self, what: impl Into<String>, why: impl Into<String>) {
        self.exported.missing.push(Missing { what: what.into(), why: why.into() });
    }

    /// Puts the list of digests in its place.
    pub(super) fn finish(mut self) -> Result<Exported, ExportError> {
        self.sums.finish()?;
        self.exported.files += 1;
        Ok(self.exported)
    }

    fn place(&self, path: &str) -> Result<PathBuf, ExportError> {
        let target = self.directory.join(path);
        if let Some(parent) = target.parent() {
            make_folder(parent)?;
        }
        Ok(target)
    }

    fn note(&mut self, path: &str, digest: &Digest) -> Result<(), ExportError> {
        self.sums.add(sum_line(path, digest))?;
        self.exported.files += 1;
        (self.file_done)(self.exported.files);
        Ok(())
    }
}

/// The line of a file; GNU marks a name that it had to escape with a backslash before the digest.
fn sum_line(path: &str, digest: &Digest) -> String {
    let escaped = path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    let mark = if escaped == path { "" } else { "\\" };
    format!("{mark}{digest}  {escaped}\n")
}

fn make_folder(path: &Path) -> Result<(), ExportError> {
    fs::create_dir_all(path).map_err(|source| ExportError::Folder { path: path.to_owned(), source })
}

fn refuse_mixing(directory: &Path) -> Result<(), ExportError> {
    match fs::read_dir(directory) {
        Ok(mut entries) => match entries.next() {
            Some(_) => Err(ExportError::NotEmpty(directory.to_owned())),
            None => Ok(()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(source) => Err(ExportError::Folder { path: directory.to_owned(), source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // `printf abc >'a\b'; sha256sum 'a\b'` of GNU coreutils 9
    #[test]
    fn names_are_escaped_as_sha256sum_reads_them() {
        let abc = Digest::of("abc");
        assert_eq!(sum_line("a/b", &abc), format!("{abc}  a/b\n"));
        assert_eq!(sum_line("a\\b\nc", &abc), format!("\\{abc}  a\\\\b\\nc\n"));
    }
}
