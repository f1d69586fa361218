//! Sessions: how long they last, and what ends them.

use baozhai::people::{PeopleError, Role, Who};
use baozhai::store::{Batch, Collection, Content, Digest, Papers};

use super::{Outcome, PASSWORD, Place, after, client, from, name, start};

const HOUR: i64 = 3600;

#[tokio::test]
async fn a_session_ends_idle_after_twelve_hours_and_in_any_case_after_thirty_days() -> Outcome {
    let place = Place::fresh().await?;
    let (token, _) = place.with("zhang", Role::Surveyor, start()).await?;
    let at = |seconds| place.people.session(token.as_str(), after(seconds));
    assert!(at(12 * HOUR - 1).await?.is_some());
    // That it was used counts from then on.
    assert!(at(24 * HOUR - 2).await?.is_some());
    assert!(at(36 * HOUR).await?.is_none());
    let token = place.enters("zhang", PASSWORD, after(0)).await?;
    let mut hours = 0;
    while place.people.session(token.as_str(), after(hours * HOUR)).await?.is_some() {
        hours += 11;
    }
    assert!((30 * 24..=30 * 24 + 11).contains(&hours), "{hours}");
    Ok(())
}

#[tokio::test]
async fn using_a_session_writes_at_most_every_few_minutes() -> Outcome {
    let place = Place::fresh().await?;
    let (token, _) = place.with("zhang", Role::Surveyor, start()).await?;
    let papers = baozhai::store::Papers::of(&place.records);
    let before = papers.last_write().await?;
    for seconds in 0..299 {
        assert!(place.people.session(token.as_str(), after(seconds)).await?.is_some());
    }
    assert_eq!(papers.last_write().await?, before);
    assert!(place.people.session(token.as_str(), after(300)).await?.is_some());
    assert!(papers.last_write().await? > before);
    assert_eq!(place.people.sessions(&name("zhang"), after(301)).await?[0].seen_at, after(300));
    Ok(())
}

#[tokio::test]
async fn what_changes_an_account_ends_its_sessions() -> Outcome {
    let place = Place::fresh().await?;
    let (people, user) = (&place.people, name("zhang"));
    place.with("zhang", Role::Surveyor, start()).await?;
    place.with("li", Role::Surveyor, start()).await?;
    for (what, second) in ["role", "disable", "reset", "all", "password"].into_iter().zip(1..) {
        let now = after(second);
        let token = place.enters("zhang", PASSWORD, now).await?;
        let others = place.enters("li", PASSWORD, now).await?;
        let signed = people.session(token.as_str(), now).await?.expect("signed in");
        match what {
            "role" => people.set_role(Who::operator(), &user, Role::Editor, now).await?,
            "disable" => {
                people.disable(Who::operator(), &user, now).await?;
                assert!(matches!(place.enters("zhang", PASSWORD, now).await, Err(PeopleError::Wrong)));
                people.enable(Who::operator(), &user, now).await?;
            }
            "reset" => {
                let link = people.reset(Who::operator(), &user, now).await?;
                assert!(matches!(place.enters("zhang", PASSWORD, now).await, Err(PeopleError::Wrong)));
                people.redeem(link.token.as_str(), PASSWORD, client(), now).await?;
            }
            "all" => people.end_all_sessions(Who::operator(), &user, now).await?,
            _ => {
                let wrong = people.change_password(&signed, "not it at all", PASSWORD, client(), now).await;
                assert!(matches!(wrong, Err(PeopleError::Wrong)), "{wrong:?}");
                let (new, _) = people
                    .change_password(&signed, PASSWORD, "河津 orchard 九 kettle", client(), now)
                    .await?;
                assert!(people.session(new.as_str(), now).await?.is_some());
            }
        }
        assert_eq!(people.session(token.as_str(), now).await?, None, "{what}");
        assert!(people.session(others.as_str(), now).await?.is_some(), "{what}");
    }
    Ok(())
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_by_their_owner_alone() -> Outcome {
    let place = Place::fresh().await?;
    let people = &place.people;
    let (first, _) = place.with("zhang", Role::Surveyor, start()).await?;
    let (second, signed) = people.sign_in("zhang", PASSWORD, from("203.0.113.5"), after(60)).await?;
    let (_, other) = place.with("li", Role::Surveyor, start()).await?;
    assert!(first.as_str() != second.as_str());
    let sessions = people.sessions(&name("zhang"), after(61)).await?;
    let addresses: Vec<String> =
        sessions.iter().filter_map(|session| Some(session.client.address?.to_string())).collect();
    assert_eq!(addresses, ["203.0.113.5", "192.0.2.7"]);
    // What names a session opens none.
    assert_eq!(people.session(&sessions[1].id, after(61)).await?, None);
    people.end_session(&other, &sessions[1].id, None, after(62)).await?;
    assert!(people.session(first.as_str(), after(62)).await?.is_some());
    people.end_session(&signed, &sessions[1].id, None, after(62)).await?;
    assert!(people.session(first.as_str(), after(62)).await?.is_none());
    assert!(people.session(second.as_str(), after(62)).await?.is_some());
    people.sign_out(&signed, None, after(63)).await?;
    assert!(people.session(second.as_str(), after(63)).await?.is_none());
    assert_eq!(people.sessions(&name("zhang"), after(64)).await?, []);
    Ok(())
}

/// Ended ones lie there until they are swept; however many they are, they hide nobody's open session.
#[tokio::test]
async fn sessions_behind_many_that_have_ended_are_listed() -> Outcome {
    let place = Place::fresh().await?;
    place.with("zhang", Role::Surveyor, start()).await?;
    let papers = Papers::of(&place.records);
    let account = Digest::of("zhang").to_string();
    let mut batch = Batch::new(start());
    for number in 0..250 {
        let ended = Content::new("{}").labelled("account", account.as_str()).until(start());
        batch =
            batch.insert(Collection::of_papers("session"), format!("00000000-{number:03}").parse()?, ended);
    }
    papers.write(batch).await?;
    assert_eq!(place.people.sessions(&name("zhang"), after(60)).await?.len(), 1);
    Ok(())
}

#[tokio::test]
async fn no_made_up_token_opens_anything() -> Outcome {
    let place = Place::fresh().await?;
    place.with("zhang", Role::Surveyor, start()).await?;
    for made_up in ["", "x", "../", "\0", &"a".repeat(100_000), "first"] {
        assert_eq!(place.people.session(made_up, start()).await?, None);
        let found = place.people.redeem(made_up, PASSWORD, client(), start()).await;
        assert!(matches!(found, Err(PeopleError::NoInvitation)), "{found:?}");
    }
    Ok(())
}
