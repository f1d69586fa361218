//! Sitemap, robots, manifest, icon and health.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use baozhai::model::address::Page;
use baozhai::web::{FolderState, routes};

use super::app::BASE;
use super::{Outcome, TestApp, address};

fn listed(sitemap: &str) -> BTreeSet<String> {
    let locations = sitemap.split("<loc>").skip(1).filter_map(|rest| rest.split("</loc>").next());
    locations.map(str::to_owned).collect()
}

#[tokio::test]
async fn the_sitemap_lists_exactly_the_pages_there_are() -> Outcome {
    let app = TestApp::start().await?;
    let sitemap = app.get("/sitemap.xml").await;
    assert_eq!(sitemap.header("content-type"), "application/xml; charset=utf-8");
    let pages = [
        "/",
        "/villages",
        "/villages/open",
        "/villages/alpha",
        "/villages/beta",
        "/villages/gamma",
        "/villages/open-a",
        "/map",
        "/photos",
        "/photos/alpha-01",
        "/photos/alpha-02",
        "/photos/alpha-03",
        "/photos/gamma-01",
        "/essays",
        "/essays/on-forts",
        "/glossary",
        "/inventory",
        "/compare",
        "/route",
        "/about",
        "/about/data",
    ];
    let expected: BTreeSet<String> = pages
        .iter()
        .flat_map(|page| ["zh", "en"].map(|language| format!("{BASE}{}", address(language, page))))
        .collect();
    assert_eq!(listed(sitemap.text()), expected);
    for page in &expected {
        let html = app.page(&page[BASE.len()..]).await;
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{page}\">")), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn robots_are_told_where_the_sitemap_is() -> Outcome {
    let app = TestApp::start().await?;
    let robots = app.get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    assert!(robots.text().contains(&format!("Sitemap: {BASE}/sitemap.xml\n")), "{}", robots.text());
    for staff in ["Disallow: /staff\n", "Disallow: /en/staff\n"] {
        assert!(robots.text().contains(staff), "{}", robots.text());
    }
    Ok(())
}

#[tokio::test]
async fn another_icon_is_seen_within_the_hour() -> Outcome {
    let app = TestApp::start().await?;
    let icon = app.get("/favicon.ico").await;
    assert_eq!((icon.status.as_u16(), icon.header("content-type")), (200, "image/png"));
    assert!(icon.header("cache-control").contains("max-age=3600"), "{}", icon.header("cache-control"));
    Ok(())
}

#[tokio::test]
async fn the_manifest_names_icons_that_are_there() -> Outcome {
    let app = TestApp::start().await?;
    let answer = app.get("/manifest.webmanifest").await;
    assert!(answer.header("content-type").starts_with("application/manifest+json"));
    let manifest: serde_json::Value = serde_json::from_slice(&answer.body)?;
    assert_eq!(manifest["name"], "样例档案");
    let icons = manifest["icons"].as_array().expect("icons");
    assert!(icons.iter().any(|icon| icon["sizes"] == "512x512"));
    for icon in icons {
        let found = app.get(icon["src"].as_str().expect("an address")).await;
        assert_eq!(
            (found.status, found.header("content-type")),
            (StatusCode::OK, icon["type"].as_str().expect("a type"))
        );
    }
    assert_eq!(app.get("/favicon.ico").await.header("content-type"), "image/png");
    Ok(())
}

#[tokio::test]
async fn health_tells_how_the_folder_stands() -> Outcome {
    let app = TestApp::start().await?;
    let health = async || -> anyhow::Result<serde_json::Value> {
        let answer = app.get("/healthz").await;
        assert_eq!((answer.status, answer.header("cache-control")), (StatusCode::OK, "no-store"));
        Ok(serde_json::from_slice(&answer.body)?)
    };
    assert_eq!(health().await?["sequence"], 1);
    assert_eq!(health().await?["search"], serde_json::json!({ "state": "ready", "sequence": 1 }));
    assert!(health().await?.get("folder").is_none());
    app.site.health().set_folder(FolderState::Faulty { problems: 3, left: 2, code: "bad-date" });
    let faulty = health().await?;
    assert_eq!(
        (&faulty["status"], &faulty["folder"]["state"], &faulty["folder"]["problems"]),
        (&"ok".into(), &"faulty".into(), &3.into())
    );
    app.site.health().set_folder(FolderState::Imported);
    assert_eq!(health().await?["folder"]["state"], "imported");
    Ok(())
}

#[tokio::test]
async fn a_disk_that_takes_nothing_is_told_to_operators() -> Outcome {
    let app = TestApp::start().await?;
    app.site.health().set_disk(Some("the disk is full"));
    let ill = app.get("/healthz").await;
    assert_eq!(ill.status, StatusCode::SERVICE_UNAVAILABLE);
    assert!(ill.text().contains("\"status\":\"ill\"") && ill.text().contains("[\"the disk is full\"]"));
    app.site.health().set_disk(None);
    assert_eq!(app.get("/healthz").await.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn every_address_of_the_list_of_routes_is_served() -> Outcome {
    let app = TestApp::start().await?;
    let home = app.page("/").await;
    let style = home.split('"').find(|part| part.starts_with("/assets/")).expect("an asset").to_owned();
    for (route, _) in routes() {
        let path = match route {
            "/essays/{id}/changes" => "/essays/on-forts@1/changes".to_owned(),
            "/compare.csv" | "/compare.xlsx" => format!("{route}?ids=alpha,beta"),
            "/assets/{name}" => style.clone(),
            "/sitemap/{file}" => "/sitemap/1.xml".to_owned(),
            "/iiif/image/{edition}/{identifier}" => {
                assert_eq!(app.get("/iiif/image/3/alpha-01").await.status, StatusCode::SEE_OTHER);
                continue;
            }
            // No fort of this archive was measured: `route.rs` asks where some are.
            "/route.gpx" | "/route.kml" => {
                assert_eq!(app.get(&format!("{route}?ids=alpha,beta")).await.status, StatusCode::BAD_REQUEST);
                continue;
            }
            // Who is not signed in is led away: `staff/table.rs` walks these.
            staff if staff.starts_with("/staff") || staff.starts_with("/api/v1/surveys/") => continue,
            "/api/v1/coords/convert" => format!("{route}?from=gcj02&to=wgs84&lon=110.7&lat=35.6"),
            layer if layer.starts_with("/api/v1/places.") => layer.to_owned(),
            api if api.starts_with("/api/") => format!("{api}?q=a"),
            route => filled(route),
        };
        assert_eq!(app.get(&path).await.status, StatusCode::OK, "{route}");
    }
    for (name, page) in Page::FIXED {
        assert!(routes().iter().any(|(route, _)| *route == page.to_string()), "{name}");
    }
    Ok(())
}

/// A route with what is in the small archive in its gaps.
fn filled(route: &str) -> String {
    let id = if route.starts_with("/photos/") {
        "alpha-01"
    } else if route.starts_with("/essays/") {
        "on-forts"
    } else {
        "alpha"
    };
    [
        ("{id}", id),
        ("{edition}", "3"),
        ("{identifier}", "alpha-01"),
        ("{region}", "full"),
        ("{size}", "160,"),
        ("{rotation}", "0"),
        ("{file}", "default.jpg"),
    ]
    .into_iter()
    .fold(route.to_owned(), |path, (gap, value)| path.replace(gap, value))
}
