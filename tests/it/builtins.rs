//! Builtins, as tables whose answers are those of OPA.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::rego::{World, value};
use serde_json::{Value, json};

/// How a call is refused that can never have a value, and one of what is not supplied.
const REFUSALS: [&str; 3] = ["never", "takes", "not supported"];

/// Asserts what an expression is; `null` is undefined, or refused for what it would be.
fn assert_value(expression: &str, expected: Value) {
    let found = value(&World::default(), expression);
    let refusal = |reason: &String| REFUSALS.iter().any(|words| reason.contains(words));
    let refused = expected.is_null() && found.as_ref().is_err_and(refusal);
    assert!(refused || found == Ok(expected.clone()), "{expression}: {found:?} and not {expected}");
}

#[test]
fn digests_and_codes_are_hexadecimal() {
    let text = r#""The quick brown fox jumps over the lazy dog""#;
    for (expression, expected) in [
        (r#"crypto.md5("abc")"#.to_owned(), "900150983cd24fb0d6963f7d28e17f72"),
        (r#"crypto.sha1("abc")"#.to_owned(), "a9993e364706816aba3e25717850c26c9cd0d89d"),
        (
            r#"crypto.sha256("abc")"#.to_owned(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
        ),
        (format!(r#"crypto.hmac.md5({text}, "key")"#), "80070713463e7749b90c2dc24911e275"),
        (format!(r#"crypto.hmac.sha1({text}, "key")"#), "de7c9b85b8b78aa6bc8a7a36f70a90701c9db4d9"),
        (
            format!(r#"crypto.hmac.sha256({text}, "key")"#),
            "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8",
        ),
    ] {
        assert_value(&expression, json!(expected));
    }
    assert_value(r#"count(crypto.hmac.sha512("a", "b"))"#, json!(128));
    assert_value(r#"crypto.hmac.equal("a", "a")"#, json!(true));
    assert_value(r#"crypto.hmac.equal("a", "b")"#, json!(false));
    assert_value("crypto.md5(1)", Value::Null);
}

#[test]
fn networks_merge_and_match() {
    assert_value(r#"net.cidr_merge(["10.0.0.0/25", "10.0.0.128/25"])"#, json!(["10.0.0.0/24"]));
    assert_value(r#"net.cidr_merge({"192.0.2.1", "192.0.3.0"})"#, json!(["192.0.2.0/23"]));
    assert_value(r#"net.cidr_merge(["::1"])"#, Value::Null);
    assert_value(r#"net.cidr_merge(["nonsense"])"#, Value::Null);
    assert_value(r#"net.cidr_intersects("10.0.0.0/8", "10.1.0.0/16")"#, json!(true));
    assert_value(r#"net.cidr_intersects("10.0.0.0/8", "11.0.0.0/8")"#, json!(false));
    assert_value(r#"net.cidr_overlap("10.0.0.0/8", "10.1.2.3")"#, json!(true));
    assert_value(
        r#"net.cidr_contains_matches(["10.0.0.0/8", "172.16.0.0/12"], {"a": "10.1.2.3", "b": ["172.16.0.0/16", 1]})"#,
        json!([[0, "a"], [1, "b"]]),
    );
}

#[test]
fn deprecated_builtins_do_what_they_did() {
    for (expression, expected) in [
        ("any([false, true])", json!(true)),
        ("any(set())", json!(false)),
        ("all([true, true])", json!(true)),
        ("all({true, 1})", json!(false)),
        ("cast_array({2, 1})", json!([1, 2])),
        ("cast_set([1, 1])", json!([1])),
        ("cast_string(1)", Value::Null),
        (r#"cast_string("a")"#, json!("a")),
        ("cast_boolean(false)", json!(false)),
        ("cast_object([])", Value::Null),
        ("is_null(cast_null(null))", json!(true)),
        (r#"re_match("^a+$", "aaa")"#, json!(true)),
        ("set_diff({1, 2}, {2})", json!([1])),
    ] {
        assert_value(expression, expected);
    }
}

#[test]
fn schemas_name_what_does_not_match() {
    let schema = r#"{"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}}"#;
    assert_value(&format!(r#"json.match_schema({{"id": 1}}, {schema})"#), json!([true, []]));
    assert_value(
        &format!(r#"json.match_schema("{{\"id\": \"x\"}}", {schema})"#),
        json!([false, [{
            "error": "id: Invalid type. Expected: integer, given: string",
            "type": "invalid_type",
            "field": "id",
            "desc": "Invalid type. Expected: integer, given: string",
        }]]),
    );
    assert_value(&format!("json.match_schema({{}}, {schema})[1][0].error"), json!("(Root): id is required"));
    assert_value(r#"json.match_schema({}, "{")"#, Value::Null);
    assert_value(r#"json.verify_schema({"type": "boolean"})"#, json!([true, null]));
    assert_value(r#"json.verify_schema({"type": "unknown"})[0]"#, json!(false));
}

#[test]
fn values_that_the_engine_panics_on_are_answered() {
    for (expression, expected) in [
        ("object.subset([1, 2, 3], [])", json!(true)),
        ("object.subset([1, 2, 3], [2, 3])", json!(true)),
        ("object.subset([1, 2], [1, 2, 3])", json!(false)),
        (r#"strings.count("abc", "")"#, json!(4)),
        (r#"strings.count("aaaa", "aa")"#, json!(2)),
        (r#"units.parse("1e400K")"#, Value::Null),
        (r#"units.parse("1.5K")"#, json!(1500)),
        ("numbers.range_step(1, 10, 0)", Value::Null),
        ("numbers.range_step(1, 5, 2)", json!([1, 3, 5])),
        ("array.flatten([1, [2, [3]], []])", json!([1, 2, [3]])),
        ("array.flatten(1)", Value::Null),
        (r#"json.remove({"a": 1, "b": {"c": 2}}, ["/a", "/b/c"])"#, json!({"b": {}})),
        (r#"json.remove({"a": 1, "b/c": 2, "~": 3}, {"b~1c", "//~0", "/none"})"#, json!({"a": 1})),
        (r#"json.remove({"a": [1, 2]}, [["a", "0"]])"#, json!({"a": [2]})),
        (r#"json.filter({"a": 1, "b": {"c": 2, "d": 3}}, ["/b/c", "/none"])"#, json!({"b": {"c": 2}})),
        ("opa.runtime()", json!({})),
    ] {
        assert_value(expression, expected);
    }
}

#[test]
fn formats_tell_what_is_missing_and_what_is_left_over() {
    for (expression, expected) in [
        (r#"sprintf("a %v %d", [1])"#, "a 1 %!d(MISSING)"),
        (r#"sprintf("%5.2f%% %s", [])"#, "%!f(MISSING)% %!s(MISSING)"),
        (
            r#"sprintf("a %s", ["x", 1, 2.5, true, {"a": 1}])"#,
            r#"a x%!(EXTRA int64=1, float64=2.5, string=true, string={"a": 1})"#,
        ),
        (r#"sprintf("none", [1])"#, "none%!(EXTRA int64=1)"),
        (r#"sprintf("%d%%", [1])"#, "1%"),
        (r#"sprintf("十%s", ["二"])"#, "十二"),
    ] {
        assert_value(expression, json!(expected));
    }
}

#[test]
fn doors_to_the_outside_say_why_they_are_shut() {
    for (expression, reason) in [
        (r#"http.send({"method": "get", "url": "http://127.0.0.1"})"#, "network"),
        (r#"net.lookup_ip_addr("localhost")"#, "name server"),
        (r#"graphql.is_valid("{a}", "type Query {a: Int}")"#, "GraphQL"),
        (r#"parse_config("yaml", "a: 1")"#, "for unit tests"),
        (r#"parse_config_file("a.yaml")"#, "for unit tests"),
        (r#"parse_combined_config_files(["a.yaml"])"#, "for unit tests"),
    ] {
        let error = value(&World::default(), expression).unwrap_err();
        assert!(error.contains("is not supported") && error.contains(reason), "{error}");
    }
}

#[test]
fn a_function_of_ones_own_comes_before_a_builtin() {
    let modules = vec!["package own\nany(_) := \"mine\"\nx := any([])\n".to_owned()];
    let world = World { modules, ..World::default() };
    assert_eq!(value(&world, "data.own.x"), Ok(json!("mine")));
}

/// Bodies that negate, and whether they hold for the input `{"one": 1, "two": 2}`: as they are, and in a module
/// with `import future.keywords.not`.
const NEGATED: &[(&str, bool, bool)] = &[
    ("not f(input.none)", false, true),
    ("not f(input.two)", true, true),
    ("not f(input.one)", false, false),
    ("not f(count(input.none))", false, true),
    ("not f(input.two + input.none)", false, true),
    ("not f({\"a\": input.none})", false, true),
    ("not f(silent)", false, true),
    ("not f(spoken)", true, true),
    ("not f(far.silent)", false, true),
    ("not f(\n\t\tinput.none,\n\t)", false, true),
    ("not f(input.none) with input as {\"none\": 2}", true, true),
    ("not startswith(input.none, \"a\")", false, true),
    ("not input.none > 1", false, true),
    ("not input.none != 1", false, true),
    ("not input.none == 1", true, true),
    ("not input.none = 1", true, true),
    ("not count(input.none) == 1", false, true),
    ("not input.none + 1 == 2", false, true),
    ("not [input.none] == [1]", false, true),
    ("not 1 in input.none", false, true),
    ("not input.none", true, true),
    ("not input.none.deeper", true, true),
    ("not table[input.none]", false, true),
    ("not table[input.two]", true, true),
    ("not table[input.none] == 1", false, true),
    ("not table[silent]", false, true),
    ("not silent", true, true),
    ("not silent.deeper", true, true),
    ("not f(1).deeper", true, true),
    ("not f(input.two).deeper", false, true),
    ("not f(count([a | some i; a := input.none[i]]))", true, true),
    ("not f(input.two); not f(input.two)", true, true),
    ("some i; [3][i]; not f(i)", true, true),
    ("x := 3; not f(x)", true, true),
    ("some x in [3, 4]; not f(x)", true, true),
    ("every x in [3, 4] { not f(x) }", true, true),
    ("every x in [3, 4] { not f(input.none) }", false, true),
    ("count([1 | not f(input.none)]) == 0", true, false),
    ("count([1 | not f(input.two)]) == 1", true, true),
];

#[test]
fn parts_of_a_negated_expression_have_to_be_defined() {
    let shared = "f(x) := true if x == 1\nsilent := 1 if input.none\nspoken := 2\ntable := {\"a\": 1}\n";
    let far = "package far\n\nsilent := 1 if input.none\n".to_owned();
    for (body, holds, holds_whole) in NEGATED {
        for (import, holds) in [("", holds), ("import future.keywords.not\n", holds_whole)] {
            let text = format!("package m\n\nimport data.far\n{import}\n{shared}p if {{ {body} }}\n");
            // A body of one expression needs no braces.
            let bare = text.replace(&format!("{{ {body} }}"), body);
            let one = !body.contains([';', '{']);
            for text in [text].into_iter().chain(one.then_some(bare)) {
                let world = World {
                    modules: vec![text.clone(), far.clone()],
                    input: Some(json!({"one": 1, "two": 2})),
                    ..World::default()
                };
                let found = value(&world, "data.m.p");
                // What can never hold for its types is refused.
                let refused = found.as_ref().is_err_and(|reason| {
                    ["never", "has no key", "has no members"].iter().any(|words| reason.contains(words))
                });
                let as_said = refused || found == Ok(if *holds { json!(true) } else { Value::Null });
                assert!(as_said, "{text}: {found:?}");
            }
        }
    }
}

#[test]
fn values_of_with_come_before_what_they_are_for() {
    let far = "package far\n\nzero := \"0\"\n\neq if input.last == zero\n".to_owned();
    let module = "package m\n\nimport data.far\n\nbuild(x) := {\"last\": x}\n\np if {{ {} }}\n";
    for (body, holds) in [
        ("far.eq with input as {\"last\": far.zero}", true),
        ("far.eq with input as {\n\t\t\"last\": far.zero, # a comment\n\t\t\"b\": \"#\",\n\t}", true),
        ("far.eq with input as build(far.zero)", true),
        ("not far.eq with input as {\"last\": far.zero}", false),
        ("not far.eq with input as {\"last\": \"1\", \"也\": far.zero}", true),
        ("some x in [far.zero]; far.eq with input as {\"last\": x, \"b\": far.zero}", true),
        ("count([1 | far.eq with input as {\"last\": far.zero}]) == 1", true),
        ("far.eq with input as {\"last\": far.none}", false),
        ("not far.eq with input as {\"last\": far.none}", false),
        ("far.eq with data.far.zero as build(2).last with input as build(2)", true),
    ] {
        let text = module.replace("{}", body).replace("{{", "{").replace("}}\n", "}\n");
        let world = World { modules: vec![text.clone(), far.clone()], ..World::default() };
        let expected = if holds { json!(true) } else { Value::Null };
        assert_eq!(value(&world, "data.m.p"), Ok(expected), "{text}");
    }
}

#[test]
fn a_variable_hides_the_rule_of_its_name() {
    let module = "package m\n\nimport data.lib\n\nitem := \"rule\"\nxs := [\"a\", \"b\"]\n\
                  p := [item | some item in xs]\nq := x if {\n\tsome item\n\txs[item] == \"b\"\n\tx := item\n}\n\
                  r contains item if some item in xs\n\
                  t := [item, lib.y]\nu := [1 | some item in xs; not lib.same(item, \"a\")]\n\
                  v if every item in xs { item != \"rule\" }\n";
    let lib = "package lib\n\ny := 2\nsame(x, y) if x == y\n";
    let modules = vec![module.to_owned(), lib.to_owned()];
    let world = World { modules, ..World::default() };
    for (rule, expected) in [
        ("p", json!(["a", "b"])),
        ("q", json!(1)),
        ("r", json!(["a", "b"])),
        ("t", json!(["rule", 2])),
        ("u", json!([1])),
        ("v", json!(true)),
    ] {
        let found = value(&world, &format!("data.m.{rule}"));
        assert_eq!(found, Ok(expected.clone()), "{rule}");
    }
}

/// Bodies that replace what the engine has beside its own builtins, or a rule by its name alone; the value of `x`.
const REPLACED: &[(&str, &str)] = &[
    ("x := digest(\"a\") with crypto.sha256 as short", "s"),
    ("x := digest(\"a\") with crypto.sha256 as \"v\"", "v"),
    ("x := digest(\"a\") with crypto.sha256 as upper", "A"),
    ("x := crypto.sha256(\"a\") with crypto.sha256 as lib.short", "l"),
    ("x := lib.digest(\"a\") with crypto.sha256 as short", "s"),
    ("x := short(\"abc\") with short as crypto.md5", "900150983cd24fb0d6963f7d28e17f72"),
    ("x := crypto.md5(\"abc\") with crypto.md5 as loud", "900150983CD24FB0D6963F7D28E17F72"),
    ("x := sprintf(\"%v\", [limit]) with limit as 5", "5"),
    ("x := sprintf(\"%v\", [doubled]) with limit as 5", "10"),
    ("x := crypto.md5(\"abc\")", "900150983cd24fb0d6963f7d28e17f72"),
];

#[test]
fn what_is_supplied_is_replaced_as_any_function_is() {
    let lib = "package lib\n\nshort(_) := \"l\"\ndigest(x) := crypto.sha256(x)\n";
    let module = "package m\n\nimport data.lib\n\ndigest(x) := crypto.sha256(x)\nshort(_) := \"s\"\n\
                  loud(x) := upper(crypto.md5(x))\nlimit := 3\ndoubled := limit * 2\n";
    for (body, expected) in REPLACED {
        let modules = vec![lib.to_owned(), format!("{module}\np := x if {{\n\t{body}\n}}\n")];
        let world = World { modules, ..World::default() };
        assert_eq!(value(&world, "data.m.p"), Ok(json!(expected)), "{body}");
    }
}

#[test]
fn templates_are_rendered() {
    let variables = r#"{"name": "账户", "n": 5, "zero": 0, "xs": ["a", "b"], "m": {"k": "v", "a": 1}, "no": null, "t": true}"#;
    for (template, expected) in [
        ("{{.name}} {{ .n }}{{/* a comment }} */}}", Some("账户 5")),
        ("{{.none}} {{.no}} {{.m.none}}", Some("<undefined> <undefined> <undefined>")),
        ("{{range $i, $x := .xs}}{{if $i}},{{end}}{{$x}}{{end}}", Some("a,b")),
        ("{{range $k, $v := .m}}{{$k}}={{$v}};{{end}}", Some("a=1;k=v;")),
        ("{{range .none}}x{{else}}none{{end}}", Some("none")),
        ("{{range .xs}}{{if eq . \"b\"}}{{break}}{{end}}{{.}}{{end}}", Some("a")),
        ("{{range .xs}}{{if eq . \"a\"}}{{continue}}{{end}}{{.}}{{end}}", Some("b")),
        ("{{with .m}}{{.k}}{{$.n}}{{else}}x{{end}}", Some("v5")),
        ("{{if .none}}a{{else if .t}}b{{else}}c{{end}}", Some("b")),
        (
            "{{if .zero}}a number of the policy is never false{{end}}",
            Some("a number of the policy is never false"),
        ),
        ("a {{- \" b \" -}} c", Some("a b c")),
        ("{{$x := 1}}{{if .t}}{{$x = 2}}{{end}}{{$x}}", Some("2")),
        ("{{.xs}} {{.m}} {{len .xs}} {{index .xs 1}} {{index .m \"k\"}}", Some("[a b] map[a:1 k:v] 2 b v")),
        ("{{printf \"%s-%v-%q-%d%%\" .name .n .name (len .xs)}}", Some("账户-5-\"账户\"-2%")),
        ("{{.name | printf \"%s!\" | len}}", Some("7")),
        ("{{and .t .none}} {{or .none .name}} {{not .t}}", Some("<undefined> 账户 false")),
        ("{{(index .xs 0)}} {{lt 1 2}} {{ge (len .xs) 2}} {{`}}`}}", Some("a true true }}")),
        ("{{println .n .t}}", Some("5 true\n")),
        ("{{.none.deeper}}", None),
        ("{{.name.deeper}}", None),
        ("{{.n", None),
        ("{{if .n}}", None),
        ("{{end}}", None),
        ("{{template \"x\"}}", None),
        ("{{nosuch .n}}", None),
        ("{{index .xs 7}}", None),
        ("{{eq 1 .n}}", None),
        ("{{break}}", None),
        ("{{\"a\" .n}}", None),
    ] {
        let call = format!("strings.render_template({}, {variables})", json!(template));
        assert_value(&call, expected.map_or(Value::Null, Value::from));
    }
}

#[test]
fn templates_are_bounded() {
    let many = "{{range .}}".repeat(60) + &"{{end}}".repeat(60);
    let deep = "{{if .}}".repeat(5000) + &"{{end}}".repeat(5000);
    let brackets = format!("{{{{{}1{}}}}}", "(".repeat(5000), ")".repeat(5000));
    let loops = "{{range $.xs}}".repeat(8) + "x" + &"{{end}}".repeat(8);
    for template in [many, deep, brackets, loops] {
        let call = format!("strings.render_template({}, {{\"xs\": numbers.range(1, 50)}})", json!(template));
        let found = value(&World::default(), &call);
        let short = found.as_ref().map_or(true, |found| found.to_string().len() < 100);
        assert!(short, "{found:?}");
    }
}

#[test]
fn further_bodies_of_a_function_have_its_value() {
    let module = "package m\n\nf(x) = y {\n\tx == 1\n\ty := \"one\"\n} {\n\tx == 2 # two\n\ty := \"two\"\n}\n{ x == 3; y := \"three\" }\n\n\
                  g(x) = y { x == 1; y := \"one\" } else = \"other\" { x > 1 }\n"
        .to_owned();
    let world = World { modules: vec![module], ..World::default() };
    for (call, expected) in [
        ("f(1)", json!("one")),
        ("f(2)", json!("two")),
        ("f(3)", json!("three")),
        ("f(4)", Value::Null),
        ("g(2)", json!("other")),
    ] {
        assert_eq!(value(&world, &format!("data.m.{call}")), Ok(expected.clone()), "{call}");
    }
}

#[test]
fn version_0_negates_alike() {
    let module = "package m\nf(x) { x == 1 }\np { not f(input.none) }\nq { not f(input.two) }\n";
    let world =
        World { modules: vec![module.to_owned()], input: Some(json!({"two": 2})), ..World::default() };
    assert_eq!(value(&world, "data.m.p"), Ok(Value::Null));
    assert_eq!(value(&world, "data.m.q"), Ok(json!(true)));
}

#[test]
fn texts_that_the_engine_misreads_are_read_as_opa_reads_them() {
    let deep = "{\"a\": [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]], \"room\": \"for a reference to it\"}";
    for (module, expression, expected) in [
        (
            "package m\np contains y if {\n  some i; xs := [[1], [2]][i]\n  xs != []\n  some j; y := xs[j]\n}",
            "data.m.p",
            json!([1, 2]),
        ),
        ("package m\nxs[x] { x = [1, 2][_] }\np[x] { x = xs[x] }", "data.m.p", json!([1, 2])),
        ("package m\np[x] { x = 1 } {\n  x = 2\n} { x = 3 }\nq[x] { x = 1 }", "data.m.p", json!([1, 2, 3])),
        (
            "package m\np {\n  input_like := 3\n  input_like\n  (input_like - 1) > 1\n}",
            "data.m.p",
            json!(true),
        ),
        (&format!("package m\np if {{\n  x := {deep}\n  count(x) == 2\n}}"), "data.m.p", json!(true)),
        (
            "# a comment with room\npackage m\n# a comment with room\np := q\nimport data.n.q",
            "data.m.p",
            json!(1),
        ),
    ] {
        let modules = vec![module.to_owned(), "package n\nq := 1".to_owned()];
        let world = World { modules, ..World::default() };
        assert_eq!(value(&world, expression), Ok(expected.clone()), "{module}");
    }
}

#[test]
fn a_function_of_two_modules_is_that_of_both() {
    let first = "package m.\"x-y\"\nimport data.one as n\nf(a) := n.v if a == \"one\"\nf(a) := \"first\" if a == 1\ng := f(\"two\")\n";
    let second = "package m[\"x-y\"]\nimport data.two as k2\ny := 1\nf([k, v]) := k + v\nf(a) := k2.v if a == \"two\"\n";
    let clash = "package m[\"x-y\"]\nf(a) := \"other\" if a == \"one\"\n";
    let modules =
        [&first.replace(".\"x-y\"", "[\"x-y\"]"), second, "package one\nv := 1", "package two\nv := 2"];
    let modules: Vec<String> = modules.iter().map(|text| (*text).to_owned()).collect();
    let world = World { modules: modules.clone(), ..World::default() };
    for (expression, expected) in [
        ("data.m[\"x-y\"].g", json!(2)),
        ("data.m[\"x-y\"].f(\"one\")", json!(1)),
        ("data.m[\"x-y\"].f(1)", json!("first")),
        ("data.m[\"x-y\"].f([2, 3])", json!(5)),
        ("data.m[\"x-y\"].f(2)", Value::Null),
    ] {
        let found = value(&world, expression);
        assert_eq!(found, Ok(expected.clone()), "{expression}");
    }
    let world =
        World { modules: modules.into_iter().chain([clash.to_owned()]).collect(), ..World::default() };
    let found = value(&world, "data.m[\"x-y\"].f(\"one\")");
    assert!(found.unwrap_err().contains("two values"));
}

#[test]
fn facts_of_a_set_are_its_members_in_version_0() {
    let module =
        "package m\nw[{\"n\": \"a\"}]\n\nw[{\"n\": \"b\"}]\n\ndefault d = 1\nd = 2 { w[{\"n\": \"b\"}] }\n";
    let world = World { modules: vec![module.to_owned()], ..World::default() };
    assert_eq!(value(&world, "count(data.m.w)"), Ok(json!(2)));
    assert_eq!(value(&world, "data.m.d"), Ok(json!(2)));
}

#[test]
fn expressions_are_those_of_re2() {
    for (expression, expected) in [
        (r#"regex.match(`^\d+$`, "12")"#, json!(true)),
        (r#"regex.match(`^\d+$`, "１２")"#, json!(false)),
        (r#"regex.match("[", "a")"#, Value::Null),
        (r#"regex.match("a", 1)"#, Value::Null),
        (r#"regex.match(`^(\pL{1,20}x?){1,3}$`, "基金")"#, json!(true)),
        (r#"regex.globs_match("a.*", "[a-c]b+")"#, json!(true)),
        (r#"regex.globs_match("a]", "a")"#, Value::Null),
    ] {
        assert_value(expression, expected);
    }
}

fn key(name: &str) -> Value {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/keys").join(name);
    json!(std::fs::read_to_string(path).unwrap())
}

#[test]
fn tokens_are_signed_and_verified() {
    let octets = r#"{"kty": "oct", "k": "c2VjcmV0"}"#;
    let curve = r#"{"kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU", "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0", "d": "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI"}"#;
    let edwards = r#"{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#;
    for (algorithm, signing, check) in [
        ("HS256", octets.to_owned(), r#""secret": "secret""#.to_owned()),
        ("HS512", octets.to_owned(), r#""secret": "secret""#.to_owned()),
        ("ES256", curve.to_owned(), format!("\"cert\": {}", json!(curve))),
        ("EdDSA", edwards.to_owned(), format!("\"cert\": {}", json!(edwards))),
        (
            "RS256",
            format!("crypto.x509.parse_rsa_private_key({})", key("rsa.key")),
            format!("\"cert\": {}", key("leaf.pem")),
        ),
    ] {
        let token = format!(
            r#"io.jwt.encode_sign({{"alg": "{algorithm}"}}, {{"iss": "a", "exp": 5, "aud": ["x"]}}, {signing})"#
        );
        let verified = |rest: &str| format!("io.jwt.decode_verify({token}, {{{check}, {rest}}})");
        assert_value(
            &verified(r#""aud": "x", "time": 4999999999"#),
            json!([true, {"alg": algorithm}, {"iss": "a", "exp": 5, "aud": ["x"]}]),
        );
        let refused = json!([false, {}, {}]);
        assert_value(&verified(r#""aud": "x", "time": 5000000000"#), refused.clone());
        assert_value(&verified(r#""aud": "y", "time": 1"#), refused.clone());
        assert_value(&verified(r#""time": 1"#), refused.clone());
        assert_value(&verified(r#""aud": "x", "time": 1, "iss": "b""#), refused.clone());
        assert_value(&verified(r#""aud": "x", "time": 1, "alg": "none""#), refused);
        assert_value(&verified(r#""nonsense": 1"#), Value::Null);
        assert_value(&format!("io.jwt.decode({token})[1].iss"), json!("a"));
    }
    assert_value(r#"io.jwt.verify_hs256("a.b", "x")"#, Value::Null);
    assert_value(r#"io.jwt.encode_sign({"alg": "PS256"}, {}, {"kty": "RSA"})"#, Value::Null);
}

#[test]
fn a_token_signed_with_another_key_or_none_is_refused() {
    // The token of RFC 7515, appendix A.1.
    let token = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    assert_value(&format!("io.jwt.verify_hs256({token:?}, \"other\")"), json!(false));
    assert_value(&format!("io.jwt.verify_es256({token:?}, {})", key("leaf.pem")), json!(false));
    let unsigned = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJhIn0.";
    assert_value(&format!("io.jwt.decode_verify({unsigned:?}, {{\"secret\": \"\"}})[0]"), json!(false));
}

#[test]
fn certificates_are_read_and_lead_to_their_root() {
    let (root, leaf) = (key("root.pem"), key("leaf.pem"));
    let chain = json!(format!("{}{}", root.as_str().unwrap(), leaf.as_str().unwrap()));
    let turned = json!(format!("{}{}", leaf.as_str().unwrap(), root.as_str().unwrap()));
    let first = format!("crypto.x509.parse_certificates({leaf})[0]");
    for (field, expected) in [
        ("Subject.CommonName", json!("ledger.example")),
        ("Subject.Country", json!(["CN"])),
        ("Issuer.CommonName", json!("Test Root")),
        ("DNSNames", json!(["ledger.example", "*.bank.example"])),
        ("IPAddresses", json!(["192.0.2.1"])),
        ("URIStrings", json!(["spiffe://example/ledger"])),
        ("EmailAddresses", Value::Null),
        ("IsCA", json!(false)),
        ("KeyUsage", json!(1)),
        ("ExtKeyUsage", json!([1])),
        ("PublicKeyAlgorithm", json!(1)),
        ("SignatureAlgorithm", json!(10)),
    ] {
        assert_value(&format!("{first}.{field}"), expected);
    }
    let verified = |text: &Value, options: &str| {
        format!("crypto.x509.parse_and_verify_certificates_with_options({text}, {{{options}}})[0]")
    };
    let names =
        format!("[at.Subject.CommonName | some at in crypto.x509.parse_and_verify_certificates({chain})[1]]");
    assert_value(&names, json!(["ledger.example", "Test Root"]));
    assert_value(&verified(&chain, r#""DNSName": "ledger.example""#), json!(true));
    assert_value(&verified(&chain, r#""DNSName": "a.bank.example""#), json!(true));
    assert_value(&verified(&chain, r#""DNSName": "a.b.bank.example""#), json!(false));
    assert_value(&verified(&chain, r#""KeyUsages": ["KeyUsageClientAuth"]"#), json!(false));
    assert_value(&verified(&chain, r#""CurrentTime": 0"#), json!(false));
    assert_value(&verified(&turned, ""), json!(false));
    assert_value(
        &format!("crypto.x509.parse_certificate_request({})[\"DNSNames\"][0]", key("leaf.csr")),
        json!("ledger.example"),
    );
    assert_value(
        &format!("count(crypto.x509.parse_keypair({leaf}, {}).Certificate)", key("rsa.key")),
        json!(1),
    );
    assert_value(r#"crypto.x509.parse_certificates("bm9uc2Vuc2U=")"#, Value::Null);
}

/// A program of the machine names 256 files at most.
#[test]
fn the_machine_runs_rules_among_many_modules() {
    let module = |number: usize| format!("package m{number}\nnumber := {number}\n");
    let mut modules: Vec<String> = (0..300).map(module).collect();
    modules.push("package far\nimport data.m299 as last\ntwice := last.number * 2\n".to_owned());
    let world = World { modules, ..World::default() };
    assert_eq!(value(&world, "data.far.twice + data.m7.number"), Ok(json!(605)));
}

/// The machine would put undefined members into arrays and objects.
#[test]
fn comprehensions_hold_what_is_defined() {
    for (expression, expected) in [
        (r#"[o.a | some o in [{"a": 1}, {"b": 2}]]"#, json!([1])),
        (r#"[v | some k in ["a", "b"]; v := {"b": 2}[k]]"#, json!([2])),
        (r#"{k: v | some k in ["a", "b"]; v := {"b": 2}[k]}"#, json!({"b": 2})),
        (r#"{k.a: 1 | some k in [{"a": "x"}, {"b": "y"}]}"#, json!({"x": 1})),
        (r#"[[y.a | some y in o] | some o in [[{"a": 1}, {}], [{}]]]"#, json!([[1], []])),
    ] {
        let found = value(&World::default(), expression);
        assert_eq!(found, Ok(expected.clone()), "{expression}");
    }
}
