//! `/api/v1/search` and `/api/v1/suggest`: search for programs, and names while one types. What else programs ask stands
//! below.

pub(super) mod coordinates;

use std::borrow::Cow;
use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as UrlQuery, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

use super::address::plain_number;
use super::answer::{Answer, CachePolicy};
use super::errors::{PageError, causes};
use super::render::escaped;
use super::site::Site;
use super::views::hit::{is_shown, page_of};
use crate::model::Language;
use crate::search::{Ask, Hit, HitKind, MAX_QUERY_CHARS, Marked, Query, SearchError};

/// Results unless told otherwise, and at the most.
const LIMIT: usize = 20;
const MAX_LIMIT: u64 = 100;

/// Names offered while one types.
const SUGGESTIONS: usize = 8;

const JSON: &str = "application/json; charset=utf-8";

/// What may be asked; anything else is refused.
#[derive(Deserialize)]
// A program that misspells `limit` is to hear of it; pages ignore what others hang on to their addresses.
#[serde(deny_unknown_fields)]
pub(super) struct SearchParameters {
    q: Option<String>,
    limit: Option<String>,
}

/// What may be asked while one types.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SuggestParameters {
    q: Option<String>,
    lang: Option<String>,
}

#[derive(Serialize)]
struct Results {
    total: u64,
    hits: Vec<Found>,
}

#[derive(Serialize)]
struct Found {
    id: String,
    title: String,
    url: String,
    /// HTML: text, and `<mark>` round what was looked for.
    snippet: String,
}

#[derive(Serialize)]
struct Suggestions {
    suggestions: Vec<Suggested>,
}

#[derive(Serialize)]
struct Suggested {
    text: String,
    kind: HitKind,
    /// What it belongs to, or its pinyin.
    note: Option<String>,
    url: String,
}

/// `GET /api/v1/search?q=&limit=`.
pub(super) async fn search(
    State(site): State<Arc<Site>>,
    parameters: Result<UrlQuery<SearchParameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let parameters = read(parameters, "`q` and `limit`")?;
    let limit = match parameters.limit {
        None => LIMIT,
        Some(text) => plain_number(&text)
            .filter(|limit| *limit <= MAX_LIMIT)
            .and_then(|limit| usize::try_from(limit).ok())
            .ok_or_else(|| bad_request(format!("`limit` is a number from 1 to {MAX_LIMIT}")))?,
    };
    let ask = Ask::best(query(parameters.q)?, limit);
    let mut found = site.search.ask(ask).await.map_err(unavailable)?;
    // The snapshot is taken after the index has answered, so that it knows of all that was withdrawn by then.
    let (snapshot, sequence) = (site.snapshot(), found.sequence);
    found.retain(|kind, id| is_shown(&snapshot, kind, id, sequence));
    let hits = found.groups().flat_map(|group| &group.hits);
    let hits = hits.map(|hit| result(&site, hit)).collect();
    answer(&Results { total: found.total, hits }, CachePolicy::Revalidate, &headers).await
}

/// `GET /api/v1/suggest?q=&lang=`.
pub(super) async fn suggest(
    State(site): State<Arc<Site>>,
    parameters: Result<UrlQuery<SuggestParameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let parameters = read(parameters, "`q` and `lang`")?;
    let language = match parameters.lang.as_deref() {
        None => Language::Chinese,
        Some(code) => Language::ALL
            .into_iter()
            .find(|language| language.code() == code)
            .ok_or_else(|| bad_request("`lang` is `zh` or `en`"))?,
    };
    // Asked first: an index that is newer by then shows no more than this.
    let sequence = site.search.sequence().unwrap_or_default();
    let mut offered = site.search.suggest(query(parameters.q)?, SUGGESTIONS).await.map_err(unavailable)?;
    let snapshot = site.snapshot();
    offered.retain(|offered| is_shown(&snapshot, offered.kind, &offered.id, sequence));
    let suggestions = offered.into_iter().map(|offered| {
        let of = offered.of.map(|of| of.for_reader(language).0.to_owned());
        Suggested {
            text: offered.title.for_reader(language).0.to_owned(),
            kind: offered.kind,
            note: offered.pinyin.filter(|_| language == Language::Chinese).or(of),
            url: site.addresses().path(&page_of(offered.kind, &offered.id), language),
        }
    });
    answer(&Suggestions { suggestions: suggestions.collect() }, CachePolicy::Revalidate, &headers).await
}

fn bad_request(detail: impl Into<Cow<'static, str>>) -> PageError {
    PageError::BadRequest(detail.into())
}

fn read<T>(parameters: Result<UrlQuery<T>, QueryRejection>, known: &str) -> Result<T, PageError> {
    match parameters {
        Ok(UrlQuery(parameters)) => Ok(parameters),
        Err(_) => Err(bad_request(format!("the parameters are {known}, each at most once"))),
    }
}

fn query(text: Option<String>) -> Result<Query, PageError> {
    let refused = || bad_request(format!("`q` has 1 to {MAX_QUERY_CHARS} characters"));
    Query::parse(&text.unwrap_or_default()).map_err(|_| refused())
}

fn unavailable(error: SearchError) -> PageError {
    if !matches!(error, SearchError::NotReady) {
        // What failed is the log's; all that a program can do is ask again.
        tracing::error!(error = causes(&error), "a search failed");
    }
    PageError::NotYet("the search index is being made; ask again in a moment")
}

fn result(site: &Site, hit: &Hit) -> Found {
    Found {
        id: hit.id.clone(),
        title: hit.title.plain(),
        // No language is asked for here, and there is a Chinese page of everything.
        url: site.addresses().address(&page_of(hit.kind, &hit.id), Language::Chinese),
        snippet: html(&hit.snippet),
    }
}

/// A marked text as HTML.
fn html(text: &Marked) -> String {
    let piece = |piece: &crate::search::Piece| {
        // Piece by piece: the marks are ours, and nothing else in a snippet may be markup.
        let words = escaped(&piece.text);
        if piece.is_match { format!("<mark>{words}</mark>") } else { words }
    };
    text.pieces.iter().map(piece).collect()
}

async fn answer(
    body: &impl Serialize,
    policy: CachePolicy,
    headers: &HeaderMap,
) -> Result<Response, PageError> {
    let text = serde_json::to_string(body).map_err(|_| PageError::NotYet("the answer cannot be written"))?;
    let answer = Arc::new(Answer::text(JSON, text, policy));
    Ok(answer.respond(headers).await.into_response())
}
