//! Attaching papers to a change, and taking them off.

use super::Changes;
use super::attachment::{Attachment, AttachmentKind, DraftedFrom, MOST_ATTACHMENTS};
use super::change::{Act, Change, ChangeId, Comment, Person, State};
use super::error::ChangeError;
use crate::store::{Batch, Digest};

impl Change {
    /// Whether a paper of this kind can be attached now: a report while the change is open, the signed slip
    /// from the review on.
    pub fn takes(&self, kind: AttachmentKind) -> bool {
        match kind {
            AttachmentKind::Report => self.state.is_open(),
            AttachmentKind::Signed => self.state.is_in_review() || self.state == State::Published,
        }
    }

    /// Whether a paper of this kind can be taken off now: while one can be attached, and of what is published any, as somebody
    /// may have to answer for a person who is named in it.
    pub fn lets_go(&self, kind: AttachmentKind) -> bool {
        self.takes(kind) || self.state == State::Published
    }

    /// The paper of these bytes, as what it was attached first.
    pub fn attachment(&self, sha256: &Digest) -> Option<&Attachment> {
        self.attachments.iter().find(|attached| attached.sha256 == *sha256)
    }

    /// Whether it needs the bytes of its papers: what was refused or given up keeps none.
    pub fn keeps_attachments(&self) -> bool {
        !matches!(self.state, State::Rejected | State::Discarded)
    }
}

impl Changes {
    /// Attaches a paper whose bytes are stored, together with what `also` writes beside it. The same paper twice is one.
    ///
    /// Who may do so is for the caller to say.
    ///
    /// # Errors
    /// [`ChangeError::WrongState`] where the change takes none of this kind now, [`ChangeError::TooManyAttachments`].
    pub async fn attach(
        &self,
        id: &ChangeId,
        paper: &Attachment,
        also: impl Fn(Batch) -> Batch,
    ) -> Result<Change, ChangeError> {
        self.alter_with(
            id,
            |change, at| {
                if !change.takes(paper.kind) {
                    return Err(ChangeError::WrongState(change.state));
                }
                let is_it = |known: &Attachment| known.sha256 == paper.sha256 && known.kind == paper.kind;
                if change.attachments.iter().any(is_it) {
                    return Ok(());
                }
                if change.attachments.len() >= MOST_ATTACHMENTS {
                    return Err(ChangeError::TooManyAttachments);
                }
                change.attachments.push(Attachment { at, ..paper.clone() });
                // The edition stays: nothing of what is published is another, and what a reviewer has seen is still so.
                change.step(at, &paper.by, Act::Attached, paper.name.clone());
                Ok(())
            },
            also,
        )
        .await
    }

    /// Takes a paper off again; what is not there is no error. Its bytes go with the next sweep.
    ///
    /// # Errors
    /// [`ChangeError::WrongState`] where papers of this kind stay.
    pub async fn detach(
        &self,
        id: &ChangeId,
        by: &Person,
        (kind, sha256): (AttachmentKind, &Digest),
    ) -> Result<Change, ChangeError> {
        self.alter(id, |change, at| {
            let is_it = |known: &Attachment| known.sha256 == *sha256 && known.kind == kind;
            let Some(place) = change.attachments.iter().position(is_it) else { return Ok(()) };
            if !change.lets_go(kind) {
                return Err(ChangeError::WrongState(change.state));
            }
            let gone = change.attachments.remove(place);
            change.step(at, by, Act::Detached, gone.name);
            Ok(())
        })
        .await
    }

    /// Notes of an essay which report it was begun from, with what is to be said of that.
    pub async fn drafted_from(
        &self,
        id: &ChangeId,
        by: &Person,
        from: &DraftedFrom,
        said: &str,
    ) -> Result<Change, ChangeError> {
        self.alter(id, |change, at| {
            if change.drafted_from.is_none() {
                change.drafted_from = Some(from.clone());
                let (by, on, text) = (by.clone(), String::new(), said.to_owned());
                change.comments.push(Comment { at, by, on, text });
            }
            Ok(())
        })
        .await
    }
}
