//! The day on which a moment falls here.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// The day a moment falls on in Shanghai. China has kept UTC+8 without summer time since 1991; the archive is
/// younger.
pub(super) fn day_in_shanghai(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::fixed(Offset::constant(8))).date()
}
