//! A HEIC file of which only the coded pictures are left where they were, and of its description what is needed to show
//! them: everything else in it is made zero, and what stands behind the last of them is cut off, such as the film of a
//! moving photo.

mod description;

use std::ops::Range;

use heifer::heifer_isobmff::boxes::ConstructionMethod;
use heifer::heifer_isobmff::{BoxIter, HeifFile, RawBox};

use super::{damaged, refusal};
use crate::image::ProbeError;

/// Items that are coded pictures or say how they are put together.
const PICTURES: [&[u8; 4]; 5] = [b"hvc1", b"grid", b"iden", b"iovl", b"tmap"];

/// The same coded pictures, at the same places of the file.
pub(in crate::image::formats) fn clean(bytes: &[u8]) -> Result<Vec<u8>, ProbeError> {
    super::container::check_counts(bytes)?;
    let file = HeifFile::parse(bytes).map_err(refusal)?;
    let parts: Vec<RawBox<'_>> = BoxIter::new(bytes).map_while(Result::ok).collect();
    let mut descriptions = parts.iter().filter(|part| part.header.box_type.0 == *b"meta");
    let (Some(description), None) = (descriptions.next(), descriptions.next()) else {
        return Err(damaged("more than one description"));
    };
    let idat = idat(description);
    // Zeros as long as the file: the boxes say places in it, so that what moves would have to be said anew.
    let mut to = vec![0; bytes.len()];
    for part in &parts {
        let head = part.offset..part.offset + part.header.header_size as usize;
        match &part.header.box_type.0 {
            b"ftyp" | b"meta" => copy(&mut to, bytes, part.offset..head.end + part.content.len()),
            // Of what is in it only the pictures come back, below.
            b"mdat" => copy(&mut to, bytes, head),
            _ => {
                copy(&mut to, bytes, head);
                empty(&mut to, part, part.offset);
            }
        }
    }
    description::strip(&mut to, description)?;
    if let Some(place) = &idat {
        // It came along with `meta`, and may hold anything beside pictures.
        to[place.clone()].fill(0);
    }
    let kept = kept(&file, bytes.len(), idat);
    for range in &kept {
        copy(&mut to, bytes, range.clone());
    }
    to.truncate(end(&parts, &kept));
    Ok(to)
}

/// Where the data of the pictures lies in the file.
fn kept(file: &HeifFile<'_>, length: usize, idat: Option<Range<usize>>) -> Vec<Range<usize>> {
    let mut kept = Vec::new();
    for item in file.items.iter().filter(|item| PICTURES.contains(&&item.item_type.0)) {
        let Some(location) = &item.location else { continue };
        let within = match location.construction_method {
            ConstructionMethod::File => 0..length,
            ConstructionMethod::Idat => idat.clone().unwrap_or(0..0),
            // Made of other items, which are kept for themselves.
            ConstructionMethod::Item => continue,
        };
        for extent in &location.extents {
            let begin = usize::try_from(extent.offset).unwrap_or(length).saturating_add(within.start);
            let long = usize::try_from(extent.length).unwrap_or(length);
            let end = if long == 0 { within.end } else { begin.saturating_add(long).min(within.end) };
            if begin < end {
                kept.push(begin..end);
            }
        }
    }
    // Those that lie over one another are copied once, however many they are.
    kept.sort_by_key(|range| range.start);
    kept.dedup_by(|next, before| {
        let is_joined = next.start <= before.end;
        if is_joined {
            before.end = before.end.max(next.end);
        }
        is_joined
    });
    kept
}

/// Where the data lies that the description carries itself.
fn idat(meta: &RawBox<'_>) -> Option<Range<usize>> {
    let begin = meta.offset + meta.header.header_size as usize + 4;
    let own = BoxIter::new(meta.content.get(4..)?).map_while(Result::ok);
    let part = own.into_iter().find(|part| part.header.box_type.0 == *b"idat")?;
    let begin = begin + part.offset + part.header.header_size as usize;
    Some(begin..begin + part.content.len())
}

/// The end of the last part in which anything is.
fn end(parts: &[RawBox<'_>], kept: &[Range<usize>]) -> usize {
    let place =
        |part: &RawBox<'_>| part.offset..part.offset + part.header.header_size as usize + part.content.len();
    let is_needed = |part: &RawBox<'_>| {
        let own = place(part);
        matches!(&part.header.box_type.0, b"ftyp" | b"meta")
            || kept.iter().any(|range| range.start < own.end && own.start < range.end)
    };
    parts.iter().filter(|part| is_needed(part)).map(|part| place(part).end).max().unwrap_or(0)
}

/// Makes a part, which begins at this place, an empty one. Its length stays and says where the next one begins; its
/// name becomes that of an empty place.
fn empty(to: &mut [u8], part: &RawBox<'_>, begin: usize) {
    let end = begin + part.header.header_size as usize + part.content.len();
    // The name of a `uuid` box tells which program has written it, and stands behind its length.
    let length_bytes =
        part.header.header_size as usize - if part.header.user_type.is_some() { 16 } else { 0 };
    if let Some(behind) = to.get_mut(begin + length_bytes..end) {
        behind.fill(0);
    }
    if let Some(name) = to.get_mut(begin + 4..begin + 8) {
        name.copy_from_slice(b"free");
    }
}

fn copy(to: &mut [u8], from: &[u8], range: Range<usize>) {
    if let (Some(to), Some(from)) = (to.get_mut(range.clone()), from.get(range)) {
        to.copy_from_slice(from);
    }
}
