//! `/inventory`: 家底表, one table of villages × facts, each cell by its certainty.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::error::ErrorPage;
use crate::catalogue::{Catalogue, known};
use crate::model::{Certainty, Language, Measurement, Statement, Village};
use crate::web::address::{PageLanguage, page_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::{Pager, page_of};
use crate::web::views::reader::{Name, Reader, Text};
use crate::web::views::statement::with_unit;

/// Villages on one page.
const PAGE: usize = 60;

#[derive(Serialize)]
struct InventoryContext {
    lang: &'static str,
    page: PageView,
    inventory: Inventory,
}

impl Template for InventoryContext {
    const FILE: &'static str = "inventory.html";
}

#[derive(Serialize)]
struct Inventory {
    columns: Vec<Column>,
    rows: Vec<Row>,
    open_entry: OpenLink,
    tally: Tally,
    pages: Pager,
}

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct InventoryQuery {
    page: Option<String>,
}

#[derive(Serialize)]
struct Column {
    id: String,
    label: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct Row {
    name: Name,
    href: String,
    town: Option<Text>,
    known: usize,
    cells: Vec<Cell>,
}

#[derive(Serialize)]
struct Cell {
    state: &'static str,
    label: String,
    text: Option<String>,
    title: Option<String>,
    href: Option<String>,
}

#[derive(Serialize)]
struct OpenLink {
    count: usize,
    href: String,
}

#[derive(Default, Serialize)]
struct Tally {
    known: usize,
    unknown: usize,
    blank: usize,
}

/// `GET /inventory`.
pub(in crate::web) async fn show_inventory(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<InventoryQuery>,
    headers: HeaderMap,
) -> Result<Response, ErrorPage> {
    let page = page_number(query.page.as_deref()).map_err(|error| ErrorPage {
        site: Arc::clone(&site),
        language,
        error,
    })?;
    let fill = |catalogue| async { fill(&site, catalogue, language, page) };
    super::answer(&site, language, path(page), &headers, fill).await
}

fn path(page: usize) -> String {
    if page == 1 { "/inventory".to_owned() } else { format!("/inventory?page={page}") }
}

fn fill(
    site: &Site,
    catalogue: Arc<Catalogue>,
    language: Language,
    number: usize,
) -> Result<InventoryContext, PageError> {
    let reader = super::reader(site, &catalogue, language);
    let columns = columns(&reader);
    let pages = Pager::of(catalogue.named_count(), PAGE, number, |page| reader.url(&path(page)))
        .ok_or(PageError::NotFound)?;
    let shown = page_of(catalogue.contents(), PAGE, number);
    let rows: Vec<Row> = shown.iter().map(|village| row(village, &columns, &reader)).collect();
    let head = PageHead {
        section: "inventory",
        title: reader.t("inventory-title"),
        description: reader.t("inventory-description"),
        path: path(number),
        revision: None,
        picture: None,
        article: false,
    };
    Ok(InventoryContext {
        lang: language.code(),
        page: page(site, &reader, head),
        inventory: Inventory {
            tally: Tally::of(catalogue.contents(), &columns),
            columns,
            rows,
            open_entry: OpenLink { count: catalogue.open_count(), href: reader.url("/villages/open") },
            pages,
        },
    })
}

fn columns(reader: &Reader<'_>) -> Vec<Column> {
    let vocabulary = reader.catalogue.vocabulary();
    let in_inventory = vocabulary.properties.iter().filter(|property| property.in_inventory);
    let statements = in_inventory.map(|property| Column {
        id: property.id.clone(),
        label: reader.text(&property.name).text,
        kind: "statement",
    });
    let measures = vocabulary.measures.iter().map(|measure| Column {
        id: measure.id.clone(),
        label: reader.text(&measure.name).text,
        kind: "measure",
    });
    statements.chain(measures).collect()
}

fn row(village: &Village, columns: &[Column], reader: &Reader<'_>) -> Row {
    let href = reader.url(&format!("/villages/{}", village.id));
    let cell = |column: &Column| match column.kind {
        "measure" => measure_cell(village, &column.id, &href, reader),
        _ => statement_cell(village, &column.id, &href, reader),
    };
    let town = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
    Row {
        name: reader.name(&village.name),
        town: town.map(|town| reader.name_text(&town.name)),
        known: known(village),
        cells: columns.iter().map(cell).collect(),
        href,
    }
}

fn statement_cell(village: &Village, property: &str, href: &str, reader: &Reader<'_>) -> Cell {
    let Some(best) = best_statement(village, property) else {
        return blank(reader.t("blank-statement"));
    };
    Cell {
        state: if best.certainty == Certainty::Unknown { "unknown" } else { "known" },
        label: reader.certainty(best.certainty).label,
        text: None,
        title: Some(reader.text(&best.value).text),
        href: Some(format!("{href}#f-{property}")),
    }
}

fn measure_cell(village: &Village, measure: &str, href: &str, reader: &Reader<'_>) -> Cell {
    let Some((statement, found)) = best_measurement(village, measure) else {
        return blank(reader.t("blank-measure"));
    };
    Cell {
        state: "known",
        label: reader.certainty(statement.certainty).label,
        text: Some(with_unit(found)),
        title: Some(reader.text(&statement.value).text),
        href: Some(format!("{href}#f-{}", statement.property)),
    }
}

/// The surest statement about a property.
fn best_statement<'v>(village: &'v Village, property: &'v str) -> Option<&'v Statement> {
    village.statements_of(property).min_by_key(|statement| statement.certainty)
}

/// The surest measurement, with the statement it stands in.
fn best_measurement<'v>(village: &'v Village, measure: &str) -> Option<(&'v Statement, &'v Measurement)> {
    let all = village.statements.iter().flat_map(|s| s.measures.iter().map(move |measured| (s, measured)));
    all.filter(|(_, measured)| measured.measure == measure).min_by_key(|(statement, _)| statement.certainty)
}

impl Tally {
    /// The cells of all pages by what they say.
    fn of(villages: &[Arc<Village>], columns: &[Column]) -> Self {
        let mut tally = Self::default();
        for (village, column) in
            villages.iter().flat_map(|village| columns.iter().map(move |column| (village, column)))
        {
            let certainty = match column.kind {
                "measure" => best_measurement(village, &column.id).map(|(statement, _)| statement.certainty),
                _ => best_statement(village, &column.id).map(|statement| statement.certainty),
            };
            match certainty {
                None => tally.blank += 1,
                Some(Certainty::Unknown) => tally.unknown += 1,
                Some(_) => tally.known += 1,
            }
        }
        tally
    }
}

fn blank(label: String) -> Cell {
    Cell { state: "blank", label, text: None, title: None, href: None }
}
