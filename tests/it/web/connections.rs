//! The connections, against clients that take nothing, little, or all there are: visitors are served meanwhile.
//!
//! The service behind them is no archive but answers of any size, each of which says when its memory is given back.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use axum::response::Response;
use baozhai::web::{ServerLimits, serve};
use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

use super::Outcome;

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Longer than any test here.
const NEVER: Duration = Duration::from_secs(3600);

const MIB: usize = 1 << 20;

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

/// A server whose answer to `/{name}/{n}` is n bytes, to `/shared/…` the same 2 MiB each time, to `/never` none.
struct Server {
    address: SocketAddr,
    given_back: UnboundedReceiver<String>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Limits under which nothing but what a test is about is closed.
fn patient() -> ServerLimits {
    ServerLimits {
        head_timeout: NEVER,
        stall_timeout: NEVER,
        slow_window: NEVER,
        patience: Duration::from_millis(100),
        ..ServerLimits::default()
    }
}

impl Server {
    async fn start(limits: ServerLimits) -> anyhow::Result<Server> {
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
                let bytes = if path.starts_with("/shared") {
                    shared
                } else {
                    let length = path.rsplit('/').next().and_then(|length| length.parse().ok()).unwrap_or(3);
                    Bytes::from_owner(Held { bytes: vec![b'x'; length], path, given_back: told })
                };
                Ok::<_, Infallible>(Response::new(Body::from(bytes)))
            }
        });
        let task = tokio::spawn(serve(listener, site, limits, std::future::pending()));
        Ok(Server { address, given_back, task })
    }

    /// A client at a loopback address that has said something.
    async fn client(&self, from: &str, said: &str) -> anyhow::Result<TcpStream> {
        self.connect(TcpSocket::new_v4()?, from, said).await
    }

    /// A client that has asked for something and for which the system takes as little of it as it can.
    async fn holder(&self, path: &str) -> anyhow::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.set_recv_buffer_size(2048)?;
        self.connect(socket, "127.0.0.1", &request(path)).await
    }

    async fn connect(&self, socket: TcpSocket, from: &str, said: &str) -> anyhow::Result<TcpStream> {
        socket.bind(SocketAddr::new(from.parse()?, 0))?;
        let mut stream = socket.connect(self.address).await?;
        stream.write_all(said.as_bytes()).await?;
        Ok(stream)
    }

    /// What a visitor gets, head and body.
    async fn visit(&self, from: &str, path: &str) -> anyhow::Result<String> {
        let asked = format!("GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        let mut stream = self.client(from, &asked).await?;
        let mut answer = Vec::new();
        tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await??;
        Ok(String::from_utf8_lossy(&answer).into_owned())
    }

    /// The next answer whose memory is given back.
    async fn given_back(&mut self) -> anyhow::Result<String> {
        let path = tokio::time::timeout(PATIENCE, self.given_back.recv()).await?;
        path.ok_or_else(|| anyhow::anyhow!("the server has ended"))
    }
}

fn request(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: x\r\n\r\n")
}

/// Waits until the server has closed a connection on which nothing had been asked.
async fn closed(stream: &mut TcpStream) -> anyhow::Result<()> {
    let mut rest = Vec::new();
    // A reset is an end as well.
    let _ = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await?;
    Ok(())
}

/// Waits until an answer has begun to come, without taking any of it.
async fn begun(stream: &TcpStream) -> anyhow::Result<()> {
    tokio::time::timeout(PATIENCE, stream.peek(&mut [0])).await??;
    Ok(())
}

/// Says more and more until the server has closed the connection, and takes nothing.
async fn cut_while_talking(mut stream: TcpStream) -> anyhow::Result<()> {
    let talking = async {
        while stream.write_all(b"G").await.is_ok() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    Ok(tokio::time::timeout(PATIENCE, talking).await?)
}

#[tokio::test]
async fn an_answer_that_nobody_takes_is_given_up() -> Outcome {
    let limits = ServerLimits { stall_timeout: Duration::from_millis(300), ..patient() };
    let mut server = Server::start(limits).await?;
    let _holder = server.holder("/one/4000000").await?;
    assert_eq!(server.given_back().await?, "/one/4000000");
    Ok(())
}

#[tokio::test]
async fn what_a_client_goes_on_saying_does_not_keep_what_it_does_not_take() -> Outcome {
    let limits = ServerLimits { stall_timeout: Duration::from_millis(300), ..patient() };
    let mut server = Server::start(limits).await?;
    cut_while_talking(server.holder("/one/4000000").await?).await?;
    assert_eq!(server.given_back().await?, "/one/4000000");
    // One request behind another, none of whose answers is taken.
    let requests = request("/small/10000").repeat(1000);
    cut_while_talking(
        server.holder(&format!("/first/3 HTTP/1.1\r\nHost: x\r\n\r\n{requests}GET /last")).await?,
    )
    .await
}

#[tokio::test]
async fn a_client_that_takes_too_little_is_given_up_and_a_slow_one_served() -> Outcome {
    // So slow that the test's own reading is far from it.
    let limits = ServerLimits { slow_window: Duration::from_secs(1), least_bytes_per_s: 10_000, ..patient() };
    let mut server = Server::start(limits).await?;
    let mut dripping = server.holder("/dripping/4000000").await?;
    let drip = async {
        while let Ok(1..) = dripping.read(&mut [0]).await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        given_back = server.given_back() => assert_eq!(given_back?, "/dripping/4000000"),
        () = drip => {}
    }
    let mut rest = Vec::new();
    // The reset may come before what was on its way.
    let _ = tokio::time::timeout(PATIENCE, dripping.read_to_end(&mut rest)).await?;
    assert!(rest.len() < 4_000_000 / 2, "{} bytes", rest.len());
    let asked = "GET /slow/2000000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    let (mut slow, mut piece, mut taken) = (server.client("127.0.0.1", asked).await?, vec![0; 64 << 10], 0);
    while let more @ 1.. = slow.read(&mut piece).await? {
        taken += more;
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(taken > 2_000_000, "all of it, and the head");
    Ok(())
}

#[tokio::test]
async fn when_there_are_too_many_the_one_goes_that_was_quiet_longest() -> Outcome {
    let server = Server::start(ServerLimits { max_connections: 8, ..patient() }).await?;
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(server.client("127.0.0.1", "").await?);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(server.visit("127.0.0.1", "/x/3").await?.ends_with("xxx"));
    closed(&mut idle[0]).await?;
    for one in &mut idle[1..] {
        one.write_all(request("/x/3").as_bytes()).await?;
        begun(one).await?;
    }
    Ok(())
}

#[tokio::test]
async fn who_holds_many_loses_first() -> Outcome {
    let server = Server::start(ServerLimits { max_connections: 8, ..patient() }).await?;
    // The neighbour has been quiet a little longer than any other, but has one.
    let mut neighbour = server.client("127.0.0.3", "").await?;
    tokio::time::sleep(Duration::from_millis(20)).await;
    let mut many = Vec::new();
    for _ in 0..7 {
        many.push(server.client("127.0.0.2", "").await?);
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert!(server.visit("127.0.0.1", "/x/3").await?.ends_with("xxx"));
    let (lost, ..) = futures::future::select_all(many.iter_mut().map(|one| Box::pin(closed(one)))).await;
    lost?;
    neighbour.write_all(request("/x/3").as_bytes()).await?;
    begun(&neighbour).await?;
    Ok(())
}

#[tokio::test]
async fn an_answer_in_the_making_goes_last() -> Outcome {
    let mut server = Server::start(ServerLimits { max_connections: 4, ..patient() }).await?;
    let mut making = Vec::new();
    for _ in 0..3 {
        making.push(server.holder("/never").await?);
        server.given_back().await?;
    }
    let mut idle = server.client("127.0.0.1", "").await?;
    assert!(server.visit("127.0.0.1", "/x/3").await?.ends_with("xxx"));
    closed(&mut idle).await?;
    // When nothing else is left they go too: somebody new is served in any case.
    making.push(server.holder("/never").await?);
    assert!(server.visit("127.0.0.1", "/x/3").await?.ends_with("xxx"));
    Ok(())
}

#[tokio::test]
async fn one_address_keeps_its_share_of_quiet_connections() -> Outcome {
    let server = Server::start(ServerLimits { max_connections_per_address: 4, ..patient() }).await?;
    let mut other = server.client("127.0.0.3", "").await?;
    let mut many = Vec::new();
    for _ in 0..10 {
        many.push(server.client("127.0.0.2", "").await?);
    }
    let mut left: Vec<_> = many.iter_mut().map(|one| Box::pin(closed(one))).collect();
    while left.len() > 4 {
        let (lost, _, rest) = futures::future::select_all(left).await;
        lost?;
        left = rest;
    }
    drop(left);
    let mut answered = 0;
    for one in &mut many {
        let sent = one.write_all(request("/x/3").as_bytes()).await.is_ok();
        answered += usize::from(sent && matches!(one.read(&mut [0; 64]).await, Ok(1..)));
    }
    assert_eq!(answered, 4);
    other.write_all(request("/x/3").as_bytes()).await?;
    begun(&other).await
}

#[tokio::test]
async fn what_waits_to_be_sent_has_a_budget_out_of_which_the_stuck_go() -> Outcome {
    let mut server = Server::start(ServerLimits { max_waiting_bytes: 5 * MIB, ..patient() }).await?;
    let first = server.holder("/first/2000000").await?;
    begun(&first).await?;
    let second = server.holder("/second/2000000").await?;
    begun(&second).await?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    let third = server.holder("/third/2000000").await?;
    begun(&third).await?;
    assert_eq!(server.given_back().await?, "/first/2000000");
    assert!(server.visit("127.0.0.1", "/visitor/2000000").await?.starts_with("HTTP/1.1 200"));
    assert_eq!(server.given_back().await?, "/second/2000000");
    Ok(())
}

#[tokio::test]
async fn a_large_answer_without_room_is_refused_and_a_small_one_sent() -> Outcome {
    let limits = ServerLimits { max_waiting_bytes: 3 * MIB, patience: NEVER, ..patient() };
    let mut server = Server::start(limits).await?;
    let holder = server.holder("/holder/2000000").await?;
    begun(&holder).await?;
    let refused = server.visit("127.0.0.1", "/large/2000000").await?;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused:.300}");
    assert!(
        refused.contains("\r\nretry-after: 10\r\n") && refused.contains("\r\ncache-control: no-store\r\n")
    );
    assert!(refused.ends_with("Service Unavailable\n"), "{refused}");
    assert_eq!(server.given_back().await?, "/large/2000000", "it is not kept for nothing");
    for small in ["/x/3", "/page/60000", "/tile/200000"] {
        assert!(server.visit("127.0.0.1", small).await?.starts_with("HTTP/1.1 200"), "{small}");
        assert_eq!(server.given_back().await?, small);
    }
    drop(holder);
    assert_eq!(server.given_back().await?, "/holder/2000000");
    assert!(server.visit("127.0.0.1", "/large/2000000").await?.starts_with("HTTP/1.1 200"));
    // What is larger than all of it has its turn when nothing waits.
    assert!(server.visit("127.0.0.1", "/larger/5000000").await?.starts_with("HTTP/1.1 200"));
    Ok(())
}

#[tokio::test]
async fn what_many_are_sent_counts_once() -> Outcome {
    let limits = ServerLimits { max_waiting_bytes: 5 * MIB, patience: NEVER, ..patient() };
    let server = Server::start(limits).await?;
    let mut holders = Vec::new();
    for _ in 0..20 {
        let holder = server.holder("/shared").await?;
        begun(&holder).await?;
        holders.push(holder);
    }
    assert!(server.visit("127.0.0.1", "/shared").await?.starts_with("HTTP/1.1 200"));
    assert!(server.visit("127.0.0.1", "/own/2000000").await?.starts_with("HTTP/1.1 200"));
    Ok(())
}

#[tokio::test]
async fn a_client_that_leaves_or_has_said_all_is_not_kept() -> Outcome {
    let mut server = Server::start(patient()).await?;
    let mut half = server.holder("/half/4000000").await?;
    begun(&half).await?;
    half.shutdown().await?;
    drop(server.holder("/gone/4000000").await?);
    let mut given_back = [server.given_back().await?, String::new()];
    drop(half);
    given_back[1] = server.given_back().await?;
    given_back.sort();
    assert_eq!(given_back, ["/gone/4000000", "/half/4000000"]);
    Ok(())
}
