//! What a folder of the cache holds, by name, and which of it leaves first.

use std::collections::HashMap;
use std::time::SystemTime;

/// When the budget is passed, as much is removed as brings the folder to this share of it, so that not
/// every write has to.
pub(super) const REFILL_PERCENT: u64 = 90;

#[derive(Default)]
pub(super) struct List {
    pub(super) files: HashMap<String, CachedFile>,
    pub(super) total_bytes: u64,
}

#[derive(Clone, Copy)]
pub(super) struct CachedFile {
    pub(super) bytes: u64,
    pub(super) used: SystemTime,
}

impl List {
    pub(super) fn note(&mut self, name: &str, entry: CachedFile) {
        self.forget(name);
        self.total_bytes += entry.bytes;
        self.files.insert(name.to_owned(), entry);
    }

    pub(super) fn forget(&mut self, name: &str) {
        if let Some(entry) = self.files.remove(name) {
            self.total_bytes -= entry.bytes;
        }
    }

    /// Notes that a file was used, if it is on the list.
    pub(super) fn touch(&mut self, name: &str, now: SystemTime) {
        if let Some(entry) = self.files.get_mut(name) {
            entry.used = now;
        }
    }

    /// Takes the longest unused off the list if it is over the budget; `spare` stays. Gives their names.
    pub(super) fn shrink(&mut self, budget_bytes: u64, spare: &str) -> Vec<String> {
        let mut evicted = Vec::new();
        if self.total_bytes <= budget_bytes {
            return evicted;
        }
        let goal_bytes = budget_bytes / 100 * REFILL_PERCENT;
        let mut by_use: Vec<_> = self.files.iter().map(|(name, entry)| (entry.used, name.clone())).collect();
        by_use.sort_unstable();
        for (_, name) in by_use {
            if self.total_bytes <= goal_bytes {
                break;
            }
            // What is just being written must not leave to make room for itself.
            if name != spare {
                self.forget(&name);
                evicted.push(name);
            }
        }
        evicted
    }
}
