//! Which module may use which, what each must not know, that uses run one way within a module too, and how long a file
//! may be.

mod circles;
mod source;

use std::collections::BTreeSet;
use std::path::Path;

/// Every module and the modules it may use, from the ground up.
const LAYERS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("store", &[]),
    ("prose", &["model"]),
    ("checks", &["model", "prose"]),
    ("interop", &["model", "prose"]),
    ("folder", &["model", "store", "prose", "checks"]),
    ("image", &["model", "store"]),
    ("intake", &["model", "store", "folder", "image"]),
    ("archive", &["model", "store", "prose"]),
    ("mail", &[]),
    ("people", &["model", "store", "archive", "mail"]),
    ("search", &["model", "store", "prose", "archive"]),
    ("changes", &["model", "store", "checks", "archive", "people"]),
    ("uploads", &["model", "store", "image", "people", "changes"]),
    (
        "web",
        &[
            "model", "store", "prose", "interop", "image", "archive", "mail", "people", "search", "changes",
            "uploads",
        ],
    ),
    (
        "cli",
        &[
            "model", "store", "prose", "interop", "folder", "image", "intake", "archive", "mail", "people",
            "search", "changes", "uploads", "web",
        ],
    ),
];

/// What the text of a module must not hold, but for the modules it is for. A word that ends a path of `crate::`
/// is this program's own and does not count.
const BANS: &[(&str, &[&str], &str)] = &[
    ("sqlx::", &["store"], "SQL is the store's"),
    ("object_store::", &["store"], "blobs are the store's"),
    ("lettre::", &["mail"], "letters are the mail's"),
    ("redb::", &["archive"], "lists are the archive's"),
    (
        "std::fs",
        &["store", "folder", "image", "archive", "search", "cli"],
        "files are opened by store, folder, image, archive, search and cli",
    ),
    ("std::path", &["store", "folder", "image", "archive", "search", "cli"], "no file paths here"),
    ("image::", &["image"], "pixels are the image module's"),
    (
        "tokio::",
        &["store", "image", "archive", "people", "search", "changes", "uploads", "web", "cli"],
        "facts and files wait for nobody",
    ),
    ("axum::", &["web"], "HTTP is the web's"),
    ("StatusCode", &["web"], "HTTP is the web's"),
    ("std::env", &["cli"], "configuration is read in cli"),
    ("println!", &["cli"], "only cli talks to a terminal"),
    ("Timestamp::now", &["store"], "take the store's clock"),
    (".main_place()", &["model", "archive"], "where a village is, is told by the archive alone"),
    (
        "uncertainty_m",
        &["model", "archive", "folder", "checks", "changes"],
        "where a village is, is told by the archive alone, and to those who survey it by their own form",
    ),
    (
        ".positions()",
        &["model", "archive", "folder", "checks"],
        "where a village is, is told by the archive alone",
    ),
    (
        "PublicPrecision",
        &["model", "archive", "folder", "changes"],
        "who may be told what is decided in the archive",
    ),
    (
        ".visibility",
        &["model", "archive", "folder", "changes"],
        "who may be shown what is decided in the archive",
    ),
];

/// Files over 400 lines, each with its reason; none may have over 600.
const LONG: &[(&str, &str)] = &[];

/// Every source file of the program: its path below `src/`, its module, its text.
fn sources() -> anyhow::Result<Vec<(String, String, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for (name, bytes) in crate::archives::files(&root)? {
        if let Some(stem) = name.strip_suffix(".rs") {
            let module = stem.split('/').next().unwrap_or(stem).to_owned();
            sources.push((name, module, String::from_utf8(bytes)?));
        }
    }
    Ok(sources)
}

/// The words that follow `before` in a text.
fn words_after<'t>(text: &'t str, before: &'t str) -> impl Iterator<Item = &'t str> {
    text.split(before).skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

#[test]
fn modules_use_only_what_stands_above_them() -> anyhow::Result<()> {
    let mut undeclared = BTreeSet::new();
    for (file, module, text) in sources()? {
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == module) else {
            assert!(["lib", "main"].contains(&module.as_str()), "{file}: `{module}` is not in the table");
            continue;
        };
        assert!(!text.contains("use crate::{"), "{file}: name each module of the crate on a line of its own");
        for used in words_after(&text, "crate::") {
            if used != module && !allowed.contains(&used) {
                undeclared.insert(format!("{file} uses {used}"));
            }
        }
    }
    assert!(undeclared.is_empty(), "{undeclared:#?}");
    Ok(())
}

/// A second database is a second value: beside the place where one is opened, only its own files say anything of it.
#[test]
fn only_its_own_files_name_a_database() -> anyhow::Result<()> {
    let mut found = Vec::new();
    for (file, _, text) in sources()? {
        let own = file == "store/records.rs" || file.starts_with("store/records/sqlite");
        for line in text.lines().filter(|line| !own && !line.trim_start().starts_with("//")) {
            let line = line.to_ascii_lowercase();
            if ["sqlite", "pragma", "vacuum", "raise(", "rowid"].iter().any(|word| line.contains(word)) {
                found.push(format!("{file}: {line}"));
            }
        }
    }
    assert!(found.is_empty(), "{found:#?}");
    Ok(())
}

#[test]
fn the_table_runs_one_way_and_names_what_is_there() -> anyhow::Result<()> {
    for (place, (module, allowed)) in LAYERS.iter().enumerate() {
        let above: Vec<&str> = LAYERS[..place].iter().map(|(name, _)| *name).collect();
        assert!(allowed.iter().all(|used| above.contains(used)), "{module} uses what stands below it");
    }
    let modules: BTreeSet<String> = sources()?.into_iter().map(|(_, module, _)| module).collect();
    let table: BTreeSet<String> =
        LAYERS.iter().map(|(name, _)| *name).chain(["lib", "main"]).map(str::to_owned).collect();
    assert_eq!(modules, table);
    Ok(())
}

#[test]
fn the_root_lists_the_modules_from_the_ground_up() -> anyhow::Result<()> {
    let root = sources()?.into_iter().find(|(file, _, _)| file == "lib.rs").map(|(_, _, text)| text);
    let root = root.unwrap_or_default();
    let listed: Vec<&str> = words_after(&root, "pub mod ").collect();
    assert_eq!(listed, LAYERS.iter().map(|(module, _)| *module).collect::<Vec<_>>());
    Ok(())
}

/// A format of pictures is a thing of the records, which the image module does not know otherwise.
#[test]
fn pixels_know_of_the_records_the_table_of_formats_alone() -> anyhow::Result<()> {
    for (file, _, text) in sources()?.iter().filter(|(_, module, _)| module == "image") {
        let known: Vec<&str> = words_after(text, "model::").filter(|word| *word != "PictureFormat").collect();
        assert!(known.is_empty(), "{file} knows {known:?}");
    }
    Ok(())
}

#[test]
fn nobody_knows_what_is_not_his() -> anyhow::Result<()> {
    let mut known = Vec::new();
    for (file, module, text) in sources()?.into_iter().filter(|(file, _, _)| file != "main.rs") {
        for (word, _, reason) in BANS.iter().filter(|(_, owners, _)| !owners.contains(&module.as_str())) {
            for (number, line) in text.lines().enumerate() {
                let code = line.split("//").next().unwrap_or("");
                let foreign = code.match_indices(word).any(|(at, _)| {
                    !code[..at].ends_with("::")
                        && !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                });
                if foreign {
                    known.push(format!("src/{file}:{}: {word}: {reason}", number + 1));
                }
            }
        }
    }
    assert!(known.is_empty(), "{known:#?}");
    Ok(())
}

#[test]
fn one_file_knows_the_template_engine() -> anyhow::Result<()> {
    let knows = sources()?.into_iter().filter(|(_, _, text)| text.contains("minijinja::"));
    assert_eq!(knows.map(|(file, _, _)| file).collect::<Vec<_>>(), ["web/render.rs"]);
    Ok(())
}

#[test]
fn one_file_knows_how_picture_formats_are_called() -> anyhow::Result<()> {
    let words = ["image/jpeg", "image/tiff", "image/heic", "jpg", "jpeg", "tif", "tiff"];
    let knows = sources()?.into_iter().filter(|(_, _, text)| {
        words
            .iter()
            .any(|word| text.contains(&format!("\"{word}\"")) || text.contains(&format!("\".{word}\"")))
    });
    assert_eq!(knows.map(|(file, _, _)| file).collect::<Vec<_>>(), ["model/picture_format.rs"]);
    Ok(())
}

#[test]
fn files_are_short_and_say_what_they_are_for() -> anyhow::Result<()> {
    for (file, _, text) in sources()? {
        let lines = text.lines().count();
        assert!(lines <= 600, "{file} has {lines} lines");
        let has_reason = LONG.iter().any(|(name, _)| *name == file);
        assert_eq!(lines > 400, has_reason, "{file} has {lines} lines; LONG names those over 400");
        assert!(text.starts_with("//! "), "{file} does not say what it is for");
        assert!(!file.ends_with("mod.rs"), "{file}: foo.rs beside foo/");
    }
    Ok(())
}

/// Where addresses are made and where they are routed to.
const MAKES_ADDRESSES: [&str; 5] = [
    "src/model/address.rs",
    "src/model/address/base.rs",
    "src/model/address/tests.rs",
    "src/web/routes.rs",
    "src/web/staff_routes.rs",
];

#[test]
fn addresses_are_made_in_one_place() -> anyhow::Result<()> {
    let mut segments: BTreeSet<String> = baozhai::web::routes()
        .into_iter()
        .filter_map(|(route, _)| route[1..].split(['/', '.']).next().map(str::to_owned))
        .filter(|segment| !segment.is_empty())
        .collect();
    segments.insert("en".to_owned());
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pasted = Vec::new();
    for folder in ["src", "templates", "static/js"] {
        for (name, bytes) in crate::archives::files(&root.join(folder))? {
            let file = format!("{folder}/{name}");
            let is_code = [".rs", ".html", ".ftl", ".js"].iter().any(|ending| name.ends_with(ending));
            if !is_code || MAKES_ADDRESSES.contains(&file.as_str()) {
                continue;
            }
            let text = String::from_utf8(bytes)?;
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let lines = code.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with("//"));
            let wrong = lines.filter(|(_, line)| segments.iter().any(|segment| is_pasted(line, segment)));
            pasted.extend(wrong.map(|(number, line)| format!("{file}:{}: {}", number + 1, line.trim())));
        }
    }
    assert!(pasted.is_empty(), "ask `model::address` for these: {pasted:#?}");
    assert!(is_pasted("format!(\"/villages/{id}\")", "villages") && is_pasted("`${base}/iiif/`", "iiif"));
    assert!(!is_pasted("\"villages/README.md\"", "villages") && !is_pasted("\"/entry\"", "en"));
    Ok(())
}

/// Whether a text in the line begins a path with a segment, or goes on with it behind a value.
fn is_pasted(line: &str, segment: &str) -> bool {
    line.match_indices(&format!("/{segment}")).any(|(at, found)| {
        let before = line[..at].chars().next_back();
        let after = line[at + found.len()..].chars().next();
        before.is_some_and(|c| matches!(c, '"' | '\'' | '`' | '}'))
            && after.is_none_or(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'))
    })
}
