//! Built-in packs: policies that come with the program.

/// Paths, below `policies/`, and contents of what is built in.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/packs.rs"));
}

/// The folder of frameworks, which is no pack.
const FRAMEWORKS: &str = "frameworks/";

/// The names of the built-in packs.
pub fn names() -> Vec<&'static str> {
    let folders =
        embedded::FILES.iter().filter_map(|(path, _)| path.split_once('/')).map(|(folder, _)| folder);
    let mut names: Vec<_> = folders.filter(|folder| FRAMEWORKS.strip_suffix('/') != Some(folder)).collect();
    names.dedup();
    names
}

/// The files of a built-in pack: path below `policies/`, and content.
pub fn files(pack: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    embedded::FILES.iter().copied().filter(move |(path, _)| path.split('/').next() == Some(pack))
}

/// The built-in framework files.
pub fn frameworks() -> impl Iterator<Item = (&'static str, &'static str)> {
    embedded::FILES.iter().copied().filter(|(path, _)| path.starts_with(FRAMEWORKS))
}
