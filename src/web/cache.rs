//! Pages in memory: each rendered once per sequence number and day, the oldest dropped past a budget.

use std::sync::Arc;

use jiff::civil::Date;
use moka::future::Cache;

use super::answer::Answer;

/// What a page is remembered by: the sequence it shows, the day it is shown, since a citation says when a page
/// was visited, and its address in canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PageKey {
    pub(super) sequence: u64,
    pub(super) day: Date,
    pub(super) address: String,
}

/// Rendered pages.
#[derive(Clone)]
pub(super) struct PageCache {
    pages: Cache<PageKey, Arc<Answer>>,
}

impl PageCache {
    /// Keeps pages of about `budget_bytes` in all.
    pub(super) fn new(budget_bytes: u64) -> Self {
        let weigh = |key: &PageKey, answer: &Arc<Answer>| {
            u32::try_from(key.address.len() + answer.weight_bytes()).unwrap_or(u32::MAX)
        };
        Self { pages: Cache::builder().max_capacity(budget_bytes).weigher(weigh).build() }
    }

    /// The page, rendered by `render` if nobody has; several who ask at once wait for one rendering.
    ///
    /// The future of a rendering is tens of kilobytes, which every layer around a handler would move: it comes into
    /// being only when it is needed, and in a box of its own.
    pub(super) async fn get<E, F>(
        &self,
        key: PageKey,
        render: impl FnOnce() -> F,
    ) -> Result<Arc<Answer>, Arc<E>>
    where
        E: Send + Sync + 'static,
        F: Future<Output = Result<Answer, E>>,
    {
        match self.pages.get(&key).await {
            Some(page) => Ok(page),
            None => {
                let rendered = Box::pin(self.pages.try_get_with(key, async { render().await.map(Arc::new) }));
                rendered.await
            }
        }
    }

    /// Drops everything: the sequence has moved.
    pub(super) fn clear(&self) {
        self.pages.invalidate_all();
    }
}
