//! What has come of a change's files and what has not, device by device.

use std::collections::BTreeMap;

use super::known::{is_photo_of, root};
use super::promise::{Promise, State};
use super::{UploadError, Uploads};
use crate::changes::Change;
use crate::image::{Likeness, likeness};
use crate::model::Id;

/// One device's files: 「手机一：200 张，到 160，未到 40」.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceLine {
    /// What its people call it.
    pub name: String,
    /// Files it promised that are taken and were not given up.
    pub total: usize,
    /// Of those, the ones that have come or were there.
    pub arrived: usize,
    /// The ones that are still to come.
    pub missing: usize,
    /// Files beside them that are not taken.
    pub refused: usize,
}

/// A photo that another looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Like {
    /// One of the same change, as that calls it.
    InChange(String),
    /// A published one.
    Published(Id),
}

/// A promised file of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The promise.
    pub promise: Promise,
    /// Bytes that are there.
    pub offset: u64,
    /// What it looks like.
    pub like: Vec<Like>,
}

/// All files of a change.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Files {
    /// By device, in order of their names.
    pub devices: Vec<DeviceLine>,
    /// The files, as they were promised. A photo that was taken out is not among them.
    pub files: Vec<File>,
}

impl Uploads {
    /// The files of a change, and how they stand; those that came by the change it was parted from are among them.
    pub async fn files(&self, change: &Change) -> Result<Files, UploadError> {
        let of = async |change: &str| {
            let promised = self.promised(("change", change)).await?;
            Ok::<_, UploadError>(promised.into_iter().map(|(promise, _)| promise))
        };
        let mut promises: Vec<Promise> = of(change.id.as_str()).await?.collect();
        // `20261128-0003-2-2` was parted from `…-2`, and that from `…-0003`: each may have brought a photo in.
        let mut before = change.id.as_str();
        while before.len() > root(&change.id).len() {
            before = before.rsplit_once('-').map_or(root(&change.id), |(before, _)| before);
            promises.extend(of(before).await?.filter(
                |promise| matches!(&promise.state, State::Here(arrived) if is_photo_of(change, arrived)),
            ));
        }
        // Only while a change is open does a missing photo mean that it was taken out; of one that is over all
        // that came is told.
        promises.retain(|promise| match &promise.state {
            State::Here(arrived) => is_photo_of(change, arrived) || !change.state.is_open(),
            _ => true,
        });
        promises.sort_by(|a, b| (a.at, &a.name, &a.id).cmp(&(b.at, &b.name, &b.id)));
        let published = self.published_likenesses(change).await?;
        let mut files = Vec::with_capacity(promises.len());
        for promise in &promises {
            let offset = match &promise.state {
                // Not `size`, which syncs each file: a page with two thousand of them would stand still.
                State::Wanted { .. } => self.parts.written(promise.id.key()).await?,
                State::Here(_) | State::Same { .. } => promise.size,
                State::GivenUp { .. } | State::Refused { .. } => 0,
            };
            let like = looks_like(promise, &promises, &published);
            files.push(File { promise: promise.clone(), offset, like });
        }
        Ok(Files { devices: devices(&promises), files })
    }

    async fn published_likenesses(&self, change: &Change) -> Result<Vec<(Id, Likeness)>, UploadError> {
        let photos = self.changes.photos_of(&change.about).await?;
        let drawn = photos.into_iter().filter(|photo| !photo.stand_in);
        Ok(drawn.filter_map(|photo| Some((photo.id, likeness(&photo.picture.placeholder)?))).collect())
    }
}

fn looks_like(promise: &Promise, all: &[Promise], published: &[(Id, Likeness)]) -> Vec<Like> {
    let of = |promise: &Promise| match &promise.state {
        State::Here(arrived) => Some((arrived.record.clone(), arrived.likeness?)),
        _ => None,
    };
    let Some((own, likeness)) = of(promise) else { return Vec::new() };
    let others =
        all.iter().filter_map(of).filter(|(record, other)| *record != own && other.is_near(likeness));
    let mut likes: Vec<Like> = others.map(|(record, _)| Like::InChange(record)).collect();
    let published = published.iter().filter(|(_, other)| other.is_near(likeness));
    likes.extend(published.map(|(id, _)| Like::Published(id.clone())));
    likes
}

fn devices(promises: &[Promise]) -> Vec<DeviceLine> {
    let mut lines: BTreeMap<&str, DeviceLine> = BTreeMap::new();
    for promise in promises {
        // A file that two devices have promised counts in both lines: each says whether that device is done.
        for device in &promise.devices {
            let line = lines.entry(device).or_insert_with(|| DeviceLine {
                name: device.clone(),
                total: 0,
                arrived: 0,
                missing: 0,
                refused: 0,
            });
            match &promise.state {
                State::Wanted { .. } => line.missing += 1,
                State::Here(_) | State::Same { .. } => line.arrived += 1,
                State::Refused { .. } => line.refused += 1,
                State::GivenUp { .. } => {}
            }
            line.total = line.arrived + line.missing;
        }
    }
    lines.into_values().filter(|line| line.total + line.refused > 0).collect()
}
