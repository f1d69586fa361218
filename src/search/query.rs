//! What a reader asks, as typed: words in any order, "a phrase", -a word to leave out, field:word.
//!
//! Whatever is typed is a query: a quote that is not closed, a colon after no field, marks and control characters
//! part words and mean nothing else.

use super::fold::{Class, class, folded_text};

/// The longest query, in characters.
pub const MAX_QUERY_CHARS: usize = 200;

/// More words than this are not looked for.
const MAX_CLAUSES: usize = 16;

/// Why a text cannot be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing was typed.
    #[error("the query is empty")]
    Empty,
    /// Too much was typed.
    #[error("the query is longer than {MAX_QUERY_CHARS} characters")]
    TooLong,
}

/// The field a word is looked for in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum FieldName {
    Village,
    Element,
    By,
}

/// The words that name a field, folded.
const FIELD_NAMES: &[(&str, FieldName)] = &[
    ("village", FieldName::Village),
    ("村", FieldName::Village),
    ("村庄", FieldName::Village),
    ("堡寨", FieldName::Village),
    ("堡寨村", FieldName::Village),
    ("element", FieldName::Element),
    ("部位", FieldName::Element),
    ("构件", FieldName::Element),
    ("要素", FieldName::Element),
    ("by", FieldName::By),
    ("author", FieldName::By),
    ("作者", FieldName::By),
    ("摄影", FieldName::By),
    ("责任者", FieldName::By),
];

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    pub(super) text: String,
    pub(super) is_phrase: bool,
    pub(super) is_excluded: bool,
    pub(super) field: Option<FieldName>,
}

/// A query, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    text: String,
    pub(super) clauses: Vec<Clause>,
}

impl Query {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Result<Self, QueryError> {
        if text.is_empty() {
            return Err(QueryError::Empty);
        }
        // A text of many megabytes is not counted to its end.
        if text.chars().nth(MAX_QUERY_CHARS).is_some() {
            return Err(QueryError::TooLong);
        }
        let mut clauses = Vec::new();
        let mut rest = text.trim_start_matches(parts_words);
        while !rest.is_empty() && clauses.len() < MAX_CLAUSES {
            let (clause, after) = next_clause(rest);
            clauses.extend(clause);
            rest = after.trim_start_matches(parts_words);
        }
        Ok(Self { text: text.trim().to_owned(), clauses })
    }

    /// What was typed, without space around it.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is a word to look for.
    pub fn asks_for_something(&self) -> bool {
        self.clauses.iter().any(|clause| !clause.is_excluded)
    }
}

fn parts_words(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || c == '\u{fffd}'
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}')
}

/// The quote that closes one.
fn closing(quote: char) -> Option<char> {
    match quote {
        '"' => Some('"'),
        '“' => Some('”'),
        '「' => Some('」'),
        '『' => Some('』'),
        '＂' => Some('＂'),
        _ => None,
    }
}

fn next_clause(rest: &str) -> (Option<Clause>, &str) {
    // Also the wide one, which input methods for Chinese write, and the sign of mathematics.
    let (is_excluded, rest) = match rest.strip_prefix(['-', '－', '−']) {
        Some(word) => (true, word),
        None => (false, rest),
    };
    let (field, rest) = field_of(rest);
    let (text, is_phrase, after) = match quoted(rest) {
        Some((text, after)) => (text, true, after),
        None => {
            // One character is always taken: a quote that is not closed stands first here, and must be passed.
            let end = rest.char_indices().skip(1).find(|(_, c)| parts_words(*c) || closing(*c).is_some());
            let end = end.map_or(rest.len(), |(at, _)| at);
            (&rest[..end], false, &rest[end..])
        }
    };
    let has_word = folded_text(text).chars().any(|c| class(c) != Class::Other);
    let clause = Clause { text: text.to_owned(), is_phrase, is_excluded, field };
    (has_word.then_some(clause), after)
}

fn quoted(rest: &str) -> Option<(&str, &str)> {
    let quote = rest.chars().next()?;
    let inner = &rest[quote.len_utf8()..];
    inner.split_once(closing(quote)?)
}

/// The field named before a colon, where one is and a word follows.
fn field_of(rest: &str) -> (Option<FieldName>, &str) {
    // A colon with nothing behind it is a sign like any other.
    let named =
        rest.split_once([':', '：']).filter(|(_, word)| !word.starts_with(parts_words) && !word.is_empty());
    let Some((name, word)) = named else { return (None, rest) };
    let name = folded_text(name);
    match FIELD_NAMES.iter().find(|(known, _)| *known == name) {
        Some((_, field)) => (Some(*field), word),
        None => (None, rest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let query = Query::parse(text).expect("a query");
        let clause = |clause: &Clause| {
            let mark = if clause.is_excluded { "-" } else { "" };
            let field = clause.field.map_or_else(String::new, |field| format!("{field:?}:"));
            if clause.is_phrase {
                format!("{mark}{field}“{}”", clause.text)
            } else {
                format!("{mark}{field}{}", clause.text)
            }
        };
        query.clauses.iter().map(clause).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn words_phrases_exclusions_and_fields() {
        for (typed, expected) in [
            ("樊村　地道", "樊村|地道"),
            ("\"fort gate\" -brick", "“fort gate”|-brick"),
            ("「村寨分离」樊村", "“村寨分离”|樊村"),
            ("村:樊村堡 部位：堡门", "Village:樊村堡|Element:堡门"),
            ("VILLAGE:guzhen by:陈斌", "Village:guzhen|By:陈斌"),
            ("-「堡门」", "-“堡门”"),
        ] {
            assert_eq!(read(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_makes_no_sense_means_nothing() {
        for (typed, expected) in [
            ("\"堡", "\"堡"),
            ("- -- ** ??", ""),
            ("foo:bar", "foo:bar"),
            (":::", ""),
            ("village: 堡", "village:|堡"),
            ("\u{0}堡\u{7}墙", "堡|墙"),
            ("\u{fffd}\u{fffd}", ""),
        ] {
            assert_eq!(read(typed), expected, "{typed:?}");
        }
        assert_eq!(Query::parse(""), Err(QueryError::Empty));
        assert_eq!(Query::parse(&"堡".repeat(201)), Err(QueryError::TooLong));
        assert_eq!(Query::parse(&"a ".repeat(100)).expect("a query").clauses.len(), MAX_CLAUSES);
    }
}
