//! Symbolic links found in folders: none of them may hide what it leads to.

use super::{DiscoverOptions, Discovery, reason, shown};
use crate::problem::Problem;
use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A link, and the root that it was found under.
pub struct Link {
    path: PathBuf,
    root: PathBuf,
}

impl Link {
    /// A link found below a root.
    pub fn new(path: &Path, root: &Path) -> Self {
        Link { path: path.to_path_buf(), root: root.to_path_buf() }
    }
}

/// Looks where links lead, once everything else is found. A link to what is checked at its own place says nothing new. One to a
/// file within the tree that is not, for its name or because it is left out, is checked at the link. Anything else cannot be
/// checked here, and is a problem.
pub fn look(links: Vec<Link>, options: &DiscoverOptions, discovery: &mut Discovery) {
    if links.is_empty() {
        return;
    }
    let checked: HashSet<PathBuf> =
        discovery.files.iter().filter_map(|found| fs::canonicalize(&found.path).ok()).collect();
    for link in links {
        let path = shown(&link.path, &options.working_directory);
        let (target, root) = match (fs::canonicalize(&link.path), fs::canonicalize(&link.root)) {
            (Ok(target), Ok(root)) => (target, root),
            (Err(error), _) | (_, Err(error)) => {
                discovery.problems.push(Problem::Link { path, reason: reason(&error) });
                continue;
            }
        };
        let found = options.found(link.path.clone(), path.clone());
        if checked.contains(&target) || !(target.is_dir() || found.format.is_some()) {
            continue;
        }
        let inside = target.strip_prefix(&root).ok();
        let why = match inside {
            None => "it leads to what is not checked, out of the tree",
            Some(below) if target.is_dir() => match wrong_folder(&link, &target, below, options) {
                Some(why) => why,
                None => continue,
            },
            Some(_) if !target.is_file() => "it leads to what is no regular file",
            Some(below) if options.include.as_ref().is_some_and(|include| !include.is_match(below)) => {
                discovery.excluded += 1;
                continue;
            }
            Some(_) => {
                discovery.files.push(found);
                continue;
            }
        };
        discovery.links += usize::from(inside.is_none());
        discovery.problems.push(Problem::Link { path, reason: why.to_owned() });
    }
}

/// Why a link to a folder of the tree hides something.
fn wrong_folder(link: &Link, target: &Path, below: &Path, options: &DiscoverOptions) -> Option<&'static str> {
    let parent = link.path.parent().and_then(|parent| fs::canonicalize(parent).ok());
    if parent.is_some_and(|parent| parent.starts_with(target)) {
        return Some("it leads back to a folder that it lies in");
    }
    let left_out = |folder: &Path| !folder.as_os_str().is_empty() && options.excludes(folder, true);
    below.ancestors().any(left_out).then_some("it leads to a folder that is left out")
}
