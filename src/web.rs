//! HTTP: addresses, pages, assets, and the rules every answer keeps.
//!
//! A handler extracts, asks the catalogue and the store, fills one struct and hands it to the template
//! of the same name. Nothing here knows SQL, file paths or the image crate.

mod address;
mod answer;
mod assets;
mod cache;
mod cors;
mod discovery;
mod errors;
mod extract;
mod finding;
mod front;
mod health;
mod host;
mod images;
mod layers;
mod pages;
mod problem;
mod range;
mod render;
mod routes;
mod server;
mod site;
mod sitemap;
mod texts;
mod views;

pub use errors::StartError;
pub use front::Front;
pub use health::{FolderState, Health};
pub use routes::routes;
pub use server::{ServerLimits, serve};
pub use site::{Contact, Site, SiteOptions};
