//! The digital archive of the fortress-villages (堡寨) of Hejin.
//!
//! Read in this order; what stands lower may use what stands higher, never the other way round
//! (`tests/it/layers.rs` holds the table).

/// What the archive knows: villages, photos, statements, sources, places. Pure facts.
pub mod model;

/// Rows and bytes: versioned records in SQL, blobs by their SHA-256.
pub mod store;

/// Prose: Markdown to safe HTML and to plain text.
pub mod prose;

/// The checks of what is written, against the records it belongs to and refers to.
pub mod checks;

/// What other programs read and write: citations, tables, Word files.
pub mod interop;

/// The open folder form: TOML, Markdown and pictures on disk, read, checked and written.
pub mod folder;

/// Pixels: probing pictures and making derivatives of them.
pub mod image;

/// Photos that come in: the records of a folder with what the image module says of their pictures.
pub mod intake;

/// One reading of the archive: what is shown, at which moment.
pub mod archive;

/// Letters: whom they go to, what stands in them, the server that takes them.
pub mod mail;

/// People: accounts, sessions, what each role may do, the log of what was done.
pub mod people;

/// Search: the index of all records, and what is asked of it.
pub mod search;

/// Changes: what is drafted, submitted, reviewed and published as one.
pub mod changes;

/// Uploads: files promised to a change, sent in parts, kept, and brought in as its photos.
pub mod uploads;

/// HTTP: addresses, pages, assets, and the rules every answer keeps.
pub mod web;

/// The commands and the configuration.
pub mod cli;
