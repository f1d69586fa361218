//! One file of the disk cache, and the listing of them.
//!
//! `BZD3`, width and height in pixels, length (each 4 bytes, little-endian), SHA-256 of the name, of those and of
//! the picture, then the picture. So one that lies under another's name is damaged too.

use std::fs::{File, FileTimes, OpenOptions};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use sha2::{Digest as _, Sha256};

use super::super::super::{Digest, Format, Rendered};

const MAGIC: &[u8; 4] = b"BZD3";
/// What is summed up begins behind the magic.
const SIDES: std::ops::Range<usize> = 4..16;
const HEADER_BYTES: usize = 48;

/// Uses closer together than this are not noted on disk.
const USE_NOTED_EVERY: Duration = Duration::from_secs(3600);

/// Temporary files older than this belong to no write that still runs.
const LEFTOVER_AFTER: Duration = Duration::from_secs(3600);

/// The file is not what was written.
pub(super) struct Damaged;

pub(super) fn pack(name: &str, made: &Rendered) -> Vec<u8> {
    let mut packed = Vec::with_capacity(HEADER_BYTES + made.bytes.len());
    packed.extend(MAGIC);
    packed.extend(made.width_px.to_le_bytes());
    packed.extend(made.height_px.to_le_bytes());
    packed.extend((made.bytes.len() as u32).to_le_bytes());
    let sum = sum(name, &packed[SIDES], &made.bytes);
    packed.extend(sum);
    packed.extend(&made.bytes);
    packed
}

/// Reads a file and notes that it was used; `None` if there is none to be read.
pub(super) fn read(path: &Path, name: &str, now: SystemTime) -> Option<Result<Rendered, Damaged>> {
    let mut file = File::open(path).ok()?;
    let mut packed = Vec::new();
    file.read_to_end(&mut packed).ok()?;
    let unpacked = unpack(name, packed);
    if unpacked.is_ok() {
        note_use(path, now);
    }
    Some(unpacked)
}

/// Notes on a file that it was used. A read-only cache still serves; it only forgets the order.
pub(super) fn note_use(path: &Path, now: SystemTime) {
    let last = path.metadata().and_then(|about| about.modified()).unwrap_or(SystemTime::UNIX_EPOCH);
    // A time to come, of a clock that was set back since, is left alone: it costs the right order, no picture.
    if now.duration_since(last).is_ok_and(|since| since > USE_NOTED_EVERY) {
        let writable = OpenOptions::new().write(true).open(path);
        drop(writable.and_then(|file| file.set_times(FileTimes::new().set_modified(now))));
    }
}

fn sum(name: &str, sides: &[u8], picture: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(name).chain_update(sides).chain_update(picture).finalize().into()
}

fn unpack(name: &str, mut packed: Vec<u8>) -> Result<Rendered, Damaged> {
    let (magic, rest) = packed.split_first_chunk::<4>().ok_or(Damaged)?;
    let (width_px, rest) = rest.split_first_chunk::<4>().ok_or(Damaged)?;
    let (height_px, rest) = rest.split_first_chunk::<4>().ok_or(Damaged)?;
    let (length, rest) = rest.split_first_chunk::<4>().ok_or(Damaged)?;
    let (sum, bytes) = rest.split_first_chunk::<32>().ok_or(Damaged)?;
    let whole = magic == MAGIC
        && bytes.len() == u32::from_le_bytes(*length) as usize
        && self::sum(name, &packed[SIDES], bytes) == *sum;
    if !whole {
        return Err(Damaged);
    }
    let (width_px, height_px) = (u32::from_le_bytes(*width_px), u32::from_le_bytes(*height_px));
    packed.drain(..HEADER_BYTES);
    Ok(Rendered { bytes: packed, width_px, height_px })
}

/// Something the cache has written.
pub(super) enum Found {
    Kept { name: String, bytes: u64, used: SystemTime },
    Leftover(PathBuf),
}

/// Lists a cache folder; `is_own` knows its files by their names and that of their folder. One that is not there holds nothing. Files of other names are passed over.
pub(super) fn list(folder: &Path, is_own: fn(&str, &str) -> bool) -> io::Result<Vec<Found>> {
    let mut found = Vec::new();
    for entry in entries(folder)? {
        let entry = entry?;
        let Ok(prefix) = entry.file_name().into_string() else { continue };
        let is_prefix = prefix.len() == 2 && prefix.bytes().all(|digit| digit.is_ascii_hexdigit());
        if !is_prefix || !entry.file_type()?.is_dir() {
            continue;
        }
        for entry in entries(&entry.path())? {
            let entry = entry?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let about = match entry.metadata() {
                Ok(about) if about.is_file() => about,
                _ => continue,
            };
            let used = about.modified().unwrap_or(SystemTime::UNIX_EPOCH);
            if is_own(&name, &prefix) {
                found.push(Found::Kept { name: format!("{prefix}/{name}"), bytes: about.len(), used });
            } else if name.starts_with('.')
                && name.ends_with(".tmp")
                && used.elapsed().is_ok_and(|age| age > LEFTOVER_AFTER)
            {
                found.push(Found::Leftover(entry.path()));
            }
        }
    }
    Ok(found)
}

fn entries(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<std::fs::DirEntry>>> {
    match std::fs::read_dir(folder) {
        Ok(entries) => Ok(Some(entries).into_iter().flatten()),
        // A file in the place of the folder: nothing is kept there, which is no reason to fail.
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(None.into_iter().flatten())
        }
        Err(error) => Err(error),
    }
}

/// Whether a file is a derivative's, by its name and that of its folder.
pub(super) fn is_derivative(name: &str, prefix: &str) -> bool {
    let Some((digest, rest)) = name.split_once('-') else { return false };
    let Some((_, extension)) = rest.rsplit_once('.') else { return false };
    digest.starts_with(prefix)
        && digest.parse::<Digest>().is_ok()
        // Those that are made, with AVIF, which no original is: a file that is not known here is never counted and
        // never leaves.
        && Format::MADE.iter().any(|format| format.extension() == extension)
}

/// Whether a file is an access form's.
pub(super) fn is_access_form(name: &str, prefix: &str) -> bool {
    let digest = name.strip_suffix(".access");
    digest.is_some_and(|digest| digest.starts_with(prefix) && digest.parse::<Digest>().is_ok())
}
