//! What machines look for first: assets, sitemap, robots, manifest, icon.

use std::sync::Arc;

use axum::extract::{OriginalUri, Path, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::address::{language_of, localised};
use super::answer::{Answer, CachePolicy};
use super::errors::PageError;
use super::pages::error::{ErrorPage, PlainError, plain_error};
use super::site::Site;
use crate::catalogue::Catalogue;
use crate::model::Language;

/// `GET /assets/{name}`: never changes under its name.
pub(super) async fn show_asset(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, ErrorPage> {
    match site.assets.get(&name) {
        Some(asset) => Ok(asset.respond(&headers).await),
        None => Err(ErrorPage { language: language_of(&uri), site, error: PageError::NotFound }),
    }
}

/// `GET /favicon.ico`: the mark, for those who ask without reading the page.
pub(super) async fn show_favicon(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Response, PlainError> {
    let address = site.assets.address("apple-touch-icon.png").and_then(|address| address.rsplit('/').next());
    match address.and_then(|name| site.assets.get(name)) {
        Some(icon) => Ok(icon.respond(&headers).await),
        None => Err(plain_error(PageError::NotFound)),
    }
}

/// `GET /sitemap.xml`: every page in both languages (sitemaps.org 0.9), each naming the other.
pub(super) async fn show_sitemap(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Response, PlainError> {
    let catalogue = site.catalogue();
    let made = async {
        Ok(Answer::text(
            "application/xml; charset=utf-8",
            sitemap(&site, &catalogue),
            CachePolicy::Revalidate,
        ))
    };
    let answer = site.remembered(&catalogue, "/sitemap.xml".to_owned(), made).await.map_err(plain_error)?;
    Ok(answer.respond(&headers).await)
}

fn sitemap(site: &Site, catalogue: &Catalogue) -> String {
    let fixed =
        ["/", "/villages", "/villages/open", "/photos", "/glossary", "/inventory", "/about", "/about/data"];
    let villages = catalogue.named().chain(catalogue.open_entries()).map(|v| format!("/villages/{}", v.id));
    let photos = catalogue.photos().map(|photo| format!("/photos/{}", photo.id));
    let paths = fixed.into_iter().map(str::to_owned).chain(villages).chain(photos);
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    // Nothing in an address needs escaping: ids are a–z, 0–9 and hyphens.
    for path in paths {
        for language in Language::ALL {
            let address = |language| site.absolute(&localised(language, &path));
            xml.push_str(&format!("<url><loc>{}</loc>", address(language)));
            for other in Language::ALL {
                let (tag, href) = (other.tag(), address(other));
                xml.push_str(&format!("<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\"/>"));
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// `GET /robots.txt`.
pub(super) async fn show_robots(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let text =
        format!("User-agent: *\nAllow: /\nDisallow: /staff/\n\nSitemap: {}\n", site.absolute("/sitemap.xml"));
    Arc::new(Answer::text("text/plain; charset=utf-8", text, CachePolicy::Hour)).respond(&headers).await
}

/// `GET /manifest.webmanifest`: how a phone keeps the site.
pub(super) async fn show_manifest(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    let icon = |name: &str, sizes: &str, media_type: &str| {
        site.assets.address(name).map(|src| json!({ "src": src, "sizes": sizes, "type": media_type }))
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
        "start_url": "/",
        "display": "browser",
        "background_color": "#FBF8F1",
        "theme_color": "#FBF8F1",
        "icons": icons,
    });
    let text = manifest.to_string();
    let answer = Answer::text("application/manifest+json; charset=utf-8", text, CachePolicy::Hour);
    Arc::new(answer).respond(&headers).await.into_response()
}
