//! Derivatives and access forms on disk: together within a budget, the longest unused leaving first.
//!
//! Derivatives have what access forms leave of it, since an access form takes longer to make and serves many
//! derivatives; but access forms have three quarters at most, or [`FLOOR_BYTES`] where that is more.
//!
//! Layout: `{folder}/{2 digits}/{digest}-{variant}.{ext}`, of access forms `{digest}.access`. Each file
//! proves itself by sums of what is in it, so nothing here has to be trusted, and the folders may be emptied
//! at any time. A file's modification time is when it was last used, which carries the order over a restart.
//! The list of files is made when something is first written; reading needs none.
//!
//! Only files of that layout are ever removed.

mod file;
mod list;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use self::list::{CachedFile, List};
use super::super::Rendered;
use crate::store::{Digest, write_derived};

/// What access forms may take whatever the budget: without them each derivative costs a whole original.
pub(super) const FLOOR_BYTES: u64 = 64 << 20;

/// What clearing or sweeping did, to derivatives.
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
    folders: Folders,
    budget_bytes: u64,
    access_floor_bytes: u64,
    /// `None` until the folders have been listed.
    lists: Mutex<Option<Lists>>,
    failures: AtomicU64,
    damaged: AtomicU64,
}

/// Where derivatives and access forms lie.
pub(super) struct Folders {
    pub(super) derivatives: PathBuf,
    pub(super) access: PathBuf,
}

/// What is in both folders.
#[derive(Default)]
struct Lists {
    derivatives: List,
    access: List,
}

impl Cache {
    pub(super) fn new(folders: Folders, budget_bytes: u64, access_floor_bytes: u64) -> Cache {
        Cache {
            folders,
            budget_bytes,
            access_floor_bytes,
            lists: Mutex::new(None),
            failures: AtomicU64::new(0),
            damaged: AtomicU64::new(0),
        }
    }

    /// Reads a derivative; a damaged file is removed and counts as absent.
    pub(super) fn get(&self, name: &str) -> Option<Rendered> {
        if self.budget_bytes == 0 {
            return None;
        }
        let path = self.folders.derivatives.join(name);
        let now = SystemTime::now();
        match file::read(&path, name, now)? {
            Ok(kept) => {
                if let Some(lists) = &mut *self.lock() {
                    lists.derivatives.touch(name, now);
                }
                Some(kept)
            }
            // Removed, or each request would read it in vain until it is made anew.
            Err(file::Damaged) => {
                self.damaged.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(file = name, "a damaged derivative was removed from the cache");
                drop(std::fs::remove_file(&path));
                if let Some(lists) = &mut *self.lock() {
                    lists.derivatives.forget(name);
                }
                None
            }
        }
    }

    /// Keeps a derivative if that is possible; a full or missing disk costs speed, never an answer.
    pub(super) fn put(&self, name: &str, made: &Rendered) {
        let packed = file::pack(name, made);
        if let Err(error) = self.write(name, &packed) {
            self.failures.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(%error, "a derivative could not be cached");
        }
    }

    fn write(&self, name: &str, packed: &[u8]) -> io::Result<()> {
        let bytes = packed.len() as u64;
        // No failure: it is served, and kept by nobody.
        if bytes > self.budget_bytes {
            return Ok(());
        }
        let path = self.folders.derivatives.join(name);
        // Under the lock names are only noted; files are removed and written outside of it, so that a slow disk
        // holds nobody up who reads.
        let evicted = {
            let mut guard = self.lock();
            let Lists { derivatives, access } = self.listed(&mut guard)?;
            let left_bytes = self.budget_bytes.saturating_sub(access.total_bytes);
            if bytes > left_bytes {
                return Ok(());
            }
            if let Some(folder) = path.parent() {
                // Each time: somebody may have emptied the cache while it serves.
                std::fs::create_dir_all(folder)?;
            }
            // Room is made first, and the entry noted first, so that the folder is never over the budget.
            derivatives.note(name, CachedFile { bytes, used: SystemTime::now() });
            derivatives.shrink(left_bytes, name)
        };
        remove(&self.folders.derivatives, &evicted);
        let written = write_derived(&path, packed).map_err(io::Error::other);
        if let Some(lists) = &mut *self.lock() {
            match &written {
                // Once more: a list that was made anew meanwhile, before the file was there, does not have it.
                Ok(()) => lists.derivatives.note(name, CachedFile { bytes, used: SystemTime::now() }),
                Err(_) => lists.derivatives.forget(name),
            }
        }
        written
    }

    /// Makes room for an access form that is to be written, and counts it; whether there is any.
    ///
    /// # Errors
    /// A folder that cannot be listed.
    pub(super) fn admit_access(&self, name: &str, bytes: u64) -> io::Result<bool> {
        let (evicted, evicted_access) = {
            let mut guard = self.lock();
            let Lists { derivatives, access } = self.listed(&mut guard)?;
            let most_bytes = self.most_access_bytes();
            if bytes > most_bytes {
                access.forget(name);
                return Ok(false);
            }
            access.note(name, CachedFile { bytes, used: SystemTime::now() });
            let evicted = access.shrink(most_bytes, name);
            let left_bytes = self.budget_bytes.saturating_sub(access.total_bytes);
            (derivatives.shrink(left_bytes, ""), evicted)
        };
        remove(&self.folders.derivatives, &evicted);
        remove(&self.folders.access, &evicted_access);
        Ok(true)
    }

    /// Notes an access form that has been written: the list may have been made anew since it was admitted.
    pub(super) fn note_access(&self, name: &str, bytes: u64) {
        if let Some(lists) = &mut *self.lock() {
            lists.access.note(name, CachedFile { bytes, used: SystemTime::now() });
        }
    }

    /// The names of all access forms on disk.
    ///
    /// # Errors
    /// A folder that cannot be listed.
    pub(super) fn access_forms(&self) -> io::Result<Vec<String>> {
        let found = file::list(&self.folders.access, file::is_access_form)?;
        let name = |found| match found {
            file::Found::Kept { name, .. } => Some(name),
            file::Found::Leftover(_) => None,
        };
        Ok(found.into_iter().filter_map(name).collect())
    }

    /// Whether there is room for another access form of usual size, so that none has to leave for it.
    pub(super) fn has_room_for_access(&self) -> bool {
        // To where the list is brought back when it passes the whole: from there on others would have to leave.
        let most_bytes = self.most_access_bytes() / 100 * list::REFILL_PERCENT;
        let mut guard = self.lock();
        self.listed(&mut guard).is_ok_and(|lists| {
            let (count, total_bytes) = (lists.access.files.len() as u64, lists.access.total_bytes);
            total_bytes + total_bytes.checked_div(count).unwrap_or(0) < most_bytes
        })
    }

    /// Notes that an access form was used; on disk too if it was opened, as that of a derivative.
    pub(super) fn touch_access(&self, name: &str, opened: bool) {
        let now = SystemTime::now();
        if opened {
            file::note_use(&self.folders.access.join(name), now);
        }
        if let Some(lists) = &mut *self.lock() {
            lists.access.touch(name, now);
        }
    }

    /// An access form is no longer there, or was not written after all.
    pub(super) fn forget_access(&self, name: &str) {
        if let Some(lists) = &mut *self.lock() {
            lists.access.forget(name);
        }
    }

    fn most_access_bytes(&self) -> u64 {
        (self.budget_bytes / 4 * 3).max(self.access_floor_bytes)
    }

    /// What is in the folders; lists them if nobody has yet, and removes what is over a budget that was larger
    /// before.
    fn listed<'a>(&self, guard: &'a mut Option<Lists>) -> io::Result<&'a mut Lists> {
        // Scanned under the lock, which is passed in: what two that scan note meanwhile would be lost.
        match guard {
            Some(lists) => Ok(lists),
            empty => {
                let mut lists = self.scan()?.0;
                let (evicted, evicted_access) = self.shrink(&mut lists, self.budget_bytes);
                remove(&self.folders.derivatives, &evicted);
                remove(&self.folders.access, &evicted_access);
                Ok(empty.insert(lists))
            }
        }
    }

    /// Takes off the lists what is over the budget; gives the names of derivatives and of access forms.
    fn shrink(&self, lists: &mut Lists, budget_bytes: u64) -> (Vec<String>, Vec<String>) {
        let evicted_access = lists.access.shrink(self.most_access_bytes(), "");
        let left_bytes = budget_bytes.saturating_sub(lists.access.total_bytes);
        (lists.derivatives.shrink(left_bytes, ""), evicted_access)
    }

    /// Removes every derivative.
    pub(super) fn clear(&self) -> io::Result<Swept> {
        self.tidy(0)
    }

    /// Lists the folder anew and removes what is over the budget.
    pub(super) fn sweep(&self) -> io::Result<Swept> {
        self.tidy(self.budget_bytes)
    }

    /// Leaves as many derivatives as the budget has room for beside the access forms, and those within theirs.
    fn tidy(&self, budget_bytes: u64) -> io::Result<Swept> {
        let (swept, paths) = {
            let mut guard = self.lock();
            let (mut lists, leftovers) = self.scan()?;
            let (evicted, evicted_access) = self.shrink(&mut lists, budget_bytes);
            let kept = &lists.derivatives;
            let swept = Swept { removed: 0, kept: kept.files.len() as u64, kept_bytes: kept.total_bytes };
            *guard = Some(lists);
            remove(&self.folders.access, &evicted_access);
            let paths = evicted.iter().map(|name| self.folders.derivatives.join(name)).chain(leftovers);
            (swept, paths.collect::<Vec<_>>())
        };
        let (mut swept, mut result) = (swept, Ok(()));
        for path in paths {
            match std::fs::remove_file(path) {
                Ok(()) => swept.removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        result.map(|()| swept)
    }

    /// Lists what is in the folders, and the temporary files of writes that broke long ago.
    fn scan(&self) -> io::Result<(Lists, Vec<PathBuf>)> {
        let mut lists = Lists::default();
        let mut leftovers = Vec::new();
        for found in file::list(&self.folders.derivatives, file::is_derivative)? {
            match found {
                file::Found::Kept { name, bytes, used } => {
                    lists.derivatives.note(&name, CachedFile { bytes, used });
                }
                file::Found::Leftover(path) => leftovers.push(path),
            }
        }
        for found in file::list(&self.folders.access, file::is_access_form)? {
            if let file::Found::Kept { name, bytes, used } = found {
                lists.access.note(&name, CachedFile { bytes, used });
            }
        }
        Ok((lists, leftovers))
    }

    /// Removes every derivative of an original; gives how many there were.
    pub(super) fn forget(&self, original: &Digest) -> io::Result<u64> {
        let of_it = format!("{original}-");
        let (mut removed, mut result) = (0, Ok(()));
        for found in file::list(&self.folders.derivatives, file::is_derivative)? {
            // By the folder and not by the list, which is not made before something is written and knows nothing of
            // what another process has put there.
            let file::Found::Kept { name, .. } = found else { continue };
            if !name.rsplit('/').next().is_some_and(|file| file.starts_with(&of_it)) {
                continue;
            }
            match std::fs::remove_file(self.folders.derivatives.join(&name)) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        // It is counted anew when it is next written to.
        *self.lock() = None;
        result.map(|()| removed)
    }

    pub(super) fn failures(&self) -> u64 {
        self.failures.load(Ordering::Relaxed)
    }

    pub(super) fn damaged(&self) -> u64 {
        self.damaged.load(Ordering::Relaxed)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Lists>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Removes what was taken off a list; what is gone already costs nothing.
fn remove(folder: &Path, names: &[String]) {
    for name in names {
        drop(std::fs::remove_file(folder.join(name)));
    }
}

#[cfg(test)]
mod tests;
