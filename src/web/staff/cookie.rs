//! The cookie that carries a session: made and read here alone.

use axum::http::header::COOKIE;
use axum::http::{HeaderMap, HeaderValue};

use crate::model::address::Addresses;
use crate::people::Token;

/// As long as a session lasts at most, seconds.
const MAX_AGE_S: u32 = 30 * 24 * 3600;

/// Its name. Prefixes bind it to TLS and, for a site that has its host alone, to the whole of it, so that no page beside
/// the site and no neighbouring host can set one.
fn name(addresses: &Addresses) -> &'static str {
    match (addresses.is_https(), addresses.is_below_a_path()) {
        (true, false) => "__Host-baozhai-session",
        (true, true) => "__Secure-baozhai-session",
        (false, _) => "baozhai-session",
    }
}

fn written(addresses: &Addresses, value: &str, max_age_s: u32) -> Option<HeaderValue> {
    let secure = if addresses.is_https() { "; Secure" } else { "" };
    // Below a path it must not end with a slash, or the page at the path itself would lack it.
    let path = addresses.outer(if addresses.is_below_a_path() { "" } else { "/" });
    let name = name(addresses);
    // `Lax` and not `Strict`: with that, who follows a link from a message would arrive signed out. What changes
    // anything is guarded at the door.
    let cookie = format!("{name}={value}; Path={path}; Max-Age={max_age_s}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&cookie).ok()
}

/// Keeps a session in the browser.
pub(super) fn keeping(addresses: &Addresses, token: &Token) -> Option<HeaderValue> {
    written(addresses, token.as_str(), MAX_AGE_S)
}

/// Takes it out again.
pub(super) fn forgetting(addresses: &Addresses) -> Option<HeaderValue> {
    written(addresses, "", 0)
}

/// The session's secret, as the browser sends it.
pub(super) fn token(addresses: &Addresses, headers: &HeaderMap) -> Option<String> {
    let name = name(addresses);
    // Over HTTP/2 cookies may come in several lines (RFC 9113 8.2.3).
    let lines = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs
        .find(|(found, _)| *found == name)
        .map(|(_, value)| value.to_owned())
        .filter(|value| !value.is_empty())
}
