//! Another process for what a test cannot do to itself: be killed, be another user, have a full disk.
//!
//! The child is this same test binary, told by its environment to do one task instead of testing.

use std::path::Path;
use std::process::{Command, Output};

use super::{failing_calls, faults, kill};

const TASK: &str = "BAOZHAI_TEST_TASK";
const FOLDER: &str = "BAOZHAI_TEST_FOLDER";

/// Does the task a parent has set; as a test of its own, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn task() -> super::Outcome {
    let (Some(task), Some(folder)) = (std::env::var_os(TASK), std::env::var_os(FOLDER)) else {
        return Ok(());
    };
    let folder = Path::new(&folder);
    match task.to_str() {
        Some("commit") => kill::commit_for_ever(folder).await,
        Some("papers") => failing_calls::write_papers(folder).await,
        Some("unwritable") => faults::use_unwritable(folder).await,
        Some("full") => faults::use_full(folder, true).await,
        Some("limited") => faults::use_full(folder, false).await,
        _ => anyhow::bail!("no such task: {task:?}"),
    }
}

/// The child that does `task` in `folder`, started through the programs of `wrapper`.
pub(crate) fn command(wrapper: &[&str], task: &str, folder: &Path) -> anyhow::Result<Command> {
    let program = std::env::current_exe()?;
    let mut command = match wrapper {
        [] => Command::new(program),
        [first, rest @ ..] => {
            let mut command = Command::new(first);
            command.args(rest).arg(program);
            command
        }
    };
    command.args(["--exact", "store::child::task", "--nocapture"]).env(TASK, task).env(FOLDER, folder);
    Ok(command)
}

pub(crate) fn assert_success(output: &Output) {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|text| String::from_utf8_lossy(text));
    assert!(output.status.success() && stdout.contains("1 passed"), "{}\n{stdout}\n{stderr}", output.status);
}
