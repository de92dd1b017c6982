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
/// - `rego` is the language: from texts to definitions, whatever they are for.
/// - `document` reads sources; `discover` finds and reads files.
/// - `engine` evaluates definitions on documents; a `violation` is what comes out.
/// - `kind` and `framework` say what documents hold and what demands it; what is built in is `embedded`.
/// - `policy` makes rules of all these, and reads files of its own through `discover`.
/// - `finding` is a violation with a place; `locate` makes it.
/// - `config` speaks of all options that a repository may set.
/// - `lint` looks at policies alone and reports as `check` does.
/// - `catalogue` tells what there is to check with.
/// - `report` sees results; `check` makes them and sees everything but the command line.
const ALLOWED: &[(&str, &[&str])] = &[
    ("embedded", &[]),
    ("json", &[]),
    ("lang", &[]),
    ("similar", &[]),
    ("source", &[]),
    ("watch", &[]),
    ("problem", &["lang", "source"]),
    ("rego", &["lang", "source"]),
    ("severity", &["lang"]),
    ("document", &["lang", "source", "problem"]),
    ("framework", &["embedded", "lang", "similar", "source", "problem"]),
    ("discover", &["source", "problem", "document"]),
    ("kind", &["embedded", "lang", "similar", "source", "problem", "severity", "document", "framework"]),
    ("violation", &["lang", "problem", "severity", "document"]),
    (
        "engine",
        &["lang", "source", "watch", "problem", "rego", "severity", "document", "discover", "violation"],
    ),
    ("scaffold", &["lang", "problem", "document", "kind"]),
    (
        "policy",
        &[
            "embedded",
            "lang",
            "similar",
            "source",
            "problem",
            "rego",
            "severity",
            "document",
            "framework",
            "discover",
            "kind",
            "violation",
            "engine",
        ],
    ),
    ("config", &["lang", "source", "problem", "document", "discover", "policy"]),
    ("finding", &["lang", "source", "document", "violation", "policy"]),
    ("locate", &["lang", "source", "problem", "document", "kind", "violation", "policy", "finding"]),
    ("triage", &["json", "lang", "similar", "source", "problem", "document", "policy", "finding", "locate"]),
    (
        "report",
        &[
            "json",
            "lang",
            "source",
            "problem",
            "framework",
            "violation",
            "engine",
            "policy",
            "config",
            "finding",
            "triage",
        ],
    ),
    (
        "assess",
        &[
            "json",
            "lang",
            "similar",
            "source",
            "problem",
            "document",
            "framework",
            "discover",
            "policy",
            "finding",
            "report",
        ],
    ),
    (
        "lint",
        &[
            "lang", "similar", "source", "problem", "rego", "document", "kind", "engine", "policy", "config",
            "finding", "triage", "report",
        ],
    ),
    (
        "check",
        &[
            "lang", "similar", "source", "watch", "problem", "document", "discover", "engine", "policy",
            "config", "finding", "locate", "triage", "report", "assess",
        ],
    ),
    ("compare", &["json", "lang", "source", "problem", "document", "policy", "config", "report", "assess"]),
    (
        "plan",
        &[
            "json", "lang", "similar", "problem", "document", "kind", "policy", "config", "finding",
            "report", "assess",
        ],
    ),
    (
        "catalogue",
        &[
            "json",
            "lang",
            "similar",
            "source",
            "watch",
            "problem",
            "document",
            "framework",
            "kind",
            "engine",
            "policy",
            "triage",
            "report",
            "assess",
            "check",
        ],
    ),
    (
        "testing",
        &[
            "lang", "source", "watch", "problem", "document", "discover", "engine", "policy", "finding",
            "report", "lint", "check",
        ],
    ),
    ("cli", &["lang", "report", "assess", "compare", "plan", "catalogue"]),
    (
        "commands",
        &[
            "json",
            "lang",
            "similar",
            "source",
            "watch",
            "problem",
            "rego",
            "document",
            "discover",
            "scaffold",
            "policy",
            "config",
            "finding",
            "triage",
            "report",
            "assess",
            "lint",
            "check",
            "compare",
            "plan",
            "catalogue",
            "testing",
            "cli",
        ],
    ),
];

/// Crates that stand behind one door, and the files that may name them.
const DOORS: &[(&str, &[&str])] = &[
    ("regorus", &["engine"]),
    ("granit_parser", &["document/yaml.rs", "document/yaml/", "engine/builtins/yaml/"]),
    ("jsonc_parser", &["document/json.rs", "document/json/"]),
    ("hcl_edit", &["document/hcl.rs", "document/hcl/"]),
    ("roxmltree", &["document/xml.rs", "document/cyclonedx.rs"]),
    ("miette", &["report/frame", "report/excerpt"]),
    ("quick_junit", &["report/junit.rs", "report/test/junit.rs"]),
    ("minijinja", &["report/page.rs"]),
    ("uuid::", &["report/oscal.rs", "engine/builtins"]),
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
            "severity.rs",
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
            wrong.push(format!("{file}: say in tests/it/layers.rs what `{part}` may use"));
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

/// The modules that a text names behind `crate::` and `super::`, given the path of its own module.
fn named(text: &str, own: &[&str]) -> BTreeSet<Vec<String>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("crate::").chain(text.match_indices("super::")) {
        if text[..at].ends_with(|c: char| is_word(c) || c == ':') {
            continue;
        }
        let (mut path, mut rest) =
            (own.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>(), &text[at..]);
        if let Some(below) = rest.strip_prefix("crate::") {
            (path, rest) = (Vec::new(), below);
        }
        while let Some(above) = rest.strip_prefix("super::") {
            path.pop();
            rest = above;
        }
        loop {
            let end = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            path.extend((end > 0).then(|| rest[..end].to_owned()));
            match rest[end..].strip_prefix("::") {
                Some(below) if end > 0 => rest = below,
                _ => break,
            }
        }
        let group = rest.strip_prefix('{').and_then(|group| group.split('}').next()).unwrap_or_default();
        for item in group.split([',', '{']).map(str::trim) {
            let steps = item.split("::").filter(|step| !step.is_empty()).map(str::to_owned);
            found.insert(path.iter().cloned().chain(steps).collect());
        }
        found.insert(path);
    }
    found
}

/// Files beside each other, each with the folder of its name, use each other one way.
#[test]
fn files_of_a_part_make_no_circle() {
    let files = files();
    let modules: Vec<Vec<&str>> =
        files.iter().map(|(file, _)| file.trim_end_matches(".rs").split('/').collect()).collect();
    let mut edges: BTreeMap<Vec<&str>, BTreeSet<Vec<&str>>> = BTreeMap::new();
    for ((_, text), own) in files.iter().zip(&modules) {
        for path in named(text, own) {
            let begins = |module: &&Vec<&str>| {
                module.len() <= path.len() && module.iter().zip(&path).all(|(step, name)| step == name)
            };
            let longest = modules.iter().filter(begins);
            let Some(target) = longest.max_by_key(|module| module.len()) else { continue };
            let shared = own.iter().zip(target).take_while(|(a, b)| a == b).count();
            if shared > 0 && shared < own.len().min(target.len()) {
                edges.entry(own[..=shared].to_vec()).or_default().insert(target[..=shared].to_vec());
            }
        }
    }
    // What uses nothing that is left, and what nothing uses, is taken away; circles stay.
    loop {
        let before = edges.len();
        let users: BTreeSet<Vec<&str>> = edges.keys().cloned().collect();
        edges.values_mut().for_each(|to| to.retain(|target| users.contains(target)));
        let used: BTreeSet<Vec<&str>> = edges.values().flatten().cloned().collect();
        edges.retain(|from, to| !to.is_empty() && used.contains(from));
        if edges.len() == before {
            break;
        }
    }
    let told = edges.iter().flat_map(|(from, to)| to.iter().map(|to| (from.join("/"), to.join("/"))));
    let told: BTreeSet<(String, String)> = told.collect();
    assert_eq!(told, BTreeSet::new(), "files that use each other");
}

#[test]
fn the_reader_of_imports_reads_braces() {
    let text = "use crate::{a, b::{c, d}, e};\nlet x = crate::f::g();\nuse crate::h;";
    assert_eq!(used(text), ["a", "b", "e", "f", "h"].map(str::to_owned).into());
    let named = named("use super::{a::B, c};\nsuper::super::d::e();\ncrate::x::Y", &["p", "q", "r"]);
    let named: Vec<String> = named.iter().map(|path| path.join("::")).collect();
    assert_eq!(named, ["p::d::e", "p::q", "p::q::a::B", "p::q::c", "x::Y"]);
}
