//! What the operator grants the service.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::super::{Limits, SizeLimits};
use super::cache::FLOOR_BYTES;

/// How much the service may use.
#[derive(Debug, Clone)]
pub struct DerivativeOptions {
    /// Folder of the disk cache; made when first needed, safe to delete at any time.
    pub cache_dir: PathBuf,
    /// Folder of the access forms; the same, but all of them are made anew then.
    pub access_dir: PathBuf,
    /// Memory that access forms may take which were used lately, in bytes.
    pub access_memory_bytes: u64,
    /// Bytes that derivatives and access forms may take on disk together; 0 keeps no derivative.
    pub cache_budget_bytes: u64,
    /// Bytes that access forms may take whatever that budget: without them every derivative costs a whole
    /// original.
    pub access_floor_bytes: u64,
    /// Bytes of finished derivatives held in memory.
    pub memory_budget_bytes: u64,
    /// Pictures decoded at the same time.
    pub workers: usize,
    /// Jobs that may wait for a worker; one more is refused as [`Busy`](super::DerivativeError::Busy).
    pub max_queue: usize,
    /// Memory that all decoding at the same time may take, in bytes. A picture that needs more than this
    /// is decoded alone.
    pub decode_budget_bytes: u64,
    /// How long one caller waits for an answer.
    pub timeout: Duration,
    /// What an original may cost.
    pub limits: Limits,
    /// How large a derivative may be.
    pub size_limits: SizeLimits,
    /// Whether AVIF is made; it takes a second of a processor where the others take hundredths.
    pub avif: bool,
}

impl DerivativeOptions {
    /// Sensible bounds for one machine, everything in one folder: 2 GiB of disk, 16 MiB of memory for
    /// derivatives and as much for access forms, as many workers as processors, 640 MiB for decoding, 15 s.
    pub fn new(folder: impl AsRef<Path>) -> DerivativeOptions {
        DerivativeOptions {
            cache_dir: folder.as_ref().join("images"),
            access_dir: folder.as_ref().join("access"),
            access_memory_bytes: 16 << 20,
            cache_budget_bytes: 2 << 30,
            access_floor_bytes: FLOOR_BYTES,
            memory_budget_bytes: 16 << 20,
            workers: std::thread::available_parallelism().map_or(2, usize::from),
            max_queue: 256,
            decode_budget_bytes: 640 << 20,
            timeout: Duration::from_secs(15),
            limits: Limits::default(),
            size_limits: SizeLimits::default(),
            avif: true,
        }
    }
}
