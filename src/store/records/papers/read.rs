//! Reading papers. Each method is one statement, so it sees one state of the database.

use sqlx::any::AnyRow;
use sqlx::{AssertSqlSafe, Row};

use super::{Collection, Paper, Papers, digest_of};
use crate::store::records::Records;
use crate::store::records::read::{number, parsed};
use crate::store::{Digest, Key, StoreError};

/// Some papers of a collection. A damaged one keeps no other back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaperList {
    /// Those that are whole, in order.
    pub papers: Vec<Paper>,
    /// The names of those that are damaged.
    pub damaged: Vec<Key>,
    /// Where to read on; `None` at the end.
    pub next: Option<Key>,
}

/// A paper whose row is not what was written.
pub(super) struct Altered(String);

impl From<Altered> for StoreError {
    fn from(Altered(name): Altered) -> Self {
        Self::Damaged(format!("the working paper {name} is not what was written"))
    }
}

impl Papers {
    /// The paper `key` of `collection`, whether it has expired or not.
    ///
    /// One that is damaged is the error [`StoreError::Damaged`]; it can be written over, and deleted, at the version that
    /// [`Papers::version`] tells.
    pub async fn get(&self, collection: Collection, key: &Key) -> Result<Option<Paper>, StoreError> {
        let sql = select(&self.records, "FROM paper p WHERE p.collection = $1 AND p.key = $2");
        let query = sqlx::query(sql).bind(collection.name).bind(key.as_str());
        let row = query.fetch_optional(&self.records.pool).await?;
        row.map(|row| paper(collection, &row)?.map_err(StoreError::from)).transpose()
    }

    /// The version of the paper `key`, whole or damaged.
    pub async fn version(&self, collection: Collection, key: &Key) -> Result<Option<u64>, StoreError> {
        let query = sqlx::query("SELECT version FROM paper WHERE collection = $1 AND key = $2");
        let query = query.bind(collection.name).bind(key.as_str());
        let row = query.fetch_optional(&self.records.pool).await?;
        row.map(|row| number(&row, "version")).transpose()
    }

    /// Up to `limit` papers of `collection` in order of their keys, from just after the key `after`.
    pub async fn list(
        &self,
        collection: Collection,
        after: Option<&Key>,
        limit: u32,
    ) -> Result<PaperList, StoreError> {
        let from = "FROM paper p WHERE p.collection = $1 AND p.key > $2 ORDER BY p.key LIMIT $3";
        let query = sqlx::query(select(&self.records, from)).bind(collection.name);
        let query = query.bind(after.map_or("", Key::as_str)).bind(i64::from(limit));
        listed(collection, limit, &query.fetch_all(&self.records.pool).await?)
    }

    /// Up to `limit` papers of `collection`, the last first, from just before the key `before`: the newest of a log.
    pub async fn list_back(
        &self,
        collection: Collection,
        before: Option<&Key>,
        limit: u32,
    ) -> Result<PaperList, StoreError> {
        let from = "FROM paper p WHERE p.collection = $1 AND p.key < $2 ORDER BY p.key DESC LIMIT $3";
        let query = sqlx::query(select(&self.records, from)).bind(collection.name);
        // No key has a byte that comes after the tilde.
        let query = query.bind(before.map_or("~", Key::as_str)).bind(i64::from(limit));
        listed(collection, limit, &query.fetch_all(&self.records.pool).await?)
    }

    /// Up to `limit` papers of `collection` that have this label, in order of their keys, from just after `after`.
    pub async fn labelled(
        &self,
        collection: Collection,
        (name, value): (&str, &str),
        after: Option<&Key>,
        limit: u32,
    ) -> Result<PaperList, StoreError> {
        let from = "FROM paper_label l JOIN paper p ON p.collection = l.collection AND p.key = l.key
            WHERE l.collection = $1 AND l.name = $2 AND l.value = $3 AND l.key > $4 ORDER BY l.key LIMIT $5";
        let query = sqlx::query(select(&self.records, from)).bind(collection.name).bind(name).bind(value);
        let query = query.bind(after.map_or("", Key::as_str)).bind(i64::from(limit));
        listed(collection, limit, &query.fetch_all(&self.records.pool).await?)
    }

    /// Up to `limit` papers that have this label, in reverse order of keys: the newest first where keys grow.
    pub async fn labelled_back(
        &self,
        collection: Collection,
        (name, value): (&str, &str),
        limit: u32,
    ) -> Result<PaperList, StoreError> {
        let from = "FROM paper_label l JOIN paper p ON p.collection = l.collection AND p.key = l.key
            WHERE l.collection = $1 AND l.name = $2 AND l.value = $3 ORDER BY l.key DESC LIMIT $4";
        let query = sqlx::query(select(&self.records, from)).bind(collection.name).bind(name).bind(value);
        listed(collection, limit, &query.bind(i64::from(limit)).fetch_all(&self.records.pool).await?)
    }

    /// How many papers have this label.
    pub async fn count_labelled(
        &self,
        collection: Collection,
        (name, value): (&str, &str),
    ) -> Result<u64, StoreError> {
        let sql =
            "SELECT count(*) AS papers FROM paper_label WHERE collection = $1 AND name = $2 AND value = $3";
        let query = sqlx::query(sql).bind(collection.name).bind(name).bind(value);
        number(&query.fetch_one(&self.records.pool).await?, "papers")
    }

    /// Every value of a label that any paper has, in any collection.
    pub async fn values_of(&self, label: &str) -> Result<Vec<String>, StoreError> {
        let query = sqlx::query("SELECT DISTINCT value FROM paper_label WHERE name = $1 ORDER BY value");
        let rows = query.bind(label).fetch_all(&self.records.pool).await?;
        Ok(rows.iter().map(|row| row.try_get("value")).collect::<Result<_, _>>()?)
    }

    /// How many papers `collection` has, expired ones among them.
    pub async fn count(&self, collection: Collection) -> Result<u64, StoreError> {
        let query = sqlx::query("SELECT count(*) AS papers FROM paper WHERE collection = $1");
        number(&query.bind(collection.name).fetch_one(&self.records.pool).await?, "papers")
    }

    /// The number of the last write; 0 before the first. Whoever keeps something of papers in memory sees by it whether
    /// any have changed.
    pub async fn last_write(&self) -> Result<u64, StoreError> {
        let query = sqlx::query("SELECT value FROM counter WHERE name = 'papers'");
        number(&query.fetch_one(&self.records.pool).await?, "value")
    }
}

/// The statement that reads, of `from`, what [`paper`] makes papers `p` of.
pub(super) fn select(records: &Records, from: &str) -> AssertSqlSafe<String> {
    select_more(records, "", from)
}

/// The same with further columns, each after a comma.
pub(super) fn select_more(records: &Records, more: &str, from: &str) -> AssertSqlSafe<String> {
    let texts = ["digest", "updated_at", "expires_at", "labels", "body"];
    let texts =
        texts.map(|name| format!("{} AS {name}", records.dialect.as_bytes(&format!("p.{name}")))).join(", ");
    AssertSqlSafe(format!("SELECT p.collection, p.key, p.version, {texts}{more} {from}"))
}

fn listed(collection: Collection, limit: u32, rows: &[AnyRow]) -> Result<PaperList, StoreError> {
    let mut list = PaperList::default();
    for row in rows {
        match paper(collection, row)? {
            Ok(paper) => list.papers.push(paper),
            Err(_) => list.damaged.push(parsed(row, "key")?),
        }
    }
    // By rows, damaged ones too: where all of a page are damaged the next is read all the same.
    let is_full = u32::try_from(rows.len()).is_ok_and(|found| found == limit);
    list.next = rows.last().filter(|_| is_full).map(|row| parsed(row, "key")).transpose()?;
    Ok(list)
}

/// The paper of a row, if it is what was written.
pub(super) fn paper(collection: Collection, row: &AnyRow) -> Result<Result<Paper, Altered>, StoreError> {
    let key: Key = parsed(row, "key")?;
    let altered = Altered(format!("{}/{key}", collection.name));
    Ok(Kept::of(row)?.paper(collection, key).ok_or(altered))
}

/// A row of [`select`] as it lies there.
pub(super) struct Kept {
    version: u64,
    digest: Vec<u8>,
    updated_at: Vec<u8>,
    expires_at: Option<Vec<u8>>,
    labels: Vec<u8>,
    body: Vec<u8>,
}

impl Kept {
    pub(super) fn of(row: &AnyRow) -> Result<Self, StoreError> {
        Ok(Self {
            version: number(row, "version")?,
            digest: row.try_get("digest")?,
            updated_at: row.try_get("updated_at")?,
            expires_at: row.try_get("expires_at")?,
            labels: row.try_get("labels")?,
            body: row.try_get("body")?,
        })
    }

    /// Its digest, if that is the one of all it holds.
    pub(super) fn digest(&self, collection: &str, key: &str) -> Option<Digest> {
        let updated_at = std::str::from_utf8(&self.updated_at).ok()?;
        let expires_at = self.expires_at.as_deref().map(std::str::from_utf8).transpose().ok()?;
        let of = (collection, key, self.version);
        let digest = digest_of(of, (updated_at, expires_at), (&self.labels, &self.body));
        (digest.to_string().as_bytes() == self.digest).then_some(digest)
    }

    pub(super) fn labels(&self) -> Option<Vec<(String, String)>> {
        serde_json::from_slice(&self.labels).ok()
    }

    fn paper(self, collection: Collection, key: Key) -> Option<Paper> {
        self.digest(collection.name, key.as_str())?;
        let time = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.parse().ok();
        let expires_at = match &self.expires_at {
            Some(bytes) => Some(time(bytes)?),
            None => None,
        };
        let (updated_at, labels) = (time(&self.updated_at)?, self.labels()?);
        let body = String::from_utf8(self.body).ok()?;
        Some(Paper { collection, key, version: self.version, body, labels, updated_at, expires_at })
    }
}
