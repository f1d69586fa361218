//! Access forms at hand: those used lately in memory, the others on disk, and made where there are none.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use super::cache::Cache;
use super::pool::{Seat, Weight};
use super::{DerivativeError, Service, count};
use crate::image::access::{Access, AccessForm, making_bytes, name};
use crate::image::{Digest, OriginalError, RenderError, probe};

/// Originals that are larger are counted before they are read, and made ready one at a time.
const SMALL_BYTES: u64 = 8 << 20;

pub(super) struct Accesses {
    folder: PathBuf,
    lately: moka::future::Cache<Digest, Arc<AccessForm>>,
}

impl Accesses {
    pub(super) fn new(folder: PathBuf, memory_bytes: u64) -> Accesses {
        let weigh =
            |_: &Digest, access: &Arc<AccessForm>| u32::try_from(access.weight_bytes()).unwrap_or(u32::MAX);
        let lately = moka::future::Cache::builder().max_capacity(memory_bytes).weigher(weigh).build();
        Accesses { folder, lately }
    }

    /// Whether the access form of an original is on disk.
    pub(super) async fn has(&self, original: &Digest) -> bool {
        let path = self.folder.join(name(original));
        tokio::task::spawn_blocking(move || AccessForm::is_at(&path)).await.unwrap_or(false)
    }

    /// Removes the access form of an original; gives 1 if there was one.
    pub(super) fn forget(&self, original: &Digest, disk: &Cache) -> io::Result<u64> {
        // All of them: one by itself is taken out by a future, which nobody can wait for here. The others are
        // opened again when they are wanted.
        self.lately.invalidate_all();
        let name = name(original);
        disk.forget_access(&name);
        match std::fs::remove_file(self.folder.join(name)) {
            Ok(()) => Ok(1),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(error),
        }
    }

    /// Removes every access form. Other files are left.
    pub(super) fn clear(&self, disk: &Cache) -> io::Result<u64> {
        self.lately.invalidate_all();
        let mut removed = 0;
        let mut result = Ok(());
        for name in disk.access_forms()? {
            disk.forget_access(&name);
            match std::fs::remove_file(self.folder.join(name)) {
                Ok(()) => removed += 1,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => result = result.and(Err(error)),
            }
        }
        result.map(|()| removed)
    }
}

/// Whether the access form of an original need not be made: it is in memory, or on disk.
pub(super) async fn is_at_hand(service: &Service, original: &Digest) -> bool {
    service.accesses.lately.contains_key(original) || service.accesses.has(original).await
}

/// Opens the access form of an original, and makes none. Waits for nobody, so that a seat may be held meanwhile.
pub(super) async fn open(
    service: &Arc<Service>,
    original: Digest,
) -> Result<Option<Arc<AccessForm>>, DerivativeError> {
    if let Some(access) = service.accesses.lately.get(&original).await {
        service.disk.touch_access(&name(&original), false);
        return Ok(Some(access));
    }
    let Some(access) = from_disk(service, original).await? else { return Ok(None) };
    let access = Arc::new(access);
    service.accesses.lately.insert(original, access.clone()).await;
    Ok(Some(access))
}

/// Gives the access form of an original; whoever else needs it at the same time waits for the same one. Who makes it
/// enters the pool for that, and is left in its `seat`; to be called by nobody who holds another.
pub(super) async fn get(
    service: &Arc<Service>,
    seat: &mut Option<Seat>,
    original: Digest,
) -> Result<Arc<AccessForm>, DerivativeError> {
    // Should the one who makes it leave, another of those who wait for it begins it anew.
    let got = service.accesses.lately.try_get_with(original, open_or_make(service, seat, original)).await;
    // Uses in memory count as well, or the forms in most use would look the longest unused and leave first.
    service.disk.touch_access(&name(&original), false);
    got.map_err(|error| (*error).clone())
}

/// Forgets the access form of an original, in memory and on disk: it could not be read.
pub(super) async fn forget(service: &Service, original: &Digest) {
    service.accesses.lately.invalidate(original).await;
    service.disk.forget_access(&name(original));
    let path = service.accesses.folder.join(name(original));
    // What cannot be removed will not be read either: it is made anew in its place, or in memory.
    drop(tokio::task::spawn_blocking(move || std::fs::remove_file(path)).await);
}

async fn from_disk(service: &Arc<Service>, original: Digest) -> Result<Option<AccessForm>, DerivativeError> {
    let service = service.clone();
    let open = move || {
        let opened = AccessForm::open(&service.accesses.folder.join(name(&original)), &original)?;
        service.disk.touch_access(&name(&original), true);
        Some(opened)
    };
    tokio::task::spawn_blocking(open).await.map_err(|_| DerivativeError::Panicked)
}

async fn open_or_make(
    service: &Arc<Service>,
    seat: &mut Option<Seat>,
    original: Digest,
) -> Result<Arc<AccessForm>, DerivativeError> {
    if let Some(access) = from_disk(service, original).await? {
        return Ok(Arc::new(access));
    }
    // Here and not before: those who wait for the same form would else take every worker and do nothing.
    let seat = &*seat.insert(service.enter(Weight::Light).await?);
    let size_bytes = service.originals.size_bytes(&original).await?;
    // Before the bytes are read: else many large originals would lie in memory together, counted nowhere.
    let held = if size_bytes > SMALL_BYTES { Some(service.pool.hold(size_bytes).await?) } else { None };
    let bytes = service.originals.original(&original).await?;
    let limits = service.options.limits.clone();
    let probed = {
        let (bytes, limits, seat) = (bytes.clone(), limits.clone(), seat.clone());
        tokio::task::spawn_blocking(move || {
            // Kept to the end of this, whether or not anybody waits for it still.
            let _seat = seat;
            // What has rotten is not looked at: it might still be a picture, and a wrong one.
            if Digest::of(&bytes) != original {
                return (held, Err(RenderError::Unread(OriginalError::Damaged(original))));
            }
            let probed = probe(&bytes, &limits).map_err(RenderError::from);
            drop(bytes);
            (held, probed)
        })
        .await
    };
    let (held, probed) = probed.map_err(|_| DerivativeError::Panicked)?;
    let probe = probed?;
    let (on_worker, path) = (service.clone(), service.accesses.folder.join(name(&original)));
    let made = service.pool.run(seat, making_bytes(&probe), held, move || {
        let access = Access::make(&bytes, &probe, &limits)?;
        let (disk, mut admitted_bytes) = (&on_worker.disk, None);
        let admit = |bytes| {
            let has_room = disk.admit_access(&name(&original), bytes)?;
            admitted_bytes = has_room.then_some(bytes);
            Ok(has_room)
        };
        let (form, kept) = AccessForm::kept_at(&path, &original, access, admit);
        match (&kept, admitted_bytes) {
            (Ok(()), Some(bytes)) => disk.note_access(&name(&original), bytes),
            (Ok(()), None) => {}
            // It was counted when it was admitted, and is not there.
            (Err(_), _) => disk.forget_access(&name(&original)),
        }
        Ok::<_, RenderError>((form, kept))
    });
    let (access, kept) = made.await??;
    if let Err(error) = kept {
        // A full disk costs speed and no answer: the form serves from memory.
        count(&service.counts.access_failures);
        tracing::warn!(%error, "an access form could not be kept");
    }
    count(&service.counts.prepared);
    Ok(Arc::new(access))
}
