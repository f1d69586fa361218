//! The commands: their help, their settings, and what they say of a slip.

mod health;
mod server;
mod uploads;

use std::path::Path;

use baozhai::store::write_atomically;

use crate::archives::small;
use crate::program::{Run, program, run};

type Outcome = anyhow::Result<()>;

/// Runs with variables in the environment.
fn run_with(at: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> std::io::Result<Run> {
    Ok(program(at).envs(variables.iter().copied()).args(arguments).output()?.into())
}

#[test]
fn help_reads_well() -> Outcome {
    let at = tempfile::tempdir()?;
    let mut pages = String::new();
    let commands = baozhai::cli::command();
    let names = commands.get_subcommands().map(clap::Command::get_name);
    for command in std::iter::once("").chain(names) {
        let arguments: Vec<&str> = [command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        let found = run_with(at.path(), &[("COLUMNS", "100")], &arguments)?;
        assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""), "{command}");
        assert!(found.stdout.lines().all(|line| line.chars().count() <= 100), "{command}");
        pages.push_str(&format!("$ baozhai {}\n{}\n", arguments.join(" "), found.stdout));
    }
    insta::assert_snapshot!("help", pages);
    Ok(())
}

#[test]
fn no_command_is_answered_with_help_and_an_unknown_one_with_a_hint() -> Outcome {
    let at = tempfile::tempdir()?;
    let nothing = run(at.path(), &[])?;
    assert_eq!(nothing.code, Some(2));
    assert!(nothing.stderr.contains("Usage: baozhai"), "{nothing:?}");
    let slip = run(at.path(), &["imprt", "x"])?;
    assert_eq!(slip.code, Some(2));
    assert!(slip.stderr.contains("'import'"), "{slip:?}");
    Ok(())
}

/// What `verify` says of the data folder it was led to; none of them exists.
fn data_of(at: &Path, variables: &[(&str, &str)], arguments: &[&str]) -> anyhow::Result<String> {
    let found = run_with(at, variables, &[arguments, &["verify"]].concat())?;
    assert_eq!(found.code, Some(2), "{found:?}");
    let data = found.stderr.trim().strip_prefix("baozhai: there is no archive in ");
    let data = data.and_then(|rest| rest.split_once(": name another")).map(|(data, _)| data.to_owned());
    data.ok_or_else(|| anyhow::anyhow!("{found:?}"))
}

#[test]
fn a_flag_wins_over_the_environment_that_over_the_file_that_over_the_default() -> Outcome {
    let at = tempfile::tempdir()?;
    let (flag, environment) = (["--data", "by-flag"], [("BAOZHAI_DATA", "by-environment")]);
    assert_eq!(data_of(at.path(), &[], &[])?, "data");
    write_atomically(at.path().join("baozhai.toml"), "data = \"by-file\"\n")?;
    assert_eq!(data_of(at.path(), &[], &[])?, "by-file");
    assert_eq!(data_of(at.path(), &environment, &[])?, "by-environment");
    assert_eq!(data_of(at.path(), &environment, &flag)?, "by-flag");
    write_atomically(at.path().join("other.toml"), "data = \"by-other-file\"\n")?;
    assert_eq!(data_of(at.path(), &[], &["--config", "other.toml"])?, "by-other-file");
    assert_eq!(data_of(at.path(), &[("BAOZHAI_CONFIG", "other.toml")], &[])?, "by-other-file");
    Ok(())
}

#[test]
fn slips_in_the_settings_are_told_with_a_suggestion() -> Outcome {
    let file = |text| ("baozhai.toml", text);
    for ((name, text), variable, arguments, expected) in [
        (
            file("basurl = \"x\"\n"),
            None,
            vec![],
            "baozhai.toml: there is no setting `basurl`; did you mean `base_url`?",
        ),
        (file("zzz = 1\n"), None, vec![], "baozhai.toml: there is no setting `zzz`"),
        (file("name.zh = \"一\"\nname.fr = \"un\"\n"), None, vec![], "unknown field `fr`"),
        (file("data = [\n"), None, vec![], "baozhai.toml is not TOML"),
        (file("listen = \"here\"\n"), None, vec![], "baozhai.toml is faulty"),
        (file("image_cache_mb = -1\n"), None, vec![], "baozhai.toml is faulty"),
        (
            file(""),
            Some(("BAOZHAI_BASEURL", "x")),
            vec![],
            "there is no environment variable `BAOZHAI_BASEURL`; did you mean `BAOZHAI_BASE_URL`?",
        ),
        (file(""), Some(("BAOZHAI_LISTEN", "8080")), vec![], "--listen <IP:PORT>"),
        (file(""), None, vec!["--config", "nowhere.toml"], "cannot read nowhere.toml"),
        (file(""), None, vec!["--base-url", "example.org"], "must be http:// or https://"),
        (file(""), None, vec!["--base-url", "https://example.org/a//b"], "between single slashes"),
        (file(""), None, vec!["--base-url", "https://example.org/%E6%B2%B3"], "between single slashes"),
        (file(""), None, vec!["--base-url", "https://example.org:0"], "behind the colon"),
        (file("base_url = \"https://example.org/a?b\"\n"), None, vec![], "between single slashes"),
        (file(""), None, vec!["--base-url", "https://a&b\"><x"], "must be http:// or https://"),
        (file(""), None, vec!["--base-url", "https://河津.example"], "xn--"),
        (file(""), None, vec!["--datta", "x"], "--data"),
    ] {
        let at = tempfile::tempdir()?;
        write_atomically(at.path().join(name), text)?;
        let variables: Vec<_> = variable.into_iter().collect();
        let found = run_with(at.path(), &variables, &[arguments.as_slice(), &["verify"]].concat())?;
        assert_eq!(found.code, Some(2), "{text}{variables:?}{arguments:?}: {found:?}");
        assert!(found.stderr.contains(expected), "{expected}: {found:?}");
    }
    Ok(())
}

#[test]
fn reindex_throws_only_away_what_is_derived() -> Outcome {
    let at = tempfile::tempdir()?;
    let small = small();
    run(at.path(), &["import", small.to_str().unwrap_or_default()])?;
    let serving = crate::serving::Serving::start(at.path(), &[])?;
    assert!(serving.get("/iiif/image/3/alpha-01_1/full/160,/0/default.webp")?.starts_with("HTTP/1.1 200"));
    let forms = || files_in(&at.path().join("data/cache/access"));
    while forms() < 4 {
        std::thread::yield_now(); // they are made without anyone asking
    }
    drop(serving);
    // As an archive has left it that was larger.
    let lists = at.path().join("data/cache/lists.redb");
    write_atomically(&lists, "lists")?;
    let found = run(at.path(), &["reindex"])?;
    let thrown = "resized pictures and 4 access forms thrown away; they are made again when asked for\n";
    let index = "search index made, up to change 1\n";
    assert_eq!(found.stdout, format!("lists thrown away; they are made again\n{index}1 {thrown}"));
    assert!(!lists.exists());
    let found = run(at.path(), &["reindex", "--images"])?;
    let made = "4 access forms made, 0 pictures could not be read\n";
    assert_eq!(found.stdout, format!("{index}0 {}{made}", thrown.replace(" 4 ", " 0 ")));
    assert_eq!(run(at.path(), &["verify"])?.code, Some(0));
    Ok(())
}

/// How many finished files a folder and those in it hold.
fn files_in(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let paths = entries.flatten().map(|entry| entry.path());
    paths
        .map(|path| {
            if path.is_dir() {
                files_in(&path)
            } else {
                usize::from(path.extension().is_some_and(|extension| extension == "access"))
            }
        })
        .sum()
}
