//! `/map`: where the villages are, as far as that is known: the list first, then the same drawn.

mod filter;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

pub(in crate::web) use self::filter::MapQuery;
use self::filter::{Asked, fort_word, position_word};
use crate::archive::{OF_FORTS, Snapshot, VillageFilter};
use crate::model::address::{File, Page};
use crate::model::{Certainty, Id, Language, Town, Village};
use crate::web::address::PageLanguage;
use crate::web::answer::MayLocate;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::places::Form;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::map::{LiveMap, MapView, Named};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::Pager;
use crate::web::views::reader::{Labelled, Link, Name, NamedLink, Reader, Text};
use crate::web::views::whereabouts::how_known;

/// Villages on one page.
const PAGE: usize = 60;

/// Open entries named; a larger archive has them all on their own page.
const OPEN: usize = 12;

#[derive(Serialize)]
struct MapContext {
    lang: &'static str,
    page: PageView,
    map: MapPage,
}

impl Template for MapContext {
    const FILE: &'static str = "map.html";
}

#[derive(Serialize)]
struct MapPage {
    named: usize,
    surveyed: usize,
    found: usize,
    towns: Vec<Choice>,
    certainties: Vec<Choice>,
    positions: Vec<Choice>,
    essay: bool,
    clear: Option<String>,
    chosen: Option<Chosen>,
    groups: Vec<Group>,
    open: Vec<NamedLink>,
    open_count: usize,
    drawn: MapView,
    /// The same once more, for the map that a script draws: JSON that may stand in a page.
    live: String,
    /// The same for other programs.
    forms: Vec<Link>,
    pages: Pager,
}

/// What the list can be narrowed to; how many there would be, for a town.
#[derive(Serialize)]
struct Choice {
    id: String,
    label: String,
    count: Option<usize>,
    selected: bool,
}

/// The village whose circle is asked for.
#[derive(Serialize)]
struct Chosen {
    name: Name,
    href: String,
    how: String,
    /// `circle` where one is drawn, `point` where it was measured, else `none`.
    drawn: &'static str,
    /// The map without it.
    without: String,
}

/// The villages of one town on this page, and how many it has in all.
#[derive(Serialize)]
struct Group {
    id: Option<String>,
    town: Option<Text>,
    count: usize,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    name: Name,
    href: String,
    how: String,
    /// How sure its town is, where that is not.
    town_certainty: Option<Labelled>,
    /// Where its circle is drawn, if it has one.
    draw: Option<String>,
    chosen: bool,
}

/// `GET /map`.
pub(in crate::web) async fn show_map(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<MapQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let asked = Asked::parse(query, site.snapshot().catalogue())?;
    let (address, is_kept) = (asked.address(), asked.at.is_none());
    let fill = |snapshot: Snapshot| async { fill(&site, snapshot, language, asked) };
    let mut response = if is_kept {
        super::answer(&site, language, &address, &headers, fill).await?
    } else {
        // One for each village would push the other pages out.
        super::answer_afresh(&site, language, &headers, fill).await?
    };
    // The live map does, when its button is pressed.
    response.extensions_mut().insert(MayLocate);
    Ok(response)
}

fn fill(site: &Site, snapshot: Snapshot, language: Language, asked: Asked) -> Result<MapContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let offset = (asked.page - 1).saturating_mul(PAGE);
    let (villages, found) = catalogue.select_named(asked.lists(), offset, PAGE);
    let href = |page| reader.url(&asked.at_page(page).address());
    let pages = Pager::of(found, PAGE, asked.page, href).ok_or(PageError::NotFound)?;
    let at = asked.at.as_ref().and_then(|id| catalogue.village(id));
    let named = Named {
        filter: asked.lists(),
        chosen: at.as_deref(),
        of_town: &|town| reader.url(&asked.of_town(Some(town)).address()),
    };
    let drawn = MapView::of_land(&site.base_map, &named, &reader);
    let live = LiveMap::of_land(&site.base_map, &named, &villages, &reader).script_safe();
    let head = PageHead {
        section: "map",
        title: reader.t("map-page-title"),
        description: reader.t("map-page-description"),
        page: asked.address(),
        revision: None,
        picture: None,
        article: false,
    };
    let mut view = page(site, &reader, head);
    for form in Form::ALL {
        view = view.with_form(form.media_type(), site.addresses().file(&File::Places(form.ending())));
    }
    Ok(MapContext {
        lang: language.code(),
        // A circle is the same list once more.
        page: if at.is_some() { view.not_for_robots() } else { view },
        map: MapPage {
            named: catalogue.named_count(),
            surveyed: catalogue.surveyed_count(),
            found,
            towns: town_choices(&asked, &reader),
            certainties: OF_FORTS.map(|fort| certainty_choice(fort, &asked, &reader)).into(),
            positions: [true, false].map(|own| position_choice(own, &asked, &reader)).into(),
            essay: asked.has_essay,
            clear: asked.is_narrowed().then(|| reader.url(&Page::MAP)),
            chosen: at.as_deref().map(|village| chosen(village, &drawn, &asked, &reader)),
            groups: groups(&villages, &asked, &reader),
            open: open_entries(&asked, &reader),
            open_count: catalogue.open_count(),
            drawn,
            live,
            forms: Form::ALL.map(|form| form_link(form, site)).into(),
            pages,
        },
    })
}

fn form_link(form: Form, site: &Site) -> Link {
    Link { label: form.label().to_owned(), href: site.addresses().file(&File::Places(form.ending())) }
}

fn town_choices(asked: &Asked, reader: &Reader<'_>) -> Vec<Choice> {
    let choice = |town: &Town| Choice {
        id: town.id.to_string(),
        label: reader.name_text(&town.name).text,
        count: Some(reader.catalogue.count_named(VillageFilter { town: Some(&town.id), ..asked.lists() })),
        selected: asked.town.as_ref() == Some(&town.id),
    };
    reader.catalogue.region().towns.iter().map(choice).collect()
}

fn certainty_choice(fort: Option<Certainty>, asked: &Asked, reader: &Reader<'_>) -> Choice {
    let label = fort.map_or_else(|| reader.t("map-fort-none"), |certainty| reader.certainty(certainty).label);
    Choice { id: fort_word(fort).to_owned(), label, count: None, selected: asked.fort == Some(fort) }
}

fn position_choice(is_surveyed: bool, asked: &Asked, reader: &Reader<'_>) -> Choice {
    let word = position_word(is_surveyed);
    let label = reader.t(&format!("map-position-{word}"));
    Choice { id: word.to_owned(), label, count: None, selected: asked.is_surveyed == Some(is_surveyed) }
}

fn chosen(village: &Village, drawn: &MapView, asked: &Asked, reader: &Reader<'_>) -> Chosen {
    let surveyed = || reader.snapshot.whereabouts(village).told().and_then(|place| place.surveyed_point());
    let kind = if drawn.has_circle() {
        "circle"
    } else if surveyed().is_some() {
        "point"
    } else {
        "none"
    };
    Chosen {
        name: reader.name(&village.name),
        href: reader.url(&Page::village(&village.id)),
        how: how_known(village, reader),
        drawn: kind,
        without: reader.url(&asked.with_circle_of(None).address()),
    }
}

fn groups(villages: &[Arc<Village>], asked: &Asked, reader: &Reader<'_>) -> Vec<Group> {
    let towns = &reader.catalogue.region().towns;
    let in_towns = || towns.iter().map(|town| VillageFilter { town: Some(&town.id), ..asked.lists() });
    // By turns: the list comes in the order of the towns, so that each is one turn.
    let turns = villages.chunk_by(|a, b| a.town == b.town);
    let group = |villages: &[Arc<Village>]| {
        let town = villages.first().and_then(|village| village.town.as_ref());
        let town = town.and_then(|id| reader.catalogue.region().town(id));
        let count = match town {
            Some(town) => {
                reader.catalogue.count_named(VillageFilter { town: Some(&town.id), ..asked.lists() })
            }
            // What is left over of all.
            None => {
                let all = reader.catalogue.count_named(asked.lists());
                all.saturating_sub(in_towns().map(|filter| reader.catalogue.count_named(filter)).sum())
            }
        };
        Group {
            id: town.map(|town| town.id.to_string()),
            town: town.map(|town| reader.name_text(&town.name)),
            count,
            rows: villages.iter().map(|village| row(village, asked, reader)).collect(),
        }
    };
    turns.map(group).collect()
}

fn row(village: &Village, asked: &Asked, reader: &Reader<'_>) -> Row {
    let place = reader.snapshot.whereabouts(village).told();
    let has_place = place.is_some_and(|place| place.point.is_some());
    let address = |at: &Id| reader.url(&asked.with_circle_of(Some(at)).address().part("drawing"));
    let is_inferred = village.town_certainty == Some(Certainty::Lead);
    Row {
        id: village.id.to_string(),
        name: reader.name(&village.name),
        href: reader.url(&Page::village(&village.id)),
        how: how_known(village, reader),
        town_certainty: is_inferred.then(|| reader.certainty(Certainty::Lead)),
        draw: has_place.then(|| address(&village.id)),
        chosen: asked.at.as_ref() == Some(&village.id),
    }
}

/// The open entries, which no filter knows: of them neither town nor fort is recorded.
fn open_entries(asked: &Asked, reader: &Reader<'_>) -> Vec<NamedLink> {
    if asked.is_narrowed() || asked.page > 1 {
        return Vec::new();
    }
    let open = reader.catalogue.open_entries(0, OPEN);
    let link = |village: &Arc<Village>| NamedLink {
        name: reader.name(&village.name),
        href: reader.url(&Page::village(&village.id)),
    };
    open.iter().map(link).collect()
}
