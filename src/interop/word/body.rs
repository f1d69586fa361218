//! Reads the body of a Word file, element by element, and writes it as the archive's Markdown.

mod field;
mod list;
mod notes;
mod picture;
mod run;
mod symbol;
mod table;

use std::collections::HashSet;
use std::mem;

use undoc::container::OoxmlContainer;

use self::list::Lists;
use self::notes::Notes;
use self::picture::{Pending, Pictures};
use super::inline::{self, PAGE_BREAK, Piece};
use super::left_out::{LeftOut, LeftOutKind, add};
use super::numbering::{Mark, Numberings};
use super::parts::Part;
use super::styles::Styles;
use super::xml::Element;
use super::{Draft, PictureBytes, WordError};

/// What has been written so far.
pub(super) struct Body<'a> {
    container: &'a OoxmlContainer,
    /// The part that is being read: the main one, then those of the notes.
    part: Part,
    styles: Styles,
    numberings: Numberings,
    blocks: Vec<String>,
    lists: Lists,
    notes: Notes,
    pictures: Pictures,
    /// Pictures of the paragraph that is being read.
    pending: Vec<Pending>,
    /// Text boxes of that paragraph.
    boxes: Vec<String>,
    /// Words of a paragraph whose end is struck out: they go on in the next one.
    joined: Vec<Piece>,
    /// Headers and footers that were looked at.
    edges: HashSet<String>,
    left_out: Vec<LeftOut>,
}

impl<'a> Body<'a> {
    pub(super) fn new(
        container: &'a OoxmlContainer,
        part: Part,
        picture_bytes: PictureBytes,
    ) -> Result<Self, WordError> {
        let read = |kind: &str| Ok(part.related(container, kind)?.map(|(_, element)| element));
        let styles = read("styles")?.as_ref().map(Styles::read).unwrap_or_default();
        let numberings = read("numbering")?.map(|own| Numberings::read(&own)).unwrap_or_default();
        let notes = Notes::read(container, &part)?;
        Ok(Self {
            container,
            part,
            styles,
            numberings,
            blocks: Vec::new(),
            lists: Lists::default(),
            notes,
            pictures: Pictures::of(picture_bytes),
            pending: Vec::new(),
            boxes: Vec::new(),
            joined: Vec::new(),
            edges: HashSet::new(),
            left_out: Vec::new(),
        })
    }

    /// The main part, read.
    pub(super) fn write_all(mut self, body: &Element) -> Draft {
        self.write_blocks(body);
        self.end_joined();
        let mut blocks = mem::take(&mut self.blocks);
        // A note may have notes.
        while let Some((number, part, note)) = self.notes.next() {
            // The ids in a note are those of its own part: with the main one's, links and pictures would be
            // others.
            let main = mem::replace(&mut self.part, part);
            self.lists.close();
            self.write_blocks(&note);
            self.end_joined();
            self.notes.give_back(mem::replace(&mut self.part, main));
            let own = mem::take(&mut self.blocks);
            // Four spaces hold a line in its note.
            let own: Vec<String> = own.iter().map(|block| block.replace('\n', "\n    ")).collect();
            blocks.push(format!("[^{number}]: {}", own.join("\n\n    ")));
        }
        self.add(LeftOutKind::Numbers, self.numberings.unknown);
        let mut markdown = blocks.join("\n\n");
        markdown.push('\n');
        Draft { markdown, pictures: self.pictures.taken, left_out: self.left_out, ..Draft::default() }
    }

    fn add(&mut self, kind: LeftOutKind, count: usize) {
        add(&mut self.left_out, kind, count);
    }

    fn write_blocks(&mut self, of: &Element) {
        for element in of.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => {
                    self.end_joined();
                    self.lists.close();
                    self.table(element);
                }
                "sectPr" => self.edges(element),
                "altChunk" => self.add(LeftOutKind::EmbeddedFiles, 1),
                "oMathPara" | "oMath" => self.add(LeftOutKind::Formulas, element.count("oMath")),
                "AlternateContent" => {
                    if let Some(own) = element.alternative() {
                        self.write_blocks(own);
                    }
                }
                // What only groups: controls, marks of content, inserted paragraphs. Deleted ones and those moved
                // away (`del`, `moveFrom`) are passed over.
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.write_blocks(element),
                _ => {}
            }
        }
    }

    /// Headers and footers with words in them.
    fn edges(&mut self, section: &Element) {
        let references = section
            .elements()
            .filter(|own| matches!(own.name.as_str(), "headerReference" | "footerReference"));
        for id in references.filter_map(|own| own.attribute("id")) {
            // Sections mostly share them; each is counted once.
            if !self.edges.insert(id.to_owned()) {
                continue;
            }
            let read = self.part.read_target(self.container, id);
            let has_words = read.is_some_and(|part| !part.text().trim().is_empty() || part.count("blip") > 0);
            self.add(LeftOutKind::HeadersAndFooters, usize::from(has_words));
        }
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.get("pPr");
        if let Some(section) = properties.and_then(|own| own.get("sectPr")) {
            self.edges(section);
        }
        let mut pieces = mem::take(&mut self.joined);
        self.pieces_of(paragraph, &mut pieces);
        if has_lost_end(properties) {
            self.joined = pieces;
            return;
        }
        self.write_paragraph(properties, pieces);
    }

    /// What goes on in a paragraph that never comes.
    fn end_joined(&mut self) {
        let pieces = mem::take(&mut self.joined);
        // Pictures wait for the end of their paragraph, and would be lost with it.
        if !pieces.is_empty() || !self.pending.is_empty() || !self.boxes.is_empty() {
            self.write_paragraph(None, pieces);
        }
    }

    fn write_paragraph(&mut self, properties: Option<&Element>, pieces: Vec<Piece>) {
        let text = inline::line(pieces);
        let (pictures, boxes) = (mem::take(&mut self.pending), mem::take(&mut self.boxes));
        let pages: Vec<String> = text.split(PAGE_BREAK).map(tidy).filter(|page| !page.is_empty()).collect();
        // Word counts a paragraph without words as well.
        let mark = self.mark_of(properties);
        match (self.styles.heading(properties), mark) {
            _ if pages.is_empty() => {}
            (Some(level), mark) => {
                // A heading is a line, and its type is set by the page; the page's title is of the first level.
                let line = pages.join(" ").replace("**", "").replace("\\\n", " ");
                let number = mark.map(|(mark, _)| words_of(&mark, "")).unwrap_or_default();
                self.lists.close();
                self.blocks.push(format!("{} {number}{line}", "#".repeat(level.clamp(2, 6))));
            }
            (None, Some((Mark::Bullet, level))) => self.item(None, level, &pages.join(" ")),
            (None, Some((Mark::Plain(number), level))) => self.item(Some(number), level, &pages.join(" ")),
            (None, mark) => {
                let mut before = mark.map(|(mark, _)| words_of(&mark, "")).unwrap_or_default();
                self.lists.close();
                for page in pages {
                    // The number stands before the first page of it alone.
                    self.blocks.push(inline::as_paragraph(&format!("{}{page}", mem::take(&mut before))));
                }
            }
        }
        self.show(pictures);
        self.blocks.extend(boxes);
    }

    /// Counts a paragraph; what Word shows before it, and on which level.
    fn mark_of(&mut self, properties: Option<&Element>) -> Option<(Mark, usize)> {
        let (id, level) = self.styles.numbering(properties)?;
        let style = properties.and_then(|own| own.value("pStyle"));
        // Nine levels are all that a numbering has; the arrays of its counts rely on it.
        let level = level.or_else(|| self.numberings.level_of_style(&id, style?)).unwrap_or(0).min(8);
        Some((self.numberings.next(&id, level)?, level))
    }

    fn item(&mut self, number: Option<u32>, level: usize, text: &str) {
        let (line, goes_on) = self.lists.item(level, number, &inline::as_paragraph(text));
        match self.blocks.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.push('\n');
                last.push_str(&line);
            }
            None => self.blocks.push(line),
        }
    }

    /// The words of a paragraph in a cell, with what is counted before them; its pictures wait in `pending`.
    fn words_in_cell(&mut self, paragraph: &Element) -> String {
        let mut pieces = Vec::new();
        self.pieces_of(paragraph, &mut pieces);
        let words = inline::line(pieces).replace(PAGE_BREAK, " ");
        let mark = self.mark_of(paragraph.get("pPr"));
        let words = tidy(&words).replace("\\\n", " ");
        match mark {
            Some((mark, _)) if !words.is_empty() => format!("{}{words}", words_of(&mark, "• ")),
            _ => words,
        }
    }
}

/// Whether the end of a paragraph is deleted or moved away with changes tracked.
fn has_lost_end(properties: Option<&Element>) -> bool {
    let end = properties.and_then(|own| own.get("rPr"));
    end.is_some_and(|own| own.get("del").is_some() || own.get("moveFrom").is_some())
}

/// What is counted, as it stands before words.
fn words_of(mark: &Mark, bullet: &str) -> String {
    match mark {
        Mark::Bullet => bullet.to_owned(),
        Mark::Plain(number) => format!("{number}. "),
        Mark::Words(words) => {
            let words = inline::escaped(words.trim());
            let is_joined = words.is_empty() || words.ends_with(['、', '）', '．', '。', '：']);
            format!("{words}{}", if is_joined { "" } else { " " })
        }
    }
}

/// White space and line breaks at the edges say nothing.
fn tidy(page: &str) -> String {
    let mut text = page.trim();
    // A backslash behind another is a written one, and stays.
    while let Some(rest) = text.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')) {
        text = rest.trim_end();
    }
    while let Some(rest) = text.strip_prefix("\\\n") {
        text = rest.trim_start();
    }
    text.to_owned()
}
