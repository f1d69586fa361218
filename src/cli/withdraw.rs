//! `baozhai withdraw RECORD`: takes back what was published, or shows it again.

use std::process::ExitCode;

use anyhow::{Context, bail, ensure};
use clap::Args;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

use super::config::Settings;
use super::data_folder::DataFolder;
use crate::archive::{Archive, Catalogue};
use crate::model::{Bilingual, Id, Record, RecordKey, Withdrawal, WithdrawalReason, Withdrawals, Withdrawn};
use crate::store::{Change, Key, Kind, Origin, Proposal, Records, Revision};

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
    let named = named(records, &id, number).await?;
    let picture = match (&named.record, arguments.picture) {
        (_, false) => None,
        (Record::Photo(photo), true) => Some(photo.picture.sha256.clone()),
        (_, true) => bail!("{id} is no photo and has no picture to withdraw"),
    };
    // With `--picture` the number only says of which revision the picture is.
    let revision = number.filter(|_| !arguments.picture);
    let (before, mut withdrawals) = newest(records).await?;
    let today = data.clock.now().to_zoned_datetime(TimeZone::fixed(Offset::constant(8))).date();
    let withdrawal = Withdrawal {
        record: id.clone(),
        revision,
        picture,
        date: partial(today)?,
        reason: reason(arguments),
        is_reason_public: arguments.tell,
        note: arguments.note.clone().map(|zh| Bilingual { zh, en: arguments.note_en.clone() }),
    };
    let what = in_words(&withdrawal);
    let same = withdrawals
        .withdrawals
        .iter()
        .position(|other| other.record == withdrawal.record && other.part() == withdrawal.part());
    let message = match (same, arguments.lift) {
        (Some(place), true) => {
            withdrawals.withdrawals.remove(place);
            format!("shown again: {what}")
        }
        (None, true) => bail!("{what} is not withdrawn: there is nothing to lift"),
        (Some(place), false) => {
            bail!("{what} was withdrawn already, on {}", withdrawals.withdrawals[place].date)
        }
        (None, false) => {
            let message = format!("withdrawn ({}): {what}", withdrawal.reason.word());
            withdrawals.withdrawals.push(withdrawal);
            message
        }
    };
    let still = still_named(Archive::open(records.clone()).await?.snapshot().catalogue(), &id);
    let change = Change {
        author: "operator".to_owned(),
        message: message.clone(),
        origin: Origin::Staff,
        at: data.clock.now(),
        proposals: vec![Proposal {
            key: key()?,
            kind: Kind::new(crate::model::Kind::Withdrawals.word())?,
            base: before,
            body: Record::Withdrawals(withdrawals).to_document()?,
        }],
    };
    let sequence = records.commit(change).await.context("nothing was withdrawn")?;
    println!("{message} (change {sequence})");
    if !arguments.lift {
        still.iter().for_each(|line| println!("{line}"));
    }
    Ok(ExitCode::SUCCESS)
}

/// `fancunbu-01@2` as its id and its number.
fn parts(record: &str) -> anyhow::Result<(Id, Option<u64>)> {
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
async fn named(records: &Records, id: &Id, number: Option<u64>) -> anyhow::Result<Named> {
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
    Named::read(&revision)
}

struct Named {
    record: Record,
}

impl Named {
    fn read(revision: &Revision) -> anyhow::Result<Self> {
        let kind = crate::model::Kind::from_word(revision.kind.as_str()).context("its kind is unknown")?;
        ensure!(kind.is_item(), "only villages, photos and essays can be withdrawn");
        Ok(Self { record: Record::from_document(kind, &revision.body)? })
    }
}

/// What is withdrawn so far, with the number of that record's revision.
async fn newest(records: &Records) -> anyhow::Result<(Option<u64>, Withdrawals)> {
    let Some(head) = records.head(&key()?).await? else { return Ok((None, Withdrawals::default())) };
    let record = Record::from_document(crate::model::Kind::Withdrawals, &head.body)
        .context("the record of what is withdrawn cannot be read")?;
    match record {
        Record::Withdrawals(withdrawals) => Ok((Some(head.number), withdrawals)),
        _ => bail!("the record of what is withdrawn is none"),
    }
}

fn key() -> anyhow::Result<Key> {
    Ok(RecordKey::withdrawals().to_string().parse()?)
}

fn partial(day: Date) -> anyhow::Result<crate::model::PartialDate> {
    Ok(crate::model::PartialDate::parse(&day.to_string())?)
}

fn reason(arguments: &Arguments) -> WithdrawalReason {
    let word = arguments.reason.as_deref();
    let known = WithdrawalReason::ALL.into_iter().find(|reason| Some(reason.word()) == word);
    known.unwrap_or(WithdrawalReason::Error)
}

fn in_words(withdrawal: &Withdrawal) -> String {
    match withdrawal.part() {
        Withdrawn::Record => format!("{} with all its revisions", withdrawal.record),
        Withdrawn::Revision(number) => format!("{}@{number}", withdrawal.record),
        Withdrawn::Picture(sha256) => format!("the picture {sha256} of {}", withdrawal.record),
    }
}

/// What shows the record now, and will go on without it.
fn still_named(catalogue: &Catalogue, id: &Id) -> Vec<String> {
    let mut lines = Vec::new();
    let led =
        catalogue.named().chain(catalogue.open_entries()).filter(|village| village.lead.as_ref() == Some(id));
    lines.extend(
        led.map(|village| format!("note: it opens the page of {}, which shows another or none", village.id)),
    );
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
