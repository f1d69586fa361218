//! The numberings of a Word file: what Word counts before paragraphs, and how it writes the numbers.

use std::collections::HashMap;

use super::xml::Element;

/// Words around numbers are no longer than this; characters.
const LONGEST_WORDS: usize = 100;

/// A level of a numbering.
#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// `第%1章`: the numbers of which levels stand in which words.
    text: String,
    start: u32,
    /// The style whose paragraphs are on this level.
    style: Option<String>,
    /// It begins anew behind a paragraph of a level above this one, counted from 1; never behind one with 0.
    restart: Option<usize>,
    /// Whether the numbers of all levels are written in digits.
    in_digits: bool,
    is_defined: bool,
}

/// The numberings, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numberings {
    levels: HashMap<String, Vec<Level>>,
    /// Numberings of one kind count on together.
    kinds: HashMap<String, String>,
    counted: HashMap<String, [Option<u32>; 9]>,
    /// Paragraphs whose number is written in a form that is not known here.
    pub(super) unknown: usize,
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
        let all = || part.elements().filter(|element| element.name == "abstractNum");
        for kind in all() {
            // One may have its levels from another, by a style of lists.
            let levels_of = kind
                .value("numStyleLink")
                .and_then(|link| all().find(|other| other.value("styleLink") == Some(link)));
            let mut levels = vec![Level::default(); 9];
            read_levels(levels_of.unwrap_or(kind), &mut levels);
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
            // Two numberings of one kind are one list to Word, unless one of them says where it starts.
            let counts_with = if starts_anew { format!("num {id}") } else { kind.to_owned() };
            numberings.kinds.insert(id.to_owned(), counts_with);
        }
        numberings
    }

    /// The level on which a numbering has the paragraphs of a style.
    pub(super) fn level_of_style(&self, id: &str, style: &str) -> Option<usize> {
        self.levels.get(id)?.iter().position(|level| level.style.as_deref() == Some(style))
    }

    /// Counts one more paragraph; `None` for a numbering the file does not have.
    pub(super) fn next(&mut self, id: &str, level: usize) -> Option<Mark> {
        let levels = self.levels.get(id)?;
        let own = levels.get(level).filter(|level| level.is_defined)?;
        if own.format == "bullet" {
            return Some(Mark::Bullet);
        }
        let counted = self.counted.entry(self.kinds.get(id)?.clone()).or_default();
        let number = counted[level].map_or(own.start, |before| before.saturating_add(1));
        counted[level] = Some(number);
        for (below, number) in levels.iter().zip(counted.iter_mut()).skip(level + 1) {
            if below.restart.is_none_or(|restart| level < restart) {
                *number = None;
            }
        }
        // What Markdown counts as well becomes a list; everything else stands as words, and is not counted again.
        let is_plain = matches!(own.format.as_str(), "decimal" | "")
            && [format!("%{}.", level + 1), format!("%{}", level + 1)].contains(&own.text);
        if is_plain {
            return Some(Mark::Plain(number));
        }
        let (mut words, mut is_known) = (own.text.clone(), true);
        for (place, level) in levels.iter().enumerate().take(level + 1) {
            let sign = format!("%{}", place + 1);
            if !words.contains(&sign) {
                continue;
            }
            // A level that was never counted shows its first number, as in Word: 1.1 without a 1.
            let number = counted[place].unwrap_or(level.start);
            let format = if own.in_digits { "decimal" } else { &level.format };
            let written = written(number, format);
            is_known &= written.is_some();
            words = words.replace(&sign, &written.unwrap_or_else(|| number.to_string()));
        }
        self.unknown += usize::from(!is_known);
        Some(Mark::Words(words))
    }
}

fn read_levels(of: &Element, levels: &mut [Level]) {
    for own in of.elements().filter(|element| element.name == "lvl") {
        let number: Option<usize> = own.attribute("ilvl").and_then(|level| level.parse().ok());
        let Some(level) = number.and_then(|number| levels.get_mut(number)) else { continue };
        *level = Level {
            format: own.value("numFmt").unwrap_or("decimal").to_owned(),
            text: own.value("lvlText").unwrap_or_default().chars().take(LONGEST_WORDS).collect(),
            // 0 where it is not said, as ECMA-376 has it.
            start: own.value("start").and_then(|start| start.parse().ok()).unwrap_or(0),
            style: own.value("pStyle").map(str::to_owned),
            restart: own.value("lvlRestart").and_then(|level| level.parse().ok()),
            in_digits: own.switch("isLgl").unwrap_or(false),
            is_defined: true,
        };
    }
}

/// A number as a format of ECMA-376 (17.18.59) writes it, where it is known here.
fn written(number: u32, format: &str) -> Option<String> {
    let of = |signs: &str| signs.chars().nth(number.saturating_sub(1) as usize).map(String::from);
    let letter = |first: u8| {
        let place = number.saturating_sub(1);
        let letter = char::from(first + (place % 26) as u8);
        (number > 0 && number <= 26 * 9).then(|| letter.to_string().repeat(place as usize / 26 + 1))
    };
    match format {
        "" | "decimal" | "decimalHalfWidth" => Some(number.to_string()),
        "numberInDash" => Some(format!("- {number} -")),
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
        "decimalEnclosedFullstop" => Some(format!("{number}.")),
        "decimalEnclosedParen" => Some(format!("({number})")),
        "ideographEnclosedCircle" => of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
        "decimalZero" => Some(format!("{number:02}")),
        "decimalFullWidth" | "decimalFullWidth2" => Some(
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
    }
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
