//! `sprintf`, as Go's `fmt` has it: what does not fit is told in the text.

mod argument;
mod float;

use super::{Builtin, Failed, Outcome, Scope, operand, pure};
use argument::Argument;
use regorus::Value;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[pure("sprintf", 2, sprintf)];

/// Largest width and precision, and largest index; Go takes what is larger for nonsense.
const LARGEST: i64 = 1_000_000;

fn sprintf(scope: &mut Scope, values: &[Value]) -> Outcome {
    let format = operand::text(values, 0)?;
    let mut arguments = Vec::new();
    for value in operand::array(values, 1)? {
        arguments.push(Argument::of(scope, value)?);
    }
    let mut run = Run {
        format: format.as_bytes(),
        arguments: &arguments,
        at: 0,
        next: 0,
        reordered: false,
        indexed: false,
        good: true,
        out: Out { text: String::with_capacity(format.len()), scope },
    };
    while run.at < format.len() {
        let plain = format[run.at..].find('%').unwrap_or(format.len() - run.at);
        run.out.put(&format[run.at..run.at + plain])?;
        run.at += plain;
        if run.at < format.len() {
            run.at += 1;
            run.verb(format)?;
        }
    }
    run.extra()?;
    Ok(run.out.text.into())
}

/// How a verb is to be printed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Flags {
    /// `#`.
    pub sharp: bool,
    /// `0`.
    pub zero: bool,
    /// `+`.
    pub plus: bool,
    /// `-`.
    pub minus: bool,
    /// A space.
    pub space: bool,
    /// The least number of characters.
    pub width: Option<usize>,
    /// Digits, or the most characters.
    pub precision: Option<usize>,
    /// `%#v`: as Go writes a value in its source.
    pub source: bool,
}

/// What is printed, and what it takes.
pub struct Out<'s> {
    text: String,
    scope: &'s mut Scope,
}

impl Out<'_> {
    /// Prints a text.
    pub fn put(&mut self, text: &str) -> Result<(), Failed> {
        self.scope.take(text.len())?;
        self.text.push_str(text);
        Ok(())
    }

    /// Prints a character several times.
    pub fn repeat(&mut self, character: char, count: usize) -> Result<(), Failed> {
        self.scope.take(count)?;
        self.text.push_str(&character.to_string().repeat(count));
        Ok(())
    }

    /// Prints a text in the width that is asked for.
    pub fn pad(&mut self, text: &str, flags: Flags) -> Result<(), Failed> {
        let missing = flags.width.unwrap_or(0).saturating_sub(text.chars().count());
        if flags.minus {
            self.put(text)?;
            return self.repeat(' ', missing);
        }
        self.repeat(if flags.zero { '0' } else { ' ' }, missing)?;
        self.put(text)
    }
}

struct Run<'f, 's> {
    format: &'f [u8],
    arguments: &'f [Argument],
    at: usize,
    /// The argument that comes next.
    next: usize,
    /// An index was given: what is left over is not told then.
    reordered: bool,
    /// The last thing read was an index.
    indexed: bool,
    /// No index was wrong in this verb.
    good: bool,
    out: Out<'s>,
}

impl Run<'_, '_> {
    fn peek(&self) -> Option<u8> {
        self.format.get(self.at).copied()
    }

    fn verb(&mut self, format: &str) -> Result<(), Failed> {
        self.good = true;
        self.indexed = false;
        let mut flags = Flags::default();
        while let Some(byte) = self.peek() {
            match byte {
                b'#' => flags.sharp = true,
                b'0' => flags.zero = true,
                b'+' => flags.plus = true,
                b'-' => flags.minus = true,
                b' ' => flags.space = true,
                _ => break,
            }
            self.at += 1;
        }
        self.index();
        self.width(&mut flags)?;
        self.precision(&mut flags)?;
        if !self.indexed {
            self.index();
        }
        let Some(verb) = format[self.at.min(format.len())..].chars().next() else {
            return self.out.put("%!(NOVERB)");
        };
        self.at += verb.len_utf8();
        if verb == '%' {
            return self.out.put("%");
        }
        if !self.good {
            return self.out.put(&format!("%!{verb}(BADINDEX)"));
        }
        let Some(argument) = self.arguments.get(self.next) else {
            return self.out.put(&format!("%!{verb}(MISSING)"));
        };
        if verb == 'v' {
            (flags.source, flags.sharp) = (flags.sharp, false);
            flags.plus = false;
        }
        self.next += 1;
        argument.print(&mut self.out, verb, flags)
    }

    fn width(&mut self, flags: &mut Flags) -> Result<(), Failed> {
        if self.peek() == Some(b'*') {
            self.at += 1;
            match self.number_from_argument() {
                Some(width) => {
                    flags.width = usize::try_from(width.unsigned_abs()).ok();
                    if width < 0 {
                        flags.minus = true;
                        flags.zero = false;
                    }
                }
                None => self.out.put("%!(BADWIDTH)")?,
            }
            self.indexed = false;
            return Ok(());
        }
        flags.width = self.number();
        if self.indexed && flags.width.is_some() {
            self.good = false;
        }
        Ok(())
    }

    fn precision(&mut self, flags: &mut Flags) -> Result<(), Failed> {
        if self.peek() != Some(b'.') {
            return Ok(());
        }
        self.at += 1;
        if self.indexed {
            self.good = false;
        }
        self.index();
        if self.peek() == Some(b'*') {
            self.at += 1;
            match self.number_from_argument() {
                Some(precision) if precision >= 0 => flags.precision = usize::try_from(precision).ok(),
                _ => self.out.put("%!(BADPREC)")?,
            }
            self.indexed = false;
            return Ok(());
        }
        flags.precision = Some(self.number().unwrap_or(0));
        Ok(())
    }

    /// A number in the format; one that is too large swallows the rest of it.
    fn number(&mut self) -> Option<usize> {
        let start = self.at;
        let mut number: i64 = 0;
        while let Some(digit) = self.peek().filter(u8::is_ascii_digit) {
            if number > LARGEST {
                self.at = self.format.len();
                return None;
            }
            number = number * 10 + i64::from(digit - b'0');
            self.at += 1;
        }
        if self.at == start { None } else { usize::try_from(number).ok() }
    }

    fn number_from_argument(&mut self) -> Option<i64> {
        let argument = self.arguments.get(self.next)?;
        self.next += 1;
        match argument {
            Argument::Integer(number) if number.abs() <= LARGEST => Some(*number),
            _ => None,
        }
    }

    /// An index in brackets, if there is one.
    fn index(&mut self) {
        self.indexed = false;
        if self.peek() != Some(b'[') {
            return;
        }
        self.reordered = true;
        let rest = &self.format[self.at..];
        let end = rest.iter().position(|&byte| byte == b']').filter(|_| rest.len() >= 3);
        let Some(end) = end else {
            self.at += 1;
            self.good = false;
            return;
        };
        let digits = std::str::from_utf8(&rest[1..end]).unwrap_or_default();
        let number = digits.parse::<usize>().ok().filter(|_| !digits.starts_with('+'));
        self.at += end + 1;
        self.indexed = number.is_some();
        match number.and_then(|number| number.checked_sub(1)).filter(|&at| at < self.arguments.len()) {
            Some(index) => self.next = index,
            None => self.good = false,
        }
    }

    /// Tells what is left over.
    fn extra(&mut self) -> Result<(), Failed> {
        if self.reordered || self.next >= self.arguments.len() {
            return Ok(());
        }
        self.out.put("%!(EXTRA ")?;
        for (index, argument) in self.arguments[self.next..].iter().enumerate() {
            self.out.put(if index > 0 { ", " } else { "" })?;
            self.out.put(argument.kind())?;
            self.out.put("=")?;
            argument.print(&mut self.out, 'v', Flags::default())?;
        }
        self.out.put(")")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_those_of_go() {
        let big = Value::from_numeric_string("123456789012345678901234567890").unwrap();
        for (format, arguments, expected) in [
            ("%d", vec![1.into()], "1"),
            ("%5d|%-5d|%05d", vec![42.into(), 42.into(), (-42).into()], "   42|42   |-0042"),
            (
                "%x %X %o %b %#x %+d % d",
                vec![255.into(), 255.into(), 8.into(), 5.into(), 255.into(), 1.into(), 1.into()],
                "ff FF 10 101 0xff +1  1",
            ),
            ("%c|%q|%U|%#U", vec![22522.into(), 97.into(), 97.into(), 97.into()], "基|'a'|U+0061|U+0061 'a'"),
            (
                "%s %q %x %X % x %#x",
                vec!["a".into(), "a\n".into(), "ab".into(), "ab".into(), "ab".into(), "ab".into()],
                "a \"a\\n\" 6162 6162 61 62 0x6162",
            ),
            (
                "%5s|%-5s|%.2s|%05s",
                vec!["基金".into(), "a".into(), "基金业".into(), "a".into()],
                "   基金|a    |基金|0000a",
            ),
            (
                "%.2f %e %g %8.3f %+.1f %G",
                vec![2.5.into(), 12345.678.into(), 1e-7.into(), 1.5.into(), 0.25.into(), 1e-10.into()],
                "2.50 1.234568e+04 1e-07    1.500 +0.2 1E-10",
            ),
            ("%v %v", vec![1_234_567.5.into(), 0.1.into()], "1.2345675e+06 0.1"),
            (
                "%d %s %t %z",
                vec!["a".into(), 1.into(), true.into(), 2.5.into()],
                "%!d(string=a) %!s(int64=1) %!t(string=true) %!z(float64=2.5)",
            ),
            ("%[2]s %[1]s", vec!["a".into(), "b".into()], "b a"),
            ("%[3]d %[x]d %[1]", vec![1.into()], "%!d(BADINDEX) %!d(BADINDEX) %!(NOVERB)"),
            (
                "%*d|%-*d|%.*f",
                vec![5.into(), 42.into(), 5.into(), 42.into(), 1.into(), 2.55.into()],
                "   42|42   |2.5",
            ),
            ("%*d", vec!["a".into(), 1.into()], "%!(BADWIDTH)1"),
            ("%d %d%%", vec![1.into()], "1 %!d(MISSING)%"),
            ("a", vec![1.into(), "b".into(), 1.5.into()], "a%!(EXTRA int64=1, string=b, float64=1.5)"),
            (
                "%v|%d|%x|%40d|%z",
                vec![big.clone(), big.clone(), big.clone(), big.clone(), big],
                "123456789012345678901234567890|123456789012345678901234567890|18ee90ff6c373e0ee4e3f0ad2|          123456789012345678901234567890|%!z(big.Int=123456789012345678901234567890)",
            ),
            (
                "%T %T %#v %+q",
                vec![1.into(), "a".into(), "a".into(), "基".into()],
                "int64 string \"a\" \"\\u57fa\"",
            ),
            (
                "%v",
                vec![Value::from(vec![Value::from("a"), Value::Null, Value::new_set()])],
                "[\"a\", null, set()]",
            ),
            ("%", vec![], "%!(NOVERB)"),
            ("%99999999d|", vec![1.into()], "%!(NOVERB)%!(EXTRA int64=1)"),
        ] {
            let mut scope = Scope::new(0, 1 << 20, None);
            let found = sprintf(&mut scope, &[format.into(), Value::from(arguments)]);
            assert_eq!(found, Ok(Value::from(expected)), "{format}");
        }
    }
}
