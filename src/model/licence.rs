//! Licences by their SPDX ids: how one is called, and the address of its text.

/// A licence as people are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its short name: `CC BY 4.0`; of one that is not by Creative Commons its id.
    pub label: String,
    /// Where it can be read; none of one of somebody's own, and of what is no licence of the list.
    pub address: Option<String>,
}

/// What is before the id of a licence that SPDX does not list.
const OWN: &str = "LicenseRef-";

impl Licence {
    /// Whether it is an id of the SPDX list, also one that the list has given up, or `LicenseRef-…` for one of
    /// somebody's own.
    pub fn is_known(spdx: &str) -> bool {
        match spdx.strip_prefix(OWN) {
            Some(own) => {
                !own.is_empty()
                    && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
            }
            // Held against the name: the library drops a `+` at the end, and `CC-BY-4.0+` is no id.
            None => spdx::license_id(spdx).is_some_and(|id| id.name == spdx),
        }
    }

    /// What is wrong with an id, in a sentence; a record without one is another matter.
    pub(super) fn fault_of(spdx: &str) -> Option<String> {
        if spdx.is_empty() || Self::is_known(spdx) {
            return None;
        }
        let advice = match Self::meant(spdx) {
            Some(meant) => format!("write `{meant}`"),
            None => "write one, such as `CC-BY-4.0`, or `LicenseRef-…` for one of your own".to_owned(),
        };
        Some(format!("`{spdx}` is no licence by its SPDX id: {advice}"))
    }

    /// The id that was probably meant: `CC BY 4.0`, `cc-by-4.0`.
    pub fn meant(text: &str) -> Option<String> {
        let parts: Vec<&str> = text.split([' ', '-', '_', '/']).filter(|part| !part.is_empty()).collect();
        let joined = parts.join("-").to_uppercase().replace("CC-0", "CC0").replace("CCBY", "CC-BY");
        // As it is, then the newest version of Creative Commons, then those of others: the first that the list
        // has.
        let endings = ["", "-4.0", ".0", "-1.0", "-only"];
        endings.iter().find_map(|ending| {
            let wanted = format!("{joined}{ending}");
            let mut ids = spdx::identifiers::LICENSES.iter().map(|listed| listed.name);
            ids.find(|id| id.eq_ignore_ascii_case(&wanted)).map(str::to_owned)
        })
    }

    /// The licence of an SPDX id.
    pub fn of(spdx: &str) -> Self {
        if let Some(licence) = by_creative_commons(spdx) {
            return licence;
        }
        let is_listed = Self::is_known(spdx) && !spdx.starts_with(OWN);
        let address = is_listed.then(|| format!("https://spdx.org/licenses/{spdx}.html"));
        Self { label: spdx.to_owned(), address }
    }
}

/// `CC-BY-4.0` and, of the versions for one country, `CC-BY-3.0-AT`; not their marks and dedications.
fn by_creative_commons(spdx: &str) -> Option<Licence> {
    let rest = spdx.strip_prefix("CC-")?;
    let at = rest.find(|c: char| c.is_ascii_digit())?;
    // The mark of the public domain is no licence and stands at another address; `CC0` has no hyphen and comes not
    // here.
    let terms = rest[..at].strip_suffix('-').filter(|terms| *terms != "PDM")?;
    let (version, country) = rest[at..].split_once('-').unwrap_or((&rest[at..], ""));
    let ending = if country.is_empty() { String::new() } else { format!("{}/", country.to_lowercase()) };
    let address = format!("https://creativecommons.org/licenses/{}/{version}/{ending}", terms.to_lowercase());
    let label = format!("CC {terms} {version} {country}").trim_end().to_owned();
    Some(Licence { label, address: Some(address) })
}

#[cfg(test)]
mod tests {
    use super::Licence;

    #[test]
    fn ids_are_told_from_names() {
        for id in [
            "CC-BY-4.0",
            "CC-BY-NC-SA-3.0",
            "CC0-1.0",
            "CC-BY-3.0-AT",
            "CC-BY-NC-SA-2.0-FR",
            "ODbL-1.0",
            "etalab-2.0",
            "Hippocratic-2.1",
            "MulanPSL-2.0",
            "LicenseRef-family",
        ] {
            assert!(Licence::is_known(id), "{id}");
        }
        for text in ["CC BY 4.0", "CC-BY-4", "cc-by-4.0", "CC-BY-5.0", "CC-BY", "版权所有", "LicenseRef-", ""]
        {
            assert!(!Licence::is_known(text), "{text}");
        }
        assert_eq!(Licence::meant("CC BY 4.0").as_deref(), Some("CC-BY-4.0"));
        assert_eq!(Licence::meant("cc-by-sa").as_deref(), Some("CC-BY-SA-4.0"));
        assert_eq!(Licence::meant("CC0").as_deref(), Some("CC0-1.0"));
        assert_eq!(Licence::meant("mit").as_deref(), Some("MIT"));
        assert_eq!(Licence::meant("版权所有"), None);
    }

    #[test]
    fn a_licence_is_where_its_address_says() {
        let address = |id: &str| Licence::of(id).address.unwrap_or_default();
        assert_eq!(address("CC-BY-SA-4.0"), "https://creativecommons.org/licenses/by-sa/4.0/");
        assert_eq!(address("CC-BY-3.0-AT"), "https://creativecommons.org/licenses/by/3.0/at/");
        assert_eq!(address("CC-PDM-1.0"), "https://spdx.org/licenses/CC-PDM-1.0.html");
        assert_eq!(address("etalab-2.0"), "https://spdx.org/licenses/etalab-2.0.html");
        for own in ["LicenseRef-family", "版权所有", ""] {
            assert_eq!(Licence::of(own).address, None, "{own}");
        }
        assert_eq!(Licence::of("CC-BY-3.0-AT").label, "CC BY 3.0 AT");
    }
}
