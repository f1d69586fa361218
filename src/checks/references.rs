//! Looks each text through for what it refers to and what cannot be shown.

use std::collections::HashSet;

use super::fault::{TextFault, TextFaultCode, WhereInRecord, Written};
use crate::model::{Collection, Id, Kind, RecordKey};
use crate::prose::{Finding, FindingKind, Mention, find};

/// Finds what is wrong with the texts of a collection. A reference to what is not in it is no fault where
/// `is_unread` says that the record could not be read.
pub fn check_texts(
    collection: &Collection,
    texts: &[Written],
    is_unread: &dyn Fn(&RecordKey) -> bool,
) -> Vec<TextFault> {
    let known = Known::of(collection);
    let mut faults = Vec::new();
    let mut cited: HashSet<(&str, String)> = HashSet::new();
    for written in texts {
        let (mentions, findings) = find(&written.text);
        faults.extend(findings.into_iter().map(|finding| told(finding, written)));
        for mention in mentions {
            if mention.record.kind == Kind::Source && written.record.kind == Kind::Essay {
                // By essay: what one language cites the other need not.
                cited.insert((&written.record.id, mention.record.id.clone()));
                faults.extend(unlisted(collection, &mention, written));
            }
            if !known.has(&mention.record) && !is_unread(&mention.record) {
                faults.push(dangling(&mention, written));
            }
        }
    }
    for essay in &collection.essays {
        let idle =
            essay.sources.iter().filter(|source| !cited.contains(&(essay.id.as_str(), source.to_string())));
        faults.extend(idle.map(|source| TextFault {
            code: TextFaultCode::UncitedSource,
            record: RecordKey::new(Kind::Essay, &essay.id),
            place: WhereInRecord::Whole,
            message: format!("`{source}` stands among the references and is cited nowhere: cite it with `[](source:{source})`"),
        }));
    }
    faults
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
            Kind::Vocabulary | Kind::County | Kind::Withdrawals => return false,
        };
        Id::parse(&record.id).is_ok_and(|id| ids.contains(&id))
    }
}

fn told(finding: Finding, written: &Written) -> TextFault {
    let code = match finding.kind {
        FindingKind::RawHtml => TextFaultCode::RawHtml,
        FindingKind::ForeignPicture => TextFaultCode::ForeignPicture,
        FindingKind::BrokenLink => TextFaultCode::BrokenLink,
        FindingKind::MissingNote => TextFaultCode::MissingNote,
        FindingKind::IdleNote => TextFaultCode::IdleNote,
        FindingKind::LongParagraph => TextFaultCode::LongParagraph,
    };
    written.fault(code, finding.line, finding.message)
}

fn dangling(mention: &Mention, written: &Written) -> TextFault {
    let RecordKey { kind, id } = &mention.record;
    let message = format!("there is no {} `{id}`", kind.word());
    written.fault(TextFaultCode::DanglingReference, mention.line, message)
}

/// A source that an essay cites without listing it, or that is no work to be cited.
fn unlisted(collection: &Collection, mention: &Mention, written: &Written) -> Option<TextFault> {
    let id = &mention.record.id;
    let essay = collection.essays.iter().find(|essay| essay.id.as_str() == written.record.id)?;
    let source = collection.sources.iter().find(|source| source.id.as_str() == id)?;
    let is_listed = essay.sources.iter().any(|source| source.as_str() == id);
    let (code, message) = match (source.citable, is_listed) {
        (true, true) => return None,
        (true, false) => (
            TextFaultCode::UnlistedSource,
            format!("`{id}` is cited here and missing in `sources` of essay.toml"),
        ),
        (false, _) => (
            TextFaultCode::UncitableSource,
            format!("`{id}` is no work to be cited: say in words what it is"),
        ),
    };
    Some(written.fault(code, mention.line, message))
}
