//! The box that describes a HEIC file's pictures, `meta`, without what is only said there: names, notes of programs and
//! of people. Each part keeps its place and its length, since the properties are numbered.

use heifer::heifer_isobmff::{BoxIter, RawBox};

use super::empty;
use crate::image::ProbeError;
use crate::image::formats::heic::{damaged, refusal};

/// Parts that are needed to find the pictures and to put them together, each of which there is once.
const PARTS: [&[u8; 4]; 8] = [b"hdlr", b"pitm", b"iinf", b"iloc", b"iref", b"iprp", b"idat", b"grpl"];

/// Properties that say how a picture is decoded, put together, coloured, turned and cut (ISO/IEC 23008-12, clause 6.5, and
/// ISO/IEC 14496-12 for those of colour).
const PROPERTIES: [&[u8; 4]; 18] = [
    b"hvcC", b"lhvC", b"ispe", b"pixi", b"pasp", b"colr", b"irot", b"imir", b"clap", b"iscl", b"rloc",
    b"auxC", b"clli", b"mdcv", b"cclv", b"amve", b"lsel", b"tols",
];

/// Bytes of a handler before its name: version, a zero, the kind, three zeros (ISO/IEC 14496-12, 8.4.3).
const HANDLER_BYTES: usize = 24;

/// Strips the description, which lies in `to` at its own place.
pub(super) fn strip(to: &mut [u8], description: &RawBox<'_>) -> Result<(), ProbeError> {
    // Behind version and flags.
    let mut seen = Vec::new();
    for (part, begin) in within(description.content.get(4..), description, description.offset, 4)? {
        let name = part.header.box_type.0;
        if !PARTS.contains(&&name) {
            empty(to, &part, begin);
            continue;
        }
        // One reader takes the first of two, another the last.
        if seen.contains(&name) {
            return Err(damaged("a part of its description is there twice"));
        }
        seen.push(name);
        match &name {
            b"hdlr" => blank(to, &part, begin, HANDLER_BYTES),
            b"iinf" => strip_items(to, &part, begin)?,
            b"iprp" => strip_properties(to, &part, begin)?,
            b"grpl" => strip_groups(to, &part, begin)?,
            _ => {}
        }
    }
    Ok(())
}

/// Of each item what it is, and not how it is called.
fn strip_items(to: &mut [u8], list: &RawBox<'_>, begin: usize) -> Result<(), ProbeError> {
    // Behind version, flags and the count.
    let behind = if list.content.first() == Some(&0) { 6 } else { 8 };
    for (item, begin) in within(list.content.get(behind..), list, begin, behind)? {
        match (&item.header.box_type.0, item.content.first()) {
            // Version and flags, number, protection, kind; then names, of which one that is empty is a zero.
            (b"infe", Some(2)) => blank(to, &item, begin, 12),
            (b"infe", Some(3)) => blank(to, &item, begin, 14),
            _ => empty(to, &item, begin),
        }
    }
    Ok(())
}

/// The properties that are needed. Another leaves an empty place, which counts as well (ISO/IEC 14496-12, 8.11.14).
fn strip_properties(to: &mut [u8], list: &RawBox<'_>, begin: usize) -> Result<(), ProbeError> {
    for (part, begin) in within(Some(list.content), list, begin, 0)? {
        match &part.header.box_type.0 {
            b"ipma" => {}
            b"ipco" => {
                for (property, begin) in within(Some(part.content), &part, begin, 0)? {
                    if !PROPERTIES.contains(&&property.header.box_type.0) {
                        empty(to, &property, begin);
                    }
                }
            }
            _ => empty(to, &part, begin),
        }
    }
    Ok(())
}

/// The groups that say which picture stands for which, such as a brighter one for the same.
fn strip_groups(to: &mut [u8], list: &RawBox<'_>, begin: usize) -> Result<(), ProbeError> {
    for (group, begin) in within(Some(list.content), list, begin, 0)? {
        match (&group.header.box_type.0, group.content.get(8..12)) {
            // Version and flags, number, count; then so many numbers of items.
            (b"altr", Some(&[a, b, c, d])) => {
                let items = u32::from_be_bytes([a, b, c, d]) as usize;
                blank(to, &group, begin, items.saturating_mul(4).saturating_add(12));
            }
            _ => empty(to, &group, begin),
        }
    }
    Ok(())
}

/// The parts of a part that begins at `begin`, from so many bytes of its content on, with the places where they begin.
fn within<'a>(
    content: Option<&'a [u8]>,
    of: &RawBox<'_>,
    begin: usize,
    skipped: usize,
) -> Result<Vec<(RawBox<'a>, usize)>, ProbeError> {
    let begin = begin + of.header.header_size as usize + skipped;
    let parts = BoxIter::new(content.unwrap_or_default()).map(|part| part.map_err(refusal));
    parts.map(|part| part.map(|part| (begin + part.offset, part)).map(|(at, part)| (part, at))).collect()
}

/// Makes zero what a part has behind so many bytes of its content.
fn blank(to: &mut [u8], part: &RawBox<'_>, begin: usize, kept: usize) {
    let content = begin + part.header.header_size as usize;
    if let Some(rest) = to.get_mut(content..content + part.content.len()).and_then(|own| own.get_mut(kept..))
    {
        rest.fill(0);
    }
}
