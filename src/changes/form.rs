//! What the forms ask for: sections, groups and fields of a change, in the order of a survey. What is needed now stands
//! apart from what can wait.

mod statements;

use self::statements::{Part, statements};
pub use self::statements::{ids_in, property_of};
use super::change::{Change, Template};
use super::fields::{Fields, PAIR, village_units};
use super::sides::Sides;
use super::survey::survey_id;
use crate::model::{
    Certainty, Datum, FormPart, Kind, Method, PublicPrecision, Record, Role, StandsFor, Village, Vocabulary,
};

/// How a field is entered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Input {
    /// A line.
    Text,
    /// Several lines.
    Long,
    /// A date that may know only its year.
    Date,
    /// A number.
    Number,
    /// One of these.
    Choice(Choices),
    /// One of the coded values of the property.
    Code,
    /// Any of them.
    Codes,
    /// Works that are cited.
    Sources,
    /// A pair of coordinates as it was copied somewhere, to be taken apart.
    Pair,
}

/// What can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choices {
    /// The towns of the county.
    Town,
    /// How sure something is.
    Certainty,
    /// In what a position was measured.
    Datum,
    /// How a position was arrived at.
    Method,
    /// What a point stands for.
    StandsFor,
    /// How finely a position is told.
    Precision,
    /// Whom it is for.
    Visibility,
    /// What was measured.
    Measure,
    /// What a photo shows.
    Element,
    /// Named, or open.
    VillageEntry,
    /// The visits of the village.
    Survey,
}

impl Choices {
    /// The words of what the program itself knows, all of them; none where it is the archive that says what there is.
    pub fn words(self) -> Vec<&'static str> {
        match self {
            Self::Certainty => Certainty::ALL.map(Certainty::word).into(),
            Self::Datum => Datum::ALL.iter().map(|datum| datum.word()).collect(),
            Self::Method => Method::ALL.iter().map(|method| method.word()).collect(),
            Self::StandsFor => StandsFor::ALL.iter().map(|spot| spot.word()).collect(),
            Self::Precision => PublicPrecision::ALL.iter().map(|precision| precision.word()).collect(),
            Self::Visibility => vec!["public", "internal"],
            Self::VillageEntry => vec!["named", "open"],
            Self::Town | Self::Measure | Self::Element | Self::Survey => Vec::new(),
        }
    }
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its name in the record.
    pub field: String,
    /// How it is entered.
    pub entry: Input,
    /// Whether it is needed now.
    pub is_needed: bool,
}

/// Fields that belong together: a statement, a place, a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    /// The unit, `statement.wall.1`; blank for what stands once.
    pub unit: String,
    /// Its fields.
    pub asked: Vec<Asked>,
    /// Whether it can be taken out.
    pub is_removable: bool,
}

/// A part of the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The word of its texts.
    pub id: &'static str,
    /// Whether it can wait.
    pub is_optional: bool,
    /// What is asked together.
    pub groups: Vec<Group>,
    /// Units that can be added: `statement.wall`, `place.gate`.
    pub addable: Vec<String>,
}

/// The form of the main record of a change. `with` is a unit that somebody has just added, still blank.
pub fn sections(change: &Change, side: &Sides, vocabulary: &Vocabulary, with: Option<&str>) -> Vec<Section> {
    let part = |part| statements(side, vocabulary, Part::Census(part), with);
    match (side.kind, change.template) {
        (Kind::Essay, _) => essay(side, with),
        (_, Template::Photos) => vec![visit(change, side)],
        (_, Template::Structure) => {
            vec![visit(change, side), statements(side, vocabulary, Part::Structure, with), places(side, with)]
        }
        // As the census groups its items: what is looked at on the spot first, what can be copied at a desk later.
        _ => {
            let asked = [part(FormPart::Body), part(FormPart::Condition)];
            let later = [part(FormPart::Basic), part(FormPart::Cover), part(FormPart::Lists)];
            // A vocabulary that puts nothing into a part has none of it.
            let has_any = |section: &Section| !section.groups.is_empty() || !section.addable.is_empty();
            let mut all = vec![visit(change, side), identity(side), places(side, with)];
            all.extend(asked.into_iter().chain(later).filter(has_any));
            all.extend([statements(side, vocabulary, Part::Other, with), prose(), more()]);
            all
        }
    }
}

/// The fields of a record in the order in which its form asks for them.
pub fn in_order(change: &Change, side: &Sides, vocabulary: &Vocabulary) -> Vec<String> {
    let asked = match side.kind {
        Kind::Photo => of_photo(),
        _ => {
            // Without what somebody has just added, which is blank still: nobody compares that.
            let groups =
                sections(change, side, vocabulary, None).into_iter().flat_map(|section| section.groups);
            groups.flat_map(|group| group.asked).collect()
        }
    };
    asked.into_iter().map(|asked| asked.field).collect()
}

/// What is asked of a photo.
pub fn of_photo() -> Vec<Asked> {
    let mut asked = vec![choice("element", Choices::Element, true)];
    asked.extend([text("caption.zh", true), text("alt.zh", true), text("credit.zh", true)]);
    asked.push(choice("visibility", Choices::Visibility, false));
    asked.extend([date("taken", false), number("direction_deg"), text("viewpoint.zh", false)]);
    asked.extend(["caption.en", "alt.en", "credit.en", "viewpoint.en"].map(|name| text(name, false)));
    asked.push(text("rights", true));
    asked
}

fn visit(change: &Change, side: &Sides) -> Section {
    let own = survey_id(change).map(|id| format!("survey.{id}"));
    let before = before(side);
    let mut units = village_units("survey", before, &side.after);
    // One's own visit stands last, and always: of a new one there are no fields yet. Others only where this touches
    // them.
    units.retain(|unit| Some(unit) != own.as_ref() && is_touched(unit, side));
    units.extend(own);
    let group = |unit: String| Group {
        asked: vec![
            date(&format!("{unit}.date"), change.template != Template::Photos),
            text(&format!("{unit}.surveyors"), change.template != Template::Photos),
            long(&format!("{unit}.note.zh")),
            long(&format!("{unit}.note.en")),
        ],
        unit,
        is_removable: false,
    };
    Section {
        id: "visit",
        is_optional: false,
        groups: units.into_iter().map(group).collect(),
        addable: Vec::new(),
    }
}

fn identity(side: &Sides) -> Section {
    let mut asked = vec![text("name.zh", true), text("name.pinyin", false), text("name.en", false)];
    asked.push(choice("town", Choices::Town, false));
    asked.push(choice("town_certainty", Choices::Certainty, false));
    asked.extend([text("administrative_unit", false), text("statistical_code", false)]);
    if side.live.is_none() {
        asked.push(choice("entry", Choices::VillageEntry, true));
    }
    Section {
        id: "identity",
        is_optional: side.live.is_some(),
        groups: vec![once(asked)],
        addable: Vec::new(),
    }
}

fn places(side: &Sides, with: Option<&str>) -> Section {
    let mut units = village_units("place", before(side), &side.after);
    units.extend(added("place.", with, &units));
    let group = |unit: String| {
        let is_shape = |shape: &str| side.after.contains_key(&format!("{unit}.{shape}"));
        // A boundary is asked for as an outline unless it was recorded as something else.
        let mut asked = if is_shape("outline")
            || (unit.contains(".boundary.") && !is_shape("lon") && !is_shape("points"))
        {
            vec![needed(long(&format!("{unit}.outline")))]
        } else if is_shape("points") {
            vec![needed(long(&format!("{unit}.points")))]
        } else {
            let pair = Asked { field: format!("{unit}.{PAIR}"), entry: Input::Pair, is_needed: false };
            vec![pair, text(&format!("{unit}.lon"), true), text(&format!("{unit}.lat"), true)]
        };
        let altitude = format!("{unit}.altitude_m");
        if !(is_shape("outline") || is_shape("points") || unit.contains(".boundary."))
            || side.after.contains_key(&altitude)
        {
            asked.push(number(&altitude));
        }
        asked.push(choice(&format!("{unit}.datum"), Choices::Datum, true));
        asked.push(needed(number(&format!("{unit}.uncertainty_m"))));
        asked.push(choice(&format!("{unit}.method"), Choices::Method, true));
        // Of an outline there is no one point that could stand for anything.
        let stands_for = format!("{unit}.stands_for");
        if !(is_shape("outline") || is_shape("points") || unit.contains(".boundary."))
            || side.after.contains_key(&stands_for)
        {
            asked.push(choice(&stands_for, Choices::StandsFor, false));
        }
        asked.push(choice(&format!("{unit}.certainty"), Choices::Certainty, true));
        asked.push(Asked { field: format!("{unit}.sources"), entry: Input::Sources, is_needed: false });
        asked.push(choice(&format!("{unit}.public"), Choices::Precision, true));
        asked.extend(["basis.zh", "basis.en"].map(|name| long(&format!("{unit}.{name}"))));
        Group { unit, asked, is_removable: true }
    };
    Section {
        id: "places",
        is_optional: false,
        groups: units.into_iter().map(group).collect(),
        addable: Role::ALL.iter().map(|role| format!("place.{}", role.word())).collect(),
    }
}

fn prose() -> Section {
    let asked = ["text.zh", "text.en", "note.zh", "note.en"].map(long);
    Section { id: "prose", is_optional: true, groups: vec![once(asked.into())], addable: Vec::new() }
}

fn more() -> Section {
    let mut asked: Vec<Asked> =
        ["code_match.zh", "code_match.en", "homonyms.zh", "homonyms.en"].map(|name| text(name, false)).into();
    asked.push(text("lead", false));
    asked.push(text("rights", true));
    asked.push(choice("visibility", Choices::Visibility, false));
    Section { id: "more", is_optional: true, groups: vec![once(asked)], addable: Vec::new() }
}

fn essay(side: &Sides, with: Option<&str>) -> Vec<Section> {
    let mut numbers = numbered("author.", &side.after);
    if numbers.is_empty() {
        numbers.push("1".to_owned());
    }
    let mut units: Vec<String> = numbers.iter().map(|n| format!("author.{n}")).collect();
    units.extend(added("author.", with, &units));
    let author = |unit: String| {
        let names = ["name.zh", "name.en", "affiliation.zh", "affiliation.en", "orcid"];
        let asked = names.map(|name| text(&format!("{unit}.{name}"), name == "name.zh"));
        Group { unit, asked: asked.into(), is_removable: true }
    };
    let head = [text("title.zh", true), text("title.en", false), long("abstract.zh"), long("abstract.en")];
    let authors = units.into_iter().map(author).collect();
    let body = vec![needed(long("text.zh")), long("text.en")];
    let mut about = vec![
        text("keywords.zh", false),
        text("keywords.en", false),
        text("villages", false),
        Asked { field: "sources".to_owned(), entry: Input::Sources, is_needed: false },
    ];
    about.extend(["submitted", "published", "revised"].map(|name| date(name, false)));
    about.extend([text("rights", true), choice("visibility", Choices::Visibility, false)]);
    let section = |id, is_optional, groups, addable| Section { id, is_optional, groups, addable };
    vec![
        section("head", false, vec![once(head.into())], Vec::new()),
        section("authors", false, authors, vec!["author".to_owned()]),
        section("body", false, vec![once(body)], Vec::new()),
        section("about", true, vec![once(about)], Vec::new()),
    ]
}

/// The village as it is published.
fn before(side: &Sides) -> Option<&Village> {
    match side.live.as_ref().map(|live| &live.record) {
        Some(Record::Village(village)) => Some(village),
        _ => None,
    }
}

/// Whether the change alters anything of a unit.
fn is_touched(unit: &str, side: &Sides) -> bool {
    side.changed().any(|(field, _, _)| field.strip_prefix(unit).is_some_and(|rest| rest.starts_with('.')))
}

/// The unit that somebody has just added, if it is of this kind and not there yet.
fn added(kind: &str, with: Option<&str>, units: &[String]) -> Option<String> {
    with.filter(|unit| unit.starts_with(kind) && !units.iter().any(|known| known == unit)).map(str::to_owned)
}

/// The numbers that stand behind `prefix`, in order.
fn numbered(prefix: &str, fields: &Fields) -> Vec<String> {
    let mut numbers: Vec<u32> = fields
        .keys()
        .filter_map(|field| field.strip_prefix(prefix)?.split('.').next()?.parse().ok())
        .collect();
    // As numbers: of texts 10 would stand before 9, and the next one be a second 10.
    numbers.sort_unstable();
    numbers.dedup();
    numbers.into_iter().map(|number| number.to_string()).collect()
}

/// The unit to be added of `kind`, `statement.wall`: with the number behind the last.
pub fn next_unit(kind: &str, fields: &Fields) -> String {
    let last = numbered(&format!("{kind}."), fields).pop().and_then(|number| number.parse::<u32>().ok());
    format!("{kind}.{}", last.unwrap_or(0) + 1)
}

fn once(asked: Vec<Asked>) -> Group {
    Group { unit: String::new(), asked, is_removable: false }
}

fn text(field: &str, is_needed: bool) -> Asked {
    Asked { field: field.to_owned(), entry: Input::Text, is_needed }
}

fn long(field: &str) -> Asked {
    Asked { field: field.to_owned(), entry: Input::Long, is_needed: false }
}

fn date(field: &str, is_needed: bool) -> Asked {
    Asked { field: field.to_owned(), entry: Input::Date, is_needed }
}

fn number(field: &str) -> Asked {
    Asked { field: field.to_owned(), entry: Input::Number, is_needed: false }
}

fn choice(field: &str, choices: Choices, is_needed: bool) -> Asked {
    Asked { field: field.to_owned(), entry: Input::Choice(choices), is_needed }
}

fn needed(asked: Asked) -> Asked {
    Asked { is_needed: true, ..asked }
}
