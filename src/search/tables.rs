//! The tables that language is read by, kept as data in `search/data/` so that a curator can change them.
//!
//! A line is an entry, words are parted by spaces, `#` begins a remark. A word that is none is left out; a test
//! looks for such.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Simplified characters for traditional ones, a pair a line (of OpenCC's TSCharacters, Apache-2.0).
const SIMPLIFIED: &str = include_str!("data/simplified.txt");
const VARIANTS: &str = include_str!("data/variants.txt");
const READINGS: &str = include_str!("data/readings.txt");
const SUFFIXES: &str = include_str!("data/suffixes.txt");
const FUNCTION_WORDS: &str = include_str!("data/function-words.txt");
const ERAS: &str = include_str!("data/eras.txt");
const PERIODS: &str = include_str!("data/periods.txt");

/// A reign: its name, its first and its last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Era {
    pub(super) name: [char; 2],
    pub(super) first: i32,
    pub(super) last: i32,
}

/// A period that results can be narrowed to.
#[derive(Debug, Clone)]
pub(super) struct Period {
    pub(super) id: &'static str,
    pub(super) first: i32,
    pub(super) last: i32,
    pub(super) words: Vec<String>,
}

/// The lines of a table, without remarks.
fn lines(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words(line: &'static str) -> std::str::SplitWhitespace<'static> {
    line.split_whitespace()
}

/// The character that stands for each folded one: simplified, then the standard one of its variants.
pub(super) static FOLDED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let mut folded: HashMap<char, char> = HashMap::new();
    for line in lines(SIMPLIFIED) {
        let mut pair = line.chars();
        if let (Some(from), Some(to)) = (pair.next(), pair.next()) {
            folded.insert(from, to);
        }
    }
    let mut standard = HashMap::new();
    for line in lines(VARIANTS) {
        let mut words = words(line);
        let Some(to) = words.next().and_then(|word| word.chars().next()) else { continue };
        standard.extend(words.flat_map(str::chars).map(|from| (from, to)));
    }
    folded.extend(standard);
    // A traditional form may lead to a variant, and that to another: all steps are taken at once.
    let end_of = |mut c: char| {
        // Bounded: two tables that a curator changes could lead in a circle.
        for _ in 0..4 {
            c = folded.get(&c).copied().unwrap_or(c);
        }
        c
    };
    folded.values().copied().map(end_of).zip(folded.keys().copied()).map(|(to, from)| (from, to)).collect()
});

/// A table's character as texts have it once they are folded: 乾隆 is 干隆 there.
fn folded(c: char) -> char {
    FOLDED.get(&c).copied().unwrap_or(c)
}

/// Readings of characters in the names of places, without tones.
pub(super) static PLACE_READINGS: LazyLock<HashMap<char, Vec<&'static str>>> = LazyLock::new(|| {
    let entry = |line| {
        let mut words = words(line);
        Some((words.next()?.chars().next()?, words.collect()))
    };
    lines(READINGS).filter_map(entry).collect()
});

/// Generic ends of names, the longest first.
pub(super) static SUFFIXES_BY_LENGTH: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let mut suffixes: Vec<_> = lines(SUFFIXES).collect();
    suffixes.sort_by_key(|suffix| std::cmp::Reverse(suffix.len()));
    suffixes
});

/// Words of questions and joints, Chinese and English.
pub(super) static FUNCTION: LazyLock<HashSet<String>> = LazyLock::new(|| {
    lines(FUNCTION_WORDS).flat_map(words).map(|word| word.chars().map(folded).collect()).collect()
});

/// The reigns.
pub(super) static REIGNS: LazyLock<Vec<Era>> = LazyLock::new(|| {
    let entry = |line| {
        let mut words = words(line);
        let mut name = words.next()?.chars();
        // Every name of a reign from Ming on has two characters.
        let name = [folded(name.next()?), folded(name.next()?)];
        Some(Era { name, first: words.next()?.parse().ok()?, last: words.next()?.parse().ok()? })
    };
    lines(ERAS).filter_map(entry).collect()
});

/// The periods, the oldest first.
pub(super) static PERIODS_BY_AGE: LazyLock<Vec<Period>> = LazyLock::new(|| {
    let entry = |line| {
        let mut words = words(line);
        Some(Period {
            id: words.next()?,
            first: words.next()?.parse().ok()?,
            last: words.next()?.parse().ok()?,
            words: words.map(|word| word.chars().map(folded).collect()).collect(),
        })
    };
    lines(PERIODS).filter_map(entry).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_every_table_is_read() {
        assert_eq!(REIGNS.len(), lines(ERAS).count());
        assert_eq!(PERIODS_BY_AGE.len(), lines(PERIODS).count());
        assert_eq!(PLACE_READINGS.len(), lines(READINGS).count());
        assert!(lines(SIMPLIFIED).all(|line| line.chars().count() == 2));
        assert!(lines(VARIANTS).all(|line| words(line).next().is_some_and(|to| to.chars().count() == 1)));
        assert!(REIGNS.iter().all(|era| era.first <= era.last));
    }

    #[test]
    fn folding_is_done_once_and_for_all() {
        for (from, to) in FOLDED.iter() {
            assert!(!FOLDED.contains_key(to) || FOLDED[to] == *to, "{from} → {to} goes on");
        }
        for (from, to) in [('鎮', '镇'), ('邨', '村'), ('窰', '窑'), ('砦', '寨'), ('樊', '樊')] {
            assert_eq!(FOLDED.get(&from).copied().unwrap_or(from), to);
        }
    }
}
