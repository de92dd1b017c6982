//! Which format the name of a file tells, and which its first characters do.

use crate::document::Format;
use std::ffi::OsStr;
use std::path::Path;

/// What is never checked: the program's own configuration, which is read with its schema.
const OWN: &str = "fiducia.toml";

/// Names of JSON files that hold comments by convention.
const JSONC_NAMES: [&str; 5] =
    ["devcontainer.json", "jsconfig.json", ".eslintrc.json", ".swcrc", "language-configuration.json"];

/// Formats by the end of a name, in lower case.
const EXTENSIONS: &[(&str, Format)] = &[
    ("yaml", Format::Yaml),
    ("yml", Format::Yaml),
    ("jsonc", Format::Jsonc),
    ("code-workspace", Format::Jsonc),
    ("json", Format::Json),
    ("tf", Format::Hcl2),
    ("tfvars", Format::Hcl2),
    ("hcl", Format::Hcl2),
    ("nomad", Format::Hcl2),
];

/// The format that the name of a file tells.
pub fn format_of_name(path: &Path) -> Option<Format> {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let settings = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == ".vscode");
    if name == OWN {
        return None;
    }
    let extension = path.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    let (_, format) = EXTENSIONS.iter().find(|(known, _)| *known == extension)?;
    let commented = settings || JSONC_NAMES.contains(&name) || name.starts_with("tsconfig");
    Some(if *format == Format::Json && commented { Format::Jsonc } else { *format })
}

/// The format that the content of a file tells: JSON by its first bracket, YAML by its first marker.
pub fn format_of_content(text: &str) -> Option<Format> {
    let text = text.trim_start();
    if text.starts_with(['{', '[']) {
        Some(Format::Json)
    } else if text.starts_with("---") || text.starts_with("%YAML") {
        Some(Format::Yaml)
    } else {
        None
    }
}
