//! Places: positions with the datum they were measured in, a radius, a way they were arrived at and what they stand for.

use serde::{Deserialize, Serialize};

use super::certainty::Certainty;
use super::chosen::chosen;
use super::datum::Datum;
use super::id::Id;
use super::position::Position;
use super::text::Bilingual;

chosen! {
    /// What a place marks.
    Role {
        /// The middle of the village or fort.
        Centre = "centre",
        /// A gate to walk to.
        Gate = "gate",
        /// Where to leave a car.
        Parking = "parking",
        /// The boundary of the site (本体边界坐标).
        Boundary = "boundary",
        /// One point of the boundary (边界点), with its own altitude and note.
        BoundaryPoint = "boundary-point",
        /// A mark on the spot that others can find (标志点).
        Landmark = "landmark",
    }
}

chosen! {
    /// How a position was arrived at.
    Method {
        /// Measured by a surveyor.
        Surveyed = "surveyed",
        /// Read from a satellite receiver or a phone.
        Gps = "gps",
        /// Read from a map.
        Map = "map",
        /// Worked out from published descriptions.
        DerivedFromText = "derived-from-text",
    }
}

impl Method {
    /// Whether somebody stood there: only then is the place a point to go to.
    pub fn is_measured_on_site(self) -> bool {
        // From a map or from texts come circles, and nobody is to be led to the middle of one.
        matches!(self, Self::Surveyed | Self::Gps)
    }
}

chosen! {
    /// What the point of a place stands for, apart from how far it may be off: a point a gate's width off and one that
    /// means a whole town are drawn alike.
    StandsFor {
        /// The gate at which it was measured.
        Gate = "gate",
        /// The middle of what the walls enclose.
        Walls = "walls",
        /// The middle of the village.
        Village = "village",
        /// The middle of the town, as nothing nearer is known.
        Town = "town",
        /// A spot that texts lead to.
        Text = "text",
    }
}

chosen! {
    /// The finest precision at which a place may be public; the later, the coarser: of several `max` takes the one that
    /// tells least, and that is what may be shown.
    PublicPrecision {
        /// As recorded.
        Exact = "exact",
        /// Rounded to about 100 m.
        HundredMetres = "100 m",
        /// Rounded to about 1 km.
        Kilometre = "1 km",
        /// Only the town.
        Town = "town",
        /// Nothing.
        Withheld = "withheld",
    }
}

/// Where a place lies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Geometry {
    /// One point.
    Point(Position),
    /// A list of points, as the census form's boundary points.
    Points(Vec<Position>),
    /// An outline; the last point joins the first without being repeated.
    Outline(Vec<Position>),
}

impl Geometry {
    /// All positions in order.
    pub fn positions(&self) -> &[Position] {
        match self {
            Self::Point(position) => std::slice::from_ref(position),
            Self::Points(positions) | Self::Outline(positions) => positions,
        }
    }
}

/// A place with the radius that holds about 90 % of its possible positions.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// What it marks.
    pub role: Role,
    /// Where it lies, in degrees of `datum`.
    pub geometry: Geometry,
    /// Metres above the sea as measured, of a single point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub altitude_m: Option<f64>,
    /// The datum it was measured in.
    pub datum: Datum,
    /// Radius in metres that holds about 90 % of the possible positions.
    pub uncertainty_m: f64,
    /// How it was arrived at.
    pub method: Method,
    /// What its point stands for, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stands_for: Option<StandsFor>,
    /// How sure it is.
    pub certainty: Certainty,
    /// What it was worked out from, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Bilingual>,
    /// Ids of sources.
    pub sources: Vec<Id>,
    /// The finest precision at which it may be public.
    pub public: PublicPrecision,
}

impl Place {
    /// Its point in WGS 84, or as it was recorded where its datum is not converted: that is off by some hundred metres, which
    /// does for telling what lies far off. None of what is no single point.
    pub fn rough_point(&self) -> Option<Position> {
        match &self.geometry {
            Geometry::Point(position) => Some(self.roughly(*position)),
            Geometry::Points(_) | Geometry::Outline(_) => None,
        }
    }

    /// One of its positions likewise.
    pub fn roughly(&self, position: Position) -> Position {
        self.datum.convert(position, Datum::Wgs84).unwrap_or(position)
    }
}
