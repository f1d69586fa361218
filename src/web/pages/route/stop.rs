//! Forts as stops of a route, and why some can be none.

use std::sync::Arc;

use crate::archive::Whereabouts;
use crate::interop::route::{Stop, StopPoint};
use crate::model::address::Page;
use crate::model::{Id, Role, Village};
use crate::web::views::handover::Target;
use crate::web::views::point::degrees;
use crate::web::views::reader::Reader;

/// A fort that can be gone to.
pub(super) struct Fort {
    pub(super) village: Arc<Village>,
    /// Its points: first where a car goes, the parking if that is known.
    pub(super) points: Vec<Point>,
}

/// One point of it.
pub(super) struct Point {
    pub(super) role: Role,
    pub(super) target: Target,
    pub(super) radius_m: f64,
}

/// Why a fort can be no stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hindrance {
    /// Where it is is known as a circle only.
    Circle,
    /// It was measured, but no exact point is told.
    Coarse,
    /// It is recorded, and not told.
    Withheld,
    /// It is not known.
    Unknown,
}

impl Hindrance {
    /// In words: 位置未测，只有大致范围.
    pub(super) fn words(self, reader: &Reader<'_>) -> String {
        reader.t(match self {
            Self::Circle => "route-hindrance-circle",
            Self::Coarse => "route-hindrance-coarse",
            Self::Withheld => "route-hindrance-withheld",
            Self::Unknown => "route-hindrance-unknown",
        })
    }
}

impl Fort {
    /// A fort as its newest revision has it and everybody may be told; `None` where there is none of this id.
    pub(super) fn read(id: &Id, reader: &Reader<'_>) -> Option<Result<Self, (Arc<Village>, Hindrance)>> {
        let village = reader.catalogue.village(id)?;
        let spots = reader.snapshot.spots(&village);
        let points = spots.iter().filter_map(|spot| {
            let target = Target::of(&village, spot, reader)?;
            Some(Point { role: spot.role, target, radius_m: spot.place.radius_m })
        });
        let points: Vec<Point> = points.collect();
        if points.is_empty() {
            let hindrance = match reader.snapshot.whereabouts(&village) {
                Whereabouts::Unknown => Hindrance::Unknown,
                Whereabouts::Withheld => Hindrance::Withheld,
                Whereabouts::Told(place) if place.method.is_measured_on_site() => Hindrance::Coarse,
                Whereabouts::Told(_) => Hindrance::Circle,
            };
            return Some(Err((village, hindrance)));
        }
        Some(Ok(Self { village, points }))
    }

    /// Where the route stops.
    pub(super) fn stop(&self) -> &Point {
        &self.points[0]
    }

    /// As files have it.
    pub(super) fn for_files(&self, reader: &Reader<'_>) -> Stop {
        let point = |point: &Point| StopPoint {
            what: point.label(reader),
            lon: degrees(point.target.position.lon()),
            lat: degrees(point.target.position.lat()),
            radius: point.radius(reader),
        };
        Stop {
            name: reader.name_text(&self.village.name).text,
            url: reader.address(&Page::village(&self.village.id)),
            points: self.points.iter().map(point).collect(),
        }
    }
}

impl Point {
    /// What it is: 停车处.
    pub(super) fn label(&self, reader: &Reader<'_>) -> String {
        reader.t(&format!("spot-{}", self.role.word()))
    }

    /// How far it may be off.
    pub(super) fn radius(&self, reader: &Reader<'_>) -> String {
        reader.t_with("position-within", [("m", self.radius_m.into())])
    }
}
