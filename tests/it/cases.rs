//! The cases of `examples/cases`: `before` breaks the controls of its theme, `after` breaks none of them
//! and nothing grave, and nothing else differs between the two. The page of a case shows what the program says of it.
#![allow(clippy::unwrap_used)]

use crate::common::{fiducia, options, root, run, text};
use fiducia::policy::Severity;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use walkdir::WalkDir;

/// A case: its folder, the controls that fail before, the links between documents that break before, and where its files
/// may differ.
struct Case {
    name: &'static str,
    fails: &'static [&'static str],
    breaks: &'static [&'static str],
    differs: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        name: "security-upgrade",
        fails: &[
            "TEC-ENC-01",
            "TEC-ENC-02",
            "TEC-ENC-03",
            "TEC-ENC-05",
            "TEC-PRO-01",
            "TEC-PRO-03",
            "TEC-ACC-01",
            "TEC-ACC-07",
            "TEC-IDS-07",
            "TEC-DAT-02",
            "TEC-DAT-03",
            "OPS-MGT-02",
            "OPS-MGT-08",
            "OPS-TRN-01",
        ],
        breaks: &["LNK-06"],
        differs: &["security/", "data/", "governance/", "assessment/"],
    },
    Case {
        name: "risk-management",
        fails: &[
            "RSK-ASM-01",
            "RSK-ASM-02",
            "RSK-ASM-03",
            "RSK-WRN-01",
            "RSK-WRN-02",
            "RSK-WRN-03",
            "RSK-DSP-01",
            "RSK-DSP-02",
            "RSK-DSP-04",
            "OPS-EMG-01",
            "OPS-EMG-02",
            "OPS-EMG-03",
        ],
        breaks: &["LNK-09"],
        differs: &["risk/", "operations/emergency.yaml", "governance/", "assessment/"],
    },
    Case {
        name: "user-education",
        fails: &["OPS-EDU-01", "OPS-EDU-02", "OPS-EDU-04", "OPS-EDU-05", "OPS-TRN-02", "OPS-TRN-03"],
        breaks: &["LNK-06"],
        differs: &["education/", "governance/", "assessment/"],
    },
    Case {
        name: "compliance-building",
        fails: &[
            "CMP-LAW-01",
            "CMP-LAW-02",
            "CMP-LAW-03",
            "CMP-LAW-05",
            "CMP-SUP-01",
            "CMP-SUP-02",
            "CMP-SUP-03",
            "CMP-SUP-04",
            "CMP-STD-02",
            "CMP-STD-03",
        ],
        breaks: &[],
        differs: &[
            "platform.yaml",
            "compliance/register.yaml",
            "governance/improvement.yaml",
            "governance/effect.yaml",
            "assessment/",
        ],
    },
];

impl Case {
    fn folder(&self, state: &str) -> PathBuf {
        root().join("examples/cases").join(self.name).join(state)
    }

    /// The controls that fail in a state, with the gravest finding of each.
    fn failed(&self, state: &str) -> BTreeMap<String, Severity> {
        let report = run(&["custody"], options(&[self.folder(state)]));
        let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, Vec::<String>::new(), "{} {state}", self.name);
        let mut failed = BTreeMap::new();
        for finding in &report.findings {
            let gravest = failed.entry(report.rule(finding).id.clone()).or_insert(finding.severity);
            *gravest = finding.severity.max(*gravest);
        }
        failed
    }

    /// The links between documents that break in a state.
    fn broken(&self, state: &str) -> BTreeSet<String> {
        let report = run(&["custody", "custody-links"], options(&[self.folder(state)]));
        let ids = report.findings.iter().map(|finding| report.rule(finding).id.clone());
        ids.filter(|id| id.starts_with("LNK-")).collect()
    }

    /// The text of each file of a state, by its path.
    fn files(&self, state: &str) -> BTreeMap<String, String> {
        let folder = self.folder(state);
        let entries = WalkDir::new(&folder).into_iter().map(|entry| entry.unwrap().into_path());
        let files = entries.filter(|path| path.is_file());
        let name = |path: &PathBuf| path.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/");
        files.map(|path| (name(&path), fs::read_to_string(&path).unwrap())).collect()
    }
}

#[test]
fn before_fails_its_theme_and_after_passes_it() {
    for case in CASES {
        let (before, after) = (case.failed("before"), case.failed("after"));
        for id in case.fails {
            assert!(before.contains_key(*id), "{}: {id} of {before:?}", case.name);
            assert!(!after.contains_key(*id), "{}: {id} of {after:?}", case.name);
        }
        // What stays open is outside the theme and the same in both, and none of it is grave.
        for (id, severity) in &after {
            assert!(*severity < Severity::High && before.get(id) == Some(severity), "{}: {id}", case.name);
        }
    }
}

#[test]
fn only_files_of_the_theme_differ() {
    for case in CASES {
        let (before, after) = (case.files("before"), case.files("after"));
        let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for name in names {
            let theme = case.differs.iter().any(|start| name.starts_with(start));
            assert!(theme || before.get(name) == after.get(name), "{}: {name}", case.name);
        }
    }
}

/// A platform has all of its documents, and what one of them names, another has.
#[test]
fn after_knows_all_that_it_names() {
    for case in CASES {
        let breaks: BTreeSet<String> = case.breaks.iter().map(ToString::to_string).collect();
        assert_eq!((case.broken("before"), case.broken("after")), (breaks, BTreeSet::new()), "{}", case.name);
    }
}

#[test]
fn pages_show_what_check_says() {
    for case in CASES {
        let page = root().join("examples/cases").join(case.name).join("README.md");
        let page = fs::read_to_string(page).unwrap();
        let (mut out, mut commands) = (String::new(), 0);
        for line in page.lines().filter_map(|line| line.strip_prefix("    ")) {
            if let Some(command) = line.strip_prefix("$ fiducia ") {
                let arguments: Vec<&str> = command.split(' ').collect();
                (out, commands) = (text(&fiducia(&root(), &arguments).stdout), commands + 1);
            } else {
                assert!(out.lines().any(|said| said == line), "{}: {line}", case.name);
            }
        }
        assert_eq!(commands, 2, "{}", case.name);
    }
}
