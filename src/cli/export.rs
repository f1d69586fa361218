//! `baozhai export DIR`: the whole archive as plain files.

use std::path::Path;
use std::process::ExitCode;

use super::config::Settings;
use super::data_folder::{DataFolder, refuse_own_folder};
use super::progress;
use crate::folder::{Missing, export};

/// Writes the archive into an empty or new folder.
pub(super) async fn run(settings: Settings, folder: &Path) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    refuse_own_folder(&data, folder)?;
    let bar = progress::bar("writing", None);
    let exported = export(&data.records, &data.blobs, folder, |files| bar.set_position(files as u64)).await?;
    bar.finish_and_clear();
    for Missing { what, why } in &exported.missing {
        println!("missing: {what}: {why}");
    }
    let missing = match exported.missing.len() {
        0 => String::new(),
        missing => format!("; {missing} missing"),
    };
    println!("{} files written to {}{missing}", exported.files, folder.display());
    Ok(if exported.missing.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
