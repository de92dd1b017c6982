//! The second opinion: rules judged again by regorus's own parser and interpreter, on the policies as they are written.
//!
//! Nothing else in the program uses them. They share the values and most builtins with this engine, and neither its
//! parser nor its planner: two ways from a text to a verdict that have nothing in common agree by chance only rarely.
//! regorus is held as hostile input asks for: a policy is given to it only if its parser is known to end soon, every call
//! is bounded in time, and a panic is an answer like any other. What it cannot judge is counted, never taken for an agreement.

mod accept;
mod call;
mod checked;
mod cost;
mod judge;
mod reason;
mod same;

use super::Engine;
use crate::rego::analyse::{Analysed, analyse};
use crate::rego::ast::{Tree, Version};
use crate::rego::calls::calls;
use crate::rego::core::{Callee, Kind};
use crate::rego::parser::{Language, Parsed, parse};
use crate::rego::signatures::Builtins;
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use checked::{CrossChecked, Disagreement, Opinion};
pub use judge::{Judge, Opinions};
pub use reason::{NotJudged, Unread};

/// Builtins that give each engine a value of its own.
const RANDOM: [&str; 2] = ["rand.intn", "uuid.rfc4122"];

/// Policies as regorus has them, and which rules it can judge with them.
pub struct CrossCheck {
    /// Holds the policies that it accepts; without data.
    engine: regorus::Engine,
    /// Policies that it does not, by path.
    unread: BTreeMap<String, Unread>,
    /// The rules, by the function of the plan that is the first opinion.
    targets: BTreeMap<u32, Target>,
}

/// A rule of a name, all of its definitions together.
struct Target {
    /// Its path as regorus wants it: `data.a.deny`.
    path: String,
    /// True where having no member and being undefined are one.
    gathers: bool,
    /// Why it cannot be judged again.
    refused: Option<NotJudged>,
}

impl CrossCheck {
    /// For the rules of an engine. Reads policies, so the thread needs [`STACK_SIZE`](super::STACK_SIZE).
    pub fn of_rules(engine: &Engine) -> Self {
        CrossCheck::new(&engine.files, &engine.versions, &engine.functions())
    }

    /// For the functions of a plan, by their number: the paths of rules.
    pub fn new(
        files: &[Arc<SourceFile>],
        versions: &[Version],
        functions: &BTreeMap<u32, Vec<String>>,
    ) -> Self {
        let parsed: Vec<Parsed> =
            files.iter().zip(versions).map(|(file, version)| read(file, *version)).collect();
        let trees: Vec<&Tree> = parsed.iter().map(|parsed| &parsed.tree).collect();
        let analysed = analyse(&trees, &Builtins::default());
        let accept::Accepted { engine, unread } = accept::accept(files, &parsed);
        let rules = Rules::new(&analysed, &unread, files);
        let targets = functions.iter().map(|(function, path)| (*function, rules.target(path))).collect();
        let unread = unread.into_iter().map(|(file, why)| (files[file].path.clone(), why)).collect();
        CrossCheck { engine, unread, targets }
    }

    /// Policies that regorus does not read, by path, and why.
    pub fn unread(&self) -> &BTreeMap<String, Unread> {
        &self.unread
    }
}

fn read(file: &SourceFile, version: Version) -> Parsed {
    parse(&file.text, if version == Version::V0 { Language::V0 } else { Language::V1 })
}

/// What decides which rules regorus can judge.
struct Rules<'r> {
    analysed: &'r Analysed,
    blocked: Vec<Option<usize>>,
    unread: &'r BTreeMap<usize, Unread>,
    files: &'r [Arc<SourceFile>],
    /// Definitions whose value is another one in every run.
    random: Vec<bool>,
}

impl<'r> Rules<'r> {
    fn new(
        analysed: &'r Analysed,
        unread: &'r BTreeMap<usize, Unread>,
        files: &'r [Arc<SourceFile>],
    ) -> Self {
        let random = |definition| {
            let mut found = false;
            calls(definition, &mut |callee, _| {
                found |= matches!(callee, Callee::Builtin(name) if RANDOM.contains(&name.as_str()));
            });
            found
        };
        let random = analysed.definitions.iter().map(random).collect();
        Rules { analysed, blocked: analysed.blocked(), unread, files, random }
    }

    fn target(&self, path: &[String]) -> Target {
        // What stands above or below the path is part of its value.
        let related = |other: &[String]| other.starts_with(path) || path.starts_with(other);
        let definitions = self.analysed.definitions.iter().enumerate();
        let own: Vec<usize> =
            definitions.filter(|(_, known)| related(&known.path)).map(|(index, _)| index).collect();
        let gathers = own.iter().any(|&index| {
            let known = &self.analysed.definitions[index];
            known.kind == Kind::Set || known.branches.iter().any(|branch| !branch.keys.is_empty())
        });
        let refused = self.refused(&own);
        Target { path: crate::rego::graph::path(path), gathers, refused }
    }

    fn refused(&self, own: &[usize]) -> Option<NotJudged> {
        if own.iter().any(|&index| self.blocked[index].is_some()) {
            return Some(NotJudged::Mistake);
        }
        let needed = self.analysed.graph.needs(own.iter().copied());
        let needed = || needed.iter().enumerate().filter(|(_, needed)| **needed).map(|(index, _)| index);
        let files: BTreeSet<usize> = needed().map(|at| self.analysed.definitions[at].file as usize).collect();
        if let Some(file) = files.into_iter().find(|file| self.unread.contains_key(file)) {
            return Some(NotJudged::Unread(self.files[file].path.clone()));
        }
        needed().any(|index| self.random[index]).then_some(NotJudged::Random)
    }
}
