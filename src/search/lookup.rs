//! What an update asks for beside the records themselves: the tables, the names of villages, who carries them.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use tantivy::Term;
use tantivy::collector::DocSetCollector;
use tantivy::query::TermSetQuery;
use tokio::runtime::{Handle, RuntimeFlavor};

use super::entry::{Context, VillageName, other_names};
use super::index::Generation;
use super::shown::shown_at;
use super::{HitKind, SearchError};
use crate::catalogue::current_revision;
use crate::model::{Id, Kind, Record, RecordKey};
use crate::store::{Records, Revision};

/// More names of villages than this are forgotten: they are read again where they are needed.
const MANY_NAMES: usize = 50_000;

/// The vocabulary and the county, as they are now.
pub(super) async fn load_tables(records: &Records) -> Result<Context, SearchError> {
    let mut context = Context::default();
    for key in [RecordKey::vocabulary(), RecordKey::region()] {
        match current_revision(records, &key).await? {
            Some((Record::Vocabulary(vocabulary), _)) => context.vocabulary = Arc::new(vocabulary),
            Some((Record::Region(region), _)) => context.region = Arc::new(region),
            _ => {}
        }
    }
    Ok(context)
}

/// Adds to the context the names of all villages that these records refer to.
pub(super) async fn villages_of(
    read: &[(Record, &Revision)],
    context: &mut Context,
    records: &Records,
) -> Result<(), SearchError> {
    if context.villages.len() > MANY_NAMES {
        context.villages = HashMap::new();
    }
    for (record, _) in read {
        if let Record::Village(village) = record {
            context.villages.insert(village.id.clone(), VillageName::of(village));
        }
    }
    for (record, _) in read {
        let wanted: &[Id] = match record {
            Record::Photo(photo) => std::slice::from_ref(&photo.village),
            Record::Essay(essay) => &essay.villages,
            _ => &[],
        };
        for id in wanted {
            if context.villages.contains_key(id) {
                continue;
            }
            if let Some((Record::Village(village), _)) =
                current_revision(records, &RecordKey::new(Kind::Village, id)).await?
            {
                context.villages.insert(id.clone(), VillageName::of(&village));
            }
        }
    }
    Ok(())
}

impl VillageName {
    fn of(village: &crate::model::Village) -> Self {
        Self { name: village.name.clone(), others: other_names(village), town: village.town.clone() }
    }
}

/// The ids of photos and essays about any of these villages. Blocks.
pub(super) fn ids_about(
    generation: &Generation,
    villages: &BTreeSet<Id>,
) -> Result<BTreeSet<String>, SearchError> {
    if villages.is_empty() {
        return Ok(BTreeSet::new());
    }
    let searcher = generation.searcher();
    let terms = villages.iter().map(|id| Term::from_field_text(generation.fields.village, id.as_str()));
    let mut ids = BTreeSet::new();
    for address in searcher.search(&TermSetQuery::new(terms), &DocSetCollector)? {
        let shown = shown_at(&searcher, &generation.fields, address)?;
        if matches!(shown.kind, HitKind::Photo | HitKind::Essay) {
            ids.insert(shown.id);
        }
    }
    Ok(ids)
}

/// Runs what blocks without keeping other tasks of this thread waiting, where the runtime can do that.
pub(super) fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
