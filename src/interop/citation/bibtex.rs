//! BibTeX: one entry, in the fields that both BibTeX and biblatex know (biblatex manual, 2.2).

use super::name::Name;
use super::work::{Author, Work, WorkKind};
use crate::model::Language;

impl Work {
    /// The work as one entry, with a newline at its end.
    pub fn to_bibtex(&self) -> String {
        // In braces once more: styles put titles in small letters, names of places too.
        let mut fields = vec![("title", format!("{{{}}}", escaped(&self.title)))];
        fields.extend(people("author", &self.authors));
        fields.extend(people("editor", &self.editors));
        let container = match self.kind {
            WorkKind::Essay | WorkKind::JournalArticle | WorkKind::NewspaperArticle => "journal",
            WorkKind::Chapter => "booktitle",
            _ => "howpublished",
        };
        let mut put = |name, value: Option<&str>| fields.extend(value.map(|value| (name, escaped(value))));
        put(container, self.container_apart());
        put("publisher", self.publisher.as_deref());
        put("address", self.publisher_place.as_deref());
        put("volume", self.volume.as_deref());
        put("number", self.issue.as_deref());
        put("pages", self.pages.as_deref());
        put("version", self.revision.map(|number| number.to_string()).as_deref());
        let issued = self.issued.map(|issued| issued.to_string());
        // Both: BibTeX knows `year` alone, biblatex takes `date` with month and day.
        put("year", issued.as_deref().and_then(|date| date.get(..4)));
        put("date", issued.as_deref());
        // An address is verbatim to biblatex (2.3.1), and has lost what could end the field.
        fields.extend(self.address().map(|url| ("url", url)));
        let mut put = |name, value: Option<&str>| fields.extend(value.map(|value| (name, escaped(value))));
        put("urldate", self.accessed.map(|day| day.to_string()).as_deref());
        put("langid", Some(if self.language == Language::Chinese { "chinese" } else { "english" }));
        put("keywords", (!self.keywords.is_empty()).then(|| self.keywords.join(", ")).as_deref());
        put("abstract", self.summary.as_deref());
        put("note", self.note().as_deref());
        let fields: Vec<String> =
            fields.into_iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
        format!("@{}{{{},\n{},\n}}\n", self.bibtex_type(), self.key(), fields.join(",\n"))
    }

    fn bibtex_type(&self) -> &'static str {
        match self.kind {
            WorkKind::Essay | WorkKind::JournalArticle | WorkKind::NewspaperArticle => "article",
            WorkKind::Book => "book",
            WorkKind::Chapter => "incollection",
            WorkKind::Report => "techreport",
            WorkKind::Thesis => "phdthesis",
            WorkKind::Record | WorkKind::Picture | WorkKind::Dataset | WorkKind::Map | WorkKind::Webpage => {
                "misc"
            }
        }
    }
}

fn people(field: &'static str, authors: &[Author]) -> Option<(&'static str, String)> {
    let name = |author: &Author| match &author.name {
        // A comma or an `and` within a part would part the name once more.
        Name::Person { family, given, .. } if is_plain(family) && is_plain(given) => {
            format!("{}, {}", escaped(family), escaped(given))
        }
        // In braces it is one word, and no `and` or comma in it parts anything.
        name => format!("{{{}}}", escaped(&name.spoken())),
    };
    let names: Vec<String> = authors.iter().map(name).collect();
    (!names.is_empty()).then(|| (field, names.join(" and ")))
}

fn is_plain(part: &str) -> bool {
    !part.contains([',', '{', '}']) && !part.split(' ').any(|word| word.eq_ignore_ascii_case("and"))
}

/// A text with the characters that mean something to TeX named instead. Braces are counted even where a
/// backslash stands before them, so those without a partner go by name; of two signs that TeX would draw as one
/// (`--` as a dash) the second is set apart.
fn escaped(text: &str) -> String {
    let are_paired = are_paired(text);
    let mut tex = String::with_capacity(text.len());
    let mut before = None;
    for c in text.chars() {
        if matches!(c, '-' | '\'' | ',' | '<' | '>') && before.replace(c) == Some(c) {
            tex.push_str("{}");
        }
        before = Some(c);
        match c {
            '&' | '%' | '_' | '#' | '$' => tex.extend(['\\', c]),
            '{' | '}' if are_paired => tex.extend(['\\', c]),
            '{' => tex.push_str("\\textbraceleft{}"),
            '}' => tex.push_str("\\textbraceright{}"),
            '\\' => tex.push_str("\\textbackslash{}"),
            '`' => tex.push_str("\\textasciigrave{}"),
            '~' => tex.push_str("\\textasciitilde{}"),
            '^' => tex.push_str("\\textasciicircum{}"),
            c => tex.push(c),
        }
    }
    tex
}

fn are_paired(text: &str) -> bool {
    let depth = text.chars().try_fold(0_usize, |depth, c| match c {
        '{' => Some(depth + 1),
        // A brace that closes what was not opened ends the field, whatever is opened later.
        '}' => depth.checked_sub(1),
        _ => Some(depth),
    });
    depth == Some(0)
}
