//! The program: hands its arguments to the commands.

use std::process::ExitCode;

fn main() -> ExitCode {
    baozhai::cli::run(std::env::args_os())
}
