//! Villages (堡寨村): the central record.

use serde::{Deserialize, Serialize};

use super::certainty::Certainty;
use super::date::PartialDate;
use super::id::Id;
use super::place::{Place, Role};
use super::statement::Statement;
use super::text::{Bilingual, Name, PartlyBilingual};
use super::withdrawal::Visibility;

/// Whether it is known which village an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    /// The village is known by name.
    Named,
    /// 名单待考: kept open until it is known which village it is.
    Open,
}

/// A fort-village, or a place with fort remains.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Village {
    /// Its id.
    pub id: Id,
    /// Named or open.
    pub entry: Entry,
    /// Its name.
    pub name: Name,
    /// Id of its town in the region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town: Option<Id>,
    /// How sure the town is; `Lead` where it was inferred.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub town_certainty: Option<Certainty>,
    /// The administrative village (行政村), as the latest code list has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
    /// 统计用区划代码, 12 digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statistical_code: Option<String>,
    /// How the name compares with the code list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_match: Option<Bilingual>,
    /// Other places of the same name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homonyms: Option<Bilingual>,
    /// What must be said of the entry itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// Id of the photo that opens the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<Id>,
    /// SPDX id of the licence of text and data.
    pub rights: String,
    /// Whom it is for.
    #[serde(default, skip_serializing_if = "Visibility::is_public")]
    pub visibility: Visibility,
    /// Where it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Place>,
    /// What is claimed of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub statements: Vec<Statement>,
    /// The visits it was surveyed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub surveys: Vec<Survey>,
    /// Its prose, Markdown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<PartlyBilingual>,
}

impl Village {
    /// The place that says where the village is: its centre, else the first there is, points on its edge last.
    pub fn main_place(&self) -> Option<&Place> {
        let is_of_edge =
            |place: &&Place| matches!(place.role, Role::Boundary | Role::BoundaryPoint | Role::Landmark);
        let centre = self.places.iter().find(|place| place.role == Role::Centre);
        centre.or_else(|| self.places.iter().find(|place| !is_of_edge(place))).or_else(|| self.places.first())
    }

    /// The statements about one property, in order.
    pub fn statements_of<'a>(&'a self, property: &'a str) -> impl Iterator<Item = &'a Statement> {
        self.statements.iter().filter(move |statement| statement.property == property)
    }
}

/// What one visit brought in (调查).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Survey {
    /// Its id within the entry.
    pub id: Id,
    /// When it was.
    pub date: PartialDate,
    /// Who surveyed.
    pub surveyors: Vec<String>,
    /// What should be known about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
}
