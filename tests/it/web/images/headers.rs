//! What scripts, caches and careful clients are told beside the picture.

use axum::http::{Method, StatusCode};

use super::super::app::BASE;
use super::{Outcome, ROOT, TestApp};

#[tokio::test]
async fn every_site_may_read_everything_here() -> Outcome {
    let app = TestApp::start().await?;
    for (method, path, status) in [
        (Method::GET, "3/alpha-01/full/160,/0/default.jpg", 200),
        (Method::HEAD, "3/alpha-01/full/160,/0/default.jpg", 200),
        (Method::GET, "3/alpha-01/info.json", 200),
        (Method::GET, "2/alpha-01/info.json", 200),
        (Method::GET, "3/alpha-01", 303),
        (Method::GET, "3/alpha-01/full/9999,/0/default.jpg", 400),
        (Method::GET, "3/omega-01", 404),
        (Method::GET, "3/omega-01/info.json", 404),
        (Method::GET, "3/alpha-01/%ff/160,/0/default.jpg", 404),
        (Method::GET, "3/alpha-01/full", 404),
        (Method::GET, "4/alpha-01/info.json", 404),
        (Method::POST, "3/alpha-01/info.json", 405),
        (Method::OPTIONS, "3/alpha-01/info.json", 204),
    ] {
        let answer = app.ask(method.clone(), &format!("/iiif/image/{path}"), &[]).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{method} {path}");
        assert!(!answer.header("cache-control").is_empty(), "{method} {path}");
        assert!(answer.header("access-control-allow-credentials").is_empty(), "{method} {path}");
    }
    for path in ["/", "/photos/alpha-01", "/healthz", "/iiif"] {
        assert_eq!(app.get(path).await.header("access-control-allow-origin"), "", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_browser_that_asks_first_is_told_what_it_may_do() -> Outcome {
    let app = TestApp::start().await?;
    for path in ["alpha-01", "alpha-01/info.json", "alpha-01/full/max/0/default.jpg", "omega-01/info.json"] {
        let asked = [
            ("origin", "https://viewer.example"),
            ("access-control-request-method", "GET"),
            ("access-control-request-headers", "x-requested-with"),
        ];
        let answer = app.ask(Method::OPTIONS, &format!("{ROOT}/{path}"), &asked).await;
        assert_eq!((answer.status, answer.body.len()), (StatusCode::NO_CONTENT, 0), "{path}");
        assert_eq!(answer.header("access-control-allow-methods"), "GET, HEAD, OPTIONS", "{path}");
        assert_eq!(answer.header("access-control-allow-headers"), "*", "{path}");
        let refused = app.ask(Method::PUT, &format!("{ROOT}/{path}"), &[]).await;
        assert_eq!(refused.status, StatusCode::METHOD_NOT_ALLOWED, "{path}");
        for method in ["GET", "HEAD", "OPTIONS"] {
            assert!(refused.header("allow").contains(method), "{path}: {}", refused.header("allow"));
        }
        assert_eq!(refused.header("content-type"), "text/plain; charset=utf-8", "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn the_best_address_of_a_picture_is_linked_and_gives_the_same() -> Outcome {
    let app = TestApp::start().await?;
    for (request, canonical) in [
        ("3/alpha-01/full/max/0/default.jpg", "alpha-01/full/max/0/default.jpg"),
        ("3/alpha-01/pct:50,50,50,50/100,/0/color.jpg", "alpha-01/200,120,200,120/100,60/0/default.jpg"),
        ("3/alpha-01_1/0,0,999,999/400,/360/gray.png", "alpha-01_1/full/max/0/gray.png"),
        ("3/alpha-01/full/!50,50/!90.50/bitonal.webp", "alpha-01/full/50,30/!90.5/bitonal.webp"),
        ("3/alpha%2D01/square/,120/180/default.webp", "alpha-01/80,0,240,240/120,120/180/default.webp"),
        ("2/alpha-01/full/full/0/default.jpg", "alpha-01/full/max/0/default.jpg"),
    ] {
        let answer = app.get(&format!("/iiif/image/{request}")).await;
        let profile = format!("http://iiif.io/api/image/{}/level2.json", &request[..1]);
        let links = format!("<{profile}>;rel=\"profile\", <{BASE}{ROOT}/{canonical}>;rel=\"canonical\"");
        assert_eq!(answer.header("link"), links, "{request}");
        let same = app.get(&format!("{ROOT}/{canonical}")).await;
        assert_eq!((&same.body, same.header("etag")), (&answer.body, answer.header("etag")), "{request}");
    }
    Ok(())
}

#[tokio::test]
async fn how_long_a_picture_is_kept_depends_on_whether_it_can_change() -> Outcome {
    let app = TestApp::start().await?;
    for rest in ["", "/info.json", "/full/160,/0/default.jpg", "/full/160,/0/default.webp"] {
        let (newest, revision) = (format!("{ROOT}/alpha-01{rest}"), format!("{ROOT}/alpha-01_1{rest}"));
        let policy = app.get(&newest).await.header("cache-control").to_owned();
        assert_eq!(policy, "public, max-age=3600, stale-while-revalidate=86400", "{newest}");
        let policy = app.get(&revision).await.header("cache-control").to_owned();
        assert_eq!(policy, "public, max-age=31536000, immutable", "{revision}");
    }
    Ok(())
}

#[tokio::test]
async fn what_stands_in_for_an_avif_is_not_kept_for_long() -> Outcome {
    let app = TestApp::start().await?;
    let path = format!("{ROOT}/alpha-01_1/full/160,/0/default.avif");
    let meanwhile = app.get(&path).await;
    assert_eq!((meanwhile.status, meanwhile.header("content-type")), (StatusCode::OK, "image/webp"));
    assert_eq!(meanwhile.header("cache-control"), "public, max-age=60");
    assert!(
        meanwhile.header("link").contains("/default.webp>;rel=\"canonical\""),
        "what it is, not what it will be"
    );
    let made = loop {
        let answer = app.get(&path).await;
        if answer.header("content-type") == "image/avif" {
            break answer;
        }
        tokio::task::yield_now().await;
    };
    assert!(made.header("cache-control").contains("immutable"));
    assert_ne!(made.header("etag"), meanwhile.header("etag"));
    assert!(app.get("/photos/alpha-01").await.text().contains("/full/160,/0/default.avif 160w"));
    Ok(())
}

#[tokio::test]
async fn a_picture_that_lies_ready_says_all_that_it_said_at_first() -> Outcome {
    let app = TestApp::start().await?;
    let path = format!("{ROOT}/alpha-01_1/full/160,/0/default.jpg");
    let said = |answer: &super::super::app::Answer| {
        let mut headers: Vec<_> = answer
            .headers
            .iter()
            .filter(|(name, _)| *name != "x-request-id" && *name != "content-length")
            .map(|(name, value)| (name.to_string(), value.clone()))
            .collect();
        headers.sort();
        headers
    };
    let first = app.get(&path).await;
    let again = app.get(&path).await;
    assert_eq!((said(&again), &again.body), (said(&first), &first.body));
    assert!(!again.header("x-request-id").is_empty());
    assert_ne!(again.header("x-request-id"), first.header("x-request-id"));
    let known = app.ask(Method::GET, &path, &[("if-none-match", first.header("etag"))]).await;
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    Ok(())
}
