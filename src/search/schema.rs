//! The fields of the index, and an entry as a document of it.

use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{DateTime, TantivyDocument};

use super::SearchError;
use super::analyse::{Analysis, Gram, analyse};
use super::entry::Searchable;
use super::fold::{Class, class, fold};
use super::keys::{keys_of, name_order};
use super::readings::readings_of_name;

/// Names of the fields that results are narrowed and counted by.
pub(super) const KIND: &str = "kind";
pub(super) const TOWN: &str = "town";
pub(super) const PERIOD: &str = "period";
pub(super) const ELEMENT: &str = "element";
pub(super) const CERTAINTY: &str = "certainty";
pub(super) const LANGUAGE: &str = "language";
/// Names of the fields that results are put in order by.
pub(super) const TIE: &str = "tie";
pub(super) const NAME_ORDER: &str = "name_order";
pub(super) const COMMITTED: &str = "committed";
pub(super) const LON: &str = "lon";
pub(super) const LAT: &str = "lat";

/// Every field.
#[derive(Debug, Clone)]
pub(super) struct Fields {
    pub(super) schema: Schema,
    /// The record's key in the store, by which its documents are replaced.
    pub(super) record: Field,
    /// Whole names: as written, spelt out, by initials, without their generic end.
    pub(super) key: Field,
    pub(super) name: Field,
    pub(super) name_single: Field,
    pub(super) syllable: Field,
    pub(super) context: Field,
    pub(super) by: Field,
    pub(super) body: Field,
    pub(super) body_single: Field,
    /// What is only a lead (待核实).
    pub(super) lead: Field,
    pub(super) village: Field,
    pub(super) kind: Field,
    pub(super) town: Field,
    pub(super) period: Field,
    pub(super) element: Field,
    pub(super) certainty: Field,
    pub(super) language: Field,
    tie: Field,
    name_order: Field,
    committed: Field,
    lon: Field,
    lat: Field,
    pub(super) shown: Field,
}

fn text(record: IndexRecordOption, norms: bool) -> TextOptions {
    // Tokens come ready (`add`), so nothing is cut by the engine.
    let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record);
    TextOptions::default().set_indexing_options(indexing.set_fieldnorms(norms))
}

impl Fields {
    /// The fields of this format; a change of them is a new [`super::index::FORMAT`].
    pub(super) fn new() -> Self {
        let whole = || text(IndexRecordOption::Basic, false);
        let words = || text(IndexRecordOption::WithFreqsAndPositions, true);
        let mark = || whole().set_fast("raw");
        let number = || NumericOptions::default().set_fast();
        let mut schema = Schema::builder();
        Self {
            record: schema.add_text_field("record", whole()),
            key: schema.add_text_field("key", whole()),
            name: schema.add_text_field("name", words()),
            name_single: schema.add_text_field("name_single", words()),
            syllable: schema.add_text_field("syllable", words()),
            context: schema.add_text_field("context", words()),
            by: schema.add_text_field("by", words()),
            body: schema.add_text_field("body", words()),
            // Whether a character is there, and no more: its places would be as many as the text has characters.
            body_single: schema.add_text_field("body_single", whole()),
            lead: schema.add_text_field("lead", words()),
            village: schema.add_text_field("village", whole()),
            kind: schema.add_text_field(KIND, mark()),
            town: schema.add_text_field(TOWN, mark()),
            period: schema.add_text_field(PERIOD, mark()),
            element: schema.add_text_field(ELEMENT, mark()),
            certainty: schema.add_text_field(CERTAINTY, mark()),
            language: schema.add_text_field(LANGUAGE, mark()),
            tie: schema.add_u64_field(TIE, number()),
            name_order: schema.add_u64_field(NAME_ORDER, number()),
            committed: schema.add_date_field(COMMITTED, FAST),
            lon: schema.add_f64_field(LON, FAST | INDEXED),
            lat: schema.add_f64_field(LAT, FAST | INDEXED),
            shown: schema.add_bytes_field("shown", BytesOptions::from(STORED)),
            schema: schema.build(),
        }
    }

    /// An entry of the record `record`, committed at a second of Unix time.
    pub(super) fn document(
        &self,
        record: &str,
        entry: &Searchable,
        committed_s: i64,
    ) -> Result<TantivyDocument, SearchError> {
        let mut document = TantivyDocument::default();
        document.add_text(self.record, record);
        add(&mut document, self.key, keys_of(entry).into_iter().map(|text| Gram { text, position: 0 }));
        self.add_names(&mut document, entry);
        add(&mut document, self.context, joined(entry.context.iter().map(String::as_str)).grams);
        add(&mut document, self.by, joined(entry.by.iter().map(String::as_str)).grams);
        let passages =
            |lead| entry.shown.passages.iter().filter(move |p| p.is_lead == lead).map(|p| p.text.as_str());
        let (body, lead) = (joined(passages(false)), joined(passages(true)));
        let singles = body.singles.into_iter().chain(lead.singles).map(|gram| gram.text);
        let singles: std::collections::BTreeSet<String> = singles.collect();
        add(&mut document, self.body_single, singles.into_iter().map(|text| Gram { text, position: 0 }));
        add(&mut document, self.body, body.grams);
        add(&mut document, self.lead, lead.grams);
        self.add_marks(&mut document, entry);
        document.add_u64(self.tie, tie(&entry.shown.id));
        document.add_u64(self.name_order, name_order(entry));
        document.add_date(self.committed, DateTime::from_timestamp_secs(committed_s));
        if let Some((lon, lat)) = entry.position {
            document.add_f64(self.lon, lon);
            document.add_f64(self.lat, lat);
        }
        let shown =
            postcard::to_stdvec(&entry.shown).map_err(|error| SearchError::Shown(error.to_string()))?;
        document.add_bytes(self.shown, &shown);
        Ok(document)
    }

    fn add_names(&self, document: &mut TantivyDocument, entry: &Searchable) {
        let names = entry.names.iter().map(|(name, _)| name.as_str());
        let analysis = joined(names.chain(entry.latin_names.iter().map(String::as_str)));
        add(document, self.name, analysis.grams);
        add(document, self.name_single, analysis.singles);
        let mut syllables = Vec::new();
        let mut at = 0;
        for (name, own) in &entry.names {
            for (i, readings) in readings_of_name(name, own.as_deref()).into_iter().enumerate() {
                syllables.extend(readings.into_iter().map(|text| Gram { text, position: at + i }));
            }
            // A place more than it has, so that no phrase reaches from one name into the next.
            at += fold(name).iter().filter(|folded| class(folded.c) == Class::Han).count() + 1;
        }
        add(document, self.syllable, syllables);
    }

    fn add_marks(&self, document: &mut TantivyDocument, entry: &Searchable) {
        document.add_text(self.kind, entry.shown.kind.word());
        let marks = &entry.marks;
        entry.villages.iter().for_each(|village| document.add_text(self.village, village.as_str()));
        marks.town.iter().for_each(|town| document.add_text(self.town, town.as_str()));
        marks.periods.iter().for_each(|period| document.add_text(self.period, period));
        marks.elements.iter().for_each(|element| document.add_text(self.element, element));
        marks.certainties.iter().for_each(|certainty| document.add_text(self.certainty, certainty.word()));
        marks.languages.iter().for_each(|language| document.add_text(self.language, language.code()));
    }
}

/// Texts one after the other, with a gap that no phrase reaches over.
fn joined<'t>(texts: impl Iterator<Item = &'t str>) -> Analysis {
    let mut all = Analysis::default();
    for text in texts {
        let next = analyse(text, all.end);
        all.grams.extend(next.grams);
        all.singles.extend(next.singles);
        all.end = next.end + 1;
    }
    all
}

fn add(document: &mut TantivyDocument, field: Field, grams: impl IntoIterator<Item = Gram>) {
    let token = |gram: Gram| Token { position: gram.position, text: gram.text, ..Token::default() };
    let tokens: Vec<Token> = grams.into_iter().map(token).collect();
    if !tokens.is_empty() {
        // The text itself is kept in `shown` alone.
        document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
    }
}

/// A number of the id's own, so that results of equal rank keep their order from page to page.
fn tie(id: &str) -> u64 {
    // FNV-1a, for a number that is the same in every build.
    id.bytes().fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
