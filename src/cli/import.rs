//! `baozhai import DIR`: brings a folder into the archive.

use std::path::Path;
use std::process::ExitCode;

use super::check;
use super::config::Settings;
use super::data_folder::DataFolder;
use super::progress;
use crate::folder::{DirectoryTree, ImportOptions, Imported, Reading, StaffEdits, Tree, import};

/// Imports the folder, unless it has problems.
pub(super) async fn run(settings: Settings, folder: &Path, force: bool) -> anyhow::Result<ExitCode> {
    let tree = DirectoryTree::new(folder);
    let reading = check::read(&tree, "reading");
    if !reading.problems.is_empty() {
        check::print(&reading.problems);
        println!("nothing was imported: {}", check::in_words(&reading));
        return Ok(ExitCode::FAILURE);
    }
    reading.history.ensure_sound()?;
    if !DataFolder::is_there(&settings.data) {
        reading.history.ensure_complete()?;
    }
    let data = DataFolder::open(&settings.data).await?;
    let edits = if force { StaffEdits::Overwrite } else { StaffEdits::Keep };
    let imported = bring_in(&data, reading, &tree, edits).await?;
    println!("{}", in_words(&imported));
    for left in &imported.left {
        println!("left as staff edited it: {} (revision {}); --force overwrites it", left.key, left.revision);
    }
    data.records.close().await;
    Ok(ExitCode::SUCCESS)
}

/// Imports a reading that has no problems.
pub(super) async fn bring_in(
    data: &DataFolder,
    reading: Reading,
    tree: &dyn Tree,
    staff_edits: StaffEdits,
) -> anyhow::Result<Imported> {
    let bar = progress::bar("keeping pictures", Some(reading.collection.photos.len() as u64));
    let options = ImportOptions { author: "import".to_owned(), at: data.clock.now(), staff_edits };
    let imported = import(reading, tree, &data.records, &data.blobs, &options, || bar.inc(1)).await?;
    bar.finish_and_clear();
    Ok(imported)
}

/// One line on what an import did.
pub(super) fn in_words(imported: &Imported) -> String {
    let Imported { sequence, added, changed, unchanged, left, replayed } = imported;
    let left = left.len();
    let history = match replayed {
        0 => String::new(),
        1 => "1 commit of its history brought back; ".to_owned(),
        commits => format!("{commits} commits of its history brought back; "),
    };
    let present = match sequence {
        Some(sequence) => {
            format!(
                "sequence {sequence}: {added} added, {changed} changed, {unchanged} unchanged, {left} left"
            )
        }
        None => format!("nothing new: {unchanged} unchanged, {left} left"),
    };
    history + &present
}
