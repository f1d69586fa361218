//! Who is signed in, as handlers behind the door take it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::changes::{Change, ChangeId, Person};
use crate::people::{Account, Action, Client, Role, Signed, Who};
use crate::web::errors::PageError;
use crate::web::site::Site;

/// Somebody who is signed in and may do what the route table asks for here.
#[derive(Debug, Clone)]
pub(in crate::web) struct Member {
    pub(in crate::web) signed: Signed,
    pub(in crate::web) client: Client,
}

impl Member {
    /// The account.
    pub(in crate::web) fn account(&self) -> &Account {
        &self.signed.account
    }

    /// The role.
    pub(in crate::web) fn role(&self) -> Role {
        self.signed.account.role
    }

    /// Whether they may do something more than what led here.
    pub(in crate::web) fn may(&self, action: Action) -> bool {
        self.role().may(action)
    }

    /// Whether they see a change with its photos: its people, once it was given out every member, else who reads all drafts.
    pub(in crate::web) fn may_read(&self, change: &Change) -> bool {
        change.is_readable_by(self.account().name.as_str(), self.role())
    }

    /// Who works on a change, as others are told of them.
    pub(in crate::web) fn person(&self) -> Person {
        let account = self.account();
        Person {
            name: account.name.to_string(),
            shown: account.shown.to_string(),
            address: self.client.address,
        }
    }

    /// Notes that they have seen what they were told of a change, by seeing the change; returns whether they were told
    /// anything: then the change is read behind this, as it may have become what they were told a moment ago.
    pub(super) async fn has_seen(&self, site: &Site, change: &ChangeId) -> bool {
        let noted = site.changes().note_read(&self.account().name, Some(change)).await;
        noted.unwrap_or_else(|error| {
            // They see the change all the same, and the notice once more.
            tracing::warn!(%error, "that a notice was read cannot be noted");
            true
        })
    }

    /// Who does something, for the log.
    pub(in crate::web) fn who(&self) -> Who {
        Who::account(self.account(), self.client.address)
    }
}

impl<S: Sync> FromRequestParts<S> for Member {
    type Rejection = PageError;

    /// Without the door there is nobody: a route that lets everybody in has no member.
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, PageError> {
        parts.extensions.get::<Self>().cloned().ok_or(PageError::NotFound)
    }
}
