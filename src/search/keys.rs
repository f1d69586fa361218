//! Whole names, by which a thing is found first: as written, spelt out, by initials, without the generic end.

use std::collections::BTreeSet;

use super::HitKind;
use super::entry::Searchable;
use super::fold::{Class, class, folded_text};
use super::readings::{initials, readings_of_name, spellings};
use super::tables::SUFFIXES_BY_LENGTH;

/// A name longer than this is a sentence; nobody types all of it to find one thing.
const MAX_KEY_CHARS: usize = 40;

/// The whole names of an entry.
pub(super) fn keys_of(entry: &Searchable) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    keys.insert(key(&entry.shown.id));
    if entry.shown.kind == HitKind::Photo {
        return keys; // captions are no names
    }
    for (name, own) in &entry.names {
        let whole = key(name);
        let readings = readings_of_name(name, own.as_deref());
        let is_chinese = whole.chars().all(|c| class(c) == Class::Han);
        let short = without_suffix(&whole).map(str::to_owned);
        for form in [Some(whole), short].into_iter().flatten() {
            if is_chinese {
                // A short form is the beginning of the name, and has the first of its readings.
                let count = form.chars().count().min(readings.len());
                keys.extend(spellings(&readings[..count]));
                // A single letter would be a whole name of everything.
                if count > 1 {
                    keys.extend(initials(&readings[..count]));
                }
            }
            keys.insert(form);
        }
    }
    for name in &entry.latin_names {
        let whole = key(name);
        keys.extend(without_suffix(&whole).map(str::to_owned));
        keys.insert(whole);
    }
    keys.retain(|key| !key.is_empty() && key.chars().count() <= MAX_KEY_CHARS);
    keys
}

/// A text as a key: folded, nothing between its letters.
pub(super) fn key(text: &str) -> String {
    folded_text(text).chars().filter(|c| class(*c) != Class::Other).collect()
}

fn without_suffix(key: &str) -> Option<&str> {
    let ends = SUFFIXES_BY_LENGTH.iter().filter_map(|suffix| key.strip_suffix(suffix));
    ends.map(str::trim_end).find(|rest| rest.chars().count() >= 2)
}

/// The place of an entry in the order of names: the first twelve letters of its pinyin, else of its title.
pub(super) fn name_order(entry: &Searchable) -> u64 {
    let spelt = match entry.names.first() {
        Some((name, own)) => {
            let readings = readings_of_name(name, own.as_deref());
            readings.iter().filter_map(|readings| readings.first().map(String::as_str)).collect::<String>()
        }
        None => String::new(),
    };
    let spelt = if spelt.is_empty() { key(&entry.shown.title.zh) } else { spelt };
    // Five bits each: 26 letters, whatever else, nothing. Twelve of them are 60.
    let letters = spelt.bytes().map(|b| if b.is_ascii_lowercase() { u64::from(b - b'a') + 2 } else { 1 });
    letters.chain(std::iter::repeat(0)).take(12).fold(0, |order, letter| order << 5 | letter)
}

#[cfg(test)]
mod tests {
    use super::{key, without_suffix};

    #[test]
    fn a_name_goes_without_its_generic_end_but_never_without_its_fort() {
        assert_eq!(without_suffix("樊村堡村"), Some("樊村堡"));
        assert_eq!(without_suffix("清河中心村"), Some("清河"));
        assert_eq!(without_suffix("南午芹古镇"), Some("南午芹"));
        assert_eq!(without_suffix("樊村堡"), None);
        assert_eq!(without_suffix("固镇"), None, "one character is no name");
        assert_eq!(without_suffix(&key("Fancunbu Village")), Some("fancunbu"));
    }
}
