//! Moments as the staff read them: the day and the minute, in Shanghai.

use jiff::Timestamp;

use crate::web::views::reader::DateText;

/// A moment.
pub(in crate::web) fn moment(time: Timestamp) -> DateText {
    // No time zones are looked up: Shanghai has had this offset, without summer time, since 1991.
    let there = jiff::tz::offset(8).to_datetime(time);
    DateText {
        iso: time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        text: there.strftime("%Y-%m-%d %H:%M").to_string(),
    }
}
