//! Finding changes by number, village, people and by the words of their reports.
//!
//! Working papers are in no index: they are read through, the newest first, as many as are said here.

use std::collections::BTreeSet;
use std::time::Duration;

use super::words;
use crate::changes::{Change, State};
use crate::search::{Marked, Words};
use crate::web::errors::PageError;
use crate::web::site::Site;
use crate::web::staff::member::Member;
use crate::web::views::reader::Reader;

/// The most changes that are looked through.
pub(super) const MOST_CHANGES: usize = 5_000;

/// The most reports that are read for one question; each may have the words of a book.
pub(super) const MOST_REPORTS: usize = 300;

/// Changes that are read at a time.
const PAGE: u32 = 20;

/// So long somebody waits for who looks through them before.
const MOST_WAIT: Duration = Duration::from_secs(5);

/// What was found.
#[derive(Default)]
pub(super) struct Found {
    /// The changes, the newest first, each with the piece of a report that it was found by.
    pub(super) changes: Vec<(Change, Option<InReport>)>,
    /// Whether older ones were not looked at.
    pub(super) is_cut: bool,
}

/// A piece of a report.
pub(super) struct InReport {
    pub(super) name: String,
    pub(super) marked: Marked,
}

/// Looks for changes that hold all the words, among those that somebody may see, until there are `most`.
pub(super) async fn found(
    site: &Site,
    reader: &Reader<'_>,
    member: &Member,
    wanted: &Words,
    most: usize,
) -> Result<Found, PageError> {
    let turn = tokio::time::timeout(MOST_WAIT, site.change_search.acquire()).await;
    let Ok(Ok(_turn)) = turn else {
        return Err(PageError::NotYet("others look through the changes; ask again in a moment"));
    };
    let mut found = Found::default();
    let (mut looked, mut read) = (0, 0);
    let mut before = None;
    loop {
        let page = site.changes().newest_before(before.as_ref(), PAGE).await?;
        let Some(last) = page.changes.last() else { return Ok(found) };
        before = Some(last.id.clone());
        for change in page.changes {
            if found.changes.len() >= most || looked >= MOST_CHANGES || read >= MOST_REPORTS {
                found.is_cut = true;
                return Ok(found);
            }
            looked += 1;
            if !member.may_read(&change) {
                continue;
            }
            let held: BTreeSet<usize> = wanted.held(&head(reader, &change)).collect();
            if held.len() == wanted.count() {
                found.changes.push((change, None));
                continue;
            }
            // Of what was refused or given up the reports go, and are not read until they have.
            if !change.keeps_attachments() {
                continue;
            }
            let texts = site.uploads().report_texts(&change).await?;
            if texts.is_empty() {
                continue;
            }
            read += texts.len();
            let (words, mut held) = (wanted.clone(), held);
            let searched = tokio::task::spawn_blocking(move || {
                let mut best: Option<InReport> = None;
                for (report, text) in texts {
                    let of_text: Vec<usize> = words.held(&report.name).chain(words.held(&text)).collect();
                    if !of_text.is_empty() && best.is_none() {
                        best = Some(InReport { name: report.name, marked: words.piece(&text) });
                    }
                    held.extend(of_text);
                }
                best.filter(|_| held.len() == words.count())
            });
            let searched = searched.await.map_err(crate::store::StoreError::from)?;
            if let Some(piece) = searched {
                found.changes.push((change, Some(piece)));
            }
        }
    }
}

/// What a change is found by beside its reports: number, title, village, people, what became of it.
fn head(reader: &Reader<'_>, change: &Change) -> String {
    let people = std::iter::once(&change.author).chain(&change.members).chain(&change.reviewer);
    let people = people.map(|person| format!("{} {}", person.shown, person.name));
    let surveyors = change.fields().filter(|(_, field, _)| field.ends_with(".surveyors"));
    let surveyors = surveyors.map(|(_, _, entered)| entered.value.clone());
    let state: State = change.state;
    let own = [
        change.id.to_string(),
        words::title(change, &[], reader),
        words::about(change, reader),
        change.about.to_string(),
        words::state(reader, state).label,
    ];
    // A line each: a word that is half of one and half of the next is none.
    own.into_iter().chain(people).chain(surveyors).collect::<Vec<_>>().join("\n")
}
