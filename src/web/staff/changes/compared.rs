//! What a change alters, field by field: before and after, for the review and its sheet.

use serde::Serialize;

use super::photos::thumbnail_of;
use super::words::{group_title, label, shown_value};
use crate::changes::form::in_order;
use crate::changes::{Draft, Sides};
use crate::model::address::Page;
use crate::model::{Kind, Record};
use crate::prose::word_changes;
use crate::web::views::picture::picture;
use crate::web::views::reader::Reader;

/// One record of a change.
#[derive(Serialize)]
pub(super) struct RecordView {
    key: String,
    title: String,
    kind: String,
    is_new: bool,
    live: Option<String>,
    preview: Option<String>,
    rows: Vec<RowView>,
}

/// One field that differs.
#[derive(Serialize)]
struct RowView {
    name: String,
    label: String,
    group: String,
    before: Option<String>,
    after: Option<String>,
    words: Option<Vec<Word>>,
    moved_m: Option<u64>,
    by: Option<String>,
    conflict: Option<Conflict>,
    comment: Option<String>,
}

#[derive(Serialize)]
struct Word {
    text: String,
    is: &'static str,
}

#[derive(Serialize)]
struct Conflict {
    base: String,
    live: String,
    draft: String,
}

/// A photo that a change brings in, takes out of sight or puts in another's place.
#[derive(Serialize)]
pub(super) struct PhotoChange {
    is: &'static str,
    before: Option<Figure>,
    after: Option<Figure>,
}

#[derive(Serialize)]
struct Figure {
    thumbnail: String,
    caption: String,
}

/// The photos of a change whose picture is another after it.
pub(super) fn photos(reader: &Reader<'_>, draft: &Draft) -> Vec<PhotoChange> {
    let photos = draft.sides.iter().filter(|side| side.kind == Kind::Photo);
    photos.filter_map(|side| photo(reader, draft, side)).collect()
}

fn photo(reader: &Reader<'_>, draft: &Draft, side: &Sides) -> Option<PhotoChange> {
    let caption = |fields: &crate::changes::Fields| {
        let caption = fields.get("caption.zh").cloned();
        caption.unwrap_or_else(|| side.id.to_string())
    };
    let before = match side.live.as_ref().map(|live| (&live.record, live.revision.number)) {
        Some((Record::Photo(photo), number)) => Some(Figure {
            thumbnail: picture(photo, number, reader).small_path(),
            caption: caption(&side.before),
        }),
        _ => None,
    };
    let came = draft.change.records.get(&side.name).and_then(|proposed| proposed.picture.as_ref());
    let after = came.map(|_| Figure {
        thumbnail: reader.url(&thumbnail_of(&draft.change, &side.name)),
        caption: caption(&side.after),
    });
    match (&before, &after) {
        (None, Some(_)) => Some(PhotoChange { is: "added", before, after }),
        (Some(_), Some(_)) => Some(PhotoChange { is: "replaced", before, after }),
        (_, None) => None,
    }
}

/// The records of a change that it alters, each field in the order of the form.
pub(super) fn records(reader: &Reader<'_>, draft: &Draft) -> Vec<RecordView> {
    draft.sides.iter().filter(|side| side.is_changed()).map(|side| record(reader, draft, side)).collect()
}

fn record(reader: &Reader<'_>, draft: &Draft, side: &Sides) -> RecordView {
    // What is kept inside has no page that everybody would see.
    let is_made =
        draft.records.iter().any(|(name, record)| *name == side.name && record.visibility().is_public());
    let title = ["name.zh", "title.zh", "caption.zh"].iter().find_map(|field| side.after.get(*field));
    let preview = Page::below_change(&draft.change.id, format_args!("preview/{}", side.name));
    RecordView {
        key: side.name.clone(),
        title: title.cloned().unwrap_or_else(|| side.id.to_string()),
        kind: reader.t(&format!("change-kind-{}", side.kind.word())),
        is_new: side.live.is_none(),
        live: side.live.as_ref().map(|_| reader.url(&Page::record(side.kind, &side.id))),
        preview: is_made.then(|| reader.url(&preview)),
        rows: rows(reader, draft, side),
    }
}

fn rows(reader: &Reader<'_>, draft: &Draft, side: &Sides) -> Vec<RowView> {
    // Units follow from what was measured.
    let is_told = |field: &str| !(field.contains(".measure.") && field.ends_with(".unit"));
    let mut changed: Vec<_> = side.changed().filter(|(field, _, _)| is_told(field)).collect();
    let order = in_order(&draft.change, side, reader.catalogue.vocabulary());
    // What was taken out stands in no form, and comes last.
    changed.sort_by_key(|(field, _, _)| order.iter().position(|asked| asked == field).unwrap_or(usize::MAX));
    changed.into_iter().map(|sides| row(reader, draft, side, sides)).collect()
}

fn row(
    reader: &Reader<'_>,
    draft: &Draft,
    side: &Sides,
    (field, before, after): (&str, Option<&str>, Option<&str>),
) -> RowView {
    let name = format!("{}/{field}", side.name);
    let shown = |value: Option<&str>| value.map(|value| shown_value(reader, &draft.change, field, value));
    let (before, after) = (shown(before), shown(after));
    let words =
        before.as_deref().zip(after.as_deref()).and_then(|(before, after)| word_changes(before, after));
    let words = words.map(|pieces| {
        pieces.into_iter().map(|piece| Word { text: piece.text, is: piece.kind }).collect::<Vec<_>>()
    });
    let entered = draft.change.records.get(&side.name).and_then(|proposed| proposed.fields.get(field));
    let comments = draft.change.comments.iter().rev().find(|comment| comment.on == name);
    let conflict = side.conflicts.iter().find(|conflict| conflict.field == field).map(|conflict| Conflict {
        base: conflict.over.clone(),
        live: conflict.live.clone(),
        draft: conflict.draft.clone(),
    });
    RowView {
        label: label(reader, side.kind, field),
        group: group(reader, side.kind, field),
        moved_m: side.moved_m(field),
        by: entered.map(|entered| entered.by.shown.clone()),
        comment: comments.map(|comment| comment.text.clone()),
        name,
        before,
        after,
        words,
        conflict,
    }
}

fn group(reader: &Reader<'_>, kind: Kind, field: &str) -> String {
    match kind {
        Kind::Village if field.starts_with("survey.") => reader.t("section-visit"),
        Kind::Village => group_title(reader, &field.split('.').take(3).collect::<Vec<_>>().join(".")),
        _ => String::new(),
    }
}
