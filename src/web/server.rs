//! Listens, bounds what connections may take, and stops without cutting anyone off.

mod connections;
mod line;
mod outgoing;

use std::convert::Infallible;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tower::Service;

use self::connections::{Connections, Seat};
use self::line::Watched;

/// What connections may take.
#[derive(Debug, Clone, Copy)]
pub struct ServerLimits {
    /// The whole head of a request, in bytes.
    pub max_head_bytes: usize,
    /// How long a head may take to arrive; an idle connection is closed after it as well.
    pub head_timeout: Duration,
    /// How long open requests may take to end when the server stops.
    pub stop_timeout: Duration,
    /// How long a connection may stand still: no byte sent or taken, and no answer being made.
    pub stall_timeout: Duration,
    /// What a client must take of a waiting answer, in bytes a second, over each [`Self::slow_window`].
    pub least_bytes_per_s: u64,
    /// The stretch of time over which slowness is measured.
    pub slow_window: Duration,
    /// Connections in all; above, the one goes that has been quiet longest.
    pub max_connections: usize,
    /// Connections of one IPv4 address or one IPv6 /64; above, those go that are quiet.
    pub max_connections_per_address: usize,
    /// Bytes of answers that wait to be sent; above, the one goes that has been quiet longest, and a large answer
    /// is refused if all others move.
    pub max_waiting_bytes: usize,
    /// How long a connection must have been quiet to be closed for one of the last two.
    pub patience: Duration,
}

impl Default for ServerLimits {
    fn default() -> Self {
        Self {
            max_head_bytes: 16 << 10,
            head_timeout: Duration::from_secs(10),
            stop_timeout: Duration::from_secs(10),
            stall_timeout: Duration::from_secs(20),
            least_bytes_per_s: 1000,
            slow_window: Duration::from_secs(60),
            // What 1024 open files leave (`cli/descriptors.rs`); the commands set it by what the system allows.
            max_connections: 832,
            max_connections_per_address: 64,
            max_waiting_bytes: 96 << 20,
            patience: Duration::from_secs(2),
        }
    }
}

/// How much the system holds of an answer that has not gone out yet, in bytes. Without a bound it is megabytes a
/// connection; and only when half of it has gone out does it take more, which at the least speed must be well before
/// the connection counts as standing still.
const UNSENT_BYTES: u32 = 32 << 10;

/// How many connections are closed when the program is out of file descriptors.
const SHED: usize = 8;

/// How often the log says that connections cannot be accepted.
const SAID_EVERY: Duration = Duration::from_secs(60);

/// Serves until `stop` resolves, then lets open requests end.
///
/// `axum::serve` bounds neither heads nor connections, hence hyper-util.
pub async fn serve<S>(listener: TcpListener, site: S, limits: ServerLimits, stop: impl Future<Output = ()>)
where
    S: Service<Request<Body>, Response = Response, Error = Infallible> + Clone + Send + 'static,
    S::Future: Send,
{
    let mut builder = http1::Builder::new();
    builder
        // hyper panics where a timeout is set without one.
        .timer(TokioTimer::new())
        .header_read_timeout(limits.head_timeout)
        .max_buf_size(limits.max_head_bytes)
        .max_headers(64);
    let connections = Connections::new(limits);
    let watch = tokio::spawn(Arc::clone(&connections).watch());
    // When it shuts down, idle connections end at once, the others with the answer they are at.
    let open = GracefulShutdown::new();
    let mut shortage = Shortage::default();
    let mut stop = pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, address) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Else it was this one connection that failed, before it was taken in.
                if is_shortage(&error) {
                    shortage.make_room(&connections, &error).await;
                }
                continue;
            }
        };
        prepare(&stream);
        // Held by the service and by each answer in the making: the place is free when the last of them has gone.
        let seat = Arc::new(connections.admit(address.ip()));
        let number = seat.number;
        let stream = TokioIo::new(Watched::new(stream, Arc::clone(&seat.line)));
        let service = {
            let (connections, site) = (Arc::clone(&connections), site.clone());
            service_fn(move |mut request: Request<Incoming>| {
                request.extensions_mut().insert(ConnectInfo(address));
                answer(Arc::clone(&connections), Arc::clone(&seat), site.clone(), request)
            })
        };
        let connection = open.watch(builder.serve_connection(stream, service));
        let task = tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(%error, "a connection ended badly");
            }
        });
        // Only from here on can it be closed for another's sake: one without a task is passed over.
        connections.begun(number, task.abort_handle());
    }
    // Before the open requests end: who comes now is refused at once instead of waiting in a queue nobody serves.
    drop(listener);
    if tokio::time::timeout(limits.stop_timeout, open.shutdown()).await.is_err() {
        tracing::warn!("some requests had not ended when the server stopped");
    }
    watch.abort();
}

/// Makes one answer, and counts it among those that wait to be sent.
async fn answer<S>(
    connections: Arc<Connections>,
    seat: Arc<Seat>,
    mut site: S,
    request: Request<Incoming>,
) -> Result<axum::http::Response<outgoing::Outgoing>, Infallible>
where
    S: Service<Request<Body>, Response = Response, Error = Infallible>,
{
    // With a name, since `_` would drop it at once: until the answer is charged for, the line waits for us.
    let _answering = seat.line.answering();
    let response = site.call(request.map(Body::new)).await?;
    Ok(outgoing::charged(&connections, &seat, response).await)
}

/// Sets a connection up; where the system cannot, it is a little slower or takes a little more.
fn prepare(stream: &TcpStream) {
    // Small answers should not wait for more to send.
    drop(stream.set_nodelay(true));
    drop(socket2::SockRef::from(stream).set_tcp_notsent_lowat(UNSENT_BYTES));
}

/// Whether the system has nothing left to accept a connection with: descriptors, or memory for sockets.
fn is_shortage(error: &io::Error) -> bool {
    let of_one = [
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::ConnectionReset,
        io::ErrorKind::ConnectionRefused,
        io::ErrorKind::Interrupted,
        io::ErrorKind::WouldBlock,
    ];
    !of_one.contains(&error.kind())
}

/// What the server does when it cannot accept: out of file descriptors, most likely.
#[derive(Default)]
struct Shortage {
    said: Option<Instant>,
}

impl Shortage {
    /// Closes the quietest connections, and waits until they have gone or others end.
    async fn make_room(&mut self, connections: &Connections, error: &io::Error) {
        let closed = connections.shed(SHED);
        if self.said.is_none_or(|said| said.elapsed() >= SAID_EVERY) {
            tracing::warn!(%error, closed, "cannot accept a connection; the quietest are closed");
            self.said = Some(Instant::now());
        }
        // The error comes back at once as long as no descriptor is free; without a pause this would spin.
        tokio::time::sleep(Duration::from_millis(if closed > 0 { 10 } else { 100 })).await;
    }
}
