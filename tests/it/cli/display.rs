//! What people see.

use crate::common::place::Place;
use crate::common::{fiducia, root, text};
use std::process::Command;

fn with(place: &Place, variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
    command.current_dir(place.path()).args(["check", "-p", "./policy", "ok.yaml"]).args(arguments);
    let output = command.env_clear().envs(variables.iter().copied()).output().unwrap();
    text(&output.stdout) + &text(&output.stderr)
}

#[test]
fn colour() {
    let place = Place::new();
    let coloured = |variables: &[(&str, &str)], arguments: &[&str]| {
        with(&place, variables, &[arguments, &["nowhere.yaml"]].concat()).contains('\u{1b}')
    };
    assert!(!coloured(&[], &[]), "not on a pipe");
    assert!(coloured(&[], &["--color", "always"]));
    assert!(coloured(&[("CLICOLOR_FORCE", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1")], &["--color", "never"]));
    assert!(coloured(&[("NO_COLOR", "1")], &["--color", "always"]));
}

/// A report in a file has no colour, whatever standard output has.
#[test]
fn files_have_no_colour() {
    let place = Place::new();
    with(&place, &[], &["--color", "always", "-o", "human=report.txt"]);
    let report = std::fs::read_to_string(place.join("report.txt")).unwrap();
    assert!(report.contains("REPLICAS") && !report.contains('\u{1b}'), "{report:?}");
}

#[test]
fn frame() {
    insta::assert_snapshot!(with(&Place::new(), &[], &["--as-of", crate::common::DAY]));
}

#[test]
fn narrated() {
    let shown = with(&Place::new(), &[("NO_GRAPHICS", "1")], &[]);
    assert!(shown.is_ascii(), "{shown}");
    insta::assert_snapshot!(shown);
}

#[test]
fn problems() {
    let place = Place::new();
    place.file("twice.yaml", "replicas: 3\nreplicas: 4\n");
    place.file("broken.json", "{\"a\": 1,\n \"b\": }\n");
    place.policy("broken", "package broken\n\ndeny contains \"x\" if input.a > limit\n");
    place.policy(
        "one",
        "# METADATA\n# custom:\n#   id: REPLICAS\npackage one\n\ndeny contains \"x\" if true\n",
    );
    let output = fiducia(
        place.path(),
        &["check", "-p", "./policy", ".", "nowhere", "--only", "REPLICAS", "--as-of", "2026-11-22"],
    );
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(text(&output.stderr));
}

#[test]
fn usage() {
    let output = fiducia(&root(), &["check", "--fail-on", "hihg"]);
    insta::assert_snapshot!(text(&output.stderr));
}

#[test]
fn help() {
    let output = fiducia(&root(), &["check", "--help"]);
    assert_eq!(output.status.code(), Some(0));
    insta::assert_snapshot!(text(&output.stdout));
}

#[test]
fn quiet_and_verbose() {
    let place = Place::new();
    place.policy("nowhere", "package nowhere\n\ndeny contains \"somewhere\" if true\n");
    let quiet = with(&place, &[], &["-q"]);
    assert!(quiet.contains("REPLICAS") && !quiet.contains("1 file"), "{quiet}");
    let verbose = with(&place, &[], &["-v"]);
    assert!(verbose.contains("note: nowhere.deny: 1 located by document only"), "{verbose}");
}

/// Columns of a text on a terminal: Chinese characters and full-width forms take two.
fn columns(line: &str) -> usize {
    let wide = |c: char| matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}');
    line.chars().map(|c| if wide(c) { 2 } else { 1 }).sum()
}

#[test]
fn eighty_columns() {
    for lang in ["en", "zh"] {
        let arguments = ["check", "examples/harbor-pay", "--lang", lang, "--as-of", crate::common::DAY];
        let output = fiducia(&root(), &arguments);
        let all = text(&output.stdout) + &text(&output.stderr);
        assert!(all.lines().count() > 100, "{all}");
        let is_source = |line: &&str| {
            let number = line.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
            // What is drawn under a source line starts where the line has it.
            let under = line.trim_start().starts_with('·');
            under || number.len() < line.trim_start().len() && number.trim_start().starts_with('│')
        };
        let long: Vec<&str> = all.lines().filter(|line| !is_source(line) && columns(line) > 80).collect();
        assert!(long.is_empty(), "{lang}:\n{}", long.join("\n"));
    }
}
