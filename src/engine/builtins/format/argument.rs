//! What is printed: an argument of the type that OPA gives it, and the verbs of that type.

use super::{Flags, Out, float};
use crate::engine::builtins::{Failed, Scope, show};
use regorus::Value;

/// An argument.
pub enum Argument {
    /// A whole number of 64 bits.
    Integer(i64),
    /// A longer one.
    Big(Value),
    /// A number with a fraction.
    Float(f64),
    /// A string, or what is no number as it is written in a policy.
    Text(String),
}

impl Argument {
    /// The argument that a value becomes.
    pub fn of(scope: &mut Scope, value: &Value) -> Result<Argument, Failed> {
        let Value::Number(number) = value else { return Ok(Argument::Text(show::plain(scope, value)?)) };
        Ok(match (number.as_i64(), number.is_integer(), number.as_f64()) {
            (Some(integer), ..) => Argument::Integer(integer),
            (None, false, Some(float)) => Argument::Float(float),
            _ => match with_exponent(&show::plain(scope, value)?) {
                Some(text) => Argument::Text(text),
                None => Argument::Big(value.clone()),
            },
        })
    }

    /// The name of its type in Go.
    pub fn kind(&self) -> &'static str {
        match self {
            Argument::Integer(_) => "int64",
            Argument::Big(_) => "*big.Int",
            Argument::Float(_) => "float64",
            Argument::Text(_) => "string",
        }
    }

    /// Prints it.
    pub fn print(&self, out: &mut Out<'_>, verb: char, flags: Flags) -> Result<(), Failed> {
        if verb == 'T' {
            return text(out, self.kind(), flags);
        }
        match self {
            Argument::Integer(number) => self.integer(*number, out, verb, flags),
            Argument::Big(number) => big(number, out, verb, flags),
            Argument::Float(number) => match verb {
                'v' => float::print(out, *number, 'g', None, flags),
                'g' | 'G' | 'b' | 'x' | 'X' => float::print(out, *number, verb, None, flags),
                'e' | 'E' => float::print(out, *number, verb, Some(6), flags),
                'f' | 'F' => float::print(out, *number, 'f', Some(6), flags),
                _ => self.bad(out, verb, flags),
            },
            Argument::Text(content) => match verb {
                'v' if flags.source => quoted(out, content, flags),
                'v' | 's' => text(out, content, flags),
                'q' => quoted(out, content, flags),
                'x' | 'X' => bytes(out, content.as_bytes(), verb == 'X', flags),
                _ => self.bad(out, verb, flags),
            },
        }
    }

    /// A verb that the type does not have.
    fn bad(&self, out: &mut Out<'_>, verb: char, flags: Flags) -> Result<(), Failed> {
        out.put(&format!("%!{verb}({}=", self.kind()))?;
        self.print(out, 'v', flags)?;
        out.put(")")
    }

    fn integer(&self, number: i64, out: &mut Out<'_>, verb: char, flags: Flags) -> Result<(), Failed> {
        let magnitude = number.unsigned_abs();
        let digits = match verb {
            'v' | 'd' => magnitude.to_string(),
            'b' => format!("{magnitude:b}"),
            'o' | 'O' => format!("{magnitude:o}"),
            'x' => format!("{magnitude:x}"),
            'X' => format!("{magnitude:X}"),
            'c' => return out.pad(scalar(number).to_string().as_str(), flags),
            'q' => return quoted_scalar(out, scalar(number), flags),
            'U' => return code_point(out, number, flags),
            _ => return self.bad(out, verb, flags),
        };
        let sign = sign(number < 0, flags);
        if flags.precision == Some(0) && number == 0 {
            return out.repeat(' ', flags.width.unwrap_or(0));
        }
        let least = match (flags.precision, flags.width) {
            (Some(precision), _) => precision,
            (None, Some(width)) if flags.zero && !flags.minus => width.saturating_sub(sign.len()),
            _ => 0,
        };
        let zeros = least.saturating_sub(digits.len());
        let prefix = match verb {
            'b' if flags.sharp => "0b",
            'o' if flags.sharp && zeros == 0 && !digits.starts_with('0') => "0",
            'x' if flags.sharp => "0x",
            'X' if flags.sharp => "0X",
            'O' => "0o",
            _ => "",
        };
        let length = sign.len() + prefix.len() + zeros + digits.len();
        let missing = flags.width.unwrap_or(0).saturating_sub(length);
        out.repeat(' ', if flags.minus { 0 } else { missing })?;
        out.put(sign)?;
        out.put(prefix)?;
        out.repeat('0', zeros)?;
        out.put(&digits)?;
        out.repeat(' ', if flags.minus { missing } else { 0 })
    }
}

/// A whole number beyond all floats as it was most probably written: OPA prints the text of one with an exponent.
fn with_exponent(digits: &str) -> Option<String> {
    const FLOAT: usize = 308;
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let significant = digits.trim_end_matches('0');
    if digits.len() <= FLOAT || significant.len() > 17 {
        return None;
    }
    let exponent = digits.len() - 1;
    Some(match significant.split_at_checked(1)? {
        (first, "") => format!("{sign}{first}e{exponent}"),
        (first, rest) => format!("{sign}{first}.{rest}e{exponent}"),
    })
}

fn sign(negative: bool, flags: Flags) -> &'static str {
    match (negative, flags.plus, flags.space) {
        (true, ..) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    }
}

/// A long integer, which prints itself in Go, with rules of its own.
fn big(number: &Value, out: &mut Out<'_>, verb: char, flags: Flags) -> Result<(), Failed> {
    let Ok(number) = number.as_number() else { return Ok(()) };
    let magnitude = number.abs();
    let digits = match verb {
        'v' | 'd' | 's' => magnitude.format_decimal(),
        'b' => magnitude.format_bin(),
        'o' | 'O' => magnitude.format_octal(),
        'x' => magnitude.format_hex(),
        'X' => magnitude.format_big_hex(),
        _ => return out.put(&format!("%!{verb}(big.Int={})", number.format_decimal())),
    };
    let sign = sign(number.format_decimal().starts_with('-'), flags);
    let prefix = match verb {
        'b' if flags.sharp => "0b",
        'o' if flags.sharp => "0",
        'x' if flags.sharp => "0x",
        'X' if flags.sharp => "0X",
        'O' => "0o",
        _ => "",
    };
    let mut zeros = flags.precision.unwrap_or(0).saturating_sub(digits.len());
    let length = sign.len() + prefix.len() + zeros + digits.len();
    let mut missing = flags.width.unwrap_or(0).saturating_sub(length);
    if flags.zero && !flags.minus && flags.precision.is_none() {
        (zeros, missing) = (missing, 0);
    }
    out.repeat(' ', if flags.minus { 0 } else { missing })?;
    out.put(sign)?;
    out.put(prefix)?;
    out.repeat('0', zeros)?;
    out.put(&digits)?;
    out.repeat(' ', if flags.minus { missing } else { 0 })
}

/// No more characters of a text than its precision says.
fn cut(text: &str, flags: Flags) -> &str {
    let end = flags.precision.and_then(|most| text.char_indices().nth(most)).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

fn text(out: &mut Out<'_>, text: &str, flags: Flags) -> Result<(), Failed> {
    out.pad(cut(text, flags), flags)
}

fn quoted(out: &mut Out<'_>, text: &str, flags: Flags) -> Result<(), Failed> {
    let text = cut(text, flags);
    let plain = |c: char| c == '\t' || !(c < ' ' || matches!(c, '`' | '\x7f' | '\u{feff}'));
    let quoted = match (flags.sharp && text.chars().all(plain), flags.plus) {
        (true, _) => format!("`{text}`"),
        (false, true) => show::quoted_ascii(text),
        (false, false) => show::quoted(text),
    };
    out.pad(&quoted, flags)
}

fn bytes(out: &mut Out<'_>, bytes: &[u8], upper: bool, flags: Flags) -> Result<(), Failed> {
    let bytes = &bytes[..flags.precision.unwrap_or(bytes.len()).min(bytes.len())];
    let prefix = match (flags.sharp, upper) {
        (true, true) => "0X",
        (true, false) => "0x",
        _ => "",
    };
    out.scope.take(bytes.len().saturating_mul(5))?;
    let mut text = String::new();
    for (index, byte) in bytes.iter().enumerate() {
        if flags.space && index > 0 {
            text.push(' ');
        }
        if index == 0 || flags.space {
            text.push_str(prefix);
        }
        text.push_str(&if upper { format!("{byte:02X}") } else { format!("{byte:02x}") });
    }
    out.pad(&text, flags)
}

fn scalar(number: i64) -> char {
    u32::try_from(number).ok().and_then(char::from_u32).unwrap_or('\u{fffd}')
}

fn quoted_scalar(out: &mut Out<'_>, scalar: char, flags: Flags) -> Result<(), Failed> {
    let text = scalar.to_string();
    let quoted = if flags.plus { show::quoted_ascii(&text) } else { show::quoted(&text) };
    let inner = match scalar {
        '"' => "\"",
        '\'' => "\\'",
        _ => &quoted[1..quoted.len() - 1],
    };
    out.pad(&format!("'{inner}'"), flags)
}

fn code_point(out: &mut Out<'_>, number: i64, flags: Flags) -> Result<(), Failed> {
    #[allow(clippy::cast_sign_loss)] // as Go does
    let number = number as u64;
    let least = flags.precision.unwrap_or(4).max(4);
    let mut text = format!("{number:X}");
    out.scope.take(least)?;
    text.insert_str(0, &"0".repeat(least.saturating_sub(text.len())));
    text.insert_str(0, "U+");
    let scalar = u32::try_from(number).ok().and_then(char::from_u32).filter(|c| show::printable(*c));
    if let Some(scalar) = scalar.filter(|_| flags.sharp) {
        text.push_str(&format!(" '{scalar}'"));
    }
    out.pad(&text, Flags { zero: false, ..flags })
}
