//! The words of a table itself, for a reader.

use jiff::Timestamp;

use super::ShownFort;
use crate::interop::table::TableWords;
use crate::model::Certainty;
use crate::web::views::reader::{Reader, licence};

/// The words of a table of `forts`.
pub(super) fn table_words(forts: &[ShownFort], dated: Timestamp, reader: &Reader<'_>) -> TableWords {
    let mut licences: Vec<String> = forts.iter().map(|fort| licence(&fort.village.rights).label).collect();
    licences.sort();
    licences.dedup();
    TableWords {
        fort: reader.t("table-fort"),
        revision: reader.t("table-revision"),
        town: reader.t("table-town"),
        fact: reader.t("table-fact"),
        value: reader.t("table-value"),
        number: reader.t("table-number"),
        unit: reader.t("table-unit"),
        codes: reader.t("table-codes"),
        at: reader.t("table-at"),
        survey: reader.t("table-survey"),
        certainty: reader.t("table-certainty"),
        sources: reader.t("sources-title"),
        note: reader.t("table-note"),
        source_number: reader.t("table-source-number"),
        source_id: reader.t("table-source-id"),
        grade: reader.t("table-grade"),
        url: reader.t("table-url"),
        key: reader.t("table-key"),
        word: reader.t("table-word"),
        meaning: reader.t("table-meaning"),
        address: reader.t("compare-address"),
        dated: (reader.t("compare-dated"), reader.day(dated).text),
        archive: reader.t("table-archive"),
        licence: (reader.t("record-licence"), licences.join(&reader.t("list-separator"))),
        certainties: Certainty::ALL
            .map(|level| {
                (
                    reader.t(&format!("certainty-{}", level.word())),
                    reader.t(&format!("meaning-{}", level.word())),
                )
            })
            .into(),
        blank_statement: (reader.t("blank-statement"), reader.t("meaning-unsearched")),
        blank_measure: (reader.t("blank-measure"), reader.t("meaning-unmeasured")),
        blank_access: (reader.t("blank-access"), reader.t("meaning-unconfirmed")),
        between: reader.t("table-between"),
    }
}
