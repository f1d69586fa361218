//! Texts that were removed for good: told from damage, and put back by nobody.

use baozhai::store::{PurgedText, Records, StoreError};

use super::Outcome;
use super::backends::{Place, RecordsPlace, Sqlite, change, key, village};
use super::faults::tamper;

/// Words that stand in no other text.
const WORDS: &str = "{\"words\":\"nobody-may-read-this\"}";

async fn purged() -> anyhow::Result<(Sqlite, Records)> {
    let place = Sqlite::fresh()?;
    let records = place.open().await?;
    records.commit(change(vec![village("alpha", None, WORDS), village("beta", None, "{}")])).await?;
    records.commit(change(vec![village("alpha", Some(1), "{\"later\":1}")])).await?;
    let before = records.commit_digests(2).await?;
    let texts = [text(1)?, text(7)?];
    assert_eq!(records.purge_texts(&texts).await?, 1, "of a revision that there is not nothing goes");
    assert_eq!(records.purge_texts(&texts).await?, 0);
    assert_eq!(records.commit_digests(2).await?, before);
    Ok((place, records))
}

fn text(number: u64) -> anyhow::Result<PurgedText> {
    Ok(PurgedText { key: key("alpha"), number, on: "2026-11-28".to_owned() })
}

#[tokio::test]
async fn a_purged_text_is_no_damage_and_stays_away() -> Outcome {
    let (_place, records) = purged().await?;
    assert_eq!(records.faults().await?, Vec::<String>::new());
    assert_eq!(records.purged_texts().await?, [text(1)?]);
    let told = records.revision(&key("alpha"), 1).await;
    assert!(
        matches!(&told, Err(StoreError::Purged { revision, on }) if revision == "alpha@1" && on == "2026-11-28")
    );
    let kept = records.history_with_texts(&key("alpha")).await?;
    assert_eq!((kept[0].body.clone(), kept[0].purged.as_deref()), (None, Some("2026-11-28")));
    assert!(kept[1].body.is_some() && kept[1].purged.is_none());
    assert!(records.head(&key("alpha")).await?.is_some());
    assert!(!records.restore_text(&key("alpha"), 1, WORDS).await?, "it is not damage");
    assert!(matches!(records.revision(&key("alpha"), 1).await, Err(StoreError::Purged { .. })));
    Ok(())
}

#[tokio::test]
async fn a_scrubbed_file_holds_no_word_of_it() -> Outcome {
    let (place, records) = purged().await?;
    records.scrub().await?;
    let bytes = std::fs::read(place.file())?;
    let words = b"nobody-may-read-this";
    assert!(!bytes.windows(words.len()).any(|part| part == words));
    assert!(records.is_settled());
    assert_eq!(records.faults().await?, Vec::<String>::new());
    Ok(())
}

#[tokio::test]
async fn what_was_purged_stays_so_for_any_hand() -> Outcome {
    let (place, records) = purged().await?;
    for sql in ["DELETE FROM purged_text", "UPDATE purged_text SET purged_on = '2020'"] {
        assert!(tamper(&place.file(), sql).await.is_err(), "{sql}");
    }
    tamper(
        &place.file(),
        "DROP TRIGGER revision_is_kept; UPDATE revision SET body = 'again' WHERE key = 'alpha' AND number = 1",
    )
    .await?;
    assert_eq!(records.faults().await?, ["a text was purged and is still there: alpha@1"]);
    assert!(matches!(records.revision(&key("alpha"), 1).await, Err(StoreError::Purged { .. })));
    // An empty text that nobody lists is damage.
    tamper(&place.file(), "UPDATE revision SET body = '' WHERE key = 'beta'").await?;
    assert!(records.faults().await?.contains(&"a text has not its digest: beta@1".to_owned()));
    Ok(())
}
