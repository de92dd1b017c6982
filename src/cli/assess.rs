//! `assess`, `evidence` and `plan`.

use super::{Display, Evaluation, Listing, Policies, Target};
use crate::assess::evidence::Kind;
use crate::assess::grade::Grade;
use crate::assess::render::AssessFormat;
use crate::plan::status::StatusFormat;
use clap::{Args, Subcommand};
use std::path::PathBuf;

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
    /// The platform.
    #[command(flatten)]
    pub target: Target,
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
    /// The platform.
    #[command(flatten)]
    pub target: Target,
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
    /// The platform.
    #[command(flatten)]
    pub target: Target,
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
    /// The platform.
    #[command(flatten)]
    pub target: Target,
    /// Format of the state
    #[arg(short, long, value_enum, default_value_t = StatusFormat::Human)]
    pub format: StatusFormat,
    /// Write it to a file; with FORMAT= beside the one on standard output (repeatable)
    #[arg(short, long, value_name = "[FORMAT=]FILE")]
    pub output: Vec<String>,
    /// The Assessment document of this name, where there are several
    #[arg(long, value_name = "NAME")]
    pub assessment: Option<String>,
}
