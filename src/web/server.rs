//! Listens, bounds what a connection may take, and stops without cutting anyone off.

use std::pin::pin;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tower::ServiceExt;

use super::front::Front;

/// What a connection may take (contract §0).
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// The whole head of a request, in bytes.
    pub max_head_bytes: usize,
    /// How long a head may take to arrive; an idle connection is closed after it as well.
    pub head_timeout: Duration,
    /// How long open requests may take to end when the server stops.
    pub stop_timeout: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            max_head_bytes: 16 << 10,
            head_timeout: Duration::from_secs(10),
            stop_timeout: Duration::from_secs(10),
        }
    }
}

/// Serves until `stop` resolves, then lets open requests end.
///
/// `axum::serve` bounds neither head nor idle time, hence hyper-util.
pub async fn serve(
    listener: TcpListener,
    front: Front,
    limits: ServerLimits,
    stop: impl Future<Output = ()>,
) {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(limits.max_head_bytes)
        .max_headers(64);
    let connections = GracefulShutdown::new();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        match accepted {
            Ok((stream, _)) => {
                // Small answers should not wait for more to send.
                let _ = stream.set_nodelay(true);
                let service = front.clone().map_request(|request: Request<Incoming>| request.map(Body::new));
                let connection =
                    builder.serve_connection(TokioIo::new(stream), TowerToHyperService::new(service));
                let connection = connections.watch(connection);
                tokio::spawn(async move {
                    if let Err(error) = connection.await {
                        tracing::debug!(%error, "a connection ended badly");
                    }
                });
            }
            Err(error) => {
                // Out of file descriptors, most likely: wait for some to come free.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
    drop(listener);
    if tokio::time::timeout(limits.stop_timeout, connections.shutdown()).await.is_err() {
        tracing::warn!("some requests had not ended when the server stopped");
    }
}
