//! Errors of the engine, by the characters that they are about: on the machine and on the interpreter, and where a
//! policy does not parse. Columns of the engine are wrong behind tabs and characters of several bytes.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used)]

use fiducia::policy::engine::{Compiler, Conditions, Entry, EntryPoint, EvaluationError, Language, Route};
use fiducia::problem::{Origin, Problem};
use fiducia::source::SourceFile;
use serde_json::json;
use std::fmt::Write;
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

fn entry(compiler: &Compiler, source: &std::sync::Arc<SourceFile>) -> Entry {
    let definitions = &compiler.modules()[0].outline.definitions;
    let definition = definitions.iter().find(|definition| definition.name == "p").unwrap();
    let origin = Origin::new(source, definition.name_span);
    Entry { package: vec!["m".to_owned()], name: "p".to_owned(), modules: vec![0], origin }
}

fn add(compiler: &mut Compiler, text: &str) -> (std::sync::Arc<SourceFile>, Result<usize, Problem>) {
    let source = SourceFile::from_text("policy.rego", format!("package m\n\n{text}\n"));
    let added = compiler.add(&source, Language::Auto);
    (source, added)
}

fn failure(text: &str, strict: bool, route: Route) -> Option<EvaluationError> {
    let mut compiler = Compiler::default();
    let (source, added) = add(&mut compiler, text);
    added.unwrap();
    let entry = entry(&compiler, &source);
    let (engine, problems) = compiler.compile(&[entry]);
    assert!(problems.is_empty(), "{text}: {problems:?}");
    let conditions = Conditions {
        data: serde_json::Map::new(),
        today: chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        timeout: Duration::from_millis(if text.contains("100000") { 100 } else { 10_000 }),
        strict_builtin_errors: strict,
        explain: false,
    };
    let ready = engine.ready(conditions).unwrap();
    ready.value(EntryPoint(0), route, Some(&json!({"n": true})))?.err()
}

/// What is underlined, with its line and column.
fn shown(at: Option<&Origin>) -> String {
    let Some(at) = at else { return "nowhere".to_owned() };
    let start = at.source.position(at.span.start);
    format!("{}:{} {:?}", start.line, start.column, at.source.slice(at.span))
}

#[test]
fn what_fails_is_underlined_and_nothing_else() {
    let mut told = String::new();
    for (text, strict) in FAIL {
        writeln!(told, "{text}").unwrap();
        for (name, route) in [("machine", Route::Machine), ("interpreter", Route::Interpreter)] {
            let said = match failure(text, *strict, route) {
                Some(error) => format!("{} at {}", error.reason, shown(error.at.as_ref())),
                None => "no error".to_owned(),
            };
            writeln!(told, "    {name}: {said}").unwrap();
        }
    }
    insta::assert_snapshot!("fail", told);
}

#[test]
fn what_does_not_parse_is_underlined() {
    let mut told = String::new();
    for text in REFUSED {
        let mut compiler = Compiler::default();
        let (source, added) = add(&mut compiler, text);
        let problem = match added {
            Err(problem) => Some(problem),
            Ok(_) => {
                let entry = entry(&compiler, &source);
                compiler.compile(&[entry]).1.into_iter().next()
            }
        };
        let said = problem.map(|problem| format!("{problem} at {}", shown(problem.origin().as_ref())));
        writeln!(told, "{text}\n    {}", said.unwrap_or_else(|| "no problem".to_owned())).unwrap();
    }
    insta::assert_snapshot!("refused", told);
}
