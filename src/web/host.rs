//! The one `Host` of a request, and the refusal of none, two, or one that names no host (RFC 9112, 3.2).
//!
//! Nothing here is led by the name: every absolute address comes from the configuration. But what stands before the
//! program may be led by it, and two readings of one request are how strangers' answers get into a cache.

use std::net::Ipv6Addr;

use axum::http::header::{CONNECTION, HOST};
use axum::http::{HeaderValue, Version, request};
use axum::response::{IntoResponse, Response};

use super::errors::PageError;
use super::refusal::FileError;

/// What the sender of such a request reads.
const ADVICE: &str = "Bad Request: send one Host header that names the host";

/// Whether the request names its host as its version asks for.
///
/// A target with a host of its own (`GET http://host/ HTTP/1.1`) goes before the header, which must be right
/// all the same but need not be the same (3.2.2).
pub(super) fn is_named(head: &request::Parts) -> bool {
    let mut hosts = head.headers.get_all(HOST).iter();
    let header_is_right = match (hosts.next(), hosts.next()) {
        (Some(host), None) => is_host(host.as_bytes()),
        // Hosts came with HTTP/1.1.
        (None, _) => head.version < Version::HTTP_11,
        (Some(_), Some(_)) => false,
    };
    header_is_right && head.uri.authority().is_none_or(|authority| is_host(authority.as_str().as_bytes()))
}

/// The refusal; the connection ends with it, since who knows what comes next on it.
pub(super) fn refusal() -> Response {
    // Who speaks HTTP so badly is a program: no page.
    let mut response = FileError(PageError::BadRequest(ADVICE.into())).into_response();
    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    response
}

/// `uri-host [ ":" port ]` (RFC 9110, 7.2). No host at all is as good as no header; a comma, which the grammar of
/// names allows, is how two headers are joined to one.
fn is_host(text: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(text) else { return false };
    let (is_name, port) = if let Some(rest) = text.strip_prefix('[') {
        let Some((address, port)) = rest.split_once(']') else { return false };
        (address.parse::<Ipv6Addr>().is_ok(), port)
    } else {
        let (name, port) = text.split_at(text.find(':').unwrap_or(text.len()));
        (is_name(name.as_bytes()), port)
    };
    is_name && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

/// `reg-name`, which is an IPv4 address too (RFC 3986, 3.2.2).
fn is_name(name: &[u8]) -> bool {
    let is_whole =
        |digits: Option<&[u8]>| digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
    !name.is_empty()
        && name.iter().enumerate().all(|(at, byte)| match byte {
            b'%' => is_whole(name.get(at + 1..at + 3)),
            b'-' | b'.' | b'_' | b'~' | b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b';'
            | b'=' => true,
            _ => byte.is_ascii_alphanumeric(),
        })
}

/// A port may be left out behind its colon.
fn is_port(port: &str) -> bool {
    port.bytes().all(|byte| byte.is_ascii_digit()) && (port.is_empty() || port.parse::<u16>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::is_host;

    #[test]
    fn hosts_are_told_from_what_is_none() {
        for host in [
            "example.org",
            "example.org:8080",
            "EXAMPLE.org.",
            "x",
            "x:",
            "127.0.0.1:80",
            "[::1]",
            "[2001:db8::7]:443",
            "xn--fiq228c.example",
            "a_b.example",
            "%e5%a0%a1.example",
        ] {
            assert!(is_host(host.as_bytes()), "{host}");
        }
        for other in [
            "",
            ":80",
            ":",
            "a b",
            "a,b",
            "a, b",
            "a/b",
            "http://a",
            "user@a",
            "a?b",
            "a#b",
            "a\\b",
            "a\tb",
            "a:80:80",
            "a:x",
            "a:-1",
            "a:+1",
            "a:65536",
            "[::1",
            "::1",
            "[]",
            "[a]",
            "[::1]x",
            "[::1]80",
            "[fe80::1%25eth0]",
            "a%",
            "a%e",
            "a%zz",
            "堡",
            "<a>",
            "a\"",
        ] {
            assert!(!is_host(other.as_bytes()), "{other}");
        }
        assert!(!is_host(b"a\xff"));
    }
}
