//! The photos of a change on its form: what has come from which device, and what is said of each.

use serde::Serialize;

use super::fields::{CheckView, FieldView, Fields};
use super::photo_card::{PhotoView, not_here, photo};
use super::published::{PublishedView, published_view};
use crate::changes::form::of_photo;
use crate::changes::{Change, Sides, Template};
use crate::model::Kind;
use crate::model::address::Page;
use crate::uploads::Files;
use crate::web::errors::PageError;
use crate::web::site::Site;
use crate::web::staff::member::Member;
use crate::web::views::reader::Reader;

/// The photos of a form.
#[derive(Serialize)]
pub(super) struct FilesView {
    href: String,
    devices: Vec<DeviceView>,
    photos: Vec<PhotoView>,
    /// What is written to all that say nothing of it yet.
    batch: Vec<FieldView>,
    published: Option<PublishedView>,
}

#[derive(Serialize)]
struct DeviceView {
    name: String,
    total: usize,
    arrived: usize,
    missing: usize,
}

/// What is the same for many photos of one visit.
pub(super) const BATCH: [&str; 5] = ["element", "caption.zh", "credit.zh", "taken", "visibility"];

/// What a field is called that goes to all photos.
pub(super) fn in_batch(field: &str) -> String {
    format!("all {field}")
}

/// What is known of the files of a change.
pub(super) struct Come {
    files: Files,
    published: Vec<Sides>,
}

/// Reads what has come of the files of a change and what its village has published; an essay has none.
pub(super) async fn come(site: &Site, change: &Change) -> Result<Option<Come>, PageError> {
    if change.template == Template::Essay {
        return Ok(None);
    }
    let files = site.uploads().files(change).await?;
    let published = site.changes().published_photos(&change.about).await?;
    Ok(Some(Come { files, published }))
}

impl Come {
    /// The files that are still to come.
    pub(super) fn missing(&self) -> usize {
        self.files.files.iter().filter(|file| file.promise.state.is_wanted()).count()
    }
}

/// What is said of files that have not come: a survey is not given out as if they were there.
pub(super) fn missing(reader: &Reader<'_>, missing: usize) -> Option<CheckView> {
    (missing > 0).then(|| {
        let message = reader.t_with("upload-missing", [("n", missing.into())]);
        CheckView::of_photos(reader.t("upload-title"), message)
    })
}

/// The photos of a change, as its form shows them. `asked` is a published one that somebody has opened.
pub(super) fn files(fields: &Fields<'_>, come: Come, member: &Member, asked: Option<&str>) -> FilesView {
    let (reader, change) = (&fields.reader, &fields.draft.change);
    let Come { files: Files { devices, files }, published } = come;
    let devices = devices.into_iter().map(|line| DeviceView {
        name: line.name,
        total: line.total,
        arrived: line.arrived,
        missing: line.missing,
    });
    let mut photos = Vec::new();
    // What is published has its own place, unless it has been withdrawn since.
    let is_published =
        |side: &Sides| !side.is_picture_new && published.iter().any(|published| published.name == side.name);
    let photos_of_change = fields.draft.sides.iter().filter(|side| side.kind == Kind::Photo);
    let mut sides: Vec<&Sides> = photos_of_change.filter(|side| !is_published(side)).collect();
    sides
        .sort_by_key(|side| (side.name.strip_prefix("new-").and_then(|n| n.parse::<u32>().ok()), &side.name));
    for side in sides {
        let file = files.iter().find(|file| file.promise.record() == Some(&side.name));
        photos.push(photo(fields, side, file, &published));
    }
    let waiting = files.iter().filter(|file| file.promise.record().is_none());
    // One photo has its own fields for it. Counted before those that have not come: there is nothing to say of
    // these.
    let batch = match photos.len() {
        0 | 1 => Vec::new(),
        _ => batch(fields),
    };
    photos.extend(waiting.map(|file| not_here(reader, file)));
    let href = reader.url(&Page::below_change(&change.id, "files"));
    let published = published_view(fields, &published, member, asked);
    FilesView { href, devices: devices.collect(), photos, batch, published }
}

/// Fields whose value goes to all photos that have none.
fn batch(fields: &Fields<'_>) -> Vec<FieldView> {
    let Some(any) = fields.draft.sides.iter().find(|side| side.is_picture_new) else {
        return Vec::new();
    };
    let blank = Sides { name: "all".to_owned(), after: Default::default(), ..any.clone() };
    let asked = of_photo().into_iter().filter(|asked| BATCH.contains(&asked.field.as_str()));
    let view = |asked: crate::changes::form::Asked| {
        let mut field = fields.field(&asked, &blank);
        // It is typed and pressed, not saved by itself.
        field.name = in_batch(&asked.field);
        field.is_needed = false;
        field.choices.iter_mut().for_each(|choice| choice.is_selected = false);
        (field.problem, field.live) = (None, None);
        field
    };
    asked.map(view).collect()
}
