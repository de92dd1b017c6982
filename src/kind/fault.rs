//! Where a document does not follow the schema of its kind, and the words for it.

use super::schema::{Bound, Format, Type};
use crate::document::{Place, Pointer};
use crate::lang::{self, Lang, Message};
use crate::severity::Severity;
use serde_json::{Value, json};

/// A place of a document that does not follow the schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Fault {
    /// The node; the mapping where a key is missing or unknown.
    pub place: Place,
    /// The route to it, or to the key that is missing or unknown.
    pub pointer: Pointer,
    /// The route as people write it; empty for the whole document.
    pub route: String,
    /// What is wrong.
    pub what: What,
}

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A key that the schema does not know.
    Unknown {
        /// The key.
        name: String,
        /// What was meant, if that can be guessed.
        similar: Option<String>,
        /// That key must stand, and does not.
        required: bool,
    },
    /// A key that must stand.
    Missing(String),
    /// A value of another type.
    Type {
        /// The types allowed.
        wanted: Vec<Type>,
        /// The type that it has.
        found: Type,
    },
    /// A value that is none of those allowed.
    Value {
        /// The value, in a few words.
        found: String,
        /// Those allowed.
        wanted: Vec<Value>,
        /// The one that was meant, if that can be guessed.
        similar: Option<String>,
    },
    /// A number or a length beyond a bound.
    Bound(Bound, f64),
    /// A text that is not written as a date or a moment.
    Format(Format),
    /// A text that does not match a pattern.
    Pattern(String),
    /// A key whose name may not stand here.
    Name(String),
    /// A value that matches several alternatives of which it may match one.
    Several,
    /// A value that may not stand here.
    Forbidden,
    /// A kind that nobody has described.
    Kind {
        /// The kind.
        found: String,
        /// What was meant, if that can be guessed.
        similar: Option<String>,
    },
    /// There is more of this than is listed.
    More(usize),
}

impl What {
    /// How much it matters. A value of another type or a missing key keeps controls from being judged as their
    /// author meant; an unknown key is most often a field that is misspelt, and then judged as missing.
    pub fn severity(&self) -> Severity {
        match self {
            What::Unknown { required: true, .. }
            | What::Missing(_)
            | What::Type { .. }
            | What::Kind { .. }
            | What::More(_) => Severity::High,
            _ => Severity::Medium,
        }
    }

    /// The name of the check in reports.
    pub fn check(&self) -> &'static str {
        match self {
            What::Unknown { .. } => "unknown_key",
            What::Missing(_) => "missing_key",
            What::Type { .. } => "type",
            What::Kind { .. } => "kind",
            What::More(_) => "more",
            What::Name(_) => "key_name",
            _ => "value",
        }
    }

    /// True if the key is to be underlined and not its value.
    pub fn about_key(&self) -> bool {
        matches!(self, What::Unknown { .. } | What::Name(_))
    }

    /// What was most likely meant.
    pub fn similar(&self) -> Option<&str> {
        match self {
            What::Unknown { similar, .. } | What::Value { similar, .. } | What::Kind { similar, .. } => {
                similar.as_deref()
            }
            _ => None,
        }
    }

    /// What should stand there, in words where it is no single value.
    pub fn expected(&self) -> Option<Value> {
        if let Some(similar) = self.similar() {
            return Some(similar.into());
        }
        match self {
            What::Type { wanted, .. } => Some(both(|lang| types(wanted, lang))),
            What::Value { wanted, .. } => match wanted.as_slice() {
                [one] => Some(one.clone()),
                _ => Some(both(|lang| one_of(wanted, lang))),
            },
            What::Bound(bound, limit) => Some(both(|lang| bounded(*bound, *limit, lang))),
            What::Format(format) => Some(both(|lang| written(*format, lang).to_owned())),
            _ => None,
        }
    }
}

impl Fault {
    /// What is wrong, in both languages.
    pub fn message(&self) -> Message {
        lang::both(self.told(Lang::En), self.told(Lang::Zh))
    }

    fn told(&self, lang: Lang) -> String {
        let at = self.subject(lang);
        let told = match (&self.what, lang) {
            (What::Unknown { name, .. }, Lang::En) => format!("unknown key `{}` in {at}", short(name)),
            (What::Unknown { name, .. }, Lang::Zh) => format!("{at}中没有字段 `{}`", short(name)),
            (What::Missing(name), Lang::En) => format!("{at} has no `{name}`"),
            (What::Missing(name), Lang::Zh) => format!("{at}缺少 `{name}`"),
            (What::Type { wanted, found }, Lang::En) => {
                let found = if *found == Type::Boolean { "a boolean" } else { type_name(*found, lang) };
                format!("{at} is {found}; it has to be {}", types(wanted, lang))
            }
            (What::Type { wanted, found }, Lang::Zh) => {
                format!("{at}是{}，应为{}", type_name(*found, lang), types(wanted, lang))
            }
            (What::Value { found, wanted, .. }, Lang::En) => {
                format!("{at} is {found}; it has to be {}", one_of(wanted, lang))
            }
            (What::Value { found, wanted, .. }, Lang::Zh) => {
                format!("{at}为 {found}，应为{}", one_of(wanted, lang))
            }
            (What::Bound(bound, limit), Lang::En) => {
                format!("{at} has to be {}", bounded(*bound, *limit, lang))
            }
            (What::Bound(bound, limit), Lang::Zh) => format!("{at}应{}", bounded(*bound, *limit, lang)),
            (What::Format(format), Lang::En) => format!("{at} is not {}", written(*format, lang)),
            (What::Format(format), Lang::Zh) => format!("{at}不是{}", written(*format, lang)),
            (What::Pattern(pattern), Lang::En) => format!("{at} does not match the pattern {pattern}"),
            (What::Pattern(pattern), Lang::Zh) => format!("{at}不符合格式 {pattern}"),
            (What::Name(name), Lang::En) => format!("`{}` may not be a key in {at}", short(name)),
            (What::Name(name), Lang::Zh) => format!("{at}中不允许使用字段名 `{}`", short(name)),
            (What::Several, Lang::En) => format!("{at} matches several alternatives; it has to match one"),
            (What::Several, Lang::Zh) => format!("{at}同时符合多种写法，应只符合其中一种"),
            (What::Forbidden, Lang::En) => format!("{at} may not have this value"),
            (What::Forbidden, Lang::Zh) => format!("{at}不允许取该值"),
            (What::Kind { found, .. }, Lang::En) => {
                format!("unknown kind \"{}\": no rule looks at this document", short(found))
            }
            (What::Kind { found, .. }, Lang::Zh) => {
                format!("未知的文档类型“{}”：没有规则会检查该文档", short(found))
            }
            (What::More(listed), Lang::En) => {
                format!("more than {listed} places do not follow the schema; the others are not listed")
            }
            (What::More(listed), Lang::Zh) => format!("不符合文档格式之处超过 {listed} 处，其余未列出"),
        };
        match self.what.similar() {
            Some(similar) => lang.pick(
                format!("{told}; did you mean `{similar}`?"),
                format!("{told}，是否应为 `{similar}`？"),
            ),
            None => told,
        }
    }

    fn subject(&self, lang: Lang) -> String {
        match (self.route.is_empty(), lang) {
            (true, Lang::En) => "the document".to_owned(),
            (true, Lang::Zh) => "文档".to_owned(),
            (false, Lang::En) => format!("`{}`", self.route),
            (false, Lang::Zh) => format!("`{}` ", self.route),
        }
    }
}

fn both(text: impl Fn(Lang) -> String) -> Value {
    json!({"en": text(Lang::En), "zh": text(Lang::Zh)})
}

/// A type for people.
pub fn type_name(of: Type, lang: Lang) -> &'static str {
    match of {
        Type::Null => lang.pick("empty", "空值"),
        Type::Boolean => lang.pick("true or false", "布尔值（true 或 false）"),
        Type::Integer => lang.pick("a whole number", "整数"),
        Type::Number => lang.pick("a number", "数字"),
        Type::String => lang.pick("text", "文本"),
        Type::Array => lang.pick("a list", "列表"),
        Type::Object => lang.pick("a mapping", "映射"),
    }
}

/// Types for people.
pub fn types(of: &[Type], lang: Lang) -> String {
    let names: Vec<&str> = of.iter().map(|of| type_name(*of, lang)).collect();
    names.join(lang.pick(" or ", "或"))
}

fn one_of(values: &[Value], lang: Lang) -> String {
    let names: Vec<String> = values.iter().map(said).collect();
    match (names.as_slice(), lang) {
        ([one], Lang::En) => one.clone(),
        ([one], Lang::Zh) => format!(" {one}"),
        (_, Lang::En) => format!("one of {}", names.join(", ")),
        (_, Lang::Zh) => format!("以下之一：{}", names.join("、")),
    }
}

fn said(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn bounded(bound: Bound, limit: f64, lang: Lang) -> String {
    match bound {
        Bound::Minimum => lang.pick(format!("at least {limit}"), format!("不小于 {limit}")),
        Bound::Maximum => lang.pick(format!("at most {limit}"), format!("不大于 {limit}")),
        Bound::Above => lang.pick(format!("more than {limit}"), format!("大于 {limit}")),
        Bound::Below => lang.pick(format!("less than {limit}"), format!("小于 {limit}")),
        Bound::MinLength if limit == 1.0 => lang.pick("a text that is not empty", "填写内容").to_owned(),
        Bound::MinLength => {
            lang.pick(format!("at least {limit} characters long"), format!("不少于 {limit} 个字符"))
        }
        Bound::MaxLength if limit == 1.0 => {
            lang.pick("at most 1 character long", "不多于 1 个字符").to_owned()
        }
        Bound::MaxLength => {
            lang.pick(format!("at most {limit} characters long"), format!("不多于 {limit} 个字符"))
        }
        Bound::MinItems if limit == 1.0 => lang.pick("a list that is not empty", "至少有一项").to_owned(),
        Bound::MinItems => lang.pick(format!("a list of at least {limit}"), format!("不少于 {limit} 项")),
        Bound::MaxItems => lang.pick(format!("a list of at most {limit}"), format!("不多于 {limit} 项")),
    }
}

fn written(format: Format, lang: Lang) -> &'static str {
    match format {
        Format::Date => lang.pick("a date such as 2026-01-31", "日期（如 2026-01-31）"),
        Format::DateTime => {
            lang.pick("a moment such as 2026-01-31T08:00:00+08:00", "时刻（如 2026-01-31T08:00:00+08:00）")
        }
    }
}

/// A text from a document in few characters.
pub fn short(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
