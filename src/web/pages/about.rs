//! `/about` and `/about/data`: what the archive is, and what its data is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::archive::{Disclosed, Snapshot};
use crate::model::address::Page;
use crate::model::{Certainty, Language, Statement};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::picture::CountView;
use crate::web::views::reader::Reader;
use crate::web::views::source::{SourceView, view};

#[derive(Serialize)]
struct AboutContext {
    lang: &'static str,
    page: PageView,
    about: About,
}

impl Template for AboutContext {
    const FILE: &'static str = "about.html";
}

#[derive(Serialize)]
struct About {
    photos: CountView,
    named: usize,
    open: usize,
}

#[derive(Serialize)]
struct DataContext {
    lang: &'static str,
    page: PageView,
    about_data: AboutData,
}

impl Template for DataContext {
    const FILE: &'static str = "about_data.html";
}

#[derive(Serialize)]
struct AboutData {
    certainties: Vec<Level>,
    statements: usize,
    positions: Positions,
    photos: CountView,
    sources: Vec<SourceView>,
    named: usize,
    open: usize,
}

#[derive(Serialize)]
struct Level {
    id: &'static str,
    label: String,
    count: usize,
}

#[derive(Serialize)]
struct Positions {
    circles: usize,
    none: usize,
    surveyed: usize,
    smallest_km: String,
    largest_km: String,
}

/// `GET /about`.
pub(in crate::web) async fn show_about(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |snapshot: Snapshot| async { fill_about(&site, snapshot, language) };
    super::answer(&site, language, &Page::ABOUT, &headers, fill).await
}

fn fill_about(site: &Site, snapshot: Snapshot, language: Language) -> Result<AboutContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let about = About {
        photos: catalogue.photo_count().into(),
        named: catalogue.named_count(),
        open: catalogue.open_count(),
    };
    Ok(AboutContext { lang: language.code(), page: about_page(site, &reader, Page::ABOUT, "about"), about })
}

/// `GET /about/data`.
pub(in crate::web) async fn show_data(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |snapshot: Snapshot| async { fill_data(&site, snapshot, language) };
    super::answer(&site, language, &Page::DATA, &headers, fill).await
}

fn about_page(site: &Site, reader: &Reader<'_>, address: Page, texts: &str) -> PageView {
    let head = PageHead {
        section: "about",
        title: reader.t(&format!("{texts}-title")),
        description: reader.t(&format!("{texts}-description")),
        page: address,
        revision: None,
        picture: None,
        article: false,
    };
    page(site, reader, head)
}

fn fill_data(site: &Site, snapshot: Snapshot, language: Language) -> Result<DataContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let villages = || catalogue.named().chain(catalogue.open_entries());
    let statements: Vec<&Statement> =
        villages().flat_map(|village| &village.statements).chain(&catalogue.region().statements).collect();
    let level = |certainty: Certainty| Level {
        id: certainty.word(),
        label: reader.certainty(certainty).label,
        count: statements.iter().filter(|statement| statement.certainty == certainty).count(),
    };
    let places: Vec<Option<Disclosed<'_>>> =
        villages().map(|village| snapshot.whereabouts(village).told()).collect();
    let circles = places.iter().flatten().filter(|place| !place.method.is_measured_on_site());
    let radii: Vec<f64> = circles.map(|place| place.radius_m / 1000.0).collect();
    let sources = catalogue.sources().enumerate();
    let about_data = AboutData {
        certainties: Certainty::ALL.into_iter().map(level).collect(),
        statements: statements.len(),
        positions: Positions {
            circles: radii.len(),
            none: places.iter().filter(|place| place.is_none()).count(),
            surveyed: places.iter().flatten().count() - radii.len(),
            smallest_km: radii.iter().copied().reduce(f64::min).map_or_else(String::new, |km| km.to_string()),
            largest_km: radii.iter().copied().reduce(f64::max).map_or_else(String::new, |km| km.to_string()),
        },
        photos: catalogue.photo_count().into(),
        sources: sources.map(|(n, source)| view(source, n + 1, Vec::new(), &reader)).collect(),
        named: catalogue.named_count(),
        open: catalogue.open_count(),
    };
    Ok(DataContext { lang: language.code(), page: about_page(site, &reader, Page::DATA, "data"), about_data })
}
