//! The site over a copy of the small archive in a temporary folder, with a clock that stands still.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode};
use baozhai::archive::Archive;
use baozhai::changes::{Changes, ReviewSteps};
use baozhai::folder::{
    DirectoryTree, ImportOptions, PictureFault, ProblemCode, ReadPicture, StaffEdits, import, read_folder,
};
use baozhai::image::{DerivativeOptions, Derivatives, Limits, placeholder, probe};
use baozhai::model::address::Addresses;
use baozhai::model::{Bilingual, Picture};
use baozhai::people::People;
use baozhai::search::Search;
use baozhai::store::Parts;
use baozhai::store::{Blobs, Change, Clock, Digest, Origin, Proposal, Records};
use baozhai::uploads::{UploadLimits, Uploads};
use baozhai::web::{Contact, Front, Site, SiteOptions};
use bytes::Bytes;
use tempfile::TempDir;
use tower::ServiceExt;

/// The base address, which no request names.
pub(crate) const BASE: &str = "https://archive.example";

/// The site, with the folder it was filled from.
pub(crate) struct TestApp {
    /// The archive folder, to be changed and taken in again.
    pub(crate) folder: TempDir,
    pub(crate) records: Records,
    pub(crate) site: Arc<Site>,
    pub(crate) clock: Clock,
    pub(crate) blobs: Blobs,
    pub(crate) changes: Changes,
    pub(crate) uploads: Uploads,
    front: Front,
    _data: TempDir,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("UTF-8")
    }

    /// A header as text, empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("ASCII"))
    }
}

/// Looks at pictures as the program does, without decoding them twice.
pub(crate) struct Probing;

impl ReadPicture for Probing {
    fn max_bytes(&self) -> u64 {
        1 << 20
    }

    fn read_picture(&self, _: &str, bytes: &[u8]) -> Result<Picture, PictureFault> {
        let fault = |message: String| PictureFault { code: ProblemCode::UnreadablePicture, message };
        let probe = probe(bytes, &Limits::default()).map_err(|error| fault(error.to_string()))?;
        Ok(Picture {
            sha256: Digest::of(bytes).to_string(),
            format: probe.format,
            width_px: probe.width_px,
            height_px: probe.height_px,
            bytes: probe.bytes,
            placeholder: placeholder(bytes, &Limits::default()).map_err(|error| fault(error.to_string()))?,
        })
    }
}

impl TestApp {
    /// The site over the small archive.
    pub(crate) async fn start() -> anyhow::Result<Self> {
        Self::over(crate::archives::copy_of_small()?).await
    }

    /// The site over any archive folder.
    pub(crate) async fn over(folder: TempDir) -> anyhow::Result<Self> {
        let app = Self::empty(folder).await?;
        app.take_in().await?;
        Ok(app)
    }

    /// The site over the small archive, where a change is overdue after so many days.
    pub(crate) async fn overdue_after(days: u32) -> anyhow::Result<Self> {
        Self::set_up(|options| options.overdue_days = days).await
    }

    /// The site over the small archive, which sends no letters.
    pub(crate) async fn without_letters() -> anyhow::Result<Self> {
        Self::set_up(|options| options.sends_letters = false).await
    }

    async fn set_up(set: impl FnOnce(&mut SiteOptions)) -> anyhow::Result<Self> {
        let app = Self::empty_with(crate::archives::copy_of_small()?, BASE, set).await?;
        app.take_in().await?;
        Ok(app)
    }

    /// The site over an archive in which nothing has been committed yet.
    pub(crate) async fn empty(folder: TempDir) -> anyhow::Result<Self> {
        Self::empty_at(folder, BASE).await
    }

    /// The site over the small archive, under another base address.
    pub(crate) async fn at(base: &str) -> anyhow::Result<Self> {
        let app = Self::empty_at(crate::archives::copy_of_small()?, base).await?;
        app.take_in().await?;
        Ok(app)
    }

    async fn empty_at(folder: TempDir, base: &str) -> anyhow::Result<Self> {
        Self::empty_with(folder, base, |_| {}).await
    }

    async fn empty_with(
        folder: TempDir,
        base: &str,
        set: impl FnOnce(&mut SiteOptions),
    ) -> anyhow::Result<Self> {
        let data = tempfile::tempdir()?;
        let records = Records::open(&Records::url_of(&data.path().join("archive.db"))).await?;
        let blobs = Blobs::open_directory(data.path().join("blobs")).await?;
        let derivatives =
            Derivatives::new(DerivativeOptions::new(data.path().join("cache")), Arc::new(blobs.clone()));
        // In Shanghai it is the 24th already.
        let clock = Clock::fixed("2026-11-23T20:00:00Z".parse()?);
        let search = Search::in_folder(data.path().join("cache/search"));
        let archive = Archive::open(records.clone()).await?;
        let changes = Changes::of(&records, archive.clone(), clock.clone(), ReviewSteps::One);
        let places = (blobs.clone(), Parts::open(data.path().join("uploads")).await?);
        let limits = UploadLimits { spare_bytes: 0, ..UploadLimits::default() };
        let uploads =
            Uploads::of(&records, places, changes.clone(), derivatives.clone(), clock.clone(), limits);
        let mut options = SiteOptions {
            addresses: Addresses::at(base)?,
            name: Bilingual { zh: "样例档案".to_owned(), en: Some("The Sample Archive".to_owned()) },
            publisher: None,
            contact: Contact::read("archive@example.org"),
            page_cache_bytes: 16 << 20,
            clock: clock.clone(),
            people: People::of(&records),
            uploads: uploads.clone(),
            overdue_days: 7,
            sends_letters: true,
            changes: changes.clone(),
        };
        set(&mut options);
        let site = Arc::new(Site::new(options, archive, derivatives, search)?);
        let front = Front::new(Arc::clone(&site));
        Ok(Self { folder, records, site, clock, blobs, changes, uploads, front, _data: data })
    }

    /// Takes in the folder as it is now, and catches up.
    pub(crate) async fn take_in(&self) -> anyhow::Result<()> {
        let tree = DirectoryTree::new(self.folder.path());
        let reading = read_folder(&tree, &Probing);
        anyhow::ensure!(reading.problems.is_empty(), "{:?}", reading.problems);
        let options =
            ImportOptions { author: "test".to_owned(), at: self.clock.now(), staff_edits: StaffEdits::Keep };
        import(reading, &tree, &self.records, &self.blobs, &options, || {}).await?;
        self.catch_up().await
    }

    /// Commits another text of a record, as staff would; does not catch up.
    pub(crate) async fn rewrite(&self, key: &str, from: &str, to: &str) -> anyhow::Result<()> {
        let head = self.records.head(&key.parse()?).await?.ok_or_else(|| anyhow::anyhow!("no {key}"))?;
        anyhow::ensure!(head.body.contains(from), "{key} has no {from}");
        let body = head.body.replace(from, to);
        let proposal = Proposal { key: head.key, kind: head.kind, base: Some(head.number), body };
        let change = Change {
            author: "文旅局".to_owned(),
            message: "改".to_owned(),
            origin: Origin::Staff,
            at: self.clock.now(),
            proposals: vec![proposal],
        };
        self.records.commit(change).await?;
        Ok(())
    }

    /// Commits these withdrawals in the place of those there are; catches up.
    pub(crate) async fn withdraw(&self, withdrawals: serde_json::Value) -> anyhow::Result<()> {
        self.withdraw_unindexed(withdrawals).await?;
        self.catch_up().await
    }

    /// The same; the pages catch up, the search does not.
    pub(crate) async fn withdraw_unindexed(&self, withdrawals: serde_json::Value) -> anyhow::Result<()> {
        let key: baozhai::store::Key = "withdrawals:hejin".parse()?;
        let base = self.records.head(&key).await?.map(|head| head.number);
        let body = serde_json::json!({ "withdrawals": withdrawals }).to_string();
        let kind = baozhai::store::KindWord::from_static("withdrawals");
        let change = Change {
            author: "文旅局".to_owned(),
            message: "撤".to_owned(),
            origin: Origin::Staff,
            at: self.clock.now(),
            proposals: vec![Proposal { key, kind, base, body }],
        };
        self.records.commit(change).await?;
        self.site.archive().catch_up().await?;
        Ok(())
    }

    /// Commits a record with another Chinese text, as staff would, unchecked; catches up.
    pub(crate) async fn rewrite_text(&self, key: &str, text: &str) -> anyhow::Result<()> {
        let head = self.records.head(&key.parse()?).await?.ok_or_else(|| anyhow::anyhow!("no {key}"))?;
        let mut record: serde_json::Value = serde_json::from_str(&head.body)?;
        record["text"]["zh"] = text.into();
        self.rewrite(key, &head.body, &record.to_string()).await?;
        self.catch_up().await
    }

    /// Where the bytes of an original lie.
    pub(crate) fn original_path(&self, digest: &str) -> std::path::PathBuf {
        self._data.path().join("blobs").join(&digest[..2]).join(&digest[2..4]).join(digest)
    }

    /// Keeps bytes as an original; gives their digest.
    pub(crate) async fn keep(&self, bytes: &'static [u8]) -> anyhow::Result<String> {
        Ok(self.blobs.put(Bytes::from_static(bytes)).await?.to_string())
    }

    /// The digest of a photo's newest original.
    pub(crate) async fn original(&self, photo: &str) -> anyhow::Result<String> {
        let head = self.records.head(&photo.parse()?).await?.ok_or_else(|| anyhow::anyhow!("no {photo}"))?;
        let record: serde_json::Value = serde_json::from_str(&head.body)?;
        Ok(record["picture"]["sha256"].as_str().unwrap_or_default().to_owned())
    }

    /// What the server does when it notices that the archive has moved on.
    pub(crate) async fn catch_up(&self) -> anyhow::Result<()> {
        self.site.archive().catch_up().await?;
        self.site.search().catch_up(self.site.archive()).await?;
        Ok(())
    }

    /// The folder's path.
    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Asks with any method and headers.
    pub(crate) async fn ask(&self, method: Method, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(method, path, headers, "").await
    }

    /// Asks with a body, from the address that a header `x-peer` of the test's own names.
    pub(crate) async fn send(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        self.send_bytes(method, path, headers, body.as_bytes().to_vec()).await
    }

    /// The same with any bytes.
    pub(crate) async fn send_bytes(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Vec<u8>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        // As every client does; a test may name another.
        if !headers.iter().any(|(name, _)| *name == "host") {
            request = request.header("host", "archive.example");
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_empty() { Body::empty() } else { Body::from(body) };
        let mut request = request.body(body).expect("a request");
        if let Some(peer) = request.headers_mut().remove("x-peer") {
            let peer: SocketAddr = peer.to_str().expect("ASCII").parse().expect("an address with a port");
            request.extensions_mut().insert(ConnectInfo(peer));
        }
        let response = self.front.clone().oneshot(request).await.expect("infallible");
        let (head, body) = response.into_parts();
        let body = axum::body::to_bytes(body, 64 << 20).await.expect("a whole body");
        Answer { status: head.status, headers: head.headers, body }
    }

    /// Asks for an address.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.ask(Method::GET, path, &[]).await
    }

    /// The text of a page that must be there.
    #[track_caller]
    pub(crate) fn page(&self, path: &str) -> impl Future<Output = String> {
        let caller = std::panic::Location::caller();
        async move {
            let answer = self.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}, asked for at {caller}");
            answer.text().to_owned()
        }
    }
}
