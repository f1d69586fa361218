//! Numbers in Chinese numerals: 七处, 十三个, 七十余, 二〇二四年.

use super::units::{self, Unit};
use super::{Dimension, Token};

/// Whether a character is a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    digit(c).is_some() || small(c).is_some() || large(c).is_some()
}

/// Ten thousand and a hundred million, which also stand behind digits.
pub(super) fn large(c: char) -> Option<f64> {
    match c {
        '万' => Some(1e4),
        '亿' => Some(1e8),
        _ => None,
    }
}

fn small(c: char) -> Option<f64> {
    match c {
        '十' => Some(10.0),
        '百' => Some(100.0),
        '千' => Some(1000.0),
        _ => None,
    }
}

fn digit(c: char) -> Option<u32> {
    let digits = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    match c {
        '零' => Some(0),
        '两' => Some(2),
        _ => digits.iter().position(|digit| *digit == c).and_then(|n| u32::try_from(n).ok()),
    }
}

/// Reads a number in numerals.
pub(super) fn read(chars: &[char], start: usize) -> (Option<Token>, usize) {
    let mut end = start;
    while chars.get(end).is_some_and(|c| is_numeral(*c)) && !begins_unit(chars, start, end) {
        end += 1;
    }
    let before = |n: usize| start.checked_sub(n).and_then(|at| chars.get(at)).copied();
    let is_ordinal = before(1) == Some('第');
    // 清涧一至四村 numbers the villages and does not count them.
    let is_numbering = matches!(before(1), Some('至' | '到')) && before(2) == Some('一');
    let run = &chars[start..end];
    let is_year = run.len() == 4 && chars.get(end) == Some(&'年');
    // By its digits first; 一千九百年 has none of that form and is read by value.
    let value = if is_year { by_place(run) } else { None }.or_else(|| by_value(run));
    let Some(value) = value.filter(|value| *value != 1.0 && !is_ordinal && !is_numbering) else {
        // Behind all its numerals: the rest of 第十二 must not be read as a number of its own.
        return (None, end.max(start + 1));
    };
    let (unit, unit_end) = units::read(chars, end, value);
    let unit = unit.filter(|_| is_said_of_something(chars, end, unit_end)).map(|unit| match unit.dimension {
        // 千年 is a span; a year of the calendar is written digit by digit.
        Dimension::Year if !is_year => Unit::COUNT,
        _ => unit,
    });
    let token_end = if unit.is_some() { unit_end } else { end };
    (Some(Token { start, digits_end: end, end: token_end, value, unit, stands_alone: false }), token_end)
}

/// Whether what stands behind a numeral is Chinese too: a space ends it.
fn is_said_of_something(chars: &[char], end: usize, unit_end: usize) -> bool {
    unit_end > end && !chars[end].is_whitespace()
}

/// 千米 behind a numeral is the unit, not a thousand.
fn begins_unit(chars: &[char], start: usize, at: usize) -> bool {
    at > start && chars[at] == '千' && chars.get(at + 1) == Some(&'米')
}

/// 二〇二四: digit by digit.
fn by_place(run: &[char]) -> Option<f64> {
    run.iter().try_fold(0.0, |value, c| Some(value * 10.0 + f64::from(digit(*c)?)))
}

/// 一百二十, 七十, 两万三千; 一百二 and 两万三 are the same without the last word. Two digits side by side (三四个) are about as many, which claims no number.
fn by_value(run: &[char]) -> Option<f64> {
    let (mut total, mut section, mut pending) = (0.0, 0.0, None);
    for (n, c) in run.iter().enumerate() {
        if let Some(digit) = digit(*c) {
            // 零 may stand before a digit: 一百零三.
            if pending.is_some_and(|digit| digit != 0.0) {
                return None;
            }
            pending = Some(f64::from(digit));
        } else if let Some(times) = small(*c) {
            section += times * pending.take().unwrap_or(1.0);
        } else {
            // 万 and 亿 alone are words: 万荣, 万一.
            let times = large(*c).filter(|_| n > 0)?;
            total += (section + pending.take().unwrap_or(0.0)) * times;
            section = 0.0;
        }
    }
    let last = pending.unwrap_or(0.0);
    // The digit behind a hundred counts tens, but not behind a 零 or ten itself: 一百二 and 一百零二, 十二.
    let scale = match run {
        [.., before, _] if pending.is_some() => {
            small(*before).or_else(|| large(*before)).map(|unit| unit / 10.0)
        }
        _ => None,
    };
    Some(total + section + last * scale.unwrap_or(1.0))
}
