//! The drawn map of the land between the two rivers: nothing on it that the archive does not hold.
//!
//! A village stands at a point only where somebody measured it and everybody may be told; else its name stands beside that of
//! its town, and the circle that holds it is drawn where it is asked for.

mod land;
mod lettering;
mod live;
mod sheet;

use std::sync::Arc;

use serde::Serialize;

use self::land::{Measures, land};
use self::lettering::{Area, Label, Sizes, tenth};
pub(in crate::web) use self::live::LiveMap;
use self::sheet::{Content, NameAt, PinAt, TownNames, lay_out};
use super::reader::{Reader, Text};
use crate::archive::{Disclosed, VillageFilter};
use crate::model::address::Page;
use crate::model::{Certainty, Id, Language, Town, Village};
use crate::web::base_map::{BaseMap, River, project, sides, units_per_km};

/// Villages named at a town, and at one that is chosen; the drawing says how many more there are.
const NAMES: usize = 12;
const NAMES_OF_ONE: usize = 30;

/// Surveyed villages with a mark of their own.
const PINS: usize = 200;

/// Towns that are drawn; no county has as many.
const TOWNS: usize = 100;

/// Half the sides of the part that shows one village, and what is left free around its circle, units.
const HALF_PART: (f64, f64) = (280.0, 150.0);
const AROUND_CIRCLE: f64 = 36.0;

/// The drawing of a page: which part of the land, and what stands on it.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct MapView {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    rivers: Vec<River>,
    seat: Point,
    circle: Option<Circle>,
    pins: Vec<Point>,
    /// Whose village it shows; the whole land where there is none.
    of: Option<Text>,
    measures: Measures,
    sheets: Vec<Sheet>,
}

#[derive(Debug, Clone, Copy, Serialize)]
struct Point {
    x: f64,
    y: f64,
}

/// The circle that holds a village, units.
#[derive(Debug, Clone, Copy, Serialize)]
struct Circle {
    x: f64,
    y: f64,
    r: f64,
}

/// The words of the drawing in one size.
#[derive(Debug, Clone, Serialize)]
struct Sheet {
    /// `wide`, `narrow`, or `any` where there is only one.
    id: &'static str,
    labels: Vec<Label>,
}

/// Which villages the whole drawing names.
pub(in crate::web) struct Named<'n> {
    pub(in crate::web) filter: VillageFilter<'n>,
    /// The one whose circle is drawn.
    pub(in crate::web) chosen: Option<&'n Village>,
    /// Where all villages of a town are listed.
    pub(in crate::web) of_town: &'n dyn Fn(&Id) -> String,
}

impl MapView {
    /// The whole land with the names of villages.
    pub(in crate::web) fn of_land(base: &BaseMap, named: &Named<'_>, reader: &Reader<'_>) -> Self {
        let (width, height) = sides();
        let part = Area { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) };
        let (pins, towns) = (pins(named, reader), towns(named, reader));
        let sizes = [("wide", Sizes::wide(reader.language)), ("narrow", Sizes::narrow(reader.language))];
        let circle = named.chosen.and_then(|village| circle(village, &part, reader));
        Self { circle, ..Self::laid_out(base, &part, (&pins, &towns), &sizes, 10, reader) }
    }

    /// The part of it that shows where one village is, as far as that is told; none where not even its town is.
    pub(in crate::web) fn of_village(base: &BaseMap, village: &Village, reader: &Reader<'_>) -> Option<Self> {
        let (width, height) = sides();
        let whole = Area { left: 0.0, top: 0.0, right: f64::from(width), bottom: f64::from(height) };
        let circle = circle(village, &whole, reader);
        let own = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
        let pin = pin(village, true, reader);
        let of_town = own.and_then(|town| point_of(town, reader));
        let middle =
            circle.map(|circle| (circle.x, circle.y)).or(pin.as_ref().map(|pin| pin.at)).or(of_town)?;
        let part = part_around(middle, circle.map_or(0.0, |circle| circle.r), &whole);
        let towns = reader.catalogue.region().towns.iter().take(TOWNS).filter_map(|town| {
            // Not the village's own name, which would stand somewhere in the circle and look like its place.
            let is_sought = own.is_some_and(|own| own.id == town.id);
            Some(TownNames { is_sought, ..town_at(town, reader)? })
        });
        let (towns, pins): (Vec<_>, Vec<_>) = (towns.collect(), pin.into_iter().collect());
        let sizes = [("any", Sizes::small(reader.language))];
        let drawn = Self::laid_out(base, &part, (&pins, &towns), &sizes, 5, reader);
        Some(Self { circle, of: Some(reader.name_text(&village.name)), ..drawn })
    }

    fn laid_out(
        base: &BaseMap,
        part: &Area,
        (pins, towns): (&[PinAt], &[TownNames]),
        sizes: &[(&'static str, Sizes)],
        km: u8,
        reader: &Reader<'_>,
    ) -> Self {
        let seat = project(base.seat.0, base.seat.1);
        let measures = Measures::of(part, km);
        let more = |n: usize| reader.t_with("map-more", [("n", n.into())]);
        let sheet = |(id, sizes): &(&'static str, Sizes)| {
            let mut fixed = measures.words(sizes, reader);
            // The seat comes with the drawing and not with the records, so its name stands here.
            let name = if reader.language == Language::Chinese { "河津市区" } else { "Hejin" };
            let above = (seat.0, seat.1 - sizes.seat * 0.3 - 12.0);
            fixed.push(Label::plain("seat", name.to_owned(), sizes.seat, above));
            fixed.extend(land(part, sizes, reader));
            let mut kept = measures.areas().to_vec();
            kept.push(Area::around(seat, (16.0, 16.0)));
            let content = Content { fixed, kept, pins, towns, more: &more };
            Sheet { id, labels: lay_out(content, part, sizes) }
        };
        Self {
            x: part.left,
            y: part.top,
            width: part.width(),
            height: part.height(),
            rivers: base.rivers.clone(),
            seat: Point { x: seat.0, y: seat.1 },
            circle: None,
            pins: pins.iter().map(|pin| Point { x: pin.at.0, y: pin.at.1 }).collect(),
            of: None,
            measures,
            sheets: sizes.iter().map(sheet).collect(),
        }
    }

    /// Whether a circle is drawn.
    pub(in crate::web) fn has_circle(&self) -> bool {
        self.circle.is_some()
    }
}

/// The part of the drawing around a point and a circle, moved so that it does not leave the land.
fn part_around((x, y): (f64, f64), radius: f64, whole: &Area) -> Area {
    let half = |least: f64, side: f64| least.max(radius + AROUND_CIRCLE).min(side / 2.0).round();
    let (across, down) = (half(HALF_PART.0, whole.width()), half(HALF_PART.1, whole.height()));
    let middle = (
        x.clamp(whole.left + across, whole.right - across).round(),
        y.clamp(whole.top + down, whole.bottom - down).round(),
    );
    Area::around(middle, (across * 2.0, down * 2.0))
}

/// The circle that holds a village that nobody measured, if any of it is on the drawing.
fn circle(village: &Village, whole: &Area, reader: &Reader<'_>) -> Option<Circle> {
    let place = reader.snapshot.whereabouts(village).told()?;
    if place.surveyed_point().is_some() {
        return None;
    }
    let (x, y) = place.point.map(|(lon, lat)| project(lon, lat))?;
    let r = tenth(place.radius_m / 1000.0 * units_per_km());
    Area::around((x, y), (r * 2.0, r * 2.0)).meets(whole).then_some(Circle { x, y, r })
}

/// A surveyed village, if it is on the drawing.
fn pin(village: &Village, is_chosen: bool, reader: &Reader<'_>) -> Option<PinAt> {
    let place: Disclosed<'_> = reader.snapshot.whereabouts(village).told()?;
    let at = on_drawing(place.surveyed_point()?)?;
    Some(PinAt { at, name: NameAt { note: None, ..name_at(village, is_chosen, reader) } })
}

fn pins(named: &Named<'_>, reader: &Reader<'_>) -> Vec<PinAt> {
    let is_chosen = |village: &Village| named.chosen.is_some_and(|chosen| chosen.id == village.id);
    let surveyed = surveyed(named, reader);
    let chosen = named.chosen.and_then(|village| pin(village, true, reader));
    let others = surveyed.iter().filter(|village| !is_chosen(village));
    chosen.into_iter().chain(others.filter_map(|village| pin(village, false, reader))).collect()
}

/// The villages with a mark of their own that are asked for.
fn surveyed(named: &Named<'_>, reader: &Reader<'_>) -> Vec<Arc<Village>> {
    if named.filter.is_surveyed == Some(false) {
        return Vec::new();
    }
    let filter = VillageFilter { is_surveyed: Some(true), ..named.filter };
    reader.catalogue.select_named(filter, 0, PINS).0
}

/// The towns on the drawing with the villages that have no point of their own.
fn towns(named: &Named<'_>, reader: &Reader<'_>) -> Vec<TownNames> {
    let limit = if named.filter.town.is_some() { NAMES_OF_ONE } else { NAMES };
    let towns = reader.catalogue.region().towns.iter().take(TOWNS);
    let names = |town: &Town| {
        let Some((filter, villages, total)) = named_at(town, limit, named, reader) else {
            return (Vec::new(), 0);
        };
        let chosen = named.chosen.filter(|chosen| chosen.town.as_ref() == Some(&town.id));
        // One that has a mark of its own stands there.
        let chosen = chosen.filter(|chosen| pin(chosen, true, reader).is_none());
        let others = villages.iter().filter(|village| chosen.is_none_or(|chosen| chosen.id != village.id));
        // First, so that it is the last to be left out.
        let mut names: Vec<NameAt> = chosen.map(|chosen| name_at(chosen, true, reader)).into_iter().collect();
        names.extend(others.map(|village| name_at(village, false, reader)));
        let is_extra = chosen.is_some_and(|chosen| !reader.catalogue.is_among(filter, chosen));
        let more = total + usize::from(is_extra) - names.len();
        (names, more)
    };
    let drawn = towns.filter_map(|town| {
        let (names, more) = names(town);
        Some(TownNames { names, more, more_href: (named.of_town)(&town.id), ..town_at(town, reader)? })
    });
    drawn.collect()
}

/// So many of the villages that are asked for and stand by name at a town, and how many there are; by which filter too.
fn named_at<'n>(
    town: &'n Town,
    limit: usize,
    named: &Named<'n>,
    reader: &Reader<'_>,
) -> Option<(VillageFilter<'n>, Vec<Arc<Village>>, usize)> {
    let is_asked = named.filter.town.is_none_or(|asked| *asked == town.id);
    if !is_asked || named.filter.is_surveyed == Some(true) {
        return None;
    }
    let filter = VillageFilter { town: Some(&town.id), is_surveyed: Some(false), ..named.filter };
    let (villages, total) = reader.catalogue.select_named(filter, 0, limit);
    Some((filter, villages, total))
}

/// A town on the drawing, without its villages.
fn town_at(town: &Town, reader: &Reader<'_>) -> Option<TownNames> {
    Some(TownNames {
        label: reader.name_text(&town.name),
        is_sought: false,
        at: point_of(town, reader)?,
        names: Vec::new(),
        more: 0,
        more_href: String::new(),
    })
}

fn point_of(town: &Town, reader: &Reader<'_>) -> Option<(f64, f64)> {
    on_drawing(reader.snapshot.town_point(town)?)
}

/// Where degrees lie on the drawing, if they do.
fn on_drawing((lon, lat): (f64, f64)) -> Option<(f64, f64)> {
    let ((width, height), (x, y)) = (sides(), project(lon, lat));
    let is_on = (0.0..=f64::from(width)).contains(&x) && (0.0..=f64::from(height)).contains(&y);
    is_on.then_some((x, y))
}

fn name_at(village: &Village, is_chosen: bool, reader: &Reader<'_>) -> NameAt {
    let is_inferred = village.town_certainty == Some(Certainty::Lead);
    NameAt {
        text: reader.name_text(&village.name),
        note: is_inferred.then(|| reader.t("map-town-inferred")),
        href: reader.url(&Page::village(&village.id)),
        is_chosen,
    }
}
