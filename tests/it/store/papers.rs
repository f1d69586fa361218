//! Working papers: put, found, compared and swapped, swept; several at once, and together with a change of the records.

use std::collections::BTreeSet;

use baozhai::store::{
    Batch, Collection, CommitError, Content, ContentError, Paper, PaperConflict, PaperError, Papers,
    PublishError, Records,
};
use futures::future::try_join_all;

use super::Outcome;
use super::backends::{RecordsPlace, at, change, key, village};

pub(crate) const DRAFT: Collection = Collection::of_papers("draft");
pub(crate) const SESSION: Collection = Collection::of_papers("session");
pub(crate) const AUDIT: Collection = Collection::log("audit");

/// A batch at a time of no importance.
pub(crate) fn batch() -> Batch {
    Batch::new(at("2026-11-28T08:00:00.000000001Z"))
}

pub(crate) fn content(text: &str) -> Content {
    Content::new(serde_json::json!({ "text": text }).to_string())
}

/// The names and versions of all papers of a collection, in order.
pub(crate) async fn all(papers: &Papers, collection: Collection) -> anyhow::Result<Vec<(String, u64)>> {
    let list = papers.list(collection, None, 10_000).await?;
    assert_eq!((list.damaged, list.next), (vec![], None));
    Ok(list.papers.into_iter().map(|paper| (paper.key.to_string(), paper.version)).collect())
}

fn names(papers: &[Paper]) -> Vec<&str> {
    papers.iter().map(|paper| paper.key.as_str()).collect()
}

async fn open(place: &impl RecordsPlace) -> anyhow::Result<(Records, Papers)> {
    let records = place.open().await?;
    let papers = Papers::of(&records);
    Ok((records, papers))
}

pub(crate) async fn what_is_put_is_got(place: &impl RecordsPlace) -> Outcome {
    let (records, papers) = open(place).await?;
    assert_eq!((papers.get(DRAFT, &key("a")).await?, papers.last_write().await?), (None, 0));
    let first = content("堡\"\\\n\u{1f3ef}").labelled("record", "fancunbu").labelled("author", "李");
    let first = first.until(at("2027-01-01T00:00:00Z"));
    let version = papers.write(batch().insert(DRAFT, key("a"), first.clone())).await?;
    let expected = Paper {
        collection: DRAFT,
        key: key("a"),
        version,
        body: first.body.clone(),
        labels: vec![("author".to_owned(), "李".to_owned()), ("record".to_owned(), "fancunbu".to_owned())],
        updated_at: at("2026-11-28T08:00:00.000000001Z"),
        expires_at: first.expires_at,
    };
    assert_eq!(papers.get(DRAFT, &key("a")).await?, Some(expected.clone()));
    // The same name elsewhere is another paper.
    assert_eq!(papers.get(SESSION, &key("a")).await?, None);
    let later = Batch::new(at("2026-11-29T08:00:00Z")).put_if(DRAFT, key("a"), version, content("2"));
    let second = papers.write(later).await?;
    assert!(second > version && papers.last_write().await? == second);
    records.close().await;
    let (records, papers) = open(place).await?;
    let found = papers.get(DRAFT, &key("a")).await?.expect("a paper");
    let (version, body) = (second, content("2").body);
    let updated_at = at("2026-11-29T08:00:00Z");
    assert_eq!(found, Paper { version, body, labels: vec![], updated_at, expires_at: None, ..expected });
    papers.write(batch().delete_if(DRAFT, key("a"), version)).await?;
    assert_eq!((papers.get(DRAFT, &key("a")).await?, papers.count(DRAFT).await?), (None, 0));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn conflicts_tell_what_is_there(place: &impl RecordsPlace) -> Outcome {
    let (records, papers) = open(place).await?;
    let first = papers.write(batch().insert(DRAFT, key("a"), content("1"))).await?;
    let second = papers.write(batch().put_if(DRAFT, key("a"), first, content("2"))).await?;
    let there = papers.get(DRAFT, &key("a")).await?;
    let stale = batch()
        .put_if(DRAFT, key("a"), first, content("mine"))
        .delete_if(DRAFT, key("b"), 1)
        .expect(SESSION, key("a"), second)
        .insert(DRAFT, key("c"), content("would be right"))
        .append(AUDIT, content("would be right"));
    let Err(PaperError::Conflict(conflicts)) = papers.write(stale).await else {
        anyhow::bail!("not a conflict")
    };
    let conflict = |collection, name, expected, found| PaperConflict {
        collection,
        key: key(name),
        expected: Some(expected),
        found,
    };
    assert_eq!(
        conflicts,
        [
            conflict(DRAFT, "a", first, there.clone()),
            conflict(DRAFT, "b", 1, None),
            conflict(SESSION, "a", second, None),
        ]
    );
    let again = papers.write(batch().insert(DRAFT, key("a"), content("3"))).await;
    assert!(matches!(again, Err(PaperError::Conflict(found)) if found[0].found == there));
    assert_eq!(all(&papers, DRAFT).await?, [("a".to_owned(), second)]);
    assert_eq!((papers.count(AUDIT).await?, papers.last_write().await?), (0, second));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

/// Who has seen a paper that was deleted since must not write over another of its name.
pub(crate) async fn versions_never_come_again(place: &impl RecordsPlace) -> Outcome {
    let (_, papers) = open(place).await?;
    let mut seen = BTreeSet::new();
    for round in 0..5 {
        let version = papers.write(batch().insert(DRAFT, key("a"), content("1"))).await?;
        assert!(seen.insert(version), "round {round}");
        for old in seen.iter().filter(|old| **old != version) {
            let stale = papers.write(batch().put_if(DRAFT, key("a"), *old, content("2"))).await;
            assert!(matches!(stale, Err(PaperError::Conflict(_))));
        }
        papers.write(batch().delete_if(DRAFT, key("a"), version)).await?;
    }
    Ok(())
}

pub(crate) async fn several_writes_are_one(place: &impl RecordsPlace) -> Outcome {
    let (_, papers) = open(place).await?;
    let first = papers.write(batch().insert(DRAFT, key("a"), content("1"))).await?;
    let both = batch()
        .delete_if(DRAFT, key("a"), first)
        .insert(DRAFT, key("b"), content("2"))
        .insert(SESSION, key("b"), content("3"))
        .append(AUDIT, content("moved"))
        .append(AUDIT, content("and told"));
    let second = papers.write(both).await?;
    assert_eq!(all(&papers, DRAFT).await?, [("b".to_owned(), second)]);
    assert_eq!(all(&papers, SESSION).await?, [("b".to_owned(), second)]);
    assert_eq!(all(&papers, AUDIT).await?, [1, 2].map(|n| (format!("{n:012}"), second)));
    // What one step needs may be there and not be touched.
    let third = papers.write(batch().expect(DRAFT, key("b"), second).append(AUDIT, content("seen"))).await?;
    assert_eq!(papers.version(DRAFT, &key("b")).await?, Some(second));
    assert_eq!(papers.version(AUDIT, &key("000000000003")).await?, Some(third));
    Ok(())
}

pub(crate) async fn lists_are_paged_in_key_order(place: &impl RecordsPlace) -> Outcome {
    let (_, papers) = open(place).await?;
    let keys = ["z", "a-b", "term:a", "a", "0", "-"];
    let mut writing = batch().insert(SESSION, key("elsewhere"), content(""));
    for name in keys {
        writing = writing.insert(DRAFT, key(name), content(name).labelled("account", "li"));
    }
    papers.write(writing).await?;
    for limit in [1, 2, 3, 6, 7] {
        let (mut forth, mut back, mut labelled) = (Vec::new(), Vec::new(), Vec::new());
        let mut at = None;
        loop {
            let list = papers.list(DRAFT, at.as_ref(), limit).await?;
            forth.extend(list.papers);
            at = list.next;
            if at.is_none() {
                break;
            }
        }
        loop {
            let list = papers.list_back(DRAFT, at.as_ref(), limit).await?;
            back.extend(list.papers);
            at = list.next;
            if at.is_none() {
                break;
            }
        }
        loop {
            let list = papers.labelled(DRAFT, ("account", "li"), at.as_ref(), limit).await?;
            labelled.extend(list.papers);
            at = list.next;
            if at.is_none() {
                break;
            }
        }
        assert_eq!(names(&forth), ["-", "0", "a", "a-b", "term:a", "z"]);
        assert_eq!(labelled, forth);
        back.reverse();
        assert_eq!(back, forth);
    }
    Ok(())
}

pub(crate) async fn labels_find_the_present_state(place: &impl RecordsPlace) -> Outcome {
    let (records, papers) = open(place).await?;
    let of = |record: &str| content("x").labelled("record", record).labelled("record", "every");
    let first = papers
        .write(batch().insert(DRAFT, key("a"), of("fancunbu")).insert(DRAFT, key("b"), of("xiaozhang")))
        .await?;
    let found = async |record: &str| -> anyhow::Result<Vec<String>> {
        let list = papers.labelled(DRAFT, ("record", record), None, 10).await?;
        Ok(list.papers.into_iter().map(|paper| paper.key.to_string()).collect())
    };
    assert_eq!(
        (found("fancunbu").await?, found("every").await?),
        (vec!["a".into()], vec!["a".into(), "b".into()])
    );
    assert!(papers.labelled(SESSION, ("record", "every"), None, 10).await?.papers.is_empty());
    assert!(papers.labelled(DRAFT, ("account", "every"), None, 10).await?.papers.is_empty());
    papers.write(batch().put_if(DRAFT, key("a"), first, of("xiaozhang"))).await?;
    papers.write(batch().delete_if(DRAFT, key("b"), first)).await?;
    assert_eq!((found("fancunbu").await?, found("xiaozhang").await?), (vec![], vec!["a".to_owned()]));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn logs_are_only_appended_to(place: &impl RecordsPlace) -> Outcome {
    let (_, papers) = open(place).await?;
    for n in 0..12 {
        papers.write(batch().append(AUDIT, content(&n.to_string()).labelled("record", "a"))).await?;
    }
    let last = papers.list_back(AUDIT, None, 2).await?;
    assert_eq!(names(&last.papers), ["000000000012", "000000000011"]);
    let one = key("000000000001");
    let version = papers.version(AUDIT, &one).await?.expect("a paper");
    for refused in [
        batch().put_if(AUDIT, one.clone(), version, content("x")),
        batch().delete_if(AUDIT, one.clone(), version),
        batch().insert(AUDIT, key("000000000013"), content("x")),
    ] {
        assert!(matches!(papers.write(refused).await, Err(PaperError::Sealed(AUDIT))));
    }
    let refused = papers.write(batch().append(DRAFT, content("x"))).await;
    assert!(matches!(refused, Err(PaperError::NoLog(DRAFT))));
    let expiring = batch().append(AUDIT, content("x").until(at("2027-01-01T00:00:00Z")));
    let refused = papers.write(expiring).await;
    assert!(matches!(refused, Err(PaperError::Content(AUDIT, ContentError::LogExpires))));
    assert_eq!(papers.count(AUDIT).await?, 12);
    Ok(())
}

pub(crate) async fn what_cannot_be_kept_is_refused(place: &impl RecordsPlace) -> Outcome {
    let (_, papers) = open(place).await?;
    let largest = format!("\"{}\"", "a".repeat(Content::MAX_BYTES - 2));
    let label = |value: String| content("x").labelled("record", value);
    let many = (0..=Content::MAX_LABELS).fold(content("x"), |many, n| many.labelled("record", n.to_string()));
    for wrong in [
        Content::new(""),
        Content::new("{"),
        Content::new("{} {}"),
        Content::new("{\"a\0\":1}"),
        Content::new(format!("{largest} ")),
        label("a".repeat(Content::MAX_LABEL_BYTES + 1)),
        label("\0".to_owned()),
        content("x").labelled("Record", "a"),
        content("x").labelled("record", "a").labelled("record", "a"),
        many,
    ] {
        let both = batch().insert(DRAFT, key("right"), content("x")).insert(DRAFT, key("wrong"), wrong);
        assert!(matches!(papers.write(both).await, Err(PaperError::Content(DRAFT, _))));
    }
    let twice = batch().insert(DRAFT, key("a"), content("1")).expect(DRAFT, key("a"), 1);
    assert!(matches!(papers.write(twice).await, Err(PaperError::Repeated(DRAFT, name)) if name == key("a")));
    assert!(matches!(papers.write(batch()).await, Err(PaperError::Empty)));
    let nothing = papers.write(batch().expect(DRAFT, key("a"), 1)).await;
    assert!(matches!(nothing, Err(PaperError::Empty)));
    assert_eq!((papers.count(DRAFT).await?, papers.last_write().await?), (0, 0));
    papers.write(batch().insert(DRAFT, key("a"), Content::new(largest.clone()))).await?;
    assert_eq!(papers.get(DRAFT, &key("a")).await?.map(|paper| paper.body), Some(largest));
    Ok(())
}

pub(crate) async fn what_has_expired_is_swept(place: &impl RecordsPlace) -> Outcome {
    let (records, papers) = open(place).await?;
    let noon = at("2026-11-28T12:00:00Z");
    let mut writing = batch().insert(DRAFT, key("stays"), content("x"));
    for n in 0..1_200 {
        let ends = if n < 1_100 { noon } else { at("2026-11-28T12:00:00.000000001Z") };
        let content = content("x").labelled("account", (n % 7).to_string()).until(ends);
        writing = writing.insert(SESSION, key(&format!("s-{n:04}")), content);
    }
    papers.write(writing).await?;
    let early = at("2026-11-28T11:59:59.999999999Z");
    assert_eq!(papers.sweep(early).await?, 0);
    let one = papers.get(SESSION, &key("s-0000")).await?.expect("a paper");
    assert_eq!((one.is_expired(early), one.is_expired(noon)), (false, true));
    assert_eq!((papers.sweep(noon).await?, papers.sweep(noon).await?), (1_100, 0));
    assert_eq!((papers.count(SESSION).await?, papers.count(DRAFT).await?), (100, 1));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn publishing_is_one_with_its_papers(place: &impl RecordsPlace) -> Outcome {
    let (records, papers) = open(place).await?;
    let draft = papers.write(batch().insert(DRAFT, key("a"), content("1"))).await?;
    let close = |version| batch().delete_if(DRAFT, key("a"), version).append(AUDIT, content("published"));
    let publication = || change([village("a", None, "{}")]);
    let stale = papers.publish(publication(), close(draft + 1)).await;
    assert!(matches!(stale, Err(PublishError::Papers(PaperError::Conflict(_)))));
    let based_on_nothing = change([village("a", Some(1), "{}")]);
    let stale = papers.publish(based_on_nothing, close(draft)).await;
    assert!(matches!(stale, Err(PublishError::Records(CommitError::Conflict(_)))));
    assert!(matches!(
        papers.publish(change([]), close(draft)).await,
        Err(PublishError::Records(CommitError::Empty))
    ));
    assert_eq!((records.sequence().await?, records.count(None).await?), (0, 0));
    assert_eq!((papers.last_write().await?, papers.count(AUDIT).await?), (draft, 0));
    assert_eq!(papers.publish(publication(), close(draft)).await?, 1);
    assert_eq!(records.head(&key("a")).await?.map(|head| head.number), Some(1));
    assert_eq!((papers.count(DRAFT).await?, papers.count(AUDIT).await?), (0, 1));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn papers_are_no_records(place: &impl RecordsPlace) -> Outcome {
    let (records, papers) = open(place).await?;
    records.commit(change([village("a", None, "{}")])).await?;
    let told = async || -> anyhow::Result<_> {
        let heads = records.heads(None, None, 10).await?;
        let log = (records.changes(None, 10).await?, records.commit_digests(u64::MAX).await?);
        let counts = (records.sequence().await?, records.count(None).await?, records.pulse().await?);
        Ok((heads, log, counts, records.history(&key("a")).await?))
    };
    let before = told().await?;
    let first =
        papers.write(batch().insert(DRAFT, key("a"), content("1")).append(AUDIT, content("2"))).await?;
    papers.write(batch().put_if(DRAFT, key("a"), first, content("3"))).await?;
    assert_eq!(told().await?, before);
    Ok(())
}

/// Eight tasks on two sets of connections count in the same paper, each with a paper and a line in the log beside.
pub(crate) async fn writers_lose_nothing(place: &impl RecordsPlace) -> Outcome {
    const EACH: usize = 10;
    let stores = [open(place).await?, open(place).await?];
    stores[0].1.write(batch().insert(DRAFT, key("shared"), Content::new("0"))).await?;
    let tasks = (0..8).map(|writer| {
        let papers = stores[writer % 2].1.clone();
        tokio::spawn(async move {
            let mut done = 0;
            while done < EACH {
                let shared = papers.get(DRAFT, &key("shared")).await?.expect("a paper");
                let next = (shared.body.parse::<u64>()? + 1).to_string();
                let step = batch()
                    .put_if(DRAFT, key("shared"), shared.version, Content::new(next))
                    .insert(SESSION, key(&format!("s-{writer}-{done}")), content("x"))
                    .append(AUDIT, content("x"));
                match papers.write(step).await {
                    Ok(_) => done += 1,
                    Err(PaperError::Conflict(_)) => {}
                    Err(other) => return Err(other.into()),
                }
            }
            anyhow::Ok(())
        })
    });
    for task in try_join_all(tasks).await? {
        task?;
    }
    let (records, papers) = &stores[1];
    let shared = papers.get(DRAFT, &key("shared")).await?.expect("a paper");
    assert_eq!(shared.body, (8 * EACH).to_string());
    assert_eq!(
        (papers.count(SESSION).await?, papers.count(AUDIT).await?),
        (8 * EACH as u64, 8 * EACH as u64)
    );
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}
