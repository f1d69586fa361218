//! The visit that a change brings in, as a work to be cited: what was seen on the spot is claimed by those who saw it.

use super::change::Change;
use super::sides::Sides;
use crate::model::{Bilingual, Grade, Id, Kind, PartialDate, Record, Source, SourceType};

/// The id of the visit of a change, in the village's record.
pub fn survey_id(change: &Change) -> Option<Id> {
    Id::parse(&format!("s{}", change.id)).ok()
}

/// The id of the source that the visit of a change is.
pub fn survey_source_id(change: &Change) -> Option<Id> {
    Id::parse(&format!("survey-{}", change.id)).ok()
}

/// The visit as a source, if anything in the change cites it and it is said when it was and who was there.
pub(super) fn survey_source(change: &Change, sides: &[Sides]) -> Option<Record> {
    let (id, visit) = (survey_source_id(change)?, survey_id(change)?);
    let village = sides.iter().find(|side| side.kind == Kind::Village)?;
    let cites = |(field, value): (&String, &String)| {
        field.ends_with(".sources") && value.split(',').any(|source| source.trim() == id.as_str())
    };
    village.after.iter().find(|entry| cites(*entry))?;
    let field = |name: &str| village.after.get(&format!("survey.{visit}.{name}"));
    let issued = PartialDate::parse(field("date")?.trim()).ok()?;
    let surveyors = field("surveyors")?.split(['、', '，', ',', '；', ';', '\n']).map(str::trim);
    let name = village.after.get("name.zh")?;
    let title_en = village.after.get("name.en").map(|name| format!("Field survey of {name}"));
    Some(Record::Source(Source {
        id,
        source_type: SourceType::Report,
        title: format!("{name}实地调查"),
        title_en,
        authors: surveyors.filter(|surveyor| !surveyor.is_empty()).map(str::to_owned).collect(),
        editors: Vec::new(),
        contributors: Vec::new(),
        container: None,
        publisher: None,
        publisher_place: None,
        volume: None,
        issue: None,
        pages: None,
        issued: Some(issued),
        url: None,
        grade: Grade::Official,
        citable: true,
        note: Some(Bilingual {
            zh: format!("本档案的调查，报送号{}", change.id),
            en: Some(format!("A survey of this archive, receipt number {}", change.id)),
        }),
    }))
}
