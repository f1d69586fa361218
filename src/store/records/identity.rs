//! What a commit is told from every other by, and an archive by its first, which nothing later can change.

use futures::TryStreamExt;
use sha2::{Digest as _, Sha256};

use super::{ChangeNote, Records};
use crate::store::{Digest, Key, StoreError};

/// Revisions of a commit that its mark is made of.
const MARKED: u32 = 500;

/// Makes the digest of a commit, revision by revision.
///
/// It is the SHA-256 of the commit's line as a JSON array (sequence, author, message, origin, time in UTC with
/// nine decimals, count of revisions) and then of `key digest` for each of its revisions in order of key, each
/// of these lines ending with a line feed.
#[derive(Debug)]
pub struct CommitDigest(Sha256);

impl CommitDigest {
    /// Begins with the line of the commit.
    pub fn of(commit: &ChangeNote) -> Self {
        let ChangeNote { sequence, author, message, origin, committed_at, revisions } = commit;
        let at = format!("{committed_at:.9}");
        // JSON, so that a line feed in an author or a message cannot pass for the end of the line. Exports, lists
        // and the search index keep what is hashed here: in another form every archive would be another one.
        let line = serde_json::json!([sequence, author, message, origin.as_str(), at, revisions]);
        Self(Sha256::new().chain_update(format!("{line}\n")))
    }

    /// Adds the next revision; the caller keeps to the order of keys.
    pub fn add(&mut self, key: &Key, digest: &Digest) {
        self.0.update(format!("{key} {digest}\n"));
    }

    /// The digest.
    pub fn finish(self) -> Digest {
        Digest::finish(self.0)
    }
}

impl Records {
    /// What this archive is told by from all others, the digest of its first commit; `None` before that.
    ///
    /// Copies of an archive share it, whatever was committed to them since.
    pub async fn identity(&self) -> Result<Option<Digest>, StoreError> {
        Ok(self.commit_digests(1).await?.pop())
    }

    /// What commit `sequence` is told by from one of the same number in another state of the archive: the digest of its
    /// line and of the first of its revisions. `None` if there is no such commit.
    ///
    /// Not of all of them, unlike [`Records::commit_digests`]: it is asked at each start, and an archive may have come in
    /// one commit. Commits of two states differ in their time, to the nanosecond, before anything else.
    pub async fn mark_of(&self, sequence: u64) -> Result<Option<Digest>, StoreError> {
        let mut mark: Option<CommitDigest> = None;
        for (commit, note) in self.begin_of_commit(sequence, MARKED).await? {
            mark.get_or_insert_with(|| CommitDigest::of(&commit)).add(&note.key, &note.digest);
        }
        Ok(mark.map(CommitDigest::finish))
    }

    /// The digests of the commits 1, 2, 3 … up to number `last`, or to the newest.
    pub async fn commit_digests(&self, last: u64) -> Result<Vec<Digest>, StoreError> {
        let mut digests = Vec::new();
        let mut open: Option<(u64, CommitDigest)> = None;
        // A commit without revisions would not come here at all; the schema allows none.
        let mut revisions = self.log_of_notes(last);
        while let Some((commit, note)) = revisions.try_next().await? {
            if open.as_ref().is_none_or(|(sequence, _)| *sequence != commit.sequence) {
                let begun = (commit.sequence, CommitDigest::of(&commit));
                digests.extend(open.replace(begun).map(|(_, whole)| whole.finish()));
            }
            if let Some((_, digest)) = &mut open {
                digest.add(&note.key, &note.digest);
            }
        }
        digests.extend(open.map(|(_, whole)| whole.finish()));
        Ok(digests)
    }
}
