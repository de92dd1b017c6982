//! An evaluation that takes more memory than it may ends in a problem, never in a signal.

use crate::common::place::{Place, Run};

/// Runs `check` where the address space is small: an allocation that is not counted aborts the program.
#[cfg(unix)]
pub fn check(place: &Place, kilobytes: u64, arguments: &[&str]) -> Run {
    let script = format!("ulimit -v {kilobytes}; exec \"$@\"");
    place.check_through(&script, &[&["--jobs", "1"], arguments].concat())
}

/// What grows, by what makes it grow. `n` is a million, `text` and `items` are large already.
const GROWING: [(&str, &str); 32] = [
    ("concat", r#"concat(text, [text | some i in items])"#),
    ("replace", r#"replace(text, "a", text)"#),
    ("split", r#"[split(text, "") | some i in items]"#),
    ("sprintf", r#"[sprintf("%1000000d", [i]) | some i in items]"#),
    ("sprintf_twice", r#"[sprintf("%s", [sprintf("%s%s", [text, items])]) | some i in items]"#),
    ("patch", r#"[json.patch({"a": items}, [{"op": "add", "path": "/a/0", "value": i}]) | some i in items]"#),
    ("patch_copies", r#"json.patch({"a": 1}, [{"op": "copy", "from": "", "path": "/a"} | some i in items])"#),
    ("array_concat", r#"[array.concat(items, [i]) | some i in items]"#),
    ("range", r#"numbers.range(1, n * n)"#),
    ("ranges", r#"[numbers.range(1, 100000) | some i in items]"#),
    ("sets", r#"{[i, j] | some i in items; some j in items}"#),
    ("small_sets", r#"[{i} | some i in items; some j in items]"#),
    ("small_objects", r#"[{"a": {"b": i}} | some i in items; some j in items]"#),
    ("small_arrays", r#"[[i] | some i in items; some j in items]"#),
    ("entries", r#"{[i, j]: i | some i in items; some j in items}"#),
    ("union", r#"[object.union(entries_of_all, {"a": i}) | some i in items]"#),
    ("unions", r#"[union({{i}, items_set}) | some i in items]"#),
    ("differences", r#"[rest | some i in items; rest := items_set - {i}]"#),
    ("regex_replace", r#"regex.replace(text, "a", text)"#),
    ("regex_find", r#"[regex.find_n("a", text, -1) | some i in items]"#),
    ("yaml", r#"[yaml.unmarshal(concat("", ["- {a: 1}\n" | some i in items])) | some i in items]"#),
    ("json", r#"[json.unmarshal(json.marshal([{"a": {"b": [i]}} | some i in items])) | some j in items]"#),
    ("json_text", r#"[json.marshal([items, i]) | some i in items]"#),
    ("base64", r#"[base64.encode(sprintf("%s%d", [text, i])) | some i in items]"#),
    ("hex", r#"[hex.encode(sprintf("%s%d", [text, i])) | some i in items]"#),
    ("integers", r#"[bits.or(bits.lsh(1, 200000), i) | some i in items]"#),
    ("digits", r#"[format_int(bits.lsh(1, 200000), 2) | some i in items]"#),
    ("trims", r#"[trim(text, sprintf("b%d", [i])) | some i in items]"#),
    ("networks", r#"net.cidr_expand("10.0.0.0/8")"#),
    ("places", r#"[indexof_n(text, "a") | some i in items]"#),
    ("walks", r#"[pair | some i in items; walk([items, i], pair)]"#),
    (
        "nested",
        r#"json.match_schema({"a": [[items | some i in items] | some j in items]}, {"type": "array"})"#,
    ),
];

#[test]
#[cfg(unix)]
fn what_grows_ends_in_a_problem_with_rule_and_document() {
    let place = Place::new();
    for (name, expression) in GROWING {
        let text = format!(
            "package growing.{name}\n\nn := 1000000\n\nitems := numbers.range(1, 20000)\n\nitems_set := {{i | some i in items}}\n\n\
             entries_of_all := {{sprintf(\"%d\", [i]): i | some i in items}}\n\n\
             text := concat(\"\", [\"aaaaaaaaaaaaaaaa\" | some i in numbers.range(1, 5000)])\n\n\
             deny contains \"x\" if {{\n\tinput.replicas == 1\n\tmade := {expression}\n\tcount(made) > 0\n}}\n"
        );
        place.policy(&format!("growing_{name}"), &text);
    }
    let run = check(&place, 2_500_000, &["--max-memory", "64MiB", "--timeout", "5m"]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for (name, _) in GROWING {
        let problem = run.problem("limit", &format!("rule growing.{name}.deny met a limit on ok.yaml"));
        let line = problem["location"]["start"]["line"].as_u64().unwrap();
        assert!(line > 1 && problem["location"]["path"] == format!("policy/growing_{name}.rego"), "{name}");
    }
    assert_eq!(run.of_rule("REPLICAS", "failed"), 1);
}

#[test]
fn results_are_bounded_too() {
    let place = Place::new();
    place.policy(
        "many",
        "package many\n\ndeny contains {\"msg\": \"a\", \"i\": i, \"of\": all} if {\n\tall := numbers.range(1, 2000)\n\tsome i in all\n}\n",
    );
    let run = place.check(&["--max-memory", "64m"]);
    run.still_checked().problem("limit", "it returned more than the limit of 4 MiB");
}

#[test]
fn what_a_rule_may_take_is_an_option() {
    let place = Place::new();
    place.policy(
        "many",
        "package many\n\ndeny contains \"x\" if count([1 | some i in numbers.range(1, 100000)]) == 100000\n",
    );
    assert_eq!(place.check(&["--max-memory", "64MiB"]).of_rule("many.deny", "failed"), 1);
    let run = place.check(&["--max-memory", "2MiB"]);
    let problem = run.still_checked().problem("limit", "the values of one evaluation may take 2 MiB");
    assert!(problem["message"].as_str().unwrap().contains("--max-memory"));
    for wrong in ["x", "0", "5 parsecs", "99999999999999999999"] {
        let output = crate::common::fiducia(place.path(), &["check", "--max-memory", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}");
        assert!(crate::common::text(&output.stderr).contains("--max-memory"), "{wrong}");
    }
}

/// What is kept for all documents is counted as well.
#[test]
#[cfg(unix)]
fn what_is_kept_for_all_documents_is_bounded() {
    let place = Place::new();
    let mut text = "package kept\n".to_owned();
    for at in 0..12 {
        text += &format!(
            "\nkept_{at} := [[i] | some i in numbers.range(1, 100000)]\n\ndeny_{at} contains \"x\" if count(kept_{at}) + {at} == 1\n"
        );
    }
    place.policy("kept", &text);
    let run = check(&place, 2_000_000, &["--max-memory", "48MiB", "--timeout", "5m"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
}
