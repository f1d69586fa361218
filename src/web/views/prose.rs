//! Prose on a page: its blocks with their figures, its notes, the terms it explains.

use serde::Serialize;

use super::picture::{PhotoCard, Photos, card};
use super::reader::{LicenceLink, Reader, Text, licence};
use super::source::SourceList;
use crate::archive::Published;
use crate::model::address::Page;
use crate::model::{Id, Kind, Language, PartlyBilingual, Photo, RecordKey};
use crate::prose::{Block, Heading, Named, Names, Note, render};
use crate::web::errors::PageError;

/// A text on a page.
#[derive(Serialize)]
pub(in crate::web) struct ProseView {
    lang: Option<&'static str>,
    blocks: Vec<BlockView>,
    pub(in crate::web) headings: Vec<Heading>,
    notes: Vec<Note>,
    terms: Vec<TermNote>,
}

/// A block with all that its template needs.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
enum BlockView {
    Paragraph { number: usize, id: String, html: String },
    Figure(Box<FigureView>),
    Table { number: usize, html: String },
    Plain { html: String },
}

/// A photo as a numbered figure, with whose it is.
#[derive(Serialize)]
struct FigureView {
    number: usize,
    card: PhotoCard,
    /// What the text says below it, HTML.
    said: Option<String>,
    credit: Text,
    licence: LicenceLink,
}

/// A term with its definition, below the text.
#[derive(Serialize)]
struct TermNote {
    id: String,
    name: String,
    pinyin: String,
    en: String,
    scope: Option<Text>,
    href: String,
    back: Vec<String>,
}

impl ProseView {
    /// The first figure, to stand for the text where it is shared.
    pub(in crate::web) fn first_picture(&self) -> Option<&PhotoCard> {
        self.blocks.iter().find_map(|block| match block {
            BlockView::Figure(figure) => Some(&figure.card),
            _ => None,
        })
    }

    /// The text for the reader's language, else in the other; its sources join those of the page.
    pub(in crate::web) async fn of<'a>(
        text: &PartlyBilingual,
        reader: &Reader<'a>,
        sources: &mut SourceList<'a>,
    ) -> Result<Option<Self>, PageError> {
        let Some((markdown, written_in)) = text.for_reader(reader.language) else { return Ok(None) };
        let names = reader.in_language(written_in);
        let prose = render(markdown, &mut PageNames { reader: *reader, names, sources });
        let figures = prose.blocks.iter().filter_map(|block| match block {
            Block::Figure { photo, .. } => reader.catalogue.photo(photo),
            _ => None,
        });
        let figures: Vec<_> = figures.collect();
        let photos = Photos::read(figures.into_iter(), reader).await?;
        let mut blocks = Vec::with_capacity(prose.blocks.len());
        for block in prose.blocks {
            blocks.push(match block {
                Block::Paragraph { number, id, html } => BlockView::Paragraph { number, id, html },
                Block::Table { number, html } => BlockView::Table { number, html },
                Block::Plain { html } => BlockView::Plain { html },
                Block::Figure { number, photo, caption } => {
                    match figure(number, photos.get(&photo), caption, reader) {
                        Some(figure) => BlockView::Figure(Box::new(figure)),
                        // The other figures keep their numbers: they come from the text, which speaks of them.
                        None => continue,
                    }
                }
            });
        }
        let terms = prose.terms.iter().filter_map(|term| term_note(&term.id, &term.back, reader)).collect();
        Ok(Some(Self {
            lang: (written_in != reader.language).then(|| written_in.tag()),
            blocks,
            headings: prose.headings,
            notes: prose.notes,
            terms,
        }))
    }
}

/// A figure; none where the photo is no longer there.
fn figure(
    number: usize,
    photo: Option<&Published<Photo>>,
    said: Option<String>,
    reader: &Reader<'_>,
) -> Option<FigureView> {
    let Published { record: photo, revision } = photo?;
    Some(FigureView {
        number,
        card: card(photo, revision.number, reader),
        said,
        credit: reader.text(&photo.credit),
        licence: licence(&photo.rights),
    })
}

fn term_note(id: &Id, back: &[String], reader: &Reader<'_>) -> Option<TermNote> {
    let term = reader.catalogue.terms().iter().find(|term| term.id == *id)?;
    Some(TermNote {
        id: id.to_string(),
        name: term.name.zh.clone(),
        pinyin: term.name.pinyin.clone().unwrap_or_default(),
        en: term.name.en.clone().unwrap_or_default(),
        scope: term.scope_note.as_ref().and_then(|note| reader.partly(note)),
        href: reader.url(&Page::record(Kind::Term, id)),
        back: back.to_vec(),
    })
}

/// Names and addresses as this page's reader needs them.
struct PageNames<'s, 'a> {
    reader: Reader<'a>,
    /// Who reads the language the text is in: names in it are of that language.
    names: Reader<'a>,
    sources: &'s mut SourceList<'a>,
}

impl Names for PageNames<'_, '_> {
    fn find(&self, record: &RecordKey) -> Option<Named> {
        let reader = &self.names;
        let id = Id::parse(&record.id).ok()?;
        let label = match record.kind {
            Kind::Village => reader.name_text(&reader.catalogue.village(&id)?.name).text,
            Kind::Photo => {
                let photo = reader.catalogue.photo(&id)?;
                let village = reader.catalogue.village(&photo.village)?;
                let separator = if reader.language == Language::Chinese { "·" } else { ", " };
                let label = [reader.name_text(&village.name).text, reader.element(&photo.element).label];
                label.join(separator)
            }
            Kind::Essay => reader.text(&reader.catalogue.essay(&id)?.essay.title).text,
            Kind::Term => reader.catalogue.terms().iter().find(|term| term.id == id)?.name.zh.clone(),
            _ => return None,
        };
        // The name is of the text's language, the address of the page's: who reads English stays with English
        // pages.
        Some(Named { label, href: self.reader.url(&Page::record(record.kind, &id)) })
    }

    fn path(&self, path: &str) -> String {
        self.reader.addresses.written(path, self.reader.language)
    }

    fn cite(&mut self, source: &Id) -> Option<(usize, String)> {
        self.sources.cite(source)
    }
}
