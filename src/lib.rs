//! The digital archive of the fortress-villages (堡寨) of Hejin.
//!
//! Read in this order; what stands lower may use what stands higher, never the other way round
//! (`tests/it/layers.rs` holds the table).
