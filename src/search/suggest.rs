//! Names offered while a reader types: those that begin like it, then those a search would find.

use super::entry::Shown;
use super::index::Generation;
use super::keys::key;
use super::query::Query;
use super::reading::Reading;
use super::{Ask, HitKind, SearchError, Suggestion, ask};
use crate::model::Vocabulary;

/// Whole names looked at for one beginning.
const MAX_KEYS: usize = 64;

/// Offers names. Blocks.
pub(super) fn suggest(
    generation: &Generation,
    vocabulary: &Vocabulary,
    query: &Query,
    limit: usize,
) -> Result<Vec<Suggestion>, SearchError> {
    let searcher = generation.searcher();
    let typed = key(query.text());
    if typed.is_empty() {
        return Ok(Vec::new());
    }
    let reading = Reading::new(&searcher, &generation.fields);
    let keys = reading.keys_between(&typed, MAX_KEYS)?;
    // A photo's only key is its id; its caption is no name.
    let named = ask::named(&searcher, &generation.fields, keys.into_iter(), MAX_KEYS)?;
    let named = named.into_iter().filter(|shown| shown.kind != HitKind::Photo);
    let mut offered: Vec<Suggestion> = named.map(suggestion).take(limit).collect();
    // Only where names do not fill the list: a search for each letter typed costs more than a look at names.
    if offered.len() < limit {
        let wanted = Ask::best(query.clone(), limit);
        let found = ask::answer(generation, vocabulary, &wanted)?;
        for hit in found.groups().flat_map(|group| &group.hits).filter(|hit| hit.kind != HitKind::Photo) {
            if !offered.iter().any(|other| other.id == hit.id && other.kind == hit.kind) {
                offered.push(Suggestion {
                    id: hit.id.clone(),
                    kind: hit.kind,
                    title: hit.bilingual_title.clone(),
                    pinyin: hit.pinyin.clone(),
                    of: hit.of.clone(),
                });
            }
        }
    }
    offered.truncate(limit);
    Ok(offered)
}

fn suggestion(shown: Shown) -> Suggestion {
    let Shown { id, kind, title, pinyin, of, .. } = shown;
    Suggestion { id, kind, title: title.into(), pinyin, of: of.map(Into::into) }
}
