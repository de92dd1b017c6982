//! Errors of JSON Schema.

use super::assert_table;

#[test]
fn schemas() {
    assert_table(&[
        (
            "json.match_schema",
            r#"{"c": 3, "b": 1, "a": 2}, {"additionalProperties": false}"#,
            r#"[false, [{"desc": "Additional property a is not allowed", "error": "(Root): Additional property a is not allowed", "field": "(Root)", "type": "additional_property_not_allowed"}, {"desc": "Additional property b is not allowed", "error": "(Root): Additional property b is not allowed", "field": "(Root)", "type": "additional_property_not_allowed"}, {"desc": "Additional property c is not allowed", "error": "(Root): Additional property c is not allowed", "field": "(Root)", "type": "additional_property_not_allowed"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{}, {"required": ["z", "a"]}"#,
            r#"[false, [{"desc": "z is required", "error": "(Root): z is required", "field": "(Root)", "type": "required"}, {"desc": "a is required", "error": "(Root): a is required", "field": "(Root)", "type": "required"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1}, {"properties": {"x": {"anyOf": [{"type": "string"}, {"type": "array"}]}}}"#,
            r#"[false, [{"desc": "Must validate at least one schema (anyOf)", "error": "x: Must validate at least one schema (anyOf)", "field": "x", "type": "number_any_of"}, {"desc": "Invalid type. Expected: string, given: integer", "error": "x: Invalid type. Expected: string, given: integer", "field": "x", "type": "invalid_type"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1}, {"properties": {"x": {"oneOf": [{"type": "string"}, {"type": "array"}]}}}"#,
            r#"[false, [{"desc": "Must validate one and only one schema (oneOf)", "error": "x: Must validate one and only one schema (oneOf)", "field": "x", "type": "number_one_of"}, {"desc": "Invalid type. Expected: string, given: integer", "error": "x: Invalid type. Expected: string, given: integer", "field": "x", "type": "invalid_type"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1, "y": "s"}, {"properties": {"x": {"type": "string"}, "y": {"type": "number"}}, "required": ["q"]}"#,
            r#"[false, [{"desc": "q is required", "error": "(Root): q is required", "field": "(Root)", "type": "required"}, {"desc": "Invalid type. Expected: string, given: integer", "error": "x: Invalid type. Expected: string, given: integer", "field": "x", "type": "invalid_type"}, {"desc": "Invalid type. Expected: number, given: string", "error": "y: Invalid type. Expected: number, given: string", "field": "y", "type": "invalid_type"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1}, {"properties": {"x": {"not": {"type": "number"}}}}"#,
            r#"[false, [{"desc": "Must not validate the schema (not)", "error": "x: Must not validate the schema (not)", "field": "x", "type": "number_not"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1}, {"patternProperties": {"^x": {"type": "string"}}}"#,
            r#"[false, [{"desc": "Invalid type. Expected: string, given: integer", "error": "x: Invalid type. Expected: string, given: integer", "field": "x", "type": "invalid_type"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1}, {"propertyNames": {"maxLength": 0}}"#,
            r#"[false, [{"desc": "Property name of \"x\" does not match", "error": "(Root): Property name of \"x\" does not match", "field": "(Root)", "type": "invalid_property_name"}, {"desc": "String length must be less than or equal to 0", "error": "(Root): String length must be less than or equal to 0", "field": "(Root)", "type": "string_lte"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[1, "foo", "foo", 1, 2, 1], {"uniqueItems": true}"#,
            r#"[false, [{"desc": "array items[1,2] must be unique", "error": "(Root): array items[1,2] must be unique", "field": "(Root)", "type": "unique"}, {"desc": "array items[0,3] must be unique", "error": "(Root): array items[0,3] must be unique", "field": "(Root)", "type": "unique"}, {"desc": "array items[3,5] must be unique", "error": "(Root): array items[3,5] must be unique", "field": "(Root)", "type": "unique"}]]"#,
        ),
        (
            "json.match_schema",
            r#"{"x": 1}, {"properties": {"x": {"enum": [2, "a"]}}}"#,
            r#"[false, [{"desc": "x must be one of the following: 2, \"a\"", "error": "x: x must be one of the following: 2, \"a\"", "field": "x", "type": "enum"}]]"#,
        ),
        (
            "json.match_schema",
            r#"[1], {"const": 3}"#,
            r#"[false, [{"desc": "(Root) does not match: 3", "error": "(Root): (Root) does not match: 3", "field": "(Root)", "type": "const"}]]"#,
        ),
        ("json.verify_schema", r#""1""#, r#"[false, "jsonschema: schema is invalid"]"#),
        ("json.verify_schema", r#""true""#, "[true, null]"),
    ]);
}
