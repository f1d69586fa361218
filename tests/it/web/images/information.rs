//! `info.json` (5): what it says, that it is true, and in which media type it comes.

use axum::http::{Method, StatusCode};
use baozhai::image::Format;
use serde_json::{Value, json};

use super::super::app::BASE;
use super::{Outcome, ROOT, TestApp, shown};

const LINKED: &str = "application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"";

async fn information(app: &TestApp, path: &str) -> anyhow::Result<Value> {
    let answer = app.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    Ok(serde_json::from_slice(&answer.body)?)
}

#[tokio::test]
async fn it_says_what_the_specification_wants() -> Outcome {
    let app = TestApp::start().await?;
    let text = app.get(&format!("{ROOT}/alpha-01_1/info.json")).await.text().to_owned();
    assert!(text.starts_with("{\"@context\":"), "{text}");
    let mut found: Value = serde_json::from_str(&text)?;
    let mut limit = |name: &str| found[name].take().as_u64().expect(name);
    let (width, height, area) = (limit("maxWidth"), limit("maxHeight"), limit("maxArea"));
    assert!(width >= 4096 && height >= 4096 && area >= width.min(height), "{width} {height} {area}");
    let beyond: Vec<&str> = Format::MADE.into_iter().map(Format::extension).collect();
    let beyond: Vec<&str> = beyond.into_iter().filter(|word| !["jpg", "png"].contains(word)).collect();
    let expected = json!({
        "@context": "http://iiif.io/api/image/3/context.json",
        "id": format!("{BASE}{ROOT}/alpha-01_1"),
        "type": "ImageService3",
        "protocol": "http://iiif.io/api/image",
        "profile": "level2",
        "width": 400,
        "height": 240,
        "maxWidth": null,
        "maxHeight": null,
        "maxArea": null,
        "sizes": [{ "width": 160, "height": 96 }, { "width": 320, "height": 192 }, { "width": 400, "height": 240 }],
        "tiles": [{ "width": 512, "height": 512, "scaleFactors": [1] }],
        "preferredFormats": ["webp", "jpg"],
        "rights": "http://creativecommons.org/licenses/by/4.0/",
        "extraQualities": ["color", "gray", "bitonal"],
        "extraFormats": beyond,
        "extraFeatures": ["mirroring", "rotationArbitrary", "canonicalLinkHeader", "profileLinkHeader"],
    });
    assert_eq!(found, expected);
    Ok(())
}

#[tokio::test]
async fn its_id_is_where_it_was_fetched() -> Outcome {
    let app = TestApp::start().await?;
    for identifier in ["alpha-01", "alpha-01_1", "alpha-02", "alpha-03", "gamma-01_1"] {
        let found = information(&app, &format!("{ROOT}/{identifier}/info.json")).await?;
        assert_eq!(found["id"], format!("{BASE}{ROOT}/{identifier}"));
        let sides = (found["width"].as_u64(), found["height"].as_u64());
        let (shown, _) = shown(&app, &format!("{ROOT}/{identifier}/full/max/0/default.png")).await?;
        assert_eq!(sides, (Some(shown.0.into()), Some(shown.1.into())), "{identifier}");
    }
    let other = information(&app, &format!("{ROOT}/alpha-03/info.json")).await?;
    assert_eq!(other["rights"], "http://creativecommons.org/publicdomain/zero/1.0/");
    Ok(())
}

#[tokio::test]
async fn all_it_offers_is_there() -> Outcome {
    let app = TestApp::start().await?;
    let found = information(&app, &format!("{ROOT}/alpha-02/info.json")).await?;
    let words = |name: &str| -> Vec<String> {
        let list = found[name].as_array().expect(name);
        list.iter().map(|word| word.as_str().expect(name).to_owned()).collect()
    };
    for format in [words("extraFormats"), words("preferredFormats"), vec!["png".to_owned()]].concat() {
        let (_, media_type) = shown(&app, &format!("{ROOT}/alpha-02/full/max/0/default.{format}")).await?;
        let expected = Format::of_address(&format).map(Format::media_type);
        // An AVIF takes its time.
        let expected = if format == "avif" { Some("image/webp") } else { expected };
        assert_eq!(Some(media_type.as_str()), expected, "{format}");
    }
    for quality in words("extraQualities") {
        shown(&app, &format!("{ROOT}/alpha-02/full/max/0/{quality}.jpg")).await?;
    }
    for size in found["sizes"].as_array().expect("a list") {
        let (width, height) =
            (size["width"].as_u64().expect("a width"), size["height"].as_u64().expect("a height"));
        let path = format!("{ROOT}/alpha-02/full/{width},{height}/0/default.jpg");
        let ((found_width, found_height), _) = shown(&app, &path).await?;
        assert_eq!((u64::from(found_width), u64::from(found_height)), (width, height));
        assert!(width <= 200 && height <= 320, "{size}");
    }
    Ok(())
}

#[tokio::test]
async fn it_comes_in_the_media_type_that_is_asked_for() -> Outcome {
    let app = TestApp::start().await?;
    let path = format!("{ROOT}/alpha-01/info.json");
    let bare = app.get(&path).await;
    assert_eq!(bare.header("content-type"), LINKED);
    for (accept, media_type) in [
        ("application/ld+json", LINKED),
        ("application/ld+json;profile=\"http://iiif.io/api/image/3/context.json\"", LINKED),
        ("Application/LD+JSON ; q=0.8, text/html;q=0.9", LINKED),
        ("application/json;q=0.5, application/ld+json", LINKED),
        ("application/json, application/ld+json;q=0.5", "application/json"),
        ("application/ld+json;q=0", "application/json"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"),
        (",;q=,;;", "application/json"),
    ] {
        let answer = app.ask(Method::GET, &path, &[("accept", accept)]).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, media_type), "{accept}");
        assert_eq!(answer.header("vary"), "accept, accept-encoding", "{accept}");
        assert_eq!(
            answer.header("link"),
            "<http://iiif.io/api/image/3/level2.json>;rel=\"profile\"",
            "{accept}"
        );
        let same: Value = serde_json::from_slice(&answer.body)?;
        assert_eq!(same, serde_json::from_slice::<Value>(&bare.body)?, "{accept}");
        assert_eq!(answer.header("etag") == bare.header("etag"), media_type == LINKED, "{accept}");
    }
    Ok(())
}

#[tokio::test]
async fn it_is_compressed_for_those_who_take_that() -> Outcome {
    let app = TestApp::start().await?;
    let answer =
        app.ask(Method::GET, &format!("{ROOT}/alpha-01/info.json"), &[("accept-encoding", "gzip")]).await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    Ok(())
}

#[tokio::test]
async fn the_bare_address_leads_to_it_whatever_the_host_says() -> Outcome {
    let app = TestApp::start().await?;
    let headers = [("host", "evil.example"), ("x-forwarded-host", "evil.example")];
    for (path, target) in [
        ("3/alpha-01", "3/alpha-01"),
        ("3/alpha-01_1", "3/alpha-01_1"),
        ("3/alpha%2d01", "3/alpha-01"),
        ("2/alpha-01", "2/alpha-01"),
    ] {
        let answer = app.ask(Method::GET, &format!("/iiif/image/{path}"), &headers).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert_eq!(answer.header("location"), format!("{BASE}/iiif/image/{target}/info.json"), "{path}");
    }
    let id = information(&app, &format!("{ROOT}/alpha-01/info.json")).await?["id"].take();
    assert_eq!(id, format!("{BASE}{ROOT}/alpha-01"));
    Ok(())
}

#[tokio::test]
async fn an_old_revision_keeps_its_own_sides() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite("gamma-01", "\"width_px\":120", "\"width_px\":110").await?;
    app.catch_up().await?;
    for (identifier, width) in [("gamma-01_1", 120), ("gamma-01_2", 110), ("gamma-01", 110)] {
        let found = information(&app, &format!("{ROOT}/{identifier}/info.json")).await?;
        assert_eq!(found["width"], width, "{identifier}");
    }
    Ok(())
}
