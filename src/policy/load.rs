//! Loads policies: built-in packs and folders become modules, modules become rules.

pub mod asked;
mod borders;
mod bundles;
mod compile;
mod given;
mod packs;

use super::Rule;
use super::data::Data;
use super::digest::{self, PackFile};
use super::module::Module;
use super::pack;
use super::params::{self, Override, Params};
use crate::discover;
use crate::document::{Format, Limits};
use crate::engine::{Engine, EntryPoint};
use crate::framework::Frameworks;
use crate::kind::Kinds;
use crate::problem::Problem;
use crate::rego::analyse::{Analysed, analyse};
use crate::rego::parser::Language;
use crate::rego::signatures::Builtins;
use crate::source::SourceFile;
use std::cell::OnceCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::{DirEntry, WalkDir};

pub use given::Given;
pub use packs::{LoadedPack, Part};

/// A place that policies come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PolicySource {
    /// A built-in pack.
    Pack(String),
    /// A file or folder.
    Path(PathBuf),
}

impl PolicySource {
    /// From the command line or configuration: a bare name is a built-in pack, everything else a path.
    ///
    /// # Errors
    /// A bare name that is no pack.
    pub fn parse(text: &str, base: &Path) -> Result<Self, Problem> {
        if pack::names().contains(&text) {
            return Ok(PolicySource::Pack(text.to_owned()));
        }
        // Without the `.` on the way, which would show in every report.
        let path: PathBuf = base.join(text).components().collect();
        let bare = !text.contains(['/', '\\', '.']);
        if bare && !path.exists() {
            let names = pack::names();
            return Err(Problem::refused(
                format!("there is no built-in pack {text:?}; there are: {}", names.join(", ")),
                format!("没有名为“{text}”的内置策略包；现有：{}", names.join("、")),
            ));
        }
        Ok(PolicySource::Path(path))
    }
}

/// What to load.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Packs, files and folders of policies.
    pub policies: Vec<PolicySource>,
    /// Policies loaded after them, for what those refer to.
    pub beside: Vec<PolicySource>,
    /// Data files and folders.
    pub data: Vec<PathBuf>,
    /// Parameters that override those of the packs.
    pub params: Vec<Override>,
    /// Read every policy as Rego version 0.
    pub v0: bool,
    /// Folders whose policies are read as version 0.
    pub v0_folders: Vec<PathBuf>,
    /// Builtins of another program, which tests may replace.
    pub builtins: Builtins,
    /// Bounds on data files.
    pub limits: Limits,
    /// Paths in reports are relative to this folder.
    pub working_directory: PathBuf,
}

/// Loaded policies.
pub struct PolicySet {
    /// The rules, by id.
    pub rules: Vec<Rule>,
    /// Compiled rules.
    pub engine: Engine,
    /// Rules that are asked beside those that find violations.
    pub asked: BTreeMap<asked::Asked, EntryPoint>,
    /// Frameworks that the rules may cite.
    pub frameworks: Frameworks,
    /// Kinds of documents.
    pub kinds: Kinds,
    /// The packs, by name.
    pub packs: BTreeMap<String, LoadedPack>,
    /// The files of packs that are not built in.
    pub files: Vec<PackFile>,
    /// Parameters.
    pub params: Params,
    /// Data of `-d`.
    pub data: Data,
    /// What could not be loaded.
    pub problems: Vec<Problem>,
    /// What a user may want to know.
    pub notes: Vec<String>,
}

impl PolicySet {
    /// Loads policies, their metadata, parameters and data. What is wrong becomes a problem; everything
    /// else is loaded.
    pub fn load(options: &LoadOptions) -> PolicySet {
        Loader::read(options).compile()
    }

    /// A digest of the files of each pack, by name.
    pub fn digests(&self) -> BTreeMap<String, String> {
        let builtin = self.packs.iter().filter(|(_, pack)| pack.is_builtin());
        digest::digests(builtin.map(|(name, _)| name), &self.files)
    }

    /// True if a clause is the source of a requirement for platforms of a profile: of an instrument that binds
    /// nobody only where a loaded pack picks its controls.
    pub fn binds(&self, clause: &str, profile: Option<&str>) -> bool {
        let manifests = self.packs.values().filter_map(|pack| pack.manifest.as_ref());
        let asked = |key: &String| manifests.clone().any(|manifest| manifest.frameworks.contains(key));
        let framework = self.frameworks.clause(clause).map(|(framework, _)| framework);
        framework.is_some_and(|framework| framework.binds(asked(&framework.key), profile))
    }

    /// Rules that no policy defines and nothing evaluates, for reports about something else.
    pub fn of_rules(rules: Vec<Rule>) -> PolicySet {
        let analysed = analyse(&[], &Builtins::default());
        let engine = Engine::new(&[], &analysed, &[], &|_, _| serde_json::Value::Null);
        let frameworks = Frameworks::default();
        let (params, data) = (Params::default(), Data::default());
        let (kinds, packs) = (Kinds::default(), BTreeMap::new());
        let (files, problems, notes) = (Vec::new(), Vec::new(), Vec::new());
        let asked = BTreeMap::new();
        PolicySet { rules, engine, asked, frameworks, kinds, packs, files, params, data, problems, notes }
    }
}

/// Policies that are read and not compiled yet.
pub struct Loader<'o> {
    options: &'o LoadOptions,
    modules: Vec<Module>,
    /// What was found out about all modules, once somebody asked.
    analysed: OnceCell<Analysed>,
    frameworks: Frameworks,
    kinds: Kinds,
    packs: BTreeMap<String, LoadedPack>,
    files: Vec<PackFile>,
    /// Parameters.
    pub params: Params,
    /// Data of `-d`.
    pub data: Data,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What a user may want to know.
    pub notes: Vec<String>,
    /// True if policies of built-in packs are read once they are needed.
    brief: bool,
    /// Modules of the policies asked for; those behind are only what they may refer to.
    pub own: usize,
}

impl<'o> Loader<'o> {
    /// Reads policies, parameters and data.
    pub fn read(options: &'o LoadOptions) -> Self {
        Loader::new(options, false).take_all()
    }

    /// The same, where policies of built-in packs stay unread until a rule is needed, if nothing else is loaded.
    pub fn read_briefly(options: &'o LoadOptions) -> Self {
        let pack = |source: &PolicySource| matches!(source, PolicySource::Pack(_));
        let brief = options.policies.iter().chain(&options.beside).all(pack);
        Loader::new(options, brief).take_all()
    }

    fn new(options: &'o LoadOptions, brief: bool) -> Self {
        Loader {
            options,
            brief,
            modules: Vec::new(),
            analysed: OnceCell::new(),
            frameworks: Frameworks::builtin(),
            kinds: Kinds::default(),
            packs: BTreeMap::new(),
            files: Vec::new(),
            params: Params::default(),
            data: Data::default(),
            problems: Vec::new(),
            notes: Vec::new(),
            own: 0,
        }
    }

    fn take_all(mut self) -> Self {
        self.options.policies.iter().for_each(|source| self.take(source));
        self.picks();
        self.own = self.modules.len();
        self.options.beside.iter().for_each(|source| self.take(source));
        self.libraries();
        for path in &self.options.data {
            self.data(path);
        }
        self.params();
        self.borders();
        self
    }

    /// The paths of the policies, as printed.
    pub fn sources(&self) -> impl Iterator<Item = String> {
        self.modules.iter().map(|module| module.source.path.clone())
    }

    /// What was read.
    pub fn given(&self) -> Given<'_> {
        let Loader { modules, data, params, frameworks, kinds, .. } = self;
        let builtins = &self.options.builtins;
        Given { modules, analysed: &self.analysed, builtins, data, params, frameworks, kinds }
    }

    /// A digest of everything in these policies that decides what a rule says of a document, parameters and data left aside.
    pub fn digest(&self) -> String {
        let builtin = self.packs.iter().filter(|(_, pack)| pack.is_builtin());
        let packs = digest::digests(builtin.map(|(name, _)| name), &self.files);
        format!("{packs:?}{}", digest::of_modules(&self.modules))
    }

    /// True if what a rule says may depend on the day.
    pub fn reads_the_day(&self) -> bool {
        digest::read_the_day(&self.modules)
    }

    fn take(&mut self, source: &PolicySource) {
        match source {
            PolicySource::Pack(name) => self.pack(name, Part::Whole),
            PolicySource::Path(path) => self.folder(path, Part::Whole),
        }
    }

    fn policy(&mut self, source: &Arc<SourceFile>, pack: &str, language: Language) {
        let (module, problems) = Module::read(source, language);
        if language == Language::Auto && module.is_v0() && !module.broken {
            self.notes.push(format!("{} parses only as Rego version 0 and is read as that", source.path));
        }
        self.problems.extend(problems);
        self.modules.push(Module { pack: pack.to_owned(), ..module });
    }

    fn language(&self, path: &Path) -> Language {
        // The folders are absolute, the path is as it was named.
        let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
        let within = |folder: &PathBuf| real(path).starts_with(real(folder));
        let v0 = self.options.v0 || self.options.v0_folders.iter().any(within);
        if v0 { Language::V0 } else { Language::Auto }
    }

    fn shown(&self, path: &Path) -> String {
        discover::shown(path, &self.options.working_directory)
    }

    /// Everything below a path but its folders. A link to a folder elsewhere is a problem: whoever made
    /// it counts on what lies there, and following it may have no end.
    fn walk(&mut self, root: &Path) -> Vec<DirEntry> {
        let mut found = Vec::new();
        let real = root.canonicalize().unwrap_or_default();
        for entry in WalkDir::new(root).sort_by_file_name() {
            match entry {
                Err(error) => {
                    self.problems.push(discover::unreadable(&error, root, &self.options.working_directory));
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                Ok(entry) if entry.path_is_symlink() && entry.depth() > 0 && entry.path().is_dir() => {
                    if !entry.path().canonicalize().is_ok_and(|target| target.starts_with(&real)) {
                        let reason = "links to folders are not followed; name the folder itself".to_owned();
                        self.problems.push(Problem::Link { path: self.shown(entry.path()), reason });
                    }
                }
                Ok(entry) => found.push(entry),
            }
        }
        found
    }

    fn source(&mut self, entry: &DirEntry) -> Option<Arc<SourceFile>> {
        let (path, limit) = (entry.path(), self.options.limits.file_size);
        let read = if entry.depth() == 0 { discover::read } else { discover::read_found };
        match read(path, &self.shown(path), limit) {
            Ok(source) => Some(source),
            Err(problem) => {
                self.problems.push(problem);
                None
            }
        }
    }

    fn data(&mut self, root: &Path) {
        for entry in self.walk(root) {
            let named = entry.depth() == 0;
            let format = discover::format_of_name(entry.path()).filter(|format| named || format.holds_data());
            if format.is_none() && !named {
                continue;
            }
            let Some(source) = self.source(&entry) else { continue };
            // In a folder, the folders on the way are keys of the data, as OPA has it.
            let below = entry
                .path()
                .parent()
                .and_then(|parent| parent.strip_prefix(root).ok())
                .map(Path::to_path_buf);
            let below: Vec<String> =
                below.iter().flatten().map(|step| step.to_string_lossy().into_owned()).collect();
            let problems =
                self.data.merge(&source, format.unwrap_or(Format::Yaml), &below, &self.options.limits);
            self.problems.extend(problems);
        }
        self.reserved();
    }

    fn reserved(&mut self) {
        if self.data.value.contains_key("fiducia") {
            self.problems.push(Problem::refused(
                "data.fiducia is reserved: no data file may set it",
                "data.fiducia 为保留路径，数据文件不得设置",
            ));
        }
    }

    fn params(&mut self) {
        for (name, param) in &self.params.declared {
            let basis = param.described.basis.as_deref().filter(|basis| *basis != params::HOUSE);
            if let Some(clause) = basis.filter(|basis| !self.frameworks.contains(basis)) {
                let reason = format!("the basis of {name:?}, {clause:?}, is in no framework");
                let problem = Problem::policy(param.at.clone(), reason);
                self.problems.push(match self.frameworks.similar(clause) {
                    Some(similar) => problem.with_help(format!("did you mean {similar:?}?")),
                    None => problem.with_help("name a clause, or `house` for a value of the pack"),
                });
            }
        }
        for with in &self.options.params {
            self.problems.extend(self.params.set(with).err());
        }
    }
}
