//! What pages show, ready to print: the shapes of `templates/README.md`, one file a kind of thing.

pub(super) mod cite;
pub(super) mod entry;
pub(super) mod essay;
pub(super) mod handover;
pub(super) mod hit;
pub(super) mod map;
pub(super) mod page;
pub(super) mod pager;
pub(super) mod picture;
pub(super) mod point;
pub(super) mod prose;
pub(super) mod reader;
pub(super) mod record;
pub(super) mod source;
pub(super) mod statement;
pub(super) mod table;
pub(super) mod then_and_now;
pub(super) mod whereabouts;
