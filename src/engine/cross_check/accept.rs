//! Gives regorus the policies that it can read.
//!
//! It analyses all policies together and stops at the first that it refuses, so those are looked for by halves.

use super::call::{called, prepare};
use super::cost;
use super::reason::Unread;
use crate::rego::ast::{Tree, Version};
use crate::rego::parser::Parsed;
use crate::source::SourceFile;
use regorus::{Engine, PolicyLengthConfig};
use std::collections::BTreeMap;
use std::num::{NonZeroU32, NonZeroUsize};
use std::sync::Arc;

/// Analyses that are tried to find out which policies are refused.
const MOST_TRIED: usize = 500;

/// Words that regorus takes for names, with a warning on standard error, where version 0 does not import them.
const KEYWORDS: [&str; 3] = ["if", "in", "every"];

/// What regorus accepts.
pub struct Accepted {
    /// Holds the policies.
    pub engine: Engine,
    /// The others, by index.
    pub unread: BTreeMap<usize, Unread>,
}

/// Gives policies to an engine of regorus.
pub fn accept(files: &[Arc<SourceFile>], parsed: &[Parsed]) -> Accepted {
    let mut unread = BTreeMap::new();
    let mut read = Vec::new();
    for (index, (file, parsed)) in files.iter().zip(parsed).enumerate() {
        let policy = Policy { index, file, v0: parsed.tree.version == Version::V0 };
        match refused(parsed).or_else(|| policy.add_to(&mut new_engine()).err()) {
            Some(why) => drop(unread.insert(index, why)),
            None => read.push(policy),
        }
    }
    let mut halves = Halves { engine: new_engine(), tried: 0 };
    unread.extend(halves.all(&read));
    Accepted { engine: halves.engine, unread }
}

/// A policy that regorus parses.
#[derive(Clone, Copy)]
struct Policy<'p> {
    index: usize,
    file: &'p SourceFile,
    v0: bool,
}

impl Policy<'_> {
    fn add_to(&self, engine: &mut Engine) -> Result<(), Unread> {
        engine.set_rego_v0(self.v0);
        let (path, text) = (self.file.path.clone(), self.file.text.to_string());
        called(|| engine.add_policy(path, text)).map(|_| ()).map_err(Unread::Parse)
    }
}

/// Why a policy is not given to regorus at all.
fn refused(parsed: &Parsed) -> Option<Unread> {
    if !parsed.mistakes.is_empty() {
        return Some(Unread::Mistake);
    }
    if cost::is_too_much(&parsed.tree) {
        return Some(Unread::Nesting);
    }
    warns(&parsed.tree).then_some(Unread::Warns)
}

/// True if regorus would write to standard error about a policy.
fn warns(tree: &Tree) -> bool {
    let input = |path: &[String]| matches!(path, [only] if only == "input");
    let redundant = tree.imports.iter().any(|import| import.alias.is_none() && input(&import.path));
    let mut named = false;
    if tree.version == Version::V0 && !tree.imports.iter().any(|import| import.of_keywords()) {
        for rule in &tree.rules {
            named |= rule.path.iter().any(|step| KEYWORDS.contains(&step.as_str()));
            rule.terms(&mut |term| named |= term.var().is_some_and(|name| KEYWORDS.contains(&name)));
        }
    }
    redundant || named
}

/// Finds the policies that the analysis refuses, by halves.
struct Halves {
    /// Holds what was accepted so far.
    engine: Engine,
    tried: usize,
}

impl Halves {
    /// Accepts what it can; gives the others.
    fn all(&mut self, policies: &[Policy<'_>]) -> BTreeMap<usize, Unread> {
        let mut refused = self.some(policies);
        // What a policy needs of its package may have been accepted after it.
        loop {
            let again: Vec<Policy<'_>> = refused.iter().map(|(policy, _)| *policy).collect();
            let before = refused.len();
            let mut left = Vec::new();
            for policy in again {
                left.extend(self.some(&[policy]));
            }
            refused = left;
            if refused.len() == before || refused.is_empty() {
                return refused.into_iter().map(|(policy, why)| (policy.index, why)).collect();
            }
        }
    }

    fn some<'p>(&mut self, policies: &[Policy<'p>]) -> Vec<(Policy<'p>, Unread)> {
        let mut refused = Vec::new();
        let mut pending = vec![policies];
        while let Some(group) = pending.pop() {
            match (self.with(group), group) {
                (Ok(engine), _) => self.engine = engine,
                (Err(why), [only]) => refused.push((*only, why)),
                (Err(_), _) => {
                    let (first, second) = group.split_at(group.len() / 2);
                    pending.extend([second, first]);
                }
            }
        }
        refused
    }

    /// The engine with more policies, analysed.
    fn with(&mut self, group: &[Policy<'_>]) -> Result<Engine, Unread> {
        if self.tried >= MOST_TRIED {
            return Err(Unread::Untried);
        }
        self.tried += 1;
        let mut engine = self.engine.clone();
        group.iter().try_for_each(|policy| policy.add_to(&mut engine))?;
        prepare(&mut engine).map_err(Unread::Analysis)?;
        Ok(engine)
    }
}

fn new_engine() -> Engine {
    let mut engine = Engine::new();
    let bound =
        |bits: u32| (NonZeroU32::MIN.saturating_add(1 << bits), NonZeroUsize::MIN.saturating_add(1 << bits));
    engine.set_policy_length_config(PolicyLengthConfig {
        max_col: bound(20).0,
        max_file_bytes: bound(25).1,
        max_lines: bound(20).1,
    });
    // Prints are gathered, never written to standard error.
    engine.set_gather_prints(true);
    engine
}
