//! How one text became another, by paragraph and by word.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices_deadline};

use super::paragraphs::{Paragraph, paragraphs};

/// Comparing takes no longer than this; what is left then is told coarsely.
const PATIENCE: Duration = Duration::from_millis(300);

/// Two paragraphs that share less than this are not the same one altered.
const LEAST_LIKENESS: f32 = 0.4;

/// What became of a block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Change {
    /// As many blocks stayed as they were.
    Same {
        /// How many.
        count: usize,
    },
    /// It is new.
    Added {
        /// Its words.
        words: String,
    },
    /// It is gone.
    Removed {
        /// Its words.
        words: String,
    },
    /// Its words have changed.
    Altered {
        /// The words, piece by piece.
        pieces: Vec<Piece>,
    },
    /// Its words are the same, its links, notes or emphasis are not.
    Marked {
        /// Its words.
        words: String,
    },
}

/// A run of words in a block that was altered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// `same`, `added` or `removed`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// How `old` became `new`.
pub fn differences(old: &str, new: &str) -> Vec<Change> {
    // One for all comparisons of this text: with one each, many paragraphs would have many times as long.
    let deadline = Instant::now() + PATIENCE;
    let (old, new) = (paragraphs(old), paragraphs(new));
    let words =
        |blocks: &[Paragraph]| -> Vec<String> { blocks.iter().map(|block| block.words.clone()).collect() };
    let operations =
        // By words, not Markdown: a source that is added leaves a paragraph the same. Patience holds fast what
        // stands once in both, and so does not pair empty or repeated blocks.
        capture_diff_slices_deadline(Algorithm::Patience, &words(&old), &words(&new), Some(deadline));
    let mut changes = Changes(Vec::new());
    for operation in operations {
        match operation {
            DiffOp::Equal { old_index, new_index, len } => {
                for (was, is) in old[old_index..old_index + len].iter().zip(&new[new_index..new_index + len])
                {
                    changes.kept(was, is);
                }
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                old[old_index..old_index + old_len].iter().for_each(|was| changes.removed(was));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                new[new_index..new_index + new_len].iter().for_each(|is| changes.added(is));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                changes.replaced(
                    &old[old_index..old_index + old_len],
                    &new[new_index..new_index + new_len],
                    deadline,
                );
            }
        }
    }
    changes.0
}

/// How one line of words became another; none where they share too little to be told word by word.
pub fn word_changes(old: &str, new: &str) -> Option<Vec<Piece>> {
    altered(old, new, Instant::now() + PATIENCE)
}

struct Changes(Vec<Change>);

impl Changes {
    fn kept(&mut self, was: &Paragraph, is: &Paragraph) {
        if was.markdown.trim() != is.markdown.trim() {
            self.0.push(Change::Marked { words: is.words.clone() });
        } else if let Some(Change::Same { count }) = self.0.last_mut() {
            *count += 1;
        } else {
            self.0.push(Change::Same { count: 1 });
        }
    }

    fn added(&mut self, is: &Paragraph) {
        self.0.push(Change::Added { words: is.words.clone() });
    }

    fn removed(&mut self, was: &Paragraph) {
        self.0.push(Change::Removed { words: was.words.clone() });
    }

    /// Blocks for blocks: each old one with the first of the new ones that is like it.
    fn replaced(&mut self, old: &[Paragraph], new: &[Paragraph], deadline: Instant) {
        let mut rest = new;
        for was in old {
            let like = rest
                .iter()
                .enumerate()
                .find_map(|(n, is)| Some((n, altered(&was.words, &is.words, deadline)?)));
            match like {
                Some((n, pieces)) => {
                    rest[..n].iter().for_each(|is| self.added(is));
                    self.0.push(Change::Altered { pieces });
                    // What stood before it is told already: pairs never cross, so that the new text can be read in
                    // its order.
                    rest = &rest[n + 1..];
                }
                None => self.removed(was),
            }
        }
        rest.iter().for_each(|is| self.added(is));
    }
}

fn altered(old: &str, new: &str, deadline: Instant) -> Option<Vec<Piece>> {
    // Asked before each pair: two texts of a thousand other paragraphs make a million of them.
    if Instant::now() > deadline {
        return None;
    }
    // By the word boundaries of Unicode: in Chinese each character is a word, where spaces would give a whole
    // paragraph.
    let difference = TextDiff::configure().deadline(deadline).diff_unicode_words(old, new);
    if difference.ratio() < LEAST_LIKENESS {
        return None;
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for change in difference.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => "same",
            ChangeTag::Insert => "added",
            ChangeTag::Delete => "removed",
        };
        match pieces.last_mut().filter(|piece| piece.kind == kind) {
            Some(piece) => piece.text.push_str(change.value()),
            None => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    Some(pieces)
}

#[cfg(test)]
mod tests {
    use super::{Change, Piece, differences};

    #[test]
    fn a_changed_word_is_shown_in_its_paragraph() {
        let changes =
            differences("甲段不变。\n\n堡墙高约八米。\n", "甲段不变。\n\n堡墙高约九米。\n\n新的一段。\n");
        let piece = |kind, text: &str| Piece { kind, text: text.to_owned() };
        assert_eq!(
            changes,
            [
                Change::Same { count: 1 },
                Change::Altered {
                    pieces: vec![
                        piece("same", "堡墙高约"),
                        piece("removed", "八"),
                        piece("added", "九"),
                        piece("same", "米。"),
                    ]
                },
                Change::Added { words: "新的一段。".to_owned() },
            ]
        );
    }

    #[test]
    fn a_source_that_is_added_is_no_change_of_words() {
        let changes = differences("甲段。\n", "甲段[](source:a)。\n");
        assert_eq!(changes, [Change::Marked { words: "甲段。".to_owned() }]);
    }

    #[test]
    fn what_shares_nothing_is_gone_and_new() {
        let changes = differences("风陵渡口。\n", "永宁堡门。\n");
        assert!(matches!(&changes[..], [Change::Removed { .. }, Change::Added { .. }]), "{changes:?}");
    }
}
