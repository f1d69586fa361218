//! Whether the archive is well: what `/healthz` says.
//!
//! 200 means that a visitor is served now, 503 that an operator has to look; the reason stands in the answer, in words
//! that name no file, and once in the log with its causes. Looking costs a visitor's page, so that it is done at most
//! once a second, however often somebody asks.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use axum::{Extension, Json};
use serde::Serialize;

use super::answer::AsItStands;
use super::condition::{FolderState, LettersState};
use super::errors::causes;
use super::pages::home;
use super::site::Site;
use crate::search::Availability;
use crate::store::StoreError;

/// For so long what was found is said again.
const FRESH: Duration = Duration::from_secs(1);

/// Who has not been read after so long is not well.
const PATIENCE: Duration = Duration::from_secs(5);

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
    #[serde(skip_serializing_if = "Option::is_none")]
    letters: Option<LettersState>,
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
    let (folder, disk) = (site.health.folder(), site.health.disk());
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
    let (version, letters) = (env!("CARGO_PKG_VERSION"), site.health.letters());
    let report = Report { status, version, sequence, reasons, search, folder, letters };
    // A 503 has this report as well, in the place of the line that errors are told as.
    (code, Extension(AsItStands), Json(report))
}

/// Reads the records as a newcomer does, and makes the front page of them.
async fn look_at_records(site: &Arc<Site>) -> Result<(), &'static str> {
    // Held while the records are read: whoever asks meanwhile waits for this look, which has its limit, and
    // starts none.
    let mut found = site.health.records.lock().await;
    if let Some((at, said)) = &*found
        && at.elapsed() < FRESH
    {
        return *said;
    }
    let read = tokio::time::timeout(PATIENCE, read_records(site)).await;
    let said = read.unwrap_or_else(|late| Err((late.to_string(), "the records do not answer")));
    // The log says once that it has fallen ill; a monitor goes on asking.
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
    // An older copy was laid in the place of the database: what is shown is not in it.
    if sequence < shown {
        let cause = format!("the database is at change {sequence}, the pages at {shown}");
        return Err((cause, "the records are older than what is shown"));
    }
    // Not from memory: a page that is kept would look well when no record can be read any more.
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
