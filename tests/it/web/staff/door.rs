//! Coming in: on which line, by which cookie, from which site, and where one goes on.

use axum::http::{Method, StatusCode};
use baozhai::people::Role;

use super::super::{Outcome, TestApp};
use super::{FORM, PASSWORD, cookie, encoded};

#[tokio::test]
async fn one_signs_in_with_a_new_session_and_goes_on_where_one_wanted_to() -> Outcome {
    let app = TestApp::start().await?;
    app.with_member("zhang", Role::Administrator).await?;
    let planted = "__Host-baozhai-session=planted-by-somebody-else-0000000000000000000";
    for (next, to) in [
        ("", "/en/staff"),
        ("/en/staff/audit?before=7", "/en/staff/audit?before=7"),
        ("/staff/people", "/staff/people"),
        ("//evil.example/staff", "/en/staff"),
        ("https://evil.example/staff", "/en/staff"),
        ("/\\evil.example/staff", "/en/staff"),
        ("/staff/../..//evil.example", "/en/staff"),
        ("/staff//evil.example", "/en/staff"),
        ("/villages", "/en/staff"),
        ("/staffs", "/en/staff"),
        ("/staff/sign-out", "/en/staff"),
        ("/staff/a\r\nset-cookie:x=y", "/en/staff"),
    ] {
        let fields = [("name", "ZHANG"), ("password", PASSWORD), ("next", next)];
        let answer = app.post_as(planted, "/en/staff/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, to), "{next}");
        let set = answer.header("set-cookie");
        for part in ["; Path=/;", "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=2592000"] {
            assert!(set.contains(part), "{set}");
        }
        assert_eq!(answer.header("cache-control"), "no-store");
        let session = cookie(&answer);
        assert!(session.starts_with("__Host-baozhai-session=") && session != planted);
        assert_eq!(app.get_as(&session, "/staff").await.status, StatusCode::OK);
        assert_eq!(app.get_as(planted, "/staff").await.status, StatusCode::SEE_OTHER);
    }
    Ok(())
}

#[tokio::test]
async fn a_wrong_password_is_told_in_the_page_and_after_some_one_waits() -> Outcome {
    let app = TestApp::start().await?;
    app.with_member("zhang", Role::Editor).await?;
    let wrong = [("name", "zhang"), ("password", "a wrong password"), ("next", "/staff/account")];
    for attempt in 0..5 {
        let answer = app.post_as("", "/staff/sign-in", &wrong).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{attempt}");
        let text = answer.text();
        assert!(text.contains("登录名或密码不对") && text.contains("value=\"zhang\""), "{text}");
        assert!(
            text.contains("name=\"next\" value=\"/staff/account\"") && !text.contains("a wrong password")
        );
        assert_eq!(answer.header("set-cookie"), "");
    }
    let right = [("name", "zhang"), ("password", PASSWORD)];
    let waits = app.post_as("", "/en/staff/sign-in", &right).await;
    assert_eq!((waits.status, waits.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "15"));
    assert!(waits.text().contains("Try again in 15 s"), "{}", waits.text());
    Ok(())
}

#[tokio::test]
async fn what_other_sites_send_is_refused_quietly() -> Outcome {
    let app = TestApp::start().await?;
    let cookie = app.with_member("zhang", Role::Administrator).await?;
    let body = encoded(&[("do", "disable"), ("name", "zhang")]);
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
    ] {
        let headers = [("cookie", cookie.as_str()), ("content-type", FORM), (name, value)];
        for path in ["/staff/people", "/en/staff/sign-in", "/staff/sign-out"] {
            let answer = app.send(Method::POST, path, &headers, &body).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path} {name}: {value}");
            assert_eq!(answer.text(), "Forbidden\n");
        }
    }
    // A link that is opened from elsewhere arrives signed in.
    let headers = [("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")];
    assert_eq!(app.ask(Method::GET, "/staff", &headers).await.status, StatusCode::OK);
    Ok(())
}

/// Base address, where the connection comes from, further headers, whether a password may be sent.
type Line = (&'static str, &'static str, &'static [(&'static str, &'static str)], bool);

#[tokio::test]
async fn passwords_are_taken_on_private_lines_alone_and_the_page_says_the_way() -> Outcome {
    const LINES: &[Line] = &[
        ("http://127.0.0.1:8080", "127.0.0.1:5000", &[("host", "127.0.0.1:8080")], true),
        ("http://127.0.0.1:8080", "[::1]:5000", &[("host", "localhost:8080")], true),
        ("http://127.0.0.1:8080", "127.0.0.1:5000", &[("host", "[::1]:8080")], true),
        ("http://127.0.0.1:8080", "127.0.0.1:5000", &[("host", "archive.example")], false),
        ("http://127.0.0.1:8080", "127.0.0.1:5000", &[("host", "127.0.0.1.evil.example")], false),
        (
            "http://127.0.0.1:8080",
            "127.0.0.1:5000",
            &[("host", "127.0.0.1"), ("x-forwarded-for", "192.0.2.1")],
            false,
        ),
        ("http://archive.example", "192.0.2.1:5000", &[("host", "archive.example")], false),
        ("http://archive.example", "192.0.2.1:5000", &[("host", "127.0.0.1")], false),
        ("https://archive.example", "127.0.0.1:5000", &[("host", "archive.example")], true),
        ("https://archive.example", "127.0.0.1:5000", &[("host", "Archive.Example:443")], true),
        ("https://archive.example", "192.0.2.1:5000", &[("host", "192.0.2.9:8080")], false),
        (
            "https://archive.example",
            "127.0.0.1:5000",
            &[("host", "archive.example"), ("x-forwarded-proto", "http")],
            false,
        ),
    ];
    for (base, peer, headers, is_private) in LINES {
        let app = TestApp::at(base).await?;
        app.with_member("zhang", Role::Editor).await?;
        let headers = [*headers, &[("x-peer", *peer), ("content-type", FORM)]].concat();
        let page = app.ask(Method::GET, "/staff/sign-in", &headers).await;
        assert_eq!(page.text().contains("type=\"password\""), *is_private, "{base} {headers:?}");
        assert_eq!(page.text().contains("反向代理"), !is_private, "{base} {headers:?}");
        let body = encoded(&[("name", "zhang"), ("password", PASSWORD)]);
        let sent = app.send(Method::POST, "/staff/sign-in", &headers, &body).await;
        let expected = if *is_private { StatusCode::SEE_OTHER } else { StatusCode::FORBIDDEN };
        assert_eq!(sent.status, expected, "{base} {headers:?}");
        if *is_private {
            assert_eq!(sent.header("set-cookie").contains("Secure"), base.starts_with("https"), "{base}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn below_a_path_the_cookie_is_that_paths_alone() -> Outcome {
    let app = TestApp::at("https://archive.example/hejin").await?;
    app.with_member("zhang", Role::Editor).await?;
    let fields = [("name", "zhang"), ("password", PASSWORD), ("next", "/hejin/staff/account")];
    let answer = app.post_as("", "/hejin/staff/sign-in", &fields).await;
    assert_eq!(answer.header("location"), "/hejin/staff/account");
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Secure-baozhai-session=") && set.contains("; Path=/hejin;"), "{set}");
    assert_eq!(app.get_as(&cookie(&answer), "/hejin/en/staff").await.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn signing_out_ends_the_session_itself() -> Outcome {
    let app = TestApp::start().await?;
    let session = app.with_member("zhang", Role::Editor).await?;
    let out = app.post_as(&session, "/en/staff/sign-out", &[]).await;
    assert_eq!((out.status, out.header("location")), (StatusCode::SEE_OTHER, "/en/staff/sign-in"));
    assert!(out.header("set-cookie").contains("Max-Age=0"), "{out:?}");
    assert_eq!(app.get_as(&session, "/staff").await.status, StatusCode::SEE_OTHER);
    Ok(())
}
