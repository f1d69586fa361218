//! Stored documents as the records they are.

use crate::model::{County, Essay, Id, Kind, Photo, Record, RecordKey, Source, Term, Village, Vocabulary};
use crate::store::{Digest, KeptRevision, Key, Revision, RevisionNote};

use super::ArchiveError;

/// A type of record that can be asked for.
pub trait Typed: Sized {
    /// Its kind.
    const KIND: Kind;

    /// The record, if it is of this type.
    fn from_record(record: Record) -> Option<Self>;
}

macro_rules! typed {
    ($($name:ident),*) => {
        $(impl Typed for $name {
            const KIND: Kind = Kind::$name;

            fn from_record(record: Record) -> Option<Self> {
                match record {
                    Record::$name(record) => Some(record),
                    _ => None,
                }
            }
        })*
    };
}

typed!(Vocabulary, Source, Term, County, Village, Photo, Essay);

/// A record with what the store knows of the revision it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Published<R = Record> {
    /// The record.
    pub record: R,
    /// Number, commit, digest and date of the revision.
    pub revision: RevisionNote,
}

impl Published<Record> {
    /// The same as one type; `None` if it is of another.
    pub(super) fn typed<R: Typed>(self) -> Option<Published<R>> {
        let revision = self.revision;
        R::from_record(self.record).map(|record| Published { record, revision })
    }
}

/// The store's key of the record of a kind with this id.
pub(super) fn key_of(kind: Kind, id: &Id) -> Result<Key, ArchiveError> {
    Ok(Key::new(RecordKey::new(kind, id).to_string())?)
}

/// A stored revision as a record.
pub(super) fn read(revision: Revision) -> Result<Published, ArchiveError> {
    let Revision { key, kind, number, sequence, digest, body, origin, committed_at } = revision;
    let note = RevisionNote { key, kind, number, sequence, digest, origin, committed_at };
    read_kept(KeptRevision { note, body: Some(body), purged: None })
}

/// The same of a revision whose text may be damaged.
pub(super) fn read_kept(kept: KeptRevision) -> Result<Published, ArchiveError> {
    let KeptRevision { note, body, purged } = kept;
    if let Some(on) = purged {
        return Err(ArchiveError::Purged { key: note.key, number: note.number, on });
    }
    let body = body.ok_or_else(|| unreadable(&note, "its text is damaged"))?;
    let word = note.kind.as_str();
    let kind =
        Kind::from_word(word).ok_or_else(|| unreadable(&note, format!("its kind `{word}` is unknown")))?;
    let record = Record::from_document(kind, &body).map_err(|error| unreadable(&note, error))?;
    Ok(Published { record, revision: note })
}

/// The digest of a photo's original.
pub(super) fn original_of(photo: &Photo, revision: &RevisionNote) -> Result<Digest, ArchiveError> {
    photo.picture.sha256.parse().map_err(|error| unreadable(revision, error))
}

fn unreadable(revision: &RevisionNote, fault: impl ToString) -> ArchiveError {
    ArchiveError::Record { key: revision.key.clone(), number: revision.number, fault: fault.to_string() }
}
