//! Each audience and its rules: what is refused below its addresses is told in its shape, under its headers.

use axum::http::{Method, StatusCode};

use super::app::Answer;
use super::{Outcome, TestApp};

/// What is expected of all that an audience gets.
struct Expected {
    /// Addresses that are there.
    known: &'static [&'static str],
    /// Addresses that are not, but are this audience's.
    unknown: &'static [&'static str],
    /// The media type of an error.
    errors: &'static str,
    /// Whether scripts may run in it.
    scripts: bool,
    /// `Access-Control-Allow-Origin`.
    read_by: &'static str,
    /// `Cross-Origin-Resource-Policy`.
    shown_by: &'static str,
    /// `Cache-Control` of what is there.
    kept: &'static str,
}

const PAGE: &str = "text/html; charset=utf-8";
const LINE: &str = "text/plain; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

const AUDIENCES: &[Expected] = &[
    Expected {
        known: &["/villages", "/en/villages", "/photos/alpha-01"],
        unknown: &[
            "/nowhere",
            "/en/nowhere",
            "/villages/omega",
            "/api",
            "/iiif",
            "/assets",
            "/apiary/v1/search",
        ],
        errors: PAGE,
        scripts: true,
        read_by: "",
        shown_by: "same-origin",
        kept: "public, no-cache",
    },
    Expected {
        known: &["/api/v1/search?q=a", "/api/v1/suggest?q=a", "/api/v1/places.geojson"],
        unknown: &[
            "/api/",
            "/api/nowhere",
            "/api/v1",
            "/api/v2/search?q=a",
            "/api/v1/search/more",
            "/api/v1/places",
            "/api/v1/places.shp",
            "/api/%ff",
        ],
        errors: PROBLEM,
        scripts: false,
        read_by: "*",
        shown_by: "same-origin",
        kept: "public, no-cache",
    },
    Expected {
        known: &["/iiif/image/3/alpha-01/info.json", "/iiif/image/3/alpha-01/full/160,/0/default.jpg"],
        unknown: &[
            "/iiif/nowhere",
            "/iiif/image/3/omega/info.json",
            "/iiif/image/4/alpha-01/info.json",
            "/iiif/%ff",
        ],
        errors: LINE,
        scripts: false,
        read_by: "*",
        shown_by: "cross-origin",
        kept: "public, max-age=3600, stale-while-revalidate=86400",
    },
    Expected {
        known: &["/robots.txt", "/manifest.webmanifest"],
        unknown: &["/assets/nowhere.css", "/assets/a/b", "/sitemap/nowhere", "/sitemap/9.xml", "/assets/%ff"],
        errors: LINE,
        scripts: false,
        read_by: "",
        shown_by: "same-origin",
        kept: "public, max-age=3600, stale-while-revalidate=86400",
    },
    Expected {
        known: &["/healthz"],
        unknown: &[],
        errors: LINE,
        scripts: false,
        read_by: "",
        shown_by: "same-origin",
        kept: "no-store",
    },
];

impl Expected {
    fn assert_headers(&self, what: &str, answer: &Answer) {
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; ") && policy.contains("frame-ancestors 'none'"),
            "{what}"
        );
        assert_eq!(policy.contains("script-src 'self'"), self.scripts, "{what}: {policy}");
        assert_eq!(answer.header("access-control-allow-origin"), self.read_by, "{what}");
        assert_eq!(answer.header("cross-origin-resource-policy"), self.shown_by, "{what}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
        assert!(!answer.header("x-request-id").is_empty(), "{what}");
    }

    fn assert_refusal(&self, what: &str, answer: &Answer, status: StatusCode) {
        assert_eq!(answer.status, status, "{what}");
        self.assert_headers(what, answer);
        assert_eq!(answer.header("content-type"), self.errors, "{what}");
        assert_eq!(answer.header("cache-control"), "no-store", "{what}");
        assert_eq!(answer.headers.get_all("content-type").iter().count(), 1, "{what}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{what}");
        match self.errors {
            PAGE => assert!(answer.text().contains("<html lang=\""), "{what}"),
            LINE => assert_eq!(answer.text().matches('\n').count(), 1, "{what}: {}", answer.text()),
            _ => {
                let problem: serde_json::Value = serde_json::from_str(answer.text()).expect("JSON");
                assert_eq!(problem["status"], status.as_u16(), "{what}");
                assert_eq!(problem["title"], status.canonical_reason().unwrap_or_default(), "{what}");
                assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()), "{what}");
            }
        }
    }
}

#[tokio::test]
async fn each_audience_is_told_in_its_own_shape_what_it_does_not_get() -> Outcome {
    let app = TestApp::start().await?;
    let large = [("content-length", "1000000000")];
    for expected in AUDIENCES {
        for path in expected.known {
            let answer = app.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            expected.assert_headers(path, &answer);
            assert_eq!(answer.header("cache-control"), expected.kept, "{path}");
            let answer = app.ask(Method::POST, path, &[]).await;
            expected.assert_refusal(path, &answer, StatusCode::METHOD_NOT_ALLOWED);
            assert!(answer.header("allow").contains("GET"), "{path}: {}", answer.header("allow"));
        }
        for path in expected.unknown {
            let mut answer = app.get(path).await;
            if answer.status.is_redirection() {
                // A slash too many.
                answer = app.get(answer.header("location")).await;
                assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
                continue;
            }
            expected.assert_refusal(path, &answer, StatusCode::NOT_FOUND);
        }
        for path in expected.known.iter().chain(expected.unknown) {
            let answer = app.ask(Method::POST, path, &large).await;
            expected.assert_refusal(path, &answer, StatusCode::PAYLOAD_TOO_LARGE);
        }
    }
    Ok(())
}

#[tokio::test]
async fn what_is_refused_before_the_router_keeps_the_rules_of_its_audience() -> Outcome {
    let app = TestApp::start().await?;
    for expected in AUDIENCES {
        for path in expected.known.iter().chain(expected.unknown) {
            let answer = app.ask(Method::GET, path, &[("host", "a"), ("host", "b")]).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
            expected.assert_headers(path, &answer);
            // Who asks so is a program, which reads no page.
            let shape = if expected.errors == PAGE { LINE } else { expected.errors };
            assert_eq!(answer.header("content-type"), shape, "{path}");
            assert_eq!((answer.header("cache-control"), answer.header("connection")), ("no-store", "close"));
            assert!(answer.text().contains("send one Host header"), "{path}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_head_of_an_error_has_its_headers_and_no_body() -> Outcome {
    let app = TestApp::start().await?;
    for expected in AUDIENCES {
        for path in expected.unknown {
            let (head, get) = (app.ask(Method::HEAD, path, &[]).await, app.get(path).await);
            assert_eq!((head.status, head.body.len()), (get.status, 0), "{path}");
            for same in ["content-type", "content-length", "cache-control"] {
                assert_eq!(head.header(same), get.header(same), "{path}: {same}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_file_among_the_pages_is_refused_with_a_line() -> Outcome {
    let app = TestApp::start().await?;
    for path in ["/villages/omega.bib", "/en/photos/alpha-01@9.ris"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
        assert_eq!((answer.header("content-type"), answer.text()), (LINE, "Not Found\n"), "{path}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
    }
    Ok(())
}
