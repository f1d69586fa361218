//! What an address says that was asked for: the language, the item a segment names, the page of a list.
//!
//! Addresses are made in `model::address`; here they are read.

use std::convert::Infallible;
use std::fmt;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::Uri;
use axum::http::request::Parts;

use super::errors::PageError;
use crate::interop::citation::Form;
use crate::model::address::Page;
use crate::model::{Id, Kind, Language};

/// The language of the page asked for, from the prefix of its path.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageLanguage(pub(super) Language);

impl<S: Sync> FromRequestParts<S> for PageLanguage {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        // Below `/en` the router has taken the prefix off.
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        Ok(Self(language_of(uri)))
    }
}

/// The language whose pages an address belongs to.
pub(super) fn language_of(uri: &Uri) -> Language {
    Language::of_path(uri.path())
}

/// What one segment names: `fancunbu`, with a revision `fancunbu@3`, and either in a form for programs:
/// `fancunbu@3.bib`.
///
/// axum's matcher takes no suffix inside a segment, so the segment is parsed here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ItemAddress {
    pub(super) id: Id,
    pub(super) revision: Option<u64>,
    pub(super) form: Option<Form>,
}

impl ItemAddress {
    /// Reads a segment. A revision is written without sign or leading zero.
    pub(super) fn parse(segment: &str) -> Option<Self> {
        // Ids hold neither `.` nor `@`: the first of each ends what stands before it.
        let (item, form) = match segment.split_once('.') {
            None => (segment, None),
            Some((item, ending)) => (item, Some(Form::ALL.into_iter().find(|form| form.ending() == ending)?)),
        };
        let (id, revision) = match item.split_once('@') {
            None => (item, None),
            Some((id, number)) => (id, Some(plain_number(number)?)),
        };
        Some(Self { id: Id::parse(id).ok()?, revision, form })
    }

    /// The page of an item of a kind under this address.
    pub(super) fn page(&self, kind: Kind) -> Page {
        Page::record(kind, &self.id).at(self.revision)
    }
}

impl fmt::Display for ItemAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.revision {
            None => write!(f, "{}", self.id),
            Some(number) => write!(f, "{}@{number}", self.id),
        }
    }
}

/// A number from 1 as people write it: no sign, no leading zero.
pub(super) fn plain_number(text: &str) -> Option<u64> {
    // One spelling for each number, so that each revision and each page of a list has one address.
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with('0');
    if plain { text.parse().ok() } else { None }
}

/// The page a query asks for; the first where it does not say.
pub(super) fn page_number(text: Option<&str>) -> Result<usize, PageError> {
    match text.filter(|text| !text.is_empty()) {
        None => Ok(1),
        Some(text) => {
            plain_number(text).and_then(|number| usize::try_from(number).ok()).ok_or(PageError::NotFound)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ItemAddress;
    use crate::interop::citation::Form;

    #[test]
    fn a_segment_names_an_item_and_perhaps_a_revision() {
        let parsed = |text| ItemAddress::parse(text).map(|item| (item.id.to_string(), item.revision));
        assert_eq!(parsed("fancunbu"), Some(("fancunbu".to_owned(), None)));
        assert_eq!(parsed("fancunbu@12"), Some(("fancunbu".to_owned(), Some(12))));
        for bad in
            ["", "@1", "a@", "a@0", "a@+1", "a@01", "a@1@2", "A", "a.json", "../a", "a@99999999999999999999"]
        {
            assert_eq!(parsed(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_segment_may_end_with_a_form() {
        for form in Form::ALL {
            for (item, revision) in [("fancunbu", None), ("fancunbu@3", Some(3))] {
                let parsed = ItemAddress::parse(&format!("{item}.{}", form.ending()));
                assert_eq!(parsed.map(|item| (item.revision, item.form)), Some((revision, Some(form))));
            }
        }
        for bad in ["a.", ".bib", "a.BIB", "a.bib.bib", "a.csl", "a.txt", "a.bib@1", "a@1.bib@1"] {
            assert_eq!(ItemAddress::parse(bad), None, "{bad}");
        }
    }
}
