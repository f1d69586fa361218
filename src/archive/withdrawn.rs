//! What was withdrawn, for those who keep the archive and are shown it all the same.

use super::{Published, Snapshot};
use crate::model::{Id, Record, Withdrawal};

impl Snapshot {
    /// The withdrawal of just this revision of an item, or of its picture, whoever reads.
    ///
    /// One of all the item is none: it covers every revision, also those that are yet to come.
    pub fn withdrawal_of(&self, Published { record, revision }: &Published) -> Option<Withdrawal> {
        let picture = match record {
            Record::Photo(photo) => photo.picture.sha256.parse().ok(),
            _ => None,
        };
        let item = Id::parse(revision.key.as_str()).ok()?;
        self.catalogue().rules().of_revision_alone(&item, revision.number, picture.as_ref()).cloned()
    }
}
