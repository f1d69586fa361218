//! Fields of a change with two values, as its form shows them.

use serde::Serialize;

use super::words::label_of;
use crate::changes::{Draft, Sides, Stale};
use crate::model::Kind;
use crate::web::staff::times::moment;
use crate::web::views::reader::Reader;

#[derive(Serialize)]
pub(super) struct ConflictView {
    name: String,
    label: String,
    yours: String,
    theirs: String,
    by: String,
    at: String,
}

/// Fields with two values: what somebody else wrote since, and what was published since.
pub(super) fn conflicts(reader: &Reader<'_>, draft: &Draft, stale: &[Stale]) -> Vec<ConflictView> {
    let kind = |record: &str| {
        draft.sides.iter().find(|side| side.name == record).map_or(Kind::Village, |side| side.kind)
    };
    let of_others = stale.iter().map(|stale| ConflictView {
        name: format!("{}/{}", stale.record, stale.field),
        label: label_of(reader, kind(&stale.record), (&stale.record, &stale.field)),
        yours: stale.yours.clone(),
        theirs: stale.theirs.value.clone(),
        by: stale.theirs.by.shown.clone(),
        at: moment(stale.theirs.at).text,
    });
    let published = draft.sides.iter().flat_map(|side: &Sides| {
        side.conflicts.iter().map(move |conflict| ConflictView {
            name: format!("{}/{}", side.name, conflict.field),
            label: label_of(reader, side.kind, (&side.name, &conflict.field)),
            yours: conflict.draft.clone(),
            theirs: conflict.live.clone(),
            by: reader.t("change-published-meanwhile"),
            at: side.live.as_ref().map(|live| moment(live.revision.committed_at).text).unwrap_or_default(),
        })
    });
    of_others.chain(published).collect()
}
