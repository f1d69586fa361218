//! A data folder that cannot be written to and a disk that is full: a clear word before anything is half done.

use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use sqlx::{Connection, Executor, SqliteConnection};

use super::{Outcome, import, path, with_photos};
use crate::archives::{files, small};
use crate::program::{Run, program_through, run};

/// Root may write anywhere, so root's test runs the program as nobody.
fn as_nobody(at: &Path, arguments: &[&str]) -> anyhow::Result<Run> {
    let nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"];
    let is_root = std::fs::metadata("/proc/self")?.uid() == 0;
    let wrapper = if is_root { nobody.as_slice() } else { &["env"] };
    Ok(program_through(wrapper, at).args(arguments).output()?.into())
}

fn set_mode(path: &Path, mode: u32) -> std::io::Result<()> {
    std::fs::set_permissions(path, PermissionsExt::from_mode(mode))
}

/// A folder anyone may look into.
fn open_folder() -> anyhow::Result<tempfile::TempDir> {
    let at = tempfile::tempdir()?;
    set_mode(at.path(), 0o755)?;
    Ok(at)
}

#[test]
fn a_data_folder_that_cannot_be_made_is_told() -> Outcome {
    let at = open_folder()?;
    set_mode(at.path(), 0o555)?;
    let small = small();
    let refused = as_nobody(at.path(), &["import", path(&small)?])?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.starts_with("baozhai: cannot make the data folder data: "), "{refused:?}");
    set_mode(at.path(), 0o755)?;
    assert_eq!(files(at.path())?.len(), 0);
    Ok(())
}

#[test]
fn an_archive_that_may_only_be_read_is_left_as_it_is() -> Outcome {
    let at = open_folder()?;
    import(at.path(), &small())?;
    let data = at.path().join("data");
    let before = files(&data)?;
    for name in before.keys() {
        set_mode(&data.join(name), 0o444)?;
    }
    set_mode(&data, 0o555)?;
    let more = with_photos(2)?;
    set_mode(more.path(), 0o755)?;
    for arguments in [["import", path(more.path())?].as_slice(), &["serve", "--listen", "127.0.0.1:0"]] {
        let refused = as_nobody(at.path(), arguments)?;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let clear = ["cannot use", "cannot be written to", "cannot open the archive"];
        assert!(clear.iter().any(|words| refused.stderr.contains(words)), "{refused:?}");
        assert_eq!(refused.stderr.lines().count(), 1, "{refused:?}");
    }
    set_mode(&data, 0o755)?;
    assert!(files(&data)? == before);
    Ok(())
}

/// As after a first start by root.
#[test]
fn a_cache_of_somebody_else_is_told_in_one_line() -> Outcome {
    let at = open_folder()?;
    import(at.path(), &small())?;
    let data = at.path().join("data");
    if std::fs::metadata("/proc/self")?.uid() == 0 {
        let given = Command::new("chown").args(["-R", "65534:65534", path(&data)?]).status()?;
        assert!(given.success());
    }
    std::fs::create_dir(data.join("cache"))?;
    set_mode(&data.join("cache"), 0o555)?;
    let refused = as_nobody(at.path(), &["serve", "--listen", "127.0.0.1:0"])?;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.starts_with("baozhai: cannot write to data/cache: give it"), "{refused:?}");
    assert_eq!(refused.stderr.lines().count(), 1, "{refused:?}");
    set_mode(&data.join("cache"), 0o755)?;
    Ok(())
}

#[test]
fn a_file_in_the_place_of_the_data_folder_is_told() -> Outcome {
    let at = tempfile::tempdir()?;
    baozhai::store::write_atomically(at.path().join("data"), "mine")?;
    let small = small();
    let refused = run(at.path(), &["import", path(&small)?])?;
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.starts_with("baozhai: cannot make the data folder data: "), "{refused:?}");
    Ok(())
}

/// A file system of a few hundred kilobytes, mounted for the child alone; where that is not allowed, a limit
/// on the size of files, which is another error and leaves as little behind.
#[test]
fn a_full_disk_is_told_and_leaves_nothing_half_written() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, with_photos(40)?);
    let may_mount = ["unshare", "-rm", "true"];
    let may_mount =
        Command::new(may_mount[0]).args(&may_mount[1..]).output().is_ok_and(|it| it.status.success());
    let after = "\"$1\" import \"$2\" --data \"$0/data\"; echo \"import: $?\"; \"$1\" verify --data \"$0/data\"; \
                 echo \"verify: $?\"; find \"$0\" -name '*.tmp' -o -name '*#*'";
    let mut refusals = 0;
    for kilobytes in [64, 96, 128, 160, 200, 260, 400, 4_000] {
        let script = if may_mount {
            format!("mount -t tmpfs -o size={kilobytes}k full \"$0\" && {after}")
        } else {
            format!("trap '' XFSZ; ulimit -f {}; {after}", kilobytes / 4)
        };
        let (program, wrapper) = (env!("CARGO_BIN_EXE_baozhai"), ["unshare", "-rm"]);
        let mut command = Command::new(if may_mount { wrapper[0] } else { "env" });
        command.args(if may_mount { &wrapper[1..] } else { &[] });
        command.args(["sh", "-c", &script, path(at.path())?, program, path(folder.path())?]);
        let found: Run = command.output()?.into();
        let is_refused = found.stdout.contains("import: 2\n");
        refusals += usize::from(is_refused);
        assert!(is_refused || found.stdout.contains("import: 0\n"), "{kilobytes} kB: {found:?}");
        if is_refused && may_mount {
            assert!(found.stderr.contains("the disk is full"), "{kilobytes} kB: {found:?}");
        }
        // Nothing is damaged; where there is no room even for that, there is no archive yet.
        let nothing_there = found.stderr.contains("there is no archive") || found.stderr.contains("is full");
        let is_sound = found.stdout.contains("; 0 damaged\nverify: 0\n");
        assert!(is_sound || (is_refused && nothing_there), "{kilobytes} kB: {found:?}");
        assert!(found.stdout.ends_with('\n') && !found.stdout.contains(".tmp"), "{found:?}");
    }
    assert!(refusals > 3, "{refusals}");
    Ok(())
}

/// Somebody reads all the while, in a transaction of before the commit.
#[tokio::test]
async fn an_import_says_that_the_log_could_not_be_emptied() -> Outcome {
    let (at, folder) = (tempfile::tempdir()?, crate::archives::copy_of_small()?);
    import(at.path(), folder.path())?;
    let url = baozhai::store::Records::url_of(&at.path().join("data/archive.db"));
    let mut reader = SqliteConnection::connect(&url).await?;
    reader.execute("BEGIN; SELECT count(*) FROM head").await?;
    crate::archives::edit(folder.path(), "villages/beta/village.toml", "乙村", "乙堡")?;
    let imported = import(at.path(), folder.path())?;
    assert_eq!(imported.code, Some(0), "{imported:?}");
    assert!(imported.stdout.starts_with("sequence 2: 0 added, 1 changed, "), "{imported:?}");
    assert_eq!(imported.stderr.lines().count(), 1, "{imported:?}");
    assert!(imported.stderr.contains("archive.db-wal could not be emptied into archive.db"), "{imported:?}");
    reader.execute("COMMIT").await?;
    crate::archives::edit(folder.path(), "villages/beta/village.toml", "乙堡", "乙寨")?;
    assert_eq!(import(at.path(), folder.path())?.stderr, "");
    Ok(reader.close().await?)
}
