//! `json.match_schema` and `json.verify_schema`: JSON Schema, with errors as OPA words them.

use super::{Builtin, Failed, Outcome, Scope, json, operand, patterns, pure};
use crate::engine::value::{from_json, to_json};
use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind};
use jsonschema::types::JsonType;
use jsonschema::{Draft, PatternOptions, Registry, Validator};
use regorus::Value;
use serde_json::json;
use std::collections::BTreeMap;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] =
    &[pure("json.match_schema", 2, matches), pure("json.verify_schema", 1, verify)];

/// Errors that are told of one document.
const ERRORS: usize = 1000;

/// `json.match_schema(document, schema)`: whether it matches, and the errors.
fn matches(scope: &mut Scope, values: &[Value]) -> Outcome {
    let document = json_of(scope, operand::at(values, 0)?)?;
    let schema = operand::at(values, 1)?;
    let validator = match scope.schema(schema) {
        Some(known) => known,
        None => {
            let json = json_of(scope, schema)?;
            let fresh = compile(&json).map_err(|error| Failed::error(told(&error)));
            if fresh.is_err() {
                patterns_fit(&json)?;
            }
            let fresh = fresh?;
            scope.keep_schema(schema, fresh)
        }
    };
    let mut errors = Vec::new();
    for error in validator.iter_errors(&document).take(ERRORS + 1) {
        let before = errors.len();
        entries(&error, &document, &mut errors);
        let made: usize = errors[before..].iter().map(|entry| entry.to_string().len()).sum();
        scope.take(made.saturating_mul(2))?;
    }
    if errors.len() > ERRORS {
        return Err(Failed::limit(
            format!("more than the limit of {ERRORS} errors of a schema in one document"),
            format!("单个文档的模式错误超过上限 {ERRORS} 个"),
        ));
    }
    Ok(from_json(json!([errors.is_empty(), errors])))
}

/// `json.verify_schema(schema)`: whether it is a schema, and why not.
fn verify(scope: &mut Scope, values: &[Value]) -> Outcome {
    let told = match json_of(scope, operand::at(values, 0)?) {
        Ok(schema) if !schema.is_object() && !schema.is_boolean() => Some("schema is invalid".to_owned()),
        Ok(schema) => {
            let wrong = compile(&schema).err().map(|error| told(&error));
            if wrong.is_some() {
                patterns_fit(&schema)?;
            }
            wrong
        }
        Err(Failed::Error(reason)) => Some(reason),
        Err(limit) => return Err(limit),
    };
    Ok(from_json(match told {
        None => json!([true, null]),
        Some(reason) => json!([false, format!("jsonschema: {reason}")]),
    }))
}

/// Compiles a schema, with patterns that match in linear time.
fn compile(schema: &serde_json::Value) -> Result<Validator, ValidationError<'static>> {
    let patterns = PatternOptions::regex().size_limit(patterns::LARGEST);
    let mut options = jsonschema::options().with_pattern_options(patterns);
    // As OPA, a schema that follows another one than those of JSON Schema itself is read as of draft 7.
    let follows = schema.get("$schema").and_then(serde_json::Value::as_str);
    if follows.is_some_and(|named| !named.contains("://json-schema.org/")) {
        options = options.with_draft(Draft::Draft7);
    }
    let parts = named_parts(schema);
    let registry =
        parts.into_iter().try_fold(Registry::new(), |known, (id, part)| known.add(id, part.clone()));
    match registry.and_then(|known| known.prepare()) {
        Ok(registry) => options.with_registry(&registry).build(schema),
        Err(_) => options.build(schema),
    }
}

/// The parts of a schema that have an absolute name, wherever they stand: OPA finds them all.
fn named_parts(schema: &serde_json::Value) -> Vec<(&str, &serde_json::Value)> {
    let mut named = Vec::new();
    let mut pending: Vec<&serde_json::Value> = values_of(schema).collect();
    while let Some(part) = pending.pop() {
        let id = part.get("$id").and_then(serde_json::Value::as_str).filter(|id| id.contains("://"));
        named.extend(id.map(|id| (id, part)));
        pending.extend(values_of(part));
    }
    named
}

fn values_of(value: &serde_json::Value) -> Box<dyn Iterator<Item = &serde_json::Value> + '_> {
    match value {
        serde_json::Value::Object(fields) => Box::new(fields.values()),
        serde_json::Value::Array(items) => Box::new(items.iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// Refuses a schema with a pattern that is too large to be compiled: what is wrong with it is a bound of ours.
fn patterns_fit(schema: &serde_json::Value) -> Result<(), Failed> {
    let mut pending = vec![schema];
    let fits = |pattern: &str| match patterns::compiled(pattern) {
        Err(limit @ Failed::Limit(_)) => Err(limit),
        _ => Ok(()),
    };
    while let Some(value) = pending.pop() {
        if let Some(pattern) = value.get("pattern").and_then(serde_json::Value::as_str) {
            fits(pattern)?;
        }
        if let Some(properties) = value.get("patternProperties").and_then(serde_json::Value::as_object) {
            properties.keys().try_for_each(|pattern| fits(pattern))?;
        }
        match value {
            serde_json::Value::Array(items) => pending.extend(items),
            serde_json::Value::Object(members) => pending.extend(members.values()),
            _ => {}
        }
    }
    Ok(())
}

/// An operand as JSON; a string holds JSON.
fn json_of(scope: &mut Scope, value: &Value) -> Result<serde_json::Value, Failed> {
    match value {
        Value::String(text) => match json::parse(scope, text) {
            Err(Failed::Error(_)) => Err(Failed::error("invalid JSON string")),
            value => Ok(to_json(&value?)),
        },
        Value::Object(_) | Value::Array(_) => {
            scope.take_copy(value)?;
            Ok(to_json(value))
        }
        _ => Err(Failed::error("wrong type, expected string or object")),
    }
}

/// The entries of an error: several where OPA tells of each property or pair, or of a branch.
fn entries(error: &ValidationError<'_>, document: &serde_json::Value, told: &mut Vec<serde_json::Value>) {
    use ValidationErrorKind as Kind;
    let mut field = error.instance_path().to_string().trim_start_matches('/').replace('/', ".");
    if field.is_empty() {
        "(Root)".clone_into(&mut field);
    }
    let mut add = |kind: &str, desc: String| {
        // OPA names the field in the sentence of two kinds.
        let desc = if matches!(kind, "enum" | "const") { format!("{field} {desc}") } else { desc };
        told.push(json!({"error": format!("{field}: {desc}"), "type": kind, "field": field, "desc": desc}));
    };
    let mut not_allowed = |property: &str| {
        add("additional_property_not_allowed", format!("Additional property {property} is not allowed"));
    };
    match error.kind() {
        Kind::AdditionalProperties { unexpected } => {
            unexpected.iter().for_each(|property| not_allowed(property));
        }
        Kind::FalseSchema if error.schema_path().to_string().ends_with("/additionalProperties") => {
            let object = document.pointer(&error.instance_path().to_string());
            let properties = object.and_then(serde_json::Value::as_object).into_iter().flatten();
            properties.for_each(|(property, _)| not_allowed(property));
        }
        Kind::UniqueItems => {
            for [first, second] in twins(error.instance()) {
                add("unique", format!("array items[{first},{second}] must be unique"));
            }
        }
        Kind::PropertyNames { error: inner } => {
            let name = inner.instance().as_str().unwrap_or_default();
            add("invalid_property_name", format!("Property name of {name:?} does not match"));
            let (kind, desc) = described(inner);
            add(kind, desc);
        }
        Kind::AnyOf { context } | Kind::OneOfNotValid { context } => {
            let (kind, desc) = described(error);
            add(kind, desc);
            let of_another_type = |inner: &ValidationError<'_>| {
                matches!(inner.kind(), Kind::Type { .. }) && inner.instance_path() == error.instance_path()
            };
            // OPA tells of the branch that comes nearest.
            let nearest =
                context.iter().min_by_key(|branch| (branch.iter().any(of_another_type), branch.len()));
            nearest.into_iter().flatten().for_each(|inner| entries(inner, document, told));
        }
        _ => {
            let (kind, desc) = described(error);
            add(kind, desc);
        }
    }
}

/// The places of equal items, each with the one before it.
fn twins(items: &serde_json::Value) -> Vec<[usize; 2]> {
    let mut last = BTreeMap::new();
    let items = items.as_array().into_iter().flatten().enumerate();
    items.filter_map(|(at, item)| Some([last.insert(item.to_string(), at)?, at])).collect()
}

fn told(error: &ValidationError<'_>) -> String {
    match error.kind() {
        ValidationErrorKind::AnyOf { .. } | ValidationErrorKind::Enum { .. } if in_type(error) => format!(
            "has a primitive type that is NOT VALID -- given: /{}/ Expected valid values are:[array boolean \
             integer number null object string]",
            error.instance().as_str().unwrap_or_default()
        ),
        _ => error.to_string(),
    }
}

fn in_type(error: &ValidationError<'_>) -> bool {
    error.instance_path().to_string().ends_with("/type")
}

/// What is wrong: a kind and a sentence, both as OPA has them.
fn described(error: &ValidationError<'_>) -> (&'static str, String) {
    use ValidationErrorKind as Kind;
    match error.kind() {
        Kind::Type { kind } => {
            let given = type_of(error.instance());
            ("invalid_type", format!("Invalid type. Expected: {}, given: {given}", types(kind)))
        }
        Kind::Required { property } => ("required", format!("{} is required", plain(property))),
        Kind::Enum { options } => {
            let options: Vec<String> = options.as_array().into_iter().flatten().map(quoted).collect();
            ("enum", format!("must be one of the following: {}", options.join(", ")))
        }
        Kind::Constant { expected_value } => ("const", format!("does not match: {}", quoted(expected_value))),
        Kind::Pattern { pattern } => ("pattern", format!("Does not match pattern '{pattern}'")),
        Kind::Format { format } => ("format", format!("Does not match format '{format}'")),
        Kind::MinLength { limit } => {
            ("string_gte", format!("String length must be greater than or equal to {limit}"))
        }
        Kind::MaxLength { limit } => {
            ("string_lte", format!("String length must be less than or equal to {limit}"))
        }
        Kind::Minimum { limit } => ("number_gte", format!("Must be greater than or equal to {limit}")),
        Kind::Maximum { limit } => ("number_lte", format!("Must be less than or equal to {limit}")),
        Kind::ExclusiveMinimum { limit } => ("number_gt", format!("Must be greater than {limit}")),
        Kind::ExclusiveMaximum { limit } => ("number_lt", format!("Must be less than {limit}")),
        Kind::MultipleOf { multiple_of } => ("multiple_of", format!("Must be a multiple of {multiple_of}")),
        Kind::MinItems { limit } => ("array_min_items", format!("Array must have at least {limit} items")),
        Kind::MaxItems { limit } => ("array_max_items", format!("Array must have at most {limit} items")),
        Kind::MinProperties { limit } => {
            ("array_min_properties", format!("Must have at least {limit} properties"))
        }
        Kind::MaxProperties { limit } => {
            ("array_max_properties", format!("Must have at most {limit} properties"))
        }
        Kind::AnyOf { .. } => ("number_any_of", "Must validate at least one schema (anyOf)".to_owned()),
        Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } => {
            ("number_one_of", "Must validate one and only one schema (oneOf)".to_owned())
        }
        Kind::Not { .. } => ("number_not", "Must not validate the schema (not)".to_owned()),
        Kind::Contains => ("contains", "At least one of the items must match".to_owned()),
        Kind::FalseSchema => ("false", "False always fails validation".to_owned()),
        other => ("internal", format!("does not satisfy {}", other.keyword())),
    }
}

fn type_of(value: &serde_json::Value) -> &'static str {
    match value {
        serde_json::Value::Null => "null",
        serde_json::Value::Bool(_) => "boolean",
        serde_json::Value::Number(number) if number.is_f64() => "number",
        serde_json::Value::Number(_) => "integer",
        serde_json::Value::String(_) => "string",
        serde_json::Value::Array(_) => "array",
        serde_json::Value::Object(_) => "object",
    }
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => one.to_string(),
        TypeKind::Multiple(several) => {
            several.iter().map(|one: JsonType| one.to_string()).collect::<Vec<_>>().join("/")
        }
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn quoted(value: &serde_json::Value) -> String {
    value.to_string()
}
