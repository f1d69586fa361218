//! Guessing: after five failures one waits, ever longer, never for ever.

use baozhai::people::{PeopleError, Role};

use super::{Outcome, PASSWORD, Place, after, from, start};

async fn wait_of(place: &Place, user: &str, address: &str, at: i64) -> anyhow::Result<u64> {
    match place.people.sign_in(user, "a wrong password", from(address), after(at)).await {
        Err(PeopleError::Wait { seconds }) => Ok(seconds),
        Err(PeopleError::Wrong) => Ok(0),
        other => anyhow::bail!("{other:?}"),
    }
}

#[tokio::test]
async fn after_five_failures_a_right_password_waits_too_and_a_restart_forgets_nothing() -> Outcome {
    let place = Place::fresh().await?;
    place.with("zhang", Role::Surveyor, start()).await?;
    // From five networks, so that the account alone is counted.
    for attempt in 0..5 {
        assert_eq!(wait_of(&place, "zhang", &format!("198.51.100.{attempt}"), attempt).await?, 0);
    }
    let place = place.again().await?;
    let refused = place.enters("ZHANG", PASSWORD, after(6)).await;
    assert!(matches!(refused, Err(PeopleError::Wait { seconds: 13 })), "{refused:?}");
    // What is refused is not counted.
    assert_eq!(wait_of(&place, "zhang", "203.0.113.1", 18).await?, 1);
    assert_eq!(wait_of(&place, "zhang", "203.0.113.1", 19).await?, 0);
    assert_eq!(wait_of(&place, "zhang", "203.0.113.2", 19).await?, 30);
    place.enters("zhang", PASSWORD, after(49)).await?;
    // It begins anew.
    assert_eq!(wait_of(&place, "zhang", "203.0.113.3", 50).await?, 0);
    place.enters("zhang", PASSWORD, after(51)).await?;
    Ok(())
}

#[tokio::test]
async fn the_wait_grows_to_a_quarter_of_an_hour_and_no_further() -> Outcome {
    let place = Place::fresh().await?;
    let (mut at, mut longest) = (0, 0);
    for attempt in 0..16 {
        let address = format!("198.51.100.{attempt}");
        assert_eq!(wait_of(&place, "nobody", &address, at).await?, 0, "{attempt}");
        let wait = wait_of(&place, "nobody", &address, at).await?;
        longest = longest.max(wait);
        at += i64::try_from(wait)?;
    }
    assert_eq!(longest, 900);
    Ok(())
}

#[tokio::test]
async fn a_network_is_counted_as_one_whatever_names_it_tries() -> Outcome {
    let place = Place::fresh().await?;
    place.with("zhang", Role::Surveyor, start()).await?;
    for attempt in 0..5 {
        let address = format!("2001:db8:1:2::{attempt}");
        assert_eq!(wait_of(&place, &format!("name{attempt}"), &address, 0).await?, 0);
    }
    assert_eq!(wait_of(&place, "another", "2001:db8:1:2:ffff::9", 0).await?, 15);
    // The next network is another's.
    assert_eq!(wait_of(&place, "another", "2001:db8:1:3::1", 0).await?, 0);
    // Who has an account there has to wait as well, and is not told whether the password was right.
    let refused = place.people.sign_in("zhang", PASSWORD, from("2001:db8:1:2::7"), after(1)).await;
    assert!(matches!(refused, Err(PeopleError::Wait { .. })), "{refused:?}");
    Ok(())
}

/// Guesses that come all at once are counted before they are looked at.
#[tokio::test]
async fn many_guesses_at_once_get_no_more_than_five() -> Outcome {
    let place = Place::fresh().await?;
    place.with("zhang", Role::Surveyor, start()).await?;
    let guesses = (0..12).map(|_| wait_of(&place, "zhang", "192.0.2.9", 0));
    let found = futures::future::try_join_all(guesses).await?;
    assert_eq!(found.iter().filter(|wait| **wait == 0).count(), 5, "{found:?}");
    Ok(())
}
