//! The words of a paragraph as Markdown: emphasis, links, marks of notes, readings.

use std::fmt::Write as _;

use super::styles::Type;

/// A page break within a paragraph, until it is known what the paragraph becomes.
pub(super) const PAGE_BREAK: char = '\u{c}';

/// A piece of a line, already Markdown but for its emphasis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) bold: bool,
    pub(super) italic: bool,
    /// An address the words lead to.
    pub(super) link: Option<String>,
}

impl Piece {
    pub(super) fn words(text: &str, words: Type, link: Option<&str>) -> Piece {
        Piece { text: escaped(text), bold: words.bold, italic: words.italic, link: link.map(str::to_owned) }
    }

    /// A mark that is Markdown already and has no emphasis.
    pub(super) fn mark(text: String) -> Piece {
        Piece { text, bold: false, italic: false, link: None }
    }

    /// Words with a reading above them.
    pub(super) fn reading(base: &str, above: &str, words: Type) -> Piece {
        Piece { text: reading(base, above), bold: words.bold, italic: words.italic, link: None }
    }

    fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    fn stars(&self) -> &'static str {
        match (self.bold, self.italic) {
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        }
    }
}

/// Puts pieces in a line. White space never stands inside the stars, where it would keep them from being read.
pub(super) fn line(mut pieces: Vec<Piece>) -> String {
    bridge(&mut pieces);
    let mut text = String::new();
    let mut at = 0;
    while at < pieces.len() {
        let stars = pieces[at].stars();
        // Word parts runs wherever somebody stopped typing; `**a****b**` would not be read as bold.
        let end = at + pieces[at..].iter().take_while(|piece| piece.stars() == stars).count();
        let inner = linked(&pieces[at..end]);
        at = end;
        let core = inner.trim_matches(is_space);
        if stars.is_empty() || core.is_empty() {
            push(&mut text, &inner);
            continue;
        }
        let lead = &inner[..inner.len() - inner.trim_start_matches(is_space).len()];
        let trail = &inner[inner.trim_end_matches(is_space).len()..];
        push(&mut text, &format!("{lead}{stars}{core}{stars}{trail}"));
    }
    text
}

/// Blanks between two pieces of one emphasis belong to it; a mark within bold words does not end them.
fn bridge(pieces: &mut [Piece]) {
    for at in 1..pieces.len().saturating_sub(1) {
        let (before, after) = (pieces[at - 1].clone(), &pieces[at + 1]);
        if pieces[at].is_blank() && before.stars() == after.stars() {
            (pieces[at].bold, pieces[at].italic) = (before.bold, before.italic);
        }
    }
    for piece in pieces.iter_mut().filter(|piece| piece.is_blank() && piece.link.is_some()) {
        piece.link = None;
    }
    // A blank at an edge has no emphasis of its own.
    for at in 0..pieces.len() {
        let is_inside = at > 0 && at + 1 < pieces.len() && pieces[at - 1].stars() == pieces[at].stars();
        if pieces[at].is_blank() && !is_inside {
            (pieces[at].bold, pieces[at].italic) = (false, false);
        }
    }
}

/// Words that lead to one address are one link.
fn linked(pieces: &[Piece]) -> String {
    let mut text = String::new();
    let mut at = 0;
    while at < pieces.len() {
        let link = &pieces[at].link;
        let end = at + pieces[at..].iter().take_while(|piece| piece.link == *link).count();
        let words: String = pieces[at..end].iter().map(|piece| piece.text.as_str()).collect();
        at = end;
        match link {
            Some(address) if !words.trim().is_empty() => {
                push(&mut text, &format!("[{words}](<{address}>)"));
            }
            _ => push(&mut text, &words),
        }
    }
    text
}

/// Adds Markdown; `!` before a bracket would begin a picture.
fn push(text: &mut String, more: &str) {
    if more.starts_with('[') && text.ends_with('!') {
        text.pop();
        text.push_str("\\!");
    }
    text.push_str(more);
}

fn is_space(c: char) -> bool {
    c.is_whitespace()
}

/// A reading above words: `[堡](reading:bǔ)`.
fn reading(base: &str, reading: &str) -> String {
    let base = escaped(base);
    let reading: String = reading
        .trim()
        .chars()
        // They would end the address; a reading has none of them.
        .filter(|c| !matches!(c, '<' | '>' | '(' | ')' | '\\') && !c.is_control())
        .collect();
    if reading.is_empty() || base.trim().is_empty() {
        return base;
    }
    let mut text = String::new();
    let _ = match reading.contains(' ') {
        true => write!(text, "[{base}](<reading:{reading}>)"),
        false => write!(text, "[{base}](reading:{reading})"),
    };
    text
}

/// An address as it stands in Markdown between `<` and `>`.
pub(super) fn address(address: &str) -> String {
    let mut written = String::with_capacity(address.len());
    for c in address.chars().filter(|c| !c.is_control()) {
        match c {
            '<' => written.push_str("%3C"),
            '>' => written.push_str("%3E"),
            '\\' => written.push_str("%5C"),
            // `&copy=1` in an address would be read as a sign (CommonMark 0.31, 2.5).
            '&' => written.push_str("&amp;"),
            c => written.push(c),
        }
    }
    written
}

/// Words that Markdown takes for words.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '~' => escaped.extend(['\\', c]),
            // Only where an entity could begin, also at the end of a run: the next run may go on with `amp;`.
            '&' if rest.peek().is_none_or(|next| next.is_ascii_alphanumeric() || *next == '#') => {
                escaped.push_str("\\&");
            }
            '\t' | '\u{a0}' | '\n' | '\r' => escaped.push(' '),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Lines whose first words Markdown would take for a list, a heading or a rule.
pub(super) fn as_paragraph(text: &str) -> String {
    let lines: Vec<String> = text.split('\n').map(as_line).collect();
    lines.join("\n")
}

fn as_line(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    let is_end = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\\']);
    // More than nine digits begin no list (CommonMark 0.31, 5.2).
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) && is_end(&rest[1..]) {
        return format!("{}\\{rest}", &text[..digits]);
    }
    let is_mark = text.starts_with(['-', '+', '='])
        && (is_end(&text[1..]) || text.starts_with("--") || text.starts_with("=="));
    if is_mark { format!("\\{text}") } else { text.to_owned() }
}
