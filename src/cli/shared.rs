//! What several commands take: policies, the evaluation, display, reports, a platform.

use crate::lang::Lang;
use crate::report::Format;
use crate::report::uri::Base;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

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
#[derive(Debug, Clone, Default, Args)]
pub struct Policies {
    /// Policies: a built-in pack such as `custody`, or a file or folder such as `./policy` (repeatable)
    #[arg(short, long, value_name = "PATH")]
    pub policy: Vec<String>,
    /// Data files and folders (YAML, JSON, TOML), found by policies below `data` (repeatable)
    #[arg(short, long, value_name = "PATH")]
    pub data: Vec<PathBuf>,
    /// Override a parameter of a pack (repeatable)
    #[arg(long, value_name = "NAME=VALUE")]
    pub param: Vec<String>,
    /// Read every policy as Rego version 0
    #[arg(long)]
    pub rego_v0: bool,
    /// Builtins of another program that tests replace by `with`: a file as `opa capabilities` writes it (repeatable)
    #[arg(long, value_name = "FILE")]
    pub capabilities: Vec<PathBuf>,
    /// Configuration file [default: fiducia.toml, upward from the first path]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// How a command evaluates.
#[derive(Debug, Clone, Args)]
pub struct Evaluation {
    /// Evaluate as on this day, YYYY-MM-DD [default: today]
    #[arg(long, value_name = "DATE")]
    pub as_of: Option<String>,
    /// Threads; 0 for one a processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub jobs: usize,
    /// Time of the processor allowed for one evaluation, such as 500ms, 10s, 1m
    #[arg(long, value_name = "DURATION", default_value = "10s")]
    pub timeout: String,
    /// Time of the processor allowed for the whole run, reading and planning too
    #[arg(long, value_name = "DURATION", default_value = "10m")]
    pub max_time: String,
    /// Memory that the values of one evaluation may take, such as 512MiB, 2GiB
    #[arg(long, value_name = "SIZE", default_value = "2GiB")]
    pub max_memory: String,
    /// Largest file to read, such as 500KiB, 32MiB
    #[arg(long, value_name = "SIZE", default_value = "32MiB")]
    pub max_file_size: String,
    /// Read files that match a glob in this format, such as 'conf/*.conf=nginx' (repeatable)
    #[arg(long, value_name = "GLOB=FORMAT")]
    pub format_of: Vec<String>,
    /// Version that values of YAML are read in [default: 1.1 in documents of Kubernetes, CloudFormation and Ansible, else 1.2]
    #[arg(long, value_name = "VERSION", value_parser = ["1.1", "1.2"])]
    pub yaml: Option<String>,
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
    /// What every line of `ndjson` says of this run, such as team=payments (repeatable)
    #[arg(long, value_name = "KEY=VALUE")]
    pub label: Vec<String>,
}

/// A platform, and how it is checked.
#[derive(Debug, Args)]
pub struct Target {
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
    /// Draw no progress bar
    #[arg(long)]
    pub no_progress: bool,
}
