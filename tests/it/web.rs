//! The website, asked in process: every address as a reader, a search engine and an attacker ask it.

mod address;
mod answers;
pub(crate) mod app;
mod audiences;
mod cite;
mod compare;
mod connections;
mod coordinates;
mod errors;
mod essay;
mod facts;
mod files;
mod following;
mod going;
mod html;
mod images;
mod lists;
mod map;
mod photo;
mod prose;
mod route;
mod search;
mod server;
mod staff;
mod tables;
mod texts;
mod village;
mod walk;
mod withdrawn;

use app::TestApp;

type Outcome = anyhow::Result<()>;

/// Every page of the small archive, without the prefix of its language.
const PAGES: &[&str] = &[
    "/",
    "/villages",
    "/villages?view=grid",
    "/villages/open",
    "/villages/alpha",
    "/villages/alpha@1",
    "/villages/beta",
    "/villages/gamma",
    "/villages/open-a",
    "/map",
    "/map?at=alpha",
    "/map?at=gamma",
    "/map?town=north&certainty=established",
    "/essays",
    "/essays/on-forts",
    "/essays/on-forts@1",
    "/photos",
    "/photos?village=alpha",
    "/photos?element=gate",
    "/photos?village=beta",
    "/photos/alpha-01",
    "/photos/alpha-02",
    "/photos/alpha-03@1",
    "/photos/gamma-01",
    "/glossary",
    "/inventory",
    "/compare",
    "/compare?ids=alpha",
    "/compare?ids=alpha,beta",
    "/compare?ids=alpha@1,gamma,open-a",
    "/route",
    "/route?ids=gamma",
    "/search",
    "/search?q=%E5%A0%A1",
    "/search?q=qwrtzx",
    "/about",
    "/about/data",
];

/// The address of a page in a language.
fn address(language: &str, page: &str) -> String {
    if language == "en" { format!("/en{page}") } else { page.to_owned() }
}
