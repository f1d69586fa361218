//! Which characters a text of the archive may hold, and which of them cannot be seen.

/// Whether a text may hold it: every character but control characters, of which line ends and tabs are kept.
///
/// The others show on no page, are refused by XML, and do what they like in a terminal.
pub fn may_stand(character: char) -> bool {
    !character.is_control() || matches!(character, '\n' | '\t')
}

/// Whether it is not seen and changes how others are: control characters, and those that join, part or turn round what stands
/// beside them (Unicode UAX #9, #14), with which a name could be made to read as another.
///
/// Line ends and tabs are among them.
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// Whether it is one of the hidden characters without which Persian and the scripts of India are written wrong.
pub fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200c}' | '\u{200d}')
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
