//! The notices of which a letter is to be sent: they wait on the papers themselves, so that a restart forgets none.

use super::{KeptNotice, LETTER, NOTICES, content};
use crate::changes::{ChangeError, Changes, TRIES};
use crate::store::{Batch, PaperError};

/// Those that are read at a time.
const AT_ONCE: u32 = 500;

/// A notice that waits for its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueNotice(KeptNotice);

impl DueNotice {
    /// What it says.
    pub fn notice(&self) -> &super::Notice {
        &self.0.notice
    }

    /// What it is known by.
    pub fn key(&self) -> &str {
        self.0.key.as_str()
    }
}

impl Changes {
    /// The notices that wait for a letter, the oldest first. All of them: the first hundreds may be of few people.
    pub async fn due_notices(&self) -> Result<Vec<DueNotice>, ChangeError> {
        let (mut due, mut after) = (Vec::new(), None);
        loop {
            let list = self.papers.labelled(NOTICES, (LETTER, "due"), after.as_ref(), AT_ONCE).await?;
            due.extend(list.papers.into_iter().filter_map(KeptNotice::of).map(DueNotice));
            after = list.next;
            if after.is_none() {
                return Ok(due);
            }
        }
    }

    /// Notes that no letter is to be sent of these any more.
    pub async fn note_sent(&self, sent: &[DueNotice]) -> Result<(), ChangeError> {
        for _ in 0..TRIES {
            let mut batch = Batch::new(self.clock.now());
            let mut is_any = false;
            for DueNotice(due) in sent {
                // As it is now: it may have been read meanwhile, or have fallen away.
                let paper = self.papers.get(NOTICES, &due.key).await?;
                let is_due = |(name, _): &(String, String)| name == LETTER;
                let Some(paper) = paper.filter(|paper| paper.labels.iter().any(is_due)) else { continue };
                let version = paper.version;
                let Some(now) = KeptNotice::of(paper) else { continue };
                batch = batch.put_if(NOTICES, now.key, version, content(&now.notice, now.is_unread, false)?);
                is_any = true;
            }
            if !is_any {
                return Ok(());
            }
            match self.papers.write(batch).await {
                Ok(_) => return Ok(()),
                Err(PaperError::Conflict(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(ChangeError::Busy)
    }
}
