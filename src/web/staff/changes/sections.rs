//! The parts of the form: groups of fields, with what can be added to them and taken out.

use serde::Serialize;

use super::fields::{Button, FieldView, Fields};
use super::positions::{PlaceView, is_of_point, place};
use super::words::{group_title, id_of};
use crate::changes::Sides;
use crate::changes::form::{Asked, Group, Section};
use crate::web::views::reader::Reader;

#[derive(Serialize)]
pub(super) struct GroupView {
    id: String,
    title: String,
    remove: Option<Button>,
    /// Where a place of one point lies; its other fields are among `fields`.
    place: Option<PlaceView>,
    fields: Vec<FieldView>,
    /// What few fill in.
    more: Vec<FieldView>,
    /// What it says now, in the place of its fields where nobody has touched them.
    summary: Option<String>,
}

#[derive(Serialize)]
pub(super) struct SectionView {
    id: &'static str,
    title: String,
    what: String,
    is_optional: bool,
    /// Whether it stands open though it can wait: something in it was just added or is being written.
    is_open: bool,
    groups: Vec<GroupView>,
    add: Vec<Button>,
}

impl Fields<'_> {
    /// A part of the form.
    pub(super) fn section(&self, section: &Section, side: &Sides) -> SectionView {
        let reader = &self.reader;
        let add = section.addable.iter().map(|unit| Button {
            name: "add",
            value: format!("{}/{unit}", side.name),
            label: add_label(reader, unit),
        });
        let groups: Vec<GroupView> = section.groups.iter().map(|group| self.group(group, side)).collect();
        SectionView {
            id: section.id,
            title: reader.t(&format!("section-{}", section.id)),
            what: reader.maybe(&format!("section-{}-what", section.id)).unwrap_or_default(),
            is_optional: section.is_optional,
            is_open: groups.iter().any(|group| group.remove.is_some() && group.summary.is_none()),
            groups,
            add: add.collect(),
        }
    }

    fn group(&self, group: &Group, side: &Sides) -> GroupView {
        let remove = group.is_removable.then(|| Button {
            name: "remove",
            value: format!("{}/{}", side.name, group.unit),
            label: String::new(),
        });
        let (of_point, asked): (Vec<&Asked>, Vec<&Asked>) =
            group.asked.iter().partition(|asked| is_of_point(asked, &group.unit));
        let (more, fields): (Vec<&Asked>, Vec<&Asked>) =
            asked.into_iter().partition(|asked| group.is_removable && is_seldom(&asked.field, &group.unit));
        GroupView {
            id: id_of(&side.name, if group.unit.is_empty() { "once" } else { &group.unit }),
            title: group_title(&self.reader, &group.unit),
            remove,
            place: place(self, &group.unit, &of_point, side),
            fields: fields.into_iter().map(|asked| self.field(asked, side)).collect(),
            more: more.into_iter().map(|asked| self.field(asked, side)).collect(),
            summary: self.summary(&group.unit, side),
        }
    }

    /// What a unit says that is published and that nobody has touched or must mend.
    fn summary(&self, unit: &str, side: &Sides) -> Option<String> {
        let below = format!("{unit}.");
        let is_of_it = |field: &str| field.starts_with(&below);
        let is_published = side.before.keys().any(|field| is_of_it(field));
        let is_touched = side.changed().any(|(field, _, _)| is_of_it(field));
        let mut found = self.draft.findings.iter().filter(|finding| finding.record == side.name);
        if unit.is_empty() || !is_published || is_touched || found.any(|finding| is_of_it(&finding.field)) {
            return None;
        }
        // A statement has a value, a place a point, a visit a day: what is there says which it is.
        let value = |name: &str| side.after.get(&format!("{below}{name}")).map(String::as_str);
        let point = || Some(format!("{}, {}", value("lon")?, value("lat")?));
        value("value.zh").map(str::to_owned).or_else(point).or_else(|| value("date").map(str::to_owned))
    }
}

/// Whether few fill in a field of a statement or place.
fn is_seldom(field: &str, unit: &str) -> bool {
    let within = field.strip_prefix(unit).unwrap_or(field).trim_start_matches('.');
    within.ends_with(".en") || ["short.", "note.", "basis."].iter().any(|start| within.starts_with(start))
}

/// What a button adds, in words; that it adds stands before all of them.
fn add_label(reader: &Reader<'_>, unit: &str) -> String {
    match unit.split_once('.') {
        Some(_) => group_title(reader, &format!("{unit}.1")),
        None => reader.t("change-add-author"),
    }
}
