//! Who asks, and the rules for what they get: each audience is one value, and `layers.rs` makes its layers of it.
//!
//! Another audience is one more value here and one more entry in `routes.rs`.

use std::time::Duration;

use super::answer::CachePolicy;

/// The rules for all that is answered below the addresses of one audience, refusals too.
#[derive(Debug)]
pub(super) struct Audience {
    /// The largest body that is taken in, bytes.
    pub(super) body_bytes: usize,
    /// How long an answer may take to make.
    pub(super) time: Duration,
    /// `Content-Security-Policy`.
    pub(super) content_policy: &'static str,
    /// Whether every page may ask its reader's device where it is, once the reader allows it; else those alone that are
    /// marked so (`answer::MayLocate`).
    pub(super) may_locate: bool,
    pub(super) sharing: Sharing,
    pub(super) caching: Caching,
    pub(super) errors: ErrorShape,
    /// Whether it is answered beside the path of the base address too.
    pub(super) is_everywhere: bool,
}

/// What other sites may do with an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sharing {
    /// Nothing.
    Closed,
    /// Their scripts may read it.
    Scripts,
    /// Their scripts may read it and their pages show it.
    ScriptsAndPages,
}

/// How long an answer may be kept. An error never is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Caching {
    /// As its handler says; so where it says nothing.
    Unless(CachePolicy),
    /// Never, whatever its handler says.
    Never,
}

/// In which shape an error is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ErrorShape {
    /// A page in the reader's language, with a way on.
    Page,
    /// One line of plain text.
    Line,
    /// `application/problem+json` (RFC 9457).
    Problem,
    /// A page, or to a script that asks for JSON the same as `Problem`.
    PageOrProblem,
}

/// What nobody needs here takes a body; the limit keeps strangers from sending one.
const NO_BODY: usize = 16 << 10;

/// What a visitor would wait for.
const PATIENCE: Duration = Duration::from_secs(20);

/// What is not a page runs and loads nothing but, opened by itself, the picture that it is.
const NOT_A_PAGE: &str = "default-src 'none'; script-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; \
     base-uri 'none'; object-src 'none'; frame-ancestors 'none'";

/// The readers of the pages.
pub(super) static READERS: Audience = Audience {
    body_bytes: NO_BODY,
    time: PATIENCE,
    // Placeholders of pictures stand in their records as `data:`. JSON-LD is a block of data, which `script-src`
    // does not touch.
    // All script, style and pictures come from here, and nothing is inline.
    content_policy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
         manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'",
    may_locate: false,
    sharing: Sharing::Closed,
    caching: Caching::Unless(CachePolicy::Revalidate),
    errors: ErrorShape::Page,
    is_everywhere: false,
};

/// Programs that ask for data.
pub(super) static PROGRAMS: Audience = Audience {
    body_bytes: NO_BODY,
    time: PATIENCE,
    content_policy: NOT_A_PAGE,
    may_locate: false,
    sharing: Sharing::Scripts,
    caching: Caching::Unless(CachePolicy::Revalidate),
    errors: ErrorShape::Problem,
    is_everywhere: false,
};

/// Viewers, here and elsewhere, that ask for pictures.
pub(super) static VIEWERS: Audience = Audience {
    body_bytes: NO_BODY,
    time: PATIENCE,
    content_policy: NOT_A_PAGE,
    // Refusals too, so that a viewer can tell them from a broken line.
    may_locate: false,
    sharing: Sharing::ScriptsAndPages,
    caching: Caching::Unless(CachePolicy::Hour),
    errors: ErrorShape::Line,
    is_everywhere: false,
};

/// Browsers and robots that fetch what stands behind the pages: styles, scripts, icons, lists of addresses.
pub(super) static BROWSERS: Audience = Audience {
    body_bytes: NO_BODY,
    time: PATIENCE,
    content_policy: NOT_A_PAGE,
    may_locate: false,
    sharing: Sharing::Closed,
    caching: Caching::Unless(CachePolicy::Revalidate),
    errors: ErrorShape::Line,
    is_everywhere: false,
};

/// The staff, with their forms.
pub(super) static STAFF: Audience = Audience {
    body_bytes: 1 << 20,
    time: PATIENCE,
    // Pictures are shown before they are sent.
    content_policy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
         connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; \
         frame-ancestors 'none'",
    // The gate that a survey stands at.
    may_locate: true,
    sharing: Sharing::Closed,
    caching: Caching::Never,
    errors: ErrorShape::PageOrProblem,
    is_everywhere: false,
};

/// The staff's devices, which send files.
pub(super) static SENDERS: Audience = Audience {
    // A form without script may bring several photos at once; each file has its own limit.
    body_bytes: 512 << 20,
    // On a bad line.
    time: Duration::from_secs(600),
    content_policy: NOT_A_PAGE,
    may_locate: false,
    sharing: Sharing::Closed,
    caching: Caching::Never,
    errors: ErrorShape::Problem,
    is_everywhere: false,
};

/// Operators, who ask the program itself.
pub(super) static OPERATORS: Audience = Audience {
    body_bytes: NO_BODY,
    time: PATIENCE,
    content_policy: NOT_A_PAGE,
    may_locate: false,
    sharing: Sharing::Closed,
    caching: Caching::Never,
    errors: ErrorShape::Line,
    // They ask the program itself, whatever stands before it.
    is_everywhere: true,
};
