//! Policies that do not end, or that the engine cannot survive.

use crate::common::place::{Place, Run};

#[test]
fn endless_comprehension_is_timed_out() {
    let place = Place::new();
    place.policy(
        "endless",
        "package endless

deny contains \"x\" if {
	n := count([1 |
		some a in numbers.range(1, 1000000)
		some b in numbers.range(1, 1000000)
		a == b
	])
	n > 5
}
",
    );
    let run = place.check(&["--timeout", "500ms"]);
    let problem = run.still_checked().problem("time-out", "rule endless.deny ran out of time on ok.yaml");
    assert_eq!(problem["location"]["path"], "policy/endless.rego");
    assert!(problem["help"].as_str().unwrap().contains("--timeout"));
    assert_eq!((run.of_rule("endless.deny", "errored"), run.of_rule("REPLICAS", "failed")), (1, 1));
}

#[test]
fn a_rule_that_the_clock_cannot_stop_ends_the_run() {
    let place = Place::new();
    // The builtin enumerates every path through a complete graph and never looks at the clock.
    place.policy(
        "paths",
        "package stuck

deny contains \"x\" if {
	nodes := numbers.range(1, 40)
	graph_of_all := {i: [j | some j in nodes; j != i] | some i in nodes}
	count(graph.reachable_paths(graph_of_all, {1})) > 3
}
",
    );
    let output =
        crate::common::fiducia(place.path(), &["check", "-p", "./policy", "--timeout", "200ms", "ok.yaml"]);
    let stderr = crate::common::text(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.contains("stuck.deny") && stderr.contains("ok.yaml"), "{stderr}");
}

#[test]
fn what_panics_elsewhere_is_evaluated() {
    let place = Place::new();
    place.policy(
        "subset",
        "package subset\n\ndeny contains \"x\" if time.format([input.replicas, \"UTC\", \"é\"])\n",
    );
    place.policy(
        "counting",
        "package counting\n\ndeny contains \"x\" if time.parse_ns(\"é\", input.name) > 1\n",
    );
    place.file("two.yaml", "name: two\nreplicas: 5\n");
    let run = place.check(&[]);
    run.still_checked();
    assert_eq!((run.of_rule("subset.deny", "failed"), run.of_rule("counting.deny", "passed")), (2, 2));
    assert!(!run.stderr.contains("panicked at"), "{}", run.stderr);
}

/// No recursion may reach the engine, which would overflow its stack and abort.
fn recursive(text: &str) -> Run {
    let place = Place::new();
    place.policy("recursive", text);
    let run = place.check(&[]);
    run.still_checked();
    run
}

#[test]
fn recursion_of_rules() {
    let run = recursive("package r\n\na if b\n\nb if a\n\ndeny contains \"x\" if a\n");
    let problem = run.problem("policy", "rule data.r.a is recursive: data.r.a -> data.r.b -> data.r.a");
    assert_eq!(problem["location"]["start"]["line"], 3);
    run.problem(
        "evaluation",
        "rule r.deny failed: it needs what policy/recursive.rego:3 says, which is refused",
    );
}

#[test]
fn recursion_of_functions() {
    let run = recursive("package r\n\nf(x) := f(x + 1)\n\ndeny contains \"x\" if f(1) == 2\n");
    let problem = run.problem("policy", "function data.r.f is recursive: data.r.f -> data.r.f");
    assert_eq!(problem["location"]["start"]["line"], 3);
}

#[test]
fn recursion_through_another_package() {
    let place = Place::new();
    place.policy(
        "one",
        "package one\n\nimport data.two\n\nf(x) := two.g(x)\n\ndeny contains \"x\" if f(1) == 2\n",
    );
    place.policy("two", "package two\n\ng(x) := data.one.f(x)\n");
    let run = place.check(&[]);
    run.still_checked()
        .problem("policy", "function data.one.f is recursive: data.one.f -> data.two.g -> data.one.f");
}

#[test]
fn recursion_through_brackets_and_aliases() {
    for text in [
        "package r\n\na := data[\"r\"][\"b\"]\n\nb := data.r.a\n\ndeny contains \"x\" if a\n",
        "package r\n\nimport data.r as me\n\na if me.b\n\nb if me.a\n\ndeny contains \"x\" if a\n",
        "package r\n\nf(x) := y if {\n\ty := [z | z := f(x)]\n}\n\ndeny contains \"x\" if f(1)\n",
        "package r\n\nf(x) := y if {\n\tsome y in [1]\n\tnot f(y)\n}\n\ndeny contains \"x\" if f(1)\n",
        "package r\n\ndeny contains \"x\" if {\n\tevery y in [1] { count(deny) > y }\n}\n",
    ] {
        recursive(text).problem("policy", "is recursive");
    }
}

/// What a comprehension binds hides a rule within it only.
#[test]
fn recursion_behind_a_local_variable_of_the_same_name() {
    for text in [
        "package r\n\na if {\n\tx := [b | b := 1]\n\tb\n}\n\nb if {\n\tx := [a | a := 1]\n\ta\n}\n\ndeny contains \"x\" if a\n",
        "package r\n\nf(x) := y if {\n\tz := [f | f := 1]\n\ty := f(x + 1)\n}\n\ndeny contains \"x\" if f(1)\n",
        "package r\n\na if {\n\tevery a in [1] { a == 1 }\n\ta\n}\n\ndeny contains \"x\" if a\n",
        "package r\n\na := 1 if {\n\tb := 2\n\tb == 1\n} else := b\n\nb := a\n\ndeny contains \"x\" if a\n",
    ] {
        recursive(text).problem("policy", "is recursive");
    }
}

/// A reference that ends above a rule, or has a variable on the way, may hold the rule itself.
#[test]
fn recursion_through_what_holds_the_rule() {
    for text in [
        "package r\n\na.b := data.r.a\n\ndeny contains \"x\" if a.b\n",
        "package r\n\nk := \"a\"\n\na := data.r[k]\n\ndeny contains \"x\" if a\n",
        "package r\n\na := {n | some n, _ in data.r}\n\ndeny contains \"x\" if count(a) > 0\n",
        "package r\n\na := x if {\n\twalk(data.r, [_, x])\n}\n\ndeny contains \"x\" if a\n",
        "package r\n\na := count(data)\n\ndeny contains \"x\" if a > 0\n",
    ] {
        let run = recursive(text);
        assert_eq!(run.code, 2);
        run.told("policy", "is recursive: data.r.a");
    }
}

#[test]
fn packages_that_others_hold_are_no_recursion() {
    let place = Place::new();
    place.policy("parts/a", "package parts.a\n\nlimit := 1\n");
    place.policy("parts/b", "package parts.b\n\nlimit := input.replicas\n");
    place.policy(
        "all",
        "package all\n\ndeny contains name if {\n\tsome name\n\tdata.parts[name].limit == 1\n}\n\nnames := {n | some n, _ in data.parts}\n",
    );
    let run = place.check(&["ok.yaml"]);
    assert_eq!((run.code, run.messages("all.deny")), (1, vec!["a", "b"]), "{}", run.stderr);
}

#[test]
fn nesting_in_policies() {
    for (open, close) in [("[", "]"), ("(", ")"), ("{", "}"), ("f(", ")"), ("{\"a\": ", "}")] {
        let place = Place::new();
        let text = format!("package deep\n\nx := {}1{}\n", open.repeat(5000), close.repeat(5000));
        place.policy("deep", &text);
        let run = place.check(&[]);
        let problem = run.still_checked().problem("limit", "brackets nested deeper than the limit");
        assert_eq!(problem["location"]["start"]["line"], 3, "{open}");
        assert!(problem["help"].as_str().unwrap().contains("data file"));
    }
}

#[test]
fn nested_array_literals_do_not_take_exponential_time() {
    let place = Place::new();
    let nested = |inner: &str| format!("{}{inner}{}", "[".repeat(30), "]".repeat(30));
    place.policy("arrays", &format!("package arrays\n\nx := {}\n", nested("input.a")));
    let json =
        format!("package json\n\ndeny contains \"x\" if {{\n\tx := {}\n\tx == input\n}}\n", nested("1"));
    place.policy("json", &json);
    let run = place.check(&[]);
    run.still_checked();
    assert!(run.report["problems"].as_array().unwrap().is_empty(), "{}", run.stderr);
}

/// Other ways to make the parser recurse: operators, `not`, dots, `else`, comprehensions without brackets.
#[test]
fn long_chains_do_not_overflow_the_stack() {
    let chains = [
        format!("x := 1{}\n", " + 1".repeat(20_000)),
        format!("x := {}1\n", "-".repeat(20_000)),
        format!("x := a{}\n", ".b".repeat(20_000)),
        format!("x := a{}\n", "[0]".repeat(20_000)),
        format!("x := 1 if false{}\n", " else := 2 if false".repeat(20_000)),
        format!("x if {{ {} true }}\n", "not ".repeat(20_000)),
        format!("x := input{}\n", " | input".repeat(20_000)),
    ];
    for chain in chains {
        let place = Place::new();
        place.policy("chain", &format!("package chain\n\n{chain}\ndeny contains \"x\" if x\n"));
        let run = place.check(&[]);
        assert!((0..=2).contains(&run.code), "{}: {}", &chain[..30], run.stderr);
        run.still_checked();
    }
}

#[test]
fn long_references_are_read() {
    let place = Place::new();
    place.policy("chain", &format!("package chain\n\nx := input{}\n", "[ 0 ].b".repeat(20_000)));
    let run = place.check(&[]);
    run.still_checked();
    assert!(run.report["problems"].as_array().unwrap().is_empty(), "{}", run.stderr);
}
