//! Removing texts for good: the one way to take words out of a revision. Its row and its digest stay, so that commits,
//! marks and histories are what they were.

use std::convert::Infallible;
use std::time::Duration;

use sqlx::{AnyConnection, Row};

use super::transaction::Write;
use super::{Records, bigint};
use crate::store::{Key, StoreError};

/// A text that was, or is to be, removed for good.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PurgedText {
    /// The record.
    pub key: Key,
    /// The number of the revision.
    pub number: u64,
    /// The day, as it is to be told.
    pub on: String,
}

impl Records {
    /// Removes these texts as one and gives how many were still there; those of revisions that there are not are passed over.
    /// No sequence number is used up.
    ///
    /// What the database has kept of them in free places goes with [`Records::scrub`].
    pub async fn purge_texts(&self, texts: &[PurgedText]) -> Result<u64, StoreError> {
        let purge = Purge { texts, unlock: self.dialect.unguard_revisions(), lock: self.dialect.guards() };
        let Ok(removed) = self.write(&purge).await?;
        Ok(removed)
    }

    /// Every text that was removed, in order of keys and numbers.
    pub async fn purged_texts(&self) -> Result<Vec<PurgedText>, StoreError> {
        let sql = "SELECT key, number, purged_on FROM purged_text ORDER BY key, number";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await?;
        let text = |row| {
            Ok(PurgedText {
                key: super::read::parsed(row, "key")?,
                number: super::read::number(row, "number")?,
                on: row.try_get("purged_on")?,
            })
        };
        rows.iter().map(text).collect()
    }

    /// Leaves in the database's files nothing of what was removed or overwritten; rewrites all of it, so it needs its
    /// size once more on the disk.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where others read or write all the while; it may be tried again.
    pub async fn scrub(&self) -> Result<(), StoreError> {
        // Writers of this process wait better here than at the database's lock, which gives up after a time.
        let _turn = self.turn.lock().await;
        let scrubbed = self.dialect.scrub(&mut *self.pool.acquire().await?).await;
        scrubbed.map_err(|error| self.dialect.explain(error))
    }
}

/// Texts to remove, with what lets them be removed.
struct Purge<'a> {
    texts: &'a [PurgedText],
    unlock: &'static str,
    lock: &'static str,
}

impl Write for Purge<'_> {
    type Done = u64;
    type Refusal = Infallible;
    const PATIENCE: Duration = Duration::from_secs(5);

    async fn write(&self, connection: &mut AnyConnection) -> Result<Result<u64, Infallible>, StoreError> {
        sqlx::raw_sql(self.unlock).execute(&mut *connection).await?;
        let mut removed = 0;
        for text in self.texts {
            let emptied = sqlx::query("UPDATE revision SET body = '' WHERE key = $1 AND number = $2")
                .bind(text.key.as_str())
                .bind(bigint(text.number))
                .execute(&mut *connection)
                .await?;
            // The note refers to a row of `revision`: of a revision that there is not none can be made.
            if emptied.rows_affected() > 0 {
                removed += note(connection, text).await?;
            }
        }
        sqlx::raw_sql(self.lock).execute(&mut *connection).await?;
        Ok(Ok(removed))
    }
}

/// Notes that a text was removed; 0 if that stands there already.
pub(super) async fn note(connection: &mut AnyConnection, text: &PurgedText) -> Result<u64, StoreError> {
    // The first day stands: purged once more, nothing was removed, and the table is guarded against changes.
    let sql = "INSERT INTO purged_text (key, number, purged_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    let noted = sqlx::query(sql)
        .bind(text.key.as_str())
        .bind(bigint(text.number))
        .bind(text.on.as_str())
        .execute(connection)
        .await?;
    Ok(noted.rows_affected())
}
