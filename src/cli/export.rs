//! `baozhai export DIR`: the whole archive as plain files.

use std::path::Path;
use std::process::ExitCode;

use super::config::Settings;
use super::data_folder::DataFolder;
use super::progress;
use crate::folder::export;

/// Writes the archive into an empty or new folder.
pub(super) async fn run(settings: Settings, folder: &Path) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let bar = progress::bar("writing", Some(0));
    let files = export(&data.records, &data.blobs, folder, |total| {
        bar.set_length(total as u64);
        bar.inc(1);
    })
    .await?;
    bar.finish_and_clear();
    println!("{files} files written to {}", folder.display());
    Ok(ExitCode::SUCCESS)
}
