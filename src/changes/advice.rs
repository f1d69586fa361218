//! What should be looked at in a record before it is published, though nothing forbids it.

use jiff::civil::Date;

use super::finding::Finding;
use super::sides::Sides;
use crate::archive::Snapshot;
use crate::model::{PartialDate, Photo, Place, Position, Record, Role, Town, Village};

/// Photographs are older than that nowhere in Shanxi.
const FIRST_PHOTOGRAPHS: i16 = 1860;

/// Between two records of one point, metres: what a point is off by when it was measured in one Chinese datum and named
/// another.
const DATUM_SHIFT_M: std::ops::RangeInclusive<f64> = 300.0..=700.0;

/// A position of a village this far from its published centre, metres beyond both radii, is hardly of the same village.
const FAR_M: f64 = 3_000.0;

/// A position that moves further than this from what is published, metres beyond both radii, is worth a look.
const MOVED_M: f64 = 100.0;

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
        // With that of a photo the only thing here that blocks: nobody can have been there tomorrow. A date that
        // knows only its year is held against its first day.
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
        // Only of what the change touches: what was published with it once would be told again in every review.
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
    // What is no place of China blocks already, and every distance from there is wrong with it.
    let Some(here) = place.rough_point().filter(|here| here.is_about_china()) else { return };
    let field = format!("{unit}.lon");
    let mut told = |code, metres: f64| {
        findings.push(Finding::new(false, code, &side.name, &field).about(format!("{metres:.0}")));
    };
    // From another place in metres, and whether that is further than `most` beyond what both may be off by.
    let from = |other: &Place, most: f64| {
        let metres = here.distance_m(other.rough_point()?);
        Some((metres, metres > most + other.uncertainty_m + place.uncertainty_m))
    };
    let of_role = |role: Role| published?.places.iter().find(|place| place.role == role);
    // The same place before, by the name of its unit: of several gates not just the first.
    let of_unit = published.and_then(|published| {
        let units = super::fields::village_units("place", Some(published), &side.before);
        units.iter().position(|known| known == unit).and_then(|at| published.places.get(at))
    });
    let mut is_told = false;
    // A wrongly named datum shows only against a point that is good itself: one off a map may be that far out
    // anyway.
    // A new one is held against what is published in its role.
    if let Some(before) = of_unit.or_else(|| of_role(place.role))
        && let Some((metres, _)) = from(before, 0.0)
        && before.method.is_measured_on_site()
        && DATUM_SHIFT_M.contains(&metres)
    {
        told("datum-suspect", metres);
        is_told = true;
    }
    if let Some((metres, true)) = of_role(Role::Centre).and_then(|centre| from(centre, FAR_M)) {
        told("far-from-village", metres);
        is_told = true;
    }
    // Whoever mends what was told above mends this too: it is not told twice.
    if let Some((metres, true)) = of_unit.and_then(|before| from(before, MOVED_M))
        && !is_told
    {
        told("moved-far", metres);
    }
    // The furthest of what the same survey says of the village.
    let others = village.places.iter().filter(|other| !std::ptr::eq(*other, place));
    let far = others.filter_map(|other| from(other, FAR_M)).filter(|(_, is_far)| *is_far);
    if let Some(metres) = far.map(|(metres, _)| metres).max_by(f64::total_cmp)
        && !is_told
    {
        told("far-from-places", metres);
    }
    let point_of_town =
        |town: &Town| snapshot.town_point(town).and_then(|(lon, lat)| Position::new(lon, lat).ok());
    let region = snapshot.catalogue().region();
    match village.town.as_ref().and_then(|town| region.town(town)).and_then(point_of_town) {
        Some(there) => {
            let metres = here.distance_m(there);
            if metres > FAR_FROM_TOWN_M + place.uncertainty_m {
                told("far-from-town", metres);
            }
        }
        // Of a village of no known town it is known that it lies in the county.
        None => {
            let towns = region.towns.iter().filter_map(point_of_town);
            let nearest = towns.map(|there| here.distance_m(there)).min_by(f64::total_cmp);
            if let Some(metres) = nearest.filter(|metres| *metres > FAR_FROM_TOWN_M + place.uncertainty_m) {
                told("far-from-county", metres);
            }
        }
    }
}

fn of_photo(photo: &Photo, side: &Sides, today: Date, findings: &mut Vec<Finding>) {
    if let Some(taken) = photo.taken {
        if is_to_come(taken, today) {
            findings.push(Finding::new(true, "date-to-come", &side.name, "taken"));
        } else if taken.year() < FIRST_PHOTOGRAPHS {
            findings.push(Finding::new(false, "implausible-date", &side.name, "taken"));
        }
    // A drawing in the place of a photo was taken on no day.
    } else if !photo.stand_in {
        findings.push(Finding::new(false, "no-date", &side.name, "taken"));
    }
    // Of a photo that is kept inside `photo_of` itself has put the caption there.
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
