//! The page of a parameter.

use crate::catalogue::Catalogue;
use crate::catalogue::page::{Item, Page};
use crate::lang::Lang;
use crate::policy::params::{HOUSE, Override, Param, Words, shown, unit};
use crate::policy::{Check, Rule};
use serde_json::{Value, json};

/// What a parameter is, where its value comes from, and which checks read it.
pub fn page(catalogue: &Catalogue<'_>, name: &str, param: &Param) -> Page {
    let lang = catalogue.lang;
    let described = &param.described;
    let text = |words: &Option<Words>| words.as_ref().map_or("", |words| words.get(lang)).to_owned();
    let mut page = Page::new(format!("{name}  {}", text(&described.title)), all(catalogue, name, param));
    page.text(None, &text(&described.description));
    let floor = described.floor.as_ref().map(|floor| floor.told(described.unit.as_deref(), lang));
    page.facts(vec![
        (lang.pick("default", "默认值"), value(&described.default, param, lang)),
        (lang.pick("in force", "现用值"), overridden(catalogue, name, param).unwrap_or_default()),
        (lang.pick("floor", "底线"), floor.unwrap_or_default()),
        (lang.pick("source", "来源"), basis(catalogue, param)),
        (lang.pick("declared in", "声明于"), catalogue.place(&param.at)),
    ]);
    let readers = readers(catalogue, name).map(|(rule, checks)| {
        let below = checks.into_iter().map(Item::new).collect();
        catalogue.line(rule).with(below)
    });
    page.list(lang.pick("Read by the checks", "读取该参数的检查项"), readers.collect());
    let how = match lang {
        Lang::En => format!(
            "Set it below `[params]` in fiducia.toml, or with `--param {name}=VALUE`. A value beyond the floor is a finding of its own."
        ),
        Lang::Zh => format!(
            "可在 fiducia.toml 的 `[params]` 中设置，或使用 `--param {name}=值`。超出底线的取值本身即构成一项发现。"
        ),
    };
    page.text(Some(lang.pick("How to change it", "如何修改")), &how);
    page
}

/// The checks that read a parameter, by rule.
fn readers<'p>(catalogue: &Catalogue<'p>, name: &str) -> impl Iterator<Item = (&'p Rule, Vec<&'p str>)> {
    catalogue.controls().filter_map(move |rule| {
        let reads = |(_, check): &(&String, &Check)| check.params.iter().any(|param| param == name);
        let checks: Vec<&str> = rule.checks.iter().filter(reads).map(|(name, _)| name.as_str()).collect();
        (!checks.is_empty()).then_some((rule, checks))
    })
}

/// A parameter in a line: what it is, its value, its floor, where the value comes from, and what overrides it.
pub fn told(catalogue: &Catalogue<'_>, name: &str, param: &Param) -> String {
    let lang = catalogue.lang;
    let described = &param.described;
    let mut more: Vec<String> =
        described.floor.iter().map(|floor| floor.told(described.unit.as_deref(), lang)).collect();
    more.push(source(catalogue, param));
    more.extend(
        overridden(catalogue, name, param)
            .map(|value| lang.pick(format!("now {value}"), format!("现为 {value}"))),
    );
    let value = value(&described.default, param, lang);
    let more = more.join(lang.pick("; ", "；"));
    lang.pick(format!("`{name}` is {value} ({more})"), format!("`{name}` 为 {value}（{more}）"))
}

fn value(value: &Value, param: &Param, lang: Lang) -> String {
    let unit = param.described.unit.as_deref().map(|name| unit(name, lang)).unwrap_or_default();
    match value {
        Value::Array(items) if items.is_empty() => lang.pick("an empty list", "空列表").to_owned(),
        Value::Array(items) => {
            items.iter().map(shown).collect::<Vec<_>>().join(lang.pick(", ", "、")) + &unit
        }
        one => shown(one) + &unit,
    }
}

/// Where the value comes from: a clause as it may be cited, or the pack itself.
fn basis(catalogue: &Catalogue<'_>, param: &Param) -> String {
    let lang = catalogue.lang;
    match param.described.basis.as_ref() {
        None => lang.pick("nothing is said of where it comes from", "未说明来源").to_owned(),
        Some(basis) if basis == HOUSE => lang.pick("house value", "策略包自定值").to_owned(),
        Some(basis) => catalogue.cited([basis]).concat(),
    }
}

/// The same behind other things.
fn source(catalogue: &Catalogue<'_>, param: &Param) -> String {
    let basis = basis(catalogue, param);
    match param.described.basis.as_deref() {
        None | Some(HOUSE) => basis,
        Some(_) => catalogue.lang.pick(format!("from {basis}"), format!("出自 {basis}")),
    }
}

/// The value that overrides the default, and where it was given.
fn overridden(catalogue: &Catalogue<'_>, name: &str, param: &Param) -> Option<String> {
    let lang = catalogue.lang;
    let Override { value: with, at, .. } = catalogue.policies.params.overrides.get(name)?;
    let at = match at.source.path == Override::COMMAND_LINE {
        true => "--param".to_owned(),
        false => catalogue.place(at),
    };
    let value = value(with, param, lang);
    Some(lang.pick(format!("{value}, set in {at}"), format!("{value}（由 {at} 设置）")))
}

/// A parameter for programs.
pub fn entry(catalogue: &Catalogue<'_>, name: &str, param: &Param) -> Value {
    let described = &param.described;
    let clause = described.basis.as_ref().filter(|basis| *basis != HOUSE);
    json!({
        "name": name,
        "title": described.title.as_ref().map(|title| title.get(catalogue.lang)),
        "default": described.default,
        "value": catalogue.policies.params.values.get(name),
        "unit": described.unit,
        "floor": described.floor.as_ref().map(|floor| floor.told(described.unit.as_deref(), catalogue.lang)),
        "basis": described.basis.as_ref().map(|basis| if basis == HOUSE { HOUSE } else { "clause" }),
        "clause": clause.and_then(|clause| catalogue.citations([clause]).into_iter().next()),
    })
}

fn all(catalogue: &Catalogue<'_>, name: &str, param: &Param) -> Value {
    let readers = readers(catalogue, name).map(|(rule, checks)| json!({"rule": rule.id, "checks": checks}));
    let mut entry = entry(catalogue, name, param);
    entry["is"] = json!("parameter");
    entry["read_by"] = Value::Array(readers.collect());
    entry
}
