//! The index on disk: one folder a generation, made whole beside the old one and then taken in its place.
//!
//! A generation is good when its last commit names this program's format, the sequence number it was made from and
//! what tells that state of the archive from others. One that was cut off while it was made names nothing; one whose bytes have changed fails
//! its checksums. Either is made anew. All of it may be deleted at any time.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::Timestamp;
use tantivy::indexer::LogMergePolicy;
use tantivy::{Index, IndexReader, IndexSettings, IndexWriter, ReloadPolicy, Searcher, TantivyDocument};

use super::SearchError;
use super::files::Files;
use super::schema::Fields;

/// The version of the fields, of how texts are analysed and of what is shown: another one makes the index anew.
pub(super) const FORMAT: u32 = 5;

/// Memory of a thread that writes, in bytes; the engine takes no less than 15 MB.
const WRITER_BYTES: usize = 16_000_000;
const BUILDER_BYTES: usize = 64_000_000;

/// Blocks of stored texts kept unpacked, 16 kB each.
const STORE_BLOCKS: usize = 64;

/// What an index was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct MadeFrom {
    pub(super) sequence: u64,
    /// What tells the state after that change from others.
    pub(super) state: String,
}

impl MadeFrom {
    fn payload(&self) -> String {
        format!("{FORMAT} {} {}", self.sequence, self.state)
    }

    fn parse(payload: &str) -> Option<Self> {
        let mut parts = payload.splitn(3, ' ');
        let format: u32 = parts.next()?.parse().ok()?;
        let sequence = parts.next()?.parse().ok()?;
        (format == FORMAT).then_some(Self { sequence, state: parts.next()?.to_owned() })
    }
}

/// A generation that can be asked.
pub(super) struct Generation {
    pub(super) number: u64,
    pub(super) fields: Fields,
    folder: PathBuf,
    made_from: ArcSwap<MadeFrom>,
    index: Index,
    reader: IndexReader,
}

impl Generation {
    /// Opens the newest good generation in a folder, after a look at every byte of it. Blocks.
    ///
    /// One whose bytes have changed is removed; one that is still being made, by whomever, is left alone, and so is one
    /// that could not be read for another reason.
    pub(super) fn newest_in(folder: &Path) -> Option<Self> {
        let mut numbers = whole_numbers_in(folder);
        numbers.sort_unstable_by(|a, b| b.cmp(a));
        numbers.into_iter().find_map(|number| match Self::open(folder, number) {
            Ok(generation) => Some(generation),
            Err(error) if !error.is_damage() => {
                tracing::warn!(generation = number, %error, "a search index cannot be read now");
                None
            }
            Err(error) => {
                tracing::warn!(generation = number, %error, "a search index cannot be used, and is removed");
                let _ = fs::remove_dir_all(folder.join(number.to_string()));
                None
            }
        })
    }

    /// Opens a generation, if it is whole. Blocks.
    pub(super) fn open(folder: &Path, number: u64) -> Result<Self, SearchError> {
        let folder = folder.join(number.to_string());
        let index = Index::open(Files::open(&folder).map_err(tantivy::TantivyError::from)?)?;
        let fields = Fields::new();
        // From here to the checksums: what is cheap to ask comes first, since they read every byte.
        if index.schema() != fields.schema {
            return Err(SearchError::Damaged("its fields are others".to_owned()));
        }
        let made_from = index.load_metas()?.payload.as_deref().and_then(MadeFrom::parse);
        let made_from = made_from
            .ok_or_else(|| SearchError::Damaged("it is of another format or half made".to_owned()))?;
        let broken = index.validate_checksum()?;
        if let Some(file) = broken.iter().next() {
            return Err(SearchError::Damaged(format!("{} has changed", file.display())));
        }
        Self::of(folder, number, index, fields, made_from)
    }

    fn of(
        folder: PathBuf,
        number: u64,
        index: Index,
        fields: Fields,
        made_from: MadeFrom,
    ) -> Result<Self, SearchError> {
        let reader = index
            .reader_builder()
            // By hand: what is shown and the number that is told must move together (`Writing::finish`).
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_BLOCKS)
            .try_into()?;
        let made_from = ArcSwap::from_pointee(made_from);
        Ok(Self { number, fields, folder, made_from, index, reader })
    }

    /// The sequence number it answers for.
    pub(super) fn sequence(&self) -> u64 {
        self.made_from.load().sequence
    }

    /// What it was made from.
    pub(super) fn made_from(&self) -> Arc<MadeFrom> {
        self.made_from.load_full()
    }

    /// A view of it that does not move.
    pub(super) fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }

    /// Whether it is still on disk.
    pub(super) fn is_there(&self) -> bool {
        self.folder.join("meta.json").is_file()
    }

    /// Begins to write; what is written shows after [`Writing::finish`]. Blocks.
    pub(super) fn write(&self) -> Result<Writing<'_>, SearchError> {
        let writer = self.index.writer_with_num_threads(1, WRITER_BYTES)?;
        Ok(Writing { generation: self, writer })
    }

    /// Removes every other generation that is older. Blocks.
    pub(super) fn remove_older(&self) {
        let Some(folder) = self.folder.parent() else { return };
        for number in numbers_in(folder).into_iter().filter(|number| *number < self.number) {
            // Those half made too: a purge relies on it that no word of a withdrawn record is left in one.
            if let Err(error) = fs::remove_dir_all(folder.join(number.to_string())) {
                tracing::warn!(generation = number, %error, "an old search index cannot be removed");
            }
        }
    }
}

/// Changes to a generation.
pub(super) struct Writing<'g> {
    generation: &'g Generation,
    writer: IndexWriter,
}

impl Writing<'_> {
    /// Puts the documents of a record in the place of those it had.
    pub(super) fn replace(&self, record: &str, documents: Vec<TantivyDocument>) -> Result<(), SearchError> {
        let term = tantivy::Term::from_field_text(self.generation.fields.record, record);
        // The engine takes away what was added before this call; what is added behind it stays.
        self.writer.delete_term(term);
        for document in documents {
            self.writer.add_document(document)?;
        }
        Ok(())
    }

    /// Commits, shows the changes, then waits for what the engine tidies up.
    pub(super) fn finish(mut self, made_from: MadeFrom) -> Result<(), SearchError> {
        let generation = self.generation;
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&made_from.payload());
        commit.commit()?;
        // Shown first, told after: whoever reads the number must find what it says.
        generation.reader.reload()?;
        generation.made_from.store(Arc::new(made_from));
        self.writer.wait_merging_threads()?;
        // Once more, so that the files which merging has replaced are let go of.
        generation.reader.reload()?;
        Ok(())
    }
}

/// A generation that is being made. Dropped before it is whole, it is taken back, which blocks.
pub(super) struct Building {
    number: u64,
    index: Index,
    pub(super) fields: Fields,
    writer: IndexWriter,
    /// Behind the writer, whose threads write into the folder until it is dropped.
    begun: Begun,
}

/// The folder of a generation that is begun, removed with all that is in it if it does not become whole.
struct Begun(Option<PathBuf>);

impl Begun {
    fn became_whole(mut self) -> PathBuf {
        self.0.take().unwrap_or_default()
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(folder) = &self.0 {
            // What is left is noticed as half made.
            let _ = fs::remove_dir_all(folder);
        }
    }
}

impl Building {
    /// Begins a new generation in a folder, which is made if it is not there. Blocks.
    pub(super) fn begin(folder: &Path, threads: usize) -> Result<Self, SearchError> {
        fs::create_dir_all(folder)?;
        let mut number = numbers_in(folder).into_iter().max().unwrap_or(0);
        let (begun, own) = loop {
            number += 1;
            let own = folder.join(number.to_string());
            match fs::create_dir(&own) {
                Ok(()) => break (Begun(Some(own.clone())), own),
                // Another process is making that one.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error.into()),
            }
        };
        let fields = Fields::new();
        let files = Files::open(&own).map_err(tantivy::TantivyError::from)?;
        let index = Index::create(files, fields.schema.clone(), IndexSettings::default())?;
        let writer = index.writer_with_num_threads(threads, threads * BUILDER_BYTES)?;
        writer.set_merge_policy(Box::new(LogMergePolicy::default()));
        Ok(Self { number, index, fields, writer, begun })
    }

    /// Adds a document.
    pub(super) fn add(&self, document: TantivyDocument) -> Result<(), SearchError> {
        self.writer.add_document(document)?;
        Ok(())
    }

    /// Makes it whole, in one segment, and opens it. Blocks.
    pub(super) fn finish(mut self, made_from: MadeFrom) -> Result<Generation, SearchError> {
        // Nothing is committed under the payload before all of it is there.
        self.writer.commit()?;
        let segments = self.index.searchable_segment_ids()?;
        // Each word of a query is looked up in each segment.
        if segments.len() > 1 {
            self.writer.merge(&segments).wait()?;
        }
        let mut commit = self.writer.prepare_commit()?;
        commit.set_payload(&made_from.payload());
        commit.commit()?;
        self.writer.wait_merging_threads()?;
        let folder = self.begun.became_whole();
        Generation::of(folder, self.number, self.index, self.fields, made_from)
    }
}

/// Removes generations in a folder that were begun and not finished, if nothing in them was written since `before`:
/// their makers were killed. Returns how many. Blocks.
pub fn clear_leftovers(folder: &Path, before: Timestamp) -> usize {
    let whole = whole_numbers_in(folder);
    let is_left =
        |number: &u64| !whole.contains(number) && written_before(&folder.join(number.to_string()), before);
    let left = numbers_in(folder).into_iter().filter(is_left);
    // What cannot be removed is noticed as half made.
    left.filter(|number| fs::remove_dir_all(folder.join(number.to_string())).is_ok()).count()
}

fn written_before(folder: &Path, before: Timestamp) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.chain(std::iter::once(folder.to_owned())).all(|path| {
        let written = fs::metadata(path).and_then(|found| found.modified());
        written.ok().and_then(|at| Timestamp::try_from(at).ok()).is_some_and(|at| at < before)
    })
}

/// The generations in a folder whose last commit says that they are whole.
pub(super) fn whole_numbers_in(folder: &Path) -> Vec<u64> {
    let is_whole = |number: &u64| {
        let meta = fs::read(folder.join(number.to_string()).join("meta.json")).ok()?;
        let meta: serde_json::Value = serde_json::from_slice(&meta).ok()?;
        meta.get("payload")?.as_str().and_then(MadeFrom::parse)
    };
    numbers_in(folder).into_iter().filter(|number| is_whole(number).is_some()).collect()
}

/// The generations in a folder, good or not.
fn numbers_in(folder: &Path) -> Vec<u64> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
}

#[cfg(test)]
mod tests;
