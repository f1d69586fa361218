//! `/essays/{id}`: one essay, to be read and cited.

pub(in crate::web) mod changes;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::citation_file::CiteQuery;
use crate::archive::Snapshot;
use crate::interop::citation::{Item, Work};
use crate::model::address::Page;
use crate::model::{Author, Essay, Kind, Language, Record};
use crate::web::address::{ItemAddress, PageLanguage};
use crate::web::errors::PageError;
use crate::web::extract::{PageQuery, Segment};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::cite::{self, CiteView, Part};
use crate::web::views::essay::{EssayCard, essay_card};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::prose::ProseView;
use crate::web::views::reader::{DateText, NamedLink, Reader, Text};
use crate::web::views::record::{self, RecordView};
use crate::web::views::source::{SourceList, SourceView};

#[derive(Serialize)]
pub(super) struct EssayContext {
    lang: &'static str,
    page: PageView,
    essay: EssayPage,
}

impl Template for EssayContext {
    const FILE: &'static str = "essay.html";

    fn signposts(&self) -> Option<&str> {
        self.page.signposts()
    }
}

#[derive(Serialize)]
struct EssayPage {
    title: Text,
    authors: Vec<AuthorView>,
    about: Option<Text>,
    keywords: Vec<String>,
    dates: Vec<Dated>,
    prose: Option<ProseView>,
    sources: Vec<SourceView>,
    villages: Vec<NamedLink>,
    cite: CiteView,
    record: RecordView,
    /// What has changed since the revision that is shown, where it is not the newest.
    changes: Option<String>,
    others: Vec<EssayCard>,
}

#[derive(Serialize)]
struct AuthorView {
    name: Text,
    affiliation: Option<Text>,
    orcid: Option<String>,
}

#[derive(Serialize)]
struct Dated {
    label: String,
    date: DateText,
}

/// `GET /essays/{id}`, `GET /essays/{id}@{n}`, both also in a form; with `?paragraph=` one is cited.
pub(in crate::web) async fn show_essay(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Segment(segment): Segment,
    PageQuery(query): PageQuery<CiteQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |catalogue, address| fill(&site, catalogue, language, address, query.part());
    super::answer_item(&site, language, (Kind::Essay, &segment), &query, &headers, fill).await
}

pub(super) async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    address: ItemAddress,
    part: Option<Part<'_>>,
) -> Result<EssayContext, PageError> {
    let (record, revision) = super::read_item(&snapshot, Kind::Essay, &address).await?;
    // Before the record is taken apart; a paragraph that the text does not have ends here as a 404.
    let work = cite::work(site, &record, &revision, language, part)?;
    let Record::Essay(essay) = record else { return Err(PageError::NotFound) };
    let reader = super::reader(site, &snapshot, language);
    let mut sources = SourceList::new(reader);
    let prose = ProseView::of(&essay.text, &reader, &mut sources).await?;
    let title = reader.text(&essay.title);
    let about = essay.abstract_text.as_ref().map(|text| reader.text(text));
    let head = PageHead {
        section: "essays",
        title: title.text.clone(),
        description: about.as_ref().map_or_else(|| title.text.clone(), |about| about.text.clone()),
        page: Page::essay(&essay.id),
        revision: address.revision,
        picture: prose.as_ref().and_then(ProseView::first_picture),
        article: true,
    };
    let shown = address.page(Kind::Essay);
    let mut page = page(site, &reader, head);
    describe(&mut page, site, &reader, (&essay, &work), &shown, prose.as_ref());
    let record = record::view(Kind::Essay, &essay.id, &revision, &essay.rights, &reader).await?;
    let newest = record.newest();
    let changes = (newest != revision.number)
        .then(|| reader.url(&Page::changes(&essay.id, newest).with("from", revision.number)));
    Ok(EssayContext {
        lang: language.code(),
        page,
        essay: EssayPage {
            title,
            authors: essay.authors.iter().map(|author| author_view(author, &reader)).collect(),
            about,
            keywords: keywords(&essay, language),
            dates: dates(&essay, &reader),
            prose,
            sources: sources.into_references()?,
            villages: villages(&essay, &reader),
            cite: cite::view(&work, &shown, &reader)?,
            record,
            changes,
            others: snapshot
                .catalogue()
                .essays()
                .iter()
                .filter(|other| other.essay.id != essay.id)
                .take(3)
                .map(|other| essay_card(other, &reader))
                .collect(),
        },
    })
}

/// What programs are told of the page.
fn describe(
    page: &mut PageView,
    site: &Site,
    reader: &Reader<'_>,
    (essay, work): (&Essay, &Work),
    cited: &Page,
    prose: Option<&ProseView>,
) {
    let shown = prose.and_then(ProseView::first_picture);
    let picture = shown
        .map(|card| (site.addresses().absolute(&card.picture.shared_path()), card.picture.shared_sides_px()));
    let item = Item {
        picture: picture.as_ref().map(|(address, (width, height))| (address.as_str(), *width, *height)),
        about: essay.villages.iter().map(|id| reader.address(&Page::village(id).part("place"))).collect(),
        ..Item::default()
    };
    let way = [(reader.t("essays-title"), Page::ESSAYS)];
    cite::describe(page, site, reader, work, cited, &way, &item);
}

fn author_view(author: &Author, reader: &Reader<'_>) -> AuthorView {
    AuthorView {
        name: reader.text(&author.name),
        affiliation: author.affiliation.as_ref().map(|place| reader.text(place)),
        orcid: author.orcid.clone(),
    }
}

fn keywords(essay: &Essay, language: Language) -> Vec<String> {
    let keywords = essay.keywords.as_ref();
    match language {
        Language::English => keywords.map(|words| words.en.clone()),
        Language::Chinese => keywords.map(|words| words.zh.clone()),
    }
    .unwrap_or_default()
}

fn dates(essay: &Essay, reader: &Reader<'_>) -> Vec<Dated> {
    [("submitted", essay.submitted), ("published", essay.published), ("revised", essay.revised)]
        .into_iter()
        .filter_map(|(what, date)| {
            Some(Dated { label: reader.t(&format!("essay-{what}")), date: reader.date(date?) })
        })
        .collect()
}

fn villages(essay: &Essay, reader: &Reader<'_>) -> Vec<NamedLink> {
    let known = essay.villages.iter().filter_map(|id| reader.catalogue.village(id));
    known
        .map(|village| NamedLink {
            name: reader.name(&village.name),
            href: reader.url(&Page::village(&village.id)),
        })
        .collect()
}
