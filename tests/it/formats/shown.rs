//! What each format looks like.

use super::{report, shelf};
use crate::common::root;
use crate::common::{DAY, fiducia, text};
use serde_json::Value;

const FORMATS: [&str; 8] = ["sarif", "github", "azure", "gitlab", "junit", "tap", "markdown", "html"];

#[test]
fn every_format() {
    let place = shelf();
    place.file("broken.yaml", "a: [\n");
    for lang in ["en", "zh"] {
        for format in FORMATS {
            let (shown, code) = report(&place, format, &["--lang", lang]);
            assert_eq!(code, Some(2), "{shown}");
            let readable = match serde_json::from_str::<Value>(&shown) {
                Ok(value) => format!("{value:#}\n"),
                Err(_) => shown,
            };
            insta::assert_snapshot!(format!("{format}-{lang}"), readable);
        }
    }
}

/// Nothing found is a whole report, too.
#[test]
fn nothing_found() {
    let place = shelf();
    for format in FORMATS {
        let (shown, code) = report(&place, format, &["ok.yaml", "--skip", "O-02"]);
        assert_eq!(code, Some(0), "{shown}");
        assert!(!shown.is_empty() && !shown.contains("O-01] "), "{format}: {shown}");
    }
}

/// Several reports of one run say what each says by itself.
#[test]
fn several_reports_of_one_run() {
    let place = shelf();
    let files: Vec<String> = FORMATS.iter().map(|format| format!("{format}=reports/r.{format}")).collect();
    std::fs::create_dir(place.join("reports")).unwrap();
    let mut arguments = Vec::new();
    files.iter().for_each(|file| arguments.extend(["-o", file.as_str()]));
    let (shown, code) = report(&place, "github", &[&arguments[..], &["app.yaml", "ok.yaml", "net"]].concat());
    assert_eq!(code, Some(1));
    for format in FORMATS {
        let written = std::fs::read_to_string(place.join(format!("reports/r.{format}"))).unwrap();
        assert_eq!(written, report(&place, format, &["app.yaml", "ok.yaml", "net"]).0, "{format}");
    }
    assert_eq!(shown, report(&place, "github", &["app.yaml", "ok.yaml", "net"]).0);
}

/// Lints are reported in the same formats, their places being in policies.
#[test]
fn lints() {
    let place = shelf();
    place.policy("unused", "package unused\n\ndeny contains \"x\" if {\n\ty := input.a\n\tinput.b\n}\n");
    for format in FORMATS {
        let output = fiducia(place.path(), &["lint", "policy", "-f", format]);
        let shown = text(&output.stdout);
        let shown = shown.replace('\\', "").replace("&#x2f;", "/");
        assert!(shown.contains("policy/unused.rego") && shown.contains("lint/"), "{format}: {shown}");
    }
}

/// The example as a whole is drawn in every format.
#[test]
fn the_example() {
    for format in FORMATS {
        let output = fiducia(&root(), &["check", "examples/harbor-pay", "-f", format, "--as-of", DAY]);
        assert!(output.stdout.len() > 1000, "{format}");
    }
}
