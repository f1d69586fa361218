//! Essays as fields.

use super::reader::Reader;
use super::writer::Writer;
use super::{FieldFaultCode, Fields, Made};
use crate::model::{Author, Essay, Id, Keywords, Visibility};

/// An essay as fields.
pub fn essay_fields(essay: &Essay) -> Fields {
    let mut to = Writer::default();
    to.bilingual("title", &essay.title);
    for (n, author) in essay.authors.iter().enumerate() {
        let unit = format!("author.{}", n + 1);
        to.bilingual(&format!("{unit}.name"), &author.name);
        to.maybe_bilingual(&format!("{unit}.affiliation"), author.affiliation.as_ref());
        to.maybe(format!("{unit}.orcid"), author.orcid.as_ref());
    }
    to.maybe_bilingual("abstract", essay.abstract_text.as_ref());
    if let Some(keywords) = &essay.keywords {
        to.put("keywords.zh", keywords.zh.join("、"));
        to.put("keywords.en", keywords.en.join("; "));
    }
    to.maybe("submitted", essay.submitted);
    to.maybe("published", essay.published);
    to.maybe("revised", essay.revised);
    to.ids("villages", &essay.villages);
    to.ids("sources", &essay.sources);
    to.put("rights", &essay.rights);
    if !essay.visibility.is_public() {
        to.word("visibility", &essay.visibility);
    }
    to.partly("text", Some(&essay.text));
    to.finish()
}

/// The essay that fields make.
pub fn essay_of(id: &Id, fields: &Fields) -> Made<Essay> {
    let mut from = Reader::new(fields);
    let title = from.needed_bilingual("title");
    let mut authors = Vec::new();
    for n in from.below("author.") {
        let unit = format!("author.{n}");
        // One of whom every field was emptied is taken out; it is no author without a name.
        if !from.has_below(&format!("{unit}.")) {
            continue;
        }
        let name = from.needed_bilingual(&format!("{unit}.name"));
        let affiliation = from.bilingual(&format!("{unit}.affiliation"));
        let orcid = from.text(&format!("{unit}.orcid"));
        authors.extend(name.map(|name| Author { name, affiliation, orcid }));
    }
    let keywords = Keywords { zh: from.list("keywords.zh"), en: from.list("keywords.en") };
    let is_without_keywords = keywords.zh.is_empty() && keywords.en.is_empty();
    let (rights, text) = (from.needed("rights"), from.partly("text"));
    if text.is_none() {
        from.fault("text.zh", FieldFaultCode::Missing);
    }
    let abstract_text = from.bilingual("abstract");
    let (submitted, published, revised) =
        (from.date("submitted"), from.date("published"), from.date("revised"));
    let (villages, sources) = (from.ids("villages"), from.ids("sources"));
    let visibility = from.word("visibility").unwrap_or(Visibility::Public);
    // The first `?` stands behind the last reading: a form shows every fault at once, and what is not read counts
    // as a field that no essay has.
    let essay = (|| {
        Some(Essay {
            id: id.clone(),
            title: title?,
            authors,
            abstract_text,
            keywords: (!is_without_keywords).then_some(keywords),
            submitted,
            published,
            revised,
            villages,
            sources,
            rights: rights?,
            visibility,
            text: text?,
        })
    })();
    from.finish(essay)
}
