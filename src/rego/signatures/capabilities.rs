//! Files of capabilities, as `opa capabilities` writes them: the builtins that a host supplies.

use super::{Key, Signature, Type};
use crate::lang::{Message, both};
use serde_json::Value;

/// The builtins that a file of capabilities declares, in its order.
///
/// # Errors
/// What is wrong with the text: it is no JSON, or a declaration does not follow OPA's form.
pub fn read_capabilities(json: &str) -> Result<Vec<(String, Signature)>, Message> {
    let file: Value = serde_json::from_str(json).map_err(|error| {
        let at = error.to_string();
        both(format!("this is no JSON: {at}"), format!("不是有效的 JSON：{at}"))
    })?;
    let builtins = match file.get("builtins") {
        Some(Value::Array(builtins)) => builtins.as_slice(),
        Some(Value::Null) => &[],
        None if file.is_object() => &[],
        _ => {
            return Err(both(
                "capabilities are an object whose `builtins` are a list",
                "能力文件应为对象，其 `builtins` 应为列表",
            ));
        }
    };
    builtins.iter().map(builtin).collect()
}

fn builtin(declared: &Value) -> Result<(String, Signature), Message> {
    let Some(name) = declared.get("name").and_then(Value::as_str).filter(|name| !name.is_empty()) else {
        return Err(both("a builtin without a `name`", "有内置函数缺少 `name`"));
    };
    let wrong = |what: String| {
        both(format!("builtin `{name}`: {what}"), format!("内置函数 `{name}` 的声明有误：{what}"))
    };
    let flag = |name: &str| declared.get(name).and_then(Value::as_bool).unwrap_or(false);
    let function = declared.get("decl").ok_or_else(|| wrong("`decl` is missing".to_owned()))?;
    if function.get("type").and_then(Value::as_str) != Some("function") {
        return Err(wrong("`decl` is not of type function".to_owned()));
    }
    let part = |name: &str| function.get(name).filter(|part| !part.is_null());
    let signature = Signature {
        args: list(part("args"), ty).map_err(wrong)?,
        variadic: part("variadic").map(ty).transpose().map_err(wrong)?,
        result: part("result").map(ty).transpose().map_err(wrong)?,
        relation: flag("relation"),
        deprecated: flag("deprecated"),
        nondeterministic: flag("nondeterministic"),
    };
    Ok((name.to_owned(), signature))
}

fn list<T>(list: Option<&Value>, read: fn(&Value) -> Result<T, String>) -> Result<Vec<T>, String> {
    match list {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(read).collect(),
        Some(other) => Err(format!("a list is needed, not {other}")),
    }
}

fn ty(value: &Value) -> Result<Type, String> {
    let part = |name: &str| value.get(name).filter(|part| !part.is_null());
    Ok(match value.get("type").and_then(Value::as_str).unwrap_or_default() {
        "null" => Type::Null,
        "boolean" => Type::Boolean,
        "number" => Type::Number,
        "string" => Type::String,
        "array" => {
            let rest = part("dynamic").map(ty).transpose()?;
            Type::array(list(part("static"), ty)?, rest.unwrap_or(Type::Unknown))
        }
        "set" => Type::set(part("of").map(ty).transpose()?.unwrap_or(Type::Any)),
        "object" => {
            let rest = part("dynamic").map(pair).transpose()?;
            Type::object(list(part("static"), field)?, rest)
        }
        "any" => {
            let of = list(part("of"), ty)?;
            let union = of.iter().fold(Type::Unknown, |sum, part| sum.or(part));
            if union.is_unknown() { Type::Any } else { union }
        }
        _ => return Err(format!("no type: {value}")),
    })
}

fn pair(value: &Value) -> Result<(Type, Type), String> {
    let part =
        |name: &str| value.get(name).ok_or_else(|| format!("`{name}` is missing in {value}")).and_then(ty);
    Ok((part("key")?, part("value")?))
}

fn field(value: &Value) -> Result<(Key, Type), String> {
    let key = match value.get("key") {
        Some(Value::String(text)) => Key::Text(text.clone()),
        Some(Value::Bool(value)) => Key::Bool(*value),
        Some(Value::Number(number)) => Key::Number(number.to_string()),
        _ => return Err(format!("no constant key: {value}")),
    };
    let of = value.get("value").ok_or_else(|| format!("`value` is missing in {value}"))?;
    Ok((key, ty(of)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(json: &str) -> String {
        match read_capabilities(json) {
            Err(message) => message.default,
            Ok(builtins) => {
                let told = builtins.iter().map(|(name, found)| {
                    let args: Vec<String> = found.args.iter().map(ToString::to_string).collect();
                    let result = found.result.as_ref().map_or("nothing".to_owned(), ToString::to_string);
                    format!("{name}({}) {result} {}", args.join(", "), found.nondeterministic)
                });
                told.collect::<Vec<_>>().join("; ")
            }
        }
    }

    #[test]
    fn declarations_are_read_in_the_form_of_opa() {
        let union =
            r#"{"type": "any", "of": [{"type": "string"}, {"type": "set", "of": {"type": "number"}}]}"#;
        let object = r#"{"type": "object", "static": [{"key": "a", "value": {"type": "null"}}],
            "dynamic": {"key": {"type": "string"}, "value": {"type": "any"}}}"#;
        let array = r#"{"type": "array", "static": [{"type": "boolean"}], "dynamic": {"type": "number"}}"#;
        let one = |decl: &str| {
            format!(r#"{{"builtins": [{{"name": "h.f", "decl": {decl}, "nondeterministic": true}}]}}"#)
        };
        let function =
            |args: &str| one(&format!(r#"{{"type": "function", "args": [{args}], "result": {array}}}"#));
        for (json, expected) in [
            ("{}", String::new()),
            (&function(union), "h.f(any<string, set[number]>) array<boolean>[number] true".to_owned()),
            (&function(object), "h.f(object<a: null>[string: any]) array<boolean>[number] true".to_owned()),
            (&one(r#"{"type": "function"}"#), "h.f() nothing true".to_owned()),
            (&one(r#"{"type": "string"}"#), "builtin `h.f`: `decl` is not of type function".to_owned()),
            (&function(r#"{"type": "int"}"#), "builtin `h.f`: no type: {\"type\":\"int\"}".to_owned()),
            ("[]", "capabilities are an object whose `builtins` are a list".to_owned()),
            (r#"{"builtins": [{}]}"#, "a builtin without a `name`".to_owned()),
        ] {
            assert_eq!(told(json), expected, "{json}");
        }
        assert!(told("{").starts_with("this is no JSON"));
    }
}
