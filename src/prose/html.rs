//! Markdown to safe HTML, block by block.
//!
//! The library writes the HTML and lets no raw HTML through; what is written here is only what it does not know:
//! links into the archive, marks of notes and sources, readings. Everything that comes from the text or from a
//! record is escaped on the way.

mod inline;

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use comrak::adapters::{HeadingAdapter, HeadingMeta};
use comrak::nodes::{Node, NodeValue, Sourcepos};
use comrak::options::Plugins;
use comrak::{Anchorizer, Arena};
use serde::Serialize;

use self::inline::{Marks, escaped, note_mark, prepare};
use super::markdown::{options, parse};
use super::paragraphs::{Numbers, figure, words};
use super::reference::Reference;
use crate::model::{Id, RecordKey};

/// A text, ready to be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Prose {
    /// The text, block by block.
    pub blocks: Vec<Block>,
    /// Its headings, in order.
    pub headings: Vec<Heading>,
    /// Its footnotes, by number.
    pub notes: Vec<Note>,
    /// The terms that are linked in it, in the order in which they first come up.
    pub terms: Vec<Explained>,
}

/// A block of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Block {
    /// Running text that can be cited by its number: a paragraph, a quotation, a list.
    Paragraph {
        /// Its number, from 1.
        number: usize,
        /// Its id, which follows from its words.
        id: String,
        /// The block.
        html: String,
    },
    /// A picture of the archive.
    Figure {
        /// Its number, from 1.
        number: usize,
        /// The photo.
        photo: Id,
        /// What this text says below it; where it says nothing, the photo's own caption stands.
        caption: Option<String>,
    },
    /// A table.
    Table {
        /// Its number, from 1.
        number: usize,
        /// The table.
        html: String,
    },
    /// A heading or a rule.
    Plain {
        /// The block.
        html: String,
    },
}

/// A heading of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Heading {
    /// Its id on the page.
    pub id: String,
    /// Its words.
    pub text: String,
    /// Its level on the page, from 2.
    pub level: u8,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Its number, from 1.
    pub number: usize,
    /// How it is marked in the text.
    pub mark: String,
    /// What it says.
    pub html: String,
    /// Ids of the marks that lead to it.
    pub back: Vec<String>,
}

/// A term that is linked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// Its id.
    pub id: Id,
    /// Ids of the marks that lead to it.
    pub back: Vec<String>,
}

/// How a record is called and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    /// Its name, for a link that has no words of its own.
    pub label: String,
    /// Its address.
    pub href: String,
}

/// Who knows the records that a text refers to.
pub trait Names {
    /// Name and address of a record; none where there is none.
    fn find(&self, record: &RecordKey) -> Option<Named>;
    /// The address, for the reader, of a path of this site.
    fn path(&self, path: &str) -> String;
    /// The number of a source on the page, and the id of the mark that is set for it now.
    fn cite(&mut self, source: &Id) -> Option<(usize, String)>;
}

/// Renders a text. What refers to nothing becomes plain words, raw HTML and pictures from elsewhere are left out.
pub fn render(markdown: &str, names: &mut dyn Names) -> Prose {
    let arena = Arena::new();
    let mut prose = Prose::default();
    let mut marks = Marks::new(&arena, names);
    let mut numbers = Numbers::default();
    let (anchors, options) = (Anchors::default(), options());
    let mut plugins = Plugins::default();
    // By an adapter, since level and id are the page's, and the list of headings has to have the same ids.
    plugins.render.heading_adapter = Some(&anchors);
    let write = |node: Node<'_>| {
        let mut html = String::new();
        // Writing into a String cannot fail.
        let _ = comrak::format_html_with_plugins(node, &options, &mut html, &plugins);
        html.trim_end().to_owned()
    };
    // All of them before the first is prepared, which takes nodes out of the tree that is being walked.
    let blocks: Vec<_> = parse(&arena, markdown).children().collect();
    for block in blocks {
        // Before it is prepared, as `paragraphs` numbers it: an id that is cited must be that of both.
        let (number, figure) = (numbers.next(block), figure(block));
        prose.headings.extend(anchors.headings(block));
        prepare(block, &mut marks);
        if let Some((address, image)) = figure {
            let Reference::Record(RecordKey { id, .. }) = Reference::parse(&address) else { continue };
            let Ok(photo) = Id::parse(&id) else { continue };
            let caption: String = image.children().map(write).collect();
            let caption = (!caption.trim().is_empty()).then_some(caption);
            prose.blocks.push(Block::Figure { number: marks.next_figure(), photo, caption });
            continue;
        }
        // The library appends them in the order of their first marks, so counting gives the numbers of those.
        if matches!(block.data().value, NodeValue::FootnoteDefinition(_)) {
            let html = block.children().map(write).collect::<Vec<_>>().join("\n");
            let number = prose.notes.len() + 1;
            prose.notes.push(Note { number, mark: note_mark(number), html, back: Vec::new() });
            continue;
        }
        let html = write(block);
        let is_table = matches!(block.data().value, NodeValue::Table(_));
        match number {
            // It had nothing but what is left out; an empty paragraph would be seen as a gap.
            _ if html.is_empty() => {}
            Some((number, id)) => prose.blocks.push(Block::Paragraph { number, id, html }),
            None if is_table => prose.blocks.push(Block::Table { number: marks.next_table(), html }),
            None => prose.blocks.push(Block::Plain { html }),
        }
    }
    for note in &mut prose.notes {
        // Only now: a note may be referred to from another note, which is prepared after the text.
        note.back = marks.note_marks(note.number);
    }
    prose.terms = marks.into_terms();
    prose
}

/// Ids of headings: `s-` and the words, so that they never meet the ids of a page. They are made before the words
/// are prepared and written when the library comes to them, in the same order.
#[derive(Default)]
// Behind a lock because the library shares the adapter and demands `Sync`; one thread uses it.
struct Anchors(Mutex<(Anchorizer, VecDeque<String>)>);

impl Anchors {
    fn headings(&self, block: Node<'_>) -> Vec<Heading> {
        let mut headings = Vec::new();
        let mut ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        for node in block.descendants() {
            if let NodeValue::Heading(heading) = &node.data().value {
                let text = words(node);
                let id = format!("s-{}", ids.0.anchorize(&text));
                ids.1.push_back(id.clone());
                headings.push(Heading { id, text, level: level(heading.level) });
            }
        }
        headings
    }
}

impl HeadingAdapter for Anchors {
    fn enter(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta, _: Option<Sourcepos>) -> fmt::Result {
        let mut ids = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        write!(
            output,
            "<h{} id=\"{}\">",
            level(heading.level),
            escaped(&ids.1.pop_front().unwrap_or_default())
        )
    }

    fn exit(&self, output: &mut dyn fmt::Write, heading: &HeadingMeta) -> fmt::Result {
        writeln!(output, "</h{}>", level(heading.level))
    }
}

/// The level on the page: a text's own first level is the page's second.
fn level(level: u8) -> u8 {
    level.clamp(2, 6)
}
