//! Every address on one screen, each with what stands there.

use std::sync::Arc;

use axum::Router;
use axum::middleware;
use axum::routing::{MethodRouter, get};

use super::cors::{asked_first, open_to_all};
use super::pages::{
    about, compare, error, essay, essays, glossary, home, inventory, open, photo, photos, search, village,
    villages,
};
use super::site::Site;
use super::{discovery, finding, health, images, layers, sitemap};

/// Routes with the list of them, which so cannot differ from what is served.
#[derive(Default)]
struct Routes {
    router: Router<Arc<Site>>,
    listed: Vec<(&'static str, &'static str)>,
}

impl Routes {
    fn route(self, path: &'static str, what: &'static str, methods: MethodRouter<Arc<Site>>) -> Self {
        let Self { router, mut listed } = self;
        listed.push((path, what));
        Self { router: router.route(path, methods), listed }
    }
}

/// Every address, for documents and tests, without the path of the base address; those of pages stand below `/en` too.
pub fn routes() -> Vec<(&'static str, &'static str)> {
    [front(), pages(), files()].into_iter().flat_map(|routes| routes.listed).collect()
}

/// The front page.
fn front() -> Routes {
    Routes::default().route("/", "home", get(home::show_home))
}

/// The pages, which stand in every language.
fn pages() -> Routes {
    Routes::default()
        .route("/villages", "the villages by town", get(villages::list_villages))
        .route("/villages/open", "the entries that are not yet identified", get(open::show_open_entries))
        .route(
            "/villages/{id}",
            "a village; `{id}@{n}` its revision n; with `.bib`, `.ris`, `.csl.json` or `.gbt7714.txt` how it is cited",
            get(village::show_village),
        )
        .route("/photos", "the photos, by village and element", get(photos::list_photos))
        .route(
            "/photos/{id}",
            "a photo, in the same ways; `?xywh=x,y,w,h` cites a region of it",
            get(photo::show_photo),
        )
        .route("/essays", "the essays, the newest first", get(essays::list_essays))
        .route("/essays/{id}", "an essay, in the same ways", get(essay::show_essay))
        .route(
            "/essays/{id}/changes",
            "of `{id}@{n}`: what became of it in revision n, or since `?from=`",
            get(essay::changes::show_changes),
        )
        .route("/glossary", "看懂一座堡, the illustrated glossary", get(glossary::show_glossary))
        .route("/inventory", "家底表, villages × facts", get(inventory::show_inventory))
        .route("/inventory.csv", "the same as a file", get(inventory::keep_csv))
        .route("/inventory.xlsx", "the same as a workbook", get(inventory::keep_xlsx))
        .route(
            "/compare",
            "two to six forts side by side; `?ids=a,b@2`, with a revision or the newest",
            get(compare::show_comparison),
        )
        .route("/compare.csv", "the same as a file", get(compare::keep_csv))
        .route("/compare.xlsx", "the same as a workbook", get(compare::keep_xlsx))
        .route("/search", "search; `?q=` and what results are narrowed to", get(search::show_search))
        .route("/about", "about the archive", get(about::show_about))
        .route("/about/data", "about the data", get(about::show_data))
}

/// What stands once, whatever the language.
fn files() -> Routes {
    let of_programs =
        |methods: MethodRouter<Arc<Site>>| asked_first(methods).fallback(finding::no_such_method);
    Routes::default()
        .route(
            "/iiif/image/{edition}/{identifier}",
            "leads to the following; IIIF Image API, edition 3 or 2",
            asked_first(get(images::lead_to_information)),
        )
        .route(
            "/iiif/image/{edition}/{identifier}/info.json",
            "what can be asked of a photo; `{id}_{n}` its revision n",
            asked_first(get(images::show_information)),
        )
        .route(
            "/iiif/image/{edition}/{identifier}/{region}/{size}/{rotation}/{file}",
            "a picture to order; `{file}` is `{quality}.{format}`",
            asked_first(get(images::show_image)),
        )
        .route("/assets/{name}", "styles, scripts and icons", get(discovery::show_asset))
        .route("/api/v1/search", "search for programs: `?q=&limit=`", of_programs(get(finding::search)))
        .route("/api/v1/suggest", "names while one types: `?q=&lang=`", of_programs(get(finding::suggest)))
        .route("/sitemap.xml", "the pages, for search engines", get(sitemap::show_sitemap))
        .route("/sitemap/{file}", "parts of that, when there are many", get(sitemap::show_part))
        .route("/robots.txt", "what robots may fetch", get(discovery::show_robots))
        .route("/manifest.webmanifest", "how a phone keeps the site", get(discovery::show_manifest))
        .route("/favicon.ico", "the mark", get(discovery::show_favicon))
        .route(HEALTH, "whether the archive is well", get(health::show_health))
}

/// Operators ask the program itself, whatever stands before it.
const HEALTH: &str = "/healthz";

/// The whole site, below its base address.
pub(super) fn router(site: &Arc<Site>) -> Router {
    let pages = pages().router;
    let routes = files()
        .router
        .merge(front().router)
        .merge(pages.clone())
        .nest("/en", pages)
        // Nested, it would stand at `/en`.
        .route("/en/", get(home::show_home))
        .fallback(error::no_such_address)
        .method_not_allowed_fallback(error::no_such_method);
    finished(routes, site)
}

/// What answers beside the path of the base address: nothing but a way on, and health.
pub(super) fn beside(site: &Arc<Site>) -> Router {
    let routes = Router::new()
        .route(HEALTH, get(health::show_health))
        .fallback(error::beside_the_site)
        .method_not_allowed_fallback(error::no_such_method);
    finished(routes, site)
}

fn finished(routes: Router<Arc<Site>>, site: &Arc<Site>) -> Router {
    layers::wrap(routes, site).layer(middleware::from_fn(open_to_all)).with_state(Arc::clone(site))
}
