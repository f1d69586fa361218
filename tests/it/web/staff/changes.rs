//! A survey from the form to the public page and back, as browsers send it, with and without scripts.

use axum::http::{Method, StatusCode};
use baozhai::people::Role;
use baozhai::store::PurgedText;

use super::super::app::Answer;
use super::super::{Outcome, TestApp};
use super::{FORM, encoded};

/// The value of a hidden field of a page.
pub(super) fn hidden(page: &Answer, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    let value = page.text().split(&mark).nth(1).and_then(|rest| rest.split('"').next());
    value.unwrap_or_default().to_owned()
}

/// Where an answer leads.
pub(super) fn leads_to(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

pub(super) struct Desk {
    pub(super) app: TestApp,
    pub(super) surveyor: String,
    pub(super) approver: String,
}

impl Desk {
    pub(super) async fn start() -> anyhow::Result<Self> {
        Self::over(TestApp::start().await?).await
    }

    /// The same over a site that is set up otherwise.
    pub(super) async fn over(app: TestApp) -> anyhow::Result<Self> {
        let surveyor = app.with_member("li", Role::Surveyor).await?;
        let approver = app.with_member("chief", Role::Approver).await?;
        Ok(Self { app, surveyor, approver })
    }

    /// A change of a village, begun by the surveyor: its address.
    pub(super) async fn begin(&self, village: &str) -> String {
        let fields = [("template", "fort"), ("village", village)];
        leads_to(&self.app.post_as(&self.surveyor, "/staff/changes/new", &fields).await)
    }

    pub(super) async fn save(&self, change: &str, fields: &[(&str, &str)]) -> Answer {
        let form = self.app.get_as(&self.surveyor, change).await;
        let version = hidden(&form, "version");
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        self.app.post_as(&self.surveyor, change, &all).await
    }

    /// What a script sends, and is told.
    pub(super) async fn save_by_script(
        &self,
        change: &str,
        version: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let mut all = vec![("version", version)];
        all.extend(fields);
        let headers = [
            ("cookie", self.surveyor.as_str()),
            ("content-type", FORM),
            ("sec-fetch-site", "same-origin"),
            ("accept", "application/json"),
        ];
        self.app.send(Method::POST, change, &headers, &encoded(&all)).await
    }
}

#[tokio::test]
async fn a_survey_is_filled_in_submitted_reviewed_published_and_taken_back() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let form = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(form.text().contains("name=\"beta/name.zh\""), "{}", form.text());
    let receipt = change.rsplit('/').next().unwrap_or_default().to_owned();
    let visit = format!("beta/survey.s{receipt}");
    let saved = desk
        .save(
            &change,
            &[
                (&format!("{visit}.date"), "2026/04/12"),
                (&format!("{visit}.surveyors"), "张三、李四"),
                ("beta/statement.wall.1.value.zh", "北墙存一段"),
                ("beta/statement.wall.1.certainty", "established"),
                ("beta/statement.wall.1.sources", ""),
                ("beta/statement.wall.1.sources", &format!("survey-{receipt}")),
                ("beta/statement.wall.1.measure.1.measure", "wall_height"),
                ("beta/statement.wall.1.measure.1.value", "４.２"),
                ("add", "beta/place.gate"),
            ],
        )
        .await;
    let with = leads_to(&saved);
    assert!(with.contains("with=place.gate.1"), "{with}");
    let page = desk.app.get_as(&desk.surveyor, with.split('#').next().unwrap_or_default()).await;
    assert!(page.text().contains("name=\"beta/place.gate.1.lon\""), "the added place is asked for");
    assert!(page.text().contains("北墙存一段"));
    // The page that everybody sees has none of it yet; the preview has.
    assert!(!desk.app.page("/villages/beta").await.contains("北墙存一段"));
    let preview = desk.app.get_as(&desk.surveyor, &format!("{change}/preview/beta")).await;
    assert!(preview.text().contains("北墙存一段") && preview.text().contains("4.2"), "{}", preview.text());
    assert_eq!(preview.header("cache-control"), "no-store");
    // With the visit that it cites, as it will be among the sources.
    assert!(preview.text().contains("实地调查"), "{}", preview.text());
    let version = hidden(&page, "version");
    let submitted = desk
        .app
        .post_as(&desk.surveyor, &format!("{change}/submit"), &[("version", &version), ("note", "请审")])
        .await;
    let review = leads_to(&submitted);
    // Nobody approves their own work, and a surveyor nobody's.
    let own = desk.app.post_as(&desk.surveyor, &review, &[("do", "publish")]).await;
    assert_eq!(own.status, StatusCode::NOT_FOUND);
    let queue = desk.app.get_as(&desk.approver, "/staff/changes").await;
    assert!(queue.text().contains(&receipt), "{}", queue.text());
    let page = desk.app.get_as(&desk.approver, &review).await;
    assert!(page.text().contains("北墙存一段") && page.text().contains("请审"), "{}", page.text());
    let decide = async |fields: &[(&str, &str)]| {
        let version = hidden(&desk.app.get_as(&desk.approver, &review).await, "version");
        let mut all = vec![("version", version.as_str())];
        all.extend(fields);
        desk.app.post_as(&desk.approver, &review, &all).await
    };
    let wordless = decide(&[("do", "return")]).await;
    assert_eq!(wordless.status, StatusCode::UNPROCESSABLE_ENTITY);
    leads_to(&decide(&[("do", "return"), ("comment:beta/statement.wall.1.value.zh", "哪一段？")]).await);
    let form = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(form.text().contains("哪一段？"));
    let again = [("beta/statement.wall.1.value.zh", "北墙存西段")];
    leads_to(&desk.save(&change, &again).await);
    let version = hidden(&desk.app.get_as(&desk.surveyor, &change).await, "version");
    leads_to(&desk.app.post_as(&desk.surveyor, &format!("{change}/submit"), &[("version", &version)]).await);
    let unseen = desk.app.post_as(&desk.approver, &review, &[("do", "publish")]).await;
    assert_eq!(unseen.status, StatusCode::BAD_REQUEST, "what was not looked at is not published");
    leads_to(&decide(&[("do", "publish")]).await);
    for who in [&desk.approver, &desk.surveyor] {
        let over = desk.app.get_as(who, "/staff/changes?list=published").await;
        assert!(over.text().contains(&receipt), "{}", over.text());
    }
    let public = desk.app.page("/villages/beta").await;
    assert!(public.contains("北墙存西段") && public.contains("实地调查"), "{public}");
    let history = desk.app.get_as(&desk.approver, "/staff/records/beta/history").await;
    assert!(history.text().contains(&receipt) && history.text().contains("chief"), "{}", history.text());
    let log = desk.app.with_member("root", Role::Administrator).await?;
    let log = desk.app.get_as(&log, "/staff/audit").await;
    assert!(log.text().contains(&receipt), "{}", log.text());
    leads_to(&decide(&[("do", "undo"), ("note", "弄错")]).await);
    assert!(!desk.app.page("/villages/beta").await.contains("北墙存西段"));
    let reverted = desk.app.post_as(&desk.approver, "/staff/records/beta/revert", &[("number", "2")]).await;
    leads_to(&reverted);
    assert!(desk.app.page("/villages/beta").await.contains("北墙存西段"));
    let withdraw = [("part", "record"), ("reason", "privacy")];
    leads_to(&desk.app.post_as(&desk.approver, "/staff/records/beta/withdraw", &withdraw).await);
    assert_eq!(desk.app.get("/villages/beta").await.status, StatusCode::GONE);
    Ok(())
}

#[tokio::test]
async fn a_script_saves_field_by_field_and_is_told_of_others() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let first = hidden(&desk.app.get_as(&desk.surveyor, &change).await, "version");
    let one = desk.save_by_script(&change, &first, &[("beta/note.zh", "一")]).await;
    assert_eq!(one.status, StatusCode::OK, "{}", one.text());
    let told: serde_json::Value = serde_json::from_str(one.text())?;
    assert_eq!(told["conflicts"].as_array().map(Vec::len), Some(0));
    let second = told["version"].as_str().unwrap_or_default().to_owned();
    assert_ne!(second, first);
    // Another window that was opened before writes the same field.
    let stale = desk.save_by_script(&change, &first, &[("beta/note.zh", "二")]).await;
    let told: serde_json::Value = serde_json::from_str(stale.text())?;
    assert_eq!(told["conflicts"][0]["theirs"], "一", "{told}");
    // Whoever sends it again having seen both means it.
    let version = told["version"].as_str().unwrap_or_default().to_owned();
    let meant = desk.save_by_script(&change, &version, &[("beta/note.zh", "二")]).await;
    let told: serde_json::Value = serde_json::from_str(meant.text())?;
    assert_eq!(told["conflicts"].as_array().map(Vec::len), Some(0), "{told}");
    let refused = desk.save_by_script(&change, &version, &[("gamma/name.zh", "三")]).await;
    assert_eq!(refused.status, StatusCode::BAD_REQUEST);
    let told: serde_json::Value = serde_json::from_str(refused.text())?;
    assert!(told["title"].as_str().is_some_and(|title| title.contains("没有")), "{told}");
    let nobody = [("content-type", FORM), ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    let signed_out = desk.app.send(Method::POST, &change, &nobody, "version=1.1").await;
    assert_eq!(signed_out.status, StatusCode::UNAUTHORIZED);
    Ok(())
}

#[tokio::test]
async fn what_is_others_is_not_there_until_it_is_given_out() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let other = desk.app.with_member("wang", Role::Surveyor).await?;
    for path in [
        change.clone(),
        format!("{change}/review"),
        format!("{change}/slip"),
        format!("{change}/preview/beta"),
    ] {
        assert_eq!(desk.app.get_as(&other, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let taken =
        desk.app.post_as(&other, "/staff/changes/new", &[("template", "fort"), ("village", "beta")]).await;
    assert_eq!(taken.status, StatusCode::CONFLICT);
    assert!(taken.text().contains("/join"), "{}", taken.text());
    leads_to(&desk.app.post_as(&other, &format!("{change}/join"), &[]).await);
    assert_eq!(desk.app.get_as(&other, &change).await.status, StatusCode::OK);
    for id in ["20261124-999", "x", "20261124-001%2F..", "99999999-001"] {
        let path = format!("/staff/changes/{id}");
        assert_eq!(desk.app.get_as(&desk.surveyor, &path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_village_that_is_not_listed_gets_an_id_by_its_sound() -> Outcome {
    let desk = Desk::start().await?;
    let fields = [("template", "fort"), ("village", ""), ("village_name", "张家堡")];
    let change = leads_to(&desk.app.post_as(&desk.surveyor, "/staff/changes/new", &fields).await);
    let form = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(form.text().contains("name=\"zhangjiabu/name.zh\""), "{}", form.text());
    let again = leads_to(&desk.app.post_as(&desk.surveyor, "/staff/changes/new", &fields).await);
    let form = desk.app.get_as(&desk.surveyor, &again).await;
    assert!(form.text().contains("name=\"zhangjiabu-2/name.zh\""), "{}", form.text());
    let blank = [("template", "fort"), ("village", ""), ("village_name", "")];
    let refused = desk.app.post_as(&desk.surveyor, "/staff/changes/new", &blank).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    Ok(())
}

#[tokio::test]
async fn every_page_of_changes_is_whole_in_both_languages() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("alpha").await;
    for path in [
        "/staff/changes",
        "/staff/changes/new",
        &change,
        &format!("{change}/review"),
        &format!("{change}/slip"),
        "/staff/records/alpha/history",
    ] {
        for prefix in ["", "/en"] {
            let page = desk.app.get_as(&desk.approver, &format!("{prefix}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{prefix}{path}");
            // A text that is missing shows its key.
            for family in [
                "field-",
                "section-",
                "change-is",
                "change-template",
                "queue-",
                "review-",
                "history-",
                "act-",
                "check-",
                "place-role",
                "datum-",
                "position-",
            ] {
                let shown = page.text().split('>').filter_map(|part| part.split('<').next()).map(str::trim);
                let keys: Vec<&str> = shown.filter(|text| text.starts_with(family)).collect();
                assert!(keys.is_empty(), "{prefix}{path}: {keys:?}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_photo_takes_the_place_of_a_stand_in_and_is_seen_before_anybody_else_sees_it() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("alpha").await;
    let receipt = change.rsplit('/').next().unwrap_or_default().to_owned();
    let bytes: &[u8] = include_bytes!("../../../fixtures/archives/small/photos/gamma/gamma-01.png");
    let sha256 = desk.app.keep(bytes).await?;
    let picture = serde_json::json!({
        "sha256": sha256, "media_type": "image/png", "width_px": 120, "height_px": 80, "bytes": bytes.len(),
        "placeholder": "data:image/webp;base64,UklGRg==",
    });
    let person = baozhai::changes::Person { name: "li".to_owned(), shown: "li".to_owned(), address: None };
    let id = baozhai::changes::ChangeId::parse(&receipt).ok_or_else(|| anyhow::anyhow!("a receipt"))?;
    desk.app.changes.add_photo(&id, &person, &serde_json::from_value(picture)?).await?;
    let form = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(form.text().contains("name=\"new-1/caption.zh\""), "{}", form.text());
    assert!(form.text().contains("/photos/new-1"), "its small picture");
    let filled = [
        ("new-1/element", "gate"),
        ("new-1/caption.zh", "堡门外侧"),
        ("new-1/alt.zh", "夯土墙中开一拱门"),
        ("new-1/replaces", "alpha-01"),
        ("take", "new-1/taken=2026-04-12"),
    ];
    leads_to(&desk.save(&change, &filled).await);
    // Nothing that was said of the drawing is said of the photograph.
    let preview = desk.app.get_as(&desk.surveyor, &format!("{change}/preview/new-1")).await;
    assert_eq!(preview.status, StatusCode::OK);
    assert!(preview.text().contains("堡门外侧"), "{}", preview.text());
    let at = format!("{change}/pictures/alpha-01");
    assert!(preview.text().contains(&at), "{}", preview.text());
    let path =
        preview.text().split(&at).nth(1).and_then(|rest| rest.split([' ', '"']).next()).unwrap_or_default();
    let picture = desk.app.get_as(&desk.surveyor, &format!("{at}{path}")).await;
    assert_eq!((picture.status, picture.header("cache-control")), (StatusCode::OK, "no-store"), "{path}");
    let nobody = desk.app.get(&format!("{at}{path}")).await;
    assert_eq!(nobody.status, StatusCode::SEE_OTHER);
    let version = hidden(&desk.app.get_as(&desk.surveyor, &change).await, "version");
    let submitted =
        desk.app.post_as(&desk.surveyor, &format!("{change}/submit"), &[("version", &version)]).await;
    let review = leads_to(&submitted);
    let page = desk.app.get_as(&desk.approver, &review).await;
    assert!(page.text().contains("is-replaced"), "{}", page.text());
    let version = hidden(&page, "version");
    leads_to(&desk.app.post_as(&desk.approver, &review, &[("version", &version), ("do", "publish")]).await);
    let public = desk.app.page("/photos/alpha-01").await;
    assert!(public.contains("堡门外侧") && public.contains("2026年4月12日"), "{public}");
    // The drawing stays in its history.
    assert!(!desk.app.page("/photos/alpha-01@1").await.contains("堡门外侧"));
    let info = desk.app.get("/iiif/image/3/alpha-01_2/info.json").await;
    assert!(info.text().contains("120"), "{}", info.text());
    Ok(())
}

/// Of a record without words its history is left, which says when they went, and nothing can be made of it again.
#[tokio::test]
async fn the_history_of_a_purged_text_says_so() -> Outcome {
    let desk = Desk::start().await?;
    let gone = serde_json::json!([{ "record": "gamma", "date": "2026-11-28", "reason": "privacy" }]);
    desk.app.withdraw(gone).await?;
    let text = PurgedText { key: "gamma".parse()?, number: 1, on: "2026-11-28".to_owned() };
    desk.app.records.purge_texts(&[text]).await?;
    let history = desk.app.get_as(&desk.approver, "/en/staff/records/gamma/history").await;
    assert_eq!(history.status, StatusCode::OK);
    assert!(history.text().contains("Text removed on"), "{}", history.text());
    let reverted = desk.app.post_as(&desk.approver, "/staff/records/gamma/revert", &[("number", "1")]).await;
    assert_eq!(reverted.status, StatusCode::GONE, "{}", reverted.text());
    Ok(())
}

#[tokio::test]
async fn what_has_not_come_is_waited_for_or_given_up_before_a_survey_is_given_out() -> Outcome {
    let desk = Desk::start().await?;
    let change = desk.begin("beta").await;
    let id = baozhai::changes::ChangeId::parse(change.rsplit('/').next().unwrap_or_default());
    let id = id.ok_or_else(|| anyhow::anyhow!("a receipt"))?;
    let by = baozhai::changes::Person { name: "li".to_owned(), shown: "li".to_owned(), address: None };
    let sha256 = baozhai::store::Digest::of("a film");
    let named = [baozhai::uploads::Named { name: "IMG_1.jpg".to_owned(), size: 6, sha256 }];
    let promised = desk.app.uploads.promise(&id, &by, "手机一", &named).await?;
    leads_to(&desk.save(&change, &[("beta/note.zh", "新注")]).await);
    let form = desk.app.get_as(&desk.surveyor, &change).await;
    assert!(form.text().contains("手机一") && form.text().contains("IMG_1.jpg"), "{}", form.text());
    let submit = async || {
        let version = hidden(&desk.app.get_as(&desk.surveyor, &change).await, "version");
        desk.app.post_as(&desk.surveyor, &format!("{change}/submit"), &[("version", &version)]).await
    };
    let early = submit().await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("没有到"), "{}", early.text());
    let gone = format!("{}/", promised[0].promise.id);
    leads_to(&desk.save(&change, &[("remove", &gone)]).await);
    leads_to(&submit().await);
    Ok(())
}
