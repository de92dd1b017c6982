//! `list`, `explain` and `schema`.

use super::{Display, Evaluation, Policies};
use crate::catalogue;
use clap::{Args, Subcommand};
use std::path::PathBuf;

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
