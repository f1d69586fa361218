//! People: accounts, passwords, sessions, what each role may do, and the log of what was done.
//!
//! All of it lies in the archive's working papers, which no export has. Who asks over which line is not known here: neither
//! cookies nor HTTP.

mod account;
mod audit;
mod error;
mod first;
mod invitations;
mod letters;
mod manage;
mod name;
mod password;
mod role;
mod sessions;
mod sign_in;
mod throttle;
mod token;

pub use account::Account;
pub use audit::{Audit, AuditPage, AuditRecord, Event, Who};
pub use error::{PasswordFault, PeopleError};
pub use invitations::{Invitation, Invited};
pub use name::{AccountName, NameFault, ShownName};
pub use role::{Action, Role};
pub use sessions::{Client, Session, Signed};
pub use token::Token;

use self::password::Passwords;
use crate::store::{Papers, Records};

/// The people of an archive. Clones share one bound on the passwords that are hashed at a time.
#[derive(Clone, Debug)]
pub struct People {
    papers: Papers,
    passwords: Passwords,
}

impl People {
    /// The people beside `records`.
    pub fn of(records: &Records) -> Self {
        // With turns of their own: who hashes passwords in a server has to be a clone of the one it was made with.
        Self { papers: Papers::of(records), passwords: Passwords::default() }
    }

    /// The log of what they did.
    pub fn audit(&self) -> Audit {
        Audit::over(self.papers.clone())
    }
}
