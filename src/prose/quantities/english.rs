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

/// A word of a number.
#[derive(Clone, Copy, PartialEq)]
enum Word {
    /// `one` to `nineteen`.
    Small(f64),
    /// `twenty` to `ninety`.
    Tens(f64),
    Dozen,
    Hundred,
    Thousand,
}

/// Reads a word that begins here, and the number it is or begins.
pub(super) fn read(chars: &[char], start: usize) -> (Option<Token>, usize) {
    // `between two hundred and six hundred` joins two numbers, not the words of one.
    let is_between = chars[..start].ends_with(&['b', 'e', 't', 'w', 'e', 'e', 'n', ' ']);
    let mut number = Number::default();
    let mut end = start;
    let mut next = word_at(chars, start).map(|(word, end)| (word, end, ""));
    while let Some((word, word_end, joint)) = next {
        next = next_word(chars, word_end);
        let follows = next.filter(|(.., joint)| *joint != AND).map(|(word, ..)| word);
        if (joint == AND && is_between) || !number.takes(word, joint == AND, follows) {
            break;
        }
        end = word_end;
    }
    let (value, is_number) = (number.value(), number.last.is_some());
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

/// What joins a hundred and what is added to it.
const AND: &str = " and ";

/// The word of a number behind a place, its end, and what joins it to what stands before.
fn next_word(chars: &[char], at: usize) -> Option<(Word, usize, &'static str)> {
    [AND, " ", "-"].into_iter().find_map(|joint| {
        let is_there = joint.chars().enumerate().all(|(n, c)| chars.get(at + n) == Some(&c));
        let (word, end) = word_at(chars, at + joint.len()).filter(|_| is_there)?;
        Some((word, end, joint))
    })
}

/// The word of a number that stands at a place, and its end.
fn word_at(chars: &[char], at: usize) -> Option<(Word, usize)> {
    let letters = chars.get(at..)?.iter().take_while(|c| c.is_ascii_alphabetic());
    let word: String = letters.map(char::to_ascii_lowercase).collect();
    let own = match word.as_str() {
        "dozen" => Word::Dozen,
        "hundred" => Word::Hundred,
        "thousand" => Word::Thousand,
        _ => match WORDS.iter().find(|(name, _)| *name == word)? {
            (_, value) if *value < 20.0 => Word::Small(*value),
            (_, value) => Word::Tens(*value),
        },
    };
    Some((own, at + word.len()))
}

/// A number that is read word by word.
#[derive(Default)]
struct Number {
    /// What stands before `thousand`, in ones.
    thousands: f64,
    /// What stands behind it.
    rest: f64,
    last: Option<Word>,
}

impl Number {
    /// Takes in one word more if it goes on the number: `twenty five`, `hundred and six`, `one thousand two hundred`. Of
    /// `two three`, `twenty and thirty` and, by the word that `follows`, `two hundred three hundred` the second is another.
    fn takes(&mut self, word: Word, is_added: bool, follows: Option<Word>) -> bool {
        use Word::{Dozen, Hundred, Small, Tens, Thousand};
        let goes_on = match (self.last, word) {
            (None, _) => true,
            (Some(Hundred), Small(_) | Tens(_)) => follows != Some(Hundred),
            (Some(Thousand), Small(_) | Tens(_)) => follows != Some(Thousand),
            (Some(Tens(_)), Small(value)) => value < 10.0 && !is_added,
            (Some(Small(_) | Tens(_)), Dozen) => self.value() < 100.0 && !is_added,
            (Some(Small(_) | Tens(_)), Hundred) => self.rest < 100.0 && !is_added,
            (Some(Small(_) | Tens(_) | Hundred), Thousand) => self.thousands == 0.0 && !is_added,
            _ => false,
        };
        if !goes_on {
            return false;
        }
        match word {
            Small(value) | Tens(value) => self.rest += value,
            Dozen => self.rest = self.rest.max(1.0) * 12.0,
            Hundred => self.rest = self.rest.max(1.0) * 100.0,
            Thousand => (self.thousands, self.rest) = (self.rest.max(1.0) * 1000.0, 0.0),
        }
        self.last = Some(word);
        true
    }

    fn value(&self) -> f64 {
        self.thousands + self.rest
    }
}
