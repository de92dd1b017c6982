//! The parser of Rego: what it reads, and what it refuses and underlines.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::shape::rules;
use fiducia::lang::Lang;
use fiducia::rego::ast::Version;
use fiducia::rego::parser::{Language, MISTAKES, NESTING, parse};
use fiducia::rego::{Limit, MistakeKind};

/// A rule of a v1 policy, and its shape.
const ACCEPTED: &[(&str, &str)] = &[
    ("p := 1", "p := 1"),
    ("p = 1", "p = 1"),
    ("p if true", "p {true}"),
    ("p if {}", "p {{}}"),
    ("p if {1} == {1}", "p {(equal set(1) set(1))}"),
    ("p if { x := 1; x > 0 }", "p {(assign x 1); (gt x 0)}"),
    ("p if { x := 1\n\n# why\n x > 0 }", "p {(assign x 1); (gt x 0)}"),
    ("p if { x } { y }", "p {x} and {y}"),
    ("p := 1 if x else := 2 if { y } else := 3", "p := 1 {x} else 2 {y} else 3 {}"),
    ("p if { x } else if { y }", "p {x} else {y}"),
    ("default p := -1", "default p := -1"),
    ("default f(_, _) := [1]", "default f(_ _) := [1]"),
    ("p contains 1", "p contains 1"),
    ("p.q contains x if x := 1", "p.q contains x {(assign x 1)}"),
    ("p[x].q contains 1 if some x in y", "p[x \"q\"] contains 1 {some x in y}"),
    ("p[x] if x := 1", "p[x] {(assign x 1)}"),
    ("p[\"a\"][\"b\"].c := 1", "p.a.b.c := 1"),
    ("p[1] := 2", "p[1] := 2"),
    ("f(x) := x + 1", "f(x) := (plus x 1)"),
    ("f(null)", "f(null)"),
    ("f() := 1", "f := 1"),
    ("f(1, [x]) if x", "f(1 [x]) {x}"),
    ("as.if := foo.not.every", "as.if := foo.not.every"),
    ("p if { not.x; not not.x[1].y }", ""),
    ("p := a - b - c * d % e", "p := (minus (minus a b) (rem (mul c d) e))"),
    ("p := a | b & c == d", "p := (equal (or a (and b c)) d)"),
    ("p := a in b == c", "p := (in a (equal b c))"),
    ("p := a in b in c", "p := (in (in a b) c)"),
    ("p := (a, b in c)", "p := (in a b c)"),
    ("p := [a, b in c]", "p := [a (in b c)]"),
    ("p := f(a, b in c)", "p := (call f a (in b c))"),
    ("p := -x.y[0]", "p := (minus 0 x.y[0])"),
    ("p := 1-1", "p := (minus 1 1)"),
    ("p := [- 1, -.5, .5e3, 1E-2]", "p := [-1 -0.5 0.5e3 1E-2]"),
    ("p := {a | b}", "p := {a | b}"),
    ("p := {a | b, c}", "p := set((or a b) c)"),
    ("p := {a | b == c | d, e}", "p := set((equal (or a b) (or c d)) e)"),
    ("p := {a | b in c,}", "p := set((in (or a b) c))"),
    ("p := {a | b, c in d}", "p := {a | (in b c d)}"),
    ("p := {a | (b | c), d}", "p := set((or a (or b c)) d)"),
    ("p := [a + b | c]", "p := [(or (plus a b) c)]"),
    ("p := [a | b; not c]", "p := [a | b; not c]"),
    ("p := {a: b | c}", "p := {a: b | c}"),
    ("p := {a + b: c | d}", "p := {(plus a b): c | d}"),
    ("p := {a: b | c, d: e}", "p := {a: (or b c), d: e}"),
    ("p := {a: b + c | d}", "p := {a: (or (plus b c) d)}"),
    ("p := [set(), {}, {,1}, [,1], [1,], {1: 2,}]", "p := [set() {} set(1) [1] [1] {1: 2}]"),
    ("p := [1, 2][i].a", "p := [1 2][i].a"),
    ("p := f(x).a(y)[0]", "p := (call (call f x).a y)[0]"),
    ("p := {\"a\": 1}.a", "p := {\"a\": 1}.a"),
    ("p := (x).y", "p := x.y"),
    ("p := \"a\\n\\u00e9\\ud83d\\ude00\\ud800\"", "p := \"a\\né😀\u{fffd}\""),
    ("p := `a\\n\"`", "p := \"a\\\\n\\\"\""),
    ("p := $\"a\\{{x + 1}}{$\"{y}\"}\"", "p := $(\"a{\" (plus x 1) \"}\" $(y))"),
    ("p := $`{x}\n\\{`", "p := $(x \"\\n{\")"),
    ("p := $\"{x with input as 1}\"", "p := $([$value | (assign $value x) with input as 1][0])"),
    ("p if { some x, y; some k, v in xs }", "p {some x, y; some k, v in xs}"),
    ("p if { some x\n-1 == y }", ""),
    ("p if every k, v in xs { k != v }", "p {every k, v in xs {(neq k v)}}"),
    (
        "p if { not x = 1 with input as y\n  with data.z as 2 }",
        "p {not (eq x 1) with input as y with data.z as 2}",
    ),
    ("p if { not {1} }", "p {not set(1)}"),
    ("import future.keywords.not\np if { not { x; y } }", "p {not {x; y}}"),
    ("import future.keywords.not\np if not x with input as 1", "p {not {x} with input as 1}"),
    ("import future.keywords.or\np if a or b", "p {not {not {a}; not {b}}}"),
    ("import future.keywords.and\np if { {a; b} and c }", "p {not {not {not {not {a; b}}; not {not {c}}}}}"),
    ("p := x if contains(x, \"a\")", "p := x {(call contains x \"a\")}"),
];

#[test]
fn reads_every_form() {
    for (text, shape) in ACCEPTED {
        let parsed = parse(&format!("package a\n{text}\n"), Language::V1);
        if shape.is_empty() {
            assert!(!parsed.mistakes.is_empty(), "{text}: {:?}", parsed.tree.rules);
            continue;
        }
        assert_eq!(parsed.mistakes, [], "{text}");
        assert_eq!(rules(&parsed.tree), [*shape], "{text}");
    }
}

#[test]
fn reads_v0() {
    let cases = [
        ("p[x] { x := 1 }", "p contains x {(assign x 1)}"),
        ("p[x] = y { x := 1; y := 2 }", "p[x] = y {(assign x 1); (assign y 2)}"),
        ("p { x } { y }", "p {x} and {y}"),
        ("p.a", "p contains \"a\""),
        ("p.a.b", "p.a.b"),
        ("p { if := 1; contains(if, in) }", "p {(assign if 1); (call contains if in)}"),
        ("import future.keywords.in\np { 1 in every }", "p {(in 1 every)}"),
        ("import rego.v1\np contains 1 if true", "p contains 1 {true}"),
    ];
    for (text, shape) in cases {
        let text = format!("package a\n{text}\n");
        let parsed = parse(&text, Language::V0);
        assert_eq!(
            (parsed.mistakes.as_slice(), rules(&parsed.tree)),
            ([].as_slice(), vec![shape.to_owned()]),
            "{text}"
        );
        assert_eq!(rules(&parse(&text, Language::Auto).tree), [shape], "{text}");
    }
}

/// A text, what is underlined, and a piece of what is said or advised.
const REFUSED: &[(&str, &str, &str)] = &[
    ("package a\nallow { true }", "allow", "write `allow if {`"),
    ("package a\ndeny[msg] { msg := 1 }", "deny[msg]", "write `deny contains msg if {`"),
    ("package a\nf(x) = x { x }", "f(x) = x", "write `f(x) = x if {`"),
    ("package a\np if { x } else { y }", "else", "write `else if {`"),
    ("package a\np.q", "p.q", "write `p contains \"q\"`"),
    ("package a\nallow", "allow", "defines nothing"),
    ("package a\nallow foo", "foo", "`if` or `contains` behind `allow`"),
    ("package a\nallow if", "if", "the end of the file"),
    ("package a\np if { x := \"a }\nq := 1", "\"a }", "not closed"),
    ("package a\nx := `b\nq := 1", "`b", "not closed"),
    ("package a\np if {\n\tx\n\nq if { y }", "{", "not closed"),
    ("package a\np if {\n\tx\nimport data.b", "{", "not closed"),
    ("package a\np := [1, 2\nq := 1", "q", "expected `]` or `,`"),
    ("package a\np := \"\\d\"", "\\d", "write `\\\\d`"),
    ("package a\np := 'a'", "'", "double quotes"),
    ("package a\np := 01", "01", "begin with 0"),
    ("package a\np := 1e999999", "1e999999", "too large"),
    ("package a\np := input.0.b", "0", "write `[0]`"),
    ("package a\np := input. x", "x", "behind the dot"),
    ("package a\np if a && b", "&&", "no operator `&&`"),
    ("package a\np if { a or b }", "or", "import future.keywords.or"),
    ("package a\np := not x", "not", "beginning of a statement"),
    ("package a\np if { x; }", "}", "expected a term"),
    ("package a\np if { every x in y {} }", "{}", "at least one statement"),
    ("package a\np if { x with 1 as 2 }", "1", "what `with` replaces"),
    ("package a\ndefault p := x", "x", "constant"),
    ("package a\np[x] := 1 if x else := 2", "else", "variables in its head"),
    ("package a\np := (input.x).y", "(input.x)", "assign it to a variable"),
    ("package a\nimport foo.bar", "foo.bar", "write `import data.foo`"),
    ("package a\nimport data.if", "data.if", "as name"),
    ("package a\nimport future.keywords.x", "future.keywords.x", "none of"),
    ("package a\npackage b", "package b", "one package"),
    ("p := 1", "p", "begins with its package"),
    ("package a\np := $\"{}\"", "{}", "no term in these braces"),
    ("package a\np := （1）", "（", "write `(`"),
];

#[test]
fn underlines_what_is_wrong() {
    for (text, underlined, said) in REFUSED {
        let mistakes = parse(text, Language::V1).mistakes;
        let first = mistakes.first().unwrap_or_else(|| panic!("accepted: {text}"));
        let help = first.help.as_ref().map_or("", |help| help.get(Lang::En));
        let all = format!("{}; {help}", first.message.get(Lang::En));
        assert_eq!((&text[first.span.range()], all.contains(said)), (*underlined, true), "{text}: {all}");
        assert_ne!(first.message.get(Lang::En), first.message.get(Lang::Zh), "{text}");
    }
}

#[test]
fn goes_on_after_a_mistake() {
    let text = "package a\nimport data.b\np if { x := }\nq if {\n  y := [1\n}\nr := 1\ns if {\n  t\n\nu := 2 if { v }\n";
    let parsed = parse(text, Language::V1);
    let underlined: Vec<&str> = parsed.mistakes.iter().map(|mistake| &text[mistake.span.range()]).collect();
    assert_eq!(underlined, ["}", "}", "{"]);
    assert_eq!(rules(&parsed.tree), ["r := 1", "u := 2 {v}"]);
    assert_eq!(parsed.tree.imports.len(), 1);
}

#[test]
fn bounds_mistakes() {
    let mistakes = parse(&format!("package a\n{}", "p := ]\n".repeat(100)), Language::V1).mistakes;
    assert_eq!(mistakes.len(), MISTAKES + 1);
    assert_eq!(mistakes[MISTAKES].kind, MistakeKind::Limit(Limit::Mistakes, MISTAKES as u64));
}

/// Within the 8 MiB of stack that a main thread has.
#[test]
fn bounds_nesting() {
    let units = [
        "[",
        "{",
        "{x|",
        "f(",
        "x[",
        "$`{",
        "1+",
        "{a|b,",
        "every x in y {",
        "not {",
        "x in ",
        "{1|{1,",
        "({",
    ];
    let deep = MistakeKind::Limit(Limit::Nesting, u64::from(NESTING));
    let check = move || {
        for unit in units {
            let text = format!("package a\nimport future.keywords\np if {{ {}", unit.repeat(100_000));
            let mistakes = parse(&text, Language::V1).mistakes;
            assert_eq!(mistakes.first().map(|mistake| mistake.kind), Some(deep), "{unit}");
        }
    };
    let thread = std::thread::Builder::new().stack_size(8 << 20).spawn(check);
    thread.unwrap().join().unwrap();
}

#[test]
fn finds_the_version() {
    let cases = [
        ("package a\np { true }\n", Version::V0, 0),
        ("package a\np if true\n", Version::V1, 0),
        ("package a\np := 1\n", Version::V1, 0),
        // Not blamed on missing `if`s: nothing here is v1.
        ("package a\np { x := \"a\n}\nq { true }\nr { true }\n", Version::V0, 1),
        ("package a\np if { x := \"a\n}\nq { true }\n", Version::V1, 2),
    ];
    for (text, version, mistakes) in cases {
        let parsed = parse(text, Language::Auto);
        assert_eq!((parsed.tree.version, parsed.mistakes.len()), (version, mistakes), "{text}");
    }
}

#[test]
fn keeps_comments() {
    let text = "# a\npackage a # b\np if {\r\n  x # \"c\"\r\n}\n#";
    let parsed = parse(text, Language::V1);
    let comments: Vec<&str> = parsed.tree.comments.iter().map(|span| &text[span.range()]).collect();
    assert_eq!(comments, ["# a", "# b", "# \"c\"", "#"]);
}
