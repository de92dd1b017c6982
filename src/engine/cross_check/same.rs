//! When two results are one.

use regorus::Value;

/// How far numbers may be apart, as a share of the larger: regorus computes with binary fractions, OPA with decimal ones.
const APART: f64 = 1e-9;

/// True if two results are one: numbers by their value, everything else member by member. For what gathers members, none
/// at all and no value differ in form only.
pub fn same(here: &Value, there: &Value, gathers: bool) -> bool {
    equal(here, there) || (gathers && is_nothing(here) && is_nothing(there))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Undefined => true,
        Value::Set(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn equal(here: &Value, there: &Value) -> bool {
    match (here, there) {
        (Value::Number(a), Value::Number(b)) => {
            here == there || (!(a.is_integer() && b.is_integer()) && near(here, there))
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        // Both are in order, which numbers that are nearly one do not change.
        (Value::Set(a), Value::Set(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            let mut pairs = a.iter().zip(b.iter());
            a.len() == b.len() && pairs.all(|((k, v), (l, w))| equal(k, l) && equal(v, w))
        }
        _ => here == there,
    }
}

fn near(here: &Value, there: &Value) -> bool {
    match (here.as_f64(), there.as_f64()) {
        (Ok(a), Ok(b)) => (a - b).abs() <= APART * a.abs().max(b.abs()),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::same;
    use regorus::Value;

    fn value(text: &str) -> Value {
        Value::from_json_str(text).unwrap()
    }

    #[test]
    fn numbers_count_by_value_and_texts_by_letter() {
        for (here, there, expected) in [
            ("0.3", "0.30000000000000004", true),
            ("1990", "1989.9999999999998", true),
            ("1", "1.0", true),
            ("0.3", "0.3001", false),
            ("9007199254740993", "9007199254740992", false),
            (r#"["0.3"]"#, r#"["0.30000000000000004"]"#, false),
            (r#"{"a": [0.3]}"#, r#"{"a": [0.30000000000000004]}"#, true),
            (r#"{"a": 1}"#, r#"{"b": 1}"#, false),
            ("[1, 2]", "[2, 1]", false),
            ("null", "false", false),
        ] {
            assert_eq!(same(&value(here), &value(there), false), expected, "{here} {there}");
        }
    }

    #[test]
    fn nothing_gathered_is_nothing_at_all() {
        let empty = value("{}");
        assert!(same(&Value::Undefined, &empty, true));
        assert!(!same(&Value::Undefined, &empty, false));
        assert!(!same(&Value::Undefined, &value(r#"{"a": 1}"#), true));
    }
}
