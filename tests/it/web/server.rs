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
async fn a_request_names_one_host() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    let picture = "/iiif/image/3/alpha-01_1/full/160,/0/default.jpg";
    server.exchange(format!("GET {picture} HTTP/1.1\r\nHost: x\r\n\r\n").as_bytes()).await?;
    // The picture lies ready now, and is answered before the routes.
    for path in ["/", picture] {
        for (rest, status) in [
            ("HTTP/1.1\r\n", 400),
            ("HTTP/1.1\r\nHost: a\r\nHost: a\r\n", 400),
            ("HTTP/1.1\r\nHost: a\r\nX: y\r\nhOST: b\r\n", 400),
            ("HTTP/1.1\r\nHost:\r\n", 400),
            ("HTTP/1.1\r\nHost: \t \r\n", 400),
            ("HTTP/1.1\r\nHost: a b\r\n", 400),
            ("HTTP/1.1\r\nHost: a, b\r\n", 400),
            ("HTTP/1.1\r\nHost: http://a/\r\n", 400),
            ("HTTP/1.1\r\nHost: u@a\r\n", 400),
            ("HTTP/1.1\r\nHost: a:99999\r\n", 400),
            ("HTTP/1.1\r\nHost: \u{5821}\r\n", 400),
            ("HTTP/1.0\r\nHost: a\r\nHost: a\r\n", 400),
            ("HTTP/1.0\r\nHost: a/b\r\n", 400),
            ("HTTP/1.0\r\n", 200),
            ("HTTP/1.0\r\nHost: a\r\n", 200),
            ("HTTP/1.1\r\nHost: a.example:8080\r\n", 200),
            ("HTTP/1.1\r\nHost: [::1]:8080\r\n", 200),
        ] {
            let asked = format!("GET {path} {rest}\r\n");
            let answer = server.exchange(asked.as_bytes()).await?;
            let code = answer.get(9..12).unwrap_or_default();
            assert_eq!(code, status.to_string(), "{asked:?}: {answer:.200}");
            let once = answer.to_ascii_lowercase();
            assert_eq!(
                once.matches("\r\nx-content-type-options: nosniff").count(),
                1,
                "{asked:?}: {answer:.200}"
            );
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_host_in_the_target_goes_before_the_header_which_must_be_there_all_the_same() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    for (target, hosts, status) in [
        ("http://a.example/", "Host: a.example\r\n", 200),
        ("http://a.example/", "Host: other.example\r\n", 200),
        ("http://a.example/", "", 400),
        ("http://a.example/", "Host: a.example\r\nHost: a.example\r\n", 400),
        ("http://a.example/", "Host: a b\r\n", 400),
        ("http://u:p@a.example/", "Host: a.example\r\n", 400),
        ("http://a.example:99999/", "Host: a.example\r\n", 400),
    ] {
        let asked = format!("GET {target} HTTP/1.1\r\n{hosts}Connection: close\r\n\r\n");
        let answer = server.exchange(asked.as_bytes()).await?;
        assert_eq!(answer.get(9..12).unwrap_or_default(), status.to_string(), "{asked:?}: {answer:.200}");
        assert!(!answer.contains("other.example"), "{asked:?}");
    }
    Ok(())
}

#[tokio::test]
async fn nothing_behind_a_request_without_host_is_answered() -> Outcome {
    let app = TestApp::start().await?;
    let server = Server::start(&app).await?;
    let answer = server
        .exchange(b"GET / HTTP/1.1\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        .await?;
    assert_eq!(answer.matches("HTTP/1.1 ").count(), 1, "{answer}");
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
