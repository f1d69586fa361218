//! People: the permission table, passwords, links, sessions, the wait after failures, the log.

mod commands;
mod links;
mod sessions;
mod throttle;

use baozhai::people::{
    AccountName, Action, Audit, AuditRecord, Client, Invitation, NameFault, PasswordFault, People,
    PeopleError, Role, ShownName, Signed, Token, Who,
};
use baozhai::store::{Batch, Collection, Content, Papers, Records};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

pub(crate) type Outcome = anyhow::Result<()>;

/// A password that is strong enough for anybody.
pub(crate) const PASSWORD: &str = "窑洞 lantern 七 harbour";

/// An archive of nobody, with its people.
pub(crate) struct Place {
    folder: TempDir,
    pub(crate) records: Records,
    pub(crate) people: People,
}

impl Place {
    pub(crate) async fn fresh() -> anyhow::Result<Self> {
        Self::in_folder(tempfile::tempdir()?).await
    }

    async fn in_folder(folder: TempDir) -> anyhow::Result<Self> {
        let records = Records::open(&Records::url_of(&folder.path().join("archive.db"))).await?;
        let people = People::of(&records);
        Ok(Self { folder, records, people })
    }

    /// The same after the program was started again.
    pub(crate) async fn again(self) -> anyhow::Result<Self> {
        self.records.close().await;
        Self::in_folder(self.folder).await
    }

    pub(crate) async fn add(&self, name: &str, role: Role, now: Timestamp) -> anyhow::Result<Invitation> {
        let names = (name.parse()?, ShownName::parse(name)?);
        Ok(self.people.add(Who::operator(), names, role, now).await?)
    }

    /// Somebody who has set the password.
    pub(crate) async fn with(
        &self,
        name: &str,
        role: Role,
        now: Timestamp,
    ) -> anyhow::Result<(Token, Signed)> {
        let invitation = self.add(name, role, now).await?;
        Ok(self.people.redeem(invitation.token.as_str(), PASSWORD, client(), now).await?)
    }

    pub(crate) async fn enters(
        &self,
        name: &str,
        password: &str,
        now: Timestamp,
    ) -> Result<Token, PeopleError> {
        self.people.sign_in(name, password, client(), now).await.map(|(token, _)| token)
    }

    pub(crate) async fn log(&self) -> anyhow::Result<Vec<AuditRecord>> {
        let page = Audit::of(&self.records).list_back(None, 1000).await?;
        assert_eq!((page.damaged, page.next), (0, None));
        Ok(page.entries.into_iter().map(|(_, entry)| entry).collect())
    }
}

pub(crate) fn client() -> Client {
    from("192.0.2.7")
}

pub(crate) fn from(address: &str) -> Client {
    Client { address: address.parse().ok(), browser: "Firefox".to_owned() }
}

pub(crate) fn start() -> Timestamp {
    Timestamp::from_second(1_790_000_000).unwrap_or_default()
}

pub(crate) fn after(seconds: i64) -> Timestamp {
    start() + SignedDuration::from_secs(seconds)
}

pub(crate) fn name(text: &str) -> AccountName {
    AccountName::parse(text).expect("a name")
}

/// The table as the document prints it.
#[test]
fn the_document_prints_the_permission_table() {
    let mut table = String::from(
        "| | surveyor 调查员 | editor 初审 | approver 复审 | auditor 审计员 | administrator 管理员 |\n",
    );
    table.push_str("|---|---|---|---|---|---|\n");
    for action in Action::ALL {
        let cells = Role::ALL.map(|role| if role.may(action) { "yes" } else { "–" });
        table.push_str(&format!("| `{}` | {} |\n", action.word(), cells.join(" | ")));
    }
    let document = include_str!("../../ARCHITECTURE.md");
    assert!(document.contains(&table), "ARCHITECTURE.md lacks:\n{table}");
}

#[test]
fn an_auditor_changes_nothing_and_nobody_but_an_administrator_manages_people() {
    for action in [Action::Draft, Action::Review, Action::Publish, Action::Withdraw, Action::ManagePeople] {
        assert!(!Role::Auditor.may(action), "{action:?}");
    }
    for role in Role::ALL {
        assert_eq!(role.may(Action::ManagePeople), role == Role::Administrator);
        assert_eq!(Role::from_word(role.word()), Some(role));
    }
    assert!(Action::ALL.into_iter().all(|action| Role::Administrator.may(action)));
}

#[test]
fn names_are_compared_as_people_read_them() {
    for same in ["ZHANG.wei", "ｚｈａｎｇ.wei", "  zhang.WEI "] {
        assert_eq!(AccountName::parse(same), Ok(name("zhang.wei")), "{same}");
    }
    for fine in ["张三", "a1", "x_y-z", "𠮷田", &"a".repeat(32)] {
        assert!(AccountName::parse(fine).is_ok(), "{fine}");
    }
    let long = "a".repeat(33);
    for wrong in
        ["", "a", "张", &long, "a b", "a/b", "../x", "a\0b", "zh\u{202e}ng", "é1", "<b>", "a@b.cn", "а1"]
    {
        assert_eq!(AccountName::parse(wrong), Err(NameFault::SignIn), "{wrong:?}");
    }
    assert_eq!(AccountName::parse(&"ﷺ".repeat(4000)), Err(NameFault::SignIn));
    for wrong in [
        "",
        "  ",
        "a\nb",
        "a\u{202e}b",
        "\u{200b}",
        "a\u{ad}b",
        "a\u{e0041}b",
        "a\u{fff9}b",
        &"张".repeat(65),
    ] {
        assert_eq!(ShownName::parse(wrong), Err(NameFault::Shown), "{wrong:?}");
    }
    assert_eq!(ShownName::parse(" 张 三 ").map(|name| name.to_string()), Ok("张 三".to_owned()));
}

/// The file of the log has every entry in its place, also of what is none.
#[tokio::test]
async fn an_entry_that_cannot_be_read_ends_no_export_of_the_log() -> Outcome {
    let place = Place::fresh().await?;
    place.with("zhang", Role::Surveyor, start()).await?;
    let papers = Papers::of(&place.records);
    for body in ["[]", "\"no entry\""] {
        papers.write(Batch::new(start()).append(Collection::log("audit"), Content::new(body))).await?;
    }
    place.enters("zhang", PASSWORD, after(60)).await?;
    let (lines, next) = Audit::of(&place.records).lines(0, 1000).await?;
    assert_eq!(next, None);
    let lines: Vec<serde_json::Value> = lines.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let told: Vec<_> = lines.iter().map(|line| (line["number"].as_u64(), &line["damaged"] == true)).collect();
    let count = told.len() as u64;
    let expected: Vec<_> = (1..=count).map(|n| (Some(n), n == count - 1 || n == count - 2)).collect();
    assert_eq!(told, expected);
    assert_eq!(lines.last().map(|line| &line["what"]), Some(&"signed-in".into()));
    Ok(())
}

#[tokio::test]
async fn weak_passwords_are_refused_with_the_reason() -> Outcome {
    let place = Place::fresh().await?;
    let invitation = place.add("zhangsan", Role::Surveyor, start()).await?;
    for (password, fault) in [
        ("kurz 9!x", PasswordFault::Short),
        ("", PasswordFault::Short),
        ("窑洞灯七堡墙门楼井", PasswordFault::Short),
        ("password1234", PasswordFault::Weak),
        ("qwertyuiop", PasswordFault::Weak),
        ("zhangsan2026", PasswordFault::Weak),
        ("aaaaaaaaaaaaaaaa", PasswordFault::Weak),
        (&"x7 ".repeat(100), PasswordFault::Long),
        (&"x".repeat(1 << 20), PasswordFault::Long),
    ] {
        let found = place.people.redeem(invitation.token.as_str(), password, client(), start()).await;
        assert!(
            matches!(found, Err(PeopleError::Password(found)) if found == fault),
            "{password:.20}: {found:?}"
        );
    }
    // The link is still good.
    place.people.redeem(invitation.token.as_str(), PASSWORD, client(), start()).await?;
    Ok(())
}

#[tokio::test]
async fn a_password_is_the_same_however_a_keyboard_writes_it() -> Outcome {
    let place = Place::fresh().await?;
    let invitation = place.add("li", Role::Editor, start()).await?;
    place.people.redeem(invitation.token.as_str(), "cafe\u{301} harbour ＱＺ 七", client(), start()).await?;
    place.enters("LI", "café harbour QZ 七", start()).await?;
    Ok(())
}

#[tokio::test]
async fn the_last_administrator_stays_even_when_two_disable_one_another() -> Outcome {
    let place = Place::fresh().await?;
    let (people, now) = (&place.people, start());
    place.with("first", Role::Administrator, now).await?;
    // One who never set a password cannot sign in.
    place.add("invited", Role::Administrator, now).await?;
    for refused in [
        people.disable(Who::operator(), &name("first"), now).await,
        people.set_role(Who::operator(), &name("first"), Role::Editor, now).await,
    ] {
        assert!(matches!(refused, Err(PeopleError::LastAdministrator(_))), "{refused:?}");
    }
    place.with("second", Role::Administrator, now).await?;
    let (first, second) = (name("first"), name("second"));
    let both = tokio::join!(
        people.disable(Who::operator(), &first, now),
        people.set_role(Who::operator(), &second, Role::Auditor, now)
    );
    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
    Ok(())
}

#[tokio::test]
async fn the_log_says_who_did_what_and_holds_no_secret() -> Outcome {
    let place = Place::fresh().await?;
    let now = start();
    let invitation = place.add("zhang", Role::Surveyor, now).await?;
    let (token, signed) = place.people.redeem(invitation.token.as_str(), PASSWORD, client(), now).await?;
    let _ = place.enters("zhang", "a wrong password", after(1)).await;
    place
        .people
        .set_role(Who::account(&signed.account, client().address), &name("zhang"), Role::Editor, after(2))
        .await?;
    let log = place.log().await?;
    let words: Vec<(&str, &str, &str)> =
        log.iter().map(|entry| (entry.what.as_str(), entry.of.as_str(), entry.detail.as_str())).collect();
    let expected = [
        ("role-changed", "zhang", "editor"),
        ("sign-in-failed", "zhang", ""),
        ("signed-in", "zhang", ""),
        ("password-set", "zhang", ""),
        ("account-added", "zhang", "surveyor"),
    ];
    assert_eq!(words, expected);
    assert_eq!((log[0].at, log[0].who.address), (after(2), client().address));
    assert_eq!((&log[0].who.account, &log[1].who.account), (&Some(name("zhang")), &None));
    let (lines, next) = Audit::of(&place.records).lines(0, 100).await?;
    assert_eq!((lines.lines().count(), next), (5, None));
    for secret in [invitation.token.as_str(), token.as_str(), PASSWORD, "a wrong password", "argon2"] {
        assert!(!lines.contains(secret), "{secret}");
    }
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap_or_default())?;
    assert_eq!((&first["number"], &first["what"]), (&1.into(), &"account-added".into()));
    Ok(())
}

/// What lies on the disk opens nothing: neither links nor sessions nor passwords stand there.
#[tokio::test]
async fn nothing_that_opens_is_kept() -> Outcome {
    let place = Place::fresh().await?;
    let first = place.people.offer_first(start()).await?.expect("an offer");
    let invitation = place.add("zhang", Role::Surveyor, start()).await?;
    let unused = place.add("wang", Role::Surveyor, start()).await?;
    let (token, _) = place.people.redeem(invitation.token.as_str(), PASSWORD, client(), start()).await?;
    place.records.close().await;
    let mut kept = Vec::new();
    for entry in std::fs::read_dir(place.folder.path())? {
        kept.extend(std::fs::read(entry?.path())?);
    }
    for secret in
        [first.token.as_str(), invitation.token.as_str(), unused.token.as_str(), token.as_str(), PASSWORD]
    {
        let found = kept.windows(secret.len()).any(|window| window == secret.as_bytes());
        assert!(!found, "{secret}");
    }
    assert!(kept.windows(30).any(|window| window == b"$argon2id$v=19$m=19456,t=2,p=1"));
    Ok(())
}
