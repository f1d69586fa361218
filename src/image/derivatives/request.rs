//! What a derivative is asked by, and the names that follow from it.

use super::super::{Digest, Format, Recipe, Size};

/// Counts changes of how derivatives are made: raise it, and every cache and every browser asks anew.
const RECIPE_EDITION: u32 = 1;

/// A derivative as asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Request {
    /// The blob it is made from.
    pub original: Digest,
    /// What to make of it.
    pub recipe: Recipe,
}

impl Request {
    /// Asks for a size and format in the archive's quality.
    pub fn new(original: Digest, size: Size, format: Format) -> Request {
        Request { original, recipe: Recipe::new(size, format) }
    }

    /// A strong validator, without quotes: known before the picture is made, so that `If-None-Match` is
    /// answered without making it.
    pub fn etag(&self) -> String {
        let original = self.original.to_string();
        format!("{}-{}", &original[..32], self.variant())
    }

    /// Folder and file name in the disk cache.
    pub(super) fn cache_name(&self) -> String {
        let original = self.original.to_string();
        format!("{}/{original}-{}.{}", &original[..2], self.variant(), self.recipe.format.extension())
    }

    fn variant(&self) -> String {
        let Recipe { size, format, quality } = self.recipe;
        let size = match size {
            Size::Max => "max".to_owned(),
            Size::Width(px) => format!("w{px}"),
        };
        format!("{size}-{}{quality}-{RECIPE_EDITION}", format.extension())
    }
}
