//! `/glossary`: 看懂一座堡, the terms with the plates that show them.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use crate::archive::{Catalogue, PhotoEntry, Snapshot};
use crate::model::address::Page;
use crate::model::{Language, Term};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::picture::{PhotoCard, Photos};
use crate::web::views::reader::{Link, Reader, Text};

#[derive(Serialize)]
struct GlossaryContext {
    lang: &'static str,
    page: PageView,
    glossary: Glossary,
}

impl Template for GlossaryContext {
    const FILE: &'static str = "glossary.html";
}

#[derive(Serialize)]
struct Glossary {
    count: usize,
    illustrated: Vec<TermView>,
    words: Vec<TermView>,
}

/// A term of the glossary.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct TermView {
    id: String,
    name: String,
    pinyin: String,
    en: String,
    also_zh: Vec<String>,
    also_en: Vec<String>,
    scope: Option<Text>,
    look_for: Option<Text>,
    aat: Option<String>,
    picture: Option<PhotoCard>,
    photos: Option<Link>,
}

/// The photo that illustrates a term.
pub(in crate::web) fn picture_of(term: &Term, catalogue: &Catalogue) -> Option<PhotoEntry> {
    term.element.as_deref().and_then(|element| catalogue.picture_of_element(element))
}

impl TermView {
    /// A term with the picture of its element.
    pub(in crate::web) fn of(term: &Term, photos: &Photos, reader: &Reader<'_>) -> Self {
        let element = term.element.as_deref();
        let picture = picture_of(term, reader.catalogue).and_then(|entry| photos.card(&entry.id, reader));
        let photos = element.map(|element| {
            let count = reader.catalogue.count_of_element(element);
            Link {
                label: reader.t_with("glossary-photos", [("n", count.into())]),
                href: reader.url(&Page::PHOTOS.with("element", element)),
            }
        });
        Self {
            id: term.id.to_string(),
            name: term.name.zh.clone(),
            pinyin: term.name.pinyin.clone().unwrap_or_default(),
            en: term.name.en.clone().unwrap_or_default(),
            also_zh: term.also_zh.clone(),
            also_en: term.also_en.clone(),
            scope: term.scope_note.as_ref().and_then(|note| reader.partly(note)),
            look_for: term.look_for.as_ref().map(|look_for| reader.text(look_for)),
            aat: term.aat.clone(),
            picture,
            photos,
        }
    }
}

/// `GET /glossary`.
pub(in crate::web) async fn show_glossary(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |catalogue| fill(&site, catalogue, language);
    super::answer(&site, language, &Page::GLOSSARY, &headers, fill).await
}

async fn fill(site: &Site, snapshot: Snapshot, language: Language) -> Result<GlossaryContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let (mut illustrated, mut words) = (Vec::new(), Vec::new());
    let pictures = catalogue.terms().iter().filter_map(|term| picture_of(term, catalogue));
    let photos = Photos::read(pictures, &reader).await?;
    for term in catalogue.terms() {
        let view = TermView::of(term, &photos, &reader);
        if view.picture.is_some() { illustrated.push(view) } else { words.push(view) }
    }
    let head = PageHead {
        section: "glossary",
        title: reader.t("glossary-title"),
        description: reader.t("glossary-description"),
        page: Page::GLOSSARY,
        revision: None,
        picture: illustrated.first().and_then(|term| term.picture.as_ref()),
        article: false,
    };
    Ok(GlossaryContext {
        lang: language.code(),
        page: page(site, &reader, head),
        glossary: Glossary { count: catalogue.terms().len(), illustrated, words },
    })
}
