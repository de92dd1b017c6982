//! `time.*`: instants in nanoseconds since 1970, and dates in the zones of the world.

mod civil;
mod duration;
mod layout;
mod parse;
mod zone;

use super::{Builtin, Failed, Outcome, Scope, impure, operand, pure};
use civil::Civil;
use regorus::Value;
use zone::Zone;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("time.add_date", 4, add_date),
    pure("time.clock", 1, |_, values| {
        let local = Local::read(operand::at(values, 0)?)?.civil;
        Ok(numbers([local.hour, local.minute, local.second]))
    }),
    pure("time.date", 1, |_, values| {
        let local = Local::read(operand::at(values, 0)?)?.civil;
        Ok(numbers([local.year, local.month, local.day]))
    }),
    pure("time.diff", 2, diff),
    pure("time.format", 1, format),
    impure("time.now_ns", 0, |scope, _| Ok(Value::from(scope.now_ns()))),
    pure("time.parse_duration_ns", 1, |_, values| {
        Ok(Value::from(duration::nanoseconds(operand::text(values, 0)?)?))
    }),
    pure("time.parse_ns", 2, |_, values| {
        let (layout, text) = (operand::text(values, 0)?, operand::text(values, 1)?);
        nanoseconds(parse::instant(layout::named(layout), text)?)
    }),
    pure("time.parse_rfc3339_ns", 1, |_, values| {
        nanoseconds(parse::instant(layout::named("RFC3339"), operand::text(values, 0)?)?)
    }),
    pure("time.weekday", 1, |_, values| {
        let local = Local::read(operand::at(values, 0)?)?.civil;
        Ok(local.weekday().into())
    }),
];

fn numbers<const COUNT: usize>(numbers: [i64; COUNT]) -> Value {
    numbers.map(Value::from).to_vec().into()
}

/// An instant as a number, if there is one for it.
fn nanoseconds((seconds, nanoseconds): (i64, i64)) -> Outcome {
    let total = i128::from(seconds) * 1_000_000_000 + i128::from(nanoseconds);
    let total = i64::try_from(total).map_err(|_| Failed::error("time outside of valid range"))?;
    Ok(Value::from(total))
}

/// An instant in a zone, and the layout that it came with.
struct Local<'v> {
    nanoseconds: i64,
    zone: Zone<'v>,
    civil: Civil,
    layout: &'v str,
}

impl<'v> Local<'v> {
    /// From nanoseconds, alone or with a zone and a layout.
    fn read(value: &'v Value) -> Result<Local<'v>, Failed> {
        let wrong = || operand::wrong(0, "either number (ns) or [number (ns), string (tz)]", value);
        let parts = match value {
            Value::Number(_) => std::slice::from_ref(value),
            Value::Array(parts) => parts.as_slice(),
            _ => return Err(wrong()),
        };
        let text = |position: usize| match parts.get(position) {
            None => Ok(""),
            Some(Value::String(text)) => Ok(&**text),
            Some(other) => Err(operand::wrong(0, "string", other)),
        };
        let nanoseconds = match parts.first() {
            Some(Value::Number(number)) => number.as_i64(),
            Some(other) => return Err(operand::wrong(0, "number", other)),
            None => return Err(wrong()),
        };
        let zone = Zone::named(text(1)?)?;
        let layout = text(2)?;
        let nanoseconds = nanoseconds.ok_or_else(|| Failed::error("timestamp too big"))?;
        Local::of(nanoseconds, zone, layout)
    }

    fn of(nanoseconds: i64, zone: Zone<'v>, layout: &'v str) -> Result<Local<'v>, Failed> {
        let seconds = nanoseconds.div_euclid(1_000_000_000);
        let offset = zone.offset(seconds)?;
        let civil = Civil::of(seconds + offset, nanoseconds.rem_euclid(1_000_000_000));
        Ok(Local { nanoseconds, zone, civil, layout })
    }
}

fn format(scope: &mut Scope, values: &[Value]) -> Outcome {
    let local = Local::read(operand::at(values, 0)?)?;
    let layout = match local.layout {
        "" => layout::named("RFC3339Nano"),
        layout => layout::named(layout),
    };
    // A part of a layout never becomes more than a few times as long.
    scope.take(layout.len().saturating_mul(8))?;
    let offset = local.zone.offset(local.nanoseconds.div_euclid(1_000_000_000))?;
    let name = || local.zone.abbreviation(local.nanoseconds);
    Ok(layout::written(layout, &local.civil, offset, name)?.into())
}

fn add_date(_: &mut Scope, values: &[Value]) -> Outcome {
    let local = Local::read(operand::at(values, 0)?)?;
    let [years, months, days] = [1, 2, 3].map(|position| operand::integer(values, position));
    let (years, months, days) = (years?, months?, days?);
    let outside = || Failed::error("time outside of valid range");
    let year = local.civil.year.checked_add(years).ok_or_else(outside)?;
    let month = local.civil.month.checked_add(months).ok_or_else(outside)?;
    let day = local.civil.day.checked_add(days).ok_or_else(outside)?;
    let bound = 1 << 40;
    if [year, month, day].iter().any(|part| part.abs() > bound) {
        return Err(outside());
    }
    let moved = Civil { year, month, day, ..local.civil };
    nanoseconds((local.zone.instant(moved.seconds())?, moved.nanosecond))
}

/// The time between two instants, in years, months, days, hours, minutes and seconds, in the zone of the first.
fn diff(_: &mut Scope, values: &[Value]) -> Outcome {
    let one = Local::read(operand::at(values, 0)?)?;
    let other = Local::read(operand::at(values, 1)?)?;
    let other = Local::of(other.nanoseconds, one.zone, "")?;
    let (from, to) = match one.nanoseconds > other.nanoseconds {
        true => (other.civil, one.civil),
        false => (one.civil, other.civil),
    };
    let mut parts = [
        to.year - from.year,
        to.month - from.month,
        to.day - from.day,
        to.hour - from.hour,
        to.minute - from.minute,
        to.second - from.second,
    ];
    let sizes = [12, civil::days_in(from.year, from.month), 24, 60, 60];
    for (at, size) in sizes.into_iter().enumerate().rev() {
        if parts[at + 1] < 0 {
            parts[at + 1] += size;
            parts[at] -= 1;
        }
    }
    Ok(numbers(parts))
}
