//! The connections: heads are bounded in size and time, and stopping cuts nobody off.

use std::net::SocketAddr;
use std::time::Duration;

use baozhai::web::{Front, ServerLimits, serve};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Outcome, TestApp};

/// How long anything here may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server on a free port, with limits a test can wait for.
struct Server {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Server {
    async fn start(app: &TestApp) -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let limits = ServerLimits { head_timeout: Duration::from_millis(300), ..ServerLimits::default() };
        let (stop, stopped) = oneshot::channel();
        let stopped = async { drop(stopped.await) };
        let task = tokio::spawn(serve(listener, Front::new(app.site.clone()), limits, stopped));
        Ok(Self { address, stop, task })
    }

    /// Sends some bytes and reads until the server closes the connection.
    async fn exchange(&self, bytes: &[u8]) -> anyhow::Result<String> {
        let mut stream = TcpStream::connect(self.address).await?;
        // A server that refuses may close before all has been sent.
        let _ = stream.write_all(bytes).await;
        read_to_end(stream).await
    }
}

async fn read_to_end(mut stream: TcpStream) -> anyhow::Result<String> {
    let mut answer = Vec::new();
    // Whatever came before a reset counts.
    let _ = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut answer)).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn a_head_that_does_not_end_is_cut() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    for half in ["", "GET / HT", "GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "] {
        let answer = server.exchange(half.as_bytes()).await?;
        assert!(!answer.contains("200 OK"), "{half:?}: {answer}");
    }
    Ok(())
}

#[tokio::test]
async fn a_connection_that_has_nothing_to_say_is_closed() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    let answer = server.exchange(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n").await?;
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    Ok(())
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    let long = |length: usize| {
        format!("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: {}\r\n\r\n", "x".repeat(length))
    };
    let many = format!("GET / HTTP/1.1\r\nHost: x\r\n{}\r\n", "X-Many: x\r\n".repeat(100));
    let path = format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(20_000));
    for head in [long(17_000), long(1_000_000), many, path] {
        let answer = server.exchange(head.as_bytes()).await?;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer:.80}");
    }
    assert!(server.exchange(long(12_000).as_bytes()).await?.starts_with("HTTP/1.1 200 OK"));
    Ok(())
}

#[tokio::test]
async fn what_is_no_request_is_refused() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    for nonsense in [
        "\x16\x03\x01\x02\x00\x01\x00",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "GET /\u{7f}堡 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n\r\n",
    ] {
        let answer = server.exchange(nonsense.as_bytes()).await?;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{nonsense:?}: {answer:.200}");
        assert!(!answer.contains("\"status\":\"ok\""), "{nonsense:?}");
    }
    Ok(())
}

#[tokio::test]
async fn others_are_served_while_slow_ones_hold_on() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    let mut slow = Vec::new();
    for _ in 0..200 {
        let mut stream = TcpStream::connect(server.address).await?;
        stream.write_all(b"GET / HTTP/1.1\r\nX-Slow: ").await?;
        slow.push(stream);
    }
    let answer = server.exchange(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await?;
    assert!(answer.starts_with("HTTP/1.1 200 OK"));
    for stream in slow {
        read_to_end(stream).await?;
    }
    Ok(())
}

#[tokio::test]
async fn stopping_takes_no_new_ones_and_ends() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    let idle = TcpStream::connect(server.address).await?;
    server.exchange(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").await?;
    let _ = server.stop.send(());
    tokio::time::timeout(PATIENCE, server.task).await??;
    assert!(TcpStream::connect(server.address).await.is_err());
    drop(idle);
    Ok(())
}
