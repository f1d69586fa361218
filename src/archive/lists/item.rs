//! A village or a photo as the lists keep it.

use std::fmt::Display;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Decoded;
use super::packed::{pack, unpack};
use crate::archive::ListsError;
use crate::archive::PhotoEntry;
use crate::model::{Id, Village};
use crate::store::Digest;

/// What the lists know of an id.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::archive) enum Item {
    /// A village without its text, which is shown.
    Village(Arc<Village>),
    /// A photo that is shown if its village is.
    Photo(PhotoEntry),
    /// An essay that is shown; those are kept in memory.
    Essay,
    /// It is there, but not for this audience.
    Internal,
    /// Nothing of it is shown any more.
    Gone,
}

/// An item with where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::archive) struct Kept {
    pub(in crate::archive) item: Item,
    /// The number of the revision.
    pub(in crate::archive) revision: u64,
    /// The commit that last changed what is shown of it.
    pub(in crate::archive) touched: u64,
}

/// Checksum, tag, commit and revision come before the document.
const HEAD: usize = 4 + 1 + 8 + 8;

#[derive(Serialize, Deserialize)]
struct PhotoRow {
    village: Id,
    element: String,
    stand_in: bool,
    original: String,
    sides_px: (u32, u32),
}

impl Kept {
    /// The bytes of a row: a turned bit is found by the checksum at their head.
    pub(super) fn encode(&self) -> Result<Vec<u8>, ListsError> {
        let (tag, body) = match &self.item {
            Item::Village(village) => (b'v', serde_json::to_vec(village)),
            Item::Photo(photo) => (
                b'p',
                serde_json::to_vec(&PhotoRow {
                    village: photo.village.clone(),
                    element: photo.element.to_string(),
                    stand_in: photo.stand_in,
                    original: photo.original.to_string(),
                    sides_px: (photo.width_px, photo.height_px),
                }),
            ),
            Item::Essay => (b'e', Ok(Vec::new())),
            Item::Internal => (b'i', Ok(Vec::new())),
            Item::Gone => (b'g', Ok(Vec::new())),
        };
        let damaged = |fault: String| ListsError::Damaged(fault);
        let body = body.map_err(|error| damaged(error.to_string()))?;
        // Room for the checksum of all that follows.
        let mut row = vec![0; 4];
        row.push(tag);
        row.extend(self.touched.to_be_bytes());
        row.extend(self.revision.to_be_bytes());
        if !body.is_empty() {
            row.extend(pack(&body).map_err(|error| damaged(error.to_string()))?);
        }
        let sum = crc32fast::hash(&row[4..]);
        row[..4].copy_from_slice(&sum.to_be_bytes());
        Ok(row)
    }

    /// The item of a row.
    pub(super) fn decode(id: &str, row: &[u8], decoded: &Decoded) -> Result<Self, ListsError> {
        let damaged = |fault: &str| ListsError::Damaged(format!("{id}: {fault}"));
        // The checksum before all else: what follows takes the bytes for our own.
        let head: &[u8; HEAD] = row.first_chunk().ok_or_else(|| damaged("its row is cut"))?;
        let sum = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        if crc32fast::hash(&row[4..]) != sum {
            return Err(damaged("its row has changed"));
        }
        let body = &row[HEAD..];
        let item = match head[4] {
            b'v' => Item::Village(village(id, sum, body, decoded)?),
            b'p' => {
                let row: PhotoRow = read(id, body)?;
                Item::Photo(PhotoEntry {
                    id: Id::parse(id).map_err(|_| damaged("it is no id"))?,
                    village: row.village,
                    element: row.element.into(),
                    stand_in: row.stand_in,
                    original: row.original.parse::<Digest>().map_err(|_| damaged("it has no digest"))?,
                    width_px: row.sides_px.0,
                    height_px: row.sides_px.1,
                    revision: number(&head[13..21]),
                })
            }
            b'e' => Item::Essay,
            b'i' => Item::Internal,
            b'g' => Item::Gone,
            _ => return Err(damaged("it is of no known kind")),
        };
        Ok(Self { item, revision: number(&head[13..21]), touched: number(&head[5..13]) })
    }
}

/// A page names the same villages again and again; they are read once.
fn village(id: &str, sum: u32, body: &[u8], decoded: &Decoded) -> Result<Arc<Village>, ListsError> {
    // With the checksum, since readers of two moments may have two revisions of one village in hand.
    let key = (sum, id.into());
    if let Some(village) = decoded.get(&key) {
        return Ok(village);
    }
    let village: Arc<Village> = Arc::new(read(id, body)?);
    decoded.insert(key, Arc::clone(&village));
    Ok(village)
}

fn read<T: for<'de> Deserialize<'de>>(id: &str, body: &[u8]) -> Result<T, ListsError> {
    let damaged = |error: &dyn Display| ListsError::Damaged(format!("{id}: {error}"));
    let document = unpack(body).map_err(|error| damaged(&error))?;
    serde_json::from_slice(&document).map_err(|error| damaged(&error))
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| number << 8 | u64::from(*byte))
}
