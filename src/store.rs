//! Rows and bytes: what the archive is made of, and nothing about what it means.
//!
//! [`Records`] keeps versioned documents in SQL, [`Papers`] beside them what is being worked on, [`Blobs`] keeps bytes
//! under their SHA-256. A record is opaque here: a [`Key`], a [`Kind`] and a text. The module must not know what a village
//! is, nor HTTP. All seams pass one conformance suite, `tests/it/store/`, on every back-end.

mod blobs;
mod clock;
mod digest;
mod error;
mod file;
mod key;
mod parts;
mod records;

pub use blobs::{BlobEntry, BlobError, BlobState, Blobs, Repair};
pub use clock::Clock;
pub use digest::{Digest, DigestError};
pub use error::StoreError;
pub use file::{
    AtomicFile, clear_temporaries, may_write, sync_folder, try_writing, write_atomically, write_derived,
    write_derived_parts,
};
pub use key::{Key, KeyError, KindWord, KindWordError};
pub use parts::{Ended, Parts};
pub use records::{
    Batch, Change, ChangeNote, Collection, CommitDigest, CommitError, Conflict, Content, ContentError,
    FeedPosition, HeadNote, KeptRevision, KindConflict, Label, Origin, Paper, PaperConflict, PaperError,
    PaperList, Papers, Proposal, PublishError, PurgedText, Records, Revision, RevisionNote,
};
