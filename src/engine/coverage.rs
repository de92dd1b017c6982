//! Which lines of policies were evaluated, and which could have been.

use super::evaluate::Covered;
use super::ir::{Plan, SiteAt};
use crate::problem::Origin;
use crate::rego::ast::{Query, Rule, StatementKind, Term, TermKind, Tree};
use crate::source::SourceFile;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Lines that were evaluated, 1-based, by the path of the policy.
pub type Lines = BTreeMap<String, BTreeSet<u32>>;

/// A policy whose lines count.
#[derive(Debug, Clone)]
pub struct Coverable {
    /// Its package.
    pub origin: Origin,
    /// Lines on which something stands that is evaluated.
    pub lines: BTreeSet<u32>,
    /// Its rules and functions: dotted name, the name as written, and their lines.
    pub rules: Vec<(String, Origin, BTreeSet<u32>)>,
}

/// The lines that the places of a plan stand on.
pub(super) struct Places {
    /// By site: file and line; several where something is evaluated without a place of its own.
    lines: Vec<Vec<(u32, u32)>>,
}

impl Places {
    /// The lines of a plan.
    pub fn new(plan: &Plan, files: &[Arc<SourceFile>]) -> Self {
        let mut lines: Vec<Vec<(u32, u32)>> =
            plan.sites.iter().map(|at| line(files, at).into_iter().collect()).collect();
        let matching = plan.matching.iter().flat_map(|range| range.start..range.end);
        for site in matching {
            if let Some(known) = lines.get_mut(site as usize) {
                known.clear();
            }
        }
        for (at, site) in &plan.silent {
            if let Some(known) = lines.get_mut(*site as usize) {
                known.extend(line(files, at));
            }
        }
        Places { lines }
    }

    /// The lines of what was covered.
    pub fn of(&self, covered: &Covered, files: &[Arc<SourceFile>]) -> Lines {
        let mut by_file: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (file, line) in covered.sites().filter_map(|site| self.lines.get(site as usize)).flatten() {
            by_file.entry(*file).or_default().insert(*line);
        }
        let named = |(file, lines)| Some((files.get(file as usize)?.path.clone(), lines));
        by_file.into_iter().filter_map(named).collect()
    }
}

fn line(files: &[Arc<SourceFile>], at: &SiteAt) -> Option<(u32, u32)> {
    let file = files.get(at.file as usize)?;
    Some((at.file, file.line_of(at.span.start) as u32))
}

/// The lines of what was covered in a plan.
pub(super) fn lines(covered: &Covered, plan: &Plan, files: &[Arc<SourceFile>]) -> Lines {
    Places::new(plan, files).of(covered, files)
}

/// What can be covered of a policy.
pub(super) fn coverable(source: &Arc<SourceFile>, tree: &Tree) -> Coverable {
    let mut rules: Vec<(String, Origin, BTreeSet<u32>)> = Vec::new();
    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = BTreeSet::new();
    for rule in &tree.rules {
        let mut lines = BTreeSet::new();
        of_rule(rule, &mut |term| {
            lines.insert(source.line_of(term.span.start) as u32);
        });
        all.extend(&lines);
        let name = tree.package.iter().chain(&rule.path).map(String::as_str).collect::<Vec<_>>().join(".");
        match by_name.get(&name).and_then(|at| rules.get_mut(*at)) {
            Some((.., known)) => known.extend(lines),
            None => {
                by_name.insert(name.clone(), rules.len());
                rules.push((name, Origin::new(source, rule.name_span), lines));
            }
        }
    }
    Coverable { origin: Origin::new(source, tree.package_span), lines: all, rules }
}

/// The expressions of its head and its bodies.
fn of_rule<'t>(rule: &'t Rule, visit: &mut dyn FnMut(&'t Term)) {
    rule.member.iter().chain(&rule.value).for_each(|term| expression(term, visit));
    for body in &rule.bodies {
        body.value.iter().for_each(|value| expression(value, visit));
        query(&body.query, visit);
    }
}

/// Nesting is bounded where policies are read, and so is this recursion.
fn query<'t>(of: &'t Query, visit: &mut dyn FnMut(&'t Term)) {
    for statement in &of.statements {
        match &statement.kind {
            StatementKind::Some(_) => {}
            StatementKind::SomeIn { collection, .. } => expression(collection, visit),
            StatementKind::Holds(term) | StatementKind::Not(term) => expression(term, visit),
            StatementKind::NotQuery(inner) => query(inner, visit),
            StatementKind::Every { domain, body, .. } => {
                expression(domain, visit);
                query(body, visit);
            }
        }
    }
}

fn expression<'t>(term: &'t Term, visit: &mut dyn FnMut(&'t Term)) {
    visit(term);
    match &term.kind {
        TermKind::Comprehension(_, _, inner) => query(inner, visit),
        TermKind::Assign(_, _, right) if matches!(right.kind, TermKind::Comprehension(..)) => {
            expression(right, visit);
        }
        _ => {}
    }
}
