//! `/staff/invitation/{token}`: a link that works once, by which somebody sets a password.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::form::Posted;
use super::page::{Frame, led_to, shown, with_session};
use super::sign_in::way_to_tls;
use super::visit::Visit;
use crate::model::Language;
use crate::model::address::Page;
use crate::people::{AccountName, Invited, NameFault, PasswordFault, PeopleError, ShownName};
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::extract::Segment;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;
use crate::web::views::reader::Reader;

#[derive(Serialize)]
struct InvitationContext {
    lang: &'static str,
    frame: Frame,
    invitation: Form,
}

impl Template for InvitationContext {
    const FILE: &'static str = "staff/invitation.html";
}

#[derive(Serialize, Default)]
struct Form {
    /// Whether the link is good for anything.
    is_good: bool,
    /// Whether it creates the first administrator, who chooses the names.
    is_first: bool,
    name: String,
    shown: String,
    name_fault: Option<String>,
    shown_fault: Option<String>,
    password_fault: Option<String>,
    way: Option<String>,
}

/// Shows the form, if the link is good.
pub(in crate::web) async fn show_invitation(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Segment(token): Segment,
    visit: Visit,
) -> Result<Response, PageError> {
    match invited(&site, &token).await? {
        Some(form) => show(&site, language, &token, &visit, form, StatusCode::OK),
        None => show(&site, language, &token, &visit, Form::default(), StatusCode::NOT_FOUND),
    }
}

/// Sets the password and signs in.
pub(in crate::web) async fn redeem(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    Segment(token): Segment,
    visit: Visit,
    posted: Posted,
) -> Result<Response, PageError> {
    // Asked once more: whose password it is comes from the link, not from what was sent.
    let Some(mut form) = invited(&site, &token).await? else {
        return show(&site, language, &token, &visit, Form::default(), StatusCode::NOT_FOUND);
    };
    // It has come over the open line already; at least it does not become anybody's password.
    if !visit.is_private {
        return show(&site, language, &token, &visit, form, StatusCode::FORBIDDEN);
    }
    let (now, password, client) = (site.options.clock.now(), posted.get("password"), visit.client.clone());
    let entered = if form.is_first {
        let short = |text: &str| text.trim().chars().take(200).collect();
        (form.name, form.shown) = (short(posted.get("name")), short(posted.get("shown")));
        let shown = Some(posted.get("shown")).filter(|text| !text.trim().is_empty());
        let names = AccountName::parse(posted.get("name")).and_then(|name| {
            let shown = shown.map_or_else(|| Ok(ShownName::from(&name)), ShownName::parse)?;
            Ok((name, shown))
        });
        match names {
            Ok(names) => site.people().create_first(&token, names, password, client, now).await,
            Err(fault) => Err(fault.into()),
        }
    } else {
        site.people().redeem(&token, password, client, now).await
    };
    let error = match entered {
        Ok((session, _)) => {
            let response = led_to(&site.addresses().path(&Page::STAFF, language))?;
            return Ok(with_session(&site, response, &session));
        }
        Err(error) => error,
    };
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    match error {
        PeopleError::Password(fault) => form.password_fault = Some(password_fault(&reader, fault)),
        PeopleError::Name(NameFault::SignIn) => form.name_fault = Some(reader.t("staff-name-fault")),
        PeopleError::Name(NameFault::Shown) => form.shown_fault = Some(reader.t("staff-shown-fault")),
        PeopleError::Taken(_) => form.name_fault = Some(reader.t("staff-name-taken")),
        PeopleError::NoInvitation => {
            return show(&site, language, &token, &visit, Form::default(), StatusCode::NOT_FOUND);
        }
        other => return Err(other.into()),
    }
    show(&site, language, &token, &visit, form, StatusCode::UNPROCESSABLE_ENTITY)
}

/// What is said of a password that is not taken.
pub(super) fn password_fault(reader: &Reader<'_>, fault: PasswordFault) -> String {
    reader.t(match fault {
        PasswordFault::Short => "staff-password-short",
        PasswordFault::Long => "staff-password-long",
        PasswordFault::Weak => "staff-password-weak",
    })
}

async fn invited(site: &Site, token: &str) -> Result<Option<Form>, PageError> {
    match site.people().invited(token, site.options.clock.now()).await {
        Ok(Invited::First) => Ok(Some(Form { is_good: true, is_first: true, ..Form::default() })),
        Ok(Invited::Account(account)) => Ok(Some(Form {
            is_good: true,
            name: account.name.to_string(),
            shown: account.shown.to_string(),
            ..Form::default()
        })),
        Err(PeopleError::NoInvitation) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn show(
    site: &Site,
    language: Language,
    token: &str,
    visit: &Visit,
    mut form: Form,
    status: StatusCode,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(site, &snapshot, language);
    form.way = way_to_tls(&reader, site, visit);
    let title = match (form.is_good, form.is_first) {
        (false, _) => "staff-link-title",
        (true, true) => "staff-first-title",
        (true, false) => "staff-password-title",
    };
    let frame = Frame::outside(site, &reader, &Page::invitation(token), reader.t(title));
    shown(site, language, status, &InvitationContext { lang: language.code(), frame, invitation: form })
}
