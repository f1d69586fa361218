//! A history that contradicts itself, in each way: `check` names file and line, an import writes nothing.

use std::path::Path;

use baozhai::store::write_atomically;

use super::{Outcome, exported};
use crate::archives::{copy, edit};
use crate::program::run;

fn read(folder: &Path, path: &str) -> std::io::Result<String> {
    std::fs::read_to_string(folder.join(path))
}

/// Changes one line of a file, from 1.
fn change_line(folder: &Path, path: &str, line: usize, change: impl Fn(&str) -> String) -> Outcome {
    let text = read(folder, path)?;
    let lines = text.lines().zip(1..).map(|(text, n)| if n == line { change(text) } else { text.to_owned() });
    let text: String = lines.map(|line| line + "\n").collect();
    Ok(write_atomically(folder.join(path), text)?)
}

type Break = fn(&Path) -> Outcome;

const FIRST: &str = "history/000001.jsonl";
const SECOND: &str = "history/000002.jsonl";
const THIRD: &str = "history/000003.jsonl";

/// What is done to a sound history, and how `check` begins to name it.
const WAYS: &[(&str, Break, &str)] = &[
    (
        "a commit is gone",
        |folder| Ok(std::fs::remove_file(folder.join(SECOND))?),
        "history/000002.jsonl: broken-history: the file of commit 2 is missing",
    ),
    (
        "the last commit is gone",
        |folder| Ok(std::fs::remove_file(folder.join(THIRD))?),
        "history/archive.json: broken-history: the history has 3 commits, here are 2",
    ),
    (
        "all commits are gone",
        |folder| [FIRST, SECOND, THIRD].iter().try_for_each(|it| Ok(std::fs::remove_file(folder.join(it))?)),
        "history/archive.json: broken-history: the history has 3 commits, here are 0",
    ),
    (
        "the summary is gone",
        |folder| Ok(std::fs::remove_file(folder.join("history/archive.json"))?),
        "history/archive.json: broken-history: the file that says how long",
    ),
    (
        "the summary names another archive",
        |folder| {
            edit(folder, "history/archive.json", "\"identity\":\"", "\"identity\":\"0").and_then(|()| {
                let text = read(folder, "history/archive.json")?;
                let at = text.find("\",\"commits").unwrap_or_default();
                let text = format!("{}{}", &text[..at - 1], &text[at..]);
                Ok(write_atomically(folder.join("history/archive.json"), text)?)
            })
        },
        "history/archive.json: broken-history: the first commit is not that",
    ),
    (
        "a form of the future",
        |folder| edit(folder, "history/archive.json", "\"format\":1", "\"format\":2"),
        "history/archive.json: bad-history: the history has form 2",
    ),
    (
        "a document was edited",
        |folder| edit(folder, SECOND, "乙堡", "乙城"),
        "history/000002.jsonl:2: broken-history: the document of beta@2 has the SHA-256 ",
    ),
    (
        "the message was edited",
        |folder| edit(folder, FIRST, "import of a folder", "import of another"),
        "history/archive.json: broken-history: the first commit is not that",
    ),
    (
        "the date of a later commit was edited",
        |folder| edit(folder, THIRD, "2026-11-24T", "2026-11-25T"),
        "history/archive.json: broken-history: the commits are not those",
    ),
    (
        "a number is left out",
        |folder| edit(folder, SECOND, "\"number\":2", "\"number\":3"),
        "history/000002.jsonl:2: broken-history: beta@3 comes where beta@2 should",
    ),
    (
        "a revision is gone",
        |folder| {
            let text = read(folder, SECOND)?;
            let text: String = text.lines().take(2).map(|line| format!("{line}\n")).collect();
            Ok(write_atomically(folder.join(SECOND), text)?)
        },
        "history/000002.jsonl:1: broken-history: the commit counts 2 revisions, the file has 1",
    ),
    (
        "another kind",
        |folder| edit(folder, THIRD, "\"kind\":\"village\"", "\"kind\":\"essay\""),
        "history/000003.jsonl:2: broken-history: `beta` is a essay here and was a village before",
    ),
    (
        "an unknown kind",
        |folder| edit(folder, THIRD, "\"kind\":\"village\"", "\"kind\":\"castle\""),
        "history/000003.jsonl:2: broken-history: `beta` is a castle here and was a village before",
    ),
    (
        "a commit in the file of another",
        |folder| edit(folder, THIRD, "\"sequence\":3", "\"sequence\":4"),
        "history/000003.jsonl:1: broken-history: this is commit 4 in the file of commit 3",
    ),
    (
        "a revision twice",
        |folder| {
            let text = read(folder, THIRD)?;
            let last = text.lines().last().unwrap_or_default();
            Ok(write_atomically(folder.join(THIRD), format!("{text}{last}\n"))?)
        },
        "history/000003.jsonl:1: broken-history: the commit counts 1 revisions, the file has 2",
    ),
    (
        "the file is cut off",
        |folder| {
            let text = read(folder, THIRD)?;
            Ok(write_atomically(folder.join(THIRD), &text.as_bytes()[..text.len() - 9])?)
        },
        "history/000003.jsonl:2: bad-history: the file is cut off in this line",
    ),
    (
        "an empty file",
        |folder| Ok(write_atomically(folder.join(THIRD), "")?),
        "history/000003.jsonl:1: bad-history: the file is empty",
    ),
    (
        "a line of something else",
        |folder| change_line(folder, SECOND, 3, |_| "{}".to_owned()),
        "history/000002.jsonl:3: bad-history: this is not a revision: missing field",
    ),
    (
        "a time that is none",
        |folder| edit(folder, THIRD, "2026-11-24T", "2026-11-31T"),
        "history/000003.jsonl:1: bad-history: ",
    ),
    (
        "a document that is missing",
        |folder| {
            change_line(folder, THIRD, 2, |line| {
                let at = line.find("\"document\":").unwrap_or_default();
                format!("{}\"document\":null}}", &line[..at])
            })
        },
        "history/000003.jsonl:2: broken-history: the document of beta@3 is missing",
    ),
    (
        "a file of another name",
        |folder| Ok(write_atomically(folder.join("history/0004.jsonl"), "")?),
        "history/0004.jsonl: stray-file: ",
    ),
    (
        "a spoilt picture",
        |folder| {
            let pictures = std::fs::read_dir(folder.join("history/pictures"))?;
            let pictures: Vec<_> = pictures.collect::<Result<_, _>>()?;
            Ok(write_atomically(pictures[0].path(), "spoilt")?)
        },
        "history/pictures/",
    ),
];

#[tokio::test]
async fn each_way_is_named_and_nothing_is_written() -> Outcome {
    let at = tempfile::tempdir()?;
    let sound = exported(at.path()).await?;
    for (way, break_it, expected) in WAYS {
        let broken = tempfile::tempdir()?;
        copy(&sound, &broken.path().join("in"))?;
        break_it(&broken.path().join("in"))?;
        let checked = run(broken.path(), &["check", "in"])?;
        assert_eq!(checked.code, Some(1), "{way}: {checked:?}");
        assert!(checked.stdout.lines().any(|line| line.starts_with(expected)), "{way}: {checked:?}");
        let refused = run(broken.path(), &["import", "in"])?;
        assert_eq!(refused.code, Some(2), "{way}: {refused:?}");
        assert_eq!(refused.stderr.lines().count(), 1, "{way}: {refused:?}");
        let advice = "remove history/ to bring in the present state alone\n";
        assert!(refused.stderr.starts_with("baozhai: history/"), "{way}: {refused:?}");
        assert!(refused.stderr.ends_with(advice), "{way}: {refused:?}");
        assert!(!broken.path().join("data").exists(), "{way}");
    }
    Ok(())
}

#[tokio::test]
async fn without_its_history_the_present_state_comes_in_alone() -> Outcome {
    let (at, other) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let out = exported(at.path()).await?;
    std::fs::remove_dir_all(out.join("history"))?;
    let imported = super::import(other.path(), &out)?;
    assert_eq!(imported.stdout, "sequence 1: 18 added, 0 changed, 0 unchanged, 0 left\n");
    Ok(())
}
