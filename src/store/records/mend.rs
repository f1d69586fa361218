//! Putting back a text that the disk has lost: the one way to write over a revision, and only with its own words.

use sqlx::Connection;

use super::read::parsed;
use super::{Records, bigint};
use crate::store::{Digest, Key, StoreError};

impl Records {
    /// Writes `body` as the text of revision `number` of `key`, if that is what its head or its own row says it
    /// was; returns whether it is. No sequence number is used up: nothing changes for whoever could read it.
    pub async fn restore_text(&self, key: &Key, number: u64, body: &str) -> Result<bool, StoreError> {
        let digest = Digest::of(body);
        let _turn = self.turn.lock().await;
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin_with(self.dialect.begin_write()).await?;
        let known = sqlx::query(
            "SELECT digest FROM revision WHERE key = $1 AND number = $2
            UNION SELECT digest FROM head WHERE key = $1 AND number = $2",
        );
        let known = known.bind(key.as_str()).bind(bigint(number)).fetch_all(&mut *transaction).await?;
        let is_it =
            known.iter().any(|row| parsed::<Digest>(row, "digest").is_ok_and(|known| known == digest));
        if !is_it {
            transaction.rollback().await?;
            return Ok(false);
        }
        sqlx::raw_sql(self.dialect.unguard_revisions()).execute(&mut *transaction).await?;
        sqlx::query("UPDATE revision SET body = $1, digest = $2 WHERE key = $3 AND number = $4")
            .bind(body)
            .bind(digest.to_string())
            .bind(key.as_str())
            .bind(bigint(number))
            .execute(&mut *transaction)
            .await?;
        sqlx::raw_sql(self.dialect.guards()).execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(true)
    }
}
