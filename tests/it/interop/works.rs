//! Works made of records: titles, names, days, addresses.

use baozhai::interop::citation::{
    Archive, Edition, Item, Locator, Region, Shown, Style, System, Work, json_ld, metas, script_safe,
};
use baozhai::model::address::Addresses;
use baozhai::model::{Bilingual, Essay, Language, Photo, Source};
use serde_json::json;

fn bilingual(zh: &str, en: &str) -> Bilingual {
    Bilingual { zh: zh.to_owned(), en: Some(en.to_owned()) }
}

fn shown() -> Shown {
    Shown {
        revision: 2,
        digest: "ab".repeat(32),
        published: jiff::civil::date(2026, 5, 1),
        accessed: jiff::civil::date(2026, 11, 24),
    }
}

fn essay() -> anyhow::Result<Essay> {
    Ok(serde_json::from_value(json!({
        "id": "on-forts",
        "title": { "zh": "说堡", "en": "On Forts" },
        "authors": [
            { "name": { "zh": "张三", "en": "Zhang San" }, "orcid": "0000-0002-1825-0097" },
            { "name": { "zh": "河津市文化和旅游局", "en": "Hejin Bureau of Culture and Tourism" } },
        ],
        "abstract": { "zh": "文章\n摘要。" },
        "keywords": { "zh": ["堡", "寨"], "en": ["fort"] },
        "published": "2026-02-03",
        "rights": "CC-BY-4.0",
        "text": { "zh": "文。" },
    }))?)
}

fn addresses() -> Addresses {
    Addresses::at("https://a.example").expect("a base address")
}

fn photo(caption: &str, credit: &str, stand_in: bool) -> anyhow::Result<Photo> {
    Ok(serde_json::from_value(json!({
        "id": "alpha-01", "village": "alpha", "element": "gate", "stand_in": stand_in,
        "caption": { "zh": caption }, "alt": { "zh": "门。" }, "credit": { "zh": credit }, "rights": "CC-BY-4.0",
        "picture": {
            "sha256": "0", "media_type": "image/jpeg", "width_px": 200, "height_px": 100, "bytes": 1, "placeholder": "",
        },
    }))?)
}

#[test]
fn an_essay_is_cited_by_its_revision() -> anyhow::Result<()> {
    let (name, publisher) = (bilingual("样例档案", "The Sample Archive"), bilingual("样例局", "The Bureau"));
    let archive = Archive { addresses: &addresses(), name: &name, publisher: Some(&publisher) };
    let work = archive.essay(&essay()?, &shown(), Language::English);
    assert_eq!(
        work.to_reference(Style::Gbt7714(Edition::E2025, System::Numeric))?,
        "Zhang San，Hejin Bureau of Culture and Tourism. On Forts[J/OL]. The Sample Archive，2026-02-03. \
         https://a.example/en/essays/on-forts@2."
    );
    let bibtex = work.to_bibtex();
    for line in [
        "@article{on-forts-2-2026,",
        "author = {Zhang, San and {Hejin Bureau of Culture and Tourism}}",
        "journal = {The Sample Archive}",
        "publisher = {The Bureau}",
        "urldate = {2026-11-24}",
        "note = {revision 2; SHA-256 abab",
    ] {
        assert!(bibtex.contains(line), "{line} is not in {bibtex}");
    }
    let chinese = archive.essay(&essay()?, &shown(), Language::Chinese);
    assert_eq!(chinese.summary.as_deref(), Some("文章 摘要。"));
    let ris = chinese.to_ris();
    for line in ["AU  - 张, 三", "AU  - 河津市文化和旅游局", "KW  - 寨", "N1  - 第2版；SHA-256 abab"]
    {
        assert!(ris.contains(line), "{line} is not in {ris}");
    }
    Ok(())
}

#[test]
fn a_part_is_in_the_address_and_in_words() -> anyhow::Result<()> {
    let name = bilingual("样例档案", "The Sample Archive");
    let archive = Archive { addresses: &addresses(), name: &name, publisher: None };
    let mut work = archive.essay(&essay()?, &shown(), Language::Chinese);
    work.locator = Some(Locator::Paragraph { number: 4, anchor: "p4".to_owned() });
    assert!(work.to_reference(Style::default())?.ends_with("https://a.example/essays/on-forts@2#p4."));
    assert!(work.note().is_some_and(|note| note.starts_with("第4段；第2版")));
    let mut work = archive.photo(&photo("堡门", "张三摄", false)?, &shown(), Language::Chinese);
    work.locator = Some(Locator::Region(Region::parse("percent:10,10,50,50", 200, 100)?));
    assert_eq!(
        work.to_reference(Style::default())?,
        "张三. 堡门[EB/OL]. （2026-05-01）[2026-11-24]. https://a.example/photos/alpha-01@2#xywh=percent:10,10,50,50."
    );
    Ok(())
}

#[test]
fn a_drawing_says_that_it_is_one() -> anyhow::Result<()> {
    let name = bilingual("样例档案", "The Sample Archive");
    let archive = Archive { addresses: &addresses(), name: &name, publisher: None };
    let title = |caption, stand_in| -> anyhow::Result<String> {
        Ok(archive.photo(&photo(caption, "本档案绘", stand_in)?, &shown(), Language::Chinese).title)
    };
    assert_eq!(title("拟拍：堡门", true)?, "拟拍：堡门（示意图，非实景）");
    assert_eq!(title("拟拍：堡门（示意图，非实景）", true)?, "拟拍：堡门（示意图，非实景）");
    assert_eq!(title("堡门", false)?, "堡门");
    Ok(())
}

#[test]
fn a_source_is_cited_in_its_own_language() -> anyhow::Result<()> {
    let source = |value: serde_json::Value| -> anyhow::Result<Source> { Ok(serde_json::from_value(value)?) };
    let page = source(json!({
        "id": "x", "type": "webpage", "title": "（无题网页）", "grade": "web", "citable": true,
        "url": "https://example.org/a?b=1&c={d}",
    }))?;
    let page = Work::of_source(&page).map(|work| work.to_reference(Style::default()));
    assert_eq!(page, Some(Ok("[无题网页][EB/OL]. https://example.org/a?b=1&c=%7Bd%7D.".to_owned())));
    let book = source(json!({
        "id": "y", "type": "book", "title": "Walls", "authors": ["John A. Smith"], "issued": "1999", "grade": "scholarly",
        "citable": true,
    }))?;
    let book = Work::of_source(&book).map(|work| work.to_reference(Style::Apa));
    assert_eq!(book, Some(Ok("Smith, J. A. (1999). Walls.".to_owned())));
    let own = source(
        json!({ "id": "z", "type": "inference", "title": "推断", "grade": "inference", "citable": false }),
    )?;
    assert_eq!(Work::of_source(&own), None);
    Ok(())
}

#[test]
fn an_essay_is_a_scholarly_article_to_search_engines() -> anyhow::Result<()> {
    let name = bilingual("样例档案", "The Sample Archive");
    let archive = Archive { addresses: &addresses(), name: &name, publisher: None };
    let work = archive.essay(&essay()?, &shown(), Language::English);
    let page = "https://a.example/en/essays/on-forts";
    let item = Item {
        page,
        licence: Some("https://creativecommons.org/licenses/by/4.0/"),
        archive: ("The Sample Archive", "https://a.example/en/"),
        about: vec!["https://a.example/en/villages/alpha#place".to_owned()],
        ..Item::default()
    };
    let node = json_ld(&work, &item);
    assert_eq!((&node["@type"], &node["headline"]), (&json!("ScholarlyArticle"), &json!("On Forts")));
    assert_eq!((&node["datePublished"], &node["inLanguage"]), (&json!("2026-02-03"), &json!("en-US")));
    assert_eq!(node["author"][0]["@id"], "https://orcid.org/0000-0002-1825-0097");
    assert_eq!(node["author"][1]["@type"], "Organization");
    assert_eq!(node["about"], json!([{ "@id": "https://a.example/en/villages/alpha#place" }]));
    let metas = metas(&work, "The Sample Archive", page, item.licence.unwrap_or_default());
    let authors: Vec<&str> =
        metas.iter().filter(|(name, _)| *name == "citation_author").map(|(_, who)| who.as_str()).collect();
    assert_eq!(authors, ["Zhang, San", "Hejin Bureau of Culture and Tourism"]);
    assert!(metas.contains(&("citation_keywords", "fort".to_owned())));
    assert!(!script_safe(vec![json!({ "name": "</script>" })]).contains('<'));
    Ok(())
}

#[test]
fn a_source_in_a_journal_is_cited_with_volume_number_and_pages() -> anyhow::Result<()> {
    let source: Source = serde_json::from_value(json!({
        "id": "survey-1999", "type": "article-journal", "title": "河津古堡调查", "authors": ["张三"],
        "container": "文物季刊", "volume": "12", "issue": "3", "pages": "15-22", "issued": "1999",
        "grade": "scholarly", "citable": true,
    }))?;
    let work = Work::of_source(&source).ok_or_else(|| anyhow::anyhow!("no work"))?;
    assert_eq!(
        work.to_reference(Style::Gbt7714(Edition::E2025, System::Numeric))?,
        "张三. 河津古堡调查[J]. 文物季刊，1999，12（3）：15-22."
    );
    let (ris, bibtex) = (work.to_ris(), work.to_bibtex());
    for line in ["VL  - 12\r\n", "IS  - 3\r\n", "SP  - 15\r\n", "EP  - 22\r\n"] {
        assert!(ris.contains(line), "{ris}");
    }
    for field in ["volume = {12}", "number = {3}", "pages = {15-22}"] {
        assert!(bibtex.contains(field), "{bibtex}");
    }
    Ok(())
}
