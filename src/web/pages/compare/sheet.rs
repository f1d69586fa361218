//! The comparison itself: its table, and the page that shows it.

use jiff::Timestamp;
use serde::Serialize;

use super::choose;
use crate::archive::{Published, Snapshot};
use crate::interop::table::{FactKind, Layout, Table};
use crate::model::address::Page;
use crate::model::{Id, Village};
use crate::web::address::ItemAddress;
use crate::web::answer::{Answer, CachePolicy};
use crate::web::errors::PageError;
use crate::web::pages::HTML;
use crate::web::pages::choosing::ChooseForm;
use crate::web::pages::chosen::Chosen;
use crate::web::pages::table_file::{FormLink, TableForm, form_links};
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::reader::{DateText, Name, Reader, Text};
use crate::web::views::source::{SourceList, SourceView};
use crate::web::views::table::{CellView, ShownFort, TableHead, cell_view, facts, table};

#[derive(Serialize)]
struct CompareContext {
    lang: &'static str,
    page: PageView,
    compare: ComparePage,
}

impl Template for CompareContext {
    const FILE: &'static str = "compare.html";
}

#[derive(Serialize)]
struct ComparePage {
    forts: Vec<FortHead>,
    groups: Vec<Group>,
    /// The absolute address with the revisions of what is shown.
    address: String,
    cited: String,
    dated: DateText,
    /// Where the newest revisions stand, if one of those shown is older.
    newest: Option<String>,
    licence: String,
    forms: Vec<FormLink>,
    form: ChooseForm,
    sources: Vec<SourceView>,
}

#[derive(Serialize)]
struct FortHead {
    name: Name,
    href: String,
    cited: String,
    revision: u64,
    published: DateText,
    town: Option<Text>,
    /// Where the newest revision of it stands, if this is older.
    newer: Option<String>,
    /// The comparison without it.
    without: String,
}

#[derive(Serialize)]
struct Group {
    id: &'static str,
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    label: String,
    unit: String,
    /// Whether no fort has anything here.
    is_blank: bool,
    cells: Vec<CellView>,
}

/// A fort with when its revision was published.
pub(super) struct ReadFort {
    fort: ShownFort,
    published: Timestamp,
    newest: u64,
}

/// A comparison that can be shown and kept.
pub(super) struct Sheet {
    pub(super) table: Table,
    forts: Vec<ReadFort>,
    asked: Chosen,
}

/// The forts of a comparison; two addresses of the same revision are one fort.
pub(super) async fn read_forts(snapshot: &Snapshot, chosen: &Chosen) -> Result<Vec<ReadFort>, PageError> {
    let mut forts: Vec<ReadFort> = Vec::new();
    for address in &chosen.forts {
        let read = read_fort(snapshot, address).await?;
        let same = |other: &ReadFort| {
            other.fort.village.id == read.fort.village.id && other.fort.revision == read.fort.revision
        };
        if !forts.iter().any(same) {
            forts.push(read);
        }
    }
    Ok(forts)
}

/// One fort, in the revision its address names, else in the newest the catalogue knows.
pub(super) async fn read_fort(snapshot: &Snapshot, address: &ItemAddress) -> Result<ReadFort, PageError> {
    let newest = snapshot.catalogue().village_revision(&address.id).ok_or(PageError::NotFound)?;
    let found = snapshot.past::<Village>(&address.id, address.revision.unwrap_or(newest)).await?;
    let Published { record: village, revision } = found.ok_or(PageError::NotFound)?;
    let fort = ShownFort { village: village.into(), revision: revision.number };
    Ok(ReadFort { fort, published: revision.committed_at, newest })
}

impl Sheet {
    pub(super) fn of(site: &Site, chosen: &Chosen, forts: Vec<ReadFort>, reader: &Reader<'_>) -> Self {
        let dated = forts.iter().map(|fort| fort.published).max().unwrap_or_default();
        let names: Vec<String> =
            forts.iter().map(|fort| reader.name_text(&fort.fort.village.name).text).collect();
        let names = names.join(&reader.t("list-separator"));
        // Taken apart, since the table wants the forts as one slice; put together again below.
        let (shown, rest): (Vec<ShownFort>, Vec<(Timestamp, u64)>) =
            forts.into_iter().map(|read| (read.fort, (read.published, read.newest))).unzip();
        let listed: Vec<String> = shown.iter().map(cited).collect();
        let head = TableHead {
            title: reader.t_with("compare-of", [("names", names.into())]),
            archive: site.name(reader.language).to_owned(),
            address: reader.address(&comparison_of(&listed.join(","))),
            dated,
        };
        let facts = facts(&shown, reader);
        let table = table(head, &shown, facts, Layout::Beside, reader);
        let forts = shown.into_iter().zip(rest);
        let forts = forts.map(|(fort, (published, newest))| ReadFort { fort, published, newest }).collect();
        Self { table, forts, asked: chosen.clone() }
    }

    /// The page.
    pub(super) fn page(&self, site: &Site, reader: &Reader<'_>) -> Result<Answer, PageError> {
        let address = self.asked.on(Page::COMPARISON);
        let head = PageHead {
            section: "inventory",
            title: self.table.title.clone(),
            description: reader.t("compare-description"),
            page: address.clone(),
            revision: None,
            picture: None,
            article: false,
        };
        let mut view = page(site, reader, head).not_for_robots().cited_at(self.table.address.clone());
        let forms = form_links(&address, reader);
        for (form, link) in TableForm::ALL.into_iter().zip(&forms) {
            view = view.with_form(form.media_type(), link.href().to_owned());
        }
        let mut sources = SourceList::new(*reader);
        let groups = self.groups(reader, &mut sources);
        let ids: Vec<Id> = self.forts.iter().map(|fort| fort.fort.village.id.clone()).collect();
        let context = CompareContext {
            lang: reader.language.code(),
            page: view,
            compare: ComparePage {
                forts: (0..self.forts.len()).map(|place| self.fort_head(place, reader)).collect(),
                groups,
                address: self.table.address.clone(),
                cited: reader.url(&comparison_of(&self.listed())),
                dated: reader.day(self.table.dated),
                newest: self.newest(reader),
                licence: self.table.words.licence.1.clone(),
                forms,
                form: choose::form(&ids, reader),
                sources: sources.into_views(),
            },
        };
        let html = site.templates.render(reader.language, &context)?;
        Ok(Answer::text(HTML, html, CachePolicy::Revalidate))
    }

    fn listed(&self) -> String {
        self.forts.iter().map(|fort| cited(&fort.fort)).collect::<Vec<_>>().join(",")
    }

    /// The same forts in their newest revisions, where one shown here is older.
    fn newest(&self, reader: &Reader<'_>) -> Option<String> {
        let is_old = self.forts.iter().any(ReadFort::is_old);
        let mut ids: Vec<&str> = Vec::new();
        for fort in &self.forts {
            let id = fort.fort.village.id.as_str();
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        is_old.then(|| reader.url(&comparison_of(&ids.join(","))))
    }

    fn fort_head(&self, place: usize, reader: &Reader<'_>) -> FortHead {
        let read = &self.forts[place];
        let village = &read.fort.village;
        let town = village.town.as_ref().and_then(|id| reader.catalogue.region().town(id));
        let mut others = self.asked.forts.clone();
        // However it was asked for: `a` and the newest `a@3` are one column.
        others.retain(|fort| {
            fort.id != village.id || fort.revision.unwrap_or(read.newest) != read.fort.revision
        });
        FortHead {
            name: reader.name(&village.name),
            href: reader.url(&read.page()),
            cited: cited(&read.fort),
            revision: read.fort.revision,
            published: reader.day(read.published),
            town: town.map(|town| reader.name_text(&town.name)),
            newer: read.is_old().then(|| reader.url(&Page::village(&village.id))),
            without: reader.url(&Chosen { forts: others, is_canonical: true }.on(Page::COMPARISON)),
        }
    }

    fn groups(&self, reader: &Reader<'_>, sources: &mut SourceList<'_>) -> Vec<Group> {
        let hrefs: Vec<String> = self.forts.iter().map(|fort| reader.url(&fort.page())).collect();
        let mut groups =
            [Group { id: "statements", rows: Vec::new() }, Group { id: "measures", rows: Vec::new() }];
        for (row, fact) in self.table.facts.iter().enumerate() {
            let cells = hrefs.iter().enumerate();
            let cells: Vec<CellView> = cells
                .map(|(column, href)| cell_view(&self.table, (row, column), href, reader, sources))
                .collect();
            // As they stand above: 0 the statements, 1 the measures.
            let group = usize::from(fact.kind != FactKind::Statement);
            groups[group].rows.push(Row {
                label: fact.label.clone(),
                unit: fact.unit().to_owned(),
                is_blank: cells.iter().all(|cell| cell.state == "blank"),
                cells,
            });
        }
        groups.into_iter().filter(|group| !group.rows.is_empty()).collect()
    }
}

impl ReadFort {
    fn is_old(&self) -> bool {
        self.fort.revision != self.newest
    }

    /// Its page: of this very revision where it is an older one.
    fn page(&self) -> Page {
        Page::village(&self.fort.village.id).at(self.is_old().then_some(self.fort.revision))
    }
}

/// The page of a comparison of what is listed.
fn comparison_of(listed: &str) -> Page {
    Page::COMPARISON.with("ids", listed)
}

/// How a fort is cited: `xiaozhang@2`.
fn cited(fort: &ShownFort) -> String {
    format!("{}@{}", fort.village.id, fort.revision)
}
