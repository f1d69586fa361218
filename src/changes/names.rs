//! What changes and the people who work on them are called, for ever.

use std::fmt;
use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::store::Key;

/// The receipt number of a change (报送号): the day it was begun and its number on that day, `20261128-0003`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChangeId(Key);

impl ChangeId {
    /// The number `number` of a day, `20261128`.
    pub(super) fn new(day: &str, number: u32) -> Option<Self> {
        // A fifth digit would stand before the fourth in the order of keys, by which the last one is found.
        let number = (number <= 9_999).then(|| format!("{day}-{number:04}"))?;
        Key::new(number).ok().map(Self)
    }

    /// Reads one; what is none is nobody's.
    pub fn parse(text: &str) -> Option<Self> {
        let (day, numbers) = text.split_once('-')?;
        let is_number =
            |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        (day.len() == 8 && is_number(day) && numbers.split('-').all(is_number))
            .then(|| Key::new(text).ok().map(Self))?
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The number of what was left when a part of this was published, the first one for `parts` = 0: `20261128-0003-2`.
    pub(super) fn rest(&self, parts: u32) -> Self {
        // The part that is published keeps the number itself and is the first, so that the first rest is the
        // second.
        Key::new(format!("{self}-{}", parts + 2)).map_or_else(|_| self.clone(), Self)
    }

    pub(super) fn key(&self) -> &Key {
        &self.0
    }
}

impl fmt::Display for ChangeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Somebody who works on the archive, as others are told of them for ever, whatever becomes of the account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Person {
    /// The sign-in name.
    pub name: String,
    /// The name that is shown.
    pub shown: String,
    /// Where from, for the log; no change keeps it.
    #[serde(skip)]
    pub address: Option<IpAddr>,
}
