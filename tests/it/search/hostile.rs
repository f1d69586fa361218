//! Whatever is typed gets a sensible answer or a short refusal, soon; and what is shown is whole.

use std::time::{Duration, Instant};

use baozhai::search::{Marked, Query};
use proptest::prelude::*;

use super::Outcome;
use super::corpus::{Corpus, hits};

/// Far more than is promised: tests are built without optimisation and run side by side on busy machines. What is
/// quadratic takes minutes.
const PATIENCE: Duration = Duration::from_secs(4);

fn hostile() -> Vec<String> {
    let mut queries: Vec<String> = [
        "\"",
        "“",
        "「堡",
        "\"\"\"\"\"\"",
        "'",
        "--",
        "-",
        "-堡",
        ":",
        "village:",
        "村：",
        "element:\"",
        "*",
        "?*?*",
        "(((((",
        ")",
        "[a-",
        "(a+)+$",
        "\\",
        "\u{0}",
        "\u{0}堡\u{1b}[31m",
        "\u{202e}堡",
        "\u{feff}",
        "\u{fffd}\u{fffd}",
        "a\u{301}\u{301}\u{301}",
        "AND OR NOT",
        "+堡 -堡",
        "<mark>",
        "<script>alert(1)</script>",
        "&lt;",
        "%00",
        "../../etc/passwd",
        "'; DROP TABLE head; --",
        "{{7*7}}",
        "🏯",
        "👨‍👩‍👧‍👦",
        "㎡㏎①Ⅷ",
        "𠮷野",
        "ﷺ",
        "İ",
        "ß",
        "0",
        "-1",
        "1e309",
        "NaN",
        "崇祯九十九年",
        "年",
        "号",
        "元年",
        "的",
        "的了是",
        "the",
        "the of",
    ]
    .map(str::to_owned)
    .to_vec();
    queries.extend([
        "堡".repeat(200),
        "樊村".repeat(100),
        "樊 ".repeat(100),
        "*".repeat(200),
        "a*".repeat(100),
        "\"a\" ".repeat(50),
        "fan".repeat(66),
        "zhuang".repeat(33),
        "长重行乐".repeat(50),
        "-a ".repeat(66),
        "village:a ".repeat(20),
        "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥".repeat(9),
        "ﷺ".repeat(200),
    ]);
    queries
}

#[tokio::test]
async fn hostile_queries_are_answered_soon() -> Outcome {
    let corpus = Corpus::shipped().await?;
    corpus.ids("堡").await?; // tables are read once
    for query in hostile() {
        let began = Instant::now();
        let found = corpus.ask(&query).await?;
        assert!(began.elapsed() < PATIENCE, "{query:?} took {:?}", began.elapsed());
        for hit in hits(&found) {
            let shown = [&hit.title, &hit.snippet];
            assert!(shown.iter().all(|text| text.pieces.iter().all(|piece| !piece.text.is_empty())));
        }
        corpus.search.suggest(Query::parse(&query)?, 8).await?;
    }
    Ok(())
}

#[test]
fn a_query_too_long_is_refused_without_being_read() {
    for query in ["堡".repeat(201), "a".repeat(100_000), "*".repeat(1_000), "\"".repeat(50_000_000)] {
        let began = Instant::now();
        assert!(Query::parse(&query).is_err());
        assert!(began.elapsed() < PATIENCE);
    }
}

/// The text without its cuts stands in one of the texts there are.
fn is_cut_of(shown: &Marked, texts: &[String]) -> bool {
    let plain = shown.plain();
    let inner = plain.strip_prefix('…').unwrap_or(&plain);
    let inner = inner.strip_suffix('…').unwrap_or(inner);
    texts.iter().any(|text| text.contains(inner) || text.contains(&plain))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn snippets_are_whole_pieces_of_the_text(
        text in "[樊村堡鎮窰ａé㎡e\u{301}🏯<>&\"a-z0-9 ，。崇祯十五年]{1,300}",
        query in "[樊村堡镇窑aé崇祯十五年a-z0-9 \"-]{1,12}",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let record = super::language::village("jia", "甲堡村", "", &text, "reported").expect("a village");
            let texts: Vec<String> = serde_json::from_str::<serde_json::Value>(&record.to_document().expect("a document"))
                .expect("JSON")["statements"][0]["value"]["zh"].as_str().into_iter().map(str::to_owned).collect();
            let corpus = Corpus::of_records(std::iter::once(record)).await.expect("an index");
            let Ok(found) = corpus.ask(&query).await else { return };
            for hit in hits(&found) {
                assert!(is_cut_of(&hit.snippet, &texts), "{:?} of {texts:?}", hit.snippet);
                assert!(hit.snippet.pieces.windows(2).all(|pair| !(pair[0].is_match && pair[1].is_match && pair[0].text.is_empty())));
                assert_eq!(hit.title.plain(), "甲堡村");
            }
        });
    }
}
