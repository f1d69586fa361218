//! `/inventory`: 家底表, one table of villages × facts, each cell by its certainty; as a page, CSV and XLSX.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::table_file::{FormLink, TableForm, form_links};
use crate::archive::{Snapshot, known};
use crate::interop::table::{FactKind, Layout, Table};
use crate::model::address::Page;
use crate::model::{Language, Village};
use crate::web::address::{PageLanguage, page_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::refusal::FileError;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::Pager;
use crate::web::views::reader::{DateText, Name, Reader, Text};
use crate::web::views::source::{SourceList, SourceView};
use crate::web::views::table::{CellView, ShownFort, TableHead, cell_view, inventory_facts, table};

/// Villages on one page.
const PAGE: usize = 60;

/// Villages in one file: a workbook of so many is made in seconds and has far fewer lines than it may.
const PART: usize = 5_000;

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
    address: String,
    dated: DateText,
    forms: Vec<FormLink>,
    sources: Vec<SourceView>,
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
    id: String,
    name: Name,
    href: String,
    cited: String,
    town: Option<Text>,
    known: usize,
    cells: Vec<CellView>,
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
) -> Result<Response, PageError> {
    let page = page_number(query.page.as_deref())?;
    let fill = |catalogue| async { fill(&site, catalogue, language, page) };
    super::answer(&site, language, &address(page), &headers, fill).await
}

/// `GET /inventory.csv`: the whole of it; of a large archive a part, which names the next.
pub(in crate::web) async fn keep_csv(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<InventoryQuery>,
    headers: HeaderMap,
) -> Result<Response, FileError> {
    keep(&site, language, &query, &headers, TableForm::Csv).await
}

/// `GET /inventory.xlsx`: the same as a workbook.
pub(in crate::web) async fn keep_xlsx(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<InventoryQuery>,
    headers: HeaderMap,
) -> Result<Response, FileError> {
    keep(&site, language, &query, &headers, TableForm::Xlsx).await
}

async fn keep(
    site: &Arc<Site>,
    language: Language,
    query: &InventoryQuery,
    headers: &HeaderMap,
    form: TableForm,
) -> Result<Response, FileError> {
    let part = page_number(query.page.as_deref())?;
    let snapshot = site.snapshot();
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let href = |part| reader.url(&address(part).form(form.ending()));
    let made = || async {
        // In here, since errors are not kept: numbers beyond the last fill no memory.
        let parts = catalogue.named_count().div_ceil(PART).max(1);
        if part > parts {
            return Err(PageError::NotFound);
        }
        let table = table_of(site, &catalogue.named((part - 1) * PART, PART), &reader);
        let name = if parts == 1 { "baozhai-inventory".into() } else { format!("baozhai-inventory-{part}") };
        let next = (part < parts).then(|| format!("<{}>; rel=\"next\"", href(part + 1)));
        Ok(form.write(table, Layout::Below, &name, &reader).await?.with_links(next.as_deref()))
    };
    Ok(site.remembered(&snapshot, href(part), made).await?.respond(headers).await)
}

fn address(page: usize) -> Page {
    if page == 1 { Page::INVENTORY } else { Page::INVENTORY.with("page", page) }
}

/// The table of some villages, in their newest revisions.
fn table_of(site: &Site, villages: &[Arc<Village>], reader: &Reader<'_>) -> Table {
    let catalogue = reader.catalogue;
    let forts: Vec<ShownFort> = villages
        .iter()
        .map(|village| ShownFort {
            village: Arc::clone(village),
            // List and numbers are of one commit, so that there is one.
            revision: catalogue.village_revision(&village.id).unwrap_or(1),
        })
        .collect();
    let head = TableHead {
        title: reader.t("inventory-title"),
        archive: site.name(reader.language).to_owned(),
        address: reader.address(&Page::INVENTORY),
        dated: catalogue.updated_at(),
    };
    table(head, &forts, inventory_facts(reader), Layout::Below, reader)
}

fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    number: usize,
) -> Result<InventoryContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let pages = Pager::of(catalogue.named_count(), PAGE, number, |page| reader.url(&address(page)))
        .ok_or(PageError::NotFound)?;
    let shown = catalogue.named((number - 1).saturating_mul(PAGE), PAGE);
    let table = table_of(site, &shown, &reader);
    let mut sources = SourceList::new(reader);
    let villages = shown.iter().enumerate();
    let rows = villages.map(|(place, village)| row(&table, place, village, &reader, &mut sources)).collect();
    let head = PageHead {
        section: "inventory",
        title: reader.t("inventory-title"),
        description: reader.t("inventory-description"),
        page: address(number),
        revision: None,
        picture: None,
        article: false,
    };
    let forms = form_links(&Page::INVENTORY, &reader);
    let mut view = page(site, &reader, head);
    for (form, link) in TableForm::ALL.into_iter().zip(&forms) {
        view = view.with_form(form.media_type(), link.href().to_owned());
    }
    Ok(InventoryContext {
        lang: language.code(),
        page: view,
        inventory: Inventory {
            tally: Tally::of(&table, &reader),
            columns: columns(&table),
            rows,
            open_entry: OpenLink { count: catalogue.open_count(), href: reader.url(&Page::OPEN_ENTRIES) },
            pages,
            address: table.address.clone(),
            dated: reader.day(table.dated),
            forms,
            sources: sources.into_views(),
        },
    })
}

fn columns(table: &Table) -> Vec<Column> {
    let column = |fact: &crate::interop::table::Fact| Column {
        id: fact.id.clone(),
        label: fact.label.clone(),
        kind: if fact.kind == FactKind::Statement { "statement" } else { "measure" },
    };
    table.facts.iter().map(column).collect()
}

fn row(
    table: &Table,
    place: usize,
    village: &Village,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> Row {
    let href = reader.url(&Page::village(&village.id));
    let town = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
    let cells = (0..table.facts.len()).map(|fact| cell_view(table, (fact, place), &href, reader, sources));
    Row {
        id: village.id.to_string(),
        name: reader.name(&village.name),
        cited: table.forts[place].cited(),
        town: town.map(|town| reader.name_text(&town.name)),
        known: known(village),
        cells: cells.collect(),
        href,
    }
}

impl Tally {
    /// The cells of all pages by what they say.
    fn of(table: &Table, reader: &Reader<'_>) -> Self {
        let named = reader.catalogue.named_count();
        let mut tally = Self::default();
        for fact in &table.facts {
            let is_measure = matches!(fact.kind, FactKind::Measure { .. });
            let (known, unknown) = reader.catalogue.fact_counts(is_measure, &fact.id);
            tally.known += known;
            tally.unknown += unknown;
            tally.blank += named.saturating_sub(known + unknown);
        }
        tally
    }
}
