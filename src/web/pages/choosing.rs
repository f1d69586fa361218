//! The form in which the forts of a comparison or a route are chosen, and the page around it; what it says of each stands with
//! the two.

use std::sync::Arc;

use axum::Extension;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::chosen::Chosen;
use crate::archive::known;
use crate::model::address::Page;
use crate::model::{Id, Village};
use crate::web::answer::AsItStands;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::reader::{Name, Reader, Text};

/// Villages a form lists; beside them it holds those chosen already.
pub(super) const LISTED: usize = 60;

/// What stands above the form.
#[derive(Serialize)]
pub(super) struct Notice {
    pub(super) is_error: bool,
    pub(super) text: String,
}

impl Notice {
    /// That one more is wanted, where one is chosen.
    pub(super) fn of_one(chosen: &Chosen, reader: &Reader<'_>) -> Option<Self> {
        let village = chosen.forts.first().and_then(|fort| reader.catalogue.village(&fort.id))?;
        let name = reader.name_text(&village.name).text;
        Some(Self { is_error: false, text: reader.t_with("compare-one", [("name", name.into())]) })
    }
}

/// The form: forts with a box each.
#[derive(Serialize)]
pub(super) struct ChooseForm {
    entries: Vec<Choice>,
    most: usize,
    unlisted: usize,
}

#[derive(Serialize)]
struct Choice {
    id: String,
    name: Name,
    town: Option<Text>,
    known: usize,
    chosen: bool,
}

impl ChooseForm {
    /// The form with some of the villages chosen, at the most `most` of them; `listed` are the first of `all`, and what was
    /// chosen beyond them has its box too where it `may` be: sending the form once more would lose it.
    pub(super) fn with(
        chosen: &[Id],
        (listed, all): (&[Arc<Village>], usize),
        most: usize,
        may: impl Fn(&Village) -> bool,
        reader: &Reader<'_>,
    ) -> Self {
        let is_listed = |id: &Id| listed.iter().any(|village| village.id == *id);
        let is_new = |place: usize| !chosen[..place].contains(&chosen[place]) && !is_listed(&chosen[place]);
        let beside: Vec<_> = (0..chosen.len())
            .filter(|place| is_new(*place))
            .filter_map(|place| reader.catalogue.village(&chosen[place]))
            .filter(|village| may(village))
            .collect();
        let town = |village: &Village| {
            let town = reader.catalogue.region().town(village.town.as_ref()?)?;
            Some(reader.name_text(&town.name))
        };
        let choice = |village: &Village| Choice {
            id: village.id.to_string(),
            name: reader.name(&village.name),
            town: town(village),
            known: known(village),
            chosen: chosen.contains(&village.id),
        };
        let entries = listed.iter().chain(&beside).map(|village| choice(village)).collect();
        Self { entries, most, unlisted: all.saturating_sub(LISTED) }
    }
}

/// The head of a page with the form: its `title` and `description` are in the reader's words.
pub(super) fn view(
    site: &Site,
    (section, title, description): (&'static str, String, String),
    (own, chosen): (Page, &Chosen),
    notice: Option<&Notice>,
    reader: &Reader<'_>,
) -> PageView {
    let is_error = notice.is_some_and(|notice| notice.is_error);
    let head = PageHead {
        section,
        title,
        description,
        // The other language of a page that cannot be served is the form: nothing leads to a refusal.
        page: if is_error { own } else { chosen.on(own) },
        revision: None,
        picture: None,
        article: false,
    };
    let view = page(site, reader, head);
    if chosen.forts.is_empty() && notice.is_none() { view } else { view.not_for_robots() }
}

/// Why there is no file: a status and a line of text.
pub(super) fn refused_file(status: StatusCode, words: &str) -> Response {
    let headers = [(CACHE_CONTROL, "no-store"), (CONTENT_TYPE, "text/plain; charset=utf-8")];
    (status, Extension(AsItStands), headers, format!("{words}\n")).into_response()
}
