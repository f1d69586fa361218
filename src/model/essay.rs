//! Essays (文章): texts with authors, dates and references.

use serde::{Deserialize, Serialize};

use super::date::PartialDate;
use super::id::Id;
use super::text::{Bilingual, PartlyBilingual};
use super::withdrawal::Visibility;

/// An essay.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Essay {
    /// Its id.
    pub id: Id,
    /// Its title.
    pub title: Bilingual,
    /// Who wrote it, in order.
    pub authors: Vec<Author>,
    /// What it says, in short.
    #[serde(rename = "abstract", default, skip_serializing_if = "Option::is_none")]
    pub abstract_text: Option<Bilingual>,
    /// Its keywords.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keywords: Option<Keywords>,
    /// When it came in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<PartialDate>,
    /// When it was first published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<PartialDate>,
    /// When it was last revised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revised: Option<PartialDate>,
    /// Ids of the villages it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub villages: Vec<Id>,
    /// Ids of the sources it cites.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Id>,
    /// SPDX id of the licence.
    pub rights: String,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Visibility::is_public")]
    pub visibility: Visibility,
    /// The text, Markdown.
    pub text: PartlyBilingual,
}

/// One who wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Author {
    /// The name.
    pub name: Bilingual,
    /// Where the author works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub affiliation: Option<Bilingual>,
    /// ORCID, `0000-0000-0000-0000`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub orcid: Option<String>,
}

/// Keywords in each language; the two lists need not match one to one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keywords {
    /// Chinese keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub zh: Vec<String>,
    /// English keywords.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub en: Vec<String>,
}
