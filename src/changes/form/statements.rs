//! What the form asks of statements: which stand in which part, and the fields of one.

use super::{Asked, Choices, Group, Input, Section, added, before, choice, long, number, numbered, text};
use crate::changes::fields::{parts, village_units};
use crate::changes::sides::Sides;
use crate::model::{FormPart, Vocabulary};

/// The properties that the form of a single structure asks for.
const OF_STRUCTURES: [&str; 11] = [
    "wall",
    "gate",
    "barbican",
    "towers",
    "tunnel",
    "dwellings",
    "temples",
    "steles",
    "attached",
    "condition",
    "causes",
];

/// Which statements a section asks for.
#[derive(Clone, Copy)]
pub(super) enum Part {
    /// Those of one part of the census form.
    Census(FormPart),
    /// Those that no part of it asks for; of a property that the vocabulary does not know too.
    Other,
    /// Those of a single structure.
    Structure,
}

impl Part {
    fn has(self, property: &str, vocabulary: &Vocabulary) -> bool {
        let part = vocabulary.property(property).and_then(|property| property.part);
        match self {
            Self::Census(of) => part == Some(of),
            Self::Other => part.is_none(),
            Self::Structure => OF_STRUCTURES.contains(&property),
        }
    }

    fn id(self) -> &'static str {
        match self {
            // An essay has a body too, which is its text.
            Self::Census(FormPart::Body) | Self::Structure => "relics",
            Self::Census(part) => part.word(),
            Self::Other => "statements",
        }
    }

    /// Whether it can wait: what is copied from papers need not be known at the gate. Where a vocabulary has no parts,
    /// everything is asked in the last one, and cannot.
    fn is_optional(self, vocabulary: &Vocabulary) -> bool {
        match self {
            Self::Census(part) => matches!(part, FormPart::Basic | FormPart::Cover | FormPart::Lists),
            Self::Other => vocabulary.properties.iter().any(|property| property.part.is_some()),
            Self::Structure => false,
        }
    }
}

pub(super) fn statements(side: &Sides, vocabulary: &Vocabulary, part: Part, with: Option<&str>) -> Section {
    let mut units = village_units("statement", before(side), &side.after);
    units.extend(added("statement.", with, &units));
    let place = |unit: &String| {
        let property = property_of(unit);
        vocabulary.properties.iter().position(|known| known.id == property).unwrap_or(usize::MAX)
    };
    units.retain(|unit| part.has(property_of(unit), vocabulary));
    // Stable: statements of one property stay in the order of the record.
    units.sort_by_key(place);
    let groups = units.into_iter().map(|unit| statement(unit, side, vocabulary, with)).collect();
    let asked = vocabulary.properties.iter().filter(|property| part.has(&property.id, vocabulary));
    let addable = asked.map(|property| format!("statement.{}", property.id)).collect();
    Section { id: part.id(), is_optional: part.is_optional(vocabulary), groups, addable }
}

/// The property of a statement by the name of its unit or of a field of it.
pub fn property_of(unit: &str) -> &str {
    unit.strip_prefix("statement.").and_then(|rest| rest.split('.').next()).unwrap_or_default()
}

/// The ids that a field lists, in its order: of works or of coded values.
pub fn ids_in(text: &str) -> impl Iterator<Item = &str> {
    parts(text)
}

fn statement(unit: String, side: &Sides, vocabulary: &Vocabulary, with: Option<&str>) -> Group {
    let codes = format!("{unit}.codes");
    let property = vocabulary.property(property_of(&unit)).filter(|property| !property.codes.is_empty());
    // Also where the vocabulary has no codes for it any more: what stands there can only be taken out where it is shown.
    let is_coded = property.is_some() || side.after.contains_key(&codes);
    let mut asked = Vec::new();
    if is_coded {
        let stands = side.after.get(&codes).map_or(0, |codes| ids_in(codes).count());
        // Several where one may stand are shown as they are, so that a person takes out the wrong ones.
        let is_one = property.is_some_and(|property| !property.choose.is_many()) && stands < 2;
        let entry = if is_one { Input::Code } else { Input::Codes };
        asked.push(Asked { field: codes, entry, is_needed: false });
    }
    // A coded value says it in words itself where nobody writes more; what was not found has none.
    let is_unknown = side.after.get(&format!("{unit}.certainty")).is_some_and(|level| level == "unknown");
    asked.push(Asked { is_needed: !is_coded || is_unknown, ..long(&format!("{unit}.value.zh")) });
    asked.push(choice(&format!("{unit}.certainty"), Choices::Certainty, true));
    asked.push(Asked { field: format!("{unit}.sources"), entry: Input::Sources, is_needed: false });
    if is_coded || side.after.contains_key(&format!("{unit}.survey")) {
        asked.push(choice(&format!("{unit}.survey"), Choices::Survey, false));
    }
    let is_size =
        |property: &str| matches!(property, "wall" | "gate" | "fort_size" | "towers" | "form" | "barbican");
    let measures = numbered(&format!("{unit}.measure."), &side.after);
    let next = measures.last().and_then(|n| n.parse::<u32>().ok()).unwrap_or(0) + 1;
    let is_measured = is_size(property_of(&unit)) || !measures.is_empty();
    let blank = (is_measured || with == Some(&unit)).then(|| next.to_string());
    for n in measures.iter().cloned().chain(blank) {
        let unit = format!("{unit}.measure.{n}");
        asked.push(choice(&format!("{unit}.measure"), Choices::Measure, false));
        asked.push(number(&format!("{unit}.value")));
        asked.push(text(&format!("{unit}.at.zh"), false));
    }
    asked.extend(["value.en", "short.zh", "short.en"].map(|name| text(&format!("{unit}.{name}"), false)));
    asked.extend(["note.zh", "note.en"].map(|name| long(&format!("{unit}.{name}"))));
    Group { unit, asked, is_removable: true }
}
