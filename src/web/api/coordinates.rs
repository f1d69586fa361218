//! `/api/v1/coords/convert`: one position in the degrees of another datum. It knows nothing of the archive.

use axum::extract::Query as UrlQuery;
use axum::extract::rejection::QueryRejection;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::{answer, bad_request, read};
use crate::model::{BadPosition, Datum, Position};
use crate::web::answer::CachePolicy;
use crate::web::errors::PageError;

/// A centimetre, in decimals of a degree: no receiver shows more, and none of the datums means more.
const DECIMALS: i32 = 7;

/// What may be asked; all of it must be there.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct Parameters {
    from: Option<String>,
    to: Option<String>,
    lon: Option<String>,
    lat: Option<String>,
}

#[derive(Serialize)]
struct Converted {
    /// Degrees east and north, of `crs`.
    lon: f64,
    lat: f64,
    crs: String,
}

/// `GET /api/v1/coords/convert?from=&to=&lon=&lat=`.
pub(in crate::web) async fn convert(
    parameters: Result<UrlQuery<Parameters>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let parameters = read(parameters, "`from`, `to`, `lon` and `lat`")?;
    let (from, to) = (datum("from", parameters.from)?, datum("to", parameters.to)?);
    let position = position(degrees("lon", parameters.lon)?, degrees("lat", parameters.lat)?)?;
    let converted = from.convert(position, to).ok_or_else(|| bad_request("there is no such position"))?;
    let (lon, lat) = (rounded(converted.lon()), rounded(converted.lat()));
    // Not for ever: should the outline of where maps are shifted be mended, the answer to one address is another.
    answer(&Converted { lon, lat, crs: name(to) }, CachePolicy::Hour, &headers).await
}

fn datum(key: &str, given: Option<String>) -> Result<Datum, PageError> {
    let given = given.unwrap_or_default();
    let named = Datum::ALL.iter().copied().find(|datum| datum.word().eq_ignore_ascii_case(&given));
    match named {
        Some(datum) if datum.is_converted() => Ok(datum),
        Some(datum) => Err(bad_request(format!(
            "`{key}`: positions of {} are kept as they were recorded and not converted",
            datum.word()
        ))),
        None => {
            let names: Vec<String> = Datum::ALL
                .iter()
                .filter(|datum| datum.is_converted())
                .map(|datum| format!("`{}`", name(*datum)))
                .collect();
            Err(bad_request(format!("`{key}` is one of {}", names.join(", "))))
        }
    }
}

/// A datum as addresses and answers name it.
fn name(datum: Datum) -> String {
    datum.word().to_ascii_lowercase()
}

fn degrees(key: &str, given: Option<String>) -> Result<f64, PageError> {
    // What is too large for a number is read as endless.
    let number =
        given.as_deref().and_then(|text| text.parse::<f64>().ok()).filter(|number| number.is_finite());
    number.ok_or_else(|| {
        bad_request(format!("`{key}` is a number of degrees with a decimal point, as `110.7`"))
    })
}

fn position(lon: f64, lat: f64) -> Result<Position, PageError> {
    Position::new(lon, lat).map_err(|bad| match bad {
        BadPosition::Exchanged { .. } => bad_request(
            "`lat` is beyond 90 degrees and `lon` is not: the two look exchanged; `lon` is degrees east, `lat` degrees north",
        ),
        BadPosition::OffTheEarth { .. } => {
            bad_request("`lon` is from -180 to 180 degrees, `lat` from -90 to 90")
        }
    })
}

fn rounded(degrees: f64) -> f64 {
    let step = 10_f64.powi(DECIMALS);
    // A zero without a sign.
    (degrees * step).round() / step + 0.0
}
