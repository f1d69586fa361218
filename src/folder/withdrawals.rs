//! The disk shape of `withdrawn.toml`: what was published and is shown no more.

use super::fields::Fields;
use super::lines::Lines;
use super::problem::ProblemCode;
use crate::model::{Purged, Withdrawal, Withdrawals};

/// Reads `withdrawn.toml`.
pub(super) fn read_withdrawals(fields: &mut Fields<'_>) -> Option<Withdrawals> {
    let withdrawals = fields.each("withdrawn", read_withdrawal);
    let purged = fields.each("purged", read_purged);
    Some(Withdrawals { withdrawals, purged })
}

fn read_purged(fields: &mut Fields<'_>) -> Option<Purged> {
    let picture = fields.optional_text("picture");
    let record = fields.optional_id("record");
    let revision = read_revision(fields)?;
    let date = fields.date("date");
    if !is_digest(picture.as_ref(), fields) {
        return None;
    }
    match (picture, record, revision) {
        (Some(picture), None, None) => Some(Purged::picture(picture, date?)),
        (None, Some(record), Some(revision)) => Some(Purged::text(record, revision, date?)),
        _ => {
            let message =
                "what was purged is either a `picture`, or the text of a `record` and its `revision`";
            fields.fault(ProblemCode::BadValue, message);
            None
        }
    }
}

/// The number of a revision where there is one; notes a fault and gives nothing where it is none.
fn read_revision(fields: &mut Fields<'_>) -> Option<Option<u64>> {
    match fields.optional_number("revision") {
        None => Some(None),
        // Below 2^53 every whole number is a float of its own: none is read as its neighbour.
        Some(number) if number >= 1.0 && number.fract() == 0.0 && number < 1e15 => Some(Some(number as u64)),
        Some(_) => {
            fields.fault(ProblemCode::BadValue, "`revision` is the number of a revision, from 1");
            None
        }
    }
}

/// Whether a text is the digest of a picture, if it is there; notes a fault where it is not.
fn is_digest(text: Option<&String>, fields: &Fields<'_>) -> bool {
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    let fits = text.is_none_or(|text| text.len() == 64 && text.bytes().all(is_digit));
    if !fits {
        fields.fault(ProblemCode::BadValue, "`picture` is the SHA-256 of the picture, 64 hexadecimal digits");
    }
    fits
}

fn read_withdrawal(fields: &mut Fields<'_>) -> Option<Withdrawal> {
    let record = fields.id("record");
    let revision = read_revision(fields);
    let picture = fields.optional_text("picture");
    let date = fields.date("date");
    let reason = fields.word("reason");
    let is_reason_public = fields.flag("is_reason_public", false);
    let note = fields.optional_bilingual("note");
    if revision.is_some_and(|number| number.is_some()) && picture.is_some() {
        fields.fault(
            ProblemCode::BadValue,
            "either a `revision` is withdrawn or a `picture`, or all of the record",
        );
    }
    if !is_digest(picture.as_ref(), fields) {
        return None;
    }
    Some(Withdrawal {
        record: record?,
        // A slip must not turn the withdrawal of one revision into that of all, or of none.
        revision: revision?,
        picture,
        date: date?,
        reason: reason?,
        is_reason_public,
        note,
    })
}

/// Writes `withdrawn.toml`.
pub(super) fn write_withdrawals(withdrawals: &Withdrawals) -> String {
    let mut lines = Lines::default();
    for withdrawal in &withdrawals.withdrawals {
        lines.header("[[withdrawn]]");
        lines.text("record", withdrawal.record.as_str());
        if let Some(number) = withdrawal.revision {
            lines.number("revision", number as f64);
        }
        lines.optional_text("picture", withdrawal.picture.as_deref());
        lines.optional_date("date", Some(withdrawal.date));
        lines.text("reason", withdrawal.reason.word());
        if withdrawal.is_reason_public {
            lines.flag("is_reason_public", true);
        }
        lines.optional_bilingual("note", withdrawal.note.as_ref());
    }
    for purged in &withdrawals.purged {
        lines.header("[[purged]]");
        lines.optional_text("picture", purged.picture.as_deref());
        if let Some((record, number)) = purged.of_text() {
            lines.text("record", record.as_str());
            lines.number("revision", number as f64);
        }
        lines.optional_date("date", Some(purged.date));
    }
    lines.into_text()
}
