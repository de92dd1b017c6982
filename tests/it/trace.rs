//! Exact places for policies that return only a message: one case a shape.
#![allow(clippy::unwrap_used)]

use crate::common;
use crate::common::{Quiet, options};
use fiducia::check::check;
use fiducia::finding::Finding;
use fiducia::lang::Lang;
use fiducia::policy::PolicySet;
use fiducia::policy::load::{LoadOptions, PolicySource};
use fiducia::report::{Format, Report};
use fiducia::watch::Watch;
use std::fs;

/// Runs rules of `package main` on a document; gives each finding as
/// `pointer "text" [label] <- related pointer "text"; ...`.
fn places(rules: &str, document: &str) -> Vec<String> {
    let report = report(rules, document);
    assert!(report.problems.is_empty(), "{:?}", report.problems);
    report.findings.iter().map(described).collect()
}

fn report(rules: &str, document: &str) -> Report {
    let folder = tempfile::tempdir().unwrap();
    let policy = folder.path().join("p.rego");
    fs::write(&policy, format!("package main\n\n{rules}\n")).unwrap();
    let file = folder.path().join("d.yaml");
    fs::write(&file, document).unwrap();
    let load = LoadOptions {
        policies: vec![PolicySource::Path(policy)],
        working_directory: folder.path().to_path_buf(),
        ..LoadOptions::default()
    };
    let options = options(&[file]);
    let work = move || check(&options, PolicySet::load(&load), &Watch::default(), &Quiet);
    let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE).spawn(work);
    thread.unwrap().join().unwrap()
}

fn described(finding: &Finding) -> String {
    let label = &finding.primary;
    let mut text = format!("{}{}", label.pointer, if label.missing { "!" } else { "" });
    let under = label.source.slice(label.span);
    text.push_str(&format!(" {under:?}"));
    let said = label.message.get(Lang::En);
    if !said.is_empty() {
        text.push_str(&format!(" [{said}]"));
    }
    for related in &finding.related {
        text.push_str(&format!(" <- {} {:?}", related.pointer, related.source.slice(related.span)));
    }
    if finding.located_by.name() != "trace" {
        text.push_str(&format!(" by {}", finding.located_by.name()));
    }
    text
}

macro_rules! shapes {
    ($($name:ident: $rules:expr, $document:expr => [$($place:expr),* $(,)?];)*) => {
        $(#[test] fn $name() { assert_eq!(places($rules, $document), vec![$($place.to_string()),*] as Vec<String>); })*
    };
}

shapes! {
    missing_key: r#"deny contains "no cpu limit" if { some c in input.containers; not c.limits.cpu }"#,
        "containers:\n- name: a\n  limits: {cpu: 1}\n- name: b\n  limits:\n    memory: 1\n" =>
        [r#"/containers/1/limits/cpu! "limits" [expected `cpu` here]"#];
    missing_section: r#"deny contains "no tls" if not input.spec.tls.version"#, "spec:\n  name: x\n" =>
        [r#"/spec/tls/version! "spec" [expected `tls.version` here]"#];
    wrong_scalar: r#"deny contains "few" if input.spec.replicas < 2"#, "spec: {replicas: 1}\n" =>
        [r#"/spec/replicas "1" [expected at least 2]"#];
    negated_equality: r#"deny contains "root" if not input.a.nonRoot == true"#, "a: {nonRoot: false}\n" =>
        [r#"/a/nonRoot "false" [expected true]"#];
    negated_equality_missing: r#"deny contains "root" if not input.a.nonRoot == true"#, "a: {x: 1}\n" =>
        [r#"/a/nonRoot! "a" [expected `nonRoot` here: true]"#];
    element_by_some_in: r#"deny contains msg if { some c in input.ciphers; regex.match("RC4", c); msg := sprintf("weak %s", [c]) }"#,
        "ciphers:\n- AES\n- RC4-SHA\n" => [r#"/ciphers/1 "RC4-SHA""#];
    number_element: r#"deny contains "low" if { some p in input.ports; p < 1024 }"#, "ports: [8080, 80]\n" =>
        [r#"/ports/1 "80" [expected at least 1024]"#];
    element_by_underscore: r#"deny contains "low" if input.ports[_] < 1024"#, "ports: [8080, 80]\n" =>
        [r#"/ports/1 "80" [expected at least 1024]"#];
    element_by_index: r#"deny contains "first" if input.xs[0] != "a""#, "xs: [b, a]\n" =>
        [r#"/xs/0 "b" [expected "a"]"#];
    two_conflicting: r#"deny contains "twice" if { some i, a in input.xs; some j, b in input.xs; i < j; a.port == b.port }"#,
        "xs:\n- {port: 1}\n- {port: 2}\n- {port: 1}\n" =>
        [r#"/xs/2/port "1" <- /xs/0/port "1""#];
    map_key: r#"deny contains msg if { some k, _ in input.labels; not startswith(k, "app"); msg := k }"#,
        "labels: {app.x: 1, team: 2}\n" => [r#"/labels/team "team""#];
    map_value: r#"deny contains msg if { some k, v in input.labels; v == "bad"; msg := k }"#,
        "labels: {a: good, b: bad}\n" => [r#"/labels/b "bad" [expected anything but "bad"]"#];
    helper_rule: "all_owned if { every a in input.accounts { a.owner } }\ndeny contains \"unowned\" if { input.kind == \"Custody\"; not all_owned }",
        "kind: Custody\naccounts:\n- {id: 1, owner: x}\n- {id: 2}\n" =>
        [r#"/accounts/1/owner! "id" [expected `owner` here]"#];
    helper_rule_behind: "all_owned if { every a in input.accounts { a.owner } }\ndeny contains \"unowned\" if { not all_owned; input.kind == \"Custody\" }",
        "kind: Custody\naccounts:\n- {id: 1, owner: x}\n- {id: 2}\n" =>
        [r#"/accounts/1/owner! "id" [expected `owner` here]"#];
    helper_function: "weak(k) if k.size < 3072\ndeny contains \"weak\" if { some k in input.keys; weak(k) }",
        "keys:\n- {size: 4096}\n- {size: 1024}\n" => [r#"/keys/1/size "1024""#];
    function_in_function: "weak(k) if small(k.size)\nsmall(n) if n < 3072\ndeny contains \"weak\" if { some k in input.keys; weak(k) }",
        "keys:\n- {size: 4096}\n- {size: 1024}\n" => [r#"/keys/1/size "1024""#];
    set_from_lists: "roles contains r if some r in input.admins\nroles contains r if some r in input.users\ndeny contains msg if { some r in roles; startswith(r, \"tmp-\"); msg := r }",
        "admins: [a]\nusers: [b, tmp-c]\n" => [r#"/users/1 "tmp-c""#];
    tuples: "containers contains [p.name, c] if { some p in input.pods; some c in p.containers }\ndeny contains n if { some [n, c] in containers; not c.probe }",
        "pods:\n- name: a\n  containers:\n  - {id: 1, probe: x}\n- name: b\n  containers:\n  - {id: 2}\n" =>
        [r#"/pods/1/containers/0/probe! "id" [expected `probe` here]"#];
    object_get_default: r#"deny contains "debug" if object.get(input.spec, "debug", true) == true"#, "spec: {x: 1}\n" =>
        [r#"/spec/debug! "spec" [expected `debug` here: false]"#];
    object_get_path: r#"deny contains "mode" if object.get(input, ["a", "b"], "off") != "on""#, "a: {b: half}\n" =>
        [r#"/a/b "half" [expected "on"]"#];
    in_constant: r#"deny contains "version" if not input.tls.min in {"1.2", "1.3"}"#, "tls: {min: '1.0'}\n" =>
        [r#"/tls/min "'1.0'" [expected "1.2" or "1.3"]"#];
    in_list: r#"deny contains "drop" if not "ALL" in input.caps.drop"#, "caps: {drop: [NET]}\n" =>
        [r#"/caps/drop "[NET]""#];
    in_list_found: r#"deny contains "star" if { some r in input.rules; "*" in r.verbs }"#, "rules:\n- verbs: [get]\n- verbs: [get, '*']\n" =>
        [r#"/rules/1/verbs "[get, '*']""#];
    not_every: r#"deny contains "tls" if not all_tls
all_tls if every e in input.ends { e.tls == true }"#, "ends:\n- {tls: true}\n- {tls: false}\n- {tls: true}\n" =>
        [r#"/ends/1/tls "false""#];
    every_holds: r#"deny contains "all off" if { every e in input.ends { e.on == false } }"#, "ends:\n- {on: false}\n- {on: false}\n" =>
        [r#"/ends/1/on "false""#];
    count_of_list: r#"deny contains "few" if count(input.members) < 2"#, "members: [a]\n" =>
        [r#"/members "[a]" [expected at least 2]"#];
    count_of_comprehension: r#"deny contains "few" if count([r | some r in input.roles; r.admin]) < 2"#, "roles:\n- {admin: true}\n- {x: 1}\n" =>
        [r#"/roles "- {admin: true}\n- {x: 1}" [expected at least 2]"#];
    count_by_helper: "admins := {m | some r in input.roles; r.name == \"admin\"; some m in r.members}\ndeny contains \"few\" if { input.kind == \"Access\"; count(admins) < 2 }",
        "kind: Access\nroles:\n- {name: user, members: [x]}\n- {name: admin, members: [a]}\n" =>
        [r#"/roles/1/members "[a]" [expected at least 2] <- /roles/1/name "admin""#];
    duplicates: r#"deny contains "twice" if count(input.xs) != count({x | some x in input.xs})"#, "xs: [a, a]\n" =>
        [r#"/xs "[a, a]""#];
    no_such_element: r#"has_admin if { some r in input.roles; r.name == "admin" }
deny contains "no admin" if not has_admin"#, "roles:\n- name: a\n- name: b\n" =>
        [r#"/roles "- name: a\n- name: b""#];
    string_functions: r#"deny contains "registry" if { some c in input.cs; not startswith(c.image, "registry/") }"#, "cs:\n- {image: registry/a}\n- {image: docker/b}\n" =>
        [r#"/cs/1/image "docker/b""#];
    arithmetic_over_two: r#"deny contains "sum" if input.a.x + input.a.y > 10"#, "a: {x: 6, y: 7}\n" =>
        [r#"/a/y "7" [expected at most 10] <- /a/x "6""#];
    guard_and_value: r#"deny contains "rsa" if { some k in input.keys; k.algorithm == "RSA"; k.size < 3072 }"#, "keys:\n- {algorithm: RSA, size: 1024}\n" =>
        [r#"/keys/0/size "1024" [expected at least 3072] <- /keys/0/algorithm "RSA""#];
    guard_behind: r#"deny contains "rsa" if { some k in input.keys; k.size < 3072; k.algorithm == "RSA" }"#, "keys:\n- {algorithm: RSA, size: 1024}\n" =>
        [r#"/keys/0/size "1024" [expected at least 3072] <- /keys/0/algorithm "RSA""#];
    switch_of_an_item: r#"deny contains "privileged" if { some c in input.cs; c.image != ""; c.privileged == true }"#, "cs:\n- {image: a, privileged: true}\n" =>
        [r#"/cs/0/privileged "true" [expected false] <- /cs/0/image "a""#];
    only_equality: r#"deny contains "privileged" if { some c in input.cs; c.privileged == true }"#, "cs:\n- {privileged: false}\n- {privileged: true}\n" =>
        [r#"/cs/1/privileged "true" [expected false]"#];
    truthy: r#"deny contains "secret" if { some e in input.env; contains(e.name, "PASS"); e.value }"#, "env:\n- {name: DB_PASS, value: x}\n" =>
        [r#"/env/0/value "x" <- /env/0/name "DB_PASS""#];
    else_branch: "level := \"high\" if input.risk > 8 else := \"low\" if input.risk > 2\ndeny contains \"risk\" if level == \"high\"", "risk: 9\n" =>
        [r#"/risk "9""#];
    default_rule: "default ok := false\nok if input.approved == true\ndeny contains \"not approved\" if not ok", "approved: false\nx: 1\n" =>
        [r#"/approved "false""#];
    list_kind: r#"resources contains r if { input.kind == "List"; some r in input.items }
resources contains input if input.kind != "List"
deny contains r.name if { some r in resources; r.replicas < 2 }"#, "kind: List\nitems:\n- {name: a, replicas: 3}\n- {name: b, replicas: 1}\n" =>
        [r#"/items/1/replicas "1" [expected at least 2]"#];
    equal_messages: r#"deny contains "latest" if { some c in input.cs; endswith(c.image, ":latest") }"#, "cs:\n- {image: 'a:latest'}\n- {image: 'b:latest'}\n" =>
        [r#"/cs/0/image "'a:latest'""#, r#"/cs/1/image "'b:latest'""#];
    alias: r#"deny contains "few" if input.prod.replicas < 2"#, "base: &b {replicas: 1}\nprod: *b\n" =>
        [r#"/prod/replicas "1" [expected at least 2] <- /prod/replicas "*b""#];
    merge_key: r#"deny contains "few" if input.prod.replicas < 2"#, "base: &b {replicas: 1}\nprod:\n  <<: *b\n  x: 1\n" =>
        [r#"/prod/replicas "1" [expected at least 2] <- /prod/replicas "*b""#];
    message_reads_do_not_count: r#"deny contains msg if { input.spec.replicas < 2; msg := sprintf("%s %s", [input.metadata.name, input.zone]) }"#,
        "metadata: {name: a}\nspec: {replicas: 1}\nzone: z\n" => [r#"/spec/replicas "1" [expected at least 2]"#];
    chinese: r#"deny contains "弱" if { some k in input["密钥"]; k["位数"] < 3072 }"#, "密钥:\n- {名称: 甲, 位数: 1024}\n" =>
        [r#"/密钥/0/位数 "1024" [expected at least 3072]"#];
    violation_objects: r#"violation contains {"msg": "few", "details": {}} if input.spec.replicas < 2"#, "spec: {replicas: 1}\n" =>
        [r#"/spec/replicas "1" [expected at least 2]"#];
    complete_rule: r#"deny := "few" if input.spec.replicas < 2"#, "spec: {replicas: 1}\n" =>
        [r#"/spec/replicas "1" [expected at least 2]"#];
    comprehension_as_rule: r#"deny := [msg | some c in input.cs; c.bad; msg := c.name]"#, "cs:\n- {name: a}\n- {name: b, bad: true}\n" =>
        [r#"/cs/1/bad "true""#];
    gatekeeper: r#"violation contains {"msg": msg} if { c := input.review.object.spec.containers[_]; c.securityContext.privileged; msg := sprintf("privileged %v", [c.name]) }"#,
        "kind: Pod\nspec:\n  containers:\n  - {name: a}\n  - {name: b, securityContext: {privileged: true}}\n" =>
        [r#"/spec/containers/1/securityContext/privileged "true""#];
    gatekeeper_missing_label: r#"violation contains {"msg": "no owner", "details": {"missing": ["owner"]}} if not input.review.object.metadata.labels.owner"#,
        "kind: Pod\nmetadata:\n  labels: {app: x}\n" => [r#"/metadata/labels/owner! "labels" [expected `owner` here]"#];
    walked_values: r#"deny contains "bad" if { some path, value; walk(input.spec, [path, value]); value == "bad" }"#,
        "kind: X\nspec:\n  a: {b: good}\n  c: [x, bad]\n" => [r#"/spec/c/1 "bad" [expected anything but "bad"]"#];
    walked_members: r#"deny contains {"msg": "bad", "found": value} if { some path, value; walk(input.spec, [path, value]); is_object(value); value.bad }"#,
        "spec:\n  a: {bad: true}\n" => [r#"/spec/a/bad "true""#];
    project: r#"# METADATA
# custom: {input: project}
deny contains "no plan" if { some d in input.documents; d.content.kind == "Platform"; not planned(d.content.metadata.name) }
planned(name) if { some e in input.documents; e.content.kind == "Plan"; e.content.metadata.platform == name }"#,
        "kind: Platform\nmetadata: {name: a}\n---\nkind: Platform\nmetadata: {name: b}\n---\nkind: Plan\nmetadata: {platform: a}\n" =>
        [r#"/metadata/name "b""#];
    project_conflict: r#"# METADATA
# custom: {input: project}
deny contains "same port" if { some i, a in input.documents; some j, b in input.documents; i < j; a.content.port == b.content.port }"#,
        "port: 1\n---\nport: 2\n---\nport: 1\n" =>
        [r#"/port "1" <- /port "1""#];
}

#[test]
fn a_violation_at_two_places_is_two_findings_and_counted_once() {
    let rule = r#"deny contains "latest" if { some c in input.cs; endswith(c.image, ":latest") }"#;
    let report = report(rule, "cs:\n- {image: 'a:latest'}\n- {image: 'b:latest'}\n");
    assert_eq!((report.findings.len(), report.total().violations), (2, 1));
    assert!(common::render(&report, Format::Human).contains("2 findings of 1 violation"));
}

#[test]
fn what_is_equal_for_every_violation_of_a_rule_is_left_out() {
    let rule = r#"deny contains msg if { some x in input.xs; x.stage == "prod"; x.owner != "ops"; x.size < 2; msg := x.id }"#;
    let one = "xs:\n- {id: a, stage: prod, owner: li, size: 1}\n";
    let two = format!("{one}- {{id: b, stage: prod, owner: wu, size: 0}}\n");
    let related = |place: &str| place.matches("<-").count() + place.matches("; /").count();
    assert_eq!(places(rule, one).iter().map(|place| related(place)).collect::<Vec<_>>(), [2]);
    let places = places(rule, &two);
    assert_eq!(places.len(), 2);
    assert!(places.iter().all(|place| !place.contains("stage") && place.contains("owner")), "{places:?}");
}
