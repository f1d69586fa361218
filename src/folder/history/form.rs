//! The disk shape of a history: what stands on the lines of its files.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::model;
use crate::store::{ChangeNote, Digest, Key, KindWord, Origin};

/// The present shape; another one is left alone.
pub(super) const FORMAT: u32 = 1;

/// What tells whose history it is and how long, so that one cut short is noticed.
pub(super) const SUMMARY: &str = "history/archive.json";

/// The file of a commit: `history/000001.jsonl`.
pub(super) fn commit_path(sequence: u64) -> String {
    format!("history/{sequence:06}.jsonl")
}

/// The file of a picture that only earlier revisions name.
pub(super) fn picture_path(picture: &model::Picture) -> String {
    format!("history/pictures/{}.{}", picture.sha256, picture.format.extension())
}

/// `history/archive.json`.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Summary {
    pub(super) format: u32,
    /// The digest of the first commit.
    pub(super) identity: Digest,
    pub(super) commits: u64,
    /// [`digest_of_log`] of all commits.
    pub(super) log: Digest,
}

/// The SHA-256 over the digests of all commits, each as a line of 64 digits.
pub(super) fn digest_of_log(commits: &[Digest]) -> Digest {
    Digest::of(commits.iter().fold(String::new(), |lines, commit| lines + &format!("{commit}\n")))
}

/// The first line of a commit's file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CommitLine {
    sequence: u64,
    author: String,
    message: String,
    origin: OriginWord,
    /// In UTC, to the nanosecond.
    committed_at: String,
    revisions: u64,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum OriginWord {
    Import,
    Staff,
}

/// Each line after that: a revision, in order of key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RevisionLine {
    pub(super) key: Key,
    pub(super) kind: KindWord,
    pub(super) number: u64,
    pub(super) digest: Digest,
    /// The document byte for byte; `null` if it was purged, or damaged when the archive was exported.
    pub(super) document: Option<Box<RawValue>>,
    /// The day on which the text was removed for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) purged: Option<String>,
}

impl From<&ChangeNote> for CommitLine {
    fn from(commit: &ChangeNote) -> Self {
        Self {
            sequence: commit.sequence,
            author: commit.author.clone(),
            message: commit.message.clone(),
            origin: match commit.origin {
                Origin::Import => OriginWord::Import,
                Origin::Staff => OriginWord::Staff,
            },
            committed_at: format!("{:.9}", commit.committed_at),
            revisions: commit.revisions,
        }
    }
}

impl TryFrom<CommitLine> for ChangeNote {
    type Error = String;

    fn try_from(line: CommitLine) -> Result<Self, String> {
        let CommitLine { sequence, author, message, origin, committed_at, revisions } = line;
        // While nothing has been written: the store would refuse it in the middle of a replay.
        if author.contains('\0') || message.contains('\0') {
            return Err("the author or the message holds the character U+0000".to_owned());
        }
        let committed_at = committed_at.parse().map_err(|_| format!("{committed_at:?} is no time in UTC"))?;
        let origin = match origin {
            OriginWord::Import => Origin::Import,
            OriginWord::Staff => Origin::Staff,
        };
        Ok(Self { sequence, author, message, origin, committed_at, revisions })
    }
}

/// The picture that a document of this kind names, if it is one that names pictures.
pub(super) fn picture_of(
    kind: &KindWord,
    document: &str,
) -> Result<Option<model::Picture>, serde_json::Error> {
    // Nothing else is asked of it, since an earlier program may have written the rest in a form of its own.
    #[derive(Deserialize)]
    struct WithPicture {
        picture: model::Picture,
    }
    if kind.as_str() != model::Kind::Photo.word() {
        return Ok(None);
    }
    serde_json::from_str(document).map(|WithPicture { picture }| Some(picture))
}
