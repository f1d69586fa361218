//! Notices: who is told what of a change, once, and how it is read.

use std::time::Duration;

use axum::http::StatusCode;
use baozhai::changes::{Decision, Person, Verdict};
use baozhai::people::{People, Role, Who};
use baozhai::store::{Batch, Collection, Content, Key, Papers};

use super::super::{Outcome, TestApp};
use super::changes::{Desk, hidden, leads_to};

impl Desk {
    /// Submits the change at this address; where it is reviewed.
    async fn submit(&self, change: &str) -> String {
        let version = hidden(&self.app.get_as(&self.surveyor, change).await, "version");
        let fields = [("version", version.as_str())];
        leads_to(&self.app.post_as(&self.surveyor, &format!("{change}/submit"), &fields).await)
    }

    /// Decides as somebody who has just fetched the review.
    async fn decide(&self, who: &str, review: &str, fields: &[(&str, &str)]) {
        let version = hidden(&self.app.get_as(who, review).await, "version");
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        leads_to(&self.app.post_as(who, review, &all).await);
    }
}

async fn notices(app: &TestApp, who: &str) -> String {
    let answer = app.get_as(who, "/staff/notices").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    answer.text().to_owned()
}

/// Whether the head of a page says that so many are unread.
fn says_unread(page: &str, count: usize) -> bool {
    match count {
        0 => !page.contains("class=\"count\""),
        n => page.contains(&format!("<span class=\"unseen\">{n} 条未读</span>")),
    }
}

#[tokio::test]
async fn each_is_told_what_others_do_with_a_change_and_nothing_of_their_own() -> Outcome {
    let desk = Desk::start().await?;
    let app = &desk.app;
    let chief = app.with_member("boss", Role::Approver).await?;
    let other = app.with_member("wang", Role::Surveyor).await?;
    let auditor = app.with_member("audit", Role::Auditor).await?;
    let change = desk.begin("beta").await;
    leads_to(&desk.save(&change, &[("beta/note.zh", "北墙存一段")]).await);
    let review = desk.submit(&change).await;
    let page = notices(app, &chief).await;
    assert!(page.contains("li提交了乙村调查，等待审核。") && says_unread(&page, 1), "{page}");
    assert!(page.contains(&format!("href=\"{review}\"")) && page.contains("class=\"unread\""), "{page}");
    for nobody in [&desk.surveyor, &other, &auditor] {
        let page = notices(app, nobody).await;
        assert!(page.contains("还没有通知") && says_unread(&page, 0), "{page}");
    }
    // Seeing the change is reading the notice, also in the head of that very page.
    let seen = app.get_as(&chief, &review).await;
    assert!(says_unread(seen.text(), 0), "{}", seen.text());
    let page = notices(app, &chief).await;
    assert!(page.contains("li提交了乙村调查") && !page.contains("class=\"unread\""), "{page}");

    desk.decide(&chief, &review, &[("do", "take")]).await;
    let comment = ("comment:beta/note.zh", "哪一段？");
    desk.decide(&chief, &review, &[("do", "return"), comment]).await;
    let home = app.get_as(&desk.surveyor, "/staff").await;
    assert!(says_unread(home.text(), 2), "{}", home.text());
    let page = notices(app, &desk.surveyor).await;
    assert!(page.contains("boss开始审核乙村调查。"), "{page}");
    assert!(page.contains("boss退回了乙村调查，附意见 1 条。"), "{page}");
    // Its writers are led to the form, which they have again.
    assert!(page.contains(&format!("href=\"{change}\"")), "{page}");
    let english = app.get_as(&desk.surveyor, "/en/staff/notices").await;
    assert!(english.text().contains("boss returned “Survey of"), "{}", english.text());
    assert!(english.text().contains(", with one comment."), "{}", english.text());
    let empty = app.post_as(&desk.surveyor, "/staff/notices", &[]).await;
    assert_eq!(empty.status, StatusCode::BAD_REQUEST);
    leads_to(&app.post_as(&desk.surveyor, "/staff/notices", &[("do", "read")]).await);
    assert!(says_unread(&notices(app, &desk.surveyor).await, 0));

    desk.submit(&change).await;
    desk.decide(&chief, &review, &[("do", "publish")]).await;
    desk.decide(&chief, &review, &[("do", "undo"), ("note", "弄错")]).await;
    let page = notices(app, &desk.surveyor).await;
    assert!(page.contains("boss发布了乙村调查。") && page.contains("boss撤回了已发布的乙村调查。"), "{page}");
    let withdraw = [("part", "revision-1"), ("reason", "error")];
    leads_to(&app.post_as(&chief, "/staff/records/beta/withdraw", &withdraw).await);
    let page = notices(app, &desk.surveyor).await;
    assert!(page.contains("中 beta 的第 1 版。") && !page.contains("中 beta。"), "{page}");
    let withdraw = [("part", "record"), ("reason", "privacy")];
    leads_to(&app.post_as(&chief, "/staff/records/beta/withdraw", &withdraw).await);
    let page = notices(app, &desk.surveyor).await;
    assert!(page.contains("boss撤下了") && page.contains("中的 beta。"), "{page}");
    let own = notices(app, &chief).await;
    let acts = ["开始审核", "退回了", "发布了", "撤回了", "撤下了"];
    assert!(!acts.iter().any(|act| own.contains(act)), "what they did is no news to them: {own}");
    Ok(())
}

#[tokio::test]
async fn what_is_left_of_a_part_is_told_with_it_and_leads_to_what_is_left() -> Outcome {
    let desk = Desk::start().await?;
    let app = &desk.app;
    let chief = app.with_member("boss", Role::Approver).await?;
    let change = desk.begin("beta").await;
    let values = [("beta/note.zh", "北墙存一段"), ("beta/note.en", "A part of the north wall stands.")];
    leads_to(&desk.save(&change, &values).await);
    let review = desk.submit(&change).await;
    desk.decide(&chief, &review, &[("do", "approve"), ("approve", "beta/note.zh")]).await;
    let page = notices(app, &desk.surveyor).await;
    assert!(page.contains("boss发布了乙村调查的一部分，其余退回填写。"), "{page}");
    assert!(page.contains(&format!("href=\"{change}-2\"")) && says_unread(&page, 1), "{page}");
    // The form of the rest is where it is read.
    assert!(says_unread(app.get_as(&desk.surveyor, &format!("{change}-2")).await.text(), 0));
    Ok(())
}

#[tokio::test]
async fn who_is_disabled_is_told_nothing_and_who_may_not_see_a_change_sees_no_notice_of_it() -> Outcome {
    let desk = Desk::start().await?;
    let app = &desk.app;
    let people = People::of(&app.records);
    let gone = app.with_member("gone", Role::Approver).await?;
    people.disable(Who::operator(), &"gone".parse()?, app.clock.now()).await?;
    let change = desk.begin("beta").await;
    leads_to(&desk.save(&change, &[("beta/note.zh", "北墙存一段")]).await);
    let review = desk.submit(&change).await;
    assert_eq!(app.get_as(&gone, "/staff/notices").await.status, StatusCode::SEE_OTHER);
    assert!(app.changes.notices(&"gone".parse()?).await?.is_empty());
    // Given back and given up, it is its writers' alone and of those who read all drafts.
    let editor = app.with_member("editor", Role::Editor).await?;
    desk.decide(&editor, &review, &[("do", "return"), ("note", "重写")]).await;
    desk.submit(&change).await;
    assert!(says_unread(&notices(app, &editor).await, 1));
    desk.decide(&editor, &review, &[("do", "return"), ("note", "重写")]).await;
    desk.submit(&change).await;
    app.changes.decide(&change_id(&change)?, &boss(), edition(app, &change).await?, &give_back()).await?;
    let version = hidden(&app.get_as(&desk.surveyor, &change).await, "version");
    let fields = [("version", version.as_str())];
    leads_to(&app.post_as(&desk.surveyor, &format!("{change}/discard"), &fields).await);
    assert!(says_unread(&notices(app, &editor).await, 1));
    people.set_role(Who::operator(), &"editor".parse()?, Role::Surveyor, app.clock.now()).await?;
    let client = baozhai::people::Client::default();
    let (token, _) = people.sign_in("editor", super::PASSWORD, client, app.clock.now()).await?;
    let cookie = format!("__Host-baozhai-session={}", token.as_str());
    let page = notices(app, &cookie).await;
    assert!(!page.contains("乙村") && says_unread(&page, 0), "{page}");
    Ok(())
}

#[tokio::test]
async fn a_damaged_change_leaves_the_number_of_the_others_in_the_head() -> Outcome {
    let desk = Desk::start().await?;
    let app = &desk.app;
    for village in ["alpha", "beta"] {
        let change = desk.begin(village).await;
        leads_to(&desk.save(&change, &[(&format!("{village}/note.zh"), "北墙存一段")]).await);
        let review = desk.submit(&change).await;
        desk.decide(&desk.approver, &review, &[("do", "return"), ("note", "重写")]).await;
        if village == "alpha" {
            let (papers, changes, key) = (
                Papers::of(&app.records),
                Collection::of_papers("change"),
                Key::new(change_id(&change)?.as_str())?,
            );
            let paper = papers.get(changes, &key).await?.ok_or_else(|| anyhow::anyhow!("no change"))?;
            let damaged = Batch::new(app.clock.now()).put_if(changes, key, paper.version, Content::new("{}"));
            papers.write(damaged).await?;
        }
    }
    let page = notices(app, &desk.surveyor).await;
    assert!(says_unread(&page, 1) && page.contains("chief退回了乙村调查"), "{page}");
    Ok(())
}

fn change_id(address: &str) -> anyhow::Result<baozhai::changes::ChangeId> {
    let id = address.rsplit('/').next().and_then(baozhai::changes::ChangeId::parse);
    id.ok_or_else(|| anyhow::anyhow!("{address}"))
}

async fn edition(app: &TestApp, change: &str) -> anyhow::Result<u64> {
    Ok(app.changes.get(&change_id(change)?).await?.edition)
}

fn boss() -> Person {
    Person { name: "boss".to_owned(), shown: "boss".to_owned(), address: None }
}

fn give_back() -> Decision {
    Decision { verdict: Verdict::Return, note: "重写".to_owned(), comments: Vec::new(), in_place_of: None }
}

#[tokio::test]
async fn the_newest_two_hundred_are_kept_and_shown_fifty_at_a_time() -> Outcome {
    let desk = Desk::start().await?;
    let app = &desk.app;
    let change = desk.begin("beta").await;
    leads_to(&desk.save(&change, &[("beta/note.zh", "北墙存一段")]).await);
    desk.submit(&change).await;
    let (id, edition) = (change_id(&change)?, edition(app, &change).await?);
    for number in 0..203 {
        app.clock.set(app.clock.now() + Duration::from_secs(1));
        let take = Decision { verdict: Verdict::Take, note: String::new(), ..give_back() };
        let by = if number % 2 == 0 { boss() } else { Person { name: "chief".to_owned(), ..boss() } };
        app.changes.decide(&id, &by, edition, &take).await?;
        // Pressed twice it is one step.
        app.changes.decide(&id, &by, edition, &take).await?;
    }
    assert_eq!(
        app.changes.get(&id).await?.steps.iter().filter(|step| step.act.word() == "taken").count(),
        203
    );
    // The newest first.
    let kept = app.changes.notices(&"li".parse()?).await?;
    assert_eq!((kept.len(), kept.first().map(|kept| kept.notice.at)), (200, Some(app.clock.now())));
    let page = notices(app, &desk.surveyor).await;
    assert!(page.matches("class=\"unread\"").count() == 50 && says_unread(&page, 200), "{page}");
    assert!(page.contains("href=\"/staff/notices?behind=50\""), "{page}");
    let last = app.get_as(&desk.surveyor, "/staff/notices?behind=150").await;
    assert_eq!(last.text().matches("class=\"unread\"").count(), 50);
    assert!(!last.text().contains("behind=200"));
    Ok(())
}

#[tokio::test]
async fn a_change_is_overdue_after_as_many_days_as_the_operator_says() -> Outcome {
    for (days, is_late) in [(3, true), (4, false)] {
        let desk = Desk::over(TestApp::overdue_after(days).await?).await?;
        let change = desk.begin("beta").await;
        leads_to(&desk.save(&change, &[("beta/note.zh", "北墙存一段")]).await);
        desk.submit(&change).await;
        // Three days and an hour.
        desk.app.clock.set(desk.app.clock.now() + Duration::from_secs(73 * 3600));
        let who = desk.app.with_member("boss", Role::Approver).await?;
        let late = desk.app.get_as(&who, "/staff/changes?list=late").await;
        assert_eq!(late.text().contains("已超期"), is_late, "{days}: {}", late.text());
    }
    Ok(())
}

#[tokio::test]
async fn where_letters_go_is_set_on_the_page_of_the_account() -> Outcome {
    let app = TestApp::start().await?;
    let li = app.with_member("li", Role::Surveyor).await?;
    let letters = |mail, wanted| [("do", "letters"), ("mail", mail), ("wanted", wanted)];
    for bad in ["li", "", "li@example.org\r\nBcc: all@example.org"] {
        let refused = app.post_as(&li, "/staff/account", &letters(bad, "yes")).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad:?}");
        assert!(refused.text().contains("邮箱要写成"), "{}", refused.text());
    }
    let to = leads_to(&app.post_as(&li, "/en/staff/account", &letters("li@example.org", "yes")).await);
    let page = app.get_as(&li, &to).await;
    assert!(page.text().contains("value=\"li@example.org\"") && page.text().contains("settings are saved"));
    assert!(page.text().contains("name=\"wanted\" value=\"yes\" checked"), "{}", page.text());
    let people = People::of(&app.records);
    let account = people.account(&"li".parse()?).await?;
    assert_eq!(account.and_then(|account| account.letters), Some(baozhai::model::Language::English));
    leads_to(&app.post_as(&li, "/staff/account", &[("do", "letters"), ("mail", "")]).await);
    let account = people.account(&"li".parse()?).await?;
    assert!(account.is_some_and(|account| account.mail.is_none() && account.letters.is_none()));
    // Where none are sent, nobody is asked.
    let silent = TestApp::without_letters().await?;
    let li = silent.with_member("li", Role::Surveyor).await?;
    assert!(!silent.get_as(&li, "/staff/account").await.text().contains("name=\"mail\""));
    let refused = silent.post_as(&li, "/staff/account", &letters("li@example.org", "yes")).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    Ok(())
}
