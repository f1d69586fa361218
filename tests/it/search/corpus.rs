//! An archive in a temporary folder with its search, without pictures.

use std::path::Path;

use baozhai::archive::Archive;
use baozhai::folder::{DirectoryTree, PictureFault, ReadPicture, read_folder};
use baozhai::model::{Language, Picture, PictureFormat, Record};
use baozhai::search::{Ask, Filters, Found, Hit, Query, Search, Sort};
use baozhai::store::{Change, KindWord, Origin, Proposal, Records};
use tempfile::TempDir;

/// Takes every picture for a small one: search does not look at them.
struct Unseen;

impl ReadPicture for Unseen {
    fn max_bytes(&self) -> u64 {
        64 << 20
    }

    fn read_picture(&self, _: &str, _: &[u8]) -> Result<Picture, PictureFault> {
        Ok(Picture {
            sha256: "0".repeat(64),
            format: PictureFormat::Jpeg,
            width_px: 2400,
            height_px: 1600,
            bytes: 1,
            placeholder: String::new(),
        })
    }
}

/// An archive and its search.
pub(crate) struct Corpus {
    pub(crate) records: Records,
    pub(crate) archive: Archive,
    pub(crate) search: Search,
    pub(crate) data: TempDir,
}

impl Corpus {
    /// The collection that ships.
    pub(crate) async fn shipped() -> anyhow::Result<Self> {
        Self::of_folder(Path::new(env!("CARGO_MANIFEST_DIR"))).await
    }

    /// The records of an archive folder.
    pub(crate) async fn of_folder(folder: &Path) -> anyhow::Result<Self> {
        let reading = read_folder(&DirectoryTree::new(folder), &Unseen);
        let corpus = Self::of_records(reading.collection.into_records()).await?;
        Ok(corpus)
    }

    /// Any records.
    pub(crate) async fn of_records(all: impl Iterator<Item = Record>) -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let records = Records::open(&Records::url_of(&data.path().join("archive.db"))).await?;
        let search = Search::in_folder(data.path().join("cache/search"));
        let archive = Archive::open(records.clone()).await?;
        let corpus = Self { records, archive, search, data };
        corpus.commit(all).await?;
        corpus.catch_up().await?;
        Ok(corpus)
    }

    /// Brings the archive and the index to the newest change; says whether the index had anything to do.
    pub(crate) async fn catch_up(&self) -> anyhow::Result<bool> {
        self.archive.catch_up().await?;
        Ok(self.search.catch_up(&self.archive).await?)
    }

    /// Commits records over what is there, as one change; does not catch up.
    pub(crate) async fn commit(&self, all: impl Iterator<Item = Record>) -> anyhow::Result<u64> {
        commit_to(&self.records, all).await
    }

    /// The answer to a query in Chinese, ten results.
    pub(crate) async fn ask(&self, query: &str) -> anyhow::Result<Found> {
        self.ask_with(query, |_| {}).await
    }

    /// The answer to a query, after `change` of what is asked.
    pub(crate) async fn ask_with(&self, query: &str, change: impl FnOnce(&mut Ask)) -> anyhow::Result<Found> {
        let mut ask = Ask {
            query: Query::parse(query)?,
            filters: Filters::default(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            groups: false,
            counts: false,
            language: Language::Chinese,
        };
        change(&mut ask);
        Ok(self.search.ask(ask).await?)
    }

    /// The ids found, the best first.
    pub(crate) async fn ids(&self, query: &str) -> anyhow::Result<Vec<String>> {
        Ok(hits(&self.ask(query).await?).into_iter().map(|hit| hit.id.clone()).collect())
    }
}

/// Commits records over what is there, as one change.
pub(crate) async fn commit_to(records: &Records, all: impl Iterator<Item = Record>) -> anyhow::Result<u64> {
    let mut proposals = Vec::new();
    for record in all {
        let key = record.key().to_string().parse()?;
        let base = records.head(&key).await?.map(|head| head.number);
        let kind = KindWord::new(record.key().kind.word())?;
        proposals.push(Proposal { key, kind, base, body: record.to_document()? });
    }
    let change = Change {
        author: "test".to_owned(),
        message: "test".to_owned(),
        origin: Origin::Import,
        at: "2026-11-23T20:00:00Z".parse()?,
        proposals,
    };
    Ok(records.commit(change).await?)
}

/// All results, the best first.
pub(crate) fn hits(found: &Found) -> Vec<&Hit> {
    found.groups().flat_map(|group| &group.hits).collect()
}
