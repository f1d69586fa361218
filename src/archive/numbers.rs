//! Numbers that were given to photos: none comes again.

use super::ArchiveError;
use crate::store::{Key, Records};

/// Heads read from the store at a time.
const PAGE: u32 = 500;

/// The highest number behind `prefix` that any key has, 0 if there is none.
pub(super) async fn last_number_below(records: &Records, prefix: &str) -> Result<u32, ArchiveError> {
    // Not a number itself; and in the order of keys all that begin with it come right behind it.
    let mut after: Option<Key> = prefix.parse().ok();
    let mut last = 0;
    loop {
        // Of the newest heads, not of any moment: a number that was given just now is given too.
        let heads = records.head_digests(after.as_ref(), PAGE).await?;
        let numbers = heads.iter().map_while(|head| head.key.as_str().strip_prefix(prefix));
        // Villages begin so as well, `xiao-bei` beside `xiao`: what follows in them is no number.
        last = numbers.filter_map(|number| number.parse().ok()).fold(last, u32::max);
        match heads.last() {
            Some(head) if head.key.as_str().starts_with(prefix) => after = Some(head.key.clone()),
            _ => return Ok(last),
        }
    }
}
