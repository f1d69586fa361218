//! The styles and numberings of a Word file: which paragraphs are headings, and what Word counts before them.

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
        by_name.or_else(|| id.filter(|_| chain.is_empty()).and_then(|id| named_level(&id.to_lowercase())))
    }

    /// The numbering of a paragraph and its level, 0 the highest.
    pub(super) fn numbering(&self, paragraph: Option<&Element>) -> Option<(String, usize)> {
        let own = paragraph.and_then(numbering);
        let chain = self.chain(paragraph.and_then(|own| own.value("pStyle")));
        let by_style = || chain.iter().find_map(|style| style.numbering.clone());
        let (id, level) = match own {
            Some((Some(id), level)) => (id, level),
            Some((None, level)) => {
                let (id, of_style) = by_style()?;
                (id?, level.or(of_style))
            }
            None => {
                let (id, level) = by_style()?;
                (id?, level)
            }
        };
        // 0 takes a numbering off.
        (id != "0").then_some((id, level.unwrap_or(0).min(8)))
    }

    /// How words of a run are set, by themselves and by their style of characters.
    pub(super) fn words(&self, run: Option<&Element>) -> Type {
        let chain = self.chain(run.and_then(|own| own.value("rStyle")));
        let own = |name: &str| run.and_then(|run| run.switch(name));
        let style = |of: fn(&Style) -> Option<bool>| chain.iter().find_map(|style| of(style));
        Type {
            bold: own("b").or_else(|| style(|of| of.bold)).unwrap_or(false),
            italic: own("i").or_else(|| style(|of| of.italic)).unwrap_or(false),
            hidden: own("vanish").or_else(|| style(|of| of.hidden)).unwrap_or(false),
            struck: own("strike").or(own("dstrike")).or_else(|| style(|of| of.struck)).unwrap_or(false),
        }
    }
}

/// `heading 2`, 标题 2; the title of the whole is the highest.
fn named_level(name: &str) -> Option<usize> {
    if matches!(name, "title" | "标题" | "文档标题") {
        return Some(1);
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

/// A level of a numbering.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// `第%1章`: the numbers of which levels stand in which words.
    text: String,
    start: u32,
}

/// The numberings, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numberings {
    levels: HashMap<String, Vec<Level>>,
    /// Numberings of one kind count on together.
    kinds: HashMap<String, String>,
    counted: HashMap<String, [Option<u32>; 9]>,
}

/// What stands before a paragraph that is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Mark {
    Bullet,
    /// `1.`, which Markdown counts too.
    Plain(u32),
    /// Words, as Word shows them: 一、 or 第一章.
    Words(String),
}

impl Numberings {
    pub(super) fn read(part: &Element) -> Numberings {
        let mut kinds: HashMap<&str, Vec<Level>> = HashMap::new();
        for kind in part.elements().filter(|element| element.name == "abstractNum") {
            let mut levels = vec![Level::default(); 9];
            read_levels(kind, &mut levels);
            kinds.insert(kind.attribute("abstractNumId").unwrap_or_default(), levels);
        }
        let mut numberings = Numberings::default();
        for own in part.elements().filter(|element| element.name == "num") {
            let Some(id) = own.attribute("numId") else { continue };
            let kind = own.value("abstractNumId").unwrap_or_default();
            let mut levels = kinds.get(kind).cloned().unwrap_or_else(|| vec![Level::default(); 9]);
            let mut starts_anew = false;
            for other in own.elements().filter(|element| element.name == "lvlOverride") {
                read_levels(other, &mut levels);
                let number: Option<usize> = other.attribute("ilvl").and_then(|level| level.parse().ok());
                let start = other.value("startOverride").and_then(|start| start.parse().ok());
                if let (Some(level), Some(start)) = (number.and_then(|number| levels.get_mut(number)), start)
                {
                    level.start = start;
                    starts_anew = true;
                }
            }
            numberings.levels.insert(id.to_owned(), levels);
            let counts_with = if starts_anew { format!("num {id}") } else { kind.to_owned() };
            numberings.kinds.insert(id.to_owned(), counts_with);
        }
        numberings
    }

    /// Counts one more paragraph; `None` for a numbering the file does not have.
    pub(super) fn next(&mut self, id: &str, level: usize) -> Option<Mark> {
        let levels = self.levels.get(id)?;
        let own = levels.get(level)?;
        if own.format == "bullet" {
            return Some(Mark::Bullet);
        }
        if own.format == "none" && own.text.is_empty() {
            return Some(Mark::Words(String::new()));
        }
        let counted = self.counted.entry(self.kinds.get(id)?.clone()).or_default();
        let number = counted[level].map_or(own.start, |before| before.saturating_add(1));
        counted[level] = Some(number);
        counted[level + 1..].fill(None);
        let is_plain = matches!(own.format.as_str(), "decimal" | "")
            && [format!("%{}.", level + 1), format!("%{}", level + 1), String::new()].contains(&own.text);
        if is_plain {
            return Some(Mark::Plain(number));
        }
        let mut words = own.text.clone();
        for (place, level) in levels.iter().enumerate().take(level + 1) {
            let number = counted[place].unwrap_or(level.start);
            words = words.replace(&format!("%{}", place + 1), &written(number, &level.format));
        }
        Some(Mark::Words(words))
    }
}

fn read_levels(of: &Element, levels: &mut [Level]) {
    for own in of.elements().filter(|element| element.name == "lvl") {
        let number: Option<usize> = own.attribute("ilvl").and_then(|level| level.parse().ok());
        let Some(level) = number.and_then(|number| levels.get_mut(number)) else { continue };
        *level = Level {
            format: own.value("numFmt").unwrap_or("decimal").to_owned(),
            text: own.value("lvlText").unwrap_or_default().to_owned(),
            start: own.value("start").and_then(|start| start.parse().ok()).unwrap_or(0),
        };
    }
}

/// A number as a format of ECMA-376 (17.18.59) writes it; one that is not known here in digits.
fn written(number: u32, format: &str) -> String {
    let of = |signs: &str| signs.chars().nth(number.saturating_sub(1) as usize).map(String::from);
    let letter = |first: u8| {
        let place = number.saturating_sub(1);
        let letter = char::from(first + (place % 26) as u8);
        (number > 0 && number <= 26 * 9).then(|| letter.to_string().repeat(place as usize / 26 + 1))
    };
    let own = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseDigital"
        | "japaneseDigitalTenThousand" => Some(chinese(number, "零一二三四五六七八九", ["十", "百", "千"])),
        "chineseLegalSimplified" => Some(chinese(number, "零壹贰叁肆伍陆柒捌玖", ["拾", "佰", "仟"])),
        "ideographLegalTraditional" | "japaneseLegal" => {
            Some(chinese(number, "零壹貳參肆伍陸柒捌玖", ["拾", "佰", "仟"]))
        }
        "ideographTraditional" => of("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => of("子丑寅卯辰巳午未申酉戌亥"),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => of("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "decimalEnclosedParen" => Some(format!("({number})")),
        "ideographEnclosedCircle" => of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" => Some(
            number
                .to_string()
                .chars()
                .filter_map(|digit| char::from_u32(u32::from(digit) + 0xFEE0))
                .collect(),
        ),
        "lowerLetter" => letter(b'a'),
        "upperLetter" => letter(b'A'),
        "lowerRoman" => Some(roman(number).to_lowercase()),
        "upperRoman" => Some(roman(number)),
        "none" => Some(String::new()),
        _ => None,
    };
    own.unwrap_or_else(|| number.to_string())
}

/// Up to 9999 in words; 十二 without 一 in front where the digits are plain.
fn chinese(number: u32, digits: &str, units: [&str; 3]) -> String {
    let digit = |number: u32| digits.chars().nth(number as usize).map(String::from).unwrap_or_default();
    if number == 0 || number > 9999 {
        return if number == 0 { digit(0) } else { number.to_string() };
    }
    let (mut words, mut has_gap) = (String::new(), false);
    for place in (0..4).rev() {
        let own = number / 10_u32.pow(place) % 10;
        if own == 0 {
            has_gap = !words.is_empty();
            continue;
        }
        if has_gap {
            words.push_str(&digit(0));
            has_gap = false;
        }
        let is_bare_ten = place == 1 && own == 1 && words.is_empty() && units[0] == "十";
        if !is_bare_ten {
            words.push_str(&digit(own));
        }
        if place > 0 {
            words.push_str(units[place as usize - 1]);
        }
    }
    words
}

fn roman(mut number: u32) -> String {
    if number == 0 || number > 3999 {
        return number.to_string();
    }
    let mut words = String::new();
    for (value, sign) in [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ] {
        while number >= value {
            words.push_str(sign);
            number -= value;
        }
    }
    words
}
