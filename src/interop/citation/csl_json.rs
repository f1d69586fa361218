//! CSL-JSON, after the schema of CSL 1.0.2: the form the styles are applied to, and one that programs read.

use serde_json::{Map, Value, json};

use super::name::Name;
use super::work::{Author, Work, WorkKind};

impl Work {
    /// A list of this one work, as JSON text with a line for each variable.
    pub fn to_csl_json(&self) -> String {
        let item = self.csl_item();
        let members = item.as_object().into_iter().flatten();
        let lines: Vec<String> =
            members.map(|(name, value)| format!("    {}: {value}", Value::from(name.as_str()))).collect();
        format!("[\n  {{\n{}\n  }}\n]\n", lines.join(",\n"))
    }

    /// The work as an item of CSL-JSON.
    pub fn csl_item(&self) -> Value {
        let mut item = Map::new();
        let mut put = |key: &str, value: Value| drop(item.insert(key.to_owned(), value));
        put("id", self.id.clone().into());
        put("type", self.kind.csl_type().into());
        put("title", self.title.clone().into());
        put("language", self.csl_language().into());
        if !self.authors.is_empty() {
            put("author", names(&self.authors));
        }
        if !self.editors.is_empty() {
            put("editor", names(&self.editors));
        }
        let (container, publisher) = self.container_and_publisher();
        for (key, value) in [
            ("container-title", container),
            ("publisher", publisher),
            ("publisher-place", self.publisher_place.clone()),
            ("volume", self.volume.clone()),
            ("issue", self.issue.clone()),
            ("page", self.pages.clone()),
            // Of a record alone, where styles print it as that of a data set; the note has it for all.
            ("version", self.revision.filter(|_| self.kind == WorkKind::Record).map(|n| n.to_string())),
            ("abstract", self.summary.clone()),
            ("URL", self.address()),
            ("note", self.note()),
        ] {
            if let Some(value) = value {
                put(key, value.into());
            }
        }
        if let Some(issued) = self.issued {
            put("issued", date_parts(issued.parts()));
        }
        if let Some(day) = self.accessed {
            put("accessed", date_parts(vec![day.year(), day.month().into(), day.day().into()]));
        }
        Value::Object(item)
    }

    /// Where styles look for what a work appears in. A record appears in the archive as in a data centre
    /// (GB/T 7714—2025, 8.14), which is not named twice where it is the author too; a picture as on a page.
    fn container_and_publisher(&self) -> (Option<String>, Option<String>) {
        match self.kind {
            WorkKind::Picture => (None, None),
            WorkKind::Record => {
                let is_author =
                    |name: &String| self.authors.iter().any(|author| author.name.spoken() == *name);
                (None, self.container.clone().filter(|name| !is_author(name)))
            }
            _ => (self.container.clone(), self.publisher.clone()),
        }
    }

    /// The names that are in Pinyin, by their place among the authors.
    pub(super) fn pinyin_names(&self) -> Vec<usize> {
        let is_pinyin = |author: &Author| matches!(author.name, Name::Person { is_pinyin: true, .. });
        self.authors.iter().enumerate().filter(|(_, author)| is_pinyin(author)).map(|(n, _)| n).collect()
    }
}

fn names(authors: &[Author]) -> Value {
    let name = |author: &Author| match &author.name {
        Name::Person { family, given, .. } => json!({ "family": family, "given": given }),
        Name::Whole(name) => json!({ "literal": name }),
    };
    authors.iter().map(name).collect()
}

fn date_parts(parts: Vec<i16>) -> Value {
    json!({ "date-parts": [parts] })
}
