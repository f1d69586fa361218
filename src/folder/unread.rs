//! What of a folder or an archive could not be read, so that what refers to it is not blamed.

use std::collections::HashSet;

use crate::model::{Kind, RecordKey, Target};

/// What could not be read: whole lists, and single records.
#[derive(Default)]
pub(super) struct Unread {
    pub(super) lists: HashSet<Target>,
    pub(super) items: HashSet<(Target, String)>,
}

impl Unread {
    /// Whether a reference to this record leads to what could not be read.
    pub(super) fn accounts_for(&self, record: &RecordKey) -> bool {
        let target = match record.kind {
            Kind::Source => Target::Source,
            Kind::Village => Target::Village,
            Kind::Photo => Target::Photo,
            Kind::Term => Target::Term,
            Kind::Essay => Target::Essay,
            Kind::Vocabulary | Kind::County | Kind::Withdrawals => return false,
        };
        self.lists.contains(&target) || self.items.contains(&(target, record.id.clone()))
    }
}
