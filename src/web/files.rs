//! The files behind the pages that browsers and robots fetch: assets, robots.txt, manifest, icon.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::answer::{Answer, CachePolicy};
use super::errors::PageError;
use super::extract::Segment;
use super::site::Site;
use crate::model::Language;
use crate::model::address::{File, Page};

/// `GET /assets/{name}`: never changes under its name.
pub(super) async fn show_asset(
    State(site): State<Arc<Site>>,
    Segment(name): Segment,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    match site.assets.get(&name) {
        Some(asset) => Ok(asset.respond(&headers).await),
        None => Err(PageError::NotFound),
    }
}

/// `GET /favicon.ico`: the mark, for those who ask without reading the page.
pub(super) async fn show_favicon(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let icon = site.assets.named("apple-touch-icon.png").ok_or(PageError::NotFound)?;
    // This address has no digest in it: another icon must be seen within the hour.
    Ok(Arc::new(icon.kept_for(CachePolicy::Hour)).respond(&headers).await)
}

/// `GET /robots.txt`.
pub(super) async fn show_robots(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let addresses = site.addresses();
    let all = addresses.outer("/");
    // In both languages, and whatever is below: a rule is the beginning of a path.
    let staff: String = Language::ALL
        .into_iter()
        .map(|language| format!("Disallow: {}\n", addresses.path(&Page::STAFF, language)))
        .collect();
    let sitemap = addresses.absolute(&addresses.file(&File::Sitemap));
    let text = format!("User-agent: *\nAllow: {all}\n{staff}\nSitemap: {sitemap}\n");
    Arc::new(Answer::text("text/plain; charset=utf-8", text, CachePolicy::Hour)).respond(&headers).await
}

/// `GET /manifest.webmanifest`: how a phone keeps the site.
pub(super) async fn show_manifest(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let icon = |name: &str, sizes: &str, media_type: &str| {
        site.assets.path(name).map(|src| json!({ "src": src, "sizes": sizes, "type": media_type }))
    };
    let icons: Vec<_> = [
        icon("icon.svg", "any", "image/svg+xml"),
        icon("apple-touch-icon.png", "180x180", "image/png"),
        icon("icon-512.png", "512x512", "image/png"),
    ]
    .into_iter()
    .flatten()
    .collect();
    let manifest = json!({
        "name": site.name(Language::Chinese),
        "short_name": site.name(Language::Chinese),
        "lang": Language::Chinese.tag(),
        "start_url": site.addresses().path(&Page::HOME, Language::Chinese),
        "display": "browser",
        "background_color": "#FBF8F1",
        "theme_color": "#FBF8F1",
        "icons": icons,
    });
    let text = manifest.to_string();
    let answer = Answer::text("application/manifest+json; charset=utf-8", text, CachePolicy::Hour);
    Arc::new(answer).respond(&headers).await.into_response()
}
