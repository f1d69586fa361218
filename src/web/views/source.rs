//! Sources on a page: numbered in the order in which they are first named, each with its marks.

use serde::Serialize;

use super::reader::{Labelled, Reader, Text};
use crate::interop::citation::{CitationError, Style, Work};
use crate::model::{Grade, Id, Language, Source, SourceType};
use crate::web::render::{escaped, unescaped};

/// The book this archive is the home of, among the sources.
pub(in crate::web) const BOOK: &str = "hejin-forts-book";

/// A mark that leads from a fact to its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct Mark {
    number: usize,
    id: String,
    short: Text,
}

/// A source in the list at the foot of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct SourceView {
    id: String,
    number: usize,
    citation: Citation,
    url: Option<String>,
    note: Option<Text>,
    grade: Labelled,
    back: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Citation {
    html: String,
    lang: Option<&'static str>,
}

/// The sources of one page, gathered while the page is filled from top to bottom.
pub(in crate::web) struct SourceList<'a> {
    reader: Reader<'a>,
    named: Vec<(Id, Vec<String>)>,
}

impl<'a> SourceList<'a> {
    pub(in crate::web) fn new(reader: Reader<'a>) -> Self {
        Self { reader, named: Vec::new() }
    }

    /// The marks of a claim.
    pub(in crate::web) fn marks(&mut self, sources: &[Id]) -> Vec<Mark> {
        sources.iter().filter_map(|id| self.mark(id)).collect()
    }

    fn mark(&mut self, id: &Id) -> Option<Mark> {
        let source = self.reader.catalogue.source(id)?;
        let (number, id) = self.cite(id)?;
        Some(Mark { number, id, short: short(source, &self.reader) })
    }

    /// The number of a source and the id of a new mark of it.
    pub(in crate::web) fn cite(&mut self, id: &Id) -> Option<(usize, String)> {
        // First, so that what is not there takes no number.
        self.reader.catalogue.source(id)?;
        let place = self.named.iter().position(|(named, _)| named == id).unwrap_or_else(|| {
            self.named.push((id.clone(), Vec::new()));
            self.named.len() - 1
        });
        // The first mark gives the number: whoever fills a page has to go from top to bottom.
        let number = place + 1;
        let back = &mut self.named[place].1;
        let mark = format!("r{number}-{}", back.len() + 1);
        back.push(mark.clone());
        Some((number, mark))
    }

    /// The list for the foot of the page.
    pub(in crate::web) fn into_views(self) -> Vec<SourceView> {
        let reader = self.reader;
        let sources = self.named.into_iter().enumerate();
        sources
            .filter_map(|(n, (id, back))| Some(view(reader.catalogue.source(&id)?, n + 1, back, &reader)))
            .collect()
    }
}

impl SourceList<'_> {
    /// The list as references after GB/T 7714, for a text that is cited itself; what is no work stays in words.
    pub(in crate::web) fn into_references(self) -> Result<Vec<SourceView>, CitationError> {
        let reader = self.reader;
        let named: Vec<Id> = self.named.iter().map(|(id, _)| id.clone()).collect();
        let mut views = self.into_views();
        for view in &mut views {
            // By the number: the list above has left out what the catalogue does not know, the ids here have not.
            let source = named.get(view.number - 1).and_then(|id| reader.catalogue.source(id));
            if let Some(work) = source.and_then(|source| Work::of_source(source)) {
                let lang = (work.language != reader.language).then(|| work.language.tag());
                view.citation =
                    Citation { html: linked(&work.to_reference(Style::default())?, view.url.take()), lang };
            }
        }
        Ok(views)
    }
}

/// A reference whose address can be followed.
fn linked(reference: &str, url: Option<String>) -> String {
    let html = escaped(reference);
    let Some(url) = url.map(|url| escaped(&url)) else { return html };
    // Both are escaped alike, so that the one is found in the other.
    html.replacen(&url, &format!("<a href=\"{url}\" rel=\"noreferrer\">{url}</a>"), 1)
}

/// A source with its number.
pub(in crate::web) fn view(
    source: &Source,
    number: usize,
    back: Vec<String>,
    reader: &Reader<'_>,
) -> SourceView {
    let grade = grade_word(source.grade);
    SourceView {
        id: source.id.to_string(),
        number,
        citation: Citation { html: citation(source, reader), lang: None },
        url: source.url.clone(),
        note: source.note.as_ref().map(|note| reader.text(note)),
        grade: Labelled { id: grade.to_owned(), label: reader.t(&format!("grade-{grade}")) },
        back,
    }
}

/// A source in full as plain text, for forms that are not HTML.
pub(in crate::web) fn plain_citation(source: &Source, reader: &Reader<'_>) -> String {
    let html = citation(source, reader);
    let mut plain = String::with_capacity(html.len());
    // The only tags are the spans of a language, and all else in it is escaped.
    for (place, piece) in html.split('<').enumerate() {
        plain.push_str(if place == 0 { piece } else { piece.split_once('>').map_or("", |(_, text)| text) });
    }
    unescaped(&plain)
}

/// What kind of material a source is, in words.
pub(in crate::web) fn grade(source: &Source, reader: &Reader<'_>) -> String {
    reader.t(&format!("grade-{}", grade_word(source.grade)))
}

fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::Official => "official",
        Grade::Scholarly => "scholarly",
        Grade::Press => "press",
        Grade::Web => "web",
        Grade::Inference => "inference",
    }
}

/// How the public reads a source in passing: 《运城日报》2024年.
pub(in crate::web) fn short(source: &Source, reader: &Reader<'_>) -> Text {
    let year = source.issued.map(|issued| issued.year());
    if source.source_type == SourceType::Inference {
        return Text { text: reader.t("source-inference"), lang: None };
    }
    let named = source.container.as_ref().map(|container| match reader.language {
        Language::Chinese => format!("《{container}》"),
        Language::English => container.clone(),
    });
    let named = named.or_else(|| source.publisher.clone()).or_else(|| source.authors.first().cloned());
    // Names of papers, publishers and people are kept in Chinese alone; the words of the interface are the
    // reader's.
    let is_chinese = named.is_some();
    let named = named.unwrap_or_else(|| reader.t("source-webpage"));
    let text = match (reader.language, year) {
        (Language::Chinese, Some(year)) => format!("{named}{year}年"),
        (Language::English, Some(year)) => format!("{named} {year}"),
        (_, None) => named,
    };
    if is_chinese { reader.chinese(&text) } else { Text { text, lang: None } }
}

/// The source in full: 郭华：《题名》，《运城日报》，2024年6月。
fn citation(source: &Source, reader: &Reader<'_>) -> String {
    let people = if source.authors.is_empty() { &source.editors } else { &source.authors };
    let issued = source.issued.map(|issued| reader.date(issued).text);
    match reader.language {
        Language::Chinese => {
            let people = people.join("、");
            let mut text = if people.is_empty() { String::new() } else { format!("{}：", escaped(&people)) };
            // The archive's own reasoning is no work, so its name stands without a work's marks.
            let is_work = source.source_type != SourceType::Inference;
            text.push_str(&if is_work { book_title(&source.title) } else { escaped(&source.title) });
            let publisher = match (&source.publisher_place, &source.publisher) {
                (Some(place), Some(publisher)) => Some(format!("{}：{}", escaped(place), escaped(publisher))),
                (place, publisher) => place.as_deref().or(publisher.as_deref()).map(escaped),
            };
            let numbered = |number: &Option<String>, before: &str, after: &str| {
                number.as_deref().map(|number| format!("{before}{}{after}", escaped(number)))
            };
            let parts = [
                source.container.as_deref().map(book_title),
                publisher,
                issued,
                numbered(&source.volume, "第", "卷"),
                numbered(&source.issue, "第", "期"),
                numbered(&source.pages, "第", if is_newspaper(source) { "版" } else { "页" }),
            ];
            for part in parts.into_iter().flatten() {
                text.push_str(&format!("，{part}"));
            }
            text + "。"
        }
        Language::English => {
            let chinese = |text: &str| format!("<span lang=\"zh-Hans\">{}</span>", escaped(text));
            let mut parts = Vec::new();
            if !people.is_empty() {
                parts.push(chinese(&people.join("、")));
            }
            parts.push(match &source.title_en {
                Some(title) => format!("{} [{}]", chinese(&source.title), escaped(title)),
                None => chinese(&source.title),
            });
            parts.extend(source.container.as_deref().map(chinese));
            parts.extend(source.publisher_place.as_deref().map(chinese));
            parts.extend(source.publisher.as_deref().map(chinese));
            parts.extend(issued);
            for (before, number) in [
                ("vol.", &source.volume),
                ("no.", &source.issue),
                (if is_newspaper(source) { "page" } else { "pp." }, &source.pages),
            ] {
                parts.extend(number.as_deref().map(|number| format!("{before} {}", escaped(number))));
            }
            parts.join(", ") + "."
        }
    }
}

fn is_newspaper(source: &Source) -> bool {
    source.source_type == SourceType::ArticleNewspaper
}

/// A title in its marks; one that the archive had to describe, in brackets, keeps its own.
fn book_title(title: &str) -> String {
    if title.starts_with(['(', '（']) { escaped(title) } else { format!("《{}》", escaped(title)) }
}
