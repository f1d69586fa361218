//! Tokens: secrets that open something once, or for a time. Only their digests are kept.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::error::PeopleError;
use crate::store::{Digest, Key};

/// 256 random bits, as 43 characters that an address and a cookie may hold.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// Draws one from the system's randomness.
    pub(super) fn draw() -> Result<Self, PeopleError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| PeopleError::Random(error.to_string()))?;
        // No `=`, `+` or `/`: it stands in a path and in a cookie without being encoded.
        Ok(Self(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// The secret itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Says nothing: what is printed for a log must not open anything.
impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The name of what is kept for a token, whoever sent it.
pub(super) fn key_of(token: &str) -> Result<Key, PeopleError> {
    // No salt and nothing slow: 256 random bits cannot be guessed from a digest. What was sent is of any length
    // and content, its digest is always a key.
    Ok(Key::new(Digest::of(token).to_string())?)
}
