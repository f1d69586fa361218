//! Works of what the archive keeps: essays, villages, photos, and the sources it cites.

use jiff::civil::Date;

use super::credit;
use super::name::Name;
use super::text::{clean, is_han};
use super::work::{Author, Work, WorkKind};
use crate::model::address::{Addresses, Page};
use crate::model::{Bilingual, Essay, Id, Kind, Language, PartialDate, Photo, Source, SourceType, Village};

/// Who publishes the archive, and where.
#[derive(Debug, Clone)]
pub struct Archive<'a> {
    /// Makes the addresses that are cited.
    pub addresses: &'a Addresses,
    /// The archive's name.
    pub name: &'a Bilingual,
    /// Who answers for its records; the archive by its name where nobody is set.
    pub publisher: Option<&'a Bilingual>,
}

/// The revision that is cited.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its number.
    pub revision: u64,
    /// The SHA-256 of its canonical form, 64 hexadecimal digits.
    pub digest: String,
    /// The day it was published, in Shanghai.
    pub published: Date,
    /// The day of the visit, in Shanghai.
    pub accessed: Date,
}

impl Archive<'_> {
    /// An essay: its own authors, dated when it was revised, else when it came out.
    pub fn essay(&self, essay: &Essay, shown: &Shown, language: Language) -> Work {
        // The language that the title really is in goes on for all: an entry is in one language.
        let (title, language) = essay.title.for_reader(language);
        let mut work = self.work(WorkKind::Essay, Kind::Essay, &essay.id, title, language, shown);
        work.other_title = other(&essay.title, language);
        work.authors = essay
            .authors
            .iter()
            .map(|author| Author { name: person(&author.name, language), orcid: author.orcid.clone() })
            .filter(is_named)
            .collect();
        work.issued = essay.revised.or(essay.published).or(work.issued);
        work.summary = essay.abstract_text.as_ref().map(|text| clean(text.for_reader(language).0));
        work.keywords = essay.keywords.as_ref().map_or_else(Vec::new, |words| {
            let words = if language == Language::Chinese { &words.zh } else { &words.en };
            words.iter().map(|word| clean(word)).collect()
        });
        work.rights = Some(essay.rights.clone());
        work
    }

    /// The record of a village, for which the publisher answers.
    pub fn village(&self, village: &Village, shown: &Shown, language: Language) -> Work {
        let (title, language) = village.name.for_reader(language);
        let id = &village.id;
        let mut work = self.work(WorkKind::Record, Kind::Village, id, title, language, shown);
        work.other_title = match language {
            Language::Chinese => village.name.en.as_deref().map(clean),
            Language::English => Some(clean(&village.name.zh)),
        };
        work.authors = vec![self.corporate(language)];
        work.rights = Some(village.rights.clone());
        work
    }

    /// A photo; the drawing in the place of one says so in its title.
    pub fn photo(&self, photo: &Photo, shown: &Shown, language: Language) -> Work {
        let (title, language) = photo.caption.for_reader(language);
        let id = &photo.id;
        let mut work = self.work(WorkKind::Picture, Kind::Photo, id, title, language, shown);
        work.other_title = other(&photo.caption, language);
        if photo.stand_in && !says_drawn(&work.title) {
            let mark = if language == Language::Chinese {
                "（示意图，非实景）"
            } else {
                " (a drawing, not a photograph)"
            };
            work.title.push_str(mark);
        }
        let names = credit::read(&photo.credit, language);
        work.authors = names.into_iter().map(|name| Author { name, orcid: None }).filter(is_named).collect();
        // A picture that the archive drew itself, or that credits nobody.
        if work.authors.is_empty() {
            work.authors = vec![self.corporate(language)];
        }
        work.rights = Some(photo.rights.clone());
        work.stand_in = photo.stand_in;
        work
    }

    fn work(
        &self,
        kind: WorkKind,
        record: Kind,
        id: &Id,
        title: &str,
        language: Language,
        shown: &Shown,
    ) -> Work {
        let revision = shown.revision;
        let mut work = Work::new(format!("{id}@{revision}"), kind, language, clean(title));
        work.container = Some(clean(self.name.for_reader(language).0));
        work.publisher = Some(self.publisher_name(language));
        work.issued = PartialDate::parse(&shown.published.to_string()).ok();
        work.accessed = Some(shown.accessed);
        work.url = Some(self.addresses.address(&Page::record(record, id).at(revision), language));
        work.revision = Some(revision);
        work.digest = Some(shown.digest.clone());
        work
    }

    fn publisher_name(&self, language: Language) -> String {
        clean(self.publisher.unwrap_or(self.name).for_reader(language).0)
    }

    fn corporate(&self, language: Language) -> Author {
        Author { name: Name::Whole(self.publisher_name(language)), orcid: None }
    }
}

impl Work {
    /// A cited source, in its own language; none for the archive's own reasoning, which is no work.
    pub fn of_source(source: &Source) -> Option<Self> {
        let kind = match source.source_type {
            SourceType::Book => WorkKind::Book,
            SourceType::Chapter => WorkKind::Chapter,
            SourceType::ArticleNewspaper => WorkKind::NewspaperArticle,
            SourceType::ArticleJournal => WorkKind::JournalArticle,
            SourceType::Report => WorkKind::Report,
            SourceType::Thesis => WorkKind::Thesis,
            SourceType::Dataset => WorkKind::Dataset,
            SourceType::Map => WorkKind::Map,
            SourceType::Webpage => WorkKind::Webpage,
            SourceType::Inference => return None,
        };
        // A source keeps its title in its own language and does not say which that is.
        let is_chinese = source.title.chars().any(is_han);
        let language = if is_chinese { Language::Chinese } else { Language::English };
        let names = |names: &[String]| -> Vec<Author> {
            names.iter().map(|name| Author { name: Name::read(name), orcid: None }).filter(is_named).collect()
        };
        let mut work = Self::new(source.id.to_string(), kind, language, own_title(&clean(&source.title)));
        work.other_title = source.title_en.as_deref().filter(|_| is_chinese).map(clean);
        work.authors = names(&source.authors);
        work.editors = names(&source.editors);
        work.container = source.container.as_deref().map(clean);
        work.publisher = source.publisher.as_deref().map(clean);
        work.publisher_place = source.publisher_place.as_deref().map(clean);
        work.volume = source.volume.as_deref().map(clean);
        work.issue = source.issue.as_deref().map(clean);
        work.pages = source.pages.as_deref().map(clean);
        work.issued = source.issued;
        work.url = source.url.clone();
        Some(work)
    }
}

/// A title that had to be found, which records put in round brackets, in square ones (GB/T 7714—2025, 7.2.1,
/// 自拟题名).
fn own_title(title: &str) -> String {
    let inner = title.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.map_or_else(|| title.to_owned(), |inner| format!("[{inner}]"))
}

fn other(title: &Bilingual, language: Language) -> Option<String> {
    match language {
        Language::Chinese => title.en.as_deref().map(clean),
        Language::English => Some(clean(&title.zh)),
    }
}

fn person(name: &Bilingual, language: Language) -> Name {
    match name.for_reader(language) {
        (english, Language::English) => Name::read_english(english, &name.zh),
        (chinese, Language::Chinese) => Name::read(chinese),
    }
}

fn is_named(author: &Author) -> bool {
    !author.name.spoken().is_empty()
}

fn says_drawn(title: &str) -> bool {
    title.contains("示意图") || title.to_lowercase().contains("drawing")
}
