//! The bounded pool: so many workers, so much memory, so long a queue.
//!
//! The workers are threads of their own: what they decode stays in the memory of a few threads, while
//! tokio's blocking threads are many, and each would keep some of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore, TryAcquireError, oneshot};

use super::DerivativeError;
use crate::image::{Format, Recipe};

/// Memory is handed out in pieces of this many bytes.
const PIECE_BYTES: u64 = 1 << 20;

/// How many heavy jobs may wait, whatever the queue: each takes seconds.
const MOST_HEAVY: usize = 8;

/// Work of more than this is heavy, by the estimate of [`Weight::of`], in milliseconds.
const HEAVY_MS: u64 = 400;

/// How long a job keeps a worker, roughly. Heavy ones are done one at a time, so that those who look at tiles
/// and thumbnails always find a worker where there are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Light,
    Heavy,
}

impl Weight {
    /// Estimates by pixels, format and turning, as measured on a processor of 2023.
    pub(super) fn of(recipe: &Recipe) -> Weight {
        let (width_px, height_px) = recipe.rotation.turn_sides(recipe.size_px);
        let made_px = u64::from(width_px) * u64::from(height_px);
        let encoding_ns = match recipe.format {
            Format::Avif => 1_500,
            Format::Png => 60,
            Format::WebP => 90,
            Format::Jpeg | Format::Tiff | Format::Heic => 15,
        };
        let turning_ns = if recipe.rotation.quarter_turns().is_none() { 40 } else { 0 };
        let ms = made_px.saturating_mul(encoding_ns + turning_ns) / 1_000_000;
        if ms > HEAVY_MS { Weight::Heavy } else { Weight::Light }
    }
}

/// Something for a worker to do.
type Job = Box<dyn FnOnce() + Send>;

pub(super) struct Pool {
    jobs: mpsc::Sender<Job>,
    workers: Arc<Semaphore>,
    /// The one place for heavy work.
    heavy: Arc<Semaphore>,
    heavy_waiting: AtomicUsize,
    memory: Arc<Semaphore>,
    memory_pieces: u32,
    /// The head of the queue for memory; [`Pool::take_memory`] says why the semaphore's own is not used.
    turn: Semaphore,
    freed: Arc<Notify>,
    /// The one place for work that takes memory in two steps.
    stepwise: Arc<Semaphore>,
    waiting: AtomicUsize,
    max_queue: usize,
}

/// A worker's place, held while the job fetches and decodes. Work that has begun holds it too.
#[derive(Clone)]
pub(super) struct Seat {
    _permits: Arc<(OwnedSemaphorePermit, Option<OwnedSemaphorePermit>)>,
}

/// The place of work among those that are done one at a time, if it is such.
pub(super) struct Turn(Option<OwnedSemaphorePermit>);

/// Memory that is taken already.
pub(super) struct Held {
    memory: Memory,
    _step: OwnedSemaphorePermit,
}

/// Pieces of memory; whoever waits for some is told when they are given back.
struct Memory {
    permit: Option<OwnedSemaphorePermit>,
    freed: Arc<Notify>,
}

impl Memory {
    fn pieces(&self) -> u32 {
        self.permit.as_ref().map_or(0, |permit| permit.num_permits() as u32)
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        // Given back first: who is told looks at once.
        self.permit = None;
        self.freed.notify_one();
    }
}

/// Why a job did not get a seat.
pub(super) struct QueueFull;

impl Pool {
    pub(super) fn new(workers: usize, max_queue: usize, memory_bytes: u64) -> Pool {
        // One at least: a piece is what the smallest work takes, and `clamp` panics over an empty range.
        let memory_pieces = u32::try_from(memory_bytes / PIECE_BYTES).unwrap_or(u32::MAX).max(1);
        let (jobs, to_do) = mpsc::channel();
        let to_do = Arc::new(Mutex::new(to_do));
        for _ in 0..workers.max(1) {
            let to_do = to_do.clone();
            std::thread::spawn(move || work_through(&to_do));
        }
        Pool {
            jobs,
            workers: Arc::new(Semaphore::new(workers.max(1))),
            heavy: Arc::new(Semaphore::new(1)),
            heavy_waiting: AtomicUsize::new(0),
            memory: Arc::new(Semaphore::new(memory_pieces as usize)),
            memory_pieces,
            turn: Semaphore::new(1),
            freed: Arc::new(Notify::new()),
            stepwise: Arc::new(Semaphore::new(1)),
            waiting: AtomicUsize::new(0),
            max_queue,
        }
    }

    /// Waits for a seat, first come first served; dropping the future gives the place in the queue up.
    pub(super) async fn enter(&self, weight: Weight) -> Result<Seat, QueueFull> {
        // The one heavy place first: who waits for it must not hold a worker meanwhile.
        let turn = self.reserve(weight).await?;
        self.take_seat(turn).await
    }

    /// Waits until there is none before it of those that are done one at a time.
    pub(super) async fn reserve(&self, weight: Weight) -> Result<Turn, QueueFull> {
        match weight {
            Weight::Light => Ok(Turn(None)),
            Weight::Heavy => Ok(Turn(Some(self.enter_heavy().await?))),
        }
    }

    /// Waits for a seat as [`Pool::enter`] does.
    pub(super) async fn take_seat(&self, Turn(heavy): Turn) -> Result<Seat, QueueFull> {
        // Who is let in at once takes no place in the queue, so that a queue of none serves too.
        if let Ok(permit) = self.workers.clone().try_acquire_owned() {
            return Ok(Seat { _permits: Arc::new((permit, heavy)) });
        }
        let _place = Place::take(&self.waiting, self.max_queue).ok_or(QueueFull)?;
        // The semaphore is never closed; should it be, refusing is right.
        let permit = self.workers.clone().acquire_owned().await.map_err(|_| QueueFull)?;
        Ok(Seat { _permits: Arc::new((permit, heavy)) })
    }

    async fn enter_heavy(&self) -> Result<OwnedSemaphorePermit, QueueFull> {
        if let Ok(permit) = self.heavy.clone().try_acquire_owned() {
            return Ok(permit);
        }
        let _place = Place::take(&self.heavy_waiting, MOST_HEAVY.min(self.max_queue)).ok_or(QueueFull)?;
        self.heavy.clone().acquire_owned().await.map_err(|_| QueueFull)
    }

    /// Takes memory before it is known how much more will be needed. Only one may hold such while it waits
    /// for more: two would wait for each other.
    pub(super) async fn hold(&self, memory_bytes: u64) -> Result<Held, DerivativeError> {
        // This place goes with the work and is free when that ends, not when the memory has been had.
        let step = self.stepwise.clone().acquire_owned().await.map_err(|_| DerivativeError::Busy)?;
        let memory = self.take_memory(self.pieces(memory_bytes)).await?;
        Ok(Held { memory, _step: step })
    }

    /// Waits for memory, first come first served.
    ///
    /// The semaphore gives what is free to the first in its queue. Were that one whose share has to wait for a job
    /// with [`Held`] memory, that job would get no more behind it, and each would wait for the other. So the queue is
    /// one of turns, and the semaphore's is left to those who hold some already.
    async fn take_memory(&self, pieces: u32) -> Result<Memory, DerivativeError> {
        let _turn = self.turn.acquire().await.map_err(|_| DerivativeError::Busy)?;
        loop {
            match self.memory.clone().try_acquire_many_owned(pieces) {
                Ok(permit) => return Ok(self.memory_of(permit)),
                Err(TryAcquireError::Closed) => return Err(DerivativeError::Busy),
                // What is freed before this waits is not missed: the notice is kept for it.
                Err(TryAcquireError::NoPermits) => self.freed.notified().await,
            }
        }
    }

    /// Takes more for who holds some. All others that have any have all they need, and give it back in time.
    async fn take_more(&self, held: &Held, memory_bytes: u64) -> Result<Memory, DerivativeError> {
        // Together never more than there is, or it would wait for ever.
        let pieces = self.pieces(memory_bytes).min(self.memory_pieces - held.memory.pieces());
        // Should this be dropped while it waits, what it was given goes back without a notice; that of `held`, which
        // is dropped after it, comes then.
        let permit = self.memory.clone().acquire_many_owned(pieces).await;
        Ok(self.memory_of(permit.map_err(|_| DerivativeError::Busy)?))
    }

    fn memory_of(&self, permit: OwnedSemaphorePermit) -> Memory {
        Memory { permit: Some(permit), freed: self.freed.clone() }
    }

    fn pieces(&self, memory_bytes: u64) -> u32 {
        let pieces = u32::try_from(memory_bytes.div_ceil(PIECE_BYTES)).unwrap_or(u32::MAX);
        pieces.clamp(1, self.memory_pieces)
    }

    /// Runs work on a worker once its memory is free. Seat and memory stay taken until the work
    /// ends, even when nobody waits for it any more.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        seat: &Seat,
        memory_bytes: u64,
        held: Option<Held>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, DerivativeError> {
        let memory = match &held {
            Some(held) => self.take_more(held, memory_bytes).await?,
            None => self.take_memory(self.pieces(memory_bytes)).await?,
        };
        let held = (seat.clone(), memory, held);
        let (done, answer) = oneshot::channel();
        let job: Job = Box::new(move || {
            let _held = held;
            // Whoever waits is told of a panic by the channel that is dropped in it.
            drop(done.send(work()));
        });
        // Fails only where every worker has ended, which none does before the pool.
        self.jobs.send(job).map_err(|_| DerivativeError::Panicked)?;
        answer.await.map_err(|_| DerivativeError::Panicked)
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }
}

/// A worker's life; it ends with the pool.
fn work_through(to_do: &Mutex<mpsc::Receiver<Job>>) {
    loop {
        // One worker waits for work and holds the lock, the others wait for the lock. It is let go of at the end of
        // this line, before the work begins.
        let next = to_do.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(job) = next else { return };
        // The hook has written what there is to say of a panic.
        drop(catch_unwind(AssertUnwindSafe(job)));
    }
}

/// A place in the queue.
struct Place<'a>(&'a AtomicUsize);

impl Place<'_> {
    fn take(waiting: &AtomicUsize, max: usize) -> Option<Place<'_>> {
        waiting
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |now| (now < max).then_some(now + 1))
            .ok()
            .map(|_| Place(waiting))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests;
