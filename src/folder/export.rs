//! Writes an archive in the open folder form with its history, so that it can always leave.

mod present;

use std::collections::BTreeSet;
use std::path::Path;

use present::write_items;

use super::history::write_history;
use super::output::{ExportError, Exported, Output};
use crate::model::Licence;
use crate::store::{Blobs, Records};

/// What holds for whoever takes the files further.
const LICENCE: &str = include_str!("export/LICENSE.txt");

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
    // One number for the present state and for the history: both are read as they were then, page by page, without
    // a transaction that stays open over all of it.
    let last = records.sequence().await?;
    for (path, text) in super::GUIDES {
        output.write(path, text.as_bytes())?;
    }
    let purged = super::purged(records).await?;
    let present = write_items(records, blobs, (last, &purged), &mut output).await?;
    // What was purged is not missed among the earlier ones either.
    let there = present.pictures.iter().chain(purged.pictures()).copied().collect();
    let licences = write_history(records, blobs, last, (&there, &purged), &mut output).await?;
    output.write("LICENSE", licence_file(&licences).as_bytes())?;
    present.write_lists(&mut output)?;
    output.finish()
}

/// The file with the licences that occur, each by its SPDX id and its address.
fn licence_file(licences: &BTreeSet<String>) -> String {
    let line = |rights: &String| {
        match Licence::of(rights).address {
            Some(address) => format!("{rights}: {address}"),
            // A licence of somebody's own, or in words, has no address that could be known.
            None => rights.split_whitespace().collect::<Vec<_>>().join(" "),
        }
    };
    let lines: Vec<String> = licences.iter().filter(|rights| !rights.trim().is_empty()).map(line).collect();
    LICENCE.replace("{licences}", &lines.join("\n"))
}
