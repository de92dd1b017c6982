//! Problems, so many of a kind in a file and in a run: a file may be made to have a million.

use super::Problem;
use std::collections::BTreeMap;

/// Most problems of one kind that are told of one file.
pub const OF_FILE: usize = 150;
/// Most problems of one kind that are told of a run.
const OF_RUN: usize = 2_000;

/// Problems, the first of each kind and file; the others are counted.
#[derive(Debug, Default)]
pub struct Capped {
    kept: Vec<Problem>,
    files: BTreeMap<(&'static str, String), Count>,
    kinds: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Default)]
struct Count {
    kept: usize,
    left_out: usize,
}

impl Capped {
    /// Adds a problem, or counts it.
    pub fn push(&mut self, problem: Problem) {
        let kind = problem.kind();
        let path = problem.origin().map(|at| at.source.path.clone());
        let path = path.or_else(|| problem.path().map(str::to_owned)).unwrap_or_default();
        let of_file = self.files.entry((kind, path)).or_default();
        if let Problem::More { count, .. } = problem {
            of_file.left_out += count;
            return;
        }
        let of_kind = self.kinds.entry(kind).or_default();
        if of_file.kept < OF_FILE && *of_kind < OF_RUN {
            of_file.kept += 1;
            *of_kind += 1;
            self.kept.push(problem);
        } else {
            of_file.left_out += 1;
        }
    }

    /// The problems that were kept, and behind them how many there are beside: by file where some of a file were told, else of the
    /// run.
    pub fn into_vec(mut self) -> Vec<Problem> {
        let mut of_run: BTreeMap<&'static str, usize> = BTreeMap::new();
        for ((kind, path), Count { kept, left_out }) in self.files {
            match (kept, left_out) {
                (_, 0) => {}
                (0, left_out) => *of_run.entry(kind).or_default() += left_out,
                (_, count) => self.kept.push(Problem::More { kind, path, count }),
            }
        }
        let of_run = of_run.into_iter();
        self.kept.extend(of_run.map(|(kind, count)| Problem::More { kind, path: String::new(), count }));
        self.kept
    }
}

/// The first problems of each kind and file, and how many there are beside.
pub fn capped(problems: Vec<Problem>) -> Vec<Problem> {
    if problems.len() <= OF_FILE {
        return problems;
    }
    let mut capped = Capped::default();
    problems.into_iter().for_each(|problem| capped.push(problem));
    capped.into_vec()
}

/// How many problems there are, those that are only counted too.
pub fn count(problems: &[Problem]) -> usize {
    let each = |problem: &Problem| if let Problem::More { count, .. } = problem { *count } else { 1 };
    problems.iter().map(each).sum()
}
