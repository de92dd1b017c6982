//! `--changed-since`, in real repositories.

use crate::common::place::{Place, Run};
use crate::common::{DAY, fiducia};
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const RULES: &str = "package each

deny contains {\"msg\": sprintf(\"%s is open\", [n]), \"path\": [\"rules\", n, \"open\"]} if {
\tsome n, r in input.rules
\tr.open
}

deny contains {\"msg\": sprintf(\"%s has no owner\", [n]), \"path\": [\"rules\", n, \"owner\"]} if {
\tsome n, r in input.rules
\tnot r.owner
}
";
const PROJECT: &str = "# METADATA
# scope: package
# custom:
#   id: PAIR
#   input: project
package pair

deny contains {\"msg\": \"two of one name\", \"path\": [\"documents\", i, \"content\", \"unique\"], \"related\": [{\"path\": [\"documents\", j, \"content\", \"unique\"], \"msg\": \"the other\"}]} if {
\tsome i, a in input.documents
\tsome j, b in input.documents
\ti < j
\ta.content.unique == b.content.unique
}

deny contains {\"msg\": \"nobody keeps it\", \"path\": [\"documents\", i, \"content\", \"needs\"]} if {
\tsome i, a in input.documents
\ta.content.needs
\tnot a.content.needs in {b.name | some b in input.documents}
}
";

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.current_dir(folder).args([
        "-c",
        "user.name=t",
        "-c",
        "user.email=t@example.org",
        "-c",
        "init.defaultBranch=main",
    ]);
    command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", folder).args(arguments);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn commit(place: &Place) {
    git(place.path(), &["add", "-A"]);
    git(place.path(), &["commit", "-q", "-m", "a change"]);
}

/// `a.yaml` with some services; the value says what else one has.
fn services(services: &[(&str, &str)]) -> String {
    services
        .iter()
        .fold("rules:\n".to_owned(), |text, (name, rest)| format!("{text}  {name}:\n    open: true\n{rest}"))
}

const OWNER: &str = "    owner: ops\n";

/// A repository with three findings in two files.
fn place() -> Place {
    let place = Place::new();
    place.policy("each", RULES).policy("pair", PROJECT);
    place.file("ok.yaml", "replicas: 1\nunique: x\n");
    place.file("a.yaml", services(&[("a", OWNER), ("b", OWNER)]));
    git(place.path(), &["init", "-q"]);
    commit(&place);
    place
}

fn since(place: &Place, revision: &str) -> Run {
    place.check(&[".", "--changed-since", revision])
}

/// What is reported, and how much is not.
fn seen(run: &Run) -> (Vec<String>, u64) {
    let findings = run.report["findings"].as_array().unwrap_or_else(|| panic!("{}", run.stderr));
    let told = |finding: &Value| {
        format!("{}: {}", finding["location"]["path"].as_str().unwrap(), finding["message"].as_str().unwrap())
    };
    (findings.iter().map(told).collect(), run.count("/summary/unchanged"))
}

fn assert_seen(run: &Run, expected: &[&str], unchanged: u64) {
    assert_eq!(seen(run), (expected.iter().map(|text| (*text).to_owned()).collect(), unchanged));
    assert_eq!(run.code, i32::from(!expected.is_empty()));
}

#[test]
fn what_touches_a_changed_line_is_reported_and_the_rest_is_counted() {
    let place = place();
    assert_seen(&since(&place, "HEAD"), &[], 3);
    // Lines above move everything and touch nothing.
    place.file("a.yaml", "# one\n# two\n".to_owned() + &services(&[("a", OWNER), ("b", OWNER)]));
    assert_seen(&since(&place, "HEAD"), &[], 3);
    place.file("a.yaml", services(&[("a", OWNER), ("b", OWNER), ("c", OWNER)]));
    assert_seen(&since(&place, "HEAD"), &["a.yaml: c is open"], 3);
    // Staged, committed: against the revision, all the same.
    git(place.path(), &["add", "-A"]);
    assert_seen(&since(&place, "HEAD"), &["a.yaml: c is open"], 3);
    commit(&place);
    assert_seen(&since(&place, "HEAD"), &[], 4);
    assert_seen(&since(&place, "HEAD~1"), &["a.yaml: c is open"], 3);
    // A word of a line.
    place.file("ok.yaml", "replicas: 0\nunique: x\n");
    assert_seen(&since(&place, "HEAD"), &["ok.yaml: too few"], 3);
}

#[test]
fn what_is_missing_is_reported_where_lines_were_taken_out() {
    let place = place();
    place.file("a.yaml", services(&[("a", OWNER), ("b", "")]));
    assert_seen(&since(&place, "HEAD"), &["a.yaml: b has no owner"], 3);
    // Taken out elsewhere.
    commit(&place);
    place.file("a.yaml", services(&[("b", "")]));
    assert_seen(&since(&place, "HEAD"), &[], 3);
}

#[test]
fn only_what_this_side_changed_counts() {
    let place = place();
    git(place.path(), &["checkout", "-q", "-b", "work"]);
    place.file("a.yaml", services(&[("a", OWNER), ("b", OWNER), ("c", OWNER)]));
    commit(&place);
    git(place.path(), &["checkout", "-q", "main"]);
    place.file("ok.yaml", "unique: x\nreplicas: 3\n");
    commit(&place);
    git(place.path(), &["checkout", "-q", "work"]);
    // Against the tip of main `ok.yaml` differs; against where the two parted it does not.
    assert_seen(&since(&place, "main"), &["a.yaml: c is open"], 3);
    let other = git(place.path(), &["commit-tree", "HEAD^{tree}", "-m", "alone"]);
    since(&place, other.trim()).refused("usage", "no commit in common");
}

#[test]
fn new_moved_and_unusual_files() {
    let place = place();
    let bad = services(&[("n", OWNER)]);
    place.file(".gitignore", "ignored.yaml\n");
    for name in ["untracked.yaml", "ignored.yaml", "sub/with space.yaml", "sub/平台\"q\".yaml"] {
        place.file(name, &bad);
    }
    let all = [
        "ignored.yaml: n is open",
        "sub/with space.yaml: n is open",
        "sub/平台\"q\".yaml: n is open",
        "untracked.yaml: n is open",
    ];
    assert_seen(&since(&place, "HEAD"), &all, 3);
    git(place.path(), &["add", "-f", "-A", "."]);
    assert_seen(&since(&place, "HEAD"), &all, 3);
    git(place.path(), &["commit", "-q", "-m", "all"]);
    assert_seen(&since(&place, "HEAD"), &[], 7);
    for name in ["sub/with space.yaml", "sub/平台\"q\".yaml"] {
        place.file(name, bad.clone() + "  m: {open: true, owner: x}\n");
    }
    assert_seen(
        &since(&place, "HEAD"),
        &["sub/with space.yaml: m is open", "sub/平台\"q\".yaml: m is open"],
        7,
    );
    git(place.path(), &["checkout", "-q", "."]);
    // Moved as it is; moved and changed.
    git(place.path(), &["mv", "a.yaml", "sub/moved.yaml"]);
    assert_seen(&since(&place, "HEAD"), &[], 7);
    place.file("sub/moved.yaml", services(&[("a", OWNER), ("b", OWNER), ("c", OWNER)]));
    assert_seen(&since(&place, "HEAD"), &["sub/moved.yaml: c is open"], 7);
    // From a folder below, and with paths that lead out of it.
    let run = Run::new(fiducia(
        &place.join("sub"),
        &[
            "check",
            ".",
            "../ok.yaml",
            "-p",
            "../policy",
            "-f",
            "json",
            "--as-of",
            DAY,
            "--changed-since",
            "HEAD",
        ],
    ));
    assert_seen(&run, &["moved.yaml: c is open"], 5);
}

#[test]
fn findings_of_the_project_count_when_a_file_of_theirs_changed() {
    let place = place();
    place.file("other.yaml", "unique: x\nmore: 1\n");
    place.file("third.yaml", "needs: bank\n");
    place.file("bank.yaml", "metadata: {name: bank}\n");
    commit(&place);
    assert_seen(&since(&place, "HEAD"), &[], 4);
    // Another line of the file that only the related label is in.
    place.file("other.yaml", "unique: x\nmore: 2\n");
    assert_seen(&since(&place, "HEAD"), &["ok.yaml: two of one name"], 3);
    git(place.path(), &["checkout", "-q", "."]);
    // What it is about is gone, and nothing is left that could have changed.
    fs::remove_file(place.join("bank.yaml")).unwrap();
    let (told, _) = seen(&since(&place, "HEAD"));
    assert!(told.contains(&"third.yaml: nobody keeps it".to_owned()), "{told:?}");
}

#[test]
fn waived_and_baselined_findings_stay() {
    let place = place();
    place.check(&[".", "--baseline", "known.json", "--update-baseline"]);
    place.file("a.yaml", services(&[("a", OWNER), ("b", OWNER), ("c", OWNER)]));
    let run = place.check(&[".", "--baseline", "known.json", "--changed-since", "HEAD"]);
    assert_eq!((run.code, run.count("/summary/baselined"), run.count("/summary/unchanged")), (1, 3, 0));
    let run = place.check(&[".", "--baseline", "known.json", "--update-baseline", "--changed-since", "HEAD"]);
    assert!(run.code == 2 && run.stderr.contains("cannot be used with"), "{}", run.stderr);
}

#[test]
fn what_cannot_be_told_is_refused() {
    let place = place();
    for (revision, words) in [
        ("nowhere", "there is no revision \"nowhere\""),
        ("HEAD~99", "there is no revision"),
        ("", "is no revision"),
        ("HEAD..HEAD", "there is no revision"),
        ("HEAD:a.yaml", "there is no revision"),
    ] {
        since(&place, revision).refused("usage", words);
    }
    place.check(&[".", "--changed-since=--output=pwned"]).refused("usage", "is no revision");
    assert!(!place.join("pwned").exists());
    let alone = Place::new();
    let run =
        Run::new(fiducia(alone.path(), &["check", "ok.yaml", "-p", "./policy", "--changed-since", "HEAD"]));
    run.refused("usage", "in no working tree of a git repository");
    let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
    command.current_dir(place.path()).args(["check", ".", "-p", "./policy", "--changed-since", "HEAD"]);
    let output = command.env_clear().env("PATH", place.path()).output().unwrap();
    Run::new(output).refused("usage", "needs the command `git`");
}

#[test]
fn a_shallow_clone_is_told_how_to_be_deepened() {
    let place = place();
    place.file("a.yaml", services(&[("a", OWNER)]));
    commit(&place);
    let clone = tempfile::tempdir().unwrap();
    let from = format!("file://{}", place.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, "."]);
    for revision in ["HEAD~1", "origin/elsewhere"] {
        let arguments = ["check", ".", "-p", "./policy", "--changed-since", revision];
        Run::new(fiducia(clone.path(), &arguments)).refused("usage", "`fetch-depth: 0`");
    }
}

/// Nothing that a repository configures is run, and nothing that it configures hides a change.
#[test]
fn a_hostile_repository_runs_nothing_and_hides_nothing() {
    let place = place();
    let script = place.file("evil.sh", "#!/bin/sh\ntouch \"$(dirname \"$0\")/pwned\"\ncat\n");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    }
    place.file(".gitattributes", "*.yaml diff=evil filter=evil -text\nok.yaml -diff\n");
    commit(&place);
    fs::create_dir_all(place.join("hooks")).unwrap();
    for hook in ["post-index-change", "reference-transaction", "fsmonitor-watchman"] {
        fs::copy(&script, place.join("hooks").join(hook)).unwrap();
    }
    let evil = script.to_str().unwrap();
    for (name, value) in [
        ("core.fsmonitor", evil),
        ("core.hooksPath", place.join("hooks").to_str().unwrap()),
        ("core.pager", evil),
        ("pager.diff", evil),
        ("diff.external", evil),
        ("diff.evil.command", evil),
        ("diff.evil.textconv", evil),
        ("filter.evil.clean", evil),
        ("filter.evil.process", evil),
        ("filter.evil.required", "true"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.context", "9"),
        ("diff.interHunkContext", "9"),
        ("diff.renames", "false"),
        ("diff.relative", "true"),
        ("color.ui", "always"),
        ("color.diff", "always"),
        ("diff.colorMoved", "zebra"),
        ("diff.wsErrorHighlight", "all"),
        ("core.quotePath", "false"),
        ("diff.algorithm", "patience"),
    ] {
        git(place.path(), &["config", name, value]);
    }
    place.file("ok.yaml", "replicas: 0\nunique: x\n");
    place.file("a.yaml", services(&[("a", OWNER), ("b", OWNER), ("c", OWNER)]));
    assert_seen(&since(&place, "HEAD"), &["a.yaml: c is open", "ok.yaml: too few"], 2);
    assert!(!place.join("pwned").exists());
    // The scripts do run where nothing keeps them from it, so the test above says something.
    let mut plain = Command::new("git");
    plain.current_dir(place.path()).args(["diff"]).env_clear().env("PATH", "/usr/bin:/bin");
    plain.output().unwrap();
    assert!(place.join("pwned").exists());
}

#[test]
fn a_summary_tells_what_is_not_listed() {
    let place = place();
    place.file("a.yaml", services(&[("a", OWNER), ("b", OWNER), ("c", OWNER)]));
    let human = |lang: &str| {
        let arguments =
            ["check", ".", "-p", "./policy", "--as-of", DAY, "--changed-since", "HEAD", "--lang", lang];
        crate::common::text(&fiducia(place.path(), &arguments).stdout)
    };
    insta::assert_snapshot!("changed", format!("{}\n{}", human("en"), human("zh")));
}
