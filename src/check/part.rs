//! Parts of a run. A shard evaluates its share of the files and writes down what came of it; a merged run evaluates
//! nothing and reads that instead, so that everything behind evaluation, from places to triage, is one run over
//! everything. All of them read all files: rules look into other documents, and so do waivers.

use super::outcome::{Evaluated, Outcome};
use super::written::{WrittenFinding, WrittenOutcome, WrittenProblem};
use crate::document::Document;
use crate::engine::Conditions;
use crate::finding::{Finding, digest};
use crate::lang::both;
use crate::policy::{Judge, PolicySet, Rule};
use crate::problem::{Failure, Problem};
use crate::source::SourceFile;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex};

/// How much of a run is evaluated.
#[derive(Debug, Default)]
pub enum Part {
    /// Everything.
    #[default]
    Whole,
    /// A share of the files; the first shard evaluates the rules over the whole project too.
    Shard(Shard),
    /// Nothing: the results of all shards are there.
    Merged(Merged),
}

/// One of several shards.
#[derive(Debug, Clone)]
pub struct Shard {
    /// Which one, from 1.
    pub index: usize,
    /// How many there are.
    pub count: usize,
    /// The options of the run, for whoever merges.
    pub options: Value,
}

/// What shards evaluated.
#[derive(Debug)]
pub struct Merged {
    inputs: Inputs,
    results: Mutex<HashMap<Key, WrittenOutcome>>,
}

/// A document, or none for the project, and a rule.
type Key = (Option<usize>, usize);

/// Digests of what a run is about, by which shards belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Inputs {
    policies: String,
    data: String,
    documents: String,
}

/// What a shard leaves in its report.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Written {
    /// Which shard, from 1.
    pub index: usize,
    /// How many there are.
    pub count: usize,
    /// The options of the run.
    pub options: Value,
    inputs: Inputs,
    /// The rules that passed, by document.
    passed: Vec<Passed>,
    results: Vec<WrittenOutcome>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Passed {
    document: Option<usize>,
    /// Their numbers, with spaces between.
    rules: String,
}

impl Part {
    /// Whether each document is evaluated: files take turns.
    pub(super) fn share(&self, documents: &[Document]) -> Vec<bool> {
        let Part::Shard(shard) = self else { return vec![true; documents.len()] };
        let (mut file, mut before): (usize, Option<&Arc<SourceFile>>) = (0, None);
        let mine = documents.iter().map(|document| {
            if before.is_some_and(|before| !Arc::ptr_eq(before, &document.source)) {
                file += 1;
            }
            before = Some(&document.source);
            file % shard.count == shard.index - 1
        });
        mine.collect()
    }

    /// True if the rules over the whole project are evaluated.
    pub(super) fn has_project(&self) -> bool {
        !matches!(self, Part::Shard(shard) if shard.index != 1)
    }

    /// True if what no finding says is not known.
    pub(super) fn is_partial(&self) -> bool {
        matches!(self, Part::Shard(_))
    }

    /// What a shard leaves.
    pub(super) fn written(
        &self,
        results: &[Evaluated],
        policies: &PolicySet,
        conditions: &Conditions,
        documents: &[Document],
    ) -> Option<Value> {
        let Part::Shard(Shard { index, count, options }) = self else { return None };
        let mut passed: BTreeMap<Option<usize>, Vec<String>> = BTreeMap::new();
        let mut failed = Vec::new();
        // What the program judges by itself is judged again by whoever merges.
        let by_engine = |result: &&Evaluated| matches!(policies.rules[result.rule].judge, Judge::Policy(_));
        for Evaluated { document, rule, outcome, .. } in results.iter().filter(by_engine) {
            let written = WrittenOutcome { document: *document, rule: *rule, ..WrittenOutcome::default() };
            match outcome {
                Outcome::NotApplicable if lacked_subjects(&policies.rules[*rule], *document, documents) => {
                    failed.push(WrittenOutcome { idle: true, ..written });
                }
                // Shards hold all documents, so none is lost.
                Outcome::NotApplicable | Outcome::Lost => {}
                Outcome::Errored(problem) => {
                    failed.push(WrittenOutcome { errored: Some(WrittenProblem::new(problem)), ..written });
                }
                Outcome::Evaluated { findings, problems, violations: 0, .. }
                    if findings.is_empty() && problems.is_empty() =>
                {
                    passed.entry(*document).or_default().push(rule.to_string());
                }
                Outcome::Evaluated { findings, problems, violations, unknown } => {
                    failed.push(WrittenOutcome {
                        violations: *violations,
                        unknown: *unknown,
                        findings: findings.iter().map(WrittenFinding::new).collect(),
                        problems: problems.iter().map(WrittenProblem::new).collect(),
                        ..written
                    })
                }
            }
        }
        let passed = passed.into_iter().map(|(document, rules)| Passed { document, rules: rules.join(" ") });
        let written = Written {
            index: *index,
            count: *count,
            options: options.clone(),
            inputs: Inputs::new(policies, conditions, documents),
            passed: passed.collect(),
            results: failed,
        };
        serde_json::to_value(written).ok()
    }

    /// Why the results of shards are not those of this run.
    pub(super) fn mismatch(
        &self,
        policies: &PolicySet,
        conditions: &Conditions,
        documents: &[Document],
    ) -> Option<Problem> {
        let Part::Merged(merged) = self else { return None };
        let inputs = Inputs::new(policies, conditions, documents);
        let (en, zh) = merged.inputs.differ(&inputs)?;
        Some(Problem::refused(
            format!(
                "the {en} here are not those that the shards evaluated: merge where the same commit is checked out"
            ),
            format!("此处的{zh}与各分片所检查的不同：请在检出同一提交的位置合并"),
        ))
    }
}

/// True if a rule that did not apply was evaluated, and had nothing to judge.
fn lacked_subjects(rule: &Rule, document: Option<usize>, documents: &[Document]) -> bool {
    let applies = || match document {
        Some(document) => rule.applies_to.matches(&documents[document]),
        None => rule.applies_to_any(documents),
    };
    rule.subjects().is_some() && applies()
}

impl Inputs {
    fn new(policies: &PolicySet, conditions: &Conditions, documents: &[Document]) -> Self {
        let rules = policies.rules.iter().map(|rule| [rule.id.as_str(), &rule.package]);
        let sources = policies.engine.sources().iter().map(|source| [source.path.as_str(), &source.text]);
        let mut files: Vec<[&str; 2]> =
            documents.iter().map(|document| [document.source.path.as_str(), &document.source.text]).collect();
        files.dedup();
        let strict = conditions.strict_builtin_errors;
        Inputs {
            policies: digest_of(&(rules.collect::<Vec<_>>(), sources.collect::<Vec<_>>(), strict)),
            data: digest_of(&conditions.data),
            documents: digest_of(&files),
        }
    }

    /// What differs, in two languages.
    fn differ(&self, other: &Inputs) -> Option<(&'static str, &'static str)> {
        if self.documents != other.documents {
            Some(("documents", "文档"))
        } else if self.policies != other.policies {
            Some(("policies", "策略"))
        } else {
            (self.data != other.data).then_some(("data and parameters", "数据与参数"))
        }
    }
}

fn digest_of(value: &impl Serialize) -> String {
    digest(&serde_json::to_string(value).unwrap_or_default())
}

impl Merged {
    /// From what all shards left.
    ///
    /// # Errors
    /// They are not the shards of one run, each of them once.
    pub fn new(shards: Vec<Written>) -> Result<Merged, Problem> {
        let Some(first) = shards.first() else {
            return Err(Problem::refused("there is no report to merge", "没有可合并的报告"));
        };
        let (count, inputs) = (first.count, first.inputs.clone());
        let mut seen = vec![false; count];
        for shard in &shards {
            if shard.count != count {
                return Err(Problem::refused(
                    format!("shard {}/{} is none of {count}", shard.index, shard.count),
                    format!("分片 {}/{} 不属于 {count} 个分片的同一次运行", shard.index, shard.count),
                ));
            }
            let turn = shard.index.checked_sub(1).and_then(|at| seen.get_mut(at));
            if turn.is_none_or(|seen| std::mem::replace(seen, true)) {
                return Err(Problem::refused(
                    format!("shard {}/{count} is there twice, or is none", shard.index),
                    format!("分片 {}/{count} 重复或不存在", shard.index),
                ));
            }
            if let Some((en, zh)) = inputs.differ(&shard.inputs) {
                return Err(Problem::refused(
                    format!("shard {}/{count} evaluated other {en} than shard {}", shard.index, first.index),
                    format!("分片 {}/{count} 与分片 {} 检查的{zh}不同", shard.index, first.index),
                ));
            }
        }
        if let Some(missing) = seen.iter().position(|seen| !seen) {
            let missing = missing + 1;
            return Err(Problem::refused(
                format!("the report of shard {missing}/{count} is missing"),
                format!("缺少分片 {missing}/{count} 的报告"),
            ));
        }
        let mut results = HashMap::new();
        for shard in shards {
            for Passed { document, rules } in shard.passed {
                let rules = rules.split(' ').filter_map(|rule| rule.parse().ok());
                results.extend(rules.map(|rule| ((document, rule), WrittenOutcome::default())));
            }
            let failed = shard.results.into_iter().map(|outcome| ((outcome.document, outcome.rule), outcome));
            results.extend(failed);
        }
        Ok(Merged { inputs, results: Mutex::new(results) })
    }

    /// What came of a rule that met a document, or the project. A result that no shard left is no pass.
    pub(super) fn outcome(
        &self,
        document: Option<usize>,
        rule: usize,
        policies: &PolicySet,
        documents: &[Document],
    ) -> Outcome {
        let subject = document.and_then(|at| documents.get(at)).map(Document::title);
        let lost = |en: &str, zh: &str| {
            let rule = &policies.rules[rule];
            Outcome::Errored(Problem::Evaluation {
                rule: rule.id.clone(),
                subject: subject.clone(),
                failure: Failure::Error,
                reason: Box::new(both(en, zh)),
                at: Some(rule.origin.clone()),
                other: None,
            })
        };
        let mut results = match self.results.lock() {
            Ok(results) => results,
            Err(poisoned) => poisoned.into_inner(),
        };
        let Some(written) = results.remove(&(document, rule)) else {
            return lost("no shard has a result of it", "没有任何分片给出其结果");
        };
        drop(results);
        if written.idle {
            return Outcome::NotApplicable;
        }
        if let Some(problem) = written.errored {
            return Outcome::Errored(problem.read(policies));
        }
        // Documents are sorted as their files were found, which is not by path where standard input is among them.
        let source = |path: &str, number: usize| {
            let of_file = |document: &&Document| document.source.path == path && document.index == number;
            Some(documents.iter().find(of_file)?.source.clone())
        };
        let findings = written.findings.into_iter().map(|finding| finding.read(rule, &source));
        let findings: Option<Vec<Finding>> = findings.collect();
        let Some(findings) = findings else {
            return lost("a shard tells of a place that is not there", "分片所指的位置不存在");
        };
        let problems = written.problems.into_iter().map(|problem| problem.read(policies)).collect();
        Outcome::Evaluated { findings, problems, violations: written.violations, unknown: written.unknown }
    }
}
