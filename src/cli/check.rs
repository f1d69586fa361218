//! `baozhai check DIR`: every fault of a folder in one run, and all that is said in it without a source.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use super::progress;
use crate::folder::{DirectoryTree, Problem, ProblemCode, Reading, Tree, read_folder};
use crate::intake::PhotoIntake;

/// Prints each problem on a line; exit code 1 if there are any.
pub(super) fn run(folder: &Path) -> ExitCode {
    if let Some(problem) = no_folder(folder) {
        print(&[problem]);
        println!("1 problem");
        return ExitCode::FAILURE;
    }
    let mut reading = read(&DirectoryTree::new(folder), "looking at pictures");
    // Apart until here: an import goes on over faults of records, but not over a history that contradicts itself.
    reading.problems.append(&mut reading.history.problems);
    reading.problems.extend(reading.history.lacking.drain(..).map(|lacking| lacking.problem));
    // Only here: an import keeps nothing out for it, but whoever checks wants to be told.
    reading.hold_to_grounds();
    print(&reading.problems);
    // As with the problems: whoever has stopped reading does not want to hear that the pipe is broken.
    let _ = writeln!(io::stdout(), "{}", in_words(&reading));
    if reading.problems.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// What is wrong with a folder that is none: a slip in its name, most likely, of which nothing in it is to blame.
pub(super) fn no_folder(folder: &Path) -> Option<Problem> {
    let message = || match folder.exists() {
        true => format!("{} is no folder", folder.display()),
        false => format!("there is no folder {}", folder.display()),
    };
    let problem =
        || Problem { code: ProblemCode::NotAnArchive, file: ".".to_owned(), line: None, message: message() };
    (!folder.is_dir()).then(problem)
}

/// How a reading went, in one line.
pub(super) fn in_words(reading: &Reading) -> String {
    let count = reading.problems.len();
    if count > 0 {
        return format!("{count} problem{}", if count == 1 { "" } else { "s" });
    }
    let collection = &reading.collection;
    format!(
        "no problems: {} villages, {} photos, {} essays, {} sources, {} terms",
        collection.villages.len(),
        collection.photos.len(),
        collection.essays.len(),
        collection.sources.len(),
        collection.terms.len()
    )
}

/// Reads a tree with a progress bar.
pub(super) fn read(tree: &dyn Tree, label: &'static str) -> Reading {
    let bar = progress::bar(label, None);
    let reading = read_folder(tree, &PhotoIntake::new(|| bar.inc(1)));
    bar.finish_and_clear();
    reading
}

/// Prints problems, one on a line, as long as somebody reads them.
pub(super) fn print(problems: &[Problem]) {
    let mut out = io::stdout().lock();
    // `println!` would panic where the reader is `head` and has gone.
    let _ = problems.iter().try_for_each(|problem| writeln!(out, "{problem}"));
}
