//! Role × action × address: every address of the staff, for everybody, in both languages.

use axum::http::{Method, StatusCode};
use baozhai::changes::{About, AttachmentKind, Begun, ChangeId, Edit, Person, Template};
use baozhai::model::Id;
use baozhai::people::{Action, Role};
use baozhai::uploads::Looked;
use baozhai::web::{routes, staff_routes};

use super::super::{Outcome, TestApp, address};
use super::FORM;

/// An address with something in its gaps.
fn filled(route: &str, change: &str, (file, paper): (&str, &str)) -> String {
    // A page of a preview asks for its pictures by their ids and their widths.
    let route =
        route.replace("pictures/{photo}/full/{size}/0/{file}", "pictures/alpha-04/full/160,/0/default.jpg");
    let id = if route.starts_with("/staff/records/") { "alpha" } else { change };
    let filled = route.replace("{token}", "nobodys-token").replace("{record}", "new-1");
    filled.replace("{id}", id).replace("{file}", file).replace("{paper}", paper)
}

/// A change with a photo and a report that everybody writes, a promise to it, and the report.
async fn change_of_all(app: &TestApp) -> anyhow::Result<(String, String, String)> {
    let person =
        |role: Role| Person { name: role.word().to_owned(), shown: role.word().to_owned(), address: None };
    let about = About::Known(Id::parse("alpha").map_err(|_| anyhow::anyhow!("no id"))?);
    let first = person(Role::Surveyor);
    let Begun::New(change) = app.changes.begin(&first, Template::Photos, about).await? else {
        anyhow::bail!("it is in hand");
    };
    for role in Role::ALL {
        app.changes.join(&change.id, &person(role)).await?;
    }
    let uploads = &app.uploads;
    let bytes = crate::uploads::pictures::photo(1);
    let pieces = futures::stream::iter([Ok::<_, ()>(bytes::Bytes::from(bytes))]);
    let sent = uploads.take_whole(&change.id, &first, ("一", "a.jpg"), pieces).await?;
    let said = [("element", "gate"), ("caption.zh", "堡门"), ("alt.zh", "拱门")];
    let edits = said.map(|(field, value)| Edit {
        record: "new-1".to_owned(),
        field: field.to_owned(),
        value: value.to_owned(),
        settles: true,
    });
    app.changes.save(&change.id, &first, (u64::MAX, u64::MAX), &edits).await?;
    let bytes = crate::interop::word::report()?;
    let pieces = futures::stream::iter([Ok::<_, ()>(bytes::Bytes::from(bytes))]);
    let looked = |_: &[u8]| {
        let media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        Ok(Looked { media_type, endings: &["docx"], text: String::new() })
    };
    let named = (AttachmentKind::Report, "报告.docx");
    let paper = uploads.attach(&change.id, &first, named, pieces, looked).await?;
    Ok((change.id.to_string(), sent.promise.id.to_string(), paper.sha256.to_string()))
}

#[tokio::test]
async fn every_address_lets_in_whom_the_table_lets_in_and_nobody_else() -> Outcome {
    let app = TestApp::start().await?;
    let mut cookies = Vec::new();
    for role in Role::ALL {
        cookies.push((role, app.with_member(role.word(), role).await?));
    }
    let (mut change, mut file, mut paper) = change_of_all(&app).await?;
    let mut walked = 0;
    for (route, read, write) in staff_routes() {
        if route.contains("{paper}") {
            // To give it up and to take its papers off was walked too, and left none.
            if let Some(walked) = ChangeId::parse(&change) {
                let first = Role::Surveyor.word().to_owned();
                let first = Person { name: first.clone(), shown: first, address: None };
                let _ = app.changes.discard(&walked, &first).await;
            }
            (change, file, paper) = change_of_all(&app).await?;
        }
        for language in ["zh", "en"] {
            let path = address(language, &filled(route, &change, (&file, &paper)));
            for (method, action) in [(Method::GET, read), (Method::HEAD, read), (Method::POST, write)] {
                let ask = async |cookie: &str| {
                    let headers = [("cookie", cookie), ("content-type", FORM)];
                    app.send(method.clone(), &path, &headers, "").await
                };
                let Some(action) = action else {
                    let open = ask("").await;
                    assert_ne!(open.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                    continue;
                };
                let stranger = ask("__Host-baozhai-session=made-up").await;
                if method == Method::POST || path.contains("/api/") {
                    assert_eq!(stranger.status, StatusCode::UNAUTHORIZED, "{method} {path}");
                } else {
                    assert_eq!(stranger.status, StatusCode::SEE_OTHER, "{method} {path}");
                    let to = stranger.header("location").to_owned();
                    assert!(to.contains("/staff/sign-in?next=%2F"), "{path}: {to}");
                    assert_eq!(to.starts_with("/en/"), language == "en", "{path}: {to}");
                }
                for (role, cookie) in &cookies {
                    let answer = ask(cookie).await;
                    let is_in = role.may(action);
                    // What is there behind the door may find the form empty.
                    assert_eq!(answer.status == StatusCode::NOT_FOUND, !is_in, "{role:?} {method} {path}");
                    // Some addresses are only written to.
                    let is_read = answer.status != StatusCode::METHOD_NOT_ALLOWED;
                    if is_in && is_read && method == Method::GET {
                        assert_eq!(answer.status, StatusCode::OK, "{role:?} {path}");
                    }
                    walked += 1;
                }
            }
        }
    }
    assert!(walked >= 5 * 2 * 3 * 5, "{walked}");
    Ok(())
}

#[test]
fn no_address_of_the_staff_is_without_an_entry_in_the_table() {
    let named: Vec<&str> = staff_routes().into_iter().map(|(route, _, _)| route).collect();
    for (route, _) in routes().into_iter().filter(|(route, _)| route.starts_with("/staff")) {
        assert!(named.contains(&route), "{route}");
    }
    // The only ones that are open.
    let open = staff_routes().into_iter().filter(|(_, read, write)| read.is_none() || write.is_none());
    let open: Vec<&str> = open.map(|(route, _, _)| route).collect();
    assert_eq!(open, ["/staff/sign-in", "/staff/sign-out", "/staff/invitation/{token}"]);
    let managing = staff_routes().into_iter().find(|(route, _, _)| *route == "/staff/people");
    assert_eq!(managing.and_then(|(_, read, _)| read), Some(Action::ManagePeople));
}

/// What nobody has asked about yet is not there either.
#[tokio::test]
async fn unknown_addresses_below_the_staffs_are_not_there_for_anybody() -> Outcome {
    let app = TestApp::start().await?;
    let cookie = app.with_member("zhang", Role::Administrator).await?;
    for path in ["/staff/nowhere", "/en/staff/nowhere", "/staff/people/zhang", "/staffs", "/en/staffed"] {
        for cookie in ["", cookie.as_str()] {
            assert_eq!(app.get_as(cookie, path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
    Ok(())
}
