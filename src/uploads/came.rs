//! What a picture came as: the file that somebody sent, before it was cleaned.

use super::promise::{Promise, State};
use super::{NEEDED_BLOB, UPLOADS, UploadError};
use crate::store::{Digest, Papers, Records};

/// Uploads of one picture that are read at a time.
const PAGE: u32 = 100;

/// The files that became the picture `picture` and nothing else; they go where it goes.
pub async fn came_as(records: &Records, picture: &Digest) -> Result<Vec<Digest>, UploadError> {
    let papers = Papers::of(records);
    let mut files = Vec::new();
    for promise in labelled(&papers, picture).await? {
        // By the label also those are found whose picture this is not, but which came as these very bytes.
        let is_of_it =
            |promise: &Promise| matches!(&promise.state, State::Here(arrived) if arrived.picture == *picture);
        let file = promise.sha256;
        // A file that was clean as it came is the picture itself, which the caller has in hand.
        if is_of_it(&promise) && file != *picture && !files.contains(&file) {
            // The same file may have been cleaned to another picture by another edition of the program.
            if labelled(&papers, &file).await?.iter().all(is_of_it) {
                files.push(file);
            }
        }
    }
    Ok(files)
}

async fn labelled(papers: &Papers, blob: &Digest) -> Result<Vec<Promise>, UploadError> {
    let (blob, mut promises, mut after) = (blob.to_string(), Vec::new(), None);
    loop {
        let page = papers.labelled(UPLOADS, (NEEDED_BLOB, &blob), after.as_ref(), PAGE).await?;
        for paper in &page.papers {
            promises.push(Promise::read(paper)?);
        }
        after = page.next;
        if after.is_none() {
            return Ok(promises);
        }
    }
}
