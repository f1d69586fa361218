//! The disk shape of `withdrawn.toml`: what was published and is shown no more.

use super::fields::Fields;
use super::lines::Lines;
use super::problem::ProblemCode;
use crate::model::{Withdrawal, Withdrawals};

/// Reads `withdrawn.toml`.
pub(super) fn read_withdrawals(fields: &mut Fields<'_>) -> Option<Withdrawals> {
    Some(Withdrawals { withdrawals: fields.each("withdrawn", read_withdrawal) })
}

fn read_withdrawal(fields: &mut Fields<'_>) -> Option<Withdrawal> {
    let record = fields.id("record");
    let revision = fields.optional_number("revision");
    let picture = fields.optional_text("picture");
    let date = fields.date("date");
    let reason = fields.word("reason");
    let is_reason_public = fields.flag("is_reason_public", false);
    let note = fields.optional_bilingual("note");
    if revision.is_some() && picture.is_some() {
        fields.fault(
            ProblemCode::BadValue,
            "either a `revision` is withdrawn or a `picture`, or all of the record",
        );
    }
    // A slip must not turn the withdrawal of one revision into that of all, or of none.
    let revision = match revision {
        None => None,
        Some(number) if number >= 1.0 && number.fract() == 0.0 && number < 1e15 => Some(number as u64),
        Some(_) => {
            fields.fault(ProblemCode::BadValue, "`revision` is the number of a revision, from 1");
            return None;
        }
    };
    let is_digest = |text: &String| {
        text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    if picture.as_ref().is_some_and(|picture| !is_digest(picture)) {
        fields.fault(ProblemCode::BadValue, "`picture` is the SHA-256 of the picture, 64 hexadecimal digits");
        return None;
    }
    Some(Withdrawal {
        record: record?,
        revision,
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
    lines.into_text()
}
