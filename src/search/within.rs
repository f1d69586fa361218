//! Words looked for in texts that no index has: what the staff have in hand.

use super::fold::folded_text;
use super::snippet::{Marked, Needle, snippet};

/// The most words that are looked for at once.
const MOST_WORDS: usize = 8;

/// Words, folded as the index folds: 樊邨 finds 樊村, half width finds full.
#[derive(Debug, Clone)]
pub struct Words(Vec<String>);

impl Words {
    /// The words of what was typed; `None` if there are none.
    pub fn parse(typed: &str) -> Option<Self> {
        let words = typed.split_whitespace().map(folded_text).filter(|word| !word.is_empty());
        let words: Vec<String> = words.take(MOST_WORDS).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Which of them a text holds, wherever in it, by their numbers.
    pub fn held(&self, text: &str) -> impl Iterator<Item = usize> + use<'_> {
        let folded = folded_text(text);
        let held = self.0.iter().enumerate().filter(move |(_, word)| folded.contains(word.as_str()));
        held.map(|(number, _)| number)
    }

    /// The piece of a text that has most of them, marked.
    pub fn piece(&self, text: &str) -> Marked {
        let needles: Vec<Needle> = self.0.iter().map(|word| Needle::Han(word.chars().collect())).collect();
        snippet(text, &needles).marked
    }
}
