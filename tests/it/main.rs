//! One binary for all integration tests, laid out as the program is.

mod archives;
mod check;
mod image;
mod program;
mod store;
