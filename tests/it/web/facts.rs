//! What the pages of the shipped archive say is no stronger than their sources.

use super::html::{piece, values, words};
use super::{Outcome, TestApp};
use crate::archives::shipped;

/// The places that the report names without a word of their forts.
const ONLY_NAMED: &[&str] =
    &["fancunbu", "beifangping", "guzhen", "wujiabu", "qinghe", "weizhuang", "zhangwu", "nanwuqin"];

/// The pages beside those of the villages that state facts, without the prefix of their language.
const STATING: &[&str] = &[
    "/",
    "/villages",
    "/villages/open",
    "/villages/open-1",
    "/villages/xiaozhang",
    "/glossary",
    "/inventory",
    "/photos",
    "/about",
    "/about/data",
];

/// Words that no source of the archive bears out, and old spellings of 未查 and 未测.
const UNSOURCED: &[&str] = &[
    "多建于",
    "矮下去",
    "多称流寇",
    "有堡寨遗存的古村",
    "有无待查",
    "未实测，",
    "Most of Hejin",
    "most of Hejin",
    "lose height",
    "central Shanxi",
    "Cihai",
    "villages with fort remains",
    "堡的墙、门与规模",
    "Wall, gates and size of the fort",
    "土墙经不起",
    "Earth walls do not",
];

/// What a village page says of one property.
fn said<'h>(html: &'h str, property: &str) -> &'h str {
    let start = format!("id=\"f-{property}\"");
    let rest = &html[html.find(&start).map_or(html.len(), |at| at + start.len())..];
    &rest[..rest.find("id=\"f-").unwrap_or(rest.len())]
}

#[tokio::test]
async fn a_place_that_is_only_named_is_not_said_to_have_a_fort() -> Outcome {
    let app = TestApp::over(shipped()?).await?;
    let languages = [("", "据报道", "待核实"), ("/en", "Reported", "To be verified")];
    for (prefix, reported, lead) in languages {
        for id in ONLY_NAMED {
            let html = app.page(&format!("{prefix}/villages/{id}")).await;
            let (mention, fort) = (words(said(&html, "mention")), words(said(&html, "fort")));
            assert!(mention.contains(reported) && !mention.contains(lead), "{prefix} {id}: {mention}");
            assert!(fort.contains(lead) && !fort.contains(reported), "{prefix} {id}: {fort}");
        }
        let xiaozhang = app.page(&format!("{prefix}/villages/xiaozhang")).await;
        assert!(words(said(&xiaozhang, "fort")).contains(reported), "{prefix}");
    }
    Ok(())
}

#[tokio::test]
async fn no_page_says_what_no_source_says() -> Outcome {
    let app = TestApp::over(shipped()?).await?;
    let villages = ONLY_NAMED.iter().map(|id| format!("/villages/{id}"));
    for path in STATING.iter().map(|path| (*path).to_owned()).chain(villages) {
        for prefix in ["", "/en"] {
            let html = app.page(&format!("{prefix}{path}")).await;
            // Of the essays the pages show the abstracts only.
            let text = format!("{} {}", words(&html), values(&html, "content").join(" "));
            for word in UNSOURCED {
                assert!(!text.contains(word), "{prefix}{path} says {word}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_report_is_quoted_as_it_speaks_of_the_end_of_the_ming() -> Outcome {
    let app = TestApp::over(shipped()?).await?;
    for (path, quoted) in [
        ("/", "不少村为防御盗抢和居住方便，在村内或周边筑起"),
        ("/about", "军事防御"),
        (
            "/en/",
            "many villages of Hejin built sizeable forts (堡) and stockades (寨) in or beside the village",
        ),
        ("/en/about", "military defences"),
    ] {
        let text = words(&app.page(path).await);
        assert!(text.contains(quoted), "{path}: no {quoted}");
    }
    Ok(())
}

/// Where nothing is recorded of visiting, one word says so: in the box, in the list of what is wanted, in the table.
#[tokio::test]
async fn whether_one_may_visit_has_one_word_where_nothing_is_recorded() -> Outcome {
    let app = TestApp::over(shipped()?).await?;
    for (prefix, word) in [("", "尚未确认"), ("/en", "not confirmed")] {
        let village = app.page(&format!("{prefix}/villages/weizhuang")).await;
        for (from, to) in [("id=\"visit\"", "</dl>"), ("id=\"wanted\"", "</ul>")] {
            let shown = words(piece(&village, from, to)).to_lowercase();
            assert!(shown.contains(word), "{prefix}: {shown}");
        }
        let inventory = app.page(&format!("{prefix}/inventory")).await;
        let cells = inventory.matches(&format!("<td class=\"blank\">{word}</td>")).count();
        assert_eq!(cells, ONLY_NAMED.len() + 1, "{prefix}");
    }
    Ok(())
}

#[tokio::test]
async fn each_word_for_what_is_missing_is_explained_once() -> Outcome {
    let app = TestApp::start().await?;
    for (path, terms) in [
        ("/about/data", ["未查到", "未查", "未测", "尚未确认"]),
        ("/en/about/data", ["Not found", "unsearched", "unmeasured", "Not confirmed"]),
    ] {
        let html = app.page(path).await;
        for term in terms {
            let explained = format!("<dt>{term}</dt>");
            assert_eq!(html.matches(&explained).count(), 1, "{path}: {term}");
            assert!(words(piece(&html, &explained, "</dd>")).len() > term.len() + 3, "{path}: {term}");
        }
    }
    // What was looked for in vain is told from what nobody looked for, on one page.
    let wanted = app.page("/villages/alpha").await;
    let wanted = words(piece(&wanted, "id=\"wanted\"", "</ul>"));
    assert!(wanted.contains("未查到") && wanted.contains("未测"), "{wanted}");
    Ok(())
}
