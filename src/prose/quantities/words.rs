//! English words beside a number: where they stand and end.

use crate::model::ENGLISH_MONTHS;

/// Whether this word stands at a place and ends there.
pub(super) fn has_word(chars: &[char], at: usize, word: &str) -> bool {
    let length = word.chars().count();
    word.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c))
        // `m` in `m²` is no metre, and none in `map`.
        && !chars.get(at + length).is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '²' | '³'))
}

/// Whether the name of a month stands at a place.
pub(super) fn month_at(chars: &[char], at: usize) -> bool {
    ENGLISH_MONTHS.iter().any(|month| has_word(chars, at, month))
}

/// Whether the name of a month stands before a place, a space between.
pub(super) fn month_before(chars: &[char], at: usize) -> bool {
    // `September` and a space are ten; the whole text need not be copied for each number.
    let before: String = chars[at.saturating_sub(12)..at].iter().collect();
    before.strip_suffix(' ').is_some_and(|before| ENGLISH_MONTHS.iter().any(|month| before.ends_with(month)))
}
