//! The papers of a change as its form, its review and its slip show them, and who may do what with them.

use serde::Serialize;

use super::looked_at::DOCX;
use crate::changes::{Attachment, AttachmentKind, Change};
use crate::model::address::Page;
use crate::people::Action;
use crate::web::staff::hand::may_edit;
use crate::web::staff::member::Member;
use crate::web::staff::times::moment;
use crate::web::views::reader::{Labelled, Reader};

/// The papers of a change.
#[derive(Serialize)]
pub(super) struct PapersView {
    list: Vec<PaperView>,
    /// Whether only their names are left.
    are_gone: bool,
    /// Where one more is sent, if this page takes one.
    add: Option<AddView>,
    /// Why what was sent was not taken.
    problem: Option<String>,
}

#[derive(Serialize)]
struct PaperView {
    id: String,
    kind: Labelled,
    name: String,
    href: Option<String>,
    size: String,
    by: String,
    at: String,
    remove: Option<String>,
    essay: Option<String>,
}

#[derive(Serialize)]
struct AddView {
    kind: &'static str,
    action: String,
    accept: String,
    /// The largest one, in words.
    what: String,
}

/// The page that papers are shown on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The form: reports come in there.
    Form,
    /// The review: to be read.
    Review,
    /// The slip: its signed scan comes in there.
    Slip,
}

/// Whether somebody may attach papers of a kind to a change.
pub(super) fn may_attach(member: &Member, change: &Change, kind: AttachmentKind) -> bool {
    let is_theirs = match kind {
        AttachmentKind::Report => may_edit(member, change),
        // Whoever may decide on it; once it is published, whoever may publish.
        AttachmentKind::Signed if change.state.is_in_review() => member.may(Action::Review),
        AttachmentKind::Signed => member.may(Action::Publish),
    };
    is_theirs && change.takes(kind)
}

/// Whether somebody may take a paper of a kind off a change: who may attach one, and of what is published the report too, as
/// what was published can be taken back.
pub(super) fn may_remove(member: &Member, change: &Change, kind: AttachmentKind) -> bool {
    may_attach(member, change, kind)
        || (!change.takes(kind) && change.lets_go(kind) && member.may(Action::Withdraw))
}

/// The papers of a change, of which one has `most` bytes at most; `fault` says what became of the last one that was sent.
pub(super) fn papers(
    reader: &Reader<'_>,
    member: &Member,
    (change, most): (&Change, u64),
    place: Place,
    fault: Option<&str>,
) -> PapersView {
    let kind = match place {
        Place::Form => Some(AttachmentKind::Report),
        Place::Review => None,
        Place::Slip => Some(AttachmentKind::Signed),
    };
    let add = kind.filter(|kind| may_attach(member, change, *kind)).map(|kind| AddView {
        kind: kind.word(),
        action: reader.url(&Page::below_change(&change.id, "papers").with("kind", kind.word())),
        accept: match kind {
            // By ending and by type: telephones know the one or the other.
            AttachmentKind::Report => format!(".docx,{DOCX}"),
            AttachmentKind::Signed => ".pdf,application/pdf,image/jpeg,image/png,image/tiff".to_owned(),
        },
        what: reader.t_with(&format!("paper-what-{}", kind.word()), [("most", (most / 1_000_000).into())]),
    });
    let view = |paper: &Attachment| {
        let below = |act: &str| {
            reader.url(&Page::below_change(&change.id, format_args!("papers/{}{act}", paper.sha256)))
        };
        // On the page that it came in by; when its form is over, on the slip, which stays.
        let is_here = kind == Some(paper.kind) || (place == Place::Slip && !change.takes(paper.kind));
        let is_acted_on = is_here && may_remove(member, change, paper.kind);
        let is_kept = change.keeps_attachments();
        let is_text =
            is_kept && paper.media_type == DOCX && place == Place::Form && member.may(Action::Draft);
        PaperView {
            id: paper.sha256.to_string()[..12].to_owned(),
            kind: Labelled {
                id: paper.kind.word().to_owned(),
                label: reader.t(&format!("paper-{}", paper.kind.word())),
            },
            name: paper.name.clone(),
            href: is_kept.then(|| below("")),
            size: size(paper.bytes),
            by: paper.by.shown.clone(),
            at: moment(paper.at).text,
            // With the kind: also of one that is gone meanwhile it is known which page leads there.
            remove: is_acted_on.then(|| {
                let to = Page::below_change(&change.id, format_args!("papers/{}/remove", paper.sha256));
                reader.url(&to.with("kind", paper.kind.word()))
            }),
            essay: is_text.then(|| below("/essay")),
        }
    };
    let list = change.attachments.iter().map(view).collect();
    let are_gone = !change.keeps_attachments() && !change.attachments.is_empty();
    PapersView { list, are_gone, add, problem: fault.and_then(|code| problem(reader, code, most)) }
}

/// What is said of a fault by its code, which came in an address.
fn problem(reader: &Reader<'_>, code: &str, most: u64) -> Option<String> {
    // Only what is a word: keys of other texts hold digits and stops.
    let is_word = code.len() <= 30 && code.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    match code {
        "too-large" => {
            let most = [("about", (most / 1_000_000).into())];
            Some(reader.t_with("upload-refused-too-large", most))
        }
        "too-many-papers" => Some(
            reader
                .t_with("upload-fault-too-many-papers", [("most", crate::changes::MOST_ATTACHMENTS.into())]),
        ),
        code if is_word => reader
            .maybe(&format!("paper-fault-{code}"))
            .or_else(|| reader.maybe(&format!("upload-refused-{code}")))
            .or_else(|| reader.maybe(&format!("upload-fault-{code}"))),
        _ => None,
    }
}

/// How large a file is, as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..100_000 => format!("{} KB", bytes.div_ceil(1_000)),
        // Only shown: a rounded figure is what people want.
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
