//! What is claimed of Hejin as a whole, its towns, and the names that may be among the open entries.

use serde::{Deserialize, Serialize};

use super::id::Id;
use super::place::Place;
use super::statement::Statement;
use super::text::Name;

/// The county: statements, towns, candidates.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct County {
    /// What is claimed of it.
    pub statements: Vec<Statement>,
    /// Its towns (乡镇、街道).
    pub towns: Vec<Town>,
    /// Villages whose names make them candidates for the open entries.
    pub candidates: Vec<Candidate>,
}

impl County {
    /// The town of this id.
    pub fn town(&self, id: &Id) -> Option<&Town> {
        self.towns.iter().find(|town| &town.id == id)
    }
}

/// A town, township or subdistrict.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Town {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub name: Name,
    /// 统计用区划代码, 9 digits.
    pub statistical_code: String,
    /// About where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// Where a candidate's name stands in the code lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CandidateStatus {
    /// In the list of 2023.
    Current,
    /// In the list of 2016 and not in that of 2019.
    // Kebab case puts no hyphen before digits.
    #[serde(rename = "dropped-after-2016")]
    DroppedAfter2016,
    /// In the list of 2019 and not in that of 2023.
    #[serde(rename = "dropped-after-2019")]
    DroppedAfter2019,
}

/// A village name with 堡 or 寨 that may be one of the open entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidate {
    /// The name in characters.
    pub name: String,
    /// 统计用区划代码, 12 digits.
    pub statistical_code: String,
    /// Id of its town.
    pub town: Id,
    /// Where it stands in the code lists.
    pub status: CandidateStatus,
    /// The character that makes it a candidate, 堡 or 寨.
    pub kind: String,
    /// Whether the founding article names it.
    pub named_in_article: bool,
}
