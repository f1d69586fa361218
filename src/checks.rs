//! The checks of what is written: each text held against the records it belongs to and refers to.
//!
//! `references` finds what a text refers to in vain and what cannot be shown of it; `grounds` holds passages and numbers
//! to their sources. Nothing here knows files: a fault names a record and a place in it, and whoever has files says
//! where that stands. What is wrong with a record by itself is found by the model.

mod evidence;
mod fault;
mod grounds;
mod references;

pub use fault::{TextFault, TextFaultCode, WhereInRecord, Written};
pub use grounds::{ungrounded_numbers, ungrounded_passages};
pub use references::check_texts;
