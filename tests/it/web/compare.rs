//! `/compare`: forts side by side, addresses that can be cited, and what is said when one cannot be served.

use axum::http::StatusCode;

use super::html::{piece, values, words};
use super::{Outcome, TestApp};

#[tokio::test]
async fn forts_stand_side_by_side_with_certainty_and_sources() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/compare?ids=alpha,beta").await;
    let shown = words(&html);
    for word in [
        "甲堡村、乙村对照",
        "北镇",
        "乡镇未定",
        "alpha@1",
        "存北墙一段",
        "待核实",
        "网帖所记，未见实测",
        "6.5 m",
        "北墙西端",
        "2026年4月，张三、李四",
        "未测",
        "未查到",
        "未查",
        "《样例日报》2024年",
        "《甲村古堡 & <新事>》",
    ] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    let english = words(&app.page("/en/compare?ids=alpha,gamma").await);
    for word in ["Alpha Village", "compared", "west end of the north wall", "unmeasured", "只有中文的一句"]
    {
        assert!(english.contains(word), "{word} is not in {english}");
    }
    Ok(())
}

#[tokio::test]
async fn an_address_with_revisions_shows_the_same_for_ever() -> Outcome {
    let app = TestApp::start().await?;
    let plain = app.page("/compare?ids=alpha,beta").await;
    let cited = "/compare?ids=alpha@1,beta@1";
    assert!(values(&plain, "href").contains(&cited.to_owned()));
    assert!(plain.contains("https://archive.example/compare?ids=alpha@1,beta@1</a>"));
    let forms = ["/compare.csv?ids=alpha@1,beta@1", "/compare.xlsx?ids=alpha@1,beta@1"];
    let before = [app.get(forms[0]).await.body, app.get(forms[1]).await.body];
    app.clock.set("2026-12-24T08:00:00Z".parse()?);
    app.rewrite("alpha", "存北墙一段", "存南墙一段").await?;
    app.catch_up().await?;

    let old = app.page(cited).await;
    assert!(old.contains("存北墙一段") && !old.contains("存南墙一段"));
    assert!(old.contains("href=\"/compare?ids=alpha,beta\""), "the way to the newest");
    assert!(old.contains("href=\"/villages/alpha@1#f-wall\""), "facts stand on the page of that revision");
    assert!(
        old.contains(
            "<p class=\"print-address frame\">https://archive.example/compare?ids=alpha@1,beta@1</p>"
        )
    );
    for (form, before) in forms.into_iter().zip(before) {
        assert_eq!(app.get(form).await.body, before, "{form}");
    }
    let new = app.page("/compare?ids=alpha,beta").await;
    assert!(new.contains("存南墙一段") && new.contains("/compare?ids=alpha@2,beta@1"));
    let both = words(&app.page("/compare?ids=alpha@1,alpha@2").await);
    assert!(both.contains("存北墙一段") && both.contains("存南墙一段"), "two revisions of one fort");
    Ok(())
}

#[tokio::test]
async fn the_printed_sheet_says_whose_it_is_and_where_it_stands() -> Outcome {
    let app = TestApp::start().await?;
    for (page, address) in [
        ("/compare?ids=alpha,beta", "https://archive.example/compare?ids=alpha@1,beta@1"),
        ("/inventory", "https://archive.example/inventory"),
    ] {
        let html = app.page(page).await;
        let foot = words(piece(&html, "<tfoot>", "</tfoot>"));
        for shown in ["样例档案", "2026年11月24日", address] {
            assert!(foot.contains(shown), "{page}: {shown} is not in {foot}");
        }
        for revision in ["alpha@1", "beta@1"] {
            assert!(words(&html).contains(revision), "{page}: {revision}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn boxes_lead_to_the_address_of_the_comparison() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/compare", "/inventory", "/compare?ids=alpha,beta"] {
        let html = app.page(page).await;
        assert!(html.contains("action=\"/compare\" method=\"get\""), "{page}");
        let belongs = if page == "/inventory" { " form=\"pick\"" } else { "" };
        for id in ["alpha", "beta", "gamma"] {
            let chosen = format!("type=\"checkbox\"{belongs} name=\"ids\" value=\"{id}\"");
            assert!(html.contains(&chosen), "{page}: {id}");
        }
    }
    for (asked, led) in [
        ("/compare?ids=alpha&ids=gamma", "/compare?ids=alpha,gamma"),
        ("/en/compare?ids=gamma&ids=alpha", "/en/compare?ids=gamma,alpha"),
        ("/compare?ids=alpha,alpha,beta", "/compare?ids=alpha,beta"),
        ("/compare.csv?ids=alpha&ids=beta", "/compare.csv?ids=alpha,beta"),
        ("/compare?ids=alpha%20beta", "/compare?ids=alpha,beta"),
    ] {
        let answer = app.get(asked).await;
        assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{asked}");
        assert_eq!(answer.header("location"), led, "{asked}");
    }
    assert_eq!(app.get("/compare?ids=alpha%2Cbeta").await.status, StatusCode::OK, "encoded or not is one");
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_compared_is_said_and_can_be_mended() -> Outcome {
    let app = TestApp::start().await?;
    for (query, status, said) in [
        ("", 200, "选2至6处"),
        ("?ids=", 200, "选2至6处"),
        ("?ids=alpha", 200, "已选甲堡村"),
        ("?ids=alpha,alpha@1", 200, "已选甲堡村"),
        ("?ids=alpha,no-such", 404, "没有这一条或这一版：no-such"),
        ("?ids=alpha-01,beta", 404, "没有这一条或这一版：alpha-01"),
        ("?ids=alpha@9,beta", 404, "没有这一条或这一版：alpha@9"),
        ("?ids=alpha@2", 404, "没有这一条或这一版：alpha@2"),
        ("?ids=alpha,B%3Cb%3E", 400, "“B<b>”不是条目编号"),
        ("?ids=alpha@0,beta", 400, "“alpha@0”不是条目编号"),
        ("?ids=a,b,c,d,e,f,alpha", 400, "一次最多对照6处，现在选了7处"),
    ] {
        let answer = app.get(&format!("/compare{query}")).await;
        assert_eq!(answer.status.as_u16(), status, "{query}");
        let shown = words(answer.text());
        assert!(shown.contains(said), "{query}: {said} is not in {shown}");
        assert!(answer.text().contains("name=\"ids\" value=\"beta\""), "{query}: a form to mend it");
        if query.contains("=alpha") && !query.contains("-01") && !query.contains("@0") {
            assert!(answer.text().contains("value=\"alpha\" checked"), "{query}: what was right stays");
        }
        assert!(status == 200 || answer.header("cache-control") == "no-store", "{query}");
        assert!(
            status == 200 || answer.text().contains("href=\"/en/compare\""),
            "{query}: no way to a refusal"
        );
        let file = app.get(&format!("/en/compare.csv{query}")).await;
        assert_eq!(file.status.as_u16(), if status == 200 { 400 } else { status }, "{query}");
        assert_eq!(file.header("content-type"), "text/plain; charset=utf-8", "{query}");
    }
    assert!(app.get("/en/compare?ids=alpha,no-such").await.text().contains("does not hold this entry"));
    Ok(())
}

#[tokio::test]
async fn a_village_leads_to_its_comparison() -> Outcome {
    let app = TestApp::start().await?;
    assert!(app.page("/en/villages/alpha").await.contains("href=\"/en/compare?ids=alpha\""));
    assert!(app.page("/villages").await.contains("href=\"/compare\""));
    assert!(!app.page("/villages/open-a").await.contains("/compare?ids="), "of which nothing is known");
    Ok(())
}

#[tokio::test]
async fn search_engines_list_the_form_and_no_selection() -> Outcome {
    let app = TestApp::start().await?;
    assert!(!app.page("/compare").await.contains("noindex"));
    for page in ["/compare?ids=alpha", "/compare?ids=alpha,beta"] {
        assert!(app.page(page).await.contains("<meta name=\"robots\" content=\"noindex\">"), "{page}");
    }
    Ok(())
}
