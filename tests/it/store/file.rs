//! Writing files atomically.

use std::path::Path;

use baozhai::store::{StoreError, clear_temporaries, write_atomically};

use super::Outcome;

fn names(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut names: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<std::io::Result<_>>()?;
    names.sort();
    Ok(names)
}

#[test]
fn files_are_written_and_replaced() -> Outcome {
    let folder = tempfile::tempdir()?;
    let long = "堡".repeat(85);
    for name in ["照片 01.json", "a", &long] {
        let path = folder.path().join(name);
        for bytes in [&b"first"[..], b"", b"third"] {
            write_atomically(&path, bytes)?;
            assert_eq!(std::fs::read(&path)?, bytes);
        }
    }
    assert_eq!(names(folder.path())?.len(), 3);
    Ok(())
}

#[test]
fn what_cannot_be_replaced_stays() -> Outcome {
    let folder = tempfile::tempdir()?;
    std::fs::create_dir_all(folder.path().join("folder/inside"))?;
    assert!(matches!(write_atomically(folder.path().join("folder"), "x"), Err(StoreError::Path { .. })));
    for nameless in ["/", "", "..", "a/.."] {
        assert!(matches!(write_atomically(nameless, "x"), Err(StoreError::Path { .. })), "{nameless:?}");
    }
    assert_eq!(names(folder.path())?, ["folder"]);
    Ok(())
}

#[test]
fn readers_and_writers_at_once_see_whole_files() -> Outcome {
    let folder = tempfile::tempdir()?;
    let path = &folder.path().join("file");
    write_atomically(path, vec![0; 100_000])?;
    std::thread::scope(|scope| -> Outcome {
        let writers: Vec<_> = (0..4_u8)
            .map(|writer| {
                scope.spawn(move || (0..10).try_for_each(|_| write_atomically(path, vec![writer; 100_000])))
            })
            .collect();
        while !writers.iter().all(|writer| writer.is_finished()) {
            let bytes = std::fs::read(path)?;
            assert!(bytes.len() == 100_000 && bytes.iter().all(|byte| *byte == bytes[0]));
        }
        for writer in writers {
            writer.join().expect("a writer")?;
        }
        Ok(())
    })?;
    assert_eq!(names(folder.path())?, ["file"]);
    Ok(())
}

#[test]
fn what_killed_writers_left_is_taken_away_when_it_is_old() -> Outcome {
    let folder = tempfile::tempdir()?;
    let within = folder.path().join("a/b");
    std::fs::create_dir_all(&within)?;
    let written = [".baozhai-1-1.tmp", ".tmpAbc", "kept.webp", "meta.json", ".baozhai-note"];
    for name in written {
        write_atomically(within.join(name), "x")?;
    }
    assert_eq!(clear_temporaries(folder.path(), super::backends::at("2000-01-01T00:00:00Z"))?, 0);
    assert_eq!(clear_temporaries(folder.path(), super::backends::at("9999-01-01T00:00:00Z"))?, 2);
    assert_eq!(names(&within)?, [".baozhai-note", "kept.webp", "meta.json"]);
    assert_eq!(
        clear_temporaries(&folder.path().join("nowhere"), super::backends::at("9999-01-01T00:00:00Z"))?,
        0
    );
    Ok(())
}
