//! `/photos`, its filters and pages, and `/photos/{id}`.

use axum::http::StatusCode;
use baozhai::store::write_atomically;

use super::html::{piece, values, words};
use super::{Outcome, TestApp};
use crate::archives::{copy_of_small, edit, small};

#[tokio::test]
async fn a_photograph_shows_its_record() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/photos/alpha-02").await;
    let shown = words(&html);
    for word in [
        "甲堡南门",
        "砖砌的门洞。",
        "张三摄",
        "2026年4月12日",
        "南门外",
        "135",
        "堡门",
        "CC BY 4.0",
        "alpha-02@1",
    ] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    let sheet = piece(&html, "<figure class=\"sheet\">", "</figure>");
    assert!(!sheet.contains("class=\"stand-in\"") && !html.contains("stand-in-note"));
    let english = words(&app.page("/en/photos/alpha-02").await);
    assert!(english.contains("outside the south gate") && english.contains("12 April 2026"), "{english}");
    Ok(())
}

/// No address is made up for a licence of somebody's own.
#[tokio::test]
async fn a_licence_of_ones_own_is_named_and_leads_nowhere() -> Outcome {
    let app = TestApp::start().await?;
    let listed = app.get("/photos/alpha-02").await;
    assert!(listed.header("link").contains("rel=\"license\""), "{}", listed.header("link"));
    app.rewrite("alpha-02", "CC-BY-4.0", "LicenseRef-family").await?;
    app.catch_up().await?;
    let own = app.get("/photos/alpha-02").await;
    assert!(!own.header("link").contains("rel=\"license\""), "{}", own.header("link"));
    assert!(words(own.text()).contains("LicenseRef-family"));
    assert!(!own.text().contains("spdx.org") && !own.text().contains("\"license\":"));
    Ok(())
}

#[tokio::test]
async fn a_stand_in_says_so_wherever_it_shows() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/photos/alpha-01", "/photos", "/villages/alpha", "/", "/en/photos/alpha-03"] {
        assert!(app.page(page).await.contains("class=\"stand-in\""), "{page}");
    }
    assert!(words(&app.page("/photos").await).contains("实景 2"), "{}", words(&app.page("/photos").await));
    Ok(())
}

#[tokio::test]
async fn filters_find_and_unknown_ones_are_not_found() -> Outcome {
    let app = TestApp::start().await?;
    let photos = |html: &str| html.matches("<figure class=\"photo\">").count();
    for (query, found) in [
        ("", 4),
        ("?village=alpha", 3),
        ("?element=gate", 2),
        ("?element=gate&village=alpha", 2),
        ("?village=gamma&element=gate", 0),
        ("?village=&element=", 4),
        ("?village=alpha&utm_source=wechat&from=timeline", 3),
        ("?page=1", 4),
        ("?page=", 4),
    ] {
        assert_eq!(photos(&app.page(&format!("/photos{query}")).await), found, "{query}");
    }
    for query in [
        "village=omega",
        "village=Alpha",
        "element=door",
        "page=2",
        "page=0",
        "page=-1",
        "page=x",
        "page=99999999999999999999",
        "village=%00",
        "village=%ff",
    ] {
        let answer = app.get(&format!("/photos?{query}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{query}");
        assert!(answer.text().contains("<html lang=\"zh-Hans\">"), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn the_same_list_has_one_canonical_address() -> Outcome {
    let app = TestApp::start().await?;
    let canonical = |html: &str| {
        html.split("rel=\"canonical\" href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(str::to_owned)
    };
    for query in [
        "?village=alpha&element=gate",
        "?element=gate&village=alpha",
        "?element=gate&village=alpha&page=1&x=y",
    ] {
        let html = app.page(&format!("/en/photos{query}")).await;
        let expected = "https://archive.example/en/photos?village=alpha&amp;element=gate";
        assert_eq!(canonical(&html).as_deref(), Some(expected), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn long_lists_come_in_pages_of_24() -> Outcome {
    let folder = copy_of_small()?;
    let record = std::fs::read(small().join("photos/gamma/gamma-01.toml"))?;
    let picture = std::fs::read(small().join("photos/gamma/gamma-01.png"))?;
    for number in 10..60 {
        let stem = folder.path().join(format!("photos/gamma/gamma-{number}"));
        write_atomically(stem.with_extension("toml"), &record)?;
        write_atomically(stem.with_extension("png"), &picture)?;
    }
    let app = TestApp::over(folder).await?;
    let mut seen = std::collections::BTreeSet::new();
    let mut next = Some("/photos".to_owned());
    let mut sizes = Vec::new();
    while let Some(page) = next {
        let html = app.page(&page).await;
        let photos = values(&html, "href").into_iter().filter(|href| href.starts_with("/photos/"));
        let photos: std::collections::BTreeSet<String> = photos.collect();
        sizes.push(photos.len());
        seen.extend(photos);
        next = html
            .split("<a rel=\"next\" href=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next())
            .map(|href| href.replace("&amp;", "&"));
    }
    assert_eq!((sizes, seen.len()), (vec![24, 24, 6], 54));
    assert_eq!(app.get("/photos?page=4").await.status, StatusCode::NOT_FOUND);
    assert_eq!(app.get("/photos?village=gamma&page=3").await.status, StatusCode::OK);
    Ok(())
}

#[tokio::test]
async fn one_view_at_two_times_is_set_side_by_side() -> Outcome {
    let app = TestApp::start().await?;
    let folder = app.path().join("photos/gamma");
    let photo = std::fs::read_to_string(folder.join("gamma-01.toml"))?;
    let taken = |day: &str, from: &str| {
        photo.replace("taken = \"2025\"", &format!("taken = \"{day}\"\nviewpoint.zh = \"{from}\""))
    };
    for (id, day, from) in [
        ("gamma-01", "2025", "北沟 东岸"),
        ("gamma-02", "2026-05", "北沟东岸"),
        ("gamma-03", "2026-05-02", "村口"),
        ("gamma-04", "2026-05", "村口"),
    ] {
        write_atomically(folder.join(format!("{id}.toml")), taken(day, from))?;
        if id != "gamma-01" {
            std::fs::copy(small().join("photos/alpha/alpha-02.png"), folder.join(format!("{id}.png")))?;
        }
    }
    app.take_in().await?;
    let village = app.page("/villages/gamma").await;
    // A day in May is not surely after a May.
    assert_eq!(village.matches("class=\"then-now\"").count(), 1, "{village}");
    let (older, younger) = (village.find("gamma-01_"), village.find("gamma-02_"));
    assert!(older.is_some() && older < younger);
    for page in ["/photos/gamma-01", "/photos/gamma-02"] {
        let html = app.page(page).await;
        let pair = &html[html.find("class=\"then-now\"").unwrap_or_default()..];
        let (older, younger) = (pair.find("gamma-01_"), pair.find("gamma-02_"));
        assert!(older.is_some() && older < younger, "{page}");
    }
    for page in ["/photos/gamma-03", "/photos/gamma-01@1", "/photos/alpha-01"] {
        assert!(!app.page(page).await.contains("class=\"then-now\""), "{page}");
    }
    Ok(())
}

#[tokio::test]
async fn an_old_revision_of_a_photo_keeps_its_words_and_its_picture() -> Outcome {
    let app = TestApp::start().await?;
    edit(app.path(), "photos/gamma/gamma-01.toml", "丙村远景", "丙村近景")?;
    std::fs::copy(small().join("photos/alpha/alpha-02.png"), app.path().join("photos/gamma/gamma-01.png"))?;
    app.take_in().await?;
    let (old, new) = (app.page("/photos/gamma-01@1").await, app.page("/photos/gamma-01").await);
    assert!(old.contains("丙村远景") && old.contains("/iiif/image/3/gamma-01_1/"));
    assert!(new.contains("丙村近景") && new.contains("/iiif/image/3/gamma-01_2/"));
    let (first, second) = (
        app.get("/iiif/image/3/gamma-01_1/full/max/0/default.jpg").await,
        app.get("/iiif/image/3/gamma-01_2/full/max/0/default.jpg").await,
    );
    assert!(first.status == StatusCode::OK && second.status == StatusCode::OK && first.body != second.body);
    assert_eq!(app.get("/iiif/image/3/gamma-01/full/max/0/default.jpg").await.body, second.body);
    Ok(())
}
