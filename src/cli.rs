//! The commands. Configuration is read here and nowhere else.

mod backup;
mod check;
mod config;
mod data_folder;
mod descriptors;
mod disk;
mod draft;
mod export;
mod import;
mod preparing;
mod progress;
mod purge;
mod reindex;
mod seed;
mod serve;
mod user;
mod verify;
mod wanted;
mod withdraw;
mod withdrawal_list;

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use self::config::{Given, Settings};
use crate::store::StoreError;

/// The digital archive of the fortress-villages of Hejin: one program, one folder.
#[derive(Parser)]
#[command(
    name = "baozhai",
    version,
    max_term_width = 100,
    subcommand_required = true,
    arg_required_else_help = true
)]
struct Arguments {
    #[command(flatten)]
    given: Given,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the archive as a website; seeds it with the shipped collection on the first start
    Serve(serve::Arguments),
    /// Looks for every fault in an archive folder and names each with its file and line
    Check {
        /// The folder that holds villages/, photos/ and essays/
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Brings a folder into the archive: new and changed records become new revisions
    #[command(
        after_help = "Pictures of the archive that are missing or damaged are mended from the folder.\n\n\
        Ends with 0 when all came in, 1 when nothing of the folder could, 2 when the import failed,\n\
        and 3 when it came in without what is faulty: those records, and what cannot stand without\n\
        them, stay at their last good state and are listed."
    )]
    Import {
        /// The folder that holds villages/, photos/ and essays/
        #[arg(value_name = "DIR")]
        folder: PathBuf,
        /// Overwrites newer edits made by staff; without it they are left and listed
        #[arg(long)]
        force: bool,
    },
    /// Writes the whole archive as plain files into a new folder
    Export {
        /// The folder to write; it must be empty or absent
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Copies the archive, while it is served, into a folder that can be served in its place
    Backup {
        /// The folder to write: absent, empty, or an older copy of this archive, which is brought up to date
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Makes a draft essay of a Word file (.docx); lists what could not be carried over
    Draft {
        /// The Word file
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// The folder to write; it must be empty or absent
        #[arg(value_name = "DIR")]
        folder: PathBuf,
    },
    /// Makes what is derived anew: the search index now, resized pictures and access forms when asked for
    Reindex {
        /// Makes the access forms of all pictures at once, instead of when they are asked for
        #[arg(long)]
        images: bool,
    },
    /// Takes back what was published: its page, revisions, pictures and citations answer 410 from then on
    Withdraw(withdraw::Arguments),
    /// Removes for good what was withdrawn: pictures with everything made of them and, for privacy or rights, texts
    Purge {
        /// The village with its photos, the photo or the essay by its id, withdrawn before; `ID@N` for revision N alone
        #[arg(value_name = "RECORD")]
        record: String,
    },
    /// Manages who may sign in, beside a server that runs too
    #[command(subcommand)]
    User(user::Arguments),
    /// Re-hashes every blob and checks the records; reports all damage
    Verify,
}

/// How long work on other threads, such as a cache being written, may take after the last answer.
const LAST_WORK: Duration = Duration::from_millis(500);

/// Runs the program with the arguments of the process.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    match dispatch(arguments) {
        Ok(code) => code,
        Err(error) => {
            let way = if is_damage(&error) { ": bring the archive back from a backup" } else { "" };
            eprintln!("baozhai: {error:#}{way}");
            // Not 1: that is an answer, such as faults found by `check` or damage by `verify`. Clap ends with 2 as
            // well.
            ExitCode::from(2)
        }
    }
}

/// Whether an error comes of what is stored being damaged.
fn is_damage(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| matches!(cause.downcast_ref(), Some(StoreError::Damaged(_))))
}

/// The command line as clap knows it, for the documents that are made of it.
pub fn command() -> clap::Command {
    Arguments::command()
}

fn dispatch(arguments: impl IntoIterator<Item = OsString>) -> anyhow::Result<ExitCode> {
    let matches = Arguments::command().try_get_matches_from(arguments);
    let parsed = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = match parsed {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are errors for clap too, but go to standard output and are no failure.
            error.print()?;
            return Ok(ExitCode::from(if error.use_stderr() { 2 } else { 0 }));
        }
    };
    // These two know no archive: they run without settings, so that no faulty configuration file keeps anybody
    // from them.
    match &arguments.command {
        Command::Check { folder } => return Ok(check::run(folder)),
        Command::Draft { file, folder } => return draft::run(file, folder),
        _ => {}
    }
    let settings = Settings::read(arguments.given, &Arguments::command())?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let outcome = runtime.block_on(async {
        match arguments.command {
            Command::Serve(arguments) => serve::run(settings, arguments).await,
            Command::Import { folder, force } => import::run(settings, &folder, force).await,
            Command::Export { folder } => export::run(settings, &folder).await,
            Command::Backup { folder } => backup::run(settings, &folder).await,
            Command::Reindex { images } => reindex::run(settings, images).await,
            Command::Withdraw(arguments) => withdraw::run(settings, arguments).await,
            Command::Purge { record } => purge::run(settings, &record).await,
            Command::User(arguments) => user::run(settings, arguments).await,
            Command::Verify => verify::run(settings).await,
            // Answered above; written out again, so that the compiler asks for each new command.
            Command::Check { folder } => Ok(check::run(&folder)),
            Command::Draft { file, folder } => draft::run(&file, &folder),
        }
    });
    // Dropping it would wait for a reading of a whole folder that nobody wants any more.
    runtime.shutdown_timeout(LAST_WORK);
    outcome
}
