//! `baozhai withdraw RECORD`: takes back what was published, or shows it again.

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;

use super::config::Settings;
use super::data_folder::DataFolder;
use super::withdrawal_list::{WithdrawalList, today};
use crate::archive::{Archive, Catalogue};
use crate::model::{
    Bilingual, Id, Kind, Purged, Record, Withdrawal, WithdrawalReason, Withdrawals, Withdrawn, as_text,
};
use crate::store::{Key, Records};

/// What is withdrawn, and why.
#[derive(Args)]
pub(super) struct Arguments {
    /// The village, photo or essay by its id; `ID@N` for revision N alone
    #[arg(value_name = "RECORD")]
    record: String,
    /// Only the picture of a photo: every revision that shows the same bytes
    #[arg(long)]
    picture: bool,
    /// Why: somebody's rights, somebody's privacy, or an error
    #[arg(long, value_name = "WORD", value_parser = ["rights", "privacy", "error"], required_unless_present = "lift")]
    reason: Option<String>,
    /// Tells the reason, and the note, to everybody; without it the page says only when
    #[arg(long)]
    tell: bool,
    /// A sentence in Chinese beside the reason
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// The same sentence in English
    #[arg(long, value_name = "TEXT", requires = "note")]
    note_en: Option<String>,
    /// Shows again what was withdrawn by the same words
    #[arg(long, conflicts_with_all = ["reason", "tell", "note"])]
    lift: bool,
}

/// Commits a withdrawal, or that one is lifted; a server that runs honours it within a second.
pub(super) async fn run(settings: Settings, arguments: Arguments) -> anyhow::Result<ExitCode> {
    let data = DataFolder::open_existing(&settings.data).await?;
    let done = withdraw(&data, &arguments).await;
    data.close_after_commit().await;
    done
}

async fn withdraw(data: &DataFolder, arguments: &Arguments) -> anyhow::Result<ExitCode> {
    let records = &data.records;
    let (id, number) = parts(&arguments.record)?;
    // Of that revision, where one is named.
    let shown = match named(records, &id, number).await? {
        Record::Photo(photo) => Some(photo.picture.sha256),
        _ => None,
    };
    let picture = match (&shown, arguments.picture) {
        (_, false) => None,
        (Some(sha256), true) => Some(sha256.clone()),
        (None, true) => bail!("{id} is no photo and has no picture to withdraw"),
    };
    // With `--picture` the number only says of which revision the picture is.
    let revision = number.filter(|_| !arguments.picture);
    let mut list = WithdrawalList::read(records).await?;
    let withdrawals = &mut list.withdrawals;
    let withdrawal = Withdrawal {
        record: id.clone(),
        revision,
        picture,
        date: today(data)?,
        reason: reason(arguments),
        is_reason_public: arguments.tell,
        note: arguments
            .note
            .as_deref()
            .map(|zh| Bilingual { zh: as_text(zh), en: arguments.note_en.as_deref().map(as_text) }),
    };
    // Before it is pushed: the list takes it.
    let what = in_words(&withdrawal);
    // By what it covers: reason, note and date need not be named again to lift it.
    let same = withdrawals.place_of(&withdrawal);
    let message = match (same, arguments.lift) {
        (Some(_), true) if shown.is_some() && withdrawals.purged.iter().any(|one| one.picture == shown) => {
            bail!(
                "the picture of {} was purged: what is left to show again is a record with another picture",
                arguments.record
            )
        }
        (Some(place), true) => {
            withdrawals.withdrawals.remove(place);
            refuse_without_words(&id, withdrawals)?;
            format!("shown again: {what}")
        }
        (None, true) => bail!("{what} is not withdrawn: there is nothing to lift"),
        // Refused, not written over: the date and reason that readers were told stay.
        (Some(place), false) => {
            bail!("{what} was withdrawn already, on {}", withdrawals.withdrawals[place].date)
        }
        (None, false) => {
            let message = format!("withdrawn ({}): {what}", withdrawal.reason.word());
            withdrawals.withdrawals.push(withdrawal);
            message
        }
    };
    let archive = Archive::open_beside(records.clone(), &data.cache()).await?;
    // Asked before the commit: afterwards the lists do not know the record any more.
    let still = still_named(archive.snapshot().catalogue(), &id);
    let sequence = list.commit(data, &message).await.context("nothing was withdrawn")?;
    println!("{message} (change {sequence})");
    archive.catch_up().await?;
    // Where an earlier revision, or another picture, takes its place nothing goes with it.
    if !archive.snapshot().shows_as_of(&id, sequence) {
        still.iter().for_each(|line| println!("{line}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// Refuses to show again what has no words any more.
fn refuse_without_words(id: &Id, left: &Withdrawals) -> anyhow::Result<()> {
    let is_withdrawn = |revision: u64| {
        left.withdrawals.iter().filter(|one| one.record == *id).any(|one| match one.part() {
            Withdrawn::Record => true,
            Withdrawn::Revision(withdrawn) => withdrawn == revision,
            Withdrawn::Picture(_) => false,
        })
    };
    let mut purged = left.purged.iter().filter_map(Purged::of_text).filter(|(record, _)| *record == id);
    match purged.find(|(_, revision)| !is_withdrawn(*revision)) {
        Some((_, revision)) => {
            bail!("the text of {id}@{revision} was purged: there is nothing to show again")
        }
        None => Ok(()),
    }
}

/// `fancunbu-01@2` as its id and its number.
pub(super) fn parts(record: &str) -> anyhow::Result<(Id, Option<u64>)> {
    let (id, number) = match record.split_once('@') {
        None => (record, None),
        Some((id, number)) => {
            let number: u64 =
                number.parse().ok().filter(|number| *number >= 1).with_context(|| {
                    format!("`{number}` is no number of a revision: write {id}@1, {id}@2 …")
                })?;
            (id, Some(number))
        }
    };
    let id = Id::parse(id).with_context(|| format!("`{id}` is no id of a village, photo or essay"))?;
    Ok((id, number))
}

/// What the words name; withdrawing what there is not would hide whatever comes under the name later.
async fn named(records: &Records, id: &Id, number: Option<u64>) -> anyhow::Result<Record> {
    let key: Key = id.as_str().parse()?;
    let head =
        records.head(&key).await?.with_context(|| format!("there is no village, photo or essay {id}"))?;
    let revision = match number {
        None => head,
        Some(number) => {
            let newest = head.number;
            let found = records.revision(&key, number).await?;
            found.with_context(|| format!("{id} has no revision {number}: its newest is {newest}"))?
        }
    };
    let kind = Kind::from_word(revision.kind.as_str()).context("its kind is unknown")?;
    ensure!(kind.is_item(), "only villages, photos and essays can be withdrawn");
    Ok(Record::from_document(kind, &revision.body)?)
}

fn reason(arguments: &Arguments) -> WithdrawalReason {
    let word = arguments.reason.as_deref();
    let known = WithdrawalReason::ALL.into_iter().find(|reason| Some(reason.word()) == word);
    // Only with `--lift`, which asks for no reason and compares none; clap demands it otherwise.
    known.unwrap_or(WithdrawalReason::Error)
}

fn in_words(withdrawal: &Withdrawal) -> String {
    match withdrawal.part() {
        Withdrawn::Record => format!("{} with all its revisions", withdrawal.record),
        Withdrawn::Revision(number) => format!("{}@{number}", withdrawal.record),
        Withdrawn::Picture(sha256) => format!("the picture {sha256} of {}", withdrawal.record),
    }
}

/// Villages named that a withdrawn photo opened.
const LED: usize = 20;

/// What shows the record now, and will go on without it.
fn still_named(catalogue: &Catalogue, id: &Id) -> Vec<String> {
    let mut lines = Vec::new();
    let led = catalogue.led_by(id, LED);
    lines
        .extend(led.iter().map(|village| {
            format!("note: it opens the page of {}, which shows another or none", village.id)
        }));
    let photos = catalogue.photos_of(id).len();
    if photos > 0 {
        lines.push(format!("note: its {photos} photos go with it"));
    }
    let essays = catalogue.essays_about(id).chain(catalogue.essays_with(id));
    let mut essays: Vec<&str> = essays.map(|entry| entry.essay.id.as_str()).collect();
    essays.sort_unstable();
    essays.dedup();
    lines.extend(
        essays.into_iter().map(|essay| format!("note: the essay {essay} names it; its text stays as it is")),
    );
    lines
}
