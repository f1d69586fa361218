//! Proving that the papers are whole: each by itself, and all of them those of one state.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::read::{Kept, select_more};
use super::{Papers, mark_of};
use crate::store::StoreError;

/// What holds of the papers of every state and of no mixture of two, as queries for whatever contradicts it.
pub(in crate::store::records) const RULES: [(&str, &str); 4] = [
    (
        "a counter of the working papers is missing",
        "SELECT CAST(count(*) AS TEXT) AS what FROM counter WHERE name IN ('papers', 'paper_marks')
            HAVING count(*) <> 2",
    ),
    (
        "the working papers are not those of one state",
        "SELECT CAST(count(*) AS TEXT) AS what FROM paper
            HAVING coalesce(sum(mark), 0) <> (SELECT value FROM counter WHERE name = 'paper_marks')
            OR coalesce(max(version), 0) > (SELECT value FROM counter WHERE name = 'papers')",
    ),
    (
        "a log of working papers has gaps",
        "SELECT collection AS what FROM paper WHERE sealed = 1 GROUP BY collection
            HAVING count(*) <> CAST(max(key) AS BIGINT)",
    ),
    (
        "a label is of no working paper",
        "SELECT l.collection || '/' || l.key AS what FROM paper_label l
            LEFT JOIN paper p ON p.collection = l.collection AND p.key = l.key WHERE p.key IS NULL",
    ),
];

/// Papers read at once: their bodies may be large.
const PAPERS: i64 = 50;

/// Labels read at once.
const LABELS: i64 = 500;

impl Papers {
    /// Compares every paper with its digest, and the labels it is found by with its own.
    pub(in crate::store::records) async fn find_altered(
        &self,
        faults: &mut Vec<String>,
    ) -> Result<(), StoreError> {
        self.find_altered_papers(faults).await?;
        self.find_foreign_labels(faults).await
    }

    async fn find_altered_papers(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        // All of a paper in one statement, as a writer may come between two.
        let sql = select_more(
            &self.records,
            ", p.mark, (SELECT count(*) FROM paper_label l WHERE l.collection = p.collection AND l.key = p.key)
                AS found",
            "FROM paper p WHERE (p.collection, p.key) > ($1, $2) ORDER BY p.collection, p.key LIMIT $3",
        );
        let (mut collection, mut key) = (String::new(), String::new());
        loop {
            let query = sqlx::query(AssertSqlSafe(sql.0.as_str())).bind(collection).bind(key).bind(PAPERS);
            let rows = query.fetch_all(&self.records.pool).await?;
            for row in &rows {
                let (collection, key): (&str, &str) = (row.try_get("collection")?, row.try_get("key")?);
                if let Some(fault) = fault_of(collection, key, row)? {
                    faults.push(format!("{fault}: {collection}/{key}"));
                }
            }
            match rows.last() {
                Some(last) => (collection, key) = (last.try_get("collection")?, last.try_get("key")?),
                None => return Ok(()),
            }
        }
    }

    async fn find_foreign_labels(&self, faults: &mut Vec<String>) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT l.collection, l.name, l.value, l.key, {} AS labels FROM paper_label l
            JOIN paper p ON p.collection = l.collection AND p.key = l.key
            WHERE (l.collection, l.name, l.value, l.key) > ($1, $2, $3, $4)
            ORDER BY l.collection, l.name, l.value, l.key LIMIT $5",
            self.records.dialect.as_bytes("p.labels")
        );
        let mut after = [const { String::new() }; 4];
        loop {
            let query = sqlx::query_as(AssertSqlSafe(sql.as_str()));
            let query = after.into_iter().fold(query, |query, part| query.bind(part)).bind(LABELS);
            let rows: Vec<(String, String, String, String, Vec<u8>)> =
                query.fetch_all(&self.records.pool).await?;
            for (collection, name, value, key, labels) in &rows {
                let labels: Vec<(String, String)> = serde_json::from_slice(labels).unwrap_or_default();
                if !labels.iter().any(|label| (&label.0, &label.1) == (name, value)) {
                    faults.push(format!("a label is not of its working paper: {collection}/{key}"));
                }
            }
            match rows.into_iter().next_back() {
                Some((collection, name, value, key, _)) => after = [collection, name, value, key],
                None => return Ok(()),
            }
        }
    }
}

/// What is wrong with a paper by itself.
fn fault_of(collection: &str, key: &str, row: &AnyRow) -> Result<Option<&'static str>, StoreError> {
    let (kept, mark, found): (_, i64, i64) = (Kept::of(row)?, row.try_get("mark")?, row.try_get("found")?);
    if kept.digest(collection, key).is_none_or(|digest| mark_of(&digest) != mark) {
        return Ok(Some("a working paper has not its digest"));
    }
    // So many, whichever they are: each of them is held against its paper in `find_foreign_labels`.
    let labels = kept.labels().unwrap_or_default().len();
    let is_found = i64::try_from(labels).is_ok_and(|labels| labels == found);
    Ok((!is_found).then_some("a working paper is not found by its labels"))
}
