//! How sure a claim is.

use serde::{Deserialize, Serialize};

use super::id::Id;

/// The certainty of a statement or a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// 有据: a primary or official source says so.
    Established,
    /// 据报道: a press or scholarly source says so.
    Reported,
    /// 待核实: a weak source or an inference.
    Lead,
    /// 未查到: looked for and not found; the one level without a source.
    Unknown,
}

impl Certainty {
    /// All four, the surest first.
    pub const ALL: [Self; 4] = [Self::Established, Self::Reported, Self::Lead, Self::Unknown];

    /// The word used in files and documents.
    pub fn word(self) -> &'static str {
        match self {
            Self::Established => "established",
            Self::Reported => "reported",
            Self::Lead => "lead",
            Self::Unknown => "unknown",
        }
    }

    /// Whether these sources fit the level: all but 未查到 have at least one, 未查到 has none.
    pub fn accepts(self, sources: &[Id]) -> bool {
        (self == Self::Unknown) == sources.is_empty()
    }
}
