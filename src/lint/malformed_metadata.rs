//! Metadata that cannot be followed, or that says nothing because a key is misspelt.

use super::workspace::Workspace;
use super::{Hits, Lint, Words, nearest};
use crate::policy::{AppliesTo, Severity};
use crate::rego::annotations::Annotation;
use crate::similar::distance;
use crate::source::{SourceFile, Span};
use chrono::NaiveDate;
use serde_json::{Map, Value};

pub const LINT: Lint = Lint {
    id: "malformed-metadata",
    severity: Severity::High,
    gate: false,
    title: Words { en: "Metadata that cannot be followed", zh: "无法识别的元数据" },
    why: Words {
        en: "A METADATA comment is no YAML, belongs to nothing, or holds a value that is not one of its kind: `check` refuses the rule. A key that is misspelt (medium) or stands at the wrong level (medium) is passed over: the rule then has its default severity, id or dates.",
        zh: "METADATA 注释不是 YAML、无所归属，或取值不合要求：`check` 会拒绝该规则。键名拼错或层级不对（中）时会被忽略，规则便采用默认的严重程度、编号或生效日期。",
    },
    instead: Words { en: "Correct it as the label says.", zh: "按标注更正。" },
    bad: "# METADATA\n# title: Owner\n# custom:\n#   severty: critical\npackage app\n\ndeny contains \"no owner\" if not input.owner\n",
    good: "# METADATA\n# title: Owner\n# custom:\n#   severity: critical\npackage app\n\ndeny contains \"no owner\" if not input.owner\n",
    run,
};

/// The fields of an annotation.
const FIELDS: [&str; 10] = [
    "authors",
    "compile",
    "custom",
    "description",
    "entrypoint",
    "organizations",
    "related_resources",
    "schemas",
    "scope",
    "title",
];

/// The members of `custom` that mean something here.
const CUSTOM: [&str; 13] = [
    "applies_to",
    "checks",
    "clauses",
    "effective",
    "id",
    "input",
    "mitigable",
    "remediation",
    "see_also",
    "severity",
    "title",
    "veto",
    "zh",
];

fn run(workspace: &Workspace<'_>, hits: &mut Hits) {
    for (index, file) in workspace.files.iter().enumerate() {
        for wrong in &file.malformed {
            hits.at(index, wrong.span, wrong.reason.clone(), "METADATA 注释无法识别")
                .anchor(block_start(&file.source, wrong.span.start));
        }
        for annotation in &file.annotations {
            Block { file: index, source: &file.source, annotation }.check(hits);
        }
    }
}

/// Where the comment block around an offset starts.
fn block_start(source: &SourceFile, offset: u32) -> u32 {
    let mut line = source.position(offset).line;
    let comment =
        |line: usize| source.line(line).is_some_and(|at| source.slice(at).trim_start().starts_with('#'));
    while line > 1
        && comment(line - 1)
        && source.line(line).is_none_or(|at| source.slice(at).trim() != "# METADATA")
    {
        line -= 1;
    }
    source.line(line).map_or(offset, |at| at.start)
}

struct Block<'b> {
    file: usize,
    source: &'b SourceFile,
    annotation: &'b Annotation,
}

impl Block<'_> {
    fn check(&self, hits: &mut Hits) {
        for key in self.annotation.fields.keys().filter(|key| !FIELDS.contains(&key.as_str())) {
            if CUSTOM.contains(&key.as_str()) {
                self.key(
                    key,
                    hits,
                    "means something under `custom` only",
                    "只有放在 `custom` 之下才有意义",
                    None,
                );
            } else if let Some(near) = nearest(key, FIELDS) {
                self.key(key, hits, "is no field of METADATA", "不是 METADATA 的字段", Some(near));
            }
        }
        let Some(Value::Object(custom)) = self.annotation.fields.get("custom") else { return };
        for key in custom.keys().filter(|key| !CUSTOM.contains(&key.as_str())) {
            // Other tools keep keys of their own there: only what can be nothing else is told.
            let near = nearest(key, CUSTOM).filter(|near| distance(key, near) <= 2 && key.len() > 3);
            if let Some(near) = near {
                self.key(key, hits, "means nothing", "没有意义", Some(near));
            }
        }
        self.values(custom, hits);
    }

    fn key(&self, key: &str, hits: &mut Hits, en: &str, zh: &str, near: Option<&str>) {
        let span = self.place(key).0;
        hits.at(self.file, span, format!("`{key}` {en}"), format!("`{key}` {zh}"))
            .severity(Severity::Medium)
            .anchor(self.annotation.span.start)
            .meant(near);
    }

    fn wrong(&self, key: &str, hits: &mut Hits, en: impl Into<String>, zh: impl Into<String>) {
        let span = self.place(key).1;
        hits.at(self.file, span, en, zh).anchor(self.annotation.span.start);
    }

    fn values(&self, custom: &Map<String, Value>, hits: &mut Hits) {
        if let Some(value) = custom.get("severity") {
            let name = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            if Severity::from_name(&name).is_none() && !value.is_null() {
                self.wrong(
                    "severity",
                    hits,
                    format!("severity {name:?} is not one of critical, high, medium, low, info"),
                    format!("严重程度“{name}”不是 critical、high、medium、low、info 之一"),
                );
            }
        }
        for key in ["clauses", "see_also"] {
            let list = |value: &Value| value.as_array().is_some_and(|list| list.iter().all(Value::is_string));
            if custom.get(key).is_some_and(|value| !list(value)) {
                self.wrong(
                    key,
                    hits,
                    format!("`{key}` has to be a list of strings"),
                    format!("`{key}` 必须是字符串列表"),
                );
            }
        }
        if let Some(Err(reason)) = custom.get("applies_to").map(AppliesTo::from_json) {
            self.wrong("applies_to", hits, reason, "`applies_to` 无法识别");
        }
        if let Some(window) = custom.get("effective") {
            self.window(window, hits);
        }
    }

    fn window(&self, window: &Value, hits: &mut Hits) {
        let Value::Object(window) = window else {
            return self.wrong(
                "effective",
                hits,
                "`effective` has to be an object with `from` and `until`",
                "`effective` 必须是含 `from` 与 `until` 的对象",
            );
        };
        for (key, value) in window {
            if !["from", "until"].contains(&key.as_str()) {
                self.wrong(
                    key,
                    hits,
                    format!("`effective` has `from` and `until`, not `{key}`"),
                    format!("`effective` 只有 `from` 与 `until`，没有 `{key}`"),
                );
            } else if value.as_str().is_none_or(|day| day.parse::<NaiveDate>().is_err()) {
                self.wrong(
                    key,
                    hits,
                    format!("`effective.{key}` has to be a date such as 2026-01-01"),
                    format!("`effective.{key}` 必须是形如 2026-01-01 的日期"),
                );
            }
        }
    }

    /// The bytes of a key and of what stands behind it on its line; those of the first line if it is not found.
    fn place(&self, key: &str) -> (Span, Span) {
        let span = self.annotation.span;
        let text = self.source.slice(span);
        let pattern = format!("{key}:");
        let boundary = |at: usize| {
            text[..at].chars().next_back().is_none_or(|before| !(before.is_alphanumeric() || before == '_'))
        };
        let Some((at, _)) = text.match_indices(&pattern).find(|(at, _)| boundary(*at)) else {
            let first = self.source.line(self.source.position(span.start).line).unwrap_or(span);
            return (first, first);
        };
        let start = span.start as usize + at;
        let named = Span::new(start, start + key.len());
        let rest = &text[at + pattern.len()..];
        let line = rest.split('\n').next().unwrap_or_default();
        let line = line.split([',', '}']).next().filter(|_| !line.contains('[')).unwrap_or(line);
        let lead = line.len() - line.trim_start().len();
        let value = line.trim();
        let from = start + pattern.len() + lead;
        (named, if value.is_empty() { named } else { Span::new(from, from + value.len()) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::table;
    use super::*;

    #[test]
    fn snippets() {
        let rule = |yaml: &str| format!("# METADATA\n{yaml}\ndeny contains \"x\" if input.x");
        table(
            &LINT,
            &[
                (&rule("# title: X\n# custom:\n#   severity: high"), &[]),
                (&rule("# custom:\n#   severity: hihg"), &["hihg"]),
                (&rule("# custom:\n#   severty: high"), &["severty"]),
                (&rule("# titel: X"), &["titel"]),
                (&rule("# severity: high"), &["severity"]),
                (&rule("# custom: {severity: worst, id: X}"), &["worst"]),
                (&rule("# custom:\n#   clauses: X-1"), &["X-1"]),
                (&rule("# custom:\n#   effective: {from: 2026-13-01}"), &["2026-13-01"]),
                (&rule("# custom:\n#   effective: {form: 2026-01-01}"), &["2026-01-01"]),
                (&rule("# custom:\n#   effective: 2026-01-01"), &["2026-01-01"]),
                (&rule("# custom:\n#   effective_on: 2026-01-01\n#   ids: [x]"), &[]),
                (&rule("# custom:\n#   avd_id: AVD-1\n#   provider: aws"), &[]),
                (&rule("# title: a: b"), &["# title: a: b"]),
            ],
        );
    }
}
