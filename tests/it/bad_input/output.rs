//! Reports that cannot be written, and text that must not act on a terminal.

use crate::common::place::{Place, Run};
use std::fs;
use std::process::{Command, Stdio};

#[test]
fn report_into_a_missing_folder() {
    let place = Place::new();
    let run = place.check(&["ok.yaml", "-o", "json=missing/report.json"]);
    assert_eq!(run.code, 2);
    run.still_checked().told("usage", "cannot write missing/report.json: no such file");
}

#[test]
fn a_report_that_cannot_be_written_leaves_the_old_one_whole() {
    let place = Place::new();
    place.file("report.json", "old");
    fs::create_dir(place.join("folder.json")).unwrap();
    let run = place.check(&["ok.yaml", "-o", "json=folder.json"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    let run = place.check(&["ok.yaml", "-o", "report.json"]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    let written = fs::read_to_string(place.join("report.json")).unwrap();
    assert_eq!(serde_json::from_str::<serde_json::Value>(&written).unwrap()["version"], 1);
    // Nothing is left beside it.
    let mut names: Vec<_> =
        fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, ["folder.json", "ok.yaml", "policy", "report.json"]);
}

#[cfg(unix)]
#[test]
fn an_old_report_stays_whole_where_the_new_one_cannot_be_begun() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    place.file("reports/report.json", "old");
    fs::set_permissions(place.join("reports"), fs::Permissions::from_mode(0o555)).unwrap();
    let run = place.check_unprivileged(&["ok.yaml", "-o", "json=reports/report.json"]);
    run.still_checked().told("usage", "cannot write reports/report.json: permission denied");
    assert_eq!(run.code, 2);
    assert_eq!(fs::read_to_string(place.join("reports/report.json")).unwrap(), "old");
    fs::set_permissions(place.join("reports"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[cfg(unix)]
#[test]
fn a_report_through_a_link_or_to_a_device() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let place = Place::new();
    place.file("real.json", "old");
    fs::set_permissions(place.join("real.json"), fs::Permissions::from_mode(0o640)).unwrap();
    symlink("real.json", place.join("link.json")).unwrap();
    assert_eq!(place.check(&["ok.yaml", "-o", "link.json"]).code, 1);
    assert!(fs::symlink_metadata(place.join("link.json")).unwrap().is_symlink(), "the link stays");
    let real = fs::read_to_string(place.join("real.json")).unwrap();
    assert!(real.contains("\"version\""), "{real}");
    let mode = fs::metadata(place.join("real.json")).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode, 0o640, "permissions stay");
    assert_eq!(place.check(&["ok.yaml", "-o", "json=/dev/null"]).code, 1);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let place = Place::new();
    let documents = "replicas: 0\n---\n".repeat(5000);
    place.file("many.yaml", documents);
    for format in ["human", "json", "compact"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_fiducia"))
            .current_dir(place.path())
            .args(["check", "-p", "./policy", "-f", format])
            .env_clear()
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{format}");
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{format}");
    }
}

/// What a terminal would obey: escape, bell, C1, direction marks, carriage return, line separators.
const HOSTILE: &str = "\u{1b}[2J\u{7}\u{9b}31m\u{202e}\u{2066}\r\u{2028}\u{200f}";

fn obeyed(text: &str) -> Vec<char> {
    let acts = |c: &char| {
        (c.is_control() && !matches!(c, '\n' | '\t'))
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
    };
    text.chars().filter(acts).collect()
}

#[test]
fn control_characters_do_not_reach_a_terminal() {
    let place = Place::new();
    let escaped = "\\e[2J\\a\\u009b31m\\u202e\\u2066\\r\\u2028\\u200f";
    place.file(
        "hostile.yaml",
        format!("name: \"{escaped}\" # \u{202e}\u{200f}\nreplicas: 0\n\"k{escaped}\": 1\n"),
    );
    place.file(format!("x{}.yaml", HOSTILE.replace('/', "")), "replicas: 0\n");
    place.file("twice.yaml", format!("\"k{escaped}\": 1\n\"k{escaped}\": 2\n"));
    place.file("broken.yaml", "a: [\u{202e}\u{200f}\n");
    place.policy(
        "hostile",
        "package hostile\n\ndeny contains {\"msg\": sprintf(\"%v is\\u001b[31m bad\", [input.name]), \"path\": [\"name\"], \"expected\": input.name} if input.name != \"ok\"\n",
    );
    place.policy(
        "wrong",
        &format!("package wrong\n\ndeny contains \"x\" if {{ # {HOSTILE}\n\tinput.a > # {HOSTILE}\n}}\n"),
    );
    place.policy(
        "keys",
        "package keys\n\ndeny contains {\"msg\": k, \"path\": [k, \"below\"], \"related\": [{\"msg\": k, \"path\": [k]}]} if some k, _ in input\n",
    );
    for format in ["human", "compact"] {
        for extra in [&[][..], &["--lang", "zh"], &["--color", "never", "-v"]] {
            let arguments = [&["check", "-p", "./policy", "-f", format], extra].concat();
            let run = Run::new(crate::common::fiducia(place.path(), &arguments));
            assert_eq!(run.code, 2);
            assert_eq!((obeyed(&run.stdout), obeyed(&run.stderr)), (vec![], vec![]), "{format} {extra:?}");
            assert!(run.stdout.contains("hostile.yaml"), "{}", run.stdout);
        }
    }
    let output = Command::new(env!("CARGO_BIN_EXE_fiducia"))
        .current_dir(place.path())
        .args(["check", "-p", "./policy"])
        .env_clear()
        .env("NO_GRAPHICS", "1")
        .output()
        .unwrap();
    let run = Run::new(output);
    assert_eq!((obeyed(&run.stdout), obeyed(&run.stderr)), (vec![], vec![]));
}

#[test]
fn the_watchdog_cleans_what_it_names_too() {
    let place = Place::new();
    let name = format!("x{HOSTILE}.yaml");
    place.file(&name, "replicas: 0\n");
    place.policy(
        "paths",
        "# METADATA\n# custom:\n#   id: \"\\e[2Jstuck\"\npackage stuck\n\ndeny contains \"x\" if {\n\tnodes := numbers.range(1, 40)\n\tall_of_them := {i: [j | some j in nodes; j != i] | some i in nodes}\n\tcount(graph.reachable_paths(all_of_them, {1})) > 3\n}\n",
    );
    let output =
        crate::common::fiducia(place.path(), &["check", "-p", "./policy", "--timeout", "100ms", &name]);
    let stderr = crate::common::text(&output.stderr);
    assert_eq!((output.status.code(), obeyed(&stderr)), (Some(2), vec![]), "{stderr:?}");
    assert!(stderr.contains("stuck"), "{stderr}");
}
