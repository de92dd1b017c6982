//! `semver.*`.

use super::show::short;
use super::{Builtin, Failed, operand, pure};
use regorus::Value;
use std::cmp::Ordering;

/// The builtins of this file.
pub const BUILTINS: &[Builtin] = &[
    pure("semver.compare", 2, |_, values| {
        let read = |position: usize| -> Result<Version<'_>, Failed> {
            let text = operand::text(values, position)?;
            let wrong = || {
                Failed::error(format!(
                    "operand {}: string {} is not a valid SemVer",
                    position + 1,
                    short(text)
                ))
            };
            Version::read(text).ok_or_else(wrong)
        };
        Ok(Value::from(read(0)?.compare(&read(1)?) as i64))
    }),
    pure("semver.is_valid", 1, |_, values| {
        Ok(Value::Bool(operand::text(values, 0).is_ok_and(|text| Version::read(text).is_some())))
    }),
];

struct Version<'t> {
    numbers: [i64; 3],
    release: &'t str,
}

impl<'t> Version<'t> {
    /// As OPA reads it: numbers may start with zeros, and the whole with a `v`.
    fn read(text: &'t str) -> Option<Version<'t>> {
        let text = text.strip_prefix('v').unwrap_or(text);
        let (text, build) = match text.split_once('+') {
            Some((text, build)) => (text, Some(build)),
            None => (text, None),
        };
        let (numbers, release) = match text.split_once('-') {
            Some((numbers, release)) => (numbers, Some(release)),
            None => (text, None),
        };
        let mut read = [0; 3];
        let mut parts = numbers.split('.');
        for number in &mut read {
            *number = parts.next()?.parse().ok()?;
        }
        let identifiers = |text: Option<&str>| {
            text.filter(|text| !text.is_empty()).is_none_or(|text| {
                let letters =
                    |part: &str| part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
                text.split('.').all(|part| !part.is_empty() && letters(part))
            })
        };
        let fits = parts.next().is_none() && identifiers(release) && identifiers(build);
        fits.then_some(Version { numbers: read, release: release.unwrap_or_default() })
    }

    fn compare(&self, other: &Version<'_>) -> Ordering {
        let release = match (self.release.is_empty(), other.release.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let (one, other) = (self.release.split('.'), other.release.split('.'));
                one.map(Identifier::of).cmp(other.map(Identifier::of))
            }
        };
        self.numbers.cmp(&other.numbers).then(release)
    }
}

/// A part of a pre-release: numbers come before names.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identifier<'t> {
    Number(u64),
    Name(&'t str),
}

impl<'t> Identifier<'t> {
    fn of(text: &'t str) -> Self {
        text.parse().map_or(Identifier::Name(text), Identifier::Number)
    }
}
