//! From the syntax of RE2 to that of the crate.
//!
//! For RE2, and so for OPA, `\d`, `\w`, `\s` and `\b` are ASCII, classes are no sets, and much that the crate knows is an error.

use std::borrow::Cow;

/// Most repetitions that RE2 takes.
const REPEATED: u32 = 1000;

/// Classes by name.
const NAMED: [&str; 14] = [
    "alnum", "alpha", "ascii", "blank", "cntrl", "digit", "graph", "lower", "print", "punct", "space",
    "upper", "word", "xdigit",
];

/// An expression in the syntax of the crate.
pub struct Translated {
    /// The expression. Its groups have no names.
    pub expression: String,
    /// The numbers of groups that had names, with these: in RE2 two may have one name, and it may begin with a digit.
    pub names: Vec<(usize, String)>,
}

/// An expression of RE2 in the syntax of the crate; `None` for one that is wrong in RE2.
pub fn translated(pattern: &str) -> Option<Translated> {
    let (mut groups, mut names) = (0, Vec::new());
    let mut reader =
        Reader { rest: pattern, text: String::with_capacity(pattern.len()), repeated: Repeated::Nothing };
    while let Some(next) = reader.rest.chars().next() {
        match next {
            '\\' => reader.escape(false)?,
            '[' => reader.class()?,
            '*' | '+' | '?' => reader.repetition(1)?,
            '{' => match braces(reader.rest)? {
                0 => reader.take(1, "\\{"),
                length => reader.repetition(length)?,
            },
            '(' if reader.rest.starts_with("(?") => {
                let known = group(reader.rest)?;
                match known.split_once('<') {
                    Some((_, name)) => {
                        groups += 1;
                        names.push((groups, name.trim_end_matches('>').to_owned()));
                        reader.take(known.len(), "(");
                    }
                    None => reader.take(known.len(), known),
                }
                reader.repeated = Repeated::Nothing;
            }
            '(' | '|' => {
                groups += usize::from(next == '(');
                reader.take(1, if next == '(' { "(" } else { "|" });
                reader.repeated = Repeated::Nothing;
            }
            other => {
                let mut buffer = [0; 4];
                reader.take(other.len_utf8(), other.encode_utf8(&mut buffer));
            }
        }
    }
    Some(Translated { expression: reader.text, names })
}

/// What stands before a place.
#[derive(Clone, Copy, PartialEq)]
enum Repeated {
    /// Nothing that can be repeated.
    Nothing,
    /// Something that was not repeated yet.
    Once,
    /// A repetition, which a question mark may follow.
    Just,
    /// A repetition with its question mark.
    Lazy,
}

struct Reader<'p> {
    rest: &'p str,
    text: String,
    repeated: Repeated,
}

impl Reader<'_> {
    fn take(&mut self, length: usize, text: &str) {
        self.text.push_str(text);
        self.rest = &self.rest[length..];
        self.repeated = Repeated::Once;
    }

    /// `*`, `+`, `?` or braces: there is something to repeat, and it was not repeated yet.
    fn repetition(&mut self, length: usize) -> Option<()> {
        let next = match self.repeated {
            Repeated::Once => Repeated::Just,
            Repeated::Just if self.rest.starts_with('?') => Repeated::Lazy,
            _ => return None,
        };
        let operator = &self.rest[..length];
        self.text.push_str(operator);
        self.rest = &self.rest[length..];
        self.repeated = next;
        Some(())
    }

    /// What an escape is to the crate.
    fn escape(&mut self, class: bool) -> Option<()> {
        let rest = self.rest;
        let escaped = rest[1..].chars().next()?;
        let text = match (escaped, class) {
            ('d', true) => "0-9",
            ('d', false) => "[0-9]",
            ('D', _) => "[^0-9]",
            ('w', true) => "0-9A-Za-z_",
            ('w', false) => "[0-9A-Za-z_]",
            ('W', _) => "[^0-9A-Za-z_]",
            ('s', true) => "\\t\\n\\x0C\\r ",
            ('s', false) => "[\\t\\n\\x0C\\r ]",
            ('S', _) => "[^\\t\\n\\x0C\\r ]",
            ('b', false) => "(?-u:\\b)",
            ('B', false) => "(?-u:\\B)",
            ('A', false) => "\\A",
            ('z', false) => "\\z",
            ('a' | 'f' | 'n' | 'r' | 't' | 'v', _) => &rest[..2],
            ('x', _) => return self.hexadecimal(),
            ('p' | 'P', _) => return self.property(),
            ('0'..='7', _) => return self.octal(),
            ('Q', false) => return self.quoted(),
            (other, _) if other.is_ascii() && !other.is_ascii_alphanumeric() => {
                let mut buffer = [0; 4];
                self.take(2, &regex::escape(other.encode_utf8(&mut buffer)));
                return Some(());
            }
            _ => return None,
        };
        self.take(2, text);
        Some(())
    }

    fn hexadecimal(&mut self) -> Option<()> {
        let (digits, length) = match self.rest[2..].strip_prefix('{') {
            Some(inner) => {
                let (digits, _) = inner.split_once('}')?;
                (digits, digits.len() + 4)
            }
            None => (self.rest.get(2..4)?, 4),
        };
        let digit = |byte: u8| byte.is_ascii_hexdigit();
        let valid = !digits.is_empty() && digits.bytes().all(digit);
        let code = u32::from_str_radix(digits, 16).ok().filter(|_| valid)?;
        self.take(length, &format!("\\x{{{:x}}}", char::from_u32(code)? as u32));
        Some(())
    }

    fn property(&mut self) -> Option<()> {
        let negated = self.rest.as_bytes().get(1) == Some(&b'P');
        let (name, length) = match self.rest[2..].strip_prefix('{') {
            Some(inner) => {
                let (name, _) = inner.split_once('}')?;
                (name, name.len() + 4)
            }
            None => {
                let letter = self.rest[2..].chars().next()?;
                (&self.rest[2..2 + letter.len_utf8()], 2 + letter.len_utf8())
            }
        };
        let (name, turned) = match name.strip_prefix('^') {
            Some(name) => (name, true),
            None => (name, false),
        };
        // RE2 knows categories and scripts.
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
            return None;
        }
        let letter = if negated != turned { 'P' } else { 'p' };
        self.take(length, &format!("\\{letter}{{{name}}}"));
        Some(())
    }

    /// `\0` and up to two more digits, or three digits; `\1` alone would refer back.
    fn octal(&mut self) -> Option<()> {
        let digits = self.rest[1..].bytes().take(3).take_while(|byte| (b'0'..=b'7').contains(byte)).count();
        if digits == 1 && !self.rest[1..].starts_with('0') {
            return None;
        }
        let code = u32::from_str_radix(&self.rest[1..=digits], 8).ok()?;
        self.take(digits + 1, &format!("\\x{{{code:x}}}"));
        Some(())
    }

    /// What stands between `\Q` and `\E`; a repetition behind it repeats its last character.
    fn quoted(&mut self) -> Option<()> {
        let quoted = &self.rest[2..];
        let end = quoted.find("\\E");
        let text = &quoted[..end.unwrap_or(quoted.len())];
        let length = end.map_or(self.rest.len(), |end| end + 4);
        let (before, empty) = (self.repeated, text.is_empty());
        self.take(length, &regex::escape(text));
        if empty {
            self.repeated = before;
        }
        Some(())
    }

    /// A class, from its bracket on.
    fn class(&mut self) -> Option<()> {
        let length = if self.rest.starts_with("[^") { 2 } else { 1 };
        let open = &self.rest[..length];
        self.text.push_str(open);
        self.rest = &self.rest[length..];
        let mut first = true;
        loop {
            if self.rest.starts_with(']') && !first {
                self.take(1, "]");
                return Some(());
            }
            first = false;
            if self.rest.starts_with("[:") {
                let end = self.rest.find(":]")? + 2;
                let named = &self.rest[..end];
                let name = named[2..end - 2].trim_start_matches('^');
                if !NAMED.contains(&name) {
                    return None;
                }
                self.text.push_str(named);
                self.rest = &self.rest[end..];
                continue;
            }
            let single = self.member()?;
            if self.rest.starts_with('-') && !self.rest[1..].starts_with(']') {
                if !single {
                    // Behind a class of its own, a hyphen is one.
                    self.take(1, "\\-");
                    continue;
                }
                self.text.push('-');
                self.rest = &self.rest[1..];
                if !self.member()? {
                    return None;
                }
            }
        }
    }

    /// A member of a class; true if it is a single character.
    fn member(&mut self) -> Option<bool> {
        let next = self.rest.chars().next()?;
        if next == '\\' {
            let single = !self.rest[1..].starts_with(['d', 'D', 'w', 'W', 's', 'S', 'p', 'P']);
            return self.escape(true).map(|()| single);
        }
        let mut buffer = [0; 4];
        let text = match next {
            // What would open, join, subtract or intersect classes.
            '[' | ']' | '&' | '~' | '-' | '^' => Cow::Owned(format!("\\{next}")),
            other => Cow::Borrowed(&*other.encode_utf8(&mut buffer)),
        };
        let text = text.into_owned();
        self.take(next.len_utf8(), &text);
        Some(true)
    }
}

/// The length of `{n}`, `{n,}` and `{n,m}`; 0 for any other brace, which is one. `None` beyond what RE2 takes.
fn braces(rest: &str) -> Option<usize> {
    let Some((inner, _)) = rest[1..].split_once('}') else { return Some(0) };
    let (least, most) = inner.split_once(',').unwrap_or((inner, inner));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = |text: &str| text.len() > 1 && text.starts_with('0');
    if least.is_empty() || !digits(least) || !digits(most) || leading(least) || leading(most) {
        return Some(0);
    }
    let (least, most) =
        (least.parse::<u32>().ok()?, if most.is_empty() { None } else { Some(most.parse().ok()?) });
    let most = most.unwrap_or(least.max(1));
    (least <= most && most <= REPEATED).then_some(inner.len() + 2)
}

/// The beginning of a group that RE2 knows: a name, or the flags `i`, `m`, `s` and `U`.
fn group(rest: &str) -> Option<&str> {
    let inner = &rest[2..];
    if inner.starts_with("P<") || inner.starts_with('<') {
        let end = inner.find('>')?;
        let name = &inner[inner.find('<')? + 1..end];
        let valid = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        return valid.then_some(&rest[..end + 3]);
    }
    let flags = inner.len() - inner.trim_start_matches(['i', 'm', 's', 'U', '-']).len();
    let known = inner[flags..].starts_with([':', ')']);
    known.then_some(&rest[..flags + 3])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_re2_reads_them() {
        for (pattern, text, expected) in [
            (r"^\d+$", "12", Some(true)),
            (r"^\d+$", "１２", Some(false)),
            (r"^\w+$", "基金", Some(false)),
            (r"^[\w.-]+$", "a.b-c_1", Some(true)),
            (r"^[^\s,]+$", "a\u{3000}b", Some(true)),
            (r"^[\D]$", "1", Some(false)),
            (r"\bfund\b", "基fund金", Some(true)),
            (r"基\B", "基金", Some(true)),
            (r"^.$", "基", Some(true)),
            (r"^\p{Han}+$", "基金", Some(true)),
            (r"(?i)^基FUND$", "基fund", Some(true)),
            (r"^[[]$", "[", Some(true)),
            (r"^[]]$", "]", Some(true)),
            (r"^[^]]$", "]", Some(false)),
            (r"^[a&&b]+$", "a&b", Some(true)),
            (r"^[[:alpha:]~~]+$", "a~", Some(true)),
            (r"^\Qa.b\E+$", "a.bb", Some(true)),
            (r"^\Qa.b", "axb", Some(false)),
            (r"^a{2}$", "aa", Some(true)),
            (r"^a{b}{,2}$", "a{b}{,2}", Some(true)),
            (r"^${x}$", "", Some(false)),
            (r"^\<a\>$", "<a>", Some(true)),
            (r"(?P<y>\d{4})-(?:01)", "2026-01", Some(true)),
            (r"(?x) a", "a", None),
            (r"(?=a)", "a", None),
            (r"(", "a", None),
            (r"\", "a", None),
            (r"\u0041", "A", None),
        ] {
            let found = translated(pattern)
                .and_then(|it| regex::Regex::new(&it.expression).ok())
                .map(|it| it.is_match(text));
            assert_eq!(found, expected, "{pattern} on {text}");
        }
    }
}
