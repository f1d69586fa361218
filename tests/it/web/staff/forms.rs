//! The forms: links, the account, people, the log; and that signing in again loses nothing that was typed.

use axum::http::{Method, StatusCode};
use baozhai::people::{People, Role};

use super::super::app::Answer;
use super::super::html::values;
use super::super::{Outcome, TestApp};
use super::{FORM, PASSWORD, cookie, encoded};

/// The hidden fields of a page, by name and value, in order.
fn hidden(page: &str) -> Vec<(String, String)> {
    let inputs = page.split("<input type=\"hidden\"").skip(1).filter_map(|rest| rest.split('>').next());
    let one = |input: &str, name: &str| values(input, name).first().cloned().unwrap_or_default();
    inputs.map(|input| (one(input, "name"), one(input, "value"))).collect()
}

#[tokio::test]
async fn a_form_that_was_sent_too_late_is_sent_again_with_all_that_was_typed() -> Outcome {
    let app = TestApp::start().await?;
    app.with_member("zhang", Role::Administrator).await?;
    let typed = "李\"四\" <b>&amp; 'x'\r\nnext=/evil";
    let fields =
        [("do", "add"), ("name", "lisi"), ("shown", typed), ("role", "editor"), ("password", "secret!")];
    let late = app.post_as("", "/staff/people", &fields).await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    let kept = hidden(late.text());
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    for expected in
        [pair("next", "/staff/people"), pair("again", "1"), pair("kept:shown", typed), pair("kept:do", "add")]
    {
        assert!(kept.contains(&expected), "{expected:?} in {kept:?}");
    }
    assert!(!late.text().contains("secret!"));
    // A slip in between loses nothing either.
    let mut signing: Vec<(&str, &str)> =
        kept.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    signing.extend([("name", "zhang"), ("password", "a wrong password")]);
    let slip = app.post_as("", "/staff/sign-in", &signing).await;
    assert_eq!((slip.status, hidden(slip.text())), (StatusCode::UNPROCESSABLE_ENTITY, kept.clone()));
    signing.pop();
    signing.push(("password", PASSWORD));
    let again = app.post_as("", "/staff/sign-in", &signing).await;
    assert_eq!(again.status, StatusCode::OK);
    assert!(again.text().contains("method=\"post\" action=\"/staff/people\""), "{}", again.text());
    let back: Vec<_> = fields[..4].iter().map(|(name, value)| pair(name, value)).collect();
    assert_eq!(hidden(again.text()), back);
    Ok(())
}

#[tokio::test]
async fn files_that_came_too_late_are_said_to_be_lost() -> Outcome {
    let app = TestApp::start().await?;
    let headers = [("content-type", "multipart/form-data; boundary=x")];
    let late = app.send(Method::POST, "/en/staff/account", &headers, "--x--").await;
    assert_eq!(late.status, StatusCode::UNAUTHORIZED);
    assert!(late.text().contains("The files have not come"), "{}", late.text());
    let huge = "a=".to_owned() + &"x".repeat(2 << 20);
    let headers = [("content-type", FORM)];
    let refused = app.send(Method::POST, "/staff/account", &headers, &huge).await;
    assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
    Ok(())
}

#[tokio::test]
async fn the_first_administrator_is_created_by_the_link_and_adds_others() -> Outcome {
    let app = TestApp::start().await?;
    let people = People::of(&app.records);
    let offer = people.offer_first(app.clock.now()).await?.expect("an offer");
    let path = format!("/staff/invitation/{}", offer.token.as_str());
    assert!(app.page(&path).await.contains("建立管理员账号"));
    let slips = [("name", "a b"), ("shown", "张三"), ("password", PASSWORD)];
    let slip = app.post_as("", &path, &slips).await;
    assert_eq!(slip.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(slip.text().contains("id=\"name-fault\"") && slip.text().contains("value=\"张三\""));
    let weak = [("name", "zhang"), ("shown", "张三"), ("password", "zhang12345")];
    assert!(app.post_as("", &path, &weak).await.text().contains("id=\"password-fault\""));
    let right = [("name", "zhang"), ("shown", "张三"), ("password", PASSWORD)];
    let created = app.post_as("", &path, &right).await;
    assert_eq!((created.status, created.header("location")), (StatusCode::SEE_OTHER, "/staff"));
    let zhang = cookie(&created);
    assert!(app.get_as(&zhang, "/staff").await.text().contains("张三，您好"));
    let used = app.get(&path).await;
    assert!(used.status == StatusCode::NOT_FOUND && used.text().contains("链接已失效"));

    let added = app.post_as(
        &zhang,
        "/en/staff/people",
        &[("do", "add"), ("name", "li"), ("shown", "李四"), ("role", "surveyor")],
    );
    let added = added.await;
    assert_eq!(added.status, StatusCode::OK);
    let link = added.text().split("<code class=\"secret\">").nth(1).and_then(|rest| rest.split('<').next());
    let link =
        link.unwrap_or_default().strip_prefix("https://archive.example").unwrap_or_default().to_owned();
    let entered = app.post_as("", &link, &[("password", PASSWORD)]).await;
    assert_eq!(entered.header("location"), "/en/staff");
    let li = cookie(&entered);
    assert_eq!(app.get_as(&li, "/staff/people").await.status, StatusCode::NOT_FOUND);

    let change = async |fields: &[(&str, &str)]| app.post_as(&zhang, "/staff/people", fields).await;
    let changed = change(&[("do", "role"), ("name", "li"), ("role", "auditor")]).await;
    assert_eq!(changed.header("location"), "/staff/people?done=role");
    // Who had another role has to sign in again.
    assert_eq!(app.get_as(&li, "/staff").await.status, StatusCode::SEE_OTHER);
    for (fields, said) in [
        (&[("do", "disable"), ("name", "zhang")][..], "唯一能登录的管理员"),
        (&[("do", "role"), ("name", "zhang"), ("role", "editor")], "唯一能登录的管理员"),
        (&[("do", "disable"), ("name", "nobody")], "没有这个账号"),
        (&[("do", "add"), ("name", "Li"), ("role", "editor")], "已有人用"),
        (&[("do", "add"), ("name", "wang"), ("role", "king")], "请选一个角色"),
    ] {
        let refused: Answer = change(fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(refused.text().contains(said), "{fields:?}");
    }
    let log = app.get_as(&zhang, "/staff/audit").await;
    for said in ["更改角色", "添加账号", "设置密码", "审计员"] {
        assert!(log.text().contains(said), "{said}");
    }
    let lines = app.get_as(&zhang, "/staff/audit.jsonl").await;
    assert_eq!(lines.header("content-type"), "application/jsonl");
    for (number, line) in (1..).zip(lines.text().lines()) {
        let entry: serde_json::Value = serde_json::from_str(line)?;
        assert_eq!(entry["number"], number);
    }
    let secrets = [PASSWORD, offer.token.as_str(), link.rsplit('/').next().unwrap_or_default(), "argon2"];
    assert!(secrets.iter().all(|secret| !lines.text().contains(secret) && !log.text().contains(secret)));
    Ok(())
}

#[tokio::test]
async fn one_sees_ones_sessions_ends_them_and_changes_the_password() -> Outcome {
    let app = TestApp::start().await?;
    let first = app.with_member("zhang", Role::Surveyor).await?;
    let headers =
        [("content-type", FORM), ("x-peer", "203.0.113.9:4000"), ("user-agent", "MicroMessenger Android")];
    let body = encoded(&[("name", "zhang"), ("password", PASSWORD)]);
    let second = cookie(&app.send(Method::POST, "/staff/sign-in", &headers, &body).await);
    let page = app.get_as(&second, "/staff/account").await;
    for said in ["Firefox · Linux", "WeChat · Android", "192.0.2.7", "203.0.113.9", "2026-11-24 04:00"] {
        assert!(page.text().contains(said), "{said}");
    }
    let ids: Vec<String> =
        hidden(page.text()).into_iter().filter(|(name, _)| name == "session").map(|(_, id)| id).collect();
    // One's own is not ended from the list.
    assert_eq!(ids.len(), 1);
    let ended = app.post_as(&second, "/staff/account", &[("do", "end"), ("session", &ids[0])]).await;
    assert_eq!(ended.header("location"), "/staff/account?done=end");
    assert_eq!(app.get_as(&first, "/staff").await.status, StatusCode::SEE_OTHER);

    let change = async |old: &str, new: &str| {
        app.post_as(&second, "/staff/account", &[("do", "password"), ("old", old), ("new", new)]).await
    };
    let wrong = change("not it at all", "河津 orchard 九 kettle").await;
    assert!(wrong.text().contains("id=\"old-fault\"") && !wrong.text().contains("orchard"));
    let weak = change(PASSWORD, "password123").await;
    assert!(weak.text().contains("id=\"new-fault\""));
    let changed = change(PASSWORD, "河津 orchard 九 kettle").await;
    assert_eq!(changed.header("location"), "/staff/account?done=password");
    assert_eq!(app.get_as(&second, "/staff").await.status, StatusCode::SEE_OTHER);
    let third = cookie(&changed);
    let all = app.post_as(&third, "/staff/account", &[("do", "end-all")]).await;
    assert_eq!(all.header("location"), "/staff/sign-in");
    assert_eq!(app.get_as(&third, "/staff").await.status, StatusCode::SEE_OTHER);
    Ok(())
}

#[tokio::test]
async fn the_log_is_paged() -> Outcome {
    let app = TestApp::start().await?;
    let cookie = app.with_member("zhang", Role::Auditor).await?;
    let people = People::of(&app.records);
    for number in 0..60 {
        let name = format!("user{number}").parse()?;
        let shown = baozhai::people::ShownName::parse("某人")?;
        people.add(baozhai::people::Who::operator(), (name, shown), Role::Editor, app.clock.now()).await?;
    }
    let newest = app.get_as(&cookie, "/en/staff/audit").await;
    assert!(newest.text().contains("user59") && !newest.text().contains("user3<"));
    let older =
        values(newest.text(), "href").into_iter().find(|href| href.contains("before=")).unwrap_or_default();
    let older = app.get_as(&cookie, &older).await;
    assert!(older.text().contains("user3<") && older.text().contains("Back to the newest"));
    for wrong in ["0", "x", "-1", "99999999999999999999"] {
        let answer = app.get_as(&cookie, &format!("/staff/audit?before={wrong}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
    Ok(())
}
