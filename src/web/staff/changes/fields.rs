//! Fields as the form shows them.

use serde::Serialize;

use super::words::{card_id, choices, id_of, key_of, label, label_of, lang_of, message, sources};
use crate::changes::form::{Asked, Choices, Input};
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
            Input::Choice(of) => ("choice", choices(reader, *of)),
            // Where there are too many for a list they are typed by their ids.
            Input::Sources => match sources(reader, change) {
                all if all.len() <= MOST_SOURCES => ("sources", all),
                _ => ("text", Vec::new()),
            },
        };
        let chosen: Vec<&str> = match entry {
            Input::Sources => value.split([',', '，', '、']).map(str::trim).collect(),
            // What is public has a blank field, and would else look as if nothing was chosen.
            Input::Choice(Choices::Visibility) if value.is_empty() => vec!["public"],
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
            inputmode: matches!(entry, Input::Number).then_some("decimal"),
            value,
        }
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
