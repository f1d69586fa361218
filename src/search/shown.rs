//! Reads back what an index keeps of an entry to show it.

use tantivy::schema::Value;
use tantivy::{DocAddress, Searcher, TantivyDocument};

use super::SearchError;
use super::entry::Shown;
use super::schema::Fields;

/// What is shown of the entry at an address.
pub(super) fn shown_at(searcher: &Searcher, fields: &Fields, at: DocAddress) -> Result<Shown, SearchError> {
    let document: TantivyDocument = searcher.doc(at)?;
    let bytes = document.get_first(fields.shown).and_then(|value| value.as_bytes());
    let bytes = bytes.ok_or_else(|| SearchError::Damaged("an entry has lost its text".to_owned()))?;
    postcard::from_bytes(bytes).map_err(|error| SearchError::Shown(error.to_string()))
}
