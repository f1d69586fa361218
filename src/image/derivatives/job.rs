//! Jobs: the way of one request through disk cache, queue and decoder, shared by all who ask the same.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared, WeakShared};

use super::pool::Seat;
use super::{Derivative, DerivativeError, Request, Shop, count};
use crate::image::render::render_probed;
use crate::image::{Digest, Probe, RenderError, Rendered, probe as read_headers};

type Answer = Result<Derivative, DerivativeError>;
type Job = BoxFuture<'static, Answer>;

/// The jobs under way. Holds them weakly: they belong to those who wait.
#[derive(Default)]
pub(super) struct Jobs {
    under_way: Arc<Mutex<UnderWay>>,
}

#[derive(Default)]
struct UnderWay {
    next: u64,
    jobs: HashMap<Request, (u64, WeakShared<Job>)>,
}

/// A part in a job.
pub(super) struct Joined {
    pub(super) answer: Shared<Job>,
    /// Whether another had begun it.
    pub(super) shared: bool,
}

impl Jobs {
    /// Joins the job for a request, or begins it. The job is polled by whoever waits.
    pub(super) fn join(&self, request: &Request, begin: impl FnOnce() -> Job) -> Joined {
        let mut under_way = lock(&self.under_way);
        if let Some((_, job)) = under_way.jobs.get(request)
            && let Some(answer) = job.upgrade()
        {
            return Joined { answer, shared: true };
        }
        under_way.next += 1;
        let number = under_way.next;
        let entry = Entry { under_way: self.under_way.clone(), request: *request, number };
        let job = begin();
        let answer = async move {
            let _entry = entry;
            job.await
        }
        .boxed()
        .shared();
        if let Some(weak) = answer.downgrade() {
            under_way.jobs.insert(*request, (number, weak));
        }
        Joined { answer, shared: false }
    }
}

/// Takes the job off the list when it ends or is dropped, unless a later one stands there.
struct Entry {
    under_way: Arc<Mutex<UnderWay>>,
    request: Request,
    number: u64,
}

impl Drop for Entry {
    fn drop(&mut self) {
        let mut under_way = lock(&self.under_way);
        if under_way.jobs.get(&self.request).is_some_and(|(number, _)| *number == self.number) {
            under_way.jobs.remove(&self.request);
        }
    }
}

fn lock(under_way: &Mutex<UnderWay>) -> MutexGuard<'_, UnderWay> {
    under_way.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One job from beginning to end.
pub(super) fn run(shop: Arc<Shop>, request: Request) -> Job {
    async move {
        let unfinished = Unfinished(&shop);
        let answer = work(&shop, request).await;
        unfinished.ended();
        if let Ok(derivative) = &answer {
            shop.memory.insert(request, derivative.clone()).await;
        }
        answer
    }
    .boxed()
}

async fn work(shop: &Arc<Shop>, request: Request) -> Answer {
    let known = shop.probes.get(&request.original).await;
    if let Some(probe) = known {
        request.recipe.size.of((probe.width_px, probe.height_px))?;
    }
    if let Some(kept) = from_disk(shop, request).await? {
        count(&shop.counts.from_disk);
        return Ok(kept);
    }
    let seat = enter(shop).await?;
    let original = shop.originals.original(&request.original).await?;
    let probe = match known {
        Some(probe) => probe,
        None => probe(shop, &seat, request.original, original.clone()).await?,
    };
    let (width_px, height_px) = request.recipe.size.of((probe.width_px, probe.height_px))?;
    // The small pictures on the way out: resized, converted, encoded.
    let out_bytes = u64::from(width_px) * u64::from(height_px) * 9;
    let memory_bytes = probe.decode_bytes + probe.bytes + out_bytes;
    let on_worker = shop.clone();
    shop.pool
        .run(seat, memory_bytes, move || make(&on_worker, request, &original, &probe))
        .await?
        .map_err(DerivativeError::from)
}

/// Runs on a worker: makes the derivative and keeps it on disk.
fn make(shop: &Shop, request: Request, original: &[u8], probe: &Probe) -> Result<Derivative, RenderError> {
    count(&shop.counts.computed);
    let made = render_probed(original, probe, &request.recipe, &shop.options.limits)?;
    shop.disk.put(&request.cache_name(), &made);
    Ok(finished(request, made))
}

async fn from_disk(shop: &Arc<Shop>, request: Request) -> Result<Option<Derivative>, DerivativeError> {
    let on_worker = shop.clone();
    let kept = tokio::task::spawn_blocking(move || on_worker.disk.get(&request.cache_name())).await;
    Ok(kept.map_err(|_| DerivativeError::Panicked)?.map(|made| finished(request, made)))
}

fn finished(request: Request, made: Rendered) -> Derivative {
    Derivative {
        bytes: Bytes::from(made.bytes),
        media_type: request.recipe.format.media_type(),
        width_px: made.width_px,
        height_px: made.height_px,
        etag: request.etag(),
    }
}

/// Waits for a seat in the pool.
pub(super) async fn enter(shop: &Shop) -> Result<Seat, DerivativeError> {
    shop.pool.enter().await.map_err(|_| {
        count(&shop.counts.refused);
        DerivativeError::Busy
    })
}

/// Reads the headers of an original and remembers them.
pub(super) async fn probe(
    shop: &Shop,
    _seat: &Seat,
    original: Digest,
    bytes: Bytes,
) -> Result<Probe, DerivativeError> {
    let limits = shop.options.limits.clone();
    let probe = tokio::task::spawn_blocking(move || read_headers(&bytes, &limits)).await;
    let probe = probe.map_err(|_| DerivativeError::Panicked)?.map_err(RenderError::from)?;
    shop.probes.insert(original, probe).await;
    Ok(probe)
}

/// Counts a job that is dropped on its way.
struct Unfinished<'a>(&'a Shop);

impl Unfinished<'_> {
    fn ended(self) {
        std::mem::forget(self);
    }
}

impl Drop for Unfinished<'_> {
    fn drop(&mut self) {
        count(&self.0.counts.abandoned);
    }
}
