//! What `init` and `new` write: files that work as they are, to be changed by their owner.

pub mod platform;

use crate::problem::Problem;
use std::path::{Path, PathBuf};

/// A file to be written, relative to a folder.
pub type NewFile = (PathBuf, String);

/// Words that cannot name a package in an import.
const KEYWORDS: [&str; 16] = [
    "as", "contains", "data", "default", "else", "every", "false", "if", "import", "in", "input", "not",
    "null", "package", "some", "true",
];

const CONFIGURATION: &str = include_str!("scaffold/fiducia.toml");
const WORKFLOW: &str = include_str!("scaffold/workflow.yaml");
const RULE: &str = include_str!("scaffold/rule.rego");
const TEST: &str = include_str!("scaffold/rule_test.rego");
const BAD: &str = include_str!("scaffold/bad.yaml");
const GOOD: &str = include_str!("scaffold/good.yaml");

/// A configuration, a first rule, and a workflow for GitHub if it is wanted.
///
/// # Errors
/// None but those of [`rule`].
pub fn project(github: bool) -> Result<Vec<NewFile>, Problem> {
    let mut files = vec![(PathBuf::from("fiducia.toml"), CONFIGURATION.to_owned())];
    files.extend(rule("OWN-01", Some("policy.service_owner"), Path::new("policy"))?);
    files.extend(github.then(workflow));
    Ok(files)
}

/// A workflow for GitHub.
pub fn workflow() -> NewFile {
    let text = WORKFLOW.replace("{version}", env!("CARGO_PKG_VERSION"));
    (PathBuf::from(".github/workflows/fiducia.yaml"), text)
}

/// A rule with its metadata, its test and both fixtures, in a folder named as its package ends.
///
/// # Errors
/// The id or the package cannot be written where they have to stand.
pub fn rule(id: &str, package: Option<&str>, folder: &Path) -> Result<Vec<NewFile>, Problem> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    // An id of digits alone would be a number to YAML.
    if !id.chars().all(plain) || !id.contains(|c: char| c.is_ascii_alphabetic()) {
        return Err(Problem::refused(
            format!("{id:?} is no id: letters, digits, `-`, `_` and `.`, one letter at least"),
            format!("“{id}”不能作为编号：只能含字母、数字、`-`、`_` 和 `.`，且至少有一个字母"),
        ));
    }
    let package = package.map_or_else(|| default_package(id), str::to_owned);
    if let Some(step) = package.split('.').find(|step| !is_name(step)) {
        return Err(Problem::refused(
            format!("{step:?} in the package {package:?} is no name of Rego"),
            format!("包名“{package}”中的“{step}”不是合法的 Rego 名称"),
        ));
    }
    let name = package.rsplit('.').next().unwrap_or(&package);
    let filled = |text: &str| text.replace("{id}", id).replace("{package}", &package).replace("{name}", name);
    let folder = folder.join(name);
    Ok(vec![
        (folder.join(format!("{name}.rego")), filled(RULE)),
        (folder.join(format!("{name}_test.rego")), filled(TEST)),
        (folder.join("fixtures/bad.yaml"), filled(BAD)),
        (folder.join("fixtures/good.yaml"), filled(GOOD)),
    ])
}

/// `policy.own_01` for `OWN-01`.
fn default_package(id: &str) -> String {
    let name: String = id.to_ascii_lowercase().replace(['-', '.'], "_");
    let lead = if is_name(&name) { "" } else { "rule_" };
    format!("policy.{lead}{name}")
}

fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && !KEYWORDS.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_come_from_ids() {
        for (id, package) in
            [("OWN-01", "policy.own_01"), ("7-a.b", "policy.rule_7_a_b"), ("in", "policy.rule_in")]
        {
            assert_eq!(default_package(id), package);
        }
    }

    #[test]
    fn what_cannot_be_written_is_refused() {
        for (id, package) in [
            ("", None),
            ("A B", None),
            ("12", None),
            ("A\n#", None),
            ("A", Some("a.in")),
            ("A", Some("a..b")),
            ("A", Some("a-b")),
            ("A", Some("")),
        ] {
            assert!(rule(id, package, Path::new("p")).is_err(), "{id:?} {package:?}");
        }
    }
}
