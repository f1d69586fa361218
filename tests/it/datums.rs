//! Datums against published points and two implementations that others wrote.

use std::path::Path;

use baozhai::archive::as_published;
use baozhai::model::{Datum, Place, Position, PublicPrecision};
use proptest::prelude::*;

type Outcome = anyhow::Result<()>;

const SHIFTED: [Datum; 2] = [Datum::Gcj02, Datum::Bd09];

/// How far a position may be off there and back again, metres.
const INVERSE_M: f64 = 0.5;

/// How far from what another implementation makes of it, metres.
const FORWARD_M: f64 = 0.05;

fn at(lon: f64, lat: f64) -> Position {
    Position::new(lon, lat).unwrap_or_else(|bad| panic!("{bad}"))
}

fn converted(from: Datum, position: Position, to: Datum) -> Position {
    from.convert(position, to).unwrap_or_else(|| panic!("{from:?} to {to:?}"))
}

/// A line of the fixture: where it lies, WGS 84, and for each implementation GCJ-02 and BD-09.
struct Line {
    is_mainland: bool,
    wgs84: Position,
    others: Vec<(Datum, Position)>,
}

fn fixture() -> anyhow::Result<Vec<Line>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/datums/points.tsv");
    let text = std::fs::read_to_string(file)?;
    let mut lines = Vec::new();
    for line in text.lines().filter(|line| !line.starts_with(['#', 'w'])) {
        let mut cells = line.split('\t');
        let is_mainland = cells.next() == Some("mainland");
        let degrees: Vec<f64> = cells.map(str::parse).collect::<Result<_, _>>()?;
        let mut positions = degrees.chunks(2).map(|pair| Position::new(pair[0], pair[1]));
        let wgs84 = positions.next().ok_or_else(|| anyhow::anyhow!("a blank line"))??;
        let others = SHIFTED.into_iter().cycle().zip(positions).map(|(datum, at)| Ok((datum, at?)));
        lines.push(Line { is_mainland, wgs84, others: others.collect::<anyhow::Result<_>>()? });
    }
    Ok(lines)
}

#[test]
fn two_implementations_say_the_same_both_ways() -> Outcome {
    let mainland: Vec<Line> = fixture()?.into_iter().filter(|line| line.is_mainland).collect();
    assert!(mainland.len() >= 250, "{}", mainland.len());
    for Line { wgs84, others, .. } in mainland {
        assert_eq!(others.len(), 4, "two datums by two implementations");
        for (datum, theirs) in others {
            let off = converted(Datum::Wgs84, wgs84, datum).distance_m(theirs);
            assert!(off < FORWARD_M, "{wgs84:?} in {datum:?} is {off} m off");
            let off = converted(datum, theirs, Datum::Wgs84).distance_m(wgs84);
            assert!(off < INVERSE_M, "{theirs:?} of {datum:?} is {off} m off");
        }
    }
    Ok(())
}

#[test]
fn nothing_is_shifted_outside_the_mainland() -> Outcome {
    let outside: Vec<Line> = fixture()?.into_iter().filter(|line| !line.is_mainland).collect();
    assert!(outside.len() >= 25, "{}", outside.len());
    let datums = [Datum::Wgs84, Datum::Cgcs2000, Datum::Gcj02, Datum::Bd09];
    for Line { wgs84, .. } in outside {
        for (from, to) in datums.into_iter().flat_map(|from| datums.map(|to| (from, to))) {
            assert_eq!(from.convert(wgs84, to), Some(wgs84), "{from:?} to {to:?}");
        }
    }
    Ok(())
}

/// From the tests of eviltransform and the documentation of gcoord and coordtransform.
#[test]
fn published_points_come_out_as_published() {
    for (from, (lon, lat), to, published) in [
        (
            Datum::Wgs84,
            (121.527_210_6, 31.177_427_6),
            Datum::Gcj02,
            (121.531_541_859_215, 31.175_303_983_645_97),
        ),
        (
            Datum::Wgs84,
            (113.912_316, 22.543_847),
            Datum::Gcj02,
            (113.917_176_480_836_3, 22.540_796_131_694_766),
        ),
        (
            Datum::Wgs84,
            (116.377_817, 39.911_954),
            Datum::Gcj02,
            (116.384_047_224_556_57, 39.913_345_455_360_69),
        ),
        (Datum::Wgs84, (116.404, 39.915), Datum::Gcj02, (116.410_244_499_169_38, 39.916_404_281_501_64)),
        (Datum::Gcj02, (116.404, 39.915), Datum::Bd09, (116.410_369_493_710_29, 39.921_336_993_510_22)),
    ] {
        let published = at(published.0, published.1);
        let off = converted(from, at(lon, lat), to).distance_m(published);
        assert!(off < FORWARD_M, "{lon}, {lat}: {off} m");
        let off = converted(to, published, from).distance_m(at(lon, lat));
        assert!(off < INVERSE_M, "{lon}, {lat} back: {off} m");
    }
}

#[test]
fn ten_thousand_points_of_shanxi_come_back_within_a_centimetre() {
    // A hundred by a hundred over all of Shanxi, each some way off the corner of its cell.
    let points = (0..10_000).map(|n| {
        let (column, row) = (f64::from(n % 100), f64::from(n / 100));
        let (right, up) = ((f64::from(n) * 0.618_034).fract(), (f64::from(n) * 0.754_878).fract());
        at(110.2 + 0.044 * (column + right), 34.5 + 0.063 * (row + up))
    });
    for wgs84 in points {
        for datum in SHIFTED {
            let shifted = converted(Datum::Wgs84, wgs84, datum);
            let moved = shifted.distance_m(wgs84);
            assert!((300.0..2_000.0).contains(&moved), "{wgs84:?} is moved by {moved} m in {datum:?}");
            let off = converted(datum, shifted, Datum::Wgs84).distance_m(wgs84);
            assert!(off < 0.01, "{wgs84:?} by {datum:?} and back is {off} m off");
        }
    }
}

#[test]
fn what_old_surveys_recorded_is_not_converted() {
    let here = at(110.7, 35.6);
    for old in [Datum::Beijing54, Datum::Xian80] {
        assert_eq!(old.convert(here, old), Some(here));
        for datum in Datum::ALL.iter().copied().filter(|datum| *datum != old) {
            assert_eq!((old.convert(here, datum), datum.convert(here, old)), (None, None), "{datum:?}");
        }
    }
}

#[test]
fn a_place_of_a_shifted_datum_is_told_in_wgs_84_and_no_finer_than_allowed() -> Outcome {
    let place: Place = serde_json::from_value(serde_json::json!({
        "role": "gate", "geometry": { "point": [110.701_502, 35.671_74] }, "datum": "GCJ02", "uncertainty_m": 5.0,
        "method": "gps", "certainty": "reported", "sources": [], "public": "exact", "stands_for": "gate",
    }))?;
    let told = |allowed| as_published(&place, [allowed]).map(|told| (told.point, told.stands_for.is_some()));
    let here = at(110.696, 35.672);
    let (point, says_what) = told(PublicPrecision::Exact).unwrap_or_default();
    let (lon, lat) = point.unwrap_or_default();
    assert!(at(lon, lat).distance_m(here) < 0.1 && says_what, "{lon}, {lat}");
    // On the grid, whatever the datum: decimals behind it would give the spot away.
    for (allowed, step) in [(PublicPrecision::HundredMetres, 0.001), (PublicPrecision::Kilometre, 0.01)] {
        let grid = |degrees: f64| (degrees / step).round() * step;
        assert_eq!(told(allowed), Some((Some((grid(110.696), grid(35.672))), false)));
    }
    assert_eq!((told(PublicPrecision::Town), told(PublicPrecision::Withheld)), (None, None));
    let old = Place { datum: Datum::Beijing54, ..place.clone() };
    assert_eq!(as_published(&old, []).and_then(|told| told.point), None);
    Ok(())
}

proptest! {
    /// Everywhere, on the border too: what is made of a position is a position of which the same is made.
    #[test]
    fn there_and_back_is_where_it_began(lon in 70.0..140.0, lat in 2.0..56.0, by in 0..2_usize) {
        let (wgs84, datum) = (at(lon, lat), SHIFTED[by]);
        let shifted = converted(Datum::Wgs84, wgs84, datum);
        let back = converted(datum, shifted, Datum::Wgs84);
        // Just beyond the border two spots have the same shifted degrees, one of them in the mainland: that is taken.
        let again = converted(Datum::Wgs84, back, datum);
        prop_assert!(again.distance_m(shifted) < 0.01);
        prop_assert!(shifted == wgs84 || back.distance_m(wgs84) < 0.01, "{back:?}");
    }

    #[test]
    fn by_way_of_any_datum_it_is_the_same(lon in 110.2..114.6, lat in 34.5..40.8) {
        let wgs84 = at(lon, lat);
        let direct = converted(Datum::Wgs84, wgs84, Datum::Bd09);
        let by_gcj02 = converted(Datum::Gcj02, converted(Datum::Cgcs2000, wgs84, Datum::Gcj02), Datum::Bd09);
        prop_assert!(by_gcj02.distance_m(direct) < 0.01);
        prop_assert_eq!(Datum::Cgcs2000.convert(wgs84, Datum::Wgs84), Some(wgs84));
    }

    #[test]
    fn anywhere_on_the_earth_it_is_a_position(lon in -180.0..=180.0, lat in -90.0..=90.0) {
        for datum in SHIFTED {
            prop_assert!(datum.convert(at(lon, lat), Datum::Wgs84).is_some());
        }
    }
}
