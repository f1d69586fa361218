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
use crate::archive::{Published, Snapshot};
use crate::model::{Id, Record, Village};

/// More names of villages than this are forgotten: they are read again where they are needed.
const MANY_NAMES: usize = 50_000;

/// The vocabulary and the county.
pub(super) fn tables_of(snapshot: &Snapshot) -> Context {
    let catalogue = snapshot.catalogue();
    Context {
        vocabulary: Arc::new(catalogue.vocabulary().clone()),
        region: Arc::new(catalogue.region().clone()),
        ..Context::default()
    }
}

/// Adds to the context the names of all villages that these records refer to.
pub(super) async fn villages_of(
    read: &[Published],
    context: &mut Context,
    snapshot: &Snapshot,
) -> Result<(), SearchError> {
    if context.villages.len() > MANY_NAMES {
        context.villages = HashMap::new();
    }
    for published in read {
        if let Record::Village(village) = &published.record {
            context.villages.insert(village.id.clone(), VillageName::of(village));
        }
    }
    let wanted = read.iter().flat_map(|published| match &published.record {
        Record::Photo(photo) => std::slice::from_ref(&photo.village),
        Record::Essay(essay) => &essay.villages,
        _ => &[],
    });
    let wanted: BTreeSet<&Id> = wanted.filter(|id| !context.villages.contains_key(*id)).collect();
    for Published { record: village, .. } in snapshot.get_all::<Village>(wanted).await? {
        context.villages.insert(village.id.clone(), VillageName::of(&village));
    }
    Ok(())
}

impl VillageName {
    fn of(village: &Village) -> Self {
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
        // A village's own entry stands under its id too, and comes with the change itself.
        if matches!(shown.kind, HitKind::Photo | HitKind::Essay) {
            ids.insert(shown.id);
        }
    }
    Ok(ids)
}

/// Runs what blocks without keeping other tasks of this thread waiting, where the runtime can do that.
pub(super) fn blocking<T>(work: impl FnOnce() -> T) -> T {
    match Handle::try_current().map(|handle| handle.runtime_flavor()) {
        // It panics in a runtime of one thread, which tests have.
        Ok(RuntimeFlavor::MultiThread) => tokio::task::block_in_place(work),
        _ => work(),
    }
}
