//! Answers that are made once and sent often: bytes, their digest, their compressed forms, a cache policy.

use std::sync::Arc;

use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_TYPE, ETAG, LINK, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use headers::{ETag, HeaderMapExt as _, IfNoneMatch};
use tokio::sync::OnceCell;

use crate::store::Digest;

/// How long an answer may be kept without asking again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CachePolicy {
    /// Ask each time; unchanged is 304. For everything that follows the archive.
    Revalidate,
    /// Never changes under this address.
    Immutable,
    /// May be an hour behind. For derivatives of the newest revision.
    Hour,
    /// May be a minute behind. For what stands in while better is being made.
    Minute,
    /// Never kept.
    NoStore,
}

impl CachePolicy {
    /// As the header says it.
    pub(super) fn header(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            // `no-cache` may be kept, and is asked about each time; what is not to be kept is `no-store`.
            Self::Revalidate => "public, no-cache",
            Self::Immutable => "public, max-age=31536000, immutable",
            // For a day after, the old one may be shown while the new is fetched (RFC 5861).
            Self::Hour => "public, max-age=3600, stale-while-revalidate=86400",
            Self::Minute => "public, max-age=60",
            Self::NoStore => "no-store",
        })
    }
}

/// Marks, in its extensions, an error that has an answer of its own: it is sent as it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct AsItStands;

/// Marks, in its extensions, the answer of a page that may ask where the reader's device is, where its audience may not:
/// opened on one page, nothing elsewhere can ask.
#[derive(Debug, Clone, Copy)]
pub(super) struct MayLocate;

/// How an answer's bytes are compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Encoding {
    Identity,
    Brotli,
    Zstd,
    Gzip,
}

impl Encoding {
    fn word(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// The best of the encodings a client takes: a coding counts unless its weight is zero.
    fn best_for(headers: &HeaderMap) -> Self {
        let lines = || headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
        let takes = |word: &str| {
            lines().flat_map(|line| line.split(',')).any(|offer| {
                let (coding, weight) = offer.split_once(';').unwrap_or((offer, ""));
                let weight = weight.trim().trim_start_matches(['q', 'Q']).strip_prefix('=');
                let refused = weight.is_some_and(|weight| weight.trim().parse() == Ok(0.0));
                coding.trim().eq_ignore_ascii_case(word) && !refused
            })
        };
        // The order is ours: browsers weigh all that they name alike. Who sends only `*` gets the plain bytes,
        // which everybody can read.
        [Self::Brotli, Self::Zstd, Self::Gzip].into_iter().find(|e| takes(e.word())).unwrap_or(Self::Identity)
    }
}

/// The compressed forms (brotli, zstd, gzip) with their tags, made on first need; none where it does not pay.
type Compressed = [OnceCell<Option<(Bytes, HeaderValue)>>; 3];

/// An answer ready to be sent any number of times.
#[derive(Debug)]
pub(super) struct Answer {
    status: StatusCode,
    media_type: HeaderValue,
    /// `Content-Disposition`, for what is kept as a file.
    disposition: Option<HeaderValue>,
    policy: CachePolicy,
    links: Option<HeaderValue>,
    digest: String,
    identity: Bytes,
    compressed: Option<Compressed>,
}

impl Answer {
    /// A text: compressed on first need, and once.
    pub(super) fn text(media_type: &'static str, text: String, policy: CachePolicy) -> Self {
        Self::of(media_type, Bytes::from(text), policy, Some(Default::default()))
    }

    /// Bytes that are compressed already.
    pub(super) fn bytes(media_type: &'static str, bytes: Bytes, policy: CachePolicy) -> Self {
        Self::of(media_type, bytes, policy, None)
    }

    fn of(
        media_type: &'static str,
        identity: Bytes,
        policy: CachePolicy,
        compressed: Option<Compressed>,
    ) -> Self {
        let mut digest = Digest::of(&identity).to_string();
        // Half of the digest, 128 bits, is enough for a tag, and goes out with every answer.
        digest.truncate(32);
        let media_type = HeaderValue::from_static(media_type);
        Self {
            status: StatusCode::OK,
            media_type,
            disposition: None,
            policy,
            links: None,
            digest,
            identity,
            compressed,
        }
    }

    /// The same as a file of this name, made of letters, digits, `-` and `.`.
    pub(super) fn kept_as(mut self, name: &str) -> Self {
        self.disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).ok();
        self
    }

    /// The same bytes under an address with another rule for keeping them.
    pub(super) fn kept_for(&self, policy: CachePolicy) -> Self {
        Self {
            status: self.status,
            media_type: self.media_type.clone(),
            disposition: self.disposition.clone(),
            policy,
            links: self.links.clone(),
            digest: self.digest.clone(),
            identity: self.identity.clone(),
            compressed: None,
        }
    }

    /// The same with another status.
    pub(super) fn with_status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same with a `Link` header (RFC 8288), where the text is one.
    pub(super) fn with_links(mut self, links: Option<&str>) -> Self {
        self.links = links.and_then(|links| HeaderValue::from_str(links).ok());
        self
    }

    /// About how much memory it takes, compressed forms included.
    pub(super) fn weight_bytes(&self) -> usize {
        // The cache weighs a page once, when it comes in: forms that are not made yet must be counted then. All
        // three together are taken to be no more than the plain bytes.
        self.identity.len() + if self.compressed.is_some() { self.identity.len() } else { 0 } + 512
    }

    /// The response to one request: 304 where the client has it, else the best encoding it takes.
    pub(super) async fn respond(self: &Arc<Self>, request: &HeaderMap) -> Response {
        let (encoding, body, etag) = self.encoded(Encoding::best_for(request)).await;
        // An error stays one, even if the client knows its tag (RFC 9110 13.2.1).
        let known = self.status == StatusCode::OK && is_known(request, &etag);
        let mut response = if known {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            let mut response = (self.status, body).into_response();
            response.headers_mut().insert(CONTENT_TYPE, self.media_type.clone());
            if let Some(disposition) = &self.disposition {
                response.headers_mut().insert(CONTENT_DISPOSITION, disposition.clone());
            }
            if encoding != Encoding::Identity {
                response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(encoding.word()));
            }
            response
        };
        let headers = response.headers_mut();
        // A 304 carries these as the 200 would (RFC 9110 15.4.5).
        headers.insert(ETAG, etag);
        headers.insert(CACHE_CONTROL, self.policy.header());
        if let Some(links) = &self.links {
            headers.insert(LINK, links.clone());
        }
        if self.compressed.is_some() {
            // With plain bytes too: a cache between must know that others are sent something else.
            headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if self.status != StatusCode::OK {
            // Else `refusal.rs` would put its own words in the place of these.
            response.extensions_mut().insert(AsItStands);
        }
        response
    }

    /// The response that needs no request: uncompressed, never kept.
    pub(super) fn respond_plainly(self) -> Response {
        let mut response = (self.status, self.identity).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, self.media_type);
        headers.insert(CACHE_CONTROL, self.policy.header());
        response.extensions_mut().insert(AsItStands);
        response
    }

    async fn encoded(self: &Arc<Self>, wanted: Encoding) -> (Encoding, Bytes, HeaderValue) {
        let slot = match wanted {
            Encoding::Identity => None,
            Encoding::Brotli => Some(0),
            Encoding::Zstd => Some(1),
            Encoding::Gzip => Some(2),
        };
        if let (Some(cells), Some(slot)) = (&self.compressed, slot) {
            // Who asks at the same time waits for the one compression. `None` is remembered as well, so that what
            // does not shrink is not tried again.
            let made = cells[slot].get_or_init(|| async {
                let bytes = self.identity.clone();
                let bytes =
                    tokio::task::spawn_blocking(move || compress(wanted, &bytes)).await.ok().flatten()?;
                Some((bytes, self.etag(wanted)?))
            });
            if let Some((bytes, etag)) = made.await {
                return (wanted, bytes.clone(), etag.clone());
            }
        }
        let etag = self.etag(Encoding::Identity).unwrap_or(HeaderValue::from_static("\"\""));
        (Encoding::Identity, self.identity.clone(), etag)
    }

    /// A strong tag: each encoding is a representation of its own (RFC 9110 8.8.1).
    fn etag(&self, encoding: Encoding) -> Option<HeaderValue> {
        let tag = match encoding {
            Encoding::Identity => format!("\"{}\"", self.digest),
            encoding => format!("\"{}-{}\"", self.digest, encoding.word()),
        };
        HeaderValue::from_str(&tag).ok()
    }
}

/// Whether `If-None-Match` names the tag (RFC 9110 13.1.2, weak comparison).
pub(super) fn is_known(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let etag = etag.to_str().ok().and_then(|etag| etag.parse::<ETag>().ok());
    let condition = request.typed_get::<IfNoneMatch>();
    condition.zip(etag).is_some_and(|(condition, etag)| !condition.precondition_passes(&etag))
}

fn compress(encoding: Encoding, bytes: &[u8]) -> Option<Bytes> {
    use std::io::Write;
    let compressed = match encoding {
        Encoding::Identity => return None,
        Encoding::Brotli => {
            // From 9 on it takes ten times as long, for less than a hundredth of the bytes.
            let mut writer = brotli::CompressorWriter::new(Vec::new(), 4096, 7, 22);
            writer.write_all(bytes).ok()?;
            writer.into_inner()
        }
        Encoding::Zstd => zstd::bulk::compress(bytes, 12).ok()?,
        Encoding::Gzip => {
            let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(7));
            writer.write_all(bytes).ok()?;
            writer.finish().ok()?
        }
    };
    (compressed.len() < bytes.len()).then(|| Bytes::from(compressed))
}
