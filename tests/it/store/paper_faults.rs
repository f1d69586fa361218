//! What can be wrong with working papers in a database file: each is named, and can be put right.

use baozhai::store::{Papers, StoreError};

use super::Outcome;
use super::backends::{Place, RecordsPlace, Sqlite, key};
use super::faults::tamper;
use super::papers::{AUDIT, DRAFT, SESSION, batch, content};

#[tokio::test]
async fn sealed_papers_cannot_be_altered() -> Outcome {
    let place = Sqlite::fresh()?;
    let records = place.open().await?;
    let papers = Papers::of(&records);
    papers.write(batch().append(AUDIT, content("1").labelled("record", "a"))).await?;
    for sql in [
        "UPDATE paper SET body = 'x'",
        "UPDATE paper SET sealed = 0",
        "PRAGMA foreign_keys = OFF; DELETE FROM paper",
        "INSERT OR REPLACE INTO paper SELECT collection, key, version, sealed, mark, digest, updated_at, expires_at,
            labels, 'x' FROM paper",
        "UPDATE paper_label SET value = 'b'",
        "DELETE FROM paper_label",
    ] {
        assert!(tamper(&place.file(), sql).await.is_err(), "{sql}");
    }
    let kept = papers.labelled(AUDIT, ("record", "a"), None, 9).await?.papers;
    assert!(matches!(&kept[..], [one] if one.body == content("1").body));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

#[tokio::test]
async fn altered_papers_are_named_and_keep_no_other_back() -> Outcome {
    for (sql, is_read) in [
        ("UPDATE paper SET body = '{\"text\":\"z\"}' WHERE key = 'b'", false),
        ("UPDATE paper SET body = CAST(x'22c3' AS TEXT) WHERE key = 'b'", false),
        ("UPDATE paper SET labels = '[]' WHERE key = 'b'", false),
        ("UPDATE paper SET updated_at = '2026' WHERE key = 'b'", false),
        ("UPDATE paper SET expires_at = '2027-01-01T00:00:00.000000000Z' WHERE key = 'b'", false),
        ("UPDATE paper SET digest = replace(digest, substr(digest, 9, 1), 'x') WHERE key = 'b'", false),
        ("UPDATE paper SET version = version - 1 WHERE key = 'b'", false),
        ("UPDATE paper SET mark = mark + 1 WHERE key = 'b'", true),
        ("DELETE FROM paper_label WHERE key = 'b'", true),
        ("UPDATE paper_label SET value = 'other' WHERE key = 'b'", true),
    ] {
        let place = Sqlite::fresh()?;
        let records = place.open().await?;
        let papers = Papers::of(&records);
        papers.write(batch().insert(SESSION, key("first"), content("x"))).await?;
        let mut writing = batch();
        for name in ["a", "b", "c"] {
            writing = writing.insert(DRAFT, key(name), content(name).labelled("record", "r"));
        }
        papers.write(writing).await?;
        tamper(&place.file(), sql).await?;
        let faults = records.faults().await?;
        assert!(faults.iter().any(|fault| fault.ends_with("draft/b")), "{sql}: {faults:?}");
        assert!(
            !faults.iter().any(|fault| fault.ends_with("/a") || fault.ends_with("/c")),
            "{sql}: {faults:?}"
        );
        let list = papers.list(DRAFT, None, 10).await?;
        assert_eq!((list.papers.len(), list.damaged.len()), if is_read { (3, 0) } else { (2, 1) }, "{sql}");
        if !is_read {
            assert!(matches!(papers.get(DRAFT, &key("b")).await, Err(StoreError::Damaged(_))), "{sql}");
        }
        // What is damaged can be written over, and then all is well.
        let version = papers.version(DRAFT, &key("b")).await?.expect("a paper");
        papers.write(batch().put_if(DRAFT, key("b"), version, content("again"))).await?;
        if !sql.contains("mark") {
            assert_eq!(records.faults().await?, [""; 0], "{sql}");
        }
    }
    Ok(())
}

#[tokio::test]
async fn papers_that_are_gone_are_missed() -> Outcome {
    for sql in [
        "DELETE FROM paper WHERE key = 'b'",
        "UPDATE counter SET value = 0 WHERE name = 'papers'",
        "DELETE FROM counter WHERE name = 'papers'",
        "DELETE FROM counter WHERE name = 'paper_marks'",
        "DROP TRIGGER sealed_paper_stays; DELETE FROM paper WHERE key = '000000000001'",
        "INSERT INTO paper_label VALUES ('draft', 'record', 'r', 'b')",
        "PRAGMA foreign_keys = OFF; INSERT INTO paper_label VALUES ('draft', 'record', 'r', 'gone')",
    ] {
        let place = Sqlite::fresh()?;
        let records = place.open().await?;
        let writing = ["a", "b"].iter().fold(batch(), |all, name| all.insert(DRAFT, key(name), content("x")));
        Papers::of(&records).write(writing.append(AUDIT, content("x")).append(AUDIT, content("y"))).await?;
        assert_eq!(records.faults().await?, [""; 0]);
        tamper(&place.file(), sql).await?;
        assert_ne!(records.faults().await?, [""; 0], "{sql}");
    }
    Ok(())
}
