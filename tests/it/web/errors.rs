//! Wrong addresses, methods and requests: a real status, a way on, and nothing of what is inside.

use axum::http::{Method, StatusCode};

use super::html::{values, words};
use super::{Outcome, TestApp};

/// What no visitor should ever read.
const INSIDE: [&str; 10] = [
    "/tmp/",
    "/work/",
    "src/",
    ".rs:",
    "SELECT",
    "sqlite",
    "panicked",
    "minijinja",
    "serde",
    "Failed to deserialize",
];

#[track_caller]
fn assert_tells_nothing(path: &str, text: &str) {
    for word in INSIDE {
        assert!(!text.contains(word), "{path} tells {word}: {text}");
    }
}

#[tokio::test]
async fn a_wrong_address_is_404_with_a_way_on() -> Outcome {
    let app = TestApp::start().await?;
    for (path, tag, home) in [
        ("/nowhere", "zh-Hans", "/"),
        ("/villages/omega", "zh-Hans", "/"),
        ("/villages/Alpha", "zh-Hans", "/"),
        ("/villages/alpha/more", "zh-Hans", "/"),
        ("/photos/omega-01", "zh-Hans", "/"),
        ("/villages/%ff", "zh-Hans", "/"),
        ("/photos/%00", "zh-Hans", "/"),
        ("/en/nowhere", "en", "/en/"),
        ("/en/villages/omega", "en", "/en/"),
        ("/en/photos/%e5%a0", "en", "/en/"),
        ("/en/healthz", "en", "/en/"),
        ("/villages/..%2f..%2fetc%2fpasswd", "zh-Hans", "/"),
        ("/%2e%2e/%2e%2e/etc/passwd", "zh-Hans", "/"),
        ("/staffs/", "zh-Hans", "/"),
    ] {
        let mut answer = app.get(path).await;
        if answer.status.is_redirection() {
            answer = app.get(answer.header("location")).await;
        }
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{path}");
        let html = answer.text();
        assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{path}");
        assert!(values(html, "href").iter().any(|href| href == home), "{path}: no way on");
        assert!(html.contains("noindex") && !html.contains("rel=\"canonical\""), "{path}");
        assert_tells_nothing(path, html);
    }
    for path in ["/assets/site.css", "/assets/..%2f..%2fCargo.toml"] {
        let answer = app.get(path).await;
        assert_eq!((answer.status, answer.text()), (StatusCode::NOT_FOUND, "Not Found\n"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_method_an_address_does_not_have_is_405_with_those_it_has() -> Outcome {
    let app = TestApp::start().await?;
    for path in [
        "/",
        "/villages/alpha",
        "/en/photos",
        "/sitemap.xml",
        "/healthz",
        "/iiif/image/3/alpha-01/full/160,/0/default.jpg",
    ] {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = app.ask(method.clone(), path, &[]).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            let allowed = answer.header("allow");
            assert!(allowed.contains("GET") && allowed.contains("HEAD"), "{method} {path}: {allowed}");
            assert_tells_nothing(path, answer.text());
        }
    }
    let page = app.ask(Method::POST, "/en/villages", &[]).await;
    assert!(page.text().contains("<html lang=\"en\">"));
    Ok(())
}

#[tokio::test]
async fn a_query_that_says_a_thing_twice_is_no_breakdown() -> Outcome {
    let app = TestApp::start().await?;
    for path in [
        "/photos?page=1&page=2",
        "/photos?village=alpha&village=gamma",
        "/villages?view=grid&view=list",
        "/en/photos?element=gate&element=wall",
    ] {
        let answer = app.get(path).await;
        let fits = [StatusCode::OK, StatusCode::BAD_REQUEST, StatusCode::NOT_FOUND];
        assert!(fits.contains(&answer.status), "{path}: {}", answer.status);
        assert!(answer.text().contains("<html lang=\""), "{path}: {}", answer.text());
        assert_tells_nothing(path, answer.text());
    }
    Ok(())
}

#[tokio::test]
async fn a_slash_too_many_is_taken_off_and_never_leads_away() -> Outcome {
    let app = TestApp::start().await?;
    for (path, location) in
        [("/villages/", "/villages"), ("/en", "/en/"), ("/en/photos/?page=1", "/en/photos?page=1")]
    {
        let answer = app.get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::PERMANENT_REDIRECT, location),
            "{path}"
        );
    }
    for path in [
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "/\\/evil.example/",
        "//evil.example/%2f..",
        "/en//evil.example/",
    ] {
        let location = app.get(path).await.header("location").to_owned();
        let leads_away = location.starts_with("//") || location.starts_with("/\\") || location.contains(':');
        assert!(!leads_away, "{path} leads to {location}");
    }
    Ok(())
}

#[tokio::test]
async fn a_body_nobody_asked_for_is_bounded() -> Outcome {
    let app = TestApp::start().await?;
    let answer = app.ask(Method::POST, "/villages", &[("content-length", "1000000000")]).await;
    assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(answer.text().contains("<html lang=\"zh-Hans\">"));
    assert_tells_nothing("/villages", answer.text());
    Ok(())
}

#[tokio::test]
async fn what_breaks_inside_is_500_with_a_way_on() -> Outcome {
    let app = TestApp::start().await?;
    // The database goes away under the running server.
    app.records.close().await;
    for path in ["/villages/alpha", "/en/villages/alpha", "/photos"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR, "{path}");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
        assert!(answer.text().contains("<html lang=\""), "{path}");
        assert!(values(answer.text(), "href").iter().any(|href| href == "/" || href == "/en/"), "{path}");
        let id = answer.header("x-request-id");
        assert!(!id.is_empty() && words(answer.text()).contains(id), "{path}: the log names the request so");
        assert_tells_nothing(path, answer.text());
    }
    let picture = app.get("/iiif/image/3/alpha-01_7/full/160,/0/default.jpg").await;
    assert_eq!(
        (picture.status, picture.text()),
        (StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error\n")
    );
    assert_eq!(app.get("/healthz").await.status, StatusCode::SERVICE_UNAVAILABLE);
    Ok(())
}
