//! Which characters a text of the archive may hold.

/// Whether a text may hold it: every character but control characters, of which line ends and tabs are kept.
///
/// The others show on no page, are refused by XML, and do what they like in a terminal.
pub fn may_stand(character: char) -> bool {
    !character.is_control() || matches!(character, '\n' | '\t')
}

/// What somebody typed or pasted, as a text may hold it: every kind of line end as `\n`, other control characters left
/// out.
///
/// ```
/// use baozhai::model::as_text;
/// assert_eq!(as_text("北门\r\n南门\u{b}东门\u{7}"), "北门\n南门\n东门");
/// ```
pub fn as_text(typed: &str) -> String {
    // Word parts lines by a vertical tab, and pages by a form feed.
    let lines = typed.replace("\r\n", "\n").replace(['\r', '\u{b}', '\u{c}', '\u{85}'], "\n");
    lines.chars().filter(|character| may_stand(*character)).collect()
}
