//! What goes wrong with people.

use super::name::{AccountName, NameFault};
use crate::store::{KeyError, PaperError, StoreError};

/// Why a password is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordFault {
    /// It is too short.
    #[error("a password has at least {} characters", Self::MIN_CHARACTERS)]
    Short,
    /// It is too long.
    #[error("a password has at most {} bytes", Self::MAX_BYTES)]
    Long,
    /// It would be guessed soon.
    #[error("this password would be guessed soon: take several words that do not belong together")]
    Weak,
}

impl PasswordFault {
    /// The fewest characters of a password.
    pub const MIN_CHARACTERS: usize = 10;
    /// The most bytes of a password.
    pub const MAX_BYTES: usize = 256;
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    /// The name is taken.
    #[error("there is an account {0} already")]
    Taken(AccountName),
    /// There is no such account.
    #[error("there is no account {0}")]
    Unknown(AccountName),
    /// Nobody could manage people any more.
    #[error("{0} is the last administrator who can sign in: make another one first")]
    LastAdministrator(AccountName),
    /// The account is disabled.
    #[error("the account {0} is disabled: enable it first")]
    Disabled(AccountName),
    /// The link was used, is too old, or never was one.
    #[error("this link was used, is too old, or another has taken its place: ask for a new one")]
    NoInvitation,
    /// A name that is none.
    #[error(transparent)]
    Name(#[from] NameFault),
    /// A password that is not taken.
    #[error(transparent)]
    Password(#[from] PasswordFault),
    /// The name or the password is wrong; which of them is not told.
    #[error("the name or the password is wrong")]
    Wrong,
    /// After too many failures; a right password is refused until then too.
    #[error("too many attempts failed: try again in {seconds} s")]
    Wait {
        /// How long, in whole seconds, at least 1.
        seconds: u64,
    },
    /// Others changed the same at the same time, again and again.
    #[error("others are changing the same at this moment: try again")]
    Busy,
    /// The system gives no randomness.
    #[error("no randomness can be had: {0}")]
    Random(String),
    /// A password cannot be hashed.
    #[error("a password cannot be hashed: {0}")]
    Hash(String),
    /// What is kept cannot be read.
    #[error("what is kept of people cannot be read: {0}")]
    Kept(#[from] serde_json::Error),
    /// A name of a paper that is none.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// What was to be written was not.
    #[error(transparent)]
    Papers(#[from] PaperError),
    /// The storage failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl PeopleError {
    /// Whether others wrote for so long that this gave up: it may be tried again.
    pub fn is_busy(&self) -> bool {
        match self {
            Self::Busy | Self::Store(StoreError::Busy) => true,
            Self::Papers(error) => error.is_busy(),
            _ => false,
        }
    }

    /// Whether somebody wrote the same paper meanwhile, so that it is worth trying again.
    pub(super) fn is_conflict(&self) -> bool {
        matches!(self, Self::Papers(PaperError::Conflict(_)))
    }
}
