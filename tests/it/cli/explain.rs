//! `explain`.

use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia, root, text};
use serde_json::Value;
use std::path::Path;
use textwrap::core::display_width;

fn told_in(folder: &Path, arguments: &[&str]) -> String {
    let output = fiducia(folder, &[&["explain", "--as-of", DAY], arguments].concat());
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()), "{arguments:?}");
    text(&output.stdout)
}

fn told(arguments: &[&str]) -> String {
    told_in(&root(), arguments)
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&told(&[arguments, &["-f", "json"]].concat())).unwrap()
}

#[test]
fn pages_in_both_languages() {
    for (name, subject) in [
        ("rule", "TEC-PRO-01"),
        ("clause", "CSL-23"),
        ("part", "CSL-23-3"),
        ("framework", "CSL"),
        ("parameter", "log_retention_days_min"),
        ("kind", "LoggingProfile"),
    ] {
        insta::assert_snapshot!(format!("explain-{name}"), told(&[subject]));
        insta::assert_snapshot!(format!("explain-{name}-zh"), told(&[subject, "--lang", "zh"]));
    }
    insta::assert_snapshot!("explain-markdown", told(&["TEC-PRO-01", "-f", "markdown"]));
    insta::assert_snapshot!("explain-json", told(&["tec-pro-01", "-f", "json"]));
}

#[test]
fn names_are_found_whatever_their_case_and_pack() {
    for name in ["tec-pro-01", "TLS_MIN_VERSION", "Tec-Pro-01", " TEC-PRO-01 "] {
        assert_eq!(json(&[name])["id"], "TEC-PRO-01", "{name}");
    }
    for name in ["params.tls_min_version", "data.fiducia.params.tls_min_version"] {
        assert_eq!(json(&[name])["is"], "parameter", "{name}");
    }
    assert_eq!(json(&["FUT-02"])["pack"], "custody-extended");
    assert_eq!(json(&["LNK-08"])["pack"], "custody-links");
    assert_eq!(json(&["csl"])["is"], "framework");
    assert_eq!(json(&["networkprofile"])["is"], "kind");
    assert!(told(&["schema"]).contains("checked by the program itself"));
}

#[test]
fn unknown_names_and_days_are_refused() {
    for (name, meant) in
        [("TEC-PRO-O1", "TEC-PRO-01"), ("CSL-23-33", "CSL-23-3"), ("NetworkProfil", "NetworkProfile")]
    {
        let run = Run::new(fiducia(&root(), &["explain", name]));
        run.refused("usage", &format!("did you mean \"{meant}\"?"));
    }
    Run::new(fiducia(&root(), &["explain", "nothing-like-it", "--lang", "zh"])).refused("usage", "没有名为");
    Run::new(fiducia(&root(), &["explain", "CSL", "--as-of", "soon"])).refused("usage", "--as-of");
}

#[test]
fn a_name_that_several_rules_have_is_refused() {
    let place = Place::new();
    place.policy("a", "package a\n\ndeny contains \"a\" if true\n");
    place.policy("b", "package b\n\ndeny contains \"b\" if true\n");
    let run = Run::new(fiducia(place.path(), &["explain", "DENY", "-p", "./policy"]));
    run.refused("usage", "several rules are named \"DENY\": say which by its id, one of");
    let output = fiducia(place.path(), &["explain", "a.deny", "-p", "./policy"]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
}

#[test]
fn the_article_of_the_day_is_cited() {
    let title = |day: &str| {
        let output = fiducia(&root(), &["explain", "CSL-23-3", "--as-of", day]);
        text(&output.stdout).lines().next().unwrap().to_owned()
    };
    assert!(title("2025-12-31").contains("第二十一条"), "{}", title("2025-12-31"));
    assert!(title("2026-01-01").contains("第二十三条"), "{}", title("2026-01-01"));
}

/// The threshold that holds is told beside the default, with the line that sets it.
#[test]
fn overrides_are_told_with_their_place() {
    let place = Place::new();
    place.file("fiducia.toml", "policy = [\"custody\"]\n\n[params]\nlog_retention_days_min = 365\n");
    let page = told_in(place.path(), &["log_retention_days_min"]);
    assert!(page.contains("365 days, set in fiducia.toml:4"), "{page}");
    let page = told_in(place.path(), &["TEC-IDS-07", "--lang", "zh", "-f", "markdown"]);
    assert!(page.contains("现为 365 天（由 fiducia.toml:4 设置）"), "{page}");
}

#[test]
fn the_policy_is_printed_where_it_is_asked_for() {
    assert!(!told(&["TEC-PRO-01"]).contains("package fiducia."));
    let page = told(&["TEC-PRO-01", "--source", "-f", "markdown"]);
    assert!(page.contains("\n```rego\n# METADATA\n"), "{page}");
}

/// A policy of one's own has less to tell, and acts on no terminal, no page and no fence.
#[test]
fn policies_of_ones_own_are_explained_and_cannot_break_a_page() {
    let place = Place::new();
    let title = "a | b <b>\\u001b[31m [x](y)";
    place.policy("mine", &format!("# METADATA\n# title: \"{title}\"\n# custom:\n#   id: MINE-1\n#   remediation: \"# not a heading\"\npackage mine\n\ndeny contains {{\"msg\": \"too few <i>\\u001b[0m\", \"path\": [\"replicas\"]}} if input.replicas == 1\n"));
    place.file("policy/fixtures/bad.yaml", "replicas: 1 # ````` \u{202e}x\n");
    let explain = |more: &[&str]| {
        let output = fiducia(place.path(), &[&["explain", "mine-1", "-p", "./policy"], more].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        text(&output.stdout)
    };
    let page = explain(&[]);
    assert!(page.starts_with("MINE-1  a | b <b>␛[31m [x](y)\n") && !page.contains('\u{1b}'), "{page}");
    assert!(page.contains("How to fix\n# not a heading\n"), "{page}");
    assert!(page.contains("- line 1: too few <i>␛[0m\n"), "{page}");
    assert!(page.lines().all(|line| display_width(line) <= 80), "{page}");
    let page = explain(&["-f", "markdown"]);
    assert!(page.starts_with("# MINE-1 a | b &lt;b&gt;␛\\[31m \\[x\\](y)\n"), "{page}");
    assert!(page.contains("\n\\# not a heading\n") && page.contains("\n``````yaml\n"), "{page}");
    let page = explain(&["-f", "json"]);
    assert!(!page.contains('\u{1b}'), "{page}");
}
