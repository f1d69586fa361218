//! A walk through the whole site, as browsers, search engines and programs go on from one address to the next: nothing
//! leads out of the path of the base address, and nothing to an address at which nothing stands.

use std::collections::BTreeSet;

use axum::http::StatusCode;

use super::app::Answer;
use super::{Outcome, PAGES, TestApp, address};

const ORIGIN: &str = "https://archive.example";

/// Attributes that hold an address, and those that hold a list of them.
const LINKS: [&str; 8] =
    ["href", "src", "action", "data-live", "data-zoom", "data-image", "data-photo", "data-address"];

/// What is asked for beside the pages.
const FILES: [&str; 18] = [
    "/robots.txt",
    "/sitemap.xml",
    "/sitemap/1.xml",
    "/manifest.webmanifest",
    "/favicon.ico",
    "/healthz",
    "/iiif/image/3/alpha-01/info.json",
    "/iiif/image/2/alpha-01_1/info.json",
    "/iiif/image/3/alpha-01/full/max/0/default.jpg",
    "/api/v1/search?q=%E5%A0%A1",
    "/api/v1/suggest?q=a",
    "/api/v1/coords/convert?from=gcj02&to=wgs84&lon=110.7&lat=35.6",
    "/inventory.csv",
    "/api/v1/places.geojson",
    "/api/v1/places.kml",
    "/api/v1/places.gpx",
    "/api/v1/places.csv",
    "/en/villages/alpha.gbt7714.txt",
];

/// A walk through a site that stands below a path.
struct Walk<'a> {
    app: &'a TestApp,
    below: &'a str,
    seen: BTreeSet<String>,
    ahead: Vec<String>,
}

impl Walk<'_> {
    /// Goes on until nothing new comes.
    async fn go_on(&mut self) -> Outcome {
        while let Some(path) = self.ahead.pop() {
            let answer = self.app.get(&path).await;
            let is_there = answer.status == StatusCode::OK || answer.status.is_redirection();
            assert!(is_there, "{path}: {}", answer.status);
            self.note_links(&path, &answer);
        }
        Ok(())
    }

    /// Notes everything that an answer leads to.
    fn note_links(&mut self, at: &str, answer: &Answer) {
        let mut found: Vec<String> = Vec::new();
        found.extend(Some(answer.header("location")).filter(|to| !to.is_empty()).map(str::to_owned));
        for link in answer.headers.get_all("link") {
            found.extend(absolute(link.to_str().expect("ASCII"), at, self.below));
        }
        let media_type = answer.header("content-type");
        if let Ok(text) = std::str::from_utf8(&answer.body) {
            found.extend(absolute(&super::html::unescaped(text), at, self.below));
            if media_type.starts_with("text/html") {
                found.extend(LINKS.iter().flat_map(|attribute| super::html::values(text, attribute)));
                // The script says what was typed.
                let suggest = super::html::values(text, "data-suggest");
                found.extend(suggest.into_iter().map(|path| format!("{path}?q=a")));
                let sources = super::html::values(text, "srcset");
                let sources = sources.iter().flat_map(|list| list.split(", "));
                found.extend(sources.filter_map(|source| source.split(' ').next()).map(str::to_owned));
            }
            if media_type.contains("json") {
                paths_in(&serde_json::from_str(text).expect("JSON"), &mut found);
            }
            if media_type.starts_with("text/css") {
                let urls = text.split("url(").skip(1).filter_map(|rest| rest.split(')').next());
                found.extend(urls.map(|url| url.trim_matches(['"', '\'']).to_owned()));
            }
        }
        // From what was found one can narrow without end: each way is tried once.
        let is_search = |path: &str| path.contains("/search?");
        for to in found {
            let to = to.strip_prefix(ORIGIN).unwrap_or(&to);
            let to = to.split('#').next().unwrap_or_default();
            if to.is_empty()
                || ["data:", "mailto:", "geo:", "http://", "https://"].iter().any(|kind| to.starts_with(kind))
            {
                continue;
            }
            let within = to.strip_prefix(self.below);
            assert!(
                within.is_some_and(|rest| rest.starts_with('/') && !rest.starts_with("//")),
                "{at} leads to {to}"
            );
            let goes_on = !(is_search(at) && is_search(to) && at.matches('&').count() > 0);
            if goes_on && self.seen.insert(to.to_owned()) {
                self.ahead.push(to.to_owned());
            }
        }
    }
}

/// Every address with the site's host in a text, and that each goes on with the path of the base address, encoded
/// too.
fn absolute(text: &str, at: &str, below: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (place, _) in text.match_indices("archive.example") {
        let rest = &text[place + "archive.example".len()..];
        let encoded = below.replace('/', "%2F");
        assert!(
            rest.starts_with(below) || rest.starts_with(&encoded),
            "{at}: {}",
            rest.chars().take(80).collect::<String>()
        );
        if text[..place].ends_with("https://") {
            let is_of_it = |c: char| c.is_ascii_alphanumeric() || "/._~@,?=&%:+-".contains(c);
            let end = rest.find(|c| !is_of_it(c)).unwrap_or(rest.len());
            let path = rest[..end].trim_end_matches(['.', ',']).to_owned();
            found.push(path);
        }
    }
    found
}

/// Every path in a JSON value.
fn paths_in(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::String(text) if text.starts_with('/') => found.push(text.clone()),
        serde_json::Value::Array(values) => values.iter().for_each(|value| paths_in(value, found)),
        serde_json::Value::Object(fields) => fields.values().for_each(|value| paths_in(value, found)),
        _ => {}
    }
}

/// Walks through the small archive below a path; gives how many addresses it came by.
async fn walk(below: &str) -> anyhow::Result<usize> {
    let app = TestApp::at(&format!("{ORIGIN}{below}")).await?;
    let text = "见 [小张](village:alpha)、[照片](photo:alpha-01)、[数据](/about/data) 与 \
                [图](/iiif/image/3/alpha-01/info.json)。";
    app.rewrite_text("on-forts", text).await?;
    let pages = PAGES.iter().flat_map(|page| ["zh", "en"].map(|language| address(language, page)));
    let starts: Vec<String> = pages
        .chain(FILES.map(str::to_owned))
        .chain(["/essays/on-forts@2/changes".to_owned()])
        .map(|path| format!("{below}{path}"))
        .collect();
    let mut walk = Walk { app: &app, below, seen: starts.iter().cloned().collect(), ahead: starts };
    for nowhere in ["/nowhere", "/en/nowhere", "/villages/nobody", "/compare?ids=A!"] {
        let path = format!("{below}{nowhere}");
        let answer = app.get(&path).await;
        assert!(answer.status.is_client_error(), "{path}");
        walk.note_links(&path, &answer);
    }
    if !below.is_empty() {
        for beside in ["/", "/villages", "/en/villages"] {
            let answer = app.get(beside).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{beside}");
            walk.note_links(beside, &answer);
        }
    }
    walk.go_on().await?;
    Ok(walk.seen.len())
}

/// Every address that one comes by on a walk through the site as it is.
pub(super) async fn addresses(app: &TestApp) -> anyhow::Result<BTreeSet<String>> {
    let pages = PAGES.iter().flat_map(|page| ["zh", "en"].map(|language| address(language, page)));
    let starts: Vec<String> = pages.chain(FILES.map(str::to_owned)).collect();
    let mut walk = Walk { app, below: "", seen: starts.iter().cloned().collect(), ahead: starts };
    walk.go_on().await?;
    Ok(walk.seen)
}

#[tokio::test]
async fn the_site_stands_below_a_path_as_it_stands_alone() -> Outcome {
    let alone = walk("").await?;
    assert!(alone > 150, "the walk came by {alone} addresses only");
    assert_eq!(walk("/hejin").await?, alone);
    Ok(())
}

#[tokio::test]
async fn beside_the_path_there_is_only_a_way_on() -> Outcome {
    let app = TestApp::at("https://archive.example/a/hejin").await?;
    let health = app.get("/healthz").await;
    assert_eq!((health.status, health.header("cache-control")), (StatusCode::OK, "no-store"));
    assert_eq!(app.get("/a/hejin/healthz").await.status, StatusCode::OK);
    for (asked, to) in [
        ("/a/hejin", "/a/hejin/"),
        ("/a/hejin?x=1", "/a/hejin/?x=1"),
        ("/a/hejin/en", "/a/hejin/en/"),
        ("/a/hejin/villages/", "/a/hejin/villages"),
        ("/a/hejin/en/compare?ids=beta&ids=alpha", "/a/hejin/en/compare?ids=beta,alpha"),
        ("/a/hejin/iiif/image/3/alpha-01", "https://archive.example/a/hejin/iiif/image/3/alpha-01/info.json"),
    ] {
        let answer = app.get(asked).await;
        assert!(answer.status.is_redirection(), "{asked}: {}", answer.status);
        assert_eq!(answer.header("location"), to, "{asked}");
    }
    for beside in [
        "/",
        "/a",
        "/a/",
        "/a/hejinx",
        "/villages",
        "/assets/x",
        "/iiif/image/3/alpha-01/info.json",
        "/A/hejin/",
    ] {
        let answer = app.get(beside).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{beside}");
        assert!(
            !answer.header("content-security-policy").is_empty() && !answer.header("x-request-id").is_empty()
        );
        assert!(answer.text().contains("href=\"/a/hejin/villages\""), "{beside}");
    }
    assert!(app.get("/en/x").await.text().contains("href=\"/a/hejin/en/villages\""));
    for path in ["/a/hejin//evil.example/", "/a/hejin/\\evil.example/", "//evil.example/"] {
        let answer = app.get(path).await;
        assert!(
            !answer.header("location").starts_with("//") && !answer.header("location").starts_with("/\\"),
            "{path}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn pictures_below_a_path_are_open_and_answered_at_once() -> Outcome {
    let app = TestApp::at("https://archive.example/hejin").await?;
    let path = "/hejin/iiif/image/3/alpha-01_1/full/160,/0/default.jpg";
    for time in ["made", "from memory"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{time}");
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{time}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{time}");
        assert!(
            answer.header("link").contains("<https://archive.example/hejin/iiif/image/3/alpha-01_1/"),
            "{time}"
        );
    }
    assert_eq!(app.get("/hejin/api/v1/search?q=a").await.header("access-control-allow-origin"), "*");
    assert_eq!(app.get("/hejin/villages").await.header("access-control-allow-origin"), "");
    Ok(())
}
