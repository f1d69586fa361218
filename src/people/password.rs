//! Passwords: how strong one has to be, hashing and verifying, two at a time.

use std::sync::{Arc, LazyLock};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization as _;
use zxcvbn::{Score, zxcvbn};

use super::error::{PasswordFault, PeopleError};

/// Hashes passwords with argon2id; each takes 19 MiB for as long as it lasts, so that only two are at work at a time.
#[derive(Debug, Clone)]
pub(super) struct Passwords {
    turns: Arc<Semaphore>,
}

/// A hash of what nobody knows: whoever names an account that is not there waits as long as others do.
static NOBODYS: LazyLock<Option<String>> = LazyLock::new(|| {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).ok()?;
    hash(&secret).ok()
});

impl Default for Passwords {
    fn default() -> Self {
        // Two for all people of the archive: strangers who try many names cost no more than 38 MiB and two
        // threads.
        Self { turns: Arc::new(Semaphore::new(2)) }
    }
}

impl Passwords {
    /// The hash of a new password, as a PHC string, if it is strong enough for somebody of these names.
    pub(super) async fn hash(&self, password: &str, names: Vec<String>) -> Result<String, PeopleError> {
        // What is far too long is not normalized either.
        if password.len() > PasswordFault::MAX_BYTES {
            return Err(PasswordFault::Long.into());
        }
        let password = normal(password);
        if password.len() > PasswordFault::MAX_BYTES {
            return Err(PasswordFault::Long.into());
        }
        if password.chars().count() < PasswordFault::MIN_CHARACTERS {
            return Err(PasswordFault::Short.into());
        }
        self.in_turn(move || {
            // In the turn, off the threads that answer: to estimate takes its time too.
            let names: Vec<&str> = names.iter().map(String::as_str).chain(["baozhai", "hejin"]).collect();
            if zxcvbn(&password, &names).score() < Score::Three {
                return Err(PasswordFault::Weak.into());
            }
            hash(password.as_bytes())
        })
        .await?
    }

    /// Whether `password` is the one of `kept`; without one, takes as long and says no.
    pub(super) async fn verify(&self, password: &str, kept: Option<String>) -> Result<bool, PeopleError> {
        // What is too long cannot have been set; it is hashed as nothing, so that it takes as long as any other.
        let fits = password.len() <= PasswordFault::MAX_BYTES;
        let password = if fits { normal(password) } else { String::new() };
        self.in_turn(move || {
            let known = kept.is_some() && fits;
            // The flag is kept apart from the hash: whatever fits the hash of nobody, without an account the
            // answer is no.
            let Some(kept) = kept.or_else(|| NOBODYS.clone()) else { return Ok(false) };
            let parsed = PasswordHash::new(&kept).map_err(|error| PeopleError::Hash(error.to_string()))?;
            // Algorithm and cost are read from the PHC string: raising those in `hasher` leaves old passwords
            // good.
            Ok(hasher()?.verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await?
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, PeopleError> {
        let failed = |error: &dyn std::fmt::Display| PeopleError::Hash(error.to_string());
        // The turn goes along: whoever leaves meanwhile does not let a third one begin.
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(|error| failed(&error))?;
        let done = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            work()
        });
        done.await.map_err(|error| failed(&error))
    }
}

/// Keyboards write the same letter in several ways.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

fn hasher() -> Result<Argon2<'static>, PeopleError> {
    // 19 MiB, 2 passes, 1 lane: the least that OWASP's Password Storage Cheat Sheet names for argon2id.
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| PeopleError::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String, PeopleError> {
    let hashed: PasswordHash =
        hasher()?.hash_password(password).map_err(|error| PeopleError::Hash(error.to_string()))?;
    Ok(hashed.to_string())
}
