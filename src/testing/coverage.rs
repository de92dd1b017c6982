//! Puts together what all tests and fixtures covered.

use crate::engine::{Coverable, Lines};
use crate::report::test::{Coverage, CoveredFile};
use std::collections::BTreeMap;

/// How many tests and fixtures evaluated each line.
#[derive(Debug, Default)]
pub struct Tally {
    times: BTreeMap<String, BTreeMap<u32, usize>>,
}

impl Tally {
    /// Adds the lines of one test or fixture.
    pub fn add(&mut self, lines: Lines) {
        for (path, lines) in lines {
            let times = self.times.entry(path).or_default();
            for line in lines {
                *times.entry(line).or_default() += 1;
            }
        }
    }

    /// The coverage of policies.
    pub fn coverage(&self, policies: Vec<Coverable>, threshold: Option<f64>) -> Coverage {
        let mut coverage = Coverage { threshold, ..Coverage::default() };
        for policy in policies {
            let times = self.times.get(&policy.origin.source.path);
            let of_line = |line: &u32| times.and_then(|times| times.get(line)).copied().unwrap_or_default();
            let untouched =
                policy.rules.into_iter().filter(|(.., lines)| lines.iter().all(|line| of_line(line) == 0));
            coverage.untouched.extend(untouched.map(|(name, at, _)| (name, at)));
            let lines = policy.lines.iter().map(|line| (*line, of_line(line))).collect();
            coverage.files.push(CoveredFile { origin: policy.origin, lines });
        }
        coverage.files.sort_by(|a, b| a.origin.source.path.cmp(&b.origin.source.path));
        coverage
    }
}
