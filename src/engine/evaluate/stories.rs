//! Where violations come from: one case a shape.

use super::*;
use crate::engine::evaluate::{Entry, Evaluator, Limits, Program, Setting};
use crate::engine::plan::Planner;
use crate::engine::trace::{Walk, Wanted};
use crate::rego::analyse::analyse;
use crate::rego::core;
use crate::rego::parser::{Language, parse};
use crate::rego::signatures::Builtins;
use serde_json::json;
use std::time::Duration;

/// The stories of `data.main.deny`.
fn stories(rules: &str, input: serde_json::Value) -> Vec<Story> {
    let parsed = parse(&format!("package main\n{rules}\n"), Language::V1);
    let analysed = analyse(&[&parsed.tree], &Builtins::default());
    assert!(parsed.mistakes.is_empty() && analysed.mistakes.is_empty(), "{rules}: {:?}", analysed.mistakes);
    let metadata = |_: &core::Definition, _: bool| Value::new_object();
    let mut planner = Planner::new(&analysed.definitions, &analysed.packages, |_| true, &metadata);
    let function = planner.rule(&["main".to_owned(), "deny".to_owned()]).unwrap();
    let program = Program::new(planner.plan());
    let limits = Limits { time: Duration::from_secs(60), memory: Limits::MEMORY };
    let setting = Setting { data: Value::new_object(), now_ns: 0, readable: None, limits, strict: false };
    let mut evaluator = Evaluator::new(&program, setting);
    evaluator.evaluate(Entry::all(function), &Value::from(input)).unwrap();
    evaluator.stories()
}

/// The last read of the last condition that judges, or, where the policy made items and nothing judges them after, of
/// those; `!` where nothing is there, `#` for a key.
fn decisive(story: &Story) -> String {
    let held = || story.conditions.iter().rev();
    let made = held().find(|condition| condition.walk != Walk::Input);
    let deciding = made.or_else(|| held().next());
    let read = deciding.and_then(|condition| condition.reads.last());
    read.map_or_else(String::new, |read| {
        let mark = if read.missing { "!" } else { "" };
        format!("{}{mark}{}", read.pointer, if read.key { "#" } else { "" })
    })
}

#[test]
fn the_place_is_what_decided() {
    let xs = || json!({"xs": [{"name": "a", "n": 5, "on": false}, {"name": "b", "n": 1, "on": true}]});
    for (rules, input, place) in [
        // Values that went through sets, arrays and objects of the policy.
        (
            "s contains [x.name, x] if some x in input.xs\ndeny contains n if { some [n, x] in s; x.on == true }",
            xs(),
            "/xs/1/on",
        ),
        (
            "s contains [x.name, x.on] if some x in input.xs\ndeny contains n if { some [n, on] in s; on == true }",
            xs(),
            "/xs/1/on",
        ),
        (
            "s contains {\"n\": x.n} if some x in input.xs\ndeny contains \"d\" if { some x in s; x.n < 3 }",
            xs(),
            "/xs/1/n",
        ),
        (
            "s contains x.n if some x in input.xs\ndeny contains \"d\" if { some n in s; n < 3 }",
            xs(),
            "/xs/1/n",
        ),
        (
            "by[x.name] := x if some x in input.xs\ndeny contains n if { some n, x in by; x.n < 3 }",
            xs(),
            "/xs/1/n",
        ),
        (
            "deny contains \"d\" if { m := {x.name: x.n | some x in input.xs}; some n in m; n < 3 }",
            xs(),
            "/xs/1/n",
        ),
        (
            "bad contains x.name if { some x in input.xs; x.n < 3 }\ndeny contains n if some n in bad",
            xs(),
            "/xs/1/n",
        ),
        ("bad contains x.name if { some x in input.xs; x.n < 3 }\ndeny := bad", xs(), "/xs/1/n"),
        ("deny contains x.name if { some x in array.concat([], input.xs); x.on }", xs(), "/xs/1/on"),
        // What walk gives.
        ("deny contains \"d\" if { walk(input, [_, v]); v == 1 }", xs(), "/xs/1/n"),
        (
            "deny contains \"d\" if { some [p, v] in [x | walk(input, x)]; p[count(p) - 1] == \"on\"; v == true }",
            xs(),
            "/xs/1/on",
        ),
        // Keys that only put in order, and keys from elsewhere.
        ("deny contains \"d\" if { input.xs[i].n != input.xs[j].n; i < j }", xs(), "/xs/0/n"),
        ("deny contains \"d\" if { some f in {\"xs\", \"ys\"}; input[f][_].on == true }", xs(), "/xs/1/on"),
        ("bad(f) if input[f][_].on == true\ndeny contains \"d\" if bad(\"xs\")", xs(), "/xs/1/on"),
        // What is not there.
        ("deny contains \"d\" if not input.a.b.c", xs(), "/a/b/c!"),
        ("deny contains \"d\" if not \"a\" in object.keys(input)", xs(), "/a!"),
        ("deny contains \"d\" if object.get(input, [\"a\", \"b\"], 0) == 0", xs(), "/a/b!"),
        ("deny contains \"d\" if count(object.get(input, \"a\", [])) == 0", xs(), "/a!"),
        (
            "deny contains k if { some k in {\"on\", \"off\"}; not input.xs[0][k] == false }",
            xs(),
            "/xs/0/off!",
        ),
        // What is about all of a collection.
        ("deny contains \"d\" if count([1 | some x in input.xs; x.on]) < 2", xs(), "/xs"),
        ("deny contains \"d\" if sum([x.n | some x in input.xs]) > 5", xs(), "/xs"),
        ("any_off if { some x in input.xs; x.n > 9 }\ndeny contains \"d\" if not any_off", xs(), "/xs"),
        // Every, else and default.
        (
            "deny contains \"d\" if not all_on\nall_on if every x in input.xs { x.n > 0; x.on == true }",
            xs(),
            "/xs/0/on",
        ),
        ("deny contains \"d\" if every x in input.xs { x.n > 0 }", xs(), "/xs/1/n"),
        (
            "g(x) := \"a\" if x.n > 8 else := \"b\" if x.n > 3 else := \"c\"\ndeny contains \"d\" if { some x in input.xs; g(x) == \"c\" }",
            xs(),
            "/xs/1/n",
        ),
        (
            "default level := \"low\"\nlevel := \"high\" if input.xs[0].n > 8\ndeny contains \"d\" if level == \"low\"",
            xs(),
            "/xs/0/n",
        ),
        // Computed values.
        (
            "deny contains \"d\" if sprintf(\"%s%s\", [input.xs[0].name, input.xs[1].name]) == \"ab\"",
            xs(),
            "/xs/1/name",
        ),
        (
            "limits := {\"b\": 3}\ndeny contains \"d\" if { some x in input.xs; x.n < limits[x.name] }",
            xs(),
            "/xs/1/n",
        ),
        ("deny[x.name] := true if { some x in input.xs; x.on }", xs(), "/xs/1/on"),
    ] {
        let told: Vec<String> = stories(rules, input).iter().map(decisive).collect();
        assert!(!told.is_empty() && told.iter().all(|told| told == place), "{rules}: {told:?}");
    }
}

#[test]
fn what_fed_the_message_is_no_part_of_the_story() {
    let rules = "deny contains m if { some x in input.xs; x.n < 3; m := sprintf(\"%s\", [x.name]) }";
    let stories = stories(rules, json!({"xs": [{"name": "a", "n": 1}]}));
    let reads: Vec<String> = stories
        .iter()
        .flat_map(|story| &story.conditions)
        .flat_map(|condition| &condition.reads)
        .map(|read| read.pointer.to_string())
        .collect();
    assert_eq!(reads, ["/xs/0", "/xs/0/n"]);
}

#[test]
fn equal_violations_from_two_places_have_two_stories_with_their_definitions() {
    let rules = "deny contains \"d\" if input.a\ndeny contains \"d\" if { some x in input.xs; x > 1 }";
    let stories = stories(rules, json!({"a": 1, "xs": [1, 2, 3]}));
    let told: Vec<String> = stories.iter().map(decisive).collect();
    assert_eq!(told, ["/a", "/xs/1", "/xs/2"]);
    let rules: Vec<u32> = stories.iter().filter_map(|story| story.definition.map(|at| at.rule)).collect();
    assert_eq!(rules, [0, 1, 1]);
}

#[test]
fn a_comparison_with_a_constant_says_what_is_wanted() {
    let of = |condition: &str| {
        let told =
            stories(&format!("deny contains \"d\" if {condition}"), json!({"n": 2, "s": "x", "b": true}));
        told.first().and_then(|story| story.conditions.last()).and_then(|last| last.wanted.clone())
    };
    assert_eq!(of("input.n < 3"), Some(Wanted::AtLeast(json!(3))));
    assert_eq!(of("3 > input.n"), Some(Wanted::AtLeast(json!(3))));
    assert_eq!(of("not input.n > 3"), Some(Wanted::MoreThan(json!(3))));
    assert_eq!(of("input.s != \"y\""), Some(Wanted::OneOf(vec![json!("y")])));
    assert_eq!(of("not input.s in {\"y\", \"z\"}"), Some(Wanted::OneOf(vec![json!("y"), json!("z")])));
    assert_eq!(of("not input.missing == 3"), Some(Wanted::OneOf(vec![json!(3)])));
    assert_eq!(of("input.b == true"), Some(Wanted::NoneOf(vec![json!(true)])));
    assert_eq!(of("input.n < count(input.s)"), None);
}
