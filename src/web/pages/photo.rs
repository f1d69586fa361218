//! `/photos/{id}`: one photo with its record.

use std::sync::Arc;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use serde::Serialize;

use super::citation_file::CiteQuery;
use crate::archive::Snapshot;
use crate::image::WIDTHS_PX;
use crate::interop::citation::{Item, Work};
use crate::model::address::Page;
use crate::model::{Heading, Kind, Language, Photo, Record};
use crate::web::address::{ItemAddress, PageLanguage};
use crate::web::errors::PageError;
use crate::web::extract::{PageQuery, Segment};
use crate::web::images::largest_px;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::cite::{self, CiteView, Part};
use crate::web::views::essay::{EssayCard, essay_card};
use crate::web::views::page::{PageHead, PageView, page};
use crate::web::views::picture::{PhotoCard, Photos, PictureView, card, image_base, picture};
use crate::web::views::reader::{DateText, LicenceLink, Link, NamedLink, Reader, Text, licence};
use crate::web::views::record::{self, RecordView};
use crate::web::views::then_and_now::{Pair, pair_of};

#[derive(Serialize)]
pub(super) struct PhotoContext {
    lang: &'static str,
    page: PageView,
    photo: PhotoPage,
}

impl Template for PhotoContext {
    const FILE: &'static str = "photo.html";

    fn signposts(&self) -> Option<&str> {
        self.page.signposts()
    }
}

#[derive(Serialize)]
struct PhotoPage {
    /// The path of the revision that is shown.
    address: String,
    picture: PictureView,
    caption: Text,
    stand_in: bool,
    village: NamedLink,
    element: ElementLink,
    term: Option<Link>,
    viewpoint: Option<Text>,
    direction: Option<String>,
    taken: Option<DateText>,
    added: DateText,
    credit: Text,
    licence: LicenceLink,
    downloads: Vec<Download>,
    exif: Vec<ExifLine>,
    position: usize,
    total: usize,
    previous: Option<PhotoCard>,
    next: Option<PhotoCard>,
    siblings: Vec<PhotoCard>,
    /// Beside another of its viewpoint.
    pair: Option<Pair>,
    essays: Vec<EssayCard>,
    cite: CiteView,
    record: RecordView,
}

#[derive(Serialize)]
struct ElementLink {
    id: String,
    label: String,
    href: String,
}

#[derive(Serialize)]
struct Download {
    label: String,
    href: String,
    size: String,
}

/// A line of what the camera wrote; none until photographs come in.
#[derive(Serialize)]
struct ExifLine {
    label: String,
    value: String,
}

/// `GET /photos/{id}`, `GET /photos/{id}@{n}`, both also in a form; with `?xywh=` a region is cited.
pub(in crate::web) async fn show_photo(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Segment(segment): Segment,
    PageQuery(query): PageQuery<CiteQuery>,
    headers: HeaderMap,
) -> Result<Response, PageError> {
    let fill = |catalogue, address| fill(&site, catalogue, language, address, query.part());
    super::answer_item(&site, language, (Kind::Photo, &segment), &query, &headers, fill).await
}

pub(super) async fn fill(
    site: &Site,
    snapshot: Snapshot,
    language: Language,
    address: ItemAddress,
    part: Option<Part<'_>>,
) -> Result<PhotoContext, PageError> {
    let (record, revision) = super::read_item(&snapshot, Kind::Photo, &address).await?;
    let work = cite::work(site, &record, &revision, language, part)?;
    let Record::Photo(photo) = record else { return Err(PageError::NotFound) };
    let catalogue = snapshot.catalogue();
    let reader = super::reader(site, &snapshot, language);
    let shown = card(&photo, revision.number, &reader);
    let record = record::view(Kind::Photo, &photo.id, &revision, &photo.rights, &reader).await?;
    let entries = catalogue.photos_of(&photo.village);
    let read = Photos::read(entries.iter().cloned(), &reader).await?;
    let siblings = read.cards(&entries, &reader);
    // An old revision is set beside nothing: the others are those of today.
    let pair = read.get(&photo.id).filter(|newest| newest.revision.number == revision.number);
    let pair = pair.and_then(|newest| pair_of(newest, &entries, &read, &reader));
    // An old revision of a photo that has moved to another village is nowhere among them.
    let place = siblings.iter().position(|sibling| sibling.id == photo.id.as_str());
    let village = catalogue.village(&photo.village).ok_or(PageError::NotFound)?;
    let village_name = reader.name_text(&village.name).text;
    let element = reader.element(&photo.element);
    let term = catalogue.terms().iter().find(|term| term.element.as_deref() == Some(&photo.element));
    let caption = reader.text(&photo.caption);
    let head = PageHead {
        section: "photos",
        title: format!("{village_name} · {}", element.label),
        description: caption.text.clone(),
        page: Page::photo(&photo.id),
        revision: address.revision,
        picture: Some(&shown),
        article: true,
    };
    let cited = address.page(Kind::Photo);
    let mut page = page(site, &reader, head);
    describe(&mut page, site, &reader, (&photo, &work), &cited, &village_name, &shown);
    Ok(PhotoContext {
        lang: language.code(),
        page,
        photo: PhotoPage {
            // With the number even of the newest: a region that is copied with it is one of this very picture.
            address: reader.url(&Page::photo(&photo.id).at(revision.number)),
            picture: picture(&photo, revision.number, &reader),
            caption,
            stand_in: photo.stand_in,
            village: NamedLink {
                name: reader.name(&village.name),
                href: reader.url(&Page::village(&photo.village)),
            },
            element: ElementLink {
                href: reader.url(&Page::PHOTOS.with("element", &element.id)),
                id: element.id,
                label: element.label,
            },
            term: term.map(|term| Link {
                label: reader.name_text(&term.name).text,
                href: reader.url(&Page::record(Kind::Term, &term.id)),
            }),
            viewpoint: photo.viewpoint.as_ref().map(|viewpoint| reader.text(viewpoint)),
            direction: photo.direction_deg.map(|degrees| direction(degrees, &reader)),
            taken: photo.taken.map(|taken| reader.date(taken)),
            added: record.first_published(),
            credit: reader.text(&photo.credit),
            licence: licence(&photo.rights),
            downloads: downloads(&photo, revision.number, site, &reader),
            exif: Vec::new(),
            position: place.map_or(0, |place| place + 1),
            total: siblings.len(),
            previous: place.and_then(|place| siblings.get(place.checked_sub(1)?)).cloned(),
            next: place.and_then(|place| siblings.get(place + 1)).cloned(),
            pair,
            essays: catalogue.essays_with(&photo.id).map(|entry| essay_card(entry, &reader)).collect(),
            cite: cite::view(&work, &cited, &reader)?,
            record,
            siblings: siblings.into_iter().filter(|sibling| sibling.id != photo.id.as_str()).collect(),
        },
    })
}

/// Says to programs what the page shows.
fn describe(
    page: &mut PageView,
    site: &Site,
    reader: &Reader<'_>,
    (photo, work): (&Photo, &Work),
    cited: &Page,
    village_name: &str,
    shown: &PhotoCard,
) {
    let village = Page::village(&photo.village);
    let (width, height) = shown.picture.shared_sides_px();
    let picture = site.addresses().absolute(&shown.picture.shared_path());
    let item = Item {
        picture: Some((&picture, width, height)),
        credit: Some(photo.credit.for_reader(reader.language).0),
        taken: photo.taken.map(|taken| taken.to_string()),
        about: vec![reader.address(&village.clone().part("place"))],
        ..Item::default()
    };
    let way = [(reader.t("villages-title"), Page::VILLAGES), (village_name.to_owned(), village)];
    cite::describe(page, site, reader, work, cited, &way, &item);
}

/// The sizes a reader may take away: a middle one and the largest.
fn downloads(photo: &Photo, revision: u64, site: &Site, reader: &Reader<'_>) -> Vec<Download> {
    let (width, height) = (photo.picture.width_px, photo.picture.height_px);
    let middle = WIDTHS_PX.into_iter().filter(|px| *px <= 1024 && *px < width).max();
    let download = |(width, height): (u32, u32), size: &str| Download {
        label: format!("{width} × {height}"),
        href: format!("{}/full/{size}/0/default.jpg", image_base(photo, revision, reader)),
        size: "JPEG".to_owned(),
    };
    let middle = middle.map(|px| {
        let height_px = (f64::from(height) * f64::from(px) / f64::from(width.max(1))).round();
        download((px, height_px as u32), &format!("{px},"))
    });
    // Of a very large original the largest that is made has fewer pixels than it.
    let largest = largest_px((width, height), &site.derivatives.size_limits());
    middle.into_iter().chain(largest.map(|sides_px| download(sides_px, "max"))).collect()
}

/// A direction in words and degrees: 朝东南（135°）.
fn direction(degrees: f64, reader: &Reader<'_>) -> String {
    let point = Heading::nearest(degrees).word();
    reader.t_with(&format!("direction-{point}"), [("degrees", degrees.round().into())])
}
