//! Licences by their SPDX ids: how one is called, and the address of its text.

/// A licence as people are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its short name: `CC BY 4.0`; of one that is not by Creative Commons its id.
    pub label: String,
    /// Where it can be read.
    pub address: String,
}

impl Licence {
    /// The licence of an SPDX id.
    pub fn of(spdx: &str) -> Self {
        match spdx.strip_prefix("CC-") {
            Some(rest) if rest.contains('-') => {
                let (terms, version) = rest.rsplit_once('-').unwrap_or((rest, "4.0"));
                let address =
                    format!("https://creativecommons.org/licenses/{}/{version}/", terms.to_lowercase());
                Self { label: format!("CC {terms} {version}"), address }
            }
            _ => Self { label: spdx.to_owned(), address: format!("https://spdx.org/licenses/{spdx}.html") },
        }
    }
}
