//! What was left of a change when a part of it was published, as lists, receipts and forms say it.

use serde::Serialize;

use super::words;
use crate::changes::{Change, Rest};
use crate::model::address::Page;
use crate::web::errors::PageError;
use crate::web::site::Site;
use crate::web::views::reader::Reader;

/// What of a change is left in another, or of which other one it is the rest.
#[derive(Serialize)]
pub(super) struct RestView {
    text: String,
    href: Option<String>,
}

/// What is left of a change, as those read it who may.
pub(super) async fn rest_of(
    site: &Site,
    reader: &Reader<'_>,
    change: &Change,
) -> Result<Option<RestView>, PageError> {
    if let Some(text) = as_rest(reader, change) {
        return Ok(Some(RestView { text, href: None }));
    }
    let Some(id) = change.rest_id() else { return Ok(None) };
    let rest = site.changes().get(&id).await?;
    let Some(how_much) = rest.as_rest() else { return Ok(None) };
    let text = reader.t_with(
        "change-rest-in",
        [
            ("what", rest_words(reader, how_much).into()),
            ("receipt", id.as_str().into()),
            ("state", words::state(reader, rest.state).label.into()),
        ],
    );
    Ok(Some(RestView { text, href: Some(reader.url(&Page::below_change(&id, "review"))) }))
}

/// What a change is the rest of another with: 「其余3张照片留在此单」. Only as long as it may become something.
pub(super) fn as_rest(reader: &Reader<'_>, change: &Change) -> Option<String> {
    let rest = change.as_rest().filter(|_| change.state.is_open())?;
    Some(reader.t_with("change-rest", [("what", rest_words(reader, rest).into())]))
}

/// How much a rest is: photos, and fields of the rest.
fn rest_words(reader: &Reader<'_>, rest: Rest) -> String {
    let counted = [("change-rest-photos", rest.photos), ("change-rest-fields", rest.fields)];
    let told = counted.into_iter().filter(|(_, n)| *n > 0);
    let told: Vec<String> = told.map(|(key, n)| reader.t_with(key, [("n", n.into())])).collect();
    told.join(&reader.t("list-separator"))
}
