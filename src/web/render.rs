//! The template engine: the one file that knows it.

use std::collections::HashMap;
use std::sync::Arc;

use fluent_bundle::FluentArgs;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value};
use rust_embed::RustEmbed;
use serde::Serialize;

use super::assets::Assets;
use super::errors::{PageError, StartError};
use super::texts::Texts;
use crate::image::Format;
use crate::model::Language;
use crate::model::address::{Addresses, File, Page};

/// The templates and the interface texts.
#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "*.html"]
#[include = "*.ftl"]
struct Sources;

/// A context that names its template.
pub(super) trait Template: Serialize {
    /// The file in `templates/`.
    const FILE: &'static str;

    /// What the `Link` header says of the page.
    fn signposts(&self) -> Option<&str> {
        None
    }
}

/// A format of pictures, as `<source>` names it.
#[derive(Serialize)]
struct PictureSource {
    extension: &'static str,
    media_type: &'static str,
}

/// The templates, one environment a language.
pub(super) struct Templates {
    chinese: Environment<'static>,
    english: Environment<'static>,
    texts: Arc<Texts>,
}

impl Templates {
    /// Reads templates and texts; each template is parsed now, so that a fault is found at the start.
    ///
    /// `picture_sources` are the formats a browser may choose pictures in before JPEG, the smallest first.
    pub(super) fn load(
        addresses: &Addresses,
        assets: &Arc<Assets>,
        picture_sources: &[Format],
    ) -> Result<Self, StartError> {
        let texts = Arc::new(Texts::read(source("locales/zh.ftl")?, source("locales/en.ftl")?)?);
        let sources: Vec<_> = picture_sources
            .iter()
            .map(|format| PictureSource { extension: format.extension(), media_type: format.media_type() })
            .collect();
        let environment = |language| {
            let mut environment = environment(language, addresses, &texts, assets)?;
            environment.add_global("picture_sources", Value::from(Serde(&sources)));
            Ok::<_, StartError>(environment)
        };
        Ok(Self {
            chinese: environment(Language::Chinese)?,
            english: environment(Language::English)?,
            texts: Arc::clone(&texts),
        })
    }

    /// The interface texts.
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }

    /// Renders a page.
    pub(super) fn render<T: Template>(&self, language: Language, context: &T) -> Result<String, PageError> {
        let environment = match language {
            Language::Chinese => &self.chinese,
            Language::English => &self.english,
        };
        let template = environment.get_template(T::FILE).map_err(failed)?;
        template.render(Serde(context)).map_err(failed)
    }
}

fn failed(error: Error) -> PageError {
    PageError::Template(Box::new(error))
}

fn source(path: &str) -> Result<String, StartError> {
    let file = Sources::get(path).ok_or_else(|| StartError::Missing(format!("templates/{path}")))?;
    String::from_utf8(file.data.into_owned()).map_err(|_| StartError::Missing(format!("templates/{path}")))
}

fn environment(
    language: Language,
    addresses: &Addresses,
    texts: &Arc<Texts>,
    assets: &Arc<Assets>,
) -> Result<Environment<'static>, StartError> {
    let mut environment = Environment::new();
    environment.set_formatter(write_value);
    // A misspelt name fails the page instead of leaving a gap in it that nobody sees.
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build();
    environment.set_syntax(
        syntax.map_err(|error| StartError::Template { path: "*".to_owned(), source: Box::new(error) })?,
    );
    for path in Sources::iter().filter(|path| path.ends_with(".html")) {
        let text = source(&path)?;
        let fault = |error: Error| StartError::Template { path: path.to_string(), source: Box::new(error) };
        environment.add_template_owned(path.to_string(), text).map_err(fault)?;
    }
    // `t` and `url` are bound to the language, which no template can forget to pass on so: hence two
    // environments.
    let (texts, assets) = (Arc::clone(texts), Arc::clone(assets));
    environment.add_function("t", move |key: &str, kwargs: Kwargs| translate(&texts, language, key, &kwargs));
    environment.add_function("asset", move |name: &str| match assets.path(name) {
        Some(path) => Ok(path.to_owned()),
        None => Err(Error::new(ErrorKind::InvalidOperation, format!("there is no asset `{name}`"))),
    });
    let pages: HashMap<_, _> = Page::FIXED
        .into_iter()
        .chain(Page::OF_STAFF)
        .map(|(name, page)| (name, addresses.path(&page, language)))
        .collect();
    environment.add_function("url", move |name: &str| {
        let unknown = || Error::new(ErrorKind::InvalidOperation, format!("there is no page `{name}`"));
        pages.get(name).cloned().ok_or_else(unknown)
    });
    environment.add_global("manifest", addresses.file(&File::Manifest));
    environment.add_global("suggestions", addresses.file(&File::Suggestions));
    Ok(environment)
}

/// As the engine does it, but without escaping `/`, which HTML does not ask for: addresses stay readable.
fn write_value(out: &mut Output<'_>, state: &mut State<'_, '_>, value: &Value) -> Result<(), Error> {
    match value.as_str() {
        Some(text) if !value.is_safe() && matches!(state.auto_escape(), AutoEscape::Html) => {
            out.write_str(&escaped(text)).map_err(Error::from)
        }
        _ => minijinja::escape_formatter(out, state, value),
    }
}

/// A text as HTML, for the space between tags and for attributes in quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
    html
}

/// What [`escaped`] was made from.
pub(super) fn unescaped(html: &str) -> String {
    // `&amp;` last: `&amp;lt;` is the text `&lt;`, and would become `<`.
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.into_iter().fold(html.to_owned(), |text, (entity, character)| text.replace(entity, character))
}

fn translate(texts: &Texts, language: Language, key: &str, kwargs: &Kwargs) -> Result<String, Error> {
    let mut args = FluentArgs::new();
    for name in kwargs.args() {
        let value: Value = kwargs.get(name)?;
        // Fluent chooses between singular and plural only by what it gets as a number.
        match f64::try_from(value.clone()) {
            Ok(number) if value.is_number() => args.set(name.to_owned(), number),
            _ => args.set(name.to_owned(), value.to_string()),
        }
    }
    let missing = || Error::new(ErrorKind::InvalidOperation, format!("no text `{key}` with these arguments"));
    texts.get(language, key, Some(&args)).ok_or_else(missing)
}
