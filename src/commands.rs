//! The commands: options in, library calls, bytes and an exit code out.

mod assess;
mod cached;
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
mod member;
mod merge;
mod output;
mod parse;
mod plan;
mod progress;
mod scaffold;
pub mod schema;
mod settings;
mod sharded;
mod terminal;
pub mod test;
mod values;

use crate::catalogue::example;
use crate::cli::{Cli, Command, Display};
use crate::lang::both;
use crate::problem::{self, Failure, Problem};
use crate::report::human;
use crate::watch::{Doing, Running, Watch};
use chrono::NaiveDate;
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Time of the processor that a run may take where no option says otherwise.
const MAX_TIME: Duration = Duration::from_secs(600);

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
            watch.begin();
            deliver(once(cli, watch, deliver));
        }
    }
}

/// True if the command goes on until it is stopped.
pub fn waits(cli: &Cli) -> bool {
    matches!(&cli.command, Command::Test(options) if options.watch)
}

fn once(cli: &Cli, watch: &Watch, deliver: Deliver) -> Outcome {
    match &cli.command {
        Command::Check(options) => check::run(options, watch, deliver),
        Command::Assess(options) => assess::run(options, watch),
        Command::Evidence(options) => evidence::run(options, watch),
        Command::Plan(options) => plan::run(options, watch),
        Command::Test(options) => test::run(options, watch),
        Command::Lint(options) => lint::run(options, deliver),
        Command::Compare(options) => compare::run(options),
        Command::Merge(options) => merge::run(options, watch, deliver),
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
    let Doing::Rule { rule, subject } = running.doing else { return exhausted(cli, Some(running.doing)) };
    let failure = Failure::TimeOut;
    let problem =
        Problem::Evaluation { rule, subject, failure, reason: Box::new(reason), at: None, other: None };
    Outcome::refused(problem, display)
}

/// What is left of a run that has used up its time.
pub fn exhausted(cli: &Cli, doing: Option<Doing>) -> Outcome {
    let doing = doing.map(|doing| match doing {
        Doing::Rule { rule, subject: None } => {
            both(format!("evaluating {rule}"), format!("正在对规则 {rule} 求值"))
        }
        Doing::Rule { rule, subject: Some(subject) } => {
            both(format!("evaluating {rule} on {subject}"), format!("正在对 {subject} 求值规则 {rule}"))
        }
        Doing::File(path) => both(format!("reading {path}"), format!("正在读取 {path}")),
        Doing::Policies => both("reading policies", "正在读取策略"),
    });
    Outcome::refused(Problem::OutOfTime { limit: max_time(cli), doing }, cli.command.display())
}

/// How much time of the processor a run may take.
pub fn max_time(cli: &Cli) -> Duration {
    let time = cli.command.evaluation().map(|evaluation| values::duration(&evaluation.max_time));
    time.and_then(Result::ok).unwrap_or(MAX_TIME)
}

/// How long one evaluation may be under way before the program is ended: twice what it is allowed, and
/// a second for a busy machine.
pub fn patience(cli: &Cli) -> Duration {
    let timeout = cli.command.evaluation().map(|evaluation| values::duration(&evaluation.timeout));
    timeout.and_then(Result::ok).unwrap_or(example::TIMEOUT) * 2 + Duration::from_secs(1)
}

/// The day on which nothing else is said.
///
/// # Errors
/// The clock or the zone of the machine tells none.
fn today() -> Result<NaiveDate, Problem> {
    day_at(SystemTime::now(), &std::env::var("TZ").unwrap_or_default())
}

/// The day at an instant, in the zone of the machine, which the variable TZ may name.
fn day_at(now: SystemTime, zone: &str) -> Result<NaiveDate, Problem> {
    let day = |en: &str, zh: &str| {
        Problem::refused(en, zh).with_advice("give the day with `--as-of`", "请用 `--as-of` 指定日期")
    };
    if now.duration_since(SystemTime::UNIX_EPOCH).is_err() {
        return Err(day("the clock of this machine stands before 1970", "本机时钟早于 1970 年"));
    }
    if !is_zone(zone) {
        let en = format!("the variable TZ names no zone: {:?}", crate::report::excerpt::clean(zone));
        return Err(day(&en, &format!("环境变量 TZ 不是时区：{:?}", crate::report::excerpt::clean(zone))));
    }
    // Where there is no such day, the local one is as good as any.
    std::panic::catch_unwind(|| chrono::DateTime::<chrono::Local>::from(now).date_naive())
        .map_err(|_| day("the clock of this machine tells no day", "本机时钟未给出日期"))
}

/// True unless a zone is a path to what is no plain file: a device without end would be read to its end.
fn is_zone(zone: &str) -> bool {
    const FOLDERS: [&str; 5] =
        ["", "/usr/share/zoneinfo", "/share/zoneinfo", "/etc/zoneinfo", "/usr/share/lib/zoneinfo"];
    let path = zone.strip_prefix(':').unwrap_or(zone);
    let plain = |path: &Path| match path.metadata() {
        Ok(metadata) => metadata.is_file() && metadata.len() < 1 << 20,
        Err(_) => true,
    };
    path.is_empty() || FOLDERS.iter().all(|folder| plain(&Path::new(folder).join(path)))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_before_1970_tells_no_day() {
        let second = Duration::from_secs(1);
        let problem = day_at(SystemTime::UNIX_EPOCH - second, "UTC").unwrap_err();
        for (lang, words) in [(crate::lang::Lang::En, "before 1970"), (crate::lang::Lang::Zh, "早于 1970 年")]
        {
            assert!(problem.message(lang).contains(words));
            assert!(problem.help(lang).unwrap().contains("--as-of"));
        }
        assert!(day_at(SystemTime::UNIX_EPOCH + 86_400 * second * 2, "UTC").is_ok());
        // Further than there are days.
        let far = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(1 << 62));
        assert!(far.is_none_or(|far| day_at(far, "UTC").is_err()));
    }
}
