//! `baozhai reindex`: throws away what is derived, so that it is made anew.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;

use super::config::Settings;
use super::data_folder::DataFolder;
use super::{preparing, progress};
use crate::archive::{Archive, PhotoFilter};
use crate::image::{DerivativeOptions, Derivatives};
use crate::search::Search;

/// Makes the lists of a large archive and the search index anew, empties the caches of pictures, and with `images` makes
/// every access form again. Pages, and the lists of other archives, are in memory and follow by themselves. A server that
/// runs goes on with the lists it has until it is started again; it takes the new index by itself, and answers from the
/// old one until that is there.
pub(super) async fn run(settings: Settings, images: bool) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    data.clear_leftovers().await.context("cannot remove what killed writers left")?;
    let search = Search::in_folder(data.search_index());
    if Archive::clear_lists(&data.cache()).context("cannot remove the lists")? {
        println!("lists thrown away; they are made again");
    }
    // After the lists are gone: opening makes them again, and the index is made of what they say.
    let archive = Archive::open_beside(data.records.clone(), &data.cache()).await?;
    search.rebuild(&archive).await.context("cannot make the search index")?;
    println!("search index made, up to change {}", search.sequence().unwrap_or_default());
    let derivatives = Derivatives::new(DerivativeOptions::new(data.cache()), Arc::new(data.blobs.clone()));
    // In this order: a server that runs would else make resized pictures of the old access forms in between.
    let forms = derivatives.clear_access().await.context("cannot remove the access forms")?;
    let swept = derivatives.clear().await.context("cannot empty the cache of pictures")?;
    println!(
        "{} resized pictures and {forms} access forms thrown away; they are made again when asked for",
        swept.removed
    );
    if !images {
        return Ok(ExitCode::SUCCESS);
    }
    let snapshot = archive.snapshot();
    let catalogue = snapshot.catalogue();
    let bar =
        progress::bar("making access forms", Some(catalogue.count_photos(PhotoFilter::default()) as u64));
    let failed = preparing::prepare_all(catalogue, &derivatives, || bar.inc(1)).await;
    bar.finish_and_clear();
    println!("{} access forms made, {failed} pictures could not be read", derivatives.stats().prepared);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
