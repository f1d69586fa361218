//! The base address, and everything below it.

use std::net::Ipv6Addr;

use super::{File, IMAGES, Page};
use crate::model::Language;

/// Makes addresses: paths as browsers of the site need them, and absolute ones for all others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Addresses {
    /// Scheme, host and port.
    origin: String,
    /// The path below which the site stands, without a slash at its end; empty for a site that has its host alone.
    below: String,
}

/// Why a text is no base address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadBase {
    /// No scheme of the web.
    #[error(
        "must be http:// or https:// and a host, with the path below which the site stands if there is one"
    )]
    Scheme,
    /// Nothing that a host is called.
    #[error("must be http:// or https:// and a host; write a name in other letters in its xn-- form")]
    Host,
    /// No number of a port.
    #[error("must have a number from 1 to 65535 behind the colon, or no colon")]
    Port,
    /// A path that would have to be written otherwise in some place, or more than a path.
    #[error(
        "may have behind its host words of a–z, A–Z, 0–9, -, ., _ and ~ between single slashes, and nothing else"
    )]
    Path,
}

impl Addresses {
    /// Reads a base address as an operator writes it: in either case, with or without a slash at the end.
    ///
    /// It goes as it is into pages, XML and headers, and requests are held against it byte by byte. So it holds
    /// nothing that is written in more than one way.
    pub fn at(base: &str) -> Result<Self, BadBase> {
        let (scheme, rest) = base.split_once("://").ok_or(BadBase::Scheme)?;
        let scheme = scheme.to_ascii_lowercase();
        // Browsers leave it out of `Host` and `Origin`, which are compared with what is kept here.
        let own_port = match scheme.as_str() {
            "http" => 80,
            "https" => 443,
            _ => return Err(BadBase::Scheme),
        };
        // At a `?` or `#` too: else they would be told as a bad host, and not as what they are.
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (host, port) = split_port(authority)?;
        let port = port.filter(|port| *port != own_port).map_or_else(String::new, |port| format!(":{port}"));
        // Every path begins with a slash; one kept here would double it.
        let below = path.trim_end_matches('/');
        if !below.is_empty() && !below.strip_prefix('/').is_some_and(|path| path.split('/').all(is_segment)) {
            return Err(BadBase::Path);
        }
        Ok(Self {
            // Host names have no case (RFC 3986, 3.2.2) and browsers send them small; paths have one and keep it.
            origin: format!("{scheme}://{}{port}", host.to_ascii_lowercase()),
            below: below.to_owned(),
        })
    }

    /// The base address, without a slash at its end.
    pub fn base(&self) -> String {
        format!("{}{}", self.origin, self.below)
    }

    /// The path of a page for a reader of a language.
    pub fn path(&self, page: &Page, language: Language) -> String {
        format!("{}{}{page}", self.below, language.prefix())
    }

    /// The absolute address of a page for a reader of a language.
    pub fn address(&self, page: &Page, language: Language) -> String {
        self.absolute(&self.path(page, language))
    }

    /// The path of what has no language.
    pub fn file(&self, file: &File<'_>) -> String {
        self.outer(&file.to_string())
    }

    /// The absolute address of a path that was made here.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// The path as browsers ask for it, of one within the site.
    pub fn outer(&self, path: &str) -> String {
        format!("{}{path}", self.below)
    }

    /// The path within the site, of one as it is asked for; none for what stands beside the site.
    pub fn inner<'p>(&self, path: &'p str) -> Option<&'p str> {
        // Up to a slash: `/hejinx` begins like `/hejin` and stands beside it.
        path.strip_prefix(&self.below).filter(|rest| rest.starts_with('/'))
    }

    /// Whether browsers come over TLS.
    pub fn is_https(&self) -> bool {
        self.origin.starts_with("https://")
    }

    /// Host and port, as browsers name them in `Host`.
    pub fn authority(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, authority)| authority)
    }

    /// Whether the site stands below a path, with other things beside it on its host.
    pub fn is_below_a_path(&self) -> bool {
        !self.below.is_empty()
    }

    /// Whether a path is that of the base address itself, which wants a slash.
    pub fn is_bare_base(&self, path: &str) -> bool {
        self.is_below_a_path() && path == self.below
    }

    /// The path of a link that a text of the archive has as `/villages/alpha`, for a reader of a language. What
    /// says its language itself keeps it; pictures have none.
    pub fn written(&self, path: &str, language: Language) -> String {
        let has_its_own = Language::of_path(path) == Language::English || path.starts_with(IMAGES);
        let prefix = if has_its_own { "" } else { language.prefix() };
        format!("{}{prefix}{path}", self.below)
    }
}

/// Host and port.
fn split_port(authority: &str) -> Result<(&str, Option<u16>), BadBase> {
    // The colons of an IPv6 address stand in brackets.
    let end = authority.find(']').map_or(0, |bracket| bracket + 1);
    let at = authority[end..].find(':').map_or(authority.len(), |colon| end + colon);
    let (host, port) = authority.split_at(at);
    if !is_host(host) {
        return Err(BadBase::Host);
    }
    let port = match port.strip_prefix(':') {
        None => None,
        // Rust reads `+1` as a number; no browser would send it.
        Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
            Some(digits.parse().ok().filter(|port| *port > 0).ok_or(BadBase::Port)?)
        }
        Some(_) => return Err(BadBase::Port),
    };
    Ok((host, port))
}

fn is_host(host: &str) -> bool {
    match host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        // Letters of other scripts are refused: browsers send a name in its `xn--` form, which would never be
        // equal.
        None => host.strip_suffix('.').unwrap_or(host).split('.').all(|label| {
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            !label.is_empty() && label.bytes().all(is_plain)
        }),
    }
}

/// One step of a path, of characters that are never written otherwise (RFC 3986, 2.3).
fn is_segment(segment: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    !segment.is_empty() && segment != "." && segment != ".." && segment.bytes().all(is_plain)
}
