//! Folds a text so that what means the same looks the same: NFKC, small letters without accents, simplified
//! characters, standard variants. Every folded character knows the bytes it came from, so that what is found
//! can be shown as it was written.

use std::sync::LazyLock;

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::tables::FOLDED;

/// A folded character and the bytes of the text it stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Folded {
    pub(super) c: char,
    pub(super) start: usize,
    pub(super) end: usize,
}

/// What a character is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Written without spaces: Chinese characters, kana.
    Han,
    /// A letter of a word.
    Letter,
    /// A digit.
    Digit,
    /// Anything between words.
    Other,
}

/// The characters of the basic plane, folded: a text is folded for each snippet, so a look-up must be quick.
static BASIC: LazyLock<Box<[char]>> = LazyLock::new(|| {
    // The codes that are no characters are never looked up.
    let fold = |code| char::from_u32(code).map_or('\u{fffd}', |c| FOLDED.get(&c).copied().unwrap_or(c));
    (0..0x1_0000).map(fold).collect()
});

/// Folds a text.
pub(super) fn fold(text: &str) -> Vec<Folded> {
    let mut folded: Vec<Folded> = Vec::with_capacity(text.len());
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        if c.is_ascii() {
            folded.push(Folded { c: c.to_ascii_lowercase(), start, end });
        } else if matches!(c, '\u{4e00}'..='\u{9fff}') {
            // Nothing there can be decomposed, and most of a text is there.
            folded.push(Folded { c: standard(c), start, end });
        } else if is_combining_mark(c) || has_no_width(c) {
            // A mark belongs to the letter before it; what cannot be seen parts no word.
            if let Some(last) = folded.last_mut() {
                last.end = end;
            }
        } else {
            decompose_compatible(c, |part| {
                if !is_combining_mark(part) {
                    for small in part.to_lowercase().filter(|small| !is_combining_mark(*small)) {
                        folded.push(Folded { c: standard(small), start, end });
                    }
                }
            });
        }
    }
    folded
}

/// Whether nothing of a character is seen: what pages and word processors leave between the letters of a word, signs of
/// the direction of writing, selectors of a form of the sign before (Unicode, Default_Ignorable_Code_Point).
fn has_no_width(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// The folded text alone.
pub(super) fn folded_text(text: &str) -> String {
    fold(text).into_iter().map(|folded| folded.c).collect()
}

fn standard(c: char) -> char {
    match BASIC.get(c as usize) {
        Some(folded) => *folded,
        None => FOLDED.get(&c).copied().unwrap_or(c),
    }
}

/// What a folded character is.
pub(super) fn class(c: char) -> Class {
    match c {
        'a'..='z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\u{0}'..='\u{7f}' => Class::Other,
        '\u{3400}'..='\u{9fff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30ff}'
        | '\u{20000}'..='\u{323af}' => Class::Han,
        c if c.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::{Class, class, fold, folded_text};

    #[test]
    fn what_means_the_same_looks_the_same() {
        for (written, folded) in [
            ("樊邨堡", "樊村堡"),
            ("固鎮窰址", "固镇窑址"),
            ("ＦＡＮＣＵＮ", "fancun"),
            ("Fáncūnbǔ", "fancunbu"),
            ("nǚqiáng", "nuqiang"),
            ("１２號", "12号"),
            ("cafe\u{301}", "cafe"),
            ("㎡", "m2"),
            ("金汤\u{200b}堡", "金汤堡"),
            ("\u{feff}樊\u{2060}村\u{ad}堡\u{fe00}", "樊村堡"),
            ("葛\u{e0100}城", "葛城"),
            ("Fan\u{200d}cun", "fancun"),
        ] {
            assert_eq!(folded_text(written), folded, "{written}");
        }
    }

    #[test]
    fn every_folded_character_knows_whole_characters() {
        let text = "竇莊e\u{301}㎡a";
        for folded in fold(text) {
            assert!(text.is_char_boundary(folded.start) && text.is_char_boundary(folded.end));
        }
        assert_eq!(fold("e\u{301}")[0].end, 3);
    }

    #[test]
    fn classes() {
        for (c, expected) in [
            ('堡', Class::Han),
            ('a', Class::Letter),
            ('7', Class::Digit),
            ('，', Class::Other),
            ('é', Class::Letter),
        ] {
            assert_eq!(class(c), expected, "{c}");
        }
    }
}
