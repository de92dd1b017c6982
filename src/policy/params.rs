//! Parameters: the thresholds of packs, where each comes from, and what may override it.

use crate::document::{Document, Format, Limits, Parsed, Pointer, parse};
use crate::framework::Bilingual;
use crate::lang::Lang;
use crate::problem::{Origin, Problem};
use crate::similar::similar;
use crate::source::{SourceFile, Span};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The basis of a value that rests on no clause.
pub const HOUSE: &str = "house";

/// How a pack describes a parameter. Other members than these would be passed over in silence.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Described {
    /// The value where nothing overrides it.
    pub default: Value,
    /// Unit of the value.
    pub unit: Option<String>,
    /// The clause that the value comes from, or [`HOUSE`].
    pub basis: Option<String>,
    /// What an override may not fall short of.
    pub floor: Option<Floor>,
    /// What it is, in a few words.
    pub title: Option<Words>,
    /// What it is, at length.
    pub description: Option<Words>,
}

/// A text in one language or in both.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// Whatever the language is.
    One(String),
    /// In both.
    Both(Bilingual),
}

impl Words {
    /// The text in a language, or else the one that there is.
    pub fn get(&self, lang: Lang) -> &str {
        match self {
            Words::One(text) => text,
            Words::Both(texts) => texts.get(lang),
        }
    }
}

/// What an override of a parameter may not fall short of.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Floor {
    /// No more than this: a number, or a version as text.
    AtMost(Value),
    /// No less than this.
    AtLeast(Value),
    /// A list that holds all of these.
    Includes(Vec<Value>),
    /// One of these, or a list of nothing but these.
    Within(Vec<Value>),
}

impl Floor {
    /// True if a value keeps to the floor. One that cannot be compared does not.
    pub fn keeps(&self, value: &Value) -> bool {
        match self {
            Floor::AtMost(limit) => {
                each(value, |value| matches!(compare(value, limit), Some(Ordering::Less | Ordering::Equal)))
            }
            Floor::AtLeast(limit) => each(value, |value| {
                matches!(compare(value, limit), Some(Ordering::Greater | Ordering::Equal))
            }),
            Floor::Includes(needed) => {
                value.as_array().is_some_and(|items| needed.iter().all(|item| items.contains(item)))
            }
            Floor::Within(known) => match value {
                Value::Array(items) => items.iter().all(|item| known.contains(item)),
                one => known.contains(one),
            },
        }
    }
}

/// True if a value, or every value of a mapping, is as wanted.
fn each(value: &Value, wanted: impl Fn(&Value) -> bool) -> bool {
    match value {
        Value::Object(members) => !members.is_empty() && members.values().all(wanted),
        one => wanted(one),
    }
}

/// Compares numbers, and versions such as `"1.2"`.
fn compare(a: &Value, b: &Value) -> Option<Ordering> {
    let parts = |value: &Value| -> Option<Vec<u64>> {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        text.split('.').map(|part| part.parse().ok()).collect()
    };
    match (a.as_f64(), b.as_f64()) {
        (Some(a), Some(b)) => a.partial_cmp(&b),
        _ => Some(parts(a)?.cmp(&parts(b)?)),
    }
}

impl Floor {
    /// The floor for people, the unit behind it.
    pub fn told(&self, unit: Option<&str>, lang: Lang) -> String {
        let unit = unit.map(|unit| self::unit(unit, lang)).unwrap_or_default();
        let list =
            |values: &[Value]| values.iter().map(shown).collect::<Vec<_>>().join(lang.pick(", ", "、"));
        match self {
            Floor::AtMost(limit) => {
                lang.pick(format!("at most {}{unit}", shown(limit)), format!("不大于 {}{unit}", shown(limit)))
            }
            Floor::AtLeast(limit) => lang
                .pick(format!("at least {}{unit}", shown(limit)), format!("不小于 {}{unit}", shown(limit))),
            Floor::Includes(needed) => {
                lang.pick(format!("a list with all of {}", list(needed)), format!("包含 {}", list(needed)))
            }
            Floor::Within(known) => {
                lang.pick(format!("nothing but {}", list(known)), format!("仅限 {}", list(known)))
            }
        }
    }
}

/// A value for people: text as it is, other values as JSON.
pub fn shown(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// The words of units in Chinese.
const UNITS: [(&str, &str); 16] = [
    ("answers", " 个答案"),
    ("bits", " 位"),
    ("business days", " 个工作日"),
    ("channels", " 个渠道"),
    ("characters", " 个字符"),
    ("currency of the transfer", "（划转币种）"),
    ("days", " 天"),
    ("digits", " 位数字"),
    ("hours", " 小时"),
    ("minutes", " 分钟"),
    ("people", " 人"),
    ("percent", "%"),
    ("points", " 分"),
    ("seconds", " 秒"),
    ("year", " 年"),
    ("years", " 年"),
];

/// A unit as it stands behind a number, with the space before it.
pub fn unit(name: &str, lang: Lang) -> String {
    match (lang, UNITS.iter().find(|(known, _)| *known == name)) {
        (Lang::Zh, Some((_, zh))) => (*zh).to_owned(),
        _ => format!(" {name}"),
    }
}

/// A parameter that a pack declares.
#[derive(Debug, Clone)]
pub struct Param {
    /// How it is described.
    pub described: Described,
    /// Where.
    pub at: Origin,
}

/// A value that overrides a parameter, and where it was given.
#[derive(Debug, Clone)]
pub struct Override {
    /// The parameter.
    pub name: String,
    /// The value.
    pub value: Value,
    /// Where it was given: in the configuration file, or on the command line.
    pub at: Origin,
    /// The name as it stands there.
    pub name_span: Span,
}

impl Override {
    /// The path that stands for the command line.
    pub const COMMAND_LINE: &'static str = "<command line>";

    /// An override from the command line, which points into the option as it was written.
    pub fn from_option(name: String, value: Value, written: &str) -> Self {
        let option = "--param ";
        let source = SourceFile::from_text(Self::COMMAND_LINE, format!("{option}{written}"));
        let start = (option.len() + name.len() + 1).min(source.text.len());
        let span = Span::new(start, source.text.len());
        Override {
            name,
            value,
            at: Origin::new(&source, span),
            name_span: Span::new(option.len(), start - 1),
        }
    }

    /// A name that nothing declares.
    fn unknown<'k>(&self, known: impl Iterator<Item = &'k str> + Clone) -> Problem {
        let names = known.clone().collect::<Vec<_>>();
        let (mut en, mut zh) = (
            format!("no loaded pack has a parameter {:?}", self.name),
            format!("已加载的策略包均没有参数“{}”", self.name),
        );
        match similar(&self.name, known) {
            Some(similar) => {
                en += &format!("; did you mean {similar:?}? `fiducia explain params.{similar}` tells of it");
                zh += &format!("；是否想写“{similar}”？`fiducia explain params.{similar}` 会说明该参数");
            }
            None if names.len() <= 12 => {
                en += &format!("; there are: {}", names.join(", "));
                zh += &format!("；现有：{}", names.join("、"));
            }
            None => {
                en += "; `fiducia explain RULE` names those that a rule reads, `params.yaml` of the packs all of them";
                zh += "；`fiducia explain RULE` 列出一条规则所用的参数，策略包的 `params.yaml` 列出全部参数";
            }
        }
        self.refused(en, zh, self.name_span)
    }

    /// A problem with what was set, at its place in a file or as one of the option.
    pub fn refused(&self, en: String, zh: String, span: Span) -> Problem {
        if self.at.source.path == Self::COMMAND_LINE {
            Problem::refused(format!("--param: {en}"), format!("--param：{zh}"))
        } else {
            Problem::refused_at(Origin::new(&self.at.source, span), en, zh)
        }
    }
}

/// Parameters of the loaded packs, and what overrides them.
#[derive(Debug, Default)]
pub struct Params {
    /// The value of each parameter.
    pub values: Map<String, Value>,
    /// What packs declare, by name.
    pub declared: BTreeMap<String, Param>,
    /// The overrides that were made, by name.
    pub overrides: BTreeMap<String, Override>,
}

impl Params {
    /// Adds the `params.yaml` of a pack: names with a plain value, or with an object whose `default` is the
    /// value and whose other members describe it.
    pub fn add_file(&mut self, source: &Arc<SourceFile>, limits: &Limits) -> Vec<Problem> {
        let Parsed { documents, mut problems, .. } = parse(source, Format::Yaml, limits);
        for document in documents {
            let Value::Object(entries) = document.to_json(document.root()) else {
                let at = Origin::new(source, document.anchor_span(document.root(), None));
                problems.push(Problem::policy(at, "parameters have to be a mapping"));
                continue;
            };
            for (name, value) in entries {
                problems.extend(self.add(&document, name, value));
            }
        }
        problems
    }

    fn add(&mut self, document: &Document, name: String, value: Value) -> Option<Problem> {
        let place = document.resolve(&Pointer::from_iter([name.as_str()]));
        let at = Origin::new(&document.source, document.anchor_span(place.node, place.key));
        if let Some(other) = self.declared.get(&name) {
            let reason = format!("parameter {name:?} is given twice");
            return Some(Problem::policy(at, reason).with_other(other.at.clone()));
        }
        let described = match value {
            Value::Object(ref members) if members.contains_key("default") => {
                match serde_json::from_value(value) {
                    Ok(described) => described,
                    Err(error) => {
                        return Some(Problem::policy(
                            at,
                            format!("parameter {name:?} cannot be read: {error}"),
                        ));
                    }
                }
            }
            plain => Described { default: plain, ..Described::default() },
        };
        let floor = described.floor.as_ref().is_none_or(|floor| floor.keeps(&described.default));
        let problem = (!floor).then(|| {
            Problem::policy(at.clone(), format!("the default of {name:?} falls short of its floor"))
        });
        self.values.insert(name.clone(), described.default.clone());
        self.declared.insert(name, Param { described, at });
        problem
    }

    /// Overrides a parameter. A name that no pack declares is accepted where no pack declares any: the
    /// policies may read it with a default of their own.
    ///
    /// # Errors
    /// The name is not declared.
    pub fn set(&mut self, with: &Override) -> Result<(), Problem> {
        if !self.declared.is_empty() && !self.declared.contains_key(&with.name) {
            return Err(with.unknown(self.declared.keys().map(String::as_str)));
        }
        self.values.insert(with.name.clone(), with.value.clone());
        self.overrides.insert(with.name.clone(), with.clone());
        Ok(())
    }

    /// The overrides by name, for reports.
    pub fn overridden(&self) -> Map<String, Value> {
        self.overrides.iter().map(|(name, with)| (name.clone(), with.value.clone())).collect()
    }

    /// The overrides of parameters that have a floor, each with its parameter.
    pub fn bounded(&self) -> impl Iterator<Item = (&Override, &Param, &Floor)> {
        self.overrides.values().filter_map(|with| {
            let param = self.declared.get(&with.name)?;
            Some((with, param, param.described.floor.as_ref()?))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn floor(text: Value) -> Floor {
        serde_json::from_value(text).unwrap()
    }

    #[test]
    fn a_floor_is_kept_or_not() {
        for (bound, keeps, falls) in [
            (
                json!({"at_least": 184}),
                vec![json!(184), json!(200.5), json!({"a": 184, "b": 365})],
                vec![
                    json!(183),
                    json!("200 days"),
                    json!(null),
                    json!([184]),
                    json!({"a": 184, "b": 1}),
                    json!({}),
                    json!(true),
                ],
            ),
            (
                json!({"at_most": 365}),
                vec![json!(365), json!(0)],
                vec![json!(366), json!("a year"), json!(null)],
            ),
            (
                json!({"at_least": "1.2"}),
                vec![json!("1.2"), json!("1.10"), json!(1.3), json!("2")],
                vec![json!("1.1"), json!("1"), json!("TLS 1.3"), json!(false)],
            ),
            (
                json!({"includes": ["a", "b"]}),
                vec![json!(["b", "a", "c"])],
                vec![json!(["a"]), json!([]), json!("ab"), json!(null)],
            ),
            (
                json!({"within": ["a", "b"]}),
                vec![json!(["b"]), json!([]), json!("a")],
                vec![json!(["a", "c"]), json!("c"), json!(null)],
            ),
        ] {
            let bound = floor(bound);
            assert!(keeps.iter().all(|value| bound.keeps(value)), "{bound:?} {keeps:?}");
            for value in falls {
                assert!(!bound.keeps(&value), "{bound:?} {value}");
            }
        }
    }

    #[test]
    fn what_a_pack_says_of_a_parameter_is_read_or_refused() {
        let told = |text: &str| -> Vec<String> {
            let source = SourceFile::from_text("params.yaml", text);
            let mut params = Params::default();
            params.add_file(&source, &Limits::default()).iter().map(ToString::to_string).collect()
        };
        assert_eq!(
            told("a: 1\nb: {default: 2, unit: days, basis: house, floor: {at_most: 3}}\nc: {x: 1}\n"),
            Vec::<String>::new()
        );
        for (text, words) in [
            ("a: {default: 1, flor: {at_most: 3}}", "unknown field `flor`"),
            ("a: {default: 1, floor: {max: 3}}", "unknown variant `max`"),
            ("a: {default: 4, floor: {at_most: 3}}", "falls short of its floor"),
            ("- a", "have to be a mapping"),
        ] {
            let told = told(text);
            assert!(told.len() == 1 && told[0].contains(words), "{text}: {told:?}");
        }
    }
}
