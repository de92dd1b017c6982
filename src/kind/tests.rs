use super::*;
use crate::lang::Lang;
use proptest::prelude::*;

fn document(text: &str) -> Document {
    document::parse(&SourceFile::from_text("a.yaml", text), Format::Yaml, &Limits::default())
        .documents
        .remove(0)
}

/// What is wrong with a document: check, pointer and the text under the span of the key or value.
fn faults(schema: &str, text: &str) -> Vec<(String, String)> {
    let schema = Schema::read(&document(schema).to_json(document(schema).root())).unwrap();
    let document = document(text);
    let told = |fault: Fault| (fault.what.check().to_owned(), fault.pointer.to_string());
    validate::faults(&schema, &document).into_iter().map(told).collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(check, pointer)| ((*check).to_owned(), (*pointer).to_owned())).collect()
}

#[test]
fn each_keyword_has_its_fault() {
    let closed = "{type: object, additionalProperties: false, required: [id], properties: {id: {type: string}, n: {type: integer}}}";
    for (schema, text, expected) in [
        (closed, "{id: a, n: 1}", &[][..]),
        (closed, "{id: a, n: 1.0}", &[]),
        (closed, "{n: 1}", &[("missing_key", "/id")]),
        (closed, "{id: 1, n: x}", &[("type", "/id"), ("type", "/n")]),
        (closed, "{id: a, m: {x: 1}}", &[("unknown_key", "/m")]),
        // The key that is missing is the one that is misspelt: one fault, not two.
        (closed, "{ids: a}", &[("unknown_key", "/ids")]),
        (closed, "[id]", &[("type", "")]),
        (closed, "null", &[("type", "")]),
        ("{items: {enum: [a, 1, null]}}", "[a, 1, null, b, '1']", &[("value", "/3"), ("value", "/4")]),
        ("{const: {a: [1]}}", "{a: [1]}", &[]),
        ("{const: {a: [1]}}", "{a: [2]}", &[("value", "")]),
        (
            "{items: {minimum: 0, exclusiveMaximum: 10}}",
            "[0, 9.9, 10, -1, x]",
            &[("value", "/2"), ("value", "/3")],
        ),
        ("{items: {minLength: 2, maxLength: 3}}", "[平台, a, abcd]", &[("value", "/1"), ("value", "/2")]),
        (
            "{items: {format: date}}",
            "['2026-02-28', '2026-02-30', '2026-2-3', 7]",
            &[("value", "/1"), ("value", "/2")],
        ),
        ("{items: {format: date-time}}", "['2026-02-28T08:00:00Z', '2026-02-28']", &[("value", "/1")]),
        ("{items: {pattern: '^[a-z]+$'}}", "[abc, aBc]", &[("value", "/1")]),
        ("{minItems: 1, maxItems: 2}", "[]", &[("value", "")]),
        ("{propertyNames: {enum: [a, b]}}", "{a: 1, c: 2}", &[("key_name", "/c")]),
        ("{additionalProperties: {type: string}}", "{a: x, b: 1}", &[("type", "/b")]),
        ("{items: {anyOf: [{type: string}, {type: 'null'}]}}", "[a, null, 1]", &[("type", "/2")]),
        ("{items: {oneOf: [{type: number}, {type: integer}]}}", "[1.5, 1]", &[("value", "/1")]),
        ("{items: {allOf: [{minimum: 1}, {maximum: 2}]}}", "[0, 1, 3]", &[("value", "/0"), ("value", "/2")]),
        ("{items: {not: {const: x}}}", "[x, y]", &[("value", "/0")]),
        ("{properties: {a: false}}", "{a: 1}", &[("value", "/a")]),
    ] {
        assert_eq!(faults(schema, text), owned(expected), "{schema} on {text}");
    }
}

#[test]
fn alternatives_are_told_by_the_one_that_was_meant() {
    let schema = "
anyOf:
  - {type: string}
  - {type: object, additionalProperties: false, properties: {kms: {type: string}, rotated: {type: boolean}}}
  - {type: object, additionalProperties: false, properties: {file: {type: string}}}";
    assert_eq!(faults(schema, "{kms: a, rotated: 3}"), owned(&[("type", "/rotated")]));
    assert_eq!(faults(schema, "{file: 3}"), owned(&[("type", "/file")]));
    assert_eq!(faults(schema, "7"), owned(&[("type", "")]));
}

#[test]
fn references_and_recursion_are_followed() {
    let schema = "
$ref: '#/$defs/tree'
$defs:
  tree: {type: object, additionalProperties: false, properties: {name: {$ref: '#/$defs/name'}, below: {type: array, items: {$ref: '#/$defs/tree'}}}}
  name: {type: string}";
    assert_eq!(
        faults(schema, "{name: a, below: [{name: 1, below: [{nmae: x}]}]}"),
        owned(&[("type", "/below/0/name"), ("unknown_key", "/below/0/below/0/nmae")])
    );
}

#[test]
fn schemas_that_say_what_is_not_checked_are_refused() {
    for (schema, at) in [
        ("{propertis: {}}", "/propertis"),
        ("{properties: {a: {uniqueItems: true}}}", "/properties/a/uniqueItems"),
        ("{type: text}", "/type"),
        ("{$ref: '#/$defs/none'}", "/$ref"),
        ("{$ref: 'https://example.com'}", "/$ref"),
        ("{anyOf: []}", "/anyOf"),
        ("{format: email}", "/format"),
        ("{pattern: '('}", "/pattern"),
        ("{items: [1]}", "/items"),
        ("{$defs: {a: {$ref: '#/$defs/b'}, b: {anyOf: [{$ref: '#/$defs/a'}]}}}", "/$defs/a"),
    ] {
        let document = document(schema);
        let (pointer, reason) = Schema::read(&document.to_json(document.root())).unwrap_err();
        assert_eq!(pointer.to_string(), at, "{reason}");
    }
}

#[test]
fn what_aliases_and_merge_keys_bring_is_judged_where_it_is_written() {
    let schema = "{additionalProperties: {type: object, additionalProperties: false, properties: {a: {type: string}}}}";
    let text = "x: &x {a: 1, b: 2}\ny: *x\nz: {<<: *x, a: ok}\n";
    let expected = [("unknown_key", "/x/b"), ("type", "/x/a")];
    assert_eq!(faults(schema, text), owned(&expected));
}

#[test]
fn faults_are_bounded_and_say_so() {
    let schema = "{items: {type: string}}";
    let found = faults(schema, &format!("[{}]", "1,".repeat(200_000)));
    assert_eq!((found.len(), found[validate::LISTED].0.as_str()), (validate::LISTED + 1, "more"));
    let found = faults(schema, &format!("[{}]", "1,".repeat(validate::LISTED)));
    assert_eq!((found.len(), found.last().unwrap().0.as_str()), (validate::LISTED, "type"));
}

#[test]
fn alternatives_within_alternatives_cost_no_more_than_the_document() {
    let schema = "
$ref: '#/$defs/node'
$defs:
  node:
    anyOf:
      - {type: object, properties: {a: {$ref: '#/$defs/node'}}, required: [a, x]}
      - {type: object, properties: {a: {$ref: '#/$defs/node'}}, required: [a, y]}
      - {type: object, properties: {a: {$ref: '#/$defs/node'}}, required: [a, z]}";
    let text = format!("{}1{}", "{a: ".repeat(100), "}".repeat(100));
    assert!(!faults(schema, &text).is_empty());
}

/// A small kind with most of the vocabulary.
const KIND: &str = "
type: object
additionalProperties: false
required: [name]
properties:
  name: {type: string, minLength: 2}
  count: {type: [integer, 'null'], minimum: 0, exclusiveMaximum: 4}
  state: {enum: [on, off, 1]}
  tags: {type: array, minItems: 1, maxItems: 3, items: {$ref: '#/$defs/tag'}}
  by: {type: object, propertyNames: {pattern: '^[a-c]'}, additionalProperties: {type: number}}
  either: {oneOf: [{type: string}, {type: object, required: [a], properties: {a: {type: boolean}}}, {type: object, required: [b]}]}
  any: {anyOf: [{type: boolean}, {type: array, items: {not: {type: 'null'}}}]}
  all: {allOf: [{minimum: 1}, {type: number}]}
$defs:
  tag: {type: string, maxLength: 3}";

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-2i64..6).prop_map(Value::from),
        Just(json!(1.5)),
        Just(json!(2.0)),
        prop::sample::select(vec!["", "a", "on", "abcd", "平台"]).prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 24, 4, |inner| {
        let key = prop::sample::select(vec![
            "name", "count", "state", "tags", "by", "either", "any", "all", "a", "b", "zz",
        ]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key, inner, 0..6).prop_map(|entries| entries
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect()),
        ]
    })
}

proptest! {
    /// The crate `jsonschema` and this module agree on what follows a schema, and on the places that do not.
    #[test]
    fn verdicts_are_those_of_json_schema(value in value()) {
        let kind = document(KIND);
        let written = kind.to_json(kind.root());
        let validator = jsonschema::validator_for(&written).unwrap();
        let schema = Schema::read(&written).unwrap();
        let text = value.to_string();
        let document = document::parse(&SourceFile::from_text("a.json", text), Format::Json, &Limits::default()).documents.remove(0);
        let faults = validate::faults(&schema, &document);
        prop_assert_eq!(faults.is_empty(), validator.is_valid(&value), "{}: {:?}", value, faults);
        for fault in faults {
            let parent = Pointer { steps: fault.pointer.steps[..fault.pointer.steps.len().saturating_sub(1)].to_vec() };
            prop_assert!(document.resolve(&parent).missing.is_empty(), "{}", fault.pointer);
            prop_assert!(!fault.message().get(Lang::Zh).is_empty());
        }
    }
}

#[test]
fn paths_are_known_or_not() {
    let text = "
kind: Test
title: {en: a, zh: a}
description: {en: a, zh: a}
spec:
  type: object
  additionalProperties: false
  properties:
    list: {type: array, items: {type: object, additionalProperties: false, properties: {name: {type: string}}}}
    map: {type: object, additionalProperties: {type: object, additionalProperties: false, properties: {size: {type: number}}}}
    either: {anyOf: [{type: string}, {type: object, additionalProperties: false, properties: {a: {}}}]}
    open: {type: object}
";
    let kind = Kind::read("Test", &SourceFile::from_text("kinds/Test.yaml", text), None).unwrap();
    let steps = |path: &'static str| -> Vec<PathStep<'static>> {
        path.split('.').map(|step| if step == "*" { PathStep::Any } else { PathStep::Key(step) }).collect()
    };
    for path in [
        "spec.list.*.name",
        "spec.list.0.name",
        "spec.map.x.size",
        "spec.map.*.size",
        "spec.either.a.whatever",
        "spec.open.x.y",
        "metadata.platform",
        "kind",
        "spec.*.*.name",
        "spec.either",
    ] {
        assert_eq!(kind.allows(&steps(path)), Ok(()), "{path}");
    }
    for (path, step, similar) in [
        ("spec.lst.*.name", 1, Some("list")),
        ("spec.list.*.nmae", 3, Some("name")),
        ("spec.list.name", 2, None),
        ("spec.list.*.name.x", 4, None),
        ("spec.map.x.width", 3, None),
        ("spec.either.b", 2, None),
        ("meta.name", 0, None),
        ("metadata.platfrom", 1, Some("platform")),
    ] {
        let wrong = UnknownKey { step, similar: similar.map(str::to_owned) };
        assert_eq!(kind.allows(&steps(path)), Err(wrong), "{path}");
    }
}

#[test]
fn a_kind_that_cannot_be_read_says_where() {
    let head = "kind: Test\ntitle: {en: a, zh: a}\ndescription: {en: a, zh: a}\n";
    for (text, under) in [
        (format!("{head}spec: {{type: object, propertes: {{}}}}\n"), "propertes"),
        (format!("{head}spec: {{$ref: '#/$defs/dat'}}\n"), "$ref"),
        ("kind: Other\ntitle: {en: a, zh: a}\ndescription: {en: a, zh: a}\nspec: {}\n".to_owned(), "kind"),
        ("kind: Test\nspec: {}\n".to_owned(), "kind"),
    ] {
        let source = SourceFile::from_text("kinds/Test.yaml", text);
        let problem = Kind::read("Test", &source, None).unwrap_err();
        assert_eq!(source.slice(problem.origin().unwrap().span), under, "{problem}");
    }
}

#[test]
fn fields_called_description_are_no_texts() {
    let text = "
kind: Test
title: {en: a, zh: 甲}
description: {en: b, zh: 乙}
spec: {type: object, description: {en: c, zh: 丙}, properties: {description: {type: string, description: {en: d, zh: 丁}}, title: {type: object, properties: {en: {type: string}, zh: {type: string}}}}}
";
    let kind = Kind::read("Test", &SourceFile::from_text("kinds/Test.yaml", text), None).unwrap();
    let schema = kind.json_schema(Lang::Zh);
    assert_eq!(schema.pointer("/properties/spec/description"), Some(&json!("丙")));
    assert_eq!(schema.pointer("/properties/spec/properties/description/description"), Some(&json!("丁")));
    assert_eq!(
        schema.pointer("/properties/spec/properties/title/properties/en/type"),
        Some(&json!("string"))
    );
    assert_eq!(schema["title"], "甲");
}
