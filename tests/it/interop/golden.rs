//! References against the golden cases, in each style.

use std::collections::BTreeSet;
use std::path::Path;

use baozhai::interop::citation::{CitationError, Style, reference};
use serde_json::Value;

fn cases() -> anyhow::Result<Vec<Value>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/citation/cases.json");
    Ok(serde_json::from_slice(&std::fs::read(file)?)?)
}

#[test]
fn every_reference_is_as_the_table_has_it() -> anyhow::Result<()> {
    let mut wrong = Vec::new();
    for case in cases()? {
        for style in Style::ALL {
            let (written, expected) = (reference(&case["item"], style)?, &case["expected"][style.name()]);
            if expected != &written {
                wrong.push(format!("{} in {}:\n  {expected}\n  {written}", case["case"], style.name()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[test]
fn the_table_is_whole() -> anyhow::Result<()> {
    let cases = cases()?;
    assert!(cases.len() >= 60, "{} cases", cases.len());
    let names: BTreeSet<&str> = cases.iter().filter_map(|case| case["case"].as_str()).collect();
    assert_eq!(names.len(), cases.len(), "a name stands for two cases");
    for case in &cases {
        assert_eq!(case["case"], case["item"]["id"]);
        assert_eq!(case["expected"].as_object().map(serde_json::Map::len), Some(Style::ALL.len()));
    }
    Ok(())
}

#[test]
fn what_is_no_item_is_refused() {
    for style in Style::ALL {
        let bad = serde_json::json!({ "id": "x", "type": "book", "title": true });
        assert!(matches!(reference(&bad, style), Err(CitationError::Item(_))));
        assert!(reference(&serde_json::json!([]), style).is_err());
    }
}
