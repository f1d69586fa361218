//! Statements (著录项): one claimed fact each, with its sources and certainty.

use serde::{Deserialize, Serialize};

use super::certainty::Certainty;
use super::id::Id;
use super::text::Bilingual;

/// One claimed fact.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Id of the property claimed, e.g. `fort_size` (see [`super::Property`]).
    pub property: String,
    /// The fact in words.
    pub value: Bilingual,
    /// Ids of the coded values that it chooses, in its order, from the lists of the property (see [`super::CodeList`]).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub codes: Vec<Id>,
    /// The fact in a word or two, for badges and tables.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub short: Option<Bilingual>,
    /// How sure it is.
    pub certainty: Certainty,
    /// Ids of the sources that say so; none for 未查到.
    pub sources: Vec<Id>,
    /// Id of the survey that saw it, among the entry's surveys: when it was so and who says so. None where a source
    /// reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Id>,
    /// A reservation or an explanation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Bilingual>,
    /// The numbers in the fact.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measurement>,
}

/// One number that was measured or reported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measurement {
    /// Id of what was measured, e.g. `wall_height` (see [`super::Measure`]).
    pub measure: String,
    /// The number, in `unit`; finite.
    pub value: f64,
    /// The unit: `m`, `cm`, `m2`, or `1` for a count.
    pub unit: String,
    /// Where on the fort it was measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Bilingual>,
    /// Id of the survey that measured it, among the entry's surveys; none where a source reports it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub survey: Option<Id>,
}
