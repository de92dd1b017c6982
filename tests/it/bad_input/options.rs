//! Options and configuration that cannot be followed, and runs that would check nothing.

use crate::common::place::{Place, Run, at};
use std::fs;

#[test]
fn rules_that_nobody_knows() {
    let place = Place::new();
    let run = place.check(&["--only", "REPLICAS,REPLICSA"]);
    let problem = run.still_checked().problem("usage", "no loaded rule is named \"REPLICSA\"");
    assert_eq!(problem["help"], "did you mean \"REPLICAS\"?");
    let run = place.check(&["--only", "REPLICAS,FUT-02"]);
    let problem = run.still_checked().problem("usage", "no loaded rule is named \"FUT-02\"");
    assert_eq!(problem["help"], "it is in the pack custody-extended: load it with `-p custody-extended`");
    place
        .check(&["--skip", "nothing"])
        .still_checked()
        .problem("usage", "no loaded rule is named \"nothing\"");
}

#[test]
fn policies_that_are_not_there() {
    let place = Place::new();
    let run = place.check(&["-p", "custdy"]);
    run.refused("usage", "there is no built-in pack \"custdy\"; there are: custody");
    let run = place.check(&["-p", "./nowhere"]);
    let problem = run.still_checked().problem("io", "nowhere: no such file");
    assert_eq!(problem["location"]["path"], "nowhere");
    fs::create_dir(place.join("empty")).unwrap();
    place.check(&["-p", "./empty"]).still_checked().problem("usage", "no policy (*.rego) in empty");
}

#[test]
fn nothing_to_check() {
    let place = Place::new();
    fs::create_dir(place.join("sub")).unwrap();
    let run = place.check(&["sub"]);
    run.problem("empty", "no file of a known format was found");
    let run = place.check(&["sub", "--allow-empty"]);
    assert_eq!((run.code, run.count("/summary/files")), (0, 0), "{}", run.stderr);
}

#[test]
fn no_rule_that_applies() {
    let place = Place::new();
    place.policy(
        "replicas",
        "package r\n\n# METADATA\n# custom:\n#   applies_to: Deployment\ndeny contains \"x\" if true\n",
    );
    let run = place.check(&["ok.yaml"]);
    run.problem("empty", "no rule applies to any of the documents");
    run.told("empty", "--allow-empty");
    let run = place.check(&["ok.yaml", "--allow-empty"]);
    assert_eq!((run.code, run.of_rule("r.deny", "not_applicable")), (0, 1), "{}", run.stderr);
}

#[test]
fn no_rule_at_all() {
    let place = Place::new();
    place.policy("replicas", "package r\n\nhelper := 1\n");
    place.check(&["ok.yaml"]).problem("empty", "no rule was loaded");
}

#[test]
fn wrong_configuration_is_shown_where_it_stands() {
    let place = Place::new();
    place.file("fiducia.toml", "lang = \"en\"\nfail-on = \"hihg\"\n");
    let run = place.check(&["ok.yaml"]);
    run.refused("config", "\"hihg\" is not one of critical, high");
    run.told("config", "fiducia.toml:2:11");
    place.file("fiducia.toml", "polices = []\n");
    place.check(&[]).refused("config", "unknown field `polices`");
    place.file("fiducia.toml", "lang = \n");
    place.check(&[]).refused("config", "fiducia.toml:1:");
    place.check(&["--config", "elsewhere.toml"]).refused("io", "elsewhere.toml: no such file");
}

#[test]
fn wrong_options() {
    let place = Place::new();
    for (option, value, words) in [
        ("--as-of", "tomorrow", "--as-of: \"tomorrow\" is no day such as 2026-01-31"),
        ("--as-of", "2026-02-30", "--as-of: \"2026-02-30\" is no day"),
        ("--timeout", "5 parsecs", "--timeout: \"5 parsecs\" is no duration"),
        ("--timeout", "0s", "--timeout: \"0s\" is no time"),
        ("--max-file-size", "big", "--max-file-size: \"big\" is no size"),
        ("--max-file-size", "5GiB", "--max-file-size: \"5GiB\" is more than 4 GiB"),
        ("--param", "name", "--param: \"name\" is not NAME=VALUE"),
        ("--fail-on", "hihg", "--fail-on: \"hihg\" is not one of critical"),
        ("--stdin-format", "ini2", "--stdin-format: \"ini2\" is not one of yaml"),
    ] {
        let run = place.check(&["ok.yaml", option, value]);
        run.refused("usage", words);
    }
}

fn plain(place: &Place, arguments: &[&str]) -> Run {
    Run::new(crate::common::fiducia(place.path(), &[&["check"], arguments].concat()))
}

#[test]
fn words_that_clap_refuses() {
    let place = Place::new();
    for arguments in [&["--no-such-option"][..], &["-f", "xml"], &["--lang", "fr"], &["--jobs", "many"]] {
        let run = plain(&place, arguments);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(run.stderr.contains("error:"), "{}", run.stderr);
    }
}

#[test]
fn parameters_that_no_pack_has() {
    let place = Place::new();
    place.file("policy/params.yaml", "minimum: 2\n");
    let run = place.check(&["--param", "minimun=3"]);
    run.still_checked()
        .problem("usage", "no loaded pack has a parameter \"minimun\"; did you mean \"minimum\"?");
}

#[test]
fn parameters_that_are_wrong() {
    let place = Place::new();
    place.file("policy/params.yaml", "- 1\n");
    let run = place.check(&[]);
    assert_eq!(
        at(run.still_checked().problem("policy", "parameters have to be a mapping")),
        "policy/params.yaml:1:3"
    );
}
