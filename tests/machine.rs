//! What the engine's machine reads otherwise than OPA and is put right in its programs: a value that `:=` finds
//! undefined, and conditions of comprehensions that have no loop. Each rule here was silent, or spoke of too much.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used)]

#[path = "common/rego.rs"]
mod rego;

use fiducia::policy::engine::Route;
use rego::{World, value};
use serde_json::{Value, json};

const MODULE: &str = r#"package m

xs := [{"a": 1}, {"a": 2}, {}]
any(_) := true
far(x) := y if {
	x > 5
	y := 1
}
above(x) := [v | v := x.a; v > 1]
"#;

/// A body, and whether it holds, where `input` is `{}`.
const BODIES: &[(&str, bool)] = &[
    ("s := input.none", false),
    ("s := input.none; any(s)", false),
    ("s := upper(input.none)", false),
    ("s := far(1)", false),
    ("{\"k\": s} := {\"k\": input.none}", false),
    ("[_, s] := input.none", false),
    ("s := input.none; not startswith(s, \"a\")", false),
    ("s := input.none; count([1 | s == 3]) == 0", false),
    ("s := null; s == null", true),
    ("s := false; not s", true),
    ("far(9, 1)", true),
    ("far(1, 1)", false),
    ("not far(9, 1)", false),
    ("not far(1, 1)", true),
    ("not far(9, 2)", true),
];

/// What is gathered of the indexes of `xs`.
const GATHERED: &[(&str, &[usize])] = &[
    ("y := [v | v := x.a; v > 1]; y == []", &[0, 2]),
    ("count({1 | x.a > 1}) == 0", &[0, 2]),
    ("count([1 | x.a > 1; some z in [1]; z > 0]) == 0", &[0, 2]),
    ("y := [v | v := x.a; some z in [1, 2]; z == v]; count(y) == 0", &[2]),
    ("y := {k: v | k := \"k\"; v := x.a}; count(y) == 0", &[2]),
    ("y := [z | z := x.a; not z > 1]; count(y) == 0", &[1, 2]),
    ("[1 | not x.a] == [1]", &[2]),
    ("{1 | \"a\" in object.keys(x); x.a == 2} == {1}", &[1]),
    ("y := [w | w := [q | q := x.a; q > 1]; count(w) > 0]; count(y) == 0", &[0, 2]),
    ("above(x) == []", &[0, 2]),
    ("y := [v | some z in [1, 2]; v := [u | u := x.a; u == z]; count(v) == 0]; count(y) == 2", &[2]),
    ("every z in [1, 2] { count([1 | x.a > z]) == 0 }", &[0, 2]),
];

fn assert_rule(rule: &str, expected: &Value) {
    let world =
        World { modules: vec![format!("{MODULE}\n{rule}\n")], input: Some(json!({})), ..World::default() };
    // The machine itself has to do it: left to the interpreter, policies would be slow and less exactly traced.
    for route in [Route::Machine, Route::Interpreter] {
        assert_eq!(value(&world, "data.m.p", route), Some(Ok(expected.clone())), "{rule} by {route:?}");
    }
}

#[test]
fn a_body_does_not_hold_behind_an_undefined_value() {
    for (body, holds) in BODIES {
        let expected = if *holds { json!(true) } else { Value::Null };
        assert_rule(&format!("p if {{ {body} }}"), &expected);
        // A negation must not take it for defined.
        let negated = if *holds { Value::Null } else { json!(true) };
        assert_rule(&format!("q if {{ {body} }}\np if not q"), &negated);
    }
}

#[test]
fn a_condition_ends_the_comprehension_that_it_stands_in_and_no_loop_around_it() {
    for (body, indexes) in GATHERED {
        assert_rule(&format!("p contains i if {{ some i, x in xs; {body} }}"), &json!(indexes));
    }
    assert_rule("p := [v | v := 5; v > 10]", &json!([]));
    assert_rule("p if { y := [v | v := 5; v > 10]; count(y) > 3 }", &Value::Null);
    assert_rule(
        "p := {\"none\": [v | v := input.none], \"one\": {v | v := 1; v < 2}}",
        &json!({"none": [], "one": [1]}),
    );
}
