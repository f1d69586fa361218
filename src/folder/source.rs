//! The disk shape of `sources.toml`.

use super::fields::Fields;
use super::lines::Lines;
use super::problem::ProblemCode;
use crate::model::Source;

/// Reads `sources.toml`.
pub(super) fn read_sources(fields: &mut Fields<'_>) -> Option<Vec<Source>> {
    Some(fields.each("source", read_source))
}

fn read_source(fields: &mut Fields<'_>) -> Option<Source> {
    let id = fields.id("id");
    let source_type = fields.word("type");
    let title = fields.text("title");
    let title_en = fields.optional_text("title_en");
    let authors = fields.texts("authors");
    let editors = fields.texts("editors");
    let contributors = fields.texts("contributors");
    let container = fields.optional_text("container");
    let publisher = fields.optional_text("publisher");
    let publisher_place = fields.optional_text("publisher_place");
    let volume = fields.optional_text("volume");
    let issue = fields.optional_text("issue");
    let pages = fields.optional_text("pages");
    let issued = fields.optional_past_date("issued");
    let url = fields.optional_text("url");
    // It becomes a link on pages, where `javascript:` must not stand.
    if url.as_ref().is_some_and(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
        fields.fault(ProblemCode::BadValue, "`url` begins with https:// or http://");
    }
    let grade = fields.word("grade");
    let citable = fields.flag("citable", true);
    let note = fields.optional_bilingual("note");
    Some(Source {
        id: id?,
        source_type: source_type?,
        title: title?,
        title_en,
        authors,
        editors,
        contributors,
        container,
        publisher,
        publisher_place,
        volume,
        issue,
        pages,
        issued,
        url,
        grade: grade?,
        citable,
        note,
    })
}

/// Writes `sources.toml`.
pub(super) fn write_sources<'a>(sources: impl IntoIterator<Item = &'a Source>) -> String {
    let mut lines = Lines::default();
    for source in sources {
        lines.header("[[source]]");
        lines.text("id", source.id.as_str());
        lines.word("type", &source.source_type);
        lines.text("title", &source.title);
        lines.optional_text("title_en", source.title_en.as_deref());
        lines.texts("authors", &source.authors);
        lines.texts("editors", &source.editors);
        lines.texts("contributors", &source.contributors);
        lines.optional_text("container", source.container.as_deref());
        lines.optional_text("publisher", source.publisher.as_deref());
        lines.optional_text("publisher_place", source.publisher_place.as_deref());
        lines.optional_text("volume", source.volume.as_deref());
        lines.optional_text("issue", source.issue.as_deref());
        lines.optional_text("pages", source.pages.as_deref());
        lines.optional_date("issued", source.issued);
        lines.optional_text("url", source.url.as_deref());
        lines.word("grade", &source.grade);
        if !source.citable {
            lines.flag("citable", false);
        }
        lines.optional_bilingual("note", source.note.as_ref());
    }
    lines.into_text()
}
