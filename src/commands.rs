//! The commands: options in, library calls, bytes and an exit code out.

pub mod check;
mod output;
mod progress;
mod terminal;
mod values;

use crate::cli::{Cli, Command};
use crate::watch::Watch;
use std::time::Duration;

/// What a command leaves to be written.
#[derive(Debug, Default)]
pub struct Outcome {
    /// For standard output.
    pub stdout: Vec<u8>,
    /// For standard error.
    pub stderr: String,
    /// Exit code.
    pub code: u8,
}

/// Runs a command.
pub fn run(cli: &Cli, watch: &Watch) -> Outcome {
    match &cli.command {
        Command::Check(options) => check::run(options, watch),
    }
}

/// How long one evaluation may be under way before the program is ended: twice what it is allowed, and
/// a second for a busy machine.
pub fn patience(cli: &Cli) -> Duration {
    let Command::Check(options) = &cli.command;
    values::duration(&options.timeout).unwrap_or_default() * 2 + Duration::from_secs(1)
}
