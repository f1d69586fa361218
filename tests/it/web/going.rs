//! Getting there, on a village's page: points to go to in each program's datum and order, and why a circle has none.

use std::collections::BTreeSet;

use baozhai::store::write_atomically;

use super::html::{piece, unescaped, values, words};
use super::walk::addresses;
use super::{Outcome, TestApp};
use crate::archives::{copy_of_small, edit};

/// Decimals that stand in no place but the gate, the parking and the landmark of 丙村.
const MARKS: [&str; 3] = ["110.8012", "110.8034", "110.8056"];

/// A place of a village file.
pub(super) fn place(role: &str, lon: f64, lat: f64, public: &str) -> String {
    format!(
        "\n[[place]]\nrole = \"{role}\"\nlon = {lon}\nlat = {lat}\ndatum = \"WGS84\"\nuncertainty_m = 5\nmethod = \"gps\"\n\
         certainty = \"established\"\nsources = [\"example-list\"]\npublic = \"{public}\"\n"
    )
}

/// The properties that the box of a visit tells, of which the vocabulary of the small archive has two.
const ON_THE_WAY: &str = "[[property]]\nid = \"toilet\"\nname.zh = \"厕所\"\nname.en = \"Toilet\"\n\n\
                          [[property]]\nid = \"signal\"\nname.zh = \"手机信号\"\nname.en = \"Signal\"\n\n";

/// The small archive, where 丙村 has a gate, a parking and a landmark beside its centre, and 乙村 was measured too.
pub(super) async fn app() -> anyhow::Result<TestApp> {
    let folder = copy_of_small()?;
    let parts = [
        place("gate", 110.8012, 35.6008, "exact"),
        place("landmark", 110.8056, 35.6056, "exact"),
        place("parking", 110.8034, 35.6034, "exact"),
    ];
    let first = "[[statement]]\nproperty = \"fort\"";
    let gamma = "villages/gamma/village.toml";
    edit(folder.path(), gamma, first, &format!("{}\n{first}", parts.concat()))?;
    let beta = folder.path().join("villages/beta/village.toml");
    let text = std::fs::read_to_string(&beta)?;
    write_atomically(&beta, text + &place("centre", 110.75, 35.58, "exact"))?;
    let vocabulary = "villages/vocabulary.toml";
    edit(
        folder.path(),
        vocabulary,
        "[[property]]\nid = \"count\"",
        &format!("{ON_THE_WAY}[[property]]\nid = \"count\""),
    )?;
    TestApp::over(folder).await
}

/// The words of a page, with one blank wherever there is any.
pub(super) fn line(html: &str) -> String {
    words(html).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The visit box of a page.
fn visit(html: &str) -> &str {
    piece(html, "<section class=\"visit\"", "</section>")
}

#[tokio::test]
async fn each_program_gets_the_point_in_its_datum_and_order() -> Outcome {
    let app = app().await?;
    let html = app.page("/villages/gamma").await;
    let links = values(visit(&html), "href");
    let (name, address) = (
        "%E4%B8%99%E6%9D%91",
        "%E5%B1%B1%E8%A5%BF%E7%9C%81%E8%BF%90%E5%9F%8E%E5%B8%82%E6%B2%B3%E6%B4%A5%E5%B8%82%E4%B8%99%E6%9D%91",
    );
    for link in [
        format!(
            "https://uri.amap.com/marker?position=110.8,35.6&name={name}&src=baozhai&coordinate=wgs84&callnative=1"
        ),
        format!(
            "https://api.map.baidu.com/marker?location=35.6,110.8&title={name}&content={address}&output=html&coord_type=wgs84&src=webapp.baozhai.archive"
        ),
        // GCJ-02 by another program than this one.
        format!(
            "https://apis.map.qq.com/uri/v1/marker?marker=coord:35.599711,110.805592;title:{name};addr:{address}&referer=baozhai"
        ),
        format!("https://maps.apple.com/?ll=35.599711,110.805592&q={name}"),
        "geo:35.6,110.8;u=20".to_owned(),
        // The gate, which is another point, and named as what it is.
        format!(
            "https://uri.amap.com/marker?position=110.8012,35.6008&name={name}%E5%A0%A1%E9%97%A8&src=baozhai&coordinate=wgs84&callnative=1"
        ),
        "geo:35.6034,110.8034;u=5".to_owned(),
    ] {
        assert!(links.contains(&link), "{link}\nis not in {links:#?}");
    }
    let shown = line(visit(&html));
    for told in [
        "车停在这里",
        "步行到这里",
        "35.6, 110.8",
        "北纬35°36′00.0″，东经110°48′00.0″",
        "GCJ-02（高德、腾讯） 35.599711, 110.805592",
        "WGS 84 35.6034, 110.8034",
        "WGS84（手机、GPS） 北纬35°36′12.2″",
    ] {
        assert!(shown.contains(told), "{told} is not in {shown}");
    }
    let order = ["停车处", "堡门", "村堡中心", "标志点"].map(|label| shown.find(label));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?} in {shown}");
    assert!(
        !links.iter().any(|link| link.contains("/search?")),
        "there is a point, so nothing to search for"
    );
    assert!(visit(&html).contains("data-copy"), "the script adds its buttons");
    let english = line(visit(&app.page("/en/villages/gamma").await));
    assert!(english.contains("leave the car here") && english.contains("35°36′00.0″ N, 110°48′00.0″ E"));
    Ok(())
}

#[tokio::test]
async fn forts_near_by_are_told_with_direction_and_distance() -> Outcome {
    let app = app().await?;
    let html = app.page("/villages/gamma").await;
    let shown = line(visit(&html));
    // 5.04 km by the formulas of Vincenty.
    assert!(shown.contains("乙村 西南，5.0公里") && shown.contains("都是直线距离"), "{shown}");
    assert!(line(visit(&app.page("/villages/beta").await)).contains("丙村 东北，5.0公里"));
    assert!(!shown.contains("甲堡村"), "a circle is near nothing");
    // The page follows when a fort that it did not name is measured.
    app.rewrite("alpha", "\"method\":\"derived-from-text\"", "\"method\":\"gps\"").await?;
    app.catch_up().await?;
    assert!(line(visit(&app.page("/villages/gamma").await)).contains("甲堡村 西北，12公里"));
    Ok(())
}

#[tokio::test]
async fn a_circle_is_given_a_name_to_search_for_and_the_reason() -> Outcome {
    let app = app().await?;
    for (page, why) in [
        ("/villages/alpha", "圆心不是村子，所以不给导航点和里程。"),
        ("/en/villages/alpha", "no point to navigate to"),
    ] {
        let html = app.page(page).await;
        let links = values(visit(&html), "href");
        assert!(line(visit(&html)).contains(why), "{page}");
        let outward: Vec<&String> = links.iter().filter(|link| link.contains(':')).collect();
        assert_eq!(outward.len(), 8, "the village and the town, by name, in four programs: {outward:#?}");
        for link in outward {
            assert!(link.contains("search?") || link.starts_with("https://maps.apple.com/?q="), "{link}");
            assert!(!link.contains("110") && !link.contains("geo:"), "{link}");
        }
        assert!(links.iter().any(|link| link == "https://maps.apple.com/?q=%E6%B2%B3%E6%B4%A5%E5%B8%82%E5%8C%97%E9%95%87"));
        assert!(!html.contains("class=\"near\"") && !html.contains("/route?ids="), "{page}");
    }
    // Of a town that is not established nobody is sent on the way.
    assert!(!line(&app.page("/villages/beta").await).contains("先到"));
    Ok(())
}

/// Each way of hiding the village hides its gate, its parking and its neighbours' distances, in old revisions too.
#[tokio::test]
async fn whatever_hides_the_place_hides_all_its_points() -> Outcome {
    let app = app().await?;
    let mut asked: BTreeSet<String> = addresses(&app).await?;
    asked.extend(
        [
            "/villages/gamma",
            "/villages/gamma@1",
            "/villages/gamma@2",
            "/villages/gamma@3",
            "/en/villages/gamma@1",
            "/villages/beta@1",
            "/route?ids=beta,gamma",
            "/route.gpx?ids=beta,gamma",
            "/route.kml?ids=beta,gamma&start=gamma",
            "/en/route?ids=beta,gamma&start=beta",
        ]
        .map(str::to_owned),
    );
    let leaks = async |marks: &[&str]| {
        let mut leaks = Vec::new();
        for path in &asked {
            let text = String::from_utf8_lossy(&app.get(path).await.body).into_owned();
            leaks.extend(
                marks.iter().filter(|mark| text.contains(**mark)).map(|mark| format!("{path}: {mark}")),
            );
        }
        leaks
    };
    // Longitudes of the points, of the centre, and of the centre in GCJ-02.
    let all = [&MARKS[..], &["110.8", "110.805592"]].concat();
    assert!(leaks(&all).await.len() > 20, "they show as long as they are told");
    // One role alone.
    let parking = app.records.head(&"gamma".parse()?).await?.expect("it is there").body;
    let mut record: serde_json::Value = serde_json::from_str(&parking)?;
    let role = |record: &mut serde_json::Value, role: &str, public: &str| {
        let places = record["places"].as_array_mut().expect("places");
        for place in places.iter_mut().filter(|place| place["role"] == role) {
            place["public"] = public.into();
        }
    };
    role(&mut record, "gate", "withheld");
    app.rewrite("gamma", &parking, &record.to_string()).await?;
    app.catch_up().await?;
    assert_eq!(leaks(&MARKS[..1]).await, Vec::<String>::new(), "the gate");
    assert!(leaks(&MARKS[1..]).await.len() > 4, "the others are told still");
    // The centre, though nobody thought of its gate.
    let before = app.records.head(&"gamma".parse()?).await?.expect("it is there").body;
    role(&mut record, "gate", "exact");
    role(&mut record, "centre", "1 km");
    app.rewrite("gamma", &before, &record.to_string()).await?;
    app.catch_up().await?;
    // To a kilometre the centre has the same degrees, and is told so as a circle.
    let but_the_circle: Vec<&str> = all.iter().copied().filter(|mark| *mark != "110.8").collect();
    assert_eq!(leaks(&but_the_circle).await, Vec::<String>::new(), "the village to a kilometre");
    let shown = line(visit(&app.page("/villages/gamma@1").await));
    assert!(shown.contains("没有可以公开的准确坐标"), "{shown}");
    assert!(!line(visit(&app.page("/villages/beta").await)).contains("丙村"), "it is near nothing any more");
    for public in ["town", "withheld"] {
        let before = app.records.head(&"gamma".parse()?).await?.expect("it is there").body;
        role(&mut record, "centre", public);
        app.rewrite("gamma", &before, &record.to_string()).await?;
        app.catch_up().await?;
        assert_eq!(leaks(&all).await, Vec::<String>::new(), "{public}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_met_on_the_way_has_its_day_and_its_observer() -> Outcome {
    let app = app().await?;
    let shown = line(visit(&app.page("/villages/alpha").await));
    assert!(shown.contains("还不清楚厕所、手机信号"), "one short list: {shown}");
    let toilet = "{\"property\":\"toilet\",\"value\":{\"zh\":\"村委会院内有公厕\"},\"certainty\":\"established\",\
                  \"sources\":[\"example-list\"],\"survey\":\"first-visit\"},";
    app.rewrite("alpha", "\"statements\":[", &format!("\"statements\":[{toilet}")).await?;
    app.catch_up().await?;
    let html = app.page("/villages/alpha").await;
    let shown = line(visit(&html));
    assert!(shown.contains("村委会院内有公厕 2026年4月，张三、李四所见"), "{shown}");
    assert!(shown.contains("还不清楚手机信号"), "{shown}");
    assert_eq!(unescaped(&html).matches("村委会院内有公厕").count(), 1, "it is told once");
    assert!(visit(&html).contains("id=\"f-toilet\""));
    assert!(!line(&app.page("/villages/open-a").await).contains("还不清楚"));
    Ok(())
}
