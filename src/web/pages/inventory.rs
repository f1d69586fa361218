//! `/inventory`: 家底表, one table of villages × facts, each cell by its certainty.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::error::ErrorPage;
use crate::catalogue::{Catalogue, known};
use crate::model::{Certainty, Language, Village};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::reader::{Name, Reader, Text};
use crate::web::views::statement::with_unit;

/// What is said of the region as a whole and so has no column.
const OF_THE_REGION: [&str; 2] = ["count", "study"];

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
    headers: HeaderMap,
) -> Result<Response, ErrorPage> {
    let fill = |catalogue| async { fill(&site, catalogue, language) };
    super::answer(&site, language, "/inventory".to_owned(), &headers, fill).await
}

fn fill(site: &Site, catalogue: Arc<Catalogue>, language: Language) -> Result<InventoryContext, PageError> {
    let reader = super::reader(site, &catalogue, language);
    let columns = columns(&reader);
    let villages = catalogue.by_town().into_iter().flat_map(|(_, villages)| villages);
    let rows: Vec<Row> = villages.map(|village| row(village, &columns, &reader)).collect();
    let mut tally = Tally::default();
    for cell in rows.iter().flat_map(|row| &row.cells) {
        match cell.state {
            "known" => tally.known += 1,
            "unknown" => tally.unknown += 1,
            _ => tally.blank += 1,
        }
    }
    let head = PageHead {
        section: "inventory",
        title: reader.t("inventory-title"),
        description: reader.t("inventory-description"),
        path: "/inventory".to_owned(),
        picture: None,
        article: false,
    };
    Ok(InventoryContext {
        lang: language.code(),
        page: page(site, &reader, head),
        inventory: Inventory {
            columns,
            rows,
            open_entry: OpenLink {
                count: catalogue.open_entries().count(),
                href: reader.url("/villages/open"),
            },
            tally,
        },
    })
}

fn columns(reader: &Reader<'_>) -> Vec<Column> {
    let vocabulary = reader.catalogue.vocabulary();
    let of_a_village =
        vocabulary.properties.iter().filter(|property| !OF_THE_REGION.contains(&property.id.as_str()));
    let statements = of_a_village.map(|property| Column {
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
    let Some(best) = village.statements_of(property).min_by_key(|statement| statement.certainty) else {
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
    let all = village.statements.iter().flat_map(|s| s.measures.iter().map(move |measure| (s, measure)));
    let Some((statement, found)) = all.filter(|(_, m)| m.measure == measure).min_by_key(|(s, _)| s.certainty)
    else {
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

fn blank(label: String) -> Cell {
    Cell { state: "blank", label, text: None, title: None, href: None }
}
