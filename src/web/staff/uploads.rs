//! Uploads over HTTP: the promise, the bytes, what has come, and the doors without script and for programs.
//!
//! The protocol of the bytes is tus 1.0 (core, creation, checksum, termination), spoken here and not by a library: those
//! that there are make up the file's id, its place and its length themselves, and take what lies in the file for what has
//! been synced. Here all of that is the promise's, and an offset is told when it holds through a loss of power.

mod change;
mod form;
mod list;
mod thumbnail;
mod tus;
pub(super) mod words;

pub(in crate::web) use form::take_survey_file;
pub(in crate::web) use list::{list_files, take_files};
pub(in crate::web) use thumbnail::show_thumbnail;
pub(in crate::web) use tus::{create, offset, options, send, terminate};
