//! Who reads: a language with its texts, and how values are put into words for it.

use fluent_bundle::{FluentArgs, FluentValue};
use jiff::Timestamp;
use serde::Serialize;

use crate::archive::{Catalogue, Snapshot};
use crate::interop::table::Words;
use crate::model::address::{Addresses, Page};
use crate::model::{
    self, Bilingual, ENGLISH_MONTHS, Language, Licence, PartialDate, PartlyBilingual, day_in_shanghai,
};
use crate::web::render::Templates;

/// A text with the language it is in, where that is not the page's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct Text {
    pub(in crate::web) text: String,
    pub(in crate::web) lang: Option<&'static str>,
}

/// A name in all its forms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct Name {
    pub(in crate::web) zh: String,
    pub(in crate::web) pinyin: String,
    pub(in crate::web) en: String,
}

/// A date for machines and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct DateText {
    pub(in crate::web) iso: String,
    pub(in crate::web) text: String,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct Link {
    pub(in crate::web) label: String,
    pub(in crate::web) href: String,
}

/// An id with its label: a property, an element, a certainty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct Labelled {
    pub(in crate::web) id: String,
    pub(in crate::web) label: String,
}

/// A named place on the site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct NamedLink {
    pub(in crate::web) name: Name,
    pub(in crate::web) href: String,
}

/// The reader of a page: a language, the texts, the snapshot the page is made from.
#[derive(Clone, Copy)]
pub(in crate::web) struct Reader<'a> {
    pub(in crate::web) language: Language,
    pub(in crate::web) snapshot: &'a Snapshot,
    /// The lists of the snapshot.
    pub(in crate::web) catalogue: &'a Catalogue,
    pub(in crate::web) addresses: &'a Addresses,
    templates: &'a Templates,
}

impl<'a> Reader<'a> {
    pub(in crate::web) fn new(
        language: Language,
        snapshot: &'a Snapshot,
        addresses: &'a Addresses,
        templates: &'a Templates,
    ) -> Self {
        Self { language, snapshot, catalogue: snapshot.catalogue(), addresses, templates }
    }

    /// The same reader for another language.
    pub(in crate::web) fn in_language(self, language: Language) -> Self {
        Self { language, ..self }
    }

    /// A text of the interface. A missing one shows its key; a test looks for that.
    pub(in crate::web) fn t(&self, key: &str) -> String {
        self.templates.texts().get(self.language, key, None).unwrap_or_else(|| key.to_owned())
    }

    /// A text of the interface, if there is one of this key.
    pub(in crate::web) fn maybe(&self, key: &str) -> Option<String> {
        self.templates.texts().get(self.language, key, None)
    }

    /// A text of the interface with arguments.
    pub(in crate::web) fn t_with<const N: usize>(
        &self,
        key: &str,
        args: [(&str, FluentValue<'_>); N],
    ) -> String {
        let args: FluentArgs<'_> = args.into_iter().collect();
        self.templates.texts().get(self.language, key, Some(&args)).unwrap_or_else(|| key.to_owned())
    }

    /// The path of a page, for links.
    pub(in crate::web) fn url(&self, page: &Page) -> String {
        self.addresses.path(page, self.language)
    }

    /// The absolute address of a page, for what leaves the site.
    pub(in crate::web) fn address(&self, page: &Page) -> String {
        self.addresses.address(page, self.language)
    }

    fn marked(&self, (text, language): (&str, Language)) -> Text {
        Text { text: text.to_owned(), lang: (language != self.language).then(|| language.tag()) }
    }

    pub(in crate::web) fn text(&self, value: &Bilingual) -> Text {
        self.marked(value.for_reader(self.language))
    }

    pub(in crate::web) fn partly(&self, value: &PartlyBilingual) -> Option<Text> {
        value.for_reader(self.language).map(|value| self.marked(value))
    }

    pub(in crate::web) fn name_text(&self, name: &model::Name) -> Text {
        self.marked(name.for_reader(self.language))
    }

    /// Words for a table, with their language where it is not the reader's.
    pub(in crate::web) fn words(&self, (text, language): (&str, Language)) -> Words {
        Words { text: text.to_owned(), other: (language != self.language).then_some(language) }
    }

    /// The words of a table as a page shows them.
    pub(in crate::web) fn shown(&self, words: &Words) -> Text {
        Text { text: words.text.clone(), lang: words.other.map(Language::tag) }
    }

    /// A text that is Chinese whatever the page is.
    pub(in crate::web) fn chinese(&self, text: &str) -> Text {
        self.marked((text, Language::Chinese))
    }

    pub(in crate::web) fn name(&self, name: &model::Name) -> Name {
        Name {
            zh: name.zh.clone(),
            pinyin: name.pinyin.clone().unwrap_or_default(),
            en: name.en.clone().unwrap_or_else(|| name.zh.clone()),
        }
    }

    pub(in crate::web) fn certainty(&self, certainty: model::Certainty) -> Labelled {
        let word = certainty.word();
        Labelled { id: word.to_owned(), label: self.t(&format!("certainty-{word}")) }
    }

    pub(in crate::web) fn element(&self, id: &str) -> Labelled {
        let label = self.catalogue.element(id).map(|element| self.text(&element.name).text);
        Labelled { id: id.to_owned(), label: label.unwrap_or_else(|| id.to_owned()) }
    }

    pub(in crate::web) fn property(&self, id: &str) -> Labelled {
        let label = self.catalogue.property(id).map(|property| self.text(&property.name).text);
        Labelled { id: id.to_owned(), label: label.unwrap_or_else(|| id.to_owned()) }
    }

    /// A moment as the day it was in Shanghai; moments are kept in UTC.
    pub(in crate::web) fn day(&self, at: Timestamp) -> DateText {
        self.in_words(&day_in_shanghai(at).to_string())
    }

    pub(in crate::web) fn date(&self, date: PartialDate) -> DateText {
        self.in_words(&date.to_string())
    }

    fn in_words(&self, iso: &str) -> DateText {
        let parts: Vec<u32> = iso.split('-').filter_map(|part| part.parse().ok()).collect();
        let text = match (self.language, parts.as_slice()) {
            (Language::Chinese, [year]) => format!("{year}年"),
            (Language::Chinese, [year, month]) => format!("{year}年{month}月"),
            (Language::Chinese, [year, month, day]) => format!("{year}年{month}月{day}日"),
            (Language::English, [year, month]) => format!("{} {year}", english_month(*month)),
            (Language::English, [year, month, day]) => format!("{day} {} {year}", english_month(*month)),
            // A year alone is the same in English.
            _ => iso.to_owned(),
        };
        DateText { iso: iso.to_owned(), text }
    }
}

fn english_month(month: u32) -> &'static str {
    // Month 0 becomes the largest number, for which there is no name either.
    ENGLISH_MONTHS.get(month.wrapping_sub(1) as usize).copied().unwrap_or("")
}

/// The licence a record names, with the address of its text if that has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(in crate::web) struct LicenceLink {
    pub(in crate::web) label: String,
    pub(in crate::web) href: Option<String>,
}

/// The licence a record names.
pub(in crate::web) fn licence(rights: &str) -> LicenceLink {
    let Licence { label, address } = Licence::of(rights);
    LicenceLink { label, href: address }
}
