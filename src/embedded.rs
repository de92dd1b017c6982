//! What is built in: the files of packs and frameworks.

mod digest;

/// Paths, below `policies/`, and contents of what is built in.
mod files {
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));
}

pub use digest::digest;

/// The folder of frameworks, which is no pack.
const FRAMEWORKS: &str = "frameworks/";

/// The folder beside a rule that holds its examples.
pub const EXAMPLES: &str = "fixtures/";

/// The folder of a pack that describes kinds.
pub const KINDS: &str = "kinds/";

/// The names of the built-in packs.
pub fn names() -> Vec<&'static str> {
    let folders = files::FILES.iter().filter_map(|(path, _)| path.split_once('/')).map(|(folder, _)| folder);
    let mut names: Vec<_> = folders.filter(|folder| FRAMEWORKS.strip_suffix('/') != Some(folder)).collect();
    names.dedup();
    names
}

/// The files of a built-in pack: path below `policies/`, and content.
pub fn files(pack: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    files::FILES.iter().copied().filter(move |(path, _)| path.split('/').next() == Some(pack))
}

/// The outline of a built-in policy as JSON, by its path below `policies/`.
pub fn outline(path: &str) -> Option<&'static str> {
    let at = files::OUTLINES.binary_search_by_key(&path, |(path, _)| path).ok()?;
    files::OUTLINES.get(at).map(|(_, outline)| *outline)
}

/// The controls of all built-in packs, loaded or not: pack and id.
pub fn controls() -> impl Iterator<Item = (&'static str, &'static str)> {
    let policies =
        files::FILES.iter().filter(|(path, _)| path.ends_with(".rego") && !path.ends_with("_test.rego"));
    policies.filter_map(|(path, text)| {
        let id = text.lines().find_map(|line| line.strip_prefix("#   id: "))?;
        Some((path.split_once('/')?.0, id.trim()))
    })
}

/// The built-in framework files.
pub fn frameworks() -> impl Iterator<Item = (&'static str, &'static str)> {
    files::FILES.iter().copied().filter(|(path, _)| path.starts_with(FRAMEWORKS))
}

/// An example of a built-in rule, `good.yaml` or `bad.yaml`, by the path of its policy as reports print it.
pub fn example(policy: &str, name: &str) -> Option<&'static str> {
    let folder = policy.strip_prefix("policies/")?.rsplit_once('/')?.0;
    let path = format!("{folder}/{EXAMPLES}{name}");
    files::EXAMPLES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// The names of the kinds of the built-in packs.
pub fn kinds() -> impl Iterator<Item = &'static str> {
    let below = files::FILES.iter().filter_map(|(path, _)| path.split_once('/')).map(|(_, below)| below);
    let files =
        below.filter_map(|path| path.strip_prefix(KINDS)).filter_map(|file| file.strip_suffix(".yaml"));
    files.filter(|name| *name != "shared")
}
