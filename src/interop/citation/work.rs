//! The neutral work that every form is made of.

use jiff::civil::Date;

use super::locator::Locator;
use super::name::Name;
use crate::model::{Language, PartialDate};

/// What kind of work it is, in the words of CSL 1.0.2, appendix III.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WorkKind {
    /// An essay of the archive, which appears in it as in a periodical: `article-journal`.
    Essay,
    /// A record of the archive's database: `dataset`.
    Record,
    /// A photograph, or the drawing in the place of one: `graphic`.
    Picture,
    /// `book`.
    Book,
    /// `chapter`.
    Chapter,
    /// `article-newspaper`.
    NewspaperArticle,
    /// `article-journal`.
    JournalArticle,
    /// `report`.
    Report,
    /// `thesis`.
    Thesis,
    /// `dataset`.
    Dataset,
    /// `map`.
    Map,
    /// `webpage`.
    Webpage,
}

impl WorkKind {
    /// The type of CSL.
    pub fn csl_type(self) -> &'static str {
        match self {
            Self::Essay | Self::JournalArticle => "article-journal",
            Self::Record | Self::Dataset => "dataset",
            Self::Picture => "graphic",
            Self::Book => "book",
            Self::Chapter => "chapter",
            Self::NewspaperArticle => "article-newspaper",
            Self::Report => "report",
            Self::Thesis => "thesis",
            Self::Map => "map",
            Self::Webpage => "webpage",
        }
    }
}

/// One who answers for a work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Author {
    /// The name in the language of the entry.
    pub name: Name,
    /// ORCID, `0000-0000-0000-0000`.
    pub orcid: Option<String>,
}

/// A work to be cited. All its text is clean: on one line, nothing invisible in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// What the work is called among others: `on-forts@3`, or the id of a source.
    pub id: String,
    /// What it is.
    pub kind: WorkKind,
    /// The language of the entry, which decides between 等 and et al.
    pub language: Language,
    /// The title in the language of the entry.
    pub title: String,
    /// The title in the other language.
    pub other_title: Option<String>,
    /// Who answers for it, in order.
    pub authors: Vec<Author>,
    /// Who edited it.
    pub editors: Vec<Author>,
    /// What it appears in: a periodical, a newspaper, a book.
    pub container: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// The place it is published at.
    pub publisher_place: Option<String>,
    /// The volume it stands in.
    pub volume: Option<String>,
    /// The number of the periodical it stands in.
    pub issue: Option<String>,
    /// The pages it stands on.
    pub pages: Option<String>,
    /// When it came out, in this revision.
    pub issued: Option<PartialDate>,
    /// The day of the visit, in Shanghai.
    pub accessed: Option<Date>,
    /// Where it is, the revision included; without the locator.
    pub url: Option<String>,
    /// The number of the revision.
    pub revision: Option<u64>,
    /// The SHA-256 of the revision's canonical form, 64 hexadecimal digits.
    pub digest: Option<String>,
    /// Which part of it is meant.
    pub locator: Option<Locator>,
    /// What it says, in short.
    pub summary: Option<String>,
    /// Its keywords.
    pub keywords: Vec<String>,
    /// SPDX id of the licence.
    pub rights: Option<String>,
    /// Whether it is a drawing in the place of a photograph.
    pub stand_in: bool,
}

impl Work {
    /// A work of which nothing is known but what it must have.
    pub fn new(id: String, kind: WorkKind, language: Language, title: String) -> Self {
        Self {
            id,
            kind,
            language,
            title,
            other_title: None,
            authors: Vec::new(),
            editors: Vec::new(),
            container: None,
            publisher: None,
            publisher_place: None,
            volume: None,
            issue: None,
            pages: None,
            issued: None,
            accessed: None,
            url: None,
            revision: None,
            digest: None,
            locator: None,
            summary: None,
            keywords: Vec::new(),
            rights: None,
            stand_in: false,
        }
    }

    /// The address, at the part that is meant.
    pub fn address(&self) -> Option<String> {
        let url = super::text::address(self.url.as_deref()?);
        Some(match &self.locator {
            Some(locator) => format!("{url}#{}", locator.fragment()),
            None => url,
        })
    }

    /// The language as CSL writes it.
    pub fn csl_language(&self) -> &'static str {
        match self.language {
            Language::Chinese => "zh-CN",
            Language::English => "en-US",
        }
    }

    /// What a reference has no place for and must not be lost: the part, the revision, its digest.
    pub fn note(&self) -> Option<String> {
        let chinese = self.language == Language::Chinese;
        let mut parts = Vec::new();
        parts.extend(self.locator.as_ref().map(|locator| locator.in_words(self.language)));
        parts.extend(
            self.revision.map(|n| if chinese { format!("第{n}版") } else { format!("revision {n}") }),
        );
        parts.extend(self.digest.as_ref().map(|digest| format!("SHA-256 {digest}")));
        let joint = if chinese { "；" } else { "; " };
        (!parts.is_empty()).then(|| parts.join(joint))
    }

    /// What the work appears in, unless that is who publishes it.
    pub(super) fn container_apart(&self) -> Option<&str> {
        let is_serial =
            matches!(self.kind, WorkKind::Essay | WorkKind::JournalArticle | WorkKind::NewspaperArticle);
        // Of a periodical both are given, though they be one: its kind of entry asks for the container.
        self.container.as_deref().filter(|name| is_serial || self.publisher.as_deref() != Some(*name))
    }

    /// The date as slashes part it, for RIS and Highwire: `2026/02/03`, `2026/02`, `2026`.
    pub(super) fn issued_with_slashes(&self) -> Option<String> {
        self.issued.map(|issued| issued.to_string().replace('-', "/"))
    }

    /// A key for BibTeX: ASCII letters, digits and hyphens.
    pub fn key(&self) -> String {
        let mut key: String =
            self.id.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        if let Some(year) = self.issued.map(PartialDate::year) {
            key.push_str(&format!("-{year:04}"));
        }
        key
    }
}
