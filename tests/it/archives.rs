//! The archive folders of the tests: `small/`, and what is laid over a copy of it to break it.
//!
//! A broken tree `invalid/<defect>/` holds only what differs: files and links to put in, in `removed.txt` the
//! paths to take out first, in `grown.txt` texts to lengthen (`path bytes`), in `expected.txt` what `baozhai
//! check` says of the whole.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use baozhai::store::write_atomically;
use tempfile::TempDir;

const NOTES: [&str; 3] = ["expected.txt", "removed.txt", "grown.txt"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/archives")
}

/// The whole small archive, not to be written to.
pub(crate) fn small() -> PathBuf {
    fixtures().join("small")
}

/// A copy of the small archive.
pub(crate) fn copy_of_small() -> anyhow::Result<TempDir> {
    let folder = tempfile::tempdir()?;
    copy(&small(), folder.path())?;
    Ok(folder)
}

/// A copy of the shipped archive, with a small picture in the place of each plate.
pub(crate) fn shipped() -> anyhow::Result<TempDir> {
    let (repository, folder) = (Path::new(env!("CARGO_MANIFEST_DIR")), tempfile::tempdir()?);
    for top in ["villages", "essays"] {
        copy(&repository.join(top), &folder.path().join(top))?;
    }
    let picture = fs::read(small().join("photos/alpha/alpha-01.jpg"))?;
    for (name, text) in files(&repository.join("photos"))?.iter().filter(|(name, _)| name.ends_with(".toml"))
    {
        let file = folder.path().join("photos").join(name);
        fs::create_dir_all(file.with_file_name(""))?;
        write_atomically(&file, text)?;
        write_atomically(file.with_extension("jpg"), &picture)?;
    }
    fs::copy(repository.join("photos/README.md"), folder.path().join("photos/README.md"))?;
    Ok(folder)
}

/// Every defect there is a tree for, in order.
pub(crate) fn defects() -> io::Result<Vec<String>> {
    let names = fs::read_dir(fixtures().join("invalid"))?;
    let mut names: Vec<String> = names
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<_>>()?;
    names.sort();
    Ok(names)
}

/// Where the tree of a defect lies.
pub(crate) fn overlay(defect: &str) -> PathBuf {
    fixtures().join("invalid").join(defect)
}

/// The small archive with a defect.
pub(crate) fn broken(defect: &str) -> anyhow::Result<TempDir> {
    let (folder, overlay) = (copy_of_small()?, overlay(defect));
    for path in lines(&overlay.join("removed.txt"))? {
        remove(&folder.path().join(path))?;
    }
    copy(&overlay, folder.path())?;
    for note in NOTES.iter().map(|note| folder.path().join(note)).filter(|note| note.exists()) {
        fs::remove_file(note)?;
    }
    for line in lines(&overlay.join("grown.txt"))? {
        let (path, bytes) = line.split_once(' ').ok_or_else(|| anyhow::anyhow!("no size: {line}"))?;
        write_atomically(folder.path().join(path), "x".repeat(bytes.parse()?))?;
    }
    Ok(folder)
}

fn lines(file: &Path) -> io::Result<Vec<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(text.lines().map(str::to_owned).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn remove(path: &Path) -> io::Result<()> {
    if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
}

/// Copies what lies in `from` into `to`; links stay links.
pub(crate) fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_dir() {
            copy(&from, &to)?;
        } else if kind.is_symlink() {
            std::os::unix::fs::symlink(fs::read_link(&from)?, &to)?;
        } else {
            fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// Every file below a folder with its bytes, by its path from there.
pub(crate) fn files(folder: &Path) -> io::Result<std::collections::BTreeMap<String, Vec<u8>>> {
    let mut found = std::collections::BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).map_err(io::Error::other)?;
                found.insert(name.to_string_lossy().into_owned(), fs::read(&path)?);
            }
        }
    }
    Ok(found)
}

/// Replaces words in one file of a copy; they have to be there.
pub(crate) fn edit(folder: &Path, path: &str, from: &str, to: &str) -> anyhow::Result<()> {
    let file = folder.join(path);
    let text = fs::read_to_string(&file)?;
    anyhow::ensure!(text.contains(from), "{path} has no {from:?}");
    Ok(write_atomically(file, text.replace(from, to))?)
}

/// Takes out what an export adds to the present state, but for the guides.
pub(crate) fn without_history(files: &mut std::collections::BTreeMap<String, Vec<u8>>) {
    files.retain(|name, _| match name.as_str() {
        "LICENSE" | "SHA256SUMS" => false,
        name => !name.starts_with("history/") || name == "history/README.md",
    });
}
