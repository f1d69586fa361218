//! What a letter says: who did what with which change, and where to look. Nothing of what a change says stands in it but the
//! name of its village: mail lies on many machines.

use std::collections::BTreeSet;

use jiff::Timestamp;

use crate::changes::{Change, ChangeError, DueNotice, News, Template};
use crate::mail::Letter;
use crate::model::address::Page;
use crate::people::Account;
use crate::store::Digest;
use crate::web::pages::reader;
use crate::web::site::Site;
use crate::web::staff::changes::words;
use crate::web::staff::hand::{page_for, whole};
use crate::web::staff::notices::sentence;
use crate::web::staff::times::moment;
use crate::web::views::reader::Reader;

/// The most that one letter tells; of more it says how many.
const MOST: usize = 50;

/// A letter of these notices; `None` where there is nobody to send it to or nothing that they may see.
pub(super) async fn compose(
    site: &Site,
    account: &Account,
    due: &[DueNotice],
    now: Timestamp,
) -> Result<Option<Letter>, ChangeError> {
    let (Some(to), Some(language)) = (account.mail.clone(), account.letters) else { return Ok(None) };
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let (mut told, mut count) = (String::new(), 0);
    for notice in due.iter().map(DueNotice::notice) {
        let Some(change) = whole(site, notice.leads_to()).await? else { continue };
        if !change.is_readable_by(account.name.as_str(), account.role) {
            continue;
        }
        // Somebody has decided meanwhile: there is nothing to be done.
        let asks = matches!(notice.news, News::Submitted | News::Passed);
        if asks && !change.state.is_in_review() {
            continue;
        }
        count += 1;
        if count > MOST {
            continue;
        }
        let what = sentence(&reader, notice, &title(&change, &reader));
        let page = page_for(account.name.as_str(), account.role, &change);
        let (at, href) = (moment(notice.at).text, reader.address(&page));
        told.push_str(&format!("{at}  {}\n{what}\n{href}\n\n", notice.change));
    }
    if count == 0 {
        return Ok(None);
    }
    if count > MOST {
        let more = reader.t_with("letter-more", [("n", (count - MOST).into())]);
        told.push_str(&format!("{more}\n{}\n\n", reader.address(&Page::NOTICES)));
    }
    let greeting = reader.t_with("letter-greeting", [("name", account.shown.as_str().into())]);
    let foot = reader.t_with("letter-foot", [("address", reader.address(&Page::ACCOUNT).into())]);
    let name = site.name(reader.language);
    // In one order: sent again it is the same letter.
    let keys: BTreeSet<&str> = due.iter().map(DueNotice::key).collect();
    let keys: Vec<&str> = keys.into_iter().collect();
    Ok(Some(Letter {
        to,
        subject: reader.t_with("letter-subject", [("name", name.into()), ("n", count.into())]),
        text: format!("{greeting}\n\n{told}-- \n{foot}\n"),
        at: now,
        id: Digest::of(keys.join(" ")).to_string()[..32].to_owned(),
    }))
}

/// What a change is called where others may read along: an essay that is not published by no name.
fn title(change: &Change, reader: &Reader<'_>) -> String {
    if change.template == Template::Essay && reader.catalogue.essay(&change.about).is_none() {
        return reader.t("letter-an-essay");
    }
    words::title(change, &[], reader)
}
