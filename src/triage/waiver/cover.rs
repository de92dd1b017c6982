//! Which waivers cover which findings, found by rule, file, document and pointer: neither many waivers nor many findings of one
//! file make it slow.

use super::{Claim, Scope, names};
use crate::finding::Finding;
use crate::source::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// Waivers by what they name.
pub struct Index<'c, 'd> {
    claims: &'c [Claim<'d>],
    /// Those of comments and of plain paths, by rule and path.
    of_path: HashMap<(&'c str, String), Vec<usize>>,
    /// Those of patterns or of no path, by rule.
    others: HashMap<&'c str, Vec<usize>>,
    /// Those of one finding, by rule and fingerprint.
    of_finding: HashMap<(&'c str, &'c str), Vec<usize>>,
    /// Those of the file at hand, by rule.
    files: HashMap<&'c str, File>,
    /// How many findings each waiver covers.
    covers: Vec<usize>,
}

/// The waivers of a rule for a file.
#[derive(Default)]
struct File {
    path: String,
    groups: Vec<Group>,
    /// Those of lists, by pointer.
    named: HashMap<Vec<String>, usize>,
    /// Those of comments, by document.
    here: HashMap<usize, Nodes>,
}

/// Waivers that cover the same.
#[derive(Default)]
struct Group {
    /// The first comes first.
    claims: Vec<usize>,
    covers: usize,
}

/// The nodes of a document that comments stand at.
#[derive(Default)]
struct Nodes {
    by_pointer: HashMap<Vec<String>, usize>,
    /// Their bytes, which lie within each other or apart; sorted, each with the nearest around it.
    spans: Vec<(Span, usize, Option<usize>)>,
}

impl<'c, 'd> Index<'c, 'd> {
    /// Of those waivers that hold.
    pub fn new(claims: &'c [Claim<'d>], holds: impl Fn(&Claim<'d>) -> bool) -> Self {
        let (of_path, others, of_finding) = (HashMap::new(), HashMap::new(), HashMap::new());
        let covers = vec![0; claims.len()];
        let mut index = Index { claims, of_path, others, of_finding, files: HashMap::new(), covers };
        for (at, claim) in claims.iter().enumerate().filter(|(_, claim)| holds(claim)) {
            let rule = claim.rule.as_str();
            match &claim.scope {
                Scope::Here(here) => {
                    index.of_path.entry((rule, here.source().path.clone())).or_default().push(at);
                }
                Scope::Named { fingerprint: Some(fingerprint), .. } => {
                    index.of_finding.entry((rule, fingerprint)).or_default().push(at);
                }
                Scope::Named { path: Some((written, _)), list, .. } if is_plain(written) => {
                    let written = written.trim_start_matches("./");
                    let folder = list.source.path.rsplit_once('/').map(|(folder, _)| folder);
                    let beside = folder.map(|folder| format!("{folder}/{written}"));
                    for path in [Some(written.to_owned()), beside].into_iter().flatten() {
                        index.of_path.entry((rule, path)).or_default().push(at);
                    }
                }
                Scope::Named { .. } => index.others.entry(rule).or_default().push(at),
            }
        }
        index
    }

    /// The first of the waivers that cover a finding of a rule.
    pub fn covering(&mut self, rule: &'c str, finding: &Finding) -> Option<usize> {
        let label = &finding.primary;
        if self.files.get(rule).is_none_or(|file| file.path != label.source.path) {
            let next = self.file(rule, finding);
            if let Some(done) = self.files.insert(rule, next) {
                done.count(&mut self.covers);
            }
        }
        let of_file = self.files.get_mut(rule).and_then(|file| file.cover(finding));
        let one = self.of_finding.get(&(rule, finding.fingerprint.as_str())).into_iter().flatten();
        let one = one.copied().filter(|at| self.claims[*at].scope.covers(finding));
        let mut first = of_file;
        for at in one {
            self.covers[at] += 1;
            first = Some(first.map_or(at, |first| first.min(at)));
        }
        first
    }

    /// How many findings each waiver covers.
    pub fn covers(mut self) -> Vec<usize> {
        for (_, file) in self.files {
            file.count(&mut self.covers);
        }
        self.covers
    }

    /// The waivers of a rule for the file of a finding.
    fn file(&self, rule: &'c str, finding: &Finding) -> File {
        let source = &finding.primary.source;
        let mut file = File { path: source.path.clone(), ..File::default() };
        let of_path = self.of_path.get(&(rule, source.path.clone())).into_iter().flatten();
        let others =
            self.others.get(rule).into_iter().flatten().filter(|at| match &self.claims[**at].scope {
                Scope::Named { list, path: Some((_, glob)), .. } => {
                    names(glob, &list.source.path, &source.path)
                }
                _ => true,
            });
        let mut all: Vec<usize> = of_path.chain(others).copied().collect();
        all.sort_unstable();
        for at in all {
            match &self.claims[at].scope {
                Scope::Named { pointer, .. } => {
                    let steps = pointer.as_ref().map(|pointer| pointer.steps.clone()).unwrap_or_default();
                    let group = group(&mut file.named, steps, &mut file.groups);
                    file.groups[group].claims.push(at);
                }
                Scope::Here(here) if Arc::ptr_eq(here.source(), source) => {
                    let nodes = file.here.entry(here.document()).or_default();
                    let before = file.groups.len();
                    let steps = here.pointer().steps.clone();
                    let group = group(&mut nodes.by_pointer, steps, &mut file.groups);
                    file.groups[group].claims.push(at);
                    if group == before {
                        nodes.spans.push((here.node(), group, None));
                    }
                }
                Scope::Here(_) => {}
            }
        }
        file.here.values_mut().for_each(Nodes::nest);
        file
    }
}

/// True for a path that is no pattern.
fn is_plain(path: &str) -> bool {
    !path.contains(['*', '?', '[', ']', '{', '}', '\\'])
}

/// The group of those with a pointer.
fn group(known: &mut HashMap<Vec<String>, usize>, steps: Vec<String>, groups: &mut Vec<Group>) -> usize {
    *known.entry(steps).or_insert_with(|| {
        groups.push(Group::default());
        groups.len() - 1
    })
}

impl File {
    /// The first of the waivers that cover a finding.
    fn cover(&mut self, finding: &Finding) -> Option<usize> {
        if self.groups.is_empty() {
            return None;
        }
        let label = &finding.primary;
        let steps = &label.pointer.steps;
        let above = |known: &HashMap<Vec<String>, usize>| -> Vec<usize> {
            (0..=steps.len()).filter_map(|length| known.get(&steps[..length]).copied()).collect()
        };
        let mut groups = above(&self.named);
        if let Some(nodes) = self.here.get(&label.document) {
            groups.extend(above(&nodes.by_pointer));
            if !label.missing {
                groups.extend(nodes.around(label.span));
            }
        }
        groups.sort_unstable();
        groups.dedup();
        for at in &groups {
            self.groups[*at].covers += 1;
        }
        groups.into_iter().filter_map(|at| self.groups[at].claims.first().copied()).min()
    }

    fn count(self, covers: &mut [usize]) {
        for group in self.groups {
            for claim in group.claims {
                covers[claim] += group.covers;
            }
        }
    }
}

impl Nodes {
    /// Finds for each node the nearest around it.
    fn nest(&mut self) {
        self.spans.sort_by_key(|(span, ..)| (span.start, std::cmp::Reverse(span.end)));
        let mut open: Vec<usize> = Vec::new();
        for at in 0..self.spans.len() {
            let span = self.spans[at].0;
            while open.last().is_some_and(|outer| !self.spans[*outer].0.contains(span)) {
                open.pop();
            }
            self.spans[at].2 = open.last().copied();
            open.push(at);
        }
    }

    /// The nodes that some bytes lie in.
    fn around(&self, inner: Span) -> impl Iterator<Item = usize> + '_ {
        let last = self.spans.partition_point(|(span, ..)| span.start <= inner.start).checked_sub(1);
        let ways = std::iter::successors(last, |at| self.spans[*at].2);
        ways.filter(move |at| self.spans[*at].0.contains(inner)).map(|at| self.spans[at].1)
    }
}
