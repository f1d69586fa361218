//! Cuts a text into what is indexed and what is asked for: Chinese into single characters and pairs, so that a
//! name of any length is found without a dictionary; words into English stems; years of reigns into numbers.

use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::eras::years_in;
use super::fold::{Class, Folded, class, fold};

/// A word longer than this is cut: nobody looks for more.
const MAX_WORD_CHARS: usize = 64;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::create(Algorithm::English));

/// Characters of one class that stand together, as a range of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) class: Class,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// A token and its place in the text; characters and words are counted alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gram {
    pub(super) text: String,
    pub(super) position: usize,
}

/// What a text is indexed as.
#[derive(Debug, Default)]
pub(super) struct Analysis {
    /// Pairs of characters, stems, numbers; a character that stands alone.
    pub(super) grams: Vec<Gram>,
    /// Every single Chinese character.
    pub(super) singles: Vec<Gram>,
    /// The position after the last.
    pub(super) end: usize,
}

/// The runs of a folded text. An apostrophe within a word does not part it.
pub(super) fn runs(folded: &[Folded]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, c) in folded.iter().enumerate() {
        let class = class(c.c);
        if class == Class::Other {
            continue;
        }
        let joined = |run: &Run| {
            run.to == at
                || (class == Class::Letter
                    && run.to + 1 == at
                    && matches!(folded[run.to].c, '\'' | '’' | 'ʼ'))
        };
        match runs.last_mut() {
            Some(run) if run.class == class && joined(run) => run.to = at + 1,
            _ => runs.push(Run { class, from: at, to: at + 1 }),
        }
    }
    runs
}

/// The letters or digits of a run.
pub(super) fn word_of(folded: &[Folded], run: Run) -> String {
    let letters = folded[run.from..run.to].iter().map(|folded| folded.c);
    letters.filter(|c| class(*c) != Class::Other).take(MAX_WORD_CHARS).collect()
}

/// The stem under which an English word is indexed; other words stay as they are.
pub(super) fn stem(word: &str) -> String {
    if word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()) {
        ENGLISH.stem(word).into_owned()
    } else {
        word.to_owned()
    }
}

/// Analyses a text whose first character stands at `position`.
pub(super) fn analyse(text: &str, position: usize) -> Analysis {
    let folded = fold(text);
    let chars: Vec<char> = folded.iter().map(|folded| folded.c).collect();
    let mut analysis = Analysis { end: position, ..Analysis::default() };
    let mut years = years_in(&chars).into_iter().peekable();
    for run in runs(&folded) {
        while let Some(year) = years.next_if(|year| year.from < run.to) {
            // Beside its first character, and taking no place of its own: phrases over it stay whole.
            let position = analysis.end + year.from.saturating_sub(run.from);
            analysis.grams.push(Gram { text: year.year.to_string(), position });
        }
        if run.class == Class::Han {
            analysis.add_han(&chars[run.from..run.to]);
        } else {
            let text = stem(&word_of(&folded, run));
            analysis.grams.push(Gram { text, position: analysis.end });
            analysis.end += 1;
        }
    }
    analysis
}

impl Analysis {
    fn add_han(&mut self, chars: &[char]) {
        let at = self.end;
        let singles = chars.iter().enumerate();
        self.singles.extend(singles.map(|(i, c)| Gram { text: c.to_string(), position: at + i }));
        match chars {
            // It is in no pair, and would else be in no phrase.
            [alone] => self.grams.push(Gram { text: alone.to_string(), position: at }),
            _ => self.grams.extend(pairs(chars).map(|(i, text)| Gram { text, position: at + i })),
        }
        self.end += chars.len();
    }
}

/// The pairs of a run, each with its place in it.
pub(super) fn pairs(chars: &[char]) -> impl Iterator<Item = (usize, String)> {
    chars.windows(2).map(|pair| pair.iter().collect()).enumerate()
}

#[cfg(test)]
mod tests {
    use super::analyse;

    fn grams(text: &str) -> Vec<String> {
        analyse(text, 0).grams.into_iter().map(|gram| format!("{}{}", gram.text, gram.position)).collect()
    }

    #[test]
    fn chinese_becomes_pairs_and_words_become_stems() {
        assert_eq!(grams("樊村堡"), ["樊村0", "村堡1"]);
        assert_eq!(grams("12号民居，堡"), ["120", "号民1", "民居2", "堡4"]);
        assert_eq!(grams("Fort-villages of Hejin’s"), ["fort0", "villag1", "of2", "hejin3"]);
    }

    #[test]
    fn years_stand_beside_their_characters() {
        assert!(grams("建于崇祯十五年。").contains(&"16422".to_owned()), "{:?}", grams("建于崇祯十五年。"));
        assert!(grams("康熙12年").contains(&"16730".to_owned()));
    }

    #[test]
    fn nothing_is_nothing() {
        assert!(analyse("", 0).grams.is_empty());
        assert!(analyse("，。\u{0}\u{fffd}", 0).grams.is_empty());
    }
}
