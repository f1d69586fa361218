//! `baozhai user`, by itself and beside a server.

use baozhai::people::{Audit, People};
use baozhai::store::Records;

use super::{Outcome, PASSWORD, client, name};
use crate::archives::small;
use crate::program::run;
use crate::serving::Serving;

/// The secret at the end of the link in what was said.
fn secret(said: &str) -> &str {
    let link = said.split_once("/staff/invitation/").map_or("", |(_, rest)| rest);
    link.split_whitespace().next().unwrap_or_default()
}

#[tokio::test]
async fn the_commands_manage_people_beside_a_running_server() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, small());
    let serving = Serving::start(at.path(), &["--folder", folder.to_str().unwrap_or_default()])?;
    assert!(serving.said.contains("create the administrator"), "{}", serving.said);
    assert_eq!(secret(&serving.said).len(), 43, "{}", serving.said);
    let user = |arguments: &[&str]| run(at.path(), &[&["user"], arguments].concat());
    let added = user(&["add", "Zhang", "--role", "administrator", "--shown", "张三"])?;
    assert_eq!(added.code, Some(0), "{added:?}");
    assert!(added.stdout.contains("http://127.0.0.1:8080/staff/invitation/"), "{added:?}");
    let again = user(&["add", "zhang", "--role", "editor"])?;
    assert_eq!(
        (again.code, again.stderr.as_str()),
        (Some(2), "baozhai: there is an account zhang already\n")
    );
    let records = Records::open_existing(&Records::url_of(&at.path().join("data/archive.db"))).await?;
    let people = People::of(&records);
    let now = baozhai::store::Clock::system().now();
    people.redeem(secret(&added.stdout), PASSWORD, client(), now).await?;
    let refused = user(&["disable", "zhang"])?;
    assert!(refused.code == Some(2) && refused.stderr.contains("last administrator"), "{refused:?}");
    for (arguments, said) in [
        (&["add", "li", "--role", "surveyor"][..], "li was added as surveyor"),
        (&["role", "li", "auditor"], "li is auditor now"),
        (&["disable", "li"], "li is disabled"),
        (&["enable", "li"], "li may sign in again"),
        (&["reset", "zhang"], "zhang has no password any more"),
        (&["list"], "li\tauditor\tli\thas no password yet"),
    ] {
        let found = user(arguments)?;
        assert!(found.code == Some(0) && found.stdout.contains(said), "{found:?}");
    }
    assert_eq!(people.account(&name("zhang")).await?.map(|account| account.has_password), Some(false));
    let log = Audit::of(&records).list_back(None, 1).await?;
    assert_eq!(log.entries[0].1.who.shown, "operator");
    let slip = user(&["role", "li", "king"])?;
    assert!(slip.code == Some(2) && slip.stderr.contains("surveyor"), "{slip:?}");
    records.close().await;
    drop(serving);
    // There is an administrator.
    let later = Serving::start(at.path(), &[])?;
    assert!(!later.said.contains("invitation"), "{}", later.said);
    Ok(())
}

#[test]
fn each_start_without_an_administrator_prints_another_link() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, small());
    let first = Serving::start(at.path(), &["--folder", folder.to_str().unwrap_or_default()])?.said.clone();
    let second = Serving::start(at.path(), &[])?.said.clone();
    assert!(secret(&first).len() == 43 && secret(&second).len() == 43 && secret(&first) != secret(&second));
    let nobody = run(at.path(), &["user", "list"])?;
    assert!(nobody.stdout.contains("there are no accounts"), "{nobody:?}");
    Ok(())
}
