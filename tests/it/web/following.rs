//! Pages follow the archive, and are rendered once for each of its states.

use super::html::words;
use super::{Outcome, TestApp};

#[tokio::test]
async fn a_page_shows_what_was_committed_once_the_site_has_caught_up() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/villages/beta", "/", "/villages", "/inventory"] {
        assert!(app.page(page).await.contains("乙村"), "{page}");
    }
    app.rewrite("beta", "乙村", "乙堡").await?;
    app.catch_up().await?;
    for page in ["/villages/beta", "/", "/villages", "/inventory"] {
        let html = app.page(page).await;
        assert!(html.contains("乙堡") && !html.contains("乙村"), "{page}");
    }
    assert!(app.page("/villages/beta@1").await.contains("乙村"));
    Ok(())
}

#[tokio::test]
async fn a_list_stays_as_it_was_until_the_site_has_caught_up() -> Outcome {
    let app = TestApp::start().await?;
    let before = app.get("/villages").await;
    app.rewrite("beta", "乙村", "乙堡").await?;
    let still = app.get("/villages").await;
    assert_eq!((still.header("etag"), &still.body), (before.header("etag"), &before.body));
    app.catch_up().await?;
    let after = app.get("/villages").await;
    assert_ne!(after.header("etag"), before.header("etag"));
    Ok(())
}

/// The store is closed after the first request: what comes then was kept.
#[tokio::test]
async fn a_page_is_rendered_once_for_each_state_of_the_archive() -> Outcome {
    let app = TestApp::start().await?;
    let first = app.get("/villages/alpha").await;
    app.records.close().await;
    let second = app.get("/villages/alpha").await;
    assert_eq!(first.body.as_ptr(), second.body.as_ptr(), "the same bytes, not equal ones");
    assert!(app.get("/villages/gamma").await.status.is_server_error());
    Ok(())
}

#[tokio::test]
async fn many_who_ask_at_once_get_one_rendering() -> Outcome {
    let app = TestApp::start().await?;
    let answers = futures::future::join_all((0..50).map(|_| app.get("/villages/alpha"))).await;
    let places: std::collections::BTreeSet<_> = answers.iter().map(|answer| answer.body.as_ptr()).collect();
    assert_eq!(places.len(), 1);
    Ok(())
}

#[tokio::test]
async fn days_are_told_as_in_shanghai() -> Outcome {
    let app = TestApp::start().await?;
    assert!(words(&app.page("/villages/beta").await).contains("2026年11月24日"));
    app.clock.set("2026-12-31T15:59:59Z".parse()?);
    app.rewrite("beta", "乙村", "乙堡").await?;
    app.catch_up().await?;
    assert!(words(&app.page("/villages/beta").await).contains("2026年12月31日"));
    Ok(())
}

#[tokio::test]
async fn a_record_nobody_can_read_keeps_its_last_good_page_and_nobody_else_back() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite("beta", "\"rights\"", "\"wrongs\"").await?;
    app.rewrite("alpha", "甲堡村", "新甲堡村").await?;
    app.catch_up().await?;
    assert!(app.page("/villages/beta").await.contains("乙村"));
    let list = app.page("/villages").await;
    assert!(list.contains("乙村") && list.contains("新甲堡村"), "the others move on");
    assert!(app.page("/search?q=新甲堡村").await.contains("新甲堡村"));
    assert!(app.get("/villages/beta@2").await.status.is_server_error(), "nobody takes it for another");
    Ok(())
}

/// Pages that name what was changed are made anew; the others stay, to the byte in memory.
#[tokio::test]
async fn a_publication_drops_the_pages_that_it_touched_and_no_more() -> Outcome {
    let app = TestApp::start().await?;
    let kept = ["/photos/alpha-01", "/glossary", "/essays"];
    let touched = ["/villages/beta", "/villages/beta@1", "/villages", "/inventory", "/", "/about/data"];
    let mut before = Vec::new();
    for page in kept.iter().chain(&touched) {
        before.push(app.get(page).await);
    }
    app.rewrite("beta", "乙村", "乙堡").await?;
    app.catch_up().await?;
    for (page, before) in kept.iter().chain(&touched).zip(&before) {
        let after = app.get(page).await;
        assert!(after.status.is_success(), "{page}");
        let is_same = after.body.as_ptr() == before.body.as_ptr();
        assert_eq!(is_same, kept.contains(page), "{page} was made anew: {}", !is_same);
    }
    Ok(())
}

#[tokio::test]
async fn what_is_said_of_a_picture_follows_its_photo() -> Outcome {
    let app = TestApp::start().await?;
    let newest = "/iiif/image/3/alpha-01/info.json";
    let first = "/iiif/image/3/alpha-01_1/info.json";
    let width = |text: &str| -> anyhow::Result<u64> {
        let information: serde_json::Value = serde_json::from_str(text)?;
        information["width"].as_u64().ok_or_else(|| anyhow::anyhow!("{information}"))
    };
    let before = width(app.get(newest).await.text())?;
    app.get(first).await;
    app.rewrite("alpha-01", &format!("\"width_px\":{before}"), &format!("\"width_px\":{}", before + 8))
        .await?;
    app.catch_up().await?;
    assert_eq!(width(app.get(newest).await.text())?, before + 8);
    assert_eq!(width(app.get(first).await.text())?, before, "a revision stays what it was");
    Ok(())
}
