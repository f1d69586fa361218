//! Changes (报送件): what is drafted, submitted, reviewed and published as one.
//!
//! A change is a working paper: what its people entered, field by field, each with what was published when they did. Its
//! records are made of that and of what is published *now*, so that nothing is merged before somebody has to look at it,
//! and what was published meanwhile is never written over unseen. Forms, reviews and previews read the same records
//! through an overlay of the archive; publishing commits them, with the change's own new state, in one transaction.

mod advice;
mod attaching;
mod attachment;
mod change;
mod check;
mod error;
mod fields;
mod finding;
pub mod form;
mod logged;
mod names;
mod notices;
mod open;
mod part;
mod photos;
mod pictures;
mod positions;
mod publish;
mod purged;
mod review;
mod revision;
mod save;
mod sides;
mod survey;
mod undo;

pub use attachment::{Attachment, AttachmentKind, DraftedFrom, MOST_ATTACHMENTS};
pub use change::{
    Act, Change, ChangeId, Comment, Entered, Person, Proposed, PublishedRecord, State, Step, Template,
};
pub use error::ChangeError;
pub use fields::{
    FieldFault, FieldFaultCode, Fields, essay_fields, essay_of, photo_fields, photo_of, village_fields,
    village_of, village_units,
};
pub use finding::Finding;
pub use notices::{DueNotice, KeptNotice, MOST_NOTICES, News, Notice};
pub use open::{About, Begun, Listed};
pub use part::{Rest, whole_photo};
pub use pictures::{InHand, pictures_in_hand, pictures_of_photos};
pub use positions::{
    Measured, PublishedAs, Understood, dms, free_units, is_wgs84, measured, numbers_of, take_pairs_apart,
    understood,
};
pub use publish::Publication;
pub use review::{Decision, Verdict};
pub use save::{Edit, MAX_VALUE, Saved, Stale};
pub use sides::{FieldConflict, Sides};
pub use survey::{survey_id, survey_source_id};
pub use undo::{Told, Undone};

use check::{Checked, check};

use crate::archive::{Archive, Audience, Snapshot};
use crate::model::Record;
use crate::store::{Clock, Collection, Papers, Records};

/// The changes themselves, by receipt number.
const CHANGES: Collection = Collection::of_papers("change");

/// Which open change has a record in hand, by the record.
const HELD: Collection = Collection::of_papers("held");

/// How often something is tried again that others got in the way of.
// Each try that is lost is one of somebody else's that went through: nobody waits for ever on each other.
const TRIES: usize = 8;

/// The changes of an archive. Clones share everything.
#[derive(Debug, Clone)]
pub struct Changes {
    records: Records,
    papers: Papers,
    archive: Archive,
    clock: Clock,
    steps: ReviewSteps,
}

/// How many people look at a change before it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReviewSteps {
    /// One: whoever reviews publishes.
    One,
    /// Two: 初审, then 复审.
    Two,
}

/// A change with what can be made of it now.
#[derive(Debug)]
pub struct Draft {
    /// The change.
    pub change: Change,
    /// Its records from each side.
    pub sides: Vec<Sides>,
    /// What is wrong with it, what must be mended first.
    pub findings: Vec<Finding>,
    /// The records that could be made, by their names in the change.
    pub records: Vec<(String, Record)>,
    /// The visit as a source, if they cite it: it comes with them.
    pub visit: Option<Record>,
    /// The commit of the archive that it was made from: what is published later nobody has seen who sees this.
    pub sequence: u64,
}

impl Draft {
    /// Whether something has to be mended before it goes on.
    pub fn is_blocked(&self) -> bool {
        self.findings.iter().any(|finding| finding.is_blocking)
    }

    /// Adds what was found beside the checks, in the place of what these say of the same fields.
    fn add(&mut self, found: Vec<Finding>) {
        let is_of = |known: &Finding, new: &Finding| known.record == new.record && known.field == new.field;
        self.findings.retain(|known| !found.iter().any(|new| is_of(known, new)));
        // In front, where `check` has put all that blocks: what is added here blocks too.
        self.findings.splice(0..0, found);
    }

    /// Whether it alters anything.
    pub fn is_changed(&self) -> bool {
        self.sides.iter().any(Sides::is_changed)
    }
}

impl Changes {
    /// The changes kept beside `records`, of the archive that is read from them.
    pub fn of(records: &Records, archive: Archive, clock: Clock, steps: ReviewSteps) -> Self {
        Self { records: records.clone(), papers: Papers::of(records), archive, clock, steps }
    }

    /// The archive as those read it who keep it, with all that has been committed.
    async fn snapshot(&self) -> Result<Snapshot, ChangeError> {
        // Without this a value would be merged with an archive that lacks the last commits, and a conflict with
        // them would stay unseen.
        self.archive.catch_up().await?;
        Ok(self.archive.snapshot().read_by(Audience::Staff))
    }

    /// Shows what was just committed. It is published even where that fails: following the store tries it again.
    async fn show(&self) {
        if let Err(error) = self.archive.catch_up().await {
            tracing::error!(%error, "what was published is not shown yet");
        }
    }

    /// The records of a change from each side, unchecked.
    pub async fn sides(&self, change: &Change) -> Result<Vec<Sides>, ChangeError> {
        sides::sides(change, &self.snapshot().await?).await
    }

    /// A change with what can be made of it now.
    pub async fn draft(&self, change: Change) -> Result<Draft, ChangeError> {
        self.draft_in(change, &self.snapshot().await?).await
    }

    async fn draft_in(&self, change: Change, snapshot: &Snapshot) -> Result<Draft, ChangeError> {
        let sides = sides::sides(&change, snapshot).await?;
        let Checked { records, visit, findings } = check(&change, &sides, snapshot, self.clock.now()).await?;
        Ok(Draft { change, sides, findings, records, visit, sequence: snapshot.sequence() })
    }

    /// The archive with all of a change that could be made laid over it, as everybody would read it: what a preview shows.
    pub async fn preview(&self, draft: &Draft) -> Result<Snapshot, ChangeError> {
        // Laid over the snapshot of everybody, not over the staff's: what is kept inside is left out as it will be.
        let records = draft.records.iter().map(|(_, record)| record).chain(&draft.visit).cloned().collect();
        // By its name pages find the pictures that it brings at addresses below the change, where only its readers
        // are let in.
        Ok(self.archive.snapshot().with(records, self.clock.now()).await?.named(draft.change.id.as_str()))
    }
}
