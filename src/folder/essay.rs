//! The disk shape of an essay: `essay.toml`; its text stands beside it.

use super::fields::Fields;
use super::lines::Lines;
use super::problem::ProblemCode;
use crate::model::{Author, Essay, Id, Keywords, PartlyBilingual};

/// Reads `essay.toml`; the id is the folder's name.
pub(super) fn read_essay(id: Id, text: Option<PartlyBilingual>, fields: &mut Fields<'_>) -> Option<Essay> {
    let title = fields.bilingual("title");
    let abstract_text = fields.optional_bilingual("abstract");
    let keywords = fields.optional_table("keywords").and_then(|mut fields| {
        let keywords = Keywords { zh: fields.texts("zh"), en: fields.texts("en") };
        fields.finish();
        // An empty table says nothing and is not written again: kept, the essay would come back altered from an
        // export.
        (keywords != Keywords::default()).then_some(keywords)
    });
    let submitted = fields.optional_past_date("submitted");
    let published = fields.optional_past_date("published");
    let revised = fields.optional_past_date("revised");
    let villages = fields.ids("villages");
    let sources = fields.ids("sources");
    let rights = fields.text("rights");
    let visibility = fields.optional_word("visibility");
    let authors = fields.each("author", read_author);
    if text.is_none() {
        fields.fault(
            ProblemCode::MissingFile,
            "an essay needs its text beside it, `text.zh.md` or `text.en.md`",
        );
    }
    Some(Essay {
        id,
        title: title?,
        authors,
        abstract_text,
        keywords,
        submitted,
        published,
        revised,
        villages,
        sources,
        rights: rights?,
        visibility: visibility.unwrap_or_default(),
        text: text?,
    })
}

fn read_author(fields: &mut Fields<'_>) -> Option<Author> {
    let name = fields.bilingual("name");
    let affiliation = fields.optional_bilingual("affiliation");
    let orcid = fields.optional_text("orcid");
    Some(Author { name: name?, affiliation, orcid })
}

/// Writes `essay.toml`.
pub(super) fn write_essay(essay: &Essay) -> String {
    let mut lines = Lines::default();
    lines.bilingual("title", &essay.title);
    lines.optional_bilingual("abstract", essay.abstract_text.as_ref());
    if let Some(keywords) = &essay.keywords {
        lines.texts("keywords.zh", &keywords.zh);
        lines.texts("keywords.en", &keywords.en);
    }
    lines.optional_date("submitted", essay.submitted);
    lines.optional_date("published", essay.published);
    lines.optional_date("revised", essay.revised);
    lines.ids("villages", &essay.villages);
    lines.ids("sources", &essay.sources);
    lines.text("rights", &essay.rights);
    lines.visibility(essay.visibility);
    for author in &essay.authors {
        lines.header("[[author]]");
        lines.bilingual("name", &author.name);
        lines.optional_bilingual("affiliation", author.affiliation.as_ref());
        lines.optional_text("orcid", author.orcid.as_deref());
    }
    lines.into_text()
}
