//! Parses arguments, calls the library on a thread with a large stack, watches it, and maps the outcome
//! to output and an exit code.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use clap::Parser as _;
use fiducia::cli::{self, Cli};
use fiducia::commands::{self, Outcome};
use fiducia::engine::STACK_SIZE;
use fiducia::watch::Watch;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
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
            if let Some(hint) = cli::hint(&error) {
                eprintln!("\nhelp: {hint}");
            }
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    // A panic of the engine becomes a problem of one rule; nothing prints it a second time.
    std::panic::set_hook(Box::new(|_| {}));
    let watch = Arc::new(Watch::default());
    let (patience, max_time) = (commands::patience(&cli), commands::max_time(&cli));
    let stopped = Arc::new(AtomicBool::new(false));
    if commands::waits(&cli) {
        let stopped = stopped.clone();
        // Without it, Ctrl-C ends the program as it ends any other.
        let _ = ctrlc::set_handler(move || stopped.store(true, Ordering::Relaxed));
    }
    // Few pieces of a report wait to be written at a time.
    let (sender, receiver) = mpsc::sync_channel(4);
    let work = {
        let (cli, watch) = (cli.clone(), watch.clone());
        move || commands::run(&cli, &watch, &|outcome| sender.send(outcome).is_ok())
    };
    let thread = match thread::Builder::new().stack_size(STACK_SIZE).spawn(work) {
        Ok(thread) => thread,
        Err(error) => {
            eprintln!("error: cannot start a thread: {error}");
            return ExitCode::from(2);
        }
    };
    let mut code = 2;
    loop {
        match receiver.recv_timeout(Duration::from_millis(100)) {
            Ok(outcome) => match write(&outcome) {
                ControlFlow::Continue(of_run) => code = of_run,
                ControlFlow::Break(of_run) => return ExitCode::from(of_run),
            },
            Err(mpsc::RecvTimeoutError::Disconnected) => {
                if thread.join().is_ok() {
                    return ExitCode::from(code);
                }
                eprintln!("error: fiducia stopped on a mistake of its own; please report it");
                return ExitCode::from(2);
            }
            Err(mpsc::RecvTimeoutError::Timeout) if stopped.load(Ordering::Relaxed) => {
                return ExitCode::from(code);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => {
                let stuck = watch.overdue(patience).map(|running| commands::stuck(&cli, running));
                let exhausted = || watch.exhausted(max_time).map(|doing| commands::exhausted(&cli, doing));
                if let Some(outcome) = stuck.or_else(exhausted) {
                    let (ControlFlow::Continue(code) | ControlFlow::Break(code)) = write(&outcome);
                    return ExitCode::from(code);
                }
            }
        }
    }
}

/// Writes what a run leaves, and says how the program is to end, at once where nobody reads any longer. A
/// reader that has gone away, as `head` does, is no failure.
fn write(outcome: &Outcome) -> ControlFlow<u8, u8> {
    let _ = std::io::stderr().write_all(outcome.stderr.as_bytes());
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(&outcome.stdout).and_then(|()| stdout.flush()) {
        Ok(()) => ControlFlow::Continue(outcome.code),
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => ControlFlow::Break(outcome.code),
        Err(error) => {
            eprintln!("error: cannot write to standard output: {error}");
            ControlFlow::Break(2)
        }
    }
}
