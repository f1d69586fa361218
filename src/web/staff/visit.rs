//! What a request says of who sends it, before anybody has signed in.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::header::USER_AGENT;
use axum::http::request::Parts;

use super::{cookie, line};
use crate::people::Client;
use crate::web::errors::PageError;
use crate::web::site::Site;

/// Who asks.
#[derive(Debug, Clone)]
pub(in crate::web) struct Visit {
    pub(super) client: Client,
    /// The secret of a session, true or not.
    pub(super) token: Option<String>,
    /// Whether a password may be sent on this line.
    pub(super) is_private: bool,
}

impl Visit {
    pub(super) fn of(site: &Site, parts: &Parts) -> Self {
        // A header may be of any bytes; these are only ever shown.
        let browser = parts.headers.get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
        Self {
            client: Client {
                address: line::address(parts),
                browser: browser.map(|browser| browser.into_owned()).unwrap_or_default(),
            },
            token: cookie::token(site.addresses(), &parts.headers),
            is_private: line::is_private(site.addresses(), parts),
        }
    }
}

impl FromRequestParts<Arc<Site>> for Visit {
    type Rejection = PageError;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, PageError> {
        Ok(Self::of(site, parts))
    }
}
