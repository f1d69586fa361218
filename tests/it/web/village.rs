//! `/villages/{id}` and its revisions.

use axum::http::StatusCode;

use super::html::{piece, values, words};
use super::{Outcome, TestApp};
use crate::archives::edit;

#[tokio::test]
async fn surveys_stand_as_a_timeline_from_two_on() -> Outcome {
    let app = TestApp::start().await?;
    assert!(!app.page("/villages/alpha").await.contains("class=\"timeline\""));
    let earlier = "\"surveys\":[";
    let later = "\"surveys\":[{\"id\":\"later\",\"date\":\"2026-09-01\",\"surveyors\":[\"王五\"]},";
    app.rewrite("alpha", earlier, later).await?;
    app.catch_up().await?;
    let html = app.page("/villages/alpha").await;
    let timeline = words(&html[html.find("class=\"timeline\"").unwrap_or_default()..]);
    assert!(timeline.find("2026年4月") < timeline.find("2026年9月1日"), "{timeline}");
    assert!(timeline.contains("张三、李四") && timeline.contains("王五"), "{timeline}");
    Ok(())
}

#[tokio::test]
async fn a_village_shows_what_is_known_and_how_surely() -> Outcome {
    let app = TestApp::start().await?;
    let chinese = words(&app.page("/villages/alpha").await);
    for shown in [
        "甲堡村",
        "Jiǎbǔ Cūn",
        "北镇",
        "样例条目，并无此村",
        "报道列为有堡寨遗存的古村",
        "据报道",
        "有据",
        "待核实",
        "未查到",
        "旧称金城堡",
        "样例名录",
        "6.5 m",
        "北墙西端",
        "网帖所记，未见实测",
        "990001001201",
        "邻县另有甲堡村",
        "位置未测",
        "依邻村推定",
        "自由进出",
        "样例调查",
        "张三",
        "2026年4月",
        "2026年11月24日",
        "CC BY 4.0",
    ] {
        assert!(chinese.contains(shown), "{shown} is not in {chinese}");
    }
    let english = words(&app.page("/en/villages/alpha").await);
    for shown in [
        "Alpha Village",
        "North Town",
        "Named in the report",
        "Formerly Jincheng Fort",
        "Worked out from the next village",
        "Where it lies",
        "April 2026",
        "24 November 2026",
    ] {
        assert!(english.contains(shown), "{shown} is not in {english}");
    }
    Ok(())
}

#[tokio::test]
async fn what_the_point_stands_for_is_said_where_it_is_recorded_and_the_point_may_be_told() -> Outcome {
    let app = TestApp::start().await?;
    assert!(!app.page("/villages/alpha").await.contains("所标的点："));
    app.rewrite("alpha", "\"method\":\"derived", "\"stands_for\":\"town\",\"method\":\"derived").await?;
    app.catch_up().await?;
    assert!(words(&app.page("/villages/alpha").await).contains("所标的点：乡镇的中心"));
    assert!(words(&app.page("/en/villages/alpha").await).contains("The point: the middle of the town"));
    app.rewrite("alpha", "\"public\":\"exact\"", "\"public\":\"1 km\"").await?;
    app.catch_up().await?;
    assert!(!app.page("/villages/alpha").await.contains("所标的点："));
    Ok(())
}

#[tokio::test]
async fn nobody_is_led_to_the_middle_of_a_circle_or_to_a_withheld_place() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/villages/alpha", "/en/villages/alpha"] {
        let page = app.page(page).await;
        for coordinate in ["110.696", "35.672", "110.69", "35.67"] {
            assert!(!page.contains(coordinate), "{coordinate}");
        }
        assert!(page.contains("https://uri.amap.com/search?keyword="));
    }
    Ok(())
}

#[tokio::test]
async fn the_town_of_a_search_is_only_one_that_is_established() -> Outcome {
    let app = TestApp::start().await?;
    assert!(words(&app.page("/villages/alpha").await).contains("河津市北镇甲堡村"));
    assert!(words(&app.page("/villages/gamma").await).contains("河津市丙村"));
    Ok(())
}

#[tokio::test]
async fn every_mark_leads_to_its_source_and_back() -> Outcome {
    let app = TestApp::start().await?;
    for page in
        ["/villages/alpha", "/en/villages/alpha", "/villages/gamma", "/", "/villages", "/villages/open"]
    {
        let html = app.page(page).await;
        let marks: Vec<&str> = html.split("class=\"note-mark\" id=\"").skip(1).collect();
        assert!(!marks.is_empty(), "{page}");
        let mut last = 0;
        for mark in &marks {
            let (id, rest) = mark.split_once('"').expect("an id");
            let number: usize = rest
                .split("href=\"#s")
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .unwrap_or("")
                .parse()?;
            assert!(id.starts_with(&format!("r{number}-")), "{page}: {id}");
            assert!(words(rest).starts_with(&number.to_string()) || rest.contains(&format!(">{number}</a>")));
            // Numbers come in the order in which sources are first named.
            assert!(number <= last + 1, "{page}: {number} after {last}");
            last = last.max(number);
            assert!(html.contains(&format!("<li id=\"s{number}\">")), "{page}: no source {number}");
        }
        assert_eq!(html.matches("<li id=\"s").count(), last, "{page}: a source nobody names");
    }
    let html = app.page("/villages/alpha").await;
    let backs: Vec<&str> = html.split("class=\"back\" href=\"#").skip(1).collect();
    assert!(backs.len() > 4);
    for back in backs {
        let id = back.split('"').next().unwrap_or_default();
        assert!(html.contains(&format!("class=\"note-mark\" id=\"{id}\"")), "{id}");
    }
    Ok(())
}

#[tokio::test]
async fn sources_are_cited_in_full_and_their_words_are_only_words() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/villages/alpha").await;
    assert!(html.contains("甲村古堡 &amp; &lt;新事&gt;") && !html.contains("<新事>"));
    assert!(words(&html).contains("张三、李四：《甲村古堡 & <新事>》，《样例日报》，2024年6月。"));
    assert!(values(&html, "href").contains(&"https://example.org/alpha?a=1&b=2".to_owned()));
    let english = words(&app.page("/en/villages/alpha").await);
    assert!(english.contains("[News of the Old Fort of Alpha]"), "{english}");
    Ok(())
}

#[tokio::test]
async fn prose_is_shown_without_anything_active_in_it() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/villages/alpha").await;
    assert!(html.contains("<strong>样例县</strong>"));
    assert!(html.contains("<h2 id=\"s-位置\">") && html.contains("<h2 id=\"s-位置-1\">"));
    assert!(html.contains("<a href=\"https://example.org/\" rel=\"noreferrer\">"));
    // The checks name such things; a text that came past them does no harm.
    let text = "甲堡<script>alert(1)</script>在[北](javascript:alert(1))，![图](https://example.org/x.jpg)<b onclick=x>";
    app.rewrite_text("alpha", text).await?;
    let html = app.page("/villages/alpha").await;
    assert!(words(&html).contains("甲堡alert(1)在北，图"));
    assert!(!html.contains("example.org/x.jpg") && !html.contains("onclick"));
    assert!(!html.contains("alert(1)</script>") && !html.contains("javascript:"));
    // These look like paths of the site, and lead a browser elsewhere.
    let away = "甲[一](//evil.example/a)乙[二](/\\\\evil.example/b)丙[三](/&#9;/evil.example/c)\n\n<div>夜航船</div>\n\n堡。";
    app.rewrite_text("alpha", away).await?;
    let html = app.page("/villages/alpha").await;
    assert!(words(&html).contains("甲一乙二丙三") && !html.contains("evil.example"), "{html}");
    assert!(!html.contains("<br />") && !html.contains("夜航船"), "{html}");
    Ok(())
}

#[tokio::test]
async fn a_village_of_which_nothing_is_known_has_a_page_that_asks() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/villages/beta", "/en/villages/beta"] {
        let html = app.page(page).await;
        assert!(html.contains("乙村"), "{page}");
        assert!(!html.contains("class=\"note-mark\"") && !html.contains("<picture>"), "{page}");
        assert!(html.contains("id=\"wanted\""), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn chinese_on_an_english_page_says_that_it_is_chinese() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/en/villages/gamma").await;
    assert!(html.contains("<span lang=\"zh-Hans\">只有中文的一句</span>"), "{html}");
    assert!(piece(&html, "<div class=\"prose\"", "</div>").contains("lang=\"zh-Hans\""));
    let chinese = app.page("/villages/gamma").await;
    assert!(!chinese.contains("<span lang=\"zh-Hans\">只有中文的一句"));
    Ok(())
}

#[tokio::test]
async fn an_open_entry_says_what_is_not_known_and_gives_no_place() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/villages/open-a").await;
    let words = words(&html);
    assert!(words.contains("名单待考（甲）") && words.contains("此条留待考定"));
    assert!(!html.contains("uri.amap.com"));
    Ok(())
}

#[tokio::test]
async fn an_old_revision_stays_at_its_address() -> Outcome {
    let app = TestApp::start().await?;
    edit(app.path(), "villages/alpha/village.toml", "旧称金城堡", "旧称银城堡")?;
    app.take_in().await?;
    let (old, new) = (app.page("/villages/alpha@1").await, app.page("/villages/alpha").await);
    assert!(old.contains("旧称金城堡") && !old.contains("旧称银城堡"));
    assert!(new.contains("旧称银城堡") && !new.contains("旧称金城堡"));
    assert!(app.page("/villages/alpha@2").await.contains("旧称银城堡"));
    assert!(values(&old, "href").contains(&"/villages/alpha".to_owned()), "a way to the newest");
    assert!(values(&new, "href").contains(&"/villages/alpha@1".to_owned()), "a way to the old one");
    assert!(old.contains("<link rel=\"canonical\" href=\"https://archive.example/villages/alpha\">"));
    assert!(
        values(&old, "href").contains(&"/en/villages/alpha@1".to_owned()),
        "the other language of the same"
    );
    let words_of_old = words(&old);
    assert!(words_of_old.contains("alpha@1"), "{words_of_old}");
    for unknown in [
        "/villages/alpha@3",
        "/villages/alpha@0",
        "/villages/alpha@",
        "/villages/alpha@01",
        "/villages/alpha@1@1",
    ] {
        assert_eq!(app.get(unknown).await.status, StatusCode::NOT_FOUND, "{unknown}");
    }
    Ok(())
}

#[tokio::test]
async fn a_photo_or_an_essay_is_no_village() -> Outcome {
    let app = TestApp::start().await?;
    for path in [
        "/villages/alpha-01",
        "/villages/on-forts",
        "/photos/alpha",
        "/photos/on-forts",
        "/villages/on-forts@1",
    ] {
        assert_eq!(app.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    Ok(())
}
