//! Which repository, at which commit, is checked.

use super::git::Git;
use crate::problem::Problem;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What asks for it.
const ASKED_BY: &str = "-f ndjson";

/// A repository, as far as it is known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repository {
    /// The address of its remote `origin`, else of its only remote, without what opens it.
    pub remote: Option<String>,
    /// The commit that is checked out.
    pub commit: Option<String>,
}

impl Repository {
    /// The one repository that paths lie in.
    ///
    /// # Errors
    /// There is no git, no repository, or more than one.
    pub fn of(paths: &[PathBuf], working_directory: &Path) -> Result<Repository, Problem> {
        let folder = |path: &PathBuf| {
            let path = working_directory.join(path);
            let folder = if path.is_dir() { Some(path.as_path()) } else { path.parent() };
            folder.filter(|folder| folder.is_dir()).map(Path::to_path_buf)
        };
        let mut folders: BTreeSet<PathBuf> = paths.iter().filter_map(folder).collect();
        if folders.is_empty() {
            folders.insert(working_directory.to_path_buf());
        }
        let roots = folders.iter().map(|folder| Git::new(ASKED_BY, folder).root());
        let roots = roots.collect::<Result<BTreeSet<PathBuf>, Problem>>()?;
        let [root] = &Vec::from_iter(roots)[..] else {
            return Err(Problem::refused(
                "the paths lie in several repositories, so lines name none: check each by itself",
                "所给路径分属多个仓库，因此各行不注明仓库：请逐个检查",
            ));
        };
        let git = Git::new(ASKED_BY, root);
        let commit = git.line(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"])?;
        let known = |line: Option<String>| line.filter(|line| !line.is_empty());
        Ok(Repository { remote: known(remote(&git)?).map(|url| public(&url)), commit: known(commit) })
    }
}

fn remote(git: &Git<'_>) -> Result<Option<String>, Problem> {
    let names = git.line(&["remote"])?.unwrap_or_default();
    let names: Vec<&str> = names.lines().collect();
    let name = match &names[..] {
        [only] => *only,
        several if several.contains(&"origin") => "origin",
        _ => return Ok(None),
    };
    git.line(&["config", "--get", &format!("remote.{name}.url")])
}

/// An address without what opens what it leads to: user, password, query and fragment.
fn public(url: &str) -> String {
    let (scheme, rest) = match url.rfind("://") {
        Some(at) => url.split_at(at + 3),
        None => ("", url),
    };
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let slash = rest.find('/').unwrap_or(rest.len());
    let (host, path) = rest.split_at(slash);
    // `:` and no port: a password with a slash in it.
    let password = host.split_once(':').is_some_and(|(_, port)| port.contains(|c: char| !c.is_ascii_digit()));
    let public = match (host.rsplit_once('@'), path.rsplit_once('@')) {
        (Some((_, host)), _) => format!("{host}{path}"),
        (None, Some((_, rest))) if password && !scheme.is_empty() => rest.to_owned(),
        _ => rest.to_owned(),
    };
    format!("{scheme}{public}")
}

#[cfg(test)]
mod tests {
    use super::public;

    #[test]
    fn nothing_that_opens_an_address_is_left() {
        for (url, shown) in [
            ("https://github.com/acme/pay.git", "https://github.com/acme/pay.git"),
            ("https://git.example:8443/acme/@pay", "https://git.example:8443/acme/@pay"),
            ("https://ada:s3cret@git.example/acme/pay", "https://git.example/acme/pay"),
            ("https://ghp_s3cret@git.example/acme/pay", "https://git.example/acme/pay"),
            ("https://ada:s3c@ret@git.example/acme/pay", "https://git.example/acme/pay"),
            ("https://ada:s3c/ret@git.example/acme/pay", "https://git.example/acme/pay"),
            ("https://git.example/acme/pay?private_token=s3cret#s3cret", "https://git.example/acme/pay"),
            ("http::https://ada:s3cret@git.example/acme", "http::https://git.example/acme"),
            ("git@git.example:acme/pay.git", "git.example:acme/pay.git"),
            ("ada:s3cret@git.example:acme/pay.git", "git.example:acme/pay.git"),
            ("ssh://git@git.example:2222/acme/pay", "ssh://git.example:2222/acme/pay"),
            ("/srv/git/pay@2.git", "/srv/git/pay@2.git"),
            ("file:///srv/git/pay.git", "file:///srv/git/pay.git"),
        ] {
            assert_eq!(public(url), shown);
        }
    }
}
