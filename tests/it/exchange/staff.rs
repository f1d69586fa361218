//! An import never overwrites what staff have done since, unless it is told to.

use baozhai::store::{Change, Clock, Origin, Proposal, Records};

use super::{Outcome, import, path, records};
use crate::archives::{copy_of_small, edit, small};
use crate::program::run;

/// Gives the village beta another name, as staff would.
async fn rename_beta(records: &Records) -> Outcome {
    let head = records.head(&"beta".parse()?).await?.expect("beta was imported");
    let body = head.body.replace("乙村", "乙村（馆员改）");
    let proposal = Proposal { key: head.key, kind: head.kind, base: Some(head.number), body };
    let change = Change {
        author: "文旅局".to_owned(),
        message: "改名".to_owned(),
        origin: Origin::Staff,
        at: Clock::system().now(),
        proposals: vec![proposal],
    };
    records.commit(change).await?;
    Ok(())
}

#[tokio::test]
async fn a_newer_staff_edit_is_left_and_listed() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let records = records(at.path()).await?;
    rename_beta(&records).await?;
    let imported = import(at.path(), &small())?;
    assert_eq!(imported.code, Some(0));
    assert_eq!(
        imported.stdout,
        "nothing new: 17 unchanged, 1 left\n\
         left as staff edited it: beta (revision 2); --force overwrites it\n"
    );
    let head = records.head(&"beta".parse()?).await?.expect("it is there");
    assert!(head.number == 2 && head.body.contains("馆员改"), "{head:?}");
    Ok(())
}

#[tokio::test]
async fn what_staff_did_not_touch_comes_in_beside_what_they_did() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    let records = records(at.path()).await?;
    rename_beta(&records).await?;
    edit(folder.path(), "villages/gamma/village.toml", "丙村", "丙堡")?;
    let imported = import(at.path(), folder.path())?;
    assert!(
        imported.stdout.starts_with("sequence 3: 0 added, 1 changed, 16 unchanged, 1 left\n"),
        "{imported:?}"
    );
    Ok(())
}

#[tokio::test]
async fn force_overwrites_a_staff_edit_and_keeps_it_as_an_old_revision() -> Outcome {
    let at = tempfile::tempdir()?;
    import(at.path(), &small())?;
    let records = records(at.path()).await?;
    rename_beta(&records).await?;
    let small = small();
    let imported = run(at.path(), &["import", "--force", path(&small)?])?;
    assert_eq!(imported.stdout, "sequence 3: 0 added, 1 changed, 17 unchanged, 0 left\n");
    let history = records.history(&"beta".parse()?).await?;
    assert_eq!(
        history.iter().map(|note| note.origin).collect::<Vec<_>>(),
        [Origin::Import, Origin::Staff, Origin::Import]
    );
    let staff = records.revision(&"beta".parse()?, 2).await?;
    assert!(staff.is_some_and(|staff| staff.body.contains("馆员改")));
    // From here on the record is the import's again.
    let again = import(at.path(), &small)?;
    assert_eq!(again.stdout, "nothing new: 18 unchanged, 0 left\n");
    Ok(())
}

#[tokio::test]
async fn an_edit_that_says_the_same_is_no_conflict() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, copy_of_small()?);
    import(at.path(), folder.path())?;
    rename_beta(&records(at.path()).await?).await?;
    edit(folder.path(), "villages/beta/village.toml", "乙村", "乙村（馆员改）")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.stdout, "nothing new: 18 unchanged, 0 left\n");
    Ok(())
}
