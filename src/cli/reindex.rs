//! `baozhai reindex`: throws away what is derived, so that it is made anew.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;

use super::config::Settings;
use super::data_folder::DataFolder;
use crate::image::{DerivativeOptions, Derivatives};

/// Empties the cache of derivatives. Pages and lists are in memory and follow the archive by themselves.
pub(super) async fn run(settings: Settings) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let derivatives =
        Derivatives::new(DerivativeOptions::new(data.image_cache()), Arc::new(data.blobs.clone()));
    let swept = derivatives.clear().await.context("cannot empty the cache of pictures")?;
    println!("{} resized pictures thrown away; they are made again when asked for", swept.removed);
    Ok(ExitCode::SUCCESS)
}
