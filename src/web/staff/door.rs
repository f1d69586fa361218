//! The one door of the staff's side: who is signed in, and whether they may do what stands behind it.

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequest as _, OriginalUri, Request};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;
use tower_http::csrf::{CsrfLayer, ProtectionError};

use super::form::Posted;
use super::member::Member;
use super::sign_in::sign_in_again;
use super::visit::Visit;
use crate::model::address::{FOR_PROGRAMS, Page};
use crate::people::Action;
use crate::web::address::language_of;
use crate::web::errors::PageError;
use crate::web::refusal::FileError;
use crate::web::site::Site;

/// What an address asks for of who reads there, and of who writes there; none: of nobody anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) struct Needs {
    pub(in crate::web) read: Option<Action>,
    pub(in crate::web) write: Option<Action>,
}

impl Needs {
    /// Open to everybody.
    pub(in crate::web) const NOTHING: Self = Self { read: None, write: None };

    /// The same for reading and writing.
    pub(in crate::web) const fn to(action: Action) -> Self {
        Self { read: Some(action), write: Some(action) }
    }

    fn of(self, method: &Method) -> Option<Action> {
        // Whatever is not known to read is held to write.
        if *method == Method::GET || *method == Method::HEAD { self.read } else { self.write }
    }
}

/// Puts the door before what stands at an address.
pub(in crate::web) fn behind(needs: Needs, methods: MethodRouter<Arc<Site>>) -> MethodRouter<Arc<Site>> {
    methods.layer(from_fn(move |request: Request, next: Next| let_in(needs, request, next)))
}

/// Refuses what another site makes a browser send, quietly.
pub(in crate::web) fn shut_to_other_sites(router: Router) -> Router {
    let refused = |_: ProtectionError| FileError(PageError::CrossSite).into_response();
    router.layer(CsrfLayer::new().with_rejection_response(refused))
}

async fn let_in(needs: Needs, request: Request, next: Next) -> Response {
    let Some(action) = needs.of(request.method()) else { return next.run(request).await };
    // Without the site nobody can be asked who this is: the door stays shut.
    let Some(site) = request.extensions().get::<Arc<Site>>().cloned() else {
        return PageError::NotFound.into_response();
    };
    match admitted(&site, action, request).await {
        Ok(Ok(request)) => next.run(request).await,
        Ok(Err(answer)) => answer,
        Err(error) => error.into_response(),
    }
}

/// The request with its [`Member`], or the answer to who may not come in.
async fn admitted(
    site: &Arc<Site>,
    action: Action,
    mut request: Request,
) -> Result<Result<Request, Response>, PageError> {
    let (mut parts, body) = request.into_parts();
    let visit = Visit::of(site, &parts);
    let signed = match &visit.token {
        Some(token) => site.people().session(token, site.options.clock.now()).await?,
        None => None,
    };
    let Some(signed) = signed else {
        return Ok(Err(signed_out(site, visit, Request::from_parts(parts, body)).await?));
    };
    if !signed.account.role.may(action) {
        // What is there is not told to who may not have it.
        return Err(PageError::NotFound);
    }
    parts.extensions.insert(Member { signed, client: visit.client });
    request = Request::from_parts(parts, body);
    Ok(Ok(request))
}

/// Leads to where one signs in; of a form, keeps what was typed.
async fn signed_out(site: &Arc<Site>, visit: Visit, request: Request) -> Result<Response, PageError> {
    let original = request.extensions().get::<OriginalUri>().map_or(request.uri(), |original| &original.0);
    let language = language_of(original);
    let path = original.path_and_query().map_or("", |path| path.as_str());
    let next = site.addresses().outer(path);
    // A program that sends files follows no page; it asks its person to sign in and goes on.
    if path.contains(FOR_PROGRAMS) || request.headers().contains_key("tus-resumable") {
        return Ok(StatusCode::UNAUTHORIZED.into_response());
    }
    if *request.method() == Method::GET || *request.method() == Method::HEAD {
        let to = site.addresses().path(&Page::SIGN_IN.with("next", next), language);
        let to = HeaderValue::from_str(&to).map_err(|_| PageError::NotFound)?;
        return Ok((StatusCode::SEE_OTHER, [(LOCATION, to)]).into_response());
    }
    // Files cannot be carried along in the fields of a page: of a form with files it is told that they are lost.
    let is_form = request
        .headers()
        .get(CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    let posted = match is_form {
        true => match Posted::from_request(request, &()).await {
            Ok(posted) => Some(posted),
            Err(refused) => return Ok(refused),
        },
        false => None,
    };
    sign_in_again(site, language, visit, next, posted)
}
