//! Documents inside of documents: their values, the bytes of the file around them, and what is told of them.

use super::*;
use fiducia::document::{Reading, parse_nested};
use fiducia::problem::Problem;
use proptest::prelude::*;
use serde_json::json;

fn unfold(format: Format, text: &str) -> Parsed {
    parse_nested(&SourceFile::from_text("test", text), format, Reading::default(), &Limits::default())
}

/// The documents within the first one, each with its title.
fn within(format: Format, text: &str) -> Vec<(String, Value)> {
    let parsed = unfold(format, text);
    assert!(parsed.problems.is_empty(), "{text:?}: {:?}", parsed.problems);
    let nested = parsed.documents.iter().filter(|document| document.is_nested());
    nested.map(|document| (document.title(), document.to_json(document.root()))).collect()
}

/// A ConfigMap or Secret in which one value is what follows.
fn map(kind: &str, member: &str, entry: &str) -> String {
    format!("apiVersion: v1\nkind: {kind}\n{member}:\n  a: b\n{entry}\n")
}

#[test]
fn items_that_are_documents_stand_beside_the_whole() {
    let list = "apiVersion: v1\nkind: List\nitems:\n- &a {apiVersion: v1, kind: A, x: &x [1]}\n- *a\n- {kind: B}\n- apiVersion: v1\n  kind: List\n  items: [{apiVersion: v1, kind: C, x: *x}]\n";
    let titles: Vec<String> = within(Format::Yaml, list).into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["test#/items/0", "test#/items/1", "test#/items/3", "test#/items/3/items/0"]);
    let c = json!({"apiVersion": "v1", "kind": "C", "x": [1]});
    assert_eq!(within(Format::Yaml, list)[3].1, c);
    let array = "[{\"apiVersion\": \"v1\", \"kind\": \"A\"}, 1, {\"apiVersion\": 1, \"kind\": \"A\"}]";
    assert_eq!(
        within(Format::Json, array),
        [("test#/0".to_owned(), json!({"apiVersion": "v1", "kind": "A"}))]
    );
    let merged = "x: &x {apiVersion: v1, kind: A}\ny: 1\n---\n- <<: &x {apiVersion: v1, kind: A}\n";
    assert_eq!(within(Format::Yaml, merged)[0].0, "test#1/0");
    assert_eq!(within(Format::Yaml, "items: [{name: a}]\n"), []);
}

#[test]
fn values_are_found_at_the_bytes_that_spell_them() {
    let config = |entry: &str| map("ConfigMap", "data", entry);
    for (text, pointer, expected) in [
        (config("  n.json: '{\"k\": ⟦\"it''s\"⟧}'"), "/k", json!("it's")),
        (config("  n.json: \"{\\\"k\\\": ⟦\\\"\\u540d\\\"⟧}\""), "/k", json!("名")),
        (config("  n.json: \"{\\\"k\\\":\\\n    \\ ⟦12⟧}\""), "/k", json!(12)),
        (config("  n.toml: |\n    [t] # c\n    k = ⟦\"名\"⟧\n    l = 1"), "/t/k", json!("名")),
        (config("  n.toml: |2-\n    [t]\n    k = ⟦1⟧"), "/t/k", json!(1)),
        (
            config("  n.yaml: |\n\n    # c\n    a:\n      - ⟦b: 1\n        c: 2⟧\n"),
            "/a/0",
            json!({"b": 1, "c": 2}),
        ),
        (config("  n.ini: |+\r\n    [s]\r\n    a = ⟦x⟧\r\n\r\n"), "/s/a", json!("x")),
        (config("  n.env: >\n    A=1\n\n    B=⟦two\n    words⟧\n"), "/B", json!("two words")),
        (config("  n.env: A=⟦1⟧"), "/A", json!("1")),
        (config("  n.env: \"A=1\n\n    B=⟦2⟧\""), "/B", json!("2")),
        (map("Secret", "stringData", "  .env: A=⟦1⟧"), "/A", json!("1")),
        // a: planted, in three alignments; a byte order mark.
        (map("Secret", "data", "  n.yaml: YTog⟦cGxhbnRlZA⟧=="), "/a", json!("planted")),
        (map("Secret", "data", "  n.yaml: YWE6I⟦HBsYW50ZWQ⟧="), "/aa", json!("planted")),
        (map("Secret", "data", "  n.yaml: YWFhOi⟦BwbGFudGVk⟧"), "/aaa", json!("planted")),
        (map("Secret", "data", "  n.yaml: 77u/YWFhOi⟦BwbGFudGVk⟧"), "/aaa", json!("planted")),
        (map("Secret", "data", "  n.yaml: |\n    YWFhOi⟦BwbG\n    FudGVk⟧"), "/aaa", json!("planted")),
        (map("ConfigMap", "binaryData", "  n.yaml: YWFhOi⟦BwbGFudGVk⟧"), "/aaa", json!("planted")),
    ] {
        let (plain, span) = marked(&text);
        let parsed = unfold(Format::Yaml, &plain);
        assert!(parsed.problems.is_empty(), "{plain:?}: {:?}", parsed.problems);
        let document = parsed.documents.last().unwrap();
        let place = document.resolve(&Pointer::parse(pointer).unwrap());
        assert_eq!((document.to_json(place.node), place.missing.len()), (expected, 0), "{plain:?}");
        let found = document.node(place.node).span;
        assert_eq!(document.source.slice(found), &plain[span.range()], "{plain:?}");
        assert_eq!(found, span, "{plain:?}");
        spans::assert_nested(document);
    }
}

#[test]
fn several_documents_of_one_value_have_names_of_their_own() {
    let text = map(
        "ConfigMap",
        "data",
        "  n.yaml: |\n    a: 1\n    ---\n    [{apiVersion: v1, kind: A}]\n  b.txt: x\n  empty.json: ''",
    );
    let titles: Vec<String> = within(Format::Yaml, &text).into_iter().map(|(title, _)| title).collect();
    assert_eq!(titles, ["test#/data/n.yaml", "test#/data/n.yaml/#1", "test#/data/n.yaml/#1/0"]);
}

#[test]
fn what_cannot_be_read_within_a_file_is_told_at_its_place() {
    for (text, kind) in [
        (map("ConfigMap", "data", "  n.json: |\n    {\n      \"a\": ⟦}⟧"), "parse"),
        (map("ConfigMap", "data", "  n.json: \"{\\\"a\\\": 1, ⟦\\\"a\\\"⟧: 2}\""), "duplicate-key"),
        (map("ConfigMap", "data", "  n.yaml: |\n    a: ⟦{{ .x }}⟧"), "template"),
        (map("Secret", "data", "  n.yaml: ⟦\"a: b\"⟧"), "config"),
        (map("Secret", "data", "  n.yaml: ⟦/w==⟧"), "config"),
    ] {
        let (plain, span) = marked(&text);
        let parsed = unfold(Format::Yaml, &plain);
        let found: Vec<_> =
            parsed.problems.iter().map(|problem| (problem.kind(), problem.origin().unwrap().span)).collect();
        assert_eq!(found, [(kind, span)], "{plain:?}: {:?}", parsed.problems);
    }
}

#[test]
fn bounds_hold_for_what_is_nested() {
    let deep = |levels: usize| {
        let mut text = "{\"apiVersion\": \"v1\", \"kind\": \"A\"}".to_owned();
        for _ in 0..levels {
            text = format!("{{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{text}]}}");
        }
        text
    };
    assert_eq!(within(Format::Json, &deep(8)).len(), 8);
    let parsed = unfold(Format::Json, &deep(9));
    assert!(
        parsed.problems.iter().any(|problem| problem.to_string().contains("8 times")),
        "{:?}",
        parsed.problems
    );
    // One text that aliases repeat, and items that they do.
    let repeated: String = (0..3_000).map(|at| format!("  {at}.env: *x\n")).collect();
    let text = map("ConfigMap", "data", &format!("  x: &x 'A={}'\n{repeated}", "y".repeat(20_000)));
    let limited = |problem: &Problem| problem.to_string().contains("within this file are larger");
    assert!(unfold(Format::Yaml, &text).problems.iter().any(limited));
    let items: String = (0..200).map(|_| "- *a\n").collect();
    let nodes: String = (0..200).map(|at| format!("  k{at}: 1\n")).collect();
    let text = format!("- &a\n  apiVersion: v1\n  kind: A\n{nodes}{items}");
    let limits = Limits { nodes: 10_000, ..Limits::default() };
    let parsed =
        parse_nested(&SourceFile::from_text("test", text), Format::Yaml, Reading::default(), &limits);
    assert_eq!(parsed.problems.iter().map(Problem::kind).collect::<Vec<_>>(), ["limit"]);
}

/// Quotes a text in every way in which YAML can hold it as the value of a key.
fn quoted(text: &str) -> Vec<String> {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\t' => "\\t".to_owned(),
        '名' => "\\u540d".to_owned(),
        '😀' => "\\ud83d\\ude00".to_owned(),
        other => other.to_string(),
    };
    let json: String = text.chars().map(escape).collect();
    let block: String = text.split('\n').map(|line| format!("\n    {line}")).collect();
    vec![format!("\"{}\"", json.replace("\\ud83d\\ude00", "\\U0001f600")), format!("|{block}"), json]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(200) })]

    #[test]
    fn places_in_any_text_are_those_of_its_own(
        values in prop::collection::vec("(\"(a|名|😀| |\\\\\"){0,6}\"|'(a|\"|\\\\|名| ){0,6}'|[1-9]{1,4}|\\[1, \"😀\"\\])", 1..6),
    ) {
        let lines = values.iter().enumerate().map(|(at, value)| format!("k{at} = {value}"));
        let text = lines.collect::<Vec<_>>().join("\n");
        let own = read(Format::Toml, &text);
        prop_assert!(own.problems.is_empty(), "{text:?}: {:?}", own.problems);
        let [double, block, json] = <[String; 3]>::try_from(quoted(&text)).unwrap();
        let outer = [
            (Format::Yaml, map("ConfigMap", "data", &format!("  n.toml: {double}"))),
            (Format::Yaml, map("ConfigMap", "data", &format!("  n.toml: {block}"))),
            (Format::Json, format!("{{\"apiVersion\": \"v1\", \"kind\": \"ConfigMap\", \"data\": {{\"n.toml\": \"{json}\"}}}}")),
        ];
        for (format, outer) in outer {
            let parsed = unfold(format, &outer);
            prop_assert!(parsed.problems.is_empty(), "{outer:?}: {:?}", parsed.problems);
            let (inner, document) = (&own.documents[0], parsed.documents.last().unwrap());
            prop_assert_eq!(inner.to_json(inner.root()), document.to_json(document.root()));
            spans::assert_nested(document);
            for (here, there) in inner.nodes().iter().zip(document.nodes()) {
                let (here, there) = (inner.source.slice(here.span), document.source.slice(there.span));
                let there = match block.is_empty() || !outer.contains(&block) {
                    true => serde_json::from_str(&format!("\"{}\"", there.replace("\\U0001f600", "😀"))).unwrap(),
                    false => there.replace("\n    ", "\n"),
                };
                prop_assert_eq!(here, there, "{:?}", outer);
            }
        }
    }
}

/// What a run says of a file.
fn told(text: &str, rule: &str) -> Vec<(String, String, Vec<String>)> {
    let place = crate::common::place::Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place.policy("p", &format!("package main\n\n{rule}\n"));
    place.file("a.yaml", text);
    let run = place.check(&["--as-of", "2026-12-01"]);
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let related = |finding: &Value| {
        finding["related"].as_array().unwrap().iter().map(|label| text(&label["message"])).collect()
    };
    let findings = run.report["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| (text(&finding["location"]["pointer"]), text(&finding["status"]), related(finding)))
        .collect()
}

const LIST: &str = "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: A\n  metadata: {name: a}\n  n: 1\n- apiVersion: v1\n  kind: A\n  metadata: {name: b}\n  n: 1 # fiducia: allow main.deny until=2026-12-20 reason=\"x\"\n";

#[test]
fn a_mistake_in_a_list_is_told_once() {
    let found = [
        ("/items/0/n".to_owned(), "open".to_owned(), Vec::new()),
        ("/items/1/n".to_owned(), "waived".to_owned(), Vec::new()),
    ];
    let items = "objects contains input\nobjects contains input.items[_]\n";
    assert_eq!(told(LIST, "deny contains \"one\" if input.n == 1"), found);
    assert_eq!(told(LIST, &format!("{items}deny contains \"one\" if objects[_].n == 1")), found);
    let on_both = "deny contains {\"msg\": \"one\", \"path\": [\"items\", i, \"n\"]} if input.items[i].n == 1\ndeny contains \"one\" if input.n == 1";
    assert_eq!(told(LIST, on_both), found);
    let unplaced = "deny contains \"one\" if count([x | walk(input, [_, x]); x == 1]) > 0";
    assert!(
        told(LIST, unplaced).iter().all(|(pointer, ..)| pointer.starts_with("/items/")),
        "{:?}",
        told(LIST, unplaced)
    );
}

#[test]
fn rules_that_are_about_the_whole_still_say_so() {
    let found = told(LIST.split(" #").next().unwrap(), "deny contains \"many\" if count(input.items) > 1");
    assert_eq!(found.iter().map(|(pointer, ..)| pointer.as_str()).collect::<Vec<_>>(), ["/items"]);
}

#[test]
fn a_template_that_was_rendered_is_named() {
    let text = "---\n# Source: chart/templates/a.yaml\n# c\napiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: A, n: 1}]\n---\nn: 1\n";
    let found = told(text, "deny contains \"one\" if input.n == 1");
    let related: Vec<_> = found.into_iter().map(|(_, _, related)| related).collect();
    assert_eq!(related, [vec!["rendered from chart/templates/a.yaml".to_owned()], Vec::new()]);
}

#[test]
fn reports_call_nested_documents_by_where_they_stand() {
    let place = crate::common::place::Place::new();
    place.file("a.yaml", LIST);
    place.policy("e", "package main\n\ndeny contains 1 if input.kind == \"A\"\n");
    let run = place.check(&["a.yaml"]);
    assert!(run.stderr.contains("a.yaml#/items/1"), "{}", run.stderr);
}
