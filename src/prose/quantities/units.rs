//! What stands behind a number and says what it counts.

use super::Dimension;
use super::words::{has_word, month_at};

/// A unit: what it measures, and how much of the base unit it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Unit {
    pub(super) dimension: Dimension,
    pub(super) size: f64,
}

impl Unit {
    pub(super) const COUNT: Self = Self { dimension: Dimension::Count, size: 1.0 };
    pub(super) const YEAR: Self = Self { dimension: Dimension::Year, size: 1.0 };
}

/// Chinese units; of two that begin alike the longer stands first.
const CHINESE: &[(&str, Dimension, f64)] = &[
    ("平方公里", Dimension::Area, 1e6),
    ("平方千米", Dimension::Area, 1e6),
    ("平方米", Dimension::Area, 1.0),
    ("公顷", Dimension::Area, 1e4),
    ("亩", Dimension::Area, 2000.0 / 3.0),
    ("公里", Dimension::Length, 1000.0),
    ("千米", Dimension::Length, 1000.0),
    ("厘米", Dimension::Length, 0.01),
    ("毫米", Dimension::Length, 0.001),
    ("米", Dimension::Length, 1.0),
    // The market units of today (市制): 里, 丈, 尺 and 亩 by the metre; older texts meant other lengths by them.
    ("里", Dimension::Length, 500.0),
    ("丈", Dimension::Length, 10.0 / 3.0),
    ("尺", Dimension::Length, 1.0 / 3.0),
    ("月", Dimension::Month, 1.0),
    ("日", Dimension::Day, 1.0),
    ("倍", Dimension::Ratio, 1.0),
    ("成", Dimension::Share, 10.0),
    ("%", Dimension::Share, 1.0),
    ("％", Dimension::Share, 1.0),
];

const ENGLISH: &[(&str, Dimension, f64)] = &[
    ("square kilometres", Dimension::Area, 1e6),
    ("square metres", Dimension::Area, 1.0),
    ("km²", Dimension::Area, 1e6),
    ("m²", Dimension::Area, 1.0),
    ("ha", Dimension::Area, 1e4),
    ("hectares", Dimension::Area, 1e4),
    ("km", Dimension::Length, 1000.0),
    ("kilometres", Dimension::Length, 1000.0),
    ("kilometre", Dimension::Length, 1000.0),
    ("kilometers", Dimension::Length, 1000.0),
    ("m", Dimension::Length, 1.0),
    ("metres", Dimension::Length, 1.0),
    ("metre", Dimension::Length, 1.0),
    ("meters", Dimension::Length, 1.0),
    ("cm", Dimension::Length, 0.01),
    ("centimetres", Dimension::Length, 0.01),
    ("mm", Dimension::Length, 0.001),
    ("times", Dimension::Ratio, 1.0),
    ("per cent", Dimension::Share, 1.0),
    ("percent", Dimension::Share, 1.0),
];

/// What is counted with: a numeral before one of these claims how many there are. Numerals that only make a name
/// (五代, 十大, 四至, 十字街, 八字墙) have none behind them, and what only counts words (两种说法, 三篇, 四类) claims nothing.
const COUNTERS: &str =
    "个座处条道段层级张幅名位人户家村堡寨城乡镇县街块孔间所栋幢组件部册卷版次回遍通尊株眼岁天宗步";

/// Whether a bare number is read as a year.
pub(super) fn can_be_year(value: f64) -> bool {
    value.fract() == 0.0 && (1000.0..=2100.0).contains(&value)
}

fn is_counter(c: char) -> bool {
    COUNTERS.contains(c)
}

/// Reads the unit behind a number, and says where the text goes on.
pub(super) fn read(chars: &[char], digits_end: usize, value: f64) -> (Option<Unit>, usize) {
    let mut at = digits_end;
    while chars.get(at) == Some(&' ') {
        at += 1;
    }
    // 七十余, 20多; but 二来 is no number.
    let is_about = value >= 10.0 && matches!(chars.get(at), Some('余' | '多' | '来'));
    let at = if is_about { at + 1 } else { at };
    if chars.get(at) == Some(&'年') {
        // Years of the calendar are told from spans of years by their size alone.
        return (Some(if can_be_year(value) { Unit::YEAR } else { Unit::COUNT }), at + 1);
    }
    // Before the units, though it is a counter: 3个月 is a span, and no month of a year.
    if chars.get(at) == Some(&'个') {
        return (Some(Unit::COUNT), at + 1);
    }
    let starts = |word: &str| word.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c));
    if let Some((word, dimension, size)) = CHINESE.iter().find(|(word, ..)| starts(word)) {
        let unit = Unit { dimension: *dimension, size: *size };
        return (Some(unit), at + word.chars().count());
    }
    if chars.get(at).is_some_and(|c| is_counter(*c)) {
        return (Some(Unit::COUNT), at + 1);
    }
    if is_about {
        return (Some(Unit::COUNT), at);
    }
    // `a 6-metre wall`.
    let word_at = if at == digits_end && chars.get(at) == Some(&'-') { at + 1 } else { at };
    if let Some((word, dimension, size)) = ENGLISH.iter().find(|(word, ..)| has_word(chars, word_at, word)) {
        let unit = Unit { dimension: *dimension, size: *size };
        return (Some(unit), word_at + word.chars().count());
    }
    if value <= 31.0 && month_at(chars, at) {
        // The month stays in the text: it is a word, and the year behind it is still to be read.
        return (Some(Unit { dimension: Dimension::Day, size: 1.0 }), digits_end);
    }
    (None, digits_end)
}
