//! `/api/v1/places.*`: where the villages are, as layers that other programs open; in parts where there are many.

use std::sync::Arc;

use axum::extract::rejection::QueryRejection;
use axum::extract::{OriginalUri, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;

use super::address::plain_number;
use super::answer::{Answer, CachePolicy};
use super::errors::PageError;
use super::site::Site;
use crate::archive::{Snapshot, Whereabouts};
use crate::interop::places::{Placed, Position, Told, write_csv, write_geojson, write_gpx, write_kml};
use crate::model::address::{File, PLACES, Page};
use crate::model::{Id, Language};

/// Villages in one part: a few megabytes at the most, made in well under a second.
const PART: usize = 5_000;

/// A form of the layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    GeoJson,
    Kml,
    Gpx,
    Csv,
}

impl Form {
    /// All of them, in the order in which they are offered.
    pub(super) const ALL: [Self; 4] = [Self::GeoJson, Self::Kml, Self::Gpx, Self::Csv];

    /// The ending of its address.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::GeoJson => "geojson",
            Self::Kml => "kml",
            Self::Gpx => "gpx",
            Self::Csv => "csv",
        }
    }

    /// What people call it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::GeoJson => "GeoJSON",
            Self::Kml => "KML",
            Self::Gpx => "GPX",
            Self::Csv => "CSV",
        }
    }

    /// Its media type (RFC 7946, 12; OGC 07-147r2, 5; of GPX none is registered; RFC 7111).
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::Kml => "application/vnd.google-earth.kml+xml",
            Self::Gpx => "application/gpx+xml",
            Self::Csv => "text/csv; charset=utf-8; header=present",
        }
    }
}

/// What may be asked; anything else is refused.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parameters {
    page: Option<String>,
}

/// `GET /api/v1/places.geojson`, `.kml`, `.gpx`, `.csv`: all villages, or a part of them, which names the next.
pub(super) async fn keep_places(
    State(site): State<Arc<Site>>,
    OriginalUri(uri): OriginalUri,
    parameters: Result<Query<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    // Of the routes that lead here each ends with its form.
    let of_path = |form: &Form| uri.path().ends_with(&format!("{PLACES}.{}", form.ending()));
    let form = Form::ALL.into_iter().find(of_path).ok_or(PageError::NotFound)?;
    let refused = || PageError::BadRequest("the parameter is `page`, a number from 1, at most once".into());
    let Ok(Query(Parameters { page })) = parameters else { return Err(refused()) };
    let part = match page {
        None => 1,
        Some(text) => {
            plain_number(&text).and_then(|number| usize::try_from(number).ok()).ok_or_else(refused)?
        }
    };
    let snapshot = site.snapshot();
    let path = site.addresses().file(&File::Places(form.ending()));
    let address = |part: usize| if part == 1 { path.clone() } else { format!("{path}?page={part}") };
    let made = || async {
        let catalogue = snapshot.catalogue();
        // In here, since errors are not kept: numbers beyond the last fill no memory.
        let parts = (catalogue.named_count() + catalogue.open_count()).div_ceil(PART).max(1);
        if part > parts {
            return Err(PageError::NotFound);
        }
        let places = places(&site, &snapshot, (part - 1) * PART);
        let title = site.name(Language::Chinese).to_owned();
        let text = tokio::task::spawn_blocking(move || written(form, &title, &places)).await;
        let text = text.map_err(|error| PageError::Template(Box::new(error)))??;
        let next = (part < parts).then(|| format!("<{}>; rel=\"next\"", address(part + 1)));
        let name = if parts == 1 { "baozhai-places".to_owned() } else { format!("baozhai-places-{part}") };
        let answer = Answer::text(form.media_type(), text, CachePolicy::Revalidate);
        Ok(answer.kept_as(&format!("{name}.{}", form.ending())).with_links(next.as_deref()))
    };
    Ok(site.remembered(&snapshot, address(part), made).await?.respond(&headers).await)
}

fn written(form: Form, title: &str, places: &[Placed]) -> Result<String, PageError> {
    match form {
        Form::GeoJson => Ok(write_geojson(places)),
        Form::Kml => Ok(write_kml(title, places)),
        Form::Gpx => Ok(write_gpx(title, places)),
        Form::Csv => {
            let failed = || PageError::NotYet("the table cannot be written");
            String::from_utf8(write_csv(places).map_err(|_| failed())?).map_err(|_| failed())
        }
    }
}

/// The villages of a part, named ones before open entries.
fn places(site: &Site, snapshot: &Snapshot, offset: usize) -> Vec<Placed> {
    let ids = snapshot.catalogue().village_ids(offset, PART);
    ids.iter().filter_map(|id| placed(site, snapshot, id)).collect()
}

fn placed(site: &Site, snapshot: &Snapshot, id: &Id) -> Option<Placed> {
    let village = snapshot.catalogue().village(id)?;
    let town = village.town.as_ref().and_then(|id| snapshot.catalogue().region().town(id));
    let position = match snapshot.whereabouts(&village) {
        Whereabouts::Told(place) => Position::Told(Told {
            point: place.point,
            radius_m: place.radius_m,
            precision: place.precision.word(),
            method: place.method.word(),
            certainty: place.certainty.word(),
            is_surveyed: place.surveyed_point().is_some(),
        }),
        Whereabouts::Withheld => Position::Withheld,
        Whereabouts::Unknown => Position::Unknown,
    };
    Some(Placed {
        id: id.to_string(),
        name: village.name.zh.clone(),
        name_en: village.name.en.clone(),
        code: village.statistical_code.clone(),
        town: town.map(|town| (town.name.zh.clone(), town.statistical_code.clone())),
        url: site.addresses().address(&Page::village(id), Language::Chinese),
        position,
    })
}
