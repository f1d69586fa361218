//! One binary for all integration tests, laid out as the program is.

mod image;
mod store;
