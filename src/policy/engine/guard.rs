//! Builtins whose arguments have to be bounded, or that may not read the clock.
//!
//! The engine looks at its timer between instructions only; a builtin that counts to a thousand million
//! runs past it. Here such arguments are errors, as any other wrong argument of a builtin is.

use super::builtins::{Arguments, original};
use regorus::Value;
use regorus::unstable::{BuiltinFcn, Expr, Ref, Span};
use std::cell::Cell;

/// Most items that a builtin may produce.
const ITEMS: f64 = 10_000_000.0;
/// Widest field of a format.
const FIELD_WIDTH: u32 = 100_000;
/// Largest exponent of a quantity.
const EXPONENT: u32 = 200;
/// Longest quantity, in bytes.
const QUANTITY: usize = 100;
/// Furthest shift, in bits.
const SHIFT: f64 = 65_536.0;

thread_local! {
    static NOW_NS: Cell<i64> = const { Cell::new(0) };
}

/// Sets what `time.now_ns()` returns on this thread.
pub fn set_now(nanoseconds: i64) {
    NOW_NS.set(nanoseconds);
}

/// What `time.now_ns()` returns on this thread.
pub fn now() -> i64 {
    NOW_NS.get()
}

/// The guarded builtins: name, what stands in for it, number of arguments.
pub(super) const GUARDED: &[(&str, BuiltinFcn)] = &[
    ("time.now_ns", (now_ns, 0)),
    ("numbers.range", (range, 2)),
    ("numbers.range_step", (range_step, 3)),
    ("net.cidr_expand", (cidr_expand, 1)),
    ("sprintf", (sprintf, 2)),
    ("bits.lsh", (lsh, 2)),
    ("object.subset", (subset, 2)),
    ("strings.count", (count, 2)),
    ("units.parse", (units, 1)),
    ("units.parse_bytes", (units_bytes, 1)),
];

fn refuse(name: &str, reason: &str) -> anyhow::Result<Value> {
    Err(anyhow::anyhow!("{name} {reason}"))
}

/// The size of a number; one too large for a float is infinite, what is no number is none at all.
fn size(value: Option<&Value>) -> f64 {
    match value {
        Some(number @ Value::Number(_)) => number.as_f64().unwrap_or(f64::INFINITY).abs(),
        _ => 0.0,
    }
}

fn now_ns(_: &Span, _: &[Ref<Expr>], _: &[Value], _: bool) -> anyhow::Result<Value> {
    Ok(Value::from(NOW_NS.get()))
}

fn range(span: &Span, expressions: &[Ref<Expr>], values: &[Value], strict: bool) -> anyhow::Result<Value> {
    counted("numbers.range", 1.0, (span, expressions, values, strict))
}

fn range_step(
    span: &Span,
    expressions: &[Ref<Expr>],
    values: &[Value],
    strict: bool,
) -> anyhow::Result<Value> {
    let step = size(values.get(2));
    if step < 1.0 {
        return refuse("numbers.range_step", "needs a step of at least 1");
    }
    counted("numbers.range_step", step, (span, expressions, values, strict))
}

fn counted(name: &str, step: f64, arguments: Arguments<'_>) -> anyhow::Result<Value> {
    let bound = |value: Option<&Value>| value.and_then(|value| value.as_f64().ok()).unwrap_or(0.0);
    let huge = arguments.2.iter().any(|value| size(Some(value)).is_infinite());
    let items = (bound(arguments.2.get(1)) - bound(arguments.2.first())).abs() / step;
    if huge || items > ITEMS {
        return refuse(name, "would give more than 10 million numbers");
    }
    original(name, arguments)
}

fn cidr_expand(
    span: &Span,
    expressions: &[Ref<Expr>],
    values: &[Value],
    strict: bool,
) -> anyhow::Result<Value> {
    let network = values.first().and_then(|value| value.as_string().ok());
    let bits = network.and_then(|network| {
        let (address, prefix) = network.split_once('/')?;
        let width: u32 = if address.contains(':') { 128 } else { 32 };
        width.checked_sub(prefix.parse().ok()?)
    });
    if bits.is_some_and(|bits| f64::from(bits).exp2() > ITEMS) {
        return refuse("net.cidr_expand", "would give more than 10 million addresses");
    }
    original("net.cidr_expand", (span, expressions, values, strict))
}

fn sprintf(span: &Span, expressions: &[Ref<Expr>], values: &[Value], strict: bool) -> anyhow::Result<Value> {
    let format = values.first().and_then(|value| value.as_string().ok());
    let digits = |text: &str| text.chars().take_while(char::is_ascii_digit).collect::<String>();
    let wide = format.is_some_and(|format| {
        // Width and precision stand between the percent sign and the verb.
        format.split('%').skip(1).any(|field| {
            let field = field.trim_start_matches(['-', '+', ' ', '#', '0']);
            let width = digits(field);
            let precision = field[width.len()..].strip_prefix('.').map(digits).unwrap_or_default();
            [width, precision]
                .iter()
                .any(|number| number.len() > 9 || number.parse().unwrap_or(0) > FIELD_WIDTH)
        })
    });
    if wide {
        return refuse("sprintf", "has a field wider than 100000 characters");
    }
    let matched = match (format, values) {
        (Some(format), [_, Value::Array(arguments)]) => {
            matched(format, &arguments.iter().collect::<Vec<_>>())
        }
        _ => None,
    };
    match (matched, values) {
        (Some(format), [_, arguments]) => {
            original("sprintf", (span, expressions, &[Value::from(format), arguments.clone()], strict))
        }
        _ => original("sprintf", (span, expressions, values, strict)),
    }
}

/// A format with as many verbs as there are arguments: what is missing is told in the text, and so is what is left over, as
/// OPA does. For the engine both are errors, and a rule with such a message would be silent. None for one that fits, or
/// that names its arguments by number.
fn matched(format: &str, arguments: &[&Value]) -> Option<String> {
    let (mut told, mut verbs, mut rest) = (String::new(), 0, format);
    while let Some(at) = rest.find('%') {
        let flags = rest[at + 1..].find(|c: char| !(c.is_ascii_digit() || "+-# .".contains(c)))?;
        let verb = rest[at + 1 + flags..].chars().next()?;
        let end = at + 1 + flags + verb.len_utf8();
        match verb {
            '*' | '[' => return None,
            '%' => told.push_str(&rest[..end]),
            _ => {
                verbs += 1;
                let missing = || format!("{}%%!{verb}(MISSING)", &rest[..at]);
                let own = if verbs > arguments.len() { missing() } else { rest[..end].to_owned() };
                told.push_str(&own);
            }
        }
        rest = &rest[end..];
    }
    told.push_str(rest);
    if verbs < arguments.len() {
        let extra: Vec<String> = arguments[verbs..].iter().map(|it| format!("{}=%v", kind(it))).collect();
        told.push_str(&format!("%%!(EXTRA {})", extra.join(", ")));
    }
    (verbs != arguments.len()).then_some(told)
}

/// What OPA calls the type of an argument of `sprintf`.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Number(_) if value.as_i64().is_ok() => "int64",
        Value::Number(_) => "float64",
        _ => "string",
    }
}

fn lsh(span: &Span, expressions: &[Ref<Expr>], values: &[Value], strict: bool) -> anyhow::Result<Value> {
    if size(values.get(1)) > SHIFT {
        return refuse("bits.lsh", "shifts by more than 65536 bits");
    }
    original("bits.lsh", (span, expressions, values, strict))
}

/// The engine panics where an array is looked for in one that is shorter, or is empty.
fn subset(span: &Span, expressions: &[Ref<Expr>], values: &[Value], strict: bool) -> anyhow::Result<Value> {
    if let [Value::Array(whole), Value::Array(part)] = values {
        let found = part.is_empty()
            || (0..whole.len()).any(|start| {
                part.iter().enumerate().all(|(index, item)| whole.get(start + index) == Some(item))
            });
        return Ok(Value::from(found));
    }
    original("object.subset", (span, expressions, values, strict))
}

/// The engine panics where the empty string is counted, which stands before and behind every character, and
/// counts others where they overlap.
fn count(span: &Span, expressions: &[Ref<Expr>], values: &[Value], strict: bool) -> anyhow::Result<Value> {
    match values {
        [Value::String(text), Value::String(part)] if part.is_empty() => {
            Ok(Value::from(text.chars().count() + 1))
        }
        [Value::String(text), Value::String(part)] => Ok(Value::from(text.matches(part.as_ref()).count())),
        _ => original("strings.count", (span, expressions, values, strict)),
    }
}

fn units(span: &Span, expressions: &[Ref<Expr>], values: &[Value], strict: bool) -> anyhow::Result<Value> {
    quantity("units.parse", (span, expressions, values, strict))
}

fn units_bytes(
    span: &Span,
    expressions: &[Ref<Expr>],
    values: &[Value],
    strict: bool,
) -> anyhow::Result<Value> {
    quantity("units.parse_bytes", (span, expressions, values, strict))
}

/// The engine panics where a quantity is too large for a number.
fn quantity(name: &str, arguments: Arguments<'_>) -> anyhow::Result<Value> {
    let text = arguments.2.first().and_then(|value| value.as_string().ok());
    let exponent = text.and_then(|text| {
        let behind = text.split(['e', 'E']).nth(1)?;
        let digits: String =
            behind.trim_start_matches('+').chars().take_while(char::is_ascii_digit).collect();
        (!digits.is_empty()).then(|| digits.parse::<u32>().unwrap_or(u32::MAX))
    });
    if exponent.is_some_and(|exponent| exponent > EXPONENT) || text.is_some_and(|text| text.len() > QUANTITY)
    {
        return refuse(name, "has a quantity that is too large");
    }
    original(name, arguments)
}
