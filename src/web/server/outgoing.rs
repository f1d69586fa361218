//! Answers on their way out, counted while they wait to be sent.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, to_bytes};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, ETAG, LINK, RETRY_AFTER, VARY,
};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use bytes::{Buf, Bytes};
use hyper::body::{Frame, SizeHint};

use super::connections::{Charge, Connections, NoRoom, Seat};

/// A body that is charged for.
pub(super) enum Outgoing {
    /// All of it in one piece, until it is handed over.
    Whole(Option<Piece>),
    /// Whatever else.
    Other(Body),
}

/// Bytes on their way, released before they are dropped.
pub(super) struct Piece {
    // Fields are dropped in this order. Were the bytes freed first, others might come to lie at their address,
    // and be taken for those that are counted already (`waiting.rs`).
    _charge: Option<Charge>,
    bytes: Bytes,
}

/// Counts an answer, or puts a refusal in its place.
pub(super) async fn charged(
    connections: &Arc<Connections>,
    seat: &Seat,
    response: Response,
) -> axum::http::Response<Outgoing> {
    let (head, body) = response.into_parts();
    // What is sent as it comes is not counted: nothing here is.
    if hyper::body::Body::size_hint(&body).exact().is_none_or(|length| length == 0) {
        return Response::from_parts(head, body).map(Outgoing::Other);
    }
    // The bytes lie ready: this waits for nothing and copies nothing.
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return refused(Response::from_parts(head, Body::empty()), StatusCode::INTERNAL_SERVER_ERROR);
    };
    match connections.charge(seat.number, &bytes) {
        Ok(charge) => Response::from_parts(head, Body::empty())
            .map(|_| Outgoing::Whole(Some(Piece { _charge: charge, bytes }))),
        Err(NoRoom) => {
            // By the header: out here the request is over, and has no current id.
            let id = head.headers.get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or("-");
            tracing::info!(id, bytes = bytes.len(), "no answer: too much waits to be sent already");
            refused(Response::from_parts(head, Body::empty()), StatusCode::SERVICE_UNAVAILABLE)
        }
    }
}

/// A refusal with the headers that every answer carries, but none that tell of what it stands for.
fn refused(mut response: Response, status: StatusCode) -> axum::http::Response<Outgoing> {
    let words = Bytes::from(format!("{}\n", status.canonical_reason().unwrap_or("Error")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for of_another in [
        ACCEPT_RANGES,
        CONTENT_DISPOSITION,
        CONTENT_ENCODING,
        CONTENT_LENGTH,
        CONTENT_RANGE,
        ETAG,
        LINK,
        VARY,
    ] {
        headers.remove(of_another);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(RETRY_AFTER, HeaderValue::from_static("10"));
    response.map(|_| Outgoing::Whole(Some(Piece { _charge: None, bytes: words })))
}

impl hyper::body::Body for Outgoing {
    type Data = Piece;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Piece>, axum::Error>>> {
        match self.get_mut() {
            // hyper holds the piece, and the charge with it, until its last byte is written.
            Outgoing::Whole(piece) => Poll::Ready(piece.take().map(|piece| Ok(Frame::data(piece)))),
            Outgoing::Other(body) => Pin::new(body).poll_frame(context).map(|frame| {
                frame.map(|frame| frame.map(|frame| frame.map_data(|bytes| Piece { _charge: None, bytes })))
            }),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Outgoing::Whole(piece) => piece.is_none(),
            Outgoing::Other(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(piece) => {
                SizeHint::with_exact(piece.as_ref().map_or(0, |piece| piece.bytes.len() as u64))
            }
            Outgoing::Other(body) => body.size_hint(),
        }
    }
}

impl Buf for Piece {
    fn remaining(&self) -> usize {
        self.bytes.remaining()
    }

    fn chunk(&self) -> &[u8] {
        self.bytes.chunk()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.advance(count);
    }
}
