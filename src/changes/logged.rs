//! The lines of the log that changes leave, written with what they tell of.

use jiff::Timestamp;

use super::change::{ChangeId, Person, Step};
use super::error::ChangeError;
use crate::people::{AccountName, AuditRecord, Who};
use crate::store::Batch;

/// The batch with a line for each of these steps of a change.
pub(super) fn with_steps(batch: Batch, of: &ChangeId, steps: &[Step]) -> Result<Batch, ChangeError> {
    steps.iter().try_fold(batch, |batch, step| {
        let what = format!("change-{}", step.act.word());
        let detail = match &step.in_place_of {
            Some(name) => format!("{} (in place of {name})", step.note),
            None => step.note.clone(),
        };
        with_line(batch, step.at, &step.by, (&what, of.as_str()), detail)
    })
}

/// The batch with a line that says what somebody did of what.
pub(super) fn with_line(
    batch: Batch,
    at: Timestamp,
    by: &Person,
    (what, of): (&str, &str),
    detail: String,
) -> Result<Batch, ChangeError> {
    let who =
        Who { account: AccountName::parse(&by.name).ok(), shown: by.shown.clone(), address: by.address };
    let entry = AuditRecord { at, who, what: what.to_owned(), of: of.to_owned(), detail };
    Ok(entry.in_batch(batch)?)
}
