//! Names that were probably meant by ones that lead nowhere.

use crate::policy::module::Module;
use crate::rego::analyse::Analysed;
use crate::rego::core::{Definition, Kind};
use crate::rego::{Mistake, MistakeKind, signatures};
use crate::similar::nearest;
use std::cell::Cell;
use std::collections::{BTreeSet, HashMap};

/// The names that policies define.
pub struct Names<'a> {
    /// The first names of rules and functions, by package.
    rules: HashMap<&'a [String], BTreeSet<&'a str>>,
    /// The paths of functions.
    functions: BTreeSet<&'a [String]>,
    /// How many were looked for.
    asked: Cell<usize>,
}

/// Mistakes for which a name that was meant is looked for: each is compared with all names that there are.
const ASKED: usize = 100;

impl<'a> Names<'a> {
    /// The names that some policies define.
    pub fn new(modules: &'a [Module], analysed: &'a Analysed) -> Self {
        let mut names = Names { rules: HashMap::new(), functions: BTreeSet::new(), asked: Cell::new(0) };
        if analysed.mistakes.is_empty() {
            return names;
        }
        for module in modules {
            let first = module.tree.rules.iter().filter_map(|rule| rule.path.first());
            names.rules.entry(&module.tree.package).or_default().extend(first.map(String::as_str));
        }
        let functions = analysed.definitions.iter().filter(|definition| definition.kind == Kind::Function);
        names.functions = functions.map(|definition| definition.path.as_slice()).collect();
        names
    }

    /// The name that was probably meant where a mistake is about one that nothing has.
    pub fn meant(&self, module: &Module, definition: &Definition, mistake: &Mistake) -> Option<String> {
        self.asked.set(self.asked.get() + 1);
        if self.asked.get() > ASKED {
            return None;
        }
        let written = module.source.slice(mistake.span);
        match mistake.kind {
            MistakeKind::Unsafe if written != "_" => {
                let variables = definition.vars.iter().map(|var| var.name.as_str());
                let imports = module.tree.imports.iter().filter_map(|import| import.name());
                let rules = self.rules.get(module.tree.package.as_slice()).into_iter().flatten().copied();
                let known = variables.chain(imports).chain(rules).chain(["input", "data"]);
                nearest(written, known.filter(|name| !name.is_empty())).map(str::to_owned)
            }
            MistakeKind::UndefinedFunction => {
                let functions = self.functions_of(module);
                let builtins = signatures::names().filter(|name| !name.starts_with("internal."));
                let mut known: Vec<&str> = builtins.collect();
                known.extend(functions.iter().map(String::as_str));
                nearest(written, known).map(str::to_owned)
            }
            _ => None,
        }
    }

    /// The functions that a file can name, as it would write them.
    fn functions_of(&self, module: &Module) -> Vec<String> {
        let mut names = Vec::new();
        for path in &self.functions {
            if let Some(own) = path.strip_prefix(module.tree.package.as_slice()) {
                names.push(own.join("."));
            }
            for import in &module.tree.imports {
                let below = import.path.strip_prefix(&["data".to_owned()]);
                if let (Some(name), Some(below)) = (import.name(), below.and_then(|at| path.strip_prefix(at)))
                {
                    let steps = std::iter::once(name).chain(below.iter().map(String::as_str));
                    names.push(steps.collect::<Vec<_>>().join("."));
                }
            }
        }
        names
    }
}
