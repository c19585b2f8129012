//! The binary: reads the command line, does what it says, and ends with its exit code.

use clap::Parser;
use std::process::ExitCode;
use workshops_server::cli::{self, Cli};

/// Rendering a page takes thousands of small pieces of memory; see docs/decisions.md.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    cli::run(Cli::parse())
}
