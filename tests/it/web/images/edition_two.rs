//! `/iiif/image/2/…`: the same pictures for viewers that speak 2.1.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::super::app::BASE;
use super::{Outcome, TestApp, shown};

const ROOT: &str = "/iiif/image/2";

#[tokio::test]
async fn an_old_viewer_reads_what_it_knows() -> Outcome {
    let app = TestApp::start().await?;
    let answer = app.get(&format!("{ROOT}/alpha-01/info.json")).await;
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("link"), "<http://iiif.io/api/image/2/level2.json>;rel=\"profile\"");
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let mut found: Value = serde_json::from_slice(&answer.body)?;
    let extra = found["profile"][1].take();
    assert_eq!(
        found,
        json!({
            "@context": "http://iiif.io/api/image/2/context.json",
            "@id": format!("{BASE}{ROOT}/alpha-01"),
            "protocol": "http://iiif.io/api/image",
            "width": 400,
            "height": 240,
            "sizes": [{ "width": 160, "height": 96 }, { "width": 320, "height": 192 }, { "width": 400, "height": 240 }],
            "tiles": [{ "width": 512, "height": 512, "scaleFactors": [1] }],
            "profile": ["http://iiif.io/api/image/2/level2.json", null],
            "license": "http://creativecommons.org/licenses/by/4.0/",
        })
    );
    for list in ["formats", "qualities", "supports"] {
        assert!(extra[list].is_array(), "{list}: {extra}");
    }
    assert!(extra["maxWidth"].is_u64() && extra["maxArea"].is_u64(), "{extra}");
    let linked = [("accept", "application/ld+json")];
    let linked = app.ask(Method::GET, &format!("{ROOT}/alpha-01/info.json"), &linked).await;
    assert_eq!(linked.header("content-type"), "application/ld+json");
    Ok(())
}

#[tokio::test]
async fn its_words_for_sizes_are_understood_and_later_ones_are_not() -> Outcome {
    let app = TestApp::start().await?;
    for (request, sides) in [
        ("full/full", (400, 240)),
        ("full/max", (400, 240)),
        ("10,10,100,50/full", (100, 50)),
        ("full/200,", (200, 120)),
        ("full/!100,100", (100, 60)),
        ("square/full", (240, 240)),
    ] {
        let (found, _) = shown(&app, &format!("{ROOT}/alpha-01/{request}/0/default.jpg")).await?;
        assert_eq!(found, sides, "{request}");
    }
    for size in ["^max", "^500,", "401,", "0,"] {
        let answer = app.get(&format!("{ROOT}/alpha-01/full/{size}/0/default.jpg")).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{size}");
    }
    let same = "alpha-01/square/max/0/default.jpg";
    let (old, new) =
        (app.get(&format!("{ROOT}/{same}")).await, app.get(&format!("/iiif/image/3/{same}")).await);
    assert_eq!((old.header("etag"), old.body.clone()), (new.header("etag"), new.body.clone()));
    Ok(())
}
