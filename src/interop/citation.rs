//! Citations: one neutral [`Work`], written as a printed reference (GB/T 7714, APA), as BibTeX, RIS and
//! CSL-JSON, as metadata in a page's head and as schema.org. Whatever the form, it is made of the same work,
//! so that all agree on title, authors in order, year and address.

mod beyond_csl;
mod bibtex;
mod credit;
mod csl_json;
mod engine;
mod head;
mod linked;
mod locator;
mod name;
mod records;
mod reference;
mod ris;
mod style;
mod text;
mod work;

pub use head::{coins, metas};
pub use linked::{Crumb, Item, breadcrumbs, json_ld, script_safe, web_site};
pub use locator::{BadRegion, Locator, Region};
pub use name::Name;
pub use records::{Archive, Shown};
pub use reference::{CitationError, reference};
pub use style::{Edition, Style, System};
pub use work::{Author, Work, WorkKind};

/// A form that programs read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Form {
    /// BibTeX.
    Bibtex,
    /// RIS, the form of Reference Manager that all others read.
    Ris,
    /// CSL-JSON 1.0.2.
    CslJson,
    /// One reference after GB/T 7714, as text.
    Gbt7714,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 4] = [Self::Bibtex, Self::Ris, Self::CslJson, Self::Gbt7714];

    /// How an address of this form ends, after the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Bibtex => "bib",
            Self::Ris => "ris",
            Self::CslJson => "csl.json",
            Self::Gbt7714 => "gbt7714.txt",
        }
    }

    /// The media type. The three programs read are UTF-8 by custom and are named without a character set.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Bibtex => "application/x-bibtex",
            Self::Ris => "application/x-research-info-systems",
            Self::CslJson => "application/vnd.citationstyles.csl+json",
            Self::Gbt7714 => "text/plain; charset=utf-8",
        }
    }

    /// The work in this form; `style` is that of [`Form::Gbt7714`].
    ///
    /// # Errors
    ///
    /// [`CitationError`] where the engine fails, which is a fault of the program.
    pub fn write(self, work: &Work, style: Style) -> Result<String, CitationError> {
        Ok(match self {
            Self::Bibtex => work.to_bibtex(),
            Self::Ris => work.to_ris(),
            Self::CslJson => work.to_csl_json(),
            Self::Gbt7714 => work.to_reference(style)? + "\n",
        })
    }
}
