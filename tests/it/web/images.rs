//! `/iiif/image/…`: pictures made to order, as IIIF Image API 3.0 (level 2) has it.

mod edition_two;
mod headers;
mod information;
mod ranges;
mod refusals;
mod tiles;

use axum::http::{Method, StatusCode};

use super::app::BASE;
use super::{Outcome, TestApp};

/// Where the images of 3.0 stand.
const ROOT: &str = "/iiif/image/3";

/// Asks for a picture that must come; gives its sides and media type.
async fn shown(app: &TestApp, path: &str) -> anyhow::Result<((u32, u32), String)> {
    let answer = app.get(path).await;
    anyhow::ensure!(answer.status == StatusCode::OK, "{path}: {} {:?}", answer.status, answer.text());
    let picture = image::load_from_memory(&answer.body)?;
    Ok(((picture.width(), picture.height()), answer.header("content-type").to_owned()))
}

#[tokio::test]
async fn a_picture_comes_as_it_is_asked_for() -> Outcome {
    let app = TestApp::start().await?;
    for (request, sides, media_type) in [
        ("alpha-01/full/160,/0/default.jpg", (160, 96), "image/jpeg"),
        ("alpha-01/full/160,/0/default.webp", (160, 96), "image/webp"),
        ("alpha-01/full/160,/0/default.png", (160, 96), "image/png"),
        ("alpha-01_1/full/400,/0/default.jpg", (400, 240), "image/jpeg"),
        ("alpha-01/full/max/0/color.jpg", (400, 240), "image/jpeg"),
        ("alpha-01/full/,120/0/gray.jpg", (200, 120), "image/jpeg"),
        ("alpha-01/full/pct:50/0/bitonal.png", (200, 120), "image/png"),
        ("alpha-01/full/100,200/0/default.jpg", (100, 200), "image/jpeg"),
        ("alpha-01/full/!100,100/0/default.jpg", (100, 60), "image/jpeg"),
        ("alpha-01/full/!4000,4000/0/default.jpg", (400, 240), "image/jpeg"),
        ("alpha-01/square/max/0/default.jpg", (240, 240), "image/jpeg"),
        ("alpha-01/10,20,30,40/max/0/default.jpg", (30, 40), "image/jpeg"),
        ("alpha-01/390,230,100,100/max/0/default.jpg", (10, 10), "image/jpeg"),
        ("alpha-01/pct:50,50,50,50/100,/0/default.webp", (100, 60), "image/webp"),
        ("alpha-01/full/100,/90/default.jpg", (60, 100), "image/jpeg"),
        ("alpha-01/full/100,/!180/default.jpg", (100, 60), "image/jpeg"),
        ("alpha-02_1/full/100,/270/default.png", (160, 100), "image/png"),
        ("alpha-02_1/full/200,/0/default.webp", (200, 320), "image/webp"),
        ("alpha-03/full/1,/0/default.jpg", (1, 1), "image/jpeg"),
        ("gamma-01_1/full/max/0/default.jpg", (120, 80), "image/jpeg"),
        ("gamma%2D01%5f1/full/max/0/default.jpg", (120, 80), "image/jpeg"),
        ("gamma-01/full/%6Dax/0/default.jpg", (120, 80), "image/jpeg"),
    ] {
        let found = shown(&app, &format!("{ROOT}/{request}")).await?;
        assert_eq!(found, (sides, media_type.to_owned()), "{request}");
    }
    Ok(())
}

#[tokio::test]
async fn a_turned_picture_holds_all_of_itself() -> Outcome {
    let app = TestApp::start().await?;
    let ((width, height), _) = shown(&app, &format!("{ROOT}/alpha-01/full/100,/45/default.png")).await?;
    // 100 × 60 at 45°: (100 + 60) / √2 both ways.
    assert!((112..=115).contains(&width) && (112..=115).contains(&height), "{width} × {height}");
    Ok(())
}

#[tokio::test]
async fn known_pictures_are_not_sent_again_and_heads_have_no_body() -> Outcome {
    let app = TestApp::start().await?;
    for path in
        ["alpha-01_1/full/160,/0/default.webp", "alpha-01/square/50,/90/gray.png", "alpha-02/info.json"]
    {
        let path = &format!("{ROOT}/{path}");
        let first = app.get(path).await;
        let etag = first.header("etag");
        assert!(etag.starts_with('"') && etag.len() > 10, "{path}: {etag}");
        let again = app.ask(Method::GET, path, &[("if-none-match", etag)]).await;
        assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
        let head = app.ask(Method::HEAD, path, &[]).await;
        assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0), "{path}");
        assert_eq!(head.header("content-length"), first.body.len().to_string(), "{path}");
        for same in ["etag", "cache-control", "link", "vary", "access-control-allow-origin"] {
            assert_eq!(head.header(same), first.header(same), "{path}: {same}");
            assert_eq!(again.header(same), first.header(same), "{path}: {same}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn equal_requests_share_a_tag_and_others_do_not() -> Outcome {
    let app = TestApp::start().await?;
    let tag = async |request: &str| app.get(&format!("{ROOT}/{request}")).await.header("etag").to_owned();
    let first = tag("alpha-01/full/200,/0/default.jpg").await;
    for same in ["alpha-01_1/full/,120/360/color.jpg", "alpha-01/0,0,400,240/pct:50/0/default.jpg"] {
        assert_eq!(tag(same).await, first, "{same}");
    }
    for other in [
        "full/200,/0/default.webp",
        "full/200,/0/gray.jpg",
        "full/200,/!0/default.jpg",
        "full/201,/0/default.jpg",
    ] {
        assert_ne!(tag(&format!("alpha-01/{other}")).await, first, "{other}");
    }
    Ok(())
}

#[tokio::test]
async fn every_file_says_whose_it_is() -> Outcome {
    let app = TestApp::start().await?;
    for (photo, credit) in [
        ("alpha-02", format!("张三摄 · CC BY 4.0 · {BASE}/photos/alpha-02@1")),
        ("alpha-01_1", format!("示意图（非实景） · 本档案绘 · CC BY 4.0 · {BASE}/photos/alpha-01@1")),
        ("alpha-03", format!("示意图（非实景） · 本档案绘 · CC0-1.0 · {BASE}/photos/alpha-03@1")),
    ] {
        for format in ["jpg", "png", "webp"] {
            let body = app.get(&format!("{ROOT}/{photo}/full/100,/0/default.{format}")).await.body;
            let is_signed = body.windows(credit.len()).any(|part| part == credit.as_bytes());
            assert!(is_signed, "{photo} as {format} does not say {credit}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_new_credit_makes_a_new_picture_and_leaves_the_old_revision() -> Outcome {
    let app = TestApp::start().await?;
    let newest = format!("{ROOT}/gamma-01/full/max/0/default.jpg");
    let first = app.get(&newest).await;
    app.rewrite("gamma-01", "李四摄", "王五摄").await?;
    app.catch_up().await?;
    let second = app.get(&newest).await;
    assert_ne!(second.header("etag"), first.header("etag"));
    let old = app.get(&format!("{ROOT}/gamma-01_1/full/max/0/default.jpg")).await;
    assert_eq!((old.header("etag"), &old.body), (first.header("etag"), &first.body));
    let new = app.get(&format!("{ROOT}/gamma-01_2/full/max/0/default.jpg")).await;
    assert_eq!(new.body, second.body);
    assert_eq!(image::load_from_memory(&old.body)?, image::load_from_memory(&new.body)?);
    Ok(())
}
