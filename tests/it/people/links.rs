//! Links: good once, for a time, until another takes their place.

use baozhai::people::{Invited, PeopleError, Role, ShownName, Who};

use super::{Outcome, PASSWORD, Place, after, client, name, start};

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn a_link_is_good_once_and_for_its_time() -> Outcome {
    let place = Place::fresh().await?;
    let people = &place.people;
    let link = place.add("zhang", Role::Surveyor, start()).await?;
    assert_eq!(link.expires_at, after(7 * DAY));
    let late = people.invited(link.token.as_str(), after(7 * DAY)).await;
    assert!(matches!(late, Err(PeopleError::NoInvitation)), "{late:?}");
    let invited = people.invited(link.token.as_str(), after(7 * DAY - 1)).await?;
    assert!(matches!(invited, Invited::Account(account) if account.name == name("zhang")));
    people.redeem(link.token.as_str(), PASSWORD, client(), after(7 * DAY - 1)).await?;
    let again =
        people.redeem(link.token.as_str(), "河津 orchard 九 kettle", client(), after(7 * DAY - 1)).await;
    assert!(matches!(again, Err(PeopleError::NoInvitation)), "{again:?}");

    let now = after(8 * DAY);
    let reset = people.reset(Who::operator(), &name("zhang"), now).await?;
    assert_eq!(reset.expires_at, after(9 * DAY));
    // A newer one ends it, and so does disabling the account.
    let newer = people.reset(Who::operator(), &name("zhang"), now).await?;
    assert!(people.invited(reset.token.as_str(), now).await.is_err());
    people.invited(newer.token.as_str(), now).await?;
    people.disable(Who::operator(), &name("zhang"), now).await?;
    assert!(people.invited(newer.token.as_str(), now).await.is_err());
    let refused = people.reset(Who::operator(), &name("zhang"), now).await;
    assert!(matches!(refused, Err(PeopleError::Disabled(_))), "{refused:?}");
    Ok(())
}

#[tokio::test]
async fn of_two_who_use_a_link_at_once_one_comes_in() -> Outcome {
    let place = Place::fresh().await?;
    let link = place.add("zhang", Role::Surveyor, start()).await?;
    let use_it = || place.people.redeem(link.token.as_str(), PASSWORD, client(), start());
    let both = tokio::join!(use_it(), use_it());
    assert!(both.0.is_ok() != both.1.is_ok());
    Ok(())
}

#[tokio::test]
async fn the_first_administrator_is_created_once_and_by_the_newest_link() -> Outcome {
    let place = Place::fresh().await?;
    let people = &place.people;
    let older = people.offer_first(start()).await?.expect("an offer");
    // Others do not count.
    place.with("li", Role::Surveyor, start()).await?;
    let newer = people.offer_first(start()).await?.expect("an offer");
    assert!(people.invited(older.token.as_str(), start()).await.is_err());
    assert_eq!(people.invited(newer.token.as_str(), start()).await?, Invited::First);
    let names = || (name("zhang"), ShownName::parse("张三").expect("a name"));
    let create = |token: String, names| async move {
        people.create_first(&token, names, PASSWORD, client(), start()).await
    };
    let token = newer.token.as_str().to_owned();
    let taken = create(token.clone(), (name("li"), names().1)).await;
    assert!(matches!(taken, Err(PeopleError::Taken(_))), "{taken:?}");
    let both = tokio::join!(create(token.clone(), names()), create(token.clone(), (name("wang"), names().1)));
    assert!(both.0.is_ok() != both.1.is_ok());
    assert!(people.offer_first(start()).await?.is_none());
    assert!(create(token, (name("chen"), names().1)).await.is_err());
    Ok(())
}

/// A link that nobody has used ends with the first administrator, however that came to be.
#[tokio::test]
async fn no_link_creates_an_administrator_beside_another() -> Outcome {
    let place = Place::fresh().await?;
    let offer = place.people.offer_first(start()).await?.expect("an offer");
    place.add("zhang", Role::Administrator, start()).await?;
    let found = place.people.invited(offer.token.as_str(), start()).await;
    assert!(matches!(found, Err(PeopleError::NoInvitation)), "{found:?}");
    Ok(())
}
