//! What is kept inside or was withdrawn shows at no address, in no form, from the moment the site knows.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use baozhai::store::PurgedText;
use serde_json::json;

use super::html::words;
use super::walk::addresses;
use super::{Outcome, TestApp};

/// Stands in every text of the village that is to be hidden, and nowhere else.
const CANARY: &str = "金丝雀";
/// Its longitude, which no other place has.
const LONGITUDE: &str = "110.8";
/// Where its mark begins on the drawn map, which says the same.
const DRAWN: &str = "translate(682.7 ";

/// The small archive, where 丙村 and its photo carry the canary.
async fn app() -> anyhow::Result<TestApp> {
    let app = TestApp::start().await?;
    app.rewrite("gamma", "丙村", "金丝雀堡").await?;
    app.rewrite("gamma", "只有中文的一句", "金丝雀有瓮城").await?;
    app.rewrite("gamma-01", "丙村远景", "金丝雀堡远景").await?;
    // What names it in its own words is its authors' to change.
    app.rewrite_text(
        "on-forts",
        "样例正文，见[](village:gamma)与[](photo:gamma-01)。\n\n![](photo:gamma-01)",
    )
    .await?;
    Ok(app)
}

/// Where maps and layers are.
const MAPS: [&str; 8] = [
    "/map",
    "/map?at=gamma",
    "/map?position=surveyed",
    "/",
    "/villages/gamma@1",
    "/api/v1/places.geojson",
    "/api/v1/places.kml",
    "/api/v1/places.gpx",
];

/// What is asked beside what a walk comes by: who knows or guesses the address.
const GUESSED: [&str; 30] = [
    "/villages/gamma",
    "/villages/gamma@1",
    "/villages/gamma@2",
    "/villages/gamma@3",
    "/villages/gamma@4",
    "/en/villages/gamma",
    "/villages/gamma.bib",
    "/villages/gamma.ris",
    "/villages/gamma@2.csl.json",
    "/villages/gamma.gbt7714.txt",
    "/photos/gamma-01",
    "/photos/gamma-01@1",
    "/photos/gamma-01@2",
    "/photos/gamma-01.bib",
    "/photos?village=gamma",
    "/iiif/image/3/gamma-01/info.json",
    "/iiif/image/3/gamma-01_2/info.json",
    "/iiif/image/2/gamma-01_1/info.json",
    "/iiif/image/3/gamma-01_2/full/200,/0/default.jpg",
    "/iiif/image/3/gamma-01/full/max/0/default.jpg",
    "/search?q=%E7%93%AE%E5%9F%8E",
    "/api/v1/suggest?q=gamma",
    "/map?at=gamma",
    "/en/map?at=gamma",
    "/map?town=south",
    "/map?position=surveyed",
    "/api/v1/places.geojson",
    "/api/v1/places.kml",
    "/api/v1/places.gpx",
    "/api/v1/places.csv",
];

/// Asks for all of these; gives those at which the canary or the position shows.
async fn leaks(app: &TestApp, asked: &BTreeSet<String>) -> Vec<String> {
    let mut leaks = Vec::new();
    let encoded: String = CANARY.bytes().map(|byte| format!("%{byte:02X}")).collect();
    for path in asked {
        let answer = app.get(path).await;
        let headers: String = answer.headers.values().filter_map(|value| value.to_str().ok()).collect();
        let body = String::from_utf8_lossy(&answer.body);
        let shows =
            |text: &str| [CANARY, LONGITUDE, DRAWN, encoded.as_str()].iter().any(|mark| text.contains(mark));
        if shows(&body) || shows(&headers) {
            leaks.push(format!("{path} ({})", answer.status));
        }
    }
    leaks
}

/// Every address there is while the village shows, and those one may guess.
async fn all(app: &TestApp) -> anyhow::Result<BTreeSet<String>> {
    let mut all = addresses(app).await?;
    all.extend(GUESSED.map(str::to_owned));
    Ok(all)
}

#[tokio::test]
async fn a_village_kept_inside_is_nowhere() -> Outcome {
    let app = app().await?;
    let asked = all(&app).await?;
    assert!(leaks(&app, &asked).await.len() > 20, "it shows as long as it is public");
    app.rewrite("gamma", "\"rights\":", "\"visibility\":\"internal\",\"rights\":").await?;
    app.catch_up().await?;
    assert_eq!(leaks(&app, &asked).await, Vec::<String>::new());
    for path in GUESSED.iter().filter(|path| path.contains("gamma") && !path.contains('?')) {
        assert_eq!(
            app.get(path).await.status,
            StatusCode::NOT_FOUND,
            "{path}: nobody learns that it is there"
        );
    }
    // A change elsewhere lifts no veil; nor does a walk from the front door find it.
    app.rewrite("alpha", "甲堡村", "新甲堡村").await?;
    app.rewrite("gamma-01", "金丝雀堡远景", "金丝雀堡近景").await?;
    app.catch_up().await?;
    let again = addresses_of_what_is_left(&app).await?;
    assert_eq!(leaks(&app, &asked).await, Vec::<String>::new());
    assert_eq!(leaks(&app, &again).await, Vec::<String>::new());
    // Shown again it is whole, but what was published as internal stays inside.
    app.rewrite("gamma", "\"visibility\":\"internal\",", "").await?;
    app.catch_up().await?;
    assert_eq!(app.get("/villages/gamma").await.status, StatusCode::OK);
    assert_eq!(app.get("/villages/gamma@4").await.status, StatusCode::NOT_FOUND, "the internal one");
    assert_eq!(app.get("/villages/gamma@3").await.status, StatusCode::OK);
    assert!(app.page("/search?q=%E7%93%AE%E5%9F%8E").await.contains(CANARY));
    assert!(!app.page("/villages/gamma").await.contains("/villages/gamma@4\""), "the history names it not");
    Ok(())
}

/// The pages a walk may begin with once the village is hidden.
async fn addresses_of_what_is_left(app: &TestApp) -> anyhow::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for path in
        ["/", "/villages", "/photos", "/inventory", "/essays/on-forts", "/sitemap.xml", "/inventory.csv"]
    {
        let answer = app.get(path).await;
        anyhow::ensure!(answer.status == StatusCode::OK, "{path}");
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        found.extend(super::html::values(&body, "href").into_iter().filter(|to| to.starts_with('/')));
        found.insert(path.to_owned());
    }
    Ok(found)
}

#[tokio::test]
async fn a_withdrawn_village_answers_410_wherever_it_stood() -> Outcome {
    let app = app().await?;
    let asked = all(&app).await?;
    app.withdraw(json!([{
        "record": "gamma", "date": "2026-11-28", "reason": "privacy", "is_reason_public": true,
        "note": { "zh": "应村民要求撤下。", "en": "At the villagers\u{2019} request." },
    }]))
    .await?;
    assert_eq!(leaks(&app, &asked).await, Vec::<String>::new());
    for path in GUESSED.iter().filter(|path| path.contains("gamma") && !path.contains('?')) {
        let status = app.get(path).await.status;
        // A revision that never was is no secret.
        let expected = if path.ends_with("@4") { StatusCode::NOT_FOUND } else { StatusCode::GONE };
        assert_eq!(status, expected, "{path}");
    }
    let page = app.get("/villages/gamma").await;
    let said = words(&String::from_utf8_lossy(&page.body));
    assert!(
        said.contains("2026年11月28日") && said.contains("个人隐私") && said.contains("应村民要求"),
        "{said}"
    );
    assert_eq!(page.header("cache-control"), "no-store");
    let english = app.get("/en/villages/gamma").await;
    assert!(String::from_utf8_lossy(&english.body).contains("privacy"));
    assert!(!app.page("/sitemap.xml").await.contains("gamma"));
    Ok(())
}

#[tokio::test]
async fn a_reason_that_is_not_to_be_told_is_not() -> Outcome {
    let app = app().await?;
    app.withdraw(json!([{
        "record": "gamma-01", "date": "2026-11-28", "reason": "rights", "note": { "zh": "某人来函" },
    }]))
    .await?;
    for path in ["/photos/gamma-01", "/photos/gamma-01.bib", "/iiif/image/3/gamma-01/info.json"] {
        let answer = app.get(path).await;
        let body = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status, StatusCode::GONE, "{path}");
        assert!(
            !body.contains("某人来函") && !body.contains("权利") && !body.contains("rights"),
            "{path}: {body}"
        );
    }
    let village = app.page("/villages/gamma").await;
    assert!(village.contains(CANARY) && !village.contains("gamma-01"), "the village goes on without it");
    Ok(())
}

#[tokio::test]
async fn a_withdrawn_revision_leaves_the_others() -> Outcome {
    let app = app().await?;
    app.rewrite("gamma", "金丝雀有瓮城", "电话一三八").await?;
    app.catch_up().await?;
    assert!(app.page("/villages/gamma").await.contains("电话一三八"));
    app.withdraw(json!([{ "record": "gamma", "revision": 4, "date": "2026-11-28", "reason": "error" }]))
        .await?;
    let page = app.page("/villages/gamma").await;
    assert!(page.contains("金丝雀有瓮城") && !page.contains("电话一三八"), "the one before it shows");
    assert!(page.contains("已撤下"), "the history says so");
    assert_eq!(app.get("/villages/gamma@4").await.status, StatusCode::GONE);
    assert_eq!(app.get("/villages/gamma@3").await.status, StatusCode::OK);
    assert!(!app.page("/search?q=%E7%94%B5%E8%AF%9D").await.contains("电话一三八"));
    for list in ["/", "/villages", "/inventory"] {
        assert!(!app.page(list).await.contains("电话一三八"), "{list}");
    }
    // The mended one takes its place.
    app.rewrite("gamma", "电话一三八", "有角楼").await?;
    app.catch_up().await?;
    assert!(app.page("/villages/gamma").await.contains("有角楼"));
    Ok(())
}

/// Bytes that somebody holds the rights of go wherever this photo shows them; other bytes may take their place.
#[tokio::test]
async fn a_withdrawn_picture_goes_from_every_revision_that_shows_it() -> Outcome {
    let app = app().await?;
    let picture = app.original("gamma-01").await?;
    let address = "/iiif/image/3/gamma-01_1/full/max/0/default.jpg";
    assert_eq!(app.get(address).await.status, StatusCode::OK);
    assert_eq!(app.get(address).await.status, StatusCode::OK, "now it is remembered before the router");
    let gone =
        json!([{ "record": "gamma-01", "picture": picture, "date": "2026-11-28", "reason": "rights" }]);
    app.withdraw(gone).await?;
    for path in [address, "/iiif/image/3/gamma-01_2/info.json", "/photos/gamma-01", "/photos/gamma-01@1"] {
        assert_eq!(app.get(path).await.status, StatusCode::GONE, "{path}");
    }
    let other = app.original("alpha-01").await?;
    app.rewrite("gamma-01", &picture, &other).await?;
    app.catch_up().await?;
    assert_eq!(app.get("/photos/gamma-01").await.status, StatusCode::OK);
    assert_eq!(app.get(address).await.status, StatusCode::GONE);
    Ok(())
}

/// The index follows the pages: until it has, nothing of it that was withdrawn since may show.
#[tokio::test]
async fn a_search_that_is_behind_shows_nothing_withdrawn() -> Outcome {
    let app = app().await?;
    let query = "/search?q=%E7%93%AE%E5%9F%8E";
    assert!(app.page(query).await.contains(CANARY));
    app.withdraw_unindexed(json!([{ "record": "gamma", "date": "2026-11-28", "reason": "privacy" }])).await?;
    assert!(!app.page(query).await.contains(CANARY));
    assert!(!app.page("/api/v1/suggest?q=%E9%87%91%E4%B8%9D").await.contains(CANARY));
    assert!(!app.page("/api/v1/search?q=%E7%93%AE%E5%9F%8E").await.contains(CANARY));
    Ok(())
}

/// The newest revision may not tell what it hides through an older one.
#[tokio::test]
async fn a_position_is_told_by_the_stricter_of_then_and_now() -> Outcome {
    let app = app().await?;
    let geo = |html: &str| html.contains("GeoCoordinates");
    assert!(geo(&app.page("/villages/gamma").await) && geo(&app.page("/villages/gamma@1").await));
    for (precision, then) in [("1 km", "exact"), ("town", "1 km"), ("withheld", "town")] {
        app.rewrite("gamma", &format!("\"public\":\"{then}\""), &format!("\"public\":\"{precision}\""))
            .await?;
        app.catch_up().await?;
        for path in ["/villages/gamma", "/villages/gamma@1", "/en/villages/gamma@2"] {
            let html = app.page(path).await;
            assert!(!geo(&html) && !html.contains(LONGITUDE), "{path} at {precision}");
        }
        let shows_radius = words(&app.page("/villages/gamma@1").await).contains("米");
        assert_eq!(shows_radius, precision == "1 km", "the old revision says no more than {precision}");
    }
    // By now no more than the town is told: nowhere on the map, and in no layer.
    for path in MAPS {
        let answer = app.get(path).await;
        let is_told = [LONGITUDE, DRAWN, "<circle"].iter().any(|mark| answer.text().contains(mark));
        assert!(answer.status == StatusCode::OK && !is_told, "{path}: {}", answer.text());
    }
    assert!(app.page("/map?at=gamma").await.contains("位置不公开"), "it is named at its town");
    assert!(app.get("/api/v1/places.csv").await.text().contains(",withheld,,"));
    // Taking the place out is how somebody in a hurry hides it.
    app.rewrite("gamma", "\"role\":\"centre\"", "\"role\":\"parking\"").await?;
    app.catch_up().await?;
    assert!(!geo(&app.page("/villages/gamma@1").await));
    Ok(())
}

/// Of what has no words any more the same is told.
#[tokio::test]
async fn a_purged_text_answers_410_as_before() -> Outcome {
    let app = app().await?;
    app.withdraw(json!([{ "record": "gamma", "date": "2026-11-28", "reason": "privacy" }])).await?;
    let texts: Vec<PurgedText> = (1..=app.records.history(&"gamma".parse()?).await?.len() as u64)
        .map(|number| Ok(PurgedText { key: "gamma".parse()?, number, on: "2026-11-28".to_owned() }))
        .collect::<anyhow::Result<_>>()?;
    app.records.purge_texts(&texts).await?;
    for path in [
        "/villages/gamma",
        "/villages/gamma@1",
        "/villages/gamma@3",
        "/en/villages/gamma",
        "/photos/gamma-01",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::GONE, "{path}");
    }
    assert!(app.get("/villages").await.status.is_success());
    Ok(())
}
