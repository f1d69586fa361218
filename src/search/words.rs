//! Cuts a part of a query into words, and a word that is not found into words that may be.

use super::analyse::{runs, word_of};
use super::eras::years_in;
use super::fold::{Class, fold};
use super::readings::syllables;
use super::tables::FUNCTION;

/// The longest function word, in characters.
const MAX_FUNCTION: usize = 5;

/// A word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// Chinese characters that stand together.
    Han(Vec<char>),
    /// A word of letters.
    Latin(String),
    /// A number.
    Number(String),
    /// A year of a reign, with the characters it is written in.
    Year(i32, Vec<char>),
}

impl Word {
    /// The word as a whole name would have it.
    pub(super) fn as_key(&self) -> String {
        match self {
            Self::Han(chars) | Self::Year(_, chars) => chars.iter().collect(),
            Self::Latin(word) | Self::Number(word) => word.clone(),
        }
    }
}

/// The words of a part of a query.
pub(super) fn words_of(text: &str) -> Vec<Word> {
    let folded = fold(text);
    let chars: Vec<char> = folded.iter().map(|folded| folded.c).collect();
    let years = years_in(&chars);
    let mut words: Vec<Word> = Vec::new();
    let mut done = 0;
    for run in runs(&folded) {
        // A year may begin in one run and end in another (康熙12年): what it took is passed over in those.
        let mut from = run.from.max(done);
        let first = from;
        for year in years.iter().filter(|year| year.from >= first && year.from < run.to) {
            push_run(&mut words, &chars[from..year.from], run.class, String::new);
            words.push(Word::Year(year.year, chars[year.from..year.to].to_vec()));
            from = year.to;
            done = year.to;
        }
        if from < run.to {
            push_run(&mut words, &chars[from..run.to], run.class, || word_of(&folded, run));
        }
    }
    // fan2cun1bu3: tones as digits after syllables.
    let is_toned = |pair: &[Word]| matches!(pair, [Word::Latin(word), Word::Number(tone)] if tone.len() == 1 && "12345".contains(tone.as_str()) && syllables(word).is_some());
    // More than one syllable: `fan 2` is rather a word and a number.
    if words.len() > 2 && words.len().is_multiple_of(2) && words.chunks(2).all(is_toned) {
        let joined = words.iter().filter_map(|word| match word {
            Word::Latin(word) => Some(word.as_str()),
            _ => None,
        });
        return vec![Word::Latin(joined.collect())];
    }
    words
}

fn push_run(words: &mut Vec<Word>, chars: &[char], class: Class, word: impl FnOnce() -> String) {
    // The unit after a number says nothing by itself: 1642年, 12号.
    let is_unit = matches!((words.last(), chars), (Some(Word::Number(_)), ['年' | '月' | '日' | '号']));
    if chars.is_empty() || is_unit {
        return;
    }
    words.push(match class {
        Class::Han => Word::Han(chars.to_vec()),
        Class::Digit => Word::Number(word()),
        Class::Letter | Class::Other => Word::Latin(word()),
    });
}

/// Whether a word carries nothing to search for where others stand beside it.
pub(super) fn is_function_word(word: &Word) -> bool {
    matches!(word, Word::Latin(_) | Word::Han(_)) && FUNCTION.contains(&word.as_key())
}

/// Characters with the function words cut out: what is left between them.
pub(super) fn without_function_words(chars: &[char]) -> Vec<Vec<char>> {
    let mut parts = vec![Vec::new()];
    let mut at = 0;
    while at < chars.len() {
        let longest = (1..=MAX_FUNCTION.min(chars.len() - at))
            .rev()
            .find(|length| FUNCTION.contains(&chars[at..at + length].iter().collect::<String>()));
        match (longest, parts.last_mut()) {
            (Some(length), _) => {
                parts.push(Vec::new());
                at += length;
            }
            (None, Some(part)) => {
                part.push(chars[at]);
                at += 1;
            }
            (None, None) => break,
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        words_of(text).iter().map(Word::as_key).collect()
    }

    #[test]
    fn a_part_is_cut_where_the_writing_changes() {
        assert_eq!(words("樊村堡gate"), ["樊村堡", "gate"]);
        assert_eq!(words("崇祯十五年修堡墙"), ["崇祯十五年", "修堡墙"]);
        assert_eq!(words("1642年"), ["1642"]);
        assert_eq!(words("康熙12年"), ["康熙12年"]);
        assert_eq!(words("《河津堡寨文化研究》"), ["河津堡寨文化研究"]);
        assert_eq!(words("fan2cun1bu3"), ["fancunbu"]);
        assert_eq!(words("biǎn'é"), ["biane"]);
    }

    #[test]
    fn questions_are_left_with_what_they_are_about() {
        let parts = |text: &str| {
            let chars: Vec<char> = text.chars().collect();
            without_function_words(&chars)
                .into_iter()
                .map(|part| part.into_iter().collect::<String>())
                .collect::<Vec<_>>()
        };
        assert_eq!(parts("小张村的堡有几座门"), ["小张村", "堡", "门"]);
        assert_eq!(parts("金汤堡在哪里"), ["金汤堡"]);
        assert_eq!(parts("固镇窑址是什么时候发掘的"), ["固镇窑址", "发掘"]);
        assert!(parts("是什么").is_empty());
    }
}
