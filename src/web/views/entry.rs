//! Villages in lists: an entry with its picture, its name and the one sentence.

use std::sync::Arc;

use serde::Serialize;

use super::picture::{Photos, PictureView};
use super::reader::{Labelled, Name, Reader, Text};
use super::source::SourceList;
use super::statement::{StatementView, view};
use crate::archive::known;
use crate::model::address::Page;
use crate::model::{Certainty, Statement, Village};

/// Open entries whose pictures stand in their row.
const PICTURED: usize = 12;

/// A village in a list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct EntryView {
    id: String,
    name: Name,
    href: String,
    featured: bool,
    picture: Option<PictureView>,
    known: usize,
    also: Vec<Text>,
    badges: Vec<Text>,
    /// How sure its town is, where the others of its group lie there for certain.
    town_certainty: Option<Labelled>,
    lede: Option<StatementView>,
}

/// The villages of one town.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct Group {
    id: Option<String>,
    town: Option<Text>,
    certainty: Option<Labelled>,
    villages: Vec<EntryView>,
}

/// The one row for the open entries.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct OpenRow {
    count: usize,
    href: String,
    pictures: Vec<PictureView>,
}

/// Villages in the order of the contents, gathered by town.
pub(in crate::web) fn groups(
    villages: &[Arc<Village>],
    leads: &Photos,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> Vec<Group> {
    let featured = reader.catalogue.featured();
    let mut groups = Vec::new();
    // By turns only: the contents come in the order of the towns, so that each is one turn.
    for villages in villages.chunk_by(|a, b| a.town == b.town) {
        let town = villages.first().and_then(|village| village.town.as_ref());
        let town = town.and_then(|id| reader.catalogue.region().town(id));
        // Where all are inferred the heading says so, else each that is.
        let is_inferred = |village: &Village| village.town_certainty == Some(Certainty::Lead);
        let inferred = villages.iter().all(|village| is_inferred(village));
        let entry = |village| {
            let mut entry = entry(village, &featured, leads, reader, sources);
            entry.town_certainty =
                (is_inferred(village) && !inferred).then(|| reader.certainty(Certainty::Lead));
            entry
        };
        let entries = villages.iter().map(entry).collect();
        groups.push(Group {
            id: town.map(|town| town.id.to_string()),
            town: town.map(|town| reader.name_text(&town.name)),
            certainty: inferred.then(|| reader.certainty(Certainty::Lead)),
            villages: entries,
        });
    }
    groups
}

/// One village in a list; some are `featured`, shown large on the front page.
pub(in crate::web) fn entry(
    village: &Arc<Village>,
    featured: &[Arc<Village>],
    leads: &Photos,
    reader: &Reader<'_>,
    sources: &mut SourceList<'_>,
) -> EntryView {
    let featured = featured.iter().any(|best| best.id == village.id);
    EntryView {
        id: village.id.to_string(),
        name: reader.name(&village.name),
        href: reader.url(&Page::village(&village.id)),
        featured,
        picture: leads.lead_of(village, reader),
        known: known(village),
        also: other_names(village, reader),
        badges: badges(village, reader),
        town_certainty: None,
        lede: lede(village).map(|statement| view(statement, reader, sources)),
    }
}

/// The open entries that have a picture in their row.
pub(in crate::web) fn pictured_open_entries(reader: &Reader<'_>) -> Vec<Arc<Village>> {
    reader.catalogue.open_entries(0, PICTURED)
}

/// The row for the open entries, whose photos are among `leads`.
pub(in crate::web) fn open_row(leads: &Photos, reader: &Reader<'_>) -> OpenRow {
    let open = pictured_open_entries(reader).into_iter();
    OpenRow {
        count: reader.catalogue.open_count(),
        href: reader.url(&Page::OPEN_ENTRIES),
        pictures: open.filter_map(|village| leads.lead_of(&village, reader)).collect(),
    }
}

/// The sentence a village opens with: the first that is said of its fort, or of the village, whichever is surer.
pub(in crate::web) fn lede(village: &Village) -> Option<&Statement> {
    let said = village.statements_of("fort").chain(village.statements_of("mention"));
    // Of equals the first is taken, so that the fort goes before the village.
    said.min_by_key(|statement| match statement.certainty {
        Certainty::Established => 0,
        Certainty::Reported => 1,
        Certainty::Lead => 2,
        Certainty::Unknown => 3,
    })
}

/// Other names, as short as the record has them.
pub(in crate::web) fn other_names(village: &Village, reader: &Reader<'_>) -> Vec<Text> {
    village
        .statements_of("other_name")
        .map(|name| reader.text(name.short.as_ref().unwrap_or(&name.value)))
        .collect()
}

/// Listings and protection in a word or two.
pub(in crate::web) fn badges(village: &Village, reader: &Reader<'_>) -> Vec<Text> {
    let statements = village.statements_of("listing").chain(village.statements_of("protection"));
    statements.filter_map(|statement| statement.short.as_ref()).map(|short| reader.text(short)).collect()
}
