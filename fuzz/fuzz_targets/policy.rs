//! Any text as a policy: read, analysed, planned, evaluated and reported.
#![no_main]

mod check;

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use tempfile::TempDir;

static FOLDER: LazyLock<TempDir> = LazyLock::new(|| tempfile::tempdir().expect("a folder"));
const DOCUMENT: &str = "kind: App\nmetadata: {name: shop}\nreplicas: 1\nitems: [{name: a, tls: \"1.0\"}, {name: b}]\n";

fuzz_target!(|text: &str| {
    let folder = FOLDER.path();
    std::fs::write(folder.join("policy.rego"), text).expect("a file");
    check::check(folder, Vec::new(), Some(DOCUMENT), check::policies(folder), None);
});
