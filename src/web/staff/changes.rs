//! Changes as the staff have them in hand: lists, the form, the review, what became of a record.

pub(in crate::web) mod attach;
pub(in crate::web) mod begin;
mod compared;
mod conflicts;
pub(in crate::web) mod draft_essay;
pub(in crate::web) mod edit;
mod fields;
mod found;
pub(in crate::web) mod history;
mod looked_at;
mod papers;
mod photo_card;
mod photos;
pub(in crate::web) mod pictures;
mod positions;
mod posted;
pub(in crate::web) mod preview;
mod published;
pub(in crate::web) mod queue;
mod remarks;
mod rest;
pub(in crate::web) mod review;
mod sections;
pub(in crate::web) mod slip;
pub(in crate::web) mod withdraw;
pub(in crate::web) mod words;
