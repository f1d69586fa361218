//! The piece of a text that shows why it was found, with what was looked for marked in it.

use std::collections::BTreeSet;
use std::ops::Range;

use super::analyse::{runs, stem, word_of};
use super::eras::years_in;
use super::fold::{Class, Folded, class, fold};
use super::readings::readings_of;

/// About how many columns of text a snippet holds: a Chinese character is two wide, a letter one.
const SNIPPET_WIDTH: usize = 150;

/// What is marked in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Needle {
    /// Chinese characters, folded.
    Han(Vec<char>),
    /// A stem or a number.
    Word(String),
    /// A year, however written.
    Year(i32),
    /// Characters that are read like this.
    Read(Vec<String>),
}

/// A text in pieces, some of them marked. Joined, the pieces are the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct Marked {
    /// The pieces in order.
    pub pieces: Vec<Piece>,
}

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Piece {
    /// Its words.
    pub text: String,
    /// Whether it is what was looked for.
    pub is_match: bool,
}

impl Marked {
    /// The text without its marks.
    pub fn plain(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    fn of(text: &str, cut: Range<usize>, matches: &[Range<usize>]) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut add = |text: &str, is_match| {
            if !text.is_empty() {
                pieces.push(Piece { text: text.to_owned(), is_match });
            }
        };
        if cut.start > 0 {
            add("…", false);
        }
        let mut at = cut.start;
        for found in matches.iter().filter(|found| found.start >= cut.start && found.end <= cut.end) {
            // They overlap: the one that begins first, or the longer, has been marked (`find`).
            if found.start < at {
                continue;
            }
            add(&text[at..found.start], false);
            add(&text[found.clone()], true);
            at = found.end;
        }
        add(&text[at..cut.end], false);
        if cut.end < text.len() {
            add("…", false);
        }
        Self { pieces }
    }
}

/// A whole text with what was looked for marked.
pub(super) fn marked(text: &str, needles: &[Needle]) -> Marked {
    let folded = fold(text);
    let found: Vec<Range<usize>> = find(text, &folded, needles).into_iter().map(|(range, _)| range).collect();
    Marked::of(text, 0..text.len(), &found)
}

/// Which needles a text holds, by their numbers, in order.
pub(super) fn held(text: &str, needles: &[Needle]) -> BTreeSet<usize> {
    find(text, &fold(text), needles).into_iter().map(|(_, needle)| needle).collect()
}

/// A piece of a text.
pub(super) struct Snippet {
    /// How many different needles are in the piece.
    pub(super) count: usize,
    /// The numbers of those in the whole text.
    pub(super) held: BTreeSet<usize>,
    pub(super) marked: Marked,
}

/// The best piece of a text.
pub(super) fn snippet(text: &str, needles: &[Needle]) -> Snippet {
    let folded = fold(text);
    let found = find(text, &folded, needles);
    let width = |from: usize, to: usize| {
        folded
            .iter()
            .filter(|c| c.start >= from && c.end <= to)
            .map(|c| 1 + usize::from(class(c.c) == Class::Han))
            .sum::<usize>()
    };
    // The window that begins at the match from which most different needles are within reach.
    let mut best = (0, 0..0);
    // Bounded, since each place is measured anew and a single character may stand in thousands.
    for (i, (first, _)) in found.iter().enumerate().take(64) {
        let mut seen: Vec<usize> = Vec::new();
        let mut end = first.end;
        for (next, needle) in &found[i..] {
            // The last third is for the words around them.
            if width(first.start, next.end) > SNIPPET_WIDTH * 2 / 3 {
                break;
            }
            end = next.end;
            if !seen.contains(needle) {
                seen.push(*needle);
            }
        }
        if seen.len() > best.0 {
            best = (seen.len(), first.start..end);
        }
    }
    let cut = widened(text, &folded, &best.1);
    let held = found.iter().map(|(_, needle)| *needle).collect();
    let ranges: Vec<Range<usize>> = found.into_iter().map(|(range, _)| range).collect();
    Snippet { count: best.0, held, marked: Marked::of(text, cut, &ranges) }
}

/// The range made as long as a snippet may be, with a third of what is added before it; words stay whole.
fn widened(text: &str, folded: &[Folded], core: &Range<usize>) -> Range<usize> {
    if folded.is_empty() {
        return 0..text.len();
    }
    let wide = |c: &Folded| 1 + usize::from(class(c.c) == Class::Han);
    let mut from = folded.iter().position(|c| c.end > core.start).unwrap_or(0);
    let mut to = folded.iter().rposition(|c| c.start < core.end).map_or(from, |at| at + 1).max(from);
    let mut left = SNIPPET_WIDTH.saturating_sub(folded[from..to].iter().map(wide).sum());
    let before = left / 3;
    let mut used = 0;
    while from > 0 && used < before {
        from -= 1;
        used += wide(&folded[from]);
    }
    left = left.saturating_sub(used);
    while to < folded.len() && left > 0 {
        left = left.saturating_sub(wide(&folded[to]));
        to += 1;
    }
    while from > 0 && left > 0 {
        from -= 1;
        left = left.saturating_sub(wide(&folded[from]));
    }
    let splits = |at: usize| {
        at > 0
            && at < folded.len()
            && class(folded[at - 1].c) == Class::Letter
            && class(folded[at].c) == Class::Letter
    };
    // Never into what was found.
    while splits(from) && folded[from].start < core.start {
        from += 1;
    }
    while splits(to) && to > 0 && folded[to - 1].start >= core.end {
        to -= 1;
    }
    // A character that folds into several is taken whole; marks that fold into nothing go with what stands before.
    let start = if from == 0 { 0 } else { folded[from].start };
    let end = if to >= folded.len() { text.len() } else { folded[to].start };
    start..end.max(start)
}

/// Where needles stand in a text, in order, with the number of the needle.
fn find(text: &str, folded: &[Folded], needles: &[Needle]) -> Vec<(Range<usize>, usize)> {
    let mut found = Vec::new();
    let chars: Vec<char> = folded.iter().map(|folded| folded.c).collect();
    let mut add = |from: usize, to: usize, needle: usize| {
        if let (Some(first), Some(last)) = (folded.get(from), to.checked_sub(1).and_then(|to| folded.get(to)))
        {
            found.push((first.start..last.end, needle));
        }
    };
    let words = needles.iter().any(|needle| matches!(needle, Needle::Word(_)));
    let words: Vec<_> = if words {
        let runs = runs(folded).into_iter().filter(|run| run.class != Class::Han);
        runs.map(|run| (run, stem(&word_of(folded, run)))).collect()
    } else {
        Vec::new()
    };
    for (number, needle) in needles.iter().enumerate() {
        match needle {
            Needle::Han(wanted) if !wanted.is_empty() => {
                let mut at = 0;
                while at + wanted.len() <= chars.len() {
                    if chars[at..].starts_with(wanted) {
                        add(at, at + wanted.len(), number);
                        at += wanted.len();
                    } else {
                        at += 1;
                    }
                }
            }
            Needle::Word(wanted) => {
                words
                    .iter()
                    .filter(|(_, word)| word == wanted)
                    .for_each(|(run, _)| add(run.from, run.to, number));
            }
            Needle::Year(wanted) => {
                let years = years_in(&chars).into_iter().filter(|year| year.year == *wanted);
                years.for_each(|year| add(year.from, year.to, number));
            }
            Needle::Read(wanted) if !wanted.is_empty() => {
                for at in 0..(chars.len() + 1).saturating_sub(wanted.len()) {
                    let is_read = |(c, syllable): (&char, &String)| {
                        class(*c) == Class::Han && readings_of(*c).contains(syllable)
                    };
                    if chars[at..].iter().zip(wanted).all(is_read) {
                        add(at, at + wanted.len(), number);
                    }
                }
            }
            Needle::Han(_) | Needle::Read(_) => {}
        }
    }
    // Of two that begin together the longer is first, and so is the one that is marked.
    found.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    debug_assert!(found.iter().all(|(range, _)| text.get(range.clone()).is_some()));
    found
}
