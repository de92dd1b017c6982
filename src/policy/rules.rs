//! From definitions and annotations to rules.

use super::annotated::{Annotated, Source};
use super::module::{Module, reports};
use super::{AppliesTo, Check, Effective, InputShape, Judge, Rule, Severity};
use crate::engine::EntryPoint;
use crate::framework::Frameworks;
use crate::lang::{Lang, Message};
use crate::problem::{Origin, Problem};
use crate::rego::annotations::{self, Malformed};
use crate::rego::ast;
use crate::source::SourceFile;
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

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
    /// What it is evaluated on if it does not say: an admission review where its package reads one.
    shape: InputShape,
    /// 1-based number among the groups of this name that have no id.
    number: usize,
}

impl Group {
    /// The first definition.
    pub fn first<'m>(&self, modules: &'m [Module]) -> &'m ast::Rule {
        let (module, definition) = self.definitions[0];
        &modules[module].tree.rules[definition]
    }

    /// `<package>.<rule name>`; where one rule has several definitions with metadata of their own and no
    /// id, the second and later ones are numbered.
    fn default_id(&self) -> String {
        let id = format!("{}.{}", self.package.join("."), self.name);
        if self.number > 1 { format!("{id}.{}", self.number) } else { id }
    }

    /// The file of the first definition.
    pub fn source(&self, modules: &[Module]) -> Arc<SourceFile> {
        modules[self.definitions[0].0].source.clone()
    }
}

/// The packages that read `input.review`, the input of Gatekeeper's policies.
fn reviewing(modules: &[Module]) -> HashSet<&[String]> {
    let reading = |module: &&Module| {
        module.unread.as_ref().map_or_else(|| reviews(&module.tree), |unread| unread.reviews)
    };
    modules.iter().filter(reading).map(|module| module.tree.package.as_slice()).collect()
}

/// The packages that read `input.Stages`, the input of Trivy's policies, or import one that does.
fn staged(modules: &[Module]) -> HashSet<&[String]> {
    let reading = modules.iter().filter(|module| !module.builtin && reads(&module.tree, "Stages"));
    let mut found: HashSet<&[String]> = reading.map(|module| module.tree.package.as_slice()).collect();
    let mut before = 0;
    while found.len() > before {
        before = found.len();
        for module in modules.iter().filter(|module| !module.builtin) {
            let mut imported = module.tree.imports.iter().filter_map(|import| import.path.split_first());
            let leads = |path: &[String]| (1..=path.len()).any(|length| found.contains(&path[..length]));
            if imported.any(|(root, path)| root == "data" && leads(path)) {
                found.insert(module.tree.package.as_slice());
            }
        }
    }
    found
}

/// True if a policy reads a member of its input.
fn reads(tree: &ast::Tree, member: &str) -> bool {
    let mut found = false;
    let first = |steps: &[ast::Step]| steps.first().and_then(ast::Step::constant) == Some(member);
    for rule in &tree.rules {
        rule.terms(&mut |term| {
            found |= matches!(term.reference(), Some(("input", steps)) if first(steps));
        });
    }
    found
}

/// True if a policy reads `input.review`.
pub fn reviews(tree: &ast::Tree) -> bool {
    reads(tree, "review")
}

/// Groups the definitions of all modules into rules. Packages whose name ends in `_test` have none.
pub fn groups(modules: &[Module], problems: &mut Vec<Problem>) -> Vec<Group> {
    for module in modules {
        let told = |wrong: &Malformed| Problem::policy(module.at(wrong.span), wrong.reason.clone());
        problems.extend(module.malformed.iter().map(told));
    }
    let (annotated, reviewing, staged) = (Annotated::new(modules), reviewing(modules), staged(modules));
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<(&[String], String, Vec<Source>), usize> = HashMap::new();
    for (index, module) in modules.iter().enumerate().filter(|(_, module)| !module.is_test()) {
        let package = module.tree.package.as_slice();
        for (at, definition) in module.tree.rules.iter().enumerate().filter(|(_, d)| reports(d)) {
            match known.entry((package, definition.name(), annotated.of(index, definition))) {
                Entry::Occupied(entry) => groups[*entry.get()].definitions.push((index, at)),
                Entry::Vacant(entry) => {
                    let reviews = reviewing.contains(package);
                    let shape = match (reviews, staged.contains(package)) {
                        (true, _) => InputShape::Review,
                        (_, true) => InputShape::Stages,
                        _ => InputShape::Document,
                    };
                    groups.push(group(&entry.key().2, shape, modules, (index, at)));
                    entry.insert(groups.len() - 1);
                }
            }
        }
    }
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

fn group(sources: &[Source], shape: InputShape, modules: &[Module], first: (usize, usize)) -> Group {
    let annotation = |&(module, at): &Source| &modules[module].annotations[at];
    let module = &modules[first.0];
    Group {
        package: module.tree.package.clone(),
        name: module.tree.rules[first.1].name(),
        definitions: vec![first],
        metadata: annotations::merge(sources.iter().map(annotation)),
        annotation: sources.first().map(|source| modules[source.0].at(annotation(source).span)),
        shape,
        number: 0,
    }
}

/// The rule of a group, and what is wrong with it that does not keep it from running.
///
/// # Errors
/// Metadata that cannot be followed.
pub fn rule(
    group: &Group,
    modules: &[Module],
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
        definition: group.name.clone(),
        title: fields.message("title"),
        description: fields.message("description"),
        remediation: fields.message("remediation"),
        severity,
        clauses: fields.list("clauses").map_err(&wrong)?,
        see_also: fields.list("see_also").map_err(&wrong)?,
        checks: fields.checks().map_err(&wrong)?,
        applies_to: applies_to.unwrap_or_default(),
        input: fields.input().unwrap_or(group.shape),
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
