//! Numbers in English words, and the words beside numbers in digits.

use super::Token;
use super::units::{self, Unit};

/// Names of ages and books that begin with a number.
pub(super) const ERAS: &[&str] = &[
    "Five Dynasties",
    "Six Dynasties",
    "Three Kingdoms",
    "Ten Kingdoms",
    "Sixteen Kingdoms",
    "Four Books",
    "Five Classics",
];

const WORDS: &[(&str, f64)] = &[
    ("one", 1.0),
    ("two", 2.0),
    ("three", 3.0),
    ("four", 4.0),
    ("five", 5.0),
    ("six", 6.0),
    ("seven", 7.0),
    ("eight", 8.0),
    ("nine", 9.0),
    ("ten", 10.0),
    ("eleven", 11.0),
    ("twelve", 12.0),
    ("thirteen", 13.0),
    ("fourteen", 14.0),
    ("fifteen", 15.0),
    ("sixteen", 16.0),
    ("seventeen", 17.0),
    ("eighteen", 18.0),
    ("nineteen", 19.0),
    ("twenty", 20.0),
    ("thirty", 30.0),
    ("forty", 40.0),
    ("fifty", 50.0),
    ("sixty", 60.0),
    ("seventy", 70.0),
    ("eighty", 80.0),
    ("ninety", 90.0),
];

const TIMES: &[(&str, f64)] = &[("dozen", 12.0), ("hundred", 100.0), ("thousand", 1000.0)];

/// Reads a word that begins here, and the number it is or begins.
pub(super) fn read(chars: &[char], start: usize) -> (Option<Token>, usize) {
    let mut end = start;
    let (mut value, mut is_number) = (0.0, false);
    loop {
        // Only behind a first word: what stands before a number is not part of it.
        let from = if is_number { end + joint(chars, end) } else { end };
        let word_end = from + chars[from..].iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let word: String = chars[from..word_end].iter().collect::<String>().to_ascii_lowercase();
        let of = |list: &[(&str, f64)]| list.iter().find(|(name, _)| *name == word).map(|(_, n)| *n);
        if let Some(times) = of(TIMES) {
            value = if is_number { value * times } else { times };
        // `twenty five`, `hundred and six`; `two three` are two numbers.
        } else if let Some(number) = of(WORDS).filter(|_| !is_number || value >= 20.0) {
            value += number;
        } else {
            break;
        }
        (is_number, end) = (true, word_end);
    }
    if !is_number {
        // Behind the whole word: `tenth` and `often` have a number in them that nobody said.
        return (None, start + chars[start..].iter().take_while(|c| c.is_ascii_alphanumeric()).count());
    }
    if value == 1.0 {
        return (None, end);
    }
    let (unit, unit_end) = units::read(chars, end, value);
    let unit = Some(unit.unwrap_or(Unit::COUNT));
    (Some(Token { start, digits_end: end, end: unit_end, value, unit, stands_alone: true }), unit_end)
}

/// How long what joins two words of one number is: a space or a hyphen, and `and`.
fn joint(chars: &[char], at: usize) -> usize {
    let next: String = chars[at..].iter().take(5).collect();
    match next.as_str() {
        " and " => 5,
        _ if next.starts_with([' ', '-']) => 1,
        _ => 0,
    }
}
