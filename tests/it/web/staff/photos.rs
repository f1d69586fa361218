//! Photos of a change as browsers have them: those that are published already on the form, and single photos in a review.

use axum::http::StatusCode;
use baozhai::changes::{ChangeId, Person};
use baozhai::people::Role;

use super::super::app::Answer;
use super::super::{Outcome, TestApp};

struct Desk {
    app: TestApp,
    surveyor: String,
    approver: String,
    change: String,
}

impl Desk {
    /// A change of `alpha`, which has three published photos.
    async fn start() -> anyhow::Result<Self> {
        let app = TestApp::start().await?;
        let surveyor = app.with_member("li", Role::Surveyor).await?;
        let approver = app.with_member("chief", Role::Approver).await?;
        let begun = [("template", "photos"), ("village", "alpha")];
        let change = led(&app.post_as(&surveyor, "/staff/changes/new", &begun).await);
        Ok(Self { app, surveyor, approver, change })
    }

    async fn form(&self, query: &str) -> String {
        self.app.get_as(&self.surveyor, &format!("{}{query}", self.change)).await.text().to_owned()
    }

    async fn save(&self, fields: &[(&str, &str)]) -> Answer {
        let version = hidden(&self.form("").await, "version");
        let all = [&[("version", version.as_str())], fields].concat();
        self.app.post_as(&self.surveyor, &self.change, &all).await
    }

    /// Brings a photo in, ready to be published.
    async fn bring(&self, (bytes, sides): (&'static [u8], (u32, u32)), name: &str) -> Outcome {
        let picture = serde_json::json!({
            "sha256": self.app.keep(bytes).await?, "media_type": "image/png", "width_px": sides.0, "height_px": sides.1,
            "bytes": bytes.len(), "placeholder": "data:image/webp;base64,UklGRg==",
        });
        let id = ChangeId::parse(self.change.rsplit('/').next().unwrap_or_default());
        let id = id.ok_or_else(|| anyhow::anyhow!("a receipt"))?;
        let by = Person { name: "li".to_owned(), shown: "li".to_owned(), address: None };
        self.app.changes.add_photo(&id, &by, &serde_json::from_value(picture)?).await?;
        let field = |field: &str| format!("{name}/{field}");
        let caption = format!("{name}的图注");
        let filled = [
            (&*field("element"), "gate"),
            (&*field("caption.zh"), &*caption),
            (&*field("alt.zh"), "夯土墙中开一拱门"),
        ];
        led(&self.save(&filled).await);
        Ok(())
    }

    /// Gives the change out; the address of its review.
    async fn submit(&self) -> String {
        let version = hidden(&self.form("").await, "version");
        let path = format!("{}/submit", self.change);
        led(&self.app.post_as(&self.surveyor, &path, &[("version", &version)]).await)
    }

    /// What a browser sends with all boxes that are ticked on a page but those of `without`, and more.
    async fn decide(&self, review: &str, act: &str, without: &[&str], more: &[(&str, &str)]) -> Answer {
        let page = self.app.get_as(&self.approver, review).await.text().to_owned();
        let version = hidden(&page, "version");
        let ticked = boxes(&page);
        let mut all = vec![("version", version.as_str()), ("chosen", "1"), ("do", act)];
        all.extend(
            ticked
                .iter()
                .filter(|name| !without.contains(&name.as_str()))
                .map(|name| ("approve", name.as_str())),
        );
        all.extend(more);
        self.app.post_as(&self.approver, review, &all).await
    }
}

const PNG: (&[u8], (u32, u32)) =
    (include_bytes!("../../../fixtures/archives/small/photos/gamma/gamma-01.png"), (120, 80));
const OTHER: (&[u8], (u32, u32)) =
    (include_bytes!("../../../fixtures/archives/small/photos/alpha/alpha-02.png"), (200, 320));

fn led(answer: &Answer) -> String {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.header("location").to_owned()
}

fn hidden(page: &str, name: &str) -> String {
    let mark = format!("name=\"{name}\" value=\"");
    page.split(&mark).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

/// The boxes of a review that are ticked.
fn boxes(page: &str) -> Vec<String> {
    let found = page.split("name=\"approve\" value=\"").skip(1).filter_map(|rest| rest.split_once('"'));
    found.filter(|(_, rest)| rest.starts_with(" checked")).map(|(name, _)| name.to_owned()).collect()
}

/// The part of a page that begins with `mark` and ends before `end`.
fn part<'p>(page: &'p str, mark: &str, end: &str) -> &'p str {
    page.split_once(mark).map_or("", |(_, rest)| rest.split(end).next().unwrap_or_default())
}

#[tokio::test]
async fn published_photos_stand_on_the_form_and_are_opened_one_by_one() -> Outcome {
    let desk = Desk::start().await?;
    let form = desk.form("").await;
    assert!(form.contains("已发布的照片3张"), "{form}");
    let line = part(&form, "id=\"photo-alpha-02\"", "</li>");
    assert!(line.contains("甲堡南门") && line.contains("实景") && line.contains("/alpha-02"), "{line}");
    assert!(part(&form, "id=\"photo-alpha-03\"", "</li>").contains("示意图"));
    assert!(line.contains("/staff/records/alpha-02/history") && !line.contains("/withdraw"), "{line}");
    // None is sent with its fields, and whoever may withdraw finds the way.
    assert!(!form.contains("name=\"alpha-02/"), "{form}");
    let chief = desk.app.get_as(&desk.approver, &desk.change).await;
    assert!(chief.text().contains("/staff/records/alpha-02/withdraw"));
    // A press opens one, and what was typed beside it is saved.
    let receipt = desk.change.rsplit('/').next().unwrap_or_default();
    let date = format!("alpha/survey.s{receipt}.date");
    let to = led(&desk.save(&[(&date, "2026-04-12"), ("open", "alpha-02")]).await);
    assert!(to.ends_with("?with=alpha-02#photo-alpha-02"), "{to}");
    let form = desk.form("?with=alpha-02").await;
    assert!(form.contains("value=\"2026-04-12\"") && form.contains("id=\"published\" open"), "{form}");
    assert!(form.contains("name=\"alpha-02/caption.zh\"") && !form.contains("name=\"alpha-03/caption.zh\""));
    // What is altered stays open, with what is published beside it; a check leads to its field.
    led(&desk.save(&[("alpha-02/caption.zh", "甲堡南门外侧"), ("alpha-02/taken", "2099")]).await);
    let form = desk.form("").await;
    let card = part(&form, "id=\"photo-alpha-02\"", "</li>");
    assert!(card.contains("value=\"甲堡南门外侧\""), "{card}");
    assert!(
        part(card, "class=\"live\"", "</details>").contains("<p lang=\"zh-Hans\">甲堡南门</p>"),
        "{card}"
    );
    assert!(
        form.contains("href=\"#f-alpha-02-taken\"") && form.contains("id=\"f-alpha-02-taken\""),
        "{form}"
    );
    // Given up, nothing is left of it.
    led(&desk.save(&[("remove", "alpha-02/")]).await);
    assert!(!desk.form("").await.contains("name=\"alpha-02/"));
    Ok(())
}

#[tokio::test]
async fn a_published_photo_that_two_write_is_a_conflict_like_any_other() -> Outcome {
    let desk = Desk::start().await?;
    let version = hidden(&desk.form("?with=alpha-02").await, "version");
    led(&desk.save(&[("alpha-02/caption.zh", "一")]).await);
    let late = [("version", version.as_str()), ("alpha-02/caption.zh", "二")];
    let told = desk.app.post_as(&desk.surveyor, &desk.change, &late).await;
    assert_eq!(told.status, StatusCode::CONFLICT);
    let card = part(told.text(), "id=\"photo-alpha-02\"", "</li>");
    assert!(
        card.contains("class=\"conflict\"") && card.contains("value=\"一\"") && card.contains("value=\"二\"")
    );
    Ok(())
}

#[tokio::test]
async fn a_photo_that_is_replaced_in_the_change_is_not_opened_beside_it() -> Outcome {
    let desk = Desk::start().await?;
    desk.bring(PNG, "new-1").await?;
    led(&desk.save(&[("new-1/replaces", "alpha-01")]).await);
    let form = desk.form("?with=alpha-01").await;
    let line = part(&form, "id=\"photo-alpha-01\"", "</li>");
    assert!(line.contains("此单用新照片1换下它") && !line.contains("name=\"open\""), "{line}");
    assert!(!form.contains("name=\"alpha-01/caption.zh\""));
    assert!(
        part(&form, "id=\"photo-new-1\"", "</li>").contains("/photos/new-1\""),
        "its small picture is shown"
    );
    Ok(())
}

#[tokio::test]
async fn a_photo_is_left_out_with_a_comment_and_the_rest_says_so() -> Outcome {
    let desk = Desk::start().await?;
    desk.bring(PNG, "new-1").await?;
    desk.bring(OTHER, "new-2").await?;
    led(&desk.save(&[("alpha-02/caption.zh", "甲堡南门外侧")]).await);
    let review = desk.submit().await;
    let page = desk.app.get_as(&desk.approver, &review).await;
    let ticked = boxes(page.text());
    for name in ["new-1/", "new-2/", "alpha-02/", "new-2/caption.zh", "alpha-02/caption.zh"] {
        assert!(ticked.iter().any(|ticked| ticked == name), "{name} in {ticked:?}");
        assert!(page.text().contains(&format!("name=\"comment:{name}\"")), "{name}");
    }
    // One box leaves the whole photo out, whatever is ticked of its fields.
    let dark = [("comment:new-2/", "太暗，请重拍"), ("note", "其余先发")];
    let published = led(&desk.decide(&review, "publish", &["new-2/"], &dark).await);
    assert!(desk.app.page("/photos/alpha-02").await.contains("甲堡南门外侧"));
    assert!(desk.app.page("/photos/alpha-04").await.contains("new-1的图注"));
    assert_eq!(desk.app.get("/photos/alpha-05").await.status, StatusCode::NOT_FOUND);
    let rest = format!("{}-2", desk.change);
    let receipt = rest.rsplit('/').next().unwrap_or_default();
    for (who, path) in
        [(&desk.approver, published.as_str()), (&desk.surveyor, "/staff/changes?list=published")]
    {
        let page = desk.app.get_as(who, path).await;
        assert!(page.text().contains(&format!("其余1张照片留在{receipt}")), "{path}: {}", page.text());
        assert!(page.text().contains(&format!("href=\"{rest}/review\"")), "{path}");
    }
    let receipt = desk.app.get_as(&desk.approver, &published).await;
    assert!(receipt.text().contains("<b>新照片2</b>"), "what was said of it is told of that photo");
    let queue = desk.app.get_as(&desk.surveyor, "/staff/changes?list=returned").await;
    assert!(queue.text().contains("其余1张照片留在此单"), "{}", queue.text());
    let form = desk.app.get_as(&desk.surveyor, &rest).await;
    assert!(form.text().contains("其余1张照片留在此单"));
    let card = part(form.text(), "id=\"photo-new-2\"", "</li>");
    assert!(card.contains("太暗，请重拍") && card.contains("value=\"new-2的图注\""), "{card}");
    assert_eq!(form.text().matches("其余先发").count(), 1, "what is said once stands there once");
    assert!(!form.text().contains("name=\"new-1/"));
    // A review that was open before still finds its picture.
    for path in [format!("{rest}/photos/new-2"), format!("{}/photos/new-2", desk.change)] {
        let picture = desk.app.get_as(&desk.surveyor, &path).await;
        assert_eq!(picture.status, StatusCode::OK, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_part_that_cannot_stand_alone_is_told_and_nothing_that_was_chosen_or_written_is_lost() -> Outcome {
    let desk = Desk::start().await?;
    desk.bring(PNG, "new-1").await?;
    let review = desk.submit().await;
    let more = [("comment:new-1/", "请看"), ("note", "一部分"), ("in_place_of", "王五")];
    let refused = desk.decide(&review, "approve", &["new-1/caption.zh"], &more).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = refused.text();
    assert!(page.contains("不能单独发布") && page.contains("#f-new-1-caption-zh"), "{page}");
    assert!(
        !boxes(page).contains(&"new-1/caption.zh".to_owned()) && boxes(page).contains(&"new-1/".to_owned())
    );
    assert!(
        page.contains("\n请看</textarea>")
            && page.contains("\n一部分</textarea>")
            && page.contains("value=\"王五\"")
    );
    // Nothing ticked is nothing published, not all of it.
    let ticked = boxes(desk.app.get_as(&desk.approver, &review).await.text());
    let none: Vec<&str> = ticked.iter().map(String::as_str).collect();
    let refused = desk.decide(&review, "publish", &none, &[]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.app.get("/photos/alpha-04").await.status, StatusCode::NOT_FOUND);
    Ok(())
}

#[tokio::test]
async fn values_and_messages_in_another_language_than_the_page_say_so() -> Outcome {
    let desk = Desk::start().await?;
    led(&desk
        .save(&[
            ("alpha-02/caption.zh", "南门外侧"),
            ("alpha-02/caption.en", "From outside"),
            ("alpha-02/taken", "2025"),
        ])
        .await);
    let review = desk.submit().await;
    let page = desk.app.get_as(&desk.approver, &format!("/en{review}")).await;
    assert!(page.text().contains("<p class=\"text\" lang=\"zh-Hans\">"), "{}", page.text());
    assert!(page.text().contains("<p class=\"text\" lang=\"en\">"));
    assert!(page.text().contains("<p class=\"text\"><"), "a date is of no language");
    led(&desk.decide(&review, "publish", &[], &[("note", "已核对现场")]).await);
    let history = desk.app.get_as(&desk.approver, "/en/staff/records/alpha-02/history").await;
    assert!(
        history.text().contains("<p class=\"message\" lang=\"zh-Hans\">已核对现场</p>"),
        "{}",
        history.text()
    );
    let root = desk.app.with_member("root", Role::Administrator).await?;
    let audit = desk.app.get_as(&root, "/en/staff/audit").await;
    assert!(audit.text().contains("<span lang=\"zh-Hans\">已核对现场</span>"), "{}", audit.text());
    let log = desk.app.get_as(&desk.approver, &format!("/en{review}")).await;
    assert!(log.text().contains("<span lang=\"zh-Hans\">已核对现场</span>"), "{}", log.text());
    Ok(())
}
