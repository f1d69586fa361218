//! What tells one archive from another: the digest of its first commit, which nothing later can change.

use futures::TryStreamExt;
use sha2::{Digest as _, Sha256};

use super::read::parsed;
use super::{ChangeNote, Records};
use crate::store::{Digest, Key, StoreError};

/// Makes the identity of an archive out of its first commit, revision by revision.
///
/// It is the SHA-256 of the commit's line as a JSON array (sequence, author, message, origin, time in UTC with
/// nine decimals, count of revisions) and then of `key digest` for each of its revisions in order of key, each
/// of these lines ending with a line feed. Copies of an archive share it, whatever was committed to them later.
#[derive(Debug)]
pub struct Identity(Sha256);

impl Identity {
    /// Begins with the line of the first commit.
    pub fn of(first: &ChangeNote) -> Self {
        let ChangeNote { sequence, author, message, origin, committed_at, revisions } = first;
        let at = format!("{committed_at:.9}");
        let line = serde_json::json!([sequence, author, message, origin.as_str(), at, revisions]);
        Self(Sha256::new().chain_update(format!("{line}\n")))
    }

    /// Adds the next revision; the caller keeps to the order of keys.
    pub fn add(&mut self, key: &Key, digest: &Digest) {
        self.0.update(format!("{key} {digest}\n"));
    }

    /// The identity.
    pub fn finish(self) -> Digest {
        Digest::finish(self.0)
    }
}

impl Records {
    /// What this archive is told by from all others; `None` as long as nothing has been committed.
    pub async fn identity(&self) -> Result<Option<Digest>, StoreError> {
        let Some(first) = self.changes(Some(2), 1).await?.pop() else { return Ok(None) };
        let mut identity = Identity::of(&first);
        let sql = "SELECT key, digest FROM revision WHERE sequence = 1 ORDER BY key";
        let mut rows = sqlx::query(sql).fetch(&self.pool);
        while let Some(row) = rows.try_next().await? {
            identity.add(&parsed(&row, "key")?, &parsed(&row, "digest")?);
        }
        Ok(Some(identity.finish()))
    }
}
