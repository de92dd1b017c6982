//! Data beside the policies: files given with `-d`.

use super::params::Params;
use crate::document::{Document, Format, Limits, NodeKind, Parsed, Pointer, parse};
use crate::engine::nanoseconds;
use crate::problem::{Origin, Problem};
use crate::source::SourceFile;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What the documents of a run say of platforms.
#[derive(Debug, Default)]
pub struct Platforms {
    /// The spec of each, by its name.
    pub specs: Map<String, Value>,
    /// The kinds of the documents that belong to each, in their order.
    pub kinds: BTreeMap<String, BTreeSet<String>>,
}

/// Data merged from several files, which remembers who said what.
#[derive(Debug, Default)]
pub struct Data {
    /// The merged object.
    pub value: Map<String, Value>,
    origins: BTreeMap<Pointer, Origin>,
}

impl Data {
    /// Merges a data file at a path below `data`. Objects merge; anything that two files say is a problem
    /// that names both.
    pub fn merge(
        &mut self,
        source: &Arc<SourceFile>,
        format: Format,
        below: &[String],
        limits: &Limits,
    ) -> Vec<Problem> {
        let Parsed { documents, mut problems, .. } = parse(source, format, limits);
        for document in documents {
            if !matches!(document.node(document.root()).kind, NodeKind::Mapping(_)) {
                let at = Origin::new(source, document.anchor_span(document.root(), None));
                problems.push(Problem::policy(at, "a data file has to hold an object"));
                continue;
            }
            self.merge_document(&document, below, &mut problems);
        }
        problems
    }

    /// The `data` of a run: what the files say, and `fiducia` with the day, the parameters, and what the documents
    /// say of platforms.
    pub fn with_run(
        &self,
        today: NaiveDate,
        params: &Params,
        Platforms { specs, kinds }: Platforms,
    ) -> Map<String, Value> {
        let mut data = self.value.clone();
        let run = json!({
            "today": today.to_string(),
            "now_ns": nanoseconds(today),
            "params": params.values,
            "platforms": specs,
            "kinds": kinds,
        });
        data.insert("fiducia".to_owned(), run);
        data
    }

    fn merge_document(&mut self, document: &Document, below: &[String], problems: &mut Vec<Problem>) {
        let wrapped = below.iter().rev().fold(document.to_json(document.root()), |inner, key| {
            Value::Object(Map::from_iter([(key.clone(), inner)]))
        });
        let Value::Object(incoming) = wrapped else { return };
        let place = |pointer: &Pointer| {
            let place = document.resolve(&pointer.tail(below.len()));
            Origin::new(&document.source, document.anchor_span(place.node, place.key))
        };
        let mut pending: Vec<(Pointer, Value)> =
            incoming.into_iter().map(|(key, value)| (Pointer::from_iter([key]), value)).collect();
        while let Some((pointer, value)) = pending.pop() {
            match (self.slot(&pointer), value) {
                (Some(Value::Object(_)), Value::Object(members)) => {
                    let member = |(key, value)| (child(&pointer, key), value);
                    pending.extend(members.into_iter().map(member));
                }
                (Some(_), _) => {
                    let reason = format!("data.{} is given twice", pointer.steps.join("."));
                    let problem = Problem::policy(place(&pointer), reason)
                        .with_help("remove it from one of the two files");
                    problems.push(match self.origin(&pointer) {
                        Some(other) => problem.with_other(other.clone()),
                        None => problem,
                    });
                }
                (None, value) => {
                    self.origins.insert(pointer.clone(), place(&pointer));
                    self.insert(&pointer, value);
                }
            }
        }
    }

    /// Who gave the value at a pointer: the file of it, of something around it, or of something in it.
    fn origin(&self, pointer: &Pointer) -> Option<&Origin> {
        let around = (0..=pointer.steps.len())
            .rev()
            .find_map(|length| self.origins.get(&pointer.steps[..length].iter().cloned().collect()));
        around.or_else(|| {
            let within = self.origins.range(pointer.clone()..);
            within
                .take_while(|(inner, _)| inner.steps.starts_with(&pointer.steps))
                .map(|(_, origin)| origin)
                .next()
        })
    }

    fn slot(&self, pointer: &Pointer) -> Option<&Value> {
        let (last, parents) = pointer.steps.split_last()?;
        let mut at = &self.value;
        for step in parents {
            at = at.get(step)?.as_object()?;
        }
        at.get(last)
    }

    fn insert(&mut self, pointer: &Pointer, value: Value) {
        let Some((last, parents)) = pointer.steps.split_last() else { return };
        let mut at = &mut self.value;
        for step in parents {
            let entry = at.entry(step).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = entry else { return };
            at = inner;
        }
        at.insert(last.clone(), value);
    }
}

fn child(pointer: &Pointer, key: String) -> Pointer {
    pointer.steps.iter().cloned().chain([key]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merge(files: &[(&str, &str, &[&str])]) -> (Value, Vec<String>) {
        let mut data = Data::default();
        let mut problems = Vec::new();
        for (path, text, below) in files {
            let source = SourceFile::from_text(*path, *text);
            let below: Vec<String> = below.iter().map(|step| (*step).to_owned()).collect();
            problems.extend(data.merge(&source, Format::Yaml, &below, &Limits::default()));
        }
        let told = problems.iter().map(|problem| {
            let other = problem.other(crate::lang::Lang::En).map(|(other, _)| other.line());
            format!("{} {} {}", problem.origin().unwrap().line(), problem, other.unwrap_or_default())
        });
        (Value::Object(data.value), told.collect())
    }

    #[test]
    fn objects_merge_and_folders_nest() {
        let (value, problems) = merge(&[("a.yaml", "x: {a: 1}", &[]), ("b.yaml", "b: 2", &["x"])]);
        assert_eq!((value, problems), (serde_json::json!({"x": {"a": 1, "b": 2}}), vec![]));
    }

    #[test]
    fn conflicts_name_both_files() {
        let (value, problems) = merge(&[
            ("a.yaml", "x:\n  a: 1", &[]),
            ("b.yaml", "c: 1\nx:\n  a: 2", &[]),
            ("c.yaml", "- 1", &[]),
        ]);
        assert_eq!(value["x"]["a"], 1);
        assert_eq!(
            problems,
            ["b.yaml:3 data.x.a is given twice a.yaml:1", "c.yaml:1 a data file has to hold an object "]
        );
    }
}
