//! Letters of notices: what they say, that a server which is away loses none, and that none comes twice.

mod postbox;

use std::sync::Arc;
use std::time::Duration;

use baozhai::archive::Archive;
use baozhai::changes::{
    About, Begun, Change, Changes, Decision, Edit, Person, ReviewSteps, Template, Verdict,
};
use baozhai::mail::{MailAddress, MailServer};
use baozhai::model::{Id, Language};
use baozhai::people::{People, Role, ShownName, Who};
use baozhai::store::{Batch, Clock, Collection, Content, Papers, Records};
use baozhai::web::Letters;

use self::postbox::Postbox;
use crate::program::run;
use crate::serving::{Serving, free_address};
use crate::web::app::{BASE, TestApp};

type Outcome = anyhow::Result<()>;

const FROM: &str = "样例档案 <archive@example.org>";

fn person(name: &str) -> Person {
    Person { name: name.to_owned(), shown: format!("{name}同志"), address: None }
}

/// An account that gets letters.
async fn with_letters(people: &People, name: &str, role: Role, clock: &Clock) -> Outcome {
    let names = (name.parse()?, ShownName::parse(&format!("{name}同志"))?);
    let mail = MailAddress::parse(&format!("{name}@example.org"))?;
    people.add_with_mail(Who::operator(), names, role, Some(mail), clock.now()).await?;
    Ok(())
}

/// A change of a village that `li` has submitted.
async fn submitted(changes: &Changes, village: &str) -> anyhow::Result<Change> {
    let li = person("li");
    let about = About::Known(Id::parse(village).map_err(|_| anyhow::anyhow!("no id"))?);
    let Begun::New(change) = changes.begin(&li, Template::Fort, about).await? else {
        anyhow::bail!("it is in hand");
    };
    let edit = Edit {
        record: village.to_owned(),
        field: "note.zh".to_owned(),
        value: "机密：井在北墙下".to_owned(),
        settles: true,
    };
    changes.save(&change.id, &li, (change.edition, u64::MAX), &[edit]).await?;
    Ok(changes.submit(&change.id, &li, "请看机密").await?)
}

async fn returned(changes: &Changes, change: &Change) -> anyhow::Result<Change> {
    let decision = Decision {
        verdict: Verdict::Return,
        note: "机密不可公开".to_owned(),
        comments: vec![("beta/note.zh".to_owned(), "删去".to_owned())],
        in_place_of: None,
    };
    Ok(changes.decide(&change.id, &person("chief"), change.edition, &decision).await?)
}

fn letters(app: &TestApp, url: &str) -> anyhow::Result<Letters> {
    Ok(Letters::new(Arc::clone(&app.site), MailServer::at(url, FROM)?))
}

fn later(app: &TestApp, seconds: u64) {
    app.clock.set(app.clock.now() + Duration::from_secs(seconds));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_notices_come_in_one_letter_that_tells_nothing_of_the_draft() -> Outcome {
    let (app, postbox) = (TestApp::start().await?, Postbox::open()?);
    let people = People::of(&app.records);
    with_letters(&people, "li", Role::Surveyor, &app.clock).await?;
    with_letters(&people, "chief", Role::Approver, &app.clock).await?;
    let mut letters = letters(&app, &postbox.url())?;
    let change = submitted(&app.changes, "beta").await?;
    later(&app, 5);
    assert_eq!(letters.send_due().await?, 0, "others may follow within a minute");
    later(&app, 60);
    assert_eq!(letters.send_due().await?, 1);
    let letter = postbox.next()?;
    assert!(letter.to == ["RCPT TO:<chief@example.org>"], "{letter:?}");
    assert!(letter.text.contains("li同志提交了乙村调查，等待审核。"), "{}", letter.text);
    assert!(letter.text.contains(&format!("{BASE}/staff/changes/{}/review", change.id)), "{}", letter.text);
    let take =
        Decision { verdict: Verdict::Take, note: String::new(), comments: Vec::new(), in_place_of: None };
    app.changes.decide(&change.id, &person("chief"), change.edition, &take).await?;
    returned(&app.changes, &change).await?;
    later(&app, 60);
    assert_eq!((letters.send_due().await?, letters.send_due().await?), (1, 0));
    let letter = postbox.next()?;
    assert_eq!(letter.subject()?, "样例档案：2 条新通知");
    assert!(letter.text.contains("chief同志开始审核乙村调查。"), "{}", letter.text);
    assert!(letter.text.contains("chief同志退回了乙村调查，附意见 1 条。"), "{}", letter.text);
    assert!(letter.text.contains(&format!("{BASE}/staff/changes/{}\n", change.id)), "{}", letter.text);
    assert!(letter.text.contains(change.id.as_str()) && letter.text.contains("/staff/account"));
    assert!(!letter.text.contains("机密") && !letter.text.contains("删去"), "{}", letter.text);
    assert_eq!(letter.line("Auto-Submitted"), "auto-generated");
    // In the language that they chose, and to nobody who wants none or has read it.
    let name = "li".parse()?;
    let mail = MailAddress::parse("li@example.org")?;
    let english = (Some(mail.clone()), Some(Language::English));
    people.set_letters(Who::operator(), &name, english, app.clock.now()).await?;
    let again = app.changes.submit(&change.id, &person("li"), "").await?;
    returned(&app.changes, &again).await?;
    assert!(app.changes.note_read(&"chief".parse()?, None).await?);
    later(&app, 60);
    assert_eq!(letters.send_due().await?, 1);
    let letter = postbox.next()?;
    assert!(letter.text.contains("chief同志 returned “Survey of"), "{}", letter.text);
    assert!(letter.text.contains(&format!("{BASE}/en/staff/changes/{}", change.id)), "{}", letter.text);
    people.set_letters(Who::operator(), &name, (Some(mail), None), app.clock.now()).await?;
    let again = app.changes.submit(&change.id, &person("li"), "").await?;
    returned(&app.changes, &again).await?;
    people.disable(Who::operator(), &"chief".parse()?, app.clock.now()).await?;
    later(&app, 60);
    assert_eq!((letters.send_due().await?, postbox.count()), (0, 3));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_is_away_gets_the_letter_when_it_is_back_and_once() -> Outcome {
    let app = TestApp::start().await?;
    with_letters(&People::of(&app.records), "chief", Role::Approver, &app.clock).await?;
    submitted(&app.changes, "beta").await?;
    later(&app, 60);
    let address = free_address()?;
    let url = format!("smtp://{address}");
    let mut waiting = letters(&app, &url)?;
    assert_eq!(waiting.send_due().await?, 0);
    let health = app.page("/healthz").await;
    assert!(health.contains("\"letters\":{\"state\":\"failing\",\"given_up\":0}"), "{health}");
    let postbox = Postbox::open_at(address)?;
    assert_eq!(waiting.send_due().await?, 0, "it is not asked again at once");
    later(&app, 30);
    // It takes nobody for now.
    postbox.refuse_next(1);
    assert_eq!(waiting.send_due().await?, 0);
    later(&app, 30);
    assert_eq!(waiting.send_due().await?, 1);
    let first = postbox.next()?;
    assert!(app.page("/healthz").await.contains("\"letters\":{\"state\":\"ok\""));
    // As after a restart: of what was sent nothing is left but on the papers.
    assert_eq!(letters(&app, &url)?.send_due().await?, 0);
    assert_eq!(waiting.send_due().await?, 0);
    assert_eq!(postbox.count(), 1);
    assert!(first.line("Message-ID").ends_with("@example.org>"), "{}", first.head);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_takes_nobodys_letters_is_away_and_one_that_refuses_somebody_is_not() -> Outcome {
    let (app, postbox) = (TestApp::start().await?, Postbox::open()?);
    let people = People::of(&app.records);
    for name in ["boss", "chief"] {
        with_letters(&people, name, Role::Approver, &app.clock).await?;
    }
    submitted(&app.changes, "beta").await?;
    later(&app, 60);
    let mut letters = letters(&app, &postbox.url())?;
    for answer in ["421 closing\r\n", "535 who are you?\r\n"] {
        postbox.refuse_with(answer);
        assert_eq!(letters.send_due().await?, 0, "{answer}: the other one is not asked for");
        later(&app, 120);
    }
    postbox.refuse_next(1);
    assert_eq!(letters.send_due().await?, 1, "the other one is");
    assert!(app.page("/healthz").await.contains("\"letters\":{\"state\":\"failing\""));
    // At another address nothing was refused yet.
    let mail = Some(MailAddress::parse("boss@example.com")?);
    let letters_of = (mail, Some(Language::Chinese));
    people.set_letters(Who::operator(), &"boss".parse()?, letters_of, app.clock.now()).await?;
    assert_eq!(letters.send_due().await?, 1);
    assert!(app.page("/healthz").await.contains("\"letters\":{\"state\":\"ok\""));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_refused_is_no_fault_once_it_is_read_and_what_is_decided_asks_nobody() -> Outcome {
    let (app, postbox) = (TestApp::start().await?, Postbox::open()?);
    with_letters(&People::of(&app.records), "chief", Role::Approver, &app.clock).await?;
    let change = submitted(&app.changes, "beta").await?;
    later(&app, 60);
    let mut letters = letters(&app, &postbox.url())?;
    postbox.refuse_next(1);
    assert_eq!(letters.send_due().await?, 0);
    assert!(app.page("/healthz").await.contains("\"letters\":{\"state\":\"failing\""));
    assert!(app.changes.note_read(&"chief".parse()?, None).await?);
    assert_eq!(letters.send_due().await?, 0);
    assert!(app.page("/healthz").await.contains("\"letters\":{\"state\":\"ok\""));
    returned(&app.changes, &change).await?;
    app.changes.submit(&change.id, &person("li"), "").await?;
    let again = app.changes.get(&change.id).await?;
    let back = Decision {
        verdict: Verdict::Return,
        note: "再改".to_owned(),
        comments: Vec::new(),
        in_place_of: None,
    };
    app.changes.decide(&change.id, &person("boss"), again.edition, &back).await?;
    later(&app, 60);
    assert_eq!((letters.send_due().await?, postbox.count()), (0, 0));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_account_keeps_no_letter_of_others_back() -> Outcome {
    let (app, postbox) = (TestApp::start().await?, Postbox::open()?);
    let people = People::of(&app.records);
    for name in ["boss", "chief"] {
        with_letters(&people, name, Role::Approver, &app.clock).await?;
    }
    submitted(&app.changes, "beta").await?;
    let (papers, accounts) = (Papers::of(&app.records), Collection::of_papers("account"));
    let kept = papers.list(accounts, None, 10).await?.papers;
    let boss = kept.into_iter().find(|paper| paper.body.contains("\"boss\""));
    let boss = boss.ok_or_else(|| anyhow::anyhow!("no account"))?;
    let damaged = Batch::new(app.clock.now()).put_if(accounts, boss.key, boss.version, Content::new("{}"));
    papers.write(damaged).await?;
    later(&app, 60);
    assert_eq!(letters(&app, &postbox.url())?.send_due().await?, 1);
    assert_eq!(postbox.next()?.to, ["RCPT TO:<chief@example.org>"]);
    assert!(app.page("/healthz").await.contains("\"letters\":{\"state\":\"failing\""));
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_sent_for_a_day_is_given_up_and_told() -> Outcome {
    let app = TestApp::start().await?;
    with_letters(&People::of(&app.records), "chief", Role::Approver, &app.clock).await?;
    submitted(&app.changes, "beta").await?;
    let address = free_address()?;
    let mut waiting = letters(&app, &format!("smtp://{address}"))?;
    later(&app, 60);
    assert_eq!(waiting.send_due().await?, 0);
    later(&app, 24 * 3600);
    let postbox = Postbox::open_at(address)?;
    assert_eq!((waiting.send_due().await?, postbox.count()), (0, 0));
    let health = app.get("/healthz").await;
    // Readers are served as before.
    assert_eq!(health.status, 200);
    assert!(health.text().contains("\"given_up\":1"), "{}", health.text());
    // The notice itself is there.
    assert_eq!(app.changes.notices(&"chief".parse()?).await?.len(), 1);
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn the_program_sends_what_waits_and_after_a_restart_not_again() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, crate::archives::small());
    let folder = folder.to_str().unwrap_or_default().to_owned();
    drop(Serving::start(at.path(), &["--folder", &folder])?);
    let added =
        run(at.path(), &["user", "add", "chief", "--role", "approver", "--email", "chief@example.org"])?;
    assert_eq!(added.code, Some(0), "{added:?}");
    let slip = run(at.path(), &["user", "add", "wang", "--role", "approver", "--email", "chief"])?;
    assert!(slip.code == Some(2) && slip.stderr.contains("name@example.org"), "{slip:?}");
    let records = Records::open_existing(&Records::url_of(&at.path().join("data/archive.db"))).await?;
    // Two minutes ago: it waits for no others.
    let clock = Clock::fixed(Clock::system().now() - Duration::from_secs(120));
    let archive = Archive::open(records.clone()).await?;
    submitted(&Changes::of(&records, archive, clock, ReviewSteps::One), "beta").await?;
    records.close().await;
    let postbox = Postbox::open()?;
    let url = postbox.url();
    let arguments = ["--smtp-url", url.as_str(), "--mail-from", FROM];
    let serving = Serving::start(at.path(), &arguments)?;
    let letter = postbox.next()?;
    assert!(letter.to == ["RCPT TO:<chief@example.org>"] && letter.text.contains("乙村"), "{letter:?}");
    serving.signal("TERM")?;
    assert!(serving.ended()?.success());
    let serving = Serving::start(at.path(), &arguments)?;
    serving.wait_for("/healthz", "\"letters\":{\"state\":\"ok\"")?;
    assert_eq!(postbox.count(), 1);
    Ok(())
}

#[test]
fn no_message_of_the_program_has_the_password() -> Outcome {
    let at = tempfile::tempdir()?;
    for (arguments, says) in [
        (
            &["--smtp-url", "smtp://user:s3cret@mail.example.org", "--mail-from", "a@example.org"][..],
            "without TLS",
        ),
        (&["--smtp-url", "user:s3cret@mail.example.org", "--mail-from", "a@example.org"], "smtp_url is not"),
        (&["--smtp-url", "smtps://user:s3cret@mail.example.org"], "mail_from"),
        (&["--smtp-url", "smtps://user:s3cret@mail.example.org", "--mail-from", "nobody"], "mail_from"),
        (&["--overdue-days", "0"], "1 to 3650"),
    ] {
        let refused = run(at.path(), &[&["serve"], arguments].concat())?;
        assert!(refused.code == Some(2) && refused.stderr.contains(says), "{refused:?}");
        assert!(!format!("{refused:?}").contains("s3cret"), "{refused:?}");
    }
    for text in
        ["smtp_url = \"smtps://user:s3cret@mail.example.org\nlog = \"info\"\n", "smtp_url = [\"s3cret\"]\n"]
    {
        baozhai::store::write_atomically(at.path().join("baozhai.toml"), text.as_bytes())?;
        let refused = run(at.path(), &["serve"])?;
        assert!(refused.code == Some(2) && refused.stderr.contains("line 1"), "{refused:?}");
        assert!(!refused.stderr.contains("s3cret"), "{refused:?}");
    }
    Ok(())
}
