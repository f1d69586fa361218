//! One view at two times: photographs that were taken from the same place, the older beside the younger.

use serde::Serialize;

use super::picture::{PhotoCard, Photos, card};
use super::reader::{DateText, Reader, Text};
use crate::archive::{PhotoEntry, Published};
use crate::model::{PartialDate, Photo};

/// Two photographs of one viewpoint.
#[derive(Debug, Clone, Serialize)]
pub(in crate::web) struct Pair {
    viewpoint: Text,
    before: Shot,
    after: Shot,
}

/// One of them.
#[derive(Debug, Clone, Serialize)]
struct Shot {
    card: PhotoCard,
    taken: DateText,
}

/// A photograph that says from where and when it was taken.
struct Dated<'p> {
    photo: &'p Published<Photo>,
    viewpoint: String,
    taken: PartialDate,
}

impl<'p> Dated<'p> {
    fn of(photo: &'p Published<Photo>) -> Option<Self> {
        let record = &photo.record;
        // The words are the only sign of a viewpoint: blanks within them mean nothing.
        let viewpoint: String = record.viewpoint.as_ref()?.zh.split_whitespace().collect();
        // A drawing shows no day.
        let is_of_a_day = !record.stand_in && !viewpoint.is_empty();
        is_of_a_day.then_some(Self { photo, viewpoint, taken: record.taken? })
    }

    fn shot(&self, reader: &Reader<'_>) -> Shot {
        Shot {
            card: card(&self.photo.record, self.photo.revision.number, reader),
            taken: reader.date(self.taken),
        }
    }
}

/// Whether one date is surely before another: 2024 is not before May 2024.
fn is_before(one: PartialDate, other: PartialDate) -> bool {
    let (one, other) = (one.parts(), other.parts());
    one.iter().zip(&other).find(|(a, b)| a != b).is_some_and(|(a, b)| a < b)
}

fn pair(before: &Dated<'_>, after: &Dated<'_>, reader: &Reader<'_>) -> Option<Pair> {
    let viewpoint = reader.text(after.photo.record.viewpoint.as_ref()?);
    Some(Pair { viewpoint, before: before.shot(reader), after: after.shot(reader) })
}

/// Of each viewpoint the oldest photograph and the youngest, up to `most` viewpoints in the order of the photos.
pub(in crate::web) fn pairs(
    entries: &[PhotoEntry],
    photos: &Photos,
    most: usize,
    reader: &Reader<'_>,
) -> Vec<Pair> {
    let dated: Vec<Dated<'_>> =
        entries.iter().filter_map(|entry| Dated::of(photos.get(&entry.id)?)).collect();
    let is_first = |place: usize| !dated[..place].iter().any(|one| one.viewpoint == dated[place].viewpoint);
    let of_viewpoint = |place: usize| {
        let mut of_it: Vec<_> = dated.iter().filter(|one| one.viewpoint == dated[place].viewpoint).collect();
        of_it.sort_by_key(|one| one.taken.parts());
        let (oldest, youngest) = (of_it.first()?, of_it.last()?);
        is_before(oldest.taken, youngest.taken).then(|| pair(oldest, youngest, reader)).flatten()
    };
    (0..dated.len()).filter(|place| is_first(*place)).filter_map(of_viewpoint).take(most).collect()
}

/// A photograph beside the one of its viewpoint that is farthest from it in time.
pub(in crate::web) fn pair_of(
    photo: &Published<Photo>,
    entries: &[PhotoEntry],
    photos: &Photos,
    reader: &Reader<'_>,
) -> Option<Pair> {
    let this = Dated::of(photo)?;
    let others = entries.iter().filter(|entry| entry.id != photo.record.id);
    let mut others: Vec<Dated<'_>> = others
        .filter_map(|entry| Dated::of(photos.get(&entry.id)?))
        .filter(|other| other.viewpoint == this.viewpoint)
        .collect();
    others.sort_by_key(|other| other.taken.parts());
    let years = |other: &Dated<'_>| (i32::from(other.taken.year()) - i32::from(this.taken.year())).abs();
    let (first, last) = (others.first()?, others.last()?);
    let farthest = if years(first) > years(last) { first } else { last };
    match (is_before(farthest.taken, this.taken), is_before(this.taken, farthest.taken)) {
        (true, _) => pair(farthest, &this, reader),
        (_, true) => pair(&this, farthest, reader),
        _ => None,
    }
}
