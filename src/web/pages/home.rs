//! `/`: the cover and contents of a book.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::glossary::{TermView, picture_of};
use crate::archive::{Snapshot, VillageFilter};
use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::entry::{EntryView, Group, OpenRow, entry, groups, open_row, pictured_open_entries};
use crate::web::views::essay::{EssayCard, essay_card};
use crate::web::views::map::{MapView, Named};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::picture::{PhotoCard, Photos};
use crate::web::views::source::{SourceList, SourceView};
use crate::web::views::statement::{StatementView, view, views_of};

/// Terms of the glossary shown on the cover.
const PICKS: usize = 5;

/// Villages named in the contents; a larger archive says how many more there are.
const CONTENTS: usize = 60;

/// Essays on the home page.
const ESSAYS: usize = 4;

#[derive(Serialize)]
struct HomeContext {
    lang: &'static str,
    page: PageView,
    home: Home,
}

impl Template for HomeContext {
    const FILE: &'static str = "home.html";
}

#[derive(Serialize)]
struct Home {
    cover: Option<PhotoCard>,
    counts: Vec<StatementView>,
    study: Vec<StatementView>,
    built: Vec<StatementView>,
    named: usize,
    open: usize,
    unsurveyed: usize,
    featured: Vec<EntryView>,
    contents: Vec<Group>,
    unlisted: usize,
    open_entry: Option<OpenRow>,
    map: MapView,
    glossary: Picks,
    essays: Vec<EssayCard>,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct Picks {
    count: usize,
    picks: Vec<TermView>,
}

/// `GET /`, `GET /en/`.
pub(in crate::web) async fn show_home(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |catalogue| fill(&site, catalogue, language);
    super::answer(&site, language, &Page::HOME, &headers, fill).await
}

/// Makes the page without remembering it, to see whether it can be made.
pub(in crate::web) async fn make_afresh(site: &Site) -> Result<(), PageError> {
    let snapshot = site.snapshot();
    super::make(site, Language::Chinese, fill(site, snapshot.clone(), Language::Chinese)).await?;
    // A list that cannot be read leaves a gap in the page, and shows only here.
    Ok(snapshot.catalogue().check()?)
}

async fn fill(site: &Site, snapshot: Snapshot, language: Language) -> Result<HomeContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let mut sources = SourceList::new(reader);
    let illustrated: Vec<_> = catalogue.terms().iter().filter(|term| term.element.is_some()).collect();
    let picked = illustrated.iter().take(PICKS);
    let listed = catalogue.named(0, CONTENTS);
    let (cover, featured) = (catalogue.cover(), catalogue.featured());
    let shown =
        cover.iter().chain(&featured).chain(&listed).map(Arc::clone).chain(pictured_open_entries(&reader));
    // All pictures of the page in one reading, however many places show them.
    let leads = shown.filter_map(|village| catalogue.lead_of(&village));
    let of_terms = picked.clone().filter_map(|term| picture_of(term, catalogue));
    let photos = Photos::read(leads.chain(of_terms), &reader).await?;
    let cover = cover.and_then(|village| catalogue.lead_of(&village));
    let cover = cover.and_then(|lead| photos.card(&lead.id, &reader));
    let said = &catalogue.region().statements;
    // In the order of the page, so that sources are numbered as they are met.
    let mut counted = said.iter().filter(|statement| statement.property == "count");
    let mut counts: Vec<StatementView> =
        counted.next().map(|first| view(first, &reader, &mut sources)).into_iter().collect();
    let large = featured.iter().map(|village| entry(village, &featured, &photos, &reader, &mut sources));
    let featured = large.collect();
    // The contents name villages and say nothing that would need a source.
    let contents = groups(&listed, &photos, &reader, &mut SourceList::new(reader));
    counts.extend(counted.map(|statement| view(statement, &reader, &mut sources)));
    let mut of = |property| views_of(said, property, &reader, &mut sources);
    let built = [of("built"), of("function")].concat();
    let study = [of("study"), of("reading")].concat();
    let open_entry = match catalogue.open_count() {
        0 => None,
        _ => Some(open_row(&photos, &reader)),
    };
    let (named, open) = (catalogue.named_count(), catalogue.open_count());
    let surveyed = catalogue.surveyed_count();
    let picks = picked.map(|term| TermView::of(term, &photos, &reader)).collect();
    let of_town = |town: &Id| reader.url(&Page::MAP.with("town", town));
    let named_on_map = Named { filter: VillageFilter::default(), chosen: None, of_town: &of_town };
    let head = PageHead {
        section: "home",
        title: site.name(language).to_owned(),
        description: reader.t("home-description"),
        page: Page::HOME,
        revision: None,
        picture: cover.as_ref(),
        article: false,
    };
    Ok(HomeContext {
        lang: language.code(),
        page: page(site, &reader, head).with_site(site, &reader),
        home: Home {
            counts,
            study,
            built,
            named,
            open,
            unsurveyed: named + open - surveyed,
            featured,
            contents,
            unlisted: named - listed.len(),
            open_entry,
            map: MapView::of_land(&site.base_map, &named_on_map, &reader),
            glossary: Picks { count: illustrated.len(), picks },
            essays: catalogue.essays().iter().take(ESSAYS).map(|entry| essay_card(entry, &reader)).collect(),
            sources: sources.into_views(),
            cover,
        },
    })
}
