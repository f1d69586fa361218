//! Writing: one transaction, all of it or nothing, and in the database file before anybody is told.

use std::future::Future;
use std::time::Duration;

use sqlx::{AnyConnection, Connection};

use super::Records;
use crate::store::StoreError;

/// What is written as one.
pub(super) trait Write: Sync {
    /// What comes of it.
    type Done: Send;
    /// Why it may not be: nothing of it is written then.
    type Refusal: Send;
    /// How long the emptying of the log waits for those who read: each reads for moments only, but a backup or an
    /// export for long.
    const PATIENCE: Duration;

    /// Writes it; an error is one of the storage.
    fn write(
        &self,
        connection: &mut AnyConnection,
    ) -> impl Future<Output = Result<Result<Self::Done, Self::Refusal>, StoreError>> + Send;
}

impl Records {
    /// Writes `work` in a transaction of its own and syncs it.
    ///
    /// When it is refused or fails, nothing of it is there; when it is dropped, or the program is killed, nothing or all.
    pub(super) async fn write<Work: Write>(
        &self,
        work: &Work,
    ) -> Result<Result<Work::Done, Work::Refusal>, StoreError> {
        // Before the connection, never after it: those who wait for their turn must not hold all there are, which
        // readers need, and the one at work.
        let _turn = self.turn.lock().await;
        let mut connection = self.pool.acquire().await?;
        let written = run(&mut connection, self.dialect.begin_write(), work).await;
        match &written {
            Ok(Ok(_)) => self.settle_after(&mut connection, Work::PATIENCE).await,
            Ok(Err(_)) => {}
            // A full disk rolls back by itself, which the connection's bookkeeping does not notice.
            Err(_) => connection.close_on_drop(),
        }
        written.map_err(|error| self.dialect.explain(error))
    }

    /// What was written is kept whatever comes of this: a failure is for the log, and tried again at the next occasion.
    async fn settle_after(&self, connection: &mut AnyConnection, patience: Duration) {
        match self.dialect.settle(connection, patience).await {
            Ok(true) => {}
            Ok(false) => {
                tracing::warn!("somebody reads the database all the while: its log is emptied later");
            }
            Err(error) => tracing::warn!(%error, "the database's log cannot be emptied; it is tried again"),
        }
    }
}

async fn run<Work: Write>(
    connection: &mut AnyConnection,
    begin: &'static str,
    work: &Work,
) -> Result<Result<Work::Done, Work::Refusal>, StoreError> {
    let mut transaction = connection.begin_with(begin).await?;
    let written = work.write(&mut transaction).await;
    match written {
        Ok(Ok(_)) => transaction.commit().await?,
        Ok(Err(_)) => transaction.rollback().await?,
        // Rolled back by the drop, or with the connection, which is not used again: a word to it might fail too.
        Err(_) => drop(transaction),
    }
    written
}
