//! What surrounds a run - clock, zone, threads, backtraces - gets a clear answer.

use crate::common::DAY;
use crate::common::place::Place;
use std::process::Command;

fn program(place: &Place) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
    command.current_dir(place.path()).env_clear().env("PATH", "/usr/bin:/bin");
    command
}

#[test]
#[cfg(unix)]
fn a_zone_that_is_a_device() {
    let place = Place::new();
    for zone in [":/dev/zero", "/dev/zero", "../../../dev/zero"] {
        let output = program(&place).env("TZ", zone).args(["check", "-p", "./policy"]).output().unwrap();
        let stderr = crate::common::text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{zone}: {stderr}");
        assert!(stderr.contains("TZ") && stderr.contains("--as-of"), "{stderr}");
        let output = program(&place)
            .env("TZ", zone)
            .args(["check", "-p", "./policy", "--as-of", DAY])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{zone}");
    }
    for zone in ["", "UTC", "Asia/Shanghai", ":Europe/Berlin", "CST-8", "Nowhere/At_All"] {
        let output = program(&place).env("TZ", zone).args(["check", "-p", "./policy"]).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{zone}");
    }
}

#[test]
fn threads_without_number() {
    let place = Place::new();
    for jobs in ["1025", "1000000000", "18446744073709551615", "99999999999999999999999", "-1"] {
        let output =
            program(&place).args(["check", "-p", "./policy", &format!("--jobs={jobs}")]).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{jobs}");
        assert!(crate::common::text(&output.stderr).contains("--jobs"), "{jobs}");
    }
    assert_eq!(place.check(&["--jobs", "64"]).code, 1);
}

#[test]
fn identifiers_of_nothing() {
    let place = Place::new();
    place.policy("id", "package id\n\ndeny contains uuid.rfc4122(\"\") if input.replicas == 1\n");
    let run = place.check(&[]);
    assert_eq!((run.code, run.messages("id.deny").len()), (1, 1), "{}", run.stderr);
    assert_eq!(run.messages("id.deny")[0].len(), 36);
}

/// Errors of builtins are made and dropped in loops; none of them looks at the stack.
#[test]
fn backtraces_cost_nothing() {
    let place = Place::new();
    place.policy(
        "errs",
        "package errs

deny contains \"x\" if {
	n := count([1 |
		some i in numbers.range(1, 20000)
		not time.clock([i, \"No/Zone\"])
		not to_number(sprintf(\"x%d\", [i]))
		not json.unmarshal(\"{\")
		not object.get({}, [i], null) == 1
		not time.parse_ns(\"é\", \"x\")
		not net.cidr_contains(\"x\", \"y\")
	])
	n == 20000
}
",
    );
    let seconds = |backtrace: &str| {
        let before = std::time::Instant::now();
        let output = program(&place)
            .env("RUST_BACKTRACE", backtrace)
            .args(["check", "-p", "./policy", "--as-of", DAY, "--timeout", "5m"])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1), "{}", crate::common::text(&output.stderr));
        before.elapsed().as_secs_f64()
    };
    let (without, with) = (seconds("0"), seconds("full"));
    assert!(with < 2.0 * without + 1.0, "{without} s without, {with} s with backtraces");
}
