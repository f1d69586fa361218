//! The checks of a whole collection, as data: what refers to nothing, what claims without a source.
//!
//! The form checks (keys, types, dates, coordinates) are made where text is parsed; here every value
//! is well formed and only its meaning is looked at.

mod codes;
mod fault;
mod outlines;
mod places;

use std::collections::{HashMap, HashSet};

pub use self::fault::{Fault, FaultCode, Target};
use super::{
    Collection, County, Essay, Id, Kind, Licence, Photo, Position, RecordKey, Statement, Term, Village,
    Vocabulary,
};

/// Finds every fault of meaning in a collection.
pub fn check_collection(collection: &Collection) -> Vec<Fault> {
    let mut check = Check::over(collection);
    check.vocabulary();
    for source in &collection.sources {
        check.list_id(Kind::Source, &source.id);
    }
    for term in &collection.terms {
        check.term(term);
    }
    check.region(&collection.region);
    for village in &collection.villages {
        check.village(village);
    }
    for photo in &collection.photos {
        check.photo(photo);
    }
    for essay in &collection.essays {
        check.essay(essay);
    }
    check.faults
}

/// What references may lead to, and the faults found so far.
struct Check<'a> {
    vocabulary: &'a Vocabulary,
    properties: HashSet<&'a str>,
    measures: HashMap<&'a str, &'a str>,
    elements: HashSet<&'a str>,
    sources: HashSet<&'a Id>,
    towns: HashSet<&'a Id>,
    town_places: Vec<(Position, f64)>,
    villages: HashSet<&'a Id>,
    photos: HashMap<&'a Id, &'a Id>,
    seen: HashSet<RecordKey>,
    seen_items: HashSet<String>,
    faults: Vec<Fault>,
}

impl<'a> Check<'a> {
    fn over(collection: &'a Collection) -> Self {
        let vocabulary = &collection.vocabulary;
        Self {
            vocabulary,
            properties: vocabulary.properties.iter().map(|p| p.id.as_str()).collect(),
            measures: vocabulary.measures.iter().map(|m| (m.id.as_str(), m.unit.as_str())).collect(),
            elements: vocabulary.elements.iter().map(|e| e.id.as_str()).collect(),
            sources: collection.sources.iter().map(|s| &s.id).collect(),
            towns: collection.region.towns.iter().map(|t| &t.id).collect(),
            town_places: places::of_towns(&collection.region),
            villages: collection.villages.iter().map(|v| &v.id).collect(),
            photos: collection.photos.iter().map(|p| (&p.id, &p.village)).collect(),
            seen: HashSet::new(),
            seen_items: HashSet::new(),
            faults: Vec::new(),
        }
    }

    fn fault(
        &mut self,
        code: FaultCode,
        record: &RecordKey,
        path: impl Into<String>,
        message: impl Into<String>,
    ) {
        self.faults.push(Fault {
            code,
            record: record.clone(),
            path: path.into(),
            message: message.into(),
            missing: None,
        });
    }

    fn dangling(&mut self, record: &RecordKey, path: impl Into<String>, target: Target, id: &str) {
        self.faults.push(Fault {
            code: FaultCode::DanglingReference,
            record: record.clone(),
            path: path.into(),
            message: format!("there is no {} `{id}`", target.word()),
            missing: Some((target, id.to_owned())),
        });
    }

    /// A licence by a name that addresses do not know.
    fn licence(&mut self, record: &RecordKey, rights: &str) {
        if let Some(message) = Licence::fault_of(rights) {
            self.fault(FaultCode::UnknownLicence, record, "rights", message);
        }
    }

    fn list_id(&mut self, kind: Kind, id: &Id) -> RecordKey {
        let key = RecordKey::new(kind, id);
        if !self.seen.insert(key.clone()) {
            let message = format!("the {} `{id}` is there twice", kind.word());
            self.fault(FaultCode::DuplicateId, &key, "id", message);
        }
        key
    }

    fn item_id(&mut self, kind: Kind, id: &Id) -> RecordKey {
        let key = RecordKey::new(kind, id);
        if !self.seen_items.insert(id.to_string()) {
            let message = format!("`{id}` is taken: villages, photos and essays share one namespace");
            self.fault(FaultCode::DuplicateId, &key, "", message);
        }
        if id.is_reserved() {
            self.fault(FaultCode::ReservedId, &key, "", format!("`{id}` is a word of the addresses"));
        }
        key
    }

    fn term(&mut self, term: &Term) {
        let key = self.list_id(Kind::Term, &term.id);
        if let Some(element) = &term.element {
            self.element(&key, element);
        }
    }

    fn element(&mut self, record: &RecordKey, element: &str) {
        if !self.elements.contains(element) {
            self.dangling(record, "element", Target::Element, element);
        }
    }

    fn region(&mut self, region: &County) {
        let key = RecordKey::region();
        self.statements(&key, &region.statements, &HashSet::new());
        let mut seen = HashSet::new();
        for (n, town) in region.towns.iter().enumerate() {
            if !seen.insert(&town.id) {
                let message = format!("the town `{}` is there twice", town.id);
                self.fault(FaultCode::DuplicateId, &key, format!("town[{n}].id"), message);
            }
            if let Some(place) = &town.place {
                self.place(&key, &format!("town[{n}].place"), place);
            }
        }
        for (n, candidate) in region.candidates.iter().enumerate() {
            if !self.towns.contains(&candidate.town) {
                self.dangling(&key, format!("candidate[{n}].town"), Target::Town, candidate.town.as_str());
            }
        }
    }

    fn village(&mut self, village: &Village) {
        let key = self.item_id(Kind::Village, &village.id);
        self.licence(&key, &village.rights);
        if let Some(town) = village.town.as_ref().filter(|town| !self.towns.contains(town)) {
            self.dangling(&key, "town", Target::Town, town.as_str());
        }
        if let Some(lead) = &village.lead {
            match self.photos.get(lead) {
                None => self.dangling(&key, "lead", Target::Photo, lead.as_str()),
                Some(owner) if **owner != village.id => {
                    self.fault(
                        FaultCode::ForeignPhoto,
                        &key,
                        "lead",
                        format!("`{lead}` is a photo of `{owner}`"),
                    );
                }
                Some(_) => {}
            }
        }
        for (n, place) in village.places.iter().enumerate() {
            let path = format!("place[{n}]");
            self.place(&key, &path, place);
            self.within_county(&key, &path, place);
        }
        let mut surveys = HashSet::new();
        for (n, survey) in village.surveys.iter().enumerate() {
            if !surveys.insert(&survey.id) {
                let message = format!("the survey `{}` is there twice", survey.id);
                self.fault(FaultCode::DuplicateId, &key, format!("survey[{n}].id"), message);
            }
        }
        self.statements(&key, &village.statements, &surveys);
    }

    fn statements(&mut self, record: &RecordKey, statements: &[Statement], surveys: &HashSet<&Id>) {
        for (n, statement) in statements.iter().enumerate() {
            let path = format!("statement[{n}]");
            if !self.properties.contains(statement.property.as_str()) {
                self.dangling(record, format!("{path}.property"), Target::Property, &statement.property);
            }
            self.sourced(record, &path, statement.certainty.accepts(&statement.sources), &statement.sources);
            self.codes(record, &path, statement);
            if let Some(survey) = statement.survey.as_ref().filter(|survey| !surveys.contains(survey)) {
                self.dangling(record, format!("{path}.survey"), Target::Survey, survey.as_str());
            }
            for (m, measurement) in statement.measures.iter().enumerate() {
                let path = format!("{path}.measure[{m}]");
                match self.measures.get(measurement.measure.as_str()) {
                    None => self.dangling(
                        record,
                        format!("{path}.measure"),
                        Target::Measure,
                        &measurement.measure,
                    ),
                    Some(unit) if *unit != measurement.unit => {
                        let message = format!("`{}` is measured in {unit}", measurement.measure);
                        self.fault(FaultCode::BadMeasure, record, format!("{path}.unit"), message);
                    }
                    Some(_) => {}
                }
                if !(measurement.value.is_finite() && measurement.value >= 0.0) {
                    let message = "a measurement is a finite number, 0 or more";
                    self.fault(FaultCode::BadMeasure, record, format!("{path}.value"), message);
                }
                if let Some(survey) = measurement.survey.as_ref().filter(|survey| !surveys.contains(survey)) {
                    self.dangling(record, format!("{path}.survey"), Target::Survey, survey.as_str());
                }
            }
        }
    }

    fn sourced(&mut self, record: &RecordKey, path: &str, accepted: bool, sources: &[Id]) {
        let path = format!("{path}.sources");
        for (n, source) in sources.iter().enumerate() {
            if !self.sources.contains(source) {
                self.dangling(record, format!("{path}[{n}]"), Target::Source, source.as_str());
            }
        }
        match (accepted, sources.is_empty()) {
            (true, _) => {}
            (false, true) => {
                let message = "every claim but `unknown` (未查到) names a source";
                self.fault(FaultCode::MissingSource, record, path, message);
            }
            (false, false) => {
                let message = "`unknown` (未查到) says that nothing was found, so it has no source";
                self.fault(FaultCode::NeedlessSource, record, path, message);
            }
        }
    }

    fn photo(&mut self, photo: &Photo) {
        let key = self.item_id(Kind::Photo, &photo.id);
        self.licence(&key, &photo.rights);
        if !self.villages.contains(&photo.village) {
            self.dangling(&key, "", Target::Village, photo.village.as_str());
        }
        if !photo.id.as_str().starts_with(&format!("{}-", photo.village)) {
            let message =
                format!("the id of a photo of `{}` begins with `{}-`", photo.village, photo.village);
            self.fault(FaultCode::ForeignPhoto, &key, "", message);
        }
        self.element(&key, &photo.element);
        if photo.direction_deg.is_some_and(|degrees| !(0.0..360.0).contains(&degrees)) {
            let message = "a direction is 0 or more and less than 360 degrees";
            self.fault(FaultCode::BadMeasure, &key, "direction_deg", message);
        }
        if photo.stand_in
            && (photo.taken.is_some() || photo.direction_deg.is_some() || photo.viewpoint.is_some())
        {
            let message = "a drawn stand-in was not taken: it has no date, direction or viewpoint";
            self.fault(FaultCode::FalseStandIn, &key, "stand_in", message);
        }
    }

    fn essay(&mut self, essay: &Essay) {
        let key = self.item_id(Kind::Essay, &essay.id);
        self.licence(&key, &essay.rights);
        for (n, village) in essay.villages.iter().enumerate() {
            if !self.villages.contains(village) {
                self.dangling(&key, format!("villages[{n}]"), Target::Village, village.as_str());
            }
        }
        for (n, source) in essay.sources.iter().enumerate() {
            if !self.sources.contains(source) {
                self.dangling(&key, format!("sources[{n}]"), Target::Source, source.as_str());
            }
        }
    }
}
