//! Every address on one screen, each with what stands there, by whom it is for.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::extract::FromRef;
use axum::routing::get;
use axum::{Extension, Router};

use super::audience::{Audience, BROWSERS, OPERATORS, PROGRAMS, READERS, SENDERS, STAFF, VIEWERS};
use super::cors::asked_first;
use super::images::Images;
use super::listed::Routes;
use super::pages::{
    about, compare, error, essay, essays, glossary, home, inventory, map, open, photo, photos, route, search,
    village, villages,
};
use super::site::Site;
use super::staff::door;
use super::staff_routes::{senders, staff};
use super::{api, files, health, images, layers, places, sitemap};
use crate::model::address::without_language;
use crate::people::Action;

impl<S: Clone + Send + Sync + 'static> Routes<S> {
    /// The routes with what stands at no address of theirs, inside the limits of their audience.
    fn open_to(self, audience: &'static Audience, state: S) -> Entrance
    where
        Arc<Site>: FromRef<S>,
    {
        let routes = self.router.fallback(error::no_such_address);
        let router = layers::limited(routes, audience).with_state(state);
        let mut firsts: Vec<First> = self.listed.iter().map(|(route, _)| First::of(route)).collect();
        firsts.dedup();
        Entrance { audience, router, firsts, is_in_languages: false, ready: None }
    }
}

/// Where one audience comes in.
pub(super) struct Entrance {
    pub(super) audience: &'static Audience,
    pub(super) router: Router,
    /// How its addresses begin; what is not there below them is its own to refuse.
    firsts: Vec<First>,
    /// Whether they stand in every language.
    is_in_languages: bool,
    /// Where an answer may lie ready, so that the router is not needed.
    pub(super) ready: Option<Images>,
}

/// All entrances.
pub(super) struct Entrances {
    /// For those who ask for pages, and for what nobody else has.
    readers: Entrance,
    others: [Entrance; 6],
    /// For what is beside the path of the base address: nothing but a way on.
    beside: Entrance,
}

/// How the addresses of an entrance begin.
#[derive(Debug, Clone, PartialEq, Eq)]
enum First {
    /// With this segment and a slash.
    Below(&'static str),
    /// There is just this.
    Only(&'static str),
    /// With these segments, something of its own, and these at the end.
    Around(&'static str, &'static str),
}

impl First {
    fn of(route: &'static str) -> Self {
        match route[1..].split_once('/') {
            Some((first, _)) => Self::Below(first),
            None => Self::Only(&route[1..]),
        }
    }

    fn leads(&self, path: &str) -> bool {
        let path = path.strip_prefix('/').unwrap_or(path);
        match self {
            // `/assetsx` is nobody's address here, and so the readers' to refuse.
            Self::Below(first) => path.strip_prefix(first).is_some_and(|rest| rest.starts_with('/')),
            Self::Only(whole) => path == *whole,
            Self::Around(first, last) => {
                let between = path.strip_prefix(first).and_then(|rest| rest.strip_suffix(last));
                between.is_some_and(|own| !own.is_empty() && !own.contains('/'))
            }
        }
    }
}

impl Entrances {
    /// Builds the routers of the site.
    pub(super) fn of(site: &Arc<Site>) -> Self {
        let (images, site) = (Images::of(site), || Arc::clone(site));
        let readers = readers().open_to(&READERS, site());
        // Asked in this order: what is sent stands among the addresses of the staff and of programs, so it comes
        // first.
        let others = [
            sending(&site()),
            Entrance { ready: Some(images.clone()), ..pictures().open_to(&VIEWERS, images) },
            data().open_to(&PROGRAMS, site()),
            behind_the_pages().open_to(&BROWSERS, site()),
            operation().open_to(&OPERATORS, site()),
            work(&site()),
        ];
        let beside = layers::limited(Router::new().fallback(error::beside_the_site), &READERS);
        let beside = beside.with_state(site());
        let beside = Entrance {
            audience: &READERS,
            router: beside,
            firsts: Vec::new(),
            is_in_languages: false,
            ready: None,
        };
        Self { readers, others, beside }
    }

    /// The entrance to a path, without that of the base address.
    pub(super) fn to(&self, path: &str) -> &Entrance {
        self.other(path).unwrap_or(&self.readers)
    }

    /// The entrance to a path beside that of the base address.
    pub(super) fn beside(&self, path: &str) -> &Entrance {
        self.other(path).filter(|entrance| entrance.audience.is_everywhere).unwrap_or(&self.beside)
    }

    fn other(&self, path: &str) -> Option<&Entrance> {
        let of_a_language = without_language(path);
        self.others.iter().find(|entrance| {
            let path = if entrance.is_in_languages { of_a_language } else { path };
            entrance.firsts.iter().any(|first| first.leads(path))
        })
    }
}

/// Every address, for documents and tests, without the path of the base address; those of pages stand below `/en` too.
pub fn routes() -> Vec<(&'static str, &'static str)> {
    let once = [behind_the_pages().listed, data().listed, operation().listed];
    let (staff, senders) = (staff().routes.listed, senders().routes.listed);
    [home().listed, pages().listed, pictures().listed]
        .into_iter()
        .chain(once)
        .chain([staff, senders])
        .flatten()
        .collect()
}

/// Every address of the staff, with what reading there and what writing there asks for; none where it is open to
/// everybody.
pub fn staff_routes() -> Vec<(&'static str, Option<Action>, Option<Action>)> {
    staff()
        .needs
        .into_iter()
        .chain(senders().needs)
        .map(|(path, needs)| (path, needs.read, needs.write))
        .collect()
}

/// The front page.
fn home() -> Routes<Arc<Site>> {
    Routes::new().route("/", "home", get(home::show_home))
}

/// What people read, in every language.
fn readers() -> Routes<Arc<Site>> {
    let (home, pages) = (home(), pages());
    let router = home.router.merge(pages.router.clone()).nest("/en", pages.router);
    // Nested, it would stand at `/en`.
    let router = router.route("/en/", get(home::show_home));
    Routes { router, listed: [home.listed, pages.listed].concat() }
}

/// The pages, which stand in every language.
fn pages() -> Routes<Arc<Site>> {
    Routes::new()
        .route("/villages", "the villages by town", get(villages::list_villages))
        .route("/villages/open", "the entries that are not yet identified", get(open::show_open_entries))
        .route(
            "/villages/{id}",
            "a village; `{id}@{n}` its revision n; with `.bib`, `.ris`, `.csl.json` or `.gbt7714.txt` how it is cited",
            get(village::show_village),
        )
        .route(
            "/map",
            "where the villages are, by town; `?at=` draws the circle of one, `?town=&certainty=&position=&essay=` narrow it",
            get(map::show_map),
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
        .route(
            "/route",
            "two to eight surveyed forts in the order of the shortest way; `?ids=a,b,c`, `&start=a` where it begins",
            get(route::show_route),
        )
        .route("/route.gpx", "the same for devices", get(route::keep_gpx))
        .route("/route.kml", "the same for globes and maps", get(route::keep_kml))
        .route("/search", "search; `?q=` and what results are narrowed to", get(search::show_search))
        .route("/about", "about the archive", get(about::show_about))
        .route("/about/data", "about the data", get(about::show_data))
}

/// Pictures to order.
fn pictures() -> Routes<Images> {
    Routes::new()
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
}

/// Data for programs.
fn data() -> Routes<Arc<Site>> {
    Routes::new()
        .route("/api/v1/search", "search for programs: `?q=&limit=`", asked_first(get(api::search)))
        .route("/api/v1/suggest", "names while one types: `?q=&lang=`", asked_first(get(api::suggest)))
        .route(
            "/api/v1/coords/convert",
            "a position in another datum: `?from=&to=&lon=&lat=`",
            asked_first(get(api::coordinates::convert)),
        )
        .route(
            "/api/v1/places.geojson",
            "where the villages are, as GeoJSON; `?page=` part n of a large archive",
            asked_first(get(places::keep_places)),
        )
        .route("/api/v1/places.kml", "the same as KML", asked_first(get(places::keep_places)))
        .route("/api/v1/places.gpx", "those surveyed, as GPX", asked_first(get(places::keep_places)))
        .route("/api/v1/places.csv", "all of them as a table", asked_first(get(places::keep_places)))
}

/// What browsers and robots fetch.
fn behind_the_pages() -> Routes<Arc<Site>> {
    Routes::new()
        .route("/assets/{name}", "styles, scripts and icons", get(files::show_asset))
        .route("/sitemap.xml", "the pages, for search engines", get(sitemap::show_sitemap))
        .route("/sitemap/{file}", "parts of that, when there are many", get(sitemap::show_part))
        .route("/robots.txt", "what robots may fetch", get(files::show_robots))
        .route("/manifest.webmanifest", "how a phone keeps the site", get(files::show_manifest))
        .route("/favicon.ico", "the mark", get(files::show_favicon))
}

/// How the addresses of what they send begin and end, among others of the staff's and of programs.
const FIRSTS_OF_SENDERS: [First; 5] = [
    First::Around("staff/changes/", "/files"),
    First::Around("staff/changes/", "/papers"),
    First::Around("staff/uploads/", ""),
    First::Only("staff/uploads"),
    First::Around("api/v1/surveys/", "/files"),
];

/// The entrance of what they send. Bodies are taken as they come; each handler says how much of one it takes.
fn sending(site: &Arc<Site>) -> Entrance {
    let Routes { router, listed } = senders().routes;
    let routes = Routes { router: router.clone().nest("/en", router), listed };
    let entrance = routes.open_to(&SENDERS, Arc::clone(site));
    // axum's own limit of 2 MB would stop the forms; that of the audience stands.
    let router = door::shut_to_other_sites(entrance.router).layer(DefaultBodyLimit::disable());
    let router = router.layer(Extension(Arc::clone(site)));
    Entrance { router, firsts: FIRSTS_OF_SENDERS.into(), is_in_languages: true, ..entrance }
}

/// The staff's entrance, in every language; nothing that another site sends comes through it.
fn work(site: &Arc<Site>) -> Entrance {
    let Routes { router, listed } = staff().routes;
    let routes = Routes { router: router.clone().nest("/en", router), listed };
    let entrance = routes.open_to(&STAFF, Arc::clone(site));
    // The door at each route takes the site out of the request: without this layer all that asks for a right is 404.
    let router = door::shut_to_other_sites(entrance.router).layer(Extension(Arc::clone(site)));
    Entrance { router, is_in_languages: true, ..entrance }
}

/// What operators ask.
fn operation() -> Routes<Arc<Site>> {
    Routes::new().route("/healthz", "whether the archive is well", get(health::show_health))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::listed::Listed;

    #[test]
    fn no_audience_takes_the_addresses_of_another() {
        let of = |listed: Vec<Listed>| {
            let firsts: Vec<First> = listed.iter().map(|(route, _)| First::of(route)).collect();
            (listed, firsts)
        };
        // In the order in which they are asked; pages are what is left over.
        let entrances = [
            (senders().routes.listed, FIRSTS_OF_SENDERS.to_vec()),
            of(pictures().listed),
            of(data().listed),
            of(behind_the_pages().listed),
            of(operation().listed),
            of(staff().routes.listed),
        ];
        let takes = |route: &str| {
            entrances.iter().position(|(_, firsts)| firsts.iter().any(|first| first.leads(route)))
        };
        for (own, (listed, _)) in entrances.iter().enumerate() {
            for (route, _) in listed {
                assert_eq!(takes(route), Some(own), "{route}");
            }
        }
        let readers = readers().listed;
        for (route, _) in &readers {
            assert_eq!(takes(route), None, "{route}");
        }
        let all: usize = entrances.iter().map(|(listed, _)| listed.len()).sum();
        assert_eq!(all + readers.len(), routes().len());
    }
}
