//! The page of a rule.

use super::param::{self, told};
use crate::catalogue::example::{Examples, Said};
use crate::catalogue::page::{Item, Page};
use crate::catalogue::{Catalogue, words};
use crate::framework::Addressees;
use crate::lang::Lang;
use crate::policy::{Check, InputShape, Judge, Rule};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// What a rule checks and why, on what it rests, how to keep to it.
pub fn page(
    catalogue: &Catalogue<'_>,
    rule: &Rule,
    examples: &Examples,
    said: &[Said],
    source: bool,
) -> Page {
    let lang = catalogue.lang;
    let entry = entry(catalogue, rule, examples, said, source);
    let mut page = Page::new(format!("{}  {}", rule.id, rule.title.get(lang)), entry);
    page.text(None, rule.description.get(lang));
    page.facts(facts(catalogue, rule));
    page.list(lang.pick("Checks", "检查项"), checks(catalogue, rule, said));
    let Sources { sources, legacy, related } = Sources::of(catalogue, rule);
    let items = |texts: Vec<String>| texts.into_iter().map(Item::new).collect();
    page.list(lang.pick("Required by", "依据"), items(sources));
    let heading =
        lang.pick("Required by, in audits of former P2P platforms only", "依据（仅用于对原网贷平台的审计）");
    page.list(heading, items(legacy));
    page.list(lang.pick("See also", "另见"), items(related));
    page.text(Some(lang.pick("Beyond the clauses", "超出条款之处")), note(rule, lang));
    page.text(Some(lang.pick("How to fix", "整改措施")), rule.remediation.get(lang));
    shown(&mut page, examples, said, lang);
    page.list(
        lang.pick("Evidence in real configuration", "可由实际配置佐证的规则"),
        evidence(catalogue, rule).map(|rule| catalogue.line(rule)).collect(),
    );
    let related = related_rules(catalogue, rule);
    page.list(
        lang.pick("Rules that share a parameter", "共用参数的规则"),
        related.into_iter().map(|rule| catalogue.line(rule)).collect(),
    );
    if source && rule.is_control() {
        page.code(lang.pick("Policy", "策略源码"), "rego", &rule.origin.source.text);
    }
    page
}

/// The rules over real configuration that give evidence for a control.
fn evidence<'c>(catalogue: &Catalogue<'c>, control: &Rule) -> impl Iterator<Item = &'c Rule> {
    catalogue.controls().filter(|rule| words(rule, "control").contains(&control.id.as_str()))
}

/// `basis_note` of the metadata: where a rule goes beyond its clauses.
fn note(rule: &Rule, lang: Lang) -> &str {
    let en = rule.custom.get("basis_note");
    let zh = rule.custom.get("zh").and_then(|zh| zh.get("basis_note"));
    let note = lang.pick(en, zh).or(en);
    note.and_then(Value::as_str).unwrap_or_default()
}

fn facts(catalogue: &Catalogue<'_>, rule: &Rule) -> Vec<(&'static str, String)> {
    let lang = catalogue.lang;
    let word = |name: &str| catalogue.row(words(rule, name));
    let policy = match rule.judge {
        Judge::Policy(_) => catalogue.place(&rule.origin),
        _ => lang.pick("checked by the program itself", "由程序自身检查").to_owned(),
    };
    vec![
        (lang.pick("severity", "严重程度"), rule.severity.label(lang).to_owned()),
        (lang.pick("veto", "一票否决"), veto(catalogue, rule)),
        (lang.pick("waivers", "豁免"), waivers(rule, lang)),
        (lang.pick("indicator", "指标"), word("indicator")),
        (lang.pick("gives evidence for", "佐证的控制项"), word("control")),
        (lang.pick("tier", "层级"), tier(rule, lang)),
        (lang.pick("profiles", "适用机构"), word("profiles")),
        (lang.pick("applies to", "适用文档"), applies_to(catalogue, rule)),
        (lang.pick("in effect", "有效期"), in_effect(rule, lang)),
        (lang.pick("thresholds", "阈值来源"), threshold_basis(rule, lang)),
        (lang.pick("name", "名称"), rule.name.clone()),
        (lang.pick("pack", "策略包"), rule.pack.clone()),
        (lang.pick("policy", "策略文件"), policy),
    ]
}

/// What a failure does to an assessment, and why it may.
fn veto(catalogue: &Catalogue<'_>, rule: &Rule) -> String {
    let lang = catalogue.lang;
    let checks = rule.checks.iter().filter(|(_, check)| check.veto).map(|(name, _)| name.as_str());
    let checks = catalogue.row(checks);
    let whole = rule.custom.get("veto") == Some(&Value::Bool(true));
    if checks.is_empty() && !(whole && rule.checks.is_empty()) {
        return if rule.checks.is_empty() { String::new() } else { lang.pick("none", "无").to_owned() };
    }
    let checks =
        if checks.is_empty() { lang.pick("any failure", "任何一项不通过").to_owned() } else { checks };
    let basis = match words(rule, "veto_basis").first() {
        Some(&"statutory") => lang.pick(", by statute", "，依据：法定要求").to_owned(),
        Some(&"high-risk guide") => {
            lang.pick(", by the guide on high-risk cases", "，依据：高风险判定指引").to_owned()
        }
        Some(&"house") => lang.pick(", by a rule of this pack", "，依据：策略包自定规则").to_owned(),
        _ => String::new(),
    };
    let default = match words(rule, "veto_default").first() {
        Some(&"off") => lang.pick("; off unless switched on", "；默认关闭"),
        _ => "",
    };
    format!("{checks}{basis}{default}")
}

fn waivers(rule: &Rule, lang: Lang) -> String {
    match rule.can_be_waived() {
        true => String::new(),
        false => lang.pick("not allowed", "不得豁免").to_owned(),
    }
}

fn tier(rule: &Rule, lang: Lang) -> String {
    match words(rule, "tier").first() {
        Some(&"core") => lang.pick("core", "核心").to_owned(),
        Some(&"extended") => lang.pick("extended", "扩展").to_owned(),
        other => other.map(|tier| (*tier).to_owned()).unwrap_or_default(),
    }
}

fn applies_to(catalogue: &Catalogue<'_>, rule: &Rule) -> String {
    let lang = catalogue.lang;
    let kinds = catalogue.row(rule.applies_to.kinds());
    match (rule.input, kinds.is_empty()) {
        (InputShape::Project, true) => lang.pick("all documents at once", "整个项目").to_owned(),
        (InputShape::Project, false) => {
            lang.pick(format!("{kinds}, all documents at once"), format!("{kinds}（按整个项目检查）"))
        }
        _ => kinds,
    }
}

fn in_effect(rule: &Rule, lang: Lang) -> String {
    match (rule.effective.from, rule.effective.until) {
        (None, None) => lang.pick("without limit", "不限").to_owned(),
        (Some(from), None) => lang.pick(format!("from {from}"), format!("自 {from} 起")),
        (None, Some(until)) => lang.pick(format!("until {until}"), format!("至 {until} 止")),
        (Some(from), Some(until)) => {
            lang.pick(format!("from {from} until {until}"), format!("{from} 至 {until}"))
        }
    }
}

fn threshold_basis(rule: &Rule, lang: Lang) -> String {
    let basis = words(rule, "threshold_basis");
    let basis = basis.first().copied().unwrap_or_default();
    match basis {
        "house" => lang.pick("house values", "策略包自定").to_owned(),
        "regulation" => lang.pick("clauses", "法规条款").to_owned(),
        "mixed" => lang.pick("clauses and house values", "法规条款与策略包自定并用").to_owned(),
        other => other.to_owned(),
    }
}

/// The checks: what each says of the bad example, what demands it, and its parameters.
fn checks(catalogue: &Catalogue<'_>, rule: &Rule, said: &[Said]) -> Vec<Item> {
    let item = |(name, check): (&String, &Check)| {
        let veto = if check.veto { catalogue.lang.pick(" (veto)", "（一票否决）") } else { "" };
        Item::new(format!("{name}{veto}")).with(check_lines(catalogue, name, check, said))
    };
    rule.checks.iter().map(item).collect()
}

fn check_lines(catalogue: &Catalogue<'_>, name: &str, check: &Check, said: &[Said]) -> Vec<Item> {
    let lang = catalogue.lang;
    let example = said.iter().find(|said| said.check.as_deref() == Some(name));
    let example = example
        .map(|said| Item::new(format!("{}{}", lang.pick("says, for example: ", "提示示例："), said.message)));
    let sources = Sources::among(catalogue, &check.implements).sources.join(lang.pick("; ", "；"));
    let sources = match sources.is_empty() {
        true => None,
        false => Some(Item::new(format!("{}{sources}", lang.pick("required by ", "依据：")))),
    };
    let params = check.params.iter().filter_map(|name| {
        let param = catalogue.policies.params.declared.get(name)?;
        Some(Item::new(told(catalogue, name, param)))
    });
    example.into_iter().chain(sources).chain(params).collect()
}

/// Clauses as cited: those that are a source, those that are one only for former P2P platforms, and those to read beside.
struct Sources {
    sources: Vec<String>,
    legacy: Vec<String>,
    related: Vec<String>,
}

impl Sources {
    fn of(catalogue: &Catalogue<'_>, rule: &Rule) -> Self {
        let related = catalogue.cited(&rule.see_also);
        let sources = Sources::among(catalogue, &rule.clauses);
        // An instrument without its articles may be both; then it is a source.
        let related = related.into_iter().filter(|text| !sources.sources.contains(text)).collect();
        Sources { related, ..sources }
    }

    fn among(catalogue: &Catalogue<'_>, clauses: &[String]) -> Self {
        let frameworks = &catalogue.policies.frameworks;
        let bound = |id: &&String| {
            frameworks.clause(id).is_some_and(|(framework, _)| framework.addressees == Addressees::Some)
        };
        let (binding, legacy): (Vec<&String>, Vec<&String>) = clauses.iter().partition(bound);
        Sources { sources: catalogue.cited(binding), legacy: catalogue.cited(legacy), related: Vec::new() }
    }
}

/// The examples, and what the rule says of the bad one.
fn shown(page: &mut Page, examples: &Examples, said: &[Said], lang: Lang) {
    if let Some(good) = &examples.good {
        page.code(lang.pick("Good example", "合规示例"), "yaml", good);
    }
    if let Some(bad) = &examples.bad {
        page.code(lang.pick("Bad example", "不合规示例"), "yaml", bad);
        let line = |said: &Said| {
            let Said { line, message, .. } = said;
            Item::new(lang.pick(format!("line {line}: {message}"), format!("第 {line} 行：{message}")))
        };
        page.list(
            lang.pick("What the rule says of it", "对该示例的检查结果"),
            said.iter().map(line).collect(),
        );
    }
}

/// The parameters that a rule reads.
fn params(rule: &Rule) -> BTreeSet<&str> {
    rule.checks.values().flat_map(|check| &check.params).map(String::as_str).collect()
}

fn related_rules<'p>(catalogue: &Catalogue<'p>, rule: &Rule) -> Vec<&'p Rule> {
    let own = params(rule);
    let shares = |other: &&Rule| other.id != rule.id && params(other).iter().any(|name| own.contains(name));
    catalogue.controls().filter(shares).collect()
}

/// All of it, for programs.
fn entry(catalogue: &Catalogue<'_>, rule: &Rule, examples: &Examples, said: &[Said], source: bool) -> Value {
    let lang = catalogue.lang;
    let declared = &catalogue.policies.params.declared;
    let check = |(name, check): (&String, &Check)| {
        let params =
            check.params.iter().filter_map(|name| Some(param::entry(catalogue, name, declared.get(name)?)));
        json!({
            "name": name,
            "veto": check.veto,
            "clauses": catalogue.citations(&check.implements),
            "params": params.collect::<Vec<_>>(),
        })
    };
    let said: Vec<Value> = said
        .iter()
        .map(|said| json!({"line": said.line, "check": said.check, "message": said.message}))
        .collect();
    let mut entry = crate::catalogue::list::rule_entry(rule, lang);
    let more = json!({
        "is": "rule",
        "as_of": catalogue.as_of,
        "description": rule.description.get(lang),
        "remediation": rule.remediation.get(lang),
        "veto_basis": rule.custom.get("veto_basis"),
        "veto_default": rule.custom.get("veto_default"),
        "threshold_basis": rule.custom.get("threshold_basis"),
        "gives_evidence_for": rule.custom.get("control"),
        "evidence": evidence(catalogue, rule).map(|rule| rule.id.as_str()).collect::<Vec<_>>(),
        "basis_note": note(rule, lang),
        "can_be_waived": rule.can_be_waived(),
        "clauses": catalogue.citations(&rule.clauses),
        "see_also": catalogue.citations(&rule.see_also),
        "checks": rule.checks.iter().map(check).collect::<Vec<_>>(),
        "examples": {"good": examples.good, "bad": examples.bad, "said": said},
        "related": related_rules(catalogue, rule).iter().map(|rule| &rule.id).collect::<Vec<_>>(),
        "source": source.then_some(&rule.origin.source.text),
    });
    if let (Some(entry), Value::Object(more)) = (entry.as_object_mut(), more) {
        entry.extend(more);
    }
    entry
}
