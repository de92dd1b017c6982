//! Reports against `schema/report-v1.json`.

use serde_json::Value;
use std::sync::OnceLock;

pub fn document() -> Value {
    serde_json::from_str(include_str!("../../../schema/report-v1.json")).unwrap()
}

/// Every mistake of a report against the schema.
pub fn mistakes(report: &Value) -> Vec<String> {
    static VALIDATOR: OnceLock<jsonschema::Validator> = OnceLock::new();
    let validator = VALIDATOR.get_or_init(|| jsonschema::draft202012::new(&document()).unwrap());
    validator.iter_errors(report).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

pub fn assert_valid(report: &Value) {
    assert_eq!(mistakes(report), Vec::<String>::new(), "{report:#}");
}
