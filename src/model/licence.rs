//! Licences by their SPDX ids: how one is called, and the address of its text.

/// A licence as people are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Licence {
    /// Its short name: `CC BY 4.0`; of one that is not by Creative Commons its id.
    pub label: String,
    /// Where it can be read.
    pub address: String,
}

/// Licences of works and data, of fonts and of programs that a record may have beside those of Creative Commons; the
/// list of SPDX is long, and what is not here is more often a slip than a licence.
const OTHERS: [&str; 24] = [
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "CC0-1.0",
    "CC-PDDC",
    "CC-PDM-1.0",
    "CDLA-Permissive-2.0",
    "GFDL-1.2-only",
    "GFDL-1.2-or-later",
    "GFDL-1.3-only",
    "GFDL-1.3-or-later",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "LAL-1.3",
    "MIT",
    "MulanPSL-2.0",
    "ODbL-1.0",
    "ODC-By-1.0",
    "OFL-1.1",
    "OGL-UK-3.0",
    "PDDL-1.0",
];

/// Terms of Creative Commons, their versions, and the countries that have versions of their own.
const TERMS: [&str; 6] = ["BY", "BY-SA", "BY-NC", "BY-ND", "BY-NC-SA", "BY-NC-ND"];
const VERSIONS: [&str; 5] = ["1.0", "2.0", "2.5", "3.0", "4.0"];
const COUNTRIES: [&str; 8] = ["AT", "AU", "DE", "IGO", "NL", "UK", "US", "FR"];

impl Licence {
    /// Whether it is the id of a licence, or `LicenseRef-…` for one of somebody's own.
    pub fn is_known(spdx: &str) -> bool {
        if OTHERS.contains(&spdx) {
            return true;
        }
        if let Some(own) = spdx.strip_prefix("LicenseRef-") {
            return !own.is_empty()
                && own.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte));
        }
        let Some(rest) = spdx.strip_prefix("CC-") else { return false };
        let rest = match rest.rsplit_once('-') {
            Some((rest, country)) if COUNTRIES.contains(&country) => rest,
            _ => rest,
        };
        rest.rsplit_once('-')
            .is_some_and(|(terms, version)| TERMS.contains(&terms) && VERSIONS.contains(&version))
    }

    /// The id that was probably meant: `CC BY 4.0`, `cc-by-4.0`.
    pub fn meant(text: &str) -> Option<String> {
        let parts: Vec<String> =
            text.split([' ', '-', '_', '/']).filter(|part| !part.is_empty()).map(str::to_uppercase).collect();
        let joined = parts.join("-").replace("CC-0", "CC0").replace("CCBY", "CC-BY");
        let candidates =
            [joined.clone(), format!("{joined}-4.0"), format!("{joined}.0"), format!("{joined}-1.0")];
        let other = OTHERS.iter().find(|id| id.eq_ignore_ascii_case(&joined)).map(|id| (*id).to_owned());
        other.or_else(|| candidates.into_iter().find(|id| Self::is_known(id)))
    }

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

#[cfg(test)]
mod tests {
    use super::Licence;

    #[test]
    fn ids_are_told_from_names() {
        for id in ["CC-BY-4.0", "CC-BY-NC-SA-3.0", "CC0-1.0", "CC-BY-3.0-AT", "ODbL-1.0", "LicenseRef-family"]
        {
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
}
