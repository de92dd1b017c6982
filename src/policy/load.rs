//! Loads policies: built-in packs and folders become modules, modules become rules.

mod bundles;
mod packs;
mod waiting;

use super::data::Data;
use super::engine::{
    Compiler, Conditions, Definition, DefinitionKind, Engine, Entry, EntryPoint, Language, Module, Readable,
    Suite,
};
use super::framework::Frameworks;
use super::kind::Kinds;
use super::pack;
use super::params::{self, Override, Params};
use super::rules::{self, Group};
use super::{Rule, own};
use crate::discover;
use crate::document::{Format, Limits};
use crate::problem::{Origin, Problem};
use crate::source::{SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use waiting::Waiting;
use walkdir::{DirEntry, WalkDir};

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
    /// Frameworks that the rules may cite.
    pub frameworks: Frameworks,
    /// Kinds of documents.
    pub kinds: Kinds,
    /// The packs, by name.
    pub packs: BTreeMap<String, LoadedPack>,
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
        let (engine, problems) = Compiler::default().compile(&[]);
        let frameworks = Frameworks::default();
        let (params, data) = (Params::default(), Data::default());
        let (kinds, packs) = (Kinds::default(), BTreeMap::new());
        PolicySet { rules, engine, frameworks, kinds, packs, params, data, problems, notes: Vec::new() }
    }
}

/// Policies that are read and not compiled yet.
pub struct Loader<'o> {
    options: &'o LoadOptions,
    compiler: Compiler,
    frameworks: Frameworks,
    kinds: Kinds,
    packs: BTreeMap<String, LoadedPack>,
    /// The pack of each module.
    owners: BTreeMap<usize, String>,
    /// Parameters.
    pub params: Params,
    /// Data of `-d`.
    pub data: Data,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// What a user may want to know.
    pub notes: Vec<String>,
    /// Modules of the policies asked for; those behind are only what they may refer to.
    pub own: usize,
    /// Modules of built-in packs.
    builtin: BTreeSet<usize>,
    /// Policies of built-in packs that are parsed when a rule needs them; `None` if all are parsed at once.
    waiting: Option<Vec<Waiting>>,
}

/// Modules with what they may refer to.
#[derive(Clone)]
pub struct Given<'g> {
    /// The modules, copies of some of them included.
    pub modules: &'g [Module],
    /// Those of built-in packs, which the tests of this program look after.
    pub builtin: &'g BTreeSet<usize>,
    /// Packages with a file that did not parse: nobody knows what they define.
    pub lost: Vec<&'g [String]>,
    /// Data files.
    pub data: &'g Data,
    /// Parameters.
    pub params: &'g Params,
    /// Frameworks that may be cited.
    pub frameworks: &'g Frameworks,
    /// Kinds of documents, and so the paths that there are.
    pub kinds: &'g Kinds,
}

impl Given<'_> {
    /// The rules that report violations and whose metadata can be followed, each with its definitions:
    /// module, and index among the definitions of it.
    pub fn rules(&self) -> Vec<(Rule, Vec<(usize, usize)>)> {
        let groups = rules::groups(self.modules, &mut Vec::new());
        let rule = |group: Group| {
            let rule = rules::rule(&group, self.modules, EntryPoint::default(), self.frameworks);
            Some((rule.ok()?.0, group.definitions))
        };
        groups.into_iter().filter_map(rule).collect()
    }
}

impl<'o> Loader<'o> {
    /// Reads policies, parameters and data.
    pub fn read(options: &'o LoadOptions) -> Self {
        Loader::new(options, None).take_all()
    }

    /// The same for a run that may need few of the rules: [`Loader::compile_needed`] is told which.
    pub fn read_for_some(options: &'o LoadOptions) -> Self {
        Loader::new(options, waiting::may_wait(options).then(Vec::new)).take_all()
    }

    fn new(options: &'o LoadOptions, waiting: Option<Vec<Waiting>>) -> Self {
        Loader {
            options,
            compiler: Compiler::default(),
            frameworks: Frameworks::builtin(),
            kinds: Kinds::default(),
            packs: BTreeMap::new(),
            owners: BTreeMap::new(),
            params: Params::default(),
            data: Data::default(),
            problems: Vec::new(),
            notes: Vec::new(),
            own: 0,
            builtin: BTreeSet::new(),
            waiting,
        }
    }

    fn take_all(mut self) -> Self {
        self.options.policies.iter().for_each(|source| self.take(source));
        self.picks();
        self.own = self.compiler.modules().len();
        self.options.beside.iter().for_each(|source| self.take(source));
        self.libraries();
        for path in &self.options.data {
            self.data(path);
        }
        self.params();
        self
    }

    /// The unit tests in what was read, and what is wrong with its modules.
    pub fn suite(&self, conditions: &Conditions, readable: Readable) -> (Suite, Vec<Problem>) {
        let mut compiler = self.compiler.clone();
        compiler.read_in_tests(readable);
        compiler.suite(conditions)
    }

    /// The paths of the policies, as printed.
    pub fn sources(&self) -> impl Iterator<Item = String> {
        self.compiler.modules().iter().map(|module| module.source.path.clone())
    }

    /// What was read.
    pub fn given(&self) -> Given<'_> {
        let (modules, lost) = (self.compiler.modules(), self.compiler.lost());
        let Loader { builtin, data, params, frameworks, kinds, .. } = self;
        Given { modules, builtin, lost, data, params, frameworks, kinds }
    }

    /// Leaves out what a mistake stands in: a definition, or the module where it is one of all.
    pub fn refuse(&mut self, module: usize, at: Option<Span>, problem: Problem) {
        self.problems.push(problem);
        match at {
            Some(at) => self.compiler.refuse_at(module, at),
            None => self.compiler.refuse(module),
        }
    }

    fn take(&mut self, source: &PolicySource) {
        match source {
            PolicySource::Pack(name) => self.pack(name, Part::Whole),
            PolicySource::Path(path) => self.folder(path, Part::Whole),
        }
    }

    fn policy(&mut self, source: &Arc<SourceFile>, pack: &str, language: Language) {
        match self.compiler.add(source, language) {
            Ok(module) => {
                self.owners.insert(module, pack.to_owned());
                if language == Language::Auto && self.compiler.modules()[module].v0 {
                    self.notes
                        .push(format!("{} parses only as Rego version 0 and is read as that", source.path));
                }
            }
            Err(problem) => self.problems.push(problem),
        }
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
            let format = discover::format_of_name(entry.path());
            if format.is_none() && entry.depth() > 0 {
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

    /// Makes the rules, compiled.
    pub fn compile(self) -> PolicySet {
        self.compile_needed(|_| true)
    }

    /// The same, where rules of built-in packs that are not needed may stay without a program: they can be told of,
    /// and not evaluated.
    pub fn compile_needed(mut self, needed: impl Fn(&Rule) -> bool) -> PolicySet {
        let mut rules = self.wake(needed);
        let groups = rules::groups(self.compiler.modules(), &mut self.problems);
        let mut entries = Vec::new();
        for group in &groups {
            let Some(entry) = self.entry(group, &groups) else { continue };
            match rules::rule(group, self.compiler.modules(), EntryPoint(entries.len()), &self.frameworks) {
                Ok((rule, problems)) => {
                    let pack = self.owners.get(&group.definitions[0].0).cloned().unwrap_or_default();
                    if self.picked(&rule, &pack) {
                        self.problems.extend(problems);
                        rules.push(Rule { pack, ..rule });
                        entries.push(entry);
                    }
                }
                Err(problem) => self.problems.push(problem),
            }
        }
        if !self.kinds.is_empty() {
            rules.push(own::schema());
        }
        if self.params.bounded().next().is_some() {
            rules.push(own::params(&self.params));
        }
        self.problems.extend(rules::duplicates(&mut rules));
        let cited = rules.iter().flat_map(Rule::cited);
        self.problems.extend(self.frameworks.problems(cited));
        let (engine, problems) = self.compiler.compile(&entries);
        self.problems.extend(problems);
        rules.sort_by(|a, b| a.id.cmp(&b.id));
        let Loader { frameworks, kinds, packs, params, data, problems, notes, .. } = self;
        PolicySet { rules, engine, frameworks, kinds, packs, params, data, problems, notes }
    }

    /// How the engine reaches the definitions of a group: by the name of the rule where the group is all
    /// of it, else by a copy of its definitions under a name of their own.
    fn entry(&mut self, group: &Group, groups: &[Group]) -> Option<Entry> {
        let alone =
            groups.iter().filter(|other| other.package == group.package && other.name == group.name).count()
                == 1;
        let origin =
            Origin::new(&group.source(self.compiler.modules()), group.first(self.compiler.modules()).span);
        let package = group.package.clone();
        if alone {
            let modules = group.definitions.iter().map(|&(module, _)| module).collect();
            return Some(Entry { package, name: group.name.clone(), modules, origin });
        }
        let name = self.compiler.free_name(&group.name);
        let mut by_module: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for &(module, definition) in &group.definitions {
            by_module.entry(module).or_default().push(definition);
        }
        let mut modules = Vec::new();
        for (module, keep) in by_module {
            match self.compiler.add_copy(module, &keep, name.split('.').next().unwrap_or(&name)) {
                Ok(copy) => modules.push(copy),
                Err(problem) => {
                    self.problems.push(problem);
                    return None;
                }
            }
        }
        Some(Entry { package, name, modules, origin })
    }
}

/// True for the names of rules that report violations.
pub fn is_rule_name(name: &str) -> bool {
    ["deny", "violation", "warn"].iter().any(|base| {
        name.strip_prefix(base)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('_') || rest.starts_with('.'))
    })
}

/// True for a definition that is a rule of the kind that reports violations.
pub fn reports(definition: &Definition) -> bool {
    definition.kind == DefinitionKind::Rule && is_rule_name(&definition.name)
}
