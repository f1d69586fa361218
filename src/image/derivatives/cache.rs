//! Derivatives on disk: within a budget, the longest unused leaving first.
//!
//! Layout: `{folder}/{2 digits}/{digest}-{variant}.{ext}`. Each file proves itself by a header with the
//! SHA-256 of what follows, so nothing here has to be trusted, and the folder may be emptied at any time.
//! A file's modification time is when it was last used, which carries the order over a restart. The list
//! of files is made when something is first written; reading needs none.
//!
//! Only files of that layout are ever removed.

mod file;

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use super::super::Rendered;
use crate::store::write_derived;

/// When the budget is passed, as much is removed as brings the cache to this share of it, so that not
/// every write has to.
const REFILL_PERCENT: u64 = 90;

/// What clearing or sweeping did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Files removed.
    pub removed: u64,
    /// Files left.
    pub kept: u64,
    /// Bytes left.
    pub kept_bytes: u64,
}

pub(super) struct Cache {
    folder: PathBuf,
    budget_bytes: u64,
    /// `None` until the folder has been listed.
    list: Mutex<Option<List>>,
    failures: AtomicU64,
    damaged: AtomicU64,
}

impl Cache {
    pub(super) fn new(folder: PathBuf, budget_bytes: u64) -> Cache {
        Cache {
            folder,
            budget_bytes,
            list: Mutex::new(None),
            failures: AtomicU64::new(0),
            damaged: AtomicU64::new(0),
        }
    }

    /// Reads a derivative; a damaged file is removed and counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<Rendered> {
        if self.budget_bytes == 0 {
            return None;
        }
        let path = self.folder.join(name);
        let now = SystemTime::now();
        match file::read(&path, name, now)? {
            Ok(kept) => {
                if let Some(list) = &mut *self.lock()
                    && let Some(entry) = list.files.get_mut(name)
                {
                    entry.used = now;
                }
                Some(kept)
            }
            Err(file::Damaged) => {
                self.damaged.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(file = name, "a damaged derivative was removed from the cache");
                drop(std::fs::remove_file(&path));
                if let Some(list) = &mut *self.lock() {
                    list.forget(name);
                }
                None
            }
        }
    }

    /// Keeps a derivative if that is possible; a full or missing disk costs speed, never an answer.
    pub(super) fn put(&self, name: &str, made: &Rendered) {
        let packed = file::pack(name, made);
        let bytes = packed.len() as u64;
        if bytes > self.budget_bytes {
            return;
        }
        if let Err(error) = self.write(name, &packed, bytes) {
            self.failures.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(%error, "a derivative could not be cached");
        }
    }

    fn write(&self, name: &str, packed: &[u8], bytes: u64) -> io::Result<()> {
        let path = self.folder.join(name);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut guard = self.lock();
        let list = match &mut *guard {
            Some(list) => list,
            empty => empty.insert(self.scan()?.0),
        };
        // Room is made first, and the entry noted first, so that the folder is never over the budget.
        list.note(name, Entry { bytes, used: SystemTime::now() });
        let evicted = list.shrink(self.budget_bytes, name);
        drop(guard);
        for name in evicted {
            drop(std::fs::remove_file(self.folder.join(name)));
        }
        let written = write_derived(&path, packed).map_err(io::Error::other);
        if written.is_err()
            && let Some(list) = &mut *self.lock()
        {
            list.forget(name);
        }
        written
    }

    /// Removes every derivative.
    pub(super) fn clear(&self) -> io::Result<Swept> {
        self.tidy(0)
    }

    /// Lists the folder anew and removes what is over the budget.
    pub(super) fn sweep(&self) -> io::Result<Swept> {
        self.tidy(self.budget_bytes)
    }

    fn tidy(&self, budget_bytes: u64) -> io::Result<Swept> {
        let mut guard = self.lock();
        let (mut list, leftovers) = self.scan()?;
        let evicted = list.shrink(budget_bytes, "");
        let mut swept = Swept { removed: 0, kept: list.files.len() as u64, kept_bytes: list.total_bytes };
        *guard = Some(list);
        drop(guard);
        let mut result = Ok(());
        for path in evicted.into_iter().map(|name| self.folder.join(name)).chain(leftovers) {
            match std::fs::remove_file(path) {
                Ok(()) => swept.removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        result.map(|()| swept)
    }

    /// Lists the derivatives in the folder, and the temporary files of writes that broke long ago.
    fn scan(&self) -> io::Result<(List, Vec<PathBuf>)> {
        let mut list = List::default();
        let mut leftovers = Vec::new();
        for found in file::list(&self.folder)? {
            match found {
                file::Found::Derivative { name, bytes, used } => list.note(&name, Entry { bytes, used }),
                file::Found::Leftover(path) => leftovers.push(path),
            }
        }
        Ok((list, leftovers))
    }

    pub(super) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    pub(super) fn damaged(&self) -> u64 {
        self.damaged.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Option<List>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What the folder holds, by name.
#[derive(Default)]
struct List {
    files: HashMap<String, Entry>,
    total_bytes: u64,
}

#[derive(Clone, Copy)]
struct Entry {
    bytes: u64,
    used: SystemTime,
}

impl List {
    fn note(&mut self, name: &str, entry: Entry) {
        self.forget(name);
        self.total_bytes += entry.bytes;
        self.files.insert(name.to_owned(), entry);
    }

    fn forget(&mut self, name: &str) {
        if let Some(entry) = self.files.remove(name) {
            self.total_bytes -= entry.bytes;
        }
    }

    /// Takes the longest unused off the list if it is over the budget; `spare` stays. Gives their names.
    fn shrink(&mut self, budget_bytes: u64, spare: &str) -> Vec<String> {
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
            if name != spare {
                self.forget(&name);
                evicted.push(name);
            }
        }
        evicted
    }
}
