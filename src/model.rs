//! What the archive knows, as typed values. Pure facts: no files, no clock, no HTTP, no SQL.
//!
//! The serde forms of these types are the *document form* of a record: what the store
//! keeps as one JSON text and what a digest is taken of. The TOML of the folders has a shape of its
//! own in `folder`.

pub mod address;
mod certainty;
mod characters;
mod checks;
mod chosen;
mod codes;
mod collection;
mod county;
mod date;
mod datum;
mod essay;
mod id;
mod licence;
mod photo;
mod picture_format;
mod place;
mod position;
mod record;
mod source;
mod statement;
mod text;
mod village;
mod vocabulary;
mod withdrawal;

pub use certainty::Certainty;
pub use characters::{as_text, is_hidden, is_joiner, may_stand};
pub use checks::{Fault, FaultCode, Target, check_collection};
pub use codes::{Choose, Code, CodeList, FormPart};
pub use collection::Collection;
pub use county::{Candidate, CandidateStatus, County, Town};
pub use date::{BadDate, ENGLISH_MONTHS, PartialDate, day_in_shanghai};
pub use datum::Datum;
pub use essay::{Author, Essay, Keywords};
pub use id::{BadId, Id, RESERVED_WORDS};
pub use licence::Licence;
pub use photo::{Photo, Picture};
pub use picture_format::PictureFormat;
pub use place::{Geometry, Method, Place, PublicPrecision, Role, StandsFor};
pub use position::{BadPosition, Heading, Position};
pub use record::{Kind, Record, RecordKey, canonical_json};
pub use source::{Grade, Source, SourceType};
pub use statement::{Measurement, Statement};
pub use text::{Bilingual, Language, Name, PartlyBilingual};
pub use village::{Entry, Survey, Village};
pub use vocabulary::{Element, Measure, Property, Term, Vocabulary};
pub use withdrawal::{Purged, Visibility, Withdrawal, WithdrawalReason, Withdrawals, Withdrawn};
