//! `baozhai serve`: the website.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use super::check;
use super::config::{Settings, addresses_at};
use super::data_folder::DataFolder;
use super::disk::watch_the_disk;
use super::import::{bring_in, damage_in_words, in_words, left_in_words};
use super::preparing::prepare_ahead;
use super::seed::ShippedCollection;
use super::user::{day_of, link_to};
use crate::archive::{Archive, follow};
use crate::changes::Changes;
use crate::folder::{DirectoryTree, ImportError, StaffEdits};
use crate::image::{DerivativeOptions, Derivatives};
use crate::mail::MailServer;
use crate::model::address::Addresses;
use crate::people::People;
use crate::search::{self, Search};
use crate::store::Parts;
use crate::store::{Clock, Papers, Records};
use crate::uploads::{UploadLimits, Uploads};
use crate::web::{Contact, FolderState, Front, Letters, ServerLimits, Site, SiteOptions, serve};

/// How often the store is asked whether another process has changed it.
const FOLLOW_INTERVAL: Duration = Duration::from_millis(500);

/// How often what has expired is deleted.
const SWEEP_INTERVAL: Duration = Duration::from_secs(600);

/// How often the bytes of uploads that came to nothing are removed.
const UPLOADS_INTERVAL: Duration = Duration::from_secs(3600);

/// How long a letter that is on its way may take when the server stops.
const LAST_LETTER: Duration = Duration::from_secs(10);

/// How often the search looks whether its files are still there; what is published wakes it by itself.
const SEARCH_INTERVAL: Duration = Duration::from_secs(1);

#[derive(Args)]
pub(super) struct Arguments {
    /// A folder to take in at the start and again on SIGHUP; what is faulty stays at its last good state
    #[arg(long, env = "BAOZHAI_FOLDER", value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// Serves until told to stop.
pub(super) async fn run(settings: Settings, arguments: Arguments) -> anyhow::Result<ExitCode> {
    // First, so that nothing of the start goes unlogged; commands have no log, their answers are their output.
    start_log(&settings)?;
    let mail_server = match &settings.mail {
        Some((url, from)) => Some(MailServer::at(url.secret(), from)?),
        None => None,
    };
    let data = DataFolder::open(&settings.data).await?;
    // Opening a database reads hardly any of it: one that is cut would be found out by the first visitor.
    let sound = data.records.pulse().await;
    sound.with_context(|| format!("the archive in {} cannot be served", settings.data.display()))?;
    data.ensure_cache()?;
    // The address is taken before the long work, so that a second start fails at once.
    let listener = TcpListener::bind(settings.listen)
        .await
        .with_context(|| format!("cannot listen on {}", settings.listen))?;
    // From here on a hangup is a wish to take the folder in, however long the first start takes.
    let hangups = signal(SignalKind::hangup())?;
    let mut stopped = Box::pin(stopped()?);
    clear_leftovers(&data).await;
    // A collection that is half taken in when the stop comes leaves the archive as it was.
    let folder = tokio::select! {
        folder = take_in(&data, arguments.folder.as_deref()) => folder?,
        () = &mut stopped => {
            data.records.close().await;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let derivatives = derivatives(&settings, &data);
    // Port 0 is whichever is free: only the listener knows it.
    let addresses = match &settings.addresses {
        Some(addresses) => addresses.clone(),
        None => addresses_at(&format!("http://{}", listener.local_addr()?))?,
    };
    let (at, offered_below) = (addresses.base(), addresses.clone());
    let site = Arc::new(site(&settings, addresses, &data, &derivatives).await?);
    if let Some(state) = folder {
        site.health().set_folder(state);
    }
    let mut following = follow_the_store(&site, &derivatives, &data);
    let stop_letters = CancellationToken::new();
    let letters = mail_server.map(|server| {
        tokio::spawn(Letters::new(Arc::clone(&site), server).keep_sending(stop_letters.clone()))
    });
    // Before it says where it is: whoever waits for that may read no further.
    offer_first(&data, &offered_below).await;
    println!("baozhai is at {at}");
    let limits = ServerLimits {
        max_connections: settings.max_connections,
        max_connections_per_address: settings.max_per_address,
        ..ServerLimits::default()
    };
    // A task of its own: a folder that is taken in on this one must not hold up the answers.
    let mut serving = tokio::spawn(serve(listener, Front::new(Arc::clone(&site)), limits, stopped));
    tokio::select! {
        served = &mut serving => served?,
        // Whichever ends first: when the server stops, a folder that is being taken in is dropped, and the archive
        // is as before.
        () = take_in_on_hangup(hangups, &data, arguments.folder.as_deref(), &site) => serving.await?,
    }
    // Before the records are closed: what follows them would log errors of a database that is gone.
    following.shutdown().await;
    stop_letters.cancel();
    if let Some(letters) = letters {
        // A letter that the server is taking is to be noted as sent; how long it may take is bounded.
        let _ = tokio::time::timeout(LAST_LETTER, letters).await;
    }
    data.records.close().await;
    Ok(ExitCode::SUCCESS)
}

fn start_log(settings: &Settings) -> anyhow::Result<()> {
    let filter =
        EnvFilter::try_new(&settings.log).with_context(|| format!("bad log filter {:?}", settings.log))?;
    let is_terminal = std::io::stderr().is_terminal();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        // Standard output is for who started it: the address and the link of the first administrator.
        .with_writer(std::io::stderr)
        .with_ansi(is_terminal)
        .with_target(false)
        .init();
    Ok(())
}

fn derivatives(settings: &Settings, data: &DataFolder) -> Derivatives {
    let mut options = DerivativeOptions::new(data.cache());
    options.cache_budget_bytes = settings.image_cache_bytes;
    options.avif = settings.image_avif;
    options.size_limits.upscaling = settings.image_upscaling;
    Derivatives::new(options, Arc::new(data.blobs.clone()))
}

async fn site(
    settings: &Settings,
    addresses: Addresses,
    data: &DataFolder,
    derivatives: &Derivatives,
) -> anyhow::Result<Site> {
    let archive = Archive::open_beside(data.records.clone(), &data.cache()).await?;
    let changes = Changes::of(&data.records, archive.clone(), data.clock.clone(), settings.review_steps);
    let options = SiteOptions {
        addresses,
        name: settings.name.clone(),
        publisher: settings.publisher.clone(),
        contact: settings.contact.as_deref().and_then(Contact::read),
        page_cache_bytes: settings.page_cache_bytes,
        clock: data.clock.clone(),
        people: People::of(&data.records),
        uploads: uploads(data, changes.clone(), derivatives).await?,
        changes,
        overdue_days: settings.overdue_days,
        sends_letters: settings.mail.is_some(),
    };
    let search = Search::in_folder(data.search_index());
    Ok(Site::new(options, archive, derivatives.clone(), search)?)
}

/// The uploads, without the bytes that nobody waits for any more.
async fn uploads(data: &DataFolder, changes: Changes, derivatives: &Derivatives) -> anyhow::Result<Uploads> {
    let places = (data.blobs.clone(), Parts::open(data.uploads()).await?);
    let (clock, limits) = (data.clock.clone(), UploadLimits::default());
    let uploads = Uploads::of(&data.records, places, changes, derivatives.clone(), clock, limits);
    match uploads.clear(data.clock.now()).await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "removed uploads that nobody waits for"),
        Err(error) => tracing::warn!("uploads that nobody waits for cannot be removed: {error:#}"),
    }
    sweep(&uploads).await;
    Ok(uploads)
}

/// Removes the bytes of uploads that came to nothing.
async fn sweep(uploads: &Uploads) {
    match uploads.sweep().await {
        Ok(0) => {}
        Ok(blobs) => tracing::info!(blobs, "removed pictures that were given up"),
        Err(error) => tracing::warn!("pictures that were given up cannot be removed: {error:#}"),
    }
}

/// The same while it runs: nobody who gives a photo up waits for a start.
async fn keep_uploads_swept(site: Arc<Site>) {
    loop {
        tokio::time::sleep(UPLOADS_INTERVAL).await;
        sweep(site.uploads()).await;
    }
}

/// Keeps lists and access forms in step with the store until it is shut down.
fn follow_the_store(site: &Arc<Site>, derivatives: &Derivatives, data: &DataFolder) -> JoinSet<()> {
    let mut following = JoinSet::new();
    following.spawn(follow(site.archive().clone(), FOLLOW_INTERVAL));
    following.spawn(search::keep(site.search().clone(), site.archive().clone(), SEARCH_INTERVAL));
    following.spawn(watch_the_disk(Arc::clone(site), data.path().to_owned(), data.blobs.clone()));
    following.spawn(keep_settled(data.records.clone()));
    following.spawn(keep_swept(data.records.clone(), data.clock.clone()));
    following.spawn(keep_uploads_swept(Arc::clone(site)));
    following.spawn(prepare_ahead(site.archive().clone(), derivatives.clone()));
    following
}

/// Nobody is kept from the archive by a leftover that cannot be removed.
async fn clear_leftovers(data: &DataFolder) {
    match data.clear_leftovers().await {
        Ok(0) => {}
        Ok(files) => tracing::info!(files, "removed what killed writers had left"),
        Err(error) => tracing::warn!("what killed writers left cannot be removed: {error:#}"),
    }
}

/// Empties the database's log where a commit could not, so that a copy of the files lacks nothing for long.
async fn keep_settled(records: Records) {
    loop {
        tokio::time::sleep(FOLLOW_INTERVAL).await;
        if let Err(error) = records.settle().await {
            // Not a warning: a backup or another reader may hold the log for minutes, and the next round tries
            // again.
            tracing::debug!(%error, "the database's log cannot be emptied yet");
        }
    }
}

/// Deletes ended sessions, used links and old counts, which mean nothing any more.
async fn keep_swept(records: Records, clock: Clock) {
    let papers = Papers::of(&records);
    loop {
        if let Err(error) = papers.sweep(clock.now()).await {
            tracing::debug!(%error, "what has expired cannot be deleted yet");
        }
        // Behind the sweep: what expired while nothing ran goes at the start, not ten minutes later.
        tokio::time::sleep(SWEEP_INTERVAL).await;
    }
}

/// Prints the link to create the first administrator while there is none. Readers are served without one too.
async fn offer_first(data: &DataFolder, addresses: &Addresses) {
    match People::of(&data.records).offer_first(data.clock.now()).await {
        Ok(None) => {}
        Ok(Some(invitation)) => println!(
            "nobody can sign in yet; to create the administrator open, once, until {}:\n  {}",
            day_of(invitation.expires_at),
            link_to(addresses, &invitation)
        ),
        Err(error) => tracing::warn!(%error, "no link to create an administrator can be made"),
    }
}

/// Seeds an empty archive, and takes in the folder that is served along.
async fn take_in(data: &DataFolder, folder: Option<&Path>) -> anyhow::Result<Option<FolderState>> {
    let is_empty = data.records.sequence().await? == 0;
    let Some(folder) = folder else {
        if is_empty {
            println!("first start: bringing in the shipped collection");
            // On a thread of its own: a stop is heard meanwhile.
            let reading = tokio::task::spawn_blocking(|| check::read(&ShippedCollection, "reading")).await?;
            anyhow::ensure!(reading.problems.is_empty(), "the shipped collection is faulty");
            let imported = bring_in(data, reading, &ShippedCollection, StaffEdits::Keep).await?;
            println!("{}", in_words(&imported));
        }
        return Ok(None);
    };
    anyhow::ensure!(
        !is_empty || folder.is_dir(),
        "there is no folder {}: the archive is empty, and nothing can be taken in",
        folder.display()
    );
    let (state, first) = import_folder(data, folder).await?;
    if let (FolderState::Faulty { problems, .. }, Some(first)) = (&state, first) {
        let folder = folder.display();
        anyhow::ensure!(
            data.records.sequence().await? > 0,
            "the archive is empty and nothing in {folder} can be taken in: it has {problems} problems; the first: {first}"
        );
    }
    Ok(Some(state))
}

/// Takes in what is whole of a folder; tells the first fault beside how it went. Dropped before its end, it
/// leaves the archive as it was.
async fn import_folder(data: &DataFolder, folder: &Path) -> anyhow::Result<(FolderState, Option<String>)> {
    let until_its_end = ToldWhenDropped;
    let tree = DirectoryTree::new(folder);
    let to_read = tree.clone();
    let reading = tokio::task::spawn_blocking(move || check::read(&to_read, "reading")).await?;
    for problem in reading.problems.iter().chain(&reading.history.problems) {
        tracing::error!("{problem}");
    }
    let (problems, first) = (reading.problems.len(), reading.problems.first().cloned());
    let taken_in = bring_in(data, reading, &tree, StaffEdits::Keep).await;
    // It came to an end, good or bad; the warning is only for a stop on the way.
    std::mem::forget(until_its_end);
    let imported = match taken_in {
        Ok(imported) => imported,
        Err(error) => {
            // A fault of the archive or the disk is no state of the folder: it ends the start, or is told as
            // failed.
            let Some(code) = refused_history(&error) else { return Err(error) };
            tracing::error!("the folder is not taken in; the last good state is served: {error:#}");
            let code = first.map_or(code, |first| first.code.word());
            let state = FolderState::Faulty { problems: problems + 1, left: 0, code };
            return Ok((state, Some(error.to_string())));
        }
    };
    tracing::info!("folder taken in: {}", in_words(&imported));
    for left in &imported.left {
        tracing::warn!(key = %left.key, revision = left.revision, "left as staff edited it");
    }
    for damaged in &imported.damaged {
        tracing::error!("{}", damage_in_words(damaged));
    }
    for left in &imported.faulty {
        tracing::error!("{}", left_in_words(left));
    }
    let Some(first) = first.or_else(|| imported.faulty.first().map(|left| left.why.clone())) else {
        return Ok((FolderState::Imported, None));
    };
    let (problems, left) = (problems.max(1), imported.faulty.len());
    tracing::error!(problems, left, "the folder is faulty; of what was left the last good state is served");
    Ok((FolderState::Faulty { problems, left, code: first.code.word() }, Some(first.to_string())))
}

/// Tells the log that a folder was given up on the way.
struct ToldWhenDropped;

impl Drop for ToldWhenDropped {
    fn drop(&mut self) {
        tracing::warn!("stopped while the folder was being taken in; the next start takes it in");
    }
}

/// The code word of a refused history: then it is the folder that is at fault, not the archive.
fn refused_history(error: &anyhow::Error) -> Option<&'static str> {
    match error.downcast_ref() {
        Some(ImportError::History(error)) => error.word(),
        _ => None,
    }
}

async fn take_in_on_hangup(mut hangups: Signal, data: &DataFolder, folder: Option<&Path>, site: &Site) {
    while hangups.recv().await.is_some() {
        // Without a folder it means nothing; it is taken all the same, as by itself it would end the program.
        let Some(folder) = folder else { continue };
        match import_folder(data, folder).await {
            Ok((state, _)) => site.health().set_folder(state),
            Err(error) => {
                tracing::error!("the folder could not be taken in: {error:#}");
                site.health().set_folder(FolderState::Failed);
            }
        }
    }
}

/// Resolves on Ctrl-C or SIGTERM; both are waited for from the moment of the call.
fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let (mut terminate, mut interrupt) = (signal(SignalKind::terminate())?, signal(SignalKind::interrupt())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
    })
}
