//! Proving that what is stored is whole, for a check after a restore or a crash.

use sqlx::AssertSqlSafe;

use super::Records;
use super::papers::{self, Papers};
use crate::store::{Digest, StoreError};

/// What holds after every commit, as queries for whatever contradicts it.
///
/// They hold of every state and of no mixture of two: a copy that a commit has torn breaks one, or the database's own check.
const RULES: [(&str, &str); 8] = [
    (
        "the log has gaps or does not end at the counter",
        "SELECT CAST(count(*) AS TEXT) AS what FROM change_log
            HAVING count(*) <> (SELECT value FROM counter WHERE name = 'sequence')
            OR coalesce(max(sequence), 0) <> (SELECT value FROM counter WHERE name = 'sequence')",
    ),
    (
        "a commit has not the revisions it counts",
        "SELECT CAST(c.sequence AS TEXT) AS what FROM change_log c LEFT JOIN
            (SELECT sequence, count(*) AS made FROM revision GROUP BY sequence) r ON r.sequence = c.sequence
            WHERE coalesce(r.made, 0) <> c.revisions",
    ),
    (
        "a revision is of no commit",
        "SELECT r.key || '@' || CAST(r.number AS TEXT) AS what FROM revision r
            LEFT JOIN change_log c ON c.sequence = r.sequence WHERE c.sequence IS NULL",
    ),
    (
        "a head has no revision",
        "SELECT h.key AS what FROM head h LEFT JOIN revision r ON r.key = h.key AND r.number = h.number
            WHERE r.key IS NULL",
    ),
    (
        "a history has gaps or two kinds",
        "SELECT key AS what FROM revision GROUP BY key
            HAVING count(*) <> max(number) OR min(kind) <> max(kind)",
    ),
    (
        "a head is not the newest revision",
        "SELECT n.key AS what FROM (SELECT key, max(number) AS number FROM revision GROUP BY key) n
            JOIN revision r ON r.key = n.key AND r.number = n.number
            JOIN change_log c ON c.sequence = r.sequence LEFT JOIN head h ON h.key = r.key
            AND h.number = r.number AND h.kind = r.kind AND h.sequence = r.sequence AND h.digest = r.digest
            AND h.origin = c.origin WHERE h.key IS NULL",
    ),
    (
        "a text that was purged is of no revision",
        "SELECT p.key || '@' || CAST(p.number AS TEXT) AS what FROM purged_text p
            LEFT JOIN revision r ON r.key = p.key AND r.number = p.number WHERE r.key IS NULL",
    ),
    (
        "a text was purged and is still there",
        "SELECT p.key || '@' || CAST(p.number AS TEXT) AS what FROM purged_text p
            JOIN revision r ON r.key = p.key AND r.number = p.number WHERE r.body <> ''",
    ),
];

/// Key, number, digest, body, and a 1 where the text was purged.
type StoredText = (String, i64, String, Vec<u8>, Option<i64>);

impl Records {
    /// Reads the whole database and lists what is wrong with it; nothing, if it is sound.
    ///
    /// Damage so deep that it cannot be read is the error [`StoreError::Damaged`].
    pub async fn faults(&self) -> Result<Vec<String>, StoreError> {
        let mut faults = self.dialect.check(&self.pool).await?;
        // Each rule by itself: as it holds of every state, commits in between break none, and no transaction is open
        // all the while that would keep the log from being emptied.
        for (rule, sql) in RULES.iter().chain(&papers::RULES) {
            let broken: Vec<String> = sqlx::query_scalar(*sql).fetch_all(&self.pool).await?;
            faults.extend(broken.iter().map(|what| format!("{rule}: {what}")));
        }
        self.find_altered(&mut faults).await?;
        Papers::of(self).find_altered(&mut faults).await?;
        Ok(faults)
    }

    /// Compares the text of every revision with its digest, some at a time.
    async fn find_altered(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT key, number, digest, {}, (SELECT 1 FROM purged_text p
                WHERE p.key = revision.key AND p.number = revision.number) FROM revision WHERE (key, number) > ($1, $2)
                ORDER BY key, number LIMIT 500",
            self.dialect.as_bytes("body")
        );
        // From behind the last one read, not by counting: what is committed meanwhile shifts no page.
        let (mut key, mut number) = (String::new(), 0);
        loop {
            let query = sqlx::query_as(AssertSqlSafe(sql.as_str())).bind(key.as_str()).bind(number);
            let rows: Vec<StoredText> = query.fetch_all(&self.pool).await?;
            for (key, number, digest, body, purged) in &rows {
                if purged.is_none() && Digest::of(body).to_string() != *digest {
                    faults.push(format!("a text has not its digest: {key}@{number}"));
                }
            }
            match rows.into_iter().next_back() {
                Some(last) => (key, number) = (last.0, last.1),
                None => return Ok(()),
            }
        }
    }
}
