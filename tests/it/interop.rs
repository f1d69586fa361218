//! What other programs read of the archive.

mod golden;
mod properties;
mod works;
