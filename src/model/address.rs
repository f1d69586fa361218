//! Where everything stands: each address of the site is made here, and nowhere else.
//!
//! The address of a record is a fact like its id: citations and files carry it, and it must hold for ever. So it
//! belongs to the ground that all modules may use. It is plain text here; who answers at it, `web` knows.

mod base;

use std::fmt;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{Id, Kind, Language};

pub use base::{Addresses, BadBase};

/// What the value of a query may hold as it is: what is never reserved (RFC 3986, 2.3), and what lists of
/// records are written with, `alpha,beta@2`, so that they stay readable.
const PLAIN: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b',').remove(b'@');

/// The prefix of a language's pages.
const ENGLISH: &str = "/en";

/// Below it stand all pictures.
pub const IMAGES: &str = "/iiif/";

/// Below it stands what programs ask for.
pub const FOR_PROGRAMS: &str = "/api/";

/// The search for programs.
pub const SEARCH_SERVICE: &str = "/api/v1/search";

/// Names while one types.
pub const SUGGESTIONS: &str = "/api/v1/suggest";

/// Where the villages are as layers, without the ending that says the form.
pub const PLACES: &str = "/api/v1/places";

/// A page by what it shows, which stands in every language: with its query, its form and the part that is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    shows: Shows,
    ending: Option<&'static str>,
    query: String,
    part: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Shows {
    /// What is there whatever the archive holds.
    Fixed(&'static str),
    Record {
        folder: &'static str,
        id: Id,
        revision: Option<u64>,
    },
    Changes {
        essay: Id,
        revision: u64,
    },
    Invitation(String),
    /// Below `/staff`: what somebody has in hand.
    Work(String),
}

impl Page {
    /// The front page.
    pub const HOME: Self = Self::of(Shows::Fixed("/"));
    /// The villages by town.
    pub const VILLAGES: Self = Self::of(Shows::Fixed("/villages"));
    /// The entries that are not yet identified.
    pub const OPEN_ENTRIES: Self = Self::of(Shows::Fixed("/villages/open"));
    /// The map.
    pub const MAP: Self = Self::of(Shows::Fixed("/map"));
    /// The photos.
    pub const PHOTOS: Self = Self::of(Shows::Fixed("/photos"));
    /// The essays.
    pub const ESSAYS: Self = Self::of(Shows::Fixed("/essays"));
    /// The glossary.
    pub const GLOSSARY: Self = Self::of(Shows::Fixed("/glossary"));
    /// 家底表.
    pub const INVENTORY: Self = Self::of(Shows::Fixed("/inventory"));
    /// Forts side by side.
    pub const COMPARISON: Self = Self::of(Shows::Fixed("/compare"));
    /// A route through some of the forts.
    pub const ROUTE: Self = Self::of(Shows::Fixed("/route"));
    /// The search.
    pub const SEARCH: Self = Self::of(Shows::Fixed("/search"));
    /// About the archive.
    pub const ABOUT: Self = Self::of(Shows::Fixed("/about"));
    /// About the data.
    pub const DATA: Self = Self::of(Shows::Fixed("/about/data"));

    /// The front page of the staff.
    pub const STAFF: Self = Self::of(Shows::Fixed("/staff"));
    /// Where the staff sign in.
    pub const SIGN_IN: Self = Self::of(Shows::Fixed("/staff/sign-in"));
    /// Where they sign out.
    pub const SIGN_OUT: Self = Self::of(Shows::Fixed("/staff/sign-out"));
    /// Their own account.
    pub const ACCOUNT: Self = Self::of(Shows::Fixed("/staff/account"));
    /// What they are told of changes.
    pub const NOTICES: Self = Self::of(Shows::Fixed("/staff/notices"));
    /// The accounts of all.
    pub const PEOPLE: Self = Self::of(Shows::Fixed("/staff/people"));
    /// The log of what was done.
    pub const AUDIT: Self = Self::of(Shows::Fixed("/staff/audit"));
    /// The changes in hand.
    pub const CHANGES: Self = Self::of(Shows::Fixed("/staff/changes"));
    /// Where one is begun.
    pub const NEW_CHANGE: Self = Self::of(Shows::Fixed("/staff/changes/new"));
    /// The same as lines of JSON.
    pub const AUDIT_LINES: Self = Self::of(Shows::Fixed("/staff/audit.jsonl"));

    /// The pages of the staff, by the word that templates call each by; no sitemap has them.
    pub const OF_STAFF: [(&'static str, Self); 10] = [
        ("staff", Self::STAFF),
        ("changes", Self::CHANGES),
        ("new_change", Self::NEW_CHANGE),
        ("sign_in", Self::SIGN_IN),
        ("sign_out", Self::SIGN_OUT),
        ("notices", Self::NOTICES),
        ("account", Self::ACCOUNT),
        ("people", Self::PEOPLE),
        ("audit", Self::AUDIT),
        ("audit_lines", Self::AUDIT_LINES),
    ];

    /// The pages that are there whatever the archive holds, by the word that templates call each by.
    pub const FIXED: [(&'static str, Self); 13] = [
        ("home", Self::HOME),
        ("villages", Self::VILLAGES),
        ("open", Self::OPEN_ENTRIES),
        ("map", Self::MAP),
        ("photos", Self::PHOTOS),
        ("essays", Self::ESSAYS),
        ("glossary", Self::GLOSSARY),
        ("inventory", Self::INVENTORY),
        ("compare", Self::COMPARISON),
        ("route", Self::ROUTE),
        ("search", Self::SEARCH),
        ("about", Self::ABOUT),
        ("data", Self::DATA),
    ];

    const fn of(shows: Shows) -> Self {
        Self { shows, ending: None, query: String::new(), part: None }
    }

    /// Where a record is shown: on a page of its own, or on the one that lists its kind.
    pub fn record(kind: Kind, id: &Id) -> Self {
        // Kinds without a page of their own are read in the list that has them all.
        let own = |folder| Self::of(Shows::Record { folder, id: id.clone(), revision: None });
        match kind {
            Kind::Village => own("/villages"),
            Kind::Photo => own("/photos"),
            Kind::Essay => own("/essays"),
            Kind::Term => Self::GLOSSARY.part(id),
            Kind::Source => Self::DATA.part(format_args!("source-{id}")),
            Kind::County => Self::HOME,
            Kind::Vocabulary | Kind::Withdrawals => Self::DATA,
        }
    }

    /// A village.
    pub fn village(id: &Id) -> Self {
        Self::record(Kind::Village, id)
    }

    /// A photo.
    pub fn photo(id: &Id) -> Self {
        Self::record(Kind::Photo, id)
    }

    /// An essay.
    pub fn essay(id: &Id) -> Self {
        Self::record(Kind::Essay, id)
    }

    /// What became of an essay in a revision.
    pub fn changes(essay: &Id, revision: u64) -> Self {
        Self::of(Shows::Changes { essay: essay.clone(), revision })
    }

    /// Where a link that works once leads, by its secret.
    pub fn invitation(token: &str) -> Self {
        // The token comes from an address too, when its page leads to itself: anything may stand in it.
        Self::of(Shows::Invitation(utf8_percent_encode(token, PLAIN).to_string()))
    }

    /// A change by its receipt number.
    pub fn change(id: impl fmt::Display) -> Self {
        Self::of(Shows::Work(format!("changes/{id}")))
    }

    /// What stands below a change: `review`, `submit`, `preview/fancunbu`.
    pub fn below_change(id: impl fmt::Display, part: impl fmt::Display) -> Self {
        Self::of(Shows::Work(format!("changes/{id}/{part}")))
    }

    /// Where the bytes of a promised file go, by its id.
    pub fn upload(id: impl fmt::Display) -> Self {
        Self::of(Shows::Work(format!("uploads/{id}")))
    }

    /// What the staff do with a record: `history`, `revert`, `withdraw`.
    pub fn of_record(id: &Id, act: &str) -> Self {
        Self::of(Shows::Work(format!("records/{id}/{act}")))
    }

    /// The same record in a revision, or with none in its newest.
    #[must_use]
    pub fn at(mut self, number: impl Into<Option<u64>>) -> Self {
        // A list has no revisions: of a term or a source the address stays what it was.
        if let Shows::Record { revision, .. } = &mut self.shows {
            *revision = number.into();
        }
        self
    }

    /// The same in a form for programs, by its ending: `bib`.
    #[must_use]
    pub fn form(self, ending: &'static str) -> Self {
        Self { ending: Some(ending), ..self }
    }

    /// The same with one more word in its query; words stand in the order in which they were added.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl fmt::Display) -> Self {
        let value = value.to_string();
        // The value alone: names are words of this program.
        let encoded = utf8_percent_encode(&value, PLAIN);
        // In their order, and pages are kept by their address: who calls this in two orders has two copies.
        let before = if self.query.is_empty() { "" } else { "&" };
        self.query.push_str(&format!("{before}{name}={encoded}"));
        self
    }

    /// The part of the page that is meant, by its id there.
    #[must_use]
    pub fn part(self, id: impl fmt::Display) -> Self {
        Self { part: Some(id.to_string()), ..self }
    }
}

/// The address within the site, without the language's prefix.
impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.shows {
            Shows::Fixed(path) => f.write_str(path)?,
            Shows::Record { folder, id, revision: None } => write!(f, "{folder}/{id}")?,
            Shows::Record { folder, id, revision: Some(number) } => write!(f, "{folder}/{id}@{number}")?,
            Shows::Changes { essay, revision } => write!(f, "/essays/{essay}@{revision}/changes")?,
            Shows::Invitation(token) => write!(f, "/staff/invitation/{token}")?,
            Shows::Work(path) => write!(f, "/staff/{path}")?,
        }
        // Ending, query, part: so an address is put together (RFC 3986, 3), whatever was said first.
        if let Some(ending) = self.ending {
            write!(f, ".{ending}")?;
        }
        if !self.query.is_empty() {
            write!(f, "?{}", self.query)?;
        }
        self.part.as_ref().map_or(Ok(()), |part| write!(f, "#{part}"))
    }
}

/// What stands once, whatever the reader's language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File<'f> {
    /// A style, a script or an icon, by its name with its hash.
    Asset(&'f str),
    /// A picture in an edition of the IIIF Image API: what can be asked of it is named behind.
    Image {
        /// 2 or 3.
        edition: u8,
        /// Whose picture.
        photo: &'f Id,
        /// Its revision; the newest where none is named.
        revision: Option<u64>,
    },
    /// Names while one types.
    Suggestions,
    /// Where the villages are, in a form by its ending: `geojson`.
    Places(&'f str),
    /// The pages, for search engines.
    Sitemap,
    /// One part of a large sitemap, from 1.
    SitemapPart(usize),
    /// How a phone keeps the site.
    Manifest,
}

/// The address within the site.
impl fmt::Display for File<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asset(name) => write!(f, "/assets/{name}"),
            Self::Image { edition, photo, revision: None } => write!(f, "{IMAGES}image/{edition}/{photo}"),
            Self::Image { edition, photo, revision: Some(number) } => {
                write!(f, "{IMAGES}image/{edition}/{photo}_{number}")
            }
            Self::Suggestions => f.write_str(SUGGESTIONS),
            Self::Places(ending) => write!(f, "{PLACES}.{ending}"),
            Self::Sitemap => f.write_str("/sitemap.xml"),
            Self::SitemapPart(number) => write!(f, "/sitemap/{number}.xml"),
            Self::Manifest => f.write_str("/manifest.webmanifest"),
        }
    }
}

impl Language {
    /// The language whose pages a path within the site belongs to.
    pub fn of_path(path: &str) -> Self {
        match path.strip_prefix(ENGLISH) {
            // A whole segment: `/entry` is no English page.
            Some(rest) if rest.is_empty() || rest.starts_with('/') => Self::English,
            _ => Self::Chinese,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::Chinese => "",
            Self::English => ENGLISH,
        }
    }
}

/// A path within the site as it is for readers of the default language.
pub fn without_language(path: &str) -> &str {
    match Language::of_path(path) {
        Language::Chinese => path,
        Language::English => &path[ENGLISH.len()..],
    }
}

/// Where a path within the site that nothing stands at may have meant: one slash less, `/villages/`, or for the
/// front page of a language one more. Never on another host, as browsers read `\` too.
pub fn mended(path: &str) -> Option<String> {
    if path == ENGLISH {
        return Some(format!("{ENGLISH}{}", Page::HOME));
    }
    path.strip_suffix('/')
        // A redirect to `//host` leads to another site; and one slash at a time would be a chain of redirects.
        .filter(|rest| rest.len() > 1 && !rest.starts_with("//") && !rest.ends_with('/'))
        .filter(|rest| !rest.contains('\\'))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests;
