//! Parts: files that grow as their bytes come, through cut lines and ends of the program, until they are whole.
//!
//! What [`Parts::append`] has told has been synced: it is there after a kill and after a loss of power. What was written and
//! not told may be there too, and then counts: file systems let a file grow only over bytes that they have.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};
use tokio::io::{AsyncSeekExt as _, AsyncWriteExt as _};

use super::file::{folder_of, sync_folder};
use super::{Digest, Key, StoreError};

/// Bytes that are gathered before they are written.
const GATHERED: usize = 256 << 10;

/// Behind the name of a part.
const ENDING: &str = ".part";

/// A folder of parts. Clones share it; who writes to a part must be its only writer.
#[derive(Debug, Clone)]
pub struct Parts {
    folder: PathBuf,
}

/// How adding to a part came to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All that came has been added.
    Whole,
    /// The line broke, or whoever waits gave up; what had come has been added.
    Cut,
    /// More came than there is room for; nothing has been added.
    TooMuch,
    /// What came has another digest; nothing has been added.
    OtherSum,
}

impl Parts {
    /// Keeps parts in `folder`, which is made if only its last part is missing.
    pub async fn open(folder: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let folder = folder.into();
        let made = {
            let folder = folder.clone();
            tokio::task::spawn_blocking(move || match fs::create_dir(&folder) {
                Ok(()) => sync_folder(folder_of(&folder)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
                Err(error) => Err(error),
            })
        };
        made.await?.map_err(|error| StoreError::of_file(&folder, error))?;
        Ok(Self { folder })
    }

    fn path(&self, name: &Key) -> PathBuf {
        self.folder.join(format!("{name}{ENDING}"))
    }

    /// How many bytes of a part are there, which then have been synced: whoever is told need not send them again.
    pub async fn size(&self, name: &Key) -> Result<u64, StoreError> {
        let synced = async {
            // For writing, as not every system syncs a file that is only open to be read.
            let file = tokio::fs::OpenOptions::new().write(true).open(self.path(name)).await?;
            file.sync_data().await?;
            Ok::<_, io::Error>(file.metadata().await?.len())
        };
        match synced.await {
            Ok(size) => Ok(size),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(StoreError::of_file(&self.path(name), error)),
        }
    }

    /// How many bytes of a part lie there, synced or not: to be shown, not to be told to who sends them.
    pub async fn written(&self, name: &Key) -> Result<u64, StoreError> {
        match tokio::fs::metadata(self.path(name)).await {
            Ok(found) => Ok(found.len()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
            Err(error) => Err(StoreError::of_file(&self.path(name), error)),
        }
    }

    /// Adds what comes behind the first `at` bytes of a part, up to `most` bytes of it in all, and syncs it; whatever lay
    /// behind them is written over. With a `sum` only what has that digest is added. Ends early when `until` does.
    ///
    /// Gives the size of the part then.
    pub async fn append<E>(
        &self,
        name: &Key,
        (at, most): (u64, u64),
        sum: Option<Digest>,
        pieces: impl Stream<Item = Result<Bytes, E>>,
        until: impl Future<Output = ()>,
    ) -> Result<(u64, Ended), StoreError> {
        let path = self.path(name);
        let failed = |error| StoreError::of_file(&path, error);
        // This cuts the file at `at`, or fills it with zeros up to there: `at` has to be what `size` told last,
        // and nobody else may write.
        let mut file = Growing::open(&path, at).await.map_err(failed)?;
        let (mut pieces, mut until) = (std::pin::pin!(pieces), std::pin::pin!(until));
        let mut hasher = sum.map(|_| Sha256::new());
        let ended = loop {
            // Either may win: a piece that is passed over here was not told, and is sent again.
            let piece = tokio::select! {
                piece = pieces.next() => piece,
                () = &mut until => break Ended::Cut,
            };
            let piece = match piece {
                None => break Ended::Whole,
                Some(Err(_)) => break Ended::Cut,
                Some(Ok(piece)) => piece,
            };
            if file.end + piece.len() as u64 > most {
                break Ended::TooMuch;
            }
            if let Some(hasher) = &mut hasher {
                hasher.update(&piece);
            }
            if let Err(error) = file.add(&piece).await {
                // What has not been compared must not count as having come. Where it cannot be cut off either, the
                // digest of the whole finds it.
                if sum.is_some() {
                    drop(file.finish(Some(at)).await);
                }
                return Err(failed(error));
            }
        };
        let is_other = match (ended, hasher, sum) {
            (Ended::Whole, Some(hasher), Some(sum)) => Digest::finish(hasher) != sum,
            _ => false,
        };
        let ended = if is_other { Ended::OtherSum } else { ended };
        // Of what cannot be compared nothing is known.
        let is_kept = ended == Ended::Whole || (ended == Ended::Cut && sum.is_none());
        let size = file.finish(if is_kept { None } else { Some(at) }).await.map_err(failed)?;
        Ok((size, ended))
    }

    /// The digest of all that is there of a part.
    pub async fn digest(&self, name: &Key) -> Result<Digest, StoreError> {
        let path = self.path(name);
        let read = {
            let path = path.clone();
            tokio::task::spawn_blocking(move || Digest::of_reader(fs::File::open(path)?))
        };
        read.await?.map_err(|error| StoreError::of_file(&path, error))
    }

    /// What reads a part whole, for whoever has the memory.
    pub fn reader(&self, name: &Key) -> impl FnOnce() -> io::Result<Vec<u8>> + Send + 'static {
        let path = self.path(name);
        move || fs::read(path)
    }

    /// A part as a file, for [`Blobs::put_file`](super::Blobs::put_file).
    pub(super) fn file(&self, name: &Key) -> PathBuf {
        self.path(name)
    }

    /// Removes a part; says whether it was there.
    pub async fn remove(&self, name: &Key) -> Result<bool, StoreError> {
        // Not synced: a part that comes back after a loss of power is compared, or cleared, once more.
        match tokio::fs::remove_file(self.path(name)).await {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(StoreError::of_file(&self.path(name), error)),
        }
    }

    /// Gives a part another name, over whatever has it.
    pub async fn rename(&self, from: &Key, to: &Key) -> Result<(), StoreError> {
        let (from, to, folder) = (self.path(from), self.path(to), self.folder.clone());
        let moved = tokio::task::spawn_blocking(move || {
            // Its bytes were synced when they were added; only the name is new.
            fs::rename(&from, &to)
                .and_then(|()| sync_folder(&folder))
                .map_err(|error| StoreError::of_file(&from, error))
        });
        moved.await?
    }

    /// Every part, with when it was last written.
    pub async fn list(&self) -> Result<Vec<(Key, Timestamp)>, StoreError> {
        let folder = self.folder.clone();
        let listed = tokio::task::spawn_blocking(move || {
            let mut parts = Vec::new();
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let name = entry.file_name();
                let name = name.to_str().and_then(|name| name.strip_suffix(ENDING));
                let Some(name) = name.and_then(|name| Key::new(name).ok()) else { continue };
                let written = entry.metadata()?.modified()?;
                // A time that cannot be told counts as long ago: who clears asks whether the part is waited for.
                parts.push((name, Timestamp::try_from(written).unwrap_or(Timestamp::MIN)));
            }
            Ok(parts)
        });
        listed.await?.map_err(|error: io::Error| StoreError::of_file(&self.folder, error))
    }

    /// Bytes that may still be written to the disk.
    pub async fn free_bytes(&self) -> Result<u64, StoreError> {
        let folder = self.folder.clone();
        let found = tokio::task::spawn_blocking(move || rustix::fs::statvfs(&folder));
        let found = found.await?.map_err(|error| StoreError::of_file(&self.folder, error.into()))?;
        // Not `f_bfree`: what the system keeps back for root is of no use to a server.
        Ok(found.f_bavail.saturating_mul(found.f_frsize))
    }
}

/// A part that is open.
struct Growing {
    file: tokio::fs::File,
    gathered: BytesMut,
    /// Bytes of it with those that are gathered.
    end: u64,
}

impl Growing {
    async fn open(path: &Path, at: u64) -> io::Result<Self> {
        let is_new = !tokio::fs::try_exists(path).await?;
        let mut file =
            tokio::fs::OpenOptions::new().create(true).truncate(false).write(true).open(path).await?;
        // The name too has to last through a loss of power, before any offset is told.
        if is_new {
            let folder = folder_of(path).to_owned();
            tokio::task::spawn_blocking(move || sync_folder(&folder)).await.map_err(io::Error::other)??;
        }
        file.set_len(at).await?;
        file.seek(io::SeekFrom::Start(at)).await?;
        Ok(Self { file, gathered: BytesMut::new(), end: at })
    }

    async fn add(&mut self, piece: &Bytes) -> io::Result<()> {
        self.end += piece.len() as u64;
        self.gathered.extend_from_slice(piece);
        // What comes over a line comes in some kilobytes, and each write of tokio's is a trip to another thread.
        if self.gathered.len() >= GATHERED {
            self.file.write_all(&self.gathered).await?;
            self.gathered.clear();
        }
        Ok(())
    }

    /// Makes what has come last, or takes the part back to what it was.
    async fn finish(mut self, back_to: Option<u64>) -> io::Result<u64> {
        match back_to {
            None => self.file.write_all(&self.gathered).await?,
            Some(at) => {
                self.file.flush().await?;
                self.file.set_len(at).await?;
                self.end = at;
            }
        }
        // `sync_data` by itself passes over an error of the write before it, which `flush` tells.
        self.file.flush().await?;
        self.file.sync_data().await?;
        Ok(self.end)
    }
}
