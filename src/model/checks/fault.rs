//! What a check finds, as data.

use crate::model::RecordKey;

/// Something wrong with the meaning of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What kind of fault it is.
    pub code: FaultCode,
    /// The record it is in.
    pub record: RecordKey,
    /// Where in the record, as keys and indexes: `statement[2].sources[0]`.
    pub path: String,
    /// What is wrong, in a sentence.
    pub message: String,
    /// For a dangling reference: what was looked for, and its id.
    pub missing: Option<(Target, String)>,
}

/// What a reference can lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A property of the vocabulary.
    Property,
    /// A measure of the vocabulary.
    Measure,
    /// A photo element of the vocabulary.
    Element,
    /// A list of coded values of the vocabulary.
    CodeList,
    /// A coded value of the property.
    Code,
    /// A source.
    Source,
    /// A town of the region.
    Town,
    /// A village.
    Village,
    /// A photo.
    Photo,
    /// A term.
    Term,
    /// An essay.
    Essay,
    /// A survey of the same entry.
    Survey,
}

impl Target {
    /// What stands in the vocabulary itself; its terms are records of their own.
    pub const OF_VOCABULARY: [Self; 5] =
        [Self::Property, Self::Measure, Self::Element, Self::CodeList, Self::Code];

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Measure => "measure",
            Self::Element => "photo element",
            Self::CodeList => "code list",
            Self::Code => "coded value",
            Self::Source => "source",
            Self::Town => "town",
            Self::Village => "village",
            Self::Photo => "photo",
            Self::Term => "term",
            Self::Essay => "essay",
            Self::Survey => "survey of this entry",
        }
    }
}

/// The kinds of faults of meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FaultCode {
    /// Two records of one namespace have the same id.
    DuplicateId,
    /// The id is a word that addresses use.
    ReservedId,
    /// A reference leads to nothing.
    DanglingReference,
    /// A claim has no source though its certainty wants one.
    MissingSource,
    /// A claim of 未查到 names a source.
    NeedlessSource,
    /// A coded value is none of those that the property has.
    UnknownCode,
    /// More coded values than may stand, or one twice.
    TooManyCodes,
    /// A claim of 未查到 has a coded value.
    CodedUnknown,
    /// A number is impossible for what it measures.
    BadMeasure,
    /// A position of two zeros.
    Nowhere,
    /// A position beyond the rectangle about China.
    OutsideChina,
    /// A position far from every town of the county.
    OutsideCounty,
    /// A point that is said to stand for what it cannot.
    FalsePoint,
    /// An outline of fewer than three points.
    ShortOutline,
    /// A point of an outline is there twice running, or its first again at its end.
    RepeatedPoint,
    /// An outline that crosses itself.
    CrossedOutline,
    /// A photo's id does not begin with its village's.
    ForeignPhoto,
    /// A stand-in claims what only a photograph has.
    FalseStandIn,
    /// The licence is no SPDX id.
    UnknownLicence,
}

impl FaultCode {
    /// The code as printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::DuplicateId => "duplicate-id",
            Self::ReservedId => "reserved-id",
            Self::DanglingReference => "dangling-reference",
            Self::MissingSource => "missing-source",
            Self::NeedlessSource => "needless-source",
            Self::UnknownCode => "unknown-code",
            Self::TooManyCodes => "too-many-codes",
            Self::CodedUnknown => "coded-unknown",
            Self::BadMeasure => "bad-measure",
            Self::Nowhere => "nowhere",
            Self::OutsideChina => "outside-china",
            Self::OutsideCounty => "outside-county",
            Self::FalsePoint => "false-point",
            Self::ShortOutline => "short-outline",
            Self::RepeatedPoint => "repeated-point",
            Self::CrossedOutline => "crossed-outline",
            Self::ForeignPhoto => "foreign-photo",
            Self::FalseStandIn => "false-stand-in",
            Self::UnknownLicence => "unknown-licence",
        }
    }
}
