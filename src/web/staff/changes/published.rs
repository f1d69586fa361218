//! The photos a village has published already, on the form of its change: one line each, and the fields of those that the
//! change has touched or that somebody has opened.

use serde::Serialize;

use super::fields::{Button, Fields};
use super::photo_card::{PhotoView, photo};
use super::words;
use crate::changes::Sides;
use crate::model::address::Page;
use crate::model::{Kind, Photo, Record};
use crate::people::Action;
use crate::web::staff::member::Member;
use crate::web::views::picture::picture;
use crate::web::views::reader::Text;

/// All of them.
#[derive(Serialize)]
pub(super) struct PublishedView {
    count: usize,
    /// Whether there is something to be seen at once: a photo that is open.
    is_open: bool,
    photos: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    id: String,
    href: String,
    thumbnail: String,
    caption: Text,
    element: String,
    is_stand_in: bool,
    is_internal: bool,
    history: String,
    withdraw: Option<String>,
    /// The photo of the change that takes its place.
    replaced_by: Option<String>,
    /// The button that brings its fields.
    open: Option<Button>,
    /// Its fields.
    card: Option<PhotoView>,
}

/// The published photos as the form shows them; `None` where there are none.
pub(super) fn published_view(
    fields: &Fields<'_>,
    published: &[Sides],
    member: &Member,
    asked: Option<&str>,
) -> Option<PublishedView> {
    let photos: Vec<LineView> =
        published.iter().filter_map(|side| line(fields, side, published, member, asked)).collect();
    let is_open = photos.iter().any(|line| line.card.is_some());
    (!photos.is_empty()).then_some(PublishedView { count: photos.len(), is_open, photos })
}

fn line(
    fields: &Fields<'_>,
    side: &Sides,
    published: &[Sides],
    member: &Member,
    asked: Option<&str>,
) -> Option<LineView> {
    let live = side.live.as_ref()?;
    let Record::Photo(live_photo) = &live.record else { return None };
    let reader = &fields.reader;
    let of_change = |is_new: bool| {
        let mut sides = fields.draft.sides.iter();
        sides.find(|other| other.id == side.id && other.kind == Kind::Photo && other.is_picture_new == is_new)
    };
    let touched = of_change(false);
    let replaced_by = of_change(true).map(|other| words::photo_title(reader, &other.name));
    // Where another takes its place it is not altered too: one of the two is meant.
    let is_asked = replaced_by.is_none() && asked == Some(side.name.as_str());
    let card = touched.or(is_asked.then_some(side)).map(|side| photo(fields, side, None, published));
    let is_closed = card.is_none() && replaced_by.is_none();
    let Photo { caption, element, stand_in, visibility, .. } = live_photo;
    Some(LineView {
        id: side.name.clone(),
        href: reader.url(&Page::record(Kind::Photo, &side.id)),
        thumbnail: picture(live_photo, live.revision.number, reader).small_path(),
        caption: reader.text(caption),
        element: reader.element(element).label,
        is_stand_in: *stand_in,
        is_internal: !visibility.is_public(),
        history: reader.url(&Page::of_record(&side.id, "history")),
        withdraw: member.may(Action::Withdraw).then(|| reader.url(&Page::of_record(&side.id, "withdraw"))),
        replaced_by,
        open: is_closed.then(|| Button {
            name: "open",
            value: side.name.clone(),
            label: reader.t("published-open"),
        }),
        card,
    })
}
