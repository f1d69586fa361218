//! Layers of made-up villages, one of each kind of position.

use super::*;

fn placed(id: &str, position: Position) -> Placed {
    Placed {
        id: id.to_owned(),
        name: "=甲<堡>&村\u{1}".to_owned(),
        name_en: None,
        code: Some("990001001201".to_owned()),
        town: Some(("北镇".to_owned(), "990001001".to_owned())),
        url: format!("https://archive.example/villages/{id}"),
        position,
    }
}

fn told(point: (f64, f64), radius_m: f64, is_surveyed: bool) -> Position {
    let method = if is_surveyed { "surveyed" } else { "derived-from-text" };
    Position::Told(Told {
        point: Some(point),
        radius_m,
        precision: "exact",
        method,
        certainty: "lead",
        is_surveyed,
    })
}

fn four() -> Vec<Placed> {
    vec![
        placed("circle", told((110.123_456_789, 35.6), 5000.0, false)),
        placed("surveyed", told((110.7, 35.7), 8.0, true)),
        placed("withheld", Position::Withheld),
        placed("unknown", Position::Unknown),
    ]
}

#[test]
fn a_layer_has_the_longitude_first_to_seven_decimals_and_no_crs() {
    let text = write_geojson(&four());
    let collection: ::geojson::FeatureCollection = text.parse().expect("GeoJSON");
    assert_eq!(collection.features.len(), 2);
    assert!(collection.foreign_members.is_none(), "RFC 7946 has no crs: {text}");
    assert!(text.contains("[110.1234568,35.6]"), "{text}");
    assert_eq!(collection.features[0].property("radius_m").and_then(|radius| radius.as_f64()), Some(5000.0));
}

#[test]
fn a_circle_is_drawn_as_one_and_nothing_leads_to_its_middle() {
    let (kml, gpx) = (write_kml("堡寨", &four()), write_gpx("堡寨", &four()));
    assert_eq!((kml.matches("<Polygon>").count(), kml.matches("<Point>").count()), (1, 1));
    assert!(!kml.contains("110.1234568,35.6 ") && !kml.contains("\u{1}"));
    let ring = kml.split("<coordinates>").nth(1).and_then(|rest| rest.split('<').next()).expect("a ring");
    let corners: Vec<(f64, f64)> = ring
        .split(' ')
        .filter_map(|corner| corner.split_once(','))
        .filter_map(|(lon, lat)| Some((lon.parse().ok()?, lat.parse().ok()?)))
        .collect();
    assert_eq!(corners.first(), corners.last());
    let turn: f64 = corners.windows(2).map(|ends| ends[0].0 * ends[1].1 - ends[1].0 * ends[0].1).sum();
    assert!(turn > 0.0, "counter-clockwise");
    let reach_m = (corners[0].0 - 110.123_456_8) * 111_320.0 * 35.6_f64.to_radians().cos();
    assert!((reach_m - 5000.0).abs() < 1.0, "{reach_m}");
    assert_eq!(gpx.matches("<wpt ").count(), 1);
    assert!(gpx.contains("<wpt lat=\"35.7\" lon=\"110.7\">") && gpx.contains("甲&lt;堡&gt;&amp;村"), "{gpx}");
}

#[test]
fn the_table_has_everybody_and_runs_nothing() {
    let text = String::from_utf8(write_csv(&four()).expect("in memory")).expect("UTF-8");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 5);
    assert!(lines[1].starts_with("circle,'=甲"), "{}", lines[1]);
    assert!(lines[3].contains(",withheld,,,,,,,,https://"), "{}", lines[3]);
}
