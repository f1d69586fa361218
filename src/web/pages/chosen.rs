//! Which forts a comparison or a route is of, as the address says it: `?ids=alpha,beta@2`.

use crate::model::Id;
use crate::model::address::Page;
use crate::web::address::ItemAddress;

/// Characters of a text that is no id, when it is shown again.
const SHOWN: usize = 40;

/// Texts that are no ids, as many as are shown again: an address may hold thousands.
const TOLD: usize = 6;

/// The forts that are asked for, each once, in the order asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chosen {
    pub(super) forts: Vec<ItemAddress>,
    /// Whether the address says them as an address here does: `?ids=a,b`.
    pub(super) is_canonical: bool,
}

/// Why they cannot be shown together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// These are no ids.
    Malformed(Vec<String>),
    /// There are so many, which is too much.
    TooMany(usize),
    /// These forts or revisions are not in the archive.
    Unknown(Vec<String>),
}

impl Chosen {
    /// Reads every `ids` of a query. A form says it once for each box, an address once with commas.
    ///
    /// More than `most` are refused. Gives what could be read beside a refusal, so that nobody has to choose again.
    pub(super) fn read(query: &[(String, String)], most: usize) -> (Self, Option<Refusal>) {
        let values: Vec<&str> =
            query.iter().filter(|(name, _)| name == "ids").map(|(_, value)| value.as_str()).collect();
        let mut forts: Vec<ItemAddress> = Vec::new();
        let mut malformed: Vec<String> = Vec::new();
        let separators = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、');
        for text in values.iter().flat_map(|value| value.split(separators)).filter(|text| !text.is_empty()) {
            match ItemAddress::parse(text) {
                Some(fort) if forts.contains(&fort) => {}
                // So many are refused anyhow, and an address may hold thousands.
                Some(_) if forts.len() > most * 2 => {}
                Some(fort) => forts.push(fort),
                None if malformed.len() < TOLD => malformed.push(text.chars().take(SHOWN).collect()),
                None => {}
            }
        }
        let refusal = if !malformed.is_empty() {
            Some(Refusal::Malformed(malformed))
        } else {
            (forts.len() > most).then_some(Refusal::TooMany(forts.len()))
        };
        let mut chosen = Self { forts, is_canonical: true };
        // Whatever differs is led to the one address, so that a page lies in memory once.
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

    /// A page about them.
    pub(super) fn on(&self, page: Page) -> Page {
        if self.forts.is_empty() { page } else { page.with("ids", self.listed()) }
    }

    /// Their ids, whatever the revision.
    pub(super) fn ids(&self) -> Vec<Id> {
        self.forts.iter().map(|fort| fort.id.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Refusal};

    fn read(values: &[&str]) -> (String, bool, Option<Refusal>) {
        let query: Vec<_> = values.iter().map(|value| ("ids".to_owned(), (*value).to_owned())).collect();
        let (chosen, refusal) = Chosen::read(&query, 6);
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
