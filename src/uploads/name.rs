//! Names of files and devices as they may be shown: never used as a path.

use unicode_normalization::UnicodeNormalization as _;

use crate::model::is_hidden;

/// The longest name, characters.
const MOST_CHARS: usize = 255;

/// The longest name, bytes.
const MOST_BYTES: usize = 255;

/// A name as it may be shown: without the folders before it, in NFC, with a mark in place of characters that control the
/// line or turn it round; what is left of a long one is its beginning and its ending. Blank if nothing is left.
pub fn shown_name(given: &str) -> String {
    let last =
        // Also what only looks like a slash: a name is shown to people, who would read a folder in it.
        given.rsplit(['/', '\\', '∕', '⁄', '／', '＼']).find(|part| !part.trim().is_empty()).unwrap_or("");
    let shown: String = last.nfc().map(|c| if is_hidden(c) { '\u{FFFD}' } else { c }).collect();
    // No dots before it: whoever saves it later would have a hidden file, or `..`.
    let shown = shown.trim().trim_start_matches('.').trim();
    if shown.chars().count() <= MOST_CHARS && shown.len() <= MOST_BYTES {
        return shown.to_owned();
    }
    let ending = shown.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ending.len() <= 8);
    let ending = ending.map_or_else(String::new, |ending| format!("….{ending}"));
    let mut end = 0;
    for (count, (at, c)) in shown.char_indices().enumerate() {
        if at + c.len_utf8() + ending.len() > MOST_BYTES || count >= MOST_CHARS - ending.chars().count() {
            break;
        }
        end = at + c.len_utf8();
    }
    format!("{}{ending}", &shown[..end])
}
