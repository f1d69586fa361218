//! The staff's side: signing in, accounts, the log. Who may do what is asked at one door, by the route table.

pub(super) mod account;
pub(super) mod audit;
pub(super) mod changes;
mod cookie;
pub(super) mod door;
mod form;
pub(super) mod hand;
pub(super) mod invitation;
mod line;
mod member;
pub(super) mod notices;
mod page;
pub(super) mod people;
pub(super) mod sign_in;
pub(super) mod staff_home;
pub(super) mod times;
pub(super) mod uploads;
mod visit;
mod way_on;
