//! The visit that a change brings in, as a work to be cited: what was seen on the spot is claimed by those who saw it.

use super::change::Change;
use crate::model::{Bilingual, Grade, Id, Record, Source, SourceType, Village};

/// The id of the visit of a change, in the village's record.
pub fn survey_id(change: &Change) -> Option<Id> {
    Id::parse(&format!("s{}", change.id)).ok()
}

/// The id of the source that the visit of a change is.
pub fn survey_source_id(change: &Change) -> Option<Id> {
    Id::parse(&format!("survey-{}", change.id)).ok()
}

/// The visit as a source, if the village that a change makes tells of it and cites it.
pub(super) fn survey_source<'r>(
    change: &Change,
    records: impl IntoIterator<Item = &'r Record>,
) -> Option<Record> {
    let (id, visit) = (survey_source_id(change)?, survey_id(change)?);
    let village = records.into_iter().find_map(|record| match record {
        Record::Village(village) => Some(village),
        _ => None,
    })?;
    let survey = village.surveys.iter().find(|survey| survey.id == visit)?;
    cites(village, &id).then(|| {
        Record::Source(Source {
            id,
            source_type: SourceType::Report,
            title: format!("{}实地调查", village.name.zh),
            title_en: village.name.en.as_ref().map(|name| format!("Field survey of {name}")),
            authors: survey.surveyors.clone(),
            editors: Vec::new(),
            contributors: Vec::new(),
            container: None,
            publisher: None,
            publisher_place: None,
            volume: None,
            issue: None,
            pages: None,
            issued: Some(survey.date),
            url: None,
            grade: Grade::Official,
            citable: true,
            note: Some(Bilingual {
                zh: format!("本档案的调查，报送号{}", change.id),
                en: Some(format!("A survey of this archive, receipt number {}", change.id)),
            }),
        })
    })
}

fn cites(village: &Village, source: &Id) -> bool {
    let statements = village.statements.iter().flat_map(|statement| &statement.sources);
    statements.chain(village.places.iter().flat_map(|place| &place.sources)).any(|cited| cited == source)
}
