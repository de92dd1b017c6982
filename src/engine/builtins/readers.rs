//! conftest's `parse_config`, `parse_config_file` and `parse_combined_config_files`: configuration in unit tests,
//! read as `check` reads it.
//!
//! Paths are relative to the folder of the file that calls.

use super::operand::text;
use super::{Builtin, Failed, Outcome, Scope, impure, outside};
use crate::discover;
use crate::document::{self, Choice, Document, Format, Limits, Parsed};
use crate::engine::value::Builder;
use crate::lang::Lang;
use crate::problem::Problem;
use crate::source::SourceFile;
use globset::GlobMatcher;
use regorus::Value;
use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    impure("parse_combined_config_files", 1, |scope, values| {
        reading(scope, "parse_combined_config_files", values, parse_combined_config_files)
    }),
    impure("parse_config", 2, |scope, values| reading(scope, "parse_config", values, parse_config)),
    impure("parse_config_file", 1, |scope, values| {
        reading(scope, "parse_config_file", values, parse_config_file)
    }),
];

/// What stands for a text that is an argument in messages about it.
const ARGUMENT: &str = "the text";

/// What unit tests may read.
#[derive(Debug, Clone, Default)]
pub struct Readable {
    /// What the folders of policies are relative to, and paths in results.
    pub working_directory: PathBuf,
    /// The folders that a path may lead into.
    pub folders: Vec<PathBuf>,
    /// Formats by glob; the others are told by names.
    pub formats: Vec<(GlobMatcher, Choice)>,
    /// Bounds on what is read.
    pub limits: Limits,
    /// The paths of the policies, by their index.
    pub policies: Vec<String>,
}

fn named(name: &str) -> Result<Format, Failed> {
    let unknown = || Failed::error(format!("no parser is named {name:?}; there are: {}", Format::names()));
    Format::from_name(name).ok_or_else(unknown)
}

/// Calls a function where files may be read. An error in one ends the test: a file that is not there is no reason for a
/// rule to be silent.
fn reading(
    scope: &Scope,
    name: &str,
    values: &[Value],
    call: fn(&Readable, &str, &[Value]) -> Outcome,
) -> Outcome {
    let Some((readable, folder)) = scope.readable() else { return outside::refuse(name) };
    match call(readable, folder, values) {
        Err(Failed::Error(reason)) => Err(Failed::Refused(format!("{name}: {reason}").into())),
        other => other,
    }
}

/// `parse_config(parser, text)`.
fn parse_config(readable: &Readable, _: &str, values: &[Value]) -> Outcome {
    let format = named(text(values, 0)?)?;
    readable.parse(&SourceFile::from_text(ARGUMENT, text(values, 1)?), format)
}

/// `parse_config_file(path)`.
fn parse_config_file(readable: &Readable, folder: &str, values: &[Value]) -> Outcome {
    let path = values.first().and_then(|path| path.as_string().ok());
    let path = path.ok_or_else(|| Failed::error("the path must be a string"))?;
    let (source, format) = readable.open(folder, path, readable.limits.file_size)?;
    readable.parse(&source, format)
}

/// `parse_combined_config_files(paths)`: an entry for each document, in the order of paths.
fn parse_combined_config_files(readable: &Readable, folder: &str, values: &[Value]) -> Outcome {
    let Some(Value::Array(paths)) = values.first() else {
        return Err(Failed::error("the paths must be an array of strings"));
    };
    let mut left = readable.limits.file_size;
    let mut files = BTreeMap::new();
    for path in paths.iter() {
        let path = path.as_string().map_err(|_| Failed::error("the paths must be an array of strings"))?;
        let shown = normal(folder, path);
        if files.contains_key(&shown) {
            continue;
        }
        let (source, format) = readable.open(folder, path, left)?;
        left -= (source.text.len() as u64).min(left);
        files.insert(shown, readable.parse(&source, format)?);
    }
    let mut entries = Vec::new();
    for (path, value) in files {
        let documents = match value {
            Value::Array(documents) => documents.iter().cloned().collect(),
            one => vec![one],
        };
        let entry = |contents: Value| {
            let entry = [("path", Value::from(path.as_str())), ("contents", contents)];
            Value::from(
                entry.map(|(key, value)| (Value::from(key), value)).into_iter().collect::<BTreeMap<_, _>>(),
            )
        };
        entries.extend(documents.into_iter().map(entry));
    }
    Ok(Value::from(entries))
}

impl Readable {
    /// A file by its path from a folder, and what reads it.
    fn open(&self, folder: &str, path: &str, limit: u64) -> Result<(Arc<SourceFile>, Format), Failed> {
        let shown = normal(folder, path);
        let full = self.working_directory.join(&shown);
        let format = self.format_of(&full, &shown)?;
        let real = full.canonicalize();
        let real = real
            .map_err(|error| Failed::error(format!("cannot read {shown}: {}", discover::reason(&error))))?;
        let within = |folder: &PathBuf| folder.canonicalize().is_ok_and(|folder| real.starts_with(folder));
        if !self.folders.iter().chain([&self.working_directory]).any(within) {
            return Err(Failed::error(format!(
                "{shown} lies outside of the working directory and of the folders that are tested"
            )));
        }
        let source = discover::read_found(&real, &shown, limit).map_err(|problem| told(&problem))?;
        Ok((source, format))
    }

    fn format_of(&self, path: &Path, shown: &str) -> Result<Format, Failed> {
        let configured = Choice::of(shown, &self.formats).format;
        let format = configured.or_else(|| discover::format_of_name(path));
        format.ok_or_else(|| {
            let names = Format::names();
            Failed::error(format!("no parser is known for the name {shown}; there are: {names}"))
        })
    }

    fn parse(&self, source: &Arc<SourceFile>, format: Format) -> Outcome {
        if source.text.len() as u64 > self.limits.file_size {
            return Err(told(&Problem::TooLarge { path: source.path.clone(), limit: self.limits.file_size }));
        }
        self.documents(source, format)
    }

    /// One document as it is, several as an array; as in conftest, a YAML text that holds none is `null`.
    fn documents(&self, source: &Arc<SourceFile>, format: Format) -> Outcome {
        let Parsed { documents, problems, .. } = document::parse(source, format, &self.limits);
        match problems.first() {
            Some(Problem::NoDocument { .. }) if format == Format::Yaml => return Ok(Value::Null),
            Some(problem) => return Err(told(problem)),
            None => {}
        }
        let mut builder = Builder::default();
        let mut values: Vec<Value> =
            documents.iter().map(|document: &Document| builder.build(document)).collect();
        Ok(if values.len() == 1 { values.remove(0) } else { Value::from(values) })
    }
}

/// What a problem says, with its place: the reader's own error has no frame in a test.
fn told(problem: &Problem) -> Failed {
    let told = |lang| match problem.origin() {
        Some(at) => format!("{}: {}", at.line(), problem.message(lang)),
        None => problem.message(lang),
    };
    match problem.kind() {
        "limit" => Failed::limit(told(Lang::En), told(Lang::Zh)),
        _ => Failed::error(told(Lang::En)),
    }
}

/// A path from a folder without the steps that lead back; one that starts at the root starts at the folder.
fn normal(folder: &str, path: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    let path = Path::new(folder).join(path.trim_start_matches('/'));
    for component in path.components() {
        match component {
            Component::ParentDir if steps.last().is_some_and(|last| !matches!(*last, ".." | "/")) => {
                steps.pop();
            }
            Component::CurDir => {}
            other => steps.extend(other.as_os_str().to_str()),
        }
    }
    steps.join("/").replacen("//", "/", 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_from_the_folder() {
        for (folder, path, expected) in [
            ("policy", "a.yaml", "policy/a.yaml"),
            ("policy", "./a/../b.yaml", "policy/b.yaml"),
            ("policy/deep", "../../a.yaml", "a.yaml"),
            ("policy", "../../a.yaml", "../a.yaml"),
            ("", "a.yaml", "a.yaml"),
            ("policy", "/etc/a.yaml", "policy/etc/a.yaml"),
            ("/srv/policy", "../a.yaml", "/srv/a.yaml"),
            ("/srv", "../../a.yaml", "/../a.yaml"),
        ] {
            assert_eq!(normal(folder, path), expected, "{folder} {path}");
        }
    }
}
