//! Programs whose n-th call to the system fails, for every n: what must be whole is looked at after each.
//!
//! The failing is done from outside, by `strace`, to the very program that is shipped: a disk that is full from some
//! write on, one that cannot sync once, a file that cannot be renamed, removed or cut. Calls are counted in each thread.
//! Where nobody may trace, files are limited in size instead, in small steps.

use anyhow::ensure;
use std::process::Command;

/// The calls that fail, the error, and whether it goes on failing.
const FAULTS: [(&str, &str, &str); 3] = [
    ("write,pwrite64", "ENOSPC", "+"),
    ("fsync,fdatasync", "EIO", ""),
    ("rename,unlink,mkdir,ftruncate", "EIO", ""),
];

/// More calls than any run makes in one thread.
const ENOUGH: usize = 2_000;

/// Runs a program again and again, each time with another call that fails, until none is left.
///
/// `run` starts it in a fresh place through the programs of the wrapper, checks what is there afterwards, and says
/// whether the program said that all went well.
pub(crate) fn at_every_call(
    mut run: impl FnMut(&[&str], &str) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    if !may_trace() {
        return at_every_size(run);
    }
    let log = tempfile::NamedTempFile::new()?;
    let log_path = log.path().to_string_lossy().into_owned();
    for (calls, error, again) in FAULTS {
        let mut failed = 0;
        for n in 1..ENOUGH {
            let inject = format!("inject={calls}:error={error}:when={n}{again}");
            let (trace, name) = (format!("trace={calls}"), format!("{error} at call {n} of {calls}"));
            let wrapper =
                ["strace", "-f", "--seccomp-bpf", "-qq", "-o", &log_path, "-e", &trace, "-e", &inject];
            let is_well = run(&wrapper, &name).map_err(|error| error.context(name.clone()))?;
            if !std::fs::read_to_string(log.path())?.contains("(INJECTED)") {
                ensure!(is_well, "{name}: nothing failed, and yet it was told so");
                break;
            }
            failed = n;
        }
        ensure!((1..ENOUGH - 1).contains(&failed), "{calls} failed up to call {failed}");
    }
    Ok(())
}

fn may_trace() -> bool {
    let tried =
        Command::new("strace").args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "true"]).output();
    tried.is_ok_and(|done| done.status.success())
}

/// No file may have more than so many times 4 KB.
fn at_every_size(mut run: impl FnMut(&[&str], &str) -> anyhow::Result<bool>) -> anyhow::Result<()> {
    for n in 0..ENOUGH {
        let (limit, name) = (format!("trap '' XFSZ; ulimit -f {}; exec \"$@\"", n * 8), format!("{n} pages"));
        if run(&["sh", "-c", &limit, "limited"], &name).map_err(|error| error.context(name))? {
            return Ok(());
        }
    }
    anyhow::bail!("nothing ever went well")
}
