//! `/villages/{id}.bib` and its like: a record in the forms that reference managers read.
//!
//! Every page of a record answers them through [`answer`], whatever its kind.

use std::sync::Arc;

use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use serde::Deserialize;

use crate::interop::citation::{Edition, Form, Style, System};
use crate::model::{Kind, Language};
use crate::web::address::ItemAddress;
use crate::web::answer::{Answer, CachePolicy};
use crate::web::cors;
use crate::web::errors::PageError;
use crate::web::refusal::FileError;
use crate::web::site::Site;
use crate::web::views::cite::{self, Part};

/// What the query of a record's page or form may say of citing.
#[derive(Debug, Clone, Default, Deserialize)]
pub(in crate::web) struct CiteQuery {
    /// `2025` or `2015`.
    edition: Option<String>,
    /// `numeric` or `author-date`.
    style: Option<String>,
    /// The region of a photo, as in Media Fragments.
    xywh: Option<String>,
    /// The paragraph of an essay: its number, or its id in the page.
    paragraph: Option<String>,
}

impl CiteQuery {
    /// The part that is asked for; a field left empty asks for none.
    pub(in crate::web) fn part(&self) -> Option<Part<'_>> {
        filled(&self.xywh).map(Part::Region).or_else(|| filled(&self.paragraph).map(Part::Paragraph))
    }

    /// The style that is asked for.
    fn style(&self) -> Result<Style, PageError> {
        let edition = match self.edition.as_deref() {
            None | Some("" | "2025") => Edition::E2025,
            Some("2015") => Edition::E2015,
            Some(_) => return Err(PageError::BadRequest("the edition of GB/T 7714 is 2025 or 2015".into())),
        };
        let system = match self.style.as_deref() {
            None | Some("" | "numeric") => System::Numeric,
            Some("author-date") => System::AuthorDate,
            Some(_) => {
                return Err(PageError::BadRequest("the style of GB/T 7714 is numeric or author-date".into()));
            }
        };
        Ok(Style::Gbt7714(edition, system))
    }
}

/// What a field says, if anything.
fn filled(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// Answers with the record at `address`, of a kind, in a form; it cites the revision the address names, the
/// newest where it names none, by that revision's own address.
pub(in crate::web) async fn answer(
    site: &Arc<Site>,
    language: Language,
    kind: Kind,
    address: &ItemAddress,
    form: Form,
    query: &CiteQuery,
    headers: &HeaderMap,
) -> Response {
    let made = made(site, language, kind, address, form, query);
    let mut response = match made.await {
        Ok(answer) => answer.respond(headers).await,
        Err(error) => FileError(error).into_response(),
    };
    // Refusals too: a script that may not read them cannot tell them from a broken line.
    cors::open(response.headers_mut());
    response
}

async fn made(
    site: &Arc<Site>,
    language: Language,
    kind: Kind,
    address: &ItemAddress,
    form: Form,
    query: &CiteQuery,
) -> Result<Arc<Answer>, PageError> {
    let style = match form {
        Form::Gbt7714 => query.style()?,
        Form::Bibtex | Form::Ris | Form::CslJson => Style::default(),
    };
    let page = address.page(kind);
    let snapshot = site.snapshot();
    let make = || async {
        let (record, revision) = super::read_item(&snapshot, kind, address).await?;
        let work = cite::work(site, &record, &revision, language, query.part())?;
        let links = format!("<{}>; rel=\"describes\"", site.addresses().address(&page, language));
        let text = form.write(&work, style)?;
        Ok(Answer::text(form.media_type(), text, CachePolicy::Revalidate).with_links(Some(&links)))
    };
    // Regions are without number: what cites a part is not kept.
    if query.part().is_some() {
        return make().await.map(Arc::new);
    }
    // By the style that was read, not by the query: spelt otherwise, or of a form that has no styles, it is no
    // other file.
    let key = page.clone().form(form.ending()).with("style", style.name());
    site.remembered(&snapshot, site.addresses().path(&key, language), make).await
}
