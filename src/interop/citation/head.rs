//! Metadata in a page's head: Highwire (`citation_…`), which Google Scholar and Zotero read, Dublin Core, and
//! COinS (Z39.88-2004) for the body.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use super::work::{Work, WorkKind};
use crate::model::Language;

/// `<meta>` names and contents, in order. `page` is the page's own address, `licence` that of the licence, or
/// the name of one that has none.
pub fn metas(work: &Work, archive: &str, page: &str, licence: &str) -> Vec<(&'static str, String)> {
    let language = if work.language == Language::Chinese { "zh" } else { "en" };
    let mut metas = vec![("citation_title", work.title.clone())];
    metas.extend(work.authors.iter().map(|author| ("citation_author", author.name.inverted())));
    metas.extend(work.issued_with_slashes().map(|date| ("citation_publication_date", date)));
    // The archive is named as the periodical of all it holds: Zotero chooses the kind of work by it.
    metas.push(("citation_journal_title", archive.to_owned()));
    metas.extend(work.publisher.clone().map(|name| ("citation_publisher", name)));
    metas.push(("citation_language", language.to_owned()));
    // The page's own address; that of the revision which is cited stands in `DC.identifier`.
    metas.push(("citation_public_url", page.to_owned()));
    metas.push(("citation_abstract_html_url", page.to_owned()));
    if !work.keywords.is_empty() {
        metas.push(("citation_keywords", work.keywords.join("; ")));
    }
    metas.push(("DC.title", work.title.clone()));
    metas.extend(work.authors.iter().map(|author| ("DC.creator", author.name.inverted())));
    metas.extend(work.publisher.clone().map(|name| ("DC.publisher", name)));
    metas.extend(work.issued.map(|issued| ("DC.date", issued.to_string())));
    metas.push(("DC.language", work.csl_language().to_owned()));
    metas.extend(work.url.clone().map(|url| ("DC.identifier", url)));
    metas.push(("DC.type", dcmi_type(work.kind).to_owned()));
    if !licence.is_empty() {
        metas.push(("DC.rights", licence.to_owned()));
    }
    metas
}

/// A term of the DCMI Type Vocabulary.
fn dcmi_type(kind: WorkKind) -> &'static str {
    match kind {
        WorkKind::Record | WorkKind::Dataset => "Dataset",
        WorkKind::Picture | WorkKind::Map => "StillImage",
        _ => "Text",
    }
}

/// The context object of a work, for the `title` of `<span class="Z3988">`; not yet escaped for HTML.
pub fn coins(work: &Work) -> String {
    let mut pairs = vec![
        ("ctx_ver", "Z39.88-2004".to_owned()),
        ("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc".to_owned()),
        ("rft.type", dcmi_type(work.kind).to_owned()),
        ("rft.title", work.title.clone()),
    ];
    pairs.extend(work.authors.iter().map(|author| ("rft.au", author.name.inverted())));
    pairs.extend(work.container.clone().map(|title| ("rft.source", title)));
    pairs.extend(work.publisher.clone().map(|name| ("rft.publisher", name)));
    pairs.extend(work.issued.map(|issued| ("rft.date", issued.to_string())));
    pairs.extend(work.address().map(|url| ("rft.identifier", url)));
    pairs.push(("rft.language", work.csl_language().to_owned()));
    let pair = |(name, value): (&str, String)| match name {
        "ctx_ver" => format!("{name}={value}"),
        // All but letters and digits: a `&` or `+` in a title would be read as part of the form.
        _ => format!("{name}={}", utf8_percent_encode(&value, NON_ALPHANUMERIC)),
    };
    pairs.into_iter().map(pair).collect::<Vec<_>>().join("&")
}
