//! The styles of references there are, by edition and system, and the file of each.

/// An edition of GB/T 7714.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Edition {
    /// GB/T 7714—2015, in force until 2026-06-30 and still asked for.
    E2015,
    /// GB/T 7714—2025, in force since 2026-07-01.
    #[default]
    E2025,
}

/// How GB/T 7714 arranges references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum System {
    /// 顺序编码制: numbered; the number is left to whoever makes the list.
    #[default]
    Numeric,
    /// 著者-出版年制: the year follows the author.
    AuthorDate,
}

/// A style of references.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Style {
    /// GB/T 7714.
    Gbt7714(Edition, System),
    /// APA, 7th edition.
    Apa,
}

impl Default for Style {
    fn default() -> Self {
        Self::Gbt7714(Edition::default(), System::default())
    }
}

impl Style {
    /// All styles.
    pub const ALL: [Self; 5] = [
        Self::Gbt7714(Edition::E2025, System::Numeric),
        Self::Gbt7714(Edition::E2025, System::AuthorDate),
        Self::Gbt7714(Edition::E2015, System::Numeric),
        Self::Gbt7714(Edition::E2015, System::AuthorDate),
        Self::Apa,
    ];

    /// The name of its file in `styles/`, and of its column in the golden cases.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gbt7714(Edition::E2025, System::Numeric) => "gbt7714-2025-numeric",
            Self::Gbt7714(Edition::E2025, System::AuthorDate) => "gbt7714-2025-author-date",
            Self::Gbt7714(Edition::E2015, System::Numeric) => "gbt7714-2015-numeric",
            Self::Gbt7714(Edition::E2015, System::AuthorDate) => "gbt7714-2015-author-date",
            Self::Apa => "apa",
        }
    }

    /// The CSL of those that are files of our own; none for APA, which hayagriva carries.
    pub(super) fn file(self) -> Option<&'static str> {
        match self {
            Self::Gbt7714(Edition::E2025, System::Numeric) => {
                Some(include_str!("styles/gbt7714-2025-numeric.csl"))
            }
            Self::Gbt7714(Edition::E2025, System::AuthorDate) => {
                Some(include_str!("styles/gbt7714-2025-author-date.csl"))
            }
            Self::Gbt7714(Edition::E2015, System::Numeric) => {
                Some(include_str!("styles/gbt7714-2015-numeric.csl"))
            }
            Self::Gbt7714(Edition::E2015, System::AuthorDate) => {
                Some(include_str!("styles/gbt7714-2015-author-date.csl"))
            }
            Self::Apa => None,
        }
    }
}
