//! Where hayagriva makes of a style something else than CSL says. Each falls away when the engine does it.
//!
//! - It puts the names of bodies in capitals with those of persons, which are in capitals in 2015 (8.1.1), bodies never
//!   (8.1.4): capitals are taken out of the styles and made here.
//! - It takes small letters behind a hyphen for a particle, which has no initial: in 2015, where hyphens fall, Kuo-ming
//!   is K M, and its parts are set apart here. In 2025 hyphens stay, K-M (7.1.1).
//! - It sets a space before 等 and et al. behind a full-width comma too.

use serde_json::Value;

use super::beyond_csl::{for_each_name, text};
use super::style::Edition;

/// A style without the capitals that [`prepare`] makes.
pub(super) fn without_capitals(style: &str) -> String {
    // From the text of our own styles, where the attribute is always written so; APA does not come through here.
    style.replace(" text-case=\"uppercase\"", "")
}

/// Names as the style of an edition would have them.
pub(super) fn prepare(item: &mut Value, edition: Edition) {
    // It has no capitals, and keeps the hyphens.
    if edition == Edition::E2025 {
        return;
    }
    for_each_name(item, |name| {
        let (family, given) = (text(name, "family"), text(name, "given"));
        // Bodies are literals, and so are Chinese names once they are joined: neither has capitals.
        let is_person = text(name, "literal").is_empty() && !given.is_empty();
        is_person.then(|| {
            let apart: Vec<String> = given.split('-').map(capitalised).collect();
            let mut changed = name.clone();
            changed["family"] = family.to_uppercase().into();
            changed["given"] = apart.join(" ").into();
            changed
        })
    });
}

/// The text without spaces behind full-width commas, of which 2025 alone has any.
pub(super) fn mend(text: &str) -> String {
    text.replace("， 等", "，等").replace("， et al", "，et al")
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
