//! `oscal`: the controls as a component definition, a component for each pack and, for each framework, the clauses that
//! its controls implement.

use super::{Catalogue, words};
use crate::framework::Citation;
use crate::json;
use crate::policy::Rule;
use crate::report::oscal::{id, markup, metadata, props, token, whole};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The controls, or those that implement a clause of a framework, as OSCAL.
pub fn components(catalogue: &Catalogue<'_>, framework: Option<&str>) -> String {
    let rules: Vec<&Rule> = match framework {
        Some(key) => catalogue.of_framework(key).collect(),
        None => catalogue.controls().collect(),
    };
    let mut packs: BTreeMap<&str, Vec<&Rule>> = BTreeMap::new();
    for rule in rules {
        packs.entry(&rule.pack).or_default().push(rule);
    }
    let components = packs.into_iter().map(|(pack, rules)| component(catalogue, pack, &rules, framework));
    let title = catalogue.lang.pick("Controls that fiducia checks", "fiducia 检查的控制项");
    json::pretty(&json!({
        "component-definition": whole(json!({
            "uuid": id(&["component-definition", framework.unwrap_or(""), &catalogue.as_of.to_string()]),
            "metadata": metadata(title, catalogue.as_of),
            "components": components.collect::<Vec<_>>(),
        }))
    }))
}

fn component(catalogue: &Catalogue<'_>, pack: &str, rules: &[&Rule], framework: Option<&str>) -> Value {
    let lang = catalogue.lang;
    let manifest = catalogue.policies.packs.get(pack).and_then(|pack| pack.manifest.as_ref());
    let title = manifest.map_or(pack, |manifest| manifest.title.get(lang));
    let title = if title.is_empty() { lang.pick("policies", "策略") } else { title };
    let about = manifest.map_or(title, |manifest| manifest.description.get(lang));
    // A framework is a source, and a control implements its clauses there.
    let mut sources: BTreeMap<&str, Vec<(&Rule, Vec<&str>)>> = BTreeMap::new();
    for rule in rules {
        let mut own: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for clause in &rule.clauses {
            let key = catalogue.policies.frameworks.key_of(clause);
            if let Some(key) = key.filter(|key| framework.is_none_or(|wanted| wanted == *key)) {
                own.entry(key).or_default().push(clause);
            }
        }
        own.into_iter().for_each(|(key, clauses)| sources.entry(key).or_default().push((rule, clauses)));
    }
    let implementations = sources.into_iter().map(|(key, rules)| source(catalogue, pack, key, &rules));
    whole(json!({
        "uuid": id(&["component", pack]),
        "type": "validation",
        "title": markup(title),
        "description": markup(about),
        "props": props([("pack", pack.to_owned()), ("controls", rules.len().to_string())]),
        "control-implementations": implementations.collect::<Vec<_>>(),
    }))
}

fn source(catalogue: &Catalogue<'_>, pack: &str, key: &str, rules: &[(&Rule, Vec<&str>)]) -> Value {
    let title = catalogue.policies.frameworks.all().find(|framework| framework.key == key);
    let title = title.map_or(key, |framework| framework.title_on(catalogue.as_of).get(catalogue.lang));
    let requirement = |(rule, clauses): &(&Rule, Vec<&str>)| {
        let cite =
            |clause: &&str| catalogue.policies.frameworks.cite(clause, catalogue.as_of, catalogue.lang);
        let cited: Vec<Citation> = clauses.iter().filter_map(cite).collect();
        let texts = Citation::texts(&cited);
        let mut all = vec![
            ("severity", rule.severity.name().to_owned()),
            ("indicator", words(rule, "indicator").join(" ")),
            ("profiles", words(rule, "profiles").join(" ")),
            ("kinds", rule.applies_to.kinds().join(" ")),
        ];
        all.extend(texts.into_iter().map(|text| ("requirement", text)));
        json!({
            "uuid": id(&["requirement", pack, key, &rule.id]),
            "control-id": token(&rule.id),
            "description": markup(rule.title.get(catalogue.lang)),
            "props": props(all),
        })
    };
    json!({
        "uuid": id(&["implementation", pack, key]),
        "source": format!("urn:fiducia:framework:{}", token(key)),
        "description": markup(title),
        "implemented-requirements": rules.iter().map(requirement).collect::<Vec<_>>(),
    })
}
