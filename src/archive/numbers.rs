//! Numbers that were given to photos: none comes again.

use super::ArchiveError;
use crate::store::{Key, Records};

/// Heads read from the store at a time.
const PAGE: u32 = 500;

/// The highest number behind `prefix` that any key has, 0 if there is none.
pub(super) async fn last_number_below(records: &Records, prefix: &str) -> Result<u32, ArchiveError> {
    let mut after: Option<Key> = prefix.parse().ok();
    let mut last = 0;
    loop {
        let heads = records.head_digests(after.as_ref(), PAGE).await?;
        let numbers = heads.iter().map_while(|head| head.key.as_str().strip_prefix(prefix));
        last = numbers.filter_map(|number| number.parse().ok()).fold(last, u32::max);
        match heads.last() {
            Some(head) if head.key.as_str().starts_with(prefix) => after = Some(head.key.clone()),
            _ => return Ok(last),
        }
    }
}
