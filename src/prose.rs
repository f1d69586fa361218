//! Prose: what is written in records, in Markdown, to safe HTML and to plain text.
//!
//! Beside CommonMark, tables and footnotes there is one thing more: links whose address is `village:`, `photo:`,
//! `essay:`, `term:` or `source:` and an id lead into the archive, an image of `photo:` is a numbered figure, and
//! `reading:` sets a reading above the words (`essays/README.md` says it for writers). Nothing here knows what an
//! id means: whoever renders says it ([`Names`]).

mod differences;
mod findings;
mod html;
mod judgement;
mod markdown;
mod paragraphs;
mod passages;
mod quantities;
mod reference;

pub use differences::{Change, Piece, differences, word_changes};
pub use findings::{Finding, FindingKind, Mention, find};
pub use html::{Block, Explained, Heading, Named, Names, Note, Prose, render};
pub use markdown::to_plain_text;
pub use paragraphs::{Paragraph, paragraphs};
pub use passages::{Ground, Part, Passage, passages};
pub use quantities::{Dimension, Quantity, quantities};
pub use reference::Reference;

/// Characters a paragraph may have: more is a file pasted by mistake, and no reader's text.
pub const LONGEST_PARAGRAPH: usize = 20_000;
