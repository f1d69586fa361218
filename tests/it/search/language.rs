//! Ways to write the same thing, over records made for it: reigns, fields, phrases, exclusions, leads.

use baozhai::model::{Kind, Record};

use super::Outcome;
use super::corpus::{Corpus, hits};

/// A village of one statement.
pub(super) fn village(
    id: &str,
    name: &str,
    pinyin: &str,
    value: &str,
    certainty: &str,
) -> anyhow::Result<Record> {
    let document = serde_json::json!({
        "id": id,
        "entry": "named",
        "name": { "zh": name, "pinyin": pinyin },
        "rights": "CC-BY-4.0",
        "statements": [{
            "property": "built", "value": { "zh": value }, "certainty": certainty, "sources": ["someone"],
        }],
    });
    Ok(Record::from_document(Kind::Village, &document.to_string())?)
}

/// A village that lies at a point.
fn village_at(id: &str, name: &str, public: &str, method: &str) -> anyhow::Result<Record> {
    let document = serde_json::json!({
        "id": id,
        "entry": "named",
        "name": { "zh": name },
        "rights": "CC-BY-4.0",
        "places": [{
            "role": "centre", "geometry": { "point": [110.7, 35.6] }, "datum": "WGS84", "uncertainty_m": 5.0,
            "method": method, "certainty": "established", "sources": ["someone"], "public": public,
        }],
    });
    Ok(Record::from_document(Kind::Village, &document.to_string())?)
}

async fn corpus() -> anyhow::Result<Corpus> {
    let records = [
        village("shangbu", "上堡村", "Shàngbǔ Cūn", "崇祯十五年筑堡，康熙三年重修", "reported")?,
        village("xiabu", "下堡村", "Xiàbǔ Cūn", "1642年筑堡，一说有地道", "lead")?,
        village("yuxian", "蔚庄", "Yùzhuāng", "一说有地道和瓮城", "reported")?,
        village("changping", "长平寨", "Chángpíng Zhài", "乾隆六十年立碑，砖砌堡门", "reported")?,
    ];
    Corpus::of_records(records.into_iter()).await
}

#[tokio::test]
async fn reigns_and_our_years_find_each_other() -> Outcome {
    let corpus = corpus().await?;
    for (query, expected) in [
        ("崇祯十五年", &["shangbu", "xiabu"][..]),
        ("崇禎十五年", &["shangbu", "xiabu"]),
        ("1642", &["xiabu", "shangbu"]),
        ("崇祯壬午", &["shangbu", "xiabu"]),
        ("1664年", &["shangbu"]),
        ("1795", &["changping"]),
        ("乾隆六十年", &["changping"]),
    ] {
        let mut found = corpus.ids(query).await?;
        found.sort();
        let mut expected = expected.to_vec();
        expected.sort_unstable();
        assert_eq!(found, expected, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn a_lead_is_found_marked_and_ranked_lower() -> Outcome {
    let corpus = corpus().await?;
    let found = corpus.ask("地道").await?;
    let found: Vec<_> = hits(&found).into_iter().map(|hit| (hit.id.as_str(), hit.is_lead)).collect();
    assert_eq!(found, [("yuxian", false), ("xiabu", true)]);
    Ok(())
}

#[tokio::test]
async fn a_records_own_reading_counts_and_so_do_the_others() -> Outcome {
    let corpus = corpus().await?;
    for query in ["yuzhuang", "weizhuang", "yz", "wz"] {
        assert_eq!(corpus.ids(query).await?.first().map(String::as_str), Some("yuxian"), "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn phrases_exclusions_and_fields() -> Outcome {
    let corpus = corpus().await?;
    for (query, expected) in [
        ("“地道和瓮城”", vec!["yuxian"]),
        ("「瓮城和地道」", vec![]),
        ("地道 -瓮城", vec!["xiabu"]),
        ("村:上堡 筑堡", vec!["shangbu"]),
        ("village:xiabu", vec!["xiabu"]),
        ("村:没有的村 堡", vec![]),
        ("-地道", vec![]),
        // What mentions a village is not that village.
        ("筑堡 -village:上堡", vec!["xiabu"]),
        ("筑堡 -village:地道", vec!["shangbu", "xiabu"]),
    ] {
        assert_eq!(corpus.ids(query).await?, expected, "{query}");
    }
    Ok(())
}

#[tokio::test]
async fn a_box_holds_only_what_was_measured_and_may_be_shown_so() -> Outcome {
    let corpus = Corpus::of_records(
        [
            village_at("seen", "甲堡", "exact", "gps")?,
            village_at("rounded", "乙堡", "1 km", "gps")?,
            village_at("hidden", "丙堡", "withheld", "surveyed")?,
            village_at("guessed", "丁堡", "exact", "derived-from-text")?,
        ]
        .into_iter(),
    )
    .await?;
    for (west, expected) in [(110.0, vec!["seen"]), (110.8, vec![])] {
        let found = corpus
            .ask_with("堡", |ask| {
                ask.filters.area =
                    Some(baozhai::search::Area { west, south: 35.0, east: 111.0, north: 36.0 });
            })
            .await?;
        assert_eq!(hits(&found).iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), expected, "{west}");
    }
    assert_eq!(corpus.ids("堡").await?.len(), 4);
    Ok(())
}

#[tokio::test]
async fn results_come_by_kind_with_counts_and_page_without_gap() -> Outcome {
    let corpus = Corpus::shipped().await?;
    let all = corpus.ask_with("堡", |ask| (ask.counts, ask.limit) = (true, 200)).await?;
    let ids: Vec<String> = hits(&all).iter().map(|hit| hit.id.clone()).collect();
    assert_eq!(all.total, ids.len() as u64);
    let by_kind: u64 = all.counts["kind"].values().sum();
    assert_eq!(by_kind, all.total);
    let mut paged = Vec::new();
    for page in 0..=ids.len() / 7 {
        let found = corpus.ask_with("堡", |ask| (ask.offset, ask.limit) = (page * 7, 7)).await?;
        paged.extend(hits(&found).iter().map(|hit| hit.id.clone()));
    }
    assert_eq!(paged, ids);
    let grouped = corpus.ask_with("堡", |ask| (ask.groups, ask.counts, ask.limit) = (true, true, 3)).await?;
    for group in grouped.groups() {
        assert!(group.hits.iter().all(|hit| Some(hit.kind) == group.kind));
        assert!(group.total >= group.hits.len() as u64 && group.hits.len() <= 3);
    }
    let narrowed = corpus.ask_with("堡", |ask| ask.filters.town = Some("fancun".to_owned())).await?;
    assert_eq!(narrowed.total, all.counts["town"]["fancun"]);
    Ok(())
}

#[tokio::test]
async fn names_are_offered_while_one_types() -> Outcome {
    let corpus = Corpus::shipped().await?;
    for (typed, first) in [
        ("樊", "fancunbu"),
        ("fanc", "fancunbu"),
        ("xz", "xiaozhang"),
        ("金", "fancunbu"),
        ("Wujia", "wujiabu"),
        ("瓮", "wengcheng"),
    ] {
        let offered = corpus.search.suggest(baozhai::search::Query::parse(typed)?, 8).await?;
        assert_eq!(offered.first().map(|one| one.id.as_str()), Some(first), "{typed}");
        assert!(offered.len() <= 8);
    }
    Ok(())
}

#[tokio::test]
async fn what_was_taken_for_something_else_is_said() -> Outcome {
    let corpus = Corpus::shipped().await?;
    for (query, meant) in
        [("fanchunbu", Some("樊村堡村")), ("范村堡", Some("樊村堡村")), ("樊村堡", None), ("堡", None)]
    {
        assert_eq!(corpus.ask(query).await?.meant.as_deref(), meant, "{query}");
    }
    assert_eq!(corpus.ask("樊村堡 qwrtzx").await?.left_out, ["qwrtzx"]);
    Ok(())
}

#[tokio::test]
async fn nothing_is_said_of_what_is_left_out_of_an_answer() -> Outcome {
    let corpus = Corpus::shipped().await?;
    for groups in [false, true] {
        let ask = |ask: &mut baozhai::search::Ask| {
            (ask.groups, ask.counts, ask.limit) = (groups, true, 200);
        };
        let whole = corpus.ask_with("fanchunbu", ask).await?;
        assert_eq!(whole.meant.as_deref(), Some("樊村堡村"));
        let mut without = whole.clone();
        without.retain(|_, id| id != "fancunbu");
        assert_ne!(without.meant.as_deref(), Some("樊村堡村"));
        assert_eq!(without.total, whole.total - 1);
        let in_groups = |found: &baozhai::search::Found| found.groups().map(|group| group.total).sum::<u64>();
        assert_eq!(in_groups(&without), without.total);
        assert_eq!(without.counts["kind"].values().sum::<u64>(), without.total);
        let mut nothing = whole.clone();
        nothing.retain(|_, _| false);
        assert_eq!((nothing.total, nothing.meant.clone(), nothing.groups().count()), (0, None, 0));
        assert!(nothing.counts.values().all(std::collections::BTreeMap::is_empty));
        let mut all = whole.clone();
        all.retain(|_, _| true);
        assert_eq!(all, whole);
    }
    Ok(())
}
