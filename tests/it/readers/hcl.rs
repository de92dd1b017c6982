//! HCL version 2.

use super::*;
use serde_json::json;

const HCL: Format = Format::Hcl2;

#[test]
fn blocks_nest_by_type_and_labels_and_end_in_a_list() {
    for (text, expected) in [
        (
            "resource \"T\" \"n\" {\n  s {\n    a = 1\n  }\n}\n",
            json!({"resource": {"T": {"n": [{"s": [{"a": 1}]}]}}}),
        ),
        ("locals {}\n", json!({"locals": [{}]})),
        ("locals {}\nlocals {\n  a = 1\n}\n", json!({"locals": [{}, {"a": 1}]})),
        ("v \"a\" {}\nx = 1\nv \"b\" {}\nv \"a\" {}\n", json!({"v": {"a": [{}, {}], "b": [{}]}, "x": 1})),
        (
            "path \"secret/*\" {\n  capabilities = [\"read\"]\n}\n",
            json!({"path": {"secret/*": [{"capabilities": ["read"]}]}}),
        ),
        ("job plain label { }\n", json!({"job": {"plain": {"label": [{}]}}})),
        ("", json!({})),
        ("# nothing\n", json!({})),
    ] {
        assert_eq!(value(HCL, text), expected, "{text}");
        let windows = text.replace('\n', "\r\n");
        assert_eq!(value(HCL, &windows), expected, "{windows:?}");
    }
}

#[test]
fn expressions_are_literals_or_text() {
    for (text, expected) in [
        ("1", json!(1)),
        ("-1.5", json!(-1.5)),
        ("- 2", json!(-2)),
        ("1e3", json!(1000.0)),
        ("18446744073709551616", json!(18446744073709551616_f64)),
        ("null", json!(null)),
        ("!true", json!(false)),
        ("\"名\\n\\u540d\"", json!("名\n名")),
        ("\"a $${b} %%{c}\"", json!("a $${b} %%{c}")),
        ("\"a-${ var.b }\"", json!("a-${var.b}")),
        ("\"${var.b}\"", json!("${var.b}")),
        ("\"${\"x\"}-y\"", json!("x-y")),
        ("\"%{ if var.a ~}x%{ else }y%{ endif }\"", json!("%{if var.a}x%{else}y%{endif}")),
        ("\"%{for a, b in var.c}${a}%{endfor}\"", json!("%{for a, b in var.c}${a}%{endfor}")),
        ("\"${[1]}\"", json!([1])),
        ("list(string)", json!("${list(string)}")),
        ("a.b[0].c", json!("${a.b[0].c}")),
        ("a ? 1 : 2", json!("${a ? 1 : 2}")),
        ("[for x in y : x]", json!("${[for x in y : x]}")),
        ("(1)", json!("${(1)}")),
        (
            "{ a = 1, \"b c\" = [true,], (x.y) = 2, z.y = 3 }",
            json!({"a": 1, "b c": [true], "${(x.y)}": 2, "z.y": 3}),
        ),
        ("<<E\n  a\n    b ${c}\n  E", json!("  a\n    b ${c}\n")),
        ("<<-E\n  a\n    b ${c}\n  E", json!("a\n  b ${c}\n")),
    ] {
        let text = format!("x = {text}\n");
        let expected = if text.contains("18446744073709551616") {
            serde_json::from_str("18446744073709551616").unwrap()
        } else {
            expected
        };
        assert_eq!(value(HCL, &text)["x"], expected, "{text}");
    }
}

#[test]
fn values_have_the_span_they_are_written_with() {
    for (text, pointer, expected) in [
        ("a = ⟦1⟧ # c\n", "/a", json!(1)),
        ("a = ⟦\"x # y\"⟧ # c\n", "/a", json!("x # y")),
        ("名 = ⟦\"值 ${x}\"⟧\n", "/名", json!("值 ${x}")),
        ("a = [\n  1, // 名\n  ⟦foo(1, [2])⟧\n]\n", "/a/1", json!("${foo(1, [2])}")),
        ("a = { \"b\" : ⟦-3⟧ }\n", "/a/b", json!(-3)),
        ("a = ⟦<<-E\n  x\n  E⟧\nb = 1\n", "/a", json!("x\n")),
        ("a = ⟦<<-E\r\n  x\r\n  E⟧\r\nb = 1\r\n", "/a", json!("x\n")),
        ("a = ⟦<<E\r\n  x\r\nE⟧\r\nb = 1\r\n", "/a", json!("  x\r\n")),
        ("r \"a\" {\n}\nr \"b\" {\n  c = ⟦true⟧\r\n}\n", "/r/b/0/c", json!(true)),
        ("x = 1\n⟦r \"a\" \"b\" {\n  c = 1\n}⟧\n", "/r/a/b/0", json!({"c": 1})),
        ("r \"a\" {\n  ⟦s { c = 1 }⟧\n}\n", "/r/a/0/s/0", json!({"c": 1})),
        ("a = ⟦\"${var.x}\"⟧\n", "/a", json!("${var.x}")),
        ("a = x == 1 ? 1 : 2\nb = ⟦[for k in l : \"}\"]⟧\n", "/b", json!("${[for k in l : \"}\"]}")),
    ] {
        assert_value_at(HCL, text, pointer, expected);
    }
    for (text, pointer) in [
        ("a = 1\n⟦b⟧ = 2\n", "/b"),
        ("⟦resource⟧ \"t\" \"n\" {}\n", "/resource"),
        ("resource ⟦\"名\"⟧ \"n\" {}\n", "/resource/名"),
        ("resource \"t\" \"n\" {}\nresource \"t\" ⟦\"m\"⟧ {}\n", "/resource/t/m"),
        ("a = { ⟦\"b c\"⟧ = 1 }\n", "/a/b c"),
    ] {
        assert_key_at(HCL, text, pointer);
    }
    let document = only(HCL, "r \"t\" \"n\" {\n  a = 1\n}\n");
    let place = document.resolve(&Pointer::parse("/r/t/n/0/tags").unwrap());
    let head = document.anchor_span(place.node, None);
    assert_eq!(document.source.slice(head), "r \"t\" \"n\"");
}

#[test]
fn the_text_of_a_value_reads_as_the_value() {
    let text = "a {\n  b = [1, \"x${y}\", <<E\n t\nE\n  , { c = foo(1) }]\n  d = \"${ z }\"\n}\n";
    let document = only(HCL, text);
    for pointer in ["/a/0/b", "/a/0/b/0", "/a/0/b/1", "/a/0/b/2", "/a/0/b/3", "/a/0/b/3/c", "/a/0/d"] {
        let node = document.resolve(&Pointer::parse(pointer).unwrap()).node;
        let again = format!("x = {}\n", document.source.slice(document.node(node).span));
        assert_eq!(value(HCL, &again)["x"], document.to_json(node), "{again}");
    }
}

#[test]
fn mistakes_are_problems_with_a_place() {
    for (text, kind) in [
        ("a = ⟦}⟧\n", "parse"),
        ("a = 1\n⟦a⟧ = 2\n", "parse"),
        ("a = { b = 1, ⟦b⟧ = 2 }\n", "parse"),
        ("a = { b = 1, ⟦\"b\"⟧ = 2 }\n", "duplicate-key"),
        ("a = 1\n⟦a⟧ {}\n", "duplicate-key"),
        ("a {}\n⟦a⟧ \"b\" {}\n", "parse"),
        ("a \"b\" {}\n⟦a⟧ {}\n", "parse"),
        ("a = ⟦{{ .x }}⟧\n", "template"),
    ] {
        assert_problem_at(HCL, text, kind);
    }
}

#[test]
fn nesting_is_bounded() {
    let levels = DEEP / 10;
    assert_bounded(HCL, &format!("a = {}", "[".repeat(levels)));
    assert_bounded(HCL, &format!("a = {}", "(".repeat(levels)));
    assert_bounded(HCL, &format!("a = {}", "\"${".repeat(levels)));
    assert_bounded(HCL, &"a {\n".repeat(levels));
    assert_bounded(HCL, &format!("a {} {{}}\n", "\"b\" ".repeat(levels)));
    let keys: String = (0..DEEP).map(|n| format!("  k{n} = \"}} ${{ {{ a = 1 }} }} =\"\n")).collect();
    assert_eq!(read(HCL, &format!("a = {{\n{keys}}}\n")).problems[0].kind(), "parse");
    let lines = "x = 1\n".repeat(DEEP);
    assert!(read(HCL, &format!("a {{\n  b = <<-E\n{lines}  E\n  c = \"{{\"\n}}\n")).problems.is_empty());
    let sum = format!("a = 1{}\n", " + 1".repeat(levels));
    assert!(!read(HCL, &sum).problems.is_empty());
}

#[test]
fn comments_are_about_a_block_or_an_attribute() {
    let text = "# say: 1\nresource \"t\" \"n\" {\n  a = 1 // say: 2\n  # say: 3\n  b = \"# say: no\"\n  c = <<E\n# say: no\nE\n}\n\n# say: 4\nresource \"t\" \"m\" { }\n# say: 5\nl = 1\n";
    assert_comments(
        HCL,
        text,
        &[
            ("1", "/resource/t/n/0"),
            ("2", "/resource/t/n/0/a"),
            ("3", "/resource/t/n/0/b"),
            ("4", "/resource/t/m/0"),
            ("5", "/l"),
        ],
    );
}
