//! Bundles among the policies.

use super::super::bundle::{self, Manifest};
use super::Loader;
use crate::discover;
use crate::document::{Format, Limits};
use crate::policy::digest::PackFile;
use crate::problem::{Origin, Problem};
use crate::rego::parser::Language;
use crate::source::{SourceFile, Span, nesting};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// The file that makes a folder a bundle.
const MANIFEST: &str = ".manifest";
/// Signatures, which say who made a bundle.
const SIGNATURES: &str = ".signatures.json";

/// Files of a bundle by their paths within it.
type Files = BTreeMap<String, Arc<SourceFile>>;

impl Loader<'_> {
    /// Loads a path if it is a bundle: an archive, or a folder with a manifest at its top.
    pub(super) fn bundle(&mut self, root: &Path) -> bool {
        let files = if root.is_file() && bundle::is_archive(root) {
            self.archive(root)
        } else if root.join(MANIFEST).is_file() {
            self.bundle_folder(root)
        } else {
            return false;
        };
        if let Some(files) = files {
            self.bundle_files(&files, root);
        }
        true
    }

    fn archive(&mut self, root: &Path) -> Option<Files> {
        let shown = self.shown(root);
        let read = bundle::read(root)
            .map_err(|error| Problem::Unreadable { path: shown.clone(), reason: discover::reason(&error) });
        let unpacked = read.and_then(|packed| bundle::unpack(&packed, &shown));
        let mut files = Files::new();
        for (path, bytes) in unpacked.map_err(|problem| self.problems.push(problem)).ok()? {
            if !matters(&path) {
                continue;
            }
            let limit = self.options.limits.file_size;
            match discover::read_from(bytes.as_slice(), &format!("{shown}:{path}"), limit) {
                Ok(source) => drop(files.insert(path, source)),
                Err(problem) => self.problems.push(problem),
            }
        }
        Some(files)
    }

    fn bundle_folder(&mut self, root: &Path) -> Option<Files> {
        let mut files = Files::new();
        for entry in self.walk(root) {
            let path =
                entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            if matters(&path)
                && let Some(source) = self.source(&entry)
            {
                files.insert(path, source);
            }
        }
        Some(files)
    }

    fn bundle_files(&mut self, files: &Files, root: &Path) {
        let manifest = match files.get(MANIFEST).map(|source| (source, serde_json::from_str(&source.text))) {
            None => Manifest::default(),
            Some((_, Ok(manifest))) => manifest,
            Some((source, Err(error))) => {
                let line = source.line(error.line()).unwrap_or_default();
                let reason = format!("the manifest cannot be read: {error}");
                self.problems.push(Problem::policy(Origin::new(source, line), reason));
                return;
            }
        };
        if files.contains_key(SIGNATURES) {
            self.notes.push(format!("the signatures of {} are not verified", self.shown(root)));
        }
        let (mut policies, forced) = (0, self.options.v0);
        for (path, source) in files {
            self.files.push(PackFile { pack: String::new(), below: path.clone(), source: source.clone() });
            if path.ends_with(".rego") {
                policies += 1;
                let v0 = forced || manifest.is_v0(path);
                self.bundle_policy(source, if v0 { Language::V0 } else { Language::Auto }, &manifest);
            } else if is_data(path) {
                self.bundle_data(path, source, &manifest);
            }
        }
        if policies == 0 {
            let root = self.shown(root);
            self.problems.push(Problem::refused(
                format!("no policy (*.rego) in {root}"),
                format!("{root} 中没有策略（*.rego）"),
            ));
        }
    }

    fn bundle_policy(&mut self, source: &Arc<SourceFile>, language: Language, manifest: &Manifest) {
        self.policy(source, "", language);
        if let Some(module) = self.modules.last()
            && !module.tree.package.is_empty()
            && !manifest.claims(&module.tree.package)
        {
            let at = module.at(module.tree.package_span);
            let reason = format!("data.{} is in none of the bundle's roots", module.tree.package.join("."));
            self.problems.push(Problem::policy(at, reason).with_help("name it under `roots` in .manifest"));
        }
    }

    fn bundle_data(&mut self, path: &str, source: &Arc<SourceFile>, manifest: &Manifest) {
        let mut below: Vec<String> = path.split('/').map(str::to_owned).collect();
        below.pop();
        let format = if path.ends_with(".json") { Format::Json } else { Format::Yaml };
        // A file at the top of a narrower root holds that root, and may hold no more.
        let nested = nesting(&source.text) > Limits::default().depth;
        let text = if nested { "" } else { &source.text };
        let top: Vec<Vec<String>> = match serde_yaml::from_str::<serde_json::Value>(text) {
            Ok(serde_json::Value::Object(members)) if !manifest.claims(&below) => {
                reach(&members, &below, manifest)
            }
            _ => Vec::new(),
        };
        if let Some(outside) = top.first() {
            let at = Origin::new(source, Span::default());
            let reason = format!("data.{} is in none of the bundle's roots", outside.join("."));
            self.problems.push(Problem::policy(at, reason).with_help("name it under `roots` in .manifest"));
            return;
        }
        let problems = self.data.merge(source, format, &below, &self.options.limits);
        self.problems.extend(problems);
        self.reserved();
    }
}

/// The paths of data that no root claims: followed as deep as a root may lie.
fn reach(
    members: &serde_json::Map<String, serde_json::Value>,
    below: &[String],
    manifest: &Manifest,
) -> Vec<Vec<String>> {
    let deepest = manifest.roots.iter().map(|root| root.split('/').count()).max().unwrap_or(0);
    let mut outside = Vec::new();
    let mut pending = vec![(below.to_vec(), members)];
    while let Some((path, members)) = pending.pop() {
        for (name, value) in members {
            let path: Vec<String> = path.iter().cloned().chain([name.clone()]).collect();
            match value {
                _ if manifest.claims(&path) => {}
                serde_json::Value::Object(inner) if path.len() < deepest => pending.push((path, inner)),
                _ => outside.push(path),
            }
        }
    }
    outside
}

fn is_data(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    matches!(name, "data.json" | "data.yaml" | "data.yml")
}

/// True for the files that a bundle is read for; what else lies in it is left alone, as OPA leaves it.
fn matters(path: &str) -> bool {
    path.ends_with(".rego") || is_data(path) || path == MANIFEST || path == SIGNATURES
}
