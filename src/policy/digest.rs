//! What policies are known by: a digest of each pack.

use super::pack;
use crate::source::SourceFile;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// A file of a pack that is not built in.
#[derive(Debug, Clone)]
pub struct PackFile {
    /// The pack.
    pub pack: String,
    /// Its path in the pack.
    pub below: String,
    /// Its text.
    pub source: Arc<SourceFile>,
}

/// A digest of the texts of each pack, by name: of those that are built in, and of files of others. What is in no pack
/// stands under `bundle`. It does not depend on where a pack lies.
pub fn digests<'p>(
    builtin: impl Iterator<Item = &'p String>,
    files: &[PackFile],
) -> BTreeMap<String, String> {
    let mut packs: BTreeMap<&str, Vec<(&str, &str)>> = BTreeMap::new();
    for name in builtin {
        packs.insert(name, pack::files(name).collect());
    }
    for file in files {
        let name = if file.pack.is_empty() { "bundle" } else { &file.pack };
        packs.entry(name).or_default().push((&file.below, &file.source.text));
    }
    packs.into_iter().map(|(name, files)| (name.to_owned(), digest(files))).collect()
}

/// A digest of files by path, in whatever order they come.
fn digest(mut files: Vec<(&str, &str)>) -> String {
    files.sort_unstable();
    let mut hash = Sha256::new();
    for part in files.into_iter().flat_map(|(path, text)| [path, text]) {
        // Lengths keep `a`, `bc` and `ab`, `c` apart.
        hash.update((part.len() as u64).to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().fold(String::new(), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
