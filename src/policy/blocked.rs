//! What keeps rules from running: a mistake in what they need, part of a file that could not be read, a builtin that is
//! not supplied.

use super::lost::Lost;
use super::module::Module;
use super::unavailable::{self, Unavailable};
use crate::engine::Entry;
use crate::lang::{Lang, Message, both};
use crate::problem::{Failure, Problem};
use crate::rego::analyse::Analysed;
use crate::rego::signatures::Builtins;
use crate::source::Span;
use std::collections::{BTreeMap, HashMap};

/// Why a definition cannot be evaluated.
enum Reason {
    /// It has a mistake.
    Mistake(Span),
    /// Part of a module is not known.
    Lost(usize),
    /// It calls a builtin that is not supplied.
    Unavailable(Unavailable),
}

/// Which definitions cannot be evaluated, and why.
pub struct Blocked<'a> {
    modules: &'a [Module],
    analysed: &'a Analysed,
    reasons: BTreeMap<usize, Reason>,
    /// For each definition one that it needs and that has a reason.
    by: Vec<Option<usize>>,
    /// The definitions of a rule of a file: several where bodies are chained.
    of_rules: HashMap<(u32, u32), Vec<usize>>,
}

impl<'a> Blocked<'a> {
    /// What cannot be evaluated of some modules. Builtins that are not supplied block nothing where they may be
    /// replaced, as tests do by `with`.
    pub fn new(
        modules: &'a [Module],
        analysed: &'a Analysed,
        lost: &Lost,
        builtins: Option<&Builtins>,
    ) -> Self {
        let mut reasons = BTreeMap::new();
        for (index, mistake) in &analysed.mistakes {
            if !lost.explains(*index, mistake.kind) {
                reasons.entry(*index).or_insert(Reason::Mistake(mistake.span));
            }
        }
        for index in lost.definitions() {
            if let Some(module) = lost.of(index) {
                reasons.entry(index).or_insert(Reason::Lost(module));
            }
        }
        let mut of_rules: HashMap<(u32, u32), Vec<usize>> = HashMap::new();
        for (index, definition) in analysed.definitions.iter().enumerate() {
            of_rules.entry((definition.file, definition.rule)).or_default().push(index);
            let found = builtins
                .and_then(|builtins| unavailable::in_definition(definition, builtins).into_iter().next());
            if let Some(found) = found {
                reasons.entry(index).or_insert(Reason::Unavailable(found));
            }
        }
        let by = analysed.graph.blocked(reasons.keys().copied());
        Blocked { modules, analysed, reasons, by, of_rules }
    }

    /// Whether a rule cannot run, and the problem of that unless it was told where the mistake is: in the rule itself.
    pub fn refuses(&self, entry: &Entry) -> Option<Option<Problem>> {
        let own = entry.definitions.iter().filter_map(|place| self.of_rules.get(place)).flatten();
        let blocking = own.filter_map(|&definition| self.by.get(definition).copied().flatten()).min()?;
        let (reason, at) = match self.reasons.get(&blocking)? {
            Reason::Mistake(span) => {
                let definition = &self.analysed.definitions[blocking];
                if entry.definitions.contains(&(definition.file, definition.rule)) {
                    return Some(None);
                }
                let at = self.modules[definition.file as usize].at(*span);
                let line = at.line();
                let (en, zh) = (
                    format!("it needs what {line} says, which is refused"),
                    format!("它所需的 {line} 处的定义被拒绝"),
                );
                (both(en, zh), at)
            }
            Reason::Lost(module) => {
                let (file, rule) = *entry.definitions.first()?;
                let own = &self.modules[file as usize];
                let at = own.at(own.tree.rules.get(rule as usize)?.span);
                (not_loaded(&self.modules[*module]), at)
            }
            Reason::Unavailable(found) => {
                let definition = &self.analysed.definitions[blocking];
                let at = self.modules[definition.file as usize].at(found.call);
                let (en, zh) = (found.reason.get(Lang::En), found.reason.get(Lang::Zh));
                let name = &found.name;
                (both(format!("{name} is not supported: {en}"), format!("不支持 {name}：{zh}")), at)
            }
        };
        let rule = entry.path.join(".");
        Some(Some(Problem::Evaluation {
            rule,
            subject: None,
            failure: Failure::Error,
            reason: Box::new(reason),
            at: Some(at),
            other: None,
        }))
    }
}

fn not_loaded(module: &Module) -> Message {
    let path = &module.source.path;
    both(format!("it needs {path}, which could not be loaded"), format!("它所需的 {path} 未能加载"))
}
