//! Points as they are kept: differences of neighbours, which are small, each kind of number by itself.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Point;

#[derive(Serialize, Deserialize)]
struct Columns {
    places: Vec<u32>,
    firsts: [Vec<i16>; 4],
}

pub(super) fn serialize<S: Serializer>(points: &[Point], to: S) -> Result<S::Ok, S::Error> {
    let firsts = std::array::from_fn(|part| {
        let mut before = 0;
        points
            .iter()
            .map(|point| point.firsts[part].wrapping_sub(std::mem::replace(&mut before, point.firsts[part])))
            .collect()
    });
    let mut before = 0;
    let places = points
        .iter()
        .map(|point| point.place.wrapping_sub(std::mem::replace(&mut before, point.place)))
        .collect();
    Columns { places, firsts }.serialize(to)
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Point>, D::Error> {
    let Columns { places, firsts } = Columns::deserialize(from)?;
    if firsts.iter().any(|column| column.len() != places.len()) {
        return Err(D::Error::custom("columns of different length"));
    }
    let mut point = Point { place: 0, firsts: [0; 4] };
    let points = places.iter().enumerate().map(|(at, place)| {
        point.place = point.place.wrapping_add(*place);
        for (first, column) in point.firsts.iter_mut().zip(&firsts) {
            *first = first.wrapping_add(column[at]);
        }
        point
    });
    Ok(points.collect())
}
