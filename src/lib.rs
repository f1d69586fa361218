//! The digital archive of the fortress-villages (堡寨) of Hejin.
//!
//! Read in this order; what stands lower may use what stands higher, never the other way round
//! (`tests/it/layers.rs` holds the table).

/// What the archive knows: villages, photos, statements, sources, places. Pure facts.
pub mod model;
/// The open folder form: TOML, Markdown and pictures on disk, read, checked and written.
pub mod folder;
