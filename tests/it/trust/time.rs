//! Time is that of the processor, and a run has a budget of it, whatever it spends it on.

use crate::common::place::Place;

const LOOP: &str = "package slow

deny contains \"x\" if {
	n := count([1 |
		some a in numbers.range(1, 3000)
		some b in numbers.range(1, 3000)
		a == b
	])
	n < 5
}
";

/// Halts the program for five seconds in the middle of an evaluation that may take four.
#[test]
#[cfg(unix)]
fn a_busy_machine_ends_no_evaluation() {
    let place = Place::new();
    place.policy("slow", &LOOP.replace("3000", "1000"));
    let script = "\"$@\" & p=$!; sleep 0.2; kill -STOP $p; sleep 5; kill -CONT $p; wait $p";
    let run = place.check_through(script, &["--timeout", "4s", "ok.yaml"]);
    assert_eq!((run.code, run.of_rule("slow.deny", "passed")), (1, 1), "{}", run.stderr);
}

#[test]
fn a_run_has_a_budget_for_evaluating() {
    let place = Place::new();
    place.policy("slow", &LOOP.replace("3000", "1000000"));
    let run = place.check(&["--max-time", "1s", "--timeout", "5m"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    run.told(
        "time-out",
        "took more than the limit of 1s, and was ended without a report: it was evaluating slow.deny",
    );
    assert!(run.stderr.contains("--max-time"));
}

#[test]
fn a_run_has_a_budget_for_reading() {
    let place = Place::new();
    place.file("large.yaml", "- {a: [1, 2, 3], b: {c: d}}\n".repeat(400_000));
    let run = place.check(&["--max-time", "300ms", "large.yaml"]);
    assert_eq!(run.code, 2);
    run.told("time-out", "it was reading large.yaml");
}

#[test]
fn a_run_has_a_budget_for_planning() {
    let place = Place::new();
    let rules: String = (0..60_000).map(|at| format!("\nr{at} := {at} if input.x == {at}\n")).collect();
    place.policy("many", &format!("package many\n{rules}"));
    let run = place.check(&["--max-time", "300ms"]);
    assert_eq!(run.code, 2);
    run.told("time-out", "it was reading policies");
}

#[test]
fn durations_are_checked() {
    let place = Place::new();
    for wrong in ["x", "0s", "-1s"] {
        let output = crate::common::fiducia(place.path(), &["check", &format!("--max-time={wrong}")]);
        assert_eq!(output.status.code(), Some(2));
        assert!(crate::common::text(&output.stderr).contains("--max-time"));
    }
}
