//! The photos of a change: those that come in, those taken out again, and the stand-ins whose place they take.

use jiff::Timestamp;

use super::Changes;
use super::change::{Change, ChangeId, Entered, Person, Proposed, Template};
use super::error::ChangeError;
use super::save::{MAX_RECORDS, RIGHTS};
use super::sides::{Sides, number_of};
use crate::model::{Id, Kind, Photo, Picture, Record};

impl Changes {
    /// Takes a photo into a change that is being written, and gives the name it has there: `new-1`, `new-2`, …
    ///
    /// The same picture is taken in once, however often it comes. Credit and licence are those of who brings it, until
    /// somebody says otherwise.
    pub async fn add_photo(
        &self,
        id: &ChangeId,
        by: &Person,
        picture: &Picture,
    ) -> Result<(Change, String), ChangeError> {
        let mut name = String::new();
        let change = self
            .alter(id, |change, at| {
                if !change.state.is_written() {
                    return Err(ChangeError::WrongState(change.state));
                }
                if change.template == Template::Essay {
                    return Err(ChangeError::NoRecord);
                }
                // This is also what makes it safe to hand an upload over once more after a kill.
                name = match named(change, picture) {
                    Some(known) => known,
                    None => added(change, by, at, picture)?,
                };
                Ok(())
            })
            .await?;
        Ok((change, name))
    }

    /// Takes a photo that came in out of a change again, or what it alters of a published one; what is not there is no error.
    ///
    /// Whoever may write it is for the caller to say; a reviewer writes what is in review.
    pub async fn remove_photo(&self, id: &ChangeId, by: &Person, name: &str) -> Result<Change, ChangeError> {
        self.alter(id, |change, at| {
            match change.records.get(name).map(|proposed| proposed.kind) {
                None => return Ok(()),
                Some(Kind::Photo) => {}
                Some(_) => return Err(ChangeError::NoRecord),
            }
            touched(change, by, at)?;
            change.records.remove(name);
            Ok(())
        })
        .await
    }

    /// Says which stand-in of its village a photo takes the place of; `None`: of none, it is one more.
    ///
    /// Whoever may do so is for the caller to say.
    ///
    /// # Errors
    /// [`ChangeError::NoRecord`] where there is no such photo or stand-in, [`ChangeError::BadId`] where another photo of the
    /// change takes its place.
    pub async fn replace_stand_in(
        &self,
        id: &ChangeId,
        by: &Person,
        name: &str,
        stand_in: Option<&Id>,
    ) -> Result<Change, ChangeError> {
        // What a change is about never changes, so that it can be asked before the archive is.
        let about = self.get(id).await?.about;
        if let Some(stand_in) = stand_in {
            let found = self.snapshot().await?.get::<Photo>(stand_in).await?;
            let is_one = found.is_some_and(|found| found.record.stand_in && found.record.village == about);
            if !is_one {
                return Err(ChangeError::NoRecord);
            }
        }
        self.alter(id, |change, at| {
            let others = change.records.iter().filter(|(other, _)| *other != name);
            let mut taken = others.filter_map(|(_, proposed)| proposed.replaces.as_ref());
            if stand_in.is_some_and(|stand_in| taken.any(|other| other == stand_in)) {
                return Err(ChangeError::BadId);
            }
            let proposed = change.records.get(name).filter(|proposed| proposed.picture.is_some());
            if proposed.ok_or(ChangeError::NoRecord)?.replaces.as_ref() == stand_in {
                return Ok(());
            }
            touched(change, by, at)?;
            if let Some(proposed) = change.records.get_mut(name) {
                proposed.replaces = stand_in.cloned();
            }
            Ok(())
        })
        .await
    }

    /// The published photos of a village, those kept inside too, in the order of their numbers.
    pub async fn photos_of(&self, village: &Id) -> Result<Vec<Photo>, ChangeError> {
        let found = self.published_photos(village).await?;
        Ok(found
            .into_iter()
            .filter_map(|side| match side.live?.record {
                Record::Photo(photo) => Some(photo),
                _ => None,
            })
            .collect())
    }

    /// The same as a change has them that has touched none of them, in one reading however many they are.
    pub async fn published_photos(&self, village: &Id) -> Result<Vec<Sides>, ChangeError> {
        let snapshot = self.snapshot().await?;
        let keys = snapshot.photos_of([village]).into_iter().collect();
        let mut found: Vec<Sides> =
            snapshot.get_any(&keys).await?.into_iter().filter_map(Sides::untouched).collect();
        found.sort_by_key(|side| number_of(&side.id));
        Ok(found)
    }
}

/// The photo of a change that has this picture.
fn named(change: &Change, picture: &Picture) -> Option<String> {
    let has = |proposed: &Proposed| proposed.picture.as_ref().is_some_and(|own| own.sha256 == picture.sha256);
    change.records.iter().find(|(_, proposed)| has(proposed)).map(|(name, _)| name.clone())
}

fn added(change: &mut Change, by: &Person, at: Timestamp, picture: &Picture) -> Result<String, ChangeError> {
    if change.records.len() >= MAX_RECORDS {
        return Err(ChangeError::TooLarge);
    }
    // Counted on, not up from what is there: comments and open forms may still name a photo that was taken out, and
    // must not mean another by it.
    change.last_photo += 1;
    change.edition += 1;
    let name = format!("new-{}", change.last_photo);
    let mut proposed = Proposed::new(Kind::Photo, true);
    for (field, value) in [("credit.zh", by.shown.as_str()), ("rights", RIGHTS)] {
        let (value, over, edition) = (value.to_owned(), String::new(), change.edition);
        proposed.fields.insert(field.to_owned(), Entered { value, over, by: by.clone(), at, edition });
    }
    proposed.picture = Some(picture.clone());
    change.records.insert(name.clone(), proposed);
    Ok(name)
}

/// Notes that a change is altered, if it still may be.
fn touched(change: &mut Change, by: &Person, at: Timestamp) -> Result<(), ChangeError> {
    if !change.state.is_open() {
        return Err(ChangeError::WrongState(change.state));
    }
    change.altered(at, by);
    Ok(())
}
