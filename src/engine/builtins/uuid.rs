//! `uuid.*`.

use super::{Builtin, Outcome, Scope, impure, numbers, operand, pure};
use regorus::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("uuid.parse", 1, parse),
    impure("uuid.rfc4122", 1, |scope, values| {
        let key = super::show::literal(scope, operand::at(values, 0)?)?;
        let mut bytes = numbers::drawn::<16>(scope, &key);
        bytes[6] = (bytes[6] & 0x0f) | 0x40;
        bytes[8] = (bytes[8] & 0x3f) | 0x80;
        Ok(Uuid::from_bytes(bytes).to_string().into())
    }),
];

/// 100-nanosecond intervals from the start of UUID's calendar, in 1582, to 1970.
const EPOCH: i64 = 0x01b2_1dd2_1381_4000;

/// What an identifier tells of itself; undefined for a text that is none.
fn parse(_: &mut Scope, values: &[Value]) -> Outcome {
    let text = operand::text(values, 0)?;
    // Whatever the brackets are.
    let text = if text.len() == 38 { text.get(1..37).unwrap_or(text) } else { text };
    let Ok(id) = Uuid::parse_str(text) else { return Ok(Value::Undefined) };
    let bytes = id.as_bytes();
    let version = bytes[6] >> 4;
    let mut told: BTreeMap<&str, Value> = BTreeMap::new();
    told.insert("version", Value::from(u64::from(version)));
    told.insert("variant", variant(bytes[8]).into());
    if matches!(version, 1 | 2) {
        let (low, mid, high, _) = id.as_fields();
        let ticks = (i64::from(high & 0x0fff) << 48) | (i64::from(mid) << 32) | i64::from(low);
        let ticks = ticks - EPOCH;
        told.insert("time", Value::from(ticks.wrapping_mul(100)));
        let node: Vec<String> = bytes[10..].iter().map(|byte| format!("{byte:02x}")).collect();
        told.insert("nodeid", node.join("-").into());
        told.insert("macvariables", multicast(bytes[10]).into());
        let sequence = (u64::from(bytes[8]) << 8 | u64::from(bytes[9])) & 0x3fff;
        told.insert("clocksequence", Value::from(sequence));
        if version == 2 {
            told.insert("id", Value::from(u64::from(low)));
            told.insert("domain", domain(bytes[9]).into());
        }
    }
    Ok(told.into_iter().map(|(key, value)| (Value::from(key), value)).collect::<BTreeMap<_, _>>().into())
}

fn variant(byte: u8) -> &'static str {
    match byte {
        byte if byte & 0xc0 == 0x80 => "RFC4122",
        byte if byte & 0xe0 == 0xc0 => "Microsoft",
        byte if byte & 0xe0 == 0xe0 => "Future",
        _ => "Reserved",
    }
}

fn multicast(byte: u8) -> &'static str {
    match byte & 3 {
        3 => "local:multicast",
        2 => "local:unicast",
        1 => "global:multicast",
        _ => "global:unicast",
    }
}

fn domain(byte: u8) -> String {
    match byte {
        0 => "Person".to_owned(),
        1 => "Group".to_owned(),
        2 => "Org".to_owned(),
        other => format!("Domain{other}"),
    }
}
