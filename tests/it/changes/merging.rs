//! Two at one change, and what is published under its feet: nothing is written over unseen.

use baozhai::changes::{About, Begun, ChangeError, Template};

use super::{Desk, Outcome, edit, id, person};

#[tokio::test]
async fn a_record_is_in_one_open_change_at_a_time() -> Outcome {
    let desk = Desk::start().await?;
    let (li, wang) = (person("li"), person("wang"));
    let first = desk.begin(&li, "alpha").await?;
    match desk.changes.begin(&wang, Template::Photos, About::Known(id("alpha"))).await? {
        Begun::Open(open) => assert_eq!(open.id, first.id),
        Begun::New(_) => anyhow::bail!("two have it in hand"),
    }
    desk.changes.join(&first.id, &wang).await?;
    assert!(desk.changes.get(&first.id).await?.is_written_by("wang"));
    let listed = desk.changes.of_person("wang").await?;
    assert_eq!(listed.changes.len(), 1);
    desk.changes.discard(&first.id, &li).await?;
    let second = desk.begin(&wang, "alpha").await?;
    assert_ne!(second.id, first.id);
    assert_eq!(desk.changes.in_hand(&id("alpha")).await?.map(|change| change.id), Some(second.id));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_begun_is_refused() -> Outcome {
    let desk = Desk::start().await?;
    let li = person("li");
    let begin = |about| desk.changes.begin(&li, Template::Fort, about);
    assert!(matches!(begin(About::Known(id("nowhere"))).await, Err(ChangeError::NoRecord)));
    for taken in ["alpha", "alpha-01", "top"] {
        let new = About::New { id: id(taken), name: "新".to_owned() };
        assert!(matches!(begin(new).await, Err(ChangeError::BadId)), "{taken}");
    }
    Ok(())
}

#[tokio::test]
async fn what_is_pasted_becomes_a_text_that_an_import_reads() -> Outcome {
    let desk = Desk::start().await?;
    let li = person("li");
    let change = desk.begin(&li, "alpha").await?;
    let pasted = edit("alpha", "note.zh", "北门\r\n南门\u{b}东门\u{7}\u{0}，西\u{85}角");
    let saved = desk.changes.save(&change.id, &li, (change.edition, desk.sequence()), &[pasted]).await?;
    assert_eq!(saved.change.records["alpha"].fields["note.zh"].value, "北门\n南门\n东门，西\n角");
    Ok(())
}

#[tokio::test]
async fn two_write_different_fields_and_both_stand() -> Outcome {
    let desk = Desk::start().await?;
    let (li, wang) = (person("li"), person("wang"));
    let change = desk.begin(&li, "alpha").await?;
    desk.changes.join(&change.id, &wang).await?;
    let seen = (change.edition, desk.sequence());
    let saved = desk.changes.save(&change.id, &li, seen, &[edit("alpha", "name.en", "Alpha Fort")]).await?;
    assert!(saved.stale.is_empty());
    let both = [edit("alpha", "name.en", "Alpha Bu"), edit("alpha", "note.zh", "新注")];
    let saved = desk.changes.save(&change.id, &wang, seen, &both).await?;
    let [stale] = saved.stale.as_slice() else { anyhow::bail!("{:?}", saved.stale) };
    assert_eq!((stale.field.as_str(), stale.yours.as_str()), ("name.en", "Alpha Bu"));
    assert_eq!((stale.theirs.value.as_str(), stale.theirs.by.name.as_str()), ("Alpha Fort", "li"));
    let fields = &saved.change.records["alpha"].fields;
    assert_eq!((fields["name.en"].value.as_str(), fields["note.zh"].value.as_str()), ("Alpha Fort", "新注"));
    let mut settled = both[0].clone();
    settled.settles = true;
    let saved = desk.changes.save(&change.id, &wang, seen, &[settled]).await?;
    assert!(saved.stale.is_empty());
    assert_eq!(saved.change.records["alpha"].fields["name.en"].value, "Alpha Bu");
    Ok(())
}

#[tokio::test]
async fn what_was_published_meanwhile_is_merged_by_field_or_shown() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.begin(&li, "alpha").await?;
    let mine = [("name.en", "Alpha Fort"), ("note.zh", "我的注")];
    desk.save(&change, &li, &mine).await?;
    desk.app.rewrite("alpha", "样例条目，并无此村", "别人的注").await?;
    desk.app.rewrite("alpha", "Jiǎbǔ Cūn", "Jiǎpù Cūn").await?;
    let draft = desk.changes.draft(desk.changes.get(&change.id).await?).await?;
    let side = &draft.sides[0];
    // What only they have changed is taken, what only I have changed stands, and what both have is shown.
    assert_eq!(side.after["name.pinyin"], "Jiǎpù Cūn");
    assert_eq!(side.after["name.en"], "Alpha Fort");
    let [conflict] = side.conflicts.as_slice() else { anyhow::bail!("{:?}", side.conflicts) };
    assert_eq!(
        [&conflict.over, &conflict.live, &conflict.draft].map(String::as_str),
        ["样例条目，并无此村", "别人的注", "我的注"]
    );
    match desk.changes.submit(&change.id, &li, "").await {
        Err(ChangeError::Blocked(findings)) => {
            assert!(findings.iter().any(|finding| finding.code == "conflict" && finding.field == "note.zh"));
        }
        other => anyhow::bail!("{other:?}"),
    }
    let mut settled = edit("alpha", "note.zh", "两人的注");
    settled.settles = true;
    let seen = desk.changes.get(&change.id).await?.edition;
    desk.changes.save(&change.id, &li, (seen, desk.sequence()), &[settled]).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    desk.publish(&change.id, &chief).await?;
    let alpha = desk.village("alpha").await?;
    assert_eq!(alpha.note.map(|note| note.zh).as_deref(), Some("两人的注"));
    assert_eq!(alpha.name.pinyin.as_deref(), Some("Jiǎpù Cūn"));
    Ok(())
}

#[tokio::test]
async fn a_value_typed_over_what_was_published_meanwhile_is_a_conflict() -> Outcome {
    let desk = Desk::start().await?;
    let li = person("li");
    let change = desk.begin(&li, "alpha").await?;
    let fetched = desk.sequence();
    desk.app.rewrite("alpha", "样例条目，并无此村", "别人的注").await?;
    let typed = [edit("alpha", "note.zh", "我的注")];
    desk.changes.save(&change.id, &li, (change.edition, fetched), &typed).await?;
    let draft = desk.changes.draft(desk.changes.get(&change.id).await?).await?;
    assert_eq!(draft.sides[0].conflicts.len(), 1, "{:?}", draft.sides[0].conflicts);
    Ok(())
}

#[tokio::test]
async fn no_form_has_other_fields_or_other_villages() -> Outcome {
    let desk = Desk::start().await?;
    let li = person("li");
    let change = desk.begin(&li, "alpha").await?;
    let seen = (change.edition, desk.sequence());
    for (record, field, value) in [
        ("beta", "name.zh", "乙"),
        ("gamma-01", "caption.zh", "丙"),
        ("nowhere", "name.zh", "无"),
        ("alpha", "name..zh", "甲"),
        ("alpha", "Name", "甲"),
    ] {
        let refused = desk.changes.save(&change.id, &li, seen, &[edit(record, field, value)]).await;
        assert!(matches!(refused, Err(ChangeError::NoField(_))), "{record}/{field}: {refused:?}");
    }
    let long = "长".repeat(200_000);
    let refused = desk.changes.save(&change.id, &li, seen, &[edit("alpha", "note.zh", &long)]).await;
    assert!(matches!(refused, Err(ChangeError::TooLarge)), "{refused:?}");
    assert_eq!(desk.changes.get(&change.id).await?.edition, change.edition);
    Ok(())
}
