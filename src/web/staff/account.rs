//! `/staff/account`: one's own password, sessions and letters.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::form::Posted;
use super::invitation::password_fault;
use super::member::Member;
use super::page::{Frame, led_to, shown, with_session, without_session};
use super::sign_in::{failure, with_wait};
use super::times::moment;
use super::visit::Visit;
use crate::mail::MailAddress;
use crate::model::Language;
use crate::model::address::Page;
use crate::people::{Account, PeopleError, Session};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::reader::DateText;

#[derive(Serialize)]
struct AccountContext {
    lang: &'static str,
    frame: Frame,
    account: AccountView,
}

impl Template for AccountContext {
    const FILE: &'static str = "staff/account.html";
}

#[derive(Serialize, Default)]
struct AccountView {
    name: String,
    shown: String,
    role: String,
    sessions: Vec<SessionView>,
    old_fault: Option<String>,
    new_fault: Option<String>,
    done: Option<String>,
    /// Where letters go; none where this archive sends none.
    letters: Option<LettersView>,
}

#[derive(Serialize)]
struct LettersView {
    address: String,
    is_wanted: bool,
    fault: Option<String>,
}

#[derive(Serialize)]
struct SessionView {
    id: String,
    browser: String,
    address: String,
    since: DateText,
    seen: DateText,
    is_this: bool,
}

/// What was done by the form that led here.
#[derive(Deserialize)]
pub(in crate::web) struct DoneQuery {
    pub(super) done: Option<String>,
}

/// Shows it.
pub(in crate::web) async fn show_account(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<DoneQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let done = match query.done.as_deref() {
        Some("password") => Some("staff-done-password"),
        Some("end") => Some("staff-done-session"),
        Some("letters") => Some("staff-done-letters"),
        _ => None,
    };
    let snapshot = site.snapshot();
    let done = done.map(|key| reader(&site, &snapshot, language).t(key));
    show(&site, language, &member, AccountView { done, ..AccountView::default() }, StatusCode::OK).await
}

/// Changes the password, ends sessions, or sets where letters go.
pub(in crate::web) async fn change_account(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
    visit: Visit,
    posted: Posted,
) -> Result<Response, PageError> {
    let (people, now, address) = (site.people(), site.options.clock.now(), member.client.address);
    let path = |done| site.addresses().path(&Page::ACCOUNT.with("done", done), language);
    match posted.get("do") {
        "end" => {
            let id = posted.get("session");
            people.end_session(&member.signed, id, address, now).await?;
            led_to(&path("end"))
        }
        "end-all" => {
            people.end_all_sessions(member.who(), &member.account().name, now).await?;
            // This browser's own session is among those that have ended.
            Ok(without_session(&site, led_to(&site.addresses().path(&Page::SIGN_IN, language))?))
        }
        "letters" if site.options.sends_letters => {
            let (typed, is_wanted) = (posted.get("mail").trim(), !posted.get("wanted").is_empty());
            let mail = match typed {
                "" if !is_wanted => Ok(None),
                typed => MailAddress::parse(typed).map(Some),
            };
            let Ok(mail) = mail else {
                let snapshot = site.snapshot();
                let fault = Some(reader(&site, &snapshot, language).t("letters-bad-address"));
                // As much of it as an address may have, to be mended.
                let address = typed.chars().take(MailAddress::MAX_BYTES).collect();
                let letters = Some(LettersView { address, is_wanted, fault });
                let view = AccountView { letters, ..AccountView::default() };
                return show(&site, language, &member, view, StatusCode::UNPROCESSABLE_ENTITY).await;
            };
            // In the language of the page on which somebody asks for them.
            let letters = is_wanted.then_some(language);
            people.set_letters(member.who(), &member.account().name, (mail, letters), now).await?;
            led_to(&path("letters"))
        }
        "password" if visit.is_private => {
            let (old, new) = (posted.get("old"), posted.get("new"));
            match people.change_password(&member.signed, old, new, visit.client, now).await {
                // The change has begun a new session: without its cookie whoever changed the password would be
                // signed out.
                Ok((token, _)) => Ok(with_session(&site, led_to(&path("password"))?, &token)),
                Err(error) => told(&site, language, &member, error).await,
            }
        }
        _ => Err(PageError::BadRequest("the form".into())),
    }
}

/// The page with what is wrong beside its field.
async fn told(
    site: &Arc<Site>,
    language: Language,
    member: &Member,
    error: PeopleError,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let mut view = AccountView::default();
    let (mut status, mut wait) = (StatusCode::UNPROCESSABLE_ENTITY, None);
    match error {
        PeopleError::Password(fault) => view.new_fault = Some(password_fault(&reader, fault)),
        PeopleError::Wrong => view.old_fault = Some(reader.t("staff-old-wrong")),
        other => {
            let (words, told) = failure(&reader, other)?;
            (view.old_fault, wait, status) = (Some(words.0), words.1, told);
        }
    }
    Ok(with_wait(show(site, language, member, view, status).await?, wait))
}

async fn show(
    site: &Arc<Site>,
    language: Language,
    member: &Member,
    mut view: AccountView,
    status: StatusCode,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let sessions = site.people().sessions(&member.account().name, site.options.clock.now()).await?;
    view.sessions = sessions
        .into_iter()
        .map(|Session { id, client, created_at, seen_at }| SessionView {
            is_this: id == member.signed.session,
            browser: browser(&client.browser).unwrap_or_else(|| reader.t("staff-browser-unknown")),
            address: client.address.map(|address| address.to_string()).unwrap_or_default(),
            since: moment(created_at),
            seen: moment(seen_at),
            id,
        })
        .collect();
    view.name = member.account().name.to_string();
    view.shown = member.account().shown.to_string();
    if site.options.sends_letters && view.letters.is_none() {
        let Account { mail, letters, .. } = member.account();
        let address = mail.as_ref().map(ToString::to_string).unwrap_or_default();
        view.letters = Some(LettersView { address, is_wanted: letters.is_some(), fault: None });
    }
    view.role = reader.t(&format!("role-{}", member.role().word()));
    let frame = Frame::of(site, &reader, &Page::ACCOUNT, reader.t("staff-account"), member).await;
    shown(site, language, status, &AccountContext { lang: language.code(), frame, account: view })
}

/// What a browser calls itself, in the two words by which its owner knows it.
fn browser(words: &str) -> Option<String> {
    let first = |known: &[(&str, &'static str)]| {
        known.iter().find(|(word, _)| words.contains(word)).map(|(_, name)| *name)
    };
    // The first that is found counts, so that those stand first whose words say more: nearly all call
    // themselves Safari too, and most of these Chrome.
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("DingTalk", "DingTalk"),
        ("Edg", "Edge"),
        ("HuaweiBrowser", "Huawei Browser"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    // HarmonyOS also says Android, Android Linux, and an iPhone "like Mac OS X".
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ]);
    match (browser, system) {
        (None, None) => None,
        (browser, system) => Some([browser, system].into_iter().flatten().collect::<Vec<_>>().join(" · ")),
    }
}
