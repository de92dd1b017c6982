//! What `init` and `new` write works as it is.

use super::Bench;

#[test]
fn a_new_project_passes_at_once() {
    let bench = Bench::new(&[]);
    let run = bench.run("init", &["--github"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    insta::assert_snapshot!("init", run.stdout);
    let run = bench.test(&["--threshold", "100"]);
    insta::assert_snapshot!("init-test", run.stdout);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
    let run = bench.run("lint", &[]);
    assert_eq!(run.code, 0, "{}{}", run.stdout, run.stderr);
    bench.file("service.yaml", "kind: Service\nmetadata: {name: a}\n");
    let run = bench.run("check", &["-f", "compact", "--fail-on", "high"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(
        run.stdout.starts_with("service.yaml:2:1: medium[OWN-01] the service names no owner"),
        "{}",
        run.stdout
    );
    let workflow = bench.read(".github/workflows/fiducia.yaml");
    assert!(workflow.contains(concat!("fiducia@", env!("CARGO_PKG_VERSION"))), "{workflow}");
}

#[test]
fn a_new_rule_passes_at_once() {
    let bench = Bench::new(&[]);
    for arguments in [
        &["rule", "TEAM-7"][..],
        &["rule", "NET.1", "--package", "acme.net.tls", "--dir", "rules/net", "--lang", "zh"],
    ] {
        let run = bench.run("new", arguments);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    assert!(bench.read("rules/net/tls/tls.rego").contains("\npackage acme.net.tls\n"));
    let run = bench.test(&["policy", "rules", "--threshold", "100"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""), "{}", run.stdout);
}

#[test]
fn nothing_is_overwritten() {
    let bench = Bench::new(&[("policy/service_owner/service_owner.rego", "mine")]);
    let run = bench.run("init", &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("service_owner.rego"), "{}", run.stderr);
    assert!(!bench.path().join("fiducia.toml").exists());
    assert_eq!(bench.read("policy/service_owner/service_owner.rego"), "mine");
    let run = bench.run("new", &["rule", "not an id"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
}
