//! A part of a picture instead of all of it (RFC 9110, 14): one range of bytes, for downloads that go on where they
//! were cut.
//!
//! Only what is an image and not encoded is given in parts: all that is sent as it lies ready. A part is a copy, so that
//! it does not keep the whole in memory while it waits to be sent. Of several ranges
//! none is taken, which a server may do (14.2); so nobody can make a large answer out of a small one.

use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, HeaderName, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use headers::{ETag, Header as _, HeaderMapExt as _, IfRange};

/// What a request says of ranges.
pub(super) struct Wanted {
    /// `None`: all of it.
    range: Option<Range>,
    /// `If-Range`: only if the picture is still this one. `None` inside: what cannot be compared.
    only_of: Option<Option<IfRange>>,
}

/// One range, as it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Range {
    /// From an offset on, to another and with it, or to the end.
    From { first: u64, last: Option<u64> },
    /// So many bytes at the end.
    Last(u64),
}

impl Wanted {
    /// Reads a request. Ranges are defined for GET alone (14.2).
    pub(super) fn of(method: &Method, headers: &HeaderMap) -> Wanted {
        let range = single(headers, &RANGE).flatten().and_then(read).filter(|_| method == Method::GET);
        let only_of = range.and_then(|_| single(headers, &IF_RANGE));
        let only_of = only_of.map(|value| IfRange::decode(&mut value.into_iter()).ok());
        Wanted { range, only_of }
    }

    /// Cuts an answer to what is asked for; what cannot be cut stays as it is.
    pub(super) async fn of_answer(&self, mut response: Response) -> Response {
        if response.status() != StatusCode::OK || !is_picture(response.headers()) {
            return response;
        }
        response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let Some(range) = self.range.filter(|_| self.is_same(response.headers())) else { return response };
        let (mut head, body) = response.into_parts();
        // The bytes lie ready: this waits for nothing, and cannot fail.
        let Ok(whole) = to_bytes(body, usize::MAX).await else {
            return StatusCode::INTERNAL_SERVER_ERROR.into_response();
        };
        let length = whole.len() as u64;
        let Some((first, last)) = range.within(length) else { return unsatisfiable(length) };
        // Both are below the length, which is a `usize`.
        let part = whole.slice(first as usize..last as usize + 1);
        let part = if part.len() < whole.len() { Bytes::copy_from_slice(&part) } else { part };
        head.status = StatusCode::PARTIAL_CONTENT;
        head.headers.insert(CONTENT_RANGE, content_range(&format!("{first}-{last}"), length));
        head.headers.insert(CONTENT_LENGTH, part.len().into());
        Response::from_parts(head, Body::from(part))
    }

    /// Whether the picture is the one that the client has begun: a strong comparison of tags (13.1.5). A date
    /// never is, since no answer carries one.
    fn is_same(&self, headers: &HeaderMap) -> bool {
        let Some(only_of) = &self.only_of else { return true };
        let etag = headers.typed_get::<ETag>();
        only_of.as_ref().is_some_and(|only_of| !only_of.is_modified(etag.as_ref(), None))
    }
}

/// A header that may stand once: `None` where there is none, `Some(None)` where there are several.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<Option<&'h HeaderValue>> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?;
    Some(values.next().is_none().then_some(first))
}

/// Reads `bytes=first-last`, `bytes=first-` or `bytes=-length`; anything else asks for no range.
///
/// By hand, since `headers` 0.4 finds nothing in a picture that is shorter than the end that is asked for, where all of
/// it is meant (14.1.2), and does not tell a range that cannot be from one that is no range.
fn read(value: &HeaderValue) -> Option<Range> {
    let (unit, set) = value.to_str().ok()?.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    // Empty elements of a list count for nothing (5.6.1).
    let mut ranges =
        set.split(',').map(|range| range.trim_matches([' ', '\t'])).filter(|range| !range.is_empty());
    let (range, None) = (ranges.next()?, ranges.next()) else { return None };
    let (first, last) = range.split_once('-')?;
    match (first.is_empty(), last.is_empty()) {
        (true, true) => None,
        (true, false) => Some(Range::Last(number(last)?)),
        (false, true) => Some(Range::From { first: number(first)?, last: None }),
        (false, false) => {
            let (first, last) = (number(first)?, number(last)?);
            (first <= last).then_some(Range::From { first, last: Some(last) })
        }
    }
}

/// Digits and nothing else; a number too large to be one is beyond every end.
fn number(digits: &str) -> Option<u64> {
    let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(u64::MAX))
}

impl Range {
    /// The first and the last byte of what there is of it; `None` if that is nothing.
    fn within(self, length: u64) -> Option<(u64, u64)> {
        let end = length.checked_sub(1)?;
        match self {
            Range::From { first, last } => {
                (first <= end).then(|| (first, last.map_or(end, |last| last.min(end))))
            }
            Range::Last(0) => None,
            Range::Last(count) => Some((length.saturating_sub(count), end)),
        }
    }
}

fn is_picture(headers: &HeaderMap) -> bool {
    let is_image = headers.get(CONTENT_TYPE).is_some_and(|name| name.as_bytes().starts_with(b"image/"));
    is_image && !headers.contains_key(CONTENT_ENCODING)
}

fn content_range(part: &str, length: u64) -> HeaderValue {
    // Digits and signs only.
    HeaderValue::try_from(format!("bytes {part}/{length}")).unwrap_or(HeaderValue::from_static("bytes */*"))
}

/// Bare but for its headers: what is said of it depends on who asks.
fn unsatisfiable(length: u64) -> Response {
    let mut response = StatusCode::RANGE_NOT_SATISFIABLE.into_response();
    response.headers_mut().insert(CONTENT_RANGE, content_range("*", length));
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    response
}
