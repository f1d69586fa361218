//! Positions on the form of a survey: typed, pasted, from a photo, in words; with and without scripts.

use axum::http::{Method, StatusCode};
use baozhai::changes::form::Choices;
use serde_json::Value;

use super::super::app::Answer;
use super::super::{Outcome, TestApp};
use super::changes::{Desk, hidden, leads_to};
use super::uploads::{FORM, form};
use crate::uploads::pictures::{of_phone, photo};

const GATE: &str = "beta/place.gate.1";

/// The value of a control of the form.
fn value(page: &Answer, name: &str) -> String {
    let text = page.text().split(&format!("name=\"{name}\"")).nth(1).unwrap_or_default();
    let text = text.split("</textarea>").next().unwrap_or_default();
    if text.trim_start().starts_with("type=") {
        let value = text.split("value=\"").nth(1).and_then(|rest| rest.split('"').next());
        return value.unwrap_or_default().to_owned();
    }
    text.split_once('>').map(|(_, text)| text.trim().to_owned()).unwrap_or_default()
}

/// What is chosen in a list or among boxes.
fn chosen(page: &Answer, name: &str) -> Option<String> {
    if let Some(list) =
        page.text().split(&format!("<select id=\"f-{}\"", name.replace(['/', '.', '_'], "-"))).nth(1)
    {
        let list = list.split("</select>").next().unwrap_or_default();
        let option = list.split("<option ").find(|option| option.contains(" selected"))?;
        return option.split("value=\"").nth(1)?.split('"').next().map(str::to_owned);
    }
    let named = format!("name=\"{name}\" ");
    let boxes = page.text().split(&named).skip(1);
    let mut ticked = boxes.filter(|of| of.split('>').next().is_some_and(|tag| tag.contains(" checked")));
    ticked.next()?.split("value=\"").nth(1)?.split('"').next().map(str::to_owned)
}

/// The line that says what was understood of the gate.
fn read(page: &Answer) -> String {
    let line = page.text().split("id=\"f-beta-place-gate-1-read\"").nth(1).unwrap_or_default();
    line.split_once('>').and_then(|(_, line)| line.split('<').next()).unwrap_or_default().to_owned()
}

#[tokio::test]
async fn a_pasted_pair_stands_in_its_two_fields_and_is_said_in_words() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let pair = format!("{GATE}.pair");
    // As a browser without scripts sends it: with the two fields beside it blank.
    let blank = [(format!("{GATE}.lon"), ""), (format!("{GATE}.lat"), "")];
    let mut fields = vec![(pair.as_str(), "35°35'42.1\"N，\r\n110°42'36\"E")];
    fields.extend(blank.iter().map(|(name, value)| (name.as_str(), *value)));
    leads_to(&desk.save(&change, &fields).await);
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert_eq!(value(&page, &format!("{GATE}.lon")), "110°42′36″");
    assert_eq!(value(&page, &format!("{GATE}.lat")), "35°35′42.1″");
    assert_eq!(value(&page, &pair), "");
    assert_eq!(chosen(&page, &format!("{GATE}.datum")), None, "nobody has said in which datum");
    assert_eq!(read(&page), "读作：北纬35°35′42.1″，东经110°42′36.0″；坐标系还没有选。");

    for (datum, public, told) in [
        ("WGS84", "exact", "公开时是：WGS84 北纬35.595028°，东经110.710000°，误差约±10米。"),
        ("CGCS2000", "100 m", "公开时是：WGS84 北纬35.595°，东经110.710°，误差约±90米。"),
        ("GCJ02", "exact", "公开时是：WGS84 北纬35.595315°，东经110.704482°，误差约±10米。"),
        ("GCJ02", "100 m", "公开时是：WGS84 北纬35.595°，东经110.704°，误差约±90米。"),
        ("Beijing54", "exact", "公开时不给点：北京54、西安80的坐标只照原样存着，不换算成WGS84。"),
        ("WGS84", "withheld", "公开时不给位置。"),
    ] {
        let [datum_name, radius, public_name] =
            ["datum", "uncertainty_m", "public"].map(|name| format!("{GATE}.{name}"));
        let fields = [(datum_name.as_str(), datum), (&radius, "１０"), (&public_name, public)];
        leads_to(&desk.save(&change, &fields).await);
        let page = desk.app.get_as(&desk.surveyor, &change).await;
        assert_eq!(read(&page).lines().last(), Some(told), "{datum} {public}");
    }
    let english = desk.app.get_as(&desk.surveyor, &format!("/en{change}")).await;
    assert!(read(&english).starts_with("Read as 35°35′42.1″ N, 110°42′36.0″ E; WGS84"), "{}", read(&english));
    Ok(())
}

#[tokio::test]
async fn a_pair_that_is_not_clear_stays_where_it_was_pasted_and_is_told_of() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let pair = format!("{GATE}.pair");
    for (text, told) in [
        ("35.6, 36.1", "看不出哪个是经度"),
        ("在村口", "读不出是一对坐标"),
        ("37510000, 3940000", "不在地球上"),
        ("经度35.6 纬度110.7", "写反了"),
    ] {
        leads_to(&desk.save(&change, &[(&pair, text)]).await);
        let page = desk.app.get_as(&desk.surveyor, &change).await;
        assert_eq!(value(&page, &pair), text);
        assert!(read(&page).contains(told), "{text}: {}", read(&page));
        let problem =
            page.text().split("id=\"f-beta-place-gate-1-pair-problem\">").nth(1).unwrap_or_default();
        assert!(problem.split('<').next().unwrap_or_default().contains(told), "{text}");
        let (lon, lat) = (value(&page, &format!("{GATE}.lon")), value(&page, &format!("{GATE}.lat")));
        assert_eq!((lon.as_str(), lat.as_str()), ("", ""), "{text}");
    }
    for (field, text, told) in [
        ("lon", "35.6, 110.7", "请贴到"),
        ("lon", "N35.6", "填错了栏"),
        ("lat", "35°61′", "小于60"),
        ("lat", "北面", "读不出是多少度"),
    ] {
        let name = format!("{GATE}.{field}");
        leads_to(&desk.save(&change, &[(&pair, ""), (&name, text)]).await);
        let page = desk.app.get_as(&desk.surveyor, &change).await;
        assert_eq!(value(&page, &name), text);
        let problem = format!("id=\"f-beta-place-gate-1-{field}-problem\">");
        let problem = page.text().split(&problem).nth(1).and_then(|rest| rest.split('<').next());
        assert!(problem.is_some_and(|problem| problem.contains(told)), "{text}: {problem:?}");
        leads_to(&desk.save(&change, &[(&name, "")]).await);
    }
    Ok(())
}

#[tokio::test]
async fn a_script_is_told_the_numbers_of_a_pair_and_what_was_understood() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let version = hidden(&desk.app.get_as(&desk.surveyor, &change).await, "version");
    let pair = format!("{GATE}.pair");
    let saved = desk.save_by_script(&change, &version, &[(&pair, "经度：110.71 纬度：35.595")]).await;
    let saved: Value = serde_json::from_str(saved.text())?;
    let filled: Vec<(&str, &str)> = saved["filled"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one["name"].as_str()?, one["value"].as_str()?)))
        .collect();
    let [lon, lat] = ["lon", "lat"].map(|name| format!("{GATE}.{name}"));
    assert_eq!(filled, [(lon.as_str(), "110.71"), (&lat, "35.595"), (&pair, "")]);
    let places = saved["places"].to_string();
    assert!(places.contains("f-beta-place-gate-1-read") && places.contains("北纬35°35′42.0″"), "{places}");
    Ok(())
}

/// The bytes of a photo with one tag of its GPS block turned into another.
fn with_tag(photo: &[u8], from: [u8; 4], to: [u8; 4]) -> Vec<u8> {
    let at = photo.windows(4).position(|window| window == from).expect("the tag");
    [&photo[..at], &to, &photo[at + 4..]].concat()
}

fn with_datum(photo: &[u8], datum: &[u8; 7]) -> Vec<u8> {
    let at = photo.windows(7).position(|window| window == b"WGS-84\0").expect("a datum");
    [&photo[..at], datum, &photo[at + 7..]].concat()
}

#[tokio::test]
async fn the_position_of_a_photo_is_offered_and_taken_over_by_a_press_alone() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let shot = |seed| of_phone(&photo(seed), 1, b'T');
    // Without its direction, which is in the place of an error of 135.5 m; of another datum; of none.
    let exact = with_tag(&shot(1), [0, 17, 0, 5], [0, 31, 0, 5]);
    let tokyo = with_datum(&shot(2), b"TOKYO\0\0");
    let silent = with_tag(&shot(3), [0, 18, 0, 2], [0, 22, 0, 2]);
    let files = form(&[("file", "门.jpg", &exact), ("file", "二.jpg", &tokyo), ("file", "三.jpg", &silent)]);
    let headers = [FORM, ("cookie", desk.surveyor.as_str()), ("sec-fetch-site", "same-origin")];
    let sent = desk.app.send_bytes(Method::POST, &format!("{change}/files"), &headers, files).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());

    let page = desk.app.get_as(&desk.surveyor, &change).await;
    let text = page.text();
    assert!(text.contains("照片里记有位置：北纬35°40′19.2″，东经110°41′45.6″，误差约±136米"), "{text}");
    assert!(text.contains("GCJ-02，会偏几百米") && text.contains("不是被拍的东西"));
    assert!(text.contains("“TOKYO”，不能照WGS84用") && text.contains("文件没有写坐标系"));
    // A text that lacks one of its values is told by its key.
    assert!(!text.contains(">upload-position"), "{text}");
    for role in ["gate", "parking", "centre"] {
        assert!(text.contains(&format!("value=\"new-1/position=place.{role}.")), "{role}");
    }
    // Nothing of it is entered by itself.
    assert!(!text.contains("name=\"beta/place.gate.1.lon\""));

    let led = leads_to(&desk.save(&change, &[("take", "new-1/position=place.gate.1")]).await);
    assert!(led.ends_with("#f-beta-place-gate-1"), "{led}");
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    for (field, expected) in [("lon", "110.696000"), ("lat", "35.672000"), ("uncertainty_m", "136")] {
        assert_eq!(value(&page, &format!("{GATE}.{field}")), expected);
    }
    assert_eq!(chosen(&page, &format!("{GATE}.datum")).as_deref(), Some("WGS84"));
    assert_eq!(chosen(&page, &format!("{GATE}.method")).as_deref(), Some("gps"));

    // A second one does not stand in the place of the first, and a datum that is not known is asked for.
    let led = leads_to(&desk.save(&change, &[("take", "new-2/position=place.gate.1")]).await);
    assert!(led.ends_with("#f-beta-place-gate-2"), "{led}");
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert_eq!(value(&page, "beta/place.gate.2.lon"), "110.696000");
    assert_eq!(chosen(&page, "beta/place.gate.2.datum"), None);
    assert_eq!(value(&page, "beta/place.gate.2.uncertainty_m"), "", "the file does not say");
    // What is sent along with the press is not written over either.
    let typed = [
        ("beta/place.parking.1.lon", "110.7"),
        ("beta/place.parking.1.lat", ""),
        ("take", "new-3/position=place.parking.1"),
    ];
    let led = leads_to(&desk.save(&change, &typed).await);
    assert!(led.ends_with("#f-beta-place-parking-2"), "{led}");
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert_eq!(value(&page, "beta/place.parking.1.lon"), "110.7");
    assert_eq!(chosen(&page, "beta/place.parking.2.datum").as_deref(), Some("WGS84"));
    // A photo that has none, a place that is none.
    for take in ["new-9/position=place.gate.1", "new-1/position=place.tower.1", "new-1/position"] {
        leads_to(&desk.save(&change, &[("take", take)]).await);
    }
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(!page.text().contains("place.tower") && !page.text().contains("name=\"beta/place.gate.3.lon\""));
    Ok(())
}

#[tokio::test]
async fn a_position_that_is_far_off_is_told_in_metres() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let of = |role: &str, lon: &str, lat: &str| {
        [("lon", lon), ("lat", lat), ("datum", "WGS84"), ("uncertainty_m", "10"), ("method", "gps")]
            .into_iter()
            .chain([("certainty", "reported"), ("public", "exact"), ("sources", "example-list")])
            .map(|(name, value)| (format!("beta/place.{role}.{name}"), value.to_owned()))
            .collect::<Vec<_>>()
    };
    let fields = [of("gate.1", "110.71", "35.595"), of("parking.1", "112.71", "35.595")].concat();
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    leads_to(&desk.save(&change, &fields).await);
    let page = desk.app.get_as(&desk.surveyor, &change).await;
    let checks = page.text().split("id=\"checks\"").nth(1).unwrap_or_default();
    let checks = checks.split("</section>").next().unwrap_or_default();
    let metres = checks.split("与本村别的位置相距").nth(1).and_then(|rest| rest.split('米').next());
    let metres: f64 = metres.unwrap_or_default().parse().unwrap_or_default();
    assert!((metres - 180_800.0).abs() < 1_000.0, "{metres} {checks}");
    Ok(())
}

#[tokio::test]
async fn every_choice_of_a_position_has_its_words_and_none_is_made_beforehand() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let page = desk.app.get_as(&desk.surveyor, &format!("{change}?with=place.gate.1")).await;
    for (field, choices) in
        [("datum", Choices::Datum), ("method", Choices::Method), ("public", Choices::Precision)]
    {
        assert!(choices.words().len() >= 4, "{field}");
        for word in choices.words() {
            assert!(page.text().contains(&format!("value=\"{word}\"")), "{field}: {word}");
        }
        assert_eq!(chosen(&page, &format!("{GATE}.{field}")), None, "{field}");
    }
    for key in ["datum-", "position-method-", "position-public-", "field-place-"] {
        assert!(!page.text().contains(&format!(">{key}")), "{key}");
    }
    // Without scripts there is no button that would do nothing.
    let locate = page.text().split("data-locate").nth(1).unwrap_or_default();
    assert!(locate.trim_start().starts_with("hidden"), "{}", &locate[..40.min(locate.len())]);
    Ok(())
}

#[tokio::test]
async fn only_the_map_and_pages_of_the_staff_may_ask_where_the_device_is() -> Outcome {
    let app = TestApp::start().await?;
    for path in
        ["/map", "/en/map?at=gamma", "/staff/sign-in", "/staff", "/en/staff/sign-in", "/staff/nowhere"]
    {
        let policy = app.get(path).await.header("permissions-policy").to_owned();
        assert!(policy.contains("geolocation=(self)") && policy.contains("camera=()"), "{path}: {policy}");
    }
    for path in ["/", "/villages/alpha", "/map?town=nowhere", "/healthz", "/robots.txt", "/nowhere"] {
        let policy = app.get(path).await.header("permissions-policy").to_owned();
        assert!(policy.contains("geolocation=()"), "{path}: {policy}");
    }
    Ok(())
}
