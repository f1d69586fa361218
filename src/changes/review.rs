//! The way of a change between those who write and those who review it.

use jiff::Timestamp;

use super::change::{Act, Change, ChangeId, Comment, Person, State, Step};
use super::error::ChangeError;
use super::{Changes, ReviewSteps};

/// What a reviewer decides, short of publishing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Takes the review upon them.
    Take,
    /// Gives it back.
    Return,
    /// Passes it as the first of two.
    Pass,
    /// Refuses it; the reason is the decision's note.
    Reject,
}

/// A decision with what is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// What.
    pub verdict: Verdict,
    /// What is said of all of it.
    pub note: String,
    /// What is said of single fields, `fancunbu/name.zh`, and of whole photos, `new-1/`.
    pub comments: Vec<(String, String)>,
    /// In whose place (代审), by name.
    pub in_place_of: Option<String>,
}

impl Changes {
    /// Gives a change to the reviewers. What must be mended first is told, and nothing is done.
    pub async fn submit(&self, id: &ChangeId, by: &Person, note: &str) -> Result<Change, ChangeError> {
        // Outside `alter`, whose closure cannot wait; the edition below makes sure that what was checked is what is
        // given out.
        let draft = self.draft(self.get(id).await?).await?;
        if !draft.is_changed() {
            return Err(ChangeError::Nothing);
        }
        if draft.is_blocked() {
            return Err(ChangeError::Blocked(draft.findings));
        }
        let edition = draft.change.edition;
        self.alter(id, |change, at| {
            if !change.state.is_written() {
                return Err(ChangeError::WrongState(change.state));
            }
            if change.edition != edition {
                return Err(ChangeError::Busy);
            }
            change.state = State::Submitted;
            change.submitted_at = Some(at);
            change.step(at, by, Act::Submitted, note);
            Ok(())
        })
        .await
    }

    /// Gives a change up. What was typed stays in it, to be looked up.
    pub async fn discard(&self, id: &ChangeId, by: &Person) -> Result<Change, ChangeError> {
        self.alter(id, |change, at| {
            if !change.state.is_written() {
                return Err(ChangeError::WrongState(change.state));
            }
            change.state = State::Discarded;
            change.step(at, by, Act::Discarded, "");
            Ok(())
        })
        .await
    }

    /// Notes that somebody has looked at a change as a reviewer.
    pub async fn look(&self, id: &ChangeId, by: &Person) -> Result<Change, ChangeError> {
        self.alter(id, |change, at| {
            if change.state.is_in_review() && !change.looked.contains_key(&by.shown) {
                change.looked.insert(by.shown.clone(), at);
            }
            Ok(())
        })
        .await
    }

    /// Decides on a change in review that was seen in edition `seen`.
    pub async fn decide(
        &self,
        id: &ChangeId,
        by: &Person,
        seen: u64,
        decision: &Decision,
    ) -> Result<Change, ChangeError> {
        let is_two = self.steps == ReviewSteps::Two;
        // A help to the first of two. Publishing checks once more, against what the archive is then.
        if decision.verdict == Verdict::Pass {
            let draft = self.draft(self.get(id).await?).await?;
            if draft.is_blocked() {
                return Err(ChangeError::Blocked(draft.findings));
            }
        }
        self.alter(id, |change, at| {
            if !change.state.is_in_review() {
                return Err(ChangeError::WrongState(change.state));
            }
            // To take a review upon oneself says nothing of what stands in it.
            if change.edition != seen && decision.verdict != Verdict::Take {
                return Err(ChangeError::Busy);
            }
            let is_theirs = change.reviewer.as_ref().is_some_and(|reviewer| reviewer.name == by.name);
            if decision.verdict == Verdict::Take && is_theirs {
                // Pressed twice: nothing happens that anybody would be told.
                change.remark(at, by, &decision.comments);
                return Ok(());
            }
            let act = match decision.verdict {
                Verdict::Take => {
                    change.reviewer = Some(by.clone());
                    Act::Taken
                }
                // Nobody is kept from giving back or refusing their own work: neither makes anything public.
                Verdict::Return => {
                    change.state = State::Returned;
                    Act::Returned
                }
                Verdict::Reject => {
                    change.state = State::Rejected;
                    Act::Rejected
                }
                Verdict::Pass => {
                    if !is_two || change.state != State::Submitted {
                        return Err(ChangeError::WrongState(change.state));
                    }
                    if change.is_work_of(&by.name) {
                        return Err(ChangeError::OwnWork);
                    }
                    change.state = State::Passed;
                    Act::Passed
                }
            };
            change.remark(at, by, &decision.comments);
            change.steps.push(Step {
                at,
                by: by.clone(),
                act,
                in_place_of: decision.in_place_of.clone(),
                note: decision.note.clone(),
            });
            Ok(())
        })
        .await
    }

    /// Whether somebody may publish a change now; the error says why not.
    pub fn may_publish(&self, change: &Change, by: &Person) -> Result<(), ChangeError> {
        let is_ready = match self.steps {
            ReviewSteps::One => change.state.is_in_review(),
            ReviewSteps::Two => change.state == State::Passed,
        };
        if !is_ready {
            return Err(ChangeError::WrongState(change.state));
        }
        let passed_it = || {
            // The last pass counts: an alteration takes a pass back, and somebody else may have passed it since.
            let passed = change.steps.iter().rev().find(|step| step.act == Act::Passed);
            passed.is_some_and(|step| step.by.name == by.name)
        };
        // Two steps are two people.
        if change.is_work_of(&by.name) || (self.steps == ReviewSteps::Two && passed_it()) {
            return Err(ChangeError::OwnWork);
        }
        Ok(())
    }

    /// Whether changes pass two reviews.
    pub fn steps(&self) -> ReviewSteps {
        self.steps
    }
}

impl Change {
    /// Notes what a reviewer says of fields and photos. What stands there already as the last word is not said again: a form
    /// sends it along each time.
    pub(super) fn remark(&mut self, at: Timestamp, by: &Person, comments: &[(String, String)]) {
        for (on, text) in comments.iter().filter(|(_, text)| !text.trim().is_empty()) {
            let last = self.comments.iter().rev().find(|comment| comment.on == *on);
            if last.is_none_or(|last| last.text != *text) {
                self.comments.push(Comment { at, by: by.clone(), on: on.clone(), text: text.clone() });
            }
        }
    }
}
