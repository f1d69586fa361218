//! How many connections there may be, by how many files the system lets the program open.

use rustix::process::{Resource, getrlimit};

/// Files that the program opens itself, at most half of all: the database, the index, originals and caches, of which
/// each blocking thread may read one.
const OWN: u64 = 192;

/// More than this are not wanted: each takes some 20 kB.
const MOST: u64 = 4096;

/// The connections that may be open at the same time.
pub(super) fn most_connections() -> usize {
    connections_of(getrlimit(Resource::Nofile).current)
}

fn connections_of(open_files: Option<u64>) -> usize {
    // Half where there are few: else nothing would be left for visitors below 192.
    let most = open_files.map_or(MOST, |files| files - (files / 2).min(OWN));
    usize::try_from(most.clamp(8, MOST)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::connections_of;

    #[test]
    fn the_program_keeps_files_for_itself() {
        for (files, connections) in [
            (Some(0), 8),
            (Some(64), 32),
            (Some(256), 128),
            (Some(1024), 832),
            (Some(4096), 3904),
            (None, 4096),
        ] {
            assert_eq!(connections_of(files), connections, "{files:?}");
        }
        assert_eq!(connections_of(Some(1 << 20)), 4096);
    }
}
