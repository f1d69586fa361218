//! The home page, the lists, the glossary, the inventory and the pages about the archive.

use baozhai::store::write_atomically;

use super::html::{values, words};
use super::{Outcome, PAGES, TestApp, address};
use crate::archives::copy_of_small;

#[tokio::test]
async fn every_page_is_whole_in_both_languages() -> Outcome {
    let app = TestApp::start().await?;
    for (language, tag, name) in [("zh", "zh-Hans", "样例档案"), ("en", "en", "The Sample Archive")] {
        for page in PAGES {
            let page = address(language, page);
            let html = app.page(&page).await;
            assert!(html.contains(&format!("<html lang=\"{tag}\">")), "{page}");
            assert!(html.contains(name), "{page}");
            assert_eq!(html.matches("<h1").count(), 1, "{page}");
            for once in
                ["<title>", "<meta name=\"description\" content=\"", "<link rel=\"canonical\"", "<main "]
            {
                assert_eq!(html.matches(once).count(), 1, "{page}: {once}");
            }
            assert!(!html.contains("content=\"\""), "{page}: an empty description");
            assert!(
                html.contains("mailto:archive@example.org") || !html.contains("id=\"contribute\""),
                "{page}"
            );
            for inline in ["<script>", " style=\"", "<style", " onclick=", " onload=", "http://localhost"] {
                assert!(!html.contains(inline), "{page}: {inline}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn ids_are_there_once_and_links_within_a_page_lead_to_one() -> Outcome {
    let app = TestApp::start().await?;
    for page in PAGES.iter().flat_map(|page| [address("zh", page), address("en", page)]) {
        let html = app.page(&page).await;
        let ids = values(&html, "id");
        let mut unique = ids.clone();
        unique.sort();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{page}: {ids:?}");
        for href in values(&html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
            assert!(ids.iter().any(|id| id == href), "{page}: nothing at #{href}");
        }
        for label in values(&html, "aria-labelledby").iter().flat_map(|ids| ids.split(' ')) {
            assert!(ids.iter().any(|id| id == label), "{page}: nothing labelled by {label}");
        }
    }
    Ok(())
}

/// Follows every link, picture and stylesheet from the home page.
#[tokio::test]
async fn no_link_leads_nowhere() -> Outcome {
    let app = TestApp::start().await?;
    let mut seen = std::collections::BTreeMap::new();
    let mut open = vec![("/".to_owned(), "the door".to_owned())];
    while let Some((path, from)) = open.pop() {
        if seen.contains_key(&path) {
            continue;
        }
        let answer = app.get(&path).await;
        assert!(answer.status.is_success(), "{path} on {from}: {}", answer.status);
        let is_page = answer.header("content-type").starts_with("text/html");
        let html = if is_page { answer.text().to_owned() } else { String::new() };
        for target in ["href", "src", "action"].iter().flat_map(|attribute| values(&html, attribute)) {
            let target = target.split('#').next().unwrap_or_default();
            if target.starts_with('/') {
                open.push((target.to_owned(), path.clone()));
            }
        }
        for srcset in values(&html, "srcset") {
            let candidates = srcset.split(", ").filter_map(|candidate| candidate.split(' ').next());
            open.extend(candidates.map(|candidate| (candidate.to_owned(), path.clone())));
        }
        for fragment in
            values(&html, "href").iter().filter_map(|href| href.strip_prefix('/')?.split_once('#'))
        {
            seen.entry(format!("#/{}#{}", fragment.0, fragment.1)).or_insert_with(|| path.clone());
        }
        seen.insert(path, html);
    }
    // And where a link leads into a page, that place is there.
    for (link, from) in seen.iter().filter_map(|(key, from)| Some((key.strip_prefix('#')?, from))) {
        let (path, id) = link.split_once('#').unwrap_or((link, ""));
        let html = seen.get(path).map(String::as_str).unwrap_or_default();
        assert!(values(html, "id").iter().any(|found| found == id), "{link} on {from}");
    }
    assert!(seen.len() > 60, "{}", seen.len());
    Ok(())
}

#[tokio::test]
async fn nothing_is_fetched_from_elsewhere() -> Outcome {
    let app = TestApp::start().await?;
    for page in PAGES.iter().flat_map(|page| [address("zh", page), address("en", page)]) {
        let html = app.page(&page).await;
        for source in ["src", "srcset", "poster", "action"].iter().flat_map(|name| values(&html, name)) {
            assert!(source.starts_with('/') || source.starts_with("data:image/"), "{page}: {source}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn the_home_page_counts_what_is_there() -> Outcome {
    let app = TestApp::start().await?;
    let words_of = words(&app.page("/").await);
    for shown in ["样例县有4个堡寨村", "据报道", "甲堡村", "乙村", "丙村", "北镇", "南镇"]
    {
        assert!(words_of.contains(shown), "{shown} is not in {words_of}");
    }
    assert!(words(&app.page("/en/").await).contains("The sample county has 4 fort-villages"));
    Ok(())
}

#[tokio::test]
async fn villages_stand_by_town_and_the_open_ones_in_one_row() -> Outcome {
    let app = TestApp::start().await?;
    for page in ["/villages", "/villages?view=grid", "/villages?view=list", "/villages?view=nonsense"] {
        let html = app.page(page).await;
        let at = |name: &str| html.find(&format!("href=\"/villages/{name}\""));
        let (alpha, gamma, beta) = (at("alpha"), at("gamma"), at("beta"));
        assert!(alpha.is_some() && beta.is_some() && gamma.is_some(), "{page}");
        assert!(at("open").is_some() && at("open-a").is_none(), "{page}");
    }
    let html = app.page("/villages").await;
    let at = |name: &str| html.find(&format!("<h3><a href=\"/villages/{name}\""));
    assert!(at("alpha") < at("gamma") && at("gamma") < at("beta"), "north, south, no town");
    Ok(())
}

#[tokio::test]
async fn a_town_that_is_only_inferred_says_so_beside_one_that_is_sure() -> Outcome {
    let app = TestApp::start().await?;
    app.rewrite("gamma", "\"town\":\"south\"", "\"town\":\"north\"").await?;
    app.catch_up().await?;
    let pages =
        [("/villages", "<h3><a", "所属乡镇：待核实"), ("/villages?view=grid", "<h2><a", "北镇 待核实")];
    for (page, from, unsure) in pages {
        let html = app.page(page).await;
        let entry = |id: &str| {
            let begin = html.find(&format!("{from} href=\"/villages/{id}\"")).unwrap_or_default();
            let end = html[begin..].find("</li>").map_or(html.len(), |end| begin + end);
            words(&html[begin..end])
        };
        assert!(entry("gamma").contains(unsure), "{page}: {}", entry("gamma"));
        assert!(!entry("alpha").contains(unsure), "{page}: {}", entry("alpha"));
    }
    Ok(())
}

#[tokio::test]
async fn the_open_page_lists_who_they_may_be() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/villages/open").await;
    let shown = words(&html);
    for word in ["甲堡", "丁寨", "990001002207", "南镇", "名单待考（甲）"] {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    Ok(())
}

#[tokio::test]
async fn the_glossary_explains_each_term() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/glossary").await;
    let shown = words(&html);
    for word in ["堡门", "bǔmén", "fort gate", "寨门", "进出堡的门。", "看门洞的砖券。", "bǔ / bǎo", "堡墙"]
    {
        assert!(shown.contains(word), "{word} is not in {shown}");
    }
    assert!(html.contains("<span lang=\"en\">Only a note in English so far.</span>"), "its language is told");
    for id in ["bumen", "bu", "buqiang"] {
        assert!(values(&html, "id").contains(&id.to_owned()), "{id}");
    }
    Ok(())
}

#[tokio::test]
async fn the_inventory_has_a_cell_for_every_village_and_fact() -> Outcome {
    let app = TestApp::start().await?;
    let html = app.page("/inventory").await;
    let (rows, columns) = (
        html.matches("<th scope=\"row\">").count(),
        html.matches("<th scope=\"col\" class=\"statement\"").count()
            + html.matches("<th scope=\"col\" class=\"measure\"").count(),
    );
    let cells =
        ["known", "unknown", "blank"].map(|state| html.matches(&format!("<td class=\"{state}\"")).count());
    assert!(cells.iter().sum::<usize>() == 3 * columns && rows >= 3, "{rows} {columns} {cells:?}");
    assert!(html.contains("6.5 m") && html.contains("未测") && html.contains("未查到"));
    Ok(())
}

#[tokio::test]
async fn the_pages_about_the_archive_count_openly() -> Outcome {
    let app = TestApp::start().await?;
    let data = words(&app.page("/about/data").await);
    for shown in ["本档案的推断", "样例名录", "有据", "据报道", "待核实", "未查到"] {
        assert!(data.contains(shown), "{shown} is not in {data}");
    }
    assert!(words(&app.page("/en/about").await).contains("archive@example.org"));
    Ok(())
}

#[tokio::test]
async fn an_archive_with_nothing_in_it_has_pages_too() -> Outcome {
    let app = TestApp::empty(copy_of_small()?).await?;
    for page in [
        "/",
        "/villages",
        "/villages?view=grid",
        "/villages/open",
        "/photos",
        "/essays",
        "/glossary",
        "/inventory",
        "/about",
        "/about/data",
    ] {
        for page in [address("zh", page), address("en", page)] {
            app.page(&page).await;
        }
    }
    Ok(())
}

#[tokio::test]
async fn an_archive_without_photos_or_open_entries_has_pages_too() -> Outcome {
    let folder = copy_of_small()?;
    for gone in ["photos", "essays", "villages/open-a"] {
        std::fs::remove_dir_all(folder.path().join(gone))?;
    }
    for (village, lead) in [("alpha", "lead = \"alpha-01\"\n"), ("gamma", "lead = \"gamma-01\"\n")] {
        crate::archives::edit(folder.path(), &format!("villages/{village}/village.toml"), lead, "")?;
    }
    let app = TestApp::over(folder).await?;
    for page in [
        "/",
        "/villages",
        "/villages?view=grid",
        "/villages/open",
        "/villages/alpha",
        "/photos",
        "/glossary",
        "/inventory",
        "/about",
        "/about/data",
    ] {
        for page in [address("zh", page), address("en", page)] {
            app.page(&page).await;
        }
    }
    Ok(())
}

#[tokio::test]
async fn many_open_entries_come_some_at_a_time() -> Outcome {
    let folder = copy_of_small()?;
    let text = std::fs::read_to_string(folder.path().join("villages/open-a/village.toml"))?;
    for number in 10..50 {
        let other = folder.path().join(format!("villages/open-{number}"));
        std::fs::create_dir(&other)?;
        write_atomically(
            other.join("village.toml"),
            text.replace("open-a", &format!("open-{number}")).replace("lead = \"open-a-01\"\n", ""),
        )?;
    }
    let app = TestApp::over(folder).await?;
    let mut seen = std::collections::BTreeSet::new();
    for (address, entries) in [("/villages/open", 24), ("/villages/open?page=2", 17)] {
        let html = app.page(address).await;
        let here: Vec<String> =
            values(&html, "href").into_iter().filter(|href| href.starts_with("/villages/open-")).collect();
        assert_eq!(here.len(), entries, "{address}");
        seen.extend(here);
        assert!(
            html.contains(&format!("<link rel=\"canonical\" href=\"https://archive.example{address}\"")),
            "{html}"
        );
    }
    assert_eq!(seen.len(), 41);
    assert_eq!(app.get("/villages/open?page=3").await.status, 404);
    Ok(())
}
