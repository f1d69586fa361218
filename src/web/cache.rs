//! Pages in memory: each kept for a day while nothing that it was made from changes, the oldest dropped past a budget.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use moka::future::Cache;

use super::answer::Answer;
use crate::archive::{ArchiveError, Catalogue};

/// What a page is remembered by: the day it is shown, since a citation says when a page was visited, and its address in
/// canonical form.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct PageKey {
    pub(super) day: Date,
    pub(super) address: String,
}

/// A page, and what must not have changed for it to be shown.
struct Kept {
    answer: Arc<Answer>,
    used: Box<[Box<str>]>,
    /// The commit it was made at.
    made: u64,
    /// The newest commit at which it was found to hold.
    held: AtomicU64,
}

impl Kept {
    /// Whether it would be made the same now.
    fn holds(&self, catalogue: &Catalogue) -> bool {
        let now = catalogue.sequence();
        // A number that guards nothing else: who reads an old one only looks once more.
        if self.held.load(Ordering::Relaxed) >= now {
            return true;
        }
        let holds = catalogue.still_holds(&self.used, self.made);
        if holds {
            self.held.fetch_max(now, Ordering::Relaxed);
        }
        holds
    }
}

/// Rendered pages.
#[derive(Clone)]
pub(super) struct PageCache {
    pages: Cache<PageKey, Arc<Kept>>,
}

impl PageCache {
    /// Keeps pages of about `budget_bytes` in all.
    pub(super) fn new(budget_bytes: u64) -> Self {
        let weigh = |key: &PageKey, kept: &Arc<Kept>| {
            let used: usize = kept.used.iter().map(|name| name.len() + size_of::<Box<str>>()).sum();
            // moka counts weights in 32 bits.
            u32::try_from(key.address.len() + used + kept.answer.weight_bytes()).unwrap_or(u32::MAX)
        };
        Self { pages: Cache::builder().max_capacity(budget_bytes).weigher(weigh).build() }
    }

    /// The page, rendered by `render` if nobody has since a record or list that it uses was changed; several who ask at
    /// once wait for one rendering.
    ///
    /// The future of a rendering is tens of kilobytes, which every layer around a handler would move: it comes into
    /// being only when it is needed, and in a box of its own.
    pub(super) async fn get<E, F>(
        &self,
        key: PageKey,
        catalogue: &Catalogue,
        render: impl FnOnce() -> F,
    ) -> Result<Arc<Answer>, Arc<E>>
    where
        E: From<ArchiveError> + Send + Sync + 'static,
        F: Future<Output = Result<Answer, E>>,
    {
        match self.pages.get(&key).await {
            Some(kept) if kept.holds(catalogue) => return Ok(Arc::clone(&kept.answer)),
            // `try_get_with` takes what is there, so what has grown old goes first. If somebody has made it anew
            // in between, it is made once more.
            Some(_) => self.pages.invalidate(&key).await,
            None => {}
        }
        // The commit of this snapshot and not of the moment: what is committed while the page is made has to
        // count as later.
        let made = catalogue.sequence();
        let rendered = Box::pin(self.pages.try_get_with(key, async {
            let answer = Arc::new(render().await?);
            // Only now has everything been asked. Where an answer could not be read, the page is made of a gap:
            // it becomes an error, and errors are not kept.
            let used = catalogue.used().finish()?;
            Ok(Arc::new(Kept { answer, used, made, held: AtomicU64::new(made) }))
        }));
        Ok(Arc::clone(&rendered.await?.answer))
    }
}
