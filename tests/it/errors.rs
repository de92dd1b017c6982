//! Errors of policies, by the characters that they are about: those of evaluation, and what keeps a policy from it.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used)]

use fiducia::engine::{Conditions, Engine, Entry, EntryPoint, EvaluationError, Evaluator};
use fiducia::problem::Origin;
use fiducia::rego::analyse::{Analysed, analyse};
use fiducia::rego::parser::{Language, parse};
use fiducia::rego::signatures::Builtins;
use fiducia::source::{SourceFile, Span};
use serde_json::json;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

/// Policies of which `p` fails, and whether an error of a builtin is one of the rule.
const FAIL: &[(&str, bool)] = &[
    ("p if { \"密钥\" != \"\"; count(input.n) > 0 }", true),
    ("p if { x := \"密钥\"; count(  input.n + 1 ) > 0; x }", true),
    ("p if {\n\tx := `密\t钥\n\t密`; count(true) > 0; x }", true),
    ("p if { \"密钥\" != \"\"; object.get(input, \"a\") }", true),
    ("p if { \"密钥\" != \"\"; startswith(\"密\", 1) }", true),
    ("p if { \"密钥\" != \"\"; to_number(\"一\") == 1 }", true),
    ("p if { \"密钥\" != \"\"; json.unmarshal(\"{\") }", true),
    ("p if { \"密钥\" != \"\"; upper(\"一\") + 1 == 2 }", true),
    ("p if { \"密钥\" != \"\"; 1 - \"一\" == 2 }", true),
    ("p if { \"密钥\" != \"\"; 1 / 0 == 2 }", true),
    ("p if { \"密钥\" != \"\"; {1} | input.n == 2 }", true),
    ("p := 1 if \"密钥\" != \"\"\n\np := 2 if input.n", false),
    ("p := \"密钥\" if input.n\n\nelse := 2\n\np := 3 if 1 > 0", false),
    ("p[k] := v if { \"密钥\" != \"\"; k := \"a\"; some v in [1, 2] }", false),
    ("p := {k: v | \"密钥\" != \"\"; k := \"a\"; some v in [1, 2]}", false),
    ("f(x) := 1 if x\n\nf(x) := 2 if x\n\np if { \"密钥\" != \"\"; f(true) == 1 }", false),
    ("f(x) := y if { some y in x }\n\np if { \"密钥\" != \"\"; f([1, 2]) == 1 }", false),
    ("p if { \"密钥\" != \"\"; some x in 5; x }", false),
    ("p if { \"密钥\" != \"\"; every x in 5 { x } }", false),
    ("p if { \"密钥\" != \"\"; nothing.of_the_kind(1) }", false),
    ("p if { \"密钥\" != \"\"; crypto.md5(1) == \"\" }", true),
    ("p if { \"密钥\" != \"\"; not count(input.n) == 1 }", true),
    ("p if { \"密钥\" != \"\"; not startswith(\n\t\tlower(input.n), # 密\n\t\t\"a\",\n\t) }", true),
    ("q if input\n\np if { \"密钥\" != \"\"; not q with input as {\"a\": upper(1)} }", true),
    (
        "p if { \"密钥\" != \"\"; some i in numbers.range(1, 100000); some j in numbers.range(1, 100000); i + j < 0 }",
        false,
    ),
];

/// Policies that do not parse or are refused.
const REFUSED: &[&str] = &[
    "p if { \"密钥\" != \"\"; ) }",
    "p if { \"密钥\" != \"\"; x := }",
    "p if {\n\t\"密\t钥\" == 1; import }",
    "p if { `密\t钥\n\t密`; 12.5 := := 1 }",
    "p if { \"密钥\" != \"\"; x == 密 }",
    "p if { x := \"密钥",
    "p if { \"\\q\" != \"密钥\" }",
    "p if { \"密钥\" != \"\"\n\n# 密\n",
    "p if { \"密钥\" != \"\"; y == z }",
    "p if { \"密钥\" != \"\"; not count(y) == 1 }",
    "p if {\n\t\"密钥\" != \"\"; p }",
];

fn source(text: &str) -> Arc<SourceFile> {
    SourceFile::from_text("policy.rego", format!("package m\n\n{text}\n"))
}

fn failure(text: &str, strict: bool) -> Option<EvaluationError> {
    let source = source(text);
    let parsed = parse(&source.text, Language::V1);
    assert_eq!(parsed.mistakes, [], "{text}");
    let analysed = analyse(&[&parsed.tree], &Builtins::default());
    let rules = parsed.tree.rules.iter().enumerate();
    let definitions = rules.filter(|(_, rule)| rule.path == ["p"]).map(|(at, _)| (0, at as u32)).collect();
    let entry = Entry { path: vec!["m".to_owned(), "p".to_owned()], definitions };
    let nothing = |_: &_, _| serde_json::Value::Null;
    let engine = Engine::new(&[(source, &parsed.tree)], &analysed, &[Some(entry)], &nothing);
    let conditions = Conditions {
        data: serde_json::Map::new(),
        today: chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        timeout: Duration::from_millis(if text.contains("100000") { 100 } else { 10_000 }),
        memory: fiducia::engine::MEMORY,
        strict_builtin_errors: strict,
        explain: false,
        cross_check: false,
    };
    let ready = engine.ready(conditions).unwrap();
    Evaluator::new(&ready).value(EntryPoint(0), Some(json!({"n": true}))).err()
}

/// What is underlined, with its line and column.
fn shown(at: Option<&Origin>) -> String {
    let Some(at) = at else { return "nowhere".to_owned() };
    let start = at.source.position(at.span.start);
    format!("{}:{} {:?}", start.line, start.column, at.source.slice(at.span))
}

/// Everything that is wrong with a policy before it runs.
fn mistakes(source: &SourceFile) -> Vec<(String, Span)> {
    let parsed = parse(&source.text, Language::V1);
    let Analysed { mistakes, .. } = analyse(&[&parsed.tree], &Builtins::default());
    let all = parsed.mistakes.into_iter().chain(mistakes.into_iter().map(|(_, mistake)| mistake));
    all.map(|mistake| (mistake.message.default, mistake.span)).collect()
}

#[test]
fn what_fails_is_underlined_and_nothing_else() {
    let mut told = String::new();
    for (text, strict) in FAIL {
        let said = match mistakes(&source(text)).first() {
            Some((message, span)) => {
                format!("{message} at {}", shown(Some(&Origin::new(&source(text), *span))))
            }
            None => match failure(text, *strict) {
                Some(error) => {
                    let other = error.other.map(|other| format!(", the other at {}", shown(Some(&other))));
                    let (reason, at) = (&error.reason.default, shown(error.at.as_ref()));
                    format!("{reason} at {at}{}", other.unwrap_or_default())
                }
                None => "no error".to_owned(),
            },
        };
        writeln!(told, "{text}\n    {said}").unwrap();
    }
    insta::assert_snapshot!("fail", told);
}

#[test]
fn what_is_refused_is_underlined() {
    let mut told = String::new();
    for text in REFUSED {
        let source = source(text);
        writeln!(told, "{text}").unwrap();
        for (message, span) in mistakes(&source) {
            writeln!(told, "    {message} at {}", shown(Some(&Origin::new(&source, span)))).unwrap();
        }
    }
    insta::assert_snapshot!("refused", told);
}
