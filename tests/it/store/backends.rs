//! The back-ends, each in a fresh place, and the records that the tests fill them with.

use std::path::PathBuf;

use baozhai::store::{Blobs, Change, Digest, Key, KindWord, Origin, Proposal, Records, StoreError};
use jiff::Timestamp;
use tempfile::TempDir;

pub(crate) const VILLAGE: KindWord = KindWord::from_static("village");
pub(crate) const PHOTO: KindWord = KindWord::from_static("photo");

/// A place to store in, empty and removed with the value.
pub(crate) trait Place: Sized + Sync {
    fn fresh() -> anyhow::Result<Self>;
}

/// A place for records; everything opened in it meets the same ones.
pub(crate) trait RecordsPlace: Place {
    async fn open(&self) -> Result<Records, StoreError>;
}

/// A place for blobs, with a way to harm them.
pub(crate) trait BlobsPlace: Place {
    async fn open(&self) -> Result<Blobs, StoreError>;
    /// Replaces the bytes of a blob, behind the store's back.
    fn spoil(&self, digest: &Digest, bytes: &[u8]) -> anyhow::Result<()>;
    /// Leaves what a killed writer of the blob leaves, and a file that never was one.
    fn litter(&self, digest: &Digest) -> anyhow::Result<()>;
}

pub(crate) struct Sqlite(TempDir);

impl Sqlite {
    pub(crate) fn file(&self) -> PathBuf {
        self.0.path().join("档案 100%?.db")
    }
}

impl Place for Sqlite {
    fn fresh() -> anyhow::Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }
}

impl RecordsPlace for Sqlite {
    async fn open(&self) -> Result<Records, StoreError> {
        Records::open(&Records::url_of(&self.file())).await
    }
}

pub(crate) struct Directory(TempDir);

impl Directory {
    fn path_of(&self, digest: &Digest) -> PathBuf {
        let name = digest.to_string();
        self.0.path().join("blobs").join(&name[..2]).join(&name[2..4]).join(name)
    }
}

impl Place for Directory {
    fn fresh() -> anyhow::Result<Self> {
        Ok(Self(tempfile::tempdir()?))
    }
}

impl BlobsPlace for Directory {
    async fn open(&self) -> Result<Blobs, StoreError> {
        Blobs::open_directory(self.0.path().join("blobs")).await
    }

    fn spoil(&self, digest: &Digest, bytes: &[u8]) -> anyhow::Result<()> {
        Ok(baozhai::store::write_atomically(self.path_of(digest), bytes)?)
    }

    fn litter(&self, digest: &Digest) -> anyhow::Result<()> {
        let path = self.path_of(digest);
        std::fs::create_dir_all(path.with_file_name(""))?;
        baozhai::store::write_atomically(path.with_file_name(format!("{digest}#1")), "hal")?;
        baozhai::store::write_atomically(path.with_file_name("Thumbs.db"), "not a blob")?;
        Ok(baozhai::store::write_atomically(
            self.0.path().join("blobs").join(digest.to_string()),
            "misplaced",
        )?)
    }
}

pub(crate) fn key(text: &str) -> Key {
    Key::new(text).expect("a test's key")
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().expect("a test's time")
}

pub(crate) fn village(name: &str, base: Option<u64>, body: impl Into<String>) -> Proposal {
    Proposal { key: key(name), kind: VILLAGE, base, body: body.into() }
}

/// A change by the staff at a time of no importance.
pub(crate) fn change(proposals: impl IntoIterator<Item = Proposal>) -> Change {
    Change {
        author: "文旅局".to_owned(),
        message: "核对名单".to_owned(),
        origin: Origin::Staff,
        at: at("2026-11-23T08:00:00Z"),
        proposals: proposals.into_iter().collect(),
    }
}

/// Many new villages `{prefix}-00000` …, each with a body of about `bytes`.
pub(crate) fn villages(prefix: &str, count: usize, bytes: usize) -> Vec<Proposal> {
    let filler = "堡".repeat(bytes / 3);
    let one =
        |i: usize| village(&format!("{prefix}-{i:05}"), None, format!("{{\"n\":{i},\"text\":\"{filler}\"}}"));
    (0..count).map(one).collect()
}
