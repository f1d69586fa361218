//! Whatever a record says, each form stays readable and gives it back: readers that others wrote say so.

use baozhai::interop::citation::{Archive, Author, Form, Name, Shown, Style, Work, WorkKind};
use baozhai::model::address::Addresses;
use baozhai::model::{Bilingual, Language, PartialDate};
use biblatex::{Bibliography, ChunksExt};
use biblib::{CitationParser, RisParser};
use proptest::prelude::*;

/// A text as a record may hold it, with what forms are made of in it.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => "[ -~]{1,6}",
        3 => "[一-龥]{1,4}",
        2 => prop::sample::select(vec![
            "{", "}", "\\", "%", "&", "$", "#", "_", "~", "^", "\"", "'", "@", ",", " and ", "\n", "\r\n", "\t", "\u{202e}",
            "\u{0}", "TY  - ", "\r\nER  - \r\n", "\\textbackslash{}", "{{", "}}", "`", "``", "''", "--", "é", "ﬁ", "\u{feff}",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    prop::collection::vec(piece, 1..6).prop_map(|pieces| pieces.concat())
}

fn bilingual(zh: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: None }
}

/// The record of a village of that name, and a second author of the other.
fn work(title: &str, name: &str) -> Work {
    let addresses = Addresses::at("https://archive.example").expect("a base address");
    let archive = Archive { addresses: &addresses, name: &bilingual("样例档案"), publisher: None };
    let shown = Shown {
        revision: 3,
        digest: "0".repeat(64),
        published: jiff::civil::date(2026, 2, 3),
        accessed: jiff::civil::date(2026, 11, 24),
    };
    let village = serde_json::json!({
        "id": "alpha", "entry": "named", "name": { "zh": title }, "rights": "CC-BY-4.0",
    });
    let village = serde_json::from_value(village).expect("a village");
    let mut work = archive.village(&village, &shown, Language::Chinese);
    let name = Name::read(name);
    if !name.spoken().is_empty() {
        work.authors.push(Author { name, orcid: None });
    }
    work
}

/// The title a BibTeX reader finds.
fn bibtex_title(bibtex: &str) -> Option<String> {
    let bibliography = Bibliography::parse(bibtex).ok()?;
    let entry = bibliography.iter().next()?;
    Some(entry.title().ok()?.format_verbatim())
}

proptest! {
    #[test]
    fn a_bibtex_reader_finds_the_title_and_every_author(title in text(), name in text()) {
        let work = work(&title, &name);
        let bibtex = work.to_bibtex();
        prop_assert_eq!(bibtex_title(&bibtex), Some(work.title.clone()), "{}", bibtex);
        let bibliography = Bibliography::parse(&bibtex).map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert_eq!(bibliography.len(), 1);
        let authors = bibliography.iter().next().map(biblatex::Entry::author);
        let authors = authors.and_then(Result::ok).map_or(0, |authors| authors.len());
        prop_assert_eq!(authors, work.authors.len(), "{}", bibtex);
    }

    #[test]
    fn no_line_of_ris_could_be_another(title in text(), name in text()) {
        let work = work(&title, &name);
        let ris = work.to_ris();
        prop_assert!(ris.starts_with("TY  - DATA\r\n") && ris.ends_with("\r\nER  - \r\n"));
        let tags: Vec<&str> = ris.split_terminator("\r\n").filter_map(|line| line.get(..6)).collect();
        prop_assert!(tags.iter().all(|tag| tag.ends_with("  - ")), "{:?}", ris);
        for once in ["TY", "TI", "ER", "UR", "PY"] {
            prop_assert_eq!(tags.iter().filter(|tag| tag.starts_with(once)).count(), 1, "{}", once);
        }
        let stray = ris.replace("\r\n", "").chars().find(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'));
        prop_assert_eq!(stray, None);
        if !work.title.is_empty() {
            let read = RisParser::new().parse(&ris).map_err(|error| TestCaseError::fail(error.to_string()))?;
            prop_assert_eq!(read.len(), 1);
            prop_assert_eq!(&read[0].title, &work.title);
        }
    }

    #[test]
    fn every_form_names_the_same_title_and_address(title in text(), name in text()) {
        let work = work(&title, &name);
        let json: serde_json::Value = serde_json::from_str(&work.to_csl_json()).expect("JSON");
        prop_assert_eq!(json[0]["title"].as_str(), Some(work.title.as_str()));
        for style in Style::ALL {
            let reference = work.to_reference(style).expect("a reference");
            prop_assert!(!reference.contains(['\n', '\r', '\u{202e}']), "{}", reference);
            prop_assert!(reference.contains("https://archive.example/villages/alpha@3"), "{}", reference);
        }
        for form in Form::ALL {
            let written = form.write(&work, Style::default()).expect("a form");
            prop_assert!(written.contains("https://archive.example/villages/alpha@3"), "{}", written);
        }
    }

    #[test]
    fn a_title_of_ordinary_signs_stands_in_every_reference(title in "[A-Za-z一-龥0-9&%{}<>#$_@~^+=《》：，、()（）]{1,30}") {
        let work = work(&title, "张三");
        for style in Style::ALL {
            let reference = work.to_reference(style).expect("a reference");
            prop_assert!(reference.contains(&work.title), "{} in {}", work.title, reference);
        }
    }
}

#[test]
fn what_is_missing_leaves_no_trace() -> anyhow::Result<()> {
    let mut bare = Work::new("x".to_owned(), WorkKind::Webpage, Language::Chinese, "无题".to_owned());
    assert_eq!(bare.to_reference(Style::default())?, "无题[Z].".replace("[Z]", "[EB]"));
    assert_eq!(bare.to_bibtex(), "@misc{x,\n  title = {{无题}},\n  langid = {chinese},\n}\n");
    assert_eq!(bare.to_ris(), "TY  - ELEC\r\nTI  - 无题\r\nLA  - zh-CN\r\nER  - \r\n");
    for (date, year, slashed) in
        [("2024", "2024", "2024"), ("2024-06", "2024", "2024/06"), ("0645-01-02", "0645", "0645/01/02")]
    {
        bare.issued = Some(PartialDate::parse(date)?);
        let (bibtex, ris) = (bare.to_bibtex(), bare.to_ris());
        assert!(
            bibtex.contains(&format!("year = {{{year}}}")) && bibtex.contains(&format!("date = {{{date}}}"))
        );
        assert!(ris.contains(&format!("PY  - {year}\r\nDA  - {slashed}\r\n")), "{ris}");
    }
    Ok(())
}
