//! What a change alters, field by field: before and after, for the review and its sheet.

use serde::Serialize;

use super::photo_card::thumbnail_of;
use super::words::{group_title, label, lang_of, photo_title, shown_value};
use crate::changes::form::in_order;
use crate::changes::{Draft, Sides, whole_photo};
use crate::model::address::Page;
use crate::model::{Kind, Language, Record};
use crate::prose::word_changes;
use crate::web::staff::form::Posted;
use crate::web::views::picture::picture;
use crate::web::views::reader::Reader;

/// One record of a change.
#[derive(Serialize)]
pub(super) struct RecordView {
    key: String,
    title: String,
    title_lang: Option<&'static str>,
    kind: String,
    is_new: bool,
    live: Option<String>,
    preview: Option<String>,
    rows: Vec<RowView>,
    /// Of a photo, what it looks like and whether it is taken as a whole.
    photo: Option<PhotoView>,
}

/// A photo of a review.
#[derive(Serialize)]
struct PhotoView {
    /// What is sent for it: `new-1/`.
    name: String,
    /// What it is called.
    label: String,
    #[serde(flatten)]
    change: PhotoChange,
    is_chosen: bool,
    comment: Option<String>,
}

impl RecordView {
    /// Whether it is of a photo.
    pub(super) fn is_photo(&self) -> bool {
        self.photo.is_some()
    }
}

/// What a reviewer had chosen and written when a decision could not be carried out: it stands there again.
#[derive(Default)]
pub(super) struct Given<'a>(pub(super) Option<&'a Posted>);

impl Given<'_> {
    /// Whether a row was ticked; before anything is sent all are.
    fn is_chosen(&self, name: &str) -> bool {
        let is_box = |posted: &&Posted| !posted.get(CHOSEN).is_empty();
        self.0
            .filter(is_box)
            .is_none_or(|posted| posted.0.iter().any(|(of, row)| of == "approve" && row == name))
    }

    /// What is said of a field or photo: as it was sent, else the last that was kept.
    fn comment(&self, draft: &Draft, name: &str) -> Option<String> {
        let field = format!("comment:{name}");
        let sent = self.0.and_then(|posted| posted.0.iter().find(|(of, _)| *of == field));
        if let Some((_, text)) = sent {
            return Some(text.clone()).filter(|text| !text.trim().is_empty());
        }
        let kept = draft.change.comments.iter().rev().find(|comment| comment.on == name);
        kept.map(|comment| comment.text.clone())
    }
}

/// The field that says that a form had boxes to choose by.
// Boxes that are not ticked are not sent: without it "none" could not be told from "there were none".
pub(super) const CHOSEN: &str = "chosen";

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
    /// The language of its values, where its name says so.
    lang: Option<&'static str>,
    /// Whether anything was entered that can be chosen or left.
    can_choose: bool,
    is_chosen: bool,
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

/// A photo that a change brings in, alters, takes out of sight or puts in another's place.
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
    lang: Option<&'static str>,
}

/// The photos of a change whose picture is another after it.
pub(super) fn photos(reader: &Reader<'_>, draft: &Draft) -> Vec<PhotoChange> {
    let photos = draft.sides.iter().filter(|side| side.kind == Kind::Photo);
    // One whose words alone are altered stands among the records, with its rows.
    photos.map(|side| photo(reader, draft, side)).filter(|photo| photo.after.is_some()).collect()
}

fn photo(reader: &Reader<'_>, draft: &Draft, side: &Sides) -> PhotoChange {
    let figure = |thumbnail: String, fields: &crate::changes::Fields| {
        let caption = fields.get("caption.zh").cloned();
        let lang = caption.is_some().then(|| Language::Chinese.tag());
        Figure { thumbnail, caption: caption.unwrap_or_else(|| photo_title(reader, &side.name)), lang }
    };
    let before = match side.live.as_ref().map(|live| (&live.record, live.revision.number)) {
        Some((Record::Photo(photo), number)) => {
            Some(figure(picture(photo, number, reader).small_path(), &side.before))
        }
        _ => None,
    };
    let came = draft.change.records.get(&side.name).and_then(|proposed| proposed.picture.as_ref());
    let after = came.map(|_| figure(reader.url(&thumbnail_of(&draft.change, &side.name)), &side.after));
    let is = match (&before, &after) {
        (None, _) => "added",
        (Some(_), Some(_)) => "replaced",
        (Some(_), None) => "changed",
    };
    PhotoChange { is, before, after }
}

/// The records of a change that it alters, each field in the order of the form.
pub(super) fn records(reader: &Reader<'_>, draft: &Draft, given: &Given<'_>) -> Vec<RecordView> {
    let changed = draft.sides.iter().filter(|side| side.is_changed());
    changed.map(|side| record(reader, draft, given, side)).collect()
}

fn record(reader: &Reader<'_>, draft: &Draft, given: &Given<'_>, side: &Sides) -> RecordView {
    // What is kept inside has no page that everybody would see.
    let is_made =
        draft.records.iter().any(|(name, record)| *name == side.name && record.visibility().is_public());
    let title = ["name.zh", "title.zh", "caption.zh"].iter().find_map(|field| side.after.get(*field));
    let preview = Page::below_change(&draft.change.id, format_args!("preview/{}", side.name));
    let name = whole_photo(&side.name);
    let photo = (side.kind == Kind::Photo).then(|| PhotoView {
        label: photo_title(reader, &side.name),
        change: photo(reader, draft, side),
        is_chosen: given.is_chosen(&name),
        comment: given.comment(draft, &name),
        name,
    });
    RecordView {
        key: side.name.clone(),
        title_lang: title.map(|_| Language::Chinese.tag()),
        title: title.cloned().unwrap_or_else(|| side.id.to_string()),
        kind: reader.t(&format!("change-kind-{}", side.kind.word())),
        is_new: side.live.is_none(),
        live: side.live.as_ref().map(|_| reader.url(&Page::record(side.kind, &side.id))),
        preview: is_made.then(|| reader.url(&preview)),
        rows: rows(reader, draft, given, side),
        photo,
    }
}

fn rows(reader: &Reader<'_>, draft: &Draft, given: &Given<'_>, side: &Sides) -> Vec<RowView> {
    // Units follow from what was measured.
    let is_told = |field: &str| !(field.contains(".measure.") && field.ends_with(".unit"));
    let mut changed: Vec<_> = side.changed().filter(|(field, _, _)| is_told(field)).collect();
    let order = in_order(&draft.change, side, reader.catalogue.vocabulary());
    // What was taken out stands in no form, and comes last.
    changed.sort_by_key(|(field, _, _)| order.iter().position(|asked| asked == field).unwrap_or(usize::MAX));
    changed.into_iter().map(|sides| row(reader, draft, given, side, sides)).collect()
}

fn row(
    reader: &Reader<'_>,
    draft: &Draft,
    given: &Given<'_>,
    side: &Sides,
    (field, before, after): (&str, Option<&str>, Option<&str>),
) -> RowView {
    let name = format!("{}/{field}", side.name);
    let shown = |value: Option<&str>| {
        value.map(|value| shown_value(reader, &draft.change, Some(side), (field, value)))
    };
    // Nothing stays nothing: it is told apart from a blank word.
    let said = |value: &str| shown((!value.is_empty()).then_some(value)).unwrap_or_default();
    let (before, after) = (shown(before), shown(after));
    let words =
        before.as_deref().zip(after.as_deref()).and_then(|(before, after)| word_changes(before, after));
    let words = words.map(|pieces| {
        pieces.into_iter().map(|piece| Word { text: piece.text, is: piece.kind }).collect::<Vec<_>>()
    });
    let entered = draft.change.records.get(&side.name).and_then(|proposed| proposed.fields.get(field));
    let conflict = side.conflicts.iter().find(|conflict| conflict.field == field).map(|conflict| Conflict {
        base: said(&conflict.over),
        live: said(&conflict.live),
        draft: said(&conflict.draft),
    });
    RowView {
        label: label(reader, side.kind, field),
        group: group(reader, side.kind, field),
        moved_m: side.moved_m(field),
        by: entered.map(|entered| entered.by.shown.clone()),
        comment: given.comment(draft, &name),
        lang: lang_of(field),
        can_choose: entered.is_some(),
        is_chosen: given.is_chosen(&name),
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
