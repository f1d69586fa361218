//! What may be said without a source: told by `check`, with file and line, and no hindrance to an import.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use baozhai::prose::quantities;
use baozhai::store::write_atomically;

use crate::archives::{broken, copy_of_small, edit};
use crate::program::run;

type Outcome = anyhow::Result<()>;

const ESSAY: &str = "essays/on-forts/essay.toml";

/// What `check` says of a folder about sources, line by line.
fn unsourced(folder: &Path) -> anyhow::Result<Vec<String>> {
    let found = run(folder, &["check", "."])?;
    Ok(found.stdout.lines().filter(|line| line.contains(": unsourced-")).map(str::to_owned).collect())
}

#[test]
fn the_shipped_essays_name_where_they_have_their_facts_from() -> Outcome {
    let found = unsourced(Path::new(env!("CARGO_MANIFEST_DIR")))?;
    let of_essays: Vec<_> = found.iter().filter(|line| line.starts_with("essays/")).collect();
    assert!(of_essays.is_empty(), "{of_essays:#?}");
    Ok(())
}

#[test]
fn a_number_is_right_once_a_statement_says_it() -> Outcome {
    let folder = copy_of_small()?;
    edit(folder.path(), ESSAY, "样例文章。", "墙高2.8倍，共七处，见于1642年。")?;
    let numbers = |lines: Vec<String>| -> Vec<String> {
        lines.iter().filter_map(|line| Some(line.split('`').nth(1)?.to_owned())).collect()
    };
    assert_eq!(numbers(unsourced(folder.path())?), ["2.8倍", "七处", "1642年"]);
    let region = "villages/region.toml";
    edit(folder.path(), region, "有4个堡寨村\"", "有4个堡寨村，7座有墙，另一说是2.8倍\"")?;
    assert_eq!(numbers(unsourced(folder.path())?), ["1642年"]);
    // 1642 of something is not the year.
    edit(folder.path(), region, "7座有墙", "7座有墙，1642个人")?;
    assert_eq!(numbers(unsourced(folder.path())?), ["1642年"]);
    edit(folder.path(), region, "1642个人", "建于1642年")?;
    assert_eq!(unsourced(folder.path())?, [""; 0]);
    Ok(())
}

#[test]
fn numbers_wait_until_the_records_that_vouch_for_them_can_be_read() -> Outcome {
    let folder = copy_of_small()?;
    edit(folder.path(), ESSAY, "样例文章。", "样例县有4个堡寨村。")?;
    let region = fs::read_to_string(folder.path().join("villages/region.toml"))?;
    write_atomically(folder.path().join("villages/region.toml"), format!("{region}\nunknown = 1\n"))?;
    let found = run(folder.path(), &["check", "."])?;
    assert!(found.stdout.ends_with("\n1 problem\n"), "{found:?}");
    Ok(())
}

#[test]
fn what_names_no_source_can_be_imported_all_the_same() -> Outcome {
    for defect in ["unsourced-passage", "unsourced-number", "unsourced-number-of-a-village"] {
        let folder = broken(defect)?;
        assert_eq!(run(folder.path(), &["check", "."])?.code, Some(1), "{defect}");
        let archive = tempfile::tempdir()?;
        let taken = run(archive.path(), &["import", &folder.path().to_string_lossy()])?;
        assert_eq!(taken.code, Some(0), "{defect}: {taken:?}");
    }
    Ok(())
}

/// The home page and the lists have their titles and descriptions in the interface's texts.
#[test]
fn titles_and_descriptions_of_pages_count_nothing_that_no_statement_says() -> Outcome {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let numbers = |text: &str| -> BTreeSet<(String, i64)> {
        let found = quantities(text, &[]);
        found.iter().map(|number| (format!("{:?}", number.dimension), number.thousandths)).collect()
    };
    let region = fs::read_to_string(root.join("villages/region.toml"))?;
    let values = region.lines().filter(|line| line.starts_with("value."));
    let mut said: BTreeSet<_> = values.flat_map(numbers).collect();
    // How many entries there are, named and open, is counted and not claimed.
    let entries = |is_open: bool| -> anyhow::Result<i64> {
        let mut count = 0;
        for entry in fs::read_dir(root.join("villages"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            count += i64::from(!name.contains('.') && name.starts_with("open-") == is_open);
        }
        Ok(count)
    };
    said.extend([entries(false)?, entries(true)?].map(|count| ("Count".to_owned(), count * 1000)));
    let mut looked_at = 0;
    for language in ["zh", "en"] {
        let texts = fs::read_to_string(root.join(format!("templates/locales/{language}.ftl")))?;
        for (key, text) in texts.lines().filter_map(|line| line.split_once(" = ")) {
            // How many may be compared is a rule of the form.
            let stands_alone =
                (key.ends_with("-title") || key.ends_with("-description")) && !key.starts_with("compare-");
            looked_at += usize::from(stands_alone);
            let unsaid: Vec<_> = numbers(text).into_iter().filter(|number| !said.contains(number)).collect();
            assert!(!stands_alone || unsaid.is_empty(), "{language}.ftl: {key} = {text}: {unsaid:?}");
        }
    }
    assert!(looked_at > 30, "the texts are named in another way now: {looked_at}");
    Ok(())
}
