//! A bound of ours is never undefined: it is a problem of the kind `limit`, with strict builtins or without.

use crate::common::place::Place;

/// Expressions over an input that meet a bound, and a word of what is told.
const MEETING: [(&str, &str, &str); 30] = [
    ("range", "numbers.range(1, 1000000000000)", "out of memory"),
    ("range_step", "numbers.range_step(1, 1000000000000, 2)", "out of memory"),
    ("units", r#"units.parse_bytes("1e300000Gi")"#, "bits"),
    ("units_exponent", r#"units.parse_bytes("1e9999999Gi")"#, "exponent"),
    ("units_plain", r#"units.parse("1e9999999")"#, "exponent"),
    ("networks", r#"net.cidr_expand("0.0.0.0/0")"#, "out of memory"),
    ("pairs", "net.cidr_contains_matches(networks, networks)", "pairs of networks"),
    ("wide", r#"[sprintf("%1000000d", [i]) | some i in numbers.range(1, 10000)]"#, "out of memory"),
    ("regex", r#"regex.match("(a{1000}){1000}", "a")"#, "regular expression"),
    ("regex_long", "regex.match(long, \"a\")", "pattern"),
    ("regex_valid", r#"regex.is_valid("((a{500}){500}){5}")"#, "regular expression"),
    ("regex_globs", "regex.globs_match(words, words)", "pairs of parts"),
    ("glob", "glob.match(long, [], \"a\")", "pattern"),
    ("aliases", "yaml.unmarshal(aliases)", "out of memory"),
    ("aliases_valid", "yaml.is_valid(aliases)", "out of memory"),
    ("yaml_deep", "yaml.unmarshal(deep)", "nested"),
    ("json_deep", "json.unmarshal(deep)", "nested"),
    ("json_valid", "json.is_valid(deep)", "nested"),
    ("digits", "to_number(digits)", "digits"),
    ("json_digits", "json.unmarshal(digits)", "digits"),
    (
        "base64_valid",
        r#"base64.is_valid(concat("", [long | some i in numbers.range(1, 3000)]))"#,
        "out of memory",
    ),
    ("shift", "bits.lsh(1, 100000000)", "bits"),
    ("paths", "graph.reachable_paths(graph_of_all, {1})", "out of memory"),
    ("patch", r#"json.patch({}, [{"op": "add", "path": steps, "value": 1}])"#, "steps"),
    ("token", "io.jwt.decode(token)", "nested"),
    (
        "keys",
        r#"io.jwt.verify_rs256("e30.e30.aaaa", json.marshal({"keys": [{"kty": "RSA"} | some i in numbers.range(1, 101)]}))"#,
        "keys",
    ),
    (
        "key",
        r#"io.jwt.verify_rs256("e30.e30.aaaa", json.marshal({"kty": "RSA", "e": "AQAB", "n": modulus}))"#,
        "RSA key",
    ),
    (
        "certificates",
        "crypto.x509.parse_certificates(concat(\"\", [long | some i in numbers.range(1, 11)]))",
        "certificates",
    ),
    (
        "schema",
        r#"json.match_schema({"a": "b"}, {"properties": {"a": {"pattern": "(a{1000}){1000}"}}})"#,
        "regular expression",
    ),
    (
        "template",
        r#"strings.render_template("{{range .a}}{{range $.a}}{{end}}{{end}}", {"a": numbers.range(1, 2000)})"#,
        "template",
    ),
];

/// What they are about.
const GIVEN: &str = r#"
long := concat("", ["a" | some i in numbers.range(1, 100001)])

words := concat("", ["a*" | some i in numbers.range(1, 1500)])

networks := ["10.0.0.0/8" | some i in numbers.range(1, 3500)]

first := ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]\n"]

others := [line |
	some i in numbers.range(1, 12)
	b := i - 1
	line := sprintf("a%d: &a%d [*a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d, *a%d]\n", [i, i, b, b, b, b, b, b, b, b])
]

aliases := concat("", array.concat(first, others))

deep := concat("", ["[" | some i in numbers.range(1, 2000)])

digits := concat("", array.concat(["0."], ["1" | some i in numbers.range(1, 80001)]))

steps := ["a" | some i in numbers.range(1, 2000)]

graph_of_all := {i: [j | some j in numbers.range(1, 20); j != i] | some i in numbers.range(1, 20)}

payload := concat("", ["{\"a\":", deep, concat("", ["]" | some i in numbers.range(1, 2000)]), "}"])

token := concat(".", [base64url.encode_no_pad("{}"), base64url.encode_no_pad(payload), "aaaa"])

modulus := base64url.encode_no_pad(concat("", ["a" | some i in numbers.range(1, 2000)]))
"#;

#[test]
fn bounds_of_builtins_are_problems() {
    for strict in [false, true] {
        let place = Place::new();
        for (name, expression, _) in MEETING {
            let text = format!(
                "package bounds.{name}\n{GIVEN}\ndeny contains \"x\" if {{\n\tinput.replicas == 1\n\tnot fine\n}}\n\n\
                 fine if {expression}\n\nfine if {{\n\tinput.replicas == 2\n}}\n"
            );
            place.policy(&format!("bounds_{name}"), &text);
        }
        let mut options = vec!["--max-memory", "256MiB", "--timeout", "5m", "--only", "REPLICAS"];
        let rules: Vec<String> = MEETING.iter().map(|(name, ..)| format!("bounds.{name}.deny")).collect();
        rules.iter().for_each(|rule| options.extend(["--only", rule]));
        options.extend(strict.then_some("--strict-builtin-errors"));
        let run = place.check(&options);
        run.still_checked();
        for (name, _, words) in MEETING {
            let problem = run.problem("limit", &format!("rule bounds.{name}.deny met a limit on ok.yaml"));
            let message = problem["message"].as_str().unwrap();
            assert!(message.contains(words), "{name}: {message}");
        }
    }
}

#[test]
fn depth_of_calls_is_a_limit() {
    let place = Place::new();
    let mut text = "package deep\n\ndeny contains \"x\" if f0(1) == 1\n".to_owned();
    for at in 0..15_000 {
        text += &format!("\nf{at}(x) := f{}(x)\n", at + 1);
    }
    text += "\nf15000(x) := x\n";
    place.policy("deep", &text);
    place.check(&["--timeout", "5m"]).still_checked().problem("limit", "nest deeper than the limit");
}
