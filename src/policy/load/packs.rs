//! Packs: which files of which packs are loaded.

use super::Loader;
use crate::kind;
use crate::policy::Rule;
use crate::policy::digest::PackFile;
use crate::policy::module::Module;
use crate::policy::outline::Outline;
use crate::policy::pack::{self, Manifest};
use crate::problem::Problem;
use crate::rego::parser::Language;
use crate::source::SourceFile;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A pack that was loaded, as a whole or in part.
#[derive(Debug, Default)]
pub struct LoadedPack {
    /// What it says of itself; `None` if it says nothing.
    pub manifest: Option<Manifest>,
    /// How much of it was loaded.
    pub part: Part,
    /// Its folder, where it is not built in.
    folder: Option<PathBuf>,
    /// Its `pack.yaml`.
    source: Option<Arc<SourceFile>>,
}

/// How much of a pack is loaded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Part {
    /// All of it.
    #[default]
    Whole,
    /// What other packs use: libraries, parameters, kinds and frameworks.
    Library,
    /// All of it, and of its rules those that implement a clause of these frameworks.
    Picked(Vec<String>),
}

impl LoadedPack {
    /// True unless it was loaded from a folder.
    pub fn is_builtin(&self) -> bool {
        self.folder.is_none()
    }
}

impl Loader<'_> {
    pub(super) fn pack(&mut self, name: &str, part: Part) {
        if self.packs.contains_key(name) {
            return;
        }
        let before = self.modules.len();
        self.packs.insert(name.to_owned(), LoadedPack { part: part.clone(), ..LoadedPack::default() });
        for (path, text) in pack::files(name) {
            let below = path.split_once('/').map_or(path, |(_, below)| below);
            if part != Part::Library || shared(below) {
                let source = SourceFile::from_text(format!("policies/{path}"), text);
                self.file(&source, name, below, Language::Auto);
            }
        }
        self.modules[before..].iter_mut().for_each(|module| module.builtin = true);
    }

    /// Loads the packs that others pick rules from.
    pub(super) fn picks(&mut self) {
        let picked = |manifest: &Manifest| (manifest.from.clone(), Part::Picked(manifest.frameworks.clone()));
        self.need_each(picked);
    }

    /// Loads the libraries of other packs that are not there yet.
    pub(super) fn libraries(&mut self) {
        self.need_each(|manifest| (manifest.libraries.clone(), Part::Library));
    }

    fn need_each(&mut self, needed: impl Fn(&Manifest) -> (Vec<String>, Part)) {
        let mut done = BTreeSet::new();
        while let Some(name) = self.packs.keys().find(|name| !done.contains(*name)).cloned() {
            let pack = self.packs.get(&name);
            let said = pack.and_then(|pack| Some((needed(pack.manifest.as_ref()?), pack.source.clone()?)));
            let folder = pack.and_then(|pack| pack.folder.clone());
            done.insert(name);
            let Some(((names, part), source)) = said else { continue };
            for name in names {
                self.need(&name, part.clone(), folder.as_deref().and_then(Path::parent), &source);
            }
        }
    }

    /// Loads a pack that another one names: the one beside it, else the built-in one.
    fn need(&mut self, name: &str, part: Part, beside: Option<&Path>, named_in: &Arc<SourceFile>) {
        if let Some(known) = self.packs.get_mut(name) {
            if let (Part::Picked(known), Part::Picked(more)) = (&mut known.part, part) {
                known.extend(more);
            }
            return;
        }
        let folder =
            beside.map(|folder| folder.join(name)).filter(|folder| folder.join(pack::MANIFEST).is_file());
        match folder {
            Some(folder) => self.folder(&folder, part),
            None if pack::names().contains(&name) => self.pack(name, part),
            None => {
                let reason = format!("there is no pack {name:?}, neither beside this one nor built in");
                self.problems.push(Problem::policy(pack::names_pack(named_in, name), reason));
            }
        }
    }

    /// One file of a pack: `below` is its path within the pack.
    fn file(&mut self, source: &Arc<SourceFile>, pack: &str, below: &str, language: Language) {
        let yaml = below.ends_with(".yaml");
        if below.ends_with(".rego") {
            let outline = self.brief.then(|| outline(&source.path)).flatten();
            match outline {
                Some(outline) => {
                    let module = outline.module(source);
                    self.modules.push(Module { pack: pack.to_owned(), ..module });
                }
                None => self.policy(source, pack, language),
            }
        } else if below == PARAMS {
            let problems = self.params.add_file(source, &self.options.limits);
            self.problems.extend(problems);
        } else if below == pack::MANIFEST {
            match Manifest::read(source) {
                Ok(manifest) => {
                    let pack = self.packs.entry(pack.to_owned()).or_default();
                    (pack.manifest, pack.source) = (Some(manifest), Some(source.clone()));
                }
                Err(problem) => self.problems.push(problem),
            }
        } else if below.starts_with("frameworks/") && yaml {
            self.frameworks.add(source.clone());
        } else if let Some(name) = below.strip_prefix(kind::FOLDER).filter(|_| yaml) {
            self.problems.extend(self.kinds.add(pack, name, source));
        }
    }

    pub(super) fn folder(&mut self, root: &Path, part: Part) {
        if self.bundle(root) {
            return;
        }
        let before = self.modules.len() + self.problems.len() + self.packs.len();
        for entry in self.walk(root) {
            let below =
                entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            let single = entry.depth() == 0;
            let (folder, below) = own_folder(root, if single { "file.rego" } else { &below });
            if !(single || wanted(&below)) || (part == Part::Library && !shared(&below)) {
                continue;
            }
            let language = self.language(entry.path());
            if let Some(source) = self.source(&entry) {
                let name = pack_name(&folder);
                if below == pack::MANIFEST {
                    let pack =
                        LoadedPack { part: part.clone(), folder: Some(folder), ..LoadedPack::default() };
                    self.packs.insert(name.clone(), pack);
                }
                // A file that is named itself has no other path.
                let path = if single { file_name(root) } else { below.clone() };
                self.files.push(PackFile { pack: name.clone(), below: path, source: source.clone() });
                self.file(&source, &name, &below, language);
            }
        }
        if self.modules.len() + self.problems.len() + self.packs.len() == before {
            let root = self.shown(root);
            self.problems.push(Problem::refused(
                format!("no policy (*.rego) in {root}"),
                format!("{root} 中没有策略（*.rego）"),
            ));
        }
    }

    /// True unless only other rules of the pack were asked for.
    pub(super) fn picked(&self, rule: &Rule, pack: &str) -> bool {
        let Some(LoadedPack { part: Part::Picked(frameworks), .. }) = self.packs.get(pack) else {
            return true;
        };
        let mut of = rule.clauses.iter().filter_map(|clause| self.frameworks.key_of(clause));
        of.any(|key| frameworks.iter().any(|framework| framework == key))
    }
}

/// The outline of a policy of a built-in pack, by its path as reports print it.
fn outline(path: &str) -> Option<Outline> {
    serde_json::from_str(pack::outline(path.strip_prefix("policies/")?)?).ok()
}

/// The parameters of a pack.
const PARAMS: &str = "params.yaml";

/// True for files of a pack that mean anything, by their path in it.
fn wanted(below: &str) -> bool {
    let folders = ["frameworks/", kind::FOLDER];
    below.ends_with(".rego")
        || below == PARAMS
        || below == pack::MANIFEST
        || folders.iter().any(|folder| below.starts_with(folder))
}

/// True for what other packs may use of a pack.
fn shared(below: &str) -> bool {
    wanted(below)
        && (below.starts_with("lib/") || !below.ends_with(".rego"))
        && !below.ends_with("_test.rego")
}

/// The folder of the pack that a file below a root belongs to, and its path in that: the root itself, or one of
/// several packs in it.
fn own_folder(root: &Path, below: &str) -> (PathBuf, String) {
    if let Some((first, rest)) = below.split_once('/') {
        let folder = root.join(first);
        if [pack::MANIFEST, PARAMS].iter().any(|file| folder.join(file).is_file()) {
            return (folder, rest.to_owned());
        }
    }
    (root.to_path_buf(), below.to_owned())
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn pack_name(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}
