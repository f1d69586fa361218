//! Derivatives as a service: from memory, from disk, or made, each request once and within bounds.
//!
//! A request that is not in memory becomes a *job* shared by everyone who asks for the same. The job lives
//! as long as one of them waits: when the last has left before the pool let it in, it is dropped without
//! having cost anything; once decoding has begun it ends and its result is kept on disk.

mod access;
mod cache;
mod job;
mod later;
mod options;
mod pool;
mod request;
mod taking;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

use self::cache::Folders;
pub use self::cache::Swept;
use self::job::Jobs;
pub use self::options::DerivativeOptions;
use self::pool::{Pool, QueueFull, Seat, Weight};
pub use self::request::Request;
pub use self::taking::{Refused, TakenIn};
use super::{Digest, Format, OriginalError, Originals, Recipe, RenderError, SizeLimits};

/// A finished derivative.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Derivative {
    /// The encoded file.
    pub bytes: Bytes,
    /// Its media type.
    pub media_type: &'static str,
    /// Width in pixels.
    pub width_px: u32,
    /// Height in pixels.
    pub height_px: u32,
    /// [`Request::etag`] of the request.
    pub etag: String,
    /// Whether it only stands in for what is being made: a WebP for an AVIF. Not to be kept for long.
    pub is_meanwhile: bool,
}

/// Why there is no derivative.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DerivativeError {
    /// Too many jobs wait already: try again later.
    #[error("too many pictures are waiting to be made")]
    Busy,
    /// The answer did not come within [`DerivativeOptions::timeout`]: try again later.
    #[error("the picture was not ready in time")]
    TimedOut,
    /// The original is missing or could not be read.
    #[error(transparent)]
    Original(#[from] OriginalError),
    /// The original cannot be made into this.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// The worker broke down over the original.
    #[error("the worker broke down")]
    Panicked,
}

/// What the service has done since it began, and what it is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stats {
    /// Derivatives made.
    pub computed: u64,
    /// Access forms made, each of a whole original.
    pub prepared: u64,
    /// Answers from memory.
    pub from_memory: u64,
    /// Answers from the disk cache.
    pub from_disk: u64,
    /// Callers that waited for a job another had begun.
    pub joined: u64,
    /// Jobs refused as [`DerivativeError::Busy`].
    pub refused: u64,
    /// Jobs dropped because every caller had left.
    pub abandoned: u64,
    /// Derivatives and access forms that could not be kept on disk.
    pub cache_failures: u64,
    /// Damaged files found in the disk cache, and removed.
    pub cache_damaged: u64,
    /// Jobs waiting for a worker now.
    pub waiting: u64,
    /// Derivatives to be made when nobody waits.
    pub later: u64,
}

/// The service; cloning gives another handle on the same one.
#[derive(Clone)]
pub struct Derivatives {
    service: Arc<Service>,
}

/// What the handles share.
struct Service {
    options: DerivativeOptions,
    originals: Arc<dyn Originals>,
    memory: moka::future::Cache<Request, Derivative>,
    accesses: access::Accesses,
    disk: cache::Cache,
    pool: Pool,
    jobs: Jobs,
    later: later::Later,
    counts: Counts,
}

#[derive(Default)]
struct Counts {
    computed: AtomicU64,
    prepared: AtomicU64,
    access_failures: AtomicU64,
    from_memory: AtomicU64,
    from_disk: AtomicU64,
    joined: AtomicU64,
    refused: AtomicU64,
    abandoned: AtomicU64,
}

impl Service {
    /// Waits for a seat in the pool.
    async fn enter(&self, weight: Weight) -> Result<Seat, DerivativeError> {
        self.pool.enter(weight).await.map_err(|full| self.refused(full))
    }

    /// Counts who found the queue full.
    fn refused(&self, _: QueueFull) -> DerivativeError {
        count(&self.counts.refused);
        DerivativeError::Busy
    }
}

impl Derivatives {
    /// Sets the service up; touches neither disk nor originals yet.
    pub fn new(options: DerivativeOptions, originals: Arc<dyn Originals>) -> Derivatives {
        let memory = moka::future::Cache::builder()
            .max_capacity(options.memory_budget_bytes)
            // Many small tiles cost their entries as well as their bytes.
            .weigher(|_, kept: &Derivative| u32::try_from(kept.bytes.len() + 256).unwrap_or(u32::MAX))
            .build();
        let service = Service {
            originals,
            memory,
            accesses: access::Accesses::new(options.access_dir.clone(), options.access_memory_bytes),
            disk: cache::Cache::new(
                Folders { derivatives: options.cache_dir.clone(), access: options.access_dir.clone() },
                options.cache_budget_bytes,
                options.access_floor_bytes,
            ),
            pool: Pool::new(options.workers, options.max_queue, options.decode_budget_bytes),
            jobs: Jobs::default(),
            later: later::Later::default(),
            counts: Counts::default(),
            options,
        };
        Derivatives { service: Arc::new(service) }
    }

    /// Gives a derivative from wherever it is quickest had.
    ///
    /// An AVIF that is not there yet is made later, when nobody waits; a WebP comes meanwhile. Dropping the
    /// future leaves the job to the others who wait for it, or ends it if there are none.
    ///
    /// # Errors
    /// See [`DerivativeError`].
    pub async fn derivative(&self, request: &Request) -> Result<Derivative, DerivativeError> {
        if request.recipe.format != Format::Avif {
            return self.now(request).await;
        }
        if let Some(kept) = self.kept(request).await? {
            return Ok(kept);
        }
        // Each time it is missing: one that waits already is moved ahead.
        self.service.later.ask(&self.service, request);
        let recipe = Recipe { format: Format::WebP, ..request.recipe };
        let meanwhile = self.now(&Request { recipe, ..request.clone() }).await?;
        Ok(Derivative { is_meanwhile: true, ..meanwhile })
    }

    /// A derivative that is in memory.
    pub async fn in_memory(&self, request: &Request) -> Option<Derivative> {
        let kept = self.service.memory.get(request).await?;
        count(&self.service.counts.from_memory);
        Some(kept)
    }

    /// What has been made before.
    async fn kept(&self, request: &Request) -> Result<Option<Derivative>, DerivativeError> {
        if let Some(kept) = self.in_memory(request).await {
            return Ok(Some(kept));
        }
        let kept = job::from_disk(&self.service, request).await?;
        if let Some(kept) = &kept {
            // No job does it for an AVIF: what is made later goes to disk alone.
            self.service.memory.insert(request.clone(), kept.clone()).await;
        }
        Ok(kept)
    }

    async fn now(&self, request: &Request) -> Result<Derivative, DerivativeError> {
        if let Some(kept) = self.in_memory(request).await {
            return Ok(kept);
        }
        let job = self.service.jobs.join(request, || job::run(self.service.clone(), request.clone()));
        if job.shared {
            count(&self.service.counts.joined);
        }
        // Only this part in the job has an end: those who came later have their own patience.
        let answer = tokio::time::timeout(self.service.options.timeout, job.answer).await;
        answer.unwrap_or(Err(DerivativeError::TimedOut))
    }

    /// The formats that are made.
    pub fn formats(&self) -> &'static [Format] {
        // AVIF stands last among those that are made, so to leave out the last leaves out AVIF.
        let most = Format::MADE.len() - usize::from(!self.service.options.avif);
        &Format::MADE[..most]
    }

    /// How large a derivative may be.
    pub fn size_limits(&self) -> SizeLimits {
        self.service.options.size_limits
    }

    /// Makes the access form of an original if there is none, so that the first who asks need not wait; not
    /// where another would have to leave for it.
    ///
    /// # Errors
    /// See [`DerivativeError`].
    pub async fn prepare(&self, original: &Digest) -> Result<(), DerivativeError> {
        // Asked of every photo at each start, so this reads no more than the first bytes of a file.
        if self.service.accesses.has(original).await {
            return Ok(());
        }
        let service = self.service.clone();
        let has_room = tokio::task::spawn_blocking(move || service.disk.has_room_for_access()).await;
        // A panic in there keeps nobody back: before a form is written, room is asked for once more.
        if !has_room.unwrap_or(true) {
            return Ok(());
        }
        access::get(&self.service, &mut None, *original).await.map(drop)
    }

    /// Forgets every access form, in memory and on disk; touches no other file. Gives how many there were.
    ///
    /// # Errors
    /// The first failure to remove a file; the others are tried all the same.
    pub async fn clear_access(&self) -> std::io::Result<u64> {
        let service = self.service.clone();
        tokio::task::spawn_blocking(move || service.accesses.clear(&service.disk))
            .await
            .map_err(std::io::Error::other)?
    }

    /// Forgets every derivative, in memory and on disk; touches no other file.
    ///
    /// # Errors
    /// The first failure to remove a file; the others are tried all the same.
    pub async fn clear(&self) -> std::io::Result<Swept> {
        self.service.memory.invalidate_all();
        self.on_disk(cache::Cache::clear).await
    }

    /// Removes everything that was made of an original, in memory and on disk. Gives how many files there were.
    ///
    /// # Errors
    /// The first failure to remove a file; the others are tried all the same.
    pub async fn forget(&self, original: Digest) -> std::io::Result<u64> {
        // All of it: memory finds whole requests only, and of an original there are any number.
        self.service.memory.invalidate_all();
        let service = self.service.clone();
        tokio::task::spawn_blocking(move || {
            // The access form first: without it, no derivative can be made of an original that is gone.
            let removed = service.accesses.forget(&original, &service.disk)?;
            Ok(removed + service.disk.forget(&original)?)
        })
        .await
        .map_err(std::io::Error::other)?
    }

    /// Counts the disk cache anew, removes what is left of broken writes and what is over the budget.
    ///
    /// # Errors
    /// A folder that cannot be listed, or a file that cannot be removed.
    pub async fn sweep(&self) -> std::io::Result<Swept> {
        self.on_disk(cache::Cache::sweep).await
    }

    /// What the service has done so far.
    pub fn stats(&self) -> Stats {
        let Service { counts, disk, pool, .. } = &*self.service;
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        Stats {
            computed: read(&counts.computed),
            prepared: read(&counts.prepared),
            from_memory: read(&counts.from_memory),
            from_disk: read(&counts.from_disk),
            joined: read(&counts.joined),
            refused: read(&counts.refused),
            abandoned: read(&counts.abandoned),
            cache_failures: disk.failures() + read(&counts.access_failures),
            cache_damaged: disk.damaged(),
            waiting: pool.waiting() as u64,
            later: self.service.later.count() as u64,
        }
    }

    async fn on_disk(&self, work: fn(&cache::Cache) -> std::io::Result<Swept>) -> std::io::Result<Swept> {
        let service = self.service.clone();
        tokio::task::spawn_blocking(move || work(&service.disk)).await.map_err(std::io::Error::other)?
    }
}

fn count(count: &AtomicU64) {
    // These numbers are read by people; nothing is ordered by them.
    count.fetch_add(1, Ordering::Relaxed);
}
