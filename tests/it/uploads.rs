//! Uploads from the promise to the photo: what is wanted, what is cut, what is refused, what is told.

mod arriving;
mod attaching;
mod leaving;
pub(crate) mod pictures;
mod promising;
mod refusing;
mod sending;

use std::sync::Arc;

use baozhai::changes::{About, Begun, Change, Changes, Edit, Person, ReviewSteps, Template};
use baozhai::image::{DerivativeOptions, Derivatives};
use baozhai::model::Id;
use baozhai::store::{Digest, Parts};
use baozhai::uploads::{Files, Named, Part, Standing, UploadError, UploadLimits, Uploads};
use bytes::Bytes;
use futures::stream;
use tempfile::TempDir;

use crate::web::app::TestApp;

type Outcome = anyhow::Result<()>;

/// The small archive with a change of `alpha` in which photos are taken in.
struct Gate {
    app: TestApp,
    changes: Changes,
    uploads: Uploads,
    change: Change,
    li: Person,
    data: TempDir,
}

impl Gate {
    async fn open() -> anyhow::Result<Self> {
        Self::with(UploadLimits { spare_bytes: 0, ..UploadLimits::default() }).await
    }

    async fn with(limits: UploadLimits) -> anyhow::Result<Self> {
        let app = TestApp::start().await?;
        let changes =
            Changes::of(&app.records, app.site.archive().clone(), app.clock.clone(), ReviewSteps::One);
        let data = tempfile::tempdir()?;
        let uploads = uploads(&app, &changes, &data, limits).await?;
        let li = person("li");
        let change = begun(&changes, &li, "alpha").await?;
        Ok(Self { app, changes, uploads, change, li, data })
    }

    /// The same after a kill: nothing but the disk is the same.
    async fn again(&self) -> anyhow::Result<Uploads> {
        let limits = UploadLimits { spare_bytes: 0, ..UploadLimits::default() };
        let uploads = uploads(&self.app, &self.changes, &self.data, limits).await?;
        uploads.clear(jiff::Timestamp::MAX).await?;
        Ok(uploads)
    }

    async fn promise(&self, device: &str, files: &[(&str, &[u8])]) -> Result<Vec<Standing>, UploadError> {
        let named: Vec<Named> = files.iter().map(|(name, bytes)| named(name, bytes)).collect();
        self.uploads.promise(&self.change.id, &self.li, device, &named).await
    }

    /// Promises a file and sends it whole.
    async fn send(&self, name: &str, bytes: &[u8]) -> Result<Standing, UploadError> {
        let promised = self.promise("手机一", &[(name, bytes)]).await?;
        let Some(standing) = promised.into_iter().next() else { return Err(UploadError::NotFound) };
        if !standing.promise.state.is_wanted() {
            return Ok(standing);
        }
        let part = Part { offset: standing.offset, ..Part::default() };
        self.uploads.append(&standing.promise.id, part, whole(&bytes[standing.offset as usize..])).await
    }

    async fn now(&self) -> anyhow::Result<Change> {
        Ok(self.changes.get(&self.change.id).await?)
    }

    /// Says of a photo what must be said.
    async fn save_caption(&self, record: &str) -> anyhow::Result<()> {
        let fields = [("element", "gate"), ("caption.zh", "堡门"), ("alt.zh", "拱门")];
        let edits = fields.map(|(field, value)| {
            let (record, field, value) = (record.to_owned(), field.to_owned(), value.to_owned());
            Edit { record, field, value, settles: false }
        });
        let sequence = self.app.site.archive().snapshot().sequence();
        let edition = self.now().await?.edition;
        self.changes.save(&self.change.id, &self.li, (edition, sequence), &edits).await?;
        Ok(())
    }

    async fn files(&self) -> anyhow::Result<Files> {
        Ok(self.uploads.files(&self.now().await?).await?)
    }

    /// How many files of bytes lie in the folder of uploads.
    fn parts(&self) -> anyhow::Result<usize> {
        Ok(std::fs::read_dir(self.data.path().join("uploads"))?.count())
    }
}

async fn uploads(
    app: &TestApp,
    changes: &Changes,
    data: &TempDir,
    limits: UploadLimits,
) -> anyhow::Result<Uploads> {
    let parts = Parts::open(data.path().join("uploads")).await?;
    let options = DerivativeOptions::new(data.path().join("cache"));
    let pictures = Derivatives::new(options, Arc::new(app.blobs.clone()));
    let places = (app.blobs.clone(), parts);
    Ok(Uploads::of(&app.records, places, changes.clone(), pictures, app.clock.clone(), limits))
}

async fn begun(changes: &Changes, by: &Person, village: &str) -> anyhow::Result<Change> {
    match changes.begin(by, Template::Photos, About::Known(id(village))).await? {
        Begun::New(change) => Ok(*change),
        Begun::Open(change) => anyhow::bail!("{} has it in hand", change.id),
    }
}

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), shown: format!("{name}同志"), address: None }
}

fn id(text: &str) -> Id {
    Id::parse(text).expect("an id")
}

fn named(name: &str, bytes: &[u8]) -> Named {
    Named { name: name.to_owned(), size: bytes.len() as u64, sha256: Digest::of(bytes) }
}

/// Bytes as a line brings them that does not break.
fn whole(bytes: &[u8]) -> impl stream::Stream<Item = Result<Bytes, ()>> {
    stream::iter(pieces(bytes))
}

/// Bytes as a line brings them that breaks behind them.
fn cut(bytes: &[u8]) -> impl stream::Stream<Item = Result<Bytes, ()>> {
    stream::iter(pieces(bytes).into_iter().chain([Err(())]))
}

fn pieces(bytes: &[u8]) -> Vec<Result<Bytes, ()>> {
    bytes.chunks(1000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect()
}
