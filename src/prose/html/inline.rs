//! What stands in the lines: links into the archive, marks of sources and notes, readings.

use std::collections::HashMap;

use comrak::Arena;
use comrak::nodes::{AstNode, Node, NodeValue};

use super::super::markdown::is_between_ideographs;
use super::super::paragraphs::figure;
use super::super::reference::Reference;
use super::{Explained, Names};
use crate::model::{Id, Kind, RecordKey};

/// The marks given so far, from top to bottom.
pub(super) struct Marks<'a, 'n> {
    arena: &'a Arena<'a>,
    names: &'n mut dyn Names,
    terms: Vec<Explained>,
    /// How often each note is referred to, by its number.
    notes: HashMap<usize, usize>,
    figures: usize,
    tables: usize,
}

impl<'a, 'n> Marks<'a, 'n> {
    pub(super) fn new(arena: &'a Arena<'a>, names: &'n mut dyn Names) -> Self {
        Self { arena, names, terms: Vec::new(), notes: HashMap::new(), figures: 0, tables: 0 }
    }

    pub(super) fn next_figure(&mut self) -> usize {
        self.figures += 1;
        self.figures
    }

    pub(super) fn next_table(&mut self) -> usize {
        self.tables += 1;
        self.tables
    }

    /// Ids of the marks that lead to a note.
    pub(super) fn note_marks(&self, number: usize) -> Vec<String> {
        let count = self.notes.get(&number).copied().unwrap_or(0);
        (1..=count).map(|k| format!("nr{number}-{k}")).collect()
    }

    /// The terms that were linked.
    pub(super) fn into_terms(self) -> Vec<Explained> {
        self.terms
    }

    /// Puts written HTML before a node.
    fn write(&self, before: Node<'a>, html: String) {
        before.insert_before(self.arena.alloc(AstNode::from(NodeValue::Raw(html))));
    }

    fn source(&mut self, id: &Id) -> Option<String> {
        let (number, mark) = self.names.cite(id)?;
        let mark = escaped(&mark);
        Some(format!(
            "<a class=\"note-mark\" role=\"doc-biblioref\" id=\"{mark}\" href=\"#s{number}\">[{number}]</a>"
        ))
    }

    fn term(&mut self, id: Id) -> String {
        let target = format!("term-{id}");
        let place = self.terms.iter().position(|other| other.id == id).unwrap_or_else(|| {
            self.terms.push(Explained { id, back: Vec::new() });
            self.terms.len() - 1
        });
        let back = &mut self.terms[place].back;
        let mark = format!("t{}-{}", place + 1, back.len() + 1);
        back.push(mark.clone());
        format!("<a class=\"term\" role=\"doc-glossref\" id=\"{mark}\" href=\"#{target}\">")
    }

    fn note(&mut self, number: usize) -> String {
        let count = self.notes.entry(number).or_default();
        *count += 1;
        let mark = note_mark(number);
        format!(
            "<a class=\"note-mark\" role=\"doc-noteref\" id=\"nr{number}-{count}\" href=\"#n{number}\">{mark}</a>"
        )
    }
}

/// How a note is marked: ① to ㊿, then in brackets.
pub(super) fn note_mark(number: usize) -> String {
    // The circled numbers stand in three blocks of Unicode: U+2460, U+3251 and U+32B1.
    let base = match number {
        1..=20 => 0x2460 - 1,
        21..=35 => 0x3251 - 21,
        36..=50 => 0x32B1 - 36,
        _ => return format!("({number})"),
    };
    u32::try_from(number)
        .ok()
        .and_then(|number| char::from_u32(base + number))
        .map_or_else(String::new, String::from)
}

/// Replaces in a block what the library does not know by written HTML.
pub(super) fn prepare<'a>(block: Node<'a>, marks: &mut Marks<'a, '_>) {
    let is_figure = figure(block).is_some();
    // Gathered first: below, nodes are put in and taken out of what would be walked.
    let nodes: Vec<_> = block.descendants().collect();
    for node in nodes {
        // Taken out, so that the tree may be changed while it is looked at: each arm puts a value back or takes
        // the node away.
        let value = std::mem::replace(&mut node.data_mut().value, NodeValue::LineBreak);
        match value {
            // Browsers make a space of a line break, which Chinese has not.
            NodeValue::SoftBreak if is_between_ideographs(node) => put(node, NodeValue::Raw(String::new())),
            // Not taken out: of one that is a block by itself there would be left what was put in its place above.
            NodeValue::HtmlInline(_) | NodeValue::HtmlBlock(_) => put(node, NodeValue::Raw(String::new())),
            NodeValue::Link(link) => lead(node, &link.url, marks),
            NodeValue::Image(link) if is_figure => put(node, NodeValue::Image(link)),
            // Its description stays as words. A foreign address would tell another site who reads what.
            NodeValue::Image(_) => unwrap(node),
            NodeValue::FootnoteReference(reference) => {
                let number = usize::try_from(reference.ix).unwrap_or(0);
                put(node, NodeValue::Raw(marks.note(number)));
            }
            other => put(node, other),
        }
    }
}

/// Writes a link in its own way.
fn lead<'a>(node: Node<'a>, address: &str, marks: &mut Marks<'a, '_>) {
    match Reference::parse(address) {
        Reference::Record(record) => lead_to_record(node, &record, marks),
        Reference::Reading(reading) => {
            let end = format!("<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>", escaped(&reading));
            wrap(node, "<ruby>".to_owned(), end, marks);
        }
        Reference::Elsewhere(href) => {
            let (href, rel) = match href.chars().next() {
                // The site may stand below a path, and the reader read in English.
                Some('/') => (marks.names.path(&href), ""),
                Some('#') => (href, ""),
                _ => (href, " rel=\"noreferrer\""),
            };
            wrap(node, format!("<a href=\"{}\"{rel}>", escaped(&href)), "</a>".to_owned(), marks);
        }
        Reference::Broken(_) => unwrap(node),
    }
}

fn lead_to_record<'a>(node: Node<'a>, record: &RecordKey, marks: &mut Marks<'a, '_>) {
    let Ok(id) = Id::parse(&record.id) else { return unwrap(node) };
    let has_words = node.first_child().is_some();
    if record.kind == Kind::Source {
        // The words of such a link say where in the source.
        let Some(mark) = marks.source(&id) else { return unwrap(node) };
        let (begin, end) = if has_words { ("<span class=\"locator\">", "</span>") } else { ("", "") };
        return wrap(node, format!("{mark}{begin}"), end.to_owned(), marks);
    }
    // Withdrawn or never there: a link would lead to an error, the words are right without it.
    let Some(named) = marks.names.find(record) else { return unwrap(node) };
    let begin = match record.kind {
        Kind::Term => marks.term(id),
        _ => format!("<a href=\"{}\">", escaped(&named.href)),
    };
    let end = if has_words { "</a>".to_owned() } else { format!("{}</a>", escaped(&named.label)) };
    wrap(node, begin, end, marks);
}

/// Sets written HTML around the words of a node, which goes.
fn wrap<'a>(node: Node<'a>, begin: String, end: String, marks: &Marks<'a, '_>) {
    marks.write(node, begin);
    for child in node.children().collect::<Vec<_>>() {
        node.insert_before(child);
    }
    marks.write(node, end);
    node.detach();
}

/// Leaves the words of a node and nothing else of it.
fn unwrap(node: Node<'_>) {
    for child in node.children().collect::<Vec<_>>() {
        node.insert_before(child);
    }
    node.detach();
}

fn put(node: Node<'_>, value: NodeValue) {
    node.data_mut().value = value;
}

/// Text for HTML, in an element or in an attribute.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    // Writing into a String cannot fail.
    let _ = comrak::html::escape(&mut escaped, text);
    escaped
}
