//! The command line, as `clap` reads it. No logic lives here.

mod assess;
mod authoring;
mod catalogue;
mod check;
mod parse;
mod peers;
mod shared;

use clap::{Parser, Subcommand};

pub use assess::{Assess, AssessCommand, AssessInit, Evidence, EvidenceAdd, EvidenceCommand, EvidenceVerify};
pub use assess::{Plan, PlanCommand, PlanStatus};
pub use authoring::{Completions, Init, Lint, New, NewCommand, NewRule, Test};
pub use catalogue::{
    Explain, List, ListCommand, ListOfFramework, ListOfRules, ListOfWaivers, Listing, Schema,
};
pub use check::{Check, Compare, Merge, Shard};
pub use parse::Parse;
pub use peers::hint;
pub use shared::{Color, Display, Evaluation, Policies, Reporting, Target};

/// Checks configuration against Rego policies and points at the exact characters that break a rule.
#[derive(Debug, Parser)]
#[command(name = "fiducia", version, max_term_width = 100, args_override_self = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Evaluate policies on configuration and report what breaks a rule
    Check(Box<Check>),
    /// Score a platform: indicators, coverage, vetoes and a grade
    Assess(Box<Assess>),
    /// Enter evidence into an Assessment document, or hold what is there against its files
    Evidence(Evidence),
    /// Draw up an improvement plan from what fails, update one, or tell how far it has come
    Plan(Box<Plan>),
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
    /// Print what policies see of a file, and where every part of it stands
    Parse(Parse),
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
                Some(AssessCommand::Init(init)) => init.target.display,
                None => options.target.display,
            },
            Command::Evidence(Evidence { what: EvidenceCommand::Add(options) }) => options.display,
            Command::Evidence(Evidence { what: EvidenceCommand::Verify(options) }) => options.listing.display,
            Command::Plan(options) => match &options.what {
                Some(PlanCommand::Status(status)) => status.target.display,
                None => options.target.display,
            },
            Command::Test(options) => options.display,
            Command::Lint(options) => options.display,
            Command::Compare(options) => options.display,
            Command::Merge(options) => options.display,
            Command::List(options) => options.what.display(),
            Command::Explain(options) => options.listing.display,
            Command::Parse(options) => options.display,
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
                Some(AssessCommand::Init(init)) => &init.target.evaluation,
                None => &options.target.evaluation,
            }),
            Command::Evidence(Evidence { what: EvidenceCommand::Verify(options) }) => {
                Some(&options.evaluation)
            }
            Command::Plan(options) => Some(match &options.what {
                Some(PlanCommand::Status(status)) => &status.target.evaluation,
                None => &options.target.evaluation,
            }),
            Command::Test(options) => Some(&options.evaluation),
            Command::List(List { what: ListCommand::Waivers(options) }) => Some(&options.evaluation),
            _ => None,
        }
    }
}
