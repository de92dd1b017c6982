//! Configuration that a commit vouches for: where the checkout is a stranger's, `fiducia.toml`, policies, data, waivers and the
//! baseline are those of a commit that is not.
//!
//! The files of the commit lie in a folder of their own, at the paths that they have in the checkout.

use super::git::Git;
use crate::document::Document;
use crate::problem::Problem;
use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;

/// The option that asks for it.
const OPTION: &str = "--trusted-config";
/// The kinds of files that are configuration of this program, or may hold waivers.
const KINDS: [&str; 8] = ["rego", "yaml", "yml", "json", "jsonc", "toml", "gz", "manifest"];

/// The files of a commit.
#[derive(Debug)]
pub struct Trusted {
    /// The commit.
    pub commit: String,
    /// What of its kind is different in the checkout, by path.
    pub differs: Vec<String>,
    root: PathBuf,
    files: TempDir,
}

impl Trusted {
    /// The files of the commit at which HEAD and a revision parted.
    ///
    /// # Errors
    /// There is no git, no repository, no such revision, or the files cannot be unpacked.
    pub fn at(revision: &str, working_directory: &Path) -> Result<Trusted, Problem> {
        let mut git = Git::new(OPTION, working_directory);
        git.is_revision(revision)?;
        let root = git.root()?;
        git.guard()?;
        let commit = git.base(revision)?;
        let mut git = Git::new(OPTION, &root);
        git.guard()?;
        let files = unpacked(&git, &commit)?;
        let changed =
            git.run(&["diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv", &commit, "--"])?;
        let others = git.run(&["ls-files", "--others", "--exclude-standard", "-z"])?;
        let names = |bytes: &[u8]| -> Vec<String> {
            let names = bytes.split(|byte| *byte == 0).filter(|name| !name.is_empty());
            names.map(|name| String::from_utf8_lossy(name).into_owned()).collect()
        };
        let mut differs: Vec<String> = names(&changed).into_iter().chain(names(&others)).collect();
        differs.retain(|path| decides(path));
        differs.sort();
        differs.dedup();
        let root = root.canonicalize().unwrap_or(root);
        Ok(Trusted { commit, differs, root, files })
    }

    /// Where a path of the checkout lies in the commit; a path out of the repository is its own.
    pub fn place(&self, path: &Path) -> PathBuf {
        let whole = if path.is_absolute() { path.to_path_buf() } else { self.root_of(path) };
        match normal(&whole).strip_prefix(&self.root) {
            Ok(below) => self.files.path().join(below),
            Err(_) => whole,
        }
    }

    fn root_of(&self, path: &Path) -> PathBuf {
        let here = std::env::current_dir().and_then(|here| here.canonicalize());
        here.map_or_else(|_| path.to_path_buf(), |here| here.join(path))
    }

    /// The nearest `fiducia.toml` upward from a path, in the commit; an empty one where there is none.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn config(&self, from: &Path) -> Result<PathBuf, Problem> {
        let from = self.place(from);
        let within = from.ancestors().take_while(|folder| folder.starts_with(self.files.path()));
        let found = within.map(|folder| folder.join("fiducia.toml")).find(|file| file.is_file());
        if let Some(found) = found {
            return Ok(found);
        }
        let none = self.files.path().join("fiducia.toml");
        fs::write(&none, "").map_err(|error| Git::new(OPTION, &self.root).said(&error.to_string()))?;
        Ok(none)
    }

    /// Where a path of the commit lies in the checkout.
    pub fn checkout(&self, path: &Path) -> Option<PathBuf> {
        Some(self.root.join(path.strip_prefix(self.files.path()).ok()?))
    }

    /// The text that a file of the checkout has in the commit.
    pub fn text(&self, path: &Path) -> Option<String> {
        fs::read_to_string(self.place(path)).ok()
    }

    /// How often each comment of a file that waives something stands in the commit.
    pub fn comments(&self, document: &Document, working_directory: &Path) -> BTreeMap<String, usize> {
        let mut known = BTreeMap::new();
        let text = self.text(&working_directory.join(&document.source.path)).unwrap_or_default();
        for line in text.lines() {
            if let Some((_, said)) = line.split_once("fiducia:") {
                *known.entry(said.trim().to_owned()).or_default() += 1;
            }
        }
        known
    }
}

/// True for files that decide by their name alone.
fn decides(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".rego")
        || matches!(name, "fiducia.toml" | "fiducia.waivers.yaml" | "pack.yaml" | "params.yaml" | ".manifest")
        || name.contains("baseline")
}

/// A path without the steps that lead back.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// Unpacks the files of a commit that may be configuration; links are left out.
fn unpacked(git: &Git<'_>, commit: &str) -> Result<TempDir, Problem> {
    let failed = |error: std::io::Error| git.said(&error.to_string());
    let folder = tempfile::tempdir().map_err(failed)?;
    let mut command = git.command(&["archive", "--format=tar", commit]);
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| git.cannot_run(&error))?;
    if let Some(stdout) = child.stdout.take() {
        let mut archive = tar::Archive::new(stdout);
        for entry in archive.entries().map_err(failed)? {
            let mut entry = entry.map_err(failed)?;
            let path = entry.path().map_err(failed)?.into_owned();
            let kind =
                path.extension().or(path.file_name()).and_then(|kind| kind.to_str()).unwrap_or_default();
            let plain = path.components().all(|component| matches!(component, Component::Normal(_)));
            if !entry.header().entry_type().is_file()
                || !plain
                || !KINDS.contains(&kind.trim_start_matches('.'))
            {
                continue;
            }
            let target = folder.path().join(&path);
            target.parent().map(fs::create_dir_all).transpose().map_err(failed)?;
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).map_err(failed)?;
            fs::write(target, bytes).map_err(failed)?;
        }
    }
    let status = child.wait().map_err(failed)?;
    if status.success() { Ok(folder) } else { Err(git.said("the commit cannot be read")) }
}
