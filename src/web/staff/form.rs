//! What a form of the staff sends: names and values, in order.

use axum::Form;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::web::errors::PageError;

/// The fields of a form, `application/x-www-form-urlencoded`.
#[derive(Debug, Clone, Default)]
pub(in crate::web) struct Posted(pub(in crate::web) Vec<(String, String)>);

impl Posted {
    /// The first value of a name, empty where there is none.
    pub(in crate::web) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }
}

impl<S: Send + Sync> FromRequest<S> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        match Form::from_request(request, state).await {
            Ok(Form(fields)) => Ok(Self(fields)),
            // Too much is told by its status, the rest in our words.
            Err(refused) => match refused.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => Err(StatusCode::PAYLOAD_TOO_LARGE.into_response()),
                _ => Err(PageError::BadRequest("the form".into()).into_response()),
            },
        }
    }
}
