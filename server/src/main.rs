//! The binary: reads the command line, does what it says, and ends with its exit code.

use clap::Parser;
use std::process::ExitCode;
use workshops_server::cli::{self, Cli};

/// A page takes thousands of small pieces of memory; the C library's allocator spent a quarter of the time on them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
