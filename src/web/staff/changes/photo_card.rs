//! The card of one photo on the form of a change: what it looks like, what its camera says, what is said of it.

use serde::Serialize;

use super::fields::{Button, ChoiceView, FieldView, Fields};
use super::positions::{PositionOffer, offer};
use crate::changes::form::of_photo;
use crate::changes::{Change, Sides, whole_photo};
use crate::image::Told;
use crate::model::Record;
use crate::model::address::Page;
use crate::uploads::{File, Like, State};
use crate::web::views::reader::{Labelled, Reader};

#[derive(Serialize)]
pub(super) struct PhotoView {
    id: String,
    thumbnail: Option<String>,
    name: String,
    state: Labelled,
    /// What it looks like.
    hints: Vec<String>,
    offers: Vec<Button>,
    /// Where its camera stood, for a place of the form.
    position: Option<PositionOffer>,
    fields: Vec<FieldView>,
    replaces: Option<FieldView>,
    remove: Option<Button>,
}

/// The card of a photo with its fields.
pub(super) fn photo(
    fields: &Fields<'_>,
    side: &Sides,
    file: Option<&File>,
    published: &[Sides],
) -> PhotoView {
    let (reader, change) = (&fields.reader, &fields.draft.change);
    let thumbnail = side.is_picture_new.then(|| reader.url(&thumbnail_of(change, &side.name)));
    let told = file.and_then(|file| match &file.promise.state {
        State::Here(arrived) => Some(&arrived.told),
        _ => None,
    });
    let mut asked: Vec<FieldView> = of_photo().iter().map(|asked| fields.field(asked, side)).collect();
    let is_new = change.records.get(&side.name).is_some_and(|proposed| proposed.is_new);
    if is_new {
        prefill(fields, side, &mut asked);
    }
    PhotoView {
        id: side.name.clone(),
        thumbnail,
        name: file.map_or_else(|| side.id.to_string(), |file| file.promise.name.clone()),
        state: Labelled { id: "here".to_owned(), label: reader.t("upload-is-here") },
        hints: hints(reader, file),
        position: told.and_then(|told| offer(fields, side, told)),
        offers: told.map(|told| offers(reader, side, told)).unwrap_or_default(),
        fields: asked,
        replaces: is_new.then(|| replaces(reader, change, side, published)).flatten(),
        // Only what the change has: a published photo that was just opened brings nothing that could be taken out.
        remove: change.records.contains_key(&side.name).then(|| Button {
            name: "remove",
            value: whole_photo(&side.name),
            label: reader.t(if is_new { "upload-remove" } else { "published-forget" }),
        }),
    }
}

/// Where a photo that has come in is shown, small.
pub(super) fn thumbnail_of(change: &Change, name: &str) -> Page {
    Page::below_change(&change.id, format_args!("photos/{name}"))
}

/// The card of a file that has not come.
pub(super) fn not_here(reader: &Reader<'_>, file: &File) -> PhotoView {
    let word = file.promise.state.word();
    PhotoView {
        id: file.promise.id.to_string(),
        thumbnail: None,
        name: file.promise.name.clone(),
        state: Labelled { id: word.to_owned(), label: reader.t(&format!("upload-is-{word}")) },
        hints: match &file.promise.state {
            State::Same { photo } => {
                vec![reader.t_with("upload-same", [("as", photo.to_string().into())])]
            }
            _ => Vec::new(),
        },
        offers: Vec::new(),
        position: None,
        fields: Vec::new(),
        replaces: None,
        // Whoever knows that it will never come says so.
        remove: file.promise.state.is_wanted().then(|| Button {
            name: "remove",
            value: format!("{}/", file.promise.id),
            label: reader.t("upload-give-up"),
        }),
    }
}

/// An alt text to begin with, from what is known: told as the example beside the blank field and never put into it, so that
/// none is saved that nobody has written.
fn prefill(fields: &Fields<'_>, side: &Sides, asked: &mut [FieldView]) {
    let reader = &fields.reader;
    let Some(element) = side.after.get("element") else { return };
    let Some(alt) = asked.iter_mut().find(|field| field.name.ends_with("/alt.zh")) else { return };
    if alt.value.is_empty() {
        let village = super::words::about(&fields.draft.change, reader);
        let element = reader.element(element).label;
        alt.example = Some(match side.after.get("direction_deg") {
            Some(degrees) => reader.t_with(
                "upload-alt-direction",
                [
                    ("village", village.into()),
                    ("element", element.into()),
                    ("degrees", degrees.as_str().into()),
                ],
            ),
            None => reader.t_with("upload-alt", [("village", village.into()), ("element", element.into())]),
        });
    }
}

/// What others it looks like.
fn hints(reader: &Reader<'_>, file: Option<&File>) -> Vec<String> {
    let like = file.into_iter().flat_map(|file| &file.like).map(|like| match like {
        Like::InChange(record) => record.clone(),
        Like::Published(id) => id.to_string(),
    });
    like.map(|other| reader.t_with("upload-looks-like", [("other", other.into())])).collect()
}

/// What the camera says, to be taken over by a press: never entered by itself.
fn offers(reader: &Reader<'_>, side: &Sides, told: &Told) -> Vec<Button> {
    let taken = told.taken.map(|taken| ("taken", taken.date().to_string()));
    let direction = told.direction_deg.map(|degrees| ("direction_deg", format!("{degrees:.0}")));
    let offers = [taken, direction].into_iter().flatten();
    // What stands in the field already is not offered again.
    let offers = offers.filter(|(field, value)| side.after.get(*field) != Some(value));
    let button = |(field, value): (&'static str, String)| Button {
        name: "take",
        value: format!("{}/{field}={value}", side.name),
        label: reader
            .t_with(&format!("upload-take-{}", field.replace('_', "-")), [("value", value.as_str().into())]),
    };
    offers.map(button).collect()
}

/// The stand-ins whose place a photo may take.
fn replaces(reader: &Reader<'_>, change: &Change, side: &Sides, published: &[Sides]) -> Option<FieldView> {
    let chosen = change.records.get(&side.name).and_then(|proposed| proposed.replaces.as_ref());
    let photos = published.iter().filter_map(|side| match &side.live.as_ref()?.record {
        Record::Photo(photo) => Some(photo),
        _ => None,
    });
    let choices: Vec<ChoiceView> = photos
        // The chosen one stays, even if it was published as a photograph since: a list without it would send
        // another choice.
        .filter(|photo| photo.stand_in || Some(&photo.id) == chosen)
        .map(|photo| {
            let label = format!("{} {}", photo.id, reader.text(&photo.caption).text);
            let choice = ChoiceView::of((photo.id.to_string(), label));
            ChoiceView { is_selected: Some(&photo.id) == chosen, ..choice }
        })
        .collect();
    (!choices.is_empty()).then(|| FieldView {
        name: format!("{}/replaces", side.name),
        id: super::words::id_of(&side.name, "replaces"),
        label: reader.t("upload-replaces"),
        kind: "choice",
        value: chosen.map(ToString::to_string).unwrap_or_default(),
        guidance: reader.maybe("upload-replaces-what"),
        choices,
        ..FieldView::default()
    })
}
