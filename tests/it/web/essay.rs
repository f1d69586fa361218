//! `/essays`, `/essays/{id}`, its revisions and what became of them.

use axum::http::StatusCode;

use super::html::{piece, words};
use super::{Outcome, TestApp};

const ESSAY: &str = "/essays/on-forts";

#[tokio::test]
async fn an_essay_shows_all_that_a_reader_needs() -> Outcome {
    let app = TestApp::start().await?;
    let chinese = words(&app.page(ESSAY).await);
    for shown in [
        "说堡",
        "张三",
        "样例馆",
        "样例文章。",
        "堡；寨",
        "2026年1月",
        "2026年2月3日",
        "甲堡村",
        "从外面看。",
        "图1",
        "注一，见",
        "甲村古堡 & <新事>",
        "CC BY 4.0",
        "第1版",
    ] {
        assert!(chinese.contains(shown), "{shown} is not in {chinese}");
    }
    let english = app.page("/en/essays/on-forts").await;
    for shown in ["On Forts", "Zhang San", "3 February 2026", "Figure 1", "References", "Contents"] {
        assert!(words(&english).contains(shown), "{shown}");
    }
    assert!(
        piece(&english, "<div class=\"prose numbered\"", ">").ends_with("lang=\"zh-Hans\""),
        "it is in Chinese and says so"
    );
    assert!(app.page("/essays").await.contains("href=\"/essays/on-forts\""));
    Ok(())
}

#[tokio::test]
async fn a_line_of_the_file_is_no_line_of_the_page() -> Outcome {
    let app = TestApp::start().await?;
    assert!(words(&app.page(ESSAY).await).contains("。这一行接着上一行。"));
    Ok(())
}

#[tokio::test]
async fn what_it_refers_to_is_one_step_away() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page(ESSAY).await;
    for link in [
        "<a href=\"/villages/alpha\">甲堡村</a>",
        "<a href=\"/photos/gamma-01\">",
        "<a href=\"/essays/on-forts\">说堡</a>",
        "href=\"#term-bumen\">堡门</a>",
        "<ruby>堡<rp>（</rp><rt>bǔ</rt><rp>）</rp></ruby>",
        "<a href=\"https://example.org/a?b=1&amp;c=2\" rel=\"noreferrer\">别处</a>",
    ] {
        assert!(html.contains(link), "{link} is not in {html}");
    }
    for target in
        ["id=\"term-bumen\"", "id=\"term-buqiang\"", "id=\"n1\"", "id=\"s1\"", "id=\"s2\"", "id=\"fig-1\""]
    {
        assert_eq!(html.matches(target).count(), 1, "{target}");
    }
    assert!(html.contains("id=\"r1-2\" href=\"#s1\">[1]</a><span class=\"locator\">第2版</span>"));
    assert!(html.contains("id=\"nr1-2\" href=\"#n1\">①</a>"), "the second mark of the note");
    let village = app.page("/villages/alpha").await;
    assert!(village.contains("href=\"/essays/on-forts\""), "the village leads to the essay");
    Ok(())
}

#[tokio::test]
async fn a_figure_carries_whose_it_is_and_that_it_is_a_drawing() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite_text("on-forts", "![](photo:alpha-01)").await?;
    let html = app.page(ESSAY).await;
    let figure = piece(&html, "<figure class=\"figure\"", "</figure>");
    let photo = words(&app.page("/photos/alpha-01").await);
    assert!(words(figure).contains("示意图"), "{figure}");
    assert!(
        figure.contains("rel=\"license noreferrer\"")
            && figure.contains("width=")
            && figure.contains("alt=\"")
    );
    let credit = words(piece(figure, "<span class=\"credit\">", "·"));
    assert!(!credit.trim().is_empty() && photo.contains(credit.trim()), "{credit}");
    Ok(())
}

#[tokio::test]
async fn a_paragraph_keeps_its_address_while_its_words_stay() -> Outcome {
    let app = TestApp::start().await?;
    let address = |html: &str, words: &str| -> String {
        let before = html.split(words).next().unwrap_or_default();
        before
            .rsplit("<div class=\"para\" id=\"")
            .next()
            .unwrap_or_default()
            .split('"')
            .next()
            .unwrap_or_default()
            .to_owned()
    };
    app.rewrite_text("on-forts", "甲段。\n\n乙段不变。\n").await?;
    let before = address(&app.page(ESSAY).await, "乙段不变。");
    app.rewrite_text("on-forts", "新的首段。\n\n甲段改了。\n\n乙段不变[](source:example-daily)。\n").await?;
    let html = app.page(ESSAY).await;
    assert!(before.starts_with("p-") && before.len() == 12, "{before}");
    assert_eq!(address(&html, "乙段不变"), before);
    assert!(html.contains(&format!("href=\"#{before}\" aria-label=\"第3段\">3</a>")), "{html}");
    Ok(())
}

#[tokio::test]
async fn an_old_revision_stays_and_says_what_has_changed_since() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite_text("on-forts", "旧段。\n\n堡墙高约八米。\n").await?;
    app.rewrite_text("on-forts", "旧段。\n\n堡墙高约九米。\n\n添一段。\n").await?;
    let old = app.page("/essays/on-forts@2").await;
    assert!(words(&old).contains("堡墙高约八米。") && !words(&old).contains("添一段"));
    assert!(old.contains("href=\"/essays/on-forts@3/changes?from=2\""), "{old}");
    assert!(old.contains("<link rel=\"canonical\" href=\"https://archive.example/essays/on-forts\">"));
    let newest = app.page(ESSAY).await;
    assert!(!newest.contains("class=\"frame newer\"") && newest.contains("/essays/on-forts@3/changes\""));
    let changes = app.page("/essays/on-forts@3/changes").await;
    assert!(changes.contains("堡墙高约<del>八</del><ins>九</ins>米。"), "{changes}");
    assert!(changes.contains("<ins>添一段。</ins>") && words(&changes).contains("1段未改"));
    let whole = app.page("/essays/on-forts@3/changes?from=1").await;
    assert!(words(&whole).contains("第1版"));
    assert!(words(&app.page("/en/essays/on-forts@2/changes?from=2").await).contains("are the same"));
    Ok(())
}

#[tokio::test]
async fn what_is_not_there_is_not_found() -> Outcome {
    let app = TestApp::start().await?;
    for path in [
        "/essays/no-such",
        "/essays/alpha",
        "/essays/on-forts@2",
        "/essays/on-forts@0",
        "/essays?page=2",
        "/essays/on-forts/changes",
        "/essays/on-forts@9/changes",
        "/essays/on-forts@1/changes?from=9",
        "/villages/on-forts",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    for path in ["/essays/on-forts@1/changes?from=x", "/essays/on-forts@1/changes?from=-1"] {
        assert_eq!(app.get(path).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_reference_that_went_away_becomes_plain_words() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite_text(
        "on-forts",
        "[某村](village:gone)、[](term:gone)、甲[](source:gone)。\n\n![](photo:gone-01)\n",
    )
    .await?;
    let html = app.page(ESSAY).await;
    assert!(words(&html).contains("某村、、甲。") && !html.contains("gone"), "{html}");
    Ok(())
}

#[tokio::test]
async fn an_essay_is_cited_by_its_revision_and_by_paragraph() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite_text("on-forts", "甲段。\n\n乙段，[](source:example-daily)。\n").await?;
    let html = app.page(ESSAY).await;
    let cited = words(piece(&html, "<section class=\"frame cite\"", "</section>"));
    assert!(cited.contains("张三") && cited.contains("https://archive.example/essays/on-forts@2"), "{cited}");
    assert!(
        html.contains("\"ScholarlyArticle\"") && html.contains("name=\"citation_title\" content=\"说堡\"")
    );
    for form in ["bib", "ris", "csl.json", "gbt7714.txt"] {
        for path in [format!("{ESSAY}.{form}"), format!("{ESSAY}@1.{form}")] {
            let answer = app.get(&path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            assert!(answer.text().contains("说堡"), "{path}");
        }
    }
    let by_number = app.get(&format!("{ESSAY}.gbt7714.txt?paragraph=2")).await.text().to_owned();
    let anchor = by_number.split('#').nth(1).unwrap_or_default().trim().trim_end_matches('.').to_owned();
    assert!(anchor.starts_with("p-") && html.contains(&format!("id=\"{anchor}\"")), "{by_number}");
    assert_eq!(app.get(&format!("{ESSAY}.gbt7714.txt?paragraph={anchor}")).await.text(), by_number);
    let page = words(&app.page(&format!("{ESSAY}?paragraph=2")).await);
    assert!(page.contains(&format!("on-forts@2#{anchor}")), "{page}");
    for nothing in ["3", "0", "p-0000000000", "x"] {
        assert_eq!(
            app.get(&format!("{ESSAY}?paragraph={nothing}")).await.status,
            StatusCode::NOT_FOUND,
            "{nothing}"
        );
    }
    Ok(())
}
