//! Degrees and pairs in every way people write them.

use proptest::prelude::*;

use super::{Axis, BadAngle, BadPair, degrees, degrees_of, pair};

#[test]
fn degrees_are_read_as_people_write_them() {
    for text in [
        "35.595028",
        "３５．５９５０２８",
        "35。595028",
        "35,595028",
        "35，595028",
        "+35.595028",
        "N35.595028",
        "N 35.595028°",
        "35.595028°N",
        "纬度：35.595028",
        "纬度 35.595028 N",
        "35°35′42.1″",
        "35º35’42.1”",
        "35°35'42.1\"N",
        "35° 35' 42.1\" n",
        "35°35'42.1''",
        "35°35′42，1″",
        "３５°３５′４２．１″",
        "北纬35度35分42.1秒",
        "北纬 ３５ 度 ３５ 分 ４２。１ 秒",
        "35 35 42.1",
        "35:35:42.1",
        "35-35-42.1",
        "N 35°35.70167′",
        "35 35.70167",
        "(35°35′42.1″)",
    ] {
        let read = degrees_of(text, Some(Axis::Lat));
        assert!(read.is_ok_and(|read| (read - 35.595_028).abs() < 1e-6), "{text}: {read:?}");
    }
    for text in ["-35.5", "35.5S", "南纬35.5度", "−35°30′", "35°30′ S"] {
        assert_eq!(degrees(text), Some(-35.5), "{text}");
    }
    assert_eq!(degrees("35°42″"), Some(35.0 + 42.0 / 3600.0));
}

#[test]
fn what_is_no_degrees_is_told_by_what_is_wrong() {
    let lat = |text| degrees_of(text, Some(Axis::Lat));
    for text in [
        "",
        "northeast",
        "35 35 42 1",
        "1e5",
        "1,234.5",
        "35.5.1",
        "35.5°30′",
        "35′42″",
        "35°42″30′",
        "-35.5N",
        "N35S",
        "°",
        "约35",
    ] {
        assert_eq!(lat(text), Err(BadAngle::Unclear), "{text}");
    }
    for text in ["35°61′", "35°35′60″", "35 35 75"] {
        assert_eq!(lat(text), Err(BadAngle::Sixty), "{text}");
    }
    for text in ["E110.7", "东经110度", "经度：110.7"] {
        assert_eq!(lat(text), Err(BadAngle::OtherAxis), "{text}");
    }
    for text in ["35.595, 110.71", "110.71,35.595", "N35.595 E110.71"] {
        assert_eq!(lat(text), Err(BadAngle::Pair), "{text}");
    }
}

#[test]
fn a_pair_is_read_in_either_order_and_however_it_was_copied() {
    for text in [
        "35.595, 110.71",
        "110.71,35.595",
        "35.595 110.71",
        "110.71\t35.595",
        "110.71\n35.595",
        "110.71；35.595",
        "１１０．７１，３５．５９５",
        "(35.595, 110.71)",
        "35,595; 110,71",
        "35,595 110,71",
        "35,595, 110,71",
        "经度：110.71 纬度：35.595",
        "纬度:35.595,经度:110.71",
        "经度110.71，纬度35.595",
        "东经110.71度，北纬35.595度",
        "lat: 35.595, lng: 110.71",
        "lon=110.71 lat=35.595",
        "N35.595 E110.71",
        "N35.595E110.71",
        "35.595N 110.71E",
        "35.595°N, 110.71°E",
        "N35°35′42″ E110°42′36″",
        "N35°35′42″E110°42′36″",
        "35°35'42.0\"N 110°42'36.0\"E",
        "35°35'42\"N,110°42'36\"E",
        "35°35′42″110°42′36″",
        "北纬35度35分42秒，东经110度42分36秒",
        "东经110°42′36″、北纬35°35′42″",
        "35 35 42, 110 42 36",
        "35 35 42 110 42 36",
        "110 42 36,35 35 42",
        "N 35 35.7 E 110 42.6",
        "35 35.7 110 42.6",
        "110-42-36, 35-35-42",
        "110:42:36 35:35:42",
        "经度：110°42′36″E\n纬度：35°35′42″N",
        "东经110.71°E，北纬35.595°N",
        "geo:35.595,110.71;u=12",
    ] {
        let read = pair(text);
        let is_it = read.as_ref().is_ok_and(|(lon, lat)| {
            (lon.degrees - 110.71).abs() < 1e-9 && (lat.degrees - 35.595).abs() < 1e-9
        });
        assert!(is_it, "{text}: {read:?}");
        let (lon, lat) = read.expect("read");
        let again = (degrees(&lon.written), degrees(&lat.written));
        assert_eq!(again, (Some(lon.degrees), Some(lat.degrees)), "{text}");
    }
    let (lon, lat) = pair("-33.5, -110.5").expect("a pair");
    assert_eq!((lon.degrees, lat.degrees), (-110.5, -33.5));
    let (lon, _) = pair("经度 35.6 纬度 36.1").expect("marked");
    assert_eq!(lon.degrees, 35.6);
}

#[test]
fn what_is_no_pair_is_told_by_what_is_wrong() {
    for text in [
        "",
        "35.595",
        "110°42′36″",
        "在村口",
        "经度110.7 经度110.8",
        "E35.6 E36.1",
        "35.6N 36.1N",
        "经度35.6 经度36.1",
        "35.5 36.5 110.7",
        "1 2 3 4 5 6 7",
    ] {
        assert_eq!(pair(text).err(), Some(BadPair::Unclear), "{text}");
    }
    for text in ["35.6, 36.1", "35 35 42 36 10 5"] {
        assert_eq!(pair(text).err(), Some(BadPair::NoAxis), "{text}");
    }
    assert_eq!(pair("经度35.6 纬度110.7").err(), Some(BadPair::Exchanged));
    for text in ["110.7, 120.7", "37510000, 3940000", "N95 E110", "35.6, 195.2"] {
        assert_eq!(pair(text).err(), Some(BadPair::OffTheEarth), "{text}");
    }
}

/// The five-hundredth part of a second is more than what is asked: a twentieth.
const NEAR_DEG: f64 = 0.05 / 3600.0;

fn written(degrees: f64, style: usize) -> String {
    let tenths = (degrees.abs() * 36_000.0).round() as u64;
    let (whole, minutes, seconds) =
        (tenths / 36_000, tenths / 600 % 60, format!("{}.{}", tenths / 10 % 60, tenths % 10));
    let sign = if degrees < 0.0 { "-" } else { "" };
    match style {
        0 => format!("{sign}{whole}°{minutes}′{seconds}″"),
        1 => format!("{sign}{whole}度{minutes}分{seconds}秒"),
        2 => format!("{sign}{whole} {minutes} {seconds}"),
        3 => format!("{sign}{whole}°{minutes:02}'{seconds}\""),
        _ => {
            let wide =
                |c: char| if c.is_ascii_digit() { char::from_u32(u32::from(c) + 0xFEE0) } else { Some(c) };
            format!("{sign}{whole}°{minutes}′{seconds}″").chars().filter_map(wide).collect()
        }
    }
}

proptest! {
    #[test]
    fn degrees_minutes_and_seconds_come_back(lon in -180.0..180.0_f64, lat in -90.0..90.0_f64, style in 0..5_usize) {
        for value in [lon, lat] {
            let read = degrees(&written(value, style));
            prop_assert!(read.is_some_and(|read| (read - value).abs() <= NEAR_DEG + 1e-9), "{} {:?}", value, read);
        }
    }

    #[test]
    // Beyond 90 it can be no latitude, and the order needs no words.
    fn a_pair_comes_back_in_either_order(lon in 91.0..180.0_f64, lat in -89.0..89.0_f64, style in 0..5_usize, first in any::<bool>()) {
        let (lon_text, lat_text) = (written(lon, style), written(lat, style));
        let text = if first { format!("{lon_text}, {lat_text}") } else { format!("{lat_text}，{lon_text}") };
        let read = pair(&text);
        let is_it = read.as_ref().is_ok_and(|(found_lon, found_lat)| {
            (found_lon.degrees - lon).abs() <= NEAR_DEG + 1e-9 && (found_lat.degrees - lat).abs() <= NEAR_DEG + 1e-9
        });
        prop_assert!(is_it, "{} {:?}", text, read);
    }

    #[test]
    fn nothing_that_is_typed_breaks_it(text in ".{0,60}") {
        let _ = (degrees(&text), pair(&text));
    }
}
