//! `/compare?ids=…`: two to six forts side by side, as a page, CSV and XLSX.
//!
//! A plain id means the newest revision, `{id}@{n}` revision n: with revisions the address can be cited.

mod choose;
mod sheet;

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};

use self::sheet::{Sheet, read_forts};
use super::chosen::{Chosen, Refusal};
use super::lead_to;
use super::table_file::TableForm;
use crate::archive::Snapshot;
use crate::interop::table::Layout;
use crate::model::Language;
use crate::model::address::Page;
use crate::web::address::{ItemAddress, PageLanguage};
use crate::web::answer::Answer;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::refusal::FileError;
use crate::web::site::Site;
use crate::web::views::reader::Reader;

/// Forts in one comparison.
const MOST: usize = 6;

type Query = PageQuery<Vec<(String, String)>>;

/// `GET /compare`.
pub(in crate::web) async fn show_comparison(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): Query,
    headers: HeaderMap,
) -> Response {
    answer(&site, language, &query, &headers, None).await
}

/// `GET /compare.csv`.
pub(in crate::web) async fn keep_csv(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): Query,
    headers: HeaderMap,
) -> Response {
    answer(&site, language, &query, &headers, Some(TableForm::Csv)).await
}

/// `GET /compare.xlsx`.
pub(in crate::web) async fn keep_xlsx(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): Query,
    headers: HeaderMap,
) -> Response {
    answer(&site, language, &query, &headers, Some(TableForm::Xlsx)).await
}

/// Answers with the page, or with a file of it.
async fn answer(
    site: &Arc<Site>,
    language: Language,
    query: &[(String, String)],
    headers: &HeaderMap,
    form: Option<TableForm>,
) -> Response {
    let snapshot = site.snapshot();
    let reader = super::reader(site, &snapshot, language);
    let failed = |error: PageError| match form {
        None => error.into_response(),
        Some(_) => FileError(error).into_response(),
    };
    let refused = |chosen: &Chosen, refusal: &Refusal| match form {
        None => choose::refused_page(site, chosen, refusal, &reader).unwrap_or_else(failed),
        Some(_) => choose::refused_file(refusal, &reader),
    };
    let (chosen, refusal) = Chosen::read(query, MOST);
    if let Some(refusal) = refusal {
        return refused(&chosen, &refusal);
    }
    // The lists know them without a look into the store, and all can be named at once.
    let strangers: Vec<ItemAddress> = chosen
        .forts
        .iter()
        .filter(|fort| snapshot.catalogue().village(&fort.id).is_none())
        .cloned()
        .collect();
    if !strangers.is_empty() {
        return refused(&chosen, &unknown(&strangers));
    }
    let page = match form {
        None => chosen.on(Page::COMPARISON),
        Some(form) => chosen.on(Page::COMPARISON).form(form.ending()),
    };
    if !chosen.is_canonical {
        return lead_to(&reader.url(&page));
    }
    let made = || make(site, &snapshot, &chosen, form, &reader);
    match site.remembered(&snapshot, reader.url(&page), made).await {
        Ok(answer) => answer.respond(headers).await,
        // A revision is missing. The error may be of another who asked at the same time and does not say which:
        // so each is looked up.
        Err(error) if error.status() == StatusCode::NOT_FOUND => match missing(&snapshot, &chosen).await {
            Ok(missing) => refused(&chosen, &unknown(&missing)),
            Err(error) => failed(error),
        },
        // Nothing else that `make` does ends in this status.
        Err(error) if error.status() == StatusCode::BAD_REQUEST => choose::too_few_file(&reader),
        Err(error) => failed(error),
    }
}

async fn make(
    site: &Site,
    snapshot: &Snapshot,
    chosen: &Chosen,
    form: Option<TableForm>,
    reader: &Reader<'_>,
) -> Result<Answer, PageError> {
    let forts = read_forts(snapshot, chosen).await?;
    if forts.len() < 2 {
        return match form {
            None => choose::choose_page(site, chosen, reader),
            Some(_) => Err(PageError::BadRequest("fewer than two forts".into())),
        };
    }
    let sheet = Sheet::of(site, chosen, forts, reader);
    match form {
        None => sheet.page(site, reader),
        Some(form) => form.write(sheet.table, Layout::Beside, "baozhai-compare", reader).await,
    }
}

/// Those of the chosen that the archive does not hold in this revision.
async fn missing(snapshot: &Snapshot, chosen: &Chosen) -> Result<Vec<ItemAddress>, PageError> {
    let mut missing = Vec::new();
    for fort in &chosen.forts {
        match sheet::read_fort(snapshot, fort).await {
            Err(PageError::NotFound) => missing.push(fort.clone()),
            other => drop(other?),
        }
    }
    Ok(missing)
}

fn unknown(forts: &[ItemAddress]) -> Refusal {
    Refusal::Unknown(forts.iter().map(ToString::to_string).collect())
}
