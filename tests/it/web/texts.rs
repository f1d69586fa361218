//! The interface texts: every key that a template or the program names is there, in both languages.

mod families;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::families::FAMILIES;
use super::{Outcome, PAGES, TestApp, address};
use crate::archives::files;

/// Marks of another language: an English page marks Chinese, a Chinese one English.
const MARKS: [(&str, &[&str]); 2] =
    [("zh", &["mark-en", "prose-en"]), ("en", &["mark-zh-Hans", "prose-zh-Hans"])];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn keys_of(language: &str) -> anyhow::Result<BTreeSet<String>> {
    let text = std::fs::read_to_string(root().join(format!("templates/locales/{language}.ftl")))?;
    let keys = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    Ok(keys.filter_map(|line| line.split_once('=')).map(|(key, _)| key.trim().to_owned()).collect())
}

/// Every text between quotes that follows one of `calls`, with the file it is in.
fn quoted_after(folder: &str, ending: &str, calls: &[&str]) -> anyhow::Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    for (name, bytes) in files(&root().join(folder))?.into_iter().filter(|(name, _)| name.ends_with(ending)) {
        let text: String = String::from_utf8(bytes)?.split_whitespace().collect();
        for call in calls {
            let keys = text.split(call).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(keys.map(|key| (key.to_owned(), name.clone())));
        }
    }
    Ok(found)
}

#[test]
fn every_key_that_is_used_is_there_in_both_languages() -> Outcome {
    let mut used = quoted_after("templates", ".html", &["{{t(\"", "(t(\"", ",t(\"", ":t(\"", "=t(\""])?;
    used.extend(quoted_after("src/web", ".rs", &[".t(\"", ".t_with(\""])?);
    used.retain(|key, _| {
        !key.is_empty() && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    });
    assert!(used.len() > 150, "{}", used.len());
    let mut missing = Vec::new();
    for (language, marks) in MARKS {
        let keys = keys_of(language)?;
        let families =
            FAMILIES.iter().flat_map(|(start, parts)| parts.iter().map(move |part| format!("{start}{part}")));
        let whole = used.keys().filter(|key| !key.ends_with('-')).cloned();
        for key in whole.chain(families).chain(marks.iter().map(|mark| (*mark).to_owned())) {
            if !keys.contains(&key) {
                missing.push(format!("{language}: {key}, used in {:?}", used.get(&key)));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
    Ok(())
}

/// A number in a headline or a description comes from the records, as `{ $n }`, so that it cannot grow old.
#[test]
fn a_headline_counts_nothing_of_its_own() -> Outcome {
    const CHINESE: &str = "二两三四五六七八九十";
    const ENGLISH: &[&str] = &[
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "thirteen", "fourteen", "fifteen", "sixteen",
    ];
    for language in ["zh", "en"] {
        let text = std::fs::read_to_string(root().join(format!("templates/locales/{language}.ftl")))?;
        for (key, value) in text.lines().filter_map(|line| line.split_once(" = ")) {
            let counts = value.split('{').all(|piece| {
                let own = piece.rsplit('}').next().unwrap_or_default();
                let of_words = own.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
                    ENGLISH.contains(&word.to_lowercase().as_str()) || word.parse::<u32>().is_ok()
                });
                !of_words && !own.contains(|c| CHINESE.contains(c))
            });
            let is_headline = ["-title", "-description", "-kicker"].iter().any(|end| key.ends_with(end))
                || ["open-entries", "home-best-known", "data-thirteen", "essays-book"].contains(&key);
            // Errors have numbers for names; the others tell of a drawing or of the page itself.
            let other = ["error-", "zoom-", "map-", "plan-", "changes-"].iter().any(|s| key.starts_with(s));
            assert!(counts || !is_headline || other, "{language}: {key} = {value}");
        }
    }
    Ok(())
}

#[test]
fn keys_that_are_put_together_are_of_a_family_known_here() -> Outcome {
    let known = |start: &str| {
        FAMILIES.iter().any(|(family, _)| *family == start) || ["mark-", "prose-"].contains(&start)
    };
    for (key, file) in quoted_after("templates", ".html", &["{{t(\"", "(t(\"", ",t(\""])? {
        assert!(!key.ends_with('-') || known(&key), "templates/{file} puts {key} together");
    }
    for (key, file) in quoted_after("src/web", ".rs", &[".t(&format!(\"", ".t_with(&format!(\""])? {
        let start = key.split('{').next().unwrap_or_default();
        assert!(start.is_empty() || known(start), "src/web/{file} puts {key} together");
    }
    Ok(())
}

#[test]
fn both_languages_have_the_same_keys() -> Outcome {
    let marks: Vec<&str> = MARKS.iter().flat_map(|(_, marks)| marks.iter().copied()).collect();
    let without_marks = |mut keys: BTreeSet<String>| {
        keys.retain(|key| !marks.contains(&key.as_str()));
        keys
    };
    let (chinese, english) = (without_marks(keys_of("zh")?), without_marks(keys_of("en")?));
    let odd: Vec<&String> = chinese.symmetric_difference(&english).collect();
    assert!(odd.is_empty(), "{odd:?}");
    Ok(())
}

/// A key without a text would show as itself.
#[tokio::test]
async fn no_page_shows_a_key_in_the_place_of_a_text() -> Outcome {
    let app = TestApp::start().await?;
    let keys: Vec<String> = keys_of("zh")?.into_iter().filter(|key| key.matches('-').count() >= 1).collect();
    for page in PAGES.iter().flat_map(|page| [address("zh", page), address("en", page)]) {
        let words = super::html::words(&app.page(&page).await);
        for token in words.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')) {
            let is_fallback = keys.iter().any(|key| key == token) || token.starts_with("error-4");
            assert!(!is_fallback, "{page} shows {token}");
        }
    }
    Ok(())
}
