//! The names of records: one namespace of keys, and the short word that says what kind a record is.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of a record: `[a-z0-9-]{1,64}`, with an optional word and colon before it.
///
/// `fancunbu`, `source:code-list-2016` and `term:bu` are keys. Keys order by their bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Key(String);

/// The text is not a key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a key ([a-z0-9-]{{1,64}}, perhaps with `word:` before it): {0:?}")]
pub struct KeyError(String);

impl Key {
    /// Accepts `text` if it is a key.
    pub fn new(text: impl Into<String>) -> Result<Self, KeyError> {
        let text = text.into();
        let (word, name) = match text.split_once(':') {
            Some((word, name)) => (Some(word), name),
            None => (None, text.as_str()),
        };
        // These signs only: keys stand in addresses and name files (`Parts`), where case, dots and slashes would
        // be read differently, and `;` and `~`, which end ranges of them in SQL, must come behind all of them.
        let name_fits = matches!(name.len(), 1..=64)
            && name.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'-'));
        if name_fits && word.is_none_or(is_word) {
            Ok(Self(text))
        } else {
            // Cut, as it goes into answers and logs and may be a stranger's megabyte.
            Err(KeyError(text.chars().take(100).collect()))
        }
    }

    /// The whole key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The word before the colon: `source` of `source:code-list-2016`.
    pub fn word(&self) -> Option<&str> {
        self.0.split_once(':').map(|(word, _)| word)
    }

    /// The part after the colon, or all of it: `code-list-2016`.
    pub fn name(&self) -> &str {
        self.0.split_once(':').map_or(self.as_str(), |(_, name)| name)
    }
}

/// What a record is, as one lowercase word of at most 32 letters: `village`, `photo`.
///
/// The store gives a kind no meaning; a key keeps the kind of its first revision for ever.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KindWord(Cow<'static, str>);

/// The text is not a kind.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a kind (one word of [a-z]{{1,32}}): {0:?}")]
pub struct KindWordError(String);

impl KindWord {
    /// Accepts `text` if it is one lowercase word.
    pub fn new(text: impl Into<String>) -> Result<Self, KindWordError> {
        let text = text.into();
        if is_word(&text) {
            Ok(Self(Cow::Owned(text)))
        } else {
            Err(KindWordError(text.chars().take(100).collect()))
        }
    }

    /// Names a kind in source code, for constants.
    ///
    /// # Panics
    /// If `word` is not a kind; in a constant that is a compile error.
    pub const fn from_static(word: &'static str) -> Self {
        assert!(is_word(word), "a kind is one word of [a-z]{{1,32}}");
        Self(Cow::Borrowed(word))
    }

    /// The word.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

pub(super) const fn is_word(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut i = 0;
    // By places: a constant cannot iterate.
    while i < bytes.len() {
        if !bytes[i].is_ascii_lowercase() {
            return false;
        }
        i += 1;
    }
    i >= 1 && i <= 32
}

macro_rules! text_of {
    ($type:ident, $error:ident) => {
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = $error;

            fn from_str(text: &str) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $type {
            type Error = $error;

            fn try_from(text: String) -> Result<Self, $error> {
                Self::new(text)
            }
        }

        impl From<$type> for String {
            fn from(value: $type) -> Self {
                value.0.into()
            }
        }
    };
}

text_of!(Key, KeyError);
text_of!(KindWord, KindWordError);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_two_parts() -> Result<(), KeyError> {
        let key = Key::new("source:code-list-2016")?;
        assert_eq!((key.word(), key.name()), (Some("source"), "code-list-2016"));
        let key = Key::new("fancunbu")?;
        assert_eq!((key.word(), key.name()), (None, "fancunbu"));
        Ok(())
    }

    #[test]
    fn hostile_keys_are_refused() {
        let long = "a".repeat(65);
        for wrong in [
            "",
            ":",
            "a:",
            ":a",
            "a:b:c",
            "A",
            "范村堡",
            "a b",
            "a/b",
            "../etc",
            "a\0",
            "a\n",
            "a.b",
            "a_b",
            "a%62",
            "a'--",
            "1:a",
            "a-b:c",
            "é",
            "ａ",
            &long,
            &format!("term:{long}"),
            &format!("{}:a", "a".repeat(33)),
        ] {
            assert!(Key::new(wrong).is_err(), "{wrong:?}");
        }
        for right in ["a", "-", "0", "open-1", "fancunbu-01", "term:bu", &"a".repeat(64)] {
            assert!(Key::new(right).is_ok(), "{right:?}");
        }
    }

    #[test]
    fn kinds_are_one_word() {
        const VILLAGE: KindWord = KindWord::from_static("village");
        assert_eq!(KindWord::new("village"), Ok(VILLAGE));
        for wrong in ["", "Village", "a-b", "a1", "堡", &"a".repeat(33)] {
            assert!(KindWord::new(wrong).is_err(), "{wrong:?}");
        }
    }
}
