//! Which format the name of a file tells, and which its first characters do.

use super::Format;
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
    ("toml", Format::Toml),
    ("dockerfile", Format::Dockerfile),
    ("containerfile", Format::Dockerfile),
    ("ini", Format::Ini),
    ("cnf", Format::Ini),
    ("service", Format::Systemd),
    ("socket", Format::Systemd),
    ("timer", Format::Systemd),
    ("mount", Format::Systemd),
    ("automount", Format::Systemd),
    ("swap", Format::Systemd),
    ("target", Format::Systemd),
    ("slice", Format::Systemd),
    ("network", Format::Systemd),
    ("netdev", Format::Systemd),
    ("nspawn", Format::Systemd),
    ("env", Format::Dotenv),
    ("properties", Format::Properties),
    ("xml", Format::Xml),
    ("csproj", Format::Xml),
    ("fsproj", Format::Xml),
    ("vbproj", Format::Xml),
    ("props", Format::Xml),
    ("nuspec", Format::Xml),
    ("config", Format::Xml),
    ("xsd", Format::Xml),
    ("pom", Format::Xml),
    ("spdx", Format::Spdx),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("ndjson", Format::Ndjson),
    ("jsonl", Format::Ndjson),
    ("gitignore", Format::Ignore),
    ("dockerignore", Format::Ignore),
    ("helmignore", Format::Ignore),
];

/// Formats by the whole of a name, in lower case.
const NAMES: &[(&str, Format)] = &[
    ("pipfile", Format::Toml),
    ("cargo.lock", Format::Toml),
    ("poetry.lock", Format::Toml),
    ("uv.lock", Format::Toml),
    ("pdm.lock", Format::Toml),
    ("dockerfile", Format::Dockerfile),
    ("containerfile", Format::Dockerfile),
    ("bom.xml", Format::Cyclonedx),
    ("nginx.conf", Format::Nginx),
    ("sshd_config", Format::Directives),
    ("ssh_config", Format::Directives),
    ("postgresql.conf", Format::Directives),
    ("postgresql.auto.conf", Format::Directives),
    ("pg_hba.conf", Format::Directives),
    ("pg_ident.conf", Format::Directives),
    ("redis.conf", Format::Directives),
    ("sentinel.conf", Format::Directives),
    ("haproxy.cfg", Format::Directives),
    ("caddyfile", Format::Directives),
    ("sudoers", Format::Directives),
    ("codeowners", Format::Directives),
    ("setup.cfg", Format::Ini),
    ("tox.ini", Format::Ini),
    (".editorconfig", Format::Ini),
    (".gitconfig", Format::Ini),
    (".env", Format::Dotenv),
    (".gitignore", Format::Ignore),
    (".dockerignore", Format::Ignore),
    (".helmignore", Format::Ignore),
    (".npmignore", Format::Ignore),
];

/// What a text about a file is called, whatever its name begins with.
const TEXTS: [&str; 3] = ["md", "rst", "txt"];

/// Formats by how a name begins, in lower case: `Dockerfile.prod`, `.env.local`.
const BEGINNINGS: &[(&str, Format)] = &[
    ("dockerfile.", Format::Dockerfile),
    ("dockerfile-", Format::Dockerfile),
    ("dockerfile_", Format::Dockerfile),
    ("containerfile.", Format::Dockerfile),
    (".env.", Format::Dotenv),
];

/// The format that the name of a file tells.
pub fn format_of_name(path: &Path) -> Option<Format> {
    // A name that is no text may still tell: what it tells is a problem then.
    let name = path.file_name().map(OsStr::to_string_lossy).unwrap_or_default();
    let settings = path.parent().and_then(Path::file_name).is_some_and(|folder| folder == ".vscode");
    if name == OWN {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let extension = lower.rsplit_once('.').map_or("", |(_, extension)| extension);
    let whole = NAMES.iter().find(|(known, _)| *known == lower);
    let begins = |(known, _): &&(&str, Format)| lower.starts_with(known) && !TEXTS.contains(&extension);
    let bill = || lower.ends_with(".cdx.xml").then_some(&("", Format::Cyclonedx));
    let beginning = || BEGINNINGS.iter().find(begins);
    let end = || EXTENSIONS.iter().find(|(known, _)| *known == extension);
    let (_, format) = whole.or_else(bill).or_else(end).or_else(beginning)?;
    let commented = settings || JSONC_NAMES.contains(&name.as_ref()) || name.starts_with("tsconfig");
    Some(if *format == Format::Json && commented { Format::Jsonc } else { *format })
}

/// The format that the content of a file tells: JSON by its first bracket, YAML by its first marker, XML by its
/// declaration, nginx by a block that only it has.
pub fn format_of_content(text: &str) -> Option<Format> {
    let text = text.trim_start();
    if text.starts_with(['{', '[']) {
        Some(Format::Json)
    } else if text.starts_with("---") || text.starts_with("%YAML") {
        Some(Format::Yaml)
    } else if text.starts_with("<?xml") {
        Some(Format::Xml)
    } else if text.lines().any(is_block_of_nginx) {
        Some(Format::Nginx)
    } else {
        None
    }
}

/// `server {` and its like, as a line of its own.
fn is_block_of_nginx(line: &str) -> bool {
    let name = line.trim().strip_suffix('{').map(str::trim_end);
    matches!(name, Some("http" | "server" | "events"))
}
