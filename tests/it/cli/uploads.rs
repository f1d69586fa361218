//! Uploads to the program itself: lines that break at any byte, and kills in between.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::path::Path;

use baozhai::archive::Archive;
use baozhai::changes::{About, Begun, Changes, Person, ReviewSteps, Template};
use baozhai::model::Id;
use baozhai::people::{Client, People, Role, ShownName, Who};
use baozhai::store::{Blobs, Clock, Digest, Records};
use serde_json::{Value, json};

use super::Outcome;
use crate::archives::copy_of_small;
use crate::program::run;
use crate::serving::Serving;
use crate::uploads::pictures::{drawn, jpeg};

/// Somebody with a session and a change of `alpha` in the data folder of a program that runs.
async fn surveyor(data: &Path) -> anyhow::Result<(String, String)> {
    let (records, clock) =
        (Records::open_existing(&Records::url_of(&data.join("archive.db"))).await?, Clock::system());
    let people = People::of(&records);
    let names = ("li".parse()?, ShownName::parse("李")?);
    let link = people.add(Who::operator(), names, Role::Surveyor, clock.now()).await?;
    let client = Client { address: None, browser: "test".to_owned() };
    let (token, _) =
        people.redeem(link.token.as_str(), "窑洞 lantern 七 harbour", client, clock.now()).await?;
    let changes = Changes::of(&records, Archive::open(records.clone()).await?, clock, ReviewSteps::One);
    let li = Person { name: "li".to_owned(), shown: "李".to_owned(), address: None };
    let about = About::Known(Id::parse("alpha").map_err(|_| anyhow::anyhow!("no id"))?);
    let change = match changes.begin(&li, Template::Photos, about).await? {
        Begun::New(change) | Begun::Open(change) => change.id.to_string(),
    };
    records.close().await;
    Ok((format!("baozhai-session={}", token.as_str()), change))
}

/// Sends a request of which the line breaks behind `body`, and gives what was answered, if anything was.
fn ask(serving: &Serving, head: &str, length: usize, body: &[u8]) -> anyhow::Result<String> {
    let mut stream = TcpStream::connect(serving.address())?;
    let host = serving.address();
    let head = format!("{head}\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(&[head.as_bytes(), body].concat())?;
    if body.len() < length {
        stream.shutdown(Shutdown::Write)?;
    }
    let mut answer = Vec::new();
    // Where the line broke there may be none.
    let _ = stream.read_to_end(&mut answer);
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn offset(answer: &str) -> Option<usize> {
    let line = answer.lines().find_map(|line| line.strip_prefix("upload-offset: "));
    line.and_then(|number| number.trim().parse().ok())
}

#[test]
fn photos_come_whole_through_cut_lines_and_kills_and_nothing_acknowledged_is_lost() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    let mut serving = Serving::start(at.path(), &["--folder", folder.path().to_str().unwrap_or_default()])?;
    let data = at.path().join("data");
    let runtime = tokio::runtime::Runtime::new()?;
    let (cookie, change) = runtime.block_on(surveyor(&data))?;
    let photos: Vec<Vec<u8>> = (0..3).map(|seed| jpeg(&drawn(seed, 700, 500), 95)).collect();
    let named = |bytes: &Vec<u8>| json!({ "name": "a.jpg", "size": bytes.len(), "sha256": Digest::of(bytes).to_string() });
    let list =
        json!({ "device": "手机一", "files": photos.iter().map(named).collect::<Vec<_>>() }).to_string();
    let post = format!(
        "POST /staff/changes/{change}/files HTTP/1.1\r\nCookie: {cookie}\r\nContent-Type: application/json"
    );
    let promise = |serving: &Serving| -> anyhow::Result<Value> {
        let answer = ask(serving, &post, list.len(), list.as_bytes())?;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        serde_json::from_str(body).map_err(|error| anyhow::anyhow!("{error}: {answer}"))
    };
    let promised = promise(&serving)?;
    let mut cut_at = 7_919_usize;
    for (number, bytes) in photos.iter().enumerate() {
        let href = promised["files"][number]["href"].as_str().unwrap_or_default();
        let tus = format!("{href} HTTP/1.1\r\nCookie: {cookie}\r\nTus-Resumable: 1.0.0");
        let mut acknowledged = 0;
        for attempt in 0.. {
            let answer = ask(&serving, &format!("HEAD {tus}"), 0, b"")?;
            let from = offset(&answer).ok_or_else(|| anyhow::anyhow!("no offset: {answer}"))?;
            assert!(from >= acknowledged, "{from} of {acknowledged} acknowledged bytes are there");
            acknowledged = from;
            if from == bytes.len() {
                break;
            }
            cut_at = cut_at.wrapping_mul(48_271) % 0x7FFF_FFFF;
            let here = (1 + cut_at % 60_000).min(bytes.len() - from);
            let patch = format!(
                "PATCH {tus}\r\nContent-Type: application/offset+octet-stream\r\nUpload-Offset: {from}"
            );
            let length = if attempt % 2 == 0 { bytes.len() - from } else { here };
            let answer = ask(&serving, &patch, length, &bytes[from..from + here])?;
            acknowledged = offset(&answer).unwrap_or(acknowledged);
            if attempt % 3 == 1 {
                serving.signal("KILL")?;
                drop(serving);
                serving = Serving::start(at.path(), &[])?;
            }
        }
    }
    let done = promise(&serving)?;
    assert!((0..3).all(|number| done["files"][number]["state"] == "here"), "{done}");
    drop(serving);
    runtime.block_on(async {
        let blobs = Blobs::open_directory(data.join("blobs")).await?;
        for bytes in &photos {
            assert_eq!(blobs.get_verified(&Digest::of(bytes)).await?, *bytes);
        }
        assert_eq!(std::fs::read_dir(data.join("uploads"))?.count(), 0);
        anyhow::Ok(())
    })?;
    // What came and is not published yet goes into a backup, and is nobody's left-over.
    let copy = at.path().join("copy");
    let backup = run(at.path(), &["backup", copy.to_str().unwrap_or_default()])?;
    assert_eq!(backup.code, Some(0), "{}{}", backup.stdout, backup.stderr);
    let verified = run(at.path(), &["--data", copy.to_str().unwrap_or_default(), "verify"])?;
    assert!(verified.stdout.contains("0 that no record names; 0 damaged"), "{}", verified.stdout);
    runtime.block_on(async {
        let blobs = Blobs::open_directory(copy.join("blobs")).await?;
        for bytes in &photos {
            assert_eq!(blobs.get_verified(&Digest::of(bytes)).await?, *bytes);
        }
        Ok(())
    })
}
