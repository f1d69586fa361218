//! An access form on disk: one file, so that it is there whole or not at all.
//!
//! `BZA5`, the beginning of the SHA-256 of the settings it was made with (8 bytes), length of what it says (8 bytes,
//! little-endian), SHA-256 of that, that (`postcard`), then the rungs and the access copy one behind the other.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::super::Digest;
use super::{About, Access, settings};
use crate::store::write_derived_parts;

/// Raise the digit when the form changes: older files are then made anew, as are those of other settings.
const MAGIC: &[u8; 4] = b"BZA5";
const MARK_BYTES: usize = 4 + 8;
const HEADER_BYTES: u64 = MARK_BYTES as u64 + 8 + 32;

/// How a file begins that can be used.
static MARK: LazyLock<[u8; MARK_BYTES]> = LazyLock::new(|| mark(&settings()));

fn mark(settings: &str) -> [u8; MARK_BYTES] {
    let mut mark = [0; MARK_BYTES];
    let (magic, made_with) = mark.split_at_mut(MAGIC.len());
    magic.copy_from_slice(MAGIC);
    made_with.copy_from_slice(&Sha256::digest(settings)[..MARK_BYTES - MAGIC.len()]);
    mark
}

/// Longer ones are not read: the index of the largest picture has about ten million bytes.
const MOST_ABOUT_BYTES: u64 = 256 << 20;

/// What the file says of itself.
#[derive(Serialize, Deserialize)]
struct Contents {
    /// What it was made of; a form under another's name is none.
    original: [u8; 32],
    about: About,
    rungs: Vec<Section>,
    copy_bytes: u64,
}

#[derive(Serialize, Deserialize)]
struct Section {
    bytes: u64,
    sha256: [u8; 32],
}

/// An access form whose contents are known.
pub(in crate::image) struct AccessForm {
    contents: Contents,
    body: Body,
}

/// Where the rungs and the access copy are.
enum Body {
    /// In a file, from this byte on.
    File(PathBuf, u64),
    /// Nowhere else: the file could not be written, or there was no need to.
    Memory(Bytes),
}

/// Folder and file name of an original's access form.
pub(in crate::image) fn name(original: &Digest) -> String {
    let original = original.to_string();
    format!("{}/{original}.access", &original[..2])
}

impl AccessForm {
    /// Keeps a new one in memory alone.
    pub(in crate::image) fn in_memory(original: &Digest, access: Access) -> AccessForm {
        let (contents, body) = contents(original, access);
        AccessForm { contents, body: in_memory(body) }
    }

    /// Writes a new one to a file, if `admit` has room for so many bytes; none is ever half there. Where that
    /// fails, or there is no room, the form serves all the same.
    pub(in crate::image) fn kept_at(
        path: &Path,
        original: &Digest,
        access: Access,
        admit: impl FnOnce(u64) -> io::Result<bool>,
    ) -> (AccessForm, io::Result<()>) {
        let (contents, body) = contents(original, access);
        let (at, result) = match write(path, &contents, &body, admit) {
            Ok(at) => (at, Ok(())),
            Err(error) => (None, Err(error)),
        };
        let body = match at {
            // Read back from now on: the memory of a large copy is free at once.
            Some(at) => Body::File(path.to_owned(), at),
            None => in_memory(body),
        };
        (AccessForm { contents, body }, result)
    }

    /// Opens that of an original; `None` where there is none, or not one that can be trusted.
    pub(in crate::image) fn open(path: &Path, original: &Digest) -> Option<AccessForm> {
        let mut file = File::open(path).ok()?;
        let length = file.metadata().ok()?.len();
        let mut header = [0; HEADER_BYTES as usize];
        file.read_exact(&mut header).ok()?;
        let said_bytes = u64::from_le_bytes(header[MARK_BYTES..MARK_BYTES + 8].try_into().ok()?);
        // Before room is made for it: a broken length may be any number.
        if !header.starts_with(&*MARK) || said_bytes > MOST_ABOUT_BYTES.min(length) {
            return None;
        }
        let mut said = vec![0; said_bytes as usize];
        file.read_exact(&mut said).ok()?;
        // Before it is read as anything: turned bits would be other numbers, and places of other bits.
        if Sha256::digest(&said).as_slice() != &header[MARK_BYTES + 8..] {
            return None;
        }
        let contents: Contents = postcard::from_bytes(&said).ok()?;
        let body_at = HEADER_BYTES + said_bytes;
        // Rungs and copy are not read here. They have sums of their own, which are looked at when a part is wanted.
        let is_whole = body_at + contents.copy_at() + contents.copy_bytes == length;
        let is_its_own = &contents.original == original.as_bytes();
        (is_whole && is_its_own).then(|| AccessForm { contents, body: Body::File(path.to_owned(), body_at) })
    }

    /// Whether there is one of this kind, which is not looked into.
    pub(in crate::image) fn is_at(path: &Path) -> bool {
        let mut mark = [0; MARK_BYTES];
        File::open(path).and_then(|mut file| file.read_exact(&mut mark)).is_ok_and(|()| mark == *MARK)
    }

    pub(in crate::image) fn about(&self) -> &About {
        &self.contents.about
    }

    /// About how much memory it takes.
    pub(in crate::image) fn weight_bytes(&self) -> usize {
        let about = self.about();
        let body = match &self.body {
            Body::File(..) => 0,
            Body::Memory(bytes) => bytes.len(),
        };
        about.index.weight_bytes()
            + about.sums.weight_bytes()
            + about.profile.as_ref().map_or(0, Vec::len)
            + body
    }

    /// Reads a rung.
    ///
    /// # Errors
    /// `InvalidData` where it is not what was written; and what reading a file can bring.
    pub(in crate::image) fn rung(&self, number: usize) -> io::Result<Bytes> {
        // Numbers come from `About::rungs_px`, which has as many.
        let section = &self.contents.rungs[number];
        let at = self.contents.rungs[..number].iter().map(|rung| rung.bytes).sum();
        let range = at..at + section.bytes;
        let mut read = self.read(std::slice::from_ref(&range))?;
        let rung = read.pop().unwrap_or_default();
        if Sha256::digest(&rung).as_slice() != section.sha256 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "a rung is not what was written"));
        }
        Ok(rung)
    }

    /// Reads parts of the access copy, unchecked.
    ///
    /// # Errors
    /// What reading a file can bring.
    pub(in crate::image) fn copy_ranges(&self, ranges: &[Range<u64>]) -> io::Result<Vec<Bytes>> {
        let at = self.contents.copy_at();
        let in_body: Vec<_> = ranges.iter().map(|range| at + range.start..at + range.end).collect();
        self.read(&in_body)
    }

    fn read(&self, ranges: &[Range<u64>]) -> io::Result<Vec<Bytes>> {
        let (path, body_at) = match &self.body {
            Body::File(path, at) => (path, at),
            Body::Memory(bytes) => {
                let part = |range: &Range<u64>| {
                    let (start, end) = (range.start as usize, range.end as usize);
                    let is_inside = start <= end && end <= bytes.len();
                    is_inside.then(|| bytes.slice(start..end)).ok_or(io::ErrorKind::UnexpectedEof.into())
                };
                return ranges.iter().map(part).collect();
            }
        };
        let mut file = File::open(path)?;
        let mut read = Vec::with_capacity(ranges.len());
        for range in ranges {
            file.seek(SeekFrom::Start(body_at + range.start))?;
            let mut bytes = vec![0; (range.end - range.start) as usize];
            file.read_exact(&mut bytes)?;
            read.push(Bytes::from(bytes));
        }
        Ok(read)
    }
}

impl Contents {
    /// Where in the body the access copy begins.
    fn copy_at(&self) -> u64 {
        self.rungs.iter().map(|rung| rung.bytes).sum()
    }
}

/// What a form says of itself, and its body in parts: the rungs, and the access copy, which is large.
fn contents(original: &Digest, access: Access) -> (Contents, [Vec<u8>; 2]) {
    let section =
        |bytes: &Vec<u8>| Section { bytes: bytes.len() as u64, sha256: Sha256::digest(bytes).into() };
    let rungs = access.rungs.iter().map(section).collect();
    let copy = access.copy.unwrap_or_default();
    let contents = Contents {
        original: *original.as_bytes(),
        about: access.about,
        rungs,
        copy_bytes: copy.len() as u64,
    };
    (contents, [access.rungs.concat(), copy])
}

fn in_memory(body: [Vec<u8>; 2]) -> Body {
    let [mut body, copy] = body;
    body.extend(copy);
    Body::Memory(Bytes::from(body))
}

/// Gives where in the file the body begins; nothing where there is no room for it.
fn write(
    path: &Path,
    contents: &Contents,
    [rungs, copy]: &[Vec<u8>; 2],
    admit: impl FnOnce(u64) -> io::Result<bool>,
) -> io::Result<Option<u64>> {
    let said = postcard::to_stdvec(contents).map_err(io::Error::other)?;
    let mut head = MARK.to_vec();
    head.extend((said.len() as u64).to_le_bytes());
    head.extend(Sha256::digest(&said));
    head.extend(&said);
    // Room is made before a byte is written, so that the folder is never over the budget.
    if !admit((head.len() + rungs.len() + copy.len()) as u64)? {
        return Ok(None);
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    write_derived_parts(path, &[&head, rungs, copy]).map_err(io::Error::other)?;
    Ok(Some(head.len() as u64))
}

#[cfg(test)]
mod tests {
    use super::{MARK, mark, settings};

    #[test]
    fn a_form_of_other_settings_is_not_opened() {
        assert_eq!(mark(&settings()), *MARK);
        let other = settings().replace("rung_quality: 92", "rung_quality: 91");
        assert_ne!(other, settings());
        assert_ne!(mark(&other), *MARK);
    }
}
