//! What a text refers to, and what is wrong with it as a text, each with its line.

use std::collections::HashSet;

use comrak::Arena;
use comrak::nodes::{Node, NodeValue};

use super::LONGEST_PARAGRAPH;
use super::markdown::parse;
use super::paragraphs::{figure, words};
use super::reference::Reference;
use crate::model::{Kind, RecordKey};

/// A reference to a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The record.
    pub record: RecordKey,
    /// The line in the text, from 1.
    pub line: usize,
}

/// Something wrong with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// The line in the text, from 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// The kinds of things that can be wrong with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FindingKind {
    /// HTML, which is left out.
    RawHtml,
    /// A picture that is none of the archive's, or one in the middle of a line.
    ForeignPicture,
    /// An address that leads nowhere.
    BrokenLink,
    /// A mark of a note that is not there.
    MissingNote,
    /// A note that no mark refers to, or the second of one name.
    IdleNote,
    /// A paragraph longer than any reader's text.
    LongParagraph,
}

/// Looks a text through.
pub fn find(markdown: &str) -> (Vec<Mention>, Vec<Finding>) {
    let arena = Arena::new();
    let mut look = Look::default();
    let root = parse(&arena, markdown);
    for block in root.children() {
        look.block(block);
    }
    look.idle_notes(root, markdown);
    (look.mentions, look.findings)
}

#[derive(Default)]
struct Look {
    mentions: Vec<Mention>,
    findings: Vec<Finding>,
}

impl Look {
    fn block(&mut self, block: Node<'_>) {
        let first_line = line(block);
        // Without its marks and addresses: a paragraph of many sources is not long for a reader.
        let length = words(block).chars().count();
        if length > LONGEST_PARAGRAPH {
            let message =
                format!("a paragraph of {length} characters; at most {LONGEST_PARAGRAPH} are taken");
            self.finding(FindingKind::LongParagraph, first_line, message);
        }
        let is_figure = figure(block).is_some();
        for node in block.descendants() {
            let line = line(node).max(first_line);
            match &node.data().value {
                NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => {
                    let message = "HTML is left out: write Markdown, or `\\<` for the sign itself";
                    self.finding(FindingKind::RawHtml, line, message);
                }
                NodeValue::Image(link) => self.picture(&link.url, is_figure, line),
                NodeValue::Link(link) => self.link(node, &link.url, line),
                // A bracket that nobody closes is no mark of anything.
                NodeValue::Text(text) if text.split("[^").skip(1).any(|rest| rest.contains(']')) => {
                    let message = "a note is marked here that is not there: add a line `[^…]: …`";
                    self.finding(FindingKind::MissingNote, line, message);
                }
                _ => {}
            }
        }
    }

    /// Notes that are written and not among those that are read: nobody can see them.
    fn idle_notes(&mut self, root: Node<'_>, markdown: &str) {
        let (mut read, mut quoted) = (HashSet::new(), Vec::new());
        for node in root.descendants() {
            let own = node.data();
            match &own.value {
                // The first of two of one name is left where it stands, and nothing refers to it.
                NodeValue::FootnoteDefinition(note) if note.total_references > 0 => {
                    read.insert(own.sourcepos.start.line);
                }
                NodeValue::CodeBlock(_) => quoted.push((own.sourcepos.start.line, own.sourcepos.end.line)),
                _ => {}
            }
        }
        quoted.sort_unstable();
        // By the lines of the file: the library takes a definition that nothing refers to out of the tree.
        for (line, text) in (1..).zip(markdown.lines()) {
            let Some(name) = defined_note(text) else { continue };
            // They stand one behind another: the last that begins before the line is the one that may hold it.
            let before = quoted.partition_point(|(begin, _)| *begin <= line);
            let is_quoted = before > 0 && quoted[before - 1].1 >= line;
            if is_quoted || read.contains(&line) {
                continue;
            }
            let message = format!(
                "no mark `[^{name}]` leads to this note, so nobody can read it: set the mark, or take the note out"
            );
            self.finding(FindingKind::IdleNote, line, message);
        }
    }

    fn picture(&mut self, address: &str, is_figure: bool, line: usize) {
        match Reference::parse(address) {
            Reference::Record(record) if record.kind == Kind::Photo && is_figure => {
                self.mentions.push(Mention { record, line });
            }
            Reference::Record(record) if record.kind == Kind::Photo => {
                let message = "a figure stands in a paragraph of its own";
                self.finding(FindingKind::ForeignPicture, line, message);
                self.mentions.push(Mention { record, line });
            }
            _ => {
                let message = "only photos of the archive are shown: `![](photo:id)`";
                self.finding(FindingKind::ForeignPicture, line, message);
            }
        }
    }

    fn link(&mut self, node: Node<'_>, address: &str, line: usize) {
        match Reference::parse(address) {
            Reference::Record(record) => self.mentions.push(Mention { record, line }),
            Reference::Broken(message) => self.finding(FindingKind::BrokenLink, line, message),
            Reference::Reading(_) | Reference::Elsewhere(_) if node.first_child().is_none() => {
                self.finding(FindingKind::BrokenLink, line, "a link without words cannot be seen");
            }
            Reference::Reading(_) | Reference::Elsewhere(_) => {}
        }
    }

    fn finding(&mut self, kind: FindingKind, line: usize, message: impl Into<String>) {
        self.findings.push(Finding { kind, line, message: message.into() });
    }
}

/// The name of the note that a line begins: `[^1]: …`.
fn defined_note(line: &str) -> Option<&str> {
    let indent = line.len() - line.trim_start_matches(' ').len();
    let (name, _) = line.trim_start_matches(' ').strip_prefix("[^")?.split_once("]:")?;
    // Four spaces make it code (CommonMark 0.31, 4.4).
    (indent < 4 && !name.is_empty() && !name.contains(['[', ']'])).then_some(name)
}

fn line(node: Node<'_>) -> usize {
    node.data().sourcepos.start.line
}

#[cfg(test)]
mod tests {
    use super::{FindingKind, find};

    #[test]
    fn mentions_come_with_their_lines() {
        let (mentions, findings) = find(
            "甲[](village:fancunbu)乙\n\n![](photo:fancunbu-03)\n\n丙[](source:a)[^1]\n\n[^1]: 见[](term:bu)。\n",
        );
        let told: Vec<_> =
            mentions.iter().map(|mention| (mention.record.to_string(), mention.line)).collect();
        let expected = [("fancunbu", 1), ("fancunbu-03", 3), ("source:a", 5), ("term:bu", 7)];
        assert_eq!(told, expected.map(|(key, line)| (key.to_owned(), line)));
        assert_eq!(findings, []);
    }

    #[test]
    fn what_cannot_be_shown_is_named() {
        let kinds =
            |text: &str| -> Vec<FindingKind> { find(text).1.iter().map(|finding| finding.kind).collect() };
        assert_eq!(kinds("<script>alert(1)</script>\n"), [FindingKind::RawHtml]);
        assert_eq!(kinds("字<b>粗</b>\n"), [FindingKind::RawHtml; 2]);
        assert_eq!(kinds("![x](https://example.org/x.jpg)\n"), [FindingKind::ForeignPicture]);
        assert_eq!(kinds("字 ![](photo:a-1) 字\n"), [FindingKind::ForeignPicture]);
        assert_eq!(kinds("[x](javascript:alert(1))\n"), [FindingKind::BrokenLink]);
        assert_eq!(kinds("[x](village:No_Such)\n"), [FindingKind::BrokenLink]);
        assert_eq!(kinds("字[^缺]\n"), [FindingKind::MissingNote]);
        assert_eq!(kinds("字[^一]\n\n[^一]: 注。\n\n[^孤]: 没有标记的注。\n"), [FindingKind::IdleNote]);
        assert_eq!(kinds("字[^一]\n\n[^一]: 注。\n\n[^一]: 又一注。\n"), [FindingKind::IdleNote]);
        assert_eq!(kinds("[^孤]: 只有注。\n"), [FindingKind::IdleNote]);
        assert_eq!(kinds("字[^一]\n\n[^一]: 注。\n\n```\n[^x]: 抄\n```\n"), []);
        assert_eq!(kinds(&"字".repeat(20_001)), [FindingKind::LongParagraph]);
        assert_eq!(kinds("[x](https://example.org/) [y](#s-a) [堡](reading:bǔ)\n"), []);
    }
}
