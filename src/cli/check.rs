//! `baozhai check DIR`: every fault of a folder in one run.

use std::path::Path;
use std::process::ExitCode;

use super::pictures::Pictures;
use super::progress;
use crate::folder::{DirectoryTree, Problem, Reading, Tree, read_folder};

/// Prints each problem on a line; exit code 1 if there are any.
pub(super) fn run(folder: &Path) -> ExitCode {
    let reading = read(&DirectoryTree::new(folder), "looking at pictures");
    print(&reading.problems);
    if reading.problems.is_empty() {
        let collection = &reading.collection;
        println!(
            "no problems: {} villages, {} photos, {} essays, {} sources, {} terms",
            collection.villages.len(),
            collection.photos.len(),
            collection.essays.len(),
            collection.sources.len(),
            collection.terms.len()
        );
        return ExitCode::SUCCESS;
    }
    println!("{} problem{}", reading.problems.len(), if reading.problems.len() == 1 { "" } else { "s" });
    ExitCode::FAILURE
}

/// Reads a tree with a progress bar.
pub(super) fn read(tree: &dyn Tree, label: &'static str) -> Reading {
    let bar = progress::bar(label, None);
    let reading = read_folder(tree, &Pictures::new(|| bar.inc(1)));
    bar.finish_and_clear();
    reading
}

/// Prints problems, one on a line.
pub(super) fn print(problems: &[Problem]) {
    for problem in problems {
        println!("{problem}");
    }
}
