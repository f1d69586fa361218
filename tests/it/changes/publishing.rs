//! Submitted, reviewed, published, taken back.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use baozhai::archive::ArchiveError;
use baozhai::changes::{
    About, Act, Begun, ChangeError, Decision, Publication, ReviewSteps, State, Template, Verdict, survey_id,
    survey_source_id,
};
use baozhai::model::{Kind, PartialDate, Withdrawal, WithdrawalReason};

use super::{Desk, Outcome, id, person};

fn decision(verdict: Verdict) -> Decision {
    Decision { verdict, note: "说明".to_owned(), comments: Vec::new(), in_place_of: None }
}

#[tokio::test]
async fn a_change_goes_from_the_first_word_to_everybody_and_back() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.begin(&li, "beta").await?;
    assert!(matches!(desk.changes.submit(&change.id, &li, "").await, Err(ChangeError::Nothing)));
    desk.save(&change, &li, &[("note.zh", "新查明的一段"), ("town", "nowhere")]).await?;
    match desk.changes.submit(&change.id, &li, "").await {
        Err(ChangeError::Blocked(findings)) => {
            assert!(
                findings
                    .iter()
                    .any(|finding| finding.field == "town" && finding.code == "dangling-reference"),
                "{findings:?}"
            );
        }
        other => anyhow::bail!("{other:?}"),
    }
    desk.save(&change, &li, &[("town", "north")]).await?;
    desk.changes.submit(&change.id, &li, "请审").await?;
    assert!(matches!(desk.publish(&change.id, &li).await, Err(ChangeError::OwnWork)));
    let seen = desk.changes.get(&change.id).await?.edition;
    let mut back = decision(Verdict::Return);
    back.comments.push(("beta/note.zh".to_owned(), "出处？".to_owned()));
    let returned = desk.changes.decide(&change.id, &chief, seen, &back).await?;
    assert_eq!((returned.state, returned.comments.len()), (State::Returned, 1));
    desk.save(&change, &li, &[("note.zh", "新查明的一段，据实地")]).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    let draft = desk.changes.draft(desk.changes.get(&change.id).await?).await?;
    let preview = desk.changes.preview(&draft).await?;
    let shown = preview.get::<baozhai::model::Village>(&id("beta")).await?;
    assert_eq!(
        shown.and_then(|beta| beta.record.note).map(|note| note.zh),
        Some("新查明的一段，据实地".to_owned())
    );
    assert!(!desk.app.page("/villages/beta").await.contains("新查明的一段"));
    desk.publish(&change.id, &chief).await?;
    assert!(desk.app.page("/villages/beta").await.contains("新查明的一段，据实地"));
    assert!(matches!(desk.publish(&change.id, &chief).await, Err(ChangeError::WrongState(State::Published))));
    let undone = desk.changes.undo(&change.id, &chief, "弄错了").await?;
    assert_eq!(undone.back, ["beta"]);
    assert!(!desk.app.page("/villages/beta").await.contains("新查明的一段"));
    assert!(desk.app.page("/villages/beta@2").await.contains("新查明的一段"));
    Ok(())
}

#[tokio::test]
async fn a_new_village_with_a_visit_is_cited_and_can_be_taken_back() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let about = About::New { id: id("delta"), name: "丁堡村".to_owned() };
    let Begun::New(change) = desk.changes.begin(&li, Template::Fort, about).await? else {
        anyhow::bail!("it is new")
    };
    let (visit, source) = (survey_id(&change), survey_source_id(&change));
    let (Some(visit), Some(source)) = (visit, source) else { anyhow::bail!("they are ids") };
    let fields = [
        (format!("survey.{visit}.date"), "2026-04-12".to_owned()),
        (format!("survey.{visit}.surveyors"), "张三、李四".to_owned()),
        ("town".to_owned(), "north".to_owned()),
        ("statement.wall.1.value.zh".to_owned(), "北墙存".to_owned()),
        ("statement.wall.1.certainty".to_owned(), "established".to_owned()),
        ("statement.wall.1.sources".to_owned(), source.to_string()),
        ("statement.wall.1.measure.1.measure".to_owned(), "wall_height".to_owned()),
        ("statement.wall.1.measure.1.value".to_owned(), "4.2".to_owned()),
        ("statement.wall.1.measure.1.unit".to_owned(), "m".to_owned()),
        ("statement.wall.1.measure.1.survey".to_owned(), visit.to_string()),
    ];
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(field, value)| (field.as_str(), value.as_str())).collect();
    desk.save(&change, &li, &fields).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    desk.publish(&change.id, &chief).await?;
    let page = desk.app.page("/villages/delta").await;
    assert!(page.contains("北墙存") && page.contains("丁堡村实地调查"), "{page}");
    assert_eq!(desk.village("delta").await?.surveys.len(), 1);
    let undone = desk.changes.undo(&change.id, &chief, "").await?;
    assert_eq!(undone.withdrawn, ["delta"]);
    assert_eq!(desk.app.get("/villages/delta").await.status, StatusCode::GONE);
    Ok(())
}

#[tokio::test]
async fn what_moved_on_since_is_not_taken_back() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.published(&li, &chief, "beta", "一").await?;
    desk.app.rewrite("beta", "一", "二").await?;
    assert!(matches!(desk.changes.undo(&change.id, &chief, "").await, Err(ChangeError::Nothing)));
    desk.changes.revert(Kind::Village, &id("beta"), 2, &chief, "").await?;
    assert_eq!(desk.village("beta").await?.note.map(|note| note.zh).as_deref(), Some("一"));
    assert!(matches!(
        desk.changes.revert(Kind::Village, &id("beta"), 2, &chief, "").await,
        Err(ChangeError::Nothing)
    ));
    Ok(())
}

#[tokio::test]
async fn two_steps_are_two_people() -> Outcome {
    let desk = Desk::with(ReviewSteps::Two).await?;
    let (li, first, second) = (person("li"), person("first"), person("second"));
    let change = desk.begin(&li, "beta").await?;
    desk.save(&change, &li, &[("note.zh", "一")]).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    assert!(matches!(desk.publish(&change.id, &second).await, Err(ChangeError::WrongState(_))));
    let seen = desk.changes.get(&change.id).await?.edition;
    let pass = decision(Verdict::Pass);
    assert!(matches!(desk.changes.decide(&change.id, &li, seen, &pass).await, Err(ChangeError::OwnWork)));
    desk.changes.decide(&change.id, &first, seen, &pass).await?;
    assert!(matches!(desk.publish(&change.id, &first).await, Err(ChangeError::OwnWork)));
    // What the first has passed is not altered behind their back.
    desk.save(&change, &second, &[("note.zh", "二")]).await?;
    assert_eq!(desk.changes.get(&change.id).await?.state, State::Submitted);
    let seen = desk.changes.get(&change.id).await?.edition;
    desk.changes.decide(&change.id, &first, seen, &pass).await?;
    desk.publish(&change.id, &second).await?;
    assert_eq!(desk.village("beta").await?.note.map(|note| note.zh).as_deref(), Some("二"));
    Ok(())
}

#[tokio::test]
async fn a_part_is_published_and_the_rest_goes_back() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.begin(&li, "beta").await?;
    desk.save(&change, &li, &[("note.zh", "可以"), ("name.en", "Not yet")]).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    let seen = desk.changes.get(&change.id).await?.edition;
    let publication = Publication {
        by: chief.clone(),
        in_place_of: Some("王五".to_owned()),
        note: "英文名待考".to_owned(),
        seen,
        only: Some(BTreeSet::from(["beta/note.zh".to_owned()])),
    };
    desk.changes.publish(&change.id, &publication).await?;
    let beta = desk.village("beta").await?;
    assert_eq!(beta.note.map(|note| note.zh).as_deref(), Some("可以"));
    assert_ne!(beta.name.en.as_deref(), Some("Not yet"));
    let Some(rest) = desk.changes.in_hand(&id("beta")).await? else { anyhow::bail!("the rest is there") };
    assert_eq!((rest.state, rest.author.name.as_str()), (State::Returned, "li"));
    assert_eq!(rest.records["beta"].fields["name.en"].value, "Not yet");
    assert!(rest.comments.iter().any(|comment| comment.text == "英文名待考"));
    assert_eq!(desk.changes.of_person("li").await?.changes.len(), 2);
    Ok(())
}

#[tokio::test]
async fn what_was_altered_since_it_was_looked_at_is_not_published() -> Outcome {
    let desk = Desk::start().await?;
    let (li, editor, chief) = (person("li"), person("editor"), person("chief"));
    let change = desk.begin(&li, "beta").await?;
    desk.save(&change, &li, &[("note.zh", "一")]).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    let seen = desk.changes.get(&change.id).await?.edition;
    desk.save(&change, &editor, &[("note.zh", "二")]).await?;
    let publication =
        Publication { by: chief.clone(), in_place_of: None, note: String::new(), seen, only: None };
    assert!(matches!(desk.changes.publish(&change.id, &publication).await, Err(ChangeError::Busy)));
    desk.publish(&change.id, &chief).await?;
    assert_eq!(desk.village("beta").await?.note.map(|note| note.zh).as_deref(), Some("二"));
    Ok(())
}

#[tokio::test]
async fn what_is_withdrawn_is_gone_and_not_twice() -> Outcome {
    let desk = Desk::start().await?;
    let withdrawal = Withdrawal {
        record: id("beta"),
        revision: None,
        picture: None,
        date: PartialDate::parse("2026-11-28")?,
        reason: WithdrawalReason::Rights,
        is_reason_public: false,
        note: None,
    };
    desk.changes.withdraw(withdrawal.clone(), &person("chief")).await?;
    assert_eq!(desk.app.get("/villages/beta").await.status, StatusCode::GONE);
    let again = desk.changes.withdraw(withdrawal, &person("chief")).await;
    assert!(matches!(again, Err(ChangeError::Nothing)), "{again:?}");
    Ok(())
}

#[tokio::test]
async fn what_was_withdrawn_does_not_come_back_as_a_new_revision() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.published(&li, &chief, "beta", "一").await?;
    let withdrawal = Withdrawal {
        record: id("beta"),
        revision: Some(1),
        picture: None,
        date: PartialDate::parse("2026-11-28")?,
        reason: WithdrawalReason::Privacy,
        is_reason_public: false,
        note: None,
    };
    desk.changes.withdraw(withdrawal, &chief).await?;
    let reverted = desk.changes.revert(Kind::Village, &id("beta"), 1, &chief, "").await;
    assert!(matches!(reverted, Err(ChangeError::Archive(ArchiveError::Withdrawn(_)))), "{reverted:?}");
    let undone = desk.changes.undo(&change.id, &chief, "").await;
    assert!(matches!(undone, Err(ChangeError::Archive(ArchiveError::Withdrawn(_)))), "{undone:?}");
    assert_eq!(desk.village("beta").await?.note.map(|note| note.zh).as_deref(), Some("一"));
    Ok(())
}

/// Where somebody writes from is no matter of the change: it is not kept, and makes nobody another.
#[tokio::test]
async fn a_reviewer_who_alters_a_change_twice_is_told_of_once() -> Outcome {
    let desk = Desk::start().await?;
    let (li, mut editor) = (person("li"), person("editor"));
    editor.address = "192.0.2.9".parse().ok();
    let change = desk.begin(&li, "beta").await?;
    for digest in ["a", "b"].map(baozhai::store::Digest::of) {
        let picture = serde_json::json!({
            "sha256": digest.to_string(), "media_type": "image/png", "width_px": 120, "height_px": 80, "bytes": 9,
            "placeholder": "data:image/webp;base64,UklGRg==",
        });
        let (_, name) = desk.changes.add_photo(&change.id, &li, &serde_json::from_value(picture)?).await?;
        let edits = [("element", "gate"), ("caption.zh", "堡门"), ("alt.zh", "拱门")]
            .map(|(field, value)| super::edit(&name, field, value));
        let edition = desk.changes.get(&change.id).await?.edition;
        desk.changes.save(&change.id, &li, (edition, desk.sequence()), &edits).await?;
    }
    desk.changes.submit(&change.id, &li, "").await?;
    for photo in ["new-1", "new-2"] {
        desk.changes.remove_photo(&change.id, &editor, photo).await?;
    }
    let steps = desk.changes.get(&change.id).await?.steps;
    assert_eq!(steps.iter().filter(|step| step.act == Act::Edited).count(), 1, "{steps:?}");
    Ok(())
}
