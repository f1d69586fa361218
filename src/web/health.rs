//! Whether the archive is well: what `/healthz` says.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::IntoResponse;
use serde::Serialize;

use super::site::Site;
use crate::search::Availability;

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
}

impl Health {
    /// Notes how the folder stands.
    pub fn set_folder(&self, state: FolderState) {
        *self.folder.lock().unwrap_or_else(PoisonError::into_inner) = Some(state);
    }
}

#[derive(Serialize)]
struct Report {
    status: &'static str,
    version: &'static str,
    sequence: u64,
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

/// `GET /healthz`: 200 while pages can be served. A faulty folder or an index in the making do not make it ill.
pub(super) async fn show_health(State(site): State<Arc<Site>>) -> impl IntoResponse {
    let folder = site.health.folder.lock().unwrap_or_else(PoisonError::into_inner).clone();
    let sequence = site.catalogue().sequence();
    let state = match site.search.availability() {
        Availability::Building { .. } => "building",
        Availability::Ready => "ready",
        Availability::Failing => "failing",
    };
    let search = SearchReport { state, sequence: site.search.sequence() };
    let report = Report { status: "ok", version: env!("CARGO_PKG_VERSION"), sequence, search, folder };
    ([(CACHE_CONTROL, "no-store")], Json(report))
}
