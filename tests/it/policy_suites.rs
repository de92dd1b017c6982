//! Public suites of policies with their tests, which are not part of this repository: `FIDUCIA_POLICY_SUITES` names a
//! folder that holds their repositories. Each is tested as a whole, by the program. Without the folder this test says
//! that it was not run.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::print_stderr, clippy::print_stdout)]

use serde_json::Value;
use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// A suite: its folder, whether it is read as version 0, and how many tests pass at least.
struct Suite {
    folder: &'static str,
    v0: bool,
    least: u64,
    /// Functions of its own host, by what stands in for them.
    own: &'static [(&'static str, &'static str)],
    stubs: &'static str,
}

/// What trivy's program gives its policies.
const TRIVY: &str = r#"package stubs

import rego.v1

result_new(msg, cause) := {"msg": msg, "startline": 0, "endline": 0, "cause": cause}

is_managed(x) := object.get(object.get(x, "__defsec_metadata", x), "managed", true)

parse_commands(line) := [words |
	some command in regex.split(`[&;|\n]`, line)
	words := [word | some word in regex.split(`\s+`, command); word != ""]
	count(words) > 0
]

scan_string(text) := {"transgressionFound": found, "description": "a secret", "warnings": []} if {
	found := count([m | some m in ["akia", "asia", "password", "secret"]; contains(lower(text), m)]) > 0
}

is_public(network) := count([own | some own in ["10.", "172.16.", "192.168.", "fd", "127."]; startswith(network, own)]) == 0 if {
	network != ""
}

count_addresses("*") := 18446744073709551615

count_addresses(network) := bits.lsh(1, width - to_number(parts[1])) if {
	parts := split(network, "/")
	count(parts) == 2
	width := {true: 128, false: 32}[contains(parts[0], ":")]
}
"#;

const SUITES: [Suite; 4] = [
    Suite { folder: "gatekeeper-library", v0: true, least: 901, own: &[], stubs: "" },
    Suite { folder: "k8s-security-policies", v0: true, least: 200, own: &[], stubs: "" },
    Suite { folder: "library", v0: true, least: 64, own: &[], stubs: "" },
    Suite {
        folder: "trivy-checks",
        v0: false,
        least: 1918,
        own: &[
            (r"\bresult\.new\(", "data.stubs.result_new("),
            (r"\bisManaged\(", "data.stubs.is_managed("),
            (r"\bsh\.parse_commands\(", "data.stubs.parse_commands("),
            (r"\bsquealer\.scan_string\(", "data.stubs.scan_string("),
            (r"\bcidr\.is_public\(", "data.stubs.is_public("),
            (r"\bcidr\.count_addresses\(", "data.stubs.count_addresses("),
        ],
        stubs: TRIVY,
    },
];

/// Copies the policies of a suite, what stands in for its host's functions in their place.
fn copy(from: &Path, to: &Path, suite: &Suite) {
    let own: Vec<(regex::Regex, &str)> =
        suite.own.iter().map(|(name, stub)| (regex::Regex::new(name).unwrap(), *stub)).collect();
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let path = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rego") {
            let mut text = fs::read_to_string(&path).unwrap();
            for (name, stub) in &own {
                text = name.replace_all(&text, *stub).into_owned();
            }
            let target = to.join(path.strip_prefix(from).unwrap());
            fs::create_dir_all(target.parent().unwrap()).unwrap();
            fs::write(target, text).unwrap();
        }
    }
    if !suite.stubs.is_empty() {
        fs::write(to.join("stubs.rego"), suite.stubs).unwrap();
    }
}

#[test]
fn public_suites_pass() {
    let Some(root) = env::var_os("FIDUCIA_POLICY_SUITES") else {
        eprintln!(
            "not run: suites of policies (set FIDUCIA_POLICY_SUITES to the folder of their repositories)"
        );
        return;
    };
    for suite in &SUITES {
        let place = tempfile::tempdir().unwrap();
        copy(&Path::new(&root).join(suite.folder), place.path(), suite);
        let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
        command.args(["test", ".", "-f", "json"]).current_dir(place.path()).env_remove("RUST_BACKTRACE");
        if suite.v0 {
            command.arg("--rego-v0");
        }
        let output = command.output().unwrap();
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        println!("{}: {}", suite.folder, report["summary"]);
        let passed = report["summary"]["passed"].as_u64().unwrap();
        assert!(passed >= suite.least, "{}: {passed} pass, {} did before", suite.folder, suite.least);
    }
}
