//! Coded values (选项): lists of words that a statement can choose from, as the forms of a census do.
//!
//! The lists are records of the vocabulary, so that curators extend them; nothing here knows any word of one.

use serde::{Deserialize, Serialize};

use super::chosen::chosen;
use super::id::Id;
use super::text::Bilingual;

/// A list of coded values, with where it was taken from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CodeList {
    /// Its id, e.g. `condition`.
    pub id: Id,
    /// What it is called; beside others of one property, what its values are a kind of.
    pub name: Bilingual,
    /// Where it was taken from, and what of it was not found.
    pub origin: Bilingual,
    /// Its values, in order.
    pub codes: Vec<Code>,
}

/// One coded value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    /// Its id, of which there is one in all lists, e.g. `condition-poor`.
    pub id: Id,
    /// Its word.
    pub name: Bilingual,
}

/// How many coded values a statement may have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Choose {
    /// One at the most.
    One,
    /// Any number.
    #[default]
    Many,
}

impl Choose {
    /// Whether any number may stand.
    pub fn is_many(&self) -> bool {
        *self == Self::Many
    }
}

chosen! {
    /// The part of the form that asks for a property, as the census groups its items.
    FormPart {
        /// 封面: the number and the kind of the entry.
        Cover = "cover",
        /// 基本信息: era, class, level, ownership, use.
        Basic = "basic",
        /// 本体与附属文物: what stands there.
        Body = "body",
        /// 简介与现状: condition, causes, measures.
        Condition = "condition",
        /// 专题与名录: what lists it stands in.
        Lists = "lists",
    }
}
