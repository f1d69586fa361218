//! What is too dear to wait for: made one at a time, begun only while no visitor waits for a picture.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Request, Service, job};

/// Beyond this the oldest is forgotten, and asked for again by its next visitor.
const MOST_WAITING: usize = 512;

/// Pictures of more pixels are not made this way: they would take many seconds.
const LARGEST_PX: u64 = 2_500_000;

/// How long to wait while visitors wait.
const PATIENCE: Duration = Duration::from_millis(200);

#[derive(Default)]
pub(super) struct Later {
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    /// Those asked for last stand at the end, and are made first.
    waiting: VecDeque<Request>,
    making: Option<Request>,
}

impl Later {
    /// Puts a request into the queue, if it can be kept when it is made; one that waits already moves ahead.
    pub(super) fn ask(&self, service: &Arc<Service>, request: &Request) {
        let (width_px, height_px) = request.recipe.size_px;
        let is_small = u64::from(width_px) * u64::from(height_px) <= LARGEST_PX;
        // What is not kept on disk would be made again and again and shown to nobody: it goes nowhere else.
        if !service.options.avif || service.options.cache_budget_bytes == 0 || !is_small {
            return;
        }
        let mut queue = self.lock();
        if queue.making.as_ref() == Some(request) {
            return;
        }
        queue.waiting.retain(|waiting| waiting != request);
        if queue.waiting.len() >= MOST_WAITING {
            queue.waiting.pop_front();
        }
        queue.waiting.push_back(request.clone());
        if queue.making.is_none() {
            // Before the lock goes: of two who ask at once only one begins to work through.
            queue.making = queue.waiting.pop_back();
            drop(queue);
            tokio::spawn(work_through(service.clone()));
        }
    }

    pub(super) fn count(&self) -> usize {
        let queue = self.lock();
        queue.waiting.len() + usize::from(queue.making.is_some())
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn making(&self) -> Option<Request> {
        self.lock().making.clone()
    }

    fn take_next(&self) {
        let mut queue = self.lock();
        queue.making = queue.waiting.pop_back();
    }
}

async fn work_through(service: Arc<Service>) {
    while let Some(request) = service.later.making() {
        while service.pool.waiting() > 0 {
            tokio::time::sleep(PATIENCE).await;
        }
        if let Err(error) = job::work(&service, &request).await {
            // No more than that: who asked has a WebP, and who asks next puts it into the queue again.
            tracing::debug!(%error, "a derivative for later could not be made");
        }
        service.later.take_next();
    }
}
