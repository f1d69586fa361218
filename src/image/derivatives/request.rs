//! What a derivative is asked by, and the names that follow from it.

use std::sync::{Arc, LazyLock};

use super::super::{Digest, Recipe, Rect, access, encode, render};

/// Counts changes of how derivatives are made that no setting shows: raise it, and every cache and every browser asks
/// anew. A change of a setting does that by itself.
const RECIPE_EDITION: u32 = 3;

/// Stands in the name of every derivative.
static EDITION: LazyLock<String> =
    LazyLock::new(|| edition(&[encode::settings(), access::settings(), render::settings()]));

fn edition(settings: &[String]) -> String {
    let digest = Digest::of(settings.join("\n")).to_string();
    format!("{RECIPE_EDITION}_{}", &digest[..8])
}

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
        // Half of the digest, which is 128 bits, is enough that no two are the same.
        format!("{}-{}-{}", &original[..32], self.variant(), self.recipe.format.extension())
    }

    /// Folder and file name in the disk cache.
    pub(super) fn cache_name(&self) -> String {
        let original = self.original.to_string();
        format!("{}/{original}-{}.{}", &original[..2], self.variant(), self.recipe.format.extension())
    }

    /// Everything but original and format, in letters, digits, `_` and `-`.
    fn variant(&self) -> String {
        // The sides it was made for follow from the original.
        let Recipe { region, size_px, rotation, quality, .. } = self.recipe;
        let Rect { left_px, top_px, width_px, height_px } = region;
        let mirrored = if rotation.mirrored { "m" } else { "" };
        // A credit is any text, and this stands in names of files and in headers.
        let credit = self.credit.as_ref().map(|credit| Digest::of(credit.as_bytes()).to_string());
        format!(
            "{left_px}_{top_px}_{width_px}_{height_px}-{}_{}-{mirrored}{}-{}-{}{}",
            size_px.0,
            size_px.1,
            rotation.millidegrees,
            quality.word(),
            *EDITION,
            credit.map_or(String::new(), |digest| format!("-{}", &digest[..8])),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{EDITION, access, edition, encode, render};

    /// Every number that stands in a setting, made another one, gives derivatives of another name.
    #[test]
    fn a_change_of_any_setting_renames_derivatives() {
        let settings = [encode::settings(), access::settings(), render::settings()];
        assert_eq!(edition(&settings), *EDITION);
        let numbers =
            |text: &str| text.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
        assert!(settings.iter().map(|text| numbers(text)).sum::<usize>() > 15, "{settings:?}");
        for (place, text) in settings.iter().enumerate() {
            for (at, digit) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
                let mut other = settings.clone();
                other[place].replace_range(at..=at, if digit == '1' { "2" } else { "1" });
                assert_ne!(edition(&other), *EDITION, "{text}");
            }
        }
    }
}
