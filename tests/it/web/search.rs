//! Search as a reader and as a program ask for it.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::app::BASE;
use super::html::piece;
use super::{Outcome, TestApp};

/// 甲堡, percent-encoded.
const JIABU: &str = "%E7%94%B2%E5%A0%A1";

fn json(text: &str) -> anyhow::Result<Value> {
    Ok(serde_json::from_str(text)?)
}

#[tokio::test]
async fn a_program_gets_exactly_what_is_promised_to_it() -> Outcome {
    let app = TestApp::start().await?;
    let answer = app.get(&format!("/api/v1/search?q={JIABU}&limit=2")).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/json; charset=utf-8");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let body = json(answer.text())?;
    let hits = body["hits"].as_array().ok_or_else(|| anyhow::anyhow!("no hits"))?;
    assert!(body["total"].as_u64() >= Some(hits.len() as u64) && hits.len() <= 2);
    assert_eq!(hits[0]["id"], "alpha");
    assert_eq!(hits[0]["title"], "甲堡村");
    assert_eq!(hits[0]["url"], format!("{BASE}/villages/alpha"));
    for hit in hits {
        let mut keys: Vec<&String> = hit.as_object().into_iter().flat_map(|hit| hit.keys()).collect();
        keys.sort();
        assert_eq!(keys, ["id", "snippet", "title", "url"]);
        let snippet = hit["snippet"].as_str().unwrap_or_default();
        assert_eq!(snippet.matches("<mark>").count(), snippet.matches("</mark>").count());
    }
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_as_a_problem() -> Outcome {
    let app = TestApp::start().await?;
    let long = "a".repeat(201);
    for query in [
        "",
        "?q=",
        &format!("?q={long}"),
        "?q=a&limit=0",
        "?q=a&limit=101",
        "?q=a&limit=-1",
        "?q=a&limit=x",
        "?q=a&page=2",
        "?q=a&q=b",
    ] {
        let answer = app.get(&format!("/api/v1/search{query}")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{query}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(json(answer.text())?["status"], 400);
    }
    for query in ["?q=", "?q=a&lang=fr", "?q=a&limit=3"] {
        assert_eq!(
            app.get(&format!("/api/v1/suggest{query}")).await.status,
            StatusCode::BAD_REQUEST,
            "{query}"
        );
    }
    let answer = app.ask(Method::POST, "/api/v1/search?q=a", &[]).await;
    assert_eq!((answer.status, answer.header("allow")), (StatusCode::METHOD_NOT_ALLOWED, "GET,HEAD,OPTIONS"));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    Ok(())
}

#[tokio::test]
async fn hostile_bytes_are_words_that_nothing_has() -> Outcome {
    let app = TestApp::start().await?;
    for query in
        ["%ED%A0%80", "%00", "%FF%FE", "%22", "%5B%28%2B%29%2A", "%E2%80%AE", "%20%20", "%3Cscript%3E"]
    {
        let answer = app.get(&format!("/api/v1/search?q={query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{query}");
        assert_eq!(json(answer.text())?["total"], 0, "{query}");
        assert_eq!(app.get(&format!("/search?q={query}")).await.status, StatusCode::OK, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn names_are_offered_in_the_readers_language() -> Outcome {
    let app = TestApp::start().await?;
    for (lang, text, url) in
        [("zh", "甲堡村", "/villages/alpha"), ("en", "Alpha Village", "/en/villages/alpha")]
    {
        let answer = app.get(&format!("/api/v1/suggest?q=jia&lang={lang}")).await;
        let body = json(answer.text())?;
        assert_eq!(
            (&body["suggestions"][0]["text"], &body["suggestions"][0]["url"]),
            (&text.into(), &url.into())
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_page_echoes_the_query_marks_what_was_found_and_narrows() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page(&format!("/search?q={JIABU}")).await;
    assert!(html.contains("<title>检索：甲堡"), "the title echoes the query");
    assert!(html.contains("<mark>甲堡</mark>"));
    assert!(html.contains("content=\"noindex\""));
    assert!(html.contains("value=\"甲堡\""));
    let narrowed = app.page(&format!("/search?q={JIABU}&kind=photo")).await;
    assert!(narrowed.contains("/photos/alpha-") && !narrowed.contains("href=\"/villages/alpha\""));
    let nothing = app.page("/search?q=%3Cb%3Eqwrtzx").await;
    assert!(
        nothing.contains("没有查到") && nothing.contains("&lt;b&gt;qwrtzx") && !nothing.contains("<b>qwrtzx")
    );
    for bad in [
        "/search?q=a&kind=fort",
        "/search?q=a&bbox=1,2,3",
        "/search?q=a&bbox=NaN,0,1,1",
        &format!("/search?q={}", "a".repeat(201)),
    ] {
        assert_eq!(app.get(bad).await.status, StatusCode::BAD_REQUEST, "{bad}");
    }
    assert_eq!(app.get("/search?q=%E5%A0%A1&page=9").await.status, StatusCode::NOT_FOUND);
    Ok(())
}

/// Positions in the small archive that are circles, rounded or withheld are in no box, however narrow.
#[tokio::test]
async fn a_box_reveals_no_position() -> Outcome {
    let app = TestApp::start().await?;
    let wide = app.page("/search?q=%E6%9D%91&bbox=-180,-90,180,90").await;
    let found = |village: &str| wide.contains(&format!("href=\"/villages/{village}\""));
    assert!(found("gamma"), "surveyed, and public as recorded");
    for village in ["alpha", "beta", "open-a"] {
        assert!(!found(village), "{village}");
    }
    Ok(())
}

#[tokio::test]
async fn the_box_stands_on_every_page_and_once() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/", "/en/", "/villages/alpha", "/search", "/en/search?q=a"] {
        assert_eq!(app.page(page).await.matches("role=\"search\"").count(), 1, "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn without_an_index_the_page_says_so_and_a_program_is_told_to_wait() -> Outcome {
    let app = TestApp::empty(crate::archives::copy_of_small()?).await?;
    let page = app.page("/search?q=a").await;
    assert!(page.contains("索引正在建立"));
    let answer = app.get("/api/v1/search?q=a").await;
    assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(
        (answer.header("retry-after"), answer.header("content-type")),
        ("2", "application/problem+json")
    );
    Ok(())
}

#[tokio::test]
async fn a_source_that_is_found_leads_to_its_place_in_the_list() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/search?q=%E6%A0%B7&kind=source").await;
    let opening = "href=\"/about/data#source-";
    let id = piece(&html, opening, "\">").trim_start_matches(opening).to_owned();
    anyhow::ensure!(!id.is_empty(), "no source was found: {html}");
    assert!(app.page("/about/data").await.contains(&format!("<li id=\"source-{id}\">")), "{id}");
    Ok(())
}

#[tokio::test]
async fn a_chinese_page_quotes_chinese_where_there_is_any() -> Outcome {
    let app = TestApp::start().await?;
    // The name is in the title; its English text has the character too.
    let html = app.page(&format!("/search?q={JIABU}&kind=village")).await;
    assert!(html.contains("href=\"/villages/alpha\"") && !html.contains("<span lang=\"en\">"), "{html}");
    // Only the English has the word.
    assert!(app.page("/search?q=stretch").await.contains("<span lang=\"en\">"));
    Ok(())
}
