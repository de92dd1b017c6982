//! The commands: options in, library calls, bytes and an exit code out.

mod assess;
mod catalogue;
mod changes;
pub mod check;
pub mod compare;
mod evidence;
mod explain;
mod history;
pub mod lint;
pub mod list;
mod manual;
mod merge;
mod output;
mod parse;
mod plan;
mod progress;
mod scaffold;
pub mod schema;
mod settings;
mod terminal;
pub mod test;
mod values;

use crate::catalogue::example;
use crate::cli::{Cli, Command, Display};
use crate::lang::both;
use crate::problem::{self, Failure, Problem};
use crate::report::human;
use crate::watch::{Running, Watch};
use chrono::NaiveDate;
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

impl Outcome {
    /// A command that could not begin.
    fn refused(problem: Problem, display: Display) -> Self {
        let mut outcome = Outcome::default();
        outcome.fail(&[problem], display);
        outcome
    }

    /// Tells of problems, which the exit code knows.
    fn tell(&mut self, problems: &[Problem], display: Display) {
        let style = terminal::style(display.color, &std::io::stderr());
        let problems = problem::capped(problems.to_vec());
        self.stderr.push_str(&human::problems(&problems, display.lang.unwrap_or_default(), style));
    }

    /// Tells of problems that make the command fail as a whole.
    fn fail(&mut self, problems: &[Problem], display: Display) {
        self.tell(problems, display);
        self.code = 2;
    }
}

/// Takes what a run left; false if nobody does any longer.
pub type Deliver<'d> = &'d dyn Fn(Outcome) -> bool;

/// Runs a command: once, or again and again where it waits for files to change.
pub fn run(cli: &Cli, watch: &Watch, deliver: Deliver) {
    match &cli.command {
        Command::Test(options) if options.watch => test::run_again(options, watch, deliver),
        _ => {
            deliver(once(cli, watch));
        }
    }
}

/// True if the command goes on until it is stopped.
pub fn waits(cli: &Cli) -> bool {
    matches!(&cli.command, Command::Test(options) if options.watch)
}

fn once(cli: &Cli, watch: &Watch) -> Outcome {
    match &cli.command {
        Command::Check(options) => check::run(options, watch),
        Command::Assess(options) => assess::run(options, watch),
        Command::Evidence(options) => evidence::run(options, watch),
        Command::Plan(options) => plan::run(options, watch),
        Command::Test(options) => test::run(options, watch),
        Command::Lint(options) => lint::run(options),
        Command::Compare(options) => compare::run(options),
        Command::Merge(options) => merge::run(options, watch),
        Command::List(options) => list::run(options, watch),
        Command::Explain(options) => explain::run(options, watch),
        Command::Parse(options) => parse::run(options),
        Command::Schema(options) => schema::run(options),
        Command::Init(options) => scaffold::init(options),
        Command::New(options) => scaffold::new(options),
        Command::Completions(options) => manual::completions(options),
        Command::Man => manual::page(),
    }
}

/// What is left of a run with an evaluation that does not stop: the engine is inside a builtin, and no
/// thread can be ended but with the program.
pub fn stuck(cli: &Cli, running: Running) -> Outcome {
    let display = cli.command.display();
    let reason = both(
        "it does not stop, so the whole run was ended without a report",
        "求值无法中止，因此整个运行已结束，没有生成报告",
    );
    let problem = Problem::Evaluation {
        rule: running.rule,
        subject: running.subject,
        failure: Failure::TimeOut,
        reason: Box::new(reason),
        at: None,
        other: None,
    };
    Outcome::refused(problem, display)
}

/// How long one evaluation may be under way before the program is ended: twice what it is allowed, and
/// a second for a busy machine.
pub fn patience(cli: &Cli) -> Duration {
    let timeout = cli.command.evaluation().map(|evaluation| values::duration(&evaluation.timeout));
    timeout.and_then(Result::ok).unwrap_or(example::TIMEOUT) * 2 + Duration::from_secs(1)
}

/// The day on which nothing else is said.
fn today() -> NaiveDate {
    chrono::Local::now().date_naive()
}
