//! The checks of what is written: each text looked through for what it refers to and what cannot be shown.

use std::collections::HashSet;

use super::problem::{Problem, ProblemCode};
use super::unread::Unread;
use crate::model::{Collection, FaultCode, Id, Kind, RecordKey};
use crate::prose::{Finding, FindingKind, Mention, find};

/// A text of the folder.
pub(super) struct Written {
    /// The village or essay it belongs to.
    pub(super) record: RecordKey,
    /// Its file.
    pub(super) file: String,
    /// The Markdown.
    pub(super) text: String,
}

/// Finds what is wrong with the texts of a collection. What refers to something that could not be read is not
/// blamed.
pub(super) fn check_texts(collection: &Collection, texts: &[Written], unread: &Unread) -> Vec<Problem> {
    let known = Known::of(collection);
    let mut problems = Vec::new();
    let mut cited: HashSet<(&str, String)> = HashSet::new();
    for written in texts {
        let (mentions, findings) = find(&written.text);
        problems.extend(findings.into_iter().map(|finding| told(finding, written)));
        for mention in mentions {
            if mention.record.kind == Kind::Source && written.record.kind == Kind::Essay {
                cited.insert((&written.record.id, mention.record.id.clone()));
                problems.extend(unlisted(collection, &mention, written));
            }
            if !known.has(&mention.record) && !unread.accounts_for(&mention.record) {
                problems.push(dangling(&mention, written));
            }
        }
    }
    for essay in &collection.essays {
        let file = format!("essays/{}/essay.toml", essay.id);
        let idle =
            essay.sources.iter().filter(|source| !cited.contains(&(essay.id.as_str(), source.to_string())));
        problems.extend(idle.map(|source| Problem {
            code: ProblemCode::UncitedSource,
            file: file.clone(),
            line: None,
            message: format!("`{source}` stands among the references and is cited nowhere: cite it with `[](source:{source})`"),
        }));
    }
    problems
}

/// What a text may refer to.
struct Known<'a> {
    sources: HashSet<&'a Id>,
    terms: HashSet<&'a Id>,
    villages: HashSet<&'a Id>,
    photos: HashSet<&'a Id>,
    essays: HashSet<&'a Id>,
}

impl<'a> Known<'a> {
    fn of(collection: &'a Collection) -> Self {
        Self {
            sources: collection.sources.iter().map(|source| &source.id).collect(),
            terms: collection.terms.iter().map(|term| &term.id).collect(),
            villages: collection.villages.iter().map(|village| &village.id).collect(),
            photos: collection.photos.iter().map(|photo| &photo.id).collect(),
            essays: collection.essays.iter().map(|essay| &essay.id).collect(),
        }
    }

    fn has(&self, record: &RecordKey) -> bool {
        let ids = match record.kind {
            Kind::Source => &self.sources,
            Kind::Term => &self.terms,
            Kind::Village => &self.villages,
            Kind::Photo => &self.photos,
            Kind::Essay => &self.essays,
            Kind::Vocabulary | Kind::Region => return false,
        };
        Id::parse(&record.id).is_ok_and(|id| ids.contains(&id))
    }
}

fn told(finding: Finding, written: &Written) -> Problem {
    let code = match finding.kind {
        FindingKind::RawHtml => ProblemCode::RawHtml,
        FindingKind::ForeignPicture => ProblemCode::ForeignPicture,
        FindingKind::BrokenLink => ProblemCode::BrokenLink,
        FindingKind::MissingNote => ProblemCode::MissingNote,
        FindingKind::LongParagraph => ProblemCode::LongParagraph,
    };
    Problem { code, file: written.file.clone(), line: Some(finding.line), message: finding.message }
}

fn dangling(mention: &Mention, written: &Written) -> Problem {
    let RecordKey { kind, id } = &mention.record;
    Problem {
        code: ProblemCode::Meaning(FaultCode::DanglingReference),
        file: written.file.clone(),
        line: Some(mention.line),
        message: format!("there is no {} `{id}`", kind.word()),
    }
}

/// A source that an essay cites without listing it, or that is no work to be cited.
fn unlisted(collection: &Collection, mention: &Mention, written: &Written) -> Option<Problem> {
    let id = &mention.record.id;
    let essay = collection.essays.iter().find(|essay| essay.id.as_str() == written.record.id)?;
    let source = collection.sources.iter().find(|source| source.id.as_str() == id)?;
    let is_listed = essay.sources.iter().any(|source| source.as_str() == id);
    let (code, message) = match (source.citable, is_listed) {
        (true, true) => return None,
        (true, false) => (
            ProblemCode::UnlistedSource,
            format!("`{id}` is cited here and missing in `sources` of essay.toml"),
        ),
        (false, _) => {
            (ProblemCode::UncitableSource, format!("`{id}` is no work to be cited: say in words what it is"))
        }
    };
    Some(Problem { code, file: written.file.clone(), line: Some(mention.line), message })
}
