//! The formats that configuration is written in: their names, and how their comments look.

use globset::GlobMatcher;

/// A format that configuration is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// YAML 1.2, several documents a file.
    Yaml,
    /// JSON as in RFC 8259.
    Json,
    /// JSON with comments and trailing commas.
    Jsonc,
    /// HCL version 2: Terraform, Packer, policies of Vault.
    Hcl2,
    /// TOML 1.1.
    Toml,
    /// Dockerfiles, also those of Podman.
    Dockerfile,
    /// nginx.
    Nginx,
    /// Lines of a name and its parameters: sshd, PostgreSQL, Redis, HAProxy, Caddy, sudo.
    Directives,
    /// INI.
    Ini,
    /// Units of systemd: INI whose keys may repeat.
    Systemd,
    /// Environment variables.
    Dotenv,
    /// Properties of Java.
    Properties,
    /// XML.
    Xml,
    /// Tables with commas.
    Csv,
    /// Tables with tabs.
    Tsv,
    /// JSON, a document a line.
    Ndjson,
    /// Lists of what to ignore, such as `.gitignore`.
    Ignore,
    /// CycloneDX, in JSON or XML.
    Cyclonedx,
    /// SPDX, in JSON or as tags and values.
    Spdx,
}

/// A version of YAML that values are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum YamlVersion {
    /// `yes`, `on` and their kind are booleans, and `0644` is octal.
    V1_1,
    /// The core schema: they are texts, and numbers are decimal.
    V1_2,
}

impl YamlVersion {
    /// Its number.
    pub fn name(self) -> &'static str {
        match self {
            YamlVersion::V1_1 => "1.1",
            YamlVersion::V1_2 => "1.2",
        }
    }

    /// From its number.
    pub fn from_name(name: &str) -> Option<YamlVersion> {
        match name {
            "1.1" => Some(YamlVersion::V1_1),
            "1.2" => Some(YamlVersion::V1_2),
            _ => None,
        }
    }
}

/// How a format is read where it can be read in several ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Reading {
    /// The version of YAML; none where the document tells.
    pub yaml: Option<YamlVersion>,
    /// Blocks of HCL that stand once are no list.
    pub single_blocks: bool,
}

/// What is said of files that match a glob.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Choice {
    /// Their format; none where their names tell.
    pub format: Option<Format>,
    /// How they are read.
    pub reading: Reading,
}

impl Choice {
    /// What the globs that a path matches say of it, the first of them first.
    pub fn of(path: &str, globs: &[(GlobMatcher, Choice)]) -> Choice {
        let said = globs.iter().filter(|(glob, _)| glob.is_match(path)).map(|(_, choice)| choice);
        said.fold(Choice::default(), |first, next| Choice {
            format: first.format.or(next.format),
            reading: Reading {
                yaml: first.reading.yaml.or(next.reading.yaml),
                single_blocks: first.reading.single_blocks || next.reading.single_blocks,
            },
        })
    }
}

impl Format {
    /// Every format, in the order in which they are listed to users.
    pub const ALL: [Format; 19] = [
        Format::Yaml,
        Format::Json,
        Format::Jsonc,
        Format::Hcl2,
        Format::Toml,
        Format::Dockerfile,
        Format::Nginx,
        Format::Directives,
        Format::Ini,
        Format::Systemd,
        Format::Dotenv,
        Format::Properties,
        Format::Xml,
        Format::Csv,
        Format::Tsv,
        Format::Ndjson,
        Format::Ignore,
        Format::Cyclonedx,
        Format::Spdx,
    ];

    /// The name used on the command line, in `applies_to` and in `input.documents[].format`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Yaml => "yaml",
            Format::Json => "json",
            Format::Jsonc => "jsonc",
            Format::Hcl2 => "hcl2",
            Format::Toml => "toml",
            Format::Dockerfile => "dockerfile",
            Format::Nginx => "nginx",
            Format::Directives => "directives",
            Format::Ini => "ini",
            Format::Systemd => "systemd",
            Format::Dotenv => "dotenv",
            Format::Properties => "properties",
            Format::Xml => "xml",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Ndjson => "ndjson",
            Format::Ignore => "ignore",
            Format::Cyclonedx => "cyclonedx",
            Format::Spdx => "spdx",
        }
    }

    /// The format with this name.
    pub fn from_name(name: &str) -> Option<Format> {
        Format::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The names of all formats, for messages.
    pub fn names() -> String {
        Format::ALL.map(Format::name).join(", ")
    }

    /// How comments begin; none where the format has no comments. The first is the one that is written.
    pub fn comment_marks(self) -> &'static [&'static str] {
        match self {
            Format::Json | Format::Ndjson | Format::Csv | Format::Tsv => &[],
            Format::Jsonc => &["//"],
            Format::Hcl2 => &["#", "//"],
            Format::Ini | Format::Systemd => &["#", ";"],
            Format::Properties => &["#", "!"],
            Format::Xml | Format::Cyclonedx => &["<!--"],
            Format::Yaml
            | Format::Toml
            | Format::Dockerfile
            | Format::Nginx
            | Format::Directives
            | Format::Dotenv
            | Format::Ignore
            | Format::Spdx => &["#"],
        }
    }

    /// What ends a comment, where a line break does not.
    pub fn comment_close(self) -> &'static str {
        if matches!(self, Format::Xml | Format::Cyclonedx) { " -->" } else { "" }
    }

    /// True where a comment may stand at the end of a line that says something else.
    pub fn trails_comments(self) -> bool {
        matches!(
            self,
            Format::Yaml
                | Format::Jsonc
                | Format::Hcl2
                | Format::Toml
                | Format::Nginx
                | Format::Ini
                | Format::Dotenv
        )
    }

    /// True for the formats that folders of data hold: those of OPA, and TOML. A file that is named may be of any.
    pub fn holds_data(self) -> bool {
        matches!(self, Format::Yaml | Format::Json | Format::Jsonc | Format::Toml)
    }
}
