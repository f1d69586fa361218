//! Fields as the form shows them.

use serde::Serialize;

use super::positions::{PlaceView, is_of_point, place};
use super::words::{
    card_id, choices, group_title, id_of, key_of, label, label_of, lang_of, message, sources,
};
use crate::changes::form::{Asked, Choices, Entry, Group, Section};
use crate::changes::{Draft, Finding, Sides};
use crate::model::Kind;
use crate::web::staff::times::moment;
use crate::web::views::reader::Reader;

/// More works than this are no list to choose from.
const MOST_SOURCES: usize = 80;

/// One field.
#[derive(Serialize, Default, Clone)]
pub(super) struct FieldView {
    pub(super) name: String,
    pub(super) id: String,
    pub(super) label: String,
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) choices: Vec<ChoiceView>,
    pub(super) guidance: Option<String>,
    pub(super) example: Option<String>,
    pub(super) is_needed: bool,
    pub(super) problem: Option<String>,
    pub(super) live: Option<String>,
    pub(super) by: Option<String>,
    pub(super) at: Option<String>,
    pub(super) unit: Option<String>,
    pub(super) lang: Option<&'static str>,
    pub(super) inputmode: Option<&'static str>,
}

#[derive(Serialize, Clone)]
pub(super) struct ChoiceView {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) is_selected: bool,
}

/// A button that sends the form with one more value.
#[derive(Serialize)]
pub(super) struct Button {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) label: String,
}

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
    groups: Vec<GroupView>,
    add: Vec<Button>,
}

/// A finding, with the way to its field.
#[derive(Serialize, Clone)]
pub(super) struct CheckView {
    severity: &'static str,
    message: String,
    field: String,
    label: String,
}

/// Makes the fields of one draft.
pub(super) struct Fields<'a> {
    pub(super) reader: Reader<'a>,
    pub(super) draft: &'a Draft,
    /// Who reads: what they wrote themselves needs no name.
    pub(super) me: &'a str,
}

impl Fields<'_> {
    pub(super) fn section(&self, section: &Section, side: &Sides) -> SectionView {
        let reader = &self.reader;
        let add = section.addable.iter().map(|unit| Button {
            name: "add",
            value: format!("{}/{unit}", side.name),
            label: reader.t_with("change-add", [("what", add_label(reader, unit).into())]),
        });
        SectionView {
            id: section.id,
            title: reader.t(&format!("section-{}", section.id)),
            what: reader.maybe(&format!("section-{}-what", section.id)).unwrap_or_default(),
            is_optional: section.is_optional,
            groups: section.groups.iter().map(|group| self.group(group, side)).collect(),
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
        let value = |name: &str| side.after.get(&format!("{below}{name}")).map(String::as_str);
        let point = || Some(format!("{}, {}", value("lon")?, value("lat")?));
        value("value.zh").map(str::to_owned).or_else(point).or_else(|| value("date").map(str::to_owned))
    }

    /// One field of a record.
    pub(super) fn field(&self, Asked { field, entry, is_needed }: &Asked, side: &Sides) -> FieldView {
        let (reader, change) = (&self.reader, &self.draft.change);
        let key = key_of(side.kind, field);
        let value = side.after.get(field).cloned().unwrap_or_default();
        let (kind, offered) = match entry {
            Entry::Text => ("text", Vec::new()),
            Entry::Long => ("long", Vec::new()),
            Entry::Date => ("date", Vec::new()),
            Entry::Number => ("number", Vec::new()),
            Entry::Pair => ("pair", Vec::new()),
            Entry::Choice(of) => ("choice", choices(reader, *of)),
            // Where there are too many for a list they are typed by their ids.
            Entry::Sources => match sources(reader, change) {
                all if all.len() <= MOST_SOURCES => ("sources", all),
                _ => ("text", Vec::new()),
            },
        };
        let chosen: Vec<&str> = match entry {
            Entry::Sources => value.split([',', '，', '、']).map(str::trim).collect(),
            Entry::Choice(Choices::Visibility) if value.is_empty() => vec!["public"],
            _ => vec![value.as_str()],
        };
        let choices = offered.into_iter().map(|(value, label)| ChoiceView {
            is_selected: chosen.contains(&value.as_str()),
            value,
            label,
        });
        let choices: Vec<ChoiceView> = choices.collect();
        let before = side.before.get(field).map_or("", String::as_str);
        let entered = change.records.get(&side.name).and_then(|proposed| proposed.fields.get(field));
        let of_others = entered.filter(|entered| entered.by.name != self.me);
        let problem = self.draft.findings.iter().find(|finding| {
            // What is only missing is told at the end, not while somebody has just begun.
            finding.record == side.name && finding.field == *field && finding.code != "missing"
        });
        FieldView {
            name: format!("{}/{field}", side.name),
            id: id_of(&side.name, field),
            label: label(reader, side.kind, field),
            kind,
            choices,
            guidance: reader.maybe(&format!("{key}-what")),
            example: reader.maybe(&format!("{key}-such")),
            is_needed: *is_needed,
            problem: problem.map(|finding| message(reader, finding)),
            live: (before != value && !before.is_empty()).then(|| before.to_owned()),
            by: of_others.map(|entered| entered.by.shown.clone()),
            at: of_others.map(|entered| moment(entered.at).text),
            unit: reader.maybe(&format!("{key}-unit")),
            lang: lang_of(field),
            inputmode: matches!(entry, Entry::Number).then_some("decimal"),
            value,
        }
    }
}

/// Whether few fill in a field of a statement or place.
fn is_seldom(field: &str, unit: &str) -> bool {
    let within = field.strip_prefix(unit).unwrap_or(field).trim_start_matches('.');
    within.ends_with(".en") || ["short.", "note.", "basis."].iter().any(|start| within.starts_with(start))
}

/// What a button adds, in words.
fn add_label(reader: &Reader<'_>, unit: &str) -> String {
    match unit.split_once('.') {
        Some(_) => group_title(reader, &format!("{unit}.1")),
        None => reader.t("change-add-author"),
    }
}

impl CheckView {
    /// Something that is wrong with the photos of a change.
    pub(super) fn of_photos(label: String, message: String) -> Self {
        Self { severity: "blocking", message, field: "#photos".to_owned(), label }
    }
}

/// Findings as the form and the review list them.
pub(super) fn checks(reader: &Reader<'_>, draft: &Draft) -> Vec<CheckView> {
    let view = |finding: &Finding| {
        let side = draft.sides.iter().find(|side| side.name == finding.record);
        let kind = side.map_or(Kind::Village, |side| side.kind);
        let label = label_of(reader, kind, (&finding.record, &finding.field));
        let field = match (kind, finding.field.as_str()) {
            // What no field of a photo says is shown at its card.
            (Kind::Photo, "" | "village" | "picture") => format!("#{}", card_id(&finding.record)),
            (_, "") => String::new(),
            _ => format!("#{}", id_of(&finding.record, &finding.field)),
        };
        CheckView {
            severity: if finding.is_blocking { "blocking" } else { "advisory" },
            message: message(reader, finding),
            field,
            label,
        }
    };
    draft.findings.iter().map(view).collect()
}
