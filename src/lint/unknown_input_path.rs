//! A path into the input that no document of the rule's kinds can have.

use super::workspace::Workspace;
use super::{Hits, Lint, Words};
use crate::kind::{Kind, PathStep, UnknownKey};
use crate::policy::{InputShape, Rule, Severity};
use crate::rego::ast::{Query, Rule as Definition, StatementKind, Step, Term, TermKind};
use crate::source::Span;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

pub const LINT: Lint = Lint {
    id: "unknown-input-path",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Path that no document can have", zh: "任何文档都不可能有的路径" },
    why: Words {
        en: "The rule applies to kinds of documents with a schema, and reads, or points at, a key that none of the schemas has. What it reads is undefined for every document: the rule passes, or fails, whatever they say.",
        zh: "规则适用于有格式定义的文档类型，却读取或指向任何一个定义中都没有的键。所读内容对每份文档都是未定义的：无论文档内容如何，规则都会通过或失败。",
    },
    instead: Words {
        en: "Correct the key; `fiducia schema KIND` shows those that there are. What the input of a rule is, `custom.input` and `custom.applies_to` say.",
        zh: "更正键名；`fiducia schema KIND` 可列出已有的键。规则的输入由 `custom.input` 与 `custom.applies_to` 决定。",
    },
    bad: "# file: kinds/Site.yaml\nkind: Site\ntitle: {en: Site, zh: 站点}\ndescription: {en: A site, zh: 一个站点}\nspec:\n  type: object\n  additionalProperties: false\n  properties:\n    tls: {type: object, additionalProperties: false, properties: {min_version: {type: string}}}\n# file: app.rego\n# METADATA\n# title: Versions\n# custom: {applies_to: Site}\npackage app\n\ndeny contains \"old\" if input.spec.tls.minimum_version == \"1.0\"\n",
    good: "# file: kinds/Site.yaml\nkind: Site\ntitle: {en: Site, zh: 站点}\ndescription: {en: A site, zh: 一个站点}\nspec:\n  type: object\n  additionalProperties: false\n  properties:\n    tls: {type: object, additionalProperties: false, properties: {min_version: {type: string}}}\n# file: app.rego\n# METADATA\n# title: Versions\n# custom: {applies_to: Site}\npackage app\n\ndeny contains \"old\" if input.spec.tls.min_version == \"1.0\"\n",
    run,
};

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (package, kinds) in kinds_of_packages(workspace) {
        let kinds: Option<Vec<&Kind>> =
            kinds.iter().map(|kind| workspace.given.kinds.get(kind)?.ok()).collect();
        let Some(kinds) = kinds.filter(|kinds| !kinds.is_empty()) else { continue };
        for (file, module) in workspace.files.iter().enumerate() {
            if module.tree.package.join(".") == package {
                for definition in &module.tree.rules {
                    Look { file, kinds: &kinds, aliases: aliases(definition) }.at(definition, hits);
                }
            }
        }
    }
}

/// The kinds that all rules of a package together apply to, for packages whose rules are each about documents
/// of named kinds.
fn kinds_of_packages(workspace: &Workspace<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut packages: BTreeMap<String, Option<BTreeSet<String>>> = BTreeMap::new();
    for (rule, _) in workspace.given.rules() {
        let named = named_kinds(&rule);
        let known = packages.entry(rule.package).or_insert_with(|| Some(BTreeSet::new()));
        match (known.as_mut(), named) {
            (Some(known), Some(named)) => known.extend(named),
            _ => *known = None,
        }
    }
    packages.into_iter().filter_map(|(package, kinds)| Some((package, kinds?))).collect()
}

/// The kinds that a rule applies to; none if it may apply to others.
fn named_kinds(rule: &Rule) -> Option<Vec<String>> {
    let kinds = rule.applies_to.kinds();
    let selectors = match rule.custom.get("applies_to")? {
        Value::Array(items) => items.len(),
        _ => 1,
    };
    let all = rule.input == InputShape::Document && kinds.len() == selectors;
    all.then(|| kinds.into_iter().map(str::to_owned).collect())
}

/// A path into the input: keys, and `None` for what only a run can tell.
pub(super) type Route<'t> = Vec<Option<&'t str>>;

/// Variables that stand for a place in the input: `x := input.a`, `some x in input.xs`. One that is declared
/// more than once is left out.
pub(super) fn aliases(definition: &Definition) -> BTreeMap<&str, Route<'_>> {
    let mut found: BTreeMap<&str, Option<Route<'_>>> = BTreeMap::new();
    for argument in definition.arguments() {
        argument.terms(&mut |term| {
            term.var().into_iter().for_each(|name| {
                found.insert(name, None);
            });
        });
    }
    let mut queries: Vec<&Query> = Vec::new();
    definition.all_queries(&mut |query| queries.push(query));
    for query in queries {
        for statement in &query.statements {
            let (name, route) = match &statement.kind {
                StatementKind::Holds(Term { kind: TermKind::Assign(true, left, right), .. }) => {
                    (left.var(), route(right, &found))
                }
                StatementKind::SomeIn { value, collection, .. } => {
                    let member = route(collection, &found).map(|mut route| {
                        route.push(None);
                        route
                    });
                    (value.var(), member)
                }
                StatementKind::Every { value, domain, .. } => {
                    let member = route(domain, &found).map(|mut route| {
                        route.push(None);
                        route
                    });
                    (Some(value.text.as_str()), member)
                }
                StatementKind::Some(names) => {
                    names.iter().for_each(|name| {
                        found.insert(&name.text, None);
                    });
                    continue;
                }
                _ => continue,
            };
            let Some(name) = name else { continue };
            let again = found.contains_key(name);
            found.insert(name, route.filter(|_| !again));
        }
    }
    found.into_iter().filter_map(|(name, route)| Some((name, route?))).collect()
}

/// The path of a reference that starts at the input or at a variable for a place in it.
fn route<'t>(term: &'t Term, aliases: &BTreeMap<&str, Option<Route<'t>>>) -> Option<Route<'t>> {
    let (root, steps) = term.reference()?;
    let mut route = match root {
        "input" => Route::new(),
        name => aliases.get(name)?.clone()?,
    };
    route.extend(steps.iter().map(Step::constant));
    Some(route)
}

/// One definition of a rule of some kinds.
struct Look<'k, 't> {
    file: usize,
    kinds: &'k [&'k Kind],
    aliases: BTreeMap<&'t str, Route<'t>>,
}

impl<'t> Look<'_, 't> {
    fn at(&self, definition: &'t Definition, hits: &mut Hits) {
        definition.terms(&mut |term| match &term.kind {
            TermKind::Ref(..) => self.reference(term, hits),
            TermKind::Object(fields) => {
                let paths = fields.iter().filter(|(key, _)| key.text() == Some("path"));
                paths.for_each(|(_, path)| self.pointer(path, hits));
            }
            _ => {}
        });
    }

    fn reference(&self, term: &'t Term, hits: &mut Hits) {
        let Some((root, steps)) = term.reference() else { return };
        let before = match root {
            "input" => Route::new(),
            name => match self.aliases.get(name) {
                Some(route) => route.clone(),
                None => return,
            },
        };
        let spans = steps.iter().map(Step::span).collect::<Vec<_>>();
        let own: Route<'t> = steps.iter().map(Step::constant).collect();
        self.judge(&before, &own, &spans, hits);
    }

    /// A `path` that a violation gives.
    fn pointer(&self, path: &'t Term, hits: &mut Hits) {
        let TermKind::Array(items) = &path.kind else { return };
        if items.first().and_then(Term::text).is_none() {
            return;
        }
        let spans = items.iter().map(|item| item.span).collect::<Vec<_>>();
        let own: Route<'t> = items.iter().map(Term::text).collect();
        self.judge(&[], &own, &spans, hits);
    }

    fn judge(&self, before: &[Option<&str>], own: &[Option<&'t str>], spans: &[Span], hits: &mut Hits) {
        let path: Vec<PathStep<'_>> =
            before.iter().chain(own).map(|step| step.map_or(PathStep::Any, PathStep::Key)).collect();
        let mut furthest: Option<UnknownKey> = None;
        for kind in self.kinds {
            match kind.allows(&path) {
                Ok(()) => return,
                Err(unknown) if furthest.as_ref().is_none_or(|far| far.step < unknown.step) => {
                    furthest = Some(unknown);
                }
                Err(_) => {}
            }
        }
        let Some(unknown) = furthest else { return };
        // What the variable stands for was told where it is bound.
        let Some(at) = unknown.step.checked_sub(before.len()) else { return };
        let (Some(&span), Some(Some(name))) = (spans.get(at), own.get(at)) else { return };
        let names: Vec<&str> = self.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let place = path[..unknown.step].iter().map(|step| match step {
            PathStep::Key(name) => format!("/{name}"),
            PathStep::Any => "/*".to_owned(),
        });
        let place: String = place.collect();
        let place = if place.is_empty() { "/".to_owned() } else { place };
        hits.at(
            self.file,
            span,
            format!("no {} has a `{name}` at {place}", names.join(" or ")),
            format!("{} 的 {place} 处没有 `{name}`", names.join("、")),
        )
        .meant(unknown.similar.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::found;
    use super::*;

    const SPEC: &str = "spec:\n  type: object\n  additionalProperties: false\n  properties:\n    endpoints:\n      type: array\n      items:\n        type: object\n        additionalProperties: false\n        properties:\n          tls:\n            type: object\n            additionalProperties: false\n            properties:\n              enabled: {type: boolean}\n              min_version: {type: string}\n";

    fn underlined(custom: &str, body: &str) -> Vec<(String, String)> {
        let text = format!("# METADATA\n# custom: {{{custom}}}\npackage p\n\n{body}\n");
        let kind = |name: &str| {
            format!("kind: {name}\ntitle: {{en: N, zh: 网}}\ndescription: {{en: N, zh: 网}}\n{SPEC}")
        };
        let files = [
            ("kinds/NetworkProfile.yaml", &kind("NetworkProfile")),
            ("kinds/CryptoProfile.yaml", &kind("CryptoProfile")),
            ("p.rego", &text),
        ];
        found(&LINT, &files.map(|(name, text)| (name, text.as_str())))
    }

    #[test]
    fn snippets() {
        let rule = |body: &str| format!("deny contains {{\"msg\": \"x\"}} if {{ {body} }}");
        for (body, expected) in [
            (rule("input.spec.endpoints[_].tls.min_version == 1"), vec![]),
            (rule("input.spec.endpoints[_].tls.min_verson == 1"), vec!["min_verson"]),
            (rule("input.spec.endponts"), vec!["endponts"]),
            (rule("input[\"spec\"].endponts"), vec!["endponts"]),
            (rule("input.metadata.nam"), vec!["nam"]),
            (rule("some i, e in input.spec.endpoints; e.tlss.enabled; i"), vec!["tlss"]),
            (rule("e := input.spec.endpoints[i]; e.tls.on; i"), vec!["on"]),
            (rule("every e in input.spec.endpoints { e.tls.on }"), vec!["on"]),
            (rule("e := input.spec.nope; e.tls.on"), vec!["nope"]),
            (rule("input.spec[input.metadata.name]"), vec![]),
            (rule("x := [e | some e in input.spec.endpoints]; some e in x; e.on"), vec![]),
            ("deny contains {\"msg\": \"x\", \"path\": [\"spec\", \"endpoints\", 0, \"tls\", \"on\"]} if input.x_y".to_owned(), vec!["\"on\"", "x_y"]),
            ("deny contains {\"msg\": \"x\", \"path\": [\"spec\", \"endpoints\", i, \"tls\"]} if input.spec.endpoints[i]".to_owned(), vec![]),
        ] {
            let found = underlined("applies_to: NetworkProfile", &body);
            let texts: Vec<&str> = found.iter().map(|(text, _)| text.as_str()).collect();
            assert_eq!(texts, expected, "{body}\n{found:?}");
        }
    }

    #[test]
    fn rules_of_other_documents_are_left_alone() {
        let rule = "deny contains \"x\" if input.spec.nope";
        for custom in [
            "applies_to: Deployment",
            "applies_to: [NetworkProfile, Deployment]",
            "applies_to: [NetworkProfile, {file: \"*.json\"}]",
            "applies_to: {kind: \"Network*\"}",
            "applies_to: NetworkProfile, input: project",
            "id: X",
        ] {
            assert_eq!(underlined(custom, rule), [], "{custom}");
        }
        let found = underlined("applies_to: [NetworkProfile, CryptoProfile]", rule);
        assert_eq!(found[0].1, "no CryptoProfile or NetworkProfile has a `nope` at /spec");
    }
}
