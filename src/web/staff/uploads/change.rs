//! Whose change it is: those of others are not there.

use crate::changes::{Change, ChangeError, ChangeId};
use crate::uploads::{Promise, UploadError, UploadId};
use crate::web::site::Site;
use crate::web::staff::member::Member;

/// A change that a member may see.
pub(super) async fn seen(site: &Site, member: &Member, id: &str) -> Result<Change, UploadError> {
    let id = ChangeId::parse(id).ok_or(UploadError::NotFound)?;
    let change = match site.uploads().changes().get(&id).await {
        Err(ChangeError::NotFound) => return Err(UploadError::NotFound),
        change => change?,
    };
    if member.may_read(&change) { Ok(change) } else { Err(UploadError::NotFound) }
}

/// A change that a member writes.
pub(super) async fn written(site: &Site, member: &Member, id: &str) -> Result<Change, UploadError> {
    let change = seen(site, member, id).await?;
    let is_theirs = change.is_written_by(member.account().name.as_str());
    if is_theirs { Ok(change) } else { Err(UploadError::NotFound) }
}

/// A promise to a change that a member writes.
pub(super) async fn promised(site: &Site, member: &Member, id: &str) -> Result<Promise, UploadError> {
    let id = UploadId::parse(id).ok_or(UploadError::NotFound)?;
    let promise = site.uploads().get(&id).await?;
    written(site, member, promise.change.as_str()).await?;
    Ok(promise)
}
