//! What SQLite's errors mean for an archive.

use std::path::Path;

use sqlx::error::DatabaseError;
use sqlx::sqlite::SqliteError;

use crate::store::{StoreError, file};

// https://www.sqlite.org/rescode.html; an extended code keeps its primary one in the low byte.
const SQLITE_BUSY: i32 = 5;
const SQLITE_LOCKED: i32 = 6;
const SQLITE_READONLY: i32 = 8;
const SQLITE_IOERR: i32 = 10;
const SQLITE_CORRUPT: i32 = 11;
const SQLITE_FULL: i32 = 13;
const SQLITE_CANTOPEN: i32 = 14;
const SQLITE_NOTADB: i32 = 26;

/// What an error of the database means, if it is SQLite's and means something in particular.
pub(in crate::store) fn meaning(error: &dyn DatabaseError) -> Option<StoreError> {
    match primary_code(error)? {
        SQLITE_BUSY | SQLITE_LOCKED => Some(StoreError::Busy),
        SQLITE_READONLY => Some(StoreError::ReadOnly),
        SQLITE_FULL => Some(StoreError::Full),
        SQLITE_CORRUPT | SQLITE_NOTADB => Some(StoreError::Damaged(error.message().to_owned())),
        _ => None,
    }
}

/// What an error of input or output on the database `path` means: where its shared memory cannot grow, SQLite does not
/// say whether there is no room or the disk fails, so it is tried.
pub(super) fn of_the_disk(path: &Path, error: StoreError) -> StoreError {
    let StoreError::Failed(cause) = &error else { return error };
    let code = cause.downcast_ref::<sqlx::Error>().and_then(code_of);
    if code == Some(SQLITE_IOERR) && matches!(file::try_writing(file::folder_of(path)), Err(StoreError::Full))
    {
        return StoreError::Full;
    }
    error
}

/// What a failed opening means: SQLite says only that it "cannot open", the operating system knows why.
pub(super) fn refused(path: &Path, error: sqlx::Error) -> StoreError {
    match code_of(&error) {
        Some(SQLITE_CANTOPEN) => {}
        Some(SQLITE_IOERR) => return of_the_disk(path, error.into()),
        Some(SQLITE_NOTADB) => return StoreError::NotAnArchive(path.to_owned()),
        _ => return error.into(),
    }
    match file::try_opening(path) {
        Err(source) => StoreError::of_file(path, source),
        Ok(()) => error.into(),
    }
}

/// Whether another one has the database locked just now.
pub(super) fn is_busy(error: &sqlx::Error) -> bool {
    code_of(error) == Some(SQLITE_BUSY)
}

fn code_of(error: &sqlx::Error) -> Option<i32> {
    error.as_database_error().and_then(primary_code)
}

fn primary_code(error: &(dyn DatabaseError + 'static)) -> Option<i32> {
    let extended: i32 = error.try_downcast_ref::<SqliteError>()?.code()?.parse().ok()?;
    Some(extended & 0xff)
}
