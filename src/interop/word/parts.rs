//! The parts of a Word file: found by what the file says they are, not by their names.

use undoc::container::{OoxmlContainer, Relationships};

use super::WordError;
use super::xml::Element;

/// The main part and what it refers to.
pub(super) struct Parts {
    pub(super) main: String,
    own: Relationships,
}

impl Parts {
    /// Finds the main part: that which the package names, else the one of the usual name.
    pub(super) fn find(container: &OoxmlContainer) -> Result<Parts, WordError> {
        let package = container.read_package_relationships().unwrap_or_default();
        let named = package.by_id.values().find(|own| own.rel_type.ends_with("/officeDocument"));
        let named = named.map(|own| OoxmlContainer::resolve_path("", &own.target));
        let main =
            named.filter(|main| container.exists(main)).unwrap_or_else(|| "word/document.xml".to_owned());
        if !container.exists(&main) {
            return Err(WordError::NotWord("it holds no text".to_owned()));
        }
        let own = container.read_optional_relationships_for_part(&main).unwrap_or_default();
        Ok(Parts { main, own })
    }

    /// Reads the part of a kind: `styles`, `numbering`, `footnotes`. A file need not have it.
    pub(super) fn read(&self, container: &OoxmlContainer, kind: &str) -> Result<Option<Element>, WordError> {
        let named = self.own.by_id.values().find(|own| own.rel_type.rsplit('/').next() == Some(kind));
        let part = match named {
            Some(own) => OoxmlContainer::resolve_path(&self.main, &own.target),
            None => OoxmlContainer::resolve_path(&self.main, &format!("{kind}.xml")),
        };
        match container.read_xml_optional(&part) {
            Ok(Some(xml)) => Element::parse(&xml).map(Some),
            Ok(None) => Ok(None),
            Err(error) => Err(WordError::NotWord(error.to_string())),
        }
    }

    /// The part a relationship leads to.
    pub(super) fn target(&self, id: &str) -> Option<String> {
        let own = self.own.get(id).filter(|own| !own.external)?;
        Some(OoxmlContainer::resolve_path(&self.main, &own.target))
    }

    /// Reads that part.
    pub(super) fn read_target(&self, container: &OoxmlContainer, id: &str) -> Option<Element> {
        let xml = container.read_xml_optional(&self.target(id)?).ok()??;
        Element::parse(&xml).ok()
    }

    /// The address outside the file that a relationship leads to.
    pub(super) fn external(&self, id: &str) -> Option<String> {
        self.own.get(id).filter(|own| own.external).map(|own| own.target.clone())
    }
}
