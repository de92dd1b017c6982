//! What policies are known by: a digest of each pack.

use super::module::Module;
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

/// A digest of policies as they are read: what they are called, and which version of the language they are in.
pub fn of_modules(modules: &[Module]) -> String {
    let version = |module: &Module| if module.is_v0() { "v0" } else { "v1" };
    let texts =
        modules.iter().map(|module| (format!("{} {}", module.pack, version(module)), &module.source.text));
    let texts: Vec<(String, &String)> = texts.collect();
    digest(texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect())
}

/// True unless it is plain that no policy asks for the day: there is more than one way to it.
pub fn read_the_day(modules: &[Module]) -> bool {
    const WAYS: [&str; 9] =
        ["now_ns", "today", "fiducia", "time.", "io.jwt", "x509", "rand.", "uuid.", "opa.runtime"];
    // `data` as a whole, or below a name that is computed.
    let whole = |text: &str| {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        text.match_indices("data").any(|(at, name)| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            let named = after.strip_prefix('.').is_some_and(|rest| rest.starts_with(word));
            !before.ends_with(word) && !after.starts_with(word) && !named
        })
    };
    let asks = |text: &str| WAYS.iter().any(|way| text.contains(way)) || whole(text);
    modules.iter().any(|module| asks(&module.source.text))
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
