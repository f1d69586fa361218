//! The map: every village in words and on the drawing, one circle to scale, no words on others; and its layers.

use axum::http::StatusCode;
use geojson::FeatureCollection;

use super::html::{piece, values, words};
use super::{Outcome, TestApp, address};
use crate::archives;

/// The words of one sheet of the drawing: their box as most fonts set them, and what they say.
fn labels(html: &str, sheet: &str) -> Vec<([f64; 4], String)> {
    let sheet = piece(html, &format!("<g class=\"sheet {sheet}\">"), "</g>");
    let number = |tag: &str, name: &str| values(tag, name).first().and_then(|text| text.parse::<f64>().ok());
    let texts = sheet.split("<text ").skip(1).filter_map(|rest| {
        let tag = format!("<text {}", rest.split('>').next()?);
        // Those that are turned run along a river by themselves.
        let (x, y, size) = (number(&tag, "x")?, number(&tag, "y")?, number(&tag, "font-size")?);
        let text = words(&format!("<text {}", rest.split("</text>").next()?));
        let wide: f64 =
            text.trim().chars().map(|letter| if letter.is_ascii() { size * 0.5 } else { size }).sum();
        Some(([x - wide / 2.0, y - size * 0.8, x + wide / 2.0, y + size * 0.1], text))
    });
    texts.collect()
}

fn assert_none_lies_on_another(html: &str, at: &str) {
    for sheet in ["wide", "narrow"] {
        let labels = labels(html, sheet);
        assert!(labels.len() > 8, "{at}: {labels:?}");
        for (place, (own, text)) in labels.iter().enumerate() {
            for (other, beside) in &labels[..place] {
                let meets = own[0] < other[2] && other[0] < own[2] && own[1] < other[3] && other[1] < own[3];
                assert!(!meets, "{at}, {sheet}: {text} lies on {beside}");
            }
        }
    }
}

/// Circles that are drawn, by their radius.
fn circles(html: &str) -> Vec<f64> {
    html.split("<circle ").skip(1).filter_map(|rest| values(rest, "r").first()?.parse().ok()).collect()
}

/// Units for one kilometre, as a reader takes them off the scale.
fn units_per_km(html: &str) -> f64 {
    let scale = piece(html, "<path class=\"scale\"", "/>");
    let length = piece(scale, "v8h", "v-8").trim_start_matches("v8h");
    length.parse::<f64>().expect("a length") / 10.0
}

#[tokio::test]
async fn every_village_of_the_collection_is_on_the_map_as_a_link() -> Outcome {
    let app = TestApp::over(archives::shipped()?).await?;
    for language in ["zh", "en"] {
        let html = app.page(&address(language, "/map")).await;
        let links = values(&html, "href");
        for village in app.site.archive().snapshot().catalogue().all_villages() {
            let page = address(language, &format!("/villages/{}", village.id));
            assert!(links.contains(&page), "{page}");
        }
        assert_none_lies_on_another(&html, language);
        assert_eq!(circles(&html), Vec::<f64>::new(), "nine circles would cover the county");
        assert!(!html.contains("class=\"pin\""), "nobody has surveyed any");
        let home = app.page(&address(language, "/")).await;
        let drawn = piece(&home, "<g class=\"sheet wide\">", "</g>");
        assert!(drawn.contains(&address(language, "/villages/fancunbu")), "the map of home names villages");
        assert_none_lies_on_another(&home, "home");
    }
    Ok(())
}

#[tokio::test]
async fn the_one_that_is_asked_for_has_its_circle_to_scale() -> Outcome {
    let app = TestApp::over(archives::shipped()?).await?;
    for (village, km) in [("fancunbu", 5.0), ("beifangping", 4.5)] {
        let html = app.page(&format!("/map?at={village}")).await;
        let [radius] = circles(&html)[..] else { panic!("{village}: {:?}", circles(&html)) };
        assert!((radius / units_per_km(&html) - km).abs() < 0.05, "{village}: {radius}");
        assert!(words(&html).contains(&format!("±{km}公里")), "what is drawn is said");
        assert!(html.contains("noindex"), "the same list is not to be found once for each village");
        let strip = app.page(&format!("/villages/{village}")).await;
        assert_eq!(circles(&strip), [radius], "its page draws the same");
        assert!(strip.contains(&format!("href=\"/map?at={village}#drawing\"")));
    }
    // What is not told has none, and whom there is not nobody misses.
    for nothing in ["/map?at=qinghe", "/map?at=open-1", "/map?at=no-such", "/map?at=A!", "/map?what=ever"] {
        assert_eq!(circles(&app.page(nothing).await), Vec::<f64>::new(), "{nothing}");
    }
    Ok(())
}

#[tokio::test]
async fn a_surveyed_village_stands_at_its_point() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/map").await;
    assert_eq!(html.matches("<path class=\"pin\"").count(), 1);
    assert!(words(&html).contains("±20米，仪器实测，有据"));
    let html = app.page("/map?at=gamma").await;
    assert_eq!((circles(&html).len(), html.matches("<path class=\"pin\"").count()), (0, 1));
    Ok(())
}

#[tokio::test]
async fn the_live_map_gets_the_villages_of_the_list_and_the_drawing_as_they_may_be_told() -> Outcome {
    let app = TestApp::start().await?;
    let live = |html: &str| -> anyhow::Result<serde_json::Value> {
        let text = piece(html, "id=\"live-data\">", "</script>");
        Ok(serde_json::from_str(text.trim_start_matches("id=\"live-data\">"))?)
    };
    let all = live(&app.page("/map").await)?;
    let villages = &all["villages"];
    assert_eq!(
        villages.as_object().map(|all| all.keys().cloned().collect()),
        Some(vec!["alpha".to_owned(), "beta".to_owned(), "gamma".to_owned()])
    );
    let gamma = &villages["gamma"];
    assert_eq!(
        (&gamma["surveyed"], &gamma["at"], &gamma["radius"]),
        (&true.into(), &serde_json::json!([110.8, 35.6]), &20.0.into())
    );
    assert_eq!(gamma["how"], "±20米，仪器实测，有据");
    assert_eq!(villages["alpha"]["surveyed"], false);
    assert!(villages["beta"]["at"].is_null(), "a place that nobody gave");
    let at_towns: Vec<&str> = all["towns"]
        .as_array()
        .into_iter()
        .flatten()
        .flat_map(|town| town["villages"].as_array())
        .flatten()
        .filter_map(|id| id.as_str())
        .collect();
    assert!(!at_towns.contains(&"gamma") && at_towns.contains(&"alpha"), "{at_towns:?}");
    // What is filtered away is not there, save the one whose circle is asked for.
    let narrowed = live(&app.page("/map?position=unsurveyed").await)?;
    assert!(narrowed["villages"]["gamma"].is_null() && narrowed["villages"]["alpha"].is_object());
    assert!(live(&app.page("/map?position=unsurveyed&at=gamma").await)?["villages"]["gamma"].is_object());
    Ok(())
}

#[tokio::test]
async fn the_list_is_narrowed_and_says_how_many_there_are() -> Outcome {
    let app = TestApp::start().await?;
    let listed = |html: &str| -> Vec<String> {
        let list = piece(html, "<div class=\"places-list\" id=\"places\">", "<div class=\"places-drawn\">")
            .to_owned();
        values(&list, "href")
            .into_iter()
            .filter(|to| to.starts_with("/villages/") && !to.ends_with("open"))
            .collect()
    };
    for (query, expected) in [
        ("", &["/villages/alpha", "/villages/gamma", "/villages/beta", "/villages/open-a"][..]),
        ("?town=north", &["/villages/alpha"]),
        ("?certainty=established", &["/villages/alpha"]),
        ("?certainty=lead", &["/villages/gamma"]),
        ("?certainty=none", &["/villages/beta"]),
        ("?position=surveyed", &["/villages/gamma"]),
        ("?position=unsurveyed", &["/villages/alpha", "/villages/beta"]),
        ("?position=unsurveyed&certainty=established&town=north", &["/villages/alpha"]),
        ("?town=south&certainty=established", &[]),
        ("?essay=yes&position=surveyed", &[]),
    ] {
        let html = app.page(&format!("/map{query}")).await;
        assert_eq!(listed(&html), expected, "{query}");
    }
    assert!(listed(&app.page("/map?essay=yes").await).contains(&"/villages/alpha".to_owned()));
    for nowhere in ["/map?town=nowhere", "/map?certainty=sure", "/map?position=x", "/map?page=9"] {
        assert_eq!(app.get(nowhere).await.status, StatusCode::NOT_FOUND, "{nowhere}");
    }
    // A change is in all of them at once.
    app.rewrite("alpha", "\"town\":\"north\"", "\"town\":\"south\"").await?;
    app.catch_up().await?;
    assert_eq!(listed(&app.page("/map?town=south&certainty=established").await), ["/villages/alpha"]);
    assert_eq!(listed(&app.page("/map?town=north").await), Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn a_town_of_two_hundred_stays_composed() -> Outcome {
    let folder = archives::copy_of_small()?;
    for number in 0..200 {
        let path = folder.path().join(format!("villages/many-{number}/village.toml"));
        std::fs::create_dir_all(path.with_file_name(""))?;
        let text = format!(
            "entry = \"named\"\nname.zh = \"第{number}堡村\"\nrights = \"CC-BY-4.0\"\ntown = \"north\"\ntown_certainty = \"lead\"\n"
        );
        baozhai::store::write_atomically(&path, text)?;
    }
    let app = TestApp::over(folder).await?;
    let html = app.page("/map?town=north").await;
    assert_none_lies_on_another(&html, "a full town");
    assert!(words(&html).contains("201处"), "it says how many there are");
    assert_eq!(html.matches("class=\"place-name\"").count(), 60, "a page of the list");
    assert!(html.contains("href=\"/map?town=north&amp;page=2\""));
    let drawn = labels(&html, "wide");
    let rest = drawn.iter().find(|(_, text)| text.starts_with('另')).map(|(_, text)| text.trim().to_owned());
    let named = drawn.iter().filter(|(_, text)| text.contains("堡村")).count();
    assert_eq!(rest, Some(format!("另{}处", 201 - named)));
    assert!(html.len() < 120_000, "{}", html.len());
    Ok(())
}

#[tokio::test]
async fn layers_have_what_may_be_told() -> Outcome {
    let app = TestApp::over(archives::shipped()?).await?;
    let answer = app.get("/api/v1/places.geojson").await;
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/geo+json"));
    let collection: FeatureCollection = answer.text().parse()?;
    assert!(collection.foreign_members.is_none() && !answer.text().contains("crs"));
    let fancunbu =
        collection.features.iter().find(|feature| answer_id(feature) == "fancunbu").expect("fancunbu");
    let geometry = serde_json::to_value(&fancunbu.geometry)?;
    assert_eq!(geometry["coordinates"], serde_json::json!([110.696, 35.672]), "longitude first");
    let property = |name: &str| fancunbu.property(name).cloned().unwrap_or_default();
    assert_eq!((property("radius_m"), property("datum")), (5000.0.into(), "WGS84".into()));
    assert_eq!((property("town"), property("code")), ("樊村镇".into(), "140882100200".into()));
    let kml = app.get("/api/v1/places.kml").await;
    assert_eq!(kml.header("content-type"), "application/vnd.google-earth.kml+xml");
    assert_eq!(kml.text().matches("<Placemark").count(), collection.features.len());
    assert_eq!(kml.text().matches("<Point>").count(), 0, "nothing is surveyed");
    assert_eq!(app.get("/api/v1/places.gpx").await.text().matches("<wpt").count(), 0);
    let csv = app.get("/api/v1/places.csv").await;
    assert_eq!(csv.text().lines().count(), 14, "all thirteen, whether or not their place is told");
    for bad in ["?x=1", "?page=0", "?page=x", "?page=1&page=1"] {
        for form in ["geojson", "kml", "gpx", "csv"] {
            let answer = app.get(&format!("/api/v1/places.{form}{bad}")).await;
            assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{form}{bad}");
            assert_eq!(answer.header("content-type"), "application/problem+json");
        }
    }
    assert_eq!(app.get("/api/v1/places.csv?page=2").await.status, StatusCode::NOT_FOUND);
    let links = values(&app.page("/map").await, "href");
    assert!(links.contains(&"/api/v1/places.geojson".to_owned()), "the map page leads to them");
    Ok(())
}

fn answer_id(feature: &geojson::Feature) -> String {
    match &feature.id {
        Some(geojson::feature::Id::String(id)) => id.clone(),
        _ => String::new(),
    }
}
