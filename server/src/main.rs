//! The binary: reads the command line, does what it says, and ends with its exit code.

use clap::Parser;
use std::process::ExitCode;
use workshops_server::cli::{self, Cli};

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
