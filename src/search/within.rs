//! Words looked for in texts that no index has: what the staff have in hand.

use super::fold::folded_text;
use super::snippet::{Marked, Needle, snippet};

/// The most words that are looked for at once.
const MOST_WORDS: usize = 8;

/// Words, folded as the index folds: 樊邨 finds 樊村, half width finds full.
#[derive(Debug, Clone)]
pub struct Words {
    words: Vec<Vec<char>>,
}

impl Words {
    /// The words of what was typed; `None` if there are none.
    pub fn parse(typed: &str) -> Option<Self> {
        let words = typed.split_whitespace().map(|word| folded_text(word).chars().collect::<Vec<_>>());
        let words: Vec<_> = words.filter(|word| !word.is_empty()).take(MOST_WORDS).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.words.len()
    }

    /// Which of them a text holds, wherever in it, by their numbers.
    pub fn held<'w>(&'w self, text: &str) -> impl Iterator<Item = usize> + use<'w> {
        let folded = folded_text(text);
        let words = self.words.iter().map(|word| word.iter().collect::<String>());
        let held = words.enumerate().filter(move |(_, word)| folded.contains(word.as_str()));
        held.map(|(number, _)| number)
    }

    /// The piece of a text that has most of them, marked.
    pub fn piece(&self, text: &str) -> Marked {
        let needles: Vec<Needle> = self.words.iter().cloned().map(Needle::Han).collect();
        snippet(text, &needles).marked
    }
}
