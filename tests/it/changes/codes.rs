//! Coded values in a change: chosen, refused, never lost, merged like everything else.

use baozhai::changes::{Change, Finding, village_fields, village_of};
use baozhai::model::{Kind, Record};

use super::{Desk, Outcome, edit, id, person};

const CODES: &str = "statement.condition.1.codes";

/// A whole statement of a coded property.
fn coded<'f>(property: &str, codes: &'f str) -> Vec<(String, &'f str)> {
    let unit = format!("statement.{property}.1");
    vec![
        (format!("{unit}.codes"), codes),
        (format!("{unit}.value.zh"), "墙脚掏蚀"),
        (format!("{unit}.certainty"), "reported"),
        (format!("{unit}.sources"), "example-daily"),
    ]
}

async fn with(desk: &Desk, change: &Change, fields: &[(String, &str)]) -> anyhow::Result<Vec<Finding>> {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    let saved = desk.save(change, &person("li"), &fields).await?;
    let draft = desk.changes.draft(saved.change).await?;
    Ok(draft.findings.into_iter().filter(|finding| finding.is_blocking).collect())
}

#[tokio::test]
async fn a_grade_and_its_causes_are_published_with_the_visit_that_saw_them() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.begin(&li, "alpha").await?;
    let mut fields = coded("condition", "condition-poor");
    fields.extend(coded("causes", "cause-flood, cause-neglect"));
    fields.push(("statement.condition.1.survey".to_owned(), "first-visit"));
    assert_eq!(with(&desk, &change, &fields).await?, []);
    desk.changes.submit(&change.id, &li, "").await?;
    desk.publish(&change.id, &chief).await?;
    let alpha = desk.village("alpha").await?;
    let condition = alpha.statements_of("condition").next().expect("a statement");
    assert_eq!(
        (condition.codes.as_slice(), &condition.survey),
        (&[id("condition-poor")][..], &Some(id("first-visit")))
    );
    let causes = alpha.statements_of("causes").next().expect("a statement");
    assert_eq!(causes.codes, [id("cause-flood"), id("cause-neglect")]);
    assert_eq!(village_of(&alpha.id, Some(&alpha), &village_fields(&alpha)).as_ref(), Ok(&alpha));
    Ok(())
}

#[tokio::test]
async fn what_is_no_value_of_the_property_leads_to_its_field_and_stays_there() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin(&person("li"), "alpha").await?;
    for (property, codes, code, about) in [
        ("condition", "condition-fair", "unknown-code", "condition-fair"),
        ("condition", "cause-flood", "unknown-code", "cause-flood"),
        ("wall", "condition-poor", "unknown-code", "condition-poor"),
        ("condition", "condition-good, condition-poor", "too-many-codes", ""),
        ("causes", "cause-wind, cause-wind", "too-many-codes", ""),
        ("condition", "差", "not-an-id", ""),
        ("condition", "condition-poor, x y", "not-an-id", ""),
    ] {
        // Of a property that alpha says something of already it is the second statement.
        let number = if property == "wall" { 2 } else { 1 };
        let rename =
            |(name, value): (String, &'static str)| (name.replace(".1.", &format!(".{number}.")), value);
        let fields: Vec<_> = coded(property, codes).into_iter().map(rename).collect();
        let found = with(&desk, &change, &fields).await?;
        let field = format!("statement.{property}.{number}.codes");
        let found: Vec<_> = found.iter().map(|of| (of.code, of.field.as_str(), of.about.as_str())).collect();
        assert_eq!(found, [(code, field.as_str(), about)], "{property}: {codes}");
        let draft = desk.changes.draft(desk.changes.get(&change.id).await?).await?;
        assert_eq!(draft.sides[0].after.get(&field).map(String::as_str), Some(codes));
        let blank: Vec<_> = fields.iter().map(|(name, _)| (name.clone(), "")).collect();
        with(&desk, &change, &blank).await?;
    }
    Ok(())
}

#[tokio::test]
async fn a_value_that_the_vocabulary_has_no_more_is_told_and_not_lost() -> Outcome {
    let desk = Desk::start().await?;
    let (li, chief) = (person("li"), person("chief"));
    let change = desk.begin(&li, "alpha").await?;
    with(&desk, &change, &coded("causes", "cause-wind")).await?;
    desk.changes.submit(&change.id, &li, "").await?;
    desk.publish(&change.id, &chief).await?;
    desk.app.rewrite("vocabulary:hejin", "\"id\":\"cause-wind\"", "\"id\":\"cause-storm\"").await?;
    desk.app.catch_up().await?;
    let change = desk.begin(&li, "alpha").await?;
    let found = with(&desk, &change, &[("note.zh".to_owned(), "另一注")]).await?;
    let found: Vec<_> = found.iter().map(|of| (of.code, of.field.as_str(), of.about.as_str())).collect();
    assert_eq!(found, [("unknown-code", "statement.causes.1.codes", "cause-wind")]);
    assert_eq!(
        desk.village("alpha").await?.statements_of("causes").next().expect("one").codes,
        [id("cause-wind")]
    );
    // Taken out by a person, the rest stays and can be published.
    let mended = [("statement.causes.1.codes".to_owned(), "cause-storm")];
    assert_eq!(with(&desk, &change, &mended).await?, []);
    Ok(())
}

#[tokio::test]
async fn two_choices_of_one_field_are_a_conflict_and_other_fields_go_together() -> Outcome {
    let desk = Desk::start().await?;
    let (li, wang, chief) = (person("li"), person("wang"), person("chief"));
    let change = desk.begin(&li, "alpha").await?;
    with(&desk, &change, &coded("condition", "condition-good")).await?;
    desk.changes.join(&change.id, &wang).await?;
    let seen = (desk.changes.get(&change.id).await?.edition, desk.sequence());
    desk.changes.save(&change.id, &li, seen, &[edit("alpha", CODES, "condition-poor")]).await?;
    let both = [edit("alpha", CODES, ""), edit("alpha", "statement.condition.1.note.zh", "远看")];
    let saved = desk.changes.save(&change.id, &wang, seen, &both).await?;
    let stale: Vec<_> =
        saved.stale.iter().map(|stale| (stale.field.as_str(), stale.theirs.value.as_str())).collect();
    assert_eq!(stale, [(CODES, "condition-poor")]);
    desk.changes.submit(&change.id, &li, "").await?;
    desk.publish(&change.id, &chief).await?;
    let alpha = desk.village("alpha").await?;
    let condition = alpha.statements_of("condition").next().expect("a statement");
    assert_eq!(condition.codes, [id("condition-poor")]);
    assert_eq!(condition.note.as_ref().map(|note| note.zh.as_str()), Some("远看"));
    Ok(())
}

/// Digests are of what records say: one that was written before there were coded values keeps its own.
#[tokio::test]
async fn a_record_without_coded_values_has_the_form_that_it_always_had() -> Outcome {
    let desk = Desk::start().await?;
    let key = "alpha".parse()?;
    let head = desk.app.records.head(&key).await?.expect("alpha");
    for key in ["\"codes\"", "\"altitude_m\"", "\"survey\":null"] {
        assert!(!head.body.contains(key), "{key} in {}", head.body);
    }
    let again = Record::from_document(Kind::Village, &head.body)?;
    assert_eq!(again.to_document()?, head.body);
    // As a vocabulary was written before it had lists to choose from.
    let old = r#"{"elements":[],"measures":[],"properties":[{"id":"wall","in_inventory":true,"name":{"zh":"堡墙"}}],"terms":[]}"#;
    assert_eq!(Record::from_document(Kind::Vocabulary, old)?.to_document()?, old);
    Ok(())
}
