//! `/staff`: the front page of the staff. Who I am, what I may, where to go on.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::changes::queue::{Waiting, waiting};
use super::member::Member;
use super::page::{Frame, shown};
use crate::model::address::Page;
use crate::people::Action;
use crate::web::address::PageLanguage;
use crate::web::errors::PageError;
use crate::web::pages::reader;
use crate::web::render::Template;
use crate::web::site::Site;

#[derive(Serialize)]
struct StaffContext {
    lang: &'static str,
    frame: Frame,
    staff: Home,
}

impl Template for StaffContext {
    const FILE: &'static str = "staff/home.html";
}

#[derive(Serialize)]
struct Home {
    shown: String,
    role: String,
    /// What this role is there for, in a sentence.
    purpose: String,
    /// What it may do, in the order of the table.
    may: Vec<String>,
    may_manage: bool,
    may_audit: bool,
    /// What waits for them.
    waiting: Vec<Waiting>,
}

/// Shows it.
pub(in crate::web) async fn show_staff_home(
    State(site): State<Arc<Site>>,
    PageLanguage(language): PageLanguage,
    member: Member,
) -> Result<Response, PageError> {
    let snapshot = site.snapshot();
    let reader = reader(&site, &snapshot, language);
    let role = member.role();
    let may = Action::ALL.into_iter().filter(|action| member.may(*action));
    let staff = Home {
        shown: member.account().shown.to_string(),
        role: reader.t(&format!("role-{}", role.word())),
        purpose: reader.t(&format!("purpose-{}", role.word())),
        may: may.map(|action| reader.t(&format!("may-{}", action.word()))).collect(),
        may_manage: member.may(Action::ManagePeople),
        may_audit: member.may(Action::ReadAudit),
        waiting: waiting(&site, &reader, &member).await?,
    };
    let frame = Frame::of(&site, &reader, &Page::STAFF, reader.t("staff-home"), &member).await;
    shown(&site, language, StatusCode::OK, &StaffContext { lang: language.code(), frame, staff })
}
