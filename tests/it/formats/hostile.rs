//! Text from files that would act on whoever shows a report: it stands for itself in every format.

use super::{Place, report, sarif, valid};
use crate::common::junit;
use serde_json::Value;

const FORMATS: [&str; 12] = [
    "human", "compact", "json", "ndjson", "sarif", "github", "azure", "gitlab", "junit", "markdown", "tap",
    "html",
];

/// What is put into a value, a key, the name of a file and the text of a policy.
const TEXTS: [&str; 10] = [
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "]]><x/>",
    "\n::error::forged\n::add-mask::a",
    "\u{1b}[2J\u{1b}]0;title\u{7}",
    "%0A::error::forged",
    "`code` ```\n# heading",
    "\u{202e}\u{2066}\u{200f}gnp.exe",
    "\r\n##vso[task.setvariable variable=a]b",
    "[go](https://evil.example) ![x](y) @team #1 | cell",
    "\" onmouseover=\"alert(1)\" ' ; , & &amp; %25",
];

fn json_string(text: &str) -> String {
    Value::from(text).to_string()
}

/// A place where a text stands wherever a stranger can write.
fn hostile(text: &str) -> Place {
    let place = Place::new();
    let quoted = json_string(text);
    let name: String = text.chars().filter(|c| !matches!(c, '/' | '\0')).take(60).collect();
    place.file(format!("{name}.yaml"), format!("name: {quoted}\n{quoted}: {quoted}\nreplicas: 1\n"));
    place.policy(
        "echo",
        "package echo\n\ndeny contains {\"msg\": sprintf(\"%s %s\", [k, v]), \"path\": [k], \"related\": [{\"msg\": v, \"path\": [\"name\"]}]} if {\n\tsome k, v in input\n\tis_string(v)\n}\n",
    );
    place
}

#[test]
fn text_does_nothing() {
    for text in TEXTS {
        let place = hostile(text);
        for format in FORMATS {
            let (shown, code) = report(&place, format, &["."]);
            assert_eq!(code, Some(1), "{format}: {text:?}: {shown}");
            let acts = |c: char| {
                (c.is_control() && c != '\n' && c != '\t')
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200f}')
            };
            assert!(!shown.contains(acts), "{format}: {text:?}: {shown:?}");
            assert!(!shown.contains("##vso[task.setvariable"), "{format}: {shown}");
            let own = |line: &&str| line.starts_with("::error file=") || line.starts_with("::warning ");
            let forged = shown.lines().filter(|line| line.trim_start().starts_with("::") && !own(line));
            assert_eq!(forged.collect::<Vec<_>>(), Vec::<&str>::new(), "{format}: {text:?}");
            match format {
                "json" => {
                    serde_json::from_str::<Value>(&shown).unwrap();
                }
                "ndjson" => {
                    let line = |line: &str| serde_json::from_str::<Value>(line).unwrap()["record"].clone();
                    assert_eq!(shown.lines().map(line).filter(|record| *record == "run").count(), 1);
                }
                "sarif" => {
                    sarif::assert_valid(&shown);
                }
                "gitlab" => {
                    valid::assert_gitlab(&shown);
                }
                "junit" => {
                    junit::assert_valid(&shown);
                }
                "markdown" | "html" => {
                    for mark in ["<script>alert", "<img", "<x/>", "]]>"] {
                        assert!(!shown.contains(mark), "{format}: {text:?}: {shown}");
                    }
                }
                _ => {}
            }
            if format == "html" || format == "junit" {
                assert!(!shown.contains("\" onmouseover"), "{format}: {shown}");
            }
            if format == "markdown" {
                let links = shown.matches("](").count();
                let lines = shown.matches("#L").count();
                assert_eq!(links, lines, "only links to lines: {shown}");
                assert!(!shown.contains("\n# heading") && !shown.contains(" @team"), "{shown}");
            }
        }
    }
}
