//! The parts of a Word file: found by what the file says they are, not by their names.

use std::io::{self, Cursor, Read as _};

use undoc::container::{OoxmlContainer, Relationships};
use zip::ZipArchive;

use super::WordError;
use super::xml::{Element, unescaped};

/// One part unpacked, and all of them; bytes. The longest books have a tenth of it.
const MOST_BYTES: u64 = 64 << 20;
const MOST_BYTES_TOGETHER: u64 = 512 << 20;

/// Refuses a file that would swell, before anything of it is held.
pub(super) fn check_size(bytes: &[u8]) -> Result<(), WordError> {
    let not_word = |error: zip::result::ZipError| WordError::NotWord(error.to_string());
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(not_word)?;
    let mut together = 0;
    for number in 0..packed.len() {
        let part = packed.by_index(number).map_err(not_word)?;
        // A damaged picture or font that the text does not need is no reason to stop here.
        let length = io::copy(&mut part.take(MOST_BYTES + 1), &mut io::sink()).unwrap_or(0);
        together += length;
        if length > MOST_BYTES || together > MOST_BYTES_TOGETHER {
            return Err(WordError::Swells);
        }
    }
    Ok(())
}

/// A part and what it refers to: an id means another thing in every part.
#[derive(Debug, Default)]
pub(super) struct Part {
    pub(super) name: String,
    own: Relationships,
}

impl Part {
    /// Finds the main part: that which the package names, else the one of the usual name.
    pub(super) fn main(container: &OoxmlContainer) -> Result<Part, WordError> {
        let package = container.read_package_relationships().unwrap_or_default();
        // By the end of the type: the strict form of ECMA-376 has another beginning than the usual one.
        let named = package.by_id.values().find(|own| own.rel_type.ends_with("/officeDocument"));
        let named = named.map(|own| OoxmlContainer::resolve_path("", &own.target));
        let name =
            named.filter(|main| container.exists(main)).unwrap_or_else(|| "word/document.xml".to_owned());
        if !container.exists(&name) {
            return Err(WordError::NotWord("it holds no text".to_owned()));
        }
        Ok(Part::open(container, name))
    }

    fn open(container: &OoxmlContainer, name: String) -> Part {
        let own = container.read_optional_relationships_for_part(&name).unwrap_or_default();
        Part { name, own }
    }

    /// Reads the part of a kind: `styles`, `numbering`, `footnotes`. A file need not have it.
    pub(super) fn related(
        &self,
        container: &OoxmlContainer,
        kind: &str,
    ) -> Result<Option<(Part, Element)>, WordError> {
        let named = self.own.by_id.values().find(|own| own.rel_type.rsplit('/').next() == Some(kind));
        let name = match named {
            Some(own) => OoxmlContainer::resolve_path(&self.name, &own.target),
            // A file that does not say where it is may still have it under its usual name.
            None => OoxmlContainer::resolve_path(&self.name, &format!("{kind}.xml")),
        };
        match container.read_xml_optional(&name) {
            Ok(Some(xml)) => Ok(Some((Part::open(container, name), Element::parse(&xml)?))),
            Ok(None) => Ok(None),
            Err(error) => Err(WordError::NotWord(error.to_string())),
        }
    }

    /// The part a relationship leads to.
    pub(super) fn target(&self, id: &str) -> Option<String> {
        // What the file only links to is never fetched: a draft must not tell others who reads it.
        let own = self.own.get(id).filter(|own| !own.external)?;
        Some(OoxmlContainer::resolve_path(&self.name, &unescaped(&own.target)))
    }

    /// Reads that part.
    pub(super) fn read_target(&self, container: &OoxmlContainer, id: &str) -> Option<Element> {
        let xml = container.read_xml_optional(&self.target(id)?).ok()??;
        Element::parse(&xml).ok()
    }

    /// The address outside the file that a relationship leads to.
    pub(super) fn external(&self, id: &str) -> Option<String> {
        self.own.get(id).filter(|own| own.external).map(|own| unescaped(&own.target))
    }
}
