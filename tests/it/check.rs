//! `baozhai check DIR`: every fault of a tree in one run, each with its code, file and line; exit code 1.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use baozhai::store::write_atomically;

use crate::archives::{broken, copy_of_small, defects, edit, overlay, small};
use crate::program::{Run, program_through, run};

type Outcome = anyhow::Result<()>;

fn check(folder: &Path) -> std::io::Result<Run> {
    run(folder, &["check", "."])
}

/// `UPDATE_EXPECTED=1 cargo test check::` writes the reports anew, to be looked at in the diff.
#[test]
fn every_broken_tree_is_reported_as_expected() -> Outcome {
    let mut wrong = Vec::new();
    for defect in defects()? {
        let found = check(broken(&defect)?.path())?;
        let file = overlay(&defect).join("expected.txt");
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            write_atomically(&file, &found.stdout)?;
        }
        let expected = fs::read_to_string(&file).unwrap_or_default();
        if (found.code, &found.stdout, found.stderr.as_str()) != (Some(1), &expected, "") {
            wrong.push(format!("{defect}: expected\n{expected}found {found:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// The codes as the sources spell them, so that a new one cannot come without a tree.
fn all_codes() -> anyhow::Result<BTreeSet<String>> {
    let mut codes = BTreeSet::new();
    for file in ["src/folder/problem.rs", "src/model/checks/fault.rs"] {
        let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file))?;
        let arms = text.lines().filter_map(|line| line.trim().strip_prefix("Self::")?.split_once(" => \""));
        let words = arms.filter_map(|(_, rest)| rest.strip_suffix("\","));
        codes.extend(words.filter(|word| word.contains('-') || *word == "unreadable").map(str::to_owned));
    }
    anyhow::ensure!(codes.len() >= 26, "the codes are written in another way now: {codes:?}");
    Ok(codes)
}

#[test]
fn every_code_has_a_tree_of_its_name_with_that_fault_alone() -> Outcome {
    // What an import alone finds is no fault of a folder.
    for code in all_codes()?.into_iter().filter(|code| !code.starts_with("purged-")) {
        let report = fs::read_to_string(overlay(&code).join("expected.txt")).unwrap_or_default();
        assert!(report.contains(&format!(": {code}: ")), "no tree shows `{code}`");
        assert!(report.ends_with("\n1 problem\n"), "`{code}` brings others along:\n{report}");
    }
    Ok(())
}

#[test]
fn one_broken_file_is_one_problem_however_much_refers_to_it() -> Outcome {
    for defect in defects()?.iter().filter(|defect| defect.starts_with("no-chain")) {
        let report = fs::read_to_string(overlay(defect).join("expected.txt"))?;
        let files: BTreeSet<&str> = report.lines().filter_map(|line| line.split(':').next()).collect();
        assert!(files.len() == 2 && report.lines().count() <= 3, "{defect}:\n{report}");
    }
    Ok(())
}

#[test]
fn a_sound_tree_is_counted_and_ends_well() -> Outcome {
    let found = check(&small())?;
    assert_eq!((found.code, found.stderr.as_str()), (Some(0), ""));
    assert_eq!(found.stdout, "no problems: 4 villages, 4 photos, 1 essays, 4 sources, 3 terms\n");
    Ok(())
}

#[test]
fn a_folder_that_is_not_there_is_no_archive() -> Outcome {
    let found = run(&small(), &["check", "nowhere"])?;
    assert_eq!(found.code, Some(1));
    assert_eq!(found.stdout, ".: not-an-archive: there is no folder nowhere\n1 problem\n");
    let found = run(&small(), &["check", "villages/region.toml"])?;
    assert_eq!(found.stdout, ".: not-an-archive: villages/region.toml is no folder\n1 problem\n");
    Ok(())
}

#[test]
fn windows_line_ends_and_byte_order_marks_change_nothing() -> Outcome {
    let folder = copy_of_small()?;
    for path in ["villages/sources.toml", "villages/alpha/village.toml", "villages/alpha/text.zh.md"] {
        let text = fs::read_to_string(folder.path().join(path))?;
        write_atomically(folder.path().join(path), format!("\u{feff}{}", text.replace('\n', "\r\n")))?;
    }
    assert_eq!(check(folder.path())?.code, Some(0));
    edit(folder.path(), "villages/alpha/village.toml", "\"unknown\"", "\"perhaps\"")?;
    let found = check(folder.path())?;
    assert!(found.stdout.starts_with("villages/alpha/village.toml:67: bad-value: "), "{found:?}");
    Ok(())
}

#[test]
fn lines_are_right_behind_an_item_that_cannot_be_read() -> Outcome {
    let folder = copy_of_small()?;
    let sources = "villages/sources.toml";
    edit(folder.path(), sources, "id = \"example-daily\"", "id = \"Example\"")?;
    edit(folder.path(), sources, "id = \"example-page\"", "id = \"example-list\"")?;
    let found = check(folder.path())?;
    let lines: Vec<&str> = found.stdout.lines().filter(|line| line.starts_with(sources)).collect();
    assert!(lines[0].starts_with("villages/sources.toml:10: bad-id: "), "{lines:?}");
    assert!(lines[1].starts_with("villages/sources.toml:31: duplicate-id: "), "{lines:?}");
    Ok(())
}

#[test]
fn names_from_strangers_cannot_steer_a_terminal() -> Outcome {
    let folder = copy_of_small()?;
    write_atomically(folder.path().join("villages/beta/x\u{1b}[2J\nno problems.txt"), "")?;
    edit(folder.path(), "villages/beta/village.toml", "rights", "\"\\u001b[31m\" = 1\nrights")?;
    let found = check(folder.path())?;
    assert_eq!(found.stdout.lines().count(), 3, "{found:?}");
    assert!(!found.stdout.contains('\u{1b}'), "{found:?}");
    Ok(())
}

/// 1 GiB of address space, and the processor's time bounded in case something spins.
const BOUNDED: [&str; 3] = ["prlimit", "--as=1073741824", "--cpu=60"];

#[test]
fn hostile_pictures_are_named_within_a_gigabyte() -> Outcome {
    let folder = copy_of_small()?;
    let picture = |name: &str, bytes: &[u8]| -> Outcome {
        let stem = folder.path().join("photos/alpha").join(name);
        let record = fs::read(folder.path().join("photos/alpha/alpha-01.toml"))?;
        write_atomically(stem.with_extension("toml"), record)?;
        Ok(write_atomically(&stem, bytes)?)
    };
    let jpeg = fs::read(small().join("photos/alpha/alpha-01.jpg"))?;
    let png = fs::read(small().join("photos/alpha/alpha-02.png"))?;
    let claiming = |sides: u32| {
        let mut png = png.clone();
        png[16..20].copy_from_slice(&sides.to_be_bytes());
        png[20..24].copy_from_slice(&sides.to_be_bytes());
        let mut crc = flate2::Crc::new();
        crc.update(&png[12..29]);
        png[29..33].copy_from_slice(&crc.sum().to_be_bytes());
        png
    };
    picture("alpha-10.jpg", &jpeg[..jpeg.len() - 40])?;
    picture("alpha-11.png", &claiming(u32::MAX))?;
    picture("alpha-12.png", &claiming(14_000))?;
    picture("alpha-13.png", &claiming(0))?;
    picture("alpha-14.webp", b"RIFF\xff\xff\xff\xffWEBPVP8 \xff\xff\xff\xff")?;
    picture("alpha-15.jpg", &[0xff, 0xd8, 0xff].repeat(10_000))?;
    picture("alpha-16.png", &png[..png.len() / 2])?;
    picture("alpha-17.jpg", &png)?;
    picture("alpha-18.webp", &vec![0; 4 << 20])?;
    let found: Run = program_through(&BOUNDED, folder.path()).args(["check", "."]).output()?.into();
    assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""), "{found:?}");
    for number in 10..=18 {
        let name = format!("photos/alpha/alpha-{number}.");
        let lines: Vec<&str> = found.stdout.lines().filter(|line| line.starts_with(&name)).collect();
        let code = lines.first().and_then(|line| line.split(": ").nth(1)).unwrap_or_default();
        let codes = ["unreadable-picture", "picture-too-large", "wrong-extension"];
        assert!(lines.len() == 1 && codes.contains(&code), "{number}: {lines:?}");
    }
    Ok(())
}

#[test]
fn hostile_texts_are_named_within_a_gigabyte() -> Outcome {
    let deep_key = format!("{} = 1\n", "a.".repeat(200_000) + "a");
    let deep_list = format!("a = {}\n", "[".repeat(500_000));
    let deep_table = format!("a = {}\n", "{a=".repeat(300_000));
    let headers = "[[term]]\n".repeat(100_000);
    let keys: String = (0..80_000).map(|n| format!("k{n}=0\n")).collect();
    let long_key = format!("{} = 1\n", "k".repeat(1_000_000));
    for (what, text) in [
        ("deep key", deep_key),
        ("deep list", deep_list),
        ("deep table", deep_table),
        ("headers", headers),
        ("keys", keys),
        ("long key", long_key),
        ("two megabytes", "# 堡\n".repeat(400_000)),
    ] {
        let folder = copy_of_small()?;
        write_atomically(folder.path().join("villages/vocabulary.toml"), text)?;
        let started = Instant::now();
        let found: Run = program_through(&BOUNDED, folder.path()).args(["check", "."]).output()?.into();
        assert_eq!((found.code, found.stderr.as_str()), (Some(1), ""), "{what}: {:?}", found.stderr);
        assert!(found.stdout.starts_with("villages/vocabulary.toml"), "{what}");
        eprintln!("{what}: {:?}, {} bytes of report", started.elapsed(), found.stdout.len());
    }
    Ok(())
}

#[test]
fn thousands_of_faults_are_all_listed() -> Outcome {
    let folder = copy_of_small()?;
    let statement = "\n[[statement]]\nproperty = \"nothing\"\nvalue.zh = \"一\"\ncertainty = \"lead\"\n";
    let village = fs::read_to_string(small().join("villages/beta/village.toml"))?;
    let text = format!("{village}{}", statement.repeat(5_000));
    write_atomically(folder.path().join("villages/beta/village.toml"), text)?;
    let found: Run = program_through(&BOUNDED, folder.path()).args(["check", "."]).output()?.into();
    assert!(found.stdout.ends_with("\n10000 problems\n"), "{:?}", found.stdout.lines().last());
    let last = "villages/beta/village.toml:25001: dangling-reference: there is no property `nothing`";
    assert!(found.stdout.contains(last), "{:?}", found.stdout.lines().nth_back(2));
    Ok(())
}

#[test]
fn a_reader_that_leaves_early_is_no_breakdown() -> Outcome {
    let folder = copy_of_small()?;
    let keys: String = (0..20_000).map(|n| format!("k{n}=0\n")).collect();
    write_atomically(folder.path().join("villages/vocabulary.toml"), keys)?;
    let script = "\"$0\" check . | head -n 1";
    let program = env!("CARGO_BIN_EXE_baozhai");
    let found: Run =
        Command::new("sh").args(["-c", script, program]).current_dir(folder.path()).output()?.into();
    assert_eq!((found.stdout.lines().count(), found.stderr.as_str()), (1, ""));
    Ok(())
}

#[test]
fn pipes_and_sockets_in_a_tree_are_named_and_not_waited_for() -> Outcome {
    let folder = copy_of_small()?;
    for path in ["villages/beta/text.zh.md", "photos/alpha/alpha-09.jpg"] {
        let made = Command::new("mkfifo").arg(folder.path().join(path)).status()?;
        assert!(made.success());
    }
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("villages/beta/socket"))?;
    let bounded = ["timeout", "20"];
    let found: Run = program_through(&bounded, folder.path()).args(["check", "."]).output()?.into();
    assert_eq!(found.code, Some(1), "{found:?}");
    assert_eq!(found.stdout.matches(": unreadable: it is a link or a device").count(), 3, "{found:?}");
    Ok(())
}

#[test]
fn what_systems_and_programs_leave_is_passed_over() -> Outcome {
    let folder = copy_of_small()?;
    for path in [
        "photos/alpha/desktop.ini",
        "photos/alpha/Thumbs.db",
        "photos/alpha/@eaDir/alpha-01.jpg/SYNOPHOTO_THUMB_M.jpg",
        "photos/alpha/alpha-01.jpg:Zone.Identifier",
        "photos/alpha/alpha-01.jpg\u{f03a}Zone.Identifier",
        "photos/alpha/alpha-09.jpg.crdownload",
        "photos/._alpha",
        "photos/__MACOSX/alpha/._alpha-01.jpg",
        "villages/alpha/.git/config",
        "villages/alpha/~$text.docx",
        "villages/beta/text.zh.md~",
        "villages/$RECYCLE.BIN/desktop.ini",
        "villages/System Volume Information/WPSettings.dat",
        "essays/#recycle/on-forts/essay.toml",
        "essays/.DS_Store",
    ] {
        let file = folder.path().join(path);
        fs::create_dir_all(file.parent().unwrap_or(&file))?;
        write_atomically(file, "x")?;
    }
    let found = check(folder.path())?;
    assert_eq!((found.code, found.stdout.lines().count()), (Some(0), 1), "{found:?}");
    Ok(())
}

#[test]
fn folders_within_folders_are_named_and_not_followed_for_ever() -> Outcome {
    let folder = copy_of_small()?;
    let mut deep = folder.path().join("villages/beta");
    for _ in 0..500 {
        deep.push("d");
    }
    fs::create_dir_all(&deep)?;
    write_atomically(deep.join("village.toml"), "")?;
    std::os::unix::fs::symlink("..", folder.path().join("villages/beta/loop"))?;
    let found = check(folder.path())?;
    assert_eq!(found.stdout.lines().count(), 3, "{found:?}");
    assert!(found.stdout.contains("/d/d/village.toml: stray-file: "), "{found:?}");
    assert!(found.stdout.contains("villages/beta/loop: unreadable: "), "{found:?}");
    Ok(())
}
