//! How a record is cited: the block on its page, the forms beside it, what its head says to programs.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::html::{piece, values, words};
use super::{Outcome, TestApp};

const FORMS: [(&str, &str); 4] = [
    ("bib", "application/x-bibtex"),
    ("ris", "application/x-research-info-systems"),
    ("csl.json", "application/vnd.citationstyles.csl+json"),
    ("gbt7714.txt", "text/plain; charset=utf-8"),
];

/// What a name of `<meta>` says, each time it is there.
fn metas(html: &str, name: &str) -> Vec<String> {
    let opening = format!("<meta name=\"{name}\"");
    html.split(&opening).skip(1).filter_map(|rest| values(rest, "content").into_iter().next()).collect()
}

fn json_ld(html: &str) -> anyhow::Result<Vec<Value>> {
    let opening = "<script type=\"application/ld+json\">";
    let text = piece(html, opening, "</script>").trim_start_matches(opening);
    let graph: Value = serde_json::from_str(text)?;
    anyhow::ensure!(graph["@context"] == "https://schema.org");
    Ok(graph["@graph"].as_array().cloned().unwrap_or_default())
}

#[tokio::test]
async fn every_form_has_its_address_and_media_type() -> Outcome {
    let app = TestApp::start().await?;
    for item in ["/villages/alpha", "/photos/alpha-02"] {
        for page in [item.to_owned(), format!("{item}@1"), format!("/en{item}"), format!("/en{item}@1")] {
            let html = app.page(&page).await;
            for (ending, media_type) in FORMS {
                let path = format!("{page}.{ending}");
                let answer = app.get(&path).await;
                assert_eq!(
                    (answer.status, answer.header("content-type")),
                    (StatusCode::OK, media_type),
                    "{path}"
                );
                assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
                assert!(!answer.header("etag").is_empty(), "{path}");
                // The plain address cites the newest revision by the address that stays.
                let cited = format!("https://archive.example{}@1", page.trim_end_matches("@1"));
                assert!(answer.text().contains(&cited), "{path}: {}", answer.text());
                let alternate = format!("type=\"{media_type}\" href=\"https://archive.example{path}\"");
                assert!(html.contains(&alternate), "{page} does not name {path}");
            }
        }
    }
    let head = app.ask(Method::HEAD, "/villages/alpha.bib", &[]).await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    Ok(())
}

#[tokio::test]
async fn a_reference_is_after_the_edition_and_style_that_are_asked_for() -> Outcome {
    let app = TestApp::start().await?;
    for (path, reference) in [
        (
            "/photos/alpha-02.gbt7714.txt",
            "张三. 甲堡南门[EB/OL]. （2026-11-24）[2026-11-24]. https://archive.example/photos/alpha-02@1.",
        ),
        (
            "/photos/alpha-02.gbt7714.txt?edition=2015",
            "张三. 甲堡南门[Z/OL]. (2026-11-24)[2026-11-24]. https://archive.example/photos/alpha-02@1.",
        ),
        (
            "/photos/alpha-02.gbt7714.txt?edition=2015&style=author-date",
            "张三, 2026. 甲堡南门[Z/OL]. (2026-11-24)[2026-11-24]. https://archive.example/photos/alpha-02@1.",
        ),
        (
            "/photos/alpha-02@1.gbt7714.txt?edition=&style=author-date&utm_source=x",
            "张三，2026. 甲堡南门[EB/OL]. （2026-11-24）[2026-11-24]. https://archive.example/photos/alpha-02@1.",
        ),
        (
            "/villages/alpha.gbt7714.txt?edition=2025",
            "样例档案. 甲堡村[DS/OL]. V1. （2026-11-24）[2026-11-24]. https://archive.example/villages/alpha@1.",
        ),
        (
            "/en/villages/alpha.gbt7714.txt",
            "The Sample Archive. Alpha Village[DS/OL]. V1. （2026-11-24）[2026-11-24]. \
             https://archive.example/en/villages/alpha@1.",
        ),
    ] {
        assert_eq!(app.page(path).await, format!("{reference}\n"), "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_in_words() -> Outcome {
    let app = TestApp::start().await?;
    for (path, status, word) in [
        ("/villages/alpha.gbt7714.txt?edition=2005", 400, "2025 or 2015"),
        ("/villages/alpha.gbt7714.txt?style=note", 400, "numeric or author-date"),
        ("/photos/alpha-02.bib?xywh=1,2,3", 400, "x,y,width,height"),
        ("/photos/alpha-02.ris?xywh=0,0,0,0", 400, "within the picture"),
        ("/photos/alpha-02?xywh=9999,0,1,1", 400, "1200,800,600,400"),
        ("/villages/omega.bib", 404, ""),
        ("/villages/alpha@2.ris", 404, ""),
        ("/villages/alpha@0.ris", 404, ""),
        ("/villages/alpha-02.bib", 404, ""),
        ("/photos/alpha.bib", 404, ""),
        ("/villages/alpha.endnote", 404, ""),
        ("/villages/alpha.bib.bib", 404, ""),
    ] {
        let answer = app.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(answer.text().contains(word), "{path}: {}", answer.text());
    }
    Ok(())
}

#[tokio::test]
async fn a_page_says_how_it_is_cited() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/villages/alpha").await;
    let block = piece(&html, "<section class=\"frame cite\"", "</section>");
    let shown = words(block);
    let record: Value = serde_json::from_str(app.get("/villages/alpha.csl.json").await.text())?;
    let digest = app.records.head(&"alpha".parse()?).await?.map(|head| head.digest.to_string());
    let digest = digest.unwrap_or_default();
    for word in [
        "样例档案. 甲堡村[DS/OL]. V1. （2026-11-24）[2026-11-24]. https://archive.example/villages/alpha@1.",
        "样例档案, 2026. 甲堡村[DS/OL]. (2026-11-24)[2026-11-24].",
        "样例档案. (2026). 甲堡村 (版 1) [数据集].",
        "@misc{alpha-1-2026,",
        "TY  - DATA\nTI  - 甲堡村\n",
        "\"type\": \"dataset\",\n",
        &digest,
    ] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    assert!(record[0]["note"].as_str().is_some_and(|note| note.contains(&digest)));
    let titles = values(block, "title");
    assert!(titles.iter().any(|title| title.starts_with("ctx_ver=Z39.88-2004&rft_val_fmt=info%3Aofi")));
    // Without script there is nothing to press: buttons are added to what is marked.
    assert!(!block.contains("<button") && block.contains("data-copy="));
    Ok(())
}

#[tokio::test]
async fn a_region_is_cited_without_script() -> Outcome {
    let app = TestApp::start().await?;
    let form = app.page("/photos/alpha-02@1").await;
    assert!(form.contains("method=\"get\" action=\"/photos/alpha-02@1#cite\""));
    let html = app.page("/photos/alpha-02?xywh=percent%3A10%2C10%2C20%2C20").await;
    let cited = "https://archive.example/photos/alpha-02@1#xywh=percent:10,10,20,20";
    assert!(words(&html).contains(&format!("[2026-11-24]. {cited}.")), "{}", words(&html));
    assert!(values(&html, "value").contains(&"percent:10,10,20,20".to_owned()));
    assert!(html.contains("rel=\"canonical\" href=\"https://archive.example/photos/alpha-02\""));
    let json: Value =
        serde_json::from_str(app.page("/photos/alpha-02.csl.json?xywh=0,0,5,5").await.as_str())?;
    assert_eq!(json[0]["URL"], "https://archive.example/photos/alpha-02@1#xywh=0,0,5,5");
    // An empty field asks for the whole.
    assert!(!app.page("/photos/alpha-02?xywh=").await.contains("#xywh="));
    Ok(())
}

#[tokio::test]
async fn the_day_of_the_visit_is_never_yesterdays() -> Outcome {
    let app = TestApp::start().await?;
    let paths =
        ["/villages/alpha", "/photos/alpha-02", "/villages/alpha.gbt7714.txt", "/photos/alpha-02.bib"];
    for path in paths {
        assert!(app.page(path).await.contains("2026-11-24"), "{path}");
    }
    // One second before the day ends in Shanghai, and as it ends.
    for (now, today) in [("2026-11-24T15:59:59Z", "2026-11-24"), ("2026-11-24T16:00:00Z", "2026-11-25")] {
        app.clock.set(now.parse()?);
        for path in paths {
            let shown = app.page(path).await;
            let visit =
                if path.ends_with(".bib") { format!("urldate = {{{today}}}") } else { format!("[{today}]") };
            assert!(shown.contains(&visit), "{path} at {now}: {shown}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn a_head_names_the_work_to_programs() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/photos/alpha-02").await;
    for (name, content) in [
        ("citation_title", "甲堡南门"),
        ("citation_author", "张, 三"),
        ("citation_publication_date", "2026/11/24"),
        ("citation_journal_title", "样例档案"),
        ("citation_language", "zh"),
        ("citation_public_url", "https://archive.example/photos/alpha-02"),
        ("citation_abstract_html_url", "https://archive.example/photos/alpha-02"),
        ("DC.title", "甲堡南门"),
        ("DC.creator", "张, 三"),
        ("DC.date", "2026-11-24"),
        ("DC.identifier", "https://archive.example/photos/alpha-02@1"),
        ("DC.type", "StillImage"),
        ("DC.rights", "https://creativecommons.org/licenses/by/4.0/"),
    ] {
        assert_eq!(metas(&html, name), [content], "{name}");
    }
    assert!(html.contains("<link rel=\"schema.DC\" href=\"http://purl.org/dc/elements/1.1/\">"));
    let link = app.get("/photos/alpha-02").await.header("link").to_owned();
    for part in [
        "<https://archive.example/photos/alpha-02@1>; rel=\"cite-as\"",
        "<https://archive.example/photos/alpha-02.bib>; rel=\"describedby\"; type=\"application/x-bibtex\"",
        "<https://creativecommons.org/licenses/by/4.0/>; rel=\"license\"",
        "<https://schema.org/Photograph>; rel=\"type\"",
    ] {
        assert!(link.contains(part), "{part} is not in {link}");
    }
    assert_eq!(app.get("/villages").await.header("link"), "");
    Ok(())
}

#[tokio::test]
async fn linked_data_calls_a_drawing_a_drawing_and_gives_no_position_of_a_circle() -> Outcome {
    let app = TestApp::start().await?;
    let kind = |nodes: &[Value]| nodes[0]["@type"].as_str().map(str::to_owned);
    assert_eq!(kind(&json_ld(&app.page("/photos/alpha-02").await)?).as_deref(), Some("Photograph"));
    assert_eq!(kind(&json_ld(&app.page("/photos/alpha-01").await)?).as_deref(), Some("VisualArtwork"));
    let nodes = json_ld(&app.page("/villages/alpha").await)?;
    assert_eq!(kind(&nodes).as_deref(), Some("LandmarksOrHistoricalBuildings"));
    assert_eq!(nodes[0].get("geo"), None);
    assert_eq!(nodes[0]["subjectOf"]["@type"], "Dataset");
    assert_eq!(nodes[0]["containedInPlace"]["containedInPlace"]["containedInPlace"]["name"], "山西省");
    let steps: Vec<&Value> = nodes[1]["itemListElement"].as_array().into_iter().flatten().collect();
    assert_eq!(steps.len(), 3);
    assert_eq!((&steps[2]["position"], &steps[2]["name"]), (&Value::from(3), &Value::from("甲堡村")));
    Ok(())
}

#[tokio::test]
async fn what_a_record_says_cannot_leave_its_place() -> Outcome {
    let app = TestApp::start().await?;
    let nasty = "</script><b>堡\\\"\\u202e{}%&\\n\\\\TY  - X\\nER  - ";
    app.rewrite("alpha", "\"zh\":\"甲堡村\"}", &format!("\"zh\":\"{nasty}\"}}")).await?;
    app.catch_up().await?;
    let html = app.page("/villages/alpha").await;
    let nodes = json_ld(&html)?;
    let title = nodes[0]["name"].as_str().unwrap_or_default();
    assert_eq!(title, "</script><b>堡\"{}%& \\TY - X ER -");
    assert_eq!(metas(&html, "citation_title"), [title]);
    let ris = app.page("/villages/alpha.ris").await;
    assert_eq!((ris.matches("TY  - ").count(), ris.matches("ER  - ").count()), (1, 1), "{ris}");
    let bibtex = app.page("/villages/alpha.bib").await;
    assert!(
        bibtex.contains("title = {{</script><b>堡\"\\{\\}\\%\\& \\textbackslash{}TY - X ER -}}"),
        "{bibtex}"
    );
    Ok(())
}

#[tokio::test]
async fn the_front_page_says_to_programs_how_the_site_is_searched() -> Outcome {
    let app = TestApp::start().await?;
    for (path, language, search) in [("/", "zh-Hans", "/search"), ("/en/", "en", "/en/search")] {
        let site = json_ld(&app.page(path).await)?.remove(0);
        assert_eq!((&site["@type"], &site["inLanguage"]), (&"WebSite".into(), &language.into()));
        let template = site["potentialAction"]["target"]["urlTemplate"].as_str().unwrap_or_default();
        assert_eq!(template, format!("https://archive.example{search}?q={{search_term_string}}"));
        let asked = template.replace("https://archive.example", "").replace("{search_term_string}", "alpha");
        assert!(app.page(&asked).await.contains("/villages/alpha\""), "{asked}");
    }
    Ok(())
}
