//! What fields, findings and states are called.

use std::cmp::Ordering;

use fluent_bundle::FluentValue;

use crate::changes::form::{Choices, ids_in, property_of};
use crate::changes::{Change, Finding, Sides, State, survey_id, survey_source_id};
use crate::model::{Certainty, Kind, Language};
use crate::web::views::reader::{Labelled, Reader};

/// What a field is called, with how it stands in its group: `field-statement-value-zh` of `statement.wall.1.value.zh`.
pub(super) fn key_of(kind: Kind, field: &str) -> String {
    let mut parts = field.split('.');
    let counted = |list: &str| matches!(list, "statement" | "place");
    let mut words: Vec<&str> = Vec::new();
    while let Some(part) = parts.next() {
        words.push(part);
        if counted(part) && words.len() == 1 {
            // The property and the number within it, or the role.
            parts.nth(1);
        } else if matches!(part, "measure") && words.len() == 2
            || matches!(part, "survey" | "author") && words.len() == 1
        {
            parts.next();
        }
    }
    let of = match kind {
        Kind::Photo => "photo-",
        Kind::Essay => "essay-",
        _ => "",
    };
    format!("field-{of}{}", words.join("-").replace('_', "-"))
}

/// What a field is called within its group.
pub(super) fn label(reader: &Reader<'_>, kind: Kind, field: &str) -> String {
    reader.t(&key_of(kind, field))
}

/// What a group is called: the property of a statement, the role of a place.
pub(super) fn group_title(reader: &Reader<'_>, unit: &str) -> String {
    let mut parts = unit.split('.');
    let (list, of, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""), parts.next());
    let name = match list {
        "statement" => reader.property(of).label,
        "place" => reader.t(&format!("place-role-{of}")),
        "author" => return reader.t_with("change-author-n", [("n", of.into())]),
        _ => return String::new(),
    };
    match number {
        Some(number) if number != "1" => format!("{name} {number}"),
        _ => name,
    }
}

/// A field by itself, for lists: the group with the field.
pub(super) fn full_label(reader: &Reader<'_>, kind: Kind, field: &str) -> String {
    let unit: Vec<&str> = field.split('.').take(3).collect();
    let title = match (unit.first(), kind) {
        (Some(&("statement" | "place")), Kind::Village) => group_title(reader, &unit.join(".")),
        (Some(&"author"), _) => group_title(reader, &unit[..unit.len().min(2)].join(".")),
        _ => String::new(),
    };
    let label = label(reader, kind, field);
    if title.is_empty() { label } else { format!("{title} · {label}") }
}

/// A field with the record it is of, where there are many of these: a photo by itself, or a field of it.
pub(super) fn label_of(reader: &Reader<'_>, kind: Kind, (record, field): (&str, &str)) -> String {
    match (kind, field) {
        (Kind::Photo, "" | "village" | "picture") => photo_title(reader, record),
        (Kind::Photo, _) => format!("{} · {}", photo_title(reader, record), label(reader, kind, field)),
        (_, "") => record.to_owned(),
        _ => full_label(reader, kind, field),
    }
}

/// What a photo of a change is called: by its number as it came, or by its id.
pub(super) fn photo_title(reader: &Reader<'_>, record: &str) -> String {
    match record.strip_prefix("new-") {
        Some(number) => reader.t_with("upload-photo-n", [("n", number.into())]),
        None => record.to_owned(),
    }
}

/// The id of a photo's card on the form.
pub(super) fn card_id(record: &str) -> String {
    format!("photo-{record}")
}

/// The language of a field's value, where its name says so.
pub(super) fn lang_of(field: &str) -> Option<&'static str> {
    match field.rsplit('.').next() {
        Some("zh") => Some(Language::Chinese.tag()),
        Some("en") => Some(Language::English.tag()),
        _ => None,
    }
}

/// The language in which people or the program wrote something, where its script says so: more Han characters than words in
/// Latin letters, or the other way round.
pub(in crate::web::staff) fn written_in(text: &str) -> Option<&'static str> {
    let han = text.chars().filter(|sign| matches!(sign, '\u{3400}'..='\u{9fff}')).count();
    let is_word = |word: &&str| word.chars().any(|sign| sign.is_ascii_alphabetic());
    let latin = text.split(|sign: char| !sign.is_ascii_alphabetic()).filter(is_word).count();
    match han.cmp(&latin) {
        Ordering::Greater => Some(Language::Chinese.tag()),
        Ordering::Less => Some(Language::English.tag()),
        Ordering::Equal => None,
    }
}

/// The id of a field's control on the page.
pub(super) fn id_of(record: &str, field: &str) -> String {
    format!("f-{record}-{}", field.replace(['.', '_'], "-"))
}

/// What a finding says.
pub(super) fn message(reader: &Reader<'_>, finding: &Finding) -> String {
    let about: FluentValue<'_> = finding.about.as_str().into();
    reader.t_with(&format!("check-{}", finding.code), [("about", about)])
}

/// How far a change has come.
pub(super) fn state(reader: &Reader<'_>, state: State) -> Labelled {
    Labelled { id: state.word().to_owned(), label: reader.t(&format!("change-is-{}", state.word())) }
}

/// What a change is called: its village or essay, else its id.
pub(in crate::web) fn title(change: &Change, sides: &[Sides], reader: &Reader<'_>) -> String {
    let main = sides.iter().find(|side| side.name == change.about.as_str());
    let after = |name: &str| main.and_then(|side| side.after.get(name)).cloned();
    // As it would be called, for readers of English by its English name if it has one.
    let english = match reader.language {
        Language::English => after("name.en").or_else(|| after("title.en")),
        Language::Chinese => None,
    };
    let name = english.or_else(|| after("name.zh")).or_else(|| after("title.zh"));
    let name = name.unwrap_or_else(|| about(change, reader));
    reader.t_with(&format!("change-title-{}", change.template.word()), [("name", name.as_str().into())])
}

/// What a change is about, by its name where that is published.
pub(super) fn about(change: &Change, reader: &Reader<'_>) -> String {
    let village = reader.catalogue.village(&change.about).map(|village| reader.name_text(&village.name).text);
    let essay = || reader.catalogue.essay(&change.about).map(|entry| reader.text(&entry.essay.title).text);
    let entered = || {
        let proposed = change.records.get(change.about.as_str())?;
        let name = proposed.fields.get("name.zh").or_else(|| proposed.fields.get("title.zh"))?;
        Some(name.value.clone())
    };
    village.or_else(essay).or_else(entered).unwrap_or_else(|| change.about.to_string())
}

/// What can be chosen: each with its value and what it is called.
pub(super) fn choices(reader: &Reader<'_>, choices: Choices) -> Vec<(String, String)> {
    let words = |group: &str| {
        let word = |word: &str| {
            // A key of Fluent holds no blank.
            (word.to_owned(), reader.t(&format!("{group}-{}", word.to_lowercase().replace(' ', ""))))
        };
        choices.words().into_iter().map(word).collect()
    };
    let vocabulary = reader.catalogue.vocabulary();
    match choices {
        Choices::Town => {
            let towns = reader.catalogue.region().towns.iter();
            towns.map(|town| (town.id.to_string(), reader.name_text(&town.name).text)).collect()
        }
        Choices::Certainty => {
            let all = Certainty::ALL.into_iter();
            all.map(|certainty| (certainty.word().to_owned(), reader.certainty(certainty).label)).collect()
        }
        Choices::Datum => words("datum"),
        Choices::Method => words("position-method"),
        Choices::StandsFor => words("position-stands-for"),
        Choices::Precision => words("position-public"),
        Choices::Visibility => words("visible"),
        Choices::VillageEntry => words("entry"),
        Choices::Measure => {
            let measures = vocabulary.measures.iter();
            // The unit 1 is that of counts and ratios: there is none to be read out.
            let named = |unit: &str| if unit == "1" { String::new() } else { format!("（{unit}）") };
            let label = |measure: &crate::model::Measure| {
                format!("{}{}", reader.text(&measure.name).text, named(&measure.unit))
            };
            measures.map(|measure| (measure.id.clone(), label(measure))).collect()
        }
        // Each village has its own: `surveys` lists them.
        Choices::Survey => Vec::new(),
        Choices::Element => {
            let elements = vocabulary.elements.iter();
            elements.map(|element| (element.id.clone(), reader.text(&element.name).text)).collect()
        }
    }
}

/// The works that can be cited, this visit first.
pub(super) fn sources(reader: &Reader<'_>, change: &Change) -> Vec<(String, String)> {
    let visit = survey_source_id(change).map(|id| (id.to_string(), reader.t("change-this-visit")));
    let sources = reader.catalogue.sources().map(|source| (source.id.to_string(), source.title.clone()));
    let own = visit.clone().map(|(id, _)| id);
    visit.into_iter().chain(sources.filter(|(id, _)| Some(id) != own.as_ref())).collect()
}

/// The visits of a village that a statement can be of, this one first.
pub(super) fn surveys(reader: &Reader<'_>, change: &Change, side: &Sides) -> Vec<(String, String)> {
    let own = survey_id(change).map(|id| id.to_string());
    let others = side.after.iter().filter_map(|(field, date)| {
        let id = field.strip_prefix("survey.")?.strip_suffix(".date")?;
        let date = crate::model::PartialDate::parse(date)
            .map_or_else(|_| date.clone(), |date| reader.date(date).text);
        let by = side.after.get(&format!("survey.{id}.surveyors")).map_or("", String::as_str);
        (Some(id) != own.as_deref()).then(|| (id.to_owned(), format!("{date} {by}").trim().to_owned()))
    });
    let others: Vec<(String, String)> = others.collect();
    own.map(|id| (id, reader.t("change-this-visit"))).into_iter().chain(others).collect()
}

/// A value as a person reads it: words for ids where there are some.
pub(super) fn shown_value(
    reader: &Reader<'_>,
    change: &Change,
    side: Option<&Sides>,
    (field, value): (&str, &str),
) -> String {
    let last = field.rsplit('.').next().unwrap_or_default();
    let named = |all: Vec<(String, String)>| {
        let name = |part: &str| {
            let found = all.iter().find(|(id, _)| id == part.trim());
            found.map_or_else(|| part.trim().to_owned(), |(_, label)| label.clone())
        };
        value.split(',').map(name).collect::<Vec<_>>().join(&reader.t("list-separator"))
    };
    let of = match last {
        "town" => Choices::Town,
        "certainty" | "town_certainty" => Choices::Certainty,
        "datum" => Choices::Datum,
        "method" => Choices::Method,
        "stands_for" => Choices::StandsFor,
        "public" => Choices::Precision,
        "visibility" => Choices::Visibility,
        "measure" => Choices::Measure,
        "element" => Choices::Element,
        "sources" => return named(sources(reader, change)),
        "codes" => {
            let codes = ids_in(value);
            return reader.text(&reader.catalogue.vocabulary().words_of(property_of(field), codes)).text;
        }
        "survey" => {
            return named(side.map(|side| surveys(reader, change, side)).unwrap_or_default());
        }
        _ => return value.to_owned(),
    };
    named(choices(reader, of))
}
