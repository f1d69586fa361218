//! Checksums of a file, piece by piece: parts of it that are read later are held against them.

use std::ops::Range;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

/// A page of a disk: a tile reads a little of many rows, which larger pieces would read in full. Four bytes
/// for each make a thousandth of the file.
const PIECE_BYTES: u64 = 4096;

/// What each piece of a file must be (CRC-32, which finds every turned bit).
#[derive(Serialize, Deserialize)]
pub(in crate::image) struct Sums {
    file_bytes: u64,
    pieces: Vec<u32>,
}

impl Sums {
    pub(in crate::image) fn of(file: &[u8]) -> Sums {
        let pieces = file.chunks(PIECE_BYTES as usize).map(crc32fast::hash).collect();
        Sums { file_bytes: file.len() as u64, pieces }
    }

    /// About how much memory they take.
    pub(in crate::image) fn weight_bytes(&self) -> usize {
        self.pieces.len() * size_of::<u32>()
    }

    /// Reads parts of the file by reading whole pieces, each once; `None` where one is not what it must be.
    pub(in crate::image) fn read<E>(
        &self,
        ranges: &[Range<u64>],
        read: impl FnOnce(&[Range<u64>]) -> Result<Vec<Bytes>, E>,
    ) -> Result<Option<Vec<Bytes>>, E> {
        let runs = self.runs(ranges);
        let read = read(&runs)?;
        if read.len() != runs.len() || !runs.iter().zip(&read).all(|(run, bytes)| self.is_right(run, bytes)) {
            return Ok(None);
        }
        let part = |range: &Range<u64>| {
            // Runs rise and do not touch: the last that begins no later is the one that holds it, if any does.
            let at = runs.partition_point(|run| run.start <= range.start).checked_sub(1)?;
            let (run, bytes) = (&runs[at], &read[at]);
            let is_inside = range.start <= range.end && range.end <= run.end;
            is_inside
                .then(|| bytes.slice((range.start - run.start) as usize..(range.end - run.start) as usize))
        };
        Ok(ranges.iter().map(part).collect())
    }

    /// Whole pieces that hold the ranges, rising; those that touch are one.
    fn runs(&self, ranges: &[Range<u64>]) -> Vec<Range<u64>> {
        let whole = |range: &Range<u64>| {
            let end = range.end.div_ceil(PIECE_BYTES) * PIECE_BYTES;
            range.start / PIECE_BYTES * PIECE_BYTES..end.min(self.file_bytes)
        };
        let mut pieces: Vec<_> = ranges.iter().map(whole).collect();
        pieces.sort_unstable_by_key(|piece| piece.start);
        let mut runs: Vec<Range<u64>> = Vec::new();
        for piece in pieces {
            match runs.last_mut() {
                Some(run) if piece.start <= run.end => run.end = run.end.max(piece.end),
                _ => runs.push(piece),
            }
        }
        runs
    }

    fn is_right(&self, run: &Range<u64>, bytes: &[u8]) -> bool {
        let first = (run.start / PIECE_BYTES) as usize;
        let sums = self.pieces.get(first..).unwrap_or_default();
        let mut found = bytes.chunks(PIECE_BYTES as usize).map(crc32fast::hash).zip(sums);
        bytes.len() as u64 == run.end.saturating_sub(run.start)
            // `zip` ends with the shorter one: pieces behind the last sum would pass unseen.
            && bytes.len().div_ceil(PIECE_BYTES as usize) <= sums.len()
            && found.all(|(found, right)| found == *right)
    }
}
