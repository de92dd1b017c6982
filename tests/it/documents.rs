//! What the readers promise about every document: spans, pointers, and that nothing makes them panic.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::spans;
use fiducia::document::{Document, Format, Limits, NodeId, NodeKind, Parsed, Pointer, parse};
use fiducia::problem::Problem;
use fiducia::source::{Encoding, SourceFile, Span};
use proptest::prelude::*;
use serde_json::{Value, json};

fn read(format: Format, text: &str) -> Parsed {
    parse(&SourceFile::from_text("test", text), format, &Limits::default())
}

/// The only document of a text that reads without a problem.
fn only(format: Format, text: &str) -> Document {
    let mut parsed = read(format, text);
    assert!(parsed.problems.is_empty() && parsed.documents.len() == 1, "{text:?}: {:?}", parsed.problems);
    parsed.documents.remove(0)
}

/// A text without its `⟦` and `⟧`, and the span between them.
fn marked(text: &str) -> (String, Span) {
    let start = text.find('⟦').unwrap();
    let end = text.find('⟧').unwrap() - '⟦'.len_utf8();
    (text.replace(['⟦', '⟧'], ""), Span::new(start, end))
}

/// Asserts that the value at a pointer is what the marks enclose.
fn assert_value_at(format: Format, text: &str, pointer: &str) {
    let (plain, span) = marked(text);
    let document = only(format, &plain);
    let place = document.resolve(&Pointer::parse(pointer).unwrap());
    assert_eq!((document.node(place.node).span, place.missing.len()), (span, 0), "{pointer} in {text:?}");
    spans::assert_nested(&document);
}

/// Asserts that the key of the value at a pointer is what the marks enclose.
fn assert_key_at(text: &str, pointer: &str) {
    let (plain, span) = marked(text);
    let document = only(Format::Yaml, &plain);
    let place = document.resolve(&Pointer::parse(pointer).unwrap());
    assert_eq!(place.key.map(|key| document.node(key).span), Some(span), "{pointer} in {text:?}");
}

/// Asserts that the first problem is of a kind and at the marks.
fn assert_problem_at(format: Format, text: &str, kind: &str) {
    let (plain, span) = marked(text);
    let parsed = read(format, &plain);
    let found = parsed.problems.first().map(|problem| (problem.kind(), problem.origin().unwrap().span));
    assert_eq!(found, Some((kind, span)), "{text:?}: {:?}", parsed.problems);
}

fn yaml_value(text: &str) -> Value {
    let document = only(Format::Yaml, text);
    document.to_json(document.root())
}

#[test]
fn values_have_the_span_they_are_written_with() {
    for (text, pointer) in [
        ("a: ⟦1⟧ # c\n", "/a"),
        ("a: ⟦\"x # y\"⟧ # c\n", "/a"),
        ("⟦a: 1\nb:\n  - c: 'x'⟧\n\n# end\n", ""),
        ("a:\n  ⟦b: 1\n  c: 2⟧\nd: 3\n", "/a"),
        ("a:\n⟦- 1\n- 2⟧\nb: 1\n", "/a"),
        ("a: # -\n# - x\n⟦- - 1\n  - 2\n- 3⟧\n", "/a"),
        ("a:\n- ⟦- 1\n  - 2⟧\n- 3\n", "/a/0"),
        ("a:\n⟦-\n  - 1⟧\n", "/a"),
        ("a:\n  ⟦- 1⟧\n", "/a"),
        ("?\n- 1\n:\n⟦- 2⟧\n", "/[1]"),
        ("a:\n⟦- ? - x\n  : 1⟧\n", "/a"),
        ("- - 1\n  - ⟦b: 1\n    c: 2⟧\n", "/0/1"),
        ("- ⟦- 1\n  - 2⟧\n- 3\n", "/0"),
        ("a: {b: ⟦[-1]⟧}\n", "/a/b"),
        ("- ⟦a:⟧ # c\n", "/0"),
        ("- ⟦? a⟧ # c\n", "/0"),
        ("- ⟦a: &x !!str⟧ # c\n", "/0"),
        ("- ⟦:⟧\n", "/0"),
        ("[⟦a:⟧ , b]", "/0"),
        ("a: ⟦[1, {b: c},\n]⟧ # c\n", "/a"),
        ("[⟦a: b⟧, c]", "/0"),
        ("a: ⟦x\n  y⟧\n\nb: 1\n", "/a"),
        ("a: ⟦\"x\n\n  y\"⟧\n", "/a"),
        ("名: ⟦值⟧ # 注\n", "/名"),
        ("\"平台 😀\": {键: ⟦😀⟧}\n", "/平台 😀/键"),
        ("a:\t⟦b⟧\t# c\n", "/a"),
        ("a: 1\r\nb: ⟦2⟧\r\n", "/b"),
        ("⟦a: x\r\n  y⟧\r\n", ""),
        ("--- ⟦a⟧\n...\n", ""),
        ("%YAML 1.2\n# c\n---\n⟦a: 1⟧\n", ""),
    ] {
        assert_value_at(Format::Yaml, text, pointer);
    }
}

#[test]
fn anchors_and_tags_stand_before_the_span() {
    for (text, pointer) in [
        ("a: &x ⟦1⟧\n", "/a"),
        ("a: !!str &x ⟦1⟧\n", "/a"),
        ("a: &x\n  ⟦b: 1⟧\n", "/a"),
        ("a: !t ⟦[1]⟧\n", "/a"),
        ("a: &x ⟦1⟧\nb: *x\n", "/b"),
        ("a: &x {b: ⟦1⟧}\nc: *x\n", "/c/b"),
        ("a: &x ⟦|\n  t\n⟧b: 1\n", "/a"),
    ] {
        assert_value_at(Format::Yaml, text, pointer);
    }
    assert_key_at("&k ⟦a⟧: 1\n", "/a");
    assert_key_at("a:\n- ? ⟦- x\n    - y⟧\n  : 1\n", "/a/0/[\"x\",\"y\"]");
    assert_key_at("?\n⟦- 1\n- 2⟧\n: x\n", "/[1,2]");
}

#[test]
fn block_scalars_begin_with_their_header() {
    for (text, value) in [
        ("a: ⟦|\n  x\n  y\n⟧b: 1\n", "x\ny\n"),
        ("a: ⟦>-  # c | d\n  x\n  y\n\n⟧b: 1\n", "x y"),
        ("a: ⟦|2+ # |\n   x\n\n⟧b: 1\n", " x\n\n"),
        ("a: ⟦|+2\n   x\n⟧", " x\n"),
        ("a: &x !!str ⟦|\n  x\n⟧", "x\n"),
        ("a: !<tag:yaml.org,2002:str>\n  ⟦|\n  x\n⟧", "x\n"),
        ("a: &p|q\n  ⟦>\n  x\n⟧", "x\n"),
        ("a:\n# see x|y >\n  ⟦|\n  x\n⟧", "x\n"),
        ("a: # > |\n  ⟦|\n  x\n⟧", "x\n"),
        ("a: ⟦|\n⟧b: 1\n", ""),
        ("a: ⟦|\n\n\n⟧b: 1\n", ""),
        ("a: ⟦|\n  # no comment\n⟧# comment\nb: 1\n", "# no comment\n"),
        ("a: ⟦|\r\n  x\r\n⟧b: 1\r\n", "x\n"),
        ("a: ⟦>\n\n  文\n\n⟧b: 1\n", "\n文\n"),
        ("a: ⟦|-\n  x⟧", "x"),
    ] {
        assert_value_at(Format::Yaml, text, "/a");
        assert_eq!(yaml_value(&marked(text).0)["a"], value, "{text:?}");
    }
    assert_value_at(Format::Yaml, "- \"| x\": ⟦|\n    y\n⟧", "/0/| x");
    for (text, pointer) in [
        ("⟦|\n x\n⟧", ""),
        ("# |\n⟦>\n\n x\n⟧", ""),
        ("--- ⟦|\n x\n⟧---\n", ""),
        ("a:\n- ⟦|\n  x\n⟧- y\n", "/a/0"),
        ("a:\n- - ⟦|\n    x\n⟧  - y\n", "/a/0/0"),
        ("a:\n  b: ⟦|\n    x\n⟧  c: 1\n", "/a/b"),
        ("a:\n  b: ⟦|+\n    x\n\n⟧  # c\n", "/a/b"),
        ("- ⟦|\n  x\n   ⟧", "/0"),
    ] {
        assert_value_at(Format::Yaml, text, pointer);
    }
    assert_key_at("? ⟦|\n  k\n⟧: v\n", "/k\n");
}

#[test]
fn what_is_left_out_has_a_place() {
    for (text, pointer) in [
        ("a⟦⟧:\nb: 1\n", "/a"),
        ("a⟦⟧:   # c\nb: 1\n", "/a"),
        ("\"a\"⟦⟧: &x\nb: 1\n", "/a"),
        ("a⟦⟧: !!str\nb: 1\n", "/a"),
        ("? a⟦⟧\n? b\n", "/a"),
        ("{a⟦⟧, b: 1}", "/a"),
        ("{a⟦⟧: , b: 1}", "/a"),
        ("[? a⟦⟧]", "/0/a"),
        ("-⟦⟧\n- a\n", "/0"),
        ("- a\n- &x⟦⟧\n", "/1"),
    ] {
        assert_value_at(Format::Yaml, text, pointer);
    }
    assert_key_at("- ⟦⟧: c\n", "/0/null");
    let document = only(Format::Yaml, "a:\n  b:\n");
    let place = document.resolve(&Pointer::from_iter(["a", "b"]));
    assert_eq!(document.source.slice(document.value_span(place.node, place.key)), "b");
}

#[test]
fn keys_have_the_name_that_json_gives_them() {
    let long = "k".repeat(2_000);
    assert_key_at(&format!("⟦{long}⟧: 1\n"), &format!("/{long}"));
    assert_key_at(&format!("{{a: 1, ⟦\"{long}\"⟧: 2}}"), &format!("/{long}"));
    for (text, pointer) in [
        ("⟦1⟧: x\n", "/1"),
        ("⟦0x10⟧: x\n", "/16"),
        ("⟦true⟧: x\n", "/true"),
        ("⟦~⟧: x\n", "/null"),
        ("⟦'a/b~'⟧: x\n", "/a~1b~0"),
        ("⟦\"\"⟧: x\n", "/"),
        ("? ⟦{a: 1}⟧\n: x\n", "/{\"a\":1}"),
        ("? ⟦- 1\n  - b⟧\n: x\n", "/[1,\"b\"]"),
        ("⟦[1, b]⟧: x\n", "/[1,\"b\"]"),
        ("a: &x k\n⟦*x⟧ : 1\n", "/k"),
    ] {
        assert_key_at(text, pointer);
    }
}

#[test]
fn scalars_follow_the_core_schema() {
    for (text, value) in [
        ("0", json!(0)),
        ("-0", json!(0)),
        ("+12", json!(12)),
        ("012", json!(12)),
        ("0o17", json!(15)),
        ("0xfF", json!(255)),
        ("9223372036854775807", json!(i64::MAX)),
        ("9223372036854775808", json!(9_223_372_036_854_775_808_u64)),
        ("00009223372036854775808", json!(9_223_372_036_854_775_808_u64)),
        ("-00000000000000000000009", json!(-9)),
        ("-00099223372036854775808", json!(-99_223_372_036_854_775_808.0)),
        ("1.", json!(1.0)),
        (".5", json!(0.5)),
        ("+.5e-3", json!(0.0005)),
        ("1e3", json!(1000.0)),
        ("-.inf", json!("-inf")),
        (".NaN", json!("NaN")),
        ("1e400", json!("inf")),
        ("true", json!(true)),
        ("False", json!(false)),
        ("NULL", json!(null)),
        ("~", json!(null)),
    ] {
        assert_eq!(yaml_value(&format!("- {text}\n"))[0], value, "{text}");
    }
}

#[test]
fn what_the_core_schema_does_not_know_is_a_string() {
    for text in [
        "yes",
        "No",
        "on",
        "OFF",
        "y",
        "n",
        "tRUE",
        "nULL",
        "1_000",
        "0b1",
        "0o8",
        "0x",
        "-0x1",
        "+0o7",
        "1e",
        "e1",
        ".",
        "..",
        "+",
        "1.2.3",
        "1:30",
        "2001-12-14",
        "infinity",
        "nan",
        ".Nan",
        "- 1 -",
        "0xg",
        "1e+",
        "<<",
    ] {
        assert_eq!(yaml_value(&format!("a: {text}\n").replace("- 1 -", "'- 1 -'"))["a"], text, "{text}");
    }
    assert_eq!(yaml_value("['1', \"true\", ! 1, !!str 1, !x 1]"), json!(["1", "true", "1", "1", "1"]));
}

#[test]
fn tags_of_the_core_schema_say_the_kind() {
    for (text, value) in [
        ("!!int '3'", json!(3)),
        ("!!float 1", json!(1.0)),
        ("!!bool \"true\"", json!(true)),
        ("!!null ''", json!(null)),
        ("!!str", json!("")),
        ("!!null", json!(null)),
        ("!<tag:yaml.org,2002:int> 3", json!(3)),
    ] {
        assert_eq!(yaml_value(&format!("a: {text}\n"))["a"], value, "{text}");
    }
}

#[test]
fn documents_of_one_file_keep_their_places() {
    let indexes = |text: &str| {
        let parsed = read(Format::Yaml, text);
        let documents =
            parsed.documents.iter().map(|it| (it.index, it.to_json(it.root()))).collect::<Vec<_>>();
        (documents, parsed.problems.len())
    };
    let one = |index: usize| vec![(index, json!({"a": 1}))];
    let two = |index: usize, then: usize| vec![(index, json!({"a": 1})), (then, json!({"b": 2}))];
    for (text, expected) in [
        ("a: 1\n---\nb: 2\n", (two(0, 1), 0)),
        ("---\n---\na: 1\n--- # x\n...\n---\nb: 2\n", (two(1, 3), 0)),
        ("a: 1\n---\n", (one(0), 0)),
        ("a: 1\n...\nb: 2\n", (two(0, 1), 0)),
        ("a: 1\r\n---\r\nb: 2\r\n", (two(0, 1), 0)),
        // A broken document leaves the others to be read, and keeps its number.
        ("a: 1\n---\nx: [\n---\nb: 2\n", (two(0, 2), 1)),
        ("@\n---\na: 1\n", (one(1), 1)),
        ("a: 1\n---\n@\n---\nb: 2\n", (two(0, 2), 1)),
        ("a: 1\n...\n@\n---\nb: 2\n", (two(0, 2), 1)),
        ("%YAML 1.2\n%YAML 1.2\n---\nx: 1\n---\na: 1\n", (one(1), 1)),
        ("x: &x [*x]\n---\na: 1\n", (one(1), 1)),
        ("x: {{ .y }}\n---\na: 1\n", (one(1), 1)),
        // What stands behind the end of a document is no document of its own.
        ("--- {a: 1} x\n---\nb: 2\n", (two(0, 1), 1)),
    ] {
        assert_eq!(indexes(text), expected, "{text:?}");
    }
    // Anchors end with their document.
    assert_problem_at(Format::Yaml, "a: &x 1\n---\nb: ⟦*x⟧\n", "parse");
}

#[test]
fn a_file_without_a_document_is_a_problem() {
    for (format, text) in [
        (Format::Yaml, ""),
        (Format::Yaml, "# nothing\n\n"),
        (Format::Yaml, "---\n...\n---\n"),
        (Format::Json, " \n"),
        (Format::Jsonc, "// nothing"),
    ] {
        let parsed = read(format, text);
        assert!(
            matches!(parsed.problems[..], [Problem::NoDocument { .. }]),
            "{text:?}: {:?}",
            parsed.problems
        );
    }
    assert_eq!((yaml_value("~"), yaml_value("--- null\n")), (Value::Null, Value::Null));
}

#[test]
fn merge_keys_bring_in_what_is_not_there() {
    for (text, value) in [
        ("- &a {x: 1}\n- {<<: *a, y: 2}\n", json!({"x": 1, "y": 2})),
        ("- &a {x: 1, y: 1}\n- {y: 2, <<: *a}\n", json!({"x": 1, "y": 2})),
        ("- {x: 1}\n- <<: [{x: 2}, {x: 3, y: 3}]\n", json!({"x": 2, "y": 3})),
        ("- &a {x: 1}\n- {<<: {<<: *a, y: 2}, z: 3}\n", json!({"x": 1, "y": 2, "z": 3})),
        ("- &a {<<: {x: 1}, y: 1}\n- {<<: [*a, {x: 2, z: 2}]}\n", json!({"x": 1, "y": 1, "z": 2})),
        ("- 0\n- {!!merge <<: {x: 1}, y: 2}\n", json!({"x": 1, "y": 2})),
        ("- 0\n- {!!merge \"<<\": {x: 1}, x: 2}\n", json!({"x": 2})),
        ("- 0\n- {<<: {}}\n", json!({})),
        // Quoted or tagged it is a key like any other.
        ("- 0\n- {\"<<\": {x: 1}}\n", json!({"<<": {"x": 1}})),
        ("- 0\n- {!!str <<: {x: 1}}\n", json!({"<<": {"x": 1}})),
    ] {
        let document = only(Format::Yaml, text);
        assert_eq!(document.to_json(document.root())[1], value, "{text}");
        assert_pointers_resolve(&document);
    }
    // The earlier one wins, as with a list of two.
    let twice = "{<<: {x: 1}, ⟦<<⟧: {x: 2, y: 2}}\n";
    assert_problem_at(Format::Yaml, twice, "duplicate-key");
    let document = read(Format::Yaml, &marked(twice).0).documents.remove(0);
    assert_eq!(document.to_json(document.root()), json!({"x": 1, "y": 2}));
    let document = only(Format::Yaml, "- &a {x: 1}\n- <<: *a\n- *a\n");
    for (pointer, used) in [(["1", "x"], "*a"), (["2", "x"], "*a")] {
        let place = document.resolve(&Pointer::from_iter(pointer));
        let used_at: Vec<&str> = place.used_at.iter().map(|&span| document.source.slice(span)).collect();
        assert_eq!((document.node(place.node).span, used_at), (Span::new(9, 10), vec![used]));
    }
    for text in ["<<: ⟦1⟧\n", "⟦<<⟧:\n", "<<: ⟦[{a: 1}, x]⟧\n", "- &a x\n- <<: ⟦*a⟧\n"] {
        assert_problem_at(Format::Yaml, text, "parse");
    }
}

#[test]
fn duplicate_keys_are_reported_with_both_places() {
    for (format, text, first) in [
        (Format::Yaml, "a: 1\nb: 2\n⟦a⟧: 3\n", 0),
        (Format::Yaml, "x: {a: 1, ⟦a⟧: 2}\n", 4),
        (Format::Yaml, "{a: 1, ⟦\"\\u0061\"⟧: 2}", 1),
        (Format::Yaml, "1: a\n⟦'1'⟧: b\n", 0),
        (Format::Yaml, "? [a]\n: 1\n? ⟦[ 'a' ]⟧\n: 2\n", 2),
        (Format::Yaml, "a: 1\nb: 1\nc: 1\nd: 1\ne: 1\nf: 1\ng: 1\nh: 1\n⟦b⟧: 1\n", 5),
        (Format::Json, "{\"a\": 1, ⟦\"\\u0061\"⟧: 2}", 1),
        (Format::Json, "[{\"a\": {}, ⟦\"a\"⟧: {}}]", 2),
        (Format::Jsonc, "{\"a\": 1, /* a */ ⟦\"a\"⟧: 2,}", 1),
    ] {
        assert_problem_at(format, text, "duplicate-key");
        let parsed = read(format, &marked(text).0);
        let [Problem::DuplicateKey { first: found, .. }] = &parsed.problems[..] else { panic!("{text}") };
        assert_eq!((found.start, parsed.documents.len()), (first, 1), "{text}");
    }
    let parsed = read(Format::Yaml, "a: 1\na: 2\na: 3\n");
    let firsts = parsed.problems.iter().map(|problem| match problem {
        Problem::DuplicateKey { first, .. } => first.start,
        _ => u32::MAX,
    });
    assert_eq!(firsts.collect::<Vec<_>>(), [0, 0]);
    let document = &parsed.documents[0];
    assert_eq!((document.to_json(document.root()), document.top("a")), (json!({"a": 3}), None));
    assert_eq!(
        document.resolve(&Pointer::from_iter(["a"])).key.map(|key| document.node(key).span.start),
        Some(10)
    );
}

#[test]
fn templates_are_named_as_such() {
    for text in [
        "⟦{{- if .Values.ingress.enabled }}⟧\na: 1\n{{- end }}\n",
        "a: ⟦{{ .Values.x }}⟧\n",
        "a: ⟦{{ .Values.x | default \"y: z\" | quote }}⟧ # c\n",
        "a: ⟦{{ .x }}⟧-{{ .y }}\n",
        "a:\n  ⟦{{- toYaml .Values.x | nindent 2 }}⟧\n  b: 1\n",
        "a: 1\n⟦{{ include \"x\" . }}⟧\n",
        "⟦{{/*\nfoo: bar\n*/}}⟧\na: 1\n",
        "- ⟦{{ .x }}⟧: 1\n",
        "a: [b, ⟦{{ c }}⟧]\n",
        "a: 1\n⟦{% if x %}⟧\nb: 1\n{% endif %}\n",
        "a: 1\n⟦{%- for x in y -%}⟧\n",
        "⟦{# c #}⟧\na: 1\n",
        "# c\n\n⟦{% x %}⟧\n",
    ] {
        assert_problem_at(Format::Yaml, text, "template");
        // Whatever else does not read in the same file is no news.
        let templates = read(Format::Yaml, &marked(&format!("{text}---\n{{% y %}}\n---\n[\n")).0);
        assert_eq!(templates.problems.len(), 1, "{text}");
    }
    assert_problem_at(Format::Json, "{\"a\": ⟦{{ .x }}⟧}", "template");
    assert_problem_at(Format::Json, "⟦{% if x %}⟧{}{% endif %}", "template");
}

#[test]
fn braces_that_are_legal_are_no_template() {
    for text in [
        "a: ${{ github.ref }}\nb: \"{{ x }}\"\nc: '{{ x }}'\nd: x {{ y }}\n",
        "a: |\n  {{ .x }}\n  {% y %}\n",
        "# {{ x }}\na: 1\n",
        "{a: {b: {c: 1}}}",
        "[{a: {}}, {{}: x}, {{a: 1}: x}, { { a } }]",
        "{{a}: 1, b: 2}",
    ] {
        only(Format::Yaml, text);
    }
    // A mistake elsewhere is not blamed on them.
    for text in
        ["a: |\n  {{ .x }}\nb: ⟦[⟧\n", "# {{ x }}\nb: ⟦[⟧\n", "a: \"{{ x }}\" ⟦[⟧\n", "a: ${{ x }}\nb: ⟦[⟧\n"]
    {
        assert_problem_at(Format::Yaml, text, "parse");
    }
}

#[test]
fn syntax_errors_have_a_place() {
    for (format, text) in [
        (Format::Yaml, "a: ⟦*b⟧\n"),
        (Format::Yaml, "a: ⟦*名⟧\n"),
        (Format::Yaml, "a: b\nc: ⟦[⟧1\n"),
        (Format::Yaml, "a: ⟦\0⟧\n"),
        (Format::Json, "[1,⟦\u{3000}⟧2]"),
        (Format::Json, "[1,⟦\u{a0}⟧2]"),
        (Format::Json, "[\"a⟦\t⟧b\"]"),
        (Format::Json, "[1,⟦\u{c}⟧2]"),
        (Format::Json, "⟦// it's \"so⟧\n1"),
        (Format::Jsonc, "// \"\u{3000}\r[1,⟦\u{3000}⟧2]"),
    ] {
        assert_problem_at(format, text, "parse");
    }
}

#[test]
fn json_values_have_the_span_they_are_written_with() {
    for (format, text, pointer) in [
        (Format::Json, "⟦[1, 2]⟧\n", ""),
        (Format::Json, "{\"键\": [ ⟦\"值\"⟧ ] }", "/键/0"),
        (Format::Json, "{\"a\": ⟦{ \"b\" : 1 }⟧ }", "/a"),
        (Format::Json, "{\"\\u0061\": ⟦-1.5e3⟧}", "/a"),
        (Format::Json, "{\"a\":1,\r\n\"b\":⟦null⟧}", "/b"),
        (Format::Jsonc, "{/* 名 */\"a\": ⟦true⟧, // x\r}", "/a"),
    ] {
        assert_value_at(format, text, pointer);
    }
    assert_eq!(only(Format::Json, "[{\"a\": 1}, {\"a\": 2}]").index, 0);
    let text = |bytes: &str| only(Format::Jsonc, bytes).to_json(0);
    assert_eq!((text("1 // x\r"), text("/*/ */ 1")), (json!(1), json!(1)));
}

#[test]
fn encodings_change_offsets_and_nothing_else() {
    let text = "平台: &a 😀\nb: [*a, \"é\"]\n";
    let units = |order: fn(u16) -> [u8; 2]| {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
    };
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        (["\u{feff}", text].concat().into_bytes(), Encoding::Utf8Bom),
        (units(u16::to_le_bytes), Encoding::Utf16Le),
        (units(u16::to_be_bytes), Encoding::Utf16Be),
    ] {
        let length = bytes.len();
        let source = SourceFile::decode("a", bytes.clone()).unwrap();
        assert_eq!(source.bytes(), bytes);
        let parsed = parse(&source, Format::Yaml, &Limits::default());
        let document = &parsed.documents[0];
        assert_eq!(
            (source.encoding, document.to_json(document.root())),
            (encoding, json!({"平台": "😀", "b": ["😀", "é"]}))
        );
        assert_eq!(source.position(text.len() as u32).offset, length);
        let place = document.resolve(&Pointer::from_iter(["b", "1"]));
        let position = source.position(document.node(place.node).span.start);
        assert_eq!((position.line, position.column), (2, 9));
    }
}

/// Every node that a pointer leads to, found by walking: pointer, node, key. Of duplicate keys only
/// the last is reachable; what merge keys bring in is left to the table of merges.
fn reachable(document: &Document) -> Vec<(Pointer, NodeId, Option<NodeId>)> {
    let mut found = Vec::new();
    let mut pending = vec![(Pointer::default(), document.root(), None)];
    while let Some((pointer, id, key)) = pending.pop() {
        let id = document.follow(id);
        let below = |step: String| Pointer { steps: pointer.steps.iter().cloned().chain([step]).collect() };
        match &document.node(id).kind {
            NodeKind::Sequence(items) => {
                pending
                    .extend(items.iter().enumerate().map(|(at, &item)| (below(at.to_string()), item, None)));
            }
            NodeKind::Mapping(entries) => {
                let names: Vec<_> = entries.iter().map(|&(key, _)| document.key_name(key)).collect();
                for (at, &(key, value)) in entries.iter().enumerate() {
                    if !document.is_merge_key(key) && !names[at + 1..].contains(&names[at]) {
                        pending.push((below(names[at].to_string()), value, Some(key)));
                    }
                }
            }
            _ => {}
        }
        found.push((pointer, id, key));
    }
    found
}

fn assert_pointers_resolve(document: &Document) {
    let value = document.to_json(document.root());
    for (pointer, id, key) in reachable(document) {
        let place = document.resolve(&pointer);
        assert_eq!((place.node, place.key, place.missing.len()), (id, key, 0), "{pointer}");
        assert_eq!(Pointer::parse(&pointer.to_string()).as_ref(), Some(&pointer));
        assert_eq!(value.pointer(&pointer.to_string()), Some(&document.to_json(id)), "{pointer}");
        // Steps that do not exist are handed back, from the first on.
        for tail in [vec!["no such/~key"], vec!["no such", "0", ""], vec!["99999"]] {
            let beyond = pointer.steps.iter().map(String::as_str).chain(tail.iter().copied());
            let place = document.resolve(&Pointer::from_iter(beyond));
            assert_eq!(
                (place.node, place.missing),
                (id, tail.iter().map(|&it| it.to_owned()).collect()),
                "{pointer}"
            );
        }
    }
}

/// Asserts that the text of every node, read by itself in the column it stands in, is that node.
fn assert_text_reads_back(document: &Document) {
    let source = &document.source;
    for (id, node) in document.nodes().iter().enumerate() {
        if node.span.is_empty() {
            assert_eq!(node.kind, NodeKind::Null, "only what is left out has no text");
            continue;
        }
        let indent = source.position(node.span.start).column - 1;
        let text = " ".repeat(indent) + source.slice(node.span);
        let again = only(document.format, &text);
        assert_eq!(
            again.to_json(again.root()),
            document.to_json(id as NodeId),
            "{text:?} in {:?}",
            source.text
        );
    }
}

fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-1e9..1e9f64).prop_map(Value::from),
        string().prop_map(Value::from),
    ];
    scalar.prop_recursive(5, 40, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            prop::collection::vec((string(), inner), 0..5)
                .prop_map(|entries| Value::Object(entries.into_iter().collect())),
        ]
    })
}

fn string() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[平台安全é😀]{1,4}",
        "[a-z~/]{0,3}",
        "[a-z平]{1,3}(\n{1,3}[a-z😀#:]{1,3}){0,3}\n{0,3}",
        prop::sample::select(vec![
            "true", "~", "12", "<<", "a: b", "# c", " a ", "- x", "'\"", "{{ x }}", "\u{7}\t", "|"
        ])
        .prop_map(str::to_owned),
        any::<String>().prop_map(|text| text.replace(['\u{feff}', '\u{fffe}', '\u{ffff}'], "")),
    ]
}

/// Writes values as YAML, taking every choice of style from a ring of bytes.
struct Writer {
    choices: Vec<u8>,
    next: usize,
    text: String,
}

impl Writer {
    fn choose(&mut self, options: u8) -> u8 {
        self.next += 1;
        self.choices[self.next % self.choices.len()] % options
    }

    fn comment(&mut self) {
        let comments = ["", "", " # c", " # 注 | > [", "  \t# '\"", "\n# c", "\n\n"];
        let at = self.choose(comments.len() as u8) as usize;
        self.text.push_str(comments[at]);
    }

    /// A value in block style, behind `:` or `-`, up to its line break.
    fn block(&mut self, value: &Value, indent: usize) {
        match value {
            Value::Array(items) if !items.is_empty() && self.choose(3) > 0 => {
                // Below a key, dashes need not be indented.
                let below_key = self.text.ends_with(':') && indent > 0;
                let indent = indent - usize::from(below_key && self.choose(2) == 0);
                for item in items {
                    self.line(indent, "-");
                    self.block(item, indent + 2);
                }
            }
            Value::Object(entries) if !entries.is_empty() && self.choose(3) > 0 => {
                for (key, item) in entries {
                    self.line(indent, "");
                    self.key(key);
                    self.text.push(':');
                    self.block(item, indent + 1);
                }
            }
            Value::String(text) if self.block_scalar(text, indent) => {}
            Value::Null if self.choose(2) == 0 => self.comment(),
            _ => {
                self.text.push(' ');
                self.flow(value);
                self.comment();
            }
        }
    }

    fn line(&mut self, indent: usize, indicator: &str) {
        self.text.push('\n');
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(indicator);
    }

    fn key(&mut self, key: &str) {
        self.string(key);
    }

    fn flow(&mut self, value: &Value) {
        let gap = ["", " "][self.choose(2) as usize];
        match value {
            Value::Array(items) => {
                self.text.push('[');
                for item in items {
                    self.text.push_str(gap);
                    self.flow(item);
                    self.text.push(',');
                }
                self.text.push_str(&format!("{gap}]"));
            }
            Value::Object(entries) => {
                self.text.push('{');
                for (key, item) in entries {
                    self.text.push_str(gap);
                    self.key(key);
                    self.text.push_str(": ");
                    self.flow(item);
                    self.text.push_str(", ");
                }
                self.text.push('}');
            }
            Value::String(text) => self.string(text),
            _ => self.text.push_str(&value.to_string()),
        }
    }

    fn string(&mut self, text: &str) {
        let word = text.starts_with(|c: char| c.is_ascii_lowercase() || "平台安全é😀".contains(c))
            && text.chars().all(|c| c.is_ascii_lowercase() || "平台安全é😀".contains(c))
            && !["true", "false", "null"].contains(&text);
        let line = text.chars().all(|c| c == ' ' || c.is_alphanumeric() || "#:'\"|{}-<~/".contains(c));
        match self.choose(3) {
            0 if word => self.text.push_str(text),
            1 if line => self.text.push_str(&format!("'{}'", text.replace('\'', "''"))),
            _ => self.text.push_str(&quoted(text)),
        }
    }

    /// Writes a literal block scalar, where the text can be one and the choice falls on it.
    fn block_scalar(&mut self, text: &str, indent: usize) -> bool {
        let body = text.trim_end_matches('\n');
        let breaks = text.len() - body.len();
        let plain = |c: char| c == '\n' || c.is_alphanumeric() || "#:😀".contains(c);
        if body.is_empty() || !body.chars().all(plain) || body.starts_with('\n') || self.choose(2) == 0 {
            return false;
        }
        let header = [" |-", " |", " |+"][breaks.min(2)];
        let comment = ["", " # c |"][self.choose(2) as usize];
        self.text.push_str(&[header, comment].concat());
        for line in body.split('\n') {
            self.line(if line.is_empty() { 0 } else { indent + 1 }, line);
        }
        self.text.push_str(&"\n".repeat(breaks.saturating_sub(1)));
        true
    }
}

/// A double-quoted scalar that is YAML too: JSON leaves characters unescaped that YAML cannot hold.
fn quoted(text: &str) -> String {
    let json = Value::from(text).to_string();
    let escape = |c: char| match c {
        '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => format!("\\u{:04x}", c as u32),
        _ => c.to_string(),
    };
    json.chars().map(escape).collect()
}

/// A value as YAML in a random style, with the line breaks of either system.
fn as_yaml(value: &Value, choices: Vec<u8>) -> String {
    let windows = choices[0].is_multiple_of(2);
    let mut writer = Writer { choices, next: 0, text: "---".to_owned() };
    writer.block(value, 0);
    writer.text.push('\n');
    if windows { writer.text.replace('\n', "\r\n") } else { writer.text }
}

fn styles() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(any::<u8>(), 16..40)
}

/// A change to the bytes of a document.
fn mutate(bytes: &mut Vec<u8>, (kind, at, length, byte): (u8, u16, u8, u8)) {
    let at = at as usize % (bytes.len() + 1);
    let end = (at + length as usize % 16).min(bytes.len());
    let piece = bytes[at..end].to_vec();
    match kind % 5 {
        0 => bytes.splice(at..end, []).for_each(drop),
        1 => bytes.splice(at..at, piece).for_each(drop),
        2 => bytes.splice(at..at, [byte]).for_each(drop),
        3 => bytes.rotate_left(at),
        _ => {
            const SIGNS: [&str; 20] = [
                "{{", "}}", "[", "]", ": ", "- ", "? ", "|", ">", "&a ", "*a", "!!str ", "\n", "---\n",
                "...\n", "\t", "\r", "# ", "\"", "<<: ",
            ];
            let sign = SIGNS[byte as usize % SIGNS.len()];
            bytes.splice(at..end, sign.bytes()).for_each(drop);
        }
    }
}

/// Reads bytes in every format and asserts what holds for any document.
fn assert_sound(bytes: &[u8]) {
    let Ok(source) = SourceFile::decode("any", bytes.to_vec()) else {
        return;
    };
    for format in Format::ALL {
        let parsed = parse(&source, format, &Limits::default());
        assert!(
            !parsed.documents.is_empty() || !parsed.problems.is_empty(),
            "nothing is said about {:?}",
            source.text
        );
        for document in &parsed.documents {
            spans::assert_nested(document);
            document.to_json(document.root());
        }
        for span in parsed.problems.iter().filter_map(Problem::origin).map(|at| at.span) {
            assert!(source.text.get(span.range()).is_some(), "{span:?} is no piece of {:?}", source.text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn yaml_reads_back_whole_and_in_pieces(value in value(), styles in styles(), mark in any::<bool>()) {
        let text = ["", "\u{feff}"][usize::from(mark)].to_owned() + &as_yaml(&value, styles);
        let source = SourceFile::decode("yaml", text.into_bytes()).unwrap();
        let parsed = parse(&source, Format::Yaml, &Limits::default());
        if parsed.documents.is_empty() {
            prop_assert_eq!(&value, &Value::Null, "{:?} in {:?}", parsed.problems, source.text);
            return Ok(());
        }
        let document = &parsed.documents[0];
        prop_assert!(parsed.problems.is_empty(), "{:?} in {:?}", parsed.problems, source.text);
        prop_assert_eq!(document.to_json(document.root()), value, "{:?}", source.text);
        spans::assert_nested(document);
        assert_text_reads_back(document);
        assert_pointers_resolve(document);
    }

    #[test]
    fn json_reads_back_whole_and_in_pieces(value in value(), pretty in any::<bool>()) {
        let text = if pretty { serde_json::to_string_pretty(&value).unwrap() } else { value.to_string() };
        for format in [Format::Json, Format::Jsonc] {
            let document = only(format, &text);
            prop_assert_eq!(&document.to_json(document.root()), &value);
            spans::assert_nested(&document);
            assert_text_reads_back(&document);
            assert_pointers_resolve(&document);
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        assert_sound(&bytes);
        assert_sound(String::from_utf8_lossy(&bytes).as_bytes());
    }

    #[test]
    fn any_damage_is_read_or_refused(
        value in value(),
        styles in styles(),
        json in any::<bool>(),
        changes in prop::collection::vec(any::<(u8, u16, u8, u8)>(), 1..12),
    ) {
        let mut bytes = if json { value.to_string() } else { as_yaml(&value, styles) }.into_bytes();
        for change in changes {
            mutate(&mut bytes, change);
            assert_sound(&bytes);
            assert_sound(String::from_utf8_lossy(&bytes).as_bytes());
        }
    }

    #[test]
    fn pointers_read_back(steps in prop::collection::vec(any::<String>(), 0..5)) {
        let pointer = Pointer { steps };
        prop_assert_eq!(Pointer::parse(&pointer.to_string()), Some(pointer));
    }
}

#[test]
fn tags_that_do_not_fit_are_told_and_the_text_stays() {
    for text in [
        "a: !!int ⟦xyz⟧\n",
        "a: !!bool ⟦yes⟧\n",
        "a: !!null ⟦x⟧\n",
        "a: !!float ⟦\"high\"⟧\n",
        "a: !!seq ⟦x⟧\n",
        "a: !!map ⟦客户⟧\n",
        "!!merge ⟦a⟧: {b: 1}\n",
    ] {
        assert_problem_at(Format::Yaml, text, "parse");
        assert_eq!(read(Format::Yaml, &marked(text).0).documents.len(), 1, "{text}");
    }
    for text in ["a: !!int [1]\n", "a: !!str {b: 1}\n", "a: !!seq {b: 1}\n", "a: !!map\n- 1\n"] {
        assert_eq!(read(Format::Yaml, text).problems.len(), 1, "{text}");
    }
    for (text, value) in [
        ("!!int \"7\"", json!(7)),
        ("!!float 1", json!(1.0)),
        ("!!str 1", json!("1")),
        ("!!null ''", json!(null)),
        ("!!timestamp 2026-01-01", json!("2026-01-01")),
        ("!!binary aGk=", json!("aGk=")),
        ("!!seq [1]", json!([1])),
        ("!!set {a, b}", json!({"a": null, "b": null})),
        ("!own x", json!("x")),
        ("!!python/tuple [1]", json!([1])),
    ] {
        assert_eq!(yaml_value(&format!("a: {text}\n"))["a"], value, "{text}");
    }
}

/// Kubernetes, CloudFormation and Ansible read YAML 1.1: a gate that reads `privileged: yes` as a text would let it pass.
#[test]
fn documents_of_readers_of_yaml_1_1_are_read_as_those_do() {
    let values =
        "on: {a: yes, b: \"yes\", c: !!str on, d: [Off, N, 0644, 0o644, 08, 0, y, nope], e: 'no', yes: ON}";
    let as_1_1 = json!({
        "a": true, "b": "yes", "c": "on", "d": [false, false, 420, 420, 8, 0, true, "nope"], "e": "no", "yes": true
    });
    let as_1_2 = json!({
        "a": "yes", "b": "yes", "c": "on", "d": ["Off", "N", 644, 420, 8, 0, "y", "nope"], "e": "no", "yes": "ON"
    });
    assert_eq!(yaml_value(&format!("apiVersion: v1\nkind: Pod\n{values}\n"))["on"], as_1_1);
    // Single letters are booleans for Kubernetes alone.
    let mut without_letters = as_1_1;
    (without_letters["d"][1], without_letters["d"][6]) = (json!("N"), json!("y"));
    for head in ["AWSTemplateFormatVersion: '2010-09-09'\n", "Resources: {B: {Type: AWS::S3::Bucket}}\n"] {
        assert_eq!(yaml_value(&format!("{head}{values}\n"))["on"], without_letters, "{head}");
    }
    assert_eq!(yaml_value(&format!("- hosts: all\n  {values}\n"))[0]["on"], without_letters);
    for head in [
        "",
        "kind: Pod\n",
        "apiVersion: fiducia/v1\nkind: NetworkProfile\n",
        "apiVersion: v1\n",
        "Resources: {a: 1}\n",
    ] {
        assert_eq!(yaml_value(&format!("{head}{values}\n"))["on"], as_1_2, "{head}");
    }
}
