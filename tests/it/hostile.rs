//! Inputs made to exhaust the stack, the memory or the patience of a reader. Each has to end in a
//! problem that says why, or in documents, on a stack of ordinary size.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic)]

use fiducia::document::{Format, Limits, Parsed, Pointer, parse};
use fiducia::problem::{Bound, Problem};
use fiducia::source::{SourceFile, Span};
use std::fmt::Write;
use std::thread;

/// The stack of a thread that Rust starts by default, stated so that no environment can raise it.
const STACK: usize = 2 << 20;

/// Parses on a thread with an ordinary stack, and makes and drops the JSON of every document there.
fn read(text: String, format: Format) -> Parsed {
    let work = move || {
        let source = SourceFile::from_text("hostile", text);
        let parsed = parse(&source, format, &Limits::default());
        for document in &parsed.documents {
            drop(document.to_json(document.root()));
        }
        parsed
    };
    thread::Builder::new().stack_size(STACK).spawn(work).unwrap().join().unwrap()
}

fn yaml(text: impl Into<String>) -> Parsed {
    read(text.into(), Format::Yaml)
}

/// The bound that stopped reading, where the first problem is one.
fn bound(parsed: &Parsed) -> Option<Bound> {
    match parsed.problems.first() {
        Some(Problem::Limit { bound, .. }) => Some(*bound),
        _ => None,
    }
}

#[test]
fn nesting_is_bounded_without_recursion() {
    const DEEP: usize = 100_000;
    for format in Format::ALL.into_iter().filter(|format| format.holds_data()) {
        for text in ["[", "{\"a\":", "[[{\"a\":"] {
            let parsed = read(text.repeat(DEEP), format);
            assert_eq!(bound(&parsed), Some(Bound::Depth), "{} {text}: {:?}", format.name(), parsed.problems);
        }
        assert_eq!(bound(&read("[".repeat(DEEP) + &"]".repeat(DEEP), format)), Some(Bound::Depth));
    }
    for text in ["- ", "? ", ": ", "- ? "] {
        assert_eq!(bound(&yaml(text.repeat(DEEP))), Some(Bound::Depth), "{text}");
    }
    assert_eq!(bound(&read("// \r".to_owned() + &"[".repeat(DEEP), Format::Jsonc)), Some(Bound::Depth));
    // Every level is indented further: 100,000 of them would take 5 GB, 3,000 take 4.5 MB.
    let blocks = (0..3_000).map(|level| " ".repeat(level) + "a:\n").collect::<String>();
    assert_eq!(bound(&yaml(blocks)), Some(Bound::Depth));
    let bound_of = |levels: usize| bound(&yaml("[".repeat(levels) + &"]".repeat(levels)));
    assert_eq!((bound_of(128), bound_of(129)), (None, Some(Bound::Depth)));
}

#[test]
fn braces_without_end_are_no_template() {
    for text in ["{", "{{ ", "\"a\" {{ ", "{% "] {
        let parsed = yaml(text.repeat(300_000));
        assert!(matches!(parsed.problems[..], [Problem::Syntax { .. } | Problem::Limit { .. }]), "{text}");
    }
}

#[test]
fn aliases_cannot_expand_without_bound() {
    let mut laughs = "a0: &a0 [x]\n".to_owned();
    let mut chain = "- &a0 x\n".to_owned();
    let mut merges = "- &a0 {x0: 0}\n".to_owned();
    for at in 1..1_000 {
        let before = at - 1;
        writeln!(laughs, "a{at}: &a{at} [*a{before}, *a{before}, *a{before}]").unwrap();
        writeln!(chain, "- &a{at} [*a{before}]").unwrap();
        writeln!(merges, "- &a{at} {{<<: [*a{before}, *a{before}], x{at}: 0}}").unwrap();
    }
    assert_eq!(bound(&yaml(laughs)), Some(Bound::Expanded));
    assert_eq!(bound(&yaml(chain)), Some(Bound::Depth));
    assert!(matches!(bound(&yaml(merges)), Some(Bound::Expanded | Bound::Depth)));
    // Few nodes, but many bytes: 1 GB of text out of 2 MB.
    let text = format!("- &a {}\n", "x".repeat(1 << 20)) + &"- *a\n".repeat(1_000);
    assert_eq!(bound(&yaml(text)), Some(Bound::Expanded));
}

#[test]
fn without_aliases_nothing_counts_as_expanded() {
    let source = SourceFile::from_text("a", format!("[{}]", "x, ".repeat(100)));
    let limits = Limits { expanded: 10, ..Limits::default() };
    assert!(parse(&source, Format::Yaml, &limits).problems.is_empty());
}

#[test]
fn an_alias_of_what_it_stands_in_is_refused() {
    for text in ["&a [*a]", "a: &a\n  b: [*a]\n", "&a {b: {c: *a}}", "&a\n? *a\n: 1\n"] {
        let parsed = yaml(text);
        let Problem::Syntax { at, reason } = &parsed.problems[0] else { panic!("{:?}", parsed.problems) };
        assert_eq!((at.source.slice(at.span), reason.contains("has no end")), ("*a", true), "{text}");
    }
}

#[test]
fn merges_that_fan_out_are_looked_through_once() {
    // Each mapping merges the one before twice: 2^12 ways lead to the first.
    let mut text = "- &a0 {deep: 1}\n".to_owned();
    for at in 1..=12 {
        writeln!(text, "- &a{at} {{<<: [*a{0}, *a{0}]}}", at - 1).unwrap();
    }
    let parsed = yaml(text);
    let document = &parsed.documents[0];
    let place = document.resolve(&Pointer::from_iter(["12", "deep"]));
    assert_eq!((document.source.slice(document.node(place.node).span), place.missing.len()), ("1", 0));
    assert_eq!(document.resolve(&Pointer::from_iter(["12", "no"])).missing, ["no"]);
}

#[test]
fn keys_that_are_collections_stay_small() {
    let refused = |text: String| match &yaml(text).problems[..] {
        [Problem::Syntax { reason, .. }] => reason.starts_with("a key that is a collection"),
        _ => false,
    };
    // The name of a key within the name of a key is quoted twice, and so on: 2^100 backslashes.
    assert!(refused("{ ? ".repeat(100) + "a" + &" }".repeat(100)));
    assert!(refused("- &a {b: {[c]: d}}\n- {*a : 1}\n".to_owned()));
    assert!(refused(format!("? [{}]\n: 1\n", "x, ".repeat(2_000))));
    assert!(!refused("? [a, {b: c}]\n: {? [d] : e}\n".to_owned()));
}

#[test]
fn large_inputs_of_one_kind_are_read() {
    const MANY: usize = 100_000;
    let numbered = |line: fn(usize) -> String| (0..MANY).map(line).collect::<String>();
    let words = "x ".repeat(MANY);
    for (name, text) in [
        ("one plain line", format!("a: {words}")),
        ("one quoted line", format!("\"{words}\"")),
        ("one flow line", format!("[{}]", "ab, ".repeat(MANY / 2))),
        ("one block scalar", format!("a: |\n{}", "  x\n".repeat(MANY / 4))),
        ("one plain scalar of many lines", format!("a: b\n{}", "  x\n".repeat(MANY / 4))),
        ("anchors", numbered(|at| format!("- &a{at} x\n"))),
        ("aliases", "- &a x\n".to_owned() + &"- *a\n".repeat(MANY)),
        ("keys", numbered(|at| format!("k{at}: {at}\n"))),
        ("flow keys", format!("{{{}}}", numbered(|at| format!("k{at}: x, ")))),
        ("comments", "# x\n".repeat(MANY) + "a: 1\n"),
        ("empty lines", "\n".repeat(2 * MANY) + "a: 1\n"),
        ("trailing lines", "a: |+\n".to_owned() + &"\n".repeat(2 * MANY)),
    ] {
        let parsed = yaml(text);
        assert!(parsed.documents.len() == 1 && parsed.problems.is_empty(), "{name}: {:?}", parsed.problems);
    }
}

#[test]
fn a_file_of_many_documents_is_read() {
    let many = yaml("---\na\n".repeat(200_000));
    assert_eq!(
        (many.documents.len(), many.documents[199_999].index, many.problems.len()),
        (200_000, 199_999, 0)
    );
    assert!(matches!(yaml("---\n".repeat(100_000)).problems[..], [Problem::NoDocument { .. }]));
}

#[test]
fn large_inputs_of_one_kind_are_read_as_json() {
    const MANY: usize = 100_000;
    let json = |text| read(text, Format::Json);
    let keys = (0..MANY).map(|at| format!("\"k{at}\":{at},")).collect::<String>();
    for text in [
        format!("[{}1]", "1,".repeat(MANY)),
        format!("{{{keys}\"a\":1}}"),
        format!("\"{}\"", "x".repeat(10 * MANY)),
        format!("[\"{}\"]", "\\u0061".repeat(MANY)),
        format!("{}1", " ".repeat(10 * MANY)),
    ] {
        let parsed = json(text);
        assert!(parsed.documents.len() == 1 && parsed.problems.is_empty(), "{:?}", parsed.problems);
    }
    let same = json(format!("{{{}\"a\":1}}", "\"a\":1,".repeat(MANY)));
    assert_eq!(fiducia::problem::count(&same.problems), MANY);
}

#[test]
fn a_number_of_any_length_is_read() {
    for format in [Format::Yaml, Format::Json] {
        for text in [
            "9".repeat(1_000_000),
            format!("1e{}", "9".repeat(1_000_000)),
            format!("0.{}", "9".repeat(1_000_000)),
        ] {
            assert_eq!(read(text, format).documents.len(), 1);
        }
    }
}

#[test]
fn more_nodes_than_allowed_end_the_file() {
    let limits = Limits { nodes: 100, ..Limits::default() };
    for (text, format) in [
        (format!("[{}1]", "1,".repeat(200)), Format::Json),
        (format!("[{}1]", "1,".repeat(200)), Format::Yaml),
        ("--- a\n".repeat(200), Format::Yaml),
    ] {
        let parsed = parse(&SourceFile::from_text("a", text), format, &limits);
        assert!(matches!(parsed.problems[..], [Problem::Limit { bound: Bound::Nodes, limit: 100, .. }]));
    }
}

#[test]
fn reading_stops_after_many_broken_documents_and_says_so() {
    let parsed = yaml("---\n[\n".repeat(300));
    let Some(Problem::Syntax { reason, .. }) = parsed.problems.last() else { panic!() };
    assert_eq!((parsed.problems.len(), reason.contains("was not read")), (101, true));
    // The hundredth is the last: nothing is left unread.
    assert_eq!(yaml("---\n[\n".repeat(100)).problems.len(), 100);
}

#[test]
fn positions_in_a_long_line_cost_the_same_anywhere() {
    let text: Vec<u8> = "\u{feff}名"
        .encode_utf16()
        .chain("x".repeat(4_000_000).encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let source = SourceFile::decode("a", text).unwrap();
    for at in 0..500 {
        let offset = Span::new(3 + at * 8_000, 0).start;
        let position = source.position(offset);
        assert_eq!((position.column, position.offset), (2 + at * 8_000, 4 + at * 16_000));
    }
}
