//! The digital archive of the fortress-villages (堡寨) of Hejin.
//!
//! Read in this order; what stands lower may use what stands higher, never the other way round
//! (`tests/it/layers.rs` holds the table).

/// The archive as one can ask it: which villages, photos and terms there are at a sequence number.
pub mod catalogue;
/// The commands and the configuration.
pub mod cli;
/// The open folder form: TOML, Markdown and pictures on disk, read, checked and written.
pub mod folder;
/// Pixels: probing pictures and making derivatives of them.
pub mod image;
/// What other programs read and write: citations, tables, Word files.
pub mod interop;
/// What the archive knows: villages, photos, statements, sources, places. Pure facts.
pub mod model;
/// Prose: Markdown to safe HTML and to plain text.
pub mod prose;
/// Search: the index of all records, and what is asked of it.
pub mod search;
/// Rows and bytes: versioned records in SQL, blobs by their SHA-256.
pub mod store;
/// HTTP: addresses, pages, assets, and the rules every answer keeps.
pub mod web;
