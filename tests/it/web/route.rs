//! `/route`: surveyed forts in a good order, handed to maps and devices, and why others are no stops.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::going::{app, line, place};
use super::html::{piece, values};
use super::{Outcome, TestApp};
use crate::archives::edit;

/// As [`app`], and 甲堡村 measured between the two others.
async fn three() -> anyhow::Result<TestApp> {
    let app = app().await?;
    let alpha = "villages/alpha/village.toml";
    let centre = "lon = 110.696\nlat = 35.672";
    edit(app.path(), alpha, centre, "lon = 110.77\nlat = 35.59")?;
    edit(app.path(), alpha, "method = \"derived-from-text\"", "method = \"gps\"")?;
    app.take_in().await?;
    Ok(app)
}

/// An element by its name, its attributes and the text in it.
type Element = (String, BTreeMap<String, String>, String);

/// The elements of an XML file in their order, and for each the text within it.
fn elements(xml: &str) -> anyhow::Result<Vec<Element>> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut open): (Vec<Element>, Vec<usize>) = (Vec::new(), Vec::new());
    loop {
        let event = reader.read_event()?;
        match &event {
            Event::Start(tag) | Event::Empty(tag) => {
                let attributes = tag.attributes().map(|attribute| {
                    let attribute = attribute?;
                    Ok((attribute.key.as_ref().to_owned(), attribute.value.into_owned()))
                });
                let attributes = attributes.collect::<anyhow::Result<_>>()?;
                found.push((tag.name().as_ref().to_owned(), attributes, String::new()));
                if matches!(event, Event::Start(_)) {
                    open.push(found.len() - 1);
                }
            }
            Event::Text(text) => {
                if let Some(place) = open.last() {
                    found[*place].2.push_str(text);
                }
            }
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    anyhow::ensure!(open.is_empty(), "{open:?} are not closed");
    Ok(found)
}

#[tokio::test]
async fn forts_are_ordered_by_the_shortest_way() -> Outcome {
    let app = three().await?;
    let html = app.page("/route?ids=alpha,beta,gamma").await;
    let shown = line(&html);
    let order = ["1 乙村", "2 甲堡村", "3 丙村"].map(|stop| shown.find(stop));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}: {shown}");
    // 2.1 km to 甲堡村, from there 3.4 km to the parking of 丙村.
    assert!(shown.contains("到下一处：东北，2.1公里（直线）"), "{shown}");
    assert!(shown.contains("到下一处：东北，3.4公里（直线）"), "{shown}");
    assert!(shown.contains("各段直线距离合计5.5公里") && shown.contains("路程更长"), "{shown}");
    let started = line(&app.page("/route?ids=alpha,beta,gamma&start=gamma").await);
    let order = ["1 丙村", "2 甲堡村", "3 乙村"].map(|stop| started.find(stop));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}");
    assert!(html.contains("noindex"));
    assert!(values(&html, "href").contains(&"/route?ids=alpha,beta,gamma&start=gamma".to_owned()));
    assert!(values(&html, "href").contains(&"/route?ids=beta,gamma".to_owned()), "without one");
    Ok(())
}

#[tokio::test]
async fn legs_are_handed_over_from_parking_to_parking() -> Outcome {
    let app = three().await?;
    let html = app.page("/en/route?ids=beta,gamma").await;
    let links = values(&html, "href");
    let (beta, gamma) = ("%E4%B9%99%E6%9D%91", "%E4%B8%99%E6%9D%91%E5%81%9C%E8%BD%A6%E5%A4%84");
    let shifted = "110.808989,35.603107";
    for link in [
        format!(
            "https://uri.amap.com/navigation?from=110.755599,35.579742,{beta}&to={shifted},{gamma}&mode=car&src=baozhai&callnative=1"
        ),
        format!(
            "https://api.map.baidu.com/direction?origin=latlng:35.58,110.75%7Cname:{beta}&destination=latlng:35.6034,110.8034%7Cname:{gamma}&mode=driving&region=%E6%B2%B3%E6%B4%A5%E5%B8%82&output=html&coord_type=wgs84&src=webapp.baozhai.archive"
        ),
        format!(
            "https://apis.map.qq.com/uri/v1/routeplan?type=drive&from={beta}&fromcoord=35.579742,110.755599&to={gamma}&tocoord=35.603107,110.808989&referer=baozhai"
        ),
        "https://maps.apple.com/?saddr=35.579742,110.755599&daddr=35.603107,110.808989&dirflg=d".to_owned(),
    ] {
        assert!(links.contains(&link), "{link}\nis not in {links:#?}");
    }
    assert!(!html.contains("&amp;via="));
    // One stop between two is all that Amap takes.
    let three = values(&app.page("/route?ids=alpha,beta,gamma").await, "href");
    assert!(
        three
            .iter()
            .any(|link| link.contains("/navigation?from=110.755599,") && link.contains("&via=110.77"))
    );
    Ok(())
}

#[tokio::test]
async fn devices_get_the_route_and_every_point() -> Outcome {
    let app = three().await?;
    edit(app.path(), "villages/beta/village.toml", "乙村", "乙<村>&")?;
    app.take_in().await?;
    let gpx = app.get("/route.gpx?ids=alpha,beta,gamma").await;
    assert_eq!(gpx.header("content-type"), "application/gpx+xml");
    assert!(gpx.header("content-disposition").contains("filename=\"baozhai-route.gpx\""));
    let found = elements(gpx.text())?;
    let of = |name: &str| found.iter().filter(|element| element.0 == name).collect::<Vec<_>>();
    assert_eq!(found[0].1["version"], "1.1");
    assert_eq!(found[0].1["xmlns"], "http://www.topografix.com/GPX/1/1");
    let lons = |name: &str| of(name).iter().map(|element| element.1["lon"].clone()).collect::<Vec<_>>();
    assert_eq!(lons("rtept"), ["110.75", "110.77", "110.8034"]);
    assert_eq!(lons("wpt"), ["110.75", "110.77", "110.8034", "110.8012", "110.8", "110.8056"]);
    // The schema of GPX 1.1 wants them in this order.
    let top = found.iter().filter(|element| ["metadata", "wpt", "rte", "trk"].contains(&element.0.as_str()));
    assert!(
        top.map(|element| ["metadata", "wpt", "rte"].iter().position(|name| *name == element.0)).is_sorted()
    );
    assert!(gpx.text().contains("乙&lt;村&gt;&amp; 村堡中心"), "{}", gpx.text());
    assert!(gpx.text().contains("里程都是直线距离"));

    let kml = app.get("/route.kml?ids=alpha,beta,gamma&start=gamma").await;
    assert_eq!(kml.header("content-type"), "application/vnd.google-earth.kml+xml");
    let found = elements(kml.text())?;
    let coordinates: Vec<&str> =
        found.iter().filter(|element| element.0 == "coordinates").map(|element| element.2.as_str()).collect();
    assert_eq!(coordinates.first(), Some(&"110.8034,35.6034"), "longitude first");
    assert_eq!(coordinates.last(), Some(&"110.8034,35.6034 110.77,35.59 110.75,35.58"));
    Ok(())
}

#[tokio::test]
async fn what_can_be_no_stop_is_refused_by_name_with_the_reason() -> Outcome {
    let app = app().await?;
    let many = (0..9).map(|n| format!("x{n}")).collect::<Vec<_>>().join(",");
    for (query, status, said) in [
        ("", 200, "只有到现场测过"),
        ("?ids=gamma", 200, "已选丙村，请至少再选一处。"),
        ("?ids=alpha,gamma", 400, "排不进路线：甲堡村（位置未测，只有大致范围）。"),
        ("?ids=alpha", 400, "甲堡村（位置未测"),
        ("?ids=gamma,open-a", 400, "名单待考（甲）（不知道在哪里）"),
        ("?ids=gamma,no-such", 404, "档案里没有这一条：no-such"),
        ("?ids=gamma,alpha-01", 404, "没有这一条：alpha-01"),
        ("?ids=gamma,B%3Cb%3E", 400, "“B<b>”不是条目编号"),
        (&format!("?ids={many}"), 400, "最多8处，现在选了9处"),
    ] {
        let answer = app.get(&format!("/route{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
        assert!(line(answer.text()).contains(said), "{query}: {said} is not in {}", line(answer.text()));
        assert!(answer.text().contains("name=\"ids\" value=\"beta\""), "{query}: a form to mend it");
        assert!(!answer.text().contains("name=\"ids\" value=\"alpha\""), "{query}: a circle is not offered");
        if query.contains("gamma") {
            assert!(answer.text().contains("value=\"gamma\" checked"), "{query}: what was right stays");
        }
        let file = app.get(&format!("/en/route.gpx{query}")).await;
        assert_eq!(file.status.as_u16(), if status == 200 { 400 } else { status }, "{query}");
        assert_eq!(file.header("content-type"), "text/plain; charset=utf-8", "{query}");
    }
    for (public, why) in [("1 km", "没有可以公开的准确坐标"), ("withheld", "位置不公开")] {
        let from = if public == "1 km" { "exact" } else { "1 km" };
        app.rewrite("beta", &format!("\"public\":\"{from}\""), &format!("\"public\":\"{public}\"")).await?;
        app.catch_up().await?;
        let answer = app.get("/route?ids=beta,gamma").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(line(answer.text()).contains(&format!("乙村（{why}）")), "{}", line(answer.text()));
    }
    Ok(())
}

#[tokio::test]
async fn the_same_route_has_one_address() -> Outcome {
    let app = app().await?;
    for (asked, led) in [
        ("/route?ids=gamma&ids=beta", "/route?ids=beta,gamma"),
        ("/route?ids=gamma,beta", "/route?ids=beta,gamma"),
        ("/en/route?ids=beta@1,gamma,beta&start=gamma", "/en/route?ids=beta,gamma&start=gamma"),
        ("/route?ids=beta,gamma&start=alpha", "/route?ids=beta,gamma"),
        ("/route?ids=beta,gamma&start=%3C", "/route?ids=beta,gamma"),
        ("/route.kml?ids=gamma,beta&start=beta&start=gamma", "/route.kml?ids=beta,gamma&start=beta"),
    ] {
        let answer = app.get(asked).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{asked}");
        assert_eq!(answer.header("location"), led, "{asked}");
    }
    Ok(())
}

#[tokio::test]
async fn only_a_surveyed_village_can_be_added() -> Outcome {
    let app = app().await?;
    for (page, is_offered) in
        [("gamma", true), ("gamma@1", true), ("beta", true), ("alpha", false), ("open-a", false)]
    {
        let html = app.page(&format!("/villages/{page}")).await;
        assert_eq!(html.contains("/route?ids="), is_offered, "{page}");
    }
    let none = TestApp::over(crate::archives::copy_of_small()?).await?;
    none.rewrite("gamma", "\"method\":\"surveyed\"", "\"method\":\"map\"").await?;
    none.catch_up().await?;
    let html = none.page("/route").await;
    assert!(line(&html).contains("还没有到现场测过"), "{}", line(piece(&html, "<main", "</main>")));
    Ok(())
}

/// Eight stops, the most there can be, each once.
#[tokio::test]
async fn eight_forts_fill_a_route() -> Outcome {
    let folder = crate::archives::copy_of_small()?;
    let ids: Vec<String> = (0..8).map(|n| format!("fort-{n}")).collect();
    for (n, id) in ids.iter().enumerate() {
        let at = 110.5 + f64::from(u8::try_from(n * 3 % 8)?) / 100.0;
        let text = format!(
            "entry = \"named\"\nname.zh = \"堡{n}\"\nrights = \"CC-BY-4.0\"\n{}",
            place("gate", at, 35.6, "exact")
        );
        std::fs::create_dir_all(folder.path().join(format!("villages/{id}")))?;
        baozhai::store::write_atomically(folder.path().join(format!("villages/{id}/village.toml")), text)?;
    }
    let app = TestApp::over(folder).await?;
    let html = app.page(&format!("/route?ids={}", ids.join(","))).await;
    assert_eq!(html.matches("<li class=\"stop\">").count(), 8);
    let shown = line(&html);
    let order =
        ["1 堡0", "2 堡3", "3 堡6", "4 堡1", "5 堡4", "6 堡7", "7 堡2", "8 堡5"].map(|stop| shown.find(stop));
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{order:?}: {shown}");
    Ok(())
}
