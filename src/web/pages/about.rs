//! `/about` and `/about/data`: what the archive is, and what its data is.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::archive::Snapshot;
use crate::model::address::Page;
use crate::model::{Certainty, Language};
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
    page(site, reader, head).with_date(reader)
}

fn fill_data(site: &Site, snapshot: Snapshot, language: Language) -> Result<DataContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let of_region = |certainty| {
        // The catalogue counts what is said of villages; the county has statements of its own.
        catalogue.region().statements.iter().filter(move |statement| statement.certainty == certainty).count()
    };
    let levels = Certainty::ALL.map(|certainty| Level {
        id: certainty.word(),
        label: reader.certainty(certainty).label,
        count: catalogue.statements(certainty) + of_region(certainty),
    });
    let (circles, radii_m) = catalogue.circles();
    let km = |metres: f64| (metres / 1000.0).to_string();
    let sources = catalogue.sources().enumerate();
    let about_data = AboutData {
        statements: levels.iter().map(|level| level.count).sum(),
        certainties: levels.into(),
        positions: Positions {
            circles,
            none: catalogue.placeless_count(),
            surveyed: catalogue.surveyed_count(),
            smallest_km: radii_m.map_or_else(String::new, |(smallest, _)| km(smallest)),
            largest_km: radii_m.map_or_else(String::new, |(_, largest)| km(largest)),
        },
        photos: catalogue.photo_count().into(),
        sources: sources.map(|(n, source)| view(source, n + 1, Vec::new(), &reader)).collect(),
        named: catalogue.named_count(),
        open: catalogue.open_count(),
    };
    Ok(DataContext { lang: language.code(), page: about_page(site, &reader, Page::DATA, "data"), about_data })
}
