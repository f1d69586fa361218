//! Reads the body of a Word file, element by element, and writes it as the archive's Markdown.

use std::collections::HashMap;

use undoc::container::OoxmlContainer;

use super::inline::{self, PAGE_BREAK, Piece};
use super::left_out::{LeftOut, LeftOutKind, add};
use super::parts::Parts;
use super::styles::{Mark, Numberings, Styles, Type};
use super::xml::{Element, Node};
use super::{Draft, DraftPicture, WordError, table};
use crate::model::PictureFormat;

/// What has been written so far.
pub(super) struct Body<'a> {
    container: &'a OoxmlContainer,
    parts: &'a Parts,
    styles: Styles,
    numberings: Numberings,
    pub(super) blocks: Vec<String>,
    notes: Vec<String>,
    /// Marks of notes and what they lead to, in the order of the text.
    waiting: Vec<(String, Element)>,
    pictures: Vec<DraftPicture>,
    /// Names of pictures that have been shown, by their part.
    shown: HashMap<String, String>,
    /// Pictures of the paragraph that is being read: relationship and words for those who do not see it.
    pending: Vec<(String, String)>,
    /// Text boxes of that paragraph.
    boxes: Vec<String>,
    pub(super) left_out: Vec<LeftOut>,
    /// The kind of list that the next item may go on with.
    list: Option<bool>,
}

/// The field that words are the result of.
#[derive(Default)]
struct Field {
    instruction: String,
    is_result: bool,
}

/// What is true for a run by where it stands.
#[derive(Default)]
struct Around {
    fields: Vec<Field>,
}

impl<'a> Body<'a> {
    pub(super) fn new(container: &'a OoxmlContainer, parts: &'a Parts) -> Result<Self, WordError> {
        let part = |kind: &str| parts.read(container, kind);
        Ok(Self {
            container,
            parts,
            styles: part("styles")?.as_ref().map(Styles::read).unwrap_or_default(),
            numberings: part("numbering")?.as_ref().map(Numberings::read).unwrap_or_default(),
            blocks: Vec::new(),
            notes: Vec::new(),
            waiting: Vec::new(),
            pictures: Vec::new(),
            shown: HashMap::new(),
            pending: Vec::new(),
            boxes: Vec::new(),
            left_out: Vec::new(),
            list: None,
        })
    }

    pub(super) fn add(&mut self, kind: LeftOutKind, count: usize) {
        add(&mut self.left_out, kind, count);
    }

    /// Writes all blocks of the body, then its notes.
    pub(super) fn write(&mut self, body: &Element) {
        self.write_blocks(body);
        // A note may have notes.
        let mut at = 0;
        while at < self.waiting.len() {
            let (name, note) = (self.waiting[at].0.clone(), std::mem::take(&mut self.waiting[at].1));
            let blocks = std::mem::take(&mut self.blocks);
            self.list = None;
            self.write_blocks(&note);
            let own = std::mem::replace(&mut self.blocks, blocks);
            let own: Vec<String> = own.iter().map(|block| block.replace('\n', "\n    ")).collect();
            self.notes.push(format!("[^{name}]: {}", own.join("\n\n    ")));
            at += 1;
        }
    }

    pub(super) fn into_draft(self) -> Draft {
        let mut blocks = self.blocks;
        blocks.extend(self.notes);
        let mut markdown = blocks.join("\n\n");
        markdown.push('\n');
        Draft { markdown, pictures: self.pictures, left_out: self.left_out, ..Draft::default() }
    }

    pub(super) fn write_blocks(&mut self, of: &Element) {
        for element in of.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => {
                    self.list = None;
                    table::write(self, element);
                }
                "sectPr" => self.edges(element),
                "altChunk" => self.add(LeftOutKind::EmbeddedFiles, 1),
                "oMathPara" | "oMath" => self.add(LeftOutKind::Formulas, element.count("oMath")),
                // Deleted and moved away.
                "del" | "moveFrom" => {}
                "AlternateContent" => {
                    if let Some(own) = element.get("Choice").or_else(|| element.get("Fallback")) {
                        self.write_blocks(own);
                    }
                }
                // What only groups: controls, marks of content, inserted paragraphs.
                "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" | "Choice" => {
                    self.write_blocks(element)
                }
                _ => {}
            }
        }
    }

    /// Headers and footers with words in them.
    fn edges(&mut self, section: &Element) {
        let references = section
            .elements()
            .filter(|own| matches!(own.name.as_str(), "headerReference" | "footerReference"));
        let edges: Vec<&str> = references.filter_map(|own| own.attribute("id")).collect();
        let with_words = edges
            .iter()
            .filter_map(|id| self.parts.read_target(self.container, id))
            .filter(|part| !part.text().trim().is_empty() || part.count("blip") > 0);
        let count = with_words.count();
        self.add(LeftOutKind::HeadersAndFooters, count);
    }

    fn paragraph(&mut self, paragraph: &Element) {
        let properties = paragraph.get("pPr");
        if let Some(section) = properties.and_then(|own| own.get("sectPr")) {
            self.edges(section);
        }
        let text = self.words(paragraph);
        let (pictures, boxes) = (std::mem::take(&mut self.pending), std::mem::take(&mut self.boxes));
        let pages: Vec<String> = text.split(PAGE_BREAK).map(tidy).filter(|page| !page.is_empty()).collect();
        let mark = self.styles.numbering(properties);
        // An empty paragraph is not counted.
        let mark = mark
            .filter(|_| !pages.is_empty())
            .and_then(|(id, level)| Some((self.numberings.next(&id, level)?, level)));
        let list = self.list.take();
        if !pages.is_empty() {
            match (self.styles.heading(properties), mark) {
                (Some(level), mark) => {
                    // A heading is a line, and its type is set by the page.
                    let line = pages.join(" ").replace("**", "").replace("\\\n", " ");
                    let number = match mark {
                        Some((Mark::Words(words), _)) if !words.is_empty() => {
                            format!("{} ", inline::escaped(words.trim()))
                        }
                        Some((Mark::Plain(number), _)) => format!("{number}. "),
                        _ => String::new(),
                    };
                    self.blocks.push(format!("{} {number}{line}", "#".repeat(level.clamp(2, 6))));
                }
                (None, Some((Mark::Words(words), _))) => {
                    let words = inline::escaped(words.trim());
                    let joint = if words.is_empty() || words.ends_with(['、', '）', '．', '。']) {
                        ""
                    } else {
                        " "
                    };
                    self.blocks.push(inline::as_paragraph(&format!("{words}{joint}{}", pages.join(" "))));
                }
                (None, Some((mark, level))) => self.item(&mark, level, &pages.join(" "), list),
                (None, None) => self.blocks.extend(pages.iter().map(|page| inline::as_paragraph(page))),
            }
        }
        self.show(pictures);
        self.blocks.extend(boxes);
    }

    fn item(&mut self, mark: &Mark, level: usize, text: &str, list: Option<bool>) {
        let is_counted = matches!(mark, Mark::Plain(_));
        let sign = match mark {
            Mark::Plain(number) => format!("{number}."),
            _ => "-".to_owned(),
        };
        let goes_on = list == Some(is_counted) || (list.is_some() && level > 0);
        // Without an item above it, one of a lower level would be taken for code.
        let indent = if goes_on { " ".repeat(level * 4) } else { String::new() };
        let line = format!("{indent}{sign} {text}");
        match self.blocks.last_mut().filter(|_| goes_on) {
            Some(last) => {
                last.push('\n');
                last.push_str(&line);
            }
            None => self.blocks.push(line),
        }
        self.list = Some(is_counted).filter(|_| self.pending.is_empty());
    }

    /// The words of a paragraph; its pictures wait in `pending`.
    pub(super) fn words(&mut self, paragraph: &Element) -> String {
        let mut pieces = Vec::new();
        self.collect(paragraph, None, &mut Around::default(), &mut pieces);
        inline::line(pieces)
    }

    fn collect(&mut self, of: &Element, link: Option<&str>, around: &mut Around, pieces: &mut Vec<Piece>) {
        for element in of.elements() {
            match element.name.as_str() {
                "r" => self.run(element, link, around, pieces),
                "hyperlink" => {
                    let own = self.link_of(element);
                    self.collect(element, own.as_deref().or(link), around, pieces);
                }
                "fldSimple" => {
                    let own = field_link(element.attribute("instr").unwrap_or_default());
                    let own = own.and_then(|address| self.allowed(address));
                    self.collect(element, own.as_deref().or(link), around, pieces);
                }
                "del" => self.add(LeftOutKind::DeletedPassages, 1),
                "moveFrom" | "pPr" => {}
                "oMathPara" | "oMath" => self.add(LeftOutKind::Formulas, element.count("oMath")),
                "AlternateContent" => {
                    if let Some(own) = element.get("Choice").or_else(|| element.get("Fallback")) {
                        self.collect(own, link, around, pieces);
                    }
                }
                "sdt" | "sdtContent" | "smartTag" | "customXml" | "ins" | "moveTo" | "bdo" | "dir" => {
                    self.collect(element, link, around, pieces);
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, run: &Element, link: Option<&str>, around: &mut Around, pieces: &mut Vec<Piece>) {
        let properties = run.get("rPr");
        let words = self.styles.words(properties);
        let has_words = run.elements().any(|own| matches!(own.name.as_str(), "t" | "sym" | "ruby"))
            && !run.text().trim().is_empty();
        if has_words && (words.hidden || words.struck) {
            let kind = if words.hidden { LeftOutKind::HiddenText } else { LeftOutKind::StruckOut };
            self.add(kind, 1);
        }
        if has_words && properties.is_some_and(has_typography) {
            self.add(LeftOutKind::Typography, 1);
        }
        let is_left_out = words.hidden || words.struck;
        let words = Type { hidden: false, struck: false, ..words };
        let result = around.fields.iter().rev().find_map(|field| field_link(&field.instruction));
        let by_field = result.and_then(|address| self.allowed(address));
        let link = by_field.as_deref().or(link);
        let is_instruction = around.fields.last().is_some_and(|field| !field.is_result);
        for element in run.elements() {
            let name = element.name.as_str();
            match name {
                "fldChar" => match element.attribute("fldCharType") {
                    Some("begin") => around.fields.push(Field::default()),
                    Some("separate") => {
                        if let Some(field) = around.fields.last_mut() {
                            field.is_result = true;
                        }
                    }
                    _ => drop(around.fields.pop()),
                },
                "instrText" => {
                    if let Some(field) = around.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(element),
                "AlternateContent" => {
                    if let Some(own) = element.get("Choice").or_else(|| element.get("Fallback")) {
                        self.drawing(own);
                    }
                }
                "footnoteReference" | "endnoteReference" => self.note(name, element, pieces),
                _ if is_left_out || is_instruction => {}
                "t" => pieces.push(Piece::words(&element.text(), words, link)),
                "tab" => pieces.push(Piece::words(" ", words, link)),
                "noBreakHyphen" => pieces.push(Piece::words("-", words, link)),
                "br" if element.attribute("type") == Some("page") => {
                    pieces.push(Piece::mark(PAGE_BREAK.to_string()));
                }
                "br" | "cr" => pieces.push(Piece::mark("\\\n".to_owned())),
                "ruby" => {
                    let part = |name: &str| element.get(name).map(Element::text).unwrap_or_default();
                    let text = inline::reading(&part("rubyBase"), &part("rt"));
                    pieces.push(Piece { text, bold: words.bold, italic: words.italic, link: None });
                }
                "sym" => match symbol(element) {
                    Some(sign) => pieces.push(Piece::words(&sign.to_string(), words, link)),
                    None => {
                        self.add(LeftOutKind::Symbols, 1);
                        pieces.push(Piece::words("□", words, link));
                    }
                },
                _ => {}
            }
        }
    }

    /// A note, as often as it is marked.
    fn note(&mut self, name: &str, mark: &Element, pieces: &mut Vec<Piece>) {
        let kind = if name == "footnoteReference" { "footnotes" } else { "endnotes" };
        let id = mark.attribute("id").unwrap_or_default();
        let part = self.parts.read(self.container, kind).ok().flatten();
        let note = part.and_then(|part| {
            let mut notes = part.nodes.into_iter().filter_map(|node| match node {
                Node::Element(element) => Some(element),
                Node::Text(_) => None,
            });
            notes.find(|note| note.attribute("id") == Some(id))
        });
        let Some(note) = note else { return self.add(LeftOutKind::Notes, 1) };
        let number = (self.waiting.len() + 1).to_string();
        pieces.push(Piece::mark(format!("[^{number}]")));
        self.waiting.push((number, note));
    }

    /// Pictures and text boxes of a drawing.
    fn drawing(&mut self, drawing: &Element) {
        let described = find(drawing, "docPr").or_else(|| find(drawing, "cNvPr"));
        let alt = described.and_then(|own| own.attribute("descr")).unwrap_or_default().to_owned();
        self.find_pictures(drawing, &alt);
    }

    fn find_pictures(&mut self, of: &Element, alt: &str) {
        for element in of.elements() {
            match element.name.as_str() {
                "blip" | "imagedata" => {
                    match element.attribute("embed").or_else(|| element.attribute("id")) {
                        Some(id) => self.pending.push((id.to_owned(), alt.to_owned())),
                        None => self.add(LeftOutKind::Pictures, 1),
                    }
                }
                "txbxContent" => {
                    let (blocks, list) = (std::mem::take(&mut self.blocks), self.list.take());
                    let pending = std::mem::take(&mut self.pending);
                    self.write_blocks(element);
                    self.pending = pending;
                    let own = std::mem::replace(&mut self.blocks, blocks);
                    self.list = list;
                    self.boxes.extend(own);
                }
                "AlternateContent" => {
                    if let Some(own) = element.get("Choice").or_else(|| element.get("Fallback")) {
                        self.find_pictures(own, alt);
                    }
                }
                _ => self.find_pictures(element, alt),
            }
        }
    }

    /// Takes the pictures that wait.
    pub(super) fn take_pending(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.pending)
    }

    pub(super) fn show(&mut self, pictures: Vec<(String, String)>) {
        for (id, alt) in pictures {
            let Some(name) = self.name_of(&id) else {
                self.add(LeftOutKind::Pictures, 1);
                continue;
            };
            let alt = inline::escaped(alt.trim());
            self.blocks.push(format!("![{alt}](images/{name})"));
            self.list = None;
        }
    }

    fn name_of(&mut self, id: &str) -> Option<String> {
        let part = self.parts.target(id)?;
        if let Some(name) = self.shown.get(&part) {
            return Some(name.clone());
        }
        let extension = extension_of(&part)?;
        let bytes = self.container.read_binary(&part).ok()?;
        let name = format!("image-{:02}.{extension}", self.pictures.len() + 1);
        self.pictures.push(DraftPicture { name: name.clone(), bytes });
        self.shown.insert(part, name.clone());
        Some(name)
    }

    /// Where a link leads; one that leads nowhere a reader can go is told.
    fn link_of(&mut self, link: &Element) -> Option<String> {
        let address = link.attribute("id").and_then(|id| self.parts.external(id));
        match (address, link.attribute("anchor")) {
            (Some(address), _) => self.allowed(address),
            (None, Some(_)) | (None, None) => {
                let has_words = !link.text().trim().is_empty();
                self.add(LeftOutKind::Links, usize::from(has_words));
                None
            }
        }
    }

    fn allowed(&mut self, address: String) -> Option<String> {
        let lower = address.to_lowercase();
        let is_allowed = ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
        if !is_allowed {
            self.add(LeftOutKind::Links, 1);
        }
        is_allowed.then_some(address)
    }
}

/// White space and line breaks at the edges say nothing.
fn tidy(page: &str) -> String {
    let mut text = page.trim();
    while let Some(rest) = text.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')) {
        text = rest.trim_end();
    }
    while let Some(rest) = text.strip_prefix("\\\n") {
        text = rest.trim_start();
    }
    text.to_owned()
}

fn find<'e>(of: &'e Element, name: &str) -> Option<&'e Element> {
    of.elements().find_map(|element| if element.name == name { Some(element) } else { find(element, name) })
}

/// The address of a field of a link: `HYPERLINK "https://…"`.
fn field_link(instruction: &str) -> Option<String> {
    let rest = instruction.trim().strip_prefix("HYPERLINK")?.trim();
    let address = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next()?,
        None => rest.split(' ').next()?,
    };
    (!address.is_empty() && !address.starts_with('\\')).then(|| address.to_owned())
}

fn has_typography(properties: &Element) -> bool {
    let set = |name: &str| {
        properties.value(name).filter(|value| !matches!(*value, "none" | "auto" | "baseline" | "000000"))
    };
    ["u", "vertAlign", "highlight", "em", "color"].iter().any(|name| set(name).is_some())
        || ["smallCaps", "caps", "outline", "shadow"].iter().any(|name| properties.switch(name) == Some(true))
        || properties.get("shd").and_then(|own| set_fill(own)).is_some()
}

fn set_fill(shade: &Element) -> Option<&str> {
    shade.attribute("fill").filter(|fill| !matches!(*fill, "auto" | "FFFFFF" | "ffffff"))
}

/// The sign a font has in the place of a letter, where it is known; an ordinary code is the sign itself.
fn symbol(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    let font = element.attribute("font").unwrap_or_default().to_lowercase();
    if !(0xF000..=0xF0FF).contains(&code) && !font.contains("wingdings") && font != "symbol" {
        return char::from_u32(code).filter(|c| !c.is_control() && !(0xE000..=0xF8FF).contains(&code));
    }
    let place = code & 0xFF;
    match font.as_str() {
        "wingdings" => match place {
            0x6C => Some('●'),
            0x6E => Some('■'),
            0x6F | 0xA8 => Some('□'),
            0x71 => Some('❑'),
            0x75 => Some('◆'),
            0x9F => Some('•'),
            0xA1 => Some('○'),
            0xDF | 0xE7 => Some('←'),
            0xE0 | 0xE8 => Some('→'),
            0xE1 | 0xE9 => Some('↑'),
            0xE2 | 0xEA => Some('↓'),
            0xFB => Some('✗'),
            0xFC => Some('✓'),
            0xFD => Some('☒'),
            0xFE => Some('☑'),
            0x80..=0x8A => char::from_u32(0x24EA + place - 0x80)
                .filter(|_| place == 0x80)
                .or(char::from_u32(0x2460 + place - 0x81)),
            _ => None,
        },
        "wingdings 2" => match place {
            0x50 => Some('✓'),
            0x4F => Some('✗'),
            0x52 => Some('☑'),
            0x53 => Some('☒'),
            0xA3 => Some('□'),
            _ => None,
        },
        "symbol" => match place {
            0xB0 => Some('°'),
            0xB1 => Some('±'),
            0xB2 => Some('″'),
            0xA2 => Some('′'),
            0xA3 => Some('≤'),
            0xB3 => Some('≥'),
            0xB4 => Some('×'),
            0xB7 => Some('•'),
            0xB8 => Some('÷'),
            0xB9 => Some('≠'),
            0xBB => Some('≈'),
            0xAE => Some('→'),
            0x61 => Some('α'),
            0x62 => Some('β'),
            0x6D => Some('μ'),
            0x70 => Some('π'),
            _ => None,
        },
        _ => None,
    }
}

/// How a picture is called that is carried over. A GIF, which no photo can be, lies beside the draft all the same:
/// whoever works on it makes of it what the archive takes.
fn extension_of(part: &str) -> Option<&'static str> {
    let own = part.rsplit('.').next()?.to_lowercase();
    let known = PictureFormat::from_extension(&own).map(PictureFormat::extension);
    known.or((own == "gif").then_some("gif"))
}
