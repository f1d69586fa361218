//! The conformance suite of the store: what every back-end has to do, run on each of them.
//!
//! `records`, `conflicts`, `concurrency`, `model`, `papers`, `papers_model` and `blobs` know only a back-end from
//! `backends`; a second one is added there and below. `faults`, `paper_faults` and `failing_calls` are a database file's
//! and a directory's own.

mod backends;
mod blobs;
mod child;
mod concurrency;
mod conflicts;
mod copies;
mod failing_calls;
mod faults;
mod file;
mod kill;
mod model;
mod paper_faults;
mod papers;
mod papers_model;
mod purge;
mod records;

use backends::{Directory, Place, Sqlite};

type Outcome = anyhow::Result<()>;

macro_rules! conformance {
    ($name:ident on $backend:ident: $($suite:ident { $($test:ident)* })*) => {
        mod $name {
            $(mod $suite {
                use crate::store::{$backend, Outcome, Place, $suite};
                $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $test() -> Outcome {
                    $suite::$test(&$backend::fresh()?).await
                })*
            })*
        }
    };
}

conformance! { sqlite on Sqlite:
    records {
        empty_store_answers
        identity_is_of_the_first_commit
        revisions_are_read_back
        times_are_kept_to_the_nanosecond
        texts_are_kept_whatever_they_hold
        a_megabyte_is_kept
        heads_are_paged_in_key_order
        feed_follows_the_commits
        feed_pages_inside_a_commit
        records_are_read_as_they_once_were
        many_records_are_read_at_once
        log_is_newest_first
        digests_are_paged
        reopening_changes_nothing
        a_large_change_is_whole
    }
    conflicts {
        all_conflicts_are_listed
        kind_never_changes
        unchanged_is_refused
        repeated_keys_are_refused
        empty_change_is_refused
        nul_is_refused
        refusals_leave_no_gap
    }
    concurrency {
        writers_lose_nothing
        readers_see_whole_commits
        dropped_commits_leave_nothing
        many_open_a_new_store_at_once
    }
    papers {
        what_is_put_is_got
        conflicts_tell_what_is_there
        versions_never_come_again
        several_writes_are_one
        lists_are_paged_in_key_order
        labels_find_the_present_state
        logs_are_only_appended_to
        what_cannot_be_kept_is_refused
        what_has_expired_is_swept
        publishing_is_one_with_its_papers
        papers_are_no_records
        writers_lose_nothing
    }
}

#[test]
fn sqlite_agrees_with_the_model() -> Outcome {
    model::agrees::<Sqlite>()
}

#[test]
fn papers_in_sqlite_agree_with_the_model() -> Outcome {
    papers_model::agree::<Sqlite>()
}

conformance! { directory on Directory:
    blobs {
        what_is_put_is_got
        put_again_changes_nothing
        same_bytes_at_once
        damage_is_found_and_repaired
        truncation_is_mended_by_put
        missing_is_told
        all_are_listed
        leftovers_are_no_blobs
    }
}
