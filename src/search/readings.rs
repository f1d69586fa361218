//! How characters are read: pinyin in full, joined, and by initials, all readings of a character alike.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use pinyin::ToPinyinMulti as _;

use super::fold::{Class, Folded, class, fold, folded_text};
use super::tables::PLACE_READINGS;

/// Ways to read a whole name that are kept; a name of many polyphones has more than anybody tries.
const MAX_SPELLINGS: usize = 24;

/// Every syllable of Mandarin without tone; ü is `v` and `u`.
static SYLLABLES: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let mut syllables = HashSet::new();
    for c in '\u{4e00}'..='\u{9fff}' {
        syllables.extend(readings_of(c));
    }
    syllables
});

/// The longest syllable, `zhuang`.
const MAX_SYLLABLE: usize = 6;

/// A character and every way it is read, the most usual first; none for what is not Chinese.
pub(super) type Reading = Vec<String>;

/// The ways a character is read.
pub(super) fn readings_of(c: char) -> Reading {
    let mut readings: Reading = Vec::new();
    let mut add = |reading: &str| {
        // ü is written v by keyboards and u by the careless.
        for written in [reading.replace('ü', "v"), reading.replace('ü', "u")] {
            if !readings.contains(&written) {
                readings.push(written);
            }
        }
    };
    for place in PLACE_READINGS.get(&c).into_iter().flatten() {
        add(place);
    }
    if let Some(general) = c.to_pinyin_multi() {
        for reading in general {
            let plain = reading.plain();
            // Interjections have readings without a vowel, which would split every word.
            if plain.contains(['a', 'e', 'i', 'o', 'u', 'ü']) {
                add(plain);
            }
        }
    }
    readings
}

/// A name in letters, each character by its most usual reading: for ids, where tones and hyphens have no place. What is
/// neither Chinese nor a letter or digit is left out.
pub fn romanised(name: &str) -> String {
    let mut letters = String::new();
    for c in name.chars() {
        match readings_of(c).first() {
            Some(reading) => letters.push_str(reading),
            None if c.is_ascii_alphanumeric() => letters.push(c.to_ascii_lowercase()),
            None => {}
        }
    }
    letters
}

/// The readings of each Chinese character of a name, with the record's own pinyin before any other.
pub(super) fn readings_of_name(name: &str, own_pinyin: Option<&str>) -> Vec<Reading> {
    let han: Vec<Folded> = fold(name).into_iter().filter(|folded| class(folded.c) == Class::Han).collect();
    let repeats: Vec<bool> = han.iter().map(|folded| folded.c == '々').collect();
    let mut readings: Vec<Reading> = han
        .into_iter()
        .map(|folded| {
            // As it is written (乾 qian), then as it is folded (干 gan).
            let mut readings =
                name[folded.start..folded.end].chars().next().map(readings_of).unwrap_or_default();
            for reading in readings_of(folded.c) {
                if !readings.contains(&reading) {
                    readings.push(reading);
                }
            }
            readings
        })
        .collect();
    // Said again: read as what stands before it, for as many as there are.
    for at in 1..readings.len() {
        if repeats[at] {
            readings[at] = readings[at - 1].clone();
        }
    }
    // From the last to the first, since each is put before those that are there already.
    for own in own_pinyin.unwrap_or_default().rsplit('/') {
        let Some(syllables) = aligned(&letters_of(own), &readings) else { continue };
        for (syllable, readings) in syllables.into_iter().zip(&mut readings) {
            readings.retain(|reading| *reading != syllable);
            readings.insert(0, syllable);
        }
    }
    readings
}

/// Cuts joined pinyin into as many syllables as there are characters, by the known readings where they fit.
fn aligned(letters: &str, readings: &[Reading]) -> Option<Vec<String>> {
    let (first, rest) = match readings.split_first() {
        None => return letters.is_empty().then(Vec::new),
        Some(split) => split,
    };
    let known = first.iter().filter(|reading| letters.starts_with(reading.as_str())).map(String::len);
    let any = (1..=MAX_SYLLABLE.min(letters.len()))
        .rev()
        .filter(|length| letters.is_char_boundary(*length) && SYLLABLES.contains(&letters[..*length]));
    // The number of characters bounds the depth; a cut that leads nowhere fails at once.
    let fits = |length: &usize| {
        letters.len() - length >= rest.len() && letters.len() - length <= rest.len() * MAX_SYLLABLE
    };
    let mut cuts: Vec<usize> = known.chain(any).filter(fits).collect();
    cuts.dedup();
    cuts.into_iter().find_map(|length| {
        let mut syllables = vec![letters[..length].to_owned()];
        syllables.extend(aligned(&letters[length..], rest)?);
        Some(syllables)
    })
}

/// The letters of a text, folded.
pub(super) fn letters_of(text: &str) -> String {
    folded_text(text).chars().filter(char::is_ascii_lowercase).collect()
}

/// A name spelt out in every way it may be read, joined: `fancunbu`, `fancunbao`, `fancunpu`.
pub(super) fn spellings(readings: &[Reading]) -> BTreeSet<String> {
    combined(readings.iter().map(|readings| readings.iter().map(String::as_str).collect()))
}

/// The first letters of a name in every way it may be read: `fcb`, `fcp`.
pub(super) fn initials(readings: &[Reading]) -> BTreeSet<String> {
    combined(readings.iter().map(|readings| {
        // A reading is written in letters of one byte (`readings_of`).
        let mut letters: Vec<&str> = readings.iter().filter_map(|reading| reading.get(..1)).collect();
        letters.dedup();
        letters
    }))
}

fn combined<'r>(parts: impl Iterator<Item = Vec<&'r str>>) -> BTreeSet<String> {
    let mut all = vec![String::new()];
    // What nobody knows to read is passed over: the rest of the name is still spelt by those who look for it.
    for part in parts.filter(|part| !part.is_empty()) {
        // Past the bound only the most usual reading is spelt on.
        let take = if all.len() * part.len() > MAX_SPELLINGS { 1 } else { part.len() };
        all = all
            .iter()
            .flat_map(|start| part.iter().take(take).map(move |end| format!("{start}{end}")))
            .collect();
    }
    all.into_iter().filter(|spelling| !spelling.is_empty()).collect()
}

/// A word of letters cut into syllables, with as few of them as it takes; none where it cannot be cut.
pub(super) fn syllables(word: &str) -> Option<Vec<String>> {
    const MAX_LETTERS: usize = 48;
    if word.is_empty() || word.len() > MAX_LETTERS || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    // The fewest syllables that end at each letter, and where the last of them begins.
    let mut best: Vec<Option<(usize, usize)>> = vec![None; word.len() + 1];
    best[0] = Some((0, 0));
    for end in 1..=word.len() {
        for start in end.saturating_sub(MAX_SYLLABLE)..end {
            let Some((count, _)) = best[start] else { continue };
            let is_fewer = best[end].is_none_or(|(fewest, _)| count + 1 < fewest);
            if is_fewer && SYLLABLES.contains(&word[start..end]) {
                best[end] = Some((count + 1, start));
            }
        }
    }
    let mut end = word.len();
    let mut cut = Vec::new();
    while end > 0 {
        let (_, start) = best[end]?;
        cut.push(word[start..end].to_owned());
        end = start;
    }
    cut.reverse();
    Some(cut)
}

#[cfg(test)]
mod tests {
    use super::{initials, readings_of_name, spellings, syllables};

    #[test]
    fn all_readings_of_bu_are_taken() {
        let readings = readings_of_name("樊村堡", Some("Fáncūnbǔ"));
        for spelling in ["fancunbu", "fancunbao", "fancunpu"] {
            assert!(spellings(&readings).contains(spelling), "{spelling}: {readings:?}");
        }
        assert!(initials(&readings).contains("fcb"));
    }

    #[test]
    fn a_records_own_pinyin_comes_first() {
        assert_eq!(readings_of_name("蔚县", Some("Yùxiàn"))[0][0], "yu");
        assert_eq!(readings_of_name("长治", Some("Chángzhì"))[0][0], "chang");
        assert_eq!(readings_of_name("长治", Some("Zhǎngzhì"))[0][0], "zhang");
        assert_eq!(readings_of_name("西安", Some("Xī'ān")).len(), 2);
    }

    #[test]
    fn of_several_own_readings_the_first_comes_first() {
        let readings = readings_of_name("樊村堡", Some("Fáncūnbǔ / Fáncūnbǎo / Fáncūnpù"));
        assert_eq!(readings[2], ["bu", "bao", "pu"]);
        assert_eq!(readings_of_name("樊村堡", None)[2], ["bu", "bao", "pu"]);
    }

    #[test]
    fn a_character_that_is_not_read_by_itself_costs_no_spelling() {
        for (name, spelling) in [("史々村", "shishicun"), ("二〇堡", "erlingbao"), ("樊の村", "fancun")]
        {
            assert!(spellings(&readings_of_name(name, None)).contains(spelling), "{name}");
        }
    }

    #[test]
    fn u_with_dots_is_v_and_u() {
        let readings = readings_of_name("女墙", Some("nǚqiáng"));
        assert!(spellings(&readings).is_superset(&["nvqiang".to_owned(), "nuqiang".to_owned()].into()));
    }

    #[test]
    fn words_of_letters_are_cut_into_syllables() {
        let cut = |word| syllables(word).unwrap_or_default().join(" ");
        assert_eq!(cut("fancunbu"), "fan cun bu");
        assert_eq!(cut("xiaozhang"), "xiao zhang");
        assert_eq!(cut("village"), "");
        assert_eq!(cut(""), "");
    }
}
