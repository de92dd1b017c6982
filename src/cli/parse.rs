//! `parse`.

use super::Display;
use clap::Args;
use std::path::PathBuf;

/// Options of `parse`.
#[derive(Debug, Args)]
#[command(after_help = "Exit codes: 0 the file was read; 2 something of it could not be read.")]
pub struct Parse {
    /// The file; `-` reads standard input
    #[arg(value_name = "FILE")]
    pub path: PathBuf,
    /// Print the place of every key and value too
    #[arg(long)]
    pub spans: bool,
    /// Read files that match a glob in this format, such as 'conf/*.conf=nginx' (repeatable)
    #[arg(long, value_name = "GLOB=FORMAT")]
    pub format_of: Vec<String>,
    /// Version that values of YAML are read in [default: 1.1 in documents of Kubernetes, CloudFormation and Ansible, else 1.2]
    #[arg(long, value_name = "VERSION", value_parser = ["1.1", "1.2"])]
    pub yaml: Option<String>,
    /// Format of standard input, such as yaml, json, hcl2, toml, dockerfile
    #[arg(long, value_name = "FORMAT")]
    pub stdin_format: Option<String>,
    /// Configuration file [default: fiducia.toml, upward from the file]
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Largest file to read, such as 500KiB, 32MiB
    #[arg(long, value_name = "SIZE", default_value = "32MiB")]
    pub max_file_size: String,
    /// Display.
    #[command(flatten)]
    pub display: Display,
}
