//! What a derivative is asked by, and the names that follow from it.

use std::sync::Arc;

use super::super::{Digest, Recipe, Rect};

/// Counts changes of how derivatives are made: raise it, and every cache and every browser asks anew.
const RECIPE_EDITION: u32 = 2;

/// A derivative as asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Request {
    /// The blob it is made from.
    pub original: Digest,
    /// What to make of it.
    pub recipe: Recipe,
    /// What is written into it of whose it is.
    pub credit: Option<Arc<str>>,
}

impl Request {
    /// Asks for a derivative without credit.
    pub fn new(original: Digest, recipe: Recipe) -> Request {
        Request { original, recipe, credit: None }
    }

    /// Asks for the same with a credit.
    pub fn with_credit(self, credit: Arc<str>) -> Request {
        Request { credit: Some(credit), ..self }
    }

    /// A strong validator, without quotes: known before the picture is made, so that `If-None-Match` is
    /// answered without making it.
    pub fn etag(&self) -> String {
        let original = self.original.to_string();
        format!("{}-{}-{}", &original[..32], self.variant(), self.recipe.format.extension())
    }

    /// Folder and file name in the disk cache.
    pub(super) fn cache_name(&self) -> String {
        let original = self.original.to_string();
        format!("{}/{original}-{}.{}", &original[..2], self.variant(), self.recipe.format.extension())
    }

    /// Everything but original and format, in letters, digits, `_` and `-`.
    fn variant(&self) -> String {
        let Recipe { region, size_px, rotation, quality, .. } = self.recipe;
        let Rect { left_px, top_px, width_px, height_px } = region;
        let mirrored = if rotation.mirrored { "m" } else { "" };
        let credit = self.credit.as_ref().map(|credit| Digest::of(credit.as_bytes()).to_string());
        format!(
            "{left_px}_{top_px}_{width_px}_{height_px}-{}_{}-{mirrored}{}-{}-{RECIPE_EDITION}{}",
            size_px.0,
            size_px.1,
            rotation.millidegrees,
            quality.word(),
            credit.map_or(String::new(), |digest| format!("-{}", &digest[..8])),
        )
    }
}
