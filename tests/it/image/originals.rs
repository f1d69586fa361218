//! Originals the tests can hold back, and the service over them.

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use baozhai::image::{
    DerivativeOptions, Derivatives, Digest, Format, OriginalError, Originals, Request, Stats,
};
use bytes::Bytes;
use tokio::sync::Semaphore;

use super::pictures::{jpeg, quarters, wide};

/// Blobs behind a gate.
pub(super) struct Gated {
    blobs: Mutex<HashMap<Digest, Bytes>>,
    gate: Semaphore,
    asked: AtomicU64,
    parts_gate: Semaphore,
    readers: AtomicU64,
}

impl Gated {
    pub(super) fn open() -> Gated {
        Gated {
            blobs: Mutex::default(),
            gate: Semaphore::new(Semaphore::MAX_PERMITS),
            asked: AtomicU64::new(0),
            parts_gate: Semaphore::new(Semaphore::MAX_PERMITS),
            readers: AtomicU64::new(0),
        }
    }

    /// Holds every request back until [`Gated::lift`].
    pub(super) fn closed() -> Gated {
        Gated { gate: Semaphore::new(0), ..Gated::open() }
    }

    pub(super) fn lift(&self) {
        self.gate.add_permits(Semaphore::MAX_PERMITS);
    }

    /// Holds back whoever reads parts of an original, which workers do while they make a picture.
    pub(super) fn with_parts_held(self) -> Gated {
        Gated { parts_gate: Semaphore::new(0), ..self }
    }

    pub(super) fn lift_parts(&self) {
        self.parts_gate.add_permits(Semaphore::MAX_PERMITS);
    }

    /// How many have begun to read parts.
    pub(super) fn readers(&self) -> u64 {
        self.readers.load(Ordering::Relaxed)
    }

    pub(super) fn add(&mut self, bytes: Vec<u8>) -> Digest {
        let digest = Digest::of(&bytes);
        self.put(digest, bytes);
        digest
    }

    /// Puts bytes in the place of an original, right or not.
    pub(super) fn put(&self, digest: Digest, bytes: Vec<u8>) {
        self.blobs.lock().expect("is whole").insert(digest, bytes.into());
    }

    fn get(&self, digest: &Digest) -> Result<Bytes, OriginalError> {
        self.blobs.lock().expect("is whole").get(digest).cloned().ok_or(OriginalError::Missing)
    }

    /// Adds a photograph of 400 × 300 px.
    pub(super) fn add_photo(&mut self) -> Digest {
        self.add(jpeg(&quarters(400, 300)))
    }

    /// Asks for that photograph in a width.
    pub(super) fn photo_wide(photo: Digest, width_px: u32, format: Format) -> Request {
        Request::new(photo, wide((400, 300), width_px, format))
    }

    /// How often a whole original was asked for.
    pub(super) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }
}

#[async_trait::async_trait]
impl Originals for Gated {
    async fn size_bytes(&self, digest: &Digest) -> Result<u64, OriginalError> {
        Ok(self.get(digest)?.len() as u64)
    }

    async fn original(&self, digest: &Digest) -> Result<Bytes, OriginalError> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        let _open = self.gate.acquire().await.expect("stays open");
        self.get(digest)
    }

    async fn ranges(&self, digest: &Digest, ranges: &[Range<u64>]) -> Result<Vec<Bytes>, OriginalError> {
        self.readers.fetch_add(1, Ordering::Relaxed);
        let _open = self.parts_gate.acquire().await.expect("stays open");
        let bytes = self.get(digest)?;
        let part = |range: &Range<u64>| {
            let is_inside = range.end <= bytes.len() as u64;
            is_inside.then(|| bytes.slice(range.start as usize..range.end as usize))
        };
        let cut_off = || OriginalError::Unavailable("it ends before".into());
        ranges.iter().map(|range| part(range).ok_or_else(cut_off)).collect()
    }
}

/// The service with small means: two workers, nothing kept in memory.
pub(super) fn service(
    folder: &Path,
    originals: &Arc<Gated>,
    set: impl FnOnce(&mut DerivativeOptions),
) -> Derivatives {
    let mut options = DerivativeOptions::new(folder);
    options.workers = 2;
    options.memory_budget_bytes = 0;
    set(&mut options);
    Derivatives::new(options, originals.clone())
}

/// Waits until the service has come to a state, which it must.
pub(super) async fn until(service: &Derivatives, mut state: impl FnMut(Stats) -> bool) {
    while !state(service.stats()) {
        tokio::task::yield_now().await;
    }
}
