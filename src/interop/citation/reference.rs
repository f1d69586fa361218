//! References as people print them: a CSL style and a locale by the entry's own language, applied by hayagriva.
//!
//! The styles of GB/T 7714 are files of our own in `styles/`; what CSL 1.0.2 cannot say of it stands in
//! `beyond_csl.rs`, what the engine does otherwise in `engine.rs`. APA is the style of the CSL project that hayagriva carries.

use std::sync::LazyLock;

use citationberg::json::Item;
use citationberg::{IndependentStyle, Locale, LocaleCode};
use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::{BibliographyDriver, BibliographyRequest, BufWriteFormat, CitationItem, CitationRequest};
use serde_json::Value;

use super::beyond_csl;
use super::engine;
use super::style::Style;
use super::work::Work;

/// Why a reference could not be written; a fault of the program or of an item that is no CSL-JSON.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CitationError {
    /// The item is no CSL-JSON.
    #[error("the item is no CSL-JSON: {0}")]
    Item(String),
    /// A style or a locale cannot be read.
    #[error("the style {style} cannot be read: {fault}")]
    Style {
        /// Its name.
        style: &'static str,
        /// What is wrong.
        fault: String,
    },
    /// The style has no list of references.
    #[error("the style {0} writes no references")]
    Empty(&'static str),
}

/// The styles, read once, by their place in [`Style::ALL`].
// A fault is kept with them: it is told each time, and never by a panic in whoever comes first.
static STYLES: LazyLock<Vec<Result<IndependentStyle, CitationError>>> =
    LazyLock::new(|| Style::ALL.into_iter().map(read).collect());

/// Chinese and English; which of them is used, the entry decides.
static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let used = |locale: &Locale| {
        locale.lang.as_ref().is_some_and(|code| matches!(code.0.as_str(), "zh-CN" | "en-US"))
    };
    locales().into_iter().filter(used).collect()
});

fn read(style: Style) -> Result<IndependentStyle, CitationError> {
    let fault = |fault: String| CitationError::Style { style: style.name(), fault };
    match style.file() {
        Some(xml) => {
            let xml = engine::without_capitals(xml);
            IndependentStyle::from_xml(&xml).map_err(|error| fault(error.to_string()))
        }
        None => match ArchivedStyle::AmericanPsychologicalAssociation.get() {
            citationberg::Style::Independent(style) => Ok(style),
            citationberg::Style::Dependent(_) => Err(fault("it depends on another".to_owned())),
        },
    }
}

impl Work {
    /// The work as one reference, on one line, without a number.
    ///
    /// # Errors
    ///
    /// [`CitationError`], which is a fault of the program.
    pub fn to_reference(&self, style: Style) -> Result<String, CitationError> {
        let mut item = self.csl_item();
        for place in self.pinyin_names() {
            // Here and not in `csl_item`: it is for our own rules, and nothing that is served need have it.
            item["author"][place][beyond_csl::FIXED_ORDER] = Value::Bool(true);
        }
        reference(&item, style)
    }
}

/// An item of CSL-JSON as one reference, on one line, without a number.
///
/// # Errors
///
/// [`CitationError::Item`] where it is no item.
pub fn reference(item: &Value, style: Style) -> Result<String, CitationError> {
    let place = Style::ALL.iter().position(|known| *known == style).unwrap_or(0);
    let independent = STYLES[place].as_ref().map_err(Clone::clone)?;
    let is_chinese = beyond_csl::is_chinese(item);
    let mut prepared = item.clone();
    // First what the standard asks for, then what the engine needs: names that became literals stay out of the
    // second.
    if let Style::Gbt7714(edition, _) = style {
        beyond_csl::prepare(&mut prepared, edition);
        engine::prepare(&mut prepared, edition);
    } else {
        beyond_csl::join_chinese_names(&mut prepared);
    }
    let prepared: Item =
        serde_json::from_value(prepared).map_err(|error| CitationError::Item(error.to_string()))?;
    let locale = LocaleCode(if is_chinese { "zh-CN" } else { "en-US" }.to_owned());
    let mut driver = BibliographyDriver::new();
    let items = vec![CitationItem::new(&prepared, None, Some(locale.clone()), false, None)];
    // Cited once, as the engine lists only what is cited.
    driver.citation(CitationRequest::new(items, independent, Some(locale.clone()), &LOCALES, None));
    let rendered = driver.finish(BibliographyRequest::new(independent, Some(locale), &LOCALES)).bibliography;
    let first = rendered.and_then(|list| list.items.into_iter().next());
    let entry = first.ok_or(CitationError::Empty(style.name()))?;
    let mut text = String::new();
    // Writing into a String cannot fail.
    let _ = entry.content.write_buf(&mut text, BufWriteFormat::Plain);
    Ok(match style {
        Style::Gbt7714(..) => engine::mend(&beyond_csl::mend(&text, item)),
        Style::Apa => text.trim().to_owned(),
    })
}
