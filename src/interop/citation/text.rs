//! Text that comes from records, made fit for forms in which a line or an invisible sign means something.

use crate::model::{is_hidden, is_joiner};

/// The text on one line: white space of any kind is a space, one at a time, and signs that cannot be seen are
/// left out: control characters, and those that turn the direction of writing (Unicode UAX #9), with which a
/// name could be made to read as another.
pub(super) fn clean(text: &str) -> String {
    // Line breaks and tabs are control characters too: they stay until they are made spaces, or words would run
    // together.
    let visible = text.chars().filter(|c| c.is_whitespace() || !is_left_out(*c));
    let spaced: String = visible.collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a character is left out: not what some scripts need to be written right.
fn is_left_out(c: char) -> bool {
    is_hidden(c) && !is_joiner(c)
}

/// Whether a character is Han: the unified ideographs with their extensions, 々 and 〇.
pub(super) fn is_han(c: char) -> bool {
    matches!(
        c,
        '々' | '〇'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{323af}'
    )
}

/// An address with nothing in it that would end the field it stands in.
pub(super) fn address(url: &str) -> String {
    let mut safe = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '{' => safe.push_str("%7B"),
            '}' => safe.push_str("%7D"),
            '\\' => safe.push_str("%5C"),
            '"' => safe.push_str("%22"),
            '<' => safe.push_str("%3C"),
            '>' => safe.push_str("%3E"),
            c if c.is_whitespace() || is_left_out(c) => {}
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::{address, clean};

    #[test]
    fn a_text_is_one_visible_line() {
        assert_eq!(clean(" 甲\r\n堡\t \u{202e}村\u{0}\u{feff} "), "甲 堡 村");
        // A tag and a soft hyphen are as little seen; a joiner is how a Persian word is written.
        assert_eq!(clean("甲\u{e0041}堡\u{ad} می\u{200c}خواهم"), "甲堡 می\u{200c}خواهم");
        assert_eq!(address("https://example.org/{a}\n?b=\\"), "https://example.org/%7Ba%7D?b=%5C");
    }
}
