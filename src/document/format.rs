//! The formats that configuration is written in: their names, and how their comments look.

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
}

impl Format {
    /// Every format, in the order in which they are listed to users.
    pub const ALL: [Format; 4] = [Format::Yaml, Format::Json, Format::Jsonc, Format::Hcl2];

    /// The name used on the command line, in `applies_to` and in `input.documents[].format`.
    pub fn name(self) -> &'static str {
        match self {
            Format::Yaml => "yaml",
            Format::Json => "json",
            Format::Jsonc => "jsonc",
            Format::Hcl2 => "hcl2",
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
            Format::Json => &[],
            Format::Jsonc => &["//"],
            Format::Yaml => &["#"],
            Format::Hcl2 => &["#", "//", "/*"],
        }
    }

    /// True for the formats that data of policies may be written in, as with OPA.
    pub fn holds_data(self) -> bool {
        matches!(self, Format::Yaml | Format::Json | Format::Jsonc)
    }
}
