//! HTTP: addresses, pages, assets, and the rules every answer keeps.
//!
//! A handler extracts, asks the catalogue and the store, fills one struct and hands it to the template
//! of the same name. Nothing here knows SQL, file paths or the image crate.

mod address;
mod answer;
mod api;
mod assets;
mod audience;
mod base_map;
mod cache;
mod condition;
mod cors;
mod errors;
mod extract;
mod files;
mod front;
mod health;
mod host;
mod images;
mod layers;
mod letters;
mod listed;
mod pages;
mod places;
mod problem;
mod range;
mod refusal;
mod render;
mod request_id;
mod routes;
mod server;
mod site;
mod sitemap;
mod staff;
mod staff_routes;
mod texts;
mod views;

pub use condition::{FolderState, Health};
pub use errors::StartError;
pub use front::Front;
pub use letters::{Letters, LettersError};
pub use routes::{routes, staff_routes};
pub use server::{ServerLimits, serve};
pub use site::{Contact, Site, SiteOptions};
