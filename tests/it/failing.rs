//! Programs whose n-th call to the system fails, for every n: what must be whole is looked at after each.
//!
//! The failing is done from outside, by `strace`, to the very program that is shipped: a disk that takes no page of the
//! database from some write on, one that cannot sync once, a file that cannot be renamed, linked, removed or cut. Calls
//! are counted in each thread. Plain writes are not made to fail so, as threads wake each other by them too; instead no
//! file may grow beyond a size, in small steps. Where nobody may trace, that alone is tried.
//!
//! Most writes are pages of one file, one like the other. So of pages and sizes the first fail each, and of those
//! behind them one in [`STEP`], other ones each time; `BAOZHAI_TEST_EVERY_CALL=1` skips none. Syncs and the calls on
//! names are few, and none is skipped ever.

use anyhow::ensure;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// No page of the database can be written any more.
    FullDisk,
    /// No file may grow beyond a size.
    Size,
    /// What was written cannot be made to last, once.
    Sync,
    /// A file cannot be renamed, linked, removed, made or cut, once.
    Name,
}

/// So many fail one by one.
const EACH: usize = 12;

/// Of those behind them, one in so many.
const STEP: usize = 8;

/// More calls than any run makes in one thread, and more pages than any file of it has.
const ENOUGH: usize = 1_000;

impl Fault {
    /// The calls that fail, the error, and whether it goes on failing; none where it is no call.
    fn injected(self) -> Option<(&'static str, &'static str, &'static str)> {
        match self {
            Fault::FullDisk => Some(("pwrite64", "ENOSPC", "+")),
            Fault::Size => None,
            Fault::Sync => Some(("fsync,fdatasync", "EIO", "")),
            Fault::Name => Some((
                "rename,renameat,renameat2,link,linkat,unlink,unlinkat,rmdir,mkdir,mkdirat,ftruncate",
                "EIO",
                "",
            )),
        }
    }

    /// Which of the calls or sizes are tried, in order.
    fn numbers(self) -> Vec<usize> {
        let is_all = matches!(self, Fault::Sync | Fault::Name)
            || std::env::var_os("BAOZHAI_TEST_EVERY_CALL").is_some();
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.subsec_nanos());
        let first = EACH + 1 + now as usize % STEP;
        if is_all { (1..ENOUGH).collect() } else { (1..=EACH).chain((first..ENOUGH).step_by(STEP)).collect() }
    }
}

/// Runs a program again and again, each time with another call that fails, until none is left.
///
/// `run` starts it in a fresh place through the programs of the wrapper, checks what is there afterwards, and says
/// whether the program said that all went well.
pub(crate) fn at_every_call(
    fault: Fault,
    mut run: impl FnMut(&[&str]) -> anyhow::Result<bool>,
) -> anyhow::Result<()> {
    let Some((calls, error, again)) = fault.injected() else { return at_every_size(run) };
    if !may_trace() {
        return Ok(());
    }
    let log = tempfile::NamedTempFile::new()?;
    let log_path = log.path().to_string_lossy().into_owned();
    let trace = format!("trace={calls}");
    for n in fault.numbers() {
        let inject = format!("inject={calls}:error={error}:when={n}{again}");
        let wrapper = ["strace", "-f", "--seccomp-bpf", "-qq", "-o", &log_path, "-e", &trace, "-e", &inject];
        let name = format!("{error} at call {n} of {calls}");
        let is_well = run(&wrapper).map_err(|error| error.context(name.clone()))?;
        if !std::fs::read_to_string(log.path())?.contains("(INJECTED)") {
            ensure!(is_well, "{name}: nothing failed, and yet it was told so");
            ensure!(n > 1, "{calls} are never called");
            return Ok(());
        }
    }
    anyhow::bail!("{calls} failed up to the last")
}

fn may_trace() -> bool {
    let tried =
        Command::new("strace").args(["-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "true"]).output();
    tried.is_ok_and(|done| done.status.success())
}

/// No file may have more than so many bytes: some first blocks, then pages of 4 KB.
fn at_every_size(mut run: impl FnMut(&[&str]) -> anyhow::Result<bool>) -> anyhow::Result<()> {
    let pages = Fault::Size.numbers().into_iter().map(|pages| pages * 8);
    for blocks in [0, 1, 3].into_iter().chain(pages) {
        let limit = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let is_well = run(&["sh", "-c", &limit, "limited"])
            .map_err(|error| error.context(format!("no file larger than {} bytes", blocks * 512)))?;
        if is_well {
            ensure!(blocks > 0, "nothing is written");
            return Ok(());
        }
    }
    anyhow::bail!("nothing ever went well")
}
