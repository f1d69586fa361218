//! The bounded pool: so many workers, so much memory, so long a queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::DerivativeError;

/// Memory is handed out in pieces of this many bytes.
const PIECE_BYTES: u64 = 1 << 20;

pub(super) struct Pool {
    workers: Arc<Semaphore>,
    memory: Arc<Semaphore>,
    memory_pieces: u32,
    waiting: AtomicUsize,
    max_queue: usize,
}

/// A worker's place, held while the job fetches and decodes. Work that has begun holds it too.
#[derive(Clone)]
pub(super) struct Seat {
    _permit: Arc<OwnedSemaphorePermit>,
}

/// Why a job did not get a seat.
pub(super) struct QueueFull;

impl Pool {
    pub(super) fn new(workers: usize, max_queue: usize, memory_bytes: u64) -> Pool {
        let memory_pieces = u32::try_from(memory_bytes / PIECE_BYTES).unwrap_or(u32::MAX).max(1);
        Pool {
            workers: Arc::new(Semaphore::new(workers.max(1))),
            memory: Arc::new(Semaphore::new(memory_pieces as usize)),
            memory_pieces,
            waiting: AtomicUsize::new(0),
            max_queue,
        }
    }

    /// Waits for a seat, first come first served; dropping the future gives the place in the queue up.
    pub(super) async fn enter(&self) -> Result<Seat, QueueFull> {
        if let Ok(permit) = self.workers.clone().try_acquire_owned() {
            return Ok(Seat { _permit: Arc::new(permit) });
        }
        let _place = Place::take(&self.waiting, self.max_queue).ok_or(QueueFull)?;
        // The semaphore is never closed; should it be, refusing is right.
        let permit = self.workers.clone().acquire_owned().await.map_err(|_| QueueFull)?;
        Ok(Seat { _permit: Arc::new(permit) })
    }

    /// Runs work on a blocking thread once its memory is free. Seat and memory stay taken until the work
    /// ends, even when nobody waits for it any more.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        seat: &Seat,
        memory_bytes: u64,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, DerivativeError> {
        let pieces = u32::try_from(memory_bytes.div_ceil(PIECE_BYTES)).unwrap_or(u32::MAX);
        let pieces = pieces.clamp(1, self.memory_pieces);
        let memory = self.memory.clone().acquire_many_owned(pieces).await;
        let memory = memory.map_err(|_| DerivativeError::Busy)?;
        let held = (seat.clone(), memory);
        let done = tokio::task::spawn_blocking(move || {
            let _held = held;
            work()
        });
        done.await.map_err(|_| DerivativeError::Panicked)
    }

    pub(super) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
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
