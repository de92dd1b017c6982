//! `--cache`: whatever changes, a run says what it would say without; and nothing that lies in the folder ends one.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, text};
use fiducia::check as check_files;
use fiducia::lang::Lang;
use fiducia::policy::PolicySet;
use fiducia::policy::load::{LoadOptions, PolicySource};
use fiducia::watch::Watch;
use proptest::prelude::*;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A run: report, notes and exit code.
fn check(place: &Place, cache: bool, arguments: &[&str]) -> (String, String, Option<i32>) {
    let mut all = vec!["check", "-f", "json", "--no-progress"];
    if !arguments.contains(&"-p") {
        all.extend(["-p", "policy"]);
    }
    if !arguments.contains(&"--as-of") {
        all.extend(["--as-of", DAY]);
    }
    all.extend(arguments);
    if cache {
        all.extend(["--cache", "cache"]);
    }
    let output = fiducia(place.path(), &all);
    (text(&output.stdout), text(&output.stderr), output.status.code())
}

/// How many files a run knew already.
fn recalled(stderr: &str) -> usize {
    let said = stderr.lines().find_map(|line| line.strip_prefix("note: results of "));
    said.and_then(|said| said.split(' ').next()?.parse().ok()).unwrap_or(0)
}

/// Fails unless a run with a cache says what one without does; gives how many files it knew.
fn agree(place: &Place, arguments: &[&str]) -> usize {
    let (report, _, code) = check(place, false, arguments);
    let (cached, told, of_cached) = check(place, true, arguments);
    assert_eq!((cached, of_cached), (report, code), "{told}");
    recalled(&told)
}

fn place() -> Place {
    let place = Place::new();
    place.file("fiducia.toml", "exclude = [\"cache/**\", \"policy/**\", \"data/**\"]\n");
    place.file("two.yaml", "kind: A\nreplicas: 3\n---\nkind: B\nreplicas: 0\n");
    place.file("deep/list.json", "{\"items\": [{\"name\": \"b\", \"replicas\": 1}]}");
    place.file("数据.toml", "replicas = 1\n");
    place
}

#[test]
fn what_is_as_it_was_is_known() {
    let place = place();
    assert_eq!(agree(&place, &["."]), 0);
    assert_eq!(agree(&place, &["."]), 4);
    assert_eq!(agree(&place, &["deep", "--lang", "zh"]), 0, "told in Chinese");
    assert_eq!(agree(&place, &["deep"]), 1);
    place.file("two.yaml", "kind: A\nreplicas: 1\n");
    assert_eq!(agree(&place, &["."]), 3);
    assert_eq!(agree(&place, &["."]), 4);
    fs::rename(place.join("two.yaml"), place.join("three.yaml")).unwrap();
    assert_eq!(agree(&place, &["."]), 3, "a path is in what reports print");
}

/// What is not the file's own is part of what a result is made of.
#[test]
fn what_rules_read_beside_a_file_counts() {
    let place = place();
    let limits = "package limits\n\ndeny contains sprintf(\"%v < %v\", [input.replicas, data.limits.least]) if input.replicas < data.limits.least\n";
    place.policy("limits", limits);
    place.file("data/limits.json", "{\"limits\": {\"least\": 2}}");
    let arguments = [".", "-d", "data/limits.json"];
    assert_eq!((agree(&place, &arguments), agree(&place, &arguments)), (0, 4));
    place.file("data/limits.json", "{\"limits\": {\"least\": 1}}");
    assert_eq!((agree(&place, &arguments), agree(&place, &arguments)), (0, 4));
    place.policy("limits", &limits.replace('<', "<="));
    assert_eq!((agree(&place, &arguments), agree(&place, &arguments)), (0, 4));
    // Rules that a run before left out have said nothing.
    let only = [".", "-d", "data/limits.json", "--only", "REPLICAS"];
    assert_eq!(agree(&place, &only), 4);
    place.file("new.yaml", "replicas: 0\n");
    assert_eq!((agree(&place, &only), agree(&place, &arguments)), (4, 4));
    assert_eq!(agree(&place, &[".", "-d", "data/limits.json", "--strict-builtin-errors"]), 0);
}

#[test]
fn the_day_counts_where_a_rule_may_ask_for_it() {
    let place = place();
    let (one, other) = ([".", "--as-of", "2026-01-01"], [".", "--as-of", "2027-01-01"]);
    assert_eq!((agree(&place, &one), agree(&place, &other)), (0, 4));
    for (number, way) in [
        "time.now_ns() > 1790000000000000000",
        "data.fiducia.today > \"2026-06\"",
        "data[\"fiducia\"].today > \"2026-06\"",
        "walk(data, [_, \"2027-01-01\"])",
    ]
    .into_iter()
    .enumerate()
    {
        place.policy("late", &format!("package late{number}\n\ndeny contains \"late\" if {way}\n"));
        assert_eq!((agree(&place, &one), agree(&place, &other), agree(&place, &other)), (0, 0, 4), "{way}");
    }
    // A rule that is not in effect yet has said nothing.
    place.policy(
        "late",
        "# METADATA\n# custom: {effective: {from: 2026-12-31}}\npackage late\n\ndeny contains \"late\"\n",
    );
    assert_eq!((agree(&place, &one), agree(&place, &other), agree(&place, &other)), (0, 0, 4));
}

/// What others decide about, and what could not be checked, is looked at each time.
#[test]
fn only_what_is_the_files_own_is_kept() {
    let place = place();
    place.file(
        "platform.yaml",
        "apiVersion: fiducia/v1\nkind: Platform\nmetadata: {name: p}\nspec: {profile: third-party-payment}\n",
    );
    place.file("waived.yaml", "replicas: 1 # fiducia: allow REPLICAS until=2026-12-01 reason=\"a test\"\n");
    place.file("broken.yaml", "a: [\n");
    place.file("twice.yaml", "a: 1\na: 2\n");
    place.policy("wide", "package wide\n\ndeny contains \"x\" if count(numbers.range(1, input.wide)) > 0\n");
    place.file("wide.yaml", "wide: 900000000000\n");
    assert_eq!((agree(&place, &["."]), agree(&place, &["."])), (0, 4));
    // Rules may read platforms.
    fs::remove_file(place.join("platform.yaml")).unwrap();
    assert_eq!((agree(&place, &["."]), agree(&place, &["."])), (0, 4));
    // Rules over the project read everything again.
    place.policy("all", "# METADATA\n# custom: {input: project}\npackage all\n\ndeny contains \"few\" if count(input.documents) < 99\n");
    assert_eq!((agree(&place, &["."]), agree(&place, &["."])), (0, 0));
}

/// The one file of entries.
fn entries(place: &Place) -> PathBuf {
    let mut files = fs::read_dir(place.join("cache")).unwrap().map(|entry| entry.unwrap().path());
    let file = files.next().unwrap();
    assert_eq!((files.next(), file.extension().unwrap().to_str()), (None, Some("fiducia-cache")));
    file
}

/// A line of it with another entry, and the checksum that belongs to it.
fn forged(owner: &str, line: &str, change: impl Fn(&str) -> String) -> String {
    let mut parts = line.splitn(3, ' ');
    let (key, entry) = (parts.next().unwrap(), change(parts.nth(1).unwrap()));
    let sum = Sha256::digest([owner, key, &entry].concat());
    let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{key} {sum} {entry}\n")
}

#[test]
fn nothing_in_the_folder_ends_a_run_or_passes_one() {
    let place = place();
    agree(&place, &["."]);
    let file = entries(&place);
    let good = fs::read_to_string(&file).unwrap();
    let owner = file.file_stem().unwrap().to_str().unwrap().to_owned();
    let spoilt = [
        (0, String::new()),
        (0, "\n\n \n".to_owned()),
        (3, good[..good.len() - 9].to_owned()),
        (1, good.replace("\"found\":{\"", "\"passed\":{\"")),
        (0, good.replace(' ', "")),
        (0, format!("{}\n", "x".repeat(1 << 20))),
        // The entry of another file.
        (
            0,
            good.lines()
                .zip(good.lines().skip(1))
                .map(|(one, other)| format!("{}{}\n", &one[..64], &other[64..]))
                .collect(),
        ),
    ];
    for (known, text) in spoilt {
        fs::write(&file, &text).unwrap();
        assert_eq!(agree(&place, &["."]), known, "{text:.300}");
    }
    // What has a checksum may still be no entry of this file.
    let changes: [fn(&str) -> String; 7] = [
        |entry| entry.replace("\"span\":[", "\"span\":[4000000000,"),
        |entry| entry.replace("\"span\":[", "\"span\":[99999,"),
        |entry| entry.replace("\"version\":1", "\"version\":2"),
        |entry| entry.replace("\"document\":0", "\"document\":7"),
        |entry| entry.replace("\"severity\":\"high\"", "\"severity\":\"none\""),
        |_| "[".repeat(100_000),
        |entry| entry.replace("\"found\":{", "\"found\":{\"nobody\":{},"),
    ];
    for change in changes {
        fs::write(&file, &good).unwrap();
        let text: String = good.lines().map(|line| forged(&owner, line, change)).collect();
        fs::write(&file, text).unwrap();
        agree(&place, &["."]);
    }
    fs::write(&file, [0xff, 0xfe, b'\n']).unwrap();
    agree(&place, &["."]);
}

#[cfg(unix)]
#[test]
fn links_devices_and_folders_are_no_entries() {
    let place = place();
    agree(&place, &["."]);
    let file = entries(&place);
    fs::remove_file(&file).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &file).unwrap();
    assert_eq!(agree(&place, &["."]), 0);
    assert!(fs::symlink_metadata(&file).unwrap().is_file(), "replaced, not followed");
    fs::remove_file(&file).unwrap();
    fs::create_dir(&file).unwrap();
    let (report, told, code) = check(&place, true, &["."]);
    assert_eq!((report, code), (check(&place, false, &["."]).0, Some(1)));
    assert!(told.contains("note: cannot write to cache: "), "{told}");
    fs::remove_dir_all(place.join("cache")).unwrap();
    place.file("cache", "");
    assert!(check(&place, true, &["."]).1.contains("note: cannot write to cache: "));
}

#[test]
fn runs_at_one_time_agree() {
    let place = place();
    (0..60).for_each(|n| drop(place.file(format!("many/{n}.yaml"), format!("replicas: {}\n", n % 3))));
    fs::create_dir(place.join("cache")).unwrap();
    let expected = check(&place, false, &["."]).0;
    let start = |_| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
        command.current_dir(place.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        command.args(["check", ".", "-f", "json", "-p", "policy", "--as-of", DAY, "--cache", "cache"]);
        command.spawn().unwrap()
    };
    for _ in 0..2 {
        let runs: Vec<_> = (0..6).map(start).collect();
        for run in runs {
            assert_eq!(text(&run.wait_with_output().unwrap().stdout), expected);
        }
    }
    assert_eq!(agree(&place, &["."]), 64);
    assert_eq!(fs::read_dir(place.join("cache")).unwrap().count(), 1, "nothing half written is left");
}

#[test]
fn the_folder_is_bounded() {
    let place = Place::new();
    for number in 0..20 {
        place.policy("more", &format!("package more\n\nx := {number}\n"));
        check(&place, true, &["ok.yaml"]);
    }
    place.file("cache/mine.txt", "kept");
    assert_eq!(fs::read_dir(place.join("cache")).unwrap().count(), 17);
    assert_eq!(agree(&place, &["ok.yaml"]), 1, "the newest are kept");
}

/// An edit of a place.
#[derive(Debug, Clone)]
enum Edit {
    File(u8, u8),
    Gone(u8),
    Policy(u8),
    Data(u8),
    Day(u8),
    Waiver(u8),
    Baseline,
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0..6_u8, 0..8_u8).prop_map(|(file, content)| Edit::File(file, content)),
        1 => (0..6_u8).prop_map(Edit::Gone),
        1 => (0..4_u8).prop_map(Edit::Policy),
        1 => (0..3_u8).prop_map(Edit::Data),
        1 => (0..3_u8).prop_map(Edit::Day),
        1 => (0..3_u8).prop_map(Edit::Waiver),
        1 => Just(Edit::Baseline),
    ]
}

const CONTENTS: [&str; 8] = [
    "replicas: 1\n",
    "replicas: 5\nkind: A\n",
    "kind: A\nreplicas: 0\n---\nkind: B\n---\nkind: A\nreplicas: 1\n",
    "replicas: 1 # fiducia: allow REPLICAS until=2026-12-01 reason=\"a test\"\n",
    "apiVersion: fiducia/v1\nkind: Platform\nmetadata: {name: p}\nspec: {profile: x}\n",
    "a: [\n",
    "replicas: &r 1\nagain: {replicas: *r}\nа: 平台\n",
    "",
];
const POLICIES: [&str; 4] = [
    "package more\n\ndeny contains {\"msg\": \"of kind A\", \"path\": [\"kind\"]} if input.kind == \"A\"\n",
    "package more\n\nwarn contains sprintf(\"%v since %v\", [input.replicas, time.now_ns()])\n",
    "package more\n\ndeny contains \"limit\" if input.replicas > data.limit\n",
    "# METADATA\n# custom: {applies_to: [B], effective: {from: 2026-11-23}}\npackage more\n\ndeny contains \"no platform\" if not data.fiducia.platforms.p\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    /// Whatever is edited, in whatever order: the report is the same, byte for byte.
    #[test]
    fn a_cache_changes_no_byte(edits in proptest::collection::vec(edit(), 6..12)) {
        let place = place();
        place.file("data/limit.json", "{\"limit\": 0}");
        let (mut day, mut baseline) = (DAY, false);
        for edit in edits {
            match edit {
                Edit::File(file, content) => drop(place.file(format!("f{file}.yaml"), CONTENTS[content as usize])),
                Edit::Gone(file) => drop(fs::remove_file(place.join(format!("f{file}.yaml")))),
                Edit::Policy(number) => drop(place.policy("more", POLICIES[number as usize])),
                Edit::Data(limit) => drop(place.file("data/limit.json", format!("{{\"limit\": {limit}}}"))),
                Edit::Day(number) => day = [DAY, "2026-11-23", "2027-02-01"][number as usize],
                Edit::Waiver(number) => drop(place.file("fiducia.waivers.yaml", format!(
                    "apiVersion: fiducia/v1\nkind: WaiverList\nmetadata: {{name: w}}\nspec:\n  waivers:\n    - {{id: W, rule: REPLICAS, path: f{number}.yaml, reason: a test of waivers, owner: ada, requested_by: ada, approved_by: bob, created: 2026-11-01, expires: 2026-12-31}}\n"
                ))),
                Edit::Baseline => baseline = !baseline,
            }
            let mut arguments = vec![".", "-d", "data/limit.json", "--as-of", day];
            if baseline {
                arguments.extend(["--baseline", "baseline.json"]);
                let update = [&arguments[..], &["--update-baseline"]].concat();
                if !place.join("baseline.json").exists() {
                    check(&place, true, &update);
                }
                if !place.join("baseline.json").exists() {
                    continue;
                }
            }
            agree(&place, &arguments);
        }
    }
}

/// Changes every file once everything has been read.
struct Meanwhile<'p>(&'p Place);

impl fiducia::check::Progress for Meanwhile<'_> {
    fn start(&self, _: usize) {
        (0..FILES).for_each(|n| drop(self.0.file(format!("many/{n}.yaml"), "replicas: 9\n")));
    }
    fn step(&self) {}
}

/// More than is held at a time.
const FILES: usize = 40;

/// What is read again has to be what it was: nothing passes that was not looked at.
#[test]
fn a_file_that_changes_under_the_run_is_a_problem() {
    let place = Place::new();
    let text = format!("replicas: 1\n{}", (0..4000).map(|n| format!("k{n}: [1, 2]\n")).collect::<String>());
    (0..FILES).for_each(|n| drop(place.file(format!("many/{n}.yaml"), &text)));
    let mut options = crate::common::options(&[place.join("many")]);
    options.discover.working_directory = place.path().to_path_buf();
    let load = LoadOptions {
        policies: vec![PolicySource::Path(place.join("policy"))],
        working_directory: place.path().to_path_buf(),
        ..LoadOptions::default()
    };
    let run = || check_files(&options, PolicySet::load(&load), &Watch::default(), &Meanwhile(&place));
    let report = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(fiducia::engine::STACK_SIZE);
        thread.spawn_scoped(scope, run).unwrap().join().unwrap()
    });
    let (held, lost, count) = (report.findings.len(), report.problems.len(), report.counts[0]);
    assert!(held > 0 && lost > 0, "{held} {lost}");
    assert_eq!((held + lost, count.passed, count.failed, count.errored), (FILES, 0, held, lost));
    assert!(report.problems[0].message(Lang::En).contains("it changed while it was checked"));
}
