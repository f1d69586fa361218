//! What is too dear to wait for: made one at a time, begun only while no visitor waits for a picture.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use super::{Request, Shop, job};

/// What is asked for beyond this is forgotten, and asked for again by the next visitor.
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
    waiting: VecDeque<Request>,
    /// Whether somebody works at it, and at the first of it.
    at_work: bool,
}

impl Later {
    /// Puts a request into the queue, once, if it can be kept when it is made.
    pub(super) fn ask(&self, shop: &Arc<Shop>, request: &Request) {
        let (width_px, height_px) = request.recipe.size_px;
        let is_small = u64::from(width_px) * u64::from(height_px) <= LARGEST_PX;
        if !shop.options.avif || shop.options.cache_budget_bytes == 0 || !is_small {
            return;
        }
        let mut queue = self.lock();
        if queue.waiting.len() >= MOST_WAITING || queue.waiting.contains(request) {
            return;
        }
        queue.waiting.push_back(request.clone());
        if !std::mem::replace(&mut queue.at_work, true) {
            tokio::spawn(work_through(shop.clone()));
        }
    }

    pub(super) fn count(&self) -> usize {
        self.lock().waiting.len()
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next one to make; it stays in the queue until it is made, so that nobody asks for it again.
    fn first(&self) -> Option<Request> {
        let mut queue = self.lock();
        let first = queue.waiting.front().cloned();
        queue.at_work = first.is_some();
        first
    }
}

async fn work_through(shop: Arc<Shop>) {
    while let Some(request) = shop.later.first() {
        while shop.pool.waiting() > 0 {
            tokio::time::sleep(PATIENCE).await;
        }
        if let Err(error) = job::work(&shop, &request).await {
            tracing::debug!(%error, "a derivative for later could not be made");
        }
        shop.later.lock().waiting.pop_front();
    }
}
