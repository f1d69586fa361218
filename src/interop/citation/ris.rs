//! RIS: lines of two letters, two spaces, a hyphen and a space, as Reference Manager defined them. The title in
//! the other language has a tag, `TT`, which some readers take for the title itself: it is left out.

use super::work::{Work, WorkKind};
use crate::model::Language;

impl Work {
    /// The work as one record; lines end with CR LF, as the form asks for.
    pub fn to_ris(&self) -> String {
        let mut lines = vec![("TY", self.ris_type().to_owned()), ("TI", self.title.clone())];
        lines.extend(self.authors.iter().map(|author| ("AU", author.name.inverted())));
        lines.extend(self.editors.iter().map(|editor| ("ED", editor.name.inverted())));
        let container = match self.kind {
            WorkKind::Essay | WorkKind::JournalArticle | WorkKind::NewspaperArticle => "JO",
            _ => "T2",
        };
        let issued = self.issued_with_slashes();
        lines.extend(self.container_apart().map(|title| (container, title.to_owned())));
        let pages = self.pages.as_deref().map(|pages| pages.split_once(['-', '–']).unwrap_or((pages, "")));
        for (tag, value) in [
            ("PB", self.publisher.as_deref()),
            ("CY", self.publisher_place.as_deref()),
            ("VL", self.volume.as_deref()),
            ("IS", self.issue.as_deref()),
            ("SP", pages.map(|(first, _)| first)),
            ("EP", pages.map(|(_, last)| last).filter(|last| !last.is_empty())),
        ] {
            lines.extend(value.map(|value| (tag, value.trim().to_owned())));
        }
        lines.extend(self.issued.map(|issued| ("PY", format!("{:04}", issued.year()))));
        lines.extend(issued.map(|issued| ("DA", issued)));
        lines.extend(self.accessed.map(|day| ("Y2", day.to_string().replace('-', "/"))));
        lines.extend(self.address().map(|url| ("UR", url)));
        let language = if self.language == Language::Chinese { "zh-CN" } else { "en" };
        lines.push(("LA", language.to_owned()));
        lines.extend(self.keywords.iter().map(|word| ("KW", word.clone())));
        lines.extend(self.summary.clone().map(|summary| ("AB", summary)));
        lines.extend(self.note().map(|note| ("N1", note)));
        // The last tag of a record, whatever is added above: readers take what follows it for the next one.
        lines.push(("ER", String::new()));
        lines.into_iter().map(|(tag, value)| format!("{tag}  - {value}\r\n")).collect()
    }

    fn ris_type(&self) -> &'static str {
        match self.kind {
            WorkKind::Essay | WorkKind::JournalArticle => "JOUR",
            WorkKind::Record | WorkKind::Dataset => "DATA",
            WorkKind::Picture => "FIGURE",
            WorkKind::Book => "BOOK",
            WorkKind::Chapter => "CHAP",
            WorkKind::NewspaperArticle => "NEWS",
            WorkKind::Report => "RPRT",
            WorkKind::Thesis => "THES",
            WorkKind::Map => "MAP",
            WorkKind::Webpage => "ELEC",
        }
    }
}
