//! The visit box: what can honestly be said of getting there.
//!
//! Nothing navigates to the middle of a circle: where a place was not measured on the spot, the way on
//! is a search by name and an address to copy.

use serde::Serialize;

use crate::archive::Whereabouts;
use crate::model::address::Page;
use crate::model::{Certainty, Entry, Village};
use crate::web::views::reader::{Labelled, NamedLink, Reader, Text};
use crate::web::views::source::{Mark, SourceList};
use crate::web::views::statement::codes_beside;

/// Province, prefecture and county of every village here.
const ABOVE: &str = "山西省运城市";
/// The county-level city.
const COUNTY: &str = "河津市";

/// Villages of the same town that are named; a town of a large archive has hundreds.
const NEIGHBOURS: usize = 12;

/// What the box holds.
#[derive(Serialize)]
pub(super) struct Visit {
    position: PositionView,
    address: Option<String>,
    searches: Vec<Search>,
    access: Admission,
    neighbours: Vec<NamedLink>,
}

#[derive(Serialize)]
struct PositionView {
    kind: &'static str,
    text: String,
    /// What the point stands for, in words.
    stands_for: Option<String>,
    basis: Option<Text>,
    certainty: Option<Labelled>,
    marks: Vec<Mark>,
}

#[derive(Serialize)]
struct Search {
    id: &'static str,
    label: String,
    href: String,
}

#[derive(Serialize)]
struct Admission {
    /// What was chosen of a list, beside other words.
    codes: Vec<Text>,
    text: Text,
    certainty: Labelled,
    marks: Vec<Mark>,
}

impl Visit {
    /// The box of a village.
    pub(super) fn of(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> Self {
        let keyword = keyword(village, reader);
        Self {
            position: position(village, reader, sources),
            searches: keyword.as_deref().map_or_else(Vec::new, |keyword| searches(keyword, reader)),
            address: keyword.map(|keyword| format!("{ABOVE}{keyword}")),
            access: access(village, reader, sources),
            neighbours: neighbours(village, reader),
        }
    }
}

fn position(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> PositionView {
    let place = match reader.snapshot.whereabouts(village) {
        Whereabouts::Told(place) => place,
        untold => {
            let key = match (untold, village.entry) {
                (Whereabouts::Unknown, Entry::Open) => "position-none-open",
                (Whereabouts::Unknown, Entry::Named) => "position-none",
                _ => "position-withheld",
            };
            let text = reader.t(key);
            return PositionView {
                kind: "none",
                text,
                stands_for: None,
                basis: None,
                certainty: None,
                marks: Vec::new(),
            };
        }
    };
    let kind = if place.method.is_measured_on_site() { "surveyed" } else { "circle" };
    let text = if kind == "surveyed" {
        reader.t_with("position-surveyed", [("m", place.radius_m.into())])
    } else {
        reader.t_with("position-circle", [("km", (place.radius_m / 1000.0).into())])
    };
    PositionView {
        kind,
        text,
        stands_for: place.stands_for.map(|spot| reader.t(&format!("position-stands-for-{}", spot.word()))),
        basis: place.basis.map(|basis| reader.text(basis)),
        certainty: Some(reader.certainty(place.certainty)),
        marks: sources.marks(place.sources),
    }
}

/// What to search a map for: county, town where it is established, village. None where nobody knows in which town it lies.
fn keyword(village: &Village, reader: &Reader<'_>) -> Option<String> {
    let town = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id))?;
    let is_sure = village.town_certainty == Some(Certainty::Established);
    let town = if is_sure { town.name.zh.as_str() } else { "" };
    Some(format!("{COUNTY}{town}{}", village.name.zh))
}

/// Searches by name, never by coordinate.
fn searches(keyword: &str, reader: &Reader<'_>) -> Vec<Search> {
    let (keyword, county) = (encoded(keyword), encoded(COUNTY));
    let search =
        |id: &'static str, href: String| Search { id, label: reader.t(&format!("search-{id}")), href };
    vec![
        // Each asks who sends the visitor; Baidu's `src` is of the form `webapp.company.app`.
        search("amap", format!("https://uri.amap.com/search?keyword={keyword}&src=baozhai")),
        search(
            "baidu",
            format!(
                "https://api.map.baidu.com/place/search?query={keyword}&region={county}&output=html&src=webapp.baozhai.archive"
            ),
        ),
        search(
            "tencent",
            format!(
                "https://apis.map.qq.com/uri/v1/search?keyword={keyword}&region={county}&referer=baozhai"
            ),
        ),
        search("apple", format!("https://maps.apple.com/?q={keyword}")),
    ]
}

/// A word for the query of another site's address.
fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

fn access(village: &Village, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> Admission {
    match village.statements_of("access").last() {
        Some(statement) => Admission {
            codes: codes_beside(statement, reader),
            text: reader.text(&statement.value),
            certainty: reader.certainty(statement.certainty),
            marks: sources.marks(&statement.sources),
        },
        None => Admission {
            codes: Vec::new(),
            text: Text { text: reader.t("access-unknown"), lang: None },
            certainty: reader.certainty(Certainty::Unknown),
            marks: Vec::new(),
        },
    }
}

fn neighbours(village: &Village, reader: &Reader<'_>) -> Vec<NamedLink> {
    let Some(town) = &village.town else { return Vec::new() };
    // One more, since the village itself is likely to be among them.
    let of_town = reader.catalogue.named_in(town, NEIGHBOURS + 1);
    let others = of_town.iter().filter(|other| other.id != village.id).take(NEIGHBOURS);
    others
        .map(|other| NamedLink {
            name: reader.name(&other.name),
            href: reader.url(&Page::village(&other.id)),
        })
        .collect()
}
