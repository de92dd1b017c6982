//! Policies of built-in packs that are parsed only where a rule of theirs is needed.
//!
//! Parsing is most of what a start costs, and a few documents need few of the rules of a pack. Where nothing but
//! built-in packs is loaded, their policies are first read line by line, for the metadata of their rules; those with a
//! rule that is needed are then parsed, with what they refer to. Other policies are parsed at once: they may be written
//! in any way, and refer to anything.

use super::{LoadOptions, Loader, PolicySource, is_rule_name};
use crate::policy::Rule;
use crate::policy::engine::{EntryPoint, Language, Outline, sketch};
use crate::policy::rules::{self, Group, Policy};
use crate::source::SourceFile;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A policy that is not parsed yet.
pub(super) struct Waiting {
    source: Arc<SourceFile>,
    outline: Outline,
    pack: String,
}

impl Policy for Waiting {
    fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    fn outline(&self) -> &Outline {
        &self.outline
    }
}

impl Waiting {
    pub(super) fn new(source: &Arc<SourceFile>, pack: &str) -> Self {
        let outline = sketch(&source.text, is_rule_name);
        Waiting { source: source.clone(), outline, pack: pack.to_owned() }
    }

    /// True if it defines what a path below `data` leads to, or something below that.
    fn is_named_by(&self, path: &str) -> bool {
        let package = self.outline.package.join(".");
        begins(path, &package) || begins(&package, path)
    }
}

/// True if policies may wait.
pub(super) fn may_wait(options: &LoadOptions) -> bool {
    let mut sources = options.policies.iter().chain(&options.beside);
    sources.all(|source| matches!(source, PolicySource::Pack(_)))
}

impl Loader<'_> {
    /// Parses the policies that wait and are needed. Gives the rules of the others.
    pub(super) fn wake(&mut self, needed: impl Fn(&Rule) -> bool) -> Vec<Rule> {
        let waiting = self.waiting.take().unwrap_or_default();
        let groups = rules::groups(&waiting, &mut self.problems);
        let read = |group: &Group| rules::rule(group, &waiting, EntryPoint::UNNEEDED, &self.frameworks);
        let (mut roots, mut rules) = (Vec::new(), Vec::new());
        for group in &groups {
            let (first, _) = group.definitions[0];
            match read(group) {
                Ok((rule, problems)) => {
                    let rule = Rule { pack: waiting[first].pack.clone(), ..rule };
                    let picked = self.picked(&rule, &rule.pack);
                    if picked && needed(&rule) {
                        roots.push(first);
                    } else if picked {
                        rules.push((first, rule, problems));
                    }
                }
                // What is wrong is told where it is parsed.
                Err(_) => roots.push(first),
            }
        }
        let reached = reached(&waiting, roots);
        for &index in &reached {
            self.policy(&waiting[index].source, &waiting[index].pack, Language::Auto);
        }
        rules.retain(|(policy, ..)| !reached.contains(policy));
        rules
            .into_iter()
            .map(|(_, rule, problems)| {
                self.problems.extend(problems);
                rule
            })
            .collect()
    }
}

/// The policies that some lead to: by their texts, so that none has to be parsed to know.
fn reached(waiting: &[Waiting], roots: Vec<usize>) -> BTreeSet<usize> {
    let (mut reached, mut known) = (BTreeSet::new(), BTreeSet::new());
    let mut pending = roots;
    while let Some(index) = pending.pop() {
        if !reached.insert(index) {
            continue;
        }
        let own = waiting[index].outline.package.join(".");
        let paths = named(&waiting[index].source.text).chain([own.as_str()]);
        for path in paths.filter(|path| known.insert((*path).to_owned())) {
            pending.extend((0..waiting.len()).filter(|&other| waiting[other].is_named_by(path)));
        }
    }
    reached
}

/// The paths below `data` that a text names.
fn named(text: &str) -> impl Iterator<Item = &str> {
    const DATA: &str = "data.";
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    text.match_indices(DATA).map(move |(at, _)| {
        let path = &text[at + DATA.len()..];
        &path[..path.find(|c| !part(c)).unwrap_or(path.len())]
    })
}

/// True if a path begins with the steps of another.
fn begins(path: &str, with: &str) -> bool {
    path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
