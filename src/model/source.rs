//! Sources (来源): works that are cited.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::id::Id;
use super::text::Bilingual;

/// What kind of work a source is: the types of CSL 1.0.2 that occur, and the archive's own reasoning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceType {
    /// A book.
    Book,
    /// A chapter in a book.
    Chapter,
    /// A newspaper article.
    ArticleNewspaper,
    /// A journal article.
    ArticleJournal,
    /// A report.
    Report,
    /// A thesis.
    Thesis,
    /// A data set.
    Dataset,
    /// A map.
    Map,
    /// A web page.
    Webpage,
    /// This archive's own reasoning; never cited as a work.
    Inference,
}

/// How much weight a source carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grade {
    /// Published by an authority.
    Official,
    /// Scholarly work.
    Scholarly,
    /// The press.
    Press,
    /// A page on the web of unknown care.
    Web,
    /// This archive's own reasoning.
    Inference,
}

/// A work that is cited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its id.
    pub id: Id,
    /// What kind of work it is.
    #[serde(rename = "type")]
    pub source_type: SourceType,
    /// Its title, in its own language.
    pub title: String,
    /// The title in English, for readers of English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title_en: Option<String>,
    /// Authors as named by the work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<String>,
    /// Editors as named by the work.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub editors: Vec<String>,
    /// Others who had a part in it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<String>,
    /// The newspaper, journal or book it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// The place it was published at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher_place: Option<String>,
    /// The volume it stands in, as it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// The number of the periodical it stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// The pages it stands on; of a newspaper the page in brackets after the date (版次).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// When it came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<PartialDate>,
    /// Where it can be read, an http(s) address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Its weight.
    pub grade: Grade,
    /// Whether it may stand in a list of references.
    pub citable: bool,
    /// What should be known before it is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
}
