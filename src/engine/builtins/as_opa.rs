//! What builtins give for arguments on which OPA was asked: values, and where they err.

mod schemas;
mod uris;

use super::{Failed, Outcome, Scope, literal, lookup};
use regorus::Value;

/// Calls a builtin with arguments that are written as in a policy.
fn called(name: &str, arguments: &str) -> Outcome {
    let Value::Array(arguments) = literal::value(&format!("[{arguments}]")) else { panic!("{arguments}") };
    let builtin = lookup(name).unwrap_or_else(|| panic!("there is no {name}"));
    assert_eq!(usize::from(builtin.arity), arguments.len(), "{name}({arguments:?})");
    (builtin.call)(&mut Scope::new(1_767_225_600_000_000_000, 1 << 26, None), arguments.as_slice())
}

#[track_caller]
fn assert_table(table: &[(&str, &str, &str)]) {
    for (name, arguments, expected) in table {
        let shown: String = arguments.chars().take(200).collect();
        match (called(name, arguments), *expected) {
            (Ok(Value::Undefined), "undefined") | (Err(Failed::Refused(_)), "refused") => {}
            (Err(Failed::Error(_)), "error") | (Err(Failed::Limit(_)), "limit") => {}
            (found, expected @ ("undefined" | "refused" | "error" | "limit")) => {
                panic!("{name}({shown}) is {found:.200?}, not {expected}")
            }
            (found, expected) => assert_eq!(found, Ok(literal::value(expected)), "{name}({shown})"),
        }
    }
}

#[test]
fn numbers() {
    assert_table(&[
        ("plus", "0.1, 0.2", "0.3"),
        ("plus", "1.1, 2.2", "3.3"),
        ("minus", "100.1, 100", "0.1"),
        ("mul", "19.9, 100", "1990"),
        ("mul", "0.1, 3", "0.3"),
        ("mul", "2.675, 100", "267.5"),
        ("div", "15.3, 3", "5.1"),
        ("div", "7, 2", "3.5"),
        ("div", "1, 0", "error"),
        ("plus", "9007199254740993, 1", "9007199254740994"),
        ("plus", "9007199254740993, 0.000001", "9007199254740993"),
        ("mul", "123456789012345678901234567890, 10", "1234567890123456789012345678900"),
        ("div", "123456789012345678901234567890, 10", "12345678901234567890123456789"),
        ("minus", "{1, 2}, {2}", "{1}"),
        ("minus", "2, {1}", "error"),
        ("rem", "-7, 3", "-1"),
        ("rem", "5, 0", "error"),
        ("rem", "5.5, 2", "error"),
        ("sum", "[0.1, 0.2, 0.3]", "0.6"),
        ("sum", r#"[1, "a"]"#, "error"),
        ("product", "[]", "1"),
        ("product", "{2, 3}", "6"),
        ("round", "-0.5", "-1"),
        ("round", "2.4999999", "2"),
        // As OPA has it.
        ("ceil", "-0.5", "1"),
        ("floor", "-0.5", "0"),
        ("floor", "-1.5", "-2"),
        ("abs", "-9223372036854775808", "9223372036854775808"),
        ("format_int", "-255, 16", r#""-ff""#),
        ("format_int", "3.7, 10", r#""3""#),
        ("format_int", "3, 7", "error"),
        ("to_number", r#""1_000""#, "error"),
        ("to_number", r#"" 1""#, "error"),
        ("to_number", r#""1e5""#, "100000"),
        ("to_number", "null", "0"),
        ("numbers.range", "3, 1", "[3, 2, 1]"),
        ("numbers.range", "1.5, 2", "error"),
        ("numbers.range_step", "0, 10, 99999999999999999999", "[0]"),
        ("numbers.range_step", "0, 10, 0", "error"),
        ("bits.lsh", "1, 70", "1180591620717411303424"),
        ("bits.lsh", "1, -1", "error"),
        ("bits.rsh", "-8, 100000000000", "-1"),
        ("bits.or", "1.5, 1", "error"),
        ("bits.negate", "5", "-6"),
    ]);
}

#[test]
fn one_third_is_one_after_all() {
    let mut scope = Scope::new(0, 1 << 20, None);
    let third = called("div", "1, 3").unwrap();
    let whole = (lookup("mul").unwrap().call)(&mut scope, &[third, Value::from(3_u64)]);
    assert_eq!(whole, Ok(Value::from(1_u64)));
}

#[test]
fn collections() {
    assert_table(&[
        ("count", r#""平台""#, "2"),
        ("count", "null", "error"),
        ("max", "[]", "undefined"),
        ("min", r#"[{1}, {"a": 1}]"#, r#"{"a": 1}"#),
        ("lt", r#"{"a": 1}, {1}"#, "true"),
        ("sort", r#"[{1}, {"a": 1}, "a", 1, null]"#, r#"[null, 1, "a", {"a": 1}, {1}]"#),
        ("array.slice", "[1, 2, 3], -1, 9", "[1, 2, 3]"),
        ("array.slice", "[1, 2, 3], 2, 1", "[]"),
        ("array.flatten", "[1, [2, [3]]]", "[1, 2, [3]]"),
        ("intersection", "set()", "set()"),
        ("union", "{1}", "error"),
        ("object.get", r#"{"a": {"b": null}}, ["a", "b"], "d""#, "null"),
        ("object.get", r#"{"a": 1}, [], "d""#, r#"{"a": 1}"#),
        ("object.union", r#"{"a": {"b": 1}}, {"a": {"c": 2}}"#, r#"{"a": {"b": 1, "c": 2}}"#),
        ("object.union_n", r#"[{"a": {"b": 2}}, {"a": 4}, {"a": {"c": 3}}]"#, r#"{"a": {"c": 3}}"#),
        ("object.subset", "[1, 2, 3], [1, 3]", "false"),
        ("object.subset", "[1, 1, 2], [1, 2]", "true"),
        ("object.subset", "[1, 2], {1}", "true"),
        ("object.subset", "[], set()", "false"),
        ("object.keys", r#"{"a": 1}"#, r#"{"a"}"#),
        ("json.remove", r#"{"a/b": 1}, ["a~1b"]"#, "{}"),
        ("json.remove", r#"{"a": [1, 2]}, [["a", "0"], ["a", 1]]"#, r#"{"a": [2]}"#),
        ("json.filter", r#"{"a": [1, 2]}, ["a/1"]"#, r#"{"a": [2]}"#),
        ("json.patch", r#"5, [{"op": "replace", "path": "", "value": 6}]"#, "6"),
        ("json.patch", r#"[1], [{"op": "add", "path": "0", "value": 0}]"#, "[0, 1]"),
        ("json.patch", r#"{1}, [{"op": "add", "path": [2], "value": 2}]"#, "{1, 2}"),
        ("json.patch", r#"{"a": [1]}, [{"op": "add", "path": "/a/01", "value": 2}]"#, "error"),
        ("graph.reachable", r#"{"a": []}, ["x"]"#, "set()"),
        ("graph.reachable_paths", r#"{"a": ["a"]}, ["a"]"#, r#"{["a", "a"]}"#),
        ("walk", r#"{"a": [1]}"#, r#"[[[], {"a": [1]}], [["a"], [1]], [["a", 0], 1]]"#),
        ("internal.member_3", "0, 1, [1]", "true"),
        ("internal.template_string", r#"["a ", set(), {"b"}, {[1]}]"#, r#""a <undefined>b[1]""#),
        ("internal.template_string", "[{1, 2}]", "error"),
    ]);
}

#[test]
fn strings() {
    assert_table(&[
        ("concat", r#"",", {"b", "a"}"#, r#""a,b""#),
        ("concat", r#"",", ["a", 1]"#, "error"),
        ("indexof", r#""𠮷野家", "野""#, "1"),
        ("indexof_n", r#""aaa", "aa""#, "[0, 1]"),
        ("indexof", r#""a", """#, "error"),
        ("lower", r#""ΑΣİ""#, r#""ασi""#),
        ("upper", r#""straße ᾳ""#, r#""STRAßE ᾼ""#),
        ("replace", r#""ab", "", "-""#, r#""-a-b-""#),
        ("strings.replace_n", r#"{"a": "x", "ab": "y"}, "abb""#, r#""xbb""#),
        ("split", r#""a,b", ",""#, r#"["a", "b"]"#),
        ("strings.count", r#""aaa", "aa""#, "1"),
        ("substring", r#""hello", 1, 100"#, r#""ello""#),
        ("substring", r#""abc", -1, 1"#, "error"),
        ("trim_space", "\"\\u00a0a\\u2003\"", r#""a""#),
        ("strings.any_prefix_match", r#"{"ab"}, {"a"}"#, "true"),
        ("base64.decode", r#""YWJj\nYWJj""#, r#""abcabc""#),
        ("base64.decode", r#""YR==""#, r#""a""#),
        ("base64.decode", r#""YQ""#, "error"),
        ("base64url.decode", r#""_-8=""#, r#""��""#),
        ("hex.decode", r#""61\n""#, "error"),
        ("urlquery.encode", r#""a b/ü""#, r#""a+b%2F%C3%BC""#),
        ("urlquery.decode_object", r#""a=1&a=2&b""#, r#"{"a": ["1", "2"], "b": [""]}"#),
        ("urlquery.decode_object", r#""a;b""#, "error"),
        ("glob.match", r#""*.com", ["."], "a.b.com""#, "false"),
        ("glob.match", r#""{a,{b,c}}", [], "c""#, "true"),
        ("glob.match", r#""{a", [], "a""#, "true"),
        ("glob.match", r#""[^a]b", [], "cb""#, "false"),
        ("glob.match", r#""[a", [], "a""#, "error"),
        ("glob.match", r#""a/**/b", ["/"], "a/b""#, "true"),
        ("semver.compare", r#""1.2.3-2", "1.2.3-10""#, "-1"),
        ("semver.compare", r#""99999999999999999999.0.0", "1.0.0""#, "error"),
        ("semver.is_valid", r#""01.2.3""#, "true"),
        ("units.parse", r#""1e""#, "1000000000000000000"),
        ("units.parse", r#""5PIB""#, "error"),
        ("units.parse", r#""100m""#, "0.1"),
        ("units.parse_bytes", r#""1.5gb""#, "1500000000"),
        ("units.parse_bytes", r#""100MB ""#, "error"),
        ("uuid.parse", r#""x""#, "undefined"),
    ]);
}

#[test]
fn expressions() {
    assert_table(&[
        ("regex.match", r#""^\\s+$", " \\t\u00a0""#, "false"),
        ("regex.match", r#""a**", "a""#, "error"),
        ("regex.match", r#""[a-\\d]", "-""#, "error"),
        ("regex.match", r#""[[:foo:]]", "a""#, "error"),
        ("regex.match", r#""(?=a)", "a""#, "error"),
        ("regex.match", r#""a{1001}", "a""#, "error"),
        ("regex.match", r#""\\101", "A""#, "true"),
        ("regex.replace", r#""ab", "(a)(b)", "$2_$1""#, r#""a""#),
        ("regex.replace", r#""ab", "(a)", "${1}1""#, r#""a1b""#),
        ("regex.replace", r#""aaa", "^a", "$""#, r#""$aa""#),
        ("regex.replace", r#""ab", "(?P<n>a)(?P<n>b)(?P<1x>)", "${n}!""#, r#""a!""#),
        ("regex.find_n", r#""", "ab", -1"#, r#"["", "", ""]"#),
        ("regex.find_all_string_submatch_n", r#""a(b)?", "ab a", -1"#, r#"[["ab", "b"], ["a", ""]]"#),
        ("regex.split", r#""a", "baaac""#, r#"["b", "", "", "c"]"#),
        ("regex.template_match", r#""urn:{.*}", "urn:x", "{", "}""#, "true"),
    ]);
}

#[test]
fn networks() {
    assert_table(&[
        ("net.cidr_contains", r#""010.0.0.0/8", "10.0.0.1""#, "error"),
        ("net.cidr_contains", r#""10.0.0.0/8", "::ffff:10.0.0.1""#, "true"),
        ("net.cidr_expand", r#""10.0.0.5/31""#, r#"{"10.0.0.4", "10.0.0.5"}"#),
        ("net.cidr_merge", r#"["10.0.0.1"]"#, r#"{"10.0.0.1/8"}"#),
        ("net.cidr_merge", r#"["10.0.0.0/9", "10.128.0.0/9"]"#, r#"{"10.0.0.0/8"}"#),
        ("net.cidr_merge", r#"["::1"]"#, "error"),
        ("net.cidr_contains_matches", r#"{"a": "10.0.0.0/8"}, [["10.1.1.1", 1]]"#, r#"{["a", 0]}"#),
        ("net.cidr_is_valid", r#""10.0.0.0/""#, "false"),
    ]);
}

#[test]
fn json_and_yaml() {
    assert_table(&[
        ("json.marshal", "\"<&>\\u2028\"", r#""\"\\u003c\\u0026\\u003e\\u2028\"""#),
        ("json.marshal", "{[1]: {2, 1}}", r#""{\"[1]\":[1,2]}""#),
        ("json.unmarshal", r#""[1.0, 12345678901234567890123]""#, "[1, 12345678901234567890123]"),
        ("json.unmarshal", r#""\"\\ud800\"""#, r#""�""#),
        ("json.unmarshal", r#""[1] x""#, "error"),
        ("json.marshal_with_options", r#"[1], {"indent": " ", "prefix": ">"}"#, r#"">[\n> 1\n>]""#),
        (
            "json.match_schema",
            r#"{"x": {"v": 1, "w": 2}}, {"properties": {"x": {"anyOf": [{"type": "object", "properties": {"v": {"type": "string"}, "w": {"type": "string"}}}, {"type": "object", "required": ["q"]}]}}}"#,
            r#"[false, [{"desc": "Must validate at least one schema (anyOf)", "error": "x: Must validate at least one schema (anyOf)", "field": "x", "type": "number_any_of"}, {"desc": "q is required", "error": "x: q is required", "field": "x", "type": "required"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": {"v": 1, "w": 2}}, {"properties": {"x": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["q"]}]}}}"#,
            r#"[false, [{"desc": "Must validate at least one schema (anyOf)", "error": "x: Must validate at least one schema (anyOf)", "field": "x", "type": "number_any_of"}, {"desc": "q is required", "error": "x: q is required", "field": "x", "type": "required"}]]"#,
        ),
        (
            "json.match_schema",
            r##"{"a": 1}, {"$schema": "http://example.org/own.json", "$id": "http://example.org/x.json", "properties": {"a": {"$ref": "y.json"}}, "definitions": {"y": {"$id": "http://example.org/y.json", "type": "string"}}}"##,
            r#"[false, [{"desc": "Invalid type. Expected: string, given: integer", "error": "a: Invalid type. Expected: string, given: integer", "field": "a", "type": "invalid_type"}]]"#,
        ),
        (
            "json.match_schema",
            r##"{"a": 1}, {"$id": "http://example.org/x.json", "properties": {"a": {"$ref": "y.json"}}, "elsewhere": {"y": {"$id": "http://example.org/y.json", "type": "string"}}}"##,
            r#"[false, [{"desc": "Invalid type. Expected: string, given: integer", "error": "a: Invalid type. Expected: string, given: integer", "field": "a", "type": "invalid_type"}]]"#,
        ),
        ("json.verify_schema", "1", r#"[false, "jsonschema: wrong type, expected string or object"]"#),
        (
            "json.match_schema",
            r#"{"a": "x"}, {"properties": {"a": {"pattern": "^y"}}}"#,
            r#"[false, [{"error": "a: Does not match pattern '^y'", "type": "pattern", "field": "a", "desc": "Does not match pattern '^y'"}]]"#,
        ),
        (
            "yaml.unmarshal",
            r#""a: on\nb: 010\nc: 1_000\nd: 0o10\ne: 12:30\nf: 2024-01-01""#,
            r#"{"a": true, "b": 8, "c": 1000, "d": 8, "e": "12:30", "f": "2024-01-01"}"#,
        ),
        ("yaml.unmarshal", r#""a: 1\n---\nb: 2""#, r#"{"a": 1}"#),
        (
            "yaml.unmarshal",
            r#""x: &x {a: 1, b: 2}\nz: {<<: *x, b: !foo 3}""#,
            r#"{"x": {"a": 1, "b": 2}, "z": {"a": 1, "b": "3"}}"#,
        ),
        ("yaml.unmarshal", r#""1: x""#, r#"{"1": "x"}"#),
        ("yaml.unmarshal", r#""a: .inf""#, "error"),
        ("yaml.unmarshal", r#""a: *x""#, "error"),
        ("yaml.unmarshal", r#""""#, "null"),
        (
            "yaml.marshal",
            r#"{"a": [1, {"b": "x: y"}], "c": "on", "d": "p\nq"}"#,
            r#""a:\n- 1\n- b: 'x: y'\nc: \"on\"\nd: |-\n  p\n  q\n""#,
        ),
        (
            "yaml.marshal",
            r#"{"a2": 1, "a10": [[1, 2], []], "~": "😀"}"#,
            r#""\"~\": \"\\U0001F600\"\na2: 1\na10:\n- - 1\n  - 2\n- []\n""#,
        ),
    ]);
}

#[test]
fn times() {
    assert_table(&[
        ("time.add_date", "1706659200000000000, 0, 1, 0", "1709337600000000000"),
        ("time.add_date", "9223372036854775807, 1, 0, 0", "error"),
        ("time.diff", "1711843200000000000, 1709164800000000000", "[0, 1, 2, 0, 0, 0]"),
        ("time.format", r#"[1704067200000000000, "UTC", "2006-002 .999"]"#, r#""2024-001 ""#),
        ("time.format", r#"[1700000000000000000, "Asia/Shanghai"]"#, r#""2023-11-15T06:13:20+08:00""#),
        ("time.format", r#"[9223372036854775807, "America/New_York", "-0700"]"#, r#""-0400""#),
        ("time.format", r#"[0, "Nowhere/X"]"#, "error"),
        ("time.parse_ns", r#""2006-01", "2024-02""#, "1706745600000000000"),
        ("time.parse_ns", r#""2006-01-02", "2024-02-30""#, "error"),
        ("time.parse_ns", r#""15:04", "10:30""#, "error"),
        ("time.parse_ns", r#""Mon, 2 Jan 2006", "Thu, 29 Feb 2024""#, "1709164800000000000"),
        ("time.parse_rfc3339_ns", r#""2024-01-01T0:00:00,5Z""#, "1704067200500000000"),
        ("time.parse_rfc3339_ns", r#""2024-01-01t00:00:00z""#, "error"),
        ("time.parse_duration_ns", r#""1d2h""#, "93600000000000"),
        ("time.parse_duration_ns", r#""-9223372036854775808ns""#, "-9223372036854775808"),
        ("time.parse_duration_ns", r#""10""#, "error"),
        ("time.weekday", "-86400000000001", r#""Tuesday""#),
        ("time.now_ns", "", "1767225600000000000"),
    ]);
}

#[test]
fn bounds_are_told() {
    let deep = format!("{}{}", "[".repeat(2_000), "]".repeat(2_000));
    let yaml = format!(
        "\"a: &a [x,x,x,x,x,x,x,x]{}\"",
        ('a'..'j')
            .map(|c| {
                let next = char::from(c as u8 + 1);
                format!("\\n{next}: &{next} [*{c},*{c},*{c},*{c},*{c},*{c},*{c},*{c}]")
            })
            .collect::<String>()
    );
    let copy = |at: &str| format!(r#"{{"op": "copy", "from": "", "path": "/{at}"}}"#);
    let copies = vec![format!("{},{}", copy("a"), copy("b")); 20].join(",");
    let dense: Vec<String> = (0..16)
        .map(|at| format!("{at}: [{}]", (0..16).map(|at| at.to_string()).collect::<Vec<_>>().join(",")))
        .collect();
    assert_table(&[
        ("numbers.range", "1, 1000000000", "limit"),
        ("numbers.range", "1, 1e300", "limit"),
        ("sprintf", r#""%1000000d%1000000d", [1, 1]"#, &format!("\"{0}1{0}1\"", " ".repeat(999_999))),
        ("bits.lsh", "1, 1000000", "limit"),
        ("units.parse", r#""1e999999K""#, "limit"),
        ("net.cidr_expand", r#""0.0.0.0/0""#, "limit"),
        ("net.cidr_expand", r#""::/0""#, "limit"),
        ("regex.match", r#""(a{1000}){1000}", "a""#, "limit"),
        ("json.unmarshal", &format!("\"{deep}\""), "limit"),
        ("json.is_valid", &format!("\"{deep}\""), "limit"),
        ("yaml.unmarshal", &format!("\"{deep}\""), "limit"),
        ("yaml.unmarshal", &yaml, "limit"),
        ("json.patch", &format!(r#"{{"a": {{}}}}, [{copies}]"#), "limit"),
        ("graph.reachable_paths", &format!("{{{}}}, [0]", dense.join(",")), "limit"),
        ("replace", &format!("\"{}\", \"a\", \"{}\"", "a".repeat(10_000), "b".repeat(10_000)), "limit"),
        ("http.send", "{}", "refused"),
        ("parse_config", r#""yaml", "a: 1""#, "refused"),
    ]);
}

#[test]
fn what_is_drawn_is_drawn_once() {
    let scope = || Scope::new(7, 1 << 20, None);
    for (name, arguments) in
        [("uuid.rfc4122", vec![Value::from("a")]), ("rand.intn", vec!["a".into(), 1_000_000_u64.into()])]
    {
        let call = lookup(name).unwrap().call;
        assert_eq!(call(&mut scope(), &arguments), call(&mut scope(), &arguments));
    }
}

#[test]
fn prints_are_told_line_by_line() {
    let mut scope = Scope::new(0, 1 << 20, None);
    let terms = literal::value(r#"[{"a"}, set(), {1, 2}]"#);
    assert_eq!((lookup("internal.print").unwrap().call)(&mut scope, &[terms]), Ok(Value::Bool(true)));
    assert_eq!(scope.take_printed(), ["a <undefined> 1", "a <undefined> 2"]);
}

#[test]
fn parts_of_texts() {
    assert_table(&[
        ("strings.split_n", r#""a,b,c", ",", 2"#, r#"["a", "b"]"#),
        ("strings.split_n", r#""a,b,c", ",", 0"#, "[]"),
        ("strings.split_n", r#""a,b,c", ",", -1"#, r#"["c"]"#),
        ("strings.split_n", r#""a,b,c", "", 2"#, r#"["a", ","]"#),
        ("strings.split_n", r#""a世界", "", -1"#, r#"["界"]"#),
        ("strings.split_n", r#""a世界", "", 0"#, "[]"),
        ("strings.split_n", r#""", ",", 3"#, r#"[""]"#),
        ("strings.split_n", r#""", "", 3"#, "[]"),
        ("strings.split_n", r#""a,b,c", ",", 1.5"#, "error"),
        ("strings.split_n", r#""a,b,c", ",", 1"#, r#"["a"]"#),
        ("strings.split_n", r#""a,b,c", ",", 99999999999999999999"#, "error"),
    ]);
}
