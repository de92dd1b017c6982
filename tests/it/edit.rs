//! Changes of documents in place: what was wanted is there, and no other byte has changed.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic)]

use fiducia::document::edit::{append, set};
use fiducia::document::{Document, Format, Limits, NodeKind, Pointer, parse};
use fiducia::problem::Problem;
use fiducia::source::SourceFile;
use proptest::prelude::*;
use serde_json::{Value, json};

fn documents(format: Format, text: &str) -> Vec<Document> {
    let parsed = parse(&SourceFile::from_text("test", text), format, &Limits::default());
    assert!(parsed.problems.is_empty(), "{text:?}: {:?}", parsed.problems);
    parsed.documents
}

type Change = fn(&Document, &Pointer, &Value) -> Result<Document, Problem>;

/// The text after a change of its last document.
fn changed(change: Change, format: Format, text: &str, pointer: &str, value: Value) -> Option<String> {
    let documents = documents(format, text);
    let pointer = Pointer::parse(pointer).unwrap();
    change(documents.last().unwrap(), &pointer, &value).ok().map(|after| after.source.text.clone())
}

#[test]
fn values_are_put_where_they_belong() {
    let yaml = |change: Change, text: &str, pointer: &str, value: Value, after: &str| {
        let found = changed(change, Format::Yaml, text, pointer, value);
        assert_eq!(found.as_deref(), Some(after), "{pointer} in {text:?}");
    };
    // Scalars, in the quotes that were there.
    yaml(set, "a: open # was new\nb: 1\n", "/a", json!("done"), "a: done # was new\nb: 1\n");
    yaml(set, "a: 'it''s'\n", "/a", json!("it's not"), "a: 'it''s not'\n");
    yaml(set, "a: \"x\"\n", "/a", json!("y"), "a: \"y\"\n");
    yaml(set, "a:\nb: 1\n", "/a", json!(2), "a: 2\nb: 1\n");
    yaml(set, "a: # none\nb: 1\n", "/a", json!(true), "a: true # none\nb: 1\n");
    yaml(set, "a: |\n  two\n  lines\nb: 1\n", "/a", json!("one"), "a: one\nb: 1\n");
    yaml(set, "- x\n- y # last", "/1", json!("z"), "- x\n- z # last");
    yaml(set, "{a: 1, b: [2, 3]}\n", "/b/1", json!("x, y"), "{a: 1, b: [2, \"x, y\"]}\n");
    // Keys behind the last one, its comment included.
    yaml(set, "m:\n    a: 1 # one\n# end\n", "/m/b", json!("x"), "m:\n    a: 1 # one\n    b: x\n# end\n");
    yaml(set, "- a: 1\n  b: 2\n- c: 3\n", "/0/z", json!(null), "- a: 1\n  b: 2\n  z: null\n- c: 3\n");
    yaml(set, "m: {}\n", "/m/a", json!([1]), "m: {a: [1]}\n");
    yaml(set, "m: {a: 1,}\n", "/m/b", json!(2), "m: {a: 1, b: 2,}\n");
    yaml(set, "m:\r\n  a: 1\r\n", "/m/b/c", json!(2), "m:\r\n  a: 1\r\n  b:\r\n    c: 2\r\n");
    yaml(set, "m:\n  a: 1", "/m/b", json!(2), "m:\n  a: 1\n  b: 2");
    yaml(set, "a: 1\n---\nb: 1\n...\n", "/c", json!(2), "a: 1\n---\nb: 1\nc: 2\n...\n");
    // Items, in the manner of the items before.
    yaml(append, "l:\n- 1\n- 2\nz: 0\n", "/l", json!(3), "l:\n- 1\n- 2\n- 3\nz: 0\n");
    yaml(
        append,
        "l:\n  - {id: a, to: 1} # first\n",
        "/l",
        json!({"id": "b", "to": 2}),
        "l:\n  - {id: a, to: 1} # first\n  - {id: b, to: 2}\n",
    );
    yaml(
        append,
        "l:\n  - id: a\n    to: {x: 1}\n",
        "/l",
        json!({"id": "b", "to": ["z"]}),
        "l:\n  - id: a\n    to: {x: 1}\n  - id: b\n    to:\n      - z\n",
    );
    yaml(append, "l: [1, 2] # two\n", "/l", json!(3), "l: [1, 2, 3] # two\n");
    yaml(
        append,
        "s:\n  a: 1\n  l: []\n  z: 0\n",
        "/s/l",
        json!({"x": 1}),
        "s:\n  a: 1\n  l:\n    - x: 1\n  z: 0\n",
    );
    yaml(append, "s:\n  l: [] # none yet\n", "/s/l", json!({"x": 1}), "s:\n  l: [{x: 1}] # none yet\n");
    yaml(append, "s:\n  l: # none yet\n  z: 0\n", "/s/l", json!(1), "s:\n  l: # none yet\n    - 1\n  z: 0\n");
    yaml(append, "s: {a: 1}\n", "/s/l", json!({"x": 1}), "s: {a: 1, l: [{x: 1}]}\n");
}

#[test]
fn json_stays_json() {
    let set = |text: &str, pointer: &str, value: Value| changed(set, Format::Json, text, pointer, value);
    let text = "{\n  \"a\": 1,\n  \"l\": []\n}\n";
    assert_eq!(set(text, "/a", json!("x")).unwrap(), "{\n  \"a\": \"x\",\n  \"l\": []\n}\n");
    assert_eq!(set(text, "/l", json!([{"n": 1}])).unwrap(), "{\n  \"a\": 1,\n  \"l\": [{\"n\": 1}]\n}\n");
    assert_eq!(set(text, "/b", json!(2)).unwrap(), "{\n  \"a\": 1,\n  \"l\": [], \"b\": 2\n}\n");
    let commented = "{\n  // one\n  \"a\": 1, // two\n}\n";
    let after = changed(append, Format::Jsonc, commented, "/l", json!("x")).unwrap();
    assert_eq!(after, "{\n  // one\n  \"a\": 1, \"l\": [\"x\"], // two\n}\n");
}

/// What several places share cannot be changed in one of them.
#[test]
fn what_would_change_more_is_refused_at_its_place() {
    let text = "base: &b {a: 1}\nuse: *b\nmerged:\n  <<: *b\n  c: 1\nlist: [1]\n";
    let document = &documents(Format::Yaml, text)[0];
    for pointer in ["/base/a", "/use/a", "/merged/a", "/list/5", "/list/x", "/list/0/x"] {
        let refused = set(document, &Pointer::parse(pointer).unwrap(), &json!(2)).unwrap_err();
        assert!(refused.kind() == "edit" && refused.to_string().starts_with(pointer), "{pointer}");
        assert!(refused.origin().is_some());
    }
    assert!(append(document, &Pointer::parse("/merged").unwrap(), &json!(2)).is_err());
    assert_eq!(
        changed(set, Format::Yaml, text, "/merged/a", json!(2)),
        None,
        "a key that a merge brings in stands elsewhere"
    );
}

#[test]
fn the_encoding_stays() {
    let wide =
        |text: &str, order: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(order).collect::<Vec<u8>>();
    for (before, after) in [
        ("\u{feff}a: 1\n".into(), "\u{feff}a: 𝄞\n".into()),
        (wide("\u{feff}a: 1\n", u16::to_le_bytes), wide("\u{feff}a: 𝄞\n", u16::to_le_bytes)),
        (wide("\u{feff}a: 1\n", u16::to_be_bytes), wide("\u{feff}a: 𝄞\n", u16::to_be_bytes)),
    ] {
        let source = SourceFile::decode("test", before).unwrap();
        let document = &parse(&source, Format::Yaml, &Limits::default()).documents[0];
        let changed = set(document, &Pointer::parse("/a").unwrap(), &json!("𝄞")).unwrap();
        assert_eq!(changed.source.bytes(), after);
    }
}

/// A tree with the way in which it is written.
#[derive(Debug, Clone)]
enum Tree {
    Scalar(&'static str),
    Lines(bool),
    Mapping(Vec<Tree>, bool),
    Sequence(Vec<Tree>, bool),
}

/// How a file is written.
#[derive(Debug, Clone)]
struct Layout {
    step: usize,
    dash: usize,
    comments: bool,
    last_break: bool,
    crlf: bool,
}

impl Layout {
    fn file(&self, tree: &Tree) -> String {
        let mut text = String::from("# head\n");
        text.push_str(self.block(tree, 0).trim_start_matches('\n'));
        if !self.last_break {
            text.truncate(text.trim_end_matches('\n').len());
        }
        if self.crlf { text.replace('\n', "\r\n") } else { text }
    }

    /// Text behind a key or a dash, up to its line break.
    fn block(&self, tree: &Tree, indent: usize) -> String {
        let margin = " ".repeat(indent);
        let note = if self.comments { " # note: [x]" } else { "" };
        match tree {
            Tree::Mapping(values, false) if !values.is_empty() => {
                let entry = |(at, value): (usize, &Tree)| {
                    let below =
                        indent + if matches!(value, Tree::Sequence(..)) { self.dash } else { self.step };
                    let own = if self.comments && at == 1 {
                        format!("{margin}# own line\n")
                    } else {
                        String::new()
                    };
                    format!("{own}{margin}k{at}:{}", self.block(value, below))
                };
                format!("{note}\n{}", values.iter().enumerate().map(entry).collect::<String>())
            }
            Tree::Sequence(items, false) if !items.is_empty() => {
                let item = |item: &Tree| {
                    let text = self.block(item, indent + 2);
                    match item {
                        Tree::Mapping(values, false) if !values.is_empty() => {
                            format!("{margin}- {}", text.trim_start_matches(note).trim_start())
                        }
                        _ => format!("{margin}-{text}"),
                    }
                };
                format!("{note}\n{}", items.iter().map(item).collect::<String>())
            }
            Tree::Lines(folded) => {
                let margin = " ".repeat(indent.max(1));
                format!(" {}{note}\n{margin}one\n\n{margin}two: # x\n", if *folded { '>' } else { '|' })
            }
            other => format!(" {}{note}\n", flow(other)).replace("  #", " #"),
        }
    }
}

fn flow(tree: &Tree) -> String {
    match tree {
        Tree::Scalar("") => "~".to_owned(),
        Tree::Scalar(text) => (*text).to_owned(),
        Tree::Lines(_) => "lines".to_owned(),
        Tree::Mapping(values, _) => {
            let entries = values.iter().enumerate().map(|(at, value)| format!("k{at}: {}", flow(value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        Tree::Sequence(items, _) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(" , ")),
    }
}

fn trees() -> impl Strategy<Value = Tree> {
    let scalars = ["1", "text", "\"# x: \\\"\"", "'it''s'", "~", "中文 值", "2026-01-31", "- x", "[", "true"];
    let scalar = prop::sample::select(scalars.to_vec()).prop_map(|text| match text {
        "- x" => Tree::Lines(false),
        "[" => Tree::Lines(true),
        text => Tree::Scalar(text),
    });
    let inner = scalar.prop_recursive(4, 24, 4, |inner| {
        let several = || prop::collection::vec(inner.clone(), 0..4);
        prop_oneof![
            (several(), any::<bool>()).prop_map(|(values, flow)| Tree::Mapping(values, flow)),
            (several(), any::<bool>()).prop_map(|(items, flow)| Tree::Sequence(items, flow)),
        ]
    });
    (prop::collection::vec(inner, 1..5), any::<bool>()).prop_map(|(values, list)| match list {
        true => Tree::Sequence(values, false),
        false => Tree::Mapping(values, false),
    })
}

fn layouts() -> impl Strategy<Value = Layout> {
    let flags = any::<(bool, bool, bool, bool, bool)>();
    flags.prop_map(|(wide, flat, comments, last_break, crlf)| Layout {
        step: if wide { 4 } else { 2 },
        dash: if flat { 0 } else { 2 },
        comments,
        last_break,
        crlf,
    })
}

fn values() -> impl Strategy<Value = Value> {
    prop_oneof![
        any::<i64>().prop_map(Value::from),
        any::<bool>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[-a-z0-9:#,'\"{}\\[\\]|>&*!%@`~.?= \\n\\t\u{2028}\u{feff}\r\u{1}]{0,8}".prop_map(Value::from),
        prop::sample::select(vec!["yes", "1e3", "0x1F", "null", "", " x", "-", "---", "a: b", "123e45"])
            .prop_map(Value::from),
        Just(json!({"id": "IMP-1", "tags": ["a", {"b": 1}], "none": [], "at": {"x": {"y": null}}})),
        Just(json!([1, [2, 3], {"a": "b, c"}])),
        Just(json!([])),
    ]
}

/// Every pointer of a document.
fn pointers(document: &Document) -> Vec<Pointer> {
    let (mut all, mut pending) = (Vec::new(), vec![Pointer::default()]);
    while let Some(pointer) = pending.pop() {
        match &document.node(document.resolve(&pointer).node).kind {
            NodeKind::Mapping(entries) => {
                pending.extend(entries.iter().map(|&(key, _)| pointer.with(&document.key_name(key))));
            }
            NodeKind::Sequence(items) => {
                pending.extend((0..items.len()).map(|at| pointer.with(&at.to_string())));
            }
            _ => {}
        }
        all.push(pointer);
    }
    all
}

/// The bytes of `before` that are not in `after`.
fn cut(before: &str, after: &str) -> std::ops::Range<usize> {
    let pairs = before.bytes().zip(after.bytes());
    let start = pairs.take_while(|(a, b)| a == b).count();
    let most = before.len().min(after.len()) - start;
    let ends = before.bytes().rev().zip(after.bytes().rev()).take(most);
    start..before.len() - ends.take_while(|(a, b)| a == b).count()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1024, failure_persistence: None, ..ProptestConfig::default() })]

    /// That the tree is the one wanted is held by the change itself; here it has to be possible, and to be local.
    #[test]
    fn a_value_changes_its_own_bytes_only(
        tree in trees(), layout in layouts(), value in values(), at in any::<prop::sample::Index>()
    ) {
        let text = layout.file(&tree);
        let document = &documents(Format::Yaml, &text)[0];
        let all = pointers(document);
        let pointer = &all[at.index(all.len())];
        let place = document.resolve(pointer);
        let after = set(document, pointer, &value);
        let Ok(after) = after else { return Err(TestCaseError::fail(format!("{pointer} = {value} in\n{text}"))) };
        let span = document.node(place.node).span;
        let from = place.key.map_or(span.start, |key| document.node(key).span.end) as usize;
        let cut = cut(&text, &after.source.text);
        prop_assert!(cut.is_empty() || from <= cut.start && cut.end <= span.end as usize, "{cut:?}\n{text}");
    }

    /// Whatever is added, everything that was there is there yet.
    #[test]
    fn what_is_added_takes_nothing_away(
        tree in trees(), layout in layouts(), value in values(), at in any::<prop::sample::Index>()
    ) {
        let text = layout.file(&tree);
        let document = &documents(Format::Yaml, &text)[0];
        let all = pointers(document);
        let pointer = &all[at.index(all.len())];
        let node = &document.node(document.resolve(pointer).node).kind;
        let after = match node {
            NodeKind::Mapping(_) => set(document, &pointer.with("new key"), &value),
            NodeKind::Sequence(items) if !items.is_empty() => append(document, pointer, &value),
            _ => return Ok(()),
        };
        let Ok(after) = after else { return Err(TestCaseError::fail(format!("{pointer} + {value} in\n{text}"))) };
        let cut = cut(&text, &after.source.text);
        // `{}` and `[]` may become blocks.
        let empty = text[cut.clone()].trim();
        prop_assert!(matches!(empty, "" | "{}" | "[]"), "{cut:?} {empty:?}\n{text}");
        prop_assert_eq!(layout.last_break, after.source.text.ends_with('\n'));
        prop_assert!(!layout.crlf || !after.source.text.replace("\r\n", "").contains('\n'));
    }
}
