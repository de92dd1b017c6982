//! The functions that every policy may call: what they take, what they give, and how they behave.

mod capabilities;
mod notation;
mod table;
mod ty;

pub use capabilities::read_capabilities;
pub use ty::{Array, Function, Key, Object, Set, Type, Union};

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What a builtin takes and gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Signature {
    /// The types of its arguments.
    pub args: Vec<Type>,
    /// The type of any further arguments, if it takes them.
    pub variadic: Option<Type>,
    /// What it gives; `None` for one without a value, as `print`.
    pub result: Option<Type>,
    /// True if it has several results, one after another, as `walk`.
    pub relation: bool,
    /// True if OPA refuses it in policies of v1.
    pub deprecated: bool,
    /// True if its result depends on more than its arguments.
    pub nondeterministic: bool,
}

impl Signature {
    /// The number of its arguments.
    pub fn arity(&self) -> usize {
        self.args.len()
    }
}

/// All builtins by name, in the order of their names.
fn all() -> &'static [(&'static str, Signature)] {
    static ALL: OnceLock<Vec<(&'static str, Signature)>> = OnceLock::new();
    ALL.get_or_init(|| table::ALL.iter().map(|&(name, text)| (name, table::signature(name, text))).collect())
}

/// The signature of a builtin of OPA, or of one that conftest adds.
pub fn signature(name: &str) -> Option<&'static Signature> {
    let all = all();
    let at = all.binary_search_by_key(&name, |&(name, _)| name).ok()?;
    all.get(at).map(|(_, signature)| signature)
}

/// The names of all builtins, in their order.
pub fn names() -> impl Iterator<Item = &'static str> {
    table::ALL.iter().map(|&(name, _)| name)
}

/// The builtins that policies may call: OPA's, and those of another host that a file of capabilities declares.
#[derive(Debug, Clone, Default)]
pub struct Builtins {
    declared: BTreeMap<String, Signature>,
}

impl Builtins {
    /// OPA's builtins and some that another host supplies. What OPA has keeps its own signature.
    pub fn with_declared(declared: impl IntoIterator<Item = (String, Signature)>) -> Self {
        let foreign = declared.into_iter().filter(|(name, _)| signature(name).is_none());
        Builtins { declared: foreign.collect() }
    }

    /// The signature of a builtin.
    pub fn get(&self, name: &str) -> Option<&Signature> {
        signature(name).or_else(|| self.declared.get(name))
    }

    /// True if another host supplies it.
    pub fn is_declared(&self, name: &str) -> bool {
        self.declared.contains_key(name)
    }

    /// The number of its arguments.
    pub fn arity(&self, name: &str) -> Option<usize> {
        self.get(name).map(Signature::arity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_every_signature_prints_as_it_is_written() {
        assert!(table::ALL.is_sorted_by(|a, b| a.0 < b.0));
        for (name, text) in table::ALL {
            let signature = signature(name).unwrap();
            let args: Vec<String> = signature.args.iter().map(ToString::to_string).collect();
            let rest = signature.variadic.iter().map(|rest| format!("{rest}..."));
            let args: Vec<String> = args.into_iter().chain(rest).collect();
            let result = signature.result.as_ref().map_or(String::new(), |result| format!(" {result}"));
            assert_eq!(format!("({}){result}", args.join(", ")), *text, "{name}");
        }
        assert!(table::flagged().all(|name| signature(name).is_some()));
    }

    #[test]
    fn another_host_adds_names_and_takes_none() {
        let one = |name: &str| (name.to_owned(), signature("walk").unwrap().clone());
        let builtins = Builtins::with_declared([one("host.find"), one("count")]);
        assert!(builtins.is_declared("host.find") && builtins.get("host.find").unwrap().relation);
        assert!(!builtins.is_declared("count") && !builtins.get("count").unwrap().relation);
        assert_eq!(builtins.arity("nobody"), None);
    }
}
