//! Who is signed in, as handlers behind the door take it.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::changes::{Change, Person, State};
use crate::people::{Account, Action, Client, Role, Signed, Who};
use crate::web::errors::PageError;

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
        let was_given_out = !matches!(change.state, State::Draft | State::Discarded);
        let is_theirs = change.is_written_by(self.account().name.as_str());
        is_theirs || was_given_out || self.may(Action::ReadAnyDraft)
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
