//! What should be looked at in a record before it is published, though nothing forbids it.

use geo::{Distance, Haversine, Point};
use jiff::civil::Date;

use super::finding::Finding;
use super::sides::Sides;
use crate::archive::Snapshot;
use crate::model::{Datum, Geometry, PartialDate, Photo, Place, Record, Role, Village};

/// Photographs are older than that nowhere in Shanxi.
const FIRST_PHOTOGRAPHS: i16 = 1860;

/// Between two records of one point, metres: what a point is off by when it was measured in one Chinese datum and named
/// another.
const DATUM_SHIFT_M: std::ops::RangeInclusive<f64> = 300.0..=700.0;

/// A position of a village this far from its published centre, metres beyond both radii, is hardly of the same village.
const FAR_M: f64 = 3_000.0;

/// How far from the middle of its town a village may lie, metres.
const FAR_FROM_TOWN_M: f64 = 15_000.0;

/// Looks a record over.
pub(super) fn advise(
    record: &Record,
    side: &Sides,
    snapshot: &Snapshot,
    today: Date,
    findings: &mut Vec<Finding>,
) {
    match record {
        Record::Village(village) => of_village(village, side, snapshot, today, findings),
        Record::Photo(photo) => of_photo(photo, side, today, findings),
        Record::Essay(essay) if essay.title.en.is_none() => {
            findings.push(Finding::new(false, "no-english", &side.name, "title.en"));
        }
        _ => {}
    }
}

fn of_village(
    village: &Village,
    side: &Sides,
    snapshot: &Snapshot,
    today: Date,
    findings: &mut Vec<Finding>,
) {
    if village.name.en.is_none() {
        findings.push(Finding::new(false, "no-english", &side.name, "name.en"));
    }
    for survey in &village.surveys {
        if is_to_come(survey.date, today) {
            let field = format!("survey.{}.date", survey.id);
            findings.push(Finding::new(true, "date-to-come", &side.name, field));
        }
    }
    let published = match side.live.as_ref().map(|live| &live.record) {
        Some(Record::Village(village)) => Some(village),
        _ => None,
    };
    let units = super::fields::village_units("place", published, &side.after);
    for (place, unit) in village.places.iter().zip(units) {
        let is_touched = side.changed().any(|(field, _, _)| field.starts_with(&format!("{unit}.")));
        if is_touched {
            of_place(place, &unit, (village, published), side, snapshot, findings);
        }
    }
}

fn of_place(
    place: &Place,
    unit: &str,
    (village, published): (&Village, Option<&Village>),
    side: &Sides,
    snapshot: &Snapshot,
    findings: &mut Vec<Finding>,
) {
    let Some(here) = point_of(place) else { return };
    let field = format!("{unit}.lon");
    let mut told = |code, metres: f64| {
        findings.push(Finding::new(false, code, &side.name, &field).about(format!("{metres:.0}")));
    };
    if (here.x(), here.y()) == (0.0, 0.0) {
        return told("nowhere", 0.0);
    }
    let before = |role: Role| published?.places.iter().find(|place| place.role == role);
    if let Some(before) = before(place.role)
        && let Some(there) = point_of(before)
    {
        let metres = Haversine.distance(here, there);
        let is_measured = before.method.is_measured_on_site();
        if is_measured && DATUM_SHIFT_M.contains(&metres) {
            told("datum-suspect", metres);
        }
    }
    let centre = before(Role::Centre);
    if let Some((centre, there)) = centre.and_then(|centre| Some((centre, point_of(centre)?))) {
        let metres = Haversine.distance(here, there);
        if metres > FAR_M + centre.uncertainty_m + place.uncertainty_m {
            told("far-from-village", metres);
        }
    }
    let town = village.town.as_ref().and_then(|town| snapshot.catalogue().region().town(town));
    if let Some((lon, lat)) = town.and_then(|town| snapshot.town_point(town)) {
        let metres = Haversine.distance(here, Point::new(lon, lat));
        if metres > FAR_FROM_TOWN_M + place.uncertainty_m {
            told("far-from-town", metres);
        }
    }
}

/// The point of a place as it was recorded; the Chinese datums differ by less than what is looked for here, but for the two
/// that are shifted on purpose.
fn point_of(place: &Place) -> Option<Point> {
    let is_near_enough = !matches!(place.datum, Datum::Gcj02 | Datum::Bd09);
    match &place.geometry {
        Geometry::Point(position) if is_near_enough => Some(Point::new(position.lon(), position.lat())),
        _ => None,
    }
}

fn of_photo(photo: &Photo, side: &Sides, today: Date, findings: &mut Vec<Finding>) {
    if let Some(taken) = photo.taken {
        if is_to_come(taken, today) {
            findings.push(Finding::new(true, "date-to-come", &side.name, "taken"));
        } else if taken.year() < FIRST_PHOTOGRAPHS {
            findings.push(Finding::new(false, "implausible-date", &side.name, "taken"));
        }
    } else if !photo.stand_in {
        findings.push(Finding::new(false, "no-date", &side.name, "taken"));
    }
    if photo.visibility.is_public() && photo.alt.zh == photo.caption.zh {
        findings.push(Finding::new(false, "same-alt", &side.name, "alt.zh"));
    }
    if photo.caption.en.is_none() {
        findings.push(Finding::new(false, "no-english", &side.name, "caption.en"));
    }
}

fn is_to_come(date: PartialDate, today: Date) -> bool {
    date.earliest_day().is_some_and(|day| day > today)
}
