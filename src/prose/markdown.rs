//! Markdown as the archive reads it.

use comrak::nodes::{Node, NodeValue};
use comrak::{Arena, Options};

/// Reads a text.
pub(super) fn parse<'a>(arena: &'a Arena<'a>, markdown: &str) -> Node<'a> {
    comrak::parse_document(arena, markdown, &options())
}

/// CommonMark with tables and footnotes, and with emphasis that may stand beside Chinese marks. Raw HTML does not
/// come through.
pub(super) fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    // CommonMark takes `**` between a Chinese mark and a character for no emphasis, as it looks for spaces there.
    options.extension.cjk_friendly_emphasis = true;
    options
}

/// The words of a text, a line for each block; notes come last.
pub fn to_plain_text(markdown: &str) -> String {
    let arena = Arena::new();
    let mut text = String::new();
    for node in parse(&arena, markdown).children() {
        add_words(node, &mut text);
    }
    text
}

/// Adds the words of a node on lines of their own.
pub(super) fn add_words(node: Node<'_>, text: &mut String) {
    add_words_but(node, &|_| false, text);
}

/// The same without some nodes and all below them.
pub(super) fn add_words_but(node: Node<'_>, is_left_out: &dyn Fn(Node<'_>) -> bool, text: &mut String) {
    // No call within a call: a text may be nested as deep as it is long.
    let mut ahead = vec![node];
    while let Some(node) = ahead.pop() {
        if is_left_out(node) {
            continue;
        }
        match &node.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::CodeBlock(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak => text.push_str(if is_between_ideographs(node) { "" } else { " " }),
            NodeValue::LineBreak => text.push(' '),
            // Blocks within blocks begin a line once: `words` of a list would else have empty ones.
            value if value.block() && !text.is_empty() && !text.ends_with('\n') => text.push('\n'),
            _ => {}
        }
        ahead.extend(node.reverse_children());
    }
}

/// Whether a line break of the file stands within Chinese, where it must not become a space.
pub(super) fn is_between_ideographs(line_break: Node<'_>) -> bool {
    let before = line_break.previous_sibling().and_then(|node| edge(node, |text| text.chars().next_back()));
    let after = line_break.next_sibling().and_then(|node| edge(node, |text| text.chars().next()));
    before.is_some_and(is_wide) && after.is_some_and(is_wide)
}

fn edge(node: Node<'_>, take: impl Fn(&str) -> Option<char>) -> Option<char> {
    match &node.data().value {
        NodeValue::Text(text) => take(text),
        // A link, emphasis or a mark: Chinese stands around it in Chinese.
        value if !value.block() => Some('字'),
        _ => None,
    }
}

/// Ideographs and the marks that are set as wide as them.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xF900..=0xFAFF | 0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0x20000..=0x3FFFF)
        || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·')
}
