//! `/route?ids=…`: two to eight surveyed forts in a good order, as a page to print, GPX and KML.
//!
//! Of each the newest revision. A fort that is a circle, or is not told exactly, is no stop: it is refused by its name.

mod choose;
mod order;
mod sheet;
mod stop;

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};

use self::choose::NoRoute;
use self::sheet::Sheet;
use self::stop::Fort;
use super::chosen::{Chosen, Refusal};
use super::lead_to;
use crate::interop::route::{write_gpx, write_kml};
use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::web::address::PageLanguage;
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::places::Form;
use crate::web::refusal::FileError;
use crate::web::site::Site;
use crate::web::views::reader::Reader;

/// Forts of one route: so many fit on a sheet, and all their orders can be tried.
const MOST: usize = 8;

type Query = PageQuery<Vec<(String, String)>>;

/// A form in which a route can be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RouteForm {
    Gpx,
    Kml,
}

impl RouteForm {
    const ALL: [Self; 2] = [Self::Gpx, Self::Kml];

    /// The same form of the layers of places.
    fn as_layer(self) -> Form {
        match self {
            Self::Gpx => Form::Gpx,
            Self::Kml => Form::Kml,
        }
    }

    fn ending(self) -> &'static str {
        self.as_layer().ending()
    }

    fn media_type(self) -> &'static str {
        self.as_layer().media_type()
    }
}

/// `GET /route`.
pub(in crate::web) async fn show_route(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): Query,
    headers: HeaderMap,
) -> Response {
    answer(&site, language, &query, &headers, None).await
}

/// `GET /route.gpx`.
pub(in crate::web) async fn keep_gpx(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): Query,
    headers: HeaderMap,
) -> Response {
    answer(&site, language, &query, &headers, Some(RouteForm::Gpx)).await
}

/// `GET /route.kml`.
pub(in crate::web) async fn keep_kml(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): Query,
    headers: HeaderMap,
) -> Response {
    answer(&site, language, &query, &headers, Some(RouteForm::Kml)).await
}

/// Which forts, and where the route begins if that is said.
struct Asked {
    /// By their ids in order: in which they were named says nothing.
    chosen: Chosen,
    start: Option<Id>,
}

impl Asked {
    /// Reads a query; the answer stands at another address where it does not say it as addresses here do.
    fn read(query: &[(String, String)]) -> Result<(Self, bool), (Chosen, Refusal)> {
        let (read, refusal) = Chosen::read(query, MOST);
        if let Some(refusal) = refusal {
            return Err((read, refusal));
        }
        let mut chosen = read.clone();
        chosen.forts.iter_mut().for_each(|fort| fort.revision = None);
        chosen.forts.sort_by(|a, b| a.id.cmp(&b.id));
        chosen.forts.dedup();
        let starts: Vec<&str> =
            query.iter().filter(|(name, _)| name == "start").map(|(_, value)| value.as_str()).collect();
        let start = starts.first().and_then(|text| Id::parse(text).ok());
        // Where it is to begin at none of its forts, it may begin anywhere.
        let start = start.filter(|start| chosen.forts.iter().any(|fort| fort.id == *start));
        let is_said = starts.len() == usize::from(start.is_some());
        let is_canonical = read.is_canonical && read.forts == chosen.forts && is_said;
        Ok((Self { chosen, start }, is_canonical))
    }

    fn page(&self) -> Page {
        on_the_way(&self.chosen, self.start.as_ref())
    }
}

/// The page of a route.
fn on_the_way(chosen: &Chosen, start: Option<&Id>) -> Page {
    let page = chosen.on(Page::ROUTE);
    match start {
        Some(start) => page.with("start", start),
        None => page,
    }
}

/// Answers with the page, or with a file of it.
async fn answer(
    site: &Arc<Site>,
    language: Language,
    query: &[(String, String)],
    headers: &HeaderMap,
    form: Option<RouteForm>,
) -> Response {
    let snapshot = site.snapshot();
    let reader = super::reader(site, &snapshot, language);
    let failed = |error: PageError| match form {
        None => error.into_response(),
        Some(_) => FileError(error).into_response(),
    };
    let refused = |chosen: &Chosen, why: &NoRoute| match form {
        None => choose::refused_page(site, chosen, why, &reader).unwrap_or_else(failed),
        Some(_) => choose::refused_file(why, &reader),
    };
    let (asked, is_canonical) = match Asked::read(query) {
        Ok(read) => read,
        Err((chosen, refusal)) => return refused(&chosen, &NoRoute::Refused(refusal)),
    };
    let forts = match forts(&asked.chosen, &reader) {
        Ok(forts) => forts,
        Err(why) => return refused(&asked.chosen, &why),
    };
    let page = match form {
        None => asked.page(),
        Some(form) => asked.page().form(form.ending()),
    };
    if !is_canonical {
        return lead_to(&reader.url(&page));
    }
    if forts.len() < 2 && form.is_some() {
        return refused(&asked.chosen, &NoRoute::TooFew);
    }
    let made = async || make(site, &asked, forts, form, &reader);
    match site.remembered(&snapshot, reader.url(&page), made).await {
        Ok(answer) => answer.respond(headers).await,
        Err(error) => failed(error),
    }
}

/// The forts that were asked for, or all that stands in the way.
fn forts(chosen: &Chosen, reader: &Reader<'_>) -> Result<Vec<Fort>, NoRoute> {
    let (mut forts, mut strangers, mut hindered) = (Vec::new(), Vec::new(), Vec::new());
    for address in &chosen.forts {
        match Fort::read(&address.id, reader) {
            None => strangers.push(address.id.to_string()),
            Some(Err((village, hindrance))) => hindered.push((village.name.clone(), hindrance)),
            Some(Ok(fort)) => forts.push(fort),
        }
    }
    if !strangers.is_empty() {
        Err(NoRoute::Refused(Refusal::Unknown(strangers)))
    } else if !hindered.is_empty() {
        Err(NoRoute::Hindered(hindered))
    } else {
        Ok(forts)
    }
}

fn make(
    site: &Site,
    asked: &Asked,
    forts: Vec<Fort>,
    form: Option<RouteForm>,
    reader: &Reader<'_>,
) -> Result<Answer, PageError> {
    if forts.len() < 2 {
        return choose::choose_page(site, &asked.chosen, reader);
    }
    let sheet = Sheet::of(asked, forts);
    let Some(form) = form else { return sheet.page(site, reader) };
    let route = sheet.for_files(reader);
    let text = match form {
        RouteForm::Gpx => write_gpx(&route),
        RouteForm::Kml => write_kml(&route),
    };
    let name = format!("baozhai-route.{}", form.ending());
    Ok(Answer::text(form.media_type(), text, CachePolicy::Revalidate).kept_as(&name))
}
