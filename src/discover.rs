//! From paths to a sorted list of files to check, and everything that can be wrong on the way.

mod links;

use crate::document::{Choice, Format, Reading};
use crate::problem::Problem;
use crate::source::SourceFile;
use globset::GlobSet;
use links::Link;
use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

pub use crate::document::{format_of_content, format_of_name};

/// Folders left out unless `exclude` says otherwise.
pub const DEFAULT_EXCLUDE: [&str; 4] =
    ["**/.git/**", "**/node_modules/**", "**/target/**", "**/.terraform/**"];

/// What to look for.
#[derive(Debug)]
pub struct DiscoverOptions {
    /// Files and folders named by the user.
    pub paths: Vec<PathBuf>,
    /// What not to check, relative to the path it is found under.
    pub exclude: GlobSet,
    /// What alone to check, if given.
    pub include: Option<GlobSet>,
    /// Formats by glob, before those known by name.
    pub formats: Vec<(globset::GlobMatcher, Choice)>,
    /// Paths in reports are relative to this folder.
    pub working_directory: PathBuf,
}

/// A file to check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// The path as printed.
    pub shown: String,
    /// Its format; `None` if only its content can tell.
    pub format: Option<Format>,
    /// How it is read.
    pub reading: Reading,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Discovery {
    /// Files to check, sorted by the path as printed, each once.
    pub files: Vec<Found>,
    /// What cannot be checked.
    pub problems: Vec<Problem>,
    /// Files and folders that `exclude` or `include` left out.
    pub excluded: usize,
    /// Files whose format is not known, found in folders.
    pub unknown: usize,
    /// Symbolic links that lead out of the tree; each is a problem too.
    pub links: usize,
}

/// Lists the files under the paths.
pub fn discover(options: &DiscoverOptions) -> Discovery {
    let (mut discovery, mut links) = (Discovery::default(), Vec::new());
    for path in &options.paths {
        match fs::metadata(path) {
            Err(error) => {
                let reason = reason(&error);
                discovery
                    .problems
                    .push(Problem::Unreadable { path: shown(path, &options.working_directory), reason });
            }
            Ok(metadata) if metadata.is_dir() => walk(path, options, &mut discovery, &mut links),
            Ok(_) => {
                let shown = shown(path, &options.working_directory);
                discovery.files.push(options.found(path.clone(), shown));
            }
        }
    }
    links::look(links, options, &mut discovery);
    discovery.files.sort_by(|a, b| a.shown.cmp(&b.shown));
    discovery.files.dedup_by(|a, b| a.shown == b.shown);
    discovery
}

fn walk(root: &Path, options: &DiscoverOptions, discovery: &mut Discovery, links: &mut Vec<Link>) {
    let mut entries = WalkDir::new(root).follow_root_links(true).sort_by_file_name().into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                discovery.problems.push(unreadable(&error, root, &options.working_directory));
                continue;
            }
        };
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        if entry.depth() > 0 && options.excludes(below, entry.file_type().is_dir()) {
            discovery.excluded += 1;
            if entry.file_type().is_dir() {
                entries.skip_current_dir();
            }
        } else if entry.file_type().is_symlink() {
            links.push(Link::new(entry.path(), root));
        } else if entry.file_type().is_file() {
            file(&entry, below, options, discovery);
        } else if !entry.file_type().is_dir() && format_of_name(entry.path()).is_some() {
            let path = shown(entry.path(), &options.working_directory);
            discovery.problems.push(Problem::Unreadable { path, reason: "it is no regular file".to_owned() });
        }
    }
}

/// What kept a folder from being walked.
pub fn unreadable(error: &walkdir::Error, root: &Path, working_directory: &Path) -> Problem {
    let path = shown(error.path().unwrap_or(root), working_directory);
    Problem::Unreadable { path, reason: error.io_error().map_or_else(|| error.to_string(), reason) }
}

fn file(entry: &DirEntry, below: &Path, options: &DiscoverOptions, discovery: &mut Discovery) {
    let shown = shown(entry.path(), &options.working_directory);
    if options.include.as_ref().is_some_and(|include| !include.is_match(below)) {
        discovery.excluded += 1;
        return;
    }
    let found = options.found(entry.path().to_path_buf(), shown.clone());
    match found.format {
        None => discovery.unknown += 1,
        Some(_) if entry.path().to_str().is_none() => {
            let reason = "its name is not UTF-8".to_owned();
            discovery.problems.push(Problem::NotText { path: shown, reason });
        }
        Some(_) => discovery.files.push(found),
    }
}

impl DiscoverOptions {
    fn excludes(&self, below: &Path, folder: bool) -> bool {
        // A folder is left out as a whole where anything in it would be.
        self.exclude.is_match(below) || (folder && self.exclude.is_match(below.join("x")))
    }

    /// A file with its format, by the globs of the configuration and then by its name.
    pub fn found(&self, path: PathBuf, shown: String) -> Found {
        let Choice { format, reading } = Choice::of(&shown, &self.formats);
        let format = format.or_else(|| format_of_name(&path));
        Found { path, shown, format, reading }
    }
}

/// Reads a file as text.
///
/// # Errors
/// It cannot be read, is too large, or is no text.
pub fn read(path: &Path, shown: &str, limit: u64) -> Result<Arc<SourceFile>, Problem> {
    let unreadable =
        |error: std::io::Error| Problem::Unreadable { path: shown.to_owned(), reason: reason(&error) };
    let file = File::open(path).map_err(unreadable)?;
    read_from(file, shown, limit)
}

/// Reads a file that was found in a folder and not named: one that is no regular file, such as a pipe
/// that nobody writes to, would stop the run.
///
/// # Errors
/// It is no regular file, cannot be read, is too large, or is no text.
pub fn read_found(path: &Path, shown: &str, limit: u64) -> Result<Arc<SourceFile>, Problem> {
    match fs::metadata(path) {
        Ok(metadata) if !metadata.is_file() => {
            Err(Problem::Unreadable { path: shown.to_owned(), reason: "it is no regular file".to_owned() })
        }
        _ => read(path, shown, limit),
    }
}

/// Reads text from anything that gives bytes, such as standard input.
///
/// # Errors
/// It cannot be read, is too large, or is no text.
pub fn read_from(reader: impl std::io::Read, shown: &str, limit: u64) -> Result<Arc<SourceFile>, Problem> {
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file at the limit from one over it, growing or endless ones too.
    let result = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    result.map_err(|error| Problem::Unreadable { path: shown.to_owned(), reason: reason(&error) })?;
    if bytes.len() as u64 > limit {
        return Err(Problem::TooLarge { path: shown.to_owned(), limit });
    }
    SourceFile::decode(shown, bytes).map_err(|error| Problem::NotText {
        path: shown.to_owned(),
        reason: format!("the byte at offset {} is not {}", error.offset, error.expected),
    })
}

/// What the operating system says, without its error number.
pub fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or(&text).to_lowercase()
}

/// A path as printed: relative to the working directory where it lies below it, with `/`.
pub fn shown(path: &Path, working_directory: &Path) -> String {
    let relative = path.strip_prefix(working_directory).unwrap_or(path);
    let text = relative.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' { text.replace('\\', "/") } else { text.into_owned() };
    let mut text = text.as_str();
    while let Some(rest) = text.strip_prefix("./") {
        text = rest;
    }
    if text.is_empty() { ".".to_owned() } else { text.to_owned() }
}
