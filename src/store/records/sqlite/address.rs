//! Where a database lies: its address, its file, the log beside it.

use std::io;
use std::path::{Path, PathBuf};

use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, percent_encode};
use sqlx::any::AnyConnectOptions;

use super::Opening;
use crate::store::{StoreError, file};

pub(in crate::store::records) fn url_of(path: &Path) -> String {
    const RESERVED: &AsciiSet = &CONTROLS.add(b' ').add(b'%').add(b'?').add(b'#').add(b'\\');
    format!("sqlite:{}", percent_encode(path.as_os_str().as_encoded_bytes(), RESERVED))
}

/// The file that `url` names, absolute, in a folder that exists.
pub(super) fn path_of(url: &str) -> Result<PathBuf, StoreError> {
    let refuse = |reason| StoreError::Address { url: url.to_owned(), reason };
    let encoded = url.strip_prefix("sqlite:").ok_or_else(|| refuse("it does not begin with sqlite:"))?;
    let encoded = encoded.strip_prefix("//").unwrap_or(encoded);
    if encoded.contains(['?', '#']) {
        return Err(refuse("it takes no parameters; write ? and # as %3F and %23"));
    }
    let decoded = percent_decode_str(encoded).decode_utf8().map_err(|_| refuse("its path is not UTF-8"))?;
    // Such a database is gone with the process, and each connection would have one of its own.
    if decoded.contains('\0') || decoded.starts_with(":memory:") {
        return Err(refuse("its path is not a file's"));
    }
    let path = Path::new(&*decoded);
    let name = path.file_name().ok_or_else(|| refuse("its path names no file"))?;
    let folder = file::folder_of(path);
    let folder = folder.canonicalize().map_err(|source| StoreError::of_file(folder, source))?;
    Ok(folder.join(name))
}

pub(super) fn options(path: &Path, mode: &str) -> Result<AnyConnectOptions, StoreError> {
    // `sqlite:/srv/…` would lose its root; `sqlite:///srv/…` does not.
    let address = url_of(path).replacen("sqlite:", "sqlite://", 1) + "?mode=" + mode;
    Ok(address.parse()?)
}

/// The file beside the database that commits are written to first.
pub(super) fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

/// Refuses a place without a database where there has to be one, or has been one: its log is still there.
pub(super) fn refuse_nothing(path: &Path, opening: Opening) -> Result<(), StoreError> {
    let length = |path: &Path| match std::fs::metadata(path) {
        Ok(found) => Ok(found.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(StoreError::of_file(path, error)),
    };
    if length(path)? > 0 {
        return Ok(());
    }
    // SQLite would take such a log for a stale one and delete it, and with it the last that is left of the archive.
    if length(&log_of(path))? > 0 {
        return Err(StoreError::Lost(path.to_owned()));
    }
    if opening == Opening::Existing { Err(StoreError::NoRecords(path.to_owned())) } else { Ok(()) }
}
