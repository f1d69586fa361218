//! A server whose service is no archive but answers of any size, each of which says when its memory is given back.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderName, HeaderValue, Request};
use axum::response::Response;
use baozhai::web::{ServerLimits, serve};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

/// How long anything here may take.
pub(super) const PATIENCE: Duration = Duration::from_secs(20);

pub(super) const MIB: usize = 1 << 20;

/// Headers that tell of the answer they come with.
pub(super) const OF_THE_ANSWER: [(&str, &str); 9] = [
    ("etag", "\"one\""),
    ("content-encoding", "br"),
    ("content-range", "bytes 0-9/10"),
    ("accept-ranges", "bytes"),
    ("content-disposition", "attachment"),
    ("link", "</p>; rel=\"canonical\""),
    ("vary", "accept-encoding"),
    ("cache-control", "public, max-age=31536000"),
    ("content-type", "image/webp"),
];

/// Headers that every answer of the site carries.
pub(super) const OF_EVERY_ANSWER: [(&str, &str); 3] = [
    ("x-content-type-options", "nosniff"),
    ("content-security-policy", "default-src"),
    ("x-request-id", "7"),
];

/// An answer's memory; its address is told when it is given back.
struct Held {
    bytes: Vec<u8>,
    path: String,
    given_back: UnboundedSender<String>,
}

impl AsRef<[u8]> for Held {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        // The test may have ended.
        let _ = self.given_back.send(std::mem::take(&mut self.path));
    }
}

/// A server whose answer to `/{name}/{n}` is n bytes, to `/shared/…` the same 2 MiB each time, to `/never` none;
/// `/dressed/…` has headers that tell of it, and for `/reading/…` the body that was sent is read to its end.
pub(super) struct Server {
    address: SocketAddr,
    given_back: UnboundedReceiver<String>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    pub(super) async fn start(limits: ServerLimits) -> anyhow::Result<Server> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (told, given_back) = unbounded_channel();
        let shared = Bytes::from(vec![b'x'; 2 * MIB]);
        let site = tower::service_fn(move |request: Request<Body>| {
            let (path, told, shared) = (request.uri().path().to_owned(), told.clone(), shared.clone());
            async move {
                if path == "/never" {
                    // Told at once: it is being made.
                    drop(told.send(path));
                    return std::future::pending().await;
                }
                if path.starts_with("/reading") {
                    tokio::spawn(to_bytes(request.into_body(), usize::MAX));
                }
                let is_dressed = path.starts_with("/dressed");
                let bytes = if path.starts_with("/shared") {
                    shared
                } else {
                    let length = path.rsplit('/').next().and_then(|length| length.parse().ok()).unwrap_or(3);
                    Bytes::from_owner(Held { bytes: vec![b'x'; length], path, given_back: told })
                };
                let mut response = Response::new(Body::from(bytes));
                if is_dressed {
                    let named =
                        |name, value| (HeaderName::from_static(name), HeaderValue::from_static(value));
                    let dress = OF_THE_ANSWER.iter().chain(&OF_EVERY_ANSWER).copied();
                    response.headers_mut().extend(dress.map(|(name, value)| named(name, value)));
                }
                Ok::<_, Infallible>(response)
            }
        });
        let task = tokio::spawn(serve(listener, site, limits, std::future::pending()));
        Ok(Server { address, given_back, task })
    }

    /// A client at a loopback address that has said something.
    pub(super) async fn client(&self, from: &str, said: &str) -> anyhow::Result<TcpStream> {
        self.connect(TcpSocket::new_v4()?, from, said).await
    }

    /// A client that has asked for something and for which the system takes as little of it as it can.
    pub(super) async fn holder(&self, path: &str) -> anyhow::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(2048)?;
        self.connect(socket, "127.0.0.1", &request(path)).await
    }

    /// A holder that goes on with a body in pieces, as `request` does not.
    pub(super) async fn uploader(&self, path: &str) -> anyhow::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(2048)?;
        let said = format!("POST {path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
        self.connect(socket, "127.0.0.1", &said).await
    }

    async fn connect(&self, socket: TcpSocket, from: &str, said: &str) -> anyhow::Result<TcpStream> {
        socket.bind(SocketAddr::new(from.parse()?, 0))?;
        let mut stream = socket.connect(self.address).await?;
        stream.write_all(said.as_bytes()).await?;
        Ok(stream)
    }

    /// What a visitor gets, head and body.
    pub(super) async fn visit(&self, from: &str, path: &str) -> anyhow::Result<String> {
        let asked = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut stream = self.client(from, &asked).await?;
        let mut answer = Vec::new();
        tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await??;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// The next answer whose memory is given back.
    pub(super) async fn given_back(&mut self) -> anyhow::Result<String> {
        let path = tokio::time::timeout(PATIENCE, self.given_back.recv()).await?;
        path.ok_or_else(|| anyhow::anyhow!("the server has ended"))
    }
}

pub(super) fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n")
}
