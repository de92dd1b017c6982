//! The command line, as `clap` reads it. No logic lives here.

use crate::assess::evidence::Kind;
use crate::assess::grade::Grade;
use crate::assess::render::AssessFormat;
use crate::catalogue;
use crate::compare::CompareFormat;
use crate::lang::Lang;
use crate::plan::status::StatusFormat;
use crate::report::Format;
use crate::report::test::TestFormat;
use crate::report::uri::Base;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::str::FromStr;

/// Checks configuration against Rego policies and points at the exact characters that break a rule.
#[derive(Debug, Parser)]
#[command(name = "fiducia", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Evaluate policies on configuration and report what breaks a rule
    Check(Check),
    /// Score a platform: indicators, coverage, vetoes and a grade
    Assess(Box<Assess>),
    /// Enter evidence into an Assessment document, or hold what is there against its files
    Evidence(Evidence),
    /// Draw up an improvement plan from what fails, update one, or tell how far it has come
    Plan(Plan),
    /// Run the unit tests and annotated fixtures of policies
    Test(Test),
    /// Find mistakes in policies that evaluating them does not show
    Lint(Lint),
    /// Tell what changed between two JSON reports, or two assessments or more
    Compare(Compare),
    /// Make one run of the JSON reports of its shards
    Merge(Merge),
    /// List rules, frameworks, kinds of documents, packs or waivers
    List(List),
    /// Explain a rule, a clause, a framework, a parameter or a kind of documents
    Explain(Explain),
    /// Print the JSON Schema of a kind of documents, for editors
    Schema(Schema),
    /// Write a configuration and a first rule with its tests, or the documents of a platform
    Init(Init),
    /// Write a new rule with its tests
    New(New),
    /// Print the completions of a shell
    Completions(Completions),
    /// Print the manual page, in roff
    Man,
}

impl Command {
    /// How the command speaks.
    pub fn display(&self) -> Display {
        match self {
            Command::Check(options) => options.display,
            Command::Assess(options) => match &options.what {
                Some(AssessCommand::Init(init)) => init.display,
                None => options.display,
            },
            Command::Evidence(Evidence { what: EvidenceCommand::Add(options) }) => options.display,
            Command::Evidence(Evidence { what: EvidenceCommand::Verify(options) }) => options.listing.display,
            Command::Plan(Plan { what: Some(PlanCommand::Status(options)), .. }) => options.display,
            Command::Plan(options) => options.display,
            Command::Test(options) => options.display,
            Command::Lint(options) => options.display,
            Command::Compare(options) => options.display,
            Command::Merge(options) => options.display,
            Command::List(options) => options.what.display(),
            Command::Explain(options) => options.listing.display,
            Command::Schema(options) => options.display,
            Command::Init(options) => options.display,
            Command::New(New { what: NewCommand::Rule(options) }) => options.display,
            Command::Completions(_) | Command::Man => Display::default(),
        }
    }

    /// How the command evaluates, if it does.
    pub fn evaluation(&self) -> Option<&Evaluation> {
        match self {
            Command::Check(options) => Some(&options.evaluation),
            Command::Assess(options) => Some(match &options.what {
                Some(AssessCommand::Init(init)) => &init.evaluation,
                None => &options.evaluation,
            }),
            Command::Evidence(Evidence { what: EvidenceCommand::Verify(options) }) => {
                Some(&options.evaluation)
            }
            Command::Plan(Plan { what: Some(PlanCommand::Status(options)), .. }) => Some(&options.evaluation),
            Command::Plan(options) => Some(&options.evaluation),
            Command::Test(options) => Some(&options.evaluation),
            Command::List(List { what: ListCommand::Waivers(options) }) => Some(&options.evaluation),
            _ => None,
        }
    }
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set; always if CLICOLOR_FORCE is.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// Which policies a command loads, and with what.
#[derive(Debug, Args)]
pub struct Policies {
    /// Policies: a built-in pack such as `custody`, or a file or folder such as `./policy` (repeatable)
    #[arg(short, long, value_name = "PATH")]
    pub policy: Vec<String>,
    /// Data files and folders (YAML, JSON), found by policies below `data` (repeatable)
    #[arg(short, long, value_name = "PATH")]
    pub data: Vec<PathBuf>,
    /// Override a parameter of a pack (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    pub param: Vec<String>,
    /// Read every policy as Rego version 0
    #[arg(long)]
    pub rego_v0: bool,
    /// Configuration file [default: fiducia.toml, upward from the first path]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How a command evaluates.
#[derive(Debug, Args)]
pub struct Evaluation {
    /// Evaluate as on this day, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Threads; 0 for one a processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Time allowed for one evaluation, such as 500ms, 10s, 1m
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    pub timeout: String,
    /// Largest file to read, such as 500KiB, 32MiB
    #[arg(long, value_name = "SIZE", default_value = "32MiB")]
    pub max_file_size: String,
}

/// How a command speaks.
#[derive(Debug, Clone, Copy, Default, Args)]
pub struct Display {
    /// Language of messages and reports
    #[arg(long, value_enum)]
    pub lang: Option<Lang>,
    /// When to use colour
    #[arg(long, value_enum, default_value_t = Color::Auto)]
    pub color: Color,
}

/// What a command reports, and when it fails.
#[derive(Debug, Clone, Args)]
pub struct Reporting {
    /// Format of the report
    #[arg(short, long, value_enum, default_value_t = Format::Human)]
    pub format: Format,
    /// Write a report to a file; with FORMAT= beside the one on standard output (repeatable)
    #[arg(short, long, value_name = "[FORMAT=]FILE")]
    pub output: Vec<String>,
    /// Fail at findings of this severity or above: critical, high, medium, low, info, never [default: medium]
    #[arg(long, value_name = "SEVERITY")]
    pub fail_on: Option<String>,
    // The help of the program shows the address as it stands.
    #[allow(rustdoc::bare_urls)]
    /// Links of `markdown` lead below this address, such as https://git.example/team/infra/blob/COMMIT
    #[arg(long, value_name = "URL")]
    pub link_base: Option<Base>,
}

/// Options of `check`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing at or above --fail-on; 1 findings at or above it; 2 something could not be checked."
)]
pub struct Check {
    /// Files and folders to check; `-` reads standard input
    #[arg(default_value = ".", value_name = "PATH")]
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
    /// Reporting.
    #[command(flatten)]
    pub reporting: Reporting,
    /// Run only these rules, by id, name or package, with commas between (repeatable)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub only: Vec<String>,
    /// Do not run these rules (repeatable)
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub skip: Vec<String>,
    /// Comments such as `# fiducia: allow ID until=DATE reason="..."` waive nothing
    #[arg(long)]
    pub no_inline_waivers: bool,
    /// Findings that were there before and fail no run
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Write the baseline anew: what is open now is in it, what is fixed no more
    #[arg(long, requires = "baseline", conflicts_with = "explain")]
    pub update_baseline: bool,
    /// Report only what touches lines that changed since HEAD left this revision, such as origin/main
    #[arg(long, value_name = "REF", conflicts_with = "update_baseline")]
    pub changed_since: Option<String>,
    /// Evaluate one of N shards of the files, such as 2/4; `fiducia merge` makes one run of their JSON reports
    #[arg(long, value_name = "I/N", conflicts_with_all = ["explain", "update_baseline", "changed_since"])]
    pub shard: Option<Shard>,
    /// Make an error of a builtin a problem instead of undefined
    #[arg(long)]
    pub strict_builtin_errors: bool,
    /// Print the story of findings instead: the policy lines that decided them and the values they saw
    #[arg(long, value_name = "FINGERPRINT|RULE")]
    pub explain: Option<String>,
    /// Checking nothing is no problem
    #[arg(long)]
    pub allow_empty: bool,
    /// Format of standard input: yaml, json, jsonc
    #[arg(long, value_name = "FORMAT")]
    pub stdin_format: Option<String>,
    /// Draw no progress bar
    #[arg(long)]
    pub no_progress: bool,
    /// Print findings and problems only
    #[arg(short, long)]
    pub quiet: bool,
    /// Say more about the run
    #[arg(short, long)]
    pub verbose: bool,
}

/// Options of `assess`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 the assessment was made; 1 its grade is worse than --min-grade, or withheld; 2 something could not be checked."
)]
pub struct Assess {
    /// Something else than an assessment.
    #[command(subcommand)]
    pub what: Option<AssessCommand>,
    /// Files and folders of the platform
    #[arg(default_value = ".", value_name = "PATH")]
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
    /// Format of the assessment
    #[arg(short, long, value_enum, default_value_t = AssessFormat::Human)]
    pub format: AssessFormat,
    /// Write it to a file; with FORMAT= beside the one on standard output (repeatable)
    #[arg(short, long, value_name = "[FORMAT=]FILE")]
    pub output: Vec<String>,
    /// The Assessment document of this name, where there are several
    #[arg(long, value_name = "NAME")]
    pub assessment: Option<String>,
    /// Fail at a grade worse than this one
    #[arg(long, value_name = "GRADE")]
    pub min_grade: Option<Grade>,
    /// Dimensions: 5, or 4 without fund custody, whose sub-indicators then count as risk control and compliance
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u8).range(4..=5))]
    pub dimensions: u8,
    /// Print the inputs of a sub-indicator instead, such as TEC.ENC
    #[arg(long, value_name = "INDICATOR")]
    pub explain: Option<String>,
    /// A folder of earlier assessments (`assess -f json`), whose totals `html` draws as a line
    #[arg(long, value_name = "FOLDER")]
    pub history: Option<PathBuf>,
    /// Write an anonymised assessment too, for exchange between platforms: results and scores, no names, paths or values
    #[arg(long, value_name = "FILE")]
    pub share: Option<PathBuf>,
    /// Write what was seen too: an unsigned in-toto statement over the files, with results and places
    #[arg(long, value_name = "FILE")]
    pub attest: Option<PathBuf>,
    /// Print the risk register instead: what each risk is without and with its controls, and its treatment
    #[arg(long, conflicts_with_all = ["explain", "min_grade"])]
    pub risk: bool,
    /// Draw no progress bar
    #[arg(long)]
    pub no_progress: bool,
}

/// What `assess` can do beside assessing.
#[derive(Debug, Subcommand)]
pub enum AssessCommand {
    /// Write the Assessment document to start from, with the controls to look at on site
    Init(Box<AssessInit>),
}

/// Options of `assess init`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 written; 2 refused, and nothing was written.")]
pub struct AssessInit {
    /// Files and folders of the platform
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The platform, where there are several
    #[arg(long, value_name = "NAME")]
    pub platform: Option<String>,
    /// Name of the document [default: PLATFORM-assessment-DATE]
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// What the controls are drawn with [default: PLATFORM DATE]
    #[arg(long, value_name = "TEXT")]
    pub seed: Option<String>,
    /// The file, which must not exist [default: assessment/assessment.yaml below PATH]
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Policies.
    #[command(flatten)]
    pub policies: Policies,
    /// Evaluation.
    #[command(flatten)]
    pub evaluation: Evaluation,
    /// Display.
    #[command(flatten)]
    pub display: Display,
}

/// What `evidence` does.
#[derive(Debug, Args)]
pub struct Evidence {
    /// What to do.
    #[command(subcommand)]
    pub what: EvidenceCommand,
}

/// What can be done with evidence.
#[derive(Debug, Subcommand)]
pub enum EvidenceCommand {
    /// Hash a file and enter it as evidence; an entry of the same control and file is renewed
    Add(EvidenceAdd),
    /// Tell what each piece of evidence counts for, and why not for more
    Verify(EvidenceVerify),
}

/// Options of `evidence add`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 entered; 2 refused, and nothing was changed.")]
pub struct EvidenceAdd {
    /// The file that shows it
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
    /// Where the Assessment document lies
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The control that it is about (repeatable)
    #[arg(long, value_name = "ID", required = true)]
    pub control: Vec<String>,
    /// How it came about [default: document]
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
    /// Who collected it
    #[arg(long, value_name = "NAME")]
    pub collector: Option<String>,
    /// Who answers for what it shows
    #[arg(long, value_name = "NAME")]
    pub owner: Option<String>,
    /// The day on which it was collected, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub date: Option<String>,
    /// The Assessment document of this name, where there are several
    #[arg(long, value_name = "NAME")]
    pub assessment: Option<String>,
    /// Policies.
    #[command(flatten)]
    pub policies: Policies,
    /// Display.
    #[command(flatten)]
    pub display: Display,
}

/// Options of `evidence verify`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 every piece counts; 1 one counts for nothing; 2 something could not be checked."
)]
pub struct EvidenceVerify {
    /// Files and folders of the platform
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The Assessment document of this name, where there are several
    #[arg(long, value_name = "NAME")]
    pub assessment: Option<String>,
    /// What every list has.
    #[command(flatten)]
    pub listing: Listing,
    /// Evaluation.
    #[command(flatten)]
    pub evaluation: Evaluation,
}

/// Options of `plan`.
#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Exit codes: 0 the plan was written; 2 something could not be checked, or the plan could not be changed, and nothing was written."
)]
pub struct Plan {
    /// Something else than drawing one up.
    #[command(subcommand)]
    pub what: Option<PlanCommand>,
    /// Files and folders of the platform
    #[arg(default_value = ".", value_name = "PATH")]
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
    /// Write the plan to a file, which must not exist, instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Bring this plan up to date: close tasks whose control passes, open those again whose control fails, add new ones
    #[arg(long, value_name = "FILE", conflicts_with = "output")]
    pub update: Option<PathBuf>,
    /// People by control, sub-indicator or dimension, a mapping in YAML or JSON; beside `[owners]` in fiducia.toml
    #[arg(long, value_name = "FILE")]
    pub owners: Option<PathBuf>,
    /// The Assessment document of this name, where there are several
    #[arg(long, value_name = "NAME")]
    pub assessment: Option<String>,
    /// Findings that were there before, which are told and not planned
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Draw no progress bar
    #[arg(long)]
    pub no_progress: bool,
}

/// What `plan` can do beside drawing one up.
#[derive(Debug, Subcommand)]
pub enum PlanCommand {
    /// Tell how far plans have come: done, overdue, contradictions with what the rules find now, a burn-down
    Status(PlanStatus),
}

/// Options of `plan status`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 in time; 1 a task is overdue, or done while its control fails; 2 something could not be checked."
)]
pub struct PlanStatus {
    /// Files and folders of the platform, with its plans
    #[arg(default_value = ".", value_name = "PATH")]
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
    /// Format of the state
    #[arg(short, long, value_enum, default_value_t = StatusFormat::Human)]
    pub format: StatusFormat,
    /// Write it to a file; with FORMAT= beside the one on standard output (repeatable)
    #[arg(short, long, value_name = "[FORMAT=]FILE")]
    pub output: Vec<String>,
    /// The Assessment document of this name, where there are several
    #[arg(long, value_name = "NAME")]
    pub assessment: Option<String>,
    /// Draw no progress bar
    #[arg(long)]
    pub no_progress: bool,
}

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

/// Which shard, from 1, and how many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which one.
    pub index: usize,
    /// Of how many.
    pub count: usize,
}

impl FromStr for Shard {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number =
            |text: &str| text.parse::<usize>().ok().filter(|_| text.bytes().all(|b| b.is_ascii_digit()));
        let pair = text.split_once('/').and_then(|(index, count)| Some((number(index)?, number(count)?)));
        let shard = pair.map(|(index, count)| Shard { index, count });
        shard
            .filter(|shard| (1..=shard.count).contains(&shard.index) && shard.count <= 1000)
            .ok_or("it has to be I/N, where I is between 1 and N, and N at most 1000")
    }
}

/// Options of `merge`. What was evaluated, and how, stands in the reports.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: those of `check`. Run it where the commit that the shards checked is checked out."
)]
pub struct Merge {
    /// The reports of all shards, as `check --shard I/N -f json` writes them
    #[arg(value_name = "REPORT", required = true)]
    pub reports: Vec<PathBuf>,
    /// Display.
    #[command(flatten)]
    pub display: Display,
    /// Reporting.
    #[command(flatten)]
    pub reporting: Reporting,
    /// Write the baseline of the shards anew
    #[arg(long)]
    pub update_baseline: bool,
    /// Report only what touches lines that changed since HEAD left this revision, such as origin/main
    #[arg(long, value_name = "REF", conflicts_with = "update_baseline")]
    pub changed_since: Option<String>,
    /// Print findings and problems only
    #[arg(short, long)]
    pub quiet: bool,
    /// Say more about the run
    #[arg(short, long)]
    pub verbose: bool,
}

/// Options of `compare`.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit codes: 0 nothing new at or above --fail-on; 1 new findings at or above it, or controls at or above it that are worse than before; 2 a file cannot be read, or AFTER could not check everything."
)]
pub struct Compare {
    /// The first report of `check -f json` or assessment of `assess -f json`; alone, a folder of assessments for a trend
    #[arg(value_name = "BEFORE")]
    pub before: PathBuf,
    /// The second one
    #[arg(value_name = "AFTER")]
    pub after: Option<PathBuf>,
    /// Display.
    #[command(flatten)]
    pub display: Display,
    /// Format of the comparison
    #[arg(short, long, value_enum, default_value_t = CompareFormat::Human)]
    pub format: CompareFormat,
    /// Write it to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Fail at new findings, or worse controls, of this severity or above: critical, high, medium, low, info, never
    /// [default: medium]
    #[arg(long, value_name = "SEVERITY", requires = "after")]
    pub fail_on: Option<String>,
}

/// What `list` lists.
#[derive(Debug, Args)]
pub struct List {
    /// What to list.
    #[command(subcommand)]
    pub what: ListCommand,
}

/// What `list` can list. Each has the options that mean something for it.
#[derive(Debug, Subcommand)]
pub enum ListCommand {
    /// Rules, with severity and the profiles of platforms that they are made for
    Rules(ListOfRules),
    /// Laws, standards and guides, and how many of their clauses rules check
    Frameworks(ListOfFramework),
    /// Kinds of documents, and how many rules judge them
    Kinds(Listing),
    /// Packs of policies: those built in, and those loaded
    Packs(Listing),
    /// Waivers in lists and comments: what they cover now, and until when
    Waivers(ListOfWaivers),
}

impl ListCommand {
    /// How the command speaks.
    pub fn display(&self) -> Display {
        match self {
            ListCommand::Rules(options) => options.list.listing.display,
            ListCommand::Frameworks(options) => options.listing.display,
            ListCommand::Kinds(options) | ListCommand::Packs(options) => options.display,
            ListCommand::Waivers(options) => options.listing.display,
        }
    }
}

/// Options of every list.
#[derive(Debug, Args)]
pub struct Listing {
    /// Policies.
    #[command(flatten)]
    pub policies: Policies,
    /// Display.
    #[command(flatten)]
    pub display: Display,
    /// Format: a table for people, JSON or Markdown
    #[arg(short, long, value_enum, default_value_t = catalogue::Format::Human)]
    pub format: catalogue::Format,
}

/// Options of `list rules`.
#[derive(Debug, Args)]
pub struct ListOfRules {
    /// What lists that a framework narrows have.
    #[command(flatten)]
    pub list: ListOfFramework,
    /// Write a component definition of OSCAL 1.1 instead of a list
    #[arg(long, conflicts_with = "format")]
    pub oscal: bool,
}

/// Options of lists that a framework narrows.
#[derive(Debug, Args)]
pub struct ListOfFramework {
    /// Only what is about this framework, such as CSL
    #[arg(long, value_name = "KEY")]
    pub framework: Option<String>,
    /// What every list has.
    #[command(flatten)]
    pub listing: Listing,
}

/// Options of `list waivers`.
#[derive(Debug, Args)]
pub struct ListOfWaivers {
    /// Files and folders to check
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Evaluation.
    #[command(flatten)]
    pub evaluation: Evaluation,
    /// What every list has.
    #[command(flatten)]
    pub listing: Listing,
    /// Comments such as `# fiducia: allow ID until=DATE reason="..."` waive nothing
    #[arg(long)]
    pub no_inline_waivers: bool,
}

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    /// A rule such as TEC-PRO-01 or its name, a clause such as CSL-23-3, a framework such as CSL, a parameter, a kind
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Cite clauses as on this day, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Print the policy of a rule, too
    #[arg(long)]
    pub source: bool,
    /// What every list has.
    #[command(flatten)]
    pub listing: Listing,
}

/// Options of `schema`.
#[derive(Debug, Args)]
pub struct Schema {
    /// Kind, such as NetworkProfile; `fiducia list kinds` names them
    #[arg(value_name = "KIND")]
    pub kind: String,
    /// Policies.
    #[command(flatten)]
    pub policies: Policies,
    /// Display.
    #[command(flatten)]
    pub display: Display,
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
