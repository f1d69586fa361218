//! One writer to each file. Who comes later is the same device with a new line, so that the earlier one is called off: it
//! may be waiting for bytes that will never come.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{Notify, OwnedMutexGuard};

use super::promise::UploadId;

/// The files that are being written to.
#[derive(Debug, Clone, Default)]
pub(super) struct Turns {
    files: Arc<Mutex<HashMap<UploadId, Arc<File>>>>,
}

#[derive(Debug, Default)]
struct File {
    turn: Arc<tokio::sync::Mutex<()>>,
    /// How many wait for the turn.
    waiting: AtomicUsize,
    called_off: Notify,
}

/// The right to write to a file.
pub(super) struct Turn {
    turns: Turns,
    id: UploadId,
    file: Arc<File>,
    held: Option<OwnedMutexGuard<()>>,
}

impl Turns {
    /// Calls off whoever writes to a file, and waits until they have brought to an end what they had begun.
    pub(super) async fn take(&self, id: &UploadId) -> Turn {
        let file = {
            let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(files.entry(id.clone()).or_default())
        };
        // Made before it waits: whoever goes away meanwhile still takes the file out of the map when the turn is
        // dropped.
        let mut turn = Turn { turns: self.clone(), id: id.clone(), file, held: None };
        let waiting = Waiting::on(&turn.file);
        // Counted first, called then: who begins to listen between the two sees the count, who listens already
        // hears the call.
        turn.file.called_off.notify_waiters();
        let held = Arc::clone(&turn.file.turn).lock_owned().await;
        // Before the turn is used: a turn that still counts itself would call itself off.
        drop(waiting);
        turn.held = Some(held);
        turn
    }
}

impl Turn {
    /// Comes when somebody else wants the turn.
    pub(super) async fn called_off(&self) {
        // Made before the count is read: it hears every call from here on, also one before it is first awaited.
        let called_off = self.file.called_off.notified();
        // Whoever waits already has called before this could hear it.
        if self.file.waiting.load(Ordering::SeqCst) == 0 {
            called_off.await;
        }
    }
}

/// Somebody who waits, for as long as they do.
struct Waiting(Arc<File>);

impl Waiting {
    fn on(file: &Arc<File>) -> Self {
        file.waiting.fetch_add(1, Ordering::SeqCst);
        Self(Arc::clone(file))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.held = None;
        let mut files = self.turns.files.lock().unwrap_or_else(PoisonError::into_inner);
        // This one and the map's.
        // Under the lock by which `take` gets its share: nobody can come between the count and the removal.
        if files.get(&self.id).is_some_and(|file| Arc::strong_count(file) == 2) {
            files.remove(&self.id);
        }
    }
}
