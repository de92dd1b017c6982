//! From definitions and annotations to rules.

use super::annotations::{self, Annotation, Malformed, Scope, Statement};
use super::engine::{Definition, EntryPoint, Module, Outline};
use super::framework::Frameworks;
use super::load::reports;
use super::{AppliesTo, Check, Effective, InputShape, Judge, Rule, Severity};
use crate::lang::{Lang, Message};
use crate::problem::{Origin, Problem};
use crate::source::SourceFile;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

/// A policy as far as rules are made of it.
pub trait Policy {
    /// Its text.
    fn source(&self) -> &Arc<SourceFile>;
    /// What it holds.
    fn outline(&self) -> &Outline;
}

impl Policy for Module {
    fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    fn outline(&self) -> &Outline {
        &self.outline
    }
}

/// Definitions of one name in one package that share their metadata: they make one rule.
pub struct Group {
    /// Package below `data`.
    pub package: Vec<String>,
    /// Name, dotted.
    pub name: String,
    /// Module and index of each definition, in order.
    pub definitions: Vec<(usize, usize)>,
    /// The merged metadata.
    pub metadata: Map<String, Value>,
    /// Where the closest annotation is, for problems with it.
    annotation: Option<Origin>,
    /// 1-based number among the groups of this name that have no id.
    number: usize,
}

impl Group {
    /// The first definition.
    pub fn first<'m>(&self, modules: &'m [impl Policy]) -> &'m Definition {
        let (module, definition) = self.definitions[0];
        &modules[module].outline().definitions[definition]
    }

    /// `<package>.<rule name>`; where one rule has several definitions with metadata of their own and no
    /// id, the second and later ones are numbered.
    fn default_id(&self) -> String {
        let id = format!("{}.{}", self.package.join("."), self.name);
        if self.number > 1 { format!("{id}.{}", self.number) } else { id }
    }

    /// What a rule without a word on it is evaluated on: an admission review where its package reads one.
    fn shape(&self, modules: &[impl Policy]) -> InputShape {
        let own = modules.iter().filter(|module| module.outline().package == self.package);
        let reviews =
            own.flat_map(|module| &module.outline().definitions).any(|definition| definition.reviews);
        if reviews { InputShape::Review } else { InputShape::Document }
    }

    /// The file of the first definition.
    pub fn source(&self, modules: &[impl Policy]) -> Arc<SourceFile> {
        modules[self.definitions[0].0].source().clone()
    }
}

/// The annotations of one module.
struct Annotated {
    annotations: Vec<Annotation>,
}

/// Groups the definitions of all modules into rules. Packages whose name ends in `_test` have none.
pub fn groups(modules: &[impl Policy], problems: &mut Vec<Problem>) -> Vec<Group> {
    let annotated: Vec<Annotated> = modules.iter().map(|module| annotate(module, problems)).collect();
    let mut groups: Vec<(Vec<(usize, usize)>, Group)> = Vec::new();
    for (index, module) in modules.iter().enumerate() {
        if module.outline().package.last().is_some_and(|last| last.ends_with("_test")) {
            continue;
        }
        for (at, definition) in module.outline().definitions.iter().enumerate().filter(|(_, d)| reports(d)) {
            let sources = annotations_of(index, definition, modules, &annotated);
            let known = groups.iter_mut().find(|(key, group)| {
                *key == sources && group.package == module.outline().package && group.name == definition.name
            });
            match known {
                Some((_, group)) => group.definitions.push((index, at)),
                None => {
                    let group = group(&sources, &annotated, modules, (index, at));
                    groups.push((sources, group));
                }
            }
        }
    }
    let mut groups: Vec<Group> = groups.into_iter().map(|(_, group)| group).collect();
    number(&mut groups);
    groups
}

fn number(groups: &mut [Group]) {
    let mut counts: BTreeMap<(Vec<String>, String), usize> = BTreeMap::new();
    for group in groups.iter_mut().filter(|group| (Fields { metadata: &group.metadata }).text("id").is_none())
    {
        let count = counts.entry((group.package.clone(), group.name.clone())).or_default();
        *count += 1;
        group.number = *count;
    }
}

fn group(
    sources: &[(usize, usize)],
    annotated: &[Annotated],
    modules: &[impl Policy],
    first: (usize, usize),
) -> Group {
    let annotations = sources.iter().map(|&(module, at)| &annotated[module].annotations[at]);
    let annotation = sources
        .first()
        .map(|&(module, at)| Origin::new(modules[module].source(), annotated[module].annotations[at].span));
    let outline = modules[first.0].outline();
    Group {
        package: outline.package.clone(),
        name: outline.definitions[first.1].name.clone(),
        definitions: vec![first],
        metadata: annotations::merge(annotations),
        annotation,
        number: 0,
    }
}

fn annotate(module: &impl Policy, problems: &mut Vec<Problem>) -> Annotated {
    let package = Statement { span: module.outline().package_span, package: true };
    let rules = module
        .outline()
        .definitions
        .iter()
        .map(|definition| Statement { span: definition.span, package: false });
    let mut statements: Vec<Statement> = std::iter::once(package).chain(rules).collect();
    statements.sort_by_key(|statement| statement.span);
    let (annotations, malformed) = annotations::read(module.source(), &statements);
    problems.extend(
        malformed
            .into_iter()
            .map(|Malformed { span, reason }| Problem::policy(Origin::new(module.source(), span), reason)),
    );
    Annotated { annotations }
}

/// The annotations that hold for a definition, the closest first: its own, those of its name, of its
/// package, and of the packages around it.
fn annotations_of(
    index: usize,
    definition: &Definition,
    modules: &[impl Policy],
    annotated: &[Annotated],
) -> Vec<(usize, usize)> {
    let package = &modules[index].outline().package;
    let mut found: Vec<(Scope, usize, bool, (usize, usize))> = Vec::new();
    for (other, module) in modules.iter().enumerate() {
        let path = &module.outline().package;
        for (at, annotation) in annotated[other].annotations.iter().enumerate() {
            let holds = match annotation.scope {
                Scope::Rule => other == index && annotation.target == definition.span.start,
                Scope::Document => {
                    path == package && names(module, annotation.target) == Some(definition.name.as_str())
                }
                Scope::Package => path == package,
                Scope::Subpackages => package.starts_with(path),
            };
            if holds {
                // Deeper packages are closer; so is the file of the definition itself.
                found.push((annotation.scope, usize::MAX - path.len(), other != index, (other, at)));
            }
        }
    }
    found.sort();
    // Where files of one package each annotate it, a definition has the annotation of its own file.
    let own = |scope: Scope| found.iter().any(|(s, _, foreign, _)| *s == scope && !foreign);
    let own_package = own(Scope::Package);
    let kept =
        found.iter().filter(|(scope, _, foreign, _)| !(*scope == Scope::Package && *foreign && own_package));
    kept.map(|(_, _, _, source)| *source).collect()
}

fn names(module: &impl Policy, target: u32) -> Option<&str> {
    let definition = module.outline().definitions.iter().find(|definition| definition.span.start == target);
    definition.map(|definition| definition.name.as_str())
}

/// The rule of a group, and what is wrong with it that does not keep it from running.
///
/// # Errors
/// Metadata that cannot be followed.
pub fn rule(
    group: &Group,
    modules: &[impl Policy],
    entry: EntryPoint,
    frameworks: &Frameworks,
) -> Result<(Rule, Vec<Problem>), Problem> {
    let definition = group.first(modules);
    let source = group.source(modules);
    let at = group.annotation.clone().unwrap_or_else(|| Origin::new(&source, definition.span));
    let wrong = |reason: String| Problem::policy(at.clone(), reason);
    let fields = Fields { metadata: &group.metadata };
    let package = group.package.join(".");
    let severity = match fields.text("severity") {
        None if group.name.starts_with("warn") => Severity::Low,
        None => Severity::High,
        Some(name) => Severity::from_name(&name).ok_or_else(|| {
            wrong(format!("severity {name:?} is not one of critical, high, medium, low, info"))
        })?,
    };
    let applies_to = fields.custom("applies_to").map(AppliesTo::from_json).transpose().map_err(&wrong)?;
    let rule = Rule {
        id: fields.text("id").unwrap_or_else(|| group.default_id()),
        name: short_name(&group.package, &group.name),
        title: fields.message("title"),
        description: fields.message("description"),
        remediation: fields.message("remediation"),
        severity,
        clauses: fields.list("clauses").map_err(&wrong)?,
        see_also: fields.list("see_also").map_err(&wrong)?,
        checks: fields.checks().map_err(&wrong)?,
        applies_to: applies_to.unwrap_or_default(),
        input: fields.input().unwrap_or_else(|| group.shape(modules)),
        effective: fields.effective().map_err(&wrong)?,
        origin: Origin::new(&source, definition.name_span),
        custom: fields.all_custom(),
        judge: Judge::Policy(entry),
        package,
        pack: String::new(),
    };
    let problems = unknown_clauses(&rule, &at, frameworks);
    Ok((rule, problems))
}

/// The last part of the package where the rule has the package to itself, else the name of the rule.
fn short_name(package: &[String], name: &str) -> String {
    let plain = matches!(name, "deny" | "violation" | "warn");
    match package.last() {
        Some(last) if plain && package.len() > 1 => last.clone(),
        _ => name.to_owned(),
    }
}

fn unknown_clauses(rule: &Rule, at: &Origin, frameworks: &Frameworks) -> Vec<Problem> {
    let mut unknown: Vec<&str> = rule.cited().filter(|clause| !frameworks.contains(clause)).collect();
    unknown.sort();
    unknown.dedup();
    let problem = |clause: &str| {
        let problem = Problem::policy(at.clone(), format!("clause {clause:?} is in no framework"));
        match frameworks.similar(clause) {
            Some(similar) => problem.with_help(format!("did you mean {similar:?}?")),
            None => problem.with_help("add it to a file in `frameworks/` of the pack"),
        }
    };
    unknown.into_iter().map(problem).collect()
}

/// Reports rules with the same id and keeps the first of them.
pub fn duplicates(rules: &mut Vec<Rule>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut first: BTreeMap<String, Origin> = BTreeMap::new();
    rules.retain(|rule| match first.get(&rule.id) {
        None => {
            first.insert(rule.id.clone(), rule.origin.clone());
            true
        }
        Some(other) => {
            let problem =
                Problem::policy(rule.origin.clone(), format!("two rules have the id {:?}", rule.id));
            problems
                .push(problem.with_help("give each an id of its own: `custom.id`").with_other(other.clone()));
            false
        }
    });
    problems
}

/// Reads the merged metadata of a rule.
struct Fields<'m> {
    metadata: &'m Map<String, Value>,
}

impl Fields<'_> {
    fn custom(&self, name: &str) -> Option<&Value> {
        self.metadata.get("custom")?.get(name)
    }

    fn all_custom(&self) -> Map<String, Value> {
        self.metadata.get("custom").and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// A word of `custom`; `id: 7` is a number only to YAML.
    fn text(&self, name: &str) -> Option<String> {
        match self.custom(name)? {
            Value::String(text) => Some(text.clone()),
            Value::Null => None,
            other => Some(other.to_string()),
        }
    }

    /// A text of the annotation itself or of `custom`, with its Chinese from `custom.zh`.
    fn message(&self, name: &str) -> Message {
        let own = self.metadata.get(name).or_else(|| self.custom(name));
        let message = own.and_then(Message::from_json).unwrap_or_default();
        match self.custom("zh").and_then(|zh| zh.get(name)).and_then(Value::as_str) {
            Some(zh) => message.with(Lang::Zh, zh),
            None => message,
        }
    }

    fn list(&self, name: &str) -> Result<Vec<String>, String> {
        self.custom(name).map_or(Ok(Vec::new()), |value| strings(value, name))
    }

    fn checks(&self) -> Result<BTreeMap<String, Check>, String> {
        let Some(Value::Object(checks)) = self.custom("checks") else { return Ok(BTreeMap::new()) };
        let check = |(name, value): (&String, &Value)| {
            let veto = value.get("veto").and_then(Value::as_bool).unwrap_or(false);
            let list = |member: &str| value.get(member).map_or(Ok(Vec::new()), |list| strings(list, member));
            Ok((name.clone(), Check { veto, implements: list("implements")?, params: list("params")? }))
        };
        checks.iter().map(check).collect()
    }

    /// Other tools use `custom.input` for other things: only the two words of ours count.
    fn input(&self) -> Option<InputShape> {
        match self.custom("input").and_then(Value::as_str) {
            Some("project") => Some(InputShape::Project),
            Some("document") => Some(InputShape::Document),
            _ => None,
        }
    }

    fn effective(&self) -> Result<Effective, String> {
        match self.custom("effective") {
            None => return Ok(Effective::default()),
            // A window that is misspelt would leave the rule in effect for ever.
            Some(Value::Object(window)) if window.keys().all(|key| key == "from" || key == "until") => {}
            Some(_) => return Err("`effective` has to be an object with `from` and `until`".to_owned()),
        }
        let date = |name: &str| -> Result<Option<NaiveDate>, String> {
            let Some(value) = self.custom("effective").and_then(|effective| effective.get(name)) else {
                return Ok(None);
            };
            let text = value.as_str().unwrap_or_default();
            let date = text.parse().map_err(|_| {
                format!("`effective.{name}` has to be a date such as 2026-01-01, not {value}")
            })?;
            Ok(Some(date))
        };
        Ok(Effective { from: date("from")?, until: date("until")? })
    }
}

fn strings(value: &Value, name: &str) -> Result<Vec<String>, String> {
    let items =
        value.as_array().map(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
    items.flatten().ok_or_else(|| format!("`{name}` has to be a list of strings"))
}
