//! Improvement plans: `fiducia plan`.
#![allow(clippy::unwrap_used)]

use crate::common::place::Place;
use crate::common::{DAY, fiducia, root, text};
use std::path::Path;

/// `fiducia plan` in a folder, on the day of all tests.
fn plan(place: &Path, arguments: &[&str]) -> (String, String, i32) {
    let run = fiducia(place, &[&["plan", "--as-of", DAY], arguments].concat());
    // Long messages are broken over lines.
    (text(&run.stdout), text(&run.stderr).replace("\n  │ ", " "), run.status.code().unwrap())
}

fn read(place: &Place, name: &str) -> String {
    std::fs::read_to_string(place.path().join(name)).unwrap()
}

/// Puts one text in place of another, which has to be there once.
fn correct(place: &Place, name: &str, from: &str, to: &str) {
    let before = read(place, name);
    assert_eq!(before.matches(from).count(), 1, "{from}");
    place.file(name, before.replace(from, to));
}

#[test]
fn what_people_read() {
    for lang in ["en", "zh"] {
        let (out, err, code) = plan(&root(), &["--lang", lang, "examples/harbor-pay"]);
        assert_eq!((err.as_str(), code), ("", 0));
        insta::assert_snapshot!(format!("plan-harbor-{lang}"), out);
    }
}

#[test]
fn a_plan_passes_its_own_rules_once_owners_are_filled_in() {
    for lang in ["en", "zh"] {
        let place = Place::copy("examples/harbor-pay");
        std::fs::remove_file(place.path().join("governance/improvement.yaml")).unwrap();
        let (out, err, code) = plan(place.path(), &["--lang", lang, "-o", "plan.yaml", "."]);
        assert_eq!((err.as_str(), code), ("", 0));
        assert!(out.contains("plan.yaml"), "{out}");
        let check = |only: &str| {
            let run = fiducia(
                place.path(),
                &["check", "--as-of", DAY, "--only", only, "-f", "compact", "plan.yaml"],
            );
            (text(&run.stdout), text(&run.stderr), run.status.code().unwrap())
        };
        // Nobody is made up: each missing owner is a finding, and nothing else is.
        let nobody = if lang == "en" { "owner: TBD" } else { "owner: 待定" };
        let missing = read(&place, "plan.yaml").matches(nobody).count();
        let (found, ..) = check("IMP-01,schema");
        assert_eq!(found.lines().filter(|line| line.contains("`owner` is")).count(), missing);
        assert!(missing > 50 && found.lines().count() == missing, "{found}");
        place.file("plan.yaml", read(&place, "plan.yaml").replace(nobody, "owner: li.na"));
        assert_eq!(check("IMP-01,IMP-02,schema"), (String::new(), String::new(), 0));
    }
}

#[test]
fn owners_come_from_the_map_and_then_from_the_register() {
    let place = Place::copy("examples/harbor-pay");
    place.file("fiducia.toml", "[owners]\nTEC = \"cto\"\n\"TEC.PRO\" = \"net\"\n\"TEC-PRO-01\" = \"edge\"\n");
    place.file("who.yaml", "TEC.PRO: network team\nCUS: 资金部\n");
    let (out, err, code) = plan(place.path(), &["--owners", "who.yaml", "."]);
    assert_eq!((err.as_str(), code), ("", 0));
    let owner = |control: &str| {
        let task = out.split(&format!("control_id: {control}\n")).nth(1).unwrap();
        task.split("owner: ").nth(1).unwrap().lines().next().unwrap().to_owned()
    };
    assert_eq!(owner("TEC-PRO-01"), "edge");
    assert_eq!(owner("TEC-PRO-03"), "network team");
    assert_eq!(owner("TEC-ACC-01"), "cto");
    assert_eq!(owner("CUS-SEG-01"), "资金部");
    assert_eq!(owner("OPS-MGT-01"), "TBD");
    let (out, ..) = plan(&root(), &["examples/harbor-pay"]);
    // The treatment of the risk R-NET-LEAK, which names this control, is the cto's.
    assert!(
        out.contains(
            "control_id: TEC-DAT-02\n      objective: Masking on display and in export\n      owner: cto\n"
        ),
        "{out}"
    );
    assert!(out.contains("note: risk R-NET-LEAK is extreme (15)"), "{out}");
}

#[test]
fn owners_that_own_nothing_are_refused_where_they_stand() {
    let place = Place::copy("examples/harbor-pay");
    for (owners, words) in [
        ("TEC-PRO-1: a\n", "did you mean \"TEC-PRO-01\"?"),
        ("TEC.PROT: a\n", "did you mean \"TEC.PRO\"?"),
        ("TEC: ''\n", "name of a person"),
        ("TEC: [a]\n", "name of a person"),
        ("- TEC\n", "owners are a mapping"),
        ("TEC: a\nTEC: b\n", "duplicate key"),
        ("TEC: [\n", "cannot parse"),
    ] {
        place.file("who.yaml", owners);
        let (out, err, code) = plan(place.path(), &["--owners", "who.yaml", "custody"]);
        assert!(
            code == 2 && out.is_empty() && err.contains(words) && err.contains("who.yaml"),
            "{owners}: {err}"
        );
    }
    let (_, err, code) = plan(place.path(), &["--owners", "none.yaml", "custody"]);
    assert!(code == 2 && err.contains("none.yaml"), "{err}");
}

#[test]
fn closing_one_task_changes_its_state_and_no_other_byte() {
    let place = Place::copy("examples/harbor-pay");
    plan(place.path(), &["-o", "plan.yaml", "."]);
    // What people write stays: comments, order, quotes, blank lines.
    correct(
        &place,
        "plan.yaml",
        "    - id: T-TEC-PRO-03\n",
        "    # asked the vendor, 供应商已回复\n\n    - id: 'T-TEC-PRO-03'   # telnet\n",
    );
    correct(
        &place,
        "plan.yaml",
        "  stage_reviews: []\n",
        "  stage_reviews:   # quarterly\n    - {date: 2026-11-01, by: \"board\"}\n",
    );
    let before = read(&place, "plan.yaml");
    let (out, err, code) = plan(place.path(), &["--update", "plan.yaml", "."]);
    assert_eq!(
        (out.as_str(), err.as_str(), code),
        (
            "plan.yaml is up to date\nNot planned, since these rules are no controls: assessment (1); `fiducia check` shows what they found.\n",
            "",
            0
        )
    );
    assert_eq!(read(&place, "plan.yaml"), before);

    correct(&place, "security/network.yaml", "protocol: telnet", "protocol: ssh");
    let (out, err, code) = plan(place.path(), &["--update", "plan.yaml", "."]);
    assert!(err.is_empty() && code == 0 && out.starts_with("closed T-TEC-PRO-03\n"), "{out}{err}");
    let after = read(&place, "plan.yaml");
    let (head, task) = after.split_once("    - id: 'T-TEC-PRO-03'").unwrap();
    assert_eq!(task.matches("done_at").count(), 1);
    let task = task.replacen("status: done\n", "status: planned\n", 1).replacen(
        "      done_at: 2026-11-22\n",
        "",
        1,
    );
    assert_eq!(format!("{head}    - id: 'T-TEC-PRO-03'{task}"), before);

    let (out, ..) = plan(place.path(), &["--update", "plan.yaml", "."]);
    assert!(out.starts_with("plan.yaml is up to date"), "{out}");
    assert_eq!(read(&place, "plan.yaml"), after);

    // It fails again: the task is opened again, and no second one is made.
    correct(&place, "security/network.yaml", "protocol: ssh", "protocol: telnet");
    let (out, ..) = plan(place.path(), &["--update", "plan.yaml", "."]);
    assert!(out.starts_with("opened again T-TEC-PRO-03\n"), "{out}");
    let again = read(&place, "plan.yaml");
    assert_eq!(again, after.replacen("status: done\n", "status: doing\n", 1));
}

/// A platform on which TEC-PRO-01 fails, or passes.
fn small(version: &str) -> Place {
    let place = Place::new();
    place.file("network.yaml", format!(
        "apiVersion: fiducia/v1\nkind: NetworkProfile\nmetadata: {{name: n, platform: p}}\nspec:\n  endpoints:\n    \
         - {{name: web, tls: {{min_version: '{version}'}}}}\n"
    ));
    place
}

/// A plan with these tasks.
fn with_tasks(tasks: &str) -> String {
    format!(
        "apiVersion: fiducia/v1\nkind: ImprovementPlan\nmetadata: {{name: i, platform: p}}\nspec:\n{tasks}"
    )
}

/// The state of each task after an update.
fn states(version: &str, tasks: &str) -> Vec<(String, String)> {
    let place = small(version);
    place.file("plan/plan.yaml", with_tasks(tasks));
    let (_, err, code) = plan(place.path(), &["--update", "plan/plan.yaml", "network.yaml"]);
    assert_eq!((err.as_str(), code), ("", 0), "{tasks}");
    let after: serde_json::Value = serde_json::to_value(
        serde_yaml::from_str::<serde_yaml::Value>(&read(&place, "plan/plan.yaml")).unwrap(),
    )
    .unwrap();
    let word = |task: &serde_json::Value, key: &str| task[key].as_str().unwrap_or("-").to_owned();
    after["spec"]["tasks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|task| (word(task, "id"), word(task, "status")))
        .collect()
}

#[test]
fn what_becomes_of_tasks() {
    let of = |version: &str, tasks: &str| -> Vec<String> {
        let states =
            states(version, tasks).into_iter().filter(|(id, _)| id.len() < 4 || id == "T-TEC-PRO-01");
        states.map(|(id, state)| format!("{id} {state}")).collect()
    };
    let a = "  tasks:\n    - {id: A, control_id: TEC-PRO-01, status: doing}\n";
    assert_eq!(of("1.3", a), ["A done"]);
    assert_eq!(of("1.0", a), ["A doing"]);
    let done = "  tasks:\n    - {id: A, control_id: TEC-PRO-01, status: 已完成}\n";
    assert_eq!(of("1.3", done), ["A 已完成"]);
    assert_eq!(of("1.0", done), ["A doing"]);
    // Two tasks of one control: both are closed; one that is open is enough.
    let two = "  tasks:\n    - {id: A, control_id: TEC-PRO-01, status: done}\n    - {id: B, control_id: TEC-PRO-01}\n";
    assert_eq!(of("1.3", two), ["A done", "B done"]);
    assert_eq!(of("1.0", two), ["A done", "B -"]);
    let both = two.replace("TEC-PRO-01}", "TEC-PRO-01, status: closed}");
    assert_eq!(of("1.0", &both), ["A done", "B doing"]);
    // Nothing is known of a control without documents; a task without a control is people's.
    let others = "  tasks:\n    - {id: A, control_id: TEC-DAT-02}\n    - {id: B, objective: hire}\n";
    assert_eq!(of("1.3", others), ["A -", "B -"]);
    // New tasks go to the end, whatever the list looks like.
    for none in ["  tasks: []\n", "  goals: [x]\n", "  tasks: [{id: A, control_id: TEC-DAT-02}]\n"] {
        assert_eq!(of("1.0", none).last().unwrap(), "T-TEC-PRO-01 planned", "{none}");
    }
    let taken = "  tasks:\n    - {id: T-TEC-PRO-01, control_id: TEC-DAT-02}\n";
    assert!(states("1.0", taken).contains(&("T-TEC-PRO-01-2".to_owned(), "planned".to_owned())));
}

#[test]
fn a_broken_plan_is_refused_where_it_is_broken() {
    let place = small("1.0");
    for (name, content, words) in [
        ("a.yaml", with_tasks("  tasks: [\n"), "cannot parse"),
        ("a.yaml", with_tasks("  tasks:\n    - {id: A, id: B}\n"), "duplicate key"),
        ("a.yaml", with_tasks("  tasks: later\n"), "a.yaml:5:10"),
        ("a.yaml", with_tasks("  tasks:\n    - {id: A, due: soon}\n"), "a.yaml:6:20"),
        ("a.yaml", with_tasks("  tasks:\n    - {id: A, owner: \"\"}\n"), "a.yaml:6:22"),
        ("a.yaml", with_tasks("  tasks:\n    - {id: A}\n    - {id: A}\n"), "stands twice"),
        (
            "a.yaml",
            with_tasks("  tasks:\n    - {id: A, control_id: TEC-PRO-1}\n"),
            "did you mean TEC-PRO-01?",
        ),
        ("a.yaml", with_tasks("  tasks:\n    - {id: A, control_id: HOUSE-99}\n"), "which does not exist"),
        (
            "a.yaml",
            with_tasks(
                "  tasks:\n    - &t {id: A, control_id: TEC-PRO-01, status: done}\n    - {<<: *t, id: B}\n",
            ),
            "cannot be written here",
        ),
        ("a.yaml", "kind: Governance\n".to_owned(), "no improvement plan"),
        (
            "a.yaml",
            format!("{}---\n{}", with_tasks("  tasks: []\n"), with_tasks("  tasks: []\n")),
            "several improvement plans",
        ),
        ("a.json", "{\"kind\": \"ImprovementPlan\"".to_owned(), "cannot parse"),
    ] {
        place.file(name, &content);
        let (out, err, code) = plan(place.path(), &["--update", name, "network.yaml"]);
        assert!(code == 2 && out.is_empty() && err.contains(words), "{content}: {err}");
        assert_eq!(read(&place, name), content);
    }
    let (_, err, code) = plan(place.path(), &["--update", "none.yaml", "network.yaml"]);
    assert!(code == 2 && err.contains("none.yaml"), "{err}");
}

#[test]
fn nothing_is_planned_from_half_of_a_run() {
    let place = small("1.3");
    place.file("broken.yaml", "a: [");
    let content = with_tasks("  tasks:\n    - {id: A, control_id: TEC-PRO-01}\n");
    place.file("plan/plan.yaml", &content);
    for arguments in [vec!["--update", "plan/plan.yaml"], vec!["-o", "new.yaml"], vec![]] {
        let (out, err, code) = plan(place.path(), &arguments);
        assert!(code == 2 && out.is_empty() && err.contains("broken.yaml"), "{err}");
    }
    assert_eq!(read(&place, "plan/plan.yaml"), content);
    assert!(!place.path().join("new.yaml").exists());
}

#[test]
fn a_plan_is_not_overwritten_and_is_about_one_platform() {
    let place = small("1.0");
    place.file("plan.yaml", "# mine\n");
    let (_, err, code) = plan(place.path(), &["-o", "plan.yaml", "network.yaml"]);
    assert!(code == 2 && err.contains("--update plan.yaml"), "{err}");
    assert_eq!(read(&place, "plan.yaml"), "# mine\n");
    let platform = |name: &str| {
        format!(
            "apiVersion: fiducia/v1\nkind: Platform\nmetadata: {{name: {name}, platform: {name}}}\nspec: {{}}\n"
        )
    };
    place.file("many/a.yaml", platform("a"));
    place.file("many/b.yaml", platform("b"));
    let (_, err, code) = plan(place.path(), &["many"]);
    assert!(code == 2 && err.contains("several platforms: a, b"), "{err}");
}

#[test]
fn what_is_accepted_is_told_and_not_planned() {
    let place = small("1.0");
    let network = read(&place, "network.yaml");
    let comment =
        "# fiducia: allow TEC-PRO-01 until=2027-01-31 reason=\"vendor ends support\"\n    - {name: web";
    place.file("network.yaml", network.replace("- {name: web", comment));
    let (out, err, code) = plan(place.path(), &["network.yaml"]);
    assert_eq!((err.as_str(), code), ("", 0));
    assert!(!out.contains("control_id: TEC-PRO-01\n"), "{out}");
    assert!(out.contains("cover every finding: TEC-PRO-01 (1)"), "{out}");
    let tasks = "  tasks:\n    - {id: A, control_id: TEC-PRO-01}\n";
    place.file("plan.yaml", with_tasks(tasks));
    let (out, ..) = plan(place.path(), &["--update", "plan.yaml", "network.yaml"]);
    assert!(out.contains("left open, as nothing stands and nothing passes: A"), "{out}");
}

#[test]
fn dates_and_effort_follow_the_parameters() {
    let place = small("1.0");
    let days = "plan_due_days={\"critical\":7,\"high\":14,\"medium\":21,\"low\":28,\"info\":35}";
    let (out, err, _) = plan(place.path(), &["--param", days, "network.yaml"]);
    let task = out.split("control_id: TEC-PRO-01\n").nth(1).unwrap();
    assert!(task.split("due: ").nth(1).unwrap().starts_with("2026-11-29"), "{out}{err}");
    for wrong in
        ["plan_due_days=7", "plan_due_days={\"critical\":0}", "plan_effort_days={\"critical\":\"x\"}"]
    {
        let (out, err, code) = plan(place.path(), &["--param", wrong, "network.yaml"]);
        assert!(code == 2 && out.is_empty() && err.contains("whole days from 1"), "{wrong}: {err}");
    }
}

/// What a run planned once, it does not plan again; the order in which files are named changes nothing.
#[test]
fn a_second_update_changes_nothing_and_order_neither() {
    let place = Place::copy("examples/harbor-pay");
    let folders =
        ["assessment", "custody", "data", "governance", "operations", "platform.yaml", "risk", "security"];
    let turned: Vec<&str> = folders.iter().rev().copied().collect();
    let (forward, backward) = (plan(place.path(), &folders), plan(place.path(), &turned));
    assert_eq!(forward, backward);
    for file in ["governance/improvement.yaml", "new.yaml"] {
        if file == "new.yaml" {
            place.file(file, &forward.0);
        }
        plan(place.path(), &["--update", file, "."]);
        let once = read(&place, file);
        let (out, err, code) = plan(place.path(), &["--update", file, "."]);
        assert!(code == 0 && err.is_empty() && out.starts_with(&format!("{file} is up to date")), "{out}");
        assert_eq!(read(&place, file), once);
    }
}
