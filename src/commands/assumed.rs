//! What is taken for the policies of a repository that names none.

use crate::lang::Lang;
use std::path::Path;
use walkdir::WalkDir;

/// Entries of a folder that are looked at.
const MOST: usize = 10_000;

/// The folder below a directory that holds policies, as conftest has it.
pub fn policies(directory: &Path) -> Option<&'static str> {
    let holds = |name: &&str| {
        let entries = WalkDir::new(directory.join(name)).into_iter().flatten();
        entries.take(MOST).any(|entry| entry.path().extension().is_some_and(|end| end == "rego"))
    };
    ["policy", "policies"].into_iter().find(holds)
}

/// What is said of it.
pub fn noted(folder: &str, lang: Lang) -> String {
    lang.pick(
        format!("the policies are those of {folder}: there is no fiducia.toml, and no `-p`"),
        format!("策略取自 {folder}：没有 fiducia.toml，也未指定 `-p`"),
    )
}
