//! Builtins of Rego: what OPA calls topdown functions, with its values, its texts and its errors.
//!
//! Each file holds the builtins of one subject and a table of them. What regorus has as OPA has it is taken from there
//! ([`original`]); everything else stands here. A result is bounded before it is made: no input makes a builtin run for
//! seconds or take more memory than the run may.

mod aggregates;
mod arrays;
#[cfg(test)]
mod as_opa;
mod bits;
mod crypto;
mod decimal;
mod deprecated;
mod encoding;
mod format;
mod glob;
mod graph;
mod json;
mod jwt;
mod keys;
#[cfg(test)]
mod literal;
mod natives;
mod nesting;
mod net;
mod numbers;
mod objects;
mod operand;
mod operators;
mod order;
mod original;
mod outside;
mod patch;
mod paths;
mod patterns;
mod readers;
mod replace;
mod schema;
mod scope;
mod semver;
mod sets;
mod show;
mod strings;
mod template;
mod time;
mod types;
mod units;
mod uri;
mod uuid;
mod x509;
mod yaml;

use crate::lang::Message;
use regorus::Value;

pub use outside::{for_tests, refused};
pub use readers::Readable;
pub use scope::{Scope, out_of_memory};

/// Why a builtin gave no value.
#[derive(Debug, Clone, PartialEq)]
pub enum Failed {
    /// The builtin's own error: undefined, or an error where errors are strict.
    Error(String),
    /// A bound of ours was met: what the bound is and its value. Always a problem.
    Limit(Message),
    /// Not supplied, and why, or asked for by the policy. Always an error.
    Refused(Message),
}

/// The value of a call; [`Value::Undefined`] for none without an error.
pub type Outcome = Result<Value, Failed>;

/// What a builtin does with its arguments, none of which is undefined.
pub type Function = fn(&mut Scope, &[Value]) -> Outcome;

/// A builtin.
#[derive(Debug, Clone, Copy)]
pub struct Builtin {
    /// Its name, with dots.
    pub name: &'static str,
    /// The number of its arguments.
    #[cfg_attr(not(test), allow(dead_code, reason = "a test holds it to the signature"))]
    pub arity: u8,
    /// What it does.
    pub call: Function,
    /// True if the same arguments give the same result in every run.
    pub pure: bool,
}

/// A builtin whose result depends on its arguments alone.
const fn pure(name: &'static str, arity: u8, call: Function) -> Builtin {
    Builtin { name, arity, call, pure: true }
}

/// A builtin whose result depends on the run as well.
const fn impure(name: &'static str, arity: u8, call: Function) -> Builtin {
    Builtin { name, arity, call, pure: false }
}

/// Every builtin, by subject.
const TABLES: &[&[Builtin]] = &[
    aggregates::BUILTINS,
    arrays::BUILTINS,
    bits::BUILTINS,
    crypto::BUILTINS,
    deprecated::BUILTINS,
    encoding::BUILTINS,
    format::BUILTINS,
    glob::BUILTINS,
    graph::BUILTINS,
    json::BUILTINS,
    jwt::BUILTINS,
    natives::BUILTINS,
    net::BUILTINS,
    numbers::BUILTINS,
    objects::BUILTINS,
    operators::BUILTINS,
    outside::BUILTINS,
    patch::BUILTINS,
    patterns::BUILTINS,
    paths::BUILTINS,
    readers::BUILTINS,
    replace::BUILTINS,
    schema::BUILTINS,
    semver::BUILTINS,
    sets::BUILTINS,
    strings::BUILTINS,
    template::BUILTINS,
    time::BUILTINS,
    types::BUILTINS,
    units::BUILTINS,
    uri::BUILTINS,
    uuid::BUILTINS,
    x509::BUILTINS,
    yaml::BUILTINS,
];

fn all() -> impl Iterator<Item = &'static Builtin> {
    TABLES.iter().flat_map(|table| table.iter())
}

/// The builtin of a name; also one that is refused, whose call says why, and operators by the names that OPA gives them.
pub fn lookup(name: &str) -> Option<Builtin> {
    all().find(|builtin| builtin.name == name).copied()
}

/// The names of all builtins.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    all().map(|builtin| builtin.name)
}

impl Failed {
    /// A builtin's own error.
    fn error(text: impl Into<String>) -> Failed {
        Failed::Error(text.into())
    }

    /// Something that is not supplied, in both languages.
    fn refused(en: impl Into<String>, zh: impl Into<String>) -> Failed {
        Failed::Refused(crate::lang::both(en, zh))
    }

    /// A bound that was met, in both languages.
    fn limit(en: impl Into<String>, zh: impl Into<String>) -> Failed {
        Failed::Limit(crate::lang::both(en, zh))
    }
}

impl<E: std::error::Error> From<E> for Failed {
    fn from(error: E) -> Self {
        Failed::Error(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique() {
        let mut names: Vec<&str> = names().collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
