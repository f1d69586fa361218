//! All records of an archive together, as a folder holds them or an import brings them.

use super::{County, Essay, Kind, Photo, Record, RecordKey, Source, Term, Village, Vocabulary, Withdrawals};

/// Every record of an archive.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Collection {
    /// The vocabulary.
    pub vocabulary: Vocabulary,
    /// The cited works.
    pub sources: Vec<Source>,
    /// The terms of the glossary.
    pub terms: Vec<Term>,
    /// The county.
    pub region: County,
    /// The villages.
    pub villages: Vec<Village>,
    /// The photos.
    pub photos: Vec<Photo>,
    /// The essays.
    pub essays: Vec<Essay>,
    /// What is withdrawn, if anything is.
    pub withdrawals: Option<Withdrawals>,
}

impl Collection {
    /// All records, those that are referred to before those that refer.
    pub fn into_records(self) -> impl Iterator<Item = Record> {
        std::iter::once(Record::Vocabulary(self.vocabulary))
            .chain(self.sources.into_iter().map(Record::Source))
            .chain(self.terms.into_iter().map(Record::Term))
            .chain(std::iter::once(Record::County(self.region)))
            .chain(self.villages.into_iter().map(Record::Village))
            .chain(self.photos.into_iter().map(Record::Photo))
            .chain(self.essays.into_iter().map(Record::Essay))
            .chain(self.withdrawals.map(Record::Withdrawals))
    }

    /// The keys of all records, in the same order.
    pub fn keys(&self) -> impl Iterator<Item = RecordKey> {
        std::iter::once(RecordKey::vocabulary())
            .chain(self.sources.iter().map(|source| RecordKey::new(Kind::Source, &source.id)))
            .chain(self.terms.iter().map(|term| RecordKey::new(Kind::Term, &term.id)))
            .chain(std::iter::once(RecordKey::region()))
            .chain(self.villages.iter().map(|village| RecordKey::new(Kind::Village, &village.id)))
            .chain(self.photos.iter().map(|photo| RecordKey::new(Kind::Photo, &photo.id)))
            .chain(self.essays.iter().map(|essay| RecordKey::new(Kind::Essay, &essay.id)))
            .chain(self.withdrawals.as_ref().map(|_| RecordKey::withdrawals()))
    }

    /// Adds a record.
    pub fn add(&mut self, record: Record) {
        match record {
            Record::Vocabulary(vocabulary) => self.vocabulary = vocabulary,
            Record::Source(source) => self.sources.push(source),
            Record::Term(term) => self.terms.push(term),
            Record::County(region) => self.region = region,
            Record::Village(village) => self.villages.push(village),
            Record::Photo(photo) => self.photos.push(photo),
            Record::Essay(essay) => self.essays.push(essay),
            Record::Withdrawals(withdrawals) => self.withdrawals = Some(withdrawals),
        }
    }
}
