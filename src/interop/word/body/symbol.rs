//! Signs of fonts that have them in the place of letters.

use crate::interop::word::xml::Element;

/// Stands for a sign that is not known.
pub(super) const UNKNOWN: char = '□';

/// The sign of a `sym` or `symEx`.
pub(super) fn sign_of(element: &Element) -> Option<char> {
    let code = u32::from_str_radix(element.attribute("char")?, 16).ok()?;
    sign(element.attribute("font").unwrap_or_default(), code)
}

/// Words as a font shows them; gives how many of their signs are not known.
pub(super) fn in_font(text: &str, font: &str) -> (String, usize) {
    let mut unknown = 0;
    let each = text.chars().map(|c| {
        let code = u32::from(c);
        // Fonts of signs have them in the places of Latin letters; Chinese in such a run is shown in another font.
        if !is_private(code) && (!is_of_signs(font) || c.is_whitespace() || code > 0xFF) {
            return c;
        }
        sign(font, code).unwrap_or_else(|| {
            unknown += 1;
            UNKNOWN
        })
    });
    (each.collect(), unknown)
}

/// The sign that a font has for a code, where it is known; of an ordinary font the code is the sign.
pub(super) fn sign(font: &str, code: u32) -> Option<char> {
    let font = font.to_lowercase();
    // Word writes their places also as U+F000 and on, whatever the font is called.
    if !is_of_signs(&font) && !(0xF000..=0xF0FF).contains(&code) {
        return char::from_u32(code).filter(|c| !c.is_control() && !is_private(code));
    }
    let place = code & 0xFF;
    match font.as_str() {
        "wingdings" => wingdings(place),
        "wingdings 2" => match place {
            0x50 => Some('✓'),
            0x4F => Some('✗'),
            0x52 => Some('☑'),
            0x53 | 0x54 => Some('☒'),
            0x97 | 0x98 => Some('●'),
            0xA3 | 0x2A => Some('□'),
            0x6A..=0x73 => one_of("⓪①②③④⑤⑥⑦⑧⑨", place - 0x6A),
            _ => None,
        },
        "symbol" => greek(place),
        _ => None,
    }
}

/// A number or a letter in a circle.
pub(super) fn circled(text: &str) -> Option<char> {
    let first = text.chars().next().filter(|_| text.chars().count() == 1);
    match (text.parse::<u32>(), first) {
        (Ok(0), _) => Some('⓪'),
        (Ok(number @ 1..=20), _) => char::from_u32(0x2460 + number - 1),
        (Ok(number @ 21..=35), _) => char::from_u32(0x3251 + number - 21),
        (Ok(number @ 36..=50), _) => char::from_u32(0x32B1 + number - 36),
        (_, Some(letter @ 'A'..='Z')) => char::from_u32(0x24B6 + u32::from(letter) - u32::from('A')),
        (_, Some(letter @ 'a'..='z')) => char::from_u32(0x24D0 + u32::from(letter) - u32::from('a')),
        (_, Some(sign)) => {
            let place = "一二三四五六七八九十".chars().position(|own| own == sign)?;
            one_of("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉", place as u32)
        }
        _ => None,
    }
}

fn is_private(code: u32) -> bool {
    (0xE000..=0xF8FF).contains(&code)
}

fn is_of_signs(font: &str) -> bool {
    let font = font.to_lowercase();
    font.starts_with("wingdings") || font == "webdings" || font == "symbol"
}

fn one_of(signs: &str, place: u32) -> Option<char> {
    signs.chars().nth(place as usize)
}

fn wingdings(place: u32) -> Option<char> {
    match place {
        0x28 => Some('☎'),
        0x2A => Some('✉'),
        0x46 => Some('☞'),
        0x4A => Some('☺'),
        0x6C => Some('●'),
        0x6E => Some('■'),
        0x6F | 0x71 | 0xA8 => Some('□'),
        0x75 => Some('◆'),
        0x76 => Some('❖'),
        0x80 => Some('⓪'),
        0x81..=0x8A => one_of("①②③④⑤⑥⑦⑧⑨⑩", place - 0x81),
        0x8B => Some('⓿'),
        0x8C..=0x95 => one_of("❶❷❸❹❺❻❼❽❾❿", place - 0x8C),
        0x9F => Some('•'),
        0xA1 => Some('○'),
        0xA7 => Some('▪'),
        0xAB => Some('★'),
        0xD8 => Some('➢'),
        0xDF | 0xE7 => Some('←'),
        0xE0 | 0xE8 => Some('→'),
        0xE1 | 0xE9 => Some('↑'),
        0xE2 | 0xEA => Some('↓'),
        0xF0 => Some('⇨'),
        0xFB => Some('✗'),
        0xFC => Some('✓'),
        0xFD => Some('☒'),
        0xFE => Some('☑'),
        _ => None,
    }
}

fn greek(place: u32) -> Option<char> {
    match place {
        0x28..=0x29 | 0x2B..=0x2C | 0x2E..=0x3F => char::from_u32(place),
        // In the order of that font, not of the alphabet: C is Χ, and J and V are other forms of letters.
        0x41..=0x5A => one_of("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", place - 0x41),
        0x61..=0x7A => one_of("αβχδεφγηιϕκλμνοπθρστυϖωξψζ", place - 0x61),
        0xA2 => Some('′'),
        0xA3 => Some('≤'),
        0xA5 => Some('∞'),
        0xAC => Some('←'),
        0xAD => Some('↑'),
        0xAE => Some('→'),
        0xAF => Some('↓'),
        0xB0 => Some('°'),
        0xB1 => Some('±'),
        0xB2 => Some('″'),
        0xB3 => Some('≥'),
        0xB4 => Some('×'),
        0xB7 => Some('•'),
        0xB8 => Some('÷'),
        0xB9 => Some('≠'),
        0xBB => Some('≈'),
        _ => None,
    }
}
