//! Search: an index of all records, derived from the store, and what is asked of it.
//!
//! Safe to delete, made anew in the background, never in the way of a reader. It knows Chinese: traditional and
//! variant characters, pinyin in full and by initials, names of any length, years of reigns. It knows no HTTP.

mod analyse;
mod ask;
mod collect;
mod entry;
mod eras;
mod error;
mod files;
mod fold;
mod follow;
mod index;
mod keys;
mod kinds;
mod lookup;
mod plan;
mod query;
mod reading;
mod readings;
mod results;
mod schema;
mod shown;
mod snippet;
mod suggest;
mod tables;
mod within;
mod words;

use std::panic::AssertUnwindSafe;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::{ArcSwap, ArcSwapOption};
use tokio::sync::Semaphore;

pub use error::SearchError;
pub use follow::keep;
pub use index::clear_leftovers;
pub use kinds::{HitKind, Sort};
pub use query::{MAX_QUERY_CHARS, Query, QueryError};
pub use readings::romanised;
pub use results::{Area, Ask, Availability, Filters, Found, Group, Hit, Suggestion};
pub use snippet::{Marked, Piece};
pub use within::Words;

use crate::model::Vocabulary;
use entry::Context;
use index::Generation;

/// The ids of the periods that results can be narrowed to, the oldest first.
pub fn period_ids() -> impl Iterator<Item = &'static str> {
    tables::PERIODS_BY_AGE.iter().map(|period| period.id)
}

/// The search of an archive; cheap to clone.
#[derive(Clone)]
pub struct Search {
    inner: Arc<Inner>,
}

struct Inner {
    folder: PathBuf,
    current: ArcSwapOption<Generation>,
    /// What `element:` is read by.
    vocabulary: ArcSwap<Vocabulary>,
    availability: Mutex<Availability>,
    /// Set when an answer failed as it does when bytes have changed.
    is_suspect: AtomicBool,
    /// Searches at a time: more would only slow each other down.
    permits: Arc<Semaphore>,
}

impl Search {
    /// A search whose index lies in `folder`, which need not be there. Answers nothing until it has caught up.
    pub fn in_folder(folder: impl Into<PathBuf>) -> Self {
        let at_once = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            inner: Arc::new(Inner {
                folder: folder.into(),
                current: ArcSwapOption::empty(),
                vocabulary: ArcSwap::default(),
                availability: Mutex::new(Availability::Building { done: 0, total: 0 }),
                is_suspect: AtomicBool::new(false),
                permits: Arc::new(Semaphore::new(at_once)),
            }),
        }
    }

    /// How it stands with the index.
    pub fn availability(&self) -> Availability {
        *self.inner.availability.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The sequence number that answers are from; none while there is no index.
    pub fn sequence(&self) -> Option<u64> {
        self.current().map(|generation| generation.sequence())
    }

    /// Answers a query.
    pub async fn ask(&self, ask: Ask) -> Result<Found, SearchError> {
        let inner = Arc::clone(&self.inner);
        self.on_the_pool(move |generation| ask::answer(generation, &inner.vocabulary.load(), &ask)).await
    }

    /// Names that begin with what has been typed so far, or are like it; at most `limit`.
    pub async fn suggest(&self, query: Query, limit: usize) -> Result<Vec<Suggestion>, SearchError> {
        let inner = Arc::clone(&self.inner);
        self.on_the_pool(move |generation| {
            suggest::suggest(generation, &inner.vocabulary.load(), &query, limit)
        })
        .await
    }

    /// Runs a search on a thread that may block. It waits its turn, and is not begun when its reader has left.
    async fn on_the_pool<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Generation) -> Result<T, SearchError> + Send + 'static,
    ) -> Result<T, SearchError> {
        // Held for as long as the search takes; another may be put in its place meanwhile.
        let generation = self.current().ok_or(SearchError::NotReady)?;
        let answered = in_turn(&self.inner.permits, move || work(&generation)).await;
        if let Err(error) = &answered
            && error.is_of_the_index()
        {
            self.suspect();
        }
        answered
    }

    fn folder(&self) -> &Path {
        &self.inner.folder
    }

    fn current(&self) -> Option<Arc<Generation>> {
        self.inner.current.load_full()
    }

    fn is_suspect(&self) -> bool {
        self.inner.is_suspect.load(Ordering::Acquire)
    }

    /// Has every byte of the index looked at before it is used again.
    fn suspect(&self) {
        self.inner.is_suspect.store(true, Ordering::Release);
    }

    /// Puts a generation in use.
    fn take(&self, generation: Generation) -> Arc<Generation> {
        let generation = Arc::new(generation);
        self.inner.current.store(Some(Arc::clone(&generation)));
        // What was suspected was the one before.
        self.inner.is_suspect.store(false, Ordering::Release);
        generation
    }

    fn note(&self, availability: Availability) {
        *self.inner.availability.lock().unwrap_or_else(PoisonError::into_inner) = availability;
    }

    fn has_vocabulary(&self) -> bool {
        !self.inner.vocabulary.load().elements.is_empty()
    }

    fn set_vocabulary(&self, context: &Context) {
        self.inner.vocabulary.store(Arc::clone(&context.vocabulary));
    }
}

/// Runs a search on a thread when one of the permits is free, and keeps that until the search ends.
async fn in_turn<T: Send + 'static>(
    permits: &Arc<Semaphore>,
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, SearchError> {
    // Before a thread is taken: those who wait are tasks, which cost little.
    let permit = Arc::clone(permits).acquire_owned().await.map_err(|_| SearchError::NotReady)?;
    let work = move || {
        // A thread is not stopped when its reader leaves, and so counts until it has ended.
        let _permit = permit;
        // Changed bytes make the engine panic as well as fail.
        std::panic::catch_unwind(AssertUnwindSafe(work))
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(answered)) => answered,
        Ok(Err(_)) | Err(_) => Err(SearchError::Damaged("a search panicked".to_owned())),
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("folder", &self.inner.folder).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, mpsc};

    use futures::FutureExt as _;
    use tokio::sync::Semaphore;

    use super::in_turn;

    #[tokio::test]
    async fn a_search_counts_until_it_ends_though_its_reader_has_left() {
        let permits = Arc::new(Semaphore::new(1));
        let (go, gone) = mpsc::channel::<()>();
        let left = in_turn(&permits, move || Ok(gone.recv().is_ok()));
        assert!(Box::pin(left).now_or_never().is_none(), "it waits in its thread");
        let mut next = Box::pin(in_turn(&permits, || Ok("found")));
        assert!(next.as_mut().now_or_never().is_none());
        assert_eq!(permits.available_permits(), 0, "the first one is still searching");
        go.send(()).expect("the search waits");
        assert_eq!(next.await.expect("is answered"), "found");
    }
}
