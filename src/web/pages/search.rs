//! `/search`: what is found, by kind, with what it can be narrowed by. Whole without scripts.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::search::{Area, Ask, Availability, Filters, Found, HitKind, Query, SearchError, Sort};
use crate::web::address::{PageLanguage, page_number};
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::{PageError, causes};
use crate::web::extract::PageQuery;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::hit::{HitView, is_shown, kind};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::Pager;
use crate::web::views::reader::{Labelled, Link, Reader};

/// Results on one page, and of each kind where they come by kind.
const PAGE: usize = 20;
const OF_EACH_KIND: usize = 5;

/// Results that can be paged to; who has not found it by then asks otherwise.
const REACH: usize = 1000;

#[derive(Serialize)]
struct SearchContext {
    lang: &'static str,
    page: PageView,
    search: SearchView,
}

impl Template for SearchContext {
    const FILE: &'static str = "search.html";
}

#[derive(Serialize)]
struct SearchView {
    query: String,
    /// Whether there is an answer: something was asked, and there is an index to ask.
    answered: bool,
    /// Whether the index is being made.
    waiting: bool,
    total: u64,
    groups: Vec<GroupView>,
    facets: Vec<Facet>,
    chosen: Vec<Link>,
    /// Filters that the form carries on.
    kept: Vec<(&'static str, String)>,
    sorts: Vec<Choice>,
    meant: Option<Link>,
    left_out: Vec<String>,
    pages: Option<Pager>,
}

#[derive(Serialize)]
struct GroupView {
    kind: Option<Labelled>,
    total: u64,
    hits: Vec<HitView>,
    more: Option<String>,
}

#[derive(Serialize)]
struct Facet {
    id: &'static str,
    label: String,
    values: Vec<FacetValue>,
}

#[derive(Serialize)]
struct FacetValue {
    label: String,
    count: u64,
    href: String,
}

#[derive(Serialize)]
struct Choice {
    label: String,
    href: String,
    current: bool,
}

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize, Clone, Default)]
pub(in crate::web) struct SearchQuery {
    q: Option<String>,
    kind: Option<String>,
    town: Option<String>,
    period: Option<String>,
    element: Option<String>,
    certainty: Option<String>,
    language: Option<String>,
    bbox: Option<String>,
    sort: Option<String>,
    page: Option<String>,
}

/// The marks that results are narrowed by, in the order of display.
const FACETS: [&str; 6] = ["kind", "town", "period", "element", "certainty", "language"];

impl SearchQuery {
    fn value(&self, name: &str) -> Option<&str> {
        let value = match name {
            "q" => &self.q,
            "kind" => &self.kind,
            "town" => &self.town,
            "period" => &self.period,
            "element" => &self.element,
            "certainty" => &self.certainty,
            "language" => &self.language,
            "bbox" => &self.bbox,
            "sort" => &self.sort,
            _ => &self.page,
        };
        value.as_deref().filter(|value| !value.is_empty())
    }

    /// The address with one value changed, on its first page; parameters in one order.
    fn address_with(&self, changed: &str, value: Option<&str>) -> Page {
        let names = ["q"].into_iter().chain(FACETS).chain(["bbox", "sort", "page"]);
        names.fold(Page::SEARCH, |page, name| {
            let value = match name {
                name if name == changed => value,
                "page" => None,
                name => self.value(name),
            };
            match value {
                Some(value) => page.with(name, value),
                None => page,
            }
        })
    }

    fn sort(&self) -> Sort {
        match self.value("sort") {
            Some("name") => Sort::Name,
            Some("newest") => Sort::Newest,
            _ => Sort::Relevance,
        }
    }

    /// What results are narrowed to; a kind or a box that makes no sense is a bad request.
    fn filters(&self) -> Result<Filters, PageError> {
        let text = |name| self.value(name).map(str::to_owned);
        let kind = self
            .value("kind")
            .map(|word| HitKind::from_word(word).ok_or(PageError::BadRequest("the kind".into())));
        let area = self.value("bbox").map(|text| area(text).ok_or(PageError::BadRequest("the box".into())));
        Ok(Filters {
            kind: kind.transpose()?,
            town: text("town"),
            period: text("period"),
            element: text("element"),
            certainty: text("certainty"),
            language: text("language"),
            area: area.transpose()?,
        })
    }
}

/// West, south, east and north in degrees.
fn area(text: &str) -> Option<Area> {
    let degrees: Vec<f64> = text.split(',').map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    let [west, south, east, north] = degrees.as_slice().try_into().ok()?;
    // NaN, which parses as a number, fails every comparison.
    let on_earth = |lon: f64, lat: f64| lon.abs() <= 180.0 && lat.abs() <= 90.0;
    let makes_sense = on_earth(west, south) && on_earth(east, north) && west <= east && south <= north;
    makes_sense.then_some(Area { west, south, east, north })
}

/// `GET /search`. Not kept in memory: nobody asks quite what another has asked.
pub(in crate::web) async fn show_search(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<SearchQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let html = fill(&site, language, &query).await?;
    Ok(Arc::new(Answer::text(super::HTML, html, CachePolicy::Revalidate)).respond(&headers).await)
}

async fn fill(site: &Site, language: Language, asked: &SearchQuery) -> Result<String, PageError> {
    let snapshot = site.snapshot();
    let reader = super::reader(site, &snapshot, language);
    let number = page_number(asked.value("page"))?;
    let filters = asked.filters()?;
    // Kinds are mixed on one page only where the best of each comes first.
    let groups = filters.kind.is_none() && asked.sort() == Sort::Relevance && number == 1;
    let query = asked.value("q").map(Query::parse).transpose();
    let query = query.map_err(|_| PageError::BadRequest("the query".into()))?;
    let found = match query {
        Some(query) if query.asks_for_something() => {
            let (offset, limit) =
                // The offset is bounded before the index is asked; `view` refuses what lies beyond the last page.
                if groups { (0, OF_EACH_KIND) } else { ((number - 1).min(REACH) * PAGE, PAGE) };
            let (sort, counts) = (asked.sort(), true);
            let ask = Ask { query, filters, sort, offset, limit, groups, counts, language };
            match site.search.ask(ask).await {
                Ok(mut found) => {
                    let sequence = found.sequence;
                    found.retain(|kind, id| is_shown(&snapshot, kind, id, sequence));
                    Some(found)
                }
                Err(error) => {
                    // The page comes all the same, with the box and what was asked, and says that there is no
                    // answer now.
                    if !matches!(error, SearchError::NotReady) {
                        tracing::error!(error = causes(&error), "a search failed");
                    }
                    None
                }
            }
        }
        _ => None,
    };
    let is_waiting =
        found.is_none() && asked.value("q").is_some() && site.search.availability() != Availability::Ready;
    let search = view(&reader, asked, found, groups, number, is_waiting)?;
    let context = SearchContext { lang: language.code(), page: head(site, &reader, asked), search };
    site.templates.render(language, &context)
}

fn head(site: &Site, reader: &Reader<'_>, asked: &SearchQuery) -> PageView {
    let title = match asked.value("q") {
        Some(query) => reader.t_with("find-title-for", [("query", query.into())]),
        None => reader.t("find-title"),
    };
    let page_view = page(
        site,
        reader,
        PageHead {
            section: "search",
            title,
            description: reader.t("find-description"),
            page: asked.address_with("page", asked.value("page").filter(|page| *page != "1")),
            revision: None,
            picture: None,
            article: false,
        },
    );
    // Results are pages without number; only the empty form is one that search engines may list.
    if asked.value("q").is_some() { page_view.not_for_robots() } else { page_view }
}

fn view(
    reader: &Reader<'_>,
    asked: &SearchQuery,
    found: Option<Found>,
    is_grouped: bool,
    number: usize,
    waiting: bool,
) -> Result<SearchView, PageError> {
    let answered = found.is_some();
    let found = found.unwrap_or_default();
    let href = |name: &str, value: Option<&str>| reader.url(&asked.address_with(name, value));
    let reachable = usize::try_from(found.total).unwrap_or(REACH).min(REACH);
    let pages = if answered && !is_grouped {
        let page = |number: usize| {
            let number = number.to_string();
            // The first page goes without its number: one page, one address.
            href("page", Some(number.as_str()).filter(|number| *number != "1"))
        };
        Some(Pager::of(reachable, PAGE, number, page).ok_or(PageError::NotFound)?)
    } else {
        None
    };
    let group = |group: &crate::search::Group| GroupView {
        kind: group.kind.map(|of| kind(of, reader)),
        total: group.total,
        hits: group.hits.iter().map(|hit| HitView::of(hit, reader)).collect(),
        more: group
            .kind
            .filter(|_| group.total > OF_EACH_KIND as u64)
            .map(|of| href("kind", Some(of.word()))),
    };
    let sorts = [("relevance", None), ("name", Some("name")), ("newest", Some("newest"))];
    let current =
        sorts.iter().find(|(_, value)| *value == asked.value("sort")).map_or("relevance", |(id, _)| *id);
    Ok(SearchView {
        query: asked.value("q").unwrap_or_default().to_owned(),
        answered,
        waiting,
        total: found.total,
        groups: found.groups().map(group).collect(),
        facets: facets(reader, asked, &found),
        chosen: chosen(reader, asked),
        kept: FACETS
            .iter()
            .chain(&["bbox", "sort"])
            .filter_map(|name| Some((*name, asked.value(name)?.to_owned())))
            .collect(),
        sorts: sorts
            .iter()
            .map(|(id, value)| Choice {
                label: reader.t(&format!("find-sort-{id}")),
                href: href("sort", *value),
                current: *id == current,
            })
            .collect(),
        meant: found.meant.map(|meant| Link { href: href("q", Some(&meant)), label: meant }),
        left_out: found.left_out,
        pages,
    })
}

/// What results can be narrowed by: the values there are more than one of, the most frequent first.
fn facets(reader: &Reader<'_>, asked: &SearchQuery, found: &Found) -> Vec<Facet> {
    const MOST: usize = 8;
    let mut facets = Vec::new();
    for id in FACETS.into_iter().filter(|id| asked.value(id).is_none()) {
        let mut counts: Vec<(&String, u64)> =
            found.counts.get(id).into_iter().flatten().map(|(value, count)| (value, *count)).collect();
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let value = |(value, count): (&String, u64)| FacetValue {
            label: label(reader, id, value),
            count,
            href: reader.url(&asked.address_with(id, Some(value))),
        };
        // A mark that all results share parts nothing.
        let parts = counts.len() > 1 || counts.first().is_some_and(|(_, count)| *count < found.total);
        if parts {
            let values = counts.into_iter().take(MOST).map(value).collect();
            facets.push(Facet { id, label: reader.t(&format!("find-by-{id}")), values });
        }
    }
    facets
}

/// What results are narrowed to, each with the address without it.
fn chosen(reader: &Reader<'_>, asked: &SearchQuery) -> Vec<Link> {
    let names = FACETS.into_iter().chain(["bbox"]);
    names
        .filter_map(|name| {
            let value = asked.value(name)?;
            let label = format!("{} {}", reader.t(&format!("find-by-{name}")), label(reader, name, value));
            Some(Link { label, href: reader.url(&asked.address_with(name, None)) })
        })
        .collect()
}

fn label(reader: &Reader<'_>, facet: &str, value: &str) -> String {
    match facet {
        "kind" => HitKind::from_word(value).map_or_else(|| value.to_owned(), |of| kind(of, reader).label),
        "town" => {
            let town = Id::parse(value).ok().and_then(|id| reader.catalogue.region().town(&id).cloned());
            town.map_or_else(|| value.to_owned(), |town| reader.name_text(&town.name).text)
        }
        "element" => reader.element(value).label,
        "certainty" if crate::model::Certainty::ALL.iter().any(|certainty| certainty.word() == value) => {
            reader.t(&format!("certainty-{value}"))
        }
        "period" if crate::search::period_ids().any(|id| id == value) => {
            reader.t(&format!("find-period-{value}"))
        }
        "language" if matches!(value, "zh" | "en") => reader.t(&format!("find-language-{value}")),
        _ => value.to_owned(),
    }
}
