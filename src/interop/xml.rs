//! Text in XML.

use quick_xml::escape::escape;

/// The text within an element of XML, or in an attribute of it, without what XML 1.0 does not allow (2.2).
pub(super) fn escaped(text: &str) -> String {
    let allowed = |letter: &char| !letter.is_control() || matches!(letter, '\t' | '\n' | '\r');
    let text: String =
        text.chars().filter(|letter| allowed(letter) && !matches!(letter, '\u{fffe}' | '\u{ffff}')).collect();
    escape(&text).into_owned()
}
