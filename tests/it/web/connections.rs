//! The connections, against clients that take nothing, little, or all there are: visitors are served meanwhile.

mod server;

use std::time::Duration;

use baozhai::web::ServerLimits;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use self::server::{MIB, OF_EVERY_ANSWER, OF_THE_ANSWER, PATIENCE, Server, request};
use super::Outcome;

/// Longer than any test here.
const NEVER: Duration = Duration::from_secs(3600);

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

/// Says the same again and again until the server has closed the connection, and takes nothing.
async fn cut_while_saying(mut stream: TcpStream, said: &str) -> anyhow::Result<()> {
    let talking = async {
        while stream.write_all(said.as_bytes()).await.is_ok() {
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
    cut_while_saying(server.holder("/one/4000000").await?, "G").await?;
    assert_eq!(server.given_back().await?, "/one/4000000");
    // Whole requests are read on, unlike the beginning of one.
    cut_while_saying(server.holder("/other/4000000").await?, &request("/shared")).await?;
    assert_eq!(server.given_back().await?, "/other/4000000");
    // One request behind another, none of whose answers is taken.
    let requests = request("/small/10000").repeat(1000);
    let holder = server.holder(&format!("/first/3 HTTP/1.1\r\nHost: x\r\n\r\n{requests}GET /last")).await?;
    cut_while_saying(holder, "G").await
}

#[tokio::test]
async fn what_a_client_goes_on_uploading_does_not_keep_what_it_does_not_take() -> Outcome {
    let limits = ServerLimits { stall_timeout: Duration::from_millis(300), ..patient() };
    let mut server = Server::start(limits).await?;
    // Unlike requests, a body is read on and on while its answer waits.
    cut_while_saying(server.uploader("/reading/4000000").await?, "1\r\nx\r\n").await?;
    assert_eq!(server.given_back().await?, "/reading/4000000");
    Ok(())
}

#[tokio::test]
async fn what_the_system_has_of_an_answer_goes_with_the_connection() -> Outcome {
    let limits = ServerLimits { stall_timeout: Duration::from_millis(300), ..patient() };
    let mut server = Server::start(limits).await?;
    let mut holder = server.holder("/one/4000000").await?;
    assert_eq!(server.given_back().await?, "/one/4000000");
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(PATIENCE, holder.read_to_end(&mut rest)).await?;
    // An end in peace would come only when the client has taken all that the system holds for it.
    let error = ended.expect_err("is reset");
    assert_eq!(error.kind(), std::io::ErrorKind::ConnectionReset, "{error}");
    Ok(())
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
async fn a_refusal_tells_nothing_of_the_answer_it_stands_for() -> Outcome {
    let limits = ServerLimits { max_waiting_bytes: 3 * MIB, patience: NEVER, ..patient() };
    let server = Server::start(limits).await?;
    let carries =
        |answer: &str, (name, value): &(&str, &str)| answer.contains(&format!("\r\n{name}: {value}\r\n"));
    let whole = server.visit("127.0.0.1", "/dressed/2000000").await?;
    assert!(OF_THE_ANSWER.iter().chain(&OF_EVERY_ANSWER).all(|header| carries(&whole, header)));
    let holder = server.holder("/holder/2000000").await?;
    begun(&holder).await?;
    let refused = server.visit("127.0.0.1", "/dressed/2000000").await?;
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused:.300}");
    for (name, value) in OF_THE_ANSWER {
        let may_say_otherwise = matches!(name, "cache-control" | "content-type");
        let told = if may_say_otherwise { format!("{name}: {value}") } else { format!("{name}:") };
        assert!(!refused.contains(&format!("\r\n{told}")), "{name} in {refused}");
    }
    assert!(OF_EVERY_ANSWER.iter().all(|header| carries(&refused, header)), "{refused}");
    let length = refused.rsplit("\r\n\r\n").next().map_or(0, str::len);
    assert!(refused.contains(&format!("\r\ncontent-length: {length}\r\n")), "{refused}");
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
