//! Any text as a document with waivers, in lists and comments. Nothing that it says takes a finding out of the report.
#![no_main]

mod check;

use fiducia::policy::PolicySet;
use libfuzzer_sys::fuzz_target;
use std::cell::RefCell;
use std::sync::LazyLock;
use tempfile::TempDir;

const POLICY: &str = "# METADATA\n# custom: {id: R-1}\npackage r\n\ndeny contains {\"msg\": \"always\", \"path\": []}\n";
static FOLDER: LazyLock<TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("policy.rego"), POLICY).expect("a file");
    folder
});

thread_local! {
    static POLICIES: RefCell<Option<PolicySet>> = const { RefCell::new(None) };
}

fuzz_target!(|text: &str| {
    let folder = FOLDER.path();
    let policies = POLICIES.take().unwrap_or_else(|| check::policies(folder));
    let report = check::check(folder, Vec::new(), Some(text), policies, None);
    let found = report.findings.iter().filter(|finding| report.rule(finding).id == "R-1").count();
    assert_eq!(found, report.documents);
    let mut policies = report.policies;
    policies.rules.retain(|rule| rule.id == "R-1");
    POLICIES.set(Some(policies));
});
