//! Rules as they are written, planned and evaluated, and plans that no rule has.

use super::error::Conflict;
use super::*;
use crate::engine::ir::{Callee, Function, Kind, Operand, Plan, Statement};
use crate::engine::plan::Planner;
use crate::rego::analyse::analyse;
use crate::rego::core;
use crate::rego::parser::{Language, parse};
use crate::rego::signatures::Builtins;
use serde_json::json;

const LIMITS: Limits = Limits { time: Duration::from_secs(60), memory: Limits::MEMORY };

fn setting(limits: Limits) -> Setting {
    let data = Value::from(json!({"limits": {"small": 3}, "list": [1, 2, 3]}));
    Setting { data, now_ns: 0, readable: None, limits, strict: false }
}

/// `data.main.<rule>` of `package main` with these rules, planned.
fn program(rules: &str, rule: &str) -> (Program, u32) {
    let parsed = parse(&format!("package main\n{rules}\n"), Language::V1);
    assert!(parsed.mistakes.is_empty(), "{rules}: {:?}", parsed.mistakes);
    let analysed = analyse(&[&parsed.tree], &Builtins::default());
    assert!(analysed.mistakes.is_empty(), "{rules}: {:?}", analysed.mistakes);
    let metadata = |_: &core::Definition, _: bool| Value::new_object();
    let mut planner = Planner::new(&analysed.definitions, &analysed.packages, |_| true, &metadata);
    let function = planner.rule(&["main".to_owned(), rule.to_owned()]).unwrap();
    (Program::new(planner.plan()), function)
}

fn on_a_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(Evaluator::STACK).spawn_scoped(scope, work);
        thread.unwrap().join().unwrap()
    })
}

fn evaluated(rules: &str, input: serde_json::Value) -> Result<Value, Error> {
    let (program, function) = program(rules, "p");
    let mut evaluator = Evaluator::new(&program, setting(LIMITS));
    evaluator.evaluate(Entry::all(function), &Value::from(input))
}

#[test]
fn rules_have_the_values_that_they_have_in_opa() {
    let input = json!({"xs": [1, 2.0, 3], "o": {"a": 1, "b": 2}, "s": "abc"});
    for (rules, wanted) in [
        ("p := input.xs[1]", json!(2)),
        ("p := x if { some x in input.xs; x == 2 }", json!(2)),
        ("p contains x if { some x in input.xs; x > 1 }", json!([2, 3])),
        ("p := {k: v | some k, v in input.o; v > 1}", json!({"b": 2})),
        ("p := [i | some i, _ in input.xs]", json!([0, 1, 2])),
        ("p if every x in input.xs { x > 0 }", json!(true)),
        ("default p := 7\np := 8 if input.xs[0] == 2", json!(7)),
        ("p := \"high\" if input.o.a > 8 else := \"low\" if input.o.a > 0", json!("low")),
        ("f(x) := x + 1\np := f(f(input.o.a))", json!(3)),
        ("p[k] := v if { some k, v in input.o }", json!({"a": 1, "b": 2})),
        ("p if not input.missing.key", json!(true)),
        ("p := data.limits.small", json!(3)),
        ("q := input.o.a\np := [q, x] if { x := q with input.o.a as 5 }", json!([1, 5])),
        ("q := data.list[0]\np := [x, q] if { x := q with data.list as [9] }", json!([9, 1])),
        ("f(_) := 1\np := y if { y := count([1, 2, 3]) with count as f }", json!(1)),
        ("p := y if { y := count([1, 2, 3]) with count as 9 }", json!(9)),
        ("m(x) := count(x) + 1\np := y if { y := count([1, 2]) with count as m }", json!(3)),
        ("p := [v | [q, v] := walk({\"a\": {\"b\": 7}}); q == [\"a\", \"b\"]]", json!([7])),
    ] {
        let value = evaluated(rules, input.clone());
        assert_eq!(value.map(|value| crate::engine::value::to_json(&value)), Ok(wanted), "{rules}");
    }
}

#[test]
fn what_is_undefined_is_undefined() {
    for rules in [
        "p if input.a.b == 1",
        "p := input.a < 1",
        "p if not input.x",
        "p if every x in input.xs { x > 1 }",
        "f(1) := 2\np := f(input.x)",
        "p := y if { y := count(input.nothing) with count as 1 }",
    ] {
        assert_eq!(evaluated(rules, json!({"x": 2, "xs": [1, 2]})), Ok(Value::Undefined), "{rules}");
    }
}

#[test]
fn two_values_are_an_error_with_both_places() {
    for (rules, what) in [
        ("p := 1 if input.a\np := 2 if input.b", Conflict::Rule),
        ("p := x if { some x in [1, 2] }", Conflict::Rule),
        ("f(x) := 1 if x\nf(x) := 2 if x\np := f(input.a)", Conflict::Function),
        ("p := {k: v | some v, k in {1: \"a\", 2: \"a\"}}", Conflict::Key),
    ] {
        let error = evaluated(rules, json!({"a": true, "b": true})).unwrap_err();
        assert!(
            matches!(error.kind, ErrorKind::Conflict(known, Some(_)) if known == what),
            "{rules}: {error:?}"
        );
        assert!(error.site.is_some(), "{rules}");
    }
    assert_eq!(
        evaluated("p := 1 if input.a\np := 1.0 if input.b", json!({"a": 1, "b": 1})),
        Ok(Value::from(1u64))
    );
}

#[test]
fn calls_nest_a_thousand_deep() {
    let chain = |from: u32| format!("f{from}(x) := f{}(y) if {{ some y in [x]; y > 0 }}\n", from + 1);
    let rules: String = (0..1_000).map(chain).collect();
    let rules = format!("{rules}f1000(x) := x\np := f0(7)");
    let value = on_a_deep_stack(|| {
        let (program, function) = program(&rules, "p");
        Evaluator::new(&program, setting(LIMITS)).evaluate(Entry::all(function), &Value::Undefined)
    });
    assert_eq!(value, Ok(Value::from(7u64)));
}

#[test]
fn what_nests_too_deep_is_an_error_that_names_the_limit() {
    let statement = |kind| Statement { kind, site: 0 };
    let call = Kind::Call { callee: Callee::Function(0), args: vec![Operand::Local(0)], result: 1 };
    let body = vec![statement(Kind::Block(vec![vec![statement(call)]]))];
    let itself =
        Function { params: vec![0], result: 1, locals: 2, epilogue: vec![body], ..Function::default() };
    let call = Kind::Call { callee: Callee::Function(0), args: vec![Operand::Constant(0)], result: 0 };
    let entry = Function { locals: 1, epilogue: vec![vec![statement(call)]], ..Function::default() };
    let plan = Plan { constants: vec![Value::Null], functions: vec![itself, entry], ..Plan::default() };
    let program = Program::new(plan);
    let error = on_a_deep_stack(|| {
        Evaluator::new(&program, setting(LIMITS)).evaluate(Entry::all(1), &Value::Undefined)
    });
    assert!(matches!(error.unwrap_err().kind, ErrorKind::Limit(Limit::Depth(_))));
}

#[test]
fn time_and_memory_are_bounded() {
    let loops = "p := count([1 | some a in numbers.range(1, 1000); some b in numbers.range(1, 1000)])";
    let (program, function) = program(loops, "p");
    for (limits, memory) in [
        (Limits { time: Duration::from_millis(1), ..LIMITS }, false),
        (Limits { memory: 1 << 20, ..LIMITS }, true),
    ] {
        let mut evaluator = Evaluator::new(&program, setting(limits));
        let error = evaluator.evaluate(Entry::all(function), &Value::Undefined).unwrap_err();
        match error.kind {
            ErrorKind::Limit(Limit::Time(_)) => assert!(!memory),
            ErrorKind::Limit(Limit::Memory(_) | Limit::Builtin(_)) => assert!(memory),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn one_evaluator_serves_documents_one_after_the_other() {
    let rules = "fixed contains x if some x in data.list\nread := input.n\np := [count(fixed), read]";
    let (program, function) = program(rules, "p");
    let mut evaluator = Evaluator::new(&program, setting(LIMITS));
    for n in [5, 6, 7] {
        let value = evaluator.evaluate(Entry::all(function), &Value::from(json!({"n": n})));
        assert_eq!(value, Ok(Value::from(json!([3, n]))));
    }
    assert_eq!(evaluator.store.worlds.kept.len(), 1);
    assert_eq!(evaluator.evaluate(Entry::all(function), &Value::Undefined), Ok(Value::Undefined));
}

#[test]
fn definitions_are_evaluated_one_by_one() {
    let rules = "p contains \"a\" if input.a\np contains \"b\" if input.b\np contains \"c\" if input.c";
    let (program, function) = program(rules, "p");
    let mut evaluator = Evaluator::new(&program, setting(LIMITS));
    let input = Value::from(json!({"a": true, "b": true}));
    for (chosen, wanted) in [(vec![0], json!(["a"])), (vec![1, 2], json!(["b"])), (vec![2], json!([]))] {
        let entry = Entry { function, definitions: Some(&chosen) };
        let value = evaluator.evaluate(entry, &input).map(|value| crate::engine::value::to_json(&value));
        assert_eq!(value, Ok(wanted));
    }
}
