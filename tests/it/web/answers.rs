//! What every answer keeps to: tags, encodings, methods, cache policies and the headers that protect.

use std::io::Read;

use axum::http::{Method, StatusCode};

use super::{Outcome, PAGES, TestApp};

fn decoded(encoding: &str, bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut text = Vec::new();
    match encoding {
        "br" => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text)?,
        "gzip" => flate2::read::GzDecoder::new(bytes).read_to_end(&mut text)?,
        "zstd" => zstd::stream::Decoder::new(bytes)?.read_to_end(&mut text)?,
        "" => return Ok(bytes.to_vec()),
        other => anyhow::bail!("encoded as {other:?}"),
    };
    Ok(text)
}

#[tokio::test]
async fn a_page_comes_in_the_best_encoding_a_browser_takes() -> Outcome {
    let app = TestApp::start().await?;
    let plain = app.get("/villages/alpha").await;
    assert_eq!(plain.header("content-encoding"), "");
    for (accepted, encoding) in [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate, br", "br"),
        ("gzip, zstd", "zstd"),
        ("GZIP", "gzip"),
        ("deflate", ""),
        ("br;q=0, gzip", "gzip"),
        ("br;Q=0, gzip;q=0.000", ""),
        ("br ; q=0.0 , gzip;q=0.5", "gzip"),
        ("*", ""),
        ("identity", ""),
        (",;q=,;;", ""),
    ] {
        let answer = app.ask(Method::GET, "/villages/alpha", &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(decoded(encoding, &answer.body)?, plain.body, "{accepted}");
        assert_eq!(answer.header("vary"), "accept-encoding", "{accepted}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{accepted}");
    }
    Ok(())
}

#[tokio::test]
async fn encodings_named_on_several_lines_count_together() -> Outcome {
    let app = TestApp::start().await?;
    let lines = [("accept-encoding", "deflate"), ("accept-encoding", "gzip")];
    assert_eq!(app.ask(Method::GET, "/about", &lines).await.header("content-encoding"), "gzip");
    Ok(())
}

#[tokio::test]
async fn an_unchanged_page_is_not_sent_again() -> Outcome {
    let app = TestApp::start().await?;
    for path in PAGES.iter().chain(&["/sitemap.xml", "/robots.txt", "/manifest.webmanifest"]) {
        for encoding in ["identity", "gzip", "br", "zstd"] {
            let first = app.ask(Method::GET, path, &[("accept-encoding", encoding)]).await;
            let etag = first.header("etag");
            assert!(etag.starts_with('"') && etag.ends_with('"') && etag.len() > 10, "{path}: {etag}");
            for known in [etag.to_owned(), format!("\"other\", W/{etag}"), "*".to_owned()] {
                let headers = [("accept-encoding", encoding), ("if-none-match", known.as_str())];
                let again = app.ask(Method::GET, path, &headers).await;
                assert_eq!(
                    (again.status, again.body.len()),
                    (StatusCode::NOT_MODIFIED, 0),
                    "{path}: {known}"
                );
                assert_eq!(again.header("etag"), etag);
                for same in ["cache-control", "vary"] {
                    assert_eq!(again.header(same), first.header(same), "{path}: {same}");
                }
            }
            let headers = [("accept-encoding", encoding), ("if-none-match", "\"x\"")];
            let other = app.ask(Method::GET, path, &headers);
            assert_eq!(other.await.status, StatusCode::OK, "{path}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn each_encoding_has_a_tag_of_its_own() -> Outcome {
    let app = TestApp::start().await?;
    let mut tags = std::collections::BTreeSet::new();
    for encoding in ["identity", "gzip", "br", "zstd"] {
        let answer = app.ask(Method::GET, "/about", &[("accept-encoding", encoding)]).await;
        tags.insert(answer.header("etag").to_owned());
    }
    assert_eq!(tags.len(), 4, "{tags:?}");
    Ok(())
}

#[tokio::test]
async fn heads_are_what_gets_would_be() -> Outcome {
    let app = TestApp::start().await?;
    for path in PAGES.iter().chain(&["/sitemap.xml", "/robots.txt", "/healthz", "/favicon.ico", "/nowhere"]) {
        let (head, get) = (app.ask(Method::HEAD, path, &[]).await, app.get(path).await);
        assert_eq!(head.status, get.status, "{path}");
        for same in ["content-type", "etag", "cache-control", "content-length"] {
            assert_eq!(head.header(same), get.header(same), "{path}: {same}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn every_answer_carries_the_headers_that_protect() -> Outcome {
    let app = TestApp::start().await?;
    let others = [
        "/nowhere",
        "/villages/omega",
        "/healthz",
        "/robots.txt",
        "/sitemap.xml",
        "/en",
        "/favicon.ico",
        "/iiif/image/3/alpha-01/full/9999,/0/default.jpg",
        "/photos?page=x",
        "/villages/%ff",
        "/photos?page=1&page=2",
    ];
    for path in PAGES.iter().chain(&others) {
        for method in [Method::GET, Method::POST, Method::OPTIONS] {
            let answer = app.ask(method.clone(), path, &[]).await;
            let policy = answer.header("content-security-policy");
            for rule in
                ["default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]
            {
                assert!(policy.contains(rule), "{path}: {rule}");
            }
            assert!(!policy.contains("unsafe") && !policy.contains("http"), "{path}: {policy}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
            assert!(!answer.header("referrer-policy").is_empty(), "{path}");
            let permissions = answer.header("permissions-policy");
            // The map alone may ask where the reader is.
            let is_map = method == Method::GET && path.starts_with("/map");
            let geolocation = if is_map { "geolocation=(self)" } else { "geolocation=()" };
            for feature in ["camera=()", geolocation, "microphone=()", "payment=()", "usb=()"] {
                assert!(permissions.contains(feature), "{path}: {permissions}");
            }
            assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
            let shown_by = if path.starts_with("/iiif/") { "cross-origin" } else { "same-origin" };
            assert_eq!(answer.header("cross-origin-resource-policy"), shown_by, "{path}");
            assert!(!answer.header("x-request-id").is_empty(), "{path}");
            assert_eq!(answer.header("server"), "", "{path}");
            assert!(!answer.header("cache-control").is_empty() || answer.status.is_redirection(), "{path}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn how_long_an_answer_may_be_kept_fits_what_it_is() -> Outcome {
    let app = TestApp::start().await?;
    for (path, policy) in [
        ("/", "public, no-cache"),
        ("/villages/alpha@1", "public, no-cache"),
        ("/sitemap.xml", "public, no-cache"),
        ("/healthz", "no-store"),
        ("/nowhere", "no-store"),
        ("/iiif/image/3/alpha-01/full/9999,/0/default.jpg", "no-store"),
    ] {
        assert_eq!(app.get(path).await.header("cache-control"), policy, "{path}");
    }
    let home = app.page("/").await;
    let style = home.split("rel=\"stylesheet\" href=\"").nth(1).and_then(|rest| rest.split('"').next());
    let style = app.get(style.expect("a stylesheet")).await;
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(style.header("content-type"), "text/css; charset=utf-8");
    Ok(())
}

#[tokio::test]
async fn nothing_of_a_request_gets_into_an_absolute_address() -> Outcome {
    let app = TestApp::start().await?;
    let headers = [
        ("host", "evil.example"),
        ("x-forwarded-host", "evil.example"),
        ("forwarded", "host=evil.example"),
        ("x-request-id", "evil.example"),
    ];
    for path in ["/", "/villages/alpha", "/sitemap.xml", "/robots.txt", "/nowhere", "/villages/", "/en"] {
        let answer = app.ask(Method::GET, path, &headers).await;
        assert!(!answer.text().contains("evil.example"), "{path}");
        assert!(answer.headers.values().all(|value| value != "evil.example"), "{path}");
    }
    Ok(())
}
