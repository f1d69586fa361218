//! `baozhai backup DIR`: a copy of the archive while it is being served, which is again a data folder.
//!
//! The records are copied first, in one state; the pictures that they name were there before them. While it is written
//! a mark lies in the folder, and every command refuses the folder by it. Over an older copy the new records come in
//! its place as one, after everything they need.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;

use super::config::Settings;
use super::data_folder::{BLOBS, DATABASE, DataFolder, UNFINISHED, refuse_own_folder};
use super::progress;
use super::wanted::wanted_blobs;
use crate::folder::purged;
use crate::store::{BlobError, BlobState, Blobs, Papers, Records, sync_folder};

/// The records before they take their place.
const COPY: &str = "archive.db.new";

/// Copies and compares; exit code 1 if the archive itself is damaged, so that the copy lacks something.
pub(super) async fn run(settings: Settings, folder: &Path) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    refuse_own_folder(&data, folder)?;
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    // Before the mark: what is refused must be left as it was, without a file of ours in it.
    refuse_strangers(&data, folder).await?;
    let mark = Mark::set(folder)?;
    let mut damage = Vec::new();
    // Records before pictures: what they name was kept before they were committed, so it is there when it is
    // copied.
    let copy = copy_records(&data, folder).await?;
    // The copy, not the original: it is the copy that is going to be relied on, and it stands still.
    damage.extend(copy.faults().await?);
    let sequence = copy.sequence().await?;
    let pictures = copy_pictures(&data.blobs, folder, &copy, &mut damage).await?;
    copy.close().await;
    // Everything is on disk by now; until this line an older copy in the folder can still be served.
    take_place(folder)?;
    mark.remove()?;
    data.records.close().await;
    damage.iter().for_each(|line| println!("{line}"));
    let (Pictures { written, there }, faults) = (pictures, damage.len());
    println!(
        "backup up to change {sequence} in {}: {written} pictures written, {there} were there; {faults} damaged",
        folder.display()
    );
    Ok(if damage.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Refuses every folder that holds anything but an older copy of this archive.
async fn refuse_strangers(data: &DataFolder, folder: &Path) -> anyhow::Result<()> {
    let context = || format!("cannot look into {}", folder.display());
    let mut names = Vec::new();
    for entry in fs::read_dir(folder).with_context(context)? {
        names.push(entry.with_context(context)?.file_name());
    }
    let holds = |name: &str| names.iter().any(|found| found == name);
    // A first backup that was cut off has no records yet to know it by.
    if names.is_empty() || (holds(UNFINISHED) && !holds(DATABASE)) {
        return Ok(());
    }
    let path = folder.join(DATABASE);
    let older =
        if holds(DATABASE) { Records::open_existing(&Records::url_of(&path)).await.ok() } else { None };
    let Some(older) = older else {
        anyhow::bail!("{} holds no copy of this archive: name an empty folder", folder.display());
    };
    let last = older.sequence().await?;
    // Up to its own last commit: an older state of this archive is a beginning of it, another archive is not.
    let (theirs, ours) = (older.commit_digests(last).await?, data.records.commit_digests(last).await?);
    // People may have worked in a copy that was served, and published nothing.
    let is_ahead = Papers::of(&older).last_write().await? > Papers::of(&data.records).last_write().await?;
    older.close().await;
    anyhow::ensure!(
        theirs == ours && !is_ahead,
        "{} holds another archive, or a newer state of this one: name an empty folder",
        folder.display()
    );
    Ok(())
}

/// The file that says that a backup is being written. It is locked by who writes it.
struct Mark {
    path: PathBuf,
    file: File,
}

impl Mark {
    fn set(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(UNFINISHED);
        let context = || format!("cannot write to {}", folder.display());
        // Opened, not made new: the mark of one that was cut off is taken over, its lock went with its process.
        let file = File::options().create(true).append(true).open(&path).with_context(context)?;
        if file.try_lock().is_err() {
            anyhow::bail!("another backup is being written to {}", folder.display());
        }
        // On disk before the first byte of the copy: else a loss of power could leave half a backup without a
        // mark.
        file.sync_all().and_then(|()| sync_folder(folder)).with_context(context)?;
        Ok(Self { path, file })
    }

    fn remove(self) -> anyhow::Result<()> {
        fs::remove_file(&self.path).with_context(|| format!("cannot remove {}", self.path.display()))?;
        // The name before the lock: else another backup could lock this file and have its mark removed under it.
        drop(self.file);
        Ok(self.path.parent().map_or(Ok(()), sync_folder)?)
    }
}

async fn copy_records(data: &DataFolder, folder: &Path) -> anyhow::Result<Records> {
    let path = folder.join(COPY);
    // Left by one that was cut off: a log beside it would be read into the new copy.
    for end in ["", "-wal", "-shm", "-journal"] {
        remove_if_there(&folder.join(format!("{COPY}{end}")))?;
    }
    data.records.copy_into(&path).await.context("the records cannot be copied")?;
    Records::open_existing(&Records::url_of(&path)).await.context("the copy of the records cannot be opened")
}

#[derive(Clone, Copy, Default)]
struct Pictures {
    written: usize,
    there: usize,
}

/// Copies what the records name and reads each once more from the copy.
async fn copy_pictures(
    from: &Blobs,
    folder: &Path,
    records: &Records,
    damage: &mut Vec<String>,
) -> anyhow::Result<Pictures> {
    let to = Blobs::open_directory(folder.join(BLOBS)).await?;
    let wanted = wanted_blobs(records, damage).await?;
    // An older copy has them still.
    for digest in purged(records).await?.pictures() {
        to.remove(digest).await?;
    }
    let bar = progress::bar("copying pictures", Some(wanted.len() as u64));
    let mut pictures = Pictures::default();
    for (digest, by) in &wanted {
        bar.inc(1);
        // Read, not only looked for: disks lose bytes of old copies without a word, and here they can still be
        // mended.
        if let BlobState::Whole { .. } = to.verify(digest).await? {
            pictures.there += 1;
            continue;
        }
        let bytes = match from.get_verified(digest).await {
            Ok(bytes) => bytes,
            // The disk fails, and not the one picture: going on would call every picture damaged.
            Err(BlobError::Store(error)) => return Err(error.into()),
            Err(error) => {
                damage.push(format!("{error}, and {by} needs it"));
                continue;
            }
        };
        // `put` leaves alone what is there by its name; here what is there is known to be bad.
        to.repair(bytes).await?;
        let written = to.verify(digest).await?;
        anyhow::ensure!(
            matches!(written, BlobState::Whole { .. }),
            "the disk of {} does not keep what is written to it",
            folder.display()
        );
        pictures.written += 1;
    }
    bar.finish_and_clear();
    Ok(pictures)
}

/// Puts the new records in the place of the old ones.
fn take_place(folder: &Path) -> anyhow::Result<()> {
    let context = || format!("cannot finish the backup in {}", folder.display());
    // A log that was left beside the old records must not be read into the new ones.
    for end in ["-wal", "-shm"] {
        remove_if_there(&folder.join(format!("{DATABASE}{end}")))?;
    }
    fs::rename(folder.join(COPY), folder.join(DATABASE)).with_context(context)?;
    sync_folder(folder).with_context(context)
}

fn remove_if_there(path: &Path) -> anyhow::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", path.display()))
        }
        _ => Ok(()),
    }
}
