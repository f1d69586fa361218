//! A table of forts × facts (对照表, 家底表): what each cell claims, how surely and after whom.
//!
//! The one value that the page, the CSV and the XLSX of a table are all made from, so that they cannot
//! differ. Words come in the reader's language; nothing here translates.

mod csv;
mod guard;
mod lines;
mod xlsx;

use jiff::Timestamp;

pub use self::csv::write_csv;
pub use self::guard::guarded;
pub use self::lines::{Field, Layout, Line, Lines};
pub use self::xlsx::write_xlsx;
use crate::model::{Certainty, Id, Language};

/// A table of forts × facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is called.
    pub title: String,
    /// The archive's name.
    pub archive: String,
    /// The absolute address it can be cited by.
    pub address: String,
    /// When the newest of what it shows was published.
    pub dated: Timestamp,
    /// The language of its words.
    pub language: Language,
    /// The forts, in order.
    pub forts: Vec<Fort>,
    /// The facts, in order.
    pub facts: Vec<Fact>,
    /// The cells: for each fact one for each fort.
    pub cells: Vec<Vec<Cell>>,
    /// What the cells cite, in the order of first use.
    pub sources: Vec<Cited>,
    /// The words of the table itself.
    pub words: TableWords,
}

/// A fort in one of its revisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fort {
    /// The id of its village.
    pub id: Id,
    /// The revision shown.
    pub revision: u64,
    /// Its name.
    pub name: Words,
    /// Its town, where that is known.
    pub town: Option<Words>,
}

impl Fort {
    /// How it is cited: `xiaozhang@2`.
    pub fn cited(&self) -> String {
        format!("{}@{}", self.id, self.revision)
    }
}

/// Something that is claimed or measured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Id of the property or the measure.
    pub id: String,
    /// Its label.
    pub label: String,
    /// What its cells hold.
    pub kind: FactKind,
}

/// What the cells of a fact hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactKind {
    /// Statements in words.
    Statement,
    /// Numbers.
    Measure {
        /// The sign of the unit, empty for a count.
        unit: String,
    },
}

/// What is known of one fact of one fort, the surest claim first; empty where nobody has looked or measured.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// The claims.
    pub claims: Vec<Claim>,
}

/// One claim.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// What is claimed.
    pub value: Value,
    /// Id of the property whose statement makes it.
    pub property: String,
    /// The coded values that a statement chooses.
    pub codes: Vec<Coded>,
    /// Whether its words say no more than those.
    pub is_coded_alone: bool,
    /// Where on the fort it was measured.
    pub at: Option<Words>,
    /// The survey that measured or saw it: when and who.
    pub survey: Option<String>,
    /// How sure it is.
    pub certainty: Certainty,
    /// The sources, as places in [`Table::sources`].
    pub sources: Vec<usize>,
    /// A reservation.
    pub note: Option<Words>,
}

/// A coded value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coded {
    /// Its id, the same in every language.
    pub id: Id,
    /// Its word.
    pub word: Words,
}

/// What is claimed.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A number in the unit of the fact.
    Number(f64),
    /// A statement.
    Statement {
        /// In full.
        words: Words,
        /// In a word or two, where the record has it.
        short: Option<Words>,
    },
}

/// Words with the language they are in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// The words.
    pub text: String,
    /// Their language, where it is not the table's.
    pub other: Option<Language>,
}

/// A source that the table cites.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// Its id.
    pub id: Id,
    /// How it is named in passing.
    pub short: Words,
    /// The citation in full, plain text.
    pub citation: String,
    /// What kind of material it is.
    pub grade: String,
    /// Where it can be read.
    pub url: Option<String>,
    /// What should be known before it is used.
    pub note: Option<Words>,
}

/// The words of a table itself, in its language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TableWords {
    /// 村.
    pub fort: String,
    /// 版本.
    pub revision: String,
    /// 乡镇.
    pub town: String,
    /// 项目.
    pub fact: String,
    /// 内容.
    pub value: String,
    /// 数值.
    pub number: String,
    /// 单位.
    pub unit: String,
    /// 选项.
    pub codes: String,
    /// 何处.
    pub at: String,
    /// 调查.
    pub survey: String,
    /// 确度.
    pub certainty: String,
    /// 来源.
    pub sources: String,
    /// 说明.
    pub note: String,
    /// 序号 of a source.
    pub source_number: String,
    /// 编号 of a source.
    pub source_id: String,
    /// 性质 of a source.
    pub grade: String,
    /// 网址.
    pub url: String,
    /// The sheet that says what the words mean.
    pub key: String,
    /// 用语.
    pub word: String,
    /// 含义.
    pub meaning: String,
    /// 引用地址.
    pub address: String,
    /// The day of the newest revision, as a label and in words.
    pub dated: (String, String),
    /// The archive, as a label.
    pub archive: String,
    /// The licence, as a label and its name.
    pub licence: (String, String),
    /// What each level of certainty is called and means, in the order of [`Certainty::ALL`].
    pub certainties: Vec<(String, String)>,
    /// 未查, where nobody has looked, and what it means.
    pub blank_statement: (String, String),
    /// 未测, where nobody has measured, and what it means.
    pub blank_measure: (String, String),
    /// 尚未确认, where nothing is recorded of visiting, and what it means.
    pub blank_access: (String, String),
    /// What stands between several sources.
    pub between: String,
}

impl Table {
    /// The cell of a fact and a fort, by their places.
    pub fn cell(&self, fact: usize, fort: usize) -> Option<&Cell> {
        self.cells.get(fact)?.get(fort)
    }

    /// The word for a level of certainty.
    pub fn certainty_word(&self, certainty: Certainty) -> &str {
        // By place, as the words come from the texts of the interface in that order and nothing is translated
        // here.
        let place = Certainty::ALL.iter().position(|level| *level == certainty);
        place.and_then(|place| self.words.certainties.get(place)).map_or("", |(word, _)| word)
    }

    /// The word of an empty cell: 未查 for a statement, 未测 for a measure, 尚未确认 for whether one may visit.
    pub fn blank_word(&self, fact: &Fact) -> &str {
        match fact.kind {
            // As the page of a village says it: what is not recorded of visiting is not confirmed.
            FactKind::Statement if fact.id == "access" => &self.words.blank_access.0,
            FactKind::Statement => &self.words.blank_statement.0,
            FactKind::Measure { .. } => &self.words.blank_measure.0,
        }
    }

    /// A claim's sources in a line: 《运城日报》2024年 [yuncheng-daily-2024].
    pub fn sources_of(&self, claim: &Claim) -> String {
        let cited = claim.sources.iter().filter_map(|place| self.sources.get(*place));
        let named: Vec<String> =
            cited.map(|source| format!("{} [{}]", source.short.text, source.id)).collect();
        named.join(&self.words.between)
    }
}

impl Claim {
    /// Its coded values in a line: 较差 [condition-fairly-poor].
    pub fn coded(&self, between: &str) -> String {
        let named: Vec<String> =
            self.codes.iter().map(|code| format!("{} [{}]", code.word.text, code.id)).collect();
        named.join(between)
    }
}

impl Fact {
    /// The sign of its unit, empty for statements and counts.
    pub fn unit(&self) -> &str {
        match &self.kind {
            FactKind::Statement => "",
            FactKind::Measure { unit } => unit,
        }
    }
}

/// Why a table could not be written as a file.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    /// The CSV writer failed.
    #[error("the CSV cannot be written: {0}")]
    Csv(String),
    /// The XLSX writer failed.
    #[error("the XLSX cannot be written")]
    Xlsx(#[from] rust_xlsxwriter::XlsxError),
}
