//! Base64, hexadecimal and the queries of addresses.

use super::crypto::hex;
use super::{Builtin, Failed, Outcome, Scope, operand, order, pure};
use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD, Encoding, HEXLOWER_PERMISSIVE};
use operand::text;
use regorus::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("base64.decode", 1, |scope, values| decoded(scope, text(values, 0)?, bytes)),
    pure("base64.encode", 1, |scope, values| encoded(scope, &BASE64, text(values, 0)?)),
    pure("base64.is_valid", 1, |scope, values| {
        match text(values, 0).map(|text| decoded(scope, text, bytes)) {
            Ok(Err(limit @ Failed::Limit(_))) => Err(limit),
            found => Ok(Value::Bool(matches!(found, Ok(Ok(_))))),
        }
    }),
    pure("base64url.decode", 1, |scope, values| decoded(scope, text(values, 0)?, url_bytes)),
    pure("base64url.encode", 1, |scope, values| encoded(scope, &BASE64URL, text(values, 0)?)),
    pure("base64url.encode_no_pad", 1, |scope, values| encoded(scope, &BASE64URL_NOPAD, text(values, 0)?)),
    pure("hex.decode", 1, |scope, values| {
        let text = text(values, 0)?;
        scope.take(text.len().saturating_mul(LOSSY))?;
        Ok(lossy(&HEXLOWER_PERMISSIVE.decode(text.as_bytes())?).into())
    }),
    pure("hex.encode", 1, |scope, values| {
        let text = text(values, 0)?;
        scope.take(text.len().saturating_mul(2))?;
        Ok(hex(text).into())
    }),
    pure("urlquery.decode", 1, |scope, values| {
        let text = text(values, 0)?;
        scope.take(text.len().saturating_mul(LOSSY))?;
        Ok(unescaped(text)?.into())
    }),
    pure("urlquery.decode_object", 1, query_object),
    pure("urlquery.encode", 1, |scope, values| {
        let text = text(values, 0)?;
        scope.take(text.len().saturating_mul(3))?;
        Ok(escaped(text).into())
    }),
    pure("urlquery.encode_object", 1, object_query),
];

/// A byte that is no text becomes a character of so many bytes.
const LOSSY: usize = '\u{fffd}'.len_utf8();

/// Base64 as Go reads it: broken into lines anywhere, and whatever the bits are that its last letter has too many.
static STANDARD: LazyLock<Encoding> = LazyLock::new(|| permissive(&BASE64));
static URL: LazyLock<Encoding> = LazyLock::new(|| permissive(&BASE64URL));

fn permissive(encoding: &Encoding) -> Encoding {
    let mut specification = encoding.specification();
    specification.check_trailing_bits = false;
    specification.ignore.push_str("\r\n");
    specification.encoding().unwrap_or_else(|_| encoding.clone())
}

/// The bytes of base64.
pub fn bytes(text: &str) -> Result<Vec<u8>, Failed> {
    Ok(STANDARD.decode(text.as_bytes())?)
}

/// The bytes of base64 for addresses, whose padding may be left out.
pub fn url_bytes(text: &str) -> Result<Vec<u8>, Failed> {
    let missing = match text.len() % 4 {
        _ if text.ends_with('=') => "",
        0 => "",
        2 => "==",
        3 => "=",
        _ => return Err(Failed::error("illegal base64url string")),
    };
    Ok(URL.decode(format!("{text}{missing}").as_bytes())?)
}

fn decoded(scope: &mut Scope, text: &str, decode: fn(&str) -> Result<Vec<u8>, Failed>) -> Outcome {
    scope.take(text.len().saturating_mul(LOSSY))?;
    Ok(lossy(&decode(text)?).into())
}

fn encoded(scope: &mut Scope, encoding: &Encoding, text: &str) -> Outcome {
    scope.take(encoding.encode_len(text.len()))?;
    Ok(encoding.encode(text.as_bytes()).into())
}

/// Bytes as a text. Where they are none, each stands for itself as a character that says so, as Go has it.
fn lossy(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        text.extend(chunk.invalid().iter().map(|_| '\u{fffd}'));
    }
    text
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b' ' => escaped.push('+'),
            b'-' | b'_' | b'.' | b'~' => escaped.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => escaped.push(char::from(byte)),
            byte => escaped.push_str(&format!("%{byte:02X}")),
        }
    }
    escaped
}

fn unescaped(text: &str) -> Result<String, Failed> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, behind @ ..] = rest {
        rest = behind;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = rest.get(..2).and_then(|digits| HEXLOWER_PERMISSIVE.decode(digits).ok());
                let Some([byte]) = digits.as_deref() else { return Err(Failed::error("invalid URL escape")) };
                bytes.push(*byte);
                rest = &rest[2..];
            }
            byte => bytes.push(*byte),
        }
    }
    Ok(lossy(&bytes))
}

fn query_object(scope: &mut Scope, values: &[Value]) -> Outcome {
    let query = text(values, 0)?;
    let mut found: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        if pair.contains(';') {
            return Err(Failed::error("invalid semicolon separator in query"));
        }
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        scope.take(pair.len().saturating_add(4 * size_of::<Value>()))?;
        found.entry(unescaped(key)?).or_default().push(unescaped(value)?.into());
    }
    let entry = |(key, values): (String, Vec<Value>)| (Value::from(key), Value::from(values));
    Ok(found.into_iter().map(entry).collect::<BTreeMap<_, _>>().into())
}

fn object_query(scope: &mut Scope, values: &[Value]) -> Outcome {
    let wrong = || operand::invalid(0, "values must be string, array[string], or set[string]");
    let mut pairs = Vec::new();
    let mut texts = Vec::new();
    for (key, value) in order::entries(operand::object(values, 0)?) {
        let key = escaped(&super::json::key(scope, key)?);
        let several = [value.clone()];
        let parts: Vec<&Value> = match value {
            Value::String(_) => several.iter().collect(),
            Value::Array(items) => items.iter().collect(),
            Value::Set(items) => items.iter().collect(),
            _ => return Err(wrong()),
        };
        for part in parts {
            let Value::String(part) = part else { return Err(wrong()) };
            scope.take(part.len().saturating_mul(3).saturating_add(key.len() + 2))?;
            texts.push((key.clone(), escaped(part)));
        }
    }
    texts.sort_by(|one, other| one.0.cmp(&other.0));
    pairs.extend(texts.into_iter().map(|(key, value)| format!("{key}={value}")));
    Ok(pairs.join("&").into())
}
