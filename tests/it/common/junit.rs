//! JUnit, held against what the schema of Jenkins' xunit plugin (`junit-10.xsd`) allows: the elements, where they
//! stand, and their attributes. Three attributes come on top of it: `file` and `line` of a case, by which GitLab and
//! others link, and `skipped` of the root, which sums up those of the suites.
#![allow(clippy::panic)]

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;

/// An element: where it may stand, the attributes that it has to have, and those that it may have.
type Element = (&'static str, &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const ELEMENTS: [Element; 8] = [
    ("testsuites", &[""], &[], &["name", "time", "tests", "failures", "errors", "skipped"]),
    (
        "testsuite",
        &["testsuites"],
        &["name", "tests", "failures", "errors"],
        &["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
    ),
    ("testcase", &["testsuite"], &["name"], &["time", "classname", "group", "file", "line"]),
    ("failure", &["testcase"], &[], &["message", "type"]),
    ("error", &["testcase"], &[], &["message", "type"]),
    ("skipped", &["testcase"], &[], &["message", "type"]),
    ("system-out", &["testcase", "testsuite"], &[], &[]),
    ("system-err", &["testcase", "testsuite"], &[], &[]),
];

/// How many cases, failures, errors and skipped cases there are.
#[derive(Debug, Default, PartialEq, Eq, Clone, Copy)]
pub struct Counts {
    pub tests: usize,
    pub failures: usize,
    pub errors: usize,
    pub skipped: usize,
}

impl Counts {
    fn add(&mut self, name: &str) {
        match name {
            "testcase" => self.tests += 1,
            "failure" => self.failures += 1,
            "error" => self.errors += 1,
            "skipped" => self.skipped += 1,
            _ => {}
        }
    }
}

type Attributes = BTreeMap<String, String>;

/// Fails unless a text is a report, and counts what is in it.
pub fn assert_valid(text: &str) -> Counts {
    let forbidden = |c: char| !matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(!text.contains(forbidden), "a character that XML forbids: {text:?}");
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut open: Vec<(String, Attributes, Counts)> = Vec::new();
    let mut all = Counts::default();
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Start(element) => {
                let (name, attributes) = element_of(&element, open.last().map_or("", |(name, ..)| name));
                open.iter_mut().for_each(|(_, _, counts)| counts.add(&name));
                all.add(&name);
                open.push((name, attributes, Counts::default()));
            }
            Event::Empty(element) => {
                let (name, attributes) = element_of(&element, open.last().map_or("", |(name, ..)| name));
                open.iter_mut().for_each(|(_, _, counts)| counts.add(&name));
                all.add(&name);
                totals(&name, &attributes, Counts::default());
            }
            Event::End(_) => {
                let (name, attributes, counts) = open.pop().unwrap();
                totals(&name, &attributes, counts);
            }
            Event::Text(text) => {
                let text = text.decode().unwrap();
                let holds = ["failure", "error", "skipped", "system-out", "system-err"];
                let inside = open.last().is_some_and(|(name, ..)| holds.contains(&name.as_str()));
                assert!(inside || text.trim().is_empty(), "text where none may stand: {text:?}");
            }
            Event::Decl(_) | Event::GeneralRef(_) => {}
            Event::Eof => break,
            other => panic!("neither an element nor text: {other:?}"),
        }
    }
    assert!(open.is_empty(), "{open:?}");
    all
}

fn element_of(element: &BytesStart<'_>, parent: &str) -> (String, Attributes) {
    let name = String::from_utf8(element.name().as_ref().to_vec()).unwrap();
    let known = ELEMENTS.iter().find(|(known, ..)| *known == name);
    let (_, parents, required, optional) = known.unwrap_or_else(|| panic!("no element of JUnit: {name}"));
    assert!(parents.contains(&parent), "{name} in {parent:?}");
    let mut attributes = Attributes::new();
    for attribute in element.attributes() {
        let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
        let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
        let allowed = required.contains(&key.as_str()) || optional.contains(&key.as_str());
        assert!(allowed, "{name} has no attribute {key}");
        let number = ["tests", "failures", "errors", "skipped", "line"].contains(&key.as_str());
        assert!(!number || value.parse::<u64>().is_ok(), "{name} {key}={value:?}");
        let seconds = value.chars().all(|c| c.is_ascii_digit() || c == '.') && value.parse::<f64>().is_ok();
        assert!(key != "time" || seconds, "{name} {key}={value:?}");
        attributes.insert(key, value);
    }
    for key in *required {
        assert!(attributes.contains_key(*key), "{name} lacks {key}");
    }
    (name, attributes)
}

/// The totals of suites are what their cases come to.
fn totals(name: &str, attributes: &Attributes, counts: Counts) {
    if !name.starts_with("testsuite") {
        return;
    }
    let Counts { tests, failures, errors, skipped } = counts;
    for (key, count) in [
        ("tests", tests),
        ("failures", failures),
        ("errors", errors),
        ("skipped", skipped),
        ("disabled", skipped),
    ] {
        if let Some(said) = attributes.get(key) {
            assert_eq!(said, &count.to_string(), "{name} {key}");
        }
    }
}
