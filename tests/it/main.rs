//! One binary for all integration tests, laid out as the program is.

mod archive;
mod archives;
mod changes;
mod check;
mod cli;
mod datums;
mod exchange;
mod failing;
mod grounds;
mod image;
mod interop;
mod layers;
mod letters;
mod people;
mod program;
mod search;
mod serving;
mod store;
mod templates;
mod uploads;
mod web;
