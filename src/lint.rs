//! Mistakes in policies that the engine does not report, found in their syntax trees.
//!
//! A lint is one file in `lint/` with its words, an example and a function over the [`Workspace`]; [`ALL`]
//! names each once. Its findings are reported as those of `check` are, and lie in policy files.

mod always_fires;
mod conflicting_definitions;
mod constant;
mod deprecated_builtin;
mod duplicate_id;
mod duplicate_import;
mod habits;
mod ignore;
mod ignored;
mod malformed_metadata;
mod misnamed_test;
mod missing_metadata;
mod never_fires;
mod recursion;
mod rule_among_tests;
mod scope;
mod self_comparison;
mod set_comparison;
mod shadowed_name;
mod sprintf_arguments;
mod type_error;
mod unavailable_builtin;
mod undefined_function;
mod undefined_reference;
mod unknown_clause;
mod unknown_data;
mod unknown_input_path;
mod unsafe_negation;
mod unsafe_variable;
mod untested_rule;
mod unused_import;
mod unused_variable;
mod version_0;
mod workspace;
mod wrong_arity;

pub mod docs;

use crate::config::FailOn;
use crate::document::Pointer;
use crate::finding::{self, Finding, Label, LocatedBy, Status};
use crate::lang::{Lang, Message};
use crate::policy::load::Loader;
use crate::policy::{PolicySet, Severity};
use crate::problem::Problem;
use crate::rego::MistakeKind;
use crate::report::ndjson::Member;
use crate::report::{Count, LeftOut, Report};
use crate::source::Span;
use crate::triage::Triage;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub use workspace::Workspace;

/// A text in both languages.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// English.
    pub en: &'static str,
    /// Chinese.
    pub zh: &'static str,
}

impl Words {
    /// The text as a message.
    pub fn message(self) -> Message {
        say(self.en, self.zh)
    }
}

/// A kind of mistake.
#[derive(Debug, Clone, Copy)]
pub struct Lint {
    /// Its id, in reports behind `lint/`.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// True if a policy with it may give a wrong verdict that nothing else would report: `check` and
    /// `test` refuse it.
    pub gate: bool,
    /// Its title.
    pub title: Words,
    /// What it finds, and why that is bad.
    pub why: Words,
    /// What to do.
    pub instead: Words,
    /// A policy that it finds something in.
    pub bad: &'static str,
    /// The same policy put right.
    pub good: &'static str,
    /// Looks for it.
    pub run: fn(&Workspace<'_>, &mut Hits),
}

/// Every lint, in the order of the documentation: those of wrong verdicts first.
pub const ALL: &[Lint] = &[
    unsafe_negation::LINT,
    unsafe_variable::LINT,
    undefined_function::LINT,
    unavailable_builtin::LINT,
    wrong_arity::LINT,
    recursion::LINT,
    type_error::LINT,
    conflicting_definitions::LINT,
    undefined_reference::LINT,
    unknown_input_path::LINT,
    never_fires::LINT,
    rule_among_tests::LINT,
    malformed_metadata::LINT,
    duplicate_id::LINT,
    unknown_clause::LINT,
    ignored::LINT,
    unknown_data::LINT,
    always_fires::LINT,
    set_comparison::LINT,
    self_comparison::LINT,
    sprintf_arguments::LINT,
    shadowed_name::LINT,
    misnamed_test::LINT,
    unused_import::LINT,
    duplicate_import::LINT,
    unused_variable::LINT,
    deprecated_builtin::LINT,
    missing_metadata::LINT,
    untested_rule::LINT,
    version_0::LINT,
];

/// A mistake found.
#[derive(Debug, Clone)]
pub struct Hit {
    /// Index of the lint in [`ALL`].
    pub lint: usize,
    /// Index of the file.
    pub file: usize,
    /// The bytes to underline.
    pub span: Span,
    /// What is wrong.
    pub message: Message,
    /// What is said at the place.
    pub label: Message,
    /// What should stand there, where it can be told.
    pub expected: Option<String>,
    /// Other places: file, bytes and what is said there.
    pub related: Vec<(usize, Span, Message)>,
    /// The severity, where it is not that of the lint.
    pub severity: Option<Severity>,
    /// Where a comment has to stand to silence it, if not at its place.
    anchor: Option<u32>,
}

impl Hit {
    /// Says something at the place.
    pub fn label(&mut self, en: impl Into<String>, zh: impl Into<String>) -> &mut Self {
        self.label = say(en, zh);
        self
    }

    /// Says what should stand there instead, in code, and keeps it for programs.
    pub fn write(&mut self, code: impl Into<String>) -> &mut Self {
        let code = code.into();
        self.label(format!("write `{code}`"), format!("应写作 `{code}`"));
        self.expected = Some(code);
        self
    }

    /// Asks whether something else was meant.
    pub fn meant(&mut self, name: Option<&str>) -> &mut Self {
        if let Some(name) = name {
            self.label(format!("did you mean `{name}`?"), format!("是否想写 `{name}`？"));
            self.expected = Some(name.to_owned());
        }
        self
    }

    /// Another place that belongs to it.
    pub fn related(
        &mut self,
        file: usize,
        span: Span,
        en: impl Into<String>,
        zh: impl Into<String>,
    ) -> &mut Self {
        self.related.push((file, span, say(en, zh)));
        self
    }

    /// Matters more or less than its lint usually does.
    pub fn severity(&mut self, severity: Severity) -> &mut Self {
        self.severity = Some(severity);
        self
    }

    /// Is silenced by a comment above this offset.
    pub fn anchor(&mut self, offset: u32) -> &mut Self {
        self.anchor = Some(offset);
        self
    }
}

/// Mistakes found so far.
#[derive(Debug, Default)]
pub struct Hits {
    lint: usize,
    found: Vec<Hit>,
}

impl Hits {
    /// A mistake, with what is wrong in both languages.
    pub fn at(&mut self, file: usize, span: Span, en: impl Into<String>, zh: impl Into<String>) -> &mut Hit {
        let at = self.found.len();
        self.found.push(Hit {
            lint: self.lint,
            file,
            span,
            message: say(en, zh),
            label: Message::default(),
            expected: None,
            related: Vec::new(),
            severity: None,
            anchor: None,
        });
        &mut self.found[at]
    }
}

impl Hits {
    /// The mistakes of some kinds.
    fn mistakes(&mut self, workspace: &Workspace<'_>, kinds: &[MistakeKind]) {
        for told in workspace.mistakes().iter().filter(|told| kinds.contains(&told.kind)) {
            let (en, zh) = (told.message.get(Lang::En), told.message.get(Lang::Zh));
            let hit = self.at(told.file, told.span, en, zh);
            hit.label = told.label.clone().unwrap_or_default();
            hit.expected.clone_from(&told.expected);
            if let Some((file, span)) = told.other {
                hit.related(file, span, "the other is here", "另一处在此");
            }
        }
    }
}

/// A message in both languages.
pub fn say(en: impl Into<String>, zh: impl Into<String>) -> Message {
    Message::from(en.into()).with(Lang::Zh, zh)
}

/// Runs lints, by their place in [`ALL`], and leaves out what comments silence.
pub fn hits(workspace: &Workspace<'_>, wanted: impl Fn(&Lint) -> bool) -> Vec<Hit> {
    let found = all_hits(workspace, &wanted);
    ignored::apply(workspace, &wanted, found)
}

/// What lints find, whatever comments say.
fn all_hits(workspace: &Workspace<'_>, wanted: impl Fn(&Lint) -> bool) -> Vec<Hit> {
    let mut hits = Hits::default();
    for (index, lint) in ALL.iter().enumerate().filter(|(_, lint)| wanted(lint)) {
        hits.lint = index;
        (lint.run)(workspace, &mut hits);
    }
    let mut found = hits.found;
    found.sort_by_key(|hit| (hit.file, hit.span, hit.lint));
    found.dedup_by(|a, b| (a.file, a.span, a.lint, &a.message) == (b.file, b.span, b.lint, &b.message));
    found
}

/// What to look for, and how to report it.
#[derive(Debug, Clone)]
pub struct LintOptions {
    /// Ids of the lints to run; all if empty.
    pub only: Vec<String>,
    /// Ids of lints not to run.
    pub skip: Vec<String>,
    /// The day of the run.
    pub as_of: NaiveDate,
    /// Language of the report.
    pub lang: Lang,
    /// When the run fails.
    pub fail_on: FailOn,
}

/// Looks for mistakes in the policies of a library that were asked for.
pub fn lint(options: &LintOptions, mut library: Loader<'_>) -> Report {
    let mut problems = std::mem::take(&mut library.problems);
    for wanted in options.only.iter().chain(&options.skip) {
        if !ALL.iter().any(|lint| named(lint, wanted)) {
            problems.push(Problem::refused(
                format!("no lint is named {wanted:?}"),
                format!("没有名为“{wanted}”的 lint 规则"),
            ));
        }
    }
    let listed = |names: &[String], lint: &Lint| names.iter().any(|name| named(lint, name));
    let selected = |lint: &Lint| {
        (options.only.is_empty() || listed(&options.only, lint)) && !listed(&options.skip, lint)
    };
    let workspace = Workspace::new(library.given());
    let own = library.own.min(workspace.files.len());
    let hits: Vec<Hit> = hits(&workspace, selected).into_iter().filter(|hit| hit.file < own).collect();
    let mut findings: Vec<Finding> = hits.iter().map(|hit| finding(&workspace, hit)).collect();
    let policies = PolicySet::of_rules(docs::rules());
    finding::finish(&mut findings, |rule| policies.rules[rule].id.clone(), &[]);
    Report {
        lang: options.lang,
        as_of: options.as_of,
        fail_on: options.fail_on,
        files: own,
        documents: own,
        selected: ALL.iter().map(selected).collect(),
        counts: (0..ALL.len()).map(|lint| count(lint, own, &hits, selected(&ALL[lint]))).collect(),
        policies,
        findings,
        problems,
        profiles: BTreeMap::new(),
        left_out: LeftOut::default(),
        triage: Triage::default(),
        links: None,
        member: Member::default(),
        shard: None,
        cross_check: None,
        trusted: None,
    }
}

/// A lint may be named as in reports, too.
fn named(lint: &Lint, name: &str) -> bool {
    name.strip_prefix("lint/").unwrap_or(name) == lint.id
}

/// In how many files a lint found something.
fn count(lint: usize, files: usize, hits: &[Hit], selected: bool) -> Count {
    let mut failed: Vec<usize> = hits.iter().filter(|hit| hit.lint == lint).map(|hit| hit.file).collect();
    failed.dedup();
    let evaluated = if selected { files } else { 0 };
    Count { evaluated, passed: evaluated - failed.len(), failed: failed.len(), ..Count::default() }
}

fn finding(workspace: &Workspace<'_>, hit: &Hit) -> Finding {
    let label = |file: usize, span: Span, message: Message| Label {
        source: workspace.files[file].source.clone(),
        document: 0,
        span,
        pointer: Pointer::default(),
        missing: false,
        on_the_way: false,
        message,
    };
    let related = hit.related.iter();
    Finding {
        rule: hit.lint,
        message: hit.message.clone(),
        severity: hit.severity.unwrap_or(ALL[hit.lint].severity),
        status: Status::Open,
        located_by: LocatedBy::Path,
        primary: label(hit.file, hit.span, hit.label.clone()),
        related: related.map(|(file, span, message)| label(*file, *span, message.clone())).collect(),
        check: None,
        expected: hit.expected.clone().map(Into::into),
        story: Vec::new(),
        details: serde_json::Map::new(),
        place: String::new(),
        fingerprint: String::new(),
    }
}

/// Notes references that lead nowhere and habits of other programs, those of built-in packs left out.
pub fn note(loader: &mut Loader<'_>, lang: Lang, combined: bool) {
    let mut notes = Vec::new();
    {
        let given = loader.given();
        if given.modules.iter().all(|module| module.builtin) {
            return;
        }
        let workspace = Workspace::new(given);
        for hit in all_hits(&workspace, |lint| lint.id == undefined_reference::LINT.id) {
            let file = &workspace.files[hit.file];
            if !file.builtin {
                notes.push(format!("{}: {}", file.at(hit.span).line(), hit.message.get(lang)));
            }
        }
        notes.extend(habits::notes(&workspace, lang, combined));
    }
    notes.dedup();
    loader.notes.extend(notes);
}

pub use crate::similar::nearest;

#[cfg(test)]
mod testing;
