//! Lists: rules, frameworks, kinds and packs.

use super::table::Table;
use super::{Catalogue, Format, words};
use crate::framework::{Addressees, Bilingual, Framework};
use crate::json;
use crate::lang::Lang;
use crate::policy::load::LoadedPack;
use crate::policy::pack::Manifest;
use crate::policy::{Effective, Rule};
use serde_json::{Value, json};

/// A list: a table for people, and for programs more than fits a table.
#[derive(Debug, Default)]
pub struct List {
    /// The table.
    table: Table,
    /// One value an entry.
    entries: Vec<Value>,
}

impl List {
    pub(super) fn new(head: &[(&str, &str)], lang: Lang) -> Self {
        let head = head.iter().map(|(en, zh)| lang.pick(*en, *zh).to_owned()).collect();
        List { table: Table { head, rows: Vec::new() }, entries: Vec::new() }
    }

    pub(super) fn add(&mut self, row: Vec<String>, entry: Value) {
        self.table.rows.push(row);
        self.entries.push(entry);
    }

    /// The list in a format, within so many columns.
    pub fn render(&self, format: Format, width: usize) -> String {
        match format {
            Format::Human => self.table.text(width),
            Format::Markdown => self.table.markdown(),
            Format::Json => json::pretty(&self.entries),
        }
    }
}

/// The controls; those that implement a clause of a framework, if one is named.
pub fn rules(catalogue: &Catalogue<'_>, framework: Option<&str>) -> List {
    let head = [("RULE", "规则"), ("SEVERITY", "严重程度"), ("PROFILE", "适用类型"), ("TITLE", "标题")];
    let mut list = List::new(&head, catalogue.lang);
    let rules: Vec<&Rule> = match framework {
        Some(key) => catalogue.of_framework(key).collect(),
        None => catalogue.controls().collect(),
    };
    for rule in rules {
        let row = vec![
            rule.id.clone(),
            rule.severity.label(catalogue.lang).to_owned(),
            words(rule, "profiles").join(", "),
            rule.title.get(catalogue.lang).to_owned(),
        ];
        list.add(row, rule_entry(rule, catalogue.lang));
    }
    list
}

/// A rule for programs.
pub fn rule_entry(rule: &Rule, lang: Lang) -> Value {
    json!({
        "id": rule.id,
        "name": rule.name,
        "title": rule.title.get(lang),
        "severity": rule.severity.name(),
        "pack": rule.pack,
        "package": rule.package,
        "indicator": rule.custom.get("indicator"),
        "tier": rule.custom.get("tier"),
        "profiles": words(rule, "profiles"),
        "veto": vetoes(rule),
        "kinds": rule.applies_to.kinds(),
        "effective": effective(&rule.effective),
        "clauses": rule.clauses,
        "see_also": rule.see_also,
        "policy": {
            "path": rule.origin.source.path,
            "line": rule.origin.source.position(rule.origin.span.start).line,
        },
    })
}

/// True if a failure of the rule, or of one of its checks, can veto an assessment.
fn vetoes(rule: &Rule) -> bool {
    rule.custom.get("veto") == Some(&Value::Bool(true)) || rule.checks.values().any(|check| check.veto)
}

fn effective(effective: &Effective) -> Value {
    json!({"from": effective.from, "until": effective.until})
}

/// The frameworks, or the one named, with the number of clauses that controls implement.
pub fn frameworks(catalogue: &Catalogue<'_>, key: Option<&str>) -> List {
    let head =
        [("FRAMEWORK", "框架"), ("CHECKED", "已检查条款"), ("EFFECTIVE", "生效日期"), ("TITLE", "名称")];
    let mut list = List::new(&head, catalogue.lang);
    let all = catalogue.policies.frameworks.all();
    for framework in all.filter(|framework| key.is_none_or(|key| framework.key == key)) {
        let clauses = framework.clauses.len();
        let checked =
            framework.clauses.iter().filter(|clause| catalogue.implementing(&clause.id).next().is_some());
        let checked = checked.count();
        let row = vec![
            framework.key.clone(),
            format!("{checked}/{clauses}"),
            framework.effective.as_ref().map_or("", |text| text.get(catalogue.lang)).to_owned(),
            framework.title_on(catalogue.as_of).get(catalogue.lang).to_owned(),
        ];
        list.add(row, framework_entry(catalogue, framework, (checked, clauses)));
    }
    list
}

/// A framework for programs.
pub fn framework_entry(
    catalogue: &Catalogue<'_>,
    framework: &Framework,
    (checked, clauses): (usize, usize),
) -> Value {
    let text = |text: &Option<Bilingual>| text.as_ref().map(|text| text.get(catalogue.lang).to_owned());
    json!({
        "key": framework.key,
        "title": framework.title_on(catalogue.as_of).get(catalogue.lang),
        "number": text(&framework.number),
        "issuer": text(&framework.issuer),
        "effective": text(&framework.effective),
        "status": text(&framework.status),
        "addressees": framework.addressees == Addressees::Some,
        "clauses": clauses,
        "checked": checked,
    })
}

/// The kinds of documents.
pub fn kinds(catalogue: &Catalogue<'_>) -> List {
    let mut list = List::new(&[("KIND", "类型"), ("RULES", "规则数"), ("TITLE", "名称")], catalogue.lang);
    let kinds = &catalogue.policies.kinds;
    for kind in kinds.names().filter_map(|name| kinds.get(name)?.ok()) {
        let rules: Vec<&str> = catalogue.about(&kind.name).map(|rule| rule.id.as_str()).collect();
        let title = kind.title.get(catalogue.lang);
        let entry = json!({
            "kind": kind.name,
            "title": title,
            "description": kind.description.get(catalogue.lang),
            "rules": rules,
        });
        list.add(vec![kind.name.clone(), rules.len().to_string(), title.to_owned()], entry);
    }
    list
}

/// The packs that are loaded.
pub fn packs(catalogue: &Catalogue<'_>) -> List {
    let mut list = List::new(&[("PACK", "策略包"), ("RULES", "规则数"), ("TITLE", "名称")], catalogue.lang);
    let none = Manifest::default();
    for (name, pack) in &catalogue.policies.packs {
        let manifest = pack.manifest.as_ref().unwrap_or(&none);
        let rules = rules_of(catalogue, name, pack);
        let title = manifest.title.get(catalogue.lang);
        let entry = json!({
            "name": name,
            "title": title,
            "description": manifest.description.get(catalogue.lang),
            "rules": rules,
            "libraries": manifest.libraries,
            "from": manifest.from,
            "frameworks": manifest.frameworks,
        });
        list.add(vec![name.clone(), rules.to_string(), title.to_owned()], entry);
    }
    list
}

/// How many controls a pack has, or picks from others.
fn rules_of(catalogue: &Catalogue<'_>, name: &str, pack: &LoadedPack) -> usize {
    let own = catalogue.controls().filter(|rule| rule.pack == name).count();
    let Some(manifest) = pack.manifest.as_ref().filter(|manifest| !manifest.from.is_empty()) else {
        return own;
    };
    let key = |clause: &String| catalogue.policies.frameworks.key_of(clause);
    let picked = |rule: &&Rule| {
        manifest.from.contains(&rule.pack)
            && rule
                .clauses
                .iter()
                .filter_map(key)
                .any(|key| manifest.frameworks.iter().any(|other| other == key))
    };
    own + catalogue.controls().filter(picked).count()
}
