//! Whose a change is to read and to write, asked in one place for every page of it.

use super::member::Member;
use crate::changes::{Change, ChangeError, ChangeId};
use crate::model::address::Page;
use crate::people::{Action, Role};
use crate::web::errors::PageError;
use crate::web::site::Site;

/// A change that somebody may read; one that they may not is not there.
pub(super) async fn readable(site: &Site, member: &Member, id: &str) -> Result<Change, PageError> {
    let id = ChangeId::parse(id).ok_or(PageError::NotFound)?;
    let change = site.changes().get(&id).await.map_err(PageError::from)?;
    if member.may_read(&change) { Ok(change) } else { Err(PageError::NotFound) }
}

/// A change, whoever asks, if it is there and whole: a damaged one keeps nothing back that is told beside it.
pub(in crate::web) async fn whole(site: &Site, id: &ChangeId) -> Result<Option<Change>, ChangeError> {
    match site.changes().get(id).await {
        Ok(change) => Ok(Some(change)),
        Err(ChangeError::NotFound) => Ok(None),
        Err(error) if error.is_damage() => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether somebody may alter what a change says now: its people while they write it, reviewers while they have it.
pub(super) fn may_edit(member: &Member, change: &Change) -> bool {
    let is_writer = member.may(Action::Draft) && change.is_written_by(member.account().name.as_str());
    (is_writer && change.state.is_written()) || (member.may(Action::Review) && change.state.is_in_review())
}

/// Where somebody is led who is to look at a change: its form if they write it now, else the review.
pub(in crate::web) fn page_for(name: &str, role: Role, change: &Change) -> Page {
    let is_writer = role.may(Action::Draft) && change.is_written_by(name);
    if is_writer && change.state.is_written() {
        Page::change(&change.id)
    } else {
        Page::below_change(&change.id, "review")
    }
}

/// A change that somebody may alter now.
pub(super) async fn writable(site: &Site, member: &Member, id: &str) -> Result<Change, PageError> {
    let change = readable(site, member, id).await?;
    if may_edit(member, &change) {
        Ok(change)
    } else if change.state.is_open() {
        // Of what others have in hand nothing is told; that it is over is, to who typed into a page that was open
        // for long.
        Err(PageError::NotFound)
    } else {
        Err(ChangeError::WrongState(change.state).into())
    }
}
