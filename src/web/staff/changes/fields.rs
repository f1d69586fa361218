//! Fields as the form shows them.

use serde::Serialize;

use super::words::{
    card_id, choices, id_of, key_of, label, label_of, lang_of, message, shown_value, sources, surveys,
};
use crate::changes::form::{Asked, Choices, Input, ids_in, property_of};
use crate::changes::{Draft, Finding, Sides};
use crate::model::{Code, CodeList, Kind};
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
    /// Among which of the lists that are offered it stands; blank where there is but one.
    pub(super) group: String,
    pub(super) is_selected: bool,
}

impl ChoiceView {
    /// One that stands in no list of its own and is not chosen.
    pub(super) fn of((value, label): (String, String)) -> Self {
        Self { value, label, group: String::new(), is_selected: false }
    }
}

/// A button that sends the form with one more value.
#[derive(Serialize)]
pub(super) struct Button {
    pub(super) name: &'static str,
    pub(super) value: String,
    pub(super) label: String,
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
    /// One field of a record.
    pub(super) fn field(&self, Asked { field, entry, is_needed }: &Asked, side: &Sides) -> FieldView {
        let (reader, change) = (&self.reader, &self.draft.change);
        let key = key_of(side.kind, field);
        let value = side.after.get(field).cloned().unwrap_or_default();
        let (kind, offered) = match entry {
            Input::Text => ("text", Vec::new()),
            Input::Long => ("long", Vec::new()),
            Input::Date => ("date", Vec::new()),
            Input::Number => ("number", Vec::new()),
            Input::Pair => ("pair", Vec::new()),
            // As a list of one kind with the coded values: what is none of a visit can be taken back.
            Input::Choice(Choices::Survey) => ("code", of_pairs(surveys(reader, change, side))),
            Input::Choice(of) => ("choice", of_pairs(choices(reader, *of))),
            Input::Code => ("code", codes(reader, field)),
            Input::Codes => ("codes", codes(reader, field)),
            // Where there are too many for a list they are typed by their ids.
            Input::Sources => match sources(reader, change) {
                all if all.len() <= MOST_SOURCES => ("sources", of_pairs(all)),
                _ => ("text", Vec::new()),
            },
        };
        let chosen: Vec<&str> = match entry {
            Input::Sources | Input::Codes | Input::Code => ids_in(&value).collect(),
            // What is public has a blank field, and would else look as if nothing was chosen.
            Input::Choice(Choices::Visibility) if value.is_empty() => vec!["public"],
            _ => vec![value.as_str()],
        };
        let mut choices = offered;
        for choice in &mut choices {
            choice.is_selected = chosen.contains(&choice.value.as_str());
        }
        if !matches!(kind, "text" | "long" | "date" | "number" | "pair") {
            // What the archive does not know any more is offered too: a form that cannot say it would take it away unseen.
            let unknown = chosen.iter().filter(|value| !value.is_empty());
            let unknown = unknown.filter(|value| !choices.iter().any(|choice| choice.value == **value));
            let unknown: Vec<ChoiceView> = unknown.map(|value| self.unknown(value)).collect();
            choices.extend(unknown);
        }
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
            guidance: self.guidance(field).or_else(|| reader.maybe(&format!("{key}-what"))),
            example: self.example(field).or_else(|| reader.maybe(&format!("{key}-such"))),
            is_needed: *is_needed,
            problem: problem.map(|finding| message(reader, finding)),
            live: (before != value && !before.is_empty())
                .then(|| shown_value(reader, change, Some(side), (field, before))),
            by: of_others.map(|entered| entered.by.shown.clone()),
            at: of_others.map(|entered| moment(entered.at).text),
            unit: reader.maybe(&format!("{key}-unit")),
            lang: lang_of(field),
            inputmode: matches!(entry, Input::Number).then_some("decimal"),
            value,
        }
    }

    fn unknown(&self, value: &str) -> ChoiceView {
        let label = self.reader.t_with("change-unknown-choice", [("value", value.into())]);
        ChoiceView { is_selected: true, ..ChoiceView::of((value.to_owned(), label)) }
    }

    /// What the vocabulary says about a property, where it is asked for first: at its coded values, else at its words.
    fn guidance(&self, field: &str) -> Option<String> {
        let property = self.reader.catalogue.property(property_of(field))?;
        let first = if property.codes.is_empty() { ".value.zh" } else { ".codes" };
        let guidance = property.guidance.as_ref().filter(|_| is_own_field(field, first))?;
        Some(self.reader.text(guidance).text)
    }

    /// The worked example of the vocabulary, in the language of the field.
    fn example(&self, field: &str) -> Option<String> {
        let example = self.reader.catalogue.property(property_of(field))?.example.as_ref()?;
        match field {
            field if is_own_field(field, ".value.zh") => Some(example.zh.clone()),
            field if is_own_field(field, ".value.en") => example.en.clone(),
            _ => None,
        }
    }
}

/// Whether it is this field of the statement itself, and not of one of its measurements.
fn is_own_field(field: &str, name: &str) -> bool {
    field.ends_with(name) && !field.contains(".measure.")
}

fn of_pairs(pairs: Vec<(String, String)>) -> Vec<ChoiceView> {
    pairs.into_iter().map(ChoiceView::of).collect()
}

/// The coded values that a statement can have, by their lists.
fn codes(reader: &Reader<'_>, field: &str) -> Vec<ChoiceView> {
    let Some(property) = reader.catalogue.property(property_of(field)) else { return Vec::new() };
    let view = |list: &CodeList, code: &Code| {
        let group = if property.codes.len() > 1 { reader.text(&list.name).text } else { String::new() };
        ChoiceView { group, ..ChoiceView::of((code.id.to_string(), reader.text(&code.name).text)) }
    };
    let lists = reader.catalogue.vocabulary().lists_of(property);
    lists.flat_map(|list| list.codes.iter().map(move |code| view(list, code))).collect()
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
