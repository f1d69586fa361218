//! What reviewers have said of a change, as its form and its review show it.

use serde::Serialize;

use super::words::{label_of, written_in};
use crate::changes::{Act, Comment, Draft, State, Step};
use crate::model::Kind;
use crate::web::staff::times::moment;
use crate::web::views::reader::Reader;

/// What a reviewer said.
#[derive(Serialize)]
pub(super) struct CommentView {
    by: String,
    at: String,
    text: String,
    lang: Option<&'static str>,
    field: String,
    label: String,
}

/// What reviewers said.
pub(super) fn comments(reader: &Reader<'_>, draft: &Draft) -> Vec<CommentView> {
    let view = |comment: &Comment| {
        let (record, field) = comment.on.split_once('/').unwrap_or_default();
        let side = draft.sides.iter().find(|side| side.name == record);
        // A photo that was left out is no longer among them; it keeps its name in the rest.
        let kind = side.map(|side| side.kind).or(record.starts_with("new-").then_some(Kind::Photo));
        CommentView {
            by: comment.by.shown.clone(),
            at: moment(comment.at).text,
            text: comment.text.clone(),
            field: comment.on.clone(),
            label: kind.map(|kind| label_of(reader, kind, (record, field))).unwrap_or_default(),
            lang: written_in(&comment.text),
        }
    };
    let returned = draft.change.steps.iter().rev().find(|step| step.act == Act::Returned);
    // What was said of all of it, as long as its people have it back.
    // Of what was left when a part was published it stands among the comments.
    let is_said = |step: &&Step| {
        draft.change.comments.iter().any(|comment| comment.on.is_empty() && comment.at == step.at)
    };
    let returned = returned
        .filter(|step| draft.change.state == State::Returned && !step.note.is_empty() && !is_said(step));
    let of_all = returned.map(|step| CommentView {
        by: step.by.shown.clone(),
        at: moment(step.at).text,
        text: step.note.clone(),
        lang: written_in(&step.note),
        field: String::new(),
        label: String::new(),
    });
    of_all.into_iter().chain(draft.change.comments.iter().map(view)).collect()
}
