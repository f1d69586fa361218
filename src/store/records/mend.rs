//! Putting back a text that the disk has lost: the one way to write over a revision, and only with its own words.

use std::time::Duration;

use sqlx::AnyConnection;

use super::read::parsed;
use super::transaction::Write;
use super::{Records, bigint};
use crate::store::{Digest, Key, StoreError};

impl Records {
    /// Writes `body` as the text of revision `number` of `key`, if that is what its head or its own row says it
    /// was and it was not purged; returns whether it is. No sequence number is used up: nothing changes for whoever could read it.
    pub async fn restore_text(&self, key: &Key, number: u64, body: &str) -> Result<bool, StoreError> {
        let text = Text {
            key,
            number,
            body,
            digest: Digest::of(body),
            unlock: self.dialect.unguard_revisions(),
            lock: self.dialect.guards(),
        };
        Ok(self.write(&text).await?.is_ok())
    }
}

/// A text with what lets it be put in its place.
struct Text<'a> {
    key: &'a Key,
    number: u64,
    body: &'a str,
    digest: Digest,
    unlock: &'static str,
    lock: &'static str,
}

/// The text is not what the revision was, or may not come back.
struct AnotherText;

impl Write for Text<'_> {
    type Done = ();
    type Refusal = AnotherText;
    const PATIENCE: Duration = Duration::from_secs(5);

    async fn write(&self, connection: &mut AnyConnection) -> Result<Result<(), AnotherText>, StoreError> {
        // What was removed for good is not damage.
        let purged = sqlx::query("SELECT number FROM purged_text WHERE key = $1 AND number = $2");
        let purged = purged.bind(self.key.as_str()).bind(bigint(self.number));
        if purged.fetch_optional(&mut *connection).await?.is_some() {
            return Ok(Err(AnotherText));
        }
        // Each may be what the disk has damaged, so the text may agree with either.
        let known = sqlx::query(
            "SELECT digest FROM revision WHERE key = $1 AND number = $2
            UNION SELECT digest FROM head WHERE key = $1 AND number = $2",
        );
        let known =
            known.bind(self.key.as_str()).bind(bigint(self.number)).fetch_all(&mut *connection).await?;
        if !known.iter().any(|row| parsed::<Digest>(row, "digest").is_ok_and(|known| known == self.digest)) {
            return Ok(Err(AnotherText));
        }
        // In the transaction, as are the guards that come back below: cut off here, nothing is left unguarded.
        sqlx::raw_sql(self.unlock).execute(&mut *connection).await?;
        // The digest with it, since that may be what was damaged.
        sqlx::query("UPDATE revision SET body = $1, digest = $2 WHERE key = $3 AND number = $4")
            .bind(self.body)
            .bind(self.digest.to_string())
            .bind(self.key.as_str())
            .bind(bigint(self.number))
            .execute(&mut *connection)
            .await?;
        sqlx::raw_sql(self.lock).execute(&mut *connection).await?;
        Ok(Ok(()))
    }
}
