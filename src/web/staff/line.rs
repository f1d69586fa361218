//! Whether a line is private enough for a password: TLS, or this very machine.

use std::net::IpAddr;

use axum::extract::ConnectInfo;
use axum::http::header::{FORWARDED, HOST};
use axum::http::{HeaderName, request};
use std::net::SocketAddr;

use crate::model::address::Addresses;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// Where the connection comes from.
fn peer(parts: &request::Parts) -> Option<IpAddr> {
    // On a socket for both, IPv4 comes as ::ffff:127.0.0.1, which would be taken for no loopback.
    parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical())
}

/// The network address of who asks: the connection's, or what a proxy on this machine says last.
pub(super) fn address(parts: &request::Parts) -> Option<IpAddr> {
    let peer = peer(parts);
    let lines = parts.headers.get_all(FORWARDED_FOR).iter().filter_map(|value| value.to_str().ok());
    // The last is what the proxy has seen itself; whatever stands before it was sent by who asks.
    let said = lines.flat_map(|line| line.split(',')).next_back().and_then(|last| last.trim().parse().ok());
    match (peer, said) {
        // From anywhere else the header is a claim: each try of a password could come with another address.
        (Some(peer), Some(said)) if peer.is_loopback() => Some(said),
        _ => peer,
    }
}

/// Whether nobody on the way can read what is sent. The program itself speaks plain HTTP: with an `https` base address a
/// proxy is expected before it, and whoever comes by another name has not come through it.
pub(super) fn is_private(addresses: &Addresses, parts: &request::Parts) -> bool {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let host = host.to_ascii_lowercase();
    if addresses.is_https() {
        // A proxy that passes on what came without TLS says so; of one that says nothing the base address is
        // believed.
        let came_plain = parts
            .headers
            .get(FORWARDED_PROTO)
            .is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"http"));
        return host.strip_suffix(":443").unwrap_or(&host) == addresses.authority() && !came_plain;
    }
    // Behind a proxy on this machine all come from it; by these it shows that the line began elsewhere.
    let is_proxied =
        [FORWARDED_FOR, FORWARDED_PROTO, FORWARDED].iter().any(|name| parts.headers.contains_key(name));
    peer(parts).is_some_and(|peer| peer.is_loopback()) && is_loopback(&host) && !is_proxied
}

/// Whether a `Host` names this machine.
fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
