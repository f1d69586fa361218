//! `/villages/{id}`: one village, or an entry that is not yet identified.

mod visit;
mod wanted;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use self::visit::Visit;
use self::visit::access::ON_THE_WAY;
use self::wanted::Wanted;
use super::citation_file::CiteQuery;
use crate::archive::{PhotoCount, Snapshot};
use crate::interop::citation::{Item, Work};
use crate::model::address::Page;
use crate::model::{Certainty, Entry, Kind, Language, Record, Survey, Village};
use crate::web::address::{ItemAddress, PageLanguage};
use crate::web::errors::PageError;
use crate::web::extract::{PageQuery, Segment};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::cite::{self, CiteView};
use crate::web::views::entry::{badges, lede};
use crate::web::views::essay::{EssayCard, essay_card};
use crate::web::views::map::MapView;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::picture::{CountView, PhotoCard, Photos};
use crate::web::views::prose::ProseView;
use crate::web::views::reader::{DateText, Labelled, Name, NamedLink, Reader, Text};
use crate::web::views::record::{self, RecordView};
use crate::web::views::source::{SourceList, SourceView};
use crate::web::views::statement::{StatementView, view, views_in};
use crate::web::views::then_and_now::{Pair, pairs};

#[derive(Serialize)]
pub(super) struct VillageContext {
    lang: &'static str,
    page: PageView,
    village: VillagePage,
}

impl Template for VillageContext {
    const FILE: &'static str = "village.html";

    fn signposts(&self) -> Option<&str> {
        self.page.signposts()
    }
}

/// Viewpoints that a village page shows at two times.
const MOST_PAIRS: usize = 4;

#[derive(Serialize)]
struct VillagePage {
    kind: &'static str,
    name: Name,
    note: Option<Text>,
    lead: Option<PhotoCard>,
    town: Option<TownView>,
    badges: Vec<Text>,
    lede: Option<StatementView>,
    facts: Vec<Fact>,
    register: Register,
    prose: Option<ProseView>,
    essays: Vec<EssayCard>,
    photos: Vec<PhotoCard>,
    photo_count: CountView,
    wanted: Vec<Wanted>,
    visit: Visit,
    /// Where it is on the land, as far as that is told.
    map: Option<MapLink>,
    pairs: Vec<Pair>,
    /// The oldest first.
    surveys: Vec<SurveyView>,
    sources: Vec<SourceView>,
    cite: CiteView,
    record: RecordView,
    /// Where it can be set beside others.
    compare: String,
    previous: Option<NamedLink>,
    next: Option<NamedLink>,
}

#[derive(Serialize)]
struct MapLink {
    drawn: MapView,
    /// The whole map with its circle.
    href: String,
}

#[derive(Serialize)]
struct TownView {
    label: Text,
    certainty: Option<Labelled>,
    href: String,
}

#[derive(Serialize)]
struct Fact {
    property: Labelled,
    statements: Vec<StatementView>,
}

#[derive(Serialize)]
struct Register {
    administrative_unit: Option<String>,
    statistical_code: Option<String>,
    code_match: Option<Text>,
    homonyms: Option<Text>,
}

#[derive(Serialize)]
struct SurveyView {
    date: DateText,
    surveyors: Vec<String>,
    note: Option<Text>,
}

/// `GET /villages/{id}`, `GET /villages/{id}@{n}`, both also in a form.
pub(in crate::web) async fn show_village(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Segment(segment): Segment,
    PageQuery(query): PageQuery<CiteQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |catalogue, address| fill(&site, catalogue, language, address);
    super::answer_item(&site, language, (Kind::Village, &segment), &query, &headers, fill).await
}

pub(super) async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    address: ItemAddress,
) -> Result<VillageContext, PageError> {
    let (record, revision) = super::read_item(&snapshot, Kind::Village, &address).await?;
    let work = cite::work(site, &record, &revision, language, None)?;
    let Record::Village(village) = record else { return Err(PageError::NotFound) };
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let mut sources = SourceList::new(reader);
    let entries = catalogue.photos_of(&village.id);
    let photo_count = PhotoCount::among(&entries);
    let read = Photos::read(entries.iter().cloned(), &reader).await?;
    let photos = read.cards(&entries, &reader);
    let pairs = pairs(&entries, &read, MOST_PAIRS, &reader);
    let lead = catalogue.lead_of(&village);
    let lead = lead.and_then(|lead| photos.iter().find(|card| card.id == lead.id.as_str())).cloned();
    let lede = lede(&village).map(|statement| view(statement, &reader, &mut sources));
    let name = reader.name(&village.name);
    let head = PageHead {
        section: "villages",
        title: reader.name_text(&village.name).text,
        description: description(&village, lede.as_ref(), &reader),
        page: Page::village(&village.id),
        revision: address.revision,
        picture: lead.as_ref(),
        article: true,
    };
    // For the head alone: in BibTeX or RIS it would stand as an abstract, which nobody has written.
    let described = Work { summary: Some(head.description.clone()), ..work.clone() };
    let shown = address.page(Kind::Village);
    let mut page = page(site, &reader, head);
    describe(&mut page, site, &reader, (&village, &described), &shown, lead.as_ref());
    // The visit box stands above the facts, and notes are numbered from top to bottom.
    let visit = Visit::of(&village, &reader, &mut sources);
    let map = MapView::of_village(&site.base_map, &village, &reader);
    let whole = reader.url(&Page::MAP.with("at", &village.id).part("drawing"));
    let map = map.map(|drawn| MapLink { drawn, href: whole });
    let facts = facts(&village, &reader, &mut sources);
    let prose = match &village.text {
        Some(text) => ProseView::of(text, &reader, &mut sources).await?,
        None => None,
    };
    let link = |village: Arc<Village>| NamedLink {
        name: reader.name(&village.name),
        href: reader.url(&Page::village(&village.id)),
    };
    let (previous, next) = catalogue.neighbours(&village.id);
    Ok(VillageContext {
        lang: language.code(),
        page,
        village: VillagePage {
            kind: if village.entry == Entry::Named { "named" } else { "open" },
            name,
            note: village.note.as_ref().map(|note| reader.text(note)),
            lead,
            town: town(&village, &reader),
            badges: badges(&village, &reader),
            lede,
            facts,
            register: Register {
                administrative_unit: village.administrative_unit.clone(),
                statistical_code: village.statistical_code.clone(),
                code_match: village.code_match.as_ref().map(|text| reader.text(text)),
                homonyms: village.homonyms.as_ref().map(|text| reader.text(text)),
            },
            prose,
            essays: catalogue.essays_about(&village.id).map(|entry| essay_card(entry, &reader)).collect(),
            photos,
            photo_count: photo_count.into(),
            wanted: Wanted::list(&village, photo_count, &reader),
            visit,
            map,
            pairs,
            surveys: surveys(&village, &reader),
            sources: sources.into_views(),
            cite: cite::view(&work, &shown, &reader)?,
            record: record::view(Kind::Village, &village.id, &revision, &village.rights, &reader).await?,
            compare: reader.url(&Page::COMPARISON.with("ids", &address)),
            previous: previous.map(link),
            next: next.map(link),
        },
    })
}

/// Says to programs what the page shows: a place, and only where somebody stood there its position.
fn describe(
    page: &mut PageView,
    site: &Site,
    reader: &Reader<'_>,
    (village, work): (&Village, &Work),
    shown: &Page,
    lead: Option<&PhotoCard>,
) {
    let picture = lead
        .map(|lead| (site.addresses().absolute(&lead.picture.shared_path()), lead.picture.shared_sides_px()));
    let town = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
    let mut within = vec![reader.t("place-province"), reader.t("place-county")];
    within.extend(town.map(|town| reader.name_text(&town.name).text));
    let names = [Some(village.name.zh.clone()), village.name.pinyin.clone(), village.name.en.clone()];
    let item = Item {
        picture: picture.as_ref().map(|(url, (width, height))| (url.as_str(), *width, *height)),
        also: names.into_iter().flatten().filter(|name| *name != work.title).collect(),
        within,
        position: reader.snapshot.whereabouts(village).told().and_then(|place| place.surveyed_point()),
        ..Item::default()
    };
    let way = [(reader.t("villages-title"), Page::VILLAGES)];
    cite::describe(page, site, reader, work, shown, &way, &item);
}

/// What search engines show: the one sentence and how sure it is, else the note, else the name.
fn description(village: &Village, lede: Option<&StatementView>, reader: &Reader<'_>) -> String {
    let name = reader.name_text(&village.name).text;
    let said = lede.map(|lede| match reader.language {
        Language::Chinese => format!("{}（{}）", lede.value.text, lede.certainty.label),
        Language::English => format!("{} ({})", lede.value.text, lede.certainty.label.to_lowercase()),
    });
    let said = said.or_else(|| village.note.as_ref().map(|note| reader.text(note).text));
    match (said, reader.language) {
        (Some(said), Language::Chinese) => format!("{name}：{said}"),
        (Some(said), Language::English) => format!("{name}: {said}"),
        (None, _) => name,
    }
}

/// Every statement by property, in the vocabulary's order, but for what the visit box tells.
fn facts(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> Vec<Fact> {
    let properties = &reader.catalogue.vocabulary().properties;
    // What the visit box tells is not told twice.
    let properties = properties.iter().filter(|property| !ON_THE_WAY.contains(&property.id.as_str()));
    let facts = properties.map(|property| Fact {
        property: reader.property(&property.id),
        statements: views_in(village, &property.id, reader, sources),
    });
    facts.filter(|fact| !fact.statements.is_empty()).collect()
}

fn town(village: &Village, reader: &Reader<'_>) -> Option<TownView> {
    let town = reader.catalogue.region().town(village.town.as_ref()?)?;
    // Only doubt is marked.
    let certainty = village.town_certainty.filter(|certainty| *certainty != Certainty::Established);
    Some(TownView {
        label: reader.name_text(&town.name),
        certainty: certainty.map(|certainty| reader.certainty(certainty)),
        href: reader.url(&Page::VILLAGES.part(format_args!("town-{}", town.id))),
    })
}

fn surveys(village: &Village, reader: &Reader<'_>) -> Vec<SurveyView> {
    let mut surveys: Vec<&Survey> = village.surveys.iter().collect();
    // Those of one day stay in the order of the record.
    surveys.sort_by_key(|survey| survey.date.parts());
    let view = |survey: &Survey| SurveyView {
        date: reader.date(survey.date),
        surveyors: survey.surveyors.clone(),
        note: survey.note.as_ref().map(|note| reader.text(note)),
    };
    surveys.into_iter().map(view).collect()
}
