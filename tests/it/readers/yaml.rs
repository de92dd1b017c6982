//! YAML beyond the core schema: merges, tags, lone values and the words of 1.1.

use super::*;
use fiducia::document::{Reading, YamlVersion, parse_as, parse_nested};
use fiducia::lang::Lang;
use serde_json::json;

fn as_version(text: &str, yaml: Option<YamlVersion>) -> Parsed {
    let reading = Reading { yaml, ..Reading::default() };
    parse_as(&SourceFile::from_text("test", text), Format::Yaml, reading, &Limits::default())
}

/// The value of a text, and what is noted of it, each with what is under the note.
fn noted(text: &str) -> (Value, Vec<(String, String)>) {
    let parsed = as_version(text, None);
    assert!(parsed.problems.is_empty(), "{text:?}: {:?}", parsed.problems);
    let note = |note: &fiducia::document::Note| {
        (note.at.source.slice(note.at.span).to_owned(), note.message.get(Lang::En).to_owned())
    };
    let document = &parsed.documents[0];
    (document.to_json(document.root()), parsed.notes.iter().map(note).collect())
}

#[test]
fn merges_are_told_by_tag_or_by_a_plain_key() {
    for (key, merged) in [
        ("<<", true),
        ("!!merge <<", true),
        ("!!merge \"<<\"", true),
        ("\"<<\"", false),
        ("'<<'", false),
        ("!!str <<", false),
        ("! <<", false),
    ] {
        let document = only(Format::Yaml, &format!("b: &b {{x: 1}}\no:\n  {key}: *b\n  y: 2\n"));
        let value = document.to_json(document.root())["o"].clone();
        let expected = if merged { json!({"x": 1, "y": 2}) } else { json!({"<<": {"x": 1}, "y": 2}) };
        assert_eq!(value, expected, "{key}");
    }
}

#[test]
fn a_second_merge_key_is_a_duplicate() {
    assert_problem_at(Format::Yaml, "a: &a {x: 1}\nb:\n  <<: *a\n  ⟦<<⟧: {y: 1}\n", "duplicate-key");
    let parsed = read(Format::Yaml, "a: &a {x: 1}\nb:\n  <<: *a\n  !!merge <<: *a\n");
    let (first, _) = parsed.problems[0].other(Lang::En).unwrap();
    assert_eq!((parsed.problems.len(), first.span.start), (1, 18));
    only(Format::Yaml, "a: &a {x: 1}\nb:\n  <<: [*a, {y: 1}]\n");
}

#[test]
fn values_that_do_not_fit_their_tags_are_problems() {
    for text in [
        "a: !!int ⟦xyz⟧\n",
        "a: !!bool ⟦yes⟧\n",
        "a: !!float ⟦'x'⟧\n",
        "a: !!null ⟦x⟧\n",
        "a: !!map ⟦x⟧\n",
        "a: !!seq ⟦{b: 1}⟧\n",
        "a: !!map ⟦[b]⟧\n",
        "a: !!set ⟦[b]⟧\n",
        "a: !!binary ⟦\"=\"⟧\n",
        "a: !!nonsense ⟦x⟧\n",
        "!!int ⟦x⟧: 1\n",
    ] {
        assert_problem_at(Format::Yaml, text, "parse");
        let parsed = read(Format::Yaml, &marked(text).0);
        assert!(parsed.problems[0].to_string().contains("does not fit its tag !!"), "{:?}", parsed.problems);
        // What it says is still judged.
        assert_eq!(parsed.documents.len(), 1, "{text}");
    }
    let fit = "a: !!int 0x1F\nb: !!float 1\nc: !!str 1\nd: !!null ~\ne: !!binary aGk=\nf: !!set {x: , y: }\ng: !!omap [{a: 1}]\nh: !!timestamp 2001-01-01\ni: !!bool \"true\"\n";
    assert_eq!(
        value(Format::Yaml, fit),
        json!({"a": 31, "b": 1.0, "c": "1", "d": null, "e": "aGk=", "f": {"x": null, "y": null}, "g": [{"a": 1}], "h": "2001-01-01", "i": true})
    );
}

#[test]
fn tags_of_ones_own_are_noted_once_a_file() {
    let (value, notes) = noted("a: !vault x\nb: !mine {c: !x 1}\nd: !Ref X\n");
    assert_eq!(value, json!({"a": "x", "b": {"c": "1"}, "d": {"Ref": "X"}}));
    assert_eq!(notes.len(), 1, "{notes:?}");
    assert!(notes[0].0 == "x" && notes[0].1.contains("the tag !vault is not known"), "{notes:?}");
}

#[test]
fn a_lone_value_is_noted() {
    let (_, notes) = noted("just text\n");
    assert!(notes[0].0 == "just text" && notes[0].1.contains("a single value"), "{notes:?}");
    assert_eq!(noted("[]\n").1, []);
}

/// A document of Kubernetes.
const POD: &str = "apiVersion: v1\nkind: Pod\n";

#[test]
fn words_of_yaml_1_1_are_read_as_the_reader_of_the_document_does() {
    let words =
        "a: yes\nb: Off\nc: 'on'\nd: y\ne: 0644\nf: 0b11\ng: 1_000\nh: 08\non: no\ni: -0x10\nj: 0o17\n";
    let older = json!({"a": true, "b": false, "c": "on", "d": true, "e": 420, "f": 3, "g": 1000, "h": 8, "on": false, "i": -16, "j": 15});
    let core = json!({"a": "yes", "b": "Off", "c": "on", "d": "y", "e": 644, "f": "0b11", "g": "1_000", "h": 8, "on": "no", "i": "-0x10", "j": 15});
    let part = |text: &str, yaml| {
        let parsed = as_version(
            &format!("{text}spec:\n{}", words.replace("\n", "\n  ").replacen("a:", "  a:", 1)),
            yaml,
        );
        assert!(parsed.problems.is_empty(), "{:?}", parsed.problems);
        let document = &parsed.documents[0];
        (document.to_json(document.root())["spec"].clone(), parsed.notes.len())
    };
    assert_eq!(part(POD, None), (older.clone(), 0));
    assert_eq!(part("AWSTemplateFormatVersion: x\n", None).0["a"], json!(true));
    assert_eq!(part("AWSTemplateFormatVersion: x\n", None).0["d"], json!("y"));
    assert_eq!(part("Resources: {B: {Type: AWS::S3::Bucket}}\n", None).0["a"], json!(true));
    assert_eq!(part("apiVersion: fiducia/v1\nkind: Platform\n", None).0, core);
    assert_eq!(part("kind: Pod\n", None), (core.clone(), 1));
    assert_eq!(part("x: 1\n", Some(YamlVersion::V1_1)), (older, 0));
    assert_eq!(part(POD, Some(YamlVersion::V1_2)), (core, 0));
    let play = as_version("- hosts: all\n  become: yes\n  d: y\n", None);
    assert_eq!(
        play.documents[0].to_json(play.documents[0].root()),
        json!([{"hosts": "all", "become": true, "d": "y"}])
    );
    // A tag that fits in the version of the document is no problem.
    assert_eq!(value(Format::Yaml, &format!("{POD}a: !!bool yes\n"))["a"], json!(true));
    // The version is that of each document, and of each item.
    let two = as_version(&format!("{POD}a: yes\n---\na: yes\n"), None);
    let values: Vec<Value> = two.documents.iter().map(|one| one.to_json(one.root())["a"].clone()).collect();
    assert_eq!(values, [json!(true), json!("yes")]);
}

#[test]
fn a_word_that_readers_differ_about_is_noted_once_a_file() {
    let (_, notes) = noted("a: x\nb: on\nc: yes\n");
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0].0 == "on" && notes[0].1.contains("yaml11: `on` is a text here, and true for kubectl"),
        "{notes:?}"
    );
    assert_eq!(noted("on: push\ny: n\n'a': \"yes\"\n").1, []);
}

#[test]
fn options_choose_the_version_of_yaml_and_the_shape_of_blocks() {
    let place = crate::common::place::Place::new();
    let run = |arguments: &[&str]| crate::common::fiducia(place.path(), arguments);
    let value = |arguments: &[&str]| -> Value { serde_json::from_slice(&run(arguments).stdout).unwrap() };
    place.file("a.yaml", "a: yes\n");
    assert_eq!(value(&["parse", "a.yaml"])["a"], json!("yes"));
    assert_eq!(value(&["parse", "a.yaml", "--yaml", "1.1"])["a"], json!(true));
    place.file("a.tf", "s {\n  a = 1\n}\nt {}\nt {}\nr \"x\" \"y\" {}\n");
    assert_eq!(value(&["parse", "a.tf"])["s"], json!([{"a": 1}]));
    place.file(
        "fiducia.toml",
        "[formats]\n\"*.yaml\" = {yaml = \"1.1\"}\n\"*.tf\" = {format = \"hcl2\", blocks = \"single\"}\n",
    );
    assert_eq!(value(&["parse", "a.yaml"])["a"], json!(true));
    assert_eq!(value(&["parse", "a.yaml", "--yaml", "1.2"])["a"], json!("yes"));
    assert_eq!(value(&["parse", "a.tf"]), json!({"s": {"a": 1}, "t": [{}, {}], "r": {"x": {"y": {}}}}));
    for (text, words) in [
        ("{blocks = \"many\"}", "list, single"),
        ("{yaml = 1.1}", "1.1, 1.2"),
        ("{reader = \"x\"}", "format, blocks, yaml"),
    ] {
        place.file("fiducia.toml", format!("[formats]\n\"*.tf\" = {text}\n"));
        let stderr = String::from_utf8(run(&["parse", "a.tf"]).stderr).unwrap();
        assert!(stderr.contains(words), "{stderr}");
    }
}

#[test]
fn notes_of_nested_documents_have_their_place_in_the_file() {
    let text = "apiVersion: v1\nkind: ConfigMap\ndata:\n  a.yaml: |\n    b: yes\n";
    let source = SourceFile::from_text("test", text);
    let parsed = parse_nested(&source, Format::Yaml, Reading::default(), &Limits::default());
    assert_eq!(source.slice(parsed.notes[0].at.span), "yes");
}
