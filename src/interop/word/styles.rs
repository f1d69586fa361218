//! The styles of a Word file: which paragraphs are headings or counted, and which words are hidden or struck out.

use std::collections::HashMap;

use super::xml::Element;

/// Styles lead to the one they are based on; a chain of more is none.
const LONGEST_CHAIN: usize = 32;

/// A style, as far as it says something of the structure.
#[derive(Debug, Default)]
struct Style {
    based_on: Option<String>,
    name: String,
    outline: Option<usize>,
    numbering: Option<(Option<String>, Option<usize>)>,
    bold: Option<bool>,
    italic: Option<bool>,
    hidden: Option<bool>,
    struck: Option<bool>,
}

/// The styles by their id.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

/// How words are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Type {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) hidden: bool,
    pub(super) struck: bool,
}

impl Styles {
    pub(super) fn read(part: &Element) -> Styles {
        let style = |element: &Element| {
            let paragraph = element.get("pPr");
            let words = element.get("rPr");
            let switch = |name: &str| words.and_then(|own| own.switch(name));
            let style = Style {
                based_on: element.value("basedOn").map(str::to_owned),
                name: element.value("name").unwrap_or_default().trim().to_lowercase(),
                outline: paragraph.and_then(outline),
                numbering: paragraph.and_then(numbering),
                bold: switch("b"),
                italic: switch("i"),
                hidden: switch("vanish"),
                struck: switch("strike").or(switch("dstrike")),
            };
            Some((element.attribute("styleId")?.to_owned(), style))
        };
        Styles(part.elements().filter(|element| element.name == "style").filter_map(style).collect())
    }

    /// A style and those it is based on.
    fn chain(&self, id: Option<&str>) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = id.and_then(|id| self.0.get(id));
        // Bounded, as a file may have styles that are based on one another in a circle.
        while let Some(style) = next.filter(|_| chain.len() < LONGEST_CHAIN) {
            chain.push(style);
            next = style.based_on.as_deref().and_then(|id| self.0.get(id));
        }
        chain
    }

    /// The level of a heading, 1 the highest; by the outline, else by the name of the style.
    pub(super) fn heading(&self, paragraph: Option<&Element>) -> Option<usize> {
        let id = paragraph.and_then(|own| own.value("pStyle"));
        let chain = self.chain(id);
        let by_outline = paragraph.and_then(outline).or_else(|| chain.iter().find_map(|style| style.outline));
        if let Some(outline) = by_outline {
            // The tenth level is that of the body.
            return (outline < 9).then_some(outline + 1);
        }
        let by_name = chain.iter().find_map(|style| named_level(&style.name));
        // A file may write `Heading1` and have no style of this id.
        by_name.or_else(|| id.filter(|_| chain.is_empty()).and_then(|id| named_level(&id.to_lowercase())))
    }

    /// The numbering of a paragraph and its level, 0 the highest, where it says one; by itself, else by its style.
    pub(super) fn numbering(&self, paragraph: Option<&Element>) -> Option<(String, Option<usize>)> {
        let chain = self.chain(paragraph.and_then(|own| own.value("pStyle")));
        let by_style = chain.iter().filter_map(|style| style.numbering.clone());
        let each: Vec<_> = paragraph.and_then(numbering).into_iter().chain(by_style).collect();
        // Apart: a paragraph may say its level and leave the numbering to its style.
        let id = each.iter().find_map(|(id, _)| id.clone())?;
        let level = each.iter().find_map(|(_, level)| *level);
        // 0 takes a numbering off.
        (id != "0").then_some((id, level))
    }

    /// How words of a run are set: by themselves, else by their style and that of the paragraph. What both switch on
    /// is off (ECMA-376, 17.7.3).
    pub(super) fn words(&self, run: Option<&Element>, paragraph_style: Option<&str>) -> Type {
        let of_run = self.chain(run.and_then(|own| own.value("rStyle")));
        let of_paragraph = self.chain(paragraph_style);
        let own = |name: &str| run.and_then(|run| run.switch(name));
        let style = |of: fn(&Style) -> Option<bool>| {
            let set = |chain: &[&Style]| chain.iter().find_map(|style| of(style)).unwrap_or(false);
            set(&of_run) != set(&of_paragraph)
        };
        Type {
            bold: own("b").unwrap_or_else(|| style(|of| of.bold)),
            italic: own("i").unwrap_or_else(|| style(|of| of.italic)),
            hidden: own("vanish").unwrap_or_else(|| style(|of| of.hidden)),
            struck: match (own("strike"), own("dstrike")) {
                (None, None) => style(|of| of.struck),
                (once, twice) => once == Some(true) || twice == Some(true),
            },
        }
    }
}

/// `heading 2`, 标题 2, 二级标题; the title of the whole is the highest.
fn named_level(name: &str) -> Option<usize> {
    if matches!(name, "title" | "标题" | "文档标题") {
        return Some(1);
    }
    if let Some(number) = name.strip_suffix("级标题") {
        let chinese =
            "一二三四五六七八九".chars().position(|own| number.chars().eq([own])).map(|place| place + 1);
        return chinese.or_else(|| number.parse().ok()).filter(|level| (1..=9).contains(level));
    }
    let number = name.strip_prefix("heading").or_else(|| name.strip_prefix("标题"))?.trim();
    number.parse().ok().filter(|level| (1..=9).contains(level))
}

fn outline(paragraph: &Element) -> Option<usize> {
    paragraph.value("outlineLvl")?.parse().ok()
}

fn numbering(paragraph: &Element) -> Option<(Option<String>, Option<usize>)> {
    let own = paragraph.get("numPr")?;
    let level = own.value("ilvl").and_then(|level| level.parse().ok());
    Some((own.value("numId").map(str::to_owned), level))
}
