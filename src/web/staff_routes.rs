//! Every address of the staff on one screen, each with what stands there and what it asks for.

use std::sync::Arc;

use axum::routing::{MethodRouter, get, head, options, post};

use super::listed::Routes;
use super::site::Site;
use super::staff::changes::{
    attach, begin, draft_essay, edit, history, pictures, preview, queue, review, slip, withdraw,
};
use super::staff::door::{self, Needs};
use super::staff::{account, audit, invitation, notices, people, sign_in, staff_home, uploads};
use crate::people::Action;

/// Routes of the staff: each names what it asks for, or that it asks for nothing.
pub(super) struct StaffRoutes {
    pub(super) routes: Routes<Arc<Site>>,
    pub(super) needs: Vec<(&'static str, Needs)>,
}

impl StaffRoutes {
    fn route(
        self,
        path: &'static str,
        what: &'static str,
        needs: Needs,
        methods: MethodRouter<Arc<Site>>,
    ) -> Self {
        let Self { routes, needs: mut all } = self;
        // In one call with the route: no address can be added without saying what it asks for.
        all.push((path, needs));
        Self { routes: routes.route(path, what, door::behind(needs, methods)), needs: all }
    }
}

/// What the staff do.
pub(super) fn staff() -> StaffRoutes {
    let empty = StaffRoutes { routes: Routes::new(), needs: Vec::new() };
    empty
        .route(
            "/staff/sign-in",
            "where the staff sign in; `?next=` where to go on",
            Needs::NOTHING,
            get(sign_in::show_sign_in).post(sign_in::sign_in),
        )
        // Of nobody anything: whose session has ended must be able to lose the cookie too.
        .route("/staff/sign-out", "where they sign out", Needs::NOTHING, post(sign_in::sign_out))
        // By a link comes who has no password yet: the link itself is what lets them in.
        .route(
            "/staff/invitation/{token}",
            "a link that works once, to set a password",
            Needs::NOTHING,
            get(invitation::show_invitation).post(invitation::redeem),
        )
        .route(
            "/staff",
            "the front page of the staff",
            Needs::to(Action::ReadWork),
            get(staff_home::show_staff_home),
        )
        .route(
            "/staff/changes",
            "what waits for whom; `?list=` one of the lists, `?q=` what is looked for in all",
            Needs::to(Action::ReadWork),
            get(queue::show_changes),
        )
        .route(
            "/staff/changes/new",
            "where a change is begun",
            Needs::to(Action::Draft),
            get(begin::show_new_change).post(begin::begin_change),
        )
        .route(
            "/staff/changes/{id}",
            "a change as a form; posted, it is saved",
            Needs { read: Some(Action::ReadWork), write: Some(Action::Draft) },
            get(edit::show_change).post(edit::save_change),
        )
        .route(
            "/staff/changes/{id}/join",
            "to write along",
            Needs::to(Action::Draft),
            post(begin::join_change),
        )
        .route(
            "/staff/changes/{id}/submit",
            "to the reviewers",
            Needs::to(Action::Draft),
            post(edit::submit_change),
        )
        .route(
            "/staff/changes/{id}/discard",
            "to give it up",
            Needs::to(Action::Draft),
            post(edit::discard_change),
        )
        // Only what all decisions need; `review::decide` asks for more where something is published.
        .route(
            "/staff/changes/{id}/review",
            "what a change alters; posted, what is decided of it",
            Needs { read: Some(Action::ReadWork), write: Some(Action::Review) },
            get(review::show_review).post(review::decide),
        )
        .route(
            "/staff/changes/{id}/preview/{record}",
            "a record of it as everybody would see it",
            Needs::to(Action::ReadWork),
            get(preview::show_preview),
        )
        .route(
            "/staff/changes/{id}/pictures/{photo}/full/{size}/0/{file}",
            "a picture of such a page",
            Needs::to(Action::ReadWork),
            get(pictures::show_picture),
        )
        .route(
            "/staff/changes/{id}/papers/{paper}",
            "a paper that is attached to a change, as a file",
            Needs::to(Action::ReadWork),
            get(attach::fetch_paper),
        )
        .route(
            "/staff/changes/{id}/papers/{paper}/essay",
            "to begin an essay from a report",
            Needs::to(Action::Draft),
            post(draft_essay::begin_essay),
        )
        .route(
            "/staff/changes/{id}/papers/{paper}/remove",
            "to take a paper off a change",
            Needs::to(Action::Draft),
            post(attach::remove_paper),
        )
        .route(
            "/staff/changes/{id}/slip",
            "a change as a sheet to be signed",
            Needs::to(Action::ReadWork),
            get(slip::show_slip),
        )
        .route(
            "/staff/records/{id}/history",
            "what became of a record, by whom",
            Needs::to(Action::ReadWork),
            get(history::show_history),
        )
        .route(
            "/staff/records/{id}/revert",
            "to make a record again what it was",
            Needs::to(Action::Publish),
            post(history::revert),
        )
        .route(
            "/staff/records/{id}/withdraw",
            "to take a record out of sight",
            Needs::to(Action::Withdraw),
            get(withdraw::show_withdraw).post(withdraw::withdraw),
        )
        .route(
            "/staff/notices",
            "what somebody is told of changes; posted, all of it is read",
            Needs::to(Action::ReadWork),
            get(notices::show_notices).post(notices::read_notices),
        )
        .route(
            "/staff/account",
            "one's own account: password, sessions, letters",
            Needs::to(Action::ReadWork),
            get(account::show_account).post(account::change_account),
        )
        .route(
            "/staff/people",
            "the accounts of all",
            Needs::to(Action::ManagePeople),
            get(people::show_people).post(people::change_people),
        )
        .route(
            "/staff/changes/{id}/photos/{record}",
            "a photo that has come in, small; `?size=` how wide",
            Needs::to(Action::ReadWork),
            get(uploads::show_thumbnail),
        )
        .route(
            "/staff/audit",
            "the log of what was done",
            Needs::to(Action::ReadAudit),
            get(audit::show_audit),
        )
        .route(
            "/staff/audit.jsonl",
            "the same as lines of JSON",
            Needs::to(Action::ReadAudit),
            get(audit::keep_audit),
        )
}

/// Where the staff's devices send files.
pub(super) fn senders() -> StaffRoutes {
    // Apart from the others, since their bodies have no common limit: each handler says how much it takes.
    let empty = StaffRoutes { routes: Routes::new(), needs: Vec::new() };
    let read = Needs { read: Some(Action::ReadWork), write: Some(Action::Draft) };
    empty
        .route(
            "/staff/changes/{id}/files",
            "the files promised to a change; where they are promised, or sent as a form",
            read,
            get(uploads::list_files).post(uploads::take_files),
        )
        .route(
            "/staff/changes/{id}/papers",
            "where a paper is attached to a change, as a form; `?kind=` report or signed",
            Needs::to(Action::Draft),
            post(attach::attach_paper),
        )
        .route(
            "/staff/uploads",
            "where a file is promised by the tus protocol",
            Needs::to(Action::Draft),
            options(uploads::options).post(uploads::create),
        )
        .route(
            "/staff/uploads/{file}",
            "where its bytes go",
            Needs::to(Action::Draft),
            head(uploads::offset).patch(uploads::send).delete(uploads::terminate),
        )
        .route(
            "/api/v1/surveys/{id}/files",
            "where programs send a file to a change, as a form",
            Needs::to(Action::Draft),
            post(uploads::take_survey_file),
        )
}
