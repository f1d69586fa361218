//! Committing and reading records.

use baozhai::store::{Digest, FeedPosition, Origin, Revision};
use jiff::Timestamp;

use super::Outcome;
use super::backends::{PHOTO, RecordsPlace, VILLAGE, at, change, key, village, villages};

pub(crate) async fn empty_store_answers(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    assert_eq!(records.sequence().await?, 0);
    assert_eq!(records.head(&key("fancunbu")).await?, None);
    assert_eq!(records.revision(&key("fancunbu"), 1).await?, None);
    assert_eq!(records.history(&key("fancunbu")).await?, []);
    assert_eq!(records.heads(None, None, 10).await?, []);
    assert_eq!(records.heads_since(&FeedPosition::start(), 10).await?, []);
    assert_eq!(records.head_digests(None, 10).await?, []);
    assert_eq!(records.changes(None, 10).await?, []);
    assert_eq!(records.count(None).await?, 0);
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn revisions_are_read_back(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    let first = change([village("fancunbu", None, "{\"n\":1}"), village("xiaozhang", None, "{}")]);
    assert_eq!(records.commit(first).await?, 1);
    let mut second = change([village("fancunbu", Some(1), "{\"n\":2}")]);
    second.origin = Origin::Import;
    second.at = at("2026-11-24T08:00:00Z");
    assert_eq!(records.commit(second).await?, 2);

    let old = Revision {
        key: key("fancunbu"),
        kind: VILLAGE,
        number: 1,
        sequence: 1,
        digest: Digest::of("{\"n\":1}"),
        body: "{\"n\":1}".to_owned(),
        origin: Origin::Staff,
        committed_at: at("2026-11-23T08:00:00Z"),
    };
    assert_eq!(records.revision(&key("fancunbu"), 1).await?.as_ref(), Some(&old));
    let new = records.head(&key("fancunbu")).await?.expect("a head");
    assert_eq!((new.number, new.sequence, new.body.as_str()), (2, 2, "{\"n\":2}"));
    assert_eq!((new.origin, new.committed_at), (Origin::Import, at("2026-11-24T08:00:00Z")));
    assert_eq!(records.revision(&key("fancunbu"), 2).await?.as_ref(), Some(&new));
    for none in [0, 3, u64::MAX] {
        assert_eq!(records.revision(&key("fancunbu"), none).await?, None);
    }
    let history = records.history(&key("fancunbu")).await?;
    assert_eq!(
        history.iter().map(|note| (note.number, note.digest)).collect::<Vec<_>>(),
        [(1, old.digest), (2, new.digest)]
    );
    assert_eq!((records.sequence().await?, records.count(Some(&VILLAGE)).await?), (2, 2));
    assert_eq!(records.count(Some(&PHOTO)).await?, 0);
    Ok(())
}

pub(crate) async fn times_are_kept_to_the_nanosecond(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    let times = ["2026-11-23T08:00:00.123456789Z", "1970-01-01T00:00:00Z", "0044-03-15T12:00:00.5Z"];
    let times = times.map(at).into_iter().chain([Timestamp::MIN, Timestamp::MAX]);
    for (i, at) in times.enumerate() {
        let name = format!("v-{i}");
        let mut change = change([village(&name, None, "{}")]);
        change.at = at;
        records.commit(change).await?;
        assert_eq!(records.head(&key(&name)).await?.map(|head| head.committed_at), Some(at));
        assert_eq!(records.changes(None, 1).await?[0].committed_at, at);
    }
    Ok(())
}

pub(crate) async fn texts_are_kept_whatever_they_hold(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    let texts = [
        "",
        "'); DROP TABLE head; --",
        "$1 ?1 :a @b %s {} \\ \" `",
        "樊村堡 𠮷 \u{2066}isolated\u{2069} e\u{301} é \u{feff}\u{fffd}\u{10ffff}",
        "line\r\nline\u{85}\u{2028}\ttab\u{1}\u{7f}",
    ];
    for (i, text) in texts.into_iter().enumerate() {
        let mut change = change([village(&format!("v-{i}"), None, text)]);
        (change.author, change.message) = (text.to_owned(), text.to_owned());
        records.commit(change).await?;
        assert_eq!(records.head(&key(&format!("v-{i}"))).await?.map(|head| head.body).as_deref(), Some(text));
        let log = &records.changes(None, 1).await?[0];
        assert_eq!((log.author.as_str(), log.message.as_str()), (text, text));
    }
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn a_megabyte_is_kept(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    let body = "堡寨".repeat(1_000_000 / 6);
    records
        .commit(change((0..5).map(|i| village(&format!("v-{i}"), None, body.clone() + &i.to_string()))))
        .await?;
    let heads = records.heads(None, None, 10).await?;
    assert!(heads.iter().enumerate().all(|(i, head)| head.body == body.clone() + &i.to_string()));
    assert_eq!(heads.len(), 5);
    Ok(())
}

pub(crate) async fn heads_are_paged_in_key_order(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    // Bytes: - before digits, digits before the colon, the colon before letters.
    let order = ["a", "a-", "a-1", "a1", "a:a", "ab", "b", "term:a", "term:a-", "terma"];
    let mut proposals: Vec<_> = order.iter().rev().map(|name| village(name, None, "{}")).collect();
    proposals[3].kind = PHOTO;
    let photo = proposals[3].key.clone();
    records.commit(change(proposals)).await?;
    let mut seen = Vec::new();
    loop {
        let page = records.heads(None, seen.last(), 3).await?;
        seen.extend(page.iter().map(|head| head.key.clone()));
        if page.len() < 3 {
            break;
        }
    }
    assert_eq!(seen, order.map(key));
    let photos = records.heads(Some(&PHOTO), None, 100).await?;
    assert_eq!(photos.iter().map(|head| &head.key).collect::<Vec<_>>(), [&photo]);
    assert_eq!(records.heads(Some(&PHOTO), Some(&photo), 100).await?, []);
    assert_eq!(records.heads(Some(&VILLAGE), Some(&photo), 100).await?.len(), 3);
    assert_eq!(records.heads(None, None, 0).await?, []);
    Ok(())
}

pub(crate) async fn feed_follows_the_commits(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    records.commit(change([village("b", None, "1"), village("c", None, "1")])).await?;
    records.commit(change([village("a", None, "1")])).await?;
    records.commit(change([village("b", Some(1), "2")])).await?;
    let feed = records.heads_since(&FeedPosition::start(), 100).await?;
    let feed: Vec<_> =
        feed.iter().map(|head| (head.note.sequence, head.note.key.as_str(), head.note.number)).collect();
    assert_eq!(feed, [(1, "c", 1), (2, "a", 1), (3, "b", 2)]);
    assert_eq!(records.heads_since(&FeedPosition::after(1), 100).await?.len(), 2);
    assert_eq!(records.heads_since(&FeedPosition::after(3), 100).await?, []);
    assert_eq!(records.heads_since(&FeedPosition::after(u64::MAX), 100).await?, []);
    Ok(())
}

pub(crate) async fn feed_pages_inside_a_commit(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    records.commit(change(villages("v", 10, 30))).await?;
    let (mut position, mut seen) = (FeedPosition::start(), Vec::new());
    for page in 0.. {
        let heads = records.heads_since(&position, 3).await?;
        let Some(last) = heads.last() else { break };
        position = FeedPosition::at(&last.note);
        seen.extend(heads.iter().map(|head| (head.note.key.clone(), head.note.number)));
        if page == 1 {
            // one that was read and one that was not change while the reader is in the middle
            let read_and_unread = [village("v-00001", Some(1), "2"), village("v-00008", Some(1), "2")];
            records.commit(change(read_and_unread)).await?;
        }
    }
    assert_eq!(position.sequence(), 2);
    seen.sort();
    let expected: Vec<_> = (0..10).map(|i| (key(&format!("v-{i:05}")), if i == 8 { 2 } else { 1 })).collect();
    let mut expected = expected;
    expected.insert(2, (key("v-00001"), 2));
    assert_eq!(seen, expected);
    Ok(())
}

pub(crate) async fn records_are_read_as_they_once_were(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    records.commit(change([village("a", None, "1"), village("b", None, "1")])).await?;
    records.commit(change([village("a", Some(1), "2"), village("c", None, "1")])).await?;
    records.commit(change([village("a", Some(2), "3"), village("b", Some(1), "2")])).await?;
    let keys = [key("c"), key("nothing"), key("a"), key("b"), key("a")];
    let at = async |last: u64| -> anyhow::Result<Vec<(String, u64, String)>> {
        let mut found = Vec::new();
        for kept in records.records_at(last, &keys).await? {
            let revision = kept.whole()?;
            found.push((revision.key.to_string(), revision.number, revision.body));
        }
        found.sort();
        Ok(found)
    };
    let row = |key: &str, number: u64| (key.to_owned(), number, number.to_string());
    assert_eq!(at(0).await?, []);
    assert_eq!(at(1).await?, [row("a", 1), row("b", 1)]);
    assert_eq!(at(2).await?, [row("a", 2), row("b", 1), row("c", 1)]);
    assert_eq!(at(u64::MAX).await?, [row("a", 3), row("b", 2), row("c", 1)]);
    assert_eq!(records.records_at(3, &[]).await?, []);
    Ok(())
}

/// More of them than one statement takes.
pub(crate) async fn many_records_are_read_at_once(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    records.commit(change(villages("v", 450, 30))).await?;
    let keys: Vec<_> = (0..450).map(|i| key(&format!("v-{i:05}"))).collect();
    let mut read = records.records_at(1, &keys).await?;
    read.sort_by(|a, b| a.note.key.cmp(&b.note.key));
    assert_eq!(read.into_iter().map(|kept| kept.note.key).collect::<Vec<_>>(), keys);
    Ok(())
}

pub(crate) async fn log_is_newest_first(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    for i in 0..5 {
        records.commit(change(villages(&format!("v{i}"), i + 1, 30))).await?;
    }
    let numbers = async |before, limit| -> anyhow::Result<Vec<(u64, u64)>> {
        let log = records.changes(before, limit).await?;
        Ok(log.iter().map(|note| (note.sequence, note.revisions)).collect())
    };
    assert_eq!(numbers(None, 2).await?, [(5, 5), (4, 4)]);
    assert_eq!(numbers(Some(4), 2).await?, [(3, 3), (2, 2)]);
    assert_eq!(numbers(Some(1), 2).await?, []);
    Ok(())
}

pub(crate) async fn digests_are_paged(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    records.commit(change(villages("v", 7, 30))).await?;
    let first = records.head_digests(None, 4).await?;
    let rest = records.head_digests(Some(&first[3].key), 4).await?;
    assert_eq!((first.len(), rest.len()), (4, 3));
    for note in first.iter().chain(&rest) {
        let head = records.head(&note.key).await?.expect("a head");
        assert_eq!(
            (note.number, note.digest, note.origin, &note.kind),
            (1, head.digest, Origin::Staff, &VILLAGE)
        );
    }
    Ok(())
}

pub(crate) async fn reopening_changes_nothing(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    records.commit(change(villages("v", 3, 30))).await?;
    let heads = records.heads(None, None, 10).await?;
    records.close().await;
    let records = place.open().await?;
    assert_eq!((records.sequence().await?, records.heads(None, None, 10).await?), (1, heads));
    assert_eq!(records.commit(change([village("w", None, "{}")])).await?, 2);
    assert_eq!(place.open().await?.sequence().await?, 2);
    Ok(())
}

/// More than one statement's worth of rows, and not a multiple of it.
pub(crate) async fn a_large_change_is_whole(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    let mut proposals = villages("v", 1_234, 60);
    records.commit(change(proposals.clone())).await?;
    for proposal in &mut proposals {
        (proposal.base, proposal.body) = (Some(1), format!("{} ", proposal.body));
    }
    proposals.reverse();
    assert_eq!(records.commit(change(proposals.clone())).await?, 2);
    proposals.reverse();
    let heads = records.heads(None, None, 2_000).await?;
    assert_eq!(heads.len(), proposals.len());
    for (head, proposal) in heads.iter().zip(&proposals) {
        assert_eq!((&head.key, head.number, &head.body), (&proposal.key, 2, &proposal.body));
    }
    assert_eq!(records.changes(None, 1).await?[0].revisions, 1_234);
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn identity_is_of_the_first_commit(place: &impl RecordsPlace) -> Outcome {
    let records = place.open().await?;
    assert_eq!(records.identity().await?, None);
    records
        .commit(change([village("xiaozhang", None, "{}"), village("fancunbu", None, "{\"n\":1}")]))
        .await?;
    let line = r#"[1,"文旅局","核对名单","staff","2026-11-23T08:00:00.000000000Z",2]"#;
    let (a, b) = (Digest::of("{\"n\":1}"), Digest::of("{}"));
    let identity = Some(Digest::of(format!("{line}\nfancunbu {a}\nxiaozhang {b}\n")));
    assert_eq!(records.identity().await?, identity);
    records.commit(change([village("fancunbu", Some(1), "{\"n\":2}")])).await?;
    assert_eq!(records.identity().await?, identity);
    Ok(())
}
