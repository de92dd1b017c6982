//! `test`, `lint`, `init`, `new` and `completions`.

use super::{Display, Evaluation, Policies, Reporting};
use crate::report::test::TestFormat;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// Options of `test`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 all tests passed; 1 tests failed; 2 something could not be tested, or there is nothing to test."
)]
pub struct Test {
    /// Policies with their tests [default: those of fiducia.toml, else `.`]
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Policies.
    #[command(flatten)]
    pub policies: Policies,
    /// Evaluation.
    #[command(flatten)]
    pub evaluation: Evaluation,
    /// Display.
    #[command(flatten)]
    pub display: Display,
    /// Run only tests whose `package.name`, or fixtures whose path, matches this regular expression
    #[arg(long, value_name = "REGEX")]
    pub run: Option<String>,
    /// Files and folders whose files are fixtures, judged by all rules (repeatable)
    #[arg(long, value_name = "PATH")]
    pub fixtures: Vec<PathBuf>,
    /// Write what fixtures expect instead of failing
    #[arg(long)]
    pub bless: bool,
    /// Tell which lines of the policies the tests and fixtures evaluate
    #[arg(long)]
    pub coverage: bool,
    /// Fail below this share of evaluated lines, in percent
    #[arg(long, value_name = "PERCENT")]
    pub threshold: Option<f64>,
    /// Have a second engine judge everything too, and report where the two differ
    #[arg(long)]
    pub cross_check: bool,
    /// Stop at the first failure
    #[arg(long)]
    pub fail_fast: bool,
    /// Test again whenever a policy, a fixture, data or the configuration is saved, until Ctrl-C
    #[arg(long)]
    pub watch: bool,
    /// Format of the results
    #[arg(short, long, value_enum, default_value_t = TestFormat::Human)]
    pub format: TestFormat,
    /// Write the results to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Name every test, and show what tests print
    #[arg(short, long)]
    pub verbose: bool,
}

/// Options of `lint`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on; 1 findings at or above it; 2 something could not be read.\nA comment `# fiducia: ignore[LINT] reason`, on the line or above it, silences one lint there."
)]
pub struct Lint {
    /// Policies to look at: files, folders, built-in packs [default: `policies` of fiducia.toml, else .]
    #[arg(value_name = "PATH")]
    pub paths: Vec<String>,
    /// Policies that they may refer to (`-p`), data and parameters.
    #[command(flatten)]
    pub policies: Policies,
    /// Display.
    #[command(flatten)]
    pub display: Display,
    /// Reporting.
    #[command(flatten)]
    pub reporting: Reporting,
    /// Run only these lints, with commas between (repeatable)
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Do not run these lints (repeatable)
    #[arg(long, value_name = "LINT", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Largest file to read, such as 500KiB, 32MiB
    #[arg(long, value_name = "SIZE", default_value = "32MiB")]
    pub max_file_size: String,
    /// Print findings and problems only
    #[arg(short, long)]
    pub quiet: bool,
}

/// Options of `init`.
#[derive(Debug, Args)]
pub struct Init {
    /// Folder to write to
    #[arg(default_value = ".", value_name = "FOLDER")]
    pub folder: PathBuf,
    /// Write a workflow for GitHub too
    #[arg(long)]
    pub github: bool,
    /// Write the documents of a platform of this name to fill in, instead of a rule
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true, default_missing_value = "my-platform")]
    pub platform: Option<String>,
    /// Display.
    #[command(flatten)]
    pub display: Display,
}

/// What `new` writes.
#[derive(Debug, Args)]
pub struct New {
    /// What to write.
    #[command(subcommand)]
    pub what: NewCommand,
}

/// What `new` can write.
#[derive(Debug, Subcommand)]
pub enum NewCommand {
    /// A rule with metadata, unit tests, a good and a bad fixture
    Rule(NewRule),
}

/// Options of `new rule`.
#[derive(Debug, Args)]
pub struct NewRule {
    /// Id of the rule, such as TEAM-01
    #[arg(value_name = "ID")]
    pub id: String,
    /// Package of the rule, whose last part names its folder [default: policy. and the id]
    #[arg(short, long, value_name = "PACKAGE")]
    pub package: Option<String>,
    /// Folder of the policies
    #[arg(short, long, value_name = "FOLDER", default_value = "policy")]
    pub dir: PathBuf,
    /// Display.
    #[command(flatten)]
    pub display: Display,
}

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
