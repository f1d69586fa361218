//! The words of a paragraph, run by run: what Word hides, strikes out, counts and works out is seen here.

use super::field::{self, Field, Shown};
use super::{Body, symbol};
use crate::interop::word::inline::{self, PAGE_BREAK, Piece};
use crate::interop::word::left_out::LeftOutKind;
use crate::interop::word::styles::Type;
use crate::interop::word::xml::Element;

/// No address that a reader can go to is longer.
const LONGEST_ADDRESS: usize = 2000;

/// What is true of a paragraph while its runs are read.
#[derive(Default)]
struct Around<'e> {
    style: Option<&'e str>,
    fields: Vec<Field>,
}

/// How a run is set.
#[derive(Clone, Copy)]
struct Setting<'e> {
    words: Type,
    font: &'e str,
    is_left_out: bool,
}

impl Body<'_> {
    /// Adds the words of a paragraph; its pictures wait in `pending`.
    pub(super) fn pieces_of(&mut self, paragraph: &Element, pieces: &mut Vec<Piece>) {
        let style = paragraph.get("pPr").and_then(|own| own.value("pStyle"));
        self.collect(paragraph, None, &mut Around { style, fields: Vec::new() }, pieces);
    }

    fn collect<'e>(
        &mut self,
        of: &'e Element,
        link: Option<&str>,
        around: &mut Around<'e>,
        pieces: &mut Vec<Piece>,
    ) {
        for element in of.elements() {
            match element.name.as_str() {
                "r" => self.run(element, link, around, pieces),
                "hyperlink" => {
                    let own = self.link_of(element);
                    self.collect(element, own.as_deref().or(link), around, pieces);
                }
                "fldSimple" => {
                    let own = field::link_of(element.attribute("instr").unwrap_or_default());
                    let own = own.and_then(|address| self.allowed(&address));
                    self.collect(element, own.as_deref().or(link), around, pieces);
                }
                "del" => self.add(LeftOutKind::DeletedPassages, 1),
                "oMathPara" | "oMath" => self.add(LeftOutKind::Formulas, element.count("oMath")),
                "AlternateContent" => {
                    if let Some(own) = element.alternative() {
                        self.collect(own, link, around, pieces);
                    }
                }
                "sdt" | "sdtContent" | "smartTag" | "customXml" | "ins" | "moveTo" | "bdo" | "dir" => {
                    self.collect(element, link, around, pieces);
                }
                // Among them what was moved away (`moveFrom`); it stands where it was moved to.
                _ => {}
            }
        }
    }

    fn run<'e>(
        &mut self,
        run: &'e Element,
        link: Option<&str>,
        around: &mut Around<'e>,
        pieces: &mut Vec<Piece>,
    ) {
        let properties = run.get("rPr");
        let words = self.styles.words(properties, around.style);
        let has_words = run.elements().any(|own| match own.name.as_str() {
            "t" | "ruby" => !own.text().trim().is_empty(),
            name => name == "sym",
        });
        let is_left_out = words.hidden || words.struck;
        if has_words && is_left_out {
            let kind = if words.hidden { LeftOutKind::HiddenText } else { LeftOutKind::StruckOut };
            self.add(kind, 1);
        } else if has_words && properties.is_some_and(has_typography) {
            self.add(LeftOutKind::Typography, 1);
        }
        let font = properties.and_then(|own| own.get("rFonts"));
        let font = font.and_then(|own| own.attribute("ascii").or_else(|| own.attribute("hAnsi")));
        let setting = Setting { words, font: font.unwrap_or_default(), is_left_out };
        self.inside(run, setting, link, around, pieces);
    }

    fn inside<'e>(
        &mut self,
        of: &'e Element,
        setting: Setting<'_>,
        link: Option<&str>,
        around: &mut Around<'e>,
        pieces: &mut Vec<Piece>,
    ) {
        for element in of.elements() {
            // Any of those that are open, not the last: a field may stand in the instruction of another, and its
            // result is not shown.
            let is_instruction = around.fields.iter().any(|field| !field.is_result);
            // The innermost first: a table of contents is a field around the links of its lines.
            let own_link = around.fields.iter().rev().find_map(|field| field.link.clone());
            let link = own_link.as_deref().or(link);
            let mut say = |text: &str| pieces.push(Piece::words(text, setting.words, link));
            match element.name.as_str() {
                "fldChar" => self.mark_of_field(element, setting, link, around, pieces),
                // Above the line on what is left out: the result of a field may be shown where its instruction is
                // hidden.
                "instrText" => {
                    if let Some(field) = around.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                "drawing" | "pict" | "object" => self.drawing(element),
                "contentPart" => self.add(LeftOutKind::Drawings, 1),
                "AlternateContent" => {
                    if let Some(own) = element.alternative() {
                        self.inside(own, setting, link, around, pieces);
                    }
                }
                "footnoteReference" => self.mark_of_note(false, element, pieces),
                "endnoteReference" => self.mark_of_note(true, element, pieces),
                _ if setting.is_left_out || is_instruction => {}
                "t" => {
                    let (text, unknown) = symbol::in_font(&element.text(), setting.font);
                    say(&text);
                    self.add(LeftOutKind::Symbols, unknown);
                }
                "tab" | "ptab" => say(" "),
                "noBreakHyphen" => say("-"),
                "br" if matches!(element.attribute("type"), Some("page" | "column")) => {
                    pieces.push(Piece::mark(PAGE_BREAK.to_string()));
                }
                "br" | "cr" => pieces.push(Piece::mark("\\\n".to_owned())),
                "ruby" => {
                    let part = |name: &str| element.get(name).map(Element::text).unwrap_or_default();
                    pieces.push(Piece::reading(&part("rubyBase"), &part("rt"), setting.words));
                }
                "sym" | "symEx" => {
                    let sign = symbol::sign_of(element);
                    say(&sign.unwrap_or(symbol::UNKNOWN).to_string());
                    self.add(LeftOutKind::Symbols, usize::from(sign.is_none()));
                }
                _ => {}
            }
        }
    }

    fn mark_of_field(
        &mut self,
        mark: &Element,
        setting: Setting<'_>,
        link: Option<&str>,
        around: &mut Around<'_>,
        pieces: &mut Vec<Piece>,
    ) {
        match mark.attribute("fldCharType") {
            Some("begin") => {
                let is_shown = !setting.is_left_out && around.fields.iter().all(|field| field.is_result);
                if let Some(text) = mark.get("ffData").and_then(choice_of).filter(|_| is_shown) {
                    pieces.push(Piece::words(&text, setting.words, link));
                }
                // Also where nothing is shown: the marks of its end come all the same and must find it.
                around.fields.push(Field::default());
            }
            Some("separate") => {
                if let Some(field) = around.fields.last_mut() {
                    field.is_result = true;
                    field.link =
                        field::link_of(&field.instruction).and_then(|address| self.allowed(&address));
                }
            }
            _ => {
                // One with a result has shown it run by run; only what never had one is worked out here.
                let field = around.fields.pop().filter(|field| !field.is_result);
                let is_shown = !setting.is_left_out && around.fields.iter().all(|field| field.is_result);
                let Some(field) = field.filter(|_| is_shown) else { return };
                match field::shown(&field.instruction) {
                    Shown::Words(text) => {
                        let is_unknown = text.contains(symbol::UNKNOWN);
                        self.add(LeftOutKind::Symbols, usize::from(is_unknown));
                        pieces.push(Piece::words(&text, setting.words, link));
                    }
                    Shown::Reading(base, reading) => {
                        pieces.push(Piece::reading(&base, &reading, setting.words));
                    }
                    Shown::Formula => self.add(LeftOutKind::Formulas, 1),
                    Shown::Nothing => {}
                }
            }
        }
    }

    /// The mark of a note; one that is marked twice is written once.
    fn mark_of_note(&mut self, is_endnote: bool, mark: &Element, pieces: &mut Vec<Piece>) {
        match self.notes.mark(is_endnote, mark.attribute("id").unwrap_or_default()) {
            Some(number) => pieces.push(Piece::mark(format!("[^{number}]"))),
            None => self.add(LeftOutKind::Notes, 1),
        }
    }

    /// Where a link leads; one that leads nowhere a reader can go is told.
    fn link_of(&mut self, link: &Element) -> Option<String> {
        if link.text().trim().is_empty() {
            return None;
        }
        let address = link.attribute("id").and_then(|id| self.part.external(id)).unwrap_or_default();
        match link.attribute("anchor") {
            Some(place) if !address.is_empty() && !address.contains('#') => {
                self.allowed(&format!("{address}#{place}"))
            }
            _ => self.allowed(&address),
        }
    }

    fn allowed(&mut self, address: &str) -> Option<String> {
        let address = address.trim();
        let lower = address.to_lowercase();
        let is_allowed = address.len() <= LONGEST_ADDRESS
            && ["http://", "https://", "mailto:"].iter().any(|scheme| lower.starts_with(scheme));
        if !is_allowed {
            self.add(LeftOutKind::Links, 1);
        }
        is_allowed.then(|| inline::address(address))
    }
}

/// What a field of a form has: a cross in a box, or one of several words.
fn choice_of(data: &Element) -> Option<String> {
    if let Some(own) = data.get("checkBox") {
        let is_checked = own.switch("checked").or(own.switch("default")).unwrap_or(false);
        return Some(if is_checked { "☑" } else { "☐" }.to_owned());
    }
    let list = data.get("ddList")?;
    let chosen: usize = list.value("result").or(list.value("default")).and_then(|own| own.parse().ok())?;
    let mut entries = list.elements().filter(|own| own.name == "listEntry");
    entries.nth(chosen)?.attribute("val").map(str::to_owned)
}

fn has_typography(properties: &Element) -> bool {
    let set = |name: &str| {
        // Word writes these out where nothing is set; counting them would tell of every paragraph.
        properties.value(name).filter(|value| !matches!(*value, "none" | "auto" | "baseline" | "000000"))
    };
    ["u", "vertAlign", "highlight", "em", "color"].iter().any(|name| set(name).is_some())
        || ["smallCaps", "caps", "outline", "shadow"].iter().any(|name| properties.switch(name) == Some(true))
        || properties.get("shd").and_then(set_fill).is_some()
}

fn set_fill(shade: &Element) -> Option<&str> {
    shade.attribute("fill").filter(|fill| !matches!(*fill, "auto" | "FFFFFF" | "ffffff"))
}
