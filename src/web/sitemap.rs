//! `/sitemap.xml`: every page in both languages, each naming the other (sitemaps.org 0.9).
//!
//! A large archive has more pages than one file may name; then `/sitemap.xml` is an index of parts.

use std::fmt::Write;
use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;

use super::address::plain_number;
use super::answer::{Answer, CachePolicy};
use super::errors::PageError;
use super::extract::Segment;
use super::site::Site;
use crate::archive::{Catalogue, PhotoFilter};
use crate::model::Language;
use crate::model::address::{File, Page};

/// Pages in one file: far under the 50 000 addresses and 50 MB of the standard, and made in milliseconds.
const PART: usize = 1_000;

/// Pages that are there whatever the archive holds; what is found depends on who asks.
fn fixed() -> impl Iterator<Item = Page> {
    Page::FIXED.into_iter().map(|(_, page)| page).filter(|page| *page != Page::SEARCH)
}

const MEDIA_TYPE: &str = "application/xml; charset=utf-8";
const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// `GET /sitemap.xml`.
pub(super) async fn show_sitemap(
    State(site): State<Arc<Site>>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let made = || async {
        let parts = count(snapshot.catalogue()).div_ceil(PART);
        // An index of one part would cost a robot two requests for one list.
        let xml = if parts > 1 { index(&site, parts) } else { part(&site, snapshot.catalogue(), 0) };
        Ok(Answer::text(MEDIA_TYPE, xml, CachePolicy::Revalidate))
    };
    let answer = site.remembered(&snapshot, File::Sitemap.to_string(), made).await?;
    Ok(answer.respond(&headers).await)
}

/// `GET /sitemap/{n}.xml`: part n of a large archive, from 1.
pub(super) async fn show_part(
    State(site): State<Arc<Site>>,
    Segment(file): Segment,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let parts = count(snapshot.catalogue()).div_ceil(PART);
    let number =
        file.strip_suffix(".xml").and_then(plain_number).and_then(|number| usize::try_from(number).ok());
    // At least 1, since `plain_number` takes no zero: `number - 1` below is a place.
    let number = number.filter(|number| *number <= parts).ok_or(PageError::NotFound)?;
    let made = || async {
        Ok(Answer::text(MEDIA_TYPE, part(&site, snapshot.catalogue(), number - 1), CachePolicy::Revalidate))
    };
    let address = File::SitemapPart(number).to_string();
    let answer = site.remembered(&snapshot, address, made).await?;
    Ok(answer.respond(&headers).await)
}

fn count(catalogue: &Catalogue) -> usize {
    fixed().count()
        + catalogue.named_count()
        + catalogue.open_count()
        + catalogue.count_photos(PhotoFilter::default())
        + catalogue.essays().len()
}

fn index(site: &Site, parts: usize) -> String {
    let mut xml = String::from(DECLARATION);
    xml.push_str("<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for number in 1..=parts {
        // Writing into a String cannot fail, here and below.
        let part = site.addresses().file(&File::SitemapPart(number));
        let _ = writeln!(xml, "<sitemap><loc>{}</loc></sitemap>", site.addresses().absolute(&part));
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// The pages from place `offset` on, as many as one part holds: the fixed ones, villages, photos, essays.
fn pages(catalogue: &Catalogue, offset: usize) -> Vec<Page> {
    let mut pages: Vec<Page> = fixed().skip(offset).take(PART).collect();
    // All that stands before a kind, on this part or on earlier ones.
    let mut before = fixed().count();
    let mut add = |count: usize, some: &dyn Fn(usize, usize) -> Vec<Page>| {
        let room = PART - pages.len();
        if room > 0 && offset < before + count {
            pages.extend(some(offset.saturating_sub(before), room));
        }
        before += count;
    };
    add(catalogue.named_count() + catalogue.open_count(), &|from, room| {
        catalogue.village_ids(from, room).iter().map(Page::village).collect()
    });
    add(catalogue.count_photos(PhotoFilter::default()), &|from, room| {
        catalogue.photo_ids(from, room).iter().map(Page::photo).collect()
    });
    add(catalogue.essays().len(), &|from, room| {
        let essays = catalogue.essays().iter().skip(from).take(room);
        essays.map(|entry| Page::essay(&entry.essay.id)).collect()
    });
    pages
}

/// The pages of one part. Nothing in an address needs escaping: ids are a–z, 0–9 and hyphens, and a base address
/// holds no more than is never written otherwise.
fn part(site: &Site, catalogue: &Catalogue, number: usize) -> String {
    let pages = pages(catalogue, number * PART);
    let mut xml = String::from(DECLARATION);
    xml.push_str(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" \
         xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    );
    for page in pages {
        for language in Language::ALL {
            let address = |language| site.addresses().address(&page, language);
            let _ = write!(xml, "<url><loc>{}</loc>", address(language));
            // Itself too: search engines pass over languages that do not name each other.
            for other in Language::ALL {
                let (tag, href) = (other.tag(), address(other));
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{tag}\" href=\"{href}\"/>");
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}
