//! Writes the present state: a few records at a time, so that the size of an archive does not matter.

use std::collections::HashSet;

use crate::folder::essay::write_essay;
use crate::folder::output::{ExportError, Output};
use crate::folder::photo::write_photo;
use crate::folder::purged::PurgedList;
use crate::folder::region::write_region;
use crate::folder::source::write_sources;
use crate::folder::village::write_village;
use crate::folder::vocabulary::write_vocabulary;
use crate::folder::withdrawals::write_withdrawals;
use crate::model::{Collection, Essay, Kind, PartlyBilingual, Photo, Record, Village};
use crate::store::{Blobs, Digest, KeptRevision, Key, Records, RevisionNote};

/// Records read from the store at a time.
const PAGE: u32 = 200;

/// What is left to write when the villages, photos and essays have been.
#[derive(Default)]
pub(super) struct Present {
    /// Holds what stands in the lists: sources, terms, the vocabulary, the region.
    lists: Collection,
    /// Pictures that photos name.
    pub(super) pictures: HashSet<Digest>,
}

/// Writes each village, photo and essay as it was after commit `last`.
pub(super) async fn write_items(
    records: &Records,
    blobs: &Blobs,
    (last, purged): (u64, &PurgedList),
    output: &mut Output<'_>,
) -> Result<Present, ExportError> {
    let mut present = Present::default();
    let mut after: Option<Key> = None;
    loop {
        let page = records.heads_at(last, after.as_ref(), PAGE).await?;
        let Some(newest) = page.last() else { return Ok(present) };
        after = Some(newest.note.key.clone());
        for revision in &page {
            let RevisionNote { key, number, .. } = &revision.note;
            // It stands in the history, without its words.
            if revision.purged.is_some() || purged.text(key, *number).is_some() {
                continue;
            }
            match read(revision) {
                Ok(Record::Village(village)) => write_whole_village(output, &village)?,
                Ok(Record::Essay(essay)) => write_whole_essay(output, &essay)?,
                // Its record stands in the history; without its picture it would be faulty here.
                Ok(Record::Photo(photo)) if is_purged(&photo, purged) => {}
                Ok(Record::Photo(photo)) => present.photo(&photo, blobs, output).await?,
                Ok(record) => present.lists.add(record),
                Err(fault) => output.miss(revision.note.key.to_string(), fault),
            }
        }
    }
}

fn read(revision: &KeptRevision) -> Result<Record, String> {
    let number = revision.note.number;
    let body = revision.body.as_ref().ok_or_else(|| format!("the text of revision {number} is damaged"))?;
    let kind = Kind::from_word(revision.note.kind.as_str())
        .ok_or_else(|| format!("its kind `{}` is unknown", revision.note.kind))?;
    Record::from_document(kind, body).map_err(|error| format!("revision {number} cannot be read: {error}"))
}

fn is_purged(photo: &Photo, purged: &PurgedList) -> bool {
    photo.picture.sha256.parse().is_ok_and(|digest| purged.picture(&digest).is_some())
}

impl Present {
    async fn photo(
        &mut self,
        photo: &Photo,
        blobs: &Blobs,
        output: &mut Output<'_>,
    ) -> Result<(), ExportError> {
        let stem = format!("photos/{}/{}", photo.village, photo.id);
        output.write(&format!("{stem}.toml"), write_photo(photo).as_bytes())?;
        let path = format!("{stem}.{}", photo.picture.format.extension());
        match photo.picture.sha256.parse() {
            Ok(digest) => {
                // Also where it cannot be copied: the history could not have it either.
                self.pictures.insert(digest);
                output.copy(blobs, &digest, &path).await
            }
            Err(error) => {
                output.miss(path, error.to_string());
                Ok(())
            }
        }
    }

    /// Writes the lists, without which a folder is none: so one that was cut off before is not taken for whole.
    pub(super) fn write_lists(&self, output: &mut Output<'_>) -> Result<(), ExportError> {
        let Collection { vocabulary, terms, sources, region, withdrawals, .. } = &self.lists;
        if let Some(withdrawals) = withdrawals {
            output.write("villages/withdrawn.toml", write_withdrawals(withdrawals).as_bytes())?;
        }
        output.write("villages/vocabulary.toml", write_vocabulary(vocabulary, terms).as_bytes())?;
        output.write("villages/sources.toml", write_sources(sources).as_bytes())?;
        output.write("villages/region.toml", write_region(region).as_bytes())
    }
}

fn write_whole_village(output: &mut Output<'_>, village: &Village) -> Result<(), ExportError> {
    let folder = format!("villages/{}", village.id);
    output.write(&format!("{folder}/village.toml"), write_village(village).as_bytes())?;
    write_prose(output, &folder, village.text.as_ref())
}

fn write_whole_essay(output: &mut Output<'_>, essay: &Essay) -> Result<(), ExportError> {
    let folder = format!("essays/{}", essay.id);
    output.write(&format!("{folder}/essay.toml"), write_essay(essay).as_bytes())?;
    write_prose(output, &folder, Some(&essay.text))
}

fn write_prose(
    output: &mut Output<'_>,
    folder: &str,
    text: Option<&PartlyBilingual>,
) -> Result<(), ExportError> {
    let Some(text) = text else { return Ok(()) };
    for (name, text) in [("text.zh.md", &text.zh), ("text.en.md", &text.en)] {
        if let Some(text) = text {
            output.write(&format!("{folder}/{name}"), text.as_bytes())?;
        }
    }
    Ok(())
}
