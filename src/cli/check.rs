//! `check`, `merge` and `compare`.

use super::{Display, Evaluation, Policies, Reporting};
use crate::compare::CompareFormat;
use clap::Args;
use std::path::PathBuf;
use std::str::FromStr;

/// Options of `check`.
#[derive(Debug, Clone, Args)]
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
    /// Take fiducia.toml, policies, data, waivers and the baseline from the commit at which HEAD left this revision
    #[arg(long, value_name = "REF", conflicts_with_all = ["update_baseline", "shard"])]
    pub trusted_config: Option<String>,
    /// Evaluate one of N shards of the files, such as 2/4; `fiducia merge` makes one run of their JSON reports
    #[arg(long, value_name = "I/N", conflicts_with_all = ["explain", "update_baseline", "changed_since"])]
    pub shard: Option<Shard>,
    /// Keep results in this folder, and take those of files that are as they were; who can write to it decides what is found
    #[arg(long, value_name = "DIR", conflicts_with_all = ["shard", "cross_check", "explain"])]
    pub cache: Option<PathBuf>,
    /// Make an error of a builtin a problem instead of undefined
    #[arg(long)]
    pub strict_builtin_errors: bool,
    /// Give rules that say nothing of their input all documents at once: `[{path, contents}]`, as in conftest
    #[arg(long)]
    pub combine: bool,
    /// Have a second engine judge everything too, and report where the two differ
    #[arg(long, conflicts_with = "shard")]
    pub cross_check: bool,
    /// Print the story of findings instead: the policy lines that decided them and the values they saw
    #[arg(long, value_name = "FINGERPRINT|RULE")]
    pub explain: Option<String>,
    /// Checking nothing is no problem
    #[arg(long)]
    pub allow_empty: bool,
    /// Format of standard input, such as yaml, json, hcl2, toml, dockerfile
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
