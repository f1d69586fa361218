//! Changes that are refused: everything that is wrong is told, and nothing is written.

use baozhai::store::{CommitError, Conflict, KindConflict, Records};

use super::Outcome;
use super::backends::{PHOTO, RecordsPlace, VILLAGE, change, key, village};

/// A store with `a` at revision 2 and `b` at revision 1, after two commits.
async fn two_records(place: &impl RecordsPlace) -> anyhow::Result<Records> {
    let records = place.open().await?;
    records.commit(change([village("a", None, "a1"), village("b", None, "b1")])).await?;
    records.commit(change([village("a", Some(1), "a2")])).await?;
    Ok(records)
}

async fn assert_untouched(records: &Records) -> Outcome {
    let heads = records.heads(None, None, 10).await?;
    let heads: Vec<_> =
        heads.iter().map(|head| (head.key.as_str(), head.number, head.body.as_str())).collect();
    assert_eq!(heads, [("a", 2, "a2"), ("b", 1, "b1")]);
    assert_eq!((records.sequence().await?, records.changes(None, 9).await?.len()), (2, 2));
    assert_eq!(records.faults().await?, [""; 0]);
    Ok(())
}

pub(crate) async fn all_conflicts_are_listed(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    let stale = [
        village("new", None, "would be right"),
        village("a", Some(1), "behind"),
        village("b", None, "is there"),
        village("c", Some(3), "is not there"),
        village("d", Some(0), "no such revision"),
    ];
    let Err(CommitError::Conflict(conflicts)) = records.commit(change(stale)).await else {
        anyhow::bail!("not a conflict")
    };
    let conflict = |name, expected, found| Conflict { key: key(name), expected, found };
    assert_eq!(
        conflicts,
        [
            conflict("a", Some(1), Some(2)),
            conflict("b", None, Some(1)),
            conflict("c", Some(3), None),
            conflict("d", Some(0), None),
        ]
    );
    let Err(CommitError::Conflict(ahead)) = records.commit(change([village("a", Some(u64::MAX), "")])).await
    else {
        anyhow::bail!("not a conflict")
    };
    assert_eq!(ahead, [conflict("a", Some(u64::MAX), Some(2))]);
    assert_untouched(&records).await
}

pub(crate) async fn kind_never_changes(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    let mut proposals = [village("a", Some(2), "a3"), village("b", Some(1), "b2"), village("new", None, "")];
    proposals[0].kind = PHOTO;
    let Err(CommitError::Kind(conflicts)) = records.commit(change(proposals)).await else {
        anyhow::bail!("not a conflict of kinds")
    };
    assert_eq!(conflicts, [KindConflict { key: key("a"), proposed: PHOTO, found: VILLAGE }]);
    assert_untouched(&records).await
}

pub(crate) async fn unchanged_is_refused(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    let proposals = [village("a", Some(2), "a2"), village("b", Some(1), "b1"), village("new", None, "")];
    let Err(CommitError::Unchanged(keys)) = records.commit(change(proposals)).await else {
        anyhow::bail!("not unchanged")
    };
    assert_eq!(keys, [key("a"), key("b")]);
    assert_untouched(&records).await?;
    // What an older revision said may be said again.
    assert_eq!(records.commit(change([village("a", Some(2), "a1")])).await?, 3);
    Ok(())
}

pub(crate) async fn repeated_keys_are_refused(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    let proposals = ["x", "y", "x", "z", "x", "y"].map(|name| village(name, None, "{}"));
    let Err(CommitError::Repeated(keys)) = records.commit(change(proposals)).await else {
        anyhow::bail!("not repeated")
    };
    assert_eq!(keys, [key("x"), key("y")]);
    assert_untouched(&records).await
}

pub(crate) async fn empty_change_is_refused(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    assert!(matches!(records.commit(change([])).await, Err(CommitError::Empty)));
    assert_untouched(&records).await
}

pub(crate) async fn nul_is_refused(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    let right = change([village("new", None, "{}")]);
    let wrong = [
        {
            let mut change = right.clone();
            change.author.push('\0');
            change
        },
        {
            let mut change = right.clone();
            change.message.push('\0');
            change
        },
        change([village("new", None, "{}"), village("newer", None, "\0")]),
    ];
    for change in wrong {
        assert!(matches!(records.commit(change).await, Err(CommitError::Nul(_))));
    }
    assert_untouched(&records).await
}

pub(crate) async fn refusals_leave_no_gap(place: &impl RecordsPlace) -> Outcome {
    let records = two_records(place).await?;
    for _ in 0..20 {
        assert!(records.commit(change([village("a", Some(1), "")])).await.is_err());
    }
    assert_untouched(&records).await?;
    assert_eq!(records.commit(change([village("a", Some(2), "a3")])).await?, 3);
    Ok(())
}
