//! Links that lead into the archive.

use crate::model::{Id, Kind, RecordKey};

/// What the address of a link or an image means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reference {
    /// A record of the archive.
    Record(RecordKey),
    /// No record, but how the words are read: `[堡](reading:bǔ)`.
    Reading(String),
    /// A page elsewhere.
    Elsewhere(String),
    /// It looks like one of the above and is none: why.
    Broken(String),
}

impl Reference {
    /// Reads the address of a link.
    pub fn parse(address: &str) -> Self {
        // Browsers pass over line ends and tabs, and so find another address than is read here.
        if address.chars().any(char::is_control) {
            return Self::Broken("an address has no line ends and tabs in it".to_owned());
        }
        // These leave the site by whatever scheme the page has.
        if address.starts_with("//") || address.starts_with("/\\") {
            return Self::Broken(format!("`{address}` is no path of this site: write it with https://"));
        }
        let Some((scheme, rest)) = address.split_once(':') else {
            // A place on the same page, or a path of this site.
            return if address.starts_with(['#', '/']) {
                Self::Elsewhere(address.to_owned())
            } else {
                Self::Broken(format!("`{address}` is no address: write it with https://"))
            };
        };
        match scheme {
            "reading" if rest.trim().is_empty() => Self::Broken("a reading is empty".to_owned()),
            "reading" => Self::Reading(rest.trim().to_owned()),
            // A list of what is let through: `javascript:`, `data:` and whatever browsers learn next fall to the
            // last line.
            "http" | "https" | "mailto" => Self::Elsewhere(address.to_owned()),
            _ => match kind(scheme) {
                Some(kind) => match Id::parse(rest) {
                    Ok(id) => Self::Record(RecordKey::new(kind, &id)),
                    Err(error) => Self::Broken(error.to_string()),
                },
                None => Self::Broken(format!("links to `{scheme}:` are not taken")),
            },
        }
    }
}

fn kind(scheme: &str) -> Option<Kind> {
    [Kind::Village, Kind::Photo, Kind::Essay, Kind::Term, Kind::Source]
        .into_iter()
        .find(|kind| kind.word() == scheme)
}
