//! The interface texts, from the Fluent files beside the templates.

use std::borrow::Cow;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use unic_langid::LanguageIdentifier;

use super::errors::StartError;
use crate::model::Language;

/// The texts of both languages.
pub(super) struct Texts {
    chinese: FluentBundle<FluentResource>,
    english: FluentBundle<FluentResource>,
}

impl Texts {
    /// Reads both files; a syntax fault in either is an error.
    pub(super) fn read(chinese: String, english: String) -> Result<Self, StartError> {
        Ok(Self {
            chinese: bundle(Language::Chinese, chinese)?,
            english: bundle(Language::English, english)?,
        })
    }

    /// The text of `key`, or `None` where the file has none or an argument is missing.
    pub(super) fn get(&self, language: Language, key: &str, args: Option<&FluentArgs<'_>>) -> Option<String> {
        let bundle = match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        };
        let pattern = bundle.get_message(key)?.value()?;
        let mut errors = Vec::new();
        let text: Cow<'_, str> = bundle.format_pattern(pattern, args, &mut errors);
        // A text with a hole in it is none: a template fails then, and `Reader::t` shows the key.
        errors.is_empty().then(|| text.into_owned())
    }
}

fn bundle(language: Language, source: String) -> Result<FluentBundle<FluentResource>, StartError> {
    let fault = |what: String| StartError::Texts { language: language.code(), what };
    let locale: LanguageIdentifier = language
        .code()
        .parse()
        .map_err(|error: unic_langid::LanguageIdentifierError| fault(error.to_string()))?;
    let resource = FluentResource::try_new(source).map_err(|(_, errors)| fault(format!("{errors:?}")))?;
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Isolation marks round numbers would end up in Chinese text and in copied citations.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).map_err(|errors| fault(format!("{errors:?}")))?;
    Ok(bundle)
}
