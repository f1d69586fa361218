//! `/staff/changes/{id}/preview/{record}`: the public page itself, over the archive with the change laid over it.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;

use crate::model::address::Page;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages;
use crate::web::site::Site;
use crate::web::staff::hand::readable;
use crate::web::staff::member::Member;
use crate::web::staff::page::led_to;

/// Shows it, or leads to what has to be mended before there is anything to show.
pub(in crate::web) async fn show_preview(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path((id, record)): Path<(String, String)>,
    member: Member,
) -> Result<Response, PageError> {
    let change = readable(&site, &member, &id).await?;
    let draft = site.changes().draft(change).await?;
    let side = draft.sides.iter().find(|side| side.name == record).ok_or(PageError::NotFound)?;
    // What the change leaves as it is is never made, and can be shown as it is published.
    let is_made = draft.records.iter().any(|(name, _)| *name == record) || !side.is_changed();
    if !is_made {
        let form = Page::change(&draft.change.id).part("checks");
        return led_to(&site.addresses().path(&form, language));
    }
    let snapshot = site.changes().preview(&draft).await?;
    pages::preview(&site, snapshot, language, side.kind, &side.id).await
}
