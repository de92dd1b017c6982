//! What takes long because of its size takes as long as that: a processor's seconds are bounded by the operating system.

use crate::common::place::{Place, Run};
use std::fmt::Write as _;

/// Runs `check` with so many seconds of the processor; more end it by a signal.
#[cfg(unix)]
fn within(seconds: u32, place: &Place, arguments: &[&str]) -> Run {
    place.check_through(&format!("ulimit -t {seconds}; exec \"$@\""), arguments)
}

const ITEMS: &str = "# METADATA
# custom:
#   id: R-1
package r

deny contains {\"msg\": sprintf(\"bad %d\", [i]), \"path\": [\"items\", i]} if some i, _ in input.items
";

#[test]
#[cfg(unix)]
fn many_waivers_in_comments() {
    let place = Place::new();
    place.policy("r", ITEMS);
    let item = |at| format!("  - x{at} # fiducia: allow R-1 until=2026-12-31 reason=why\n");
    place.file("many.yaml", format!("items:\n{}", (0..16_000).map(item).collect::<String>()));
    let run = within(12, &place, &["many.yaml", "ok.yaml"]);
    assert_eq!((run.code, run.report["summary"]["waived"].as_u64()), (1, Some(16_000)), "{}", run.stderr);
}

#[test]
#[cfg(unix)]
fn many_waivers_in_lists() {
    let place = Place::new();
    place.policy("r", ITEMS);
    place.file("many.yaml", format!("items:\n{}", "  - x\n".repeat(8_000)));
    let mut list =
        "apiVersion: fiducia/v1\nkind: WaiverList\nmetadata: {name: w}\nspec:\n  waivers:\n".to_owned();
    for at in 0..8_000 {
        let path = ["many.yaml", "./many.yaml", "m*.yaml"][at % 3];
        writeln!(
            list,
            "    - {{id: W-{at}, rule: R-1, path: {path}, pointer: /items/{at}, reason: why, owner: a, requested_by: b, \
             approved_by: c, created: '2026-11-01', expires: '2026-12-31'}}"
        )
        .unwrap();
    }
    place.file("waivers.yaml", list);
    let run = within(25, &place, &["many.yaml", "ok.yaml", "waivers.yaml"]);
    assert_eq!((run.code, run.report["summary"]["waived"].as_u64()), (1, Some(8_000)), "{}", run.stderr);
}

/// All of them cover all findings: what each covers is counted, and the first is told.
#[test]
#[cfg(unix)]
fn waivers_of_the_same() {
    let place = Place::new();
    place.policy("r", ITEMS);
    let comment = "# fiducia: allow R-1 until=2026-12-31 reason=why\n";
    place.file("many.yaml", format!("{}items:\n{}", comment.repeat(4_000), "  - x\n".repeat(4_000)));
    let run = within(12, &place, &["many.yaml", "ok.yaml"]);
    assert_eq!((run.code, run.report["summary"]["waived"].as_u64()), (1, Some(4_000)), "{}", run.stderr);
}

/// Policies whose reading, checking, planning or linting took time that grew with the square of their size.
#[test]
#[cfg(unix)]
fn policies_that_are_long() {
    let many = |count: usize, line: fn(usize) -> String| (0..count).map(line).collect::<String>();
    let deny = "\ndeny contains \"x\" if input.none == 2\n";
    let hostile = [
        ("brackets", format!("# METADATA\n# custom: {}\npackage m\n{deny}", "[".repeat(100_000))),
        ("braces", format!("# METADATA\n# custom: {}\npackage m\n{deny}", "{a: ".repeat(30_000))),
        (
            "rules",
            format!(
                "package m\n{deny}{}",
                many(50_000, |at| format!("\nr{at} := {at} if input.x == {at}\n"))
            ),
        ),
        (
            "definitions",
            format!(
                "package m\n{deny}{}",
                many(50_000, |at| format!("\ndeny contains \"{at}\" if input.x == {at}\n"))
            ),
        ),
        (
            "variables",
            format!(
                "package m\n{deny}\np if {{\n{}\tv8000 = 1\n}}\n",
                many(8_000, |at| format!("\tv{at} = v{} + 1\n", at + 1))
            ),
        ),
        (
            "unsafe",
            format!("package m\n{deny}\np if {{\n{}}}\n", many(8_000, |at| format!("\tv{at} == 1\n"))),
        ),
        (
            "comprehensions",
            format!(
                "package m\n{deny}\np if {{\n{}}}\n",
                many(4_000, |at| format!("\tv{at} := [x | some x in input.a; x != {at}]\n"))
            ),
        ),
        (
            "objects",
            format!(
                "package m\n{deny}{}",
                many(300, |at| format!("\nx{at} := {}input.a{}\n", "{\"a\": ".repeat(200), "}".repeat(200)))
            ),
        ),
        (
            "annotated",
            format!(
                "package m\n\n{}",
                many(16_000, |at| format!(
                    "# METADATA\n# custom: {{id: M-{at}}}\ndeny contains \"{at}\" if input.x == {at}\n\n"
                ))
            ),
        ),
        ("comments", format!("package m\n{}{deny}", "# METADATA\n".repeat(50_000))),
    ];
    for (name, text) in hostile {
        let place = Place::new();
        place.policy("m", &text);
        let run = within(12, &place, &["ok.yaml"]);
        assert!((1..=2).contains(&run.code), "{name}: {} {}", run.code, run.stderr);
        assert_eq!(run.of_rule("REPLICAS", "failed"), 1, "{name}");
    }
}
