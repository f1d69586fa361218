//! `/staff/records/{id}/withdraw`: taking what was published out of sight.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::history::known;
use crate::changes::ChangeError;
use crate::model::address::Page;
use crate::model::{Bilingual, Kind, Language, PartialDate, Record, Withdrawal, WithdrawalReason, as_text};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::staff::form::Posted;
use crate::web::staff::member::Member;
use crate::web::staff::page::{Frame, led_to, shown};
use crate::web::views::reader::Reader;

#[derive(Serialize)]
struct WithdrawContext {
    lang: &'static str,
    frame: Frame,
    withdraw: Withdraw,
}

impl Template for WithdrawContext {
    const FILE: &'static str = "staff/withdraw.html";
}

#[derive(Serialize)]
struct Withdraw {
    name: String,
    /// Back to what became of it.
    history: String,
    action: String,
    parts: Vec<Choice>,
    reasons: Vec<Choice>,
    problem: Option<String>,
    affected: Vec<String>,
}

#[derive(Serialize)]
struct Choice {
    value: String,
    label: String,
}

/// Shows what can be withdrawn, and what it would take along.
pub(in crate::web) async fn show_withdraw(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
) -> Result<Response, PageError> {
    show(&site, language, &member, &id, None).await
}

/// Withdraws it.
pub(in crate::web) async fn withdraw(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Path(id): Path<String>,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let known = known(&site, &reader, &id).await?;
    let reason = WithdrawalReason::ALL.into_iter().find(|reason| reason.word() == posted.get("reason"));
    let Some(reason) = reason else {
        return show(&site, language, &member, &id, Some("history-reason-needed")).await;
    };
    let mut withdrawal = Withdrawal {
        record: known.id.clone(),
        revision: None,
        picture: None,
        date: PartialDate::parse(&site.today().to_string()).map_err(|_| PageError::NotFound)?,
        reason,
        is_reason_public: !posted.get("tell").is_empty(),
        note: Some(as_text(posted.get("note").trim()).chars().take(500).collect::<String>())
            .filter(|note| !note.is_empty())
            .map(|zh| Bilingual { zh, en: None }),
    };
    match (posted.get("part"), posted.get("part").strip_prefix("revision-")) {
        ("record", _) => {}
        ("picture", _) if known.kind == Kind::Photo => {
            let head = site.changes().head(Kind::Photo, &known.id).await?.ok_or(PageError::NotFound)?;
            let Record::Photo(photo) = head.record else { return Err(PageError::NotFound) };
            // By its bytes: every other revision that shows the same picture goes with it.
            withdrawal.picture = Some(photo.picture.sha256);
        }
        (_, Some(number)) => {
            // A number that there is not would stand in the list of what is withdrawn for ever.
            let number = number.parse().ok().filter(|number| (1..=known.revision).contains(number));
            withdrawal.revision = Some(number.ok_or_else(|| PageError::BadRequest("the form".into()))?);
        }
        _ => return show(&site, language, &member, &id, Some("history-part-needed")).await,
    }
    match site.changes().withdraw(withdrawal, &member.person()).await {
        Ok(_) => led_to(&reader.url(&Page::of_record(&known.id, "history"))),
        Err(ChangeError::Nothing) => {
            show(&site, language, &member, &id, Some("history-withdrawn-already")).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn show(
    site: &Site,
    language: Language,
    member: &Member,
    id: &str,
    problem: Option<&str>,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let known = known(site, &reader, id).await?;
    let mut parts = vec![Choice { value: "record".to_owned(), label: reader.t("history-part-record") }];
    if known.kind == Kind::Photo {
        parts.push(Choice { value: "picture".to_owned(), label: reader.t("history-part-picture") });
    }
    // Where there is one revision, to withdraw it is to withdraw the record.
    if known.revision > 1 {
        parts.extend((1..=known.revision).rev().map(|number| Choice {
            value: format!("revision-{number}"),
            label: reader.t_with("history-part-revision", [("n", number.into())]),
        }));
    }
    let reasons = WithdrawalReason::ALL.into_iter().map(|reason| Choice {
        value: reason.word().to_owned(),
        label: reader.t(&format!("history-because-{}", reason.word())),
    });
    let withdraw = Withdraw {
        name: known.name.clone(),
        history: reader.url(&Page::of_record(&known.id, "history")),
        action: reader.url(&Page::of_record(&known.id, "withdraw")),
        parts,
        reasons: reasons.collect(),
        problem: problem.map(|key| reader.t(key)),
        affected: affected(&reader, &known.id, known.kind),
    };
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let page = Page::of_record(&known.id, "withdraw");
    let title = reader.t_with("history-withdraw-title", [("name", known.name.into())]);
    let frame = Frame::of(site, &reader, &page, title, member).await;
    shown(site, language, status, &WithdrawContext { lang: language.code(), frame, withdraw })
}

/// What still shows a record: it would lead to nothing.
fn affected(reader: &Reader<'_>, id: &crate::model::Id, kind: Kind) -> Vec<String> {
    let catalogue = reader.catalogue;
    let mut told = Vec::new();
    let quoted = |text: String| [("name", text.into())];
    match kind {
        Kind::Village => {
            let count = catalogue.photos_of(id).len();
            if count > 0 {
                told.push(reader.t_with("history-affects-photos", [("n", count.into())]));
            }
            for essay in catalogue.essays_about(id) {
                told.push(
                    reader.t_with("history-affects-essay", quoted(reader.text(&essay.essay.title).text)),
                );
            }
        }
        Kind::Photo => {
            for village in catalogue.led_by(id, 10) {
                told.push(
                    reader.t_with("history-affects-lead", quoted(reader.name_text(&village.name).text)),
                );
            }
            for essay in catalogue.essays_with(id) {
                told.push(
                    reader.t_with("history-affects-essay", quoted(reader.text(&essay.essay.title).text)),
                );
            }
        }
        _ => {}
    }
    told
}
