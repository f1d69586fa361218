//! Words in two languages: Chinese first, English where there is one.

use serde::{Deserialize, Serialize};

/// A language of the interface and of values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Language {
    /// Simplified Chinese, the default face.
    #[serde(rename = "zh")]
    Chinese,
    /// English, below `/en/`.
    #[serde(rename = "en")]
    English,
}

impl Language {
    /// Both, the default first.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The BCP 47 tag for `lang` and `hreflang`.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-Hans",
            Self::English => "en",
        }
    }

    /// The two letters used in file names and keys: `zh` or `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Chinese => "zh",
            Self::English => "en",
        }
    }
}

/// A value in Chinese, with its English where there is one (双语).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// The Chinese value.
    pub zh: String,
    /// The English value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Bilingual {
    /// The value for a reader of `language`, and the language it is really in.
    pub fn for_reader(&self, language: Language) -> (&str, Language) {
        match (language, &self.en) {
            (Language::English, Some(en)) => (en, Language::English),
            _ => (&self.zh, Language::Chinese),
        }
    }
}

/// A note of which either language may still be missing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartlyBilingual {
    /// The Chinese note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zh: Option<String>,
    /// The English note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl PartlyBilingual {
    /// The note for a reader of `language`, falling back to the other, and the language it is in.
    pub fn for_reader(&self, language: Language) -> Option<(&str, Language)> {
        let zh = self.zh.as_deref().map(|text| (text, Language::Chinese));
        let en = self.en.as_deref().map(|text| (text, Language::English));
        match language {
            Language::Chinese => zh.or(en),
            Language::English => en.or(zh),
        }
    }
}

/// A name: characters, reading with tone marks, English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Name {
    /// The name in characters.
    pub zh: String,
    /// Hanyu Pinyin with tone marks, kept by the record since no table knows how a place is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinyin: Option<String>,
    /// The English name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Name {
    /// The name for a reader of `language`, and the language it is really in.
    pub fn for_reader(&self, language: Language) -> (&str, Language) {
        match (language, &self.en) {
            (Language::English, Some(en)) => (en, Language::English),
            _ => (&self.zh, Language::Chinese),
        }
    }
}
