//! What is still to be found out about a village: one short list that invites a survey.

use serde::Serialize;

use crate::archive::{PhotoCount, Whereabouts};
use crate::model::{Certainty, Entry, Village};
use crate::web::views::reader::{Labelled, Reader};

/// What a survey should settle first, in this order.
const SOUGHT: [&str; 7] = ["built", "wall", "gate", "fort_size", "condition", "protection", "access"];

/// One thing that is wanted, and why.
#[derive(Serialize)]
pub(super) struct Wanted {
    label: String,
    why: Labelled,
}

impl Wanted {
    /// The list for a village that has these photos. An open entry wants its name before anything else.
    pub(super) fn list(village: &Village, photos: PhotoCount, reader: &Reader<'_>) -> Vec<Self> {
        let wanted = |label: String, why: &str| Self {
            label,
            why: Labelled { id: why.to_owned(), label: reader.t(&format!("wanted-{why}")) },
        };
        if village.entry == Entry::Open {
            return vec![wanted(reader.t("wanted-name"), "unknown")];
        }
        let mut list = Vec::new();
        let is_settled = match reader.snapshot.whereabouts(village) {
            Whereabouts::Told(place) => place.method.is_measured_on_site(),
            // Whether it was measured is not told either.
            Whereabouts::Withheld => true,
            Whereabouts::Unknown => false,
        };
        if !is_settled {
            list.push(wanted(reader.t("wanted-place"), "position"));
        }
        if photos.real == 0 {
            list.push(wanted(reader.t("wanted-picture"), "photos"));
        }
        for property in SOUGHT {
            let best = village.statements_of(property).map(|statement| statement.certainty).min();
            let why = match best {
                // The box of the visit and the tables say the same word.
                None if property == "access" => "unconfirmed",
                None => "blank",
                Some(Certainty::Unknown) => "unknown",
                Some(Certainty::Lead) => "lead",
                Some(Certainty::Established | Certainty::Reported) => continue,
            };
            list.push(wanted(reader.property(property).label, why));
        }
        list
    }
}
