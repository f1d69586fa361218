//! Every address on one screen.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::get;

use super::cors::{asked_first, open_to_all};
use super::pages::{
    about, compare, error, essay, essays, glossary, home, inventory, open, photo, photos, search, village,
    villages,
};
use super::site::Site;
use super::{discovery, finding, health, images, layers, sitemap};

/// Every address, for documents and tests. Those of pages stand below `/en/` too.
pub const ROUTES: &[(&str, &str)] = &[
    ("/", "home"),
    ("/villages", "the villages by town"),
    ("/villages/open", "the entries that are not yet identified"),
    (
        "/villages/{id}",
        "a village; `{id}@{n}` its revision n; with `.bib`, `.ris`, `.csl.json` or `.gbt7714.txt` how it is cited",
    ),
    ("/photos", "the photos, by village and element"),
    ("/photos/{id}", "a photo, in the same ways; `?xywh=x,y,w,h` cites a region of it"),
    ("/essays", "the essays, the newest first"),
    ("/essays/{id}", "an essay, in the same ways"),
    ("/essays/{id}@{n}/changes", "what became of it in revision n, or since `?from=`"),
    ("/glossary", "看懂一座堡, the illustrated glossary"),
    ("/inventory", "家底表, villages × facts"),
    ("/inventory.csv", "the same as a file"),
    ("/inventory.xlsx", "the same as a workbook"),
    ("/compare", "two to six forts side by side; `?ids=a,b@2`, with a revision or the newest"),
    ("/compare.csv", "the same as a file"),
    ("/compare.xlsx", "the same as a workbook"),
    ("/search", "search; `?q=` and what results are narrowed to"),
    ("/about", "about the archive"),
    ("/about/data", "about the data"),
    ("/iiif/image/{edition}/{identifier}", "leads to the following; IIIF Image API, edition 3 or 2"),
    (
        "/iiif/image/{edition}/{identifier}/info.json",
        "what can be asked of a photo; `{id}_{n}` its revision n",
    ),
    (
        "/iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{quality}.{format}",
        "a picture to order",
    ),
    ("/assets/{name}", "styles, scripts and icons"),
    ("/api/v1/search", "search for programs: `?q=&limit=`"),
    ("/api/v1/suggest", "names while one types: `?q=&lang=`"),
    ("/sitemap.xml", "the pages, for search engines; in parts below `/sitemap/` when there are many"),
    ("/robots.txt", "what robots may fetch"),
    ("/manifest.webmanifest", "how a phone keeps the site"),
    ("/favicon.ico", "the mark"),
    ("/healthz", "whether the archive is well"),
];

/// The whole site.
pub(super) fn router(site: Arc<Site>) -> Router {
    let pages = Router::new()
        .route("/villages", get(villages::list_villages))
        .route("/villages/open", get(open::show_open_entries))
        .route("/villages/{id}", get(village::show_village))
        .route("/photos", get(photos::list_photos))
        .route("/photos/{id}", get(photo::show_photo))
        .route("/essays", get(essays::list_essays))
        .route("/essays/{id}", get(essay::show_essay))
        .route("/essays/{id}/changes", get(essay::changes::show_changes))
        .route("/glossary", get(glossary::show_glossary))
        .route("/inventory", get(inventory::show_inventory))
        .route("/inventory.csv", get(inventory::keep_csv))
        .route("/inventory.xlsx", get(inventory::keep_xlsx))
        .route("/compare", get(compare::show_comparison))
        .route("/compare.csv", get(compare::keep_csv))
        .route("/compare.xlsx", get(compare::keep_xlsx))
        .route("/search", get(search::show_search))
        .route("/about", get(about::show_about))
        .route("/about/data", get(about::show_data));
    let routes = Router::new()
        .route("/", get(home::show_home))
        .route("/en/", get(home::show_home))
        .merge(pages.clone())
        .nest("/en", pages)
        .route("/iiif/image/{edition}/{identifier}", asked_first(get(images::lead_to_information)))
        .route("/iiif/image/{edition}/{identifier}/info.json", asked_first(get(images::show_information)))
        .route(
            "/iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{file}",
            asked_first(get(images::show_image)),
        )
        .route("/assets/{name}", get(discovery::show_asset))
        .route("/api/v1/search", asked_first(get(finding::search)).fallback(finding::no_such_method))
        .route("/api/v1/suggest", asked_first(get(finding::suggest)).fallback(finding::no_such_method))
        .route("/sitemap.xml", get(sitemap::show_sitemap))
        .route("/sitemap/{file}", get(sitemap::show_part))
        .route("/robots.txt", get(discovery::show_robots))
        .route("/manifest.webmanifest", get(discovery::show_manifest))
        .route("/favicon.ico", get(discovery::show_favicon))
        .route("/healthz", get(health::show_health))
        .fallback(error::no_such_address)
        .method_not_allowed_fallback(error::no_such_method);
    layers::wrap(routes, &site).layer(middleware::from_fn(open_to_all)).with_state(site)
}
