//! Public suites of policies with their tests, which are not part of this repository: `FIDUCIA_SUITES` names a
//! folder that holds their repositories. All policies of a suite are loaded together. Without the folder these
//! tests say that they were not run.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::print_stdout)]

use fiducia::policy::engine::{Compiler, Conditions, Language, OwnFunction, STACK_SIZE, Verdict};
use fiducia::source::SourceFile;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs};

/// A suite: its folder, what to read it as, how many of how many tests pass at least, and functions of its own.
struct Suite {
    folder: &'static str,
    language: Language,
    least: (usize, usize),
    own: &'static [(&'static str, u8, OwnFunction)],
}

/// What `result.new` of trivy gives: the message, and where it was found.
fn result(arguments: &[Value]) -> Option<Value> {
    Some(json!({"msg": arguments[0], "startline": 0, "endline": 0}))
}

/// Whether trivy manages a resource: all are that do not say otherwise.
fn managed(arguments: &[Value]) -> Option<Value> {
    let metadata = arguments[0].get("__defsec_metadata").unwrap_or(&arguments[0]);
    Some(metadata.get("managed").cloned().unwrap_or(Value::Bool(true)))
}

/// The commands of a line of a shell, each as its words.
fn commands(arguments: &[Value]) -> Option<Value> {
    let line = arguments[0].as_str()?;
    let commands =
        line.split(['&', ';', '|', '\n']).map(|command| command.split_whitespace().collect::<Vec<_>>());
    Some(commands.filter(|words| !words.is_empty()).collect())
}

/// Whether a text holds what looks like the key of a cloud account, or a password.
fn scanned(arguments: &[Value]) -> Option<Value> {
    let text = arguments[0].as_str()?.to_lowercase();
    let found = ["akia", "asia", "password", "secret"].iter().any(|mark| text.contains(mark));
    Some(json!({"transgressionFound": found, "description": "what looks like a secret", "warnings": []}))
}

/// Whether a network is open to all; the suite asks of few. What is no network has no answer.
fn public(arguments: &[Value]) -> Option<Value> {
    let network = arguments[0].as_str().filter(|network| !network.is_empty())?;
    Some(json!(!["10.", "172.16.", "192.168.", "fd", "127."].iter().any(|own| network.starts_with(own))))
}

/// How many addresses a network has; `*` is as many as there may be.
fn addresses(arguments: &[Value]) -> Option<Value> {
    let network = arguments[0].as_str()?;
    if network == "*" {
        return Some(json!(u64::MAX));
    }
    let (address, prefix) = network.split_once('/')?;
    let width: u32 = if address.contains(':') { 128 } else { 32 };
    Some(json!(f64::from(width.checked_sub(prefix.parse().ok()?)?).exp2()))
}

fn undefined(_: &[Value]) -> Option<Value> {
    None
}

const SUITES: [Suite; 5] = [
    Suite { folder: "gatekeeper-library", language: Language::V0, least: (901, 1003), own: &[] },
    Suite { folder: "k8s-security-policies", language: Language::V0, least: (200, 200), own: &[] },
    Suite { folder: "library", language: Language::V0, least: (64, 64), own: &[] },
    Suite {
        folder: "trivy-checks",
        language: Language::Auto,
        least: (1904, 1912),
        own: &[
            ("result.new", 2, result),
            ("isManaged", 1, managed),
            ("sh.parse_commands", 1, commands),
            ("squealer.scan_string", 1, scanned),
            ("cidr.is_public", 1, public),
            ("cidr.count_addresses", 1, addresses),
        ],
    },
    Suite {
        folder: "policy",
        language: Language::Auto,
        least: (862, 1001),
        own: &[
            ("ec.oci.blob", 1, undefined),
            ("ec.oci.blob_files", 2, undefined),
            ("ec.oci.descriptor", 1, undefined),
            ("ec.oci.image_manifest", 1, undefined),
            ("ec.oci.image_manifests", 1, undefined),
            ("ec.oci.image_referrers", 1, undefined),
            ("ec.oci.image_tag_refs", 1, undefined),
            ("ec.purl.is_valid", 1, undefined),
            ("ec.purl.parse", 1, undefined),
            ("ec.sigstore.verify_attestation", 2, undefined),
            ("ec.sigstore.verify_image", 2, undefined),
        ],
    },
];

fn run(root: &Path, suite: &Suite) {
    let folder = root.join(suite.folder);
    if !folder.is_dir() {
        eprintln!("not run: {} (there is no {})", suite.folder, folder.display());
        return;
    }
    let begin = Instant::now();
    let mut compiler = Compiler::default();
    for (name, arguments, function) in suite.own {
        compiler.supply(*name, *arguments, *function);
    }
    let mut causes: BTreeMap<String, usize> = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&folder).sort_by_file_name() {
        let path: PathBuf = entry.unwrap().into_path();
        if path.extension().is_some_and(|extension| extension == "rego") {
            let source = SourceFile::from_text(path.to_string_lossy(), fs::read_to_string(&path).unwrap());
            if let Err(problem) = compiler.add(&source, suite.language) {
                println!("{}: {}: {problem}", suite.folder, path.display());
            }
        }
    }
    let parsed = begin.elapsed();
    let conditions = Conditions {
        data: serde_json::Map::new(),
        today: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
        timeout: Duration::from_secs(60),
        strict_builtin_errors: false,
        explain: false,
    };
    let (ready, problems) = compiler.suite(&conditions);
    for problem in problems {
        println!("{}: {problem}", suite.folder);
    }
    let verdicts: Vec<Vec<(Option<String>, Verdict)>> = ready
        .tests()
        .par_iter()
        .map(|test| {
            ready.enter();
            ready.run(test, false).verdicts
        })
        .collect();
    let mut passed = 0;
    for (test, verdicts) in ready.tests().iter().zip(&verdicts) {
        match verdicts.iter().find(|(_, verdict)| !matches!(verdict, Verdict::Passed)) {
            None => passed += 1,
            Some((_, verdict)) => {
                let cause = match verdict {
                    Verdict::Error(error) => error.reason.chars().take(70).collect(),
                    _ => "it is not true".to_owned(),
                };
                *causes.entry(cause).or_default() += 1;
                println!("{}: {}.{}: {verdict:?}", suite.folder, test.package, test.name);
            }
        }
    }
    let total = ready.tests().len();
    println!(
        "{}: {passed} of {total} in {:?} ({parsed:?} to parse): {causes:#?}",
        suite.folder,
        begin.elapsed()
    );
    let (least, all) = suite.least;
    assert!(passed >= least, "{}: {passed} of {total} pass, {least} of {all} did before", suite.folder);
}

#[test]
fn public_suites_pass() {
    let Some(root) = env::var_os("FIDUCIA_SUITES") else {
        eprintln!("not run: suites of policies (set FIDUCIA_SUITES to the folder of the suites)");
        return;
    };
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build().unwrap();
    pool.install(|| SUITES.iter().for_each(|suite| run(Path::new(&root), suite)));
}
