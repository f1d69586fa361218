//! Writes an archive in the open folder form with its history, so that it can always leave.

mod output;
mod present;

use std::io;
use std::path::{Path, PathBuf};

pub(super) use output::Output;
use present::write_items;

use super::history::write_history;
use crate::store::{Blobs, Records, StoreError};

/// What holds for whoever takes the files further.
const LICENCE: &str = include_str!("export/LICENSE.txt");

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

/// Writes the archive below `directory`, which must be empty or absent: all of it as it is now, whatever is
/// committed meanwhile.
///
/// What is damaged or missing is noted and does not keep back the rest. `file_done` is called after each file
/// with how many there are now. A folder that was cut off has no `SHA256SUMS`, and no import takes it.
pub async fn export(
    records: &Records,
    blobs: &Blobs,
    directory: &Path,
    file_done: impl Fn(usize),
) -> Result<Exported, ExportError> {
    let mut output = Output::begin_in(directory, &file_done)?;
    let last = records.sequence().await?;
    output.write("LICENSE", LICENCE.as_bytes())?;
    for (path, text) in super::GUIDES {
        output.write(path, text.as_bytes())?;
    }
    let present = write_items(records, blobs, last, &mut output).await?;
    write_history(records, blobs, last, &present.pictures, &mut output).await?;
    present.write_lists(&mut output)?;
    output.finish()
}
