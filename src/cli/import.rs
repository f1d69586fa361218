//! `baozhai import DIR`: brings a folder into the archive.

use std::path::Path;
use std::process::ExitCode;

use super::check;
use super::config::Settings;
use super::data_folder::{Absent, DataFolder};
use super::progress;
use crate::folder::{
    DamagedText, DirectoryTree, ImportOptions, Imported, LeftFault, Reading, StaffEdits, Tree, import,
};

/// The exit code when something came in, or was there already, and something was left for its faults.
const PARTLY: u8 = 3;

/// Imports what is whole of the folder, and says what was left and why.
pub(super) async fn run(settings: Settings, folder: &Path, force: bool) -> anyhow::Result<ExitCode> {
    if let Some(problem) = check::no_folder(folder) {
        check::print(&[problem]);
        println!("nothing was imported: 1 problem");
        return Ok(ExitCode::FAILURE);
    }
    let tree = DirectoryTree::new(folder);
    // All of it before the archive is opened: a faulty folder must not make an empty archive.
    let reading = check::read(&tree, "reading");
    check::print(&reading.problems);
    let (is_whole, summary) = (reading.problems.is_empty(), check::in_words(&reading));
    if !reading.has_something_whole() {
        println!("nothing was imported: {summary}");
        return Ok(ExitCode::FAILURE);
    }
    reading.history.ensure_sound()?;
    if !DataFolder::is_there(&settings.data) {
        // An archive that is there may have what the folder lacks; a new one has nothing else.
        reading.history.ensure_complete()?;
    }
    let absent = Absent::of(&settings.data);
    let data = DataFolder::open(&settings.data).await?;
    let edits = if force { StaffEdits::Overwrite } else { StaffEdits::Keep };
    let imported = bring_in(&data, reading, &tree, edits).await;
    // Asked also after an error, before which something may have been committed; unsure is not empty.
    let is_empty = matches!(data.records.sequence().await, Ok(0));
    // Closed first: below, the files of a database that is empty are taken away.
    data.close_after_commit().await;
    if is_empty {
        absent.restore();
    }
    let imported = imported?;
    imported.damaged.iter().for_each(|damaged| println!("{}", damage_in_words(damaged)));
    imported.faulty.iter().for_each(|left| println!("{}", left_in_words(left)));
    if has_nothing(&imported) {
        println!("nothing was imported: nothing in the folder can stand without what is faulty; {summary}");
        return Ok(ExitCode::FAILURE);
    }
    println!("{}", in_words(&imported));
    for left in &imported.left {
        // `--force` never shows again what was withdrawn; saying so would send people the wrong way.
        let way = if left.key.word() == Some("withdrawals") {
            "`baozhai withdraw RECORD --lift` shows a record again"
        } else {
            "--force overwrites it"
        };
        println!("left as staff edited it: {} (revision {}); {way}", left.key, left.revision);
    }
    if is_whole && imported.faulty.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let records = imported.faulty.len();
    let records = if records == 1 { "1 record".to_owned() } else { format!("{records} records") };
    println!("imported without what is faulty: {summary}, {records} left");
    Ok(ExitCode::from(PARTLY))
}

/// Whether nothing of a folder came in or was in the archive.
pub(super) fn has_nothing(imported: &Imported) -> bool {
    imported.sequence.is_none()
        && imported.replayed == 0
        && imported.unchanged == 0
        && imported.left.is_empty()
}

/// One line on a record that was left for a fault.
pub(super) fn left_in_words(left: &LeftFault) -> String {
    let LeftFault { record, revision, why } = left;
    match revision {
        Some(revision) => format!("left at revision {revision}: {record}, for {why}"),
        None => format!("left out: {record}, for {why}"),
    }
}

/// One line on a text of the archive that is damaged and that the folder could not mend.
pub(super) fn damage_in_words(damaged: &DamagedText) -> String {
    let DamagedText { key, revision, fault } = damaged;
    format!("damaged in the archive: {key}@{revision}, {fault}; the folder has not the same text")
}

/// Imports what can be imported of a reading.
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
    let Imported { sequence, added, changed, unchanged, left, repaired, restored, replayed, .. } = imported;
    let left = left.len();
    let counted = |count: usize, what| if count > 0 { format!(", {count} {what}") } else { String::new() };
    let repaired = counted(*repaired, "repaired") + &counted(*restored, "texts restored");
    let history = match replayed {
        0 => String::new(),
        1 => "1 commit of its history brought back; ".to_owned(),
        commits => format!("{commits} commits of its history brought back; "),
    };
    let present = match sequence {
        Some(sequence) => {
            format!(
                "sequence {sequence}: {added} added, {changed} changed, {unchanged} unchanged, {left} left{repaired}"
            )
        }
        None => format!("nothing new: {unchanged} unchanged, {left} left{repaired}"),
    };
    history + &present
}
