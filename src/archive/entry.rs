//! What lists know of a village or a photo.

use std::sync::Arc;

use crate::model::{Certainty, Id, Village};
use crate::store::Digest;

/// What lists know of a photo.
#[derive(Debug, Clone, PartialEq)]
pub struct PhotoEntry {
    /// Its id.
    pub id: Id,
    /// Its village.
    pub village: Id,
    /// Id of what it shows.
    pub element: Arc<str>,
    /// Whether it is a drawn stand-in.
    pub stand_in: bool,
    /// The original's digest.
    pub original: Digest,
    /// Width of the upright picture.
    pub width_px: u32,
    /// Height of the upright picture.
    pub height_px: u32,
    /// The newest revision's number.
    pub revision: u64,
}

/// How many statements of a village say something.
pub fn known(village: &Village) -> usize {
    village.statements.iter().filter(|statement| statement.certainty != Certainty::Unknown).count()
}

/// The surest of what is said of a village's fort; `None` where nothing is said of it.
pub fn surest_of_fort(village: &Village) -> Option<Certainty> {
    village.statements_of("fort").map(|statement| statement.certainty).min()
}
