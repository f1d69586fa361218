//! Coded values on the form: chosen with and without scripts, in words, never lost, and shown to everybody once published.

use axum::http::StatusCode;
use serde_json::Value;

use super::super::Outcome;
use super::super::app::Answer;
use super::super::html::words;
use super::changes::{Desk, hidden, leads_to};

const CONDITION: &str = "beta/statement.condition.1";
const CAUSES: &str = "beta/statement.causes.1";

/// The control of a field, from its label to its end.
fn item<'p>(page: &'p Answer, name: &str) -> &'p str {
    let rest = page.text().split_once(&format!("data-field=\"{name}\"")).map_or("", |(_, rest)| rest);
    rest.split(" data-field=").next().unwrap_or_default()
}

/// What stands in a field of several lines.
fn text<'p>(page: &'p Answer, name: &str) -> &'p str {
    let area = item(page, name).split_once("<textarea").map_or("", |(_, area)| area);
    let text = area.split_once('>').and_then(|(_, text)| text.split("</textarea>").next());
    text.unwrap_or_default().trim()
}

/// The values of a field that are chosen.
fn chosen(page: &Answer, name: &str) -> Vec<String> {
    let marks = ["<option ", "<input type=\"checkbox\""];
    let controls = marks.into_iter().flat_map(|mark| item(page, name).split(mark).skip(1));
    let tags = controls.filter_map(|control| control.split('>').next());
    let ticked = tags.filter(|tag| tag.contains(" selected") || tag.contains(" checked"));
    ticked.filter_map(|tag| Some(tag.split("value=\"").nth(1)?.split('"').next()?.to_owned())).collect()
}

fn of<'n>(unit: &str, rest: &'n [(&'n str, &'n str)]) -> Vec<(String, &'n str)> {
    rest.iter().map(|(name, value)| (format!("{unit}.{name}"), *value)).collect()
}

async fn form(desk: &Desk, change: &str) -> Answer {
    desk.app.get_as(&desk.surveyor, change).await
}

async fn save(desk: &Desk, change: &str, fields: &[(String, &str)]) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    leads_to(&desk.save(change, &fields).await);
}

#[tokio::test]
async fn the_parts_of_the_form_are_those_of_the_census_and_papers_can_wait() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let page = form(&desk, &change).await;
    let at = |id: &str| {
        let at = page.text().find(&format!("class=\"part\" id=\"{id}\""));
        at.unwrap_or_else(|| panic!("no part {id}"))
    };
    let now = ["visit", "places", "condition"].map(at);
    let wait = page.text().find("class=\"can-wait\"").expect("what can wait");
    assert!(now.is_sorted() && now.iter().all(|part| *part < wait), "{now:?}");
    assert!(["identity", "statements"].map(at).iter().all(|part| *part > wait));
    // The vocabulary says which statement is asked for where; what it puts nothing into is no part.
    for nothing in ["basic", "relics", "cover", "lists"] {
        assert!(!page.text().contains(&format!("id=\"{nothing}\"")), "{nothing}");
    }
    let condition = &page.text()[at("condition")..wait];
    for add in ["beta/statement.condition", "beta/statement.causes"] {
        assert!(condition.contains(&format!("name=\"add\" value=\"{add}\"")), "{add}");
    }
    assert!(!condition.contains("beta/statement.wall"));
    assert!(page.text()[at("statements")..].contains("name=\"add\" value=\"beta/statement.wall\""));
    // What was just added is not folded away again.
    assert!(page.text().contains("id=\"statements\"><summary>"));
    let page = desk.app.get_as(&desk.surveyor, &format!("{change}?with=statement.wall.1")).await;
    assert!(page.text().contains("id=\"statements\" open><summary>"), "{}", page.text());
    Ok(())
}

#[tokio::test]
async fn one_is_a_list_and_many_are_boxes_by_their_lists_each_with_what_to_write() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let page = desk.app.get_as(&desk.surveyor, &format!("{change}?with=statement.condition.1")).await;
    let condition = item(&page, &format!("{CONDITION}.codes"));
    assert!(condition.contains("<select ") && condition.contains("<option value=\"\">"), "{condition}");
    assert!(condition.contains("<option value=\"condition-poor\">差</option>"), "{condition}");
    assert!(condition.contains("选一级，再写看到了什么。"), "{condition}");
    assert!(item(&page, &format!("{CONDITION}.value.zh")).contains("墙脚掏蚀"), "the worked example");
    // No word is needed beside a value that says it; the visit can be named.
    assert!(!item(&page, &format!("{CONDITION}.value.zh")).contains("class=\"needed\""));
    assert!(item(&page, &format!("{CONDITION}.survey")).contains("本次调查"), "{}", page.text());
    let english = format!("/en{change}?with=statement.condition.1");
    let page = desk.app.get_as(&desk.surveyor, &english).await;
    assert!(page.text().contains("Choose one grade, then write what was seen."), "{}", page.text());
    let page = desk.app.get_as(&desk.surveyor, &format!("{change}?with=statement.causes.1")).await;
    let causes = item(&page, &format!("{CAUSES}.codes"));
    assert!(causes.contains("type=\"checkbox\"") && !causes.contains("<select"), "{causes}");
    let lists = ["自然因素（2项）", "cause-flood", "cause-wind", "人为因素（1项）", "cause-neglect"];
    let places = lists.map(|said| words_at(causes, said));
    assert!(places.is_sorted(), "{places:?} {causes}");
    Ok(())
}

fn words_at(html: &str, said: &str) -> usize {
    // Numbers in sentences stand between marks of direction.
    let plain = html.replace(['\u{2068}', '\u{2069}'], "");
    plain.find(said).unwrap_or_else(|| panic!("no {said} in {plain}"))
}

#[tokio::test]
async fn what_is_chosen_says_itself_until_somebody_writes_more() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    // As a browser without scripts sends it: a blank before the boxes, and all fields along.
    let mut fields = of(CAUSES, &[("codes", ""), ("codes", "cause-flood"), ("codes", "cause-neglect")]);
    fields.extend(of(CAUSES, &[("value.zh", ""), ("value.en", ""), ("certainty", "lead")]));
    save(&desk, &change, &fields).await;
    let page = form(&desk, &change).await;
    assert_eq!(chosen(&page, &format!("{CAUSES}.codes")), ["cause-flood", "cause-neglect"]);
    assert_eq!(text(&page, &format!("{CAUSES}.value.zh")), "自然因素·水灾、人为因素·年久失修");
    let english = item(&page, &format!("{CAUSES}.value.en"));
    assert!(english.contains("value=\"Natural · flood, Human · long neglect\""), "{english}");
    // Another choice takes its words along, though the old ones are sent with it.
    let mut fields = of(CAUSES, &[("codes", ""), ("codes", "cause-flood")]);
    fields.extend(of(CAUSES, &[("value.zh", "自然因素·水灾、人为因素·年久失修"), ("certainty", "lead")]));
    save(&desk, &change, &fields).await;
    assert_eq!(text(&form(&desk, &change).await, &format!("{CAUSES}.value.zh")), "自然因素·水灾");
    // What a person writes is theirs.
    save(&desk, &change, &of(CAUSES, &[("value.zh", "山洪冲毁")])).await;
    let page = form(&desk, &change).await;
    let english = item(&page, &format!("{CAUSES}.value.en"));
    assert!(english.contains("value=\"\""), "the list's words would say something else: {english}");
    save(&desk, &change, &of(CAUSES, &[("codes", ""), ("codes", "cause-wind")])).await;
    let page = form(&desk, &change).await;
    assert_eq!(text(&page, &format!("{CAUSES}.value.zh")), "山洪冲毁");
    // Of the English alone too: the Chinese goes with the choice.
    save(&desk, &change, &of(CAUSES, &[("value.zh", ""), ("value.en", "washed away")])).await;
    save(&desk, &change, &of(CAUSES, &[("codes", ""), ("codes", "cause-wind")])).await;
    let page = form(&desk, &change).await;
    assert_eq!(text(&page, &format!("{CAUSES}.value.zh")), "自然因素·风灾");
    assert!(item(&page, &format!("{CAUSES}.value.en")).contains("value=\"washed away\""));
    assert_eq!(chosen(&page, &format!("{CAUSES}.codes")), ["cause-wind"]);
    // None is chosen: the blank before the boxes says so.
    save(&desk, &change, &of(CAUSES, &[("codes", "")])).await;
    assert_eq!(chosen(&form(&desk, &change).await, &format!("{CAUSES}.codes")), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn a_script_is_told_the_words() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let version = hidden(&form(&desk, &change).await, "version");
    let name = format!("{CONDITION}.codes");
    let answer = desk.save_by_script(&change, &version, &[(&name, "condition-poor")]).await;
    let told: Value = serde_json::from_str(answer.text())?;
    let filled = |name: &str| {
        let filled = told["filled"].as_array().into_iter().flatten();
        filled.filter(|one| one["name"] == name).map(|one| one["value"].clone()).next()
    };
    assert_eq!(filled(&format!("{CONDITION}.value.zh")), Some("差".into()), "{told}");
    assert_eq!(filled(&format!("{CONDITION}.value.en")), Some("poor".into()), "{told}");
    // What was written meanwhile is not written over.
    let version = told["version"].as_str().unwrap_or_default();
    let own = format!("{CONDITION}.value.zh");
    let answer = desk.save_by_script(&change, version, &[(&own, "墙已塌"), (&name, "condition-good")]).await;
    let told: Value = serde_json::from_str(answer.text())?;
    assert!(!told["filled"].to_string().contains("value.zh"), "{told}");
    assert_eq!(text(&form(&desk, &change).await, &own), "墙已塌");
    Ok(())
}

#[tokio::test]
async fn a_value_that_is_unknown_stands_on_the_form_until_it_is_taken_out() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let mut fields = of(CONDITION, &[("codes", "condition-fair"), ("value.zh", "一般")]);
    fields.extend(of(CONDITION, &[("certainty", "reported"), ("sources", "example-daily")]));
    fields.extend(of("beta/statement.wall.1", &[("codes", "condition-good"), ("value.zh", "残")]));
    // Whole otherwise: of what cannot be made a record only its gaps are told.
    fields.extend(of("beta/statement.wall.1", &[("certainty", "reported"), ("sources", "example-daily")]));
    save(&desk, &change, &fields).await;
    let page = form(&desk, &change).await;
    let field = item(&page, &format!("{CONDITION}.codes"));
    assert_eq!(chosen(&page, &format!("{CONDITION}.codes")), ["condition-fair"]);
    assert!(
        words(field).replace(['\u{2068}', '\u{2069}'], "").contains("词表里这一项没有“condition-fair”"),
        "{field}"
    );
    // The checks lead to it.
    assert!(page.text().contains("href=\"#f-beta-statement-condition-1-codes\""), "{}", page.text());
    // Also at a property that has none.
    assert_eq!(chosen(&page, "beta/statement.wall.1.codes"), ["condition-good"]);
    // Sent back as the form has it, it stays; two of which one may stand are boxes, so that one can be taken out.
    save(&desk, &change, &of(CONDITION, &[("codes", "condition-fair")])).await;
    assert_eq!(chosen(&form(&desk, &change).await, &format!("{CONDITION}.codes")), ["condition-fair"]);
    save(&desk, &change, &of(CONDITION, &[("codes", "condition-good"), ("codes", "condition-poor")])).await;
    let page = form(&desk, &change).await;
    assert!(item(&page, &format!("{CONDITION}.codes")).contains("type=\"checkbox\""));
    assert_eq!(chosen(&page, &format!("{CONDITION}.codes")), ["condition-good", "condition-poor"]);
    assert!(item(&page, &format!("{CONDITION}.codes")).contains("只能选一个"));
    Ok(())
}

#[tokio::test]
async fn what_was_chosen_is_reviewed_in_words_and_shown_to_everybody() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let receipt = change.rsplit('/').next().unwrap_or_default().to_owned();
    let (visit, source) = (format!("s{receipt}"), format!("survey-{receipt}"));
    let mut fields =
        of(CONDITION, &[("codes", "condition-poor"), ("value.zh", "墙脚掏蚀"), ("certainty", "established")]);
    fields
        .extend([(format!("{CONDITION}.sources"), source.as_str()), (format!("{CONDITION}.survey"), &visit)]);
    fields.extend(of(CAUSES, &[("codes", ""), ("codes", "cause-wind"), ("certainty", "established")]));
    fields.push((format!("{CAUSES}.sources"), &source));
    fields.push((format!("beta/survey.{visit}.date"), "2026-04-12"));
    fields.push((format!("beta/survey.{visit}.surveyors"), "张三"));
    save(&desk, &change, &fields).await;
    let version = hidden(&form(&desk, &change).await, "version");
    let review = leads_to(
        &desk.app.post_as(&desk.surveyor, &format!("{change}/submit"), &[("version", &version)]).await,
    );
    let page = desk.app.get_as(&desk.approver, &review).await;
    assert!(
        page.text().contains("<ins>差</ins>") && page.text().contains("<ins>本次调查</ins>"),
        "{}",
        page.text()
    );
    assert!(!page.text().contains("<ins>condition-poor</ins>"));
    let version = hidden(&page, "version");
    leads_to(&desk.app.post_as(&desk.approver, &review, &[("version", &version), ("do", "publish")]).await);
    desk.app.catch_up().await?;
    let page = desk.app.page("/villages/beta").await;
    let facts = page.split("id=\"f-condition\"").nth(1).unwrap_or_default();
    assert!(facts.contains("<p class=\"coded\"><span>差</span></p>"), "{facts}");
    assert!(words(facts).contains("2026年4月12日，张三所见"), "{facts}");
    // Words that were made of the values are not said twice.
    let causes = page.split("id=\"f-causes\"").nth(1).unwrap_or_default();
    assert_eq!(
        causes.split("id=\"f-").next().unwrap_or_default().matches("自然因素·风灾").count(),
        1,
        "{causes}"
    );
    let csv = desk.app.get("/compare.csv?ids=beta,alpha").await;
    assert!(csv.text().contains("墙脚掏蚀,差 [condition-poor],"), "{}", csv.text());
    assert!(csv.text().contains("自然因素·风灾 [cause-wind]"), "{}", csv.text());
    let csv = desk.app.get("/en/compare.csv?ids=beta,alpha").await;
    assert!(csv.text().contains("poor [condition-poor]"), "{}", csv.text());
    let compare = desk.app.page("/compare?ids=beta,alpha").await;
    assert!(compare.contains("<p class=\"coded\"><span>差</span></p>"), "{compare}");
    for (asked, found) in
        [("/search?q=保存状况 差", true), ("/en/search?q=wind", true), ("/search?q=水灾", false)]
    {
        let page = desk.app.get(&asked.replace(' ', "%20")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.text().contains("/villages/beta"), found, "{asked}: {}", page.text());
    }
    Ok(())
}
