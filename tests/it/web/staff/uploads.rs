//! Uploads as browsers, tus clients and programs send them: whose they are, how they are told of, what is refused.

use axum::http::{Method, StatusCode};
use baozhai::changes::{About, Begun, Person, Template};
use baozhai::model::Id;
use baozhai::people::Role;
use baozhai::store::Digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::super::app::Answer;
use super::super::{Outcome, TestApp};
use crate::uploads::pictures::photo;

const PART: (&str, &str) = ("content-type", "application/offset+octet-stream");
const TUS: (&str, &str) = ("tus-resumable", "1.0.0");
pub(super) const FORM: (&str, &str) = ("content-type", "multipart/form-data; boundary=XX");

/// A surveyor with a change of `alpha`: the cookie and the receipt number.
async fn surveyor(app: &TestApp) -> anyhow::Result<(String, String)> {
    let cookie = app.with_member("li", Role::Surveyor).await?;
    let li = Person { name: "li".to_owned(), shown: "li".to_owned(), address: None };
    let about = About::Known(Id::parse("alpha").map_err(|_| anyhow::anyhow!("no id"))?);
    match app.changes.begin(&li, Template::Photos, about).await? {
        Begun::New(change) => Ok((cookie, change.id.to_string())),
        Begun::Open(_) => anyhow::bail!("it is in hand"),
    }
}

async fn ask(
    app: &TestApp,
    cookie: &str,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
    body: &[u8],
) -> Answer {
    let headers = [headers, &[("cookie", cookie), ("sec-fetch-site", "same-origin")]].concat();
    app.send_bytes(method, path, &headers, body.to_vec()).await
}

async fn promise(app: &TestApp, cookie: &str, change: &str, files: &[&[u8]]) -> anyhow::Result<Value> {
    let files: Vec<Value> = files
        .iter()
        .map(
            |bytes| json!({ "name": "墙.jpg", "size": bytes.len(), "sha256": Digest::of(bytes).to_string() }),
        )
        .collect();
    let body = json!({ "device": "手机一", "files": files }).to_string();
    let path = format!("/staff/changes/{change}/files");
    let json = ("content-type", "application/json");
    let answer = ask(app, cookie, Method::POST, &path, &[json], body.as_bytes()).await;
    anyhow::ensure!(answer.status == StatusCode::OK, "{}", answer.text());
    Ok(serde_json::from_str(answer.text())?)
}

pub(super) fn form(parts: &[(&str, &str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        let head = format!(
            "--XX\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{file}\"\r\n\
             Content-Type: image/jpeg\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    body.extend(b"--XX--\r\n");
    body
}

#[tokio::test]
async fn promised_files_go_up_in_parts_and_come_down_small() -> Outcome {
    let app = TestApp::start().await?;
    let (cookie, change) = surveyor(&app).await?;
    let bytes = photo(1);
    let list = promise(&app, &cookie, &change, &[&bytes, &photo(2)]).await?;
    assert_eq!(list["files"][0]["state"], "wanted");
    let at = list["files"][0]["href"].as_str().unwrap_or_default().to_owned();
    let half = bytes.len() / 2;
    let offset = |at: usize| at.to_string();
    let sent =
        ask(&app, &cookie, Method::PATCH, &at, &[TUS, PART, ("upload-offset", "0")], &bytes[..half]).await;
    assert_eq!((sent.status, sent.header("upload-offset")), (StatusCode::NO_CONTENT, offset(half).as_str()));
    let told = ask(&app, &cookie, Method::HEAD, &at, &[TUS], b"").await;
    assert_eq!(told.header("upload-offset"), offset(half));
    assert_eq!(told.header("upload-length"), offset(bytes.len()));
    assert_eq!(told.header("cache-control"), "no-store");
    let wrong =
        ask(&app, &cookie, Method::PATCH, &at, &[TUS, PART, ("upload-offset", "1")], &bytes[1..]).await;
    assert_eq!((wrong.status, wrong.header("upload-offset")), (StatusCode::CONFLICT, offset(half).as_str()));
    let from = offset(half);
    let rest =
        ask(&app, &cookie, Method::PATCH, &at, &[TUS, PART, ("upload-offset", &from)], &bytes[half..]).await;
    assert_eq!(rest.status, StatusCode::NO_CONTENT, "{}", rest.text());
    let path = format!("/staff/changes/{change}/files");
    let list: Value = serde_json::from_str(app.get_as(&cookie, &path).await.text())?;
    let line = json!({ "name": "手机一", "total": 2, "arrived": 1, "missing": 1, "refused": 0 });
    assert_eq!(list["devices"][0], line);
    let small = app.get_as(&cookie, &format!("/staff/changes/{change}/photos/new-1?size=160")).await;
    assert_eq!((small.status, small.header("content-type")), (StatusCode::OK, "image/jpeg"));
    assert_eq!(small.header("cache-control"), "no-store");
    let given_up = ask(&app, &cookie, Method::DELETE, &at, &[TUS], b"").await;
    assert_eq!(given_up.status, StatusCode::NO_CONTENT);
    assert_eq!(ask(&app, &cookie, Method::HEAD, &at, &[TUS], b"").await.status, StatusCode::GONE);
    Ok(())
}

#[tokio::test]
async fn a_tus_client_promises_by_its_metadata() -> Outcome {
    let app = TestApp::start().await?;
    let (cookie, change) = surveyor(&app).await?;
    let bytes = photo(3);
    let spoken = ask(&app, &cookie, Method::OPTIONS, "/staff/uploads", &[], b"").await;
    assert_eq!(spoken.header("tus-extension"), "creation,checksum,termination");
    let said =
        [("change", change.as_str()), ("filename", "a.jpg"), ("sha256", &Digest::of(&bytes).to_string())]
            .map(|(name, value)| format!("{name} {}", STANDARD.encode(value)))
            .join(",");
    let length = bytes.len().to_string();
    let headers = [TUS, ("upload-length", length.as_str()), ("upload-metadata", said.as_str())];
    let old = ask(&app, &cookie, Method::POST, "/staff/uploads", &headers[1..], b"").await;
    assert_eq!((old.status, old.header("tus-version")), (StatusCode::PRECONDITION_FAILED, "1.0.0"));
    let created = ask(&app, &cookie, Method::POST, "/staff/uploads", &headers, b"").await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text());
    let at = created.header("location").trim_start_matches("https://archive.example").to_owned();
    let sum = |of: &[u8]| format!("sha256 {}", STANDARD.encode(Digest::of(of).as_bytes()));
    let send = async |checksum: String| {
        let headers = [TUS, PART, ("upload-offset", "0"), ("upload-checksum", checksum.as_str())];
        ask(&app, &cookie, Method::PATCH, &at, &headers, &bytes).await.status.as_u16()
    };
    assert_eq!(send(sum(b"other")).await, 460);
    assert_eq!(send("md5 AAAA".to_owned()).await, 400);
    assert_eq!(send(sum(&bytes)).await, 204);
    Ok(())
}

#[tokio::test]
async fn a_page_without_script_and_a_program_send_forms() -> Outcome {
    let app = TestApp::start().await?;
    let (cookie, change) = surveyor(&app).await?;
    let path = format!("/staff/changes/{change}/files");
    let two = form(&[("file", "a.jpg", &photo(1)), ("file", "../b.jpg", &photo(2))]);
    let back = ask(&app, &cookie, Method::POST, &path, &[FORM], &two).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER, "{}", back.text());
    assert_eq!(back.header("location"), format!("/staff/changes/{change}#photos"));
    let mixed = form(&[("file", "c.jpg", &photo(3)), ("file", "坏.jpg", b"no picture")]);
    let told = ask(&app, &cookie, Method::POST, &path, &[FORM], &mixed).await;
    assert_eq!((told.status, told.text()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "坏.jpg: 不是图片\n"));
    let api = format!("/api/v1/surveys/{change}/files");
    let made =
        ask(&app, &cookie, Method::POST, &api, &[FORM], &form(&[("file", "墙\u{202E}.jpg", &photo(4))]))
            .await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let made: Value = serde_json::from_str(made.text())?;
    assert_eq!(made["name"], "墙\u{FFFD}.jpg");
    let url =
        made["url"].as_str().unwrap_or_default().trim_start_matches("https://archive.example").to_owned();
    assert_eq!(app.get_as(&cookie, &url).await.header("content-type"), "image/jpeg");
    for (status, headers, body) in [
        (415, vec![("content-type", "text/plain")], b"x".to_vec()),
        (400, vec![FORM], b"--XX\r\nbroken".to_vec()),
        (400, vec![FORM], form(&[("other", "a.jpg", &photo(5))])),
        (415, vec![FORM], form(&[("file", "a.jpg", b"<svg/>")])),
        (422, vec![FORM], form(&[("file", "a.jpg", &photo(6)[..900])])),
    ] {
        let refused = ask(&app, &cookie, Method::POST, &api, &headers, &body).await;
        assert_eq!(refused.status.as_u16(), status, "{}", refused.text());
        assert_eq!(refused.header("content-type"), "application/problem+json");
    }
    let photos = app.changes.of_person("li").await?.changes[0]
        .records
        .keys()
        .filter(|name| name.starts_with("new-"))
        .count();
    assert_eq!(photos, 4);
    Ok(())
}

#[tokio::test]
async fn the_uploads_of_others_are_not_there_and_those_of_a_change_that_is_over_are_told_so() -> Outcome {
    let app = TestApp::start().await?;
    let (cookie, change) = surveyor(&app).await?;
    let bytes = photo(1);
    let list = promise(&app, &cookie, &change, &[&bytes]).await?;
    let at = list["files"][0]["href"].as_str().unwrap_or_default().to_owned();
    let files = format!("/staff/changes/{change}/files");
    let (api, nobodys) = (format!("/api/v1/surveys/{change}/files"), at[..at.len() - 4].to_owned() + "0000");
    let other = app.with_member("wang", Role::Surveyor).await?;
    let part = [TUS, PART, ("upload-offset", "0")];
    for (who, at) in [(&other, at.as_str()), (&cookie, nobodys.as_str()), (&cookie, "/staff/uploads/x")] {
        for method in [Method::HEAD, Method::PATCH, Method::DELETE] {
            let answer = ask(&app, who, method.clone(), at, &part, &bytes).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{method} {at}");
        }
    }
    let (small, body) = (format!("/staff/changes/{change}/photos/new-1"), form(&[("file", "a.jpg", &bytes)]));
    assert_eq!(app.get_as(&other, &files).await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get_as(&other, &small).await.status, StatusCode::NOT_FOUND);
    for path in [&files, &api] {
        assert_eq!(ask(&app, &other, Method::POST, path, &[FORM], &body).await.status, StatusCode::NOT_FOUND);
    }
    // Whoever has no session is not led to a page that is no answer to a program.
    for method in [Method::HEAD, Method::PATCH] {
        assert_eq!(ask(&app, "", method, &at, &part, &bytes).await.status, StatusCode::UNAUTHORIZED);
    }
    let id = app.changes.of_person("li").await?.changes[0].id.clone();
    let li = Person { name: "li".to_owned(), shown: "li".to_owned(), address: None };
    app.changes.discard(&id, &li).await?;
    let late = ask(&app, &cookie, Method::PATCH, &at, &part, &bytes).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let said: Value = serde_json::from_str(late.text())?;
    assert!(said["detail"].as_str().is_some_and(|words| words.contains("不再收照片")), "{said}");
    let late = ask(&app, &cookie, Method::POST, &files, &[FORM], &body).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    Ok(())
}
