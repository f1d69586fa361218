//! The program itself, run as a process with nothing of the tester's own settings.

use std::path::Path;
use std::process::{Command, Output};

/// The program, about to be run in `folder` without any `BAOZHAI_…` variable.
pub(crate) fn program(folder: &Path) -> Command {
    clean(Command::new(env!("CARGO_BIN_EXE_baozhai")), folder)
}

/// The program started through another one: `prlimit`, `setpriv`, `unshare`.
pub(crate) fn program_through(wrapper: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(wrapper[0]);
    command.args(&wrapper[1..]).arg(env!("CARGO_BIN_EXE_baozhai"));
    clean(command, folder)
}

fn clean(mut command: Command, folder: &Path) -> Command {
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("BAOZHAI_")) {
        command.env_remove(name);
    }
    command.current_dir(folder);
    command
}

/// What a run came to.
#[derive(Debug)]
pub(crate) struct Run {
    /// The exit code; none if a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), stdout: text(&output.stdout), stderr: text(&output.stderr) }
    }
}

/// Runs a command of the program in `folder` to its end.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> std::io::Result<Run> {
    Ok(program(folder).args(arguments).output()?.into())
}
