//! The program on a repository with every format: places in reports, options, waivers, `parse`.

use super::*;
use crate::common::place::{Place, Run};
use serde_json::json;

/// Finds the word wherever it stands, whatever the format.
const RULE: &str = "# METADATA
# custom:
#   id: PLANTED
package planted

deny contains {\"msg\": \"planted\", \"path\": path} if {
	walk(input, [path, \"planted\"])
}
";

/// A file of each format, in which the value to be found stands once, and the bytes of it.
const FILES: [(&str, &str, &str); 19] = [
    ("a.yaml", "k: ⟦planted⟧\n", "yaml"),
    ("b.json", "{\"k\": ⟦\"planted\"⟧}", "json"),
    ("c.jsonc", "{/* 名 */\"k\": ⟦\"planted\"⟧}", "jsonc"),
    ("infra/main.tf", "# 名\nr \"t\" \"n\" {\n  k = ⟦\"planted\"⟧ // c\n}\n", "hcl2"),
    ("Cargo.lock", "[a]\n'名' = [1, ⟦'planted'⟧]\n", "toml"),
    ("Dockerfile.prod", "FROM a\nENV \\\n  A=1 \\\n  B=⟦planted⟧\n", "dockerfile"),
    ("nginx.conf", "http {\r\n  a 名 ⟦\"planted\"⟧;\r\n}\r\n", "nginx"),
    ("ssh/sshd_config", "Port ⟦planted⟧ # c\n", "directives"),
    ("d.ini", "[a]\nb = ⟦planted⟧ ; c\n", "ini"),
    ("e.service", "[Unit]\nA=1\nA=⟦planted⟧\n", "systemd"),
    (".env", "A=1\nB=⟦'planted'⟧\n", "dotenv"),
    ("f.properties", "a = 1\nb : ⟦plan\\\n    ted⟧\n", "properties"),
    ("pom.xml", "<名>\n <a b=⟦\"planted\"⟧/>\n</名>\n", "xml"),
    ("g.csv", "a,b\n名,⟦\"planted\"⟧\n", "csv"),
    ("h.tsv", "a\tb\n名\t⟦planted⟧\n", "tsv"),
    ("i.jsonl", "{}\n{\"名\": ⟦\"planted\"⟧}\n", "ndjson"),
    (".dockerignore", "a\n!⟦planted⟧\n", "ignore"),
    ("conf/x.conf", "a ⟦planted⟧;\n", "nginx"),
    ("conf/y.txt", "a ⟦planted⟧\n", "directives"),
];

fn place() -> Place {
    let place = Place::new();
    std::fs::remove_file(place.join("ok.yaml")).unwrap();
    std::fs::remove_file(place.join("policy/replicas.rego")).unwrap();
    place.policy("planted", RULE);
    place
}

#[test]
fn a_value_is_found_at_its_bytes_in_every_format() {
    let place = place();
    place.file("fiducia.toml", "[formats]\n\"conf/*.conf\" = \"nginx\"\n");
    for (name, text, _) in FILES {
        place.file(name, marked(text).0);
    }
    let run = place.check(&["--format-of", "conf/*.txt=directives"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    let findings = run.report["findings"].as_array().unwrap();
    for (name, text, _) in FILES {
        let (_, span) = marked(text);
        let at = findings.iter().find(|finding| finding["location"]["path"] == name);
        let location = &at.unwrap_or_else(|| panic!("nothing is found in {name}"))["location"];
        let offsets = (&location["start"]["offset"], &location["end"]["offset"]);
        assert_eq!(offsets, (&json!(span.start), &json!(span.end)), "{name}");
    }
    assert_eq!(findings.len(), FILES.len());
}

#[test]
fn encodings_change_offsets_and_nothing_else() {
    for (_, text, format) in FILES {
        let (plain, span) = marked(text);
        let format = Format::from_name(format).unwrap();
        let plainly = read(format, &plain);
        let mark = "\u{feff}".to_owned() + &plain;
        let wide: Vec<u8> = mark.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [mark.clone().into_bytes(), wide] {
            let source = SourceFile::decode("test", bytes.clone()).unwrap();
            let parsed = parse(&source, format, &Limits::default());
            let values = |parsed: &Parsed| -> Vec<Value> {
                parsed.documents.iter().map(|document| document.to_json(document.root())).collect()
            };
            assert_eq!(values(&parsed), values(&plainly), "{}", format.name());
            let at = source.position(span.start);
            assert_eq!(at.line, plain[..span.start as usize].matches('\n').count() + 1);
        }
    }
}

#[test]
fn limits_hold_for_every_format() {
    let limits = Limits { nodes: 2, ..Limits::default() };
    for (_, text, format) in FILES {
        let format = Format::from_name(format).unwrap();
        if matches!(format, Format::Yaml | Format::Json | Format::Jsonc) {
            continue;
        }
        let text = marked(text).0;
        let parsed = parse(&SourceFile::from_text("test", text), format, &limits);
        let kinds: Vec<_> = parsed.problems.iter().map(|problem| problem.kind()).collect();
        let flat = matches!(format, Format::Dotenv | Format::Properties | Format::Ndjson);
        assert!(kinds.contains(&"limit") || flat, "{}: {kinds:?}", format.name());
    }
}

#[test]
fn a_file_of_no_format_is_told_how_to_get_one() {
    let place = place();
    place.file("x.conf", "a planted;\n");
    let run = place.check(&["x.conf"]);
    let problem = run.problem("format", "the format of x.conf is not known");
    let help = problem["help"].as_str().unwrap();
    assert!(help.contains("--format-of '*.conf=nginx'") && help.contains("dockerfile, nginx"), "{help}");
    assert_eq!(place.check(&["x.conf", "--format-of", "*.conf=nginx"]).code, 1);
    for (option, words) in [
        ("x.conf", "not of the form GLOB=FORMAT"),
        ("*.conf=apache", "\"apache\" is not one of yaml"),
        ("[x=ini", "is no glob"),
    ] {
        let run = place.check(&["--format-of", option]);
        assert_eq!(run.code, 2);
        assert!(run.stderr.contains(words), "{}", run.stderr);
    }
    place.file("server.conf", "server {\n  a planted;\n}\n");
    assert_eq!(place.check(&["server.conf"]).code, 1);
    place.file("fiducia.toml", "lang = \"en\" # planted\n");
    assert_eq!(place.check(&["--allow-empty"]).report["summary"]["files"], 0);
}

#[test]
fn comments_waive_in_every_format_that_has_them() {
    const ALLOW: &str = "fiducia: allow PLANTED until=2026-12-20 reason=\"known\"";
    for (name, text) in [
        (
            "main.tf",
            "# ALLOW\nr \"t\" \"n\" {\n  k = \"planted\"\n}\nr \"t\" \"m\" {\n  k = \"planted\"\n}\n",
        ),
        ("a.toml", "# ALLOW\n[a]\nk = \"planted\"\n[b]\nk = \"planted\"\n"),
        ("Dockerfile", "FROM a\n# ALLOW\nUSER planted\nUSER planted\n"),
        ("nginx.conf", "http {\n  # ALLOW\n  a planted;\n  a planted;\n}\n"),
        ("sshd_config", "# ALLOW\na planted\na planted\n"),
        ("a.ini", "[a]\nk = planted ; ALLOW\nl = planted\n"),
        ("a.env", "A=planted # ALLOW\nB=planted\n"),
        ("a.properties", "! ALLOW\na=planted\nb=planted\n"),
        ("a.xml", "<a>\n <!-- ALLOW -->\n <b>planted</b>\n <b>planted</b>\n</a>\n"),
    ] {
        let place = place();
        place.file(name, text.replace("ALLOW", ALLOW));
        let run: Run = place.check(&[name, "--as-of", "2026-12-01"]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        let findings = run.report["findings"].as_array().unwrap();
        let statuses: Vec<&Value> = findings.iter().map(|finding| &finding["status"]).collect();
        assert_eq!(statuses, ["waived", "open"], "{name}: {}", run.stdout);
    }
}

#[test]
fn parse_prints_what_policies_see() {
    let place = place();
    place.file("main.tf", "r \"t\" \"n\" {\n  a = \"名 ${x}\"\n}\n");
    let run = |arguments: &[&str]| crate::common::fiducia(place.path(), arguments);
    let value = |arguments: &[&str]| -> Value { serde_json::from_slice(&run(arguments).stdout).unwrap() };
    assert_eq!(value(&["parse", "main.tf"]), json!({"r": {"t": {"n": [{"a": "名 ${x}"}]}}}));
    let spans = value(&["parse", "main.tf", "--spans"]);
    let places = spans["places"].as_array().unwrap();
    let found = places.iter().find(|place| place["pointer"] == "/r/t/n/0/a").unwrap();
    let at = |line: u32, column: u32, end_column: u32, offset: u32, end_offset: u32| json!({"line": line, "column": column, "end_line": line, "end_column": end_column, "offset": offset, "end_offset": end_offset});
    assert_eq!(
        found,
        &json!({"pointer": "/r/t/n/0/a", "key": at(2, 3, 4, 14, 15), "value": at(2, 7, 15, 18, 28)})
    );
    assert_eq!((&spans["format"], &spans["path"]), (&json!("hcl2"), &json!("main.tf")));
    place.file("bad.toml", "a = \n");
    let bad = run(&["parse", "bad.toml"]);
    assert_eq!((bad.status.code(), bad.stdout.len()), (Some(2), 0));
    assert!(String::from_utf8_lossy(&bad.stderr).contains("bad.toml"));
    place.file("x.conf", "a b;\n");
    assert_eq!(run(&["parse", "x.conf"]).status.code(), Some(2));
    assert_eq!(value(&["parse", "x.conf", "--format-of", "*.conf=nginx"])["directives"][0]["name"], "a");
}

#[test]
fn files_that_stand_for_others_are_told_as_such() {
    let lfs = "⟦version https://git-lfs.github.com/spec/v1⟧\noid sha256:0\nsize 1\n";
    let vault = "⟦$ANSIBLE_VAULT;1.1;AES256⟧\n6162\n";
    for format in Format::ALL {
        assert_problem_at(format, lfs, "parse");
        assert_problem_at(format, vault, "parse");
    }
    assert_problem_at(Format::Json, "{\"data\": ⟦\"ENC[AES256_GCM,data:x]\"⟧, \"sops\": {}}", "parse");
    assert_problem_at(Format::Yaml, "data: ⟦ENC[AES256_GCM,data:x]⟧\nsops: {}\n", "parse");
    only(Format::Yaml, "password: ENC[AES256_GCM,data:x]\nsops: {}\n");
}

#[test]
fn tags_of_cloudformation_are_the_mappings_they_stand_for() {
    for (text, pointer, expected) in [
        ("a: !Ref ⟦X⟧\n", "/a/Ref", json!("X")),
        ("a: !GetAtt ⟦X⟧.b.c\n", "/a/Fn::GetAtt/0", json!("X")),
        ("a: !GetAtt 'X.⟦b.c⟧'\n", "/a/Fn::GetAtt/1", json!("b.c")),
        ("a: !GetAtt [X, ⟦b⟧]\n", "/a/Fn::GetAtt/1", json!("b")),
        ("a: !Join ['', ⟦[!Ref X, y]⟧]\n", "/a/Fn::Join/1", json!([{"Ref": "X"}, "y"])),
        ("a: !Sub ⟦\"${名}-x\"⟧\n", "/a", json!({"Fn::Sub": "${名}-x"})),
        ("a: !Transform\n  ⟦Name: n⟧\n", "/a/Fn::Transform", json!({"Name": "n"})),
        ("a: &b !Ref X\nc: ⟦*b⟧\n", "/c/Ref", json!("X")),
        ("a: !If [c, ⟦!Ref⟧ X]\n", "", json!({"a": {"Fn::If": ["c", {"Ref": "X"}]}})),
        ("a: !other ⟦X⟧\n", "/a", json!("X")),
    ] {
        let (plain, span) = marked(text);
        let document = only(Format::Yaml, &plain);
        let place = document.resolve(&Pointer::parse(pointer).unwrap());
        assert_eq!((document.to_json(place.node), place.missing.len()), (expected, 0), "{plain}");
        if !pointer.is_empty() && pointer != "/c/Ref" {
            assert_eq!(document.node(place.node).span, span, "{plain}");
        }
    }
}
