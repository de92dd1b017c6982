//! Examples of a rule: a document that passes, one that does not, and what the rule says of that.

use super::Catalogue;
use crate::check::platform::platforms;
use crate::check::{Progress, meet};
use crate::document::{Format, Limits, parse};
use crate::engine::{Conditions, MEMORY, STACK_SIZE};
use crate::policy::Rule;
use crate::source::SourceFile;
use crate::watch::Watch;
use std::time::Duration;

/// Time allowed for the evaluation of an example.
pub const TIMEOUT: Duration = Duration::from_secs(10);

/// The examples of a rule.
#[derive(Debug, Default)]
pub struct Examples {
    /// What passes.
    pub good: Option<String>,
    /// What does not.
    pub bad: Option<String>,
}

/// What a rule says of its bad example.
#[derive(Debug)]
pub struct Said {
    /// The line.
    pub line: usize,
    /// The check that failed, where it is known.
    pub check: Option<String>,
    /// The message.
    pub message: String,
}

struct Silent;

impl Progress for Silent {
    fn start(&self, _: usize) {}
    fn step(&self) {}
}

/// What a rule says of a text, in order of its lines; nothing where it cannot be evaluated.
pub fn say(catalogue: &Catalogue<'_>, rule: &Rule, text: &str, watch: &Watch) -> Vec<Said> {
    let policies = catalogue.policies;
    let source = SourceFile::from_text("bad.yaml", text);
    let documents = parse(&source, Format::Yaml, &Limits::default()).documents;
    let conditions = Conditions {
        data: policies.data.with_run(catalogue.as_of, &policies.params, platforms(&documents)),
        today: catalogue.as_of,
        timeout: TIMEOUT,
        memory: MEMORY,
        strict_builtin_errors: false,
        explain: false,
        cross_check: false,
    };
    let selected: Vec<bool> = policies.rules.iter().map(|other| other.id == rule.id).collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(1).stack_size(STACK_SIZE).build();
    let (Ok(threads), Ok(ready)) = (threads, policies.engine.ready(conditions)) else { return Vec::new() };
    let met = threads.install(|| meet(policies, &selected, &documents, &ready, watch, &Silent));
    let said = met.findings.into_iter().map(|finding| Said {
        line: finding.primary.source.position(finding.primary.span.start).line,
        message: finding.message.get(catalogue.lang).to_owned(),
        check: finding.check,
    });
    said.collect()
}
