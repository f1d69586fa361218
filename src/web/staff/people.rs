//! `/staff/people`: the accounts of all, for administrators.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::account::DoneQuery;
use super::form::Posted;
use super::member::Member;
use super::page::{Frame, led_to, shown};
use super::times::moment;
use crate::model::Language;
use crate::model::address::Page;
use crate::people::{Account, AccountName, Invitation, NameFault, PeopleError, Role, ShownName};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::extract::PageQuery;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::reader::{DateText, Labelled, Reader};

#[derive(Serialize)]
struct PeopleContext {
    lang: &'static str,
    frame: Frame,
    people: PeopleView,
}

impl Template for PeopleContext {
    const FILE: &'static str = "staff/people.html";
}

#[derive(Serialize, Default)]
struct PeopleView {
    accounts: Vec<AccountView>,
    roles: Vec<Labelled>,
    /// What was typed to add somebody.
    name: String,
    shown: String,
    role: String,
    name_fault: Option<String>,
    shown_fault: Option<String>,
    role_fault: Option<String>,
    /// What stands in the way of what was asked.
    fault: Option<String>,
    done: Option<String>,
    link: Option<LinkView>,
}

#[derive(Serialize)]
struct AccountView {
    name: String,
    shown: String,
    role: Labelled,
    state: &'static str,
    state_text: String,
    is_disabled: bool,
    is_me: bool,
    created: DateText,
}

/// A link that is shown once.
#[derive(Serialize)]
struct LinkView {
    name: String,
    href: String,
    until: DateText,
}

/// Shows them.
pub(in crate::web) async fn show_people(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    PageQuery(query): PageQuery<DoneQuery>,
    member: Member,
) -> Result<Response, PageError> {
    let done = match query.done.as_deref() {
        Some("disable") => Some("staff-done-disable"),
        Some("enable") => Some("staff-done-enable"),
        Some("role") => Some("staff-done-role"),
        _ => None,
    };
    let snapshot = site.snapshot();
    let done = done.map(|key| reader(&site, &snapshot, language).t(key));
    show(&site, language, &member, PeopleView { done, ..PeopleView::default() }, StatusCode::OK).await
}

/// Adds somebody, or changes an account.
pub(in crate::web) async fn change_people(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
    posted: Posted,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let act = posted.get("do");
    let done = changed(&site, &member, act, &posted).await;
    let mut view = PeopleView::default();
    if act == "add" {
        let short = |name| posted.get(name).trim().chars().take(200).collect();
        (view.name, view.shown, view.role) = (short("name"), short("shown"), short("role"));
    }
    match done {
        Ok(None) => {
            return led_to(&site.addresses().path(&Page::PEOPLE.with("done", act), language));
        }
        Ok(Some((name, Invitation { token, expires_at }))) => {
            // With its host, since it is handed to somebody outside of this page.
            let href = reader.address(&Page::invitation(token.as_str()));
            let link = LinkView { name: name.to_string(), href, until: moment(expires_at) };
            // Not led on to a page of its own: no address may lead to the link again.
            let view = PeopleView { link: Some(link), ..PeopleView::default() };
            return show(&site, language, &member, view, StatusCode::OK).await;
        }
        Err(Refusal::Role) => view.role_fault = Some(reader.t("staff-role-fault")),
        Err(Refusal::Unknown) => return Err(PageError::BadRequest("the form".into())),
        Err(Refusal::People(error)) => match error {
            // Only here is it typed; elsewhere the page itself sends it, and what is no name is nobody's.
            PeopleError::Name(NameFault::SignIn) if act == "add" => {
                view.name_fault = Some(reader.t("staff-name-fault"));
            }
            PeopleError::Name(NameFault::Shown) => view.shown_fault = Some(reader.t("staff-shown-fault")),
            PeopleError::Taken(_) => view.name_fault = Some(reader.t("staff-name-taken")),
            PeopleError::Unknown(_) | PeopleError::Name(_) => view.fault = Some(reader.t("staff-unknown")),
            PeopleError::LastAdministrator(name) => {
                view.fault =
                    Some(reader.t_with("staff-last-administrator", [("name", name.to_string().into())]));
            }
            PeopleError::Disabled(name) => {
                view.fault = Some(reader.t_with("staff-disabled-first", [("name", name.to_string().into())]));
            }
            other => return Err(other.into()),
        },
    }
    show(&site, language, &member, view, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// Why nothing was changed.
enum Refusal {
    /// No role was chosen.
    Role,
    /// No form of ours asks that.
    Unknown,
    People(PeopleError),
}

impl<E: Into<PeopleError>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self::People(error.into())
    }
}

/// Does what a form asks; gives the link to hand over, where one is made.
async fn changed(
    site: &Site,
    member: &Member,
    act: &str,
    posted: &Posted,
) -> Result<Option<(AccountName, Invitation)>, Refusal> {
    let (people, now, who) = (site.people(), site.options.clock.now(), member.who());
    let name = AccountName::parse(posted.get("name"))?;
    let role = || Role::from_word(posted.get("role")).ok_or(Refusal::Role);
    match act {
        "add" => {
            let shown = match posted.get("shown").trim() {
                "" => ShownName::from(&name),
                shown => ShownName::parse(shown)?,
            };
            let link = people.add(who, (name.clone(), shown), role()?, now).await?;
            return Ok(Some((name, link)));
        }
        "reset" => {
            let link = people.reset(who, &name, now).await?;
            return Ok(Some((name, link)));
        }
        "disable" => people.disable(who, &name, now).await?,
        "enable" => people.enable(who, &name, now).await?,
        "role" => people.set_role(who, &name, role()?, now).await?,
        _ => return Err(Refusal::Unknown),
    }
    Ok(None)
}

async fn show(
    site: &Arc<Site>,
    language: Language,
    member: &Member,
    mut view: PeopleView,
    status: StatusCode,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    let accounts = site.people().accounts().await?;
    view.accounts = accounts.iter().map(|account| account_view(&reader, account, member)).collect();
    view.roles = Role::ALL.map(|role| labelled(&reader, role)).into();
    let frame = Frame::of(site, &reader, &Page::PEOPLE, reader.t("staff-people"), member).await;
    shown(site, language, status, &PeopleContext { lang: language.code(), frame, people: view })
}

fn labelled(reader: &Reader<'_>, role: Role) -> Labelled {
    Labelled { id: role.word().to_owned(), label: reader.t(&format!("role-{}", role.word())) }
}

fn account_view(reader: &Reader<'_>, account: &Account, member: &Member) -> AccountView {
    let state = match (account.is_disabled, account.has_password) {
        (true, _) => "disabled",
        (false, true) => "active",
        (false, false) => "invited",
    };
    AccountView {
        name: account.name.to_string(),
        shown: account.shown.to_string(),
        role: labelled(reader, account.role),
        state,
        state_text: reader.t(&format!("account-{state}")),
        is_disabled: account.is_disabled,
        is_me: account.name == member.account().name,
        created: moment(account.created_at),
    }
}
