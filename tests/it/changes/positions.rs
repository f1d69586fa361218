//! Positions in a change: what is no place of the county blocks, what looks like another datum is told.

use super::{Desk, Outcome, person};

const GATE: &str = "place.gate.1";

/// One spot in WGS 84 and in GCJ-02, by gcoord 1.0.7.
const WGS84: (&str, &str) = ("110.696", "35.672");
const GCJ02: (&str, &str) = ("110.701502", "35.67174");

/// Codes of what is found of positions once a gate was entered, those that block with `!`.
async fn found(
    desk: &Desk,
    change: &baozhai::changes::Change,
    (lon, lat): (&str, &str),
    datum: &str,
) -> anyhow::Result<Vec<String>> {
    let fields = [("lon", lon), ("lat", lat), ("datum", datum), ("uncertainty_m", "10"), ("method", "gps")];
    let more = [("certainty", "established"), ("sources", "example-list"), ("public", "exact")];
    let named: Vec<(String, &str)> =
        fields.iter().chain(&more).map(|(name, value)| (format!("{GATE}.{name}"), *value)).collect();
    let fields: Vec<(&str, &str)> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    desk.save(change, &person("li"), &fields).await?;
    told(desk, change).await
}

/// How far the review says that the gate moves.
async fn moved_m(desk: &Desk, change: &baozhai::changes::Change) -> anyhow::Result<Option<u64>> {
    let draft = desk.changes.draft(desk.changes.get(&change.id).await?).await?;
    Ok(draft.sides.first().and_then(|side| side.moved_m(&format!("{GATE}.lon"))))
}

async fn told(desk: &Desk, change: &baozhai::changes::Change) -> anyhow::Result<Vec<String>> {
    let draft = desk.changes.draft(desk.changes.get(&change.id).await?).await?;
    let of_places = draft.findings.iter().filter(|finding| finding.field.starts_with("place."));
    let code = |finding: &baozhai::changes::Finding| {
        format!("{}{}", if finding.is_blocking { "!" } else { "" }, finding.code)
    };
    Ok(of_places.map(code).collect())
}

#[tokio::test]
async fn one_spot_is_one_spot_in_every_datum_and_a_datum_named_wrongly_is_told() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let first = desk.begin(&li, "beta").await?;
    assert_eq!(found(&desk, &first, WGS84, "WGS84").await?, [""; 0]);
    desk.changes.submit(&first.id, &li, "").await?;
    desk.publish(&first.id, &chief).await?;
    let change = desk.begin(&li, "beta").await?;
    assert_eq!(found(&desk, &change, GCJ02, "GCJ02").await?, [""; 0]);
    assert_eq!(moved_m(&desk, &change).await?, Some(0), "the same spot, in other degrees");
    assert_eq!(found(&desk, &change, WGS84, "CGCS2000").await?, [""; 0]);
    assert_eq!(found(&desk, &change, GCJ02, "WGS84").await?, ["datum-suspect"]);
    assert!(moved_m(&desk, &change).await?.is_some_and(|metres| (450..550).contains(&metres)));
    assert_eq!(found(&desk, &change, WGS84, "GCJ02").await?, ["datum-suspect"]);
    assert_eq!(found(&desk, &change, ("110.71", "35.672"), "WGS84").await?, ["moved-far"]);
    Ok(())
}

#[tokio::test]
async fn what_is_no_place_of_the_county_blocks_and_is_told_once() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin(&person("li"), "beta").await?;
    for (at, code) in [
        (("0", "0"), "!nowhere"),
        (("35.672", "110.696"), "!exchanged"),
        (("-110.696", "35.672"), "!outside-china"),
        (("NaN", "35.672"), "!not-degrees"),
        (("110.696", "Infinity"), "!not-degrees"),
    ] {
        assert_eq!(found(&desk, &change, at, "WGS84").await?, [code], "{at:?}");
    }
    // In the sea; the review's own remark comes with it.
    let sea = found(&desk, &change, ("120.696", "35.672"), "WGS84").await?;
    assert!(sea.contains(&"!outside-county".to_owned()), "{sea:?}");
    Ok(())
}

#[tokio::test]
async fn a_faulty_outline_says_what_is_wrong_with_it() -> Outcome {
    let desk = Desk::start().await?;
    let li = person("li");
    let change = desk.begin(&li, "beta").await?;
    let unit = "place.boundary.1";
    let rest = [
        ("datum", "GCJ02"),
        ("uncertainty_m", "10"),
        ("method", "gps"),
        ("certainty", "established"),
        ("sources", "example-list"),
        ("public", "exact"),
    ];
    let named: Vec<(String, &str)> =
        rest.iter().map(|(name, value)| (format!("{unit}.{name}"), *value)).collect();
    let rest: Vec<(&str, &str)> = named.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    desk.save(&change, &li, &rest).await?;
    for (corners, codes) in [
        ("110.69, 35.67\n110.70, 35.67", &["!short-outline"][..]),
        ("110.69, 35.67\n110.70, 35.67\n110.70, 35.68\n110.69, 35.67", &["!repeated-point"]),
        ("110.69, 35.67\n110.70, 35.68\n110.70, 35.67\n110.69, 35.68", &["!crossed-outline"]),
        ("110.69, 35.67\n110.70, 35.67\n110.70, 35.68", &[]),
    ] {
        desk.save(&change, &li, &[(&format!("{unit}.outline"), corners)]).await?;
        assert_eq!(told(&desk, &change).await?, codes, "{corners}");
    }
    Ok(())
}

#[tokio::test]
async fn what_a_point_stands_for_is_a_field_of_its_own() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.begin(&li, "beta").await?;
    found(&desk, &change, WGS84, "WGS84").await?;
    let (stands_for, method) = (format!("{GATE}.stands_for"), format!("{GATE}.method"));
    desk.save(&change, &li, &[(&stands_for, "gate"), (&method, "map")]).await?;
    assert_eq!(told(&desk, &change).await?, ["!false-point"]);
    desk.save(&change, &li, &[(&stands_for, "somewhere"), (&method, "gps")]).await?;
    assert_eq!(told(&desk, &change).await?, ["!no-choice"]);
    desk.save(&change, &li, &[(&stands_for, "gate")]).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    desk.publish(&change.id, &chief).await?;
    assert!(desk.app.page("/villages/beta").await.contains("所标的点：在堡门处测得"));
    Ok(())
}
