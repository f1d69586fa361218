//! What lists know of an essay.

use std::collections::BTreeSet;

use crate::model::{Essay, Id, Kind, Language};
use crate::prose;

/// An essay without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EssayEntry {
    /// The record, its text taken out.
    pub essay: Essay,
    /// The newest revision's number.
    pub revision: u64,
    /// How long the text is by language, Chinese first: in characters without white space, in English words; 0
    /// where it is not written in it.
    lengths: [usize; 2],
    /// The villages it is about or mentions.
    pub villages: BTreeSet<Id>,
    /// The photos it shows.
    pub photos: BTreeSet<Id>,
}

impl EssayEntry {
    /// Looks an essay through, and leaves its text behind.
    pub(super) fn new(mut essay: Essay, revision: u64) -> Self {
        let mut villages: BTreeSet<Id> = essay.villages.iter().cloned().collect();
        let mut photos = BTreeSet::new();
        let texts = [essay.text.zh.take(), essay.text.en.take()];
        for mention in texts.iter().flatten().flat_map(|text| prose::find(text).0) {
            let Ok(id) = Id::parse(&mention.record.id) else { continue };
            match mention.record.kind {
                Kind::Village => drop(villages.insert(id)),
                Kind::Photo => drop(photos.insert(id)),
                _ => {}
            }
        }
        let [zh, en] = texts.map(|text| text.as_deref().map(prose::to_plain_text).unwrap_or_default());
        let lengths = [zh.chars().filter(|c| !c.is_whitespace()).count(), en.split_whitespace().count()];
        Self { essay, revision, lengths, villages, photos }
    }

    /// The language a reader of `language` gets the text in, and its length: characters without white space of a
    /// Chinese one, words of an English one.
    pub fn length_for_reader(&self, language: Language) -> (Language, usize) {
        match (language, self.lengths) {
            (Language::Chinese, [0, words]) | (Language::English, [_, words @ (1..)]) => {
                (Language::English, words)
            }
            (_, [characters, _]) => (Language::Chinese, characters),
        }
    }
}
