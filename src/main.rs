//! Parses arguments, calls the library on a thread with a large stack, watches it, and maps the outcome
//! to output and an exit code.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use clap::Parser as _;
use fiducia::cli::Cli;
use fiducia::commands::{self, Outcome};
use fiducia::policy::engine::STACK_SIZE;
use fiducia::watch::Watch;
use std::io::Write as _;
use std::process::ExitCode;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// Documents are many small allocations, and this allocator halves their cost.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => Arc::new(cli),
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    // A panic of the engine becomes a problem of one rule; nothing prints it a second time.
    std::panic::set_hook(Box::new(|_| {}));
    let watch = Arc::new(Watch::default());
    let patience = commands::patience(&cli);
    let (sender, receiver) = mpsc::channel();
    let work = {
        let (cli, watch) = (cli.clone(), watch.clone());
        move || sender.send(commands::run(&cli, &watch))
    };
    if let Err(error) = thread::Builder::new().stack_size(STACK_SIZE).spawn(work) {
        eprintln!("error: cannot start a thread: {error}");
        return ExitCode::from(2);
    }
    loop {
        match receiver.recv_timeout(Duration::from_millis(100)) {
            Ok(outcome) => return finish(&outcome),
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                eprintln!("error: fiducia stopped on a mistake of its own; please report it");
                return ExitCode::from(2);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                if let Some(running) = watch.overdue(patience) {
                    return finish(&commands::stuck(&cli, running));
                }
            }
        }
    }
}

/// Writes what the command leaves. A reader that has gone away, as `head` does, is no failure.
fn finish(outcome: &Outcome) -> ExitCode {
    let _ = std::io::stderr().write_all(outcome.stderr.as_bytes());
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(&outcome.stdout).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            eprintln!("error: cannot write to standard output: {error}");
            ExitCode::from(2)
        }
        _ => ExitCode::from(outcome.code),
    }
}
