//! Imports run one way. Every edge between the parts of `src/` is in the list below, and crates that
//! stand behind one door are named behind it only.
#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// What each part may use, lowest first. A part uses itself and what is listed, nothing else:
///
/// - `source` and `lang` know nothing; `problem` speaks of places in sources and in two languages.
/// - `document` reads sources; `discover` finds and reads files.
/// - `policy` sees documents, and reads files of its own through `discover`.
/// - `finding` is a violation with a place; `locate` makes it.
/// - `config` speaks of all options that a repository may set.
/// - `lint` looks at policies alone and reports as `check` does.
/// - `catalogue` tells what there is to check with.
/// - `report` sees results; `check` makes them and sees everything but the command line.
const ALLOWED: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("lang", &[]),
    ("watch", &[]),
    ("json", &[]),
    ("problem", &["source", "lang"]),
    ("document", &["source", "problem"]),
    ("discover", &["source", "problem", "document"]),
    ("policy", &["source", "lang", "problem", "document", "discover"]),
    ("finding", &["source", "lang", "document", "policy"]),
    ("locate", &["lang", "problem", "document", "policy", "finding"]),
    ("config", &["source", "lang", "problem", "document", "discover", "policy"]),
    ("triage", &["source", "json", "lang", "problem", "document", "policy", "finding", "locate"]),
    ("report", &["source", "json", "lang", "problem", "policy", "finding", "config", "triage"]),
    ("assess", &["source", "json", "lang", "problem", "document", "discover", "policy", "finding", "report"]),
    ("plan", &["json", "lang", "problem", "document", "policy", "finding", "config", "report", "assess"]),
    ("lint", &["source", "lang", "problem", "document", "policy", "finding", "config", "triage", "report"]),
    (
        "check",
        &[
            "source", "lang", "watch", "problem", "document", "discover", "policy", "finding", "locate",
            "config", "triage", "report", "assess",
        ],
    ),
    (
        "testing",
        &[
            "source", "lang", "watch", "problem", "document", "discover", "policy", "finding", "report",
            "check", "lint",
        ],
    ),
    ("scaffold", &["lang", "problem", "document", "policy"]),
    ("compare", &["source", "json", "lang", "problem", "document", "policy", "config", "report", "assess"]),
    (
        "catalogue",
        &[
            "source", "json", "lang", "watch", "problem", "document", "policy", "triage", "report", "assess",
            "check",
        ],
    ),
    ("cli", &["lang", "report", "catalogue", "assess", "plan", "compare"]),
    (
        "commands",
        &[
            "source",
            "json",
            "lang",
            "watch",
            "problem",
            "document",
            "discover",
            "policy",
            "finding",
            "config",
            "triage",
            "report",
            "assess",
            "plan",
            "check",
            "testing",
            "lint",
            "scaffold",
            "catalogue",
            "compare",
            "cli",
        ],
    ),
];

/// Crates that stand behind one door, and the files that may name them.
const DOORS: &[(&str, &[&str])] = &[
    ("regorus", &["policy/engine"]),
    ("granit_parser", &["document/yaml.rs", "document/yaml/"]),
    ("jsonc_parser", &["document/json.rs", "document/json/"]),
    ("miette", &["report/frame", "report/excerpt"]),
    ("quick_junit", &["report/junit.rs", "report/test/junit.rs"]),
    ("minijinja", &["report/page.rs"]),
    ("uuid::", &["report/oscal.rs"]),
    ("csv::", &["assess/render.rs", "assess/render/csv.rs"]),
    ("percent_encoding", &["report/uri.rs"]),
    ("notify::", &["commands/changes.rs"]),
    ("ctrlc", &["main.rs"]),
    ("indicatif", &["commands/progress.rs"]),
    ("textwrap", &["catalogue/", "report/wrap.rs"]),
    (
        "clap::",
        &[
            "assess/evidence.rs",
            "assess/grade.rs",
            "assess/render.rs",
            "assess/saved.rs",
            "cli.rs",
            "cli/",
            "main.rs",
            "catalogue.rs",
            "commands/",
            "lang.rs",
            "report.rs",
            "report/test.rs",
            "policy.rs",
            "compare.rs",
            "plan/status.rs",
        ],
    ),
    ("println!", &["main.rs"]),
    ("eprintln!", &["main.rs"]),
    ("print!", &["main.rs"]),
    ("process::exit", &["main.rs"]),
];

fn files() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let paths = WalkDir::new(&root).sort_by_file_name().into_iter().map(|entry| entry.unwrap().into_path());
    let sources = paths.filter(|path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs"));
    let read = |path: PathBuf| {
        let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        (name, code(&fs::read_to_string(&path).unwrap()))
    };
    sources.map(read).collect()
}

/// The code without comments and without its unit tests, which stand last in a file.
fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The part that a file belongs to; `None` for the crate roots, which see everything.
fn part(file: &str) -> Option<&str> {
    let part = file.split(['/', '.']).next()?;
    (!matches!(part, "main" | "lib")).then_some(part)
}

/// The names behind every `crate::` of a text, those in braces included.
fn used(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, prefix) in text.match_indices("crate::") {
        let rest = &text[at + prefix.len()..];
        let word =
            |text: &str| text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>();
        match rest.strip_prefix('{') {
            None => {
                names.insert(word(rest));
            }
            Some(group) => {
                let mut depth = 0;
                for item in group.split_inclusive([',', '{', '}']) {
                    if depth == 0 {
                        names.insert(word(item.trim_start()));
                    }
                    match item.chars().last() {
                        Some('{') => depth += 1,
                        Some('}') if depth == 0 => break,
                        Some('}') => depth -= 1,
                        _ => {}
                    }
                }
            }
        }
    }
    names.remove("");
    names
}

#[test]
fn imports_run_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.iter().copied().collect();
    let mut wrong = Vec::new();
    for (file, text) in files() {
        let Some(part) = part(&file) else { continue };
        let Some(below) = allowed.get(part) else {
            wrong.push(format!("{file}: say in tests/layers.rs what `{part}` may use"));
            continue;
        };
        for name in used(&text) {
            if name != part && !below.contains(&name.as_str()) {
                wrong.push(format!("{file} uses `{name}`, which `{part}` may not"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The list itself allows no cycle: a part may use only parts that stand before it.
#[test]
fn the_list_has_no_cycle() {
    for (at, (part, below)) in ALLOWED.iter().enumerate() {
        for name in *below {
            let before = ALLOWED[..at].iter().any(|(earlier, _)| earlier == name);
            assert!(before, "`{part}` may use `{name}`, which does not stand before it");
        }
    }
}

/// An edge that nobody needs any more leaves the list.
#[test]
fn every_allowed_edge_is_used() {
    let mut unused: BTreeSet<(&str, &str)> =
        ALLOWED.iter().flat_map(|(part, below)| below.iter().map(move |name| (*part, *name))).collect();
    let files = files();
    for (file, text) in &files {
        if let Some(part) = part(file) {
            let used = used(text);
            unused.retain(|(from, to)| *from != part || !used.contains(*to));
        }
    }
    assert!(unused.is_empty(), "{unused:?}");
}

#[test]
fn crates_stand_behind_one_door() {
    let mut wrong = Vec::new();
    for (file, text) in files() {
        for (name, doors) in DOORS {
            if text.contains(name) && !doors.iter().any(|door| file.starts_with(door)) {
                wrong.push(format!("{file} names {name}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_imports_reads_braces() {
    let text = "use crate::{a, b::{c, d}, e};\nlet x = crate::f::g();\nuse crate::h;";
    assert_eq!(used(text), ["a", "b", "e", "f", "h"].map(str::to_owned).into());
}
