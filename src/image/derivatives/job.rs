//! Jobs: the way of one request through disk cache, queue and decoder, shared by all who ask the same.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use futures::FutureExt as _;
use futures::future::{BoxFuture, Shared, WeakShared};
use tokio::runtime::Handle;

use super::pool::{Seat, Weight};
use super::{Derivative, DerivativeError, Request, Service, access, count};
use crate::image::access::AccessForm;
use crate::image::render::{Source, memory_bytes, render_with};
use crate::image::{RenderError, Rendered};

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
            // The last who waited for it may have left, and it is about to take itself off the list.
            && let Some(answer) = job.upgrade()
        {
            return Joined { answer, shared: true };
        }
        under_way.next += 1;
        let number = under_way.next;
        let entry = Enlisted { under_way: self.under_way.clone(), request: request.clone(), number };
        // Only put together here, under the lock; it begins when somebody first waits for it.
        let job = begin();
        let answer = async move {
            let _entry = entry;
            job.await
        }
        .boxed()
        .shared();
        // There is none only of a job that has ended, and this one has not been polled yet.
        if let Some(weak) = answer.downgrade() {
            under_way.jobs.insert(request.clone(), (number, weak));
        }
        Joined { answer, shared: false }
    }
}

/// Takes the job off the list when it ends or is dropped, unless a later one stands there.
struct Enlisted {
    under_way: Arc<Mutex<UnderWay>>,
    request: Request,
    number: u64,
}

impl Drop for Enlisted {
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
pub(super) fn run(service: Arc<Service>, request: Request) -> Job {
    async move {
        let unfinished = Unfinished(&service);
        let answer = work(&service, &request).await;
        unfinished.ended();
        if let Ok(derivative) = &answer {
            // Before the job is off the list: whoever comes in between finds one or the other and makes nothing
            // twice.
            service.memory.insert(request, derivative.clone()).await;
        }
        answer
    }
    .boxed()
}

pub(super) async fn work(service: &Arc<Service>, request: &Request) -> Answer {
    if let Some(kept) = from_disk(service, request).await? {
        return Ok(kept);
    }
    match attempt(service, request).await {
        // Somebody has emptied the folder, or damaged what is in it: once more, from the original.
        Err(DerivativeError::Render(RenderError::Access { reason })) => {
            tracing::warn!(original = %request.original, reason, "an access form could not be read and is made anew");
            // Only once: where nothing stays readable this would never end.
            access::forget(service, &request.original).await;
            attempt(service, request).await
        }
        answer => answer,
    }
}

async fn attempt(service: &Arc<Service>, request: &Request) -> Answer {
    let weight = Weight::of(&request.recipe);
    // A seat first where the form is at hand, so that no more forms are in memory than there are workers.
    if access::is_at_hand(service, &request.original).await {
        let seat = service.enter(weight).await?;
        if let Some(access) = access::open(service, request.original).await? {
            return make_on_worker(service, &seat, access, request).await;
        }
    }
    // The form first where it is to be made: who makes it takes a seat, and those who wait for it none. Of heavy work
    // one at a time all the same, or a few of them would take every worker to make forms.
    let turn = service.pool.reserve(weight).await.map_err(|full| service.refused(full))?;
    let mut seat = None;
    let access = access::get(service, &mut seat, request.original).await?;
    let seat = match (seat, weight) {
        (Some(seat), Weight::Light) => seat,
        (own, _) => {
            drop(own);
            service.pool.take_seat(turn).await.map_err(|full| service.refused(full))?
        }
    };
    make_on_worker(service, &seat, access, request).await
}

async fn make_on_worker(
    service: &Arc<Service>,
    seat: &Seat,
    access: Arc<AccessForm>,
    request: &Request,
) -> Answer {
    let (on_worker, own) = (service.clone(), request.clone());
    // Taken here, since a worker is no thread of the runtime. So it may also block on what it reads.
    let runtime = Handle::current();
    let made = service
        .pool
        .run(seat, memory_bytes(&request.recipe), None, move || make(&on_worker, &own, &access, &runtime));
    Ok(made.await??)
}

/// Runs on a worker: makes the derivative and keeps it on disk.
fn make(
    service: &Service,
    request: &Request,
    access: &AccessForm,
    runtime: &Handle,
) -> Result<Derivative, RenderError> {
    count(&service.counts.computed);
    let original =
        |ranges: &[Range<u64>]| runtime.block_on(service.originals.ranges(&request.original, ranges));
    let made = render_with(
        &Source { access, digest: request.original, original },
        &request.recipe,
        request.credit.as_deref(),
    )?;
    service.disk.put(&request.cache_name(), &made);
    Ok(finished(request, made))
}

pub(super) async fn from_disk(
    service: &Arc<Service>,
    request: &Request,
) -> Result<Option<Derivative>, DerivativeError> {
    let (on_worker, name) = (service.clone(), request.cache_name());
    let kept = tokio::task::spawn_blocking(move || on_worker.disk.get(&name)).await;
    let kept = kept.map_err(|_| DerivativeError::Panicked)?;
    if kept.is_some() {
        count(&service.counts.from_disk);
    }
    Ok(kept.map(|made| finished(request, made)))
}

fn finished(request: &Request, made: Rendered) -> Derivative {
    Derivative {
        bytes: Bytes::from(made.bytes),
        media_type: request.recipe.format.media_type(),
        width_px: made.width_px,
        height_px: made.height_px,
        etag: request.etag(),
        is_meanwhile: false,
    }
}

/// Counts a job that is dropped on its way.
struct Unfinished<'a>(&'a Service);

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
