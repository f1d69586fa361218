//! What goes wrong, in two messages: the visitor gets a way on, the log gets the cause.

use std::borrow::Cow;
use std::sync::Arc;

use axum::http::StatusCode;

use crate::archive::ArchiveError;
use crate::changes::ChangeError;
use crate::image::{DerivativeError, Malformed, RenderError, Unsatisfiable};
use crate::interop::citation::{BadRegion, CitationError};
use crate::interop::table::TableError;
use crate::model::Withdrawal;
use crate::people::PeopleError;
use crate::store::StoreError;
use crate::uploads::UploadError;

/// Why the site could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A file that the program carries is not there.
    #[error("{0} is missing from the program")]
    Missing(String),
    /// A template does not parse.
    #[error("the template {path} is faulty")]
    Template {
        /// Its path in `templates/`.
        path: String,
        /// The engine's words.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The interface texts do not parse.
    #[error("the interface texts ({language}) are faulty: {what}")]
    Texts {
        /// `zh` or `en`.
        language: &'static str,
        /// What is wrong.
        what: String,
    },
    /// The map's geometry cannot be read.
    #[error("the base map is faulty: {0}")]
    Map(String),
    /// The archive cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
}

/// Why a page cannot be shown.
#[derive(Debug, thiserror::Error)]
pub(super) enum PageError {
    /// There is nothing at this address.
    #[error("nothing at this address")]
    NotFound,
    /// The address or the request makes no sense.
    #[error("bad request: {0}")]
    BadRequest(Cow<'static, str>),
    /// It will be there in a moment.
    #[error("not yet: {0}")]
    NotYet(&'static str),
    /// A template failed.
    #[error("the template failed")]
    Template(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A record cannot be read.
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something about people failed, which its page does not tell.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// Something about a change failed, which its page does not tell.
    #[error(transparent)]
    Change(#[from] ChangeError),
    /// An upload failed, which its answer does not tell.
    #[error(transparent)]
    Upload(Box<UploadError>),
    /// Another site has sent the browser here.
    #[error("refused: a request that comes from another site")]
    CrossSite,
    /// A parameter of an image cannot be read.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// The parameters of an image ask for what there is not.
    #[error(transparent)]
    Unsatisfiable(#[from] Unsatisfiable),
    /// A text names no region of a picture.
    #[error(transparent)]
    Region(#[from] BadRegion),
    /// A citation could not be written.
    #[error(transparent)]
    Citation(#[from] CitationError),
    /// A derivative could not be made.
    #[error(transparent)]
    Derivative(DerivativeError),
    /// A table could not be written as a file.
    #[error(transparent)]
    Table(#[from] TableError),
    /// Another request's rendering failed, which this one waited for.
    #[error(transparent)]
    Shared(#[from] Arc<PageError>),
}

impl From<UploadError> for PageError {
    fn from(error: UploadError) -> Self {
        Self::Upload(Box::new(error))
    }
}

impl PageError {
    /// The withdrawal that is in the place of what was asked for, if that is why there is nothing.
    pub(super) fn withdrawal(&self) -> Option<&Withdrawal> {
        match self {
            Self::Archive(ArchiveError::Withdrawn(withdrawal)) => Some(withdrawal),
            Self::Shared(error) => error.withdrawal(),
            _ => None,
        }
    }

    /// What may be read of it where there is no page to tell it.
    pub(super) fn reason(&self) -> Option<String> {
        match self {
            Self::BadRequest(reason) => Some(reason.clone().into_owned()),
            Self::NotYet(reason) => Some((*reason).to_owned()),
            Self::Archive(ArchiveError::Withdrawn(withdrawal)) => Some(match withdrawal.is_reason_public {
                true => format!("Gone: withdrawn on {} ({})", withdrawal.date, withdrawal.reason.word()),
                false => format!("Gone: withdrawn on {}", withdrawal.date),
            }),
            Self::Shared(error) => error.reason(),
            Self::Malformed(fault) => Some(fault.to_string()),
            Self::Unsatisfiable(fault) => Some(fault.to_string()),
            Self::Region(fault) => Some(fault.to_string()),
            Self::Derivative(DerivativeError::Render(fault @ RenderError::TooLongForFormat { .. })) => {
                Some(fault.to_string())
            }
            _ => None,
        }
    }

    /// The one place where an error becomes a status.
    pub(super) fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            // A valid request that is not served here (IIIF Image 3.0, 7), before the general case, which is the
            // asker's fault.
            Self::Unsatisfiable(Unsatisfiable::UpscalingOff) => StatusCode::NOT_IMPLEMENTED,
            Self::BadRequest(_) | Self::Malformed(_) | Self::Unsatisfiable(_) | Self::Region(_) => {
                StatusCode::BAD_REQUEST
            }
            Self::Archive(ArchiveError::Withdrawn(_) | ArchiveError::Purged { .. }) => StatusCode::GONE,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Change(error) => change_status(error),
            Self::NotYet(_) | Self::Store(StoreError::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Archive(error) if error.is_busy() => StatusCode::SERVICE_UNAVAILABLE,
            Self::People(error) if error.is_busy() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Upload(error) if matches!(**error, UploadError::Busy) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Derivative(error) => derivative_status(error),
            Self::Shared(error) => error.status(),
            // One by one, without `_`: a new error has to choose its status.
            Self::Template(_)
            | Self::Archive(_)
            | Self::Store(_)
            | Self::People(_)
            | Self::Upload(_)
            | Self::Citation(_)
            | Self::Table(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

fn change_status(error: &ChangeError) -> StatusCode {
    match error {
        ChangeError::NotFound | ChangeError::NoRecord => StatusCode::NOT_FOUND,
        ChangeError::NoField(_) | ChangeError::BadId => StatusCode::BAD_REQUEST,
        ChangeError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ChangeError::WrongState(_)
        | ChangeError::OwnWork
        | ChangeError::Nothing
        | ChangeError::NoRoom
        | ChangeError::TooManyAttachments
        | ChangeError::Blocked(_) => StatusCode::CONFLICT,
        error if error.is_busy() => StatusCode::SERVICE_UNAVAILABLE,
        ChangeError::Archive(ArchiveError::Purged { .. } | ArchiveError::Withdrawn(_))
        | ChangeError::PurgedPicture { .. } => StatusCode::GONE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn derivative_status(error: &DerivativeError) -> StatusCode {
    use DerivativeError::{Busy, Original, Panicked, Render, TimedOut};
    match error {
        Busy | TimedOut => StatusCode::SERVICE_UNAVAILABLE,
        Original(_) | Render(RenderError::Unread(_) | RenderError::Access { .. }) => {
            StatusCode::INTERNAL_SERVER_ERROR
        }
        Render(RenderError::TooLongForFormat { .. }) => StatusCode::BAD_REQUEST,
        // What cannot be decoded is no picture, however often one asks.
        Render(_) | Panicked => StatusCode::NOT_FOUND,
    }
}

/// The whole chain of causes on one line, for the log.
pub(super) fn causes(error: &dyn std::error::Error) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        line.push_str(": ");
        line.push_str(&error.to_string());
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::image::{Format, OriginalError, ProbeError};
    use crate::store::PaperError;

    #[test]
    fn whatever_waits_for_other_writers_may_be_tried_again() {
        let paper = || PaperError::Store(StoreError::Busy);
        let errors: [PageError; 6] = [
            StoreError::Busy.into(),
            ArchiveError::Store(StoreError::Busy).into(),
            PeopleError::Papers(paper()).into(),
            ChangeError::Archive(ArchiveError::Store(StoreError::Busy)).into(),
            ChangeError::Log(PeopleError::Papers(paper())).into(),
            UploadError::from(ChangeError::Paper(paper())).into(),
        ];
        for error in errors {
            assert_eq!(error.status(), StatusCode::SERVICE_UNAVAILABLE, "{}", causes(&error));
        }
    }

    #[test]
    fn a_picture_that_cannot_be_made_is_a_fault_of_ours_only_where_the_store_is() {
        let unread = || OriginalError::Unavailable("a disk".to_owned());
        for (error, status) in [
            (DerivativeError::Busy, 503),
            (DerivativeError::TimedOut, 503),
            (DerivativeError::Original(OriginalError::Missing), 500),
            (DerivativeError::Original(unread()), 500),
            (DerivativeError::Render(RenderError::Unread(unread())), 500),
            (DerivativeError::Render(RenderError::Original(ProbeError::NotAnImage)), 404),
            (DerivativeError::Panicked, 404),
            (
                DerivativeError::Render(RenderError::TooLongForFormat {
                    format: Format::WebP,
                    longest_px: 16_383,
                }),
                400,
            ),
        ] {
            let words = causes(&error);
            assert_eq!(PageError::Derivative(error).status().as_u16(), status, "{words}");
        }
    }
}
