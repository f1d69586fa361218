//! `/photos`: all photos, by village and element, 24 to a page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use crate::archive::{Catalogue, PhotoFilter, Snapshot};
use crate::model::address::Page;
use crate::model::{Id, Language};
use crate::web::address::{PageLanguage, page_number};
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::pager::Pager;
use crate::web::views::picture::{CountView, PhotoCard, cards};
use crate::web::views::reader::Reader;

/// Photos on one page.
const PAGE: usize = 24;

/// A list of more villages than this is no help: then only the chosen one stands in it, and the way to
/// a village's photos is its own page.
const MAX_CHOICES: usize = 300;

#[derive(Serialize)]
struct PhotosContext {
    lang: &'static str,
    page: PageView,
    photos: Photos,
}

impl Template for PhotosContext {
    const FILE: &'static str = "photos.html";
}

#[derive(Serialize)]
struct Photos {
    count: CountView,
    found: usize,
    villages: Vec<Choice>,
    elements: Vec<Choice>,
    clear: Option<String>,
    photos: Vec<PhotoCard>,
    pages: Pager,
}

#[derive(Serialize)]
struct Choice {
    id: String,
    label: String,
    selected: bool,
    count: usize,
}

/// What the query may say; anything else in it is ignored.
#[derive(Deserialize)]
pub(in crate::web) struct PhotosQuery {
    village: Option<String>,
    element: Option<String>,
    page: Option<String>,
}

/// The filter after parsing: only what exists.
#[derive(Clone)]
struct Filter {
    village: Option<Id>,
    element: Option<String>,
    page: usize,
}

impl Filter {
    fn parse(query: PhotosQuery, catalogue: &Catalogue) -> Result<Self, PageError> {
        let chosen = |value: Option<String>| value.filter(|value| !value.is_empty());
        let village =
            chosen(query.village).map(|id| Id::parse(&id).map_err(|_| PageError::NotFound)).transpose()?;
        let element = chosen(query.element);
        // Each of these pages is kept in memory: ids that somebody made up must not make any.
        let known = village.as_ref().is_none_or(|id| catalogue.village(id).is_some())
            && element.as_ref().is_none_or(|id| catalogue.element(id).is_some());
        let page = page_number(query.page.as_deref())?;
        if known { Ok(Self { village, element, page }) } else { Err(PageError::NotFound) }
    }

    fn lists(&self) -> PhotoFilter<'_> {
        PhotoFilter { village: self.village.as_ref(), element: self.element.as_deref() }
    }

    /// The canonical address: parameters in one order, page 1 unsaid.
    fn address(&self) -> Page {
        let number = (self.page > 1).then(|| self.page.to_string());
        let words = [
            ("village", self.village.as_ref().map(Id::as_str)),
            ("element", self.element.as_deref()),
            ("page", number.as_deref()),
        ];
        let said = words.into_iter().filter_map(|(name, value)| Some((name, value?)));
        said.fold(Page::PHOTOS, |page, (name, value)| page.with(name, value))
    }

    fn at_page(&self, page: usize) -> Self {
        Self { page, ..self.clone() }
    }
}

/// `GET /photos`.
pub(in crate::web) async fn list_photos(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<PhotosQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let filter = Filter::parse(query, site.snapshot().catalogue())?;
    let address = filter.address();
    let fill = |catalogue| fill(&site, catalogue, language, filter);
    super::answer(&site, language, &address, &headers, fill).await
}

async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    filter: Filter,
) -> Result<PhotosContext, PageError> {
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let (listed, found) = catalogue.photos(filter.lists(), (filter.page - 1).saturating_mul(PAGE), PAGE);
    let href = |page| reader.url(&filter.at_page(page).address());
    let pages = Pager::of(found, PAGE, filter.page, href).ok_or(PageError::NotFound)?;
    let photos = cards(&listed, &reader).await?;
    let head = PageHead {
        section: "photos",
        title: reader.t("photos-title"),
        description: reader.t("photos-description"),
        page: filter.address(),
        revision: None,
        picture: None,
        article: false,
    };
    let is_filtered = filter.village.is_some() || filter.element.is_some();
    Ok(PhotosContext {
        lang: language.code(),
        page: page(site, &reader, head),
        photos: Photos {
            count: catalogue.photo_count().into(),
            found,
            villages: village_choices(&reader, &filter),
            elements: element_choices(&reader, &filter),
            clear: is_filtered.then(|| reader.url(&Page::PHOTOS)),
            photos,
            pages,
        },
    })
}

fn village_choices(reader: &Reader<'_>, filter: &Filter) -> Vec<Choice> {
    let catalogue = reader.catalogue;
    let villages: Vec<_> = if catalogue.named_count() <= MAX_CHOICES {
        let open = catalogue.open_entries(0, MAX_CHOICES);
        catalogue.named(0, MAX_CHOICES).into_iter().chain(open).collect()
    } else {
        filter.village.iter().filter_map(|id| catalogue.village(id)).collect()
    };
    // Counted within the element that is chosen, as choosing the village would show them.
    let of_village = |village| PhotoFilter { village: Some(village), ..filter.lists() };
    villages
        .iter()
        .map(|village| Choice {
            id: village.id.to_string(),
            label: reader.name_text(&village.name).text,
            selected: filter.village.as_ref() == Some(&village.id),
            count: catalogue.count_photos(of_village(&village.id)),
        })
        .collect()
}

fn element_choices(reader: &Reader<'_>, filter: &Filter) -> Vec<Choice> {
    let elements = &reader.catalogue.vocabulary().elements;
    // Read once, not for each element.
    let of_village = filter.village.as_ref().map(|village| reader.catalogue.photos_of(village));
    let count = |element: &str| match &of_village {
        Some(photos) => photos.iter().filter(|photo| *photo.element == *element).count(),
        None => reader.catalogue.count_of_element(element),
    };
    elements
        .iter()
        .map(|element| Choice {
            id: element.id.clone(),
            label: reader.text(&element.name).text,
            selected: filter.element.as_ref() == Some(&element.id),
            count: count(&element.id),
        })
        .collect()
}
