//! Checks repeated in one process leave nothing behind.

use crate::common::{load_options, on_a_large_stack, options, run_loaded};
use fiducia::policy::PolicySet;

/// Memory of the process, in KiB.
#[cfg(target_os = "linux")]
fn memory() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("RssAnon:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
#[cfg(target_os = "linux")]
fn checks_repeated_in_one_process_grow_by_nothing() {
    let place = crate::common::place::Place::new();
    let (policy, file) = (place.join("policy"), place.join("ok.yaml"));
    let growth = on_a_large_stack(move || {
        let check = |times: usize| {
            for _ in 0..times {
                let policies = PolicySet::load(&load_options(&[policy.to_str().unwrap()]));
                let report = run_loaded(policies, &options(std::slice::from_ref(&file)));
                assert_eq!(report.findings.len(), 1);
            }
            memory()
        };
        let first = check(100);
        check(300).saturating_sub(first) * 1024 / 300
    });
    assert!(growth < 10_000, "{growth} bytes a run");
}
