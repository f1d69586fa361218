//! Whether the archive is well: what `/healthz` says.
//!
//! 200 means that a visitor is served now, 503 that an operator has to look; the reason stands in the answer, in words
//! that name no file, and once in the log with its causes. Looking costs a visitor's page, so that it is done at most
//! once a second, however often somebody asks.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde::Serialize;

use super::errors::causes;
use super::pages::home;
use super::site::Site;
use crate::search::Availability;
use crate::store::StoreError;

/// For so long what was found is said again.
const FRESH: Duration = Duration::from_secs(1);

/// Who has not been read after so long is not well.
const PATIENCE: Duration = Duration::from_secs(5);

/// How the folder that is served along stands with the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum FolderState {
    /// It was taken in whole.
    Imported,
    /// It has faults; of what they concern the last good state is served.
    Faulty {
        /// How many.
        problems: usize,
        /// How many records were left at their last good state, or out.
        left: usize,
        /// The code word of the first fault, as `baozhai check` prints it; files are named in the log alone.
        code: &'static str,
    },
    /// It could not be taken in for a reason of this machine's, which the log tells.
    Failed,
}

/// What is known of the archive's health.
#[derive(Debug, Default)]
pub struct Health {
    folder: Mutex<Option<FolderState>>,
    disk: Mutex<Option<&'static str>>,
    /// What the records were found to be, and when.
    records: tokio::sync::Mutex<Option<(Instant, Result<(), &'static str>)>>,
}

impl Health {
    /// Notes how the folder stands.
    pub fn set_folder(&self, state: FolderState) {
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }

    /// Notes what is wrong with the disk, in words without a path; nothing, if it can be written to.
    pub fn set_disk(&self, fault: Option<&'static str>) {
        *self.disk.lock().unwrap_or_else(PoisonError::into_inner) = fault;
    }
}

#[derive(Serialize)]
struct Report {
    status: &'static str,
    version: &'static str,
    sequence: u64,
    /// What is wrong, for operators.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    reasons: Vec<&'static str>,
    search: SearchReport,
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<FolderState>,
}

/// How search stands with the archive.
#[derive(Serialize)]
struct SearchReport {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    sequence: Option<u64>,
}

/// `GET /healthz`. A faulty folder or an index in the making do not make the archive ill.
pub(super) async fn show_health(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let folder = site.health.folder.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let disk = *site.health.disk.lock().unwrap_or_else(PoisonError::into_inner);
    let mut reasons: Vec<&'static str> = look_at_records(&site).await.err().into_iter().chain(disk).collect();
    if site.archive().is_failing() {
        reasons.push("the pages cannot follow the records: what is shown may be old");
    }
    let state = match site.search.availability() {
        Availability::Building { .. } => "building",
        Availability::Ready => "ready",
        Availability::Failing => {
            reasons.push("the search index cannot be made or read");
            "failing"
        }
    };
    let (code, status) =
        if reasons.is_empty() { (StatusCode::OK, "ok") } else { (StatusCode::SERVICE_UNAVAILABLE, "ill") };
    let search = SearchReport { state, sequence: site.search.sequence() };
    let sequence = site.snapshot().sequence();
    let report = Report { status, version: env!("CARGO_PKG_VERSION"), sequence, reasons, search, folder };
    (code, [(CACHE_CONTROL, "no-store")], Json(report))
}

/// Reads the records as a newcomer does, and makes the front page of them.
async fn look_at_records(site: &Arc<Site>) -> Result<(), &'static str> {
    let mut found = site.health.records.lock().await;
    if let Some((at, said)) = &*found
        && at.elapsed() < FRESH
    {
        return *said;
    }
    let read = tokio::time::timeout(PATIENCE, read_records(site)).await;
    let said = read.unwrap_or_else(|late| Err((late.to_string(), "the records do not answer")));
    let was_ill = found.as_ref().is_some_and(|(_, said)| said.is_err());
    if let Err((cause, words)) = &said
        && !was_ill
    {
        tracing::error!(%cause, "not well: {words}");
    }
    let said = said.map_err(|(_, words)| words);
    *found = Some((Instant::now(), said));
    said
}

/// What is wrong, as the log tells it and as the answer does.
type Fault = (String, &'static str);

async fn read_records(site: &Arc<Site>) -> Result<(), Fault> {
    let sequence = site.archive().pulse().await.map_err(|error| (causes(&error), words_for(&error)))?;
    let shown = site.snapshot().sequence();
    if sequence < shown {
        let cause = format!("the database is at change {sequence}, the pages at {shown}");
        return Err((cause, "the records are older than what is shown"));
    }
    let made = home::make_afresh(site).await;
    made.map_err(|error| (causes(&error), "the front page cannot be made"))
}

fn words_for(error: &StoreError) -> &'static str {
    match error {
        StoreError::Full => "the disk is full",
        StoreError::Busy => "the records are held by another program",
        StoreError::ReadOnly => "the records cannot be written to",
        StoreError::Damaged(_) | StoreError::NotAnArchive(_) => "the records are damaged",
        _ => "the records cannot be read",
    }
}
