//! Which forts a comparison is of, as the address says it.

use crate::model::Id;
use crate::model::address::Page;
use crate::web::address::ItemAddress;

/// Forts in one comparison.
pub(super) const MOST: usize = 6;
/// Characters of a text that is no id, when it is shown again.
const SHOWN: usize = 40;

/// The forts of a comparison, each once, in the order asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) forts: Vec<ItemAddress>,
    /// Whether the address says them as an address here does: `?ids=a,b`.
    pub(super) is_canonical: bool,
}

/// Why no comparison can be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// These are no ids.
    Malformed(Vec<String>),
    /// There are more than [`MOST`].
    TooMany(usize),
    /// These forts or revisions are not in the archive.
    Unknown(Vec<String>),
}

impl Chosen {
    /// Reads every `ids` of a query. A form says it once for each box, an address once with commas.
    ///
    /// Gives what could be read beside a refusal, so that nobody has to choose again.
    pub(super) fn read(query: &[(String, String)]) -> (Self, Option<Refusal>) {
        let values: Vec<&str> =
            query.iter().filter(|(name, _)| name == "ids").map(|(_, value)| value.as_str()).collect();
        let mut forts: Vec<ItemAddress> = Vec::new();
        let mut malformed: Vec<String> = Vec::new();
        let separators = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
        for text in values.iter().flat_map(|value| value.split(separators)).filter(|text| !text.is_empty()) {
            match ItemAddress::parse(text) {
                Some(fort) if forts.contains(&fort) => {}
                // So many are refused anyhow, and an address may hold thousands.
                Some(_) if forts.len() > MOST * 2 => {}
                Some(fort) => forts.push(fort),
                // A few to show what is meant: an address may hold thousands.
                None if malformed.len() < MOST => malformed.push(text.chars().take(SHOWN).collect()),
                None => {}
            }
        }
        let refusal = if !malformed.is_empty() {
            Some(Refusal::Malformed(malformed))
        } else {
            (forts.len() > MOST).then_some(Refusal::TooMany(forts.len()))
        };
        let mut chosen = Self { forts, is_canonical: true };
        // Whatever differs is led to the one address, so that a comparison lies in memory once.
        chosen.is_canonical = match values.as_slice() {
            [] => true,
            [value] => *value == chosen.listed(),
            _ => false,
        };
        (chosen, refusal)
    }

    /// The forts as an address lists them: `alpha,beta@2`.
    pub(super) fn listed(&self) -> String {
        self.forts.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    /// The page that compares them.
    pub(super) fn address(&self) -> Page {
        address(&self.listed())
    }

    /// Their ids, whatever the revision.
    pub(super) fn ids(&self) -> Vec<Id> {
        self.forts.iter().map(|fort| fort.id.clone()).collect()
    }
}

/// The page of a comparison of what is listed.
pub(super) fn address(listed: &str) -> Page {
    if listed.is_empty() { Page::COMPARISON } else { Page::COMPARISON.with("ids", listed) }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Refusal};

    fn read(values: &[&str]) -> (String, bool, Option<Refusal>) {
        let query: Vec<_> = values.iter().map(|value| ("ids".to_owned(), (*value).to_owned())).collect();
        let (chosen, refusal) = Chosen::read(&query);
        (chosen.listed(), chosen.is_canonical, refusal)
    }

    #[test]
    fn forts_come_from_a_list_or_from_boxes_each_once() {
        assert_eq!(read(&["a,b@2"]), ("a,b@2".to_owned(), true, None));
        assert_eq!(read(&["a", "b"]), ("a,b".to_owned(), false, None));
        assert_eq!(read(&["a,b,a"]), ("a,b".to_owned(), false, None));
        assert_eq!(read(&["a,a@1"]), ("a,a@1".to_owned(), true, None));
        assert_eq!(read(&[" a ， b、c,"]), ("a,b,c".to_owned(), false, None));
        assert_eq!(read(&[]), (String::new(), true, None));
        assert_eq!(read(&[""]), (String::new(), true, None));
        assert_eq!(read(&[","]), (String::new(), false, None));
    }

    #[test]
    fn what_is_no_id_is_named_and_the_rest_kept() {
        let (listed, _, refusal) = read(&["a,B!,c@0"]);
        assert_eq!(listed, "a");
        assert_eq!(refusal, Some(Refusal::Malformed(vec!["B!".to_owned(), "c@0".to_owned()])));
        assert_eq!(read(&["a,b,c,d,e,f,g"]).2, Some(Refusal::TooMany(7)));
        assert_eq!(read(&["a,b,c,d,e,f,a"]).2, None, "six, one of them twice");
    }
}
