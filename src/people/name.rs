//! What people are called: the name they sign in with, and the one that is shown.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::model::is_hidden;
use crate::store::{Digest, Key};

/// The name somebody signs in with: 2 to 32 letters a–z, digits, `.`, `_`, `-` or Chinese characters.
///
/// It is kept as it is compared: compatible forms made one (NFKC) and in lower case, so that `ＺＨＡＮＧ` is `zhang`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct AccountName(String);

/// The name by which others see somebody: 1 to 64 characters in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ShownName(String);

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameFault {
    /// It cannot be signed in with.
    #[error("a name to sign in with has 2 to 32 letters a-z, digits, `.`, `_`, `-` or Chinese characters")]
    SignIn,
    /// It cannot be shown.
    #[error("a shown name has 1 to 64 characters, without signs that control the text")]
    Shown,
}

impl AccountName {
    /// Accepts `text` if it is a name, spaces around it left aside.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        // No form of 32 characters is longer; what strangers send is not normalized at any length.
        if text.len() > 1024 {
            return Err(NameFault::SignIn);
        }
        let folded: String = text.trim().nfkc().flat_map(char::to_lowercase).nfkc().collect();
        let count = folded.chars().count();
        let fits = (2..=32).contains(&count) && folded.chars().all(is_of_a_name);
        if fits { Ok(Self(folded)) } else { Err(NameFault::SignIn) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The key of what is kept by this name.
    pub(super) fn key(&self) -> Result<Key, crate::store::KeyError> {
        // By digest, as a key holds no Chinese characters; what is kept says the name itself.
        Key::new(Digest::of(&self.0).to_string())
    }
}

fn is_of_a_name(c: char) -> bool {
    // No letters of other scripts: a Cyrillic `а` would make a second `zhang` that nobody can tell from the first.
    matches!(c, 'a'..='z' | '0'..='9' | '.' | '_' | '-')
        || matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}' | '〇' | '々')
}

impl ShownName {
    /// Accepts `text`, spaces around it left aside.
    pub fn parse(text: &str) -> Result<Self, NameFault> {
        let text = text.trim();
        let fits = text.len() <= 1024 && (1..=64).contains(&text.chars().count());
        if fits && !text.chars().any(is_hidden) { Ok(Self(text.to_owned())) } else { Err(NameFault::Shown) }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&AccountName> for ShownName {
    fn from(name: &AccountName) -> Self {
        Self(name.0.clone())
    }
}

macro_rules! text_of {
    ($type:ident) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $type {
            type Err = NameFault;

            fn from_str(text: &str) -> Result<Self, NameFault> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = NameFault;

            fn try_from(text: String) -> Result<Self, NameFault> {
                Self::parse(&text)
            }
        }

        impl From<$type> for String {
            fn from(name: $type) -> Self {
                name.0
            }
        }
    };
}

text_of!(AccountName);
text_of!(ShownName);
