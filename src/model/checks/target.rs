//! What the references of records lead to.

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

    /// What it is called in a message.
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
