//! What policies replace by `with` and the engine would not.
//!
//! It replaces functions of policies and its own builtins, and not those that are supplied beside it. So each of these
//! that is replaced, or replaces, gets a function that calls it, and the modules call that. Of rules it replaces those
//! that are named by their whole path; where a rule of the package is named alone, its path is put before the name.

use super::{Code, Insertion, with_insertions};
use crate::policy::engine::compile::{Compiler, new_engine, rule_path};
use crate::policy::engine::references::Reference;
use crate::policy::engine::syntax::{self, DefinitionKind};
use crate::policy::engine::{Language, Module, builtins};
use crate::source::{SourceFile, Span};
use std::collections::{BTreeMap, BTreeSet};

/// Where the functions stand.
const PACKAGE: [&str; 2] = ["fiducia", "called"];

/// A name, dotted, as a text has it.
struct Name<'t> {
    start: usize,
    text: &'t str,
    place: Place,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Behind `with`.
    Target,
    /// Behind `as`, for what may be a function.
    Value,
    /// Before a bracket.
    Call,
    Other,
}

/// How a module names what is replaced: the names in it, and those that the engine is given instead.
#[derive(Debug, Clone, Default)]
pub struct Renamed {
    functions: BTreeMap<String, String>,
    rules: BTreeMap<String, String>,
}

impl Renamed {
    /// A text with the names of the engine.
    pub fn given(&self, text: &str) -> String {
        with_insertions(text, &self.insertions(text)).into_owned()
    }

    /// The names of the engine in the place of those of a text.
    pub fn insertions(&self, text: &str) -> Vec<Insertion> {
        let new = |name: Name<'_>| {
            let new = match name.place {
                Place::Target => self.functions.get(name.text).or_else(|| self.rules.get(name.text)),
                Place::Value => self.functions.get(name.text),
                // The engine replaces its own.
                Place::Call if builtins::arity(name.text).is_none() => self.functions.get(name.text),
                Place::Call | Place::Other => None,
            };
            let over = Span::new(name.start, name.start + name.text.len());
            Some(Insertion { over, text: new?.clone(), tells: vec![(0, over)] })
        };
        names(text).filter_map(new).collect()
    }

    fn is_empty(&self) -> bool {
        self.functions.is_empty() && self.rules.is_empty()
    }
}

/// Renames what is replaced. True if there was anything, so that the modules have to be given to the engine again.
pub fn call(compiler: &mut Compiler) -> bool {
    let extensions = compiler.extensions();
    let (count, mut replaced) = (compiler.modules.len(), replaced(&compiler.modules, &extensions));
    if !replaced.is_empty() && !define(compiler, &extensions, &replaced) {
        replaced.clear();
    }
    let found: Vec<Renamed> = (0..count).map(|index| renamed(&compiler.modules, index, &replaced)).collect();
    let mut changed = false;
    for (module, renamed) in compiler.modules.iter_mut().zip(found) {
        if !renamed.is_empty() {
            changed |= give(module, renamed);
        }
    }
    changed
}

/// Gives the engine a module with other names, if it reads that.
fn give(module: &mut Module, renamed: Renamed) -> bool {
    let text = renamed.given(&module.given());
    let mut engine = new_engine();
    engine.set_rego_v0(module.v0);
    if engine.add_policy(module.source.path.clone(), text.clone()).is_err() {
        return false;
    }
    for definition in &mut module.outline.definitions {
        definition.references.insert(Reference::to(PACKAGE.map(str::to_owned).to_vec()));
    }
    module.renamed = Some((renamed, text));
    true
}

/// The extensions that stand behind `with`, and the builtins behind its `as`, in any module.
fn replaced(modules: &[Module], extensions: &BTreeMap<String, u8>) -> BTreeSet<String> {
    let of = |module: &Module| {
        let wanted = |name: &Name<'_>| match name.place {
            Place::Target => extensions.contains_key(name.text),
            // The engine takes a builtin without a dot for a variable there.
            Place::Value => {
                extensions.contains_key(name.text)
                    || !name.text.contains('.') && builtins::arity(name.text).is_some()
            }
            _ => false,
        };
        let found = names(&module.text).filter(wanted);
        found.map(|name| name.text.to_owned()).collect::<Vec<_>>()
    };
    modules.iter().flat_map(of).collect()
}

/// What a module names otherwise: a name that a rule or an import of its own has stays what it is.
fn renamed(modules: &[Module], index: usize, replaced: &BTreeSet<String>) -> Renamed {
    let module = &modules[index];
    let package = &module.outline.package;
    let own = modules.iter().filter(|other| other.outline.package == *package);
    let own: Vec<_> = own.flat_map(|other| &other.outline.definitions).collect();
    let imported = syntax::imported_names(&module.tree);
    let imports = |name: &str| imported.iter().any(|import| import == root(name));
    let hidden =
        |name: &str| imports(name) || own.iter().any(|definition| root(&definition.name) == root(name));
    let mut renamed = Renamed::default();
    for name in names(&module.text) {
        if replaced.contains(name.text) {
            if !hidden(name.text) {
                let path = format!("data.{}.{}", PACKAGE.join("."), function(name.text));
                renamed.functions.insert(name.text.to_owned(), path);
            }
        } else if name.place == Place::Target && !imports(name.text) {
            let rule = own.iter().any(|definition| {
                definition.kind != DefinitionKind::Function && definition.name == name.text
            });
            if rule {
                renamed.rules.insert(name.text.to_owned(), rule_path(package, name.text));
            }
        }
    }
    renamed
}

fn root(name: &str) -> &str {
    name.split('.').next().unwrap_or_default()
}

/// The name of the function that calls a builtin: another one, or it would call itself.
fn function(builtin: &str) -> String {
    format!("call__{}", builtin.replace('.', "__"))
}

/// Adds the module of the functions.
fn define(compiler: &mut Compiler, extensions: &BTreeMap<String, u8>, replaced: &BTreeSet<String>) -> bool {
    let one = |name: &String| {
        let arity = extensions.get(name).copied().or_else(|| builtins::arity(name)).unwrap_or_default();
        let arguments: Vec<String> = (0..arity).map(|index| format!("a{index}")).collect();
        let (function, arguments) = (function(name), arguments.join(", "));
        format!("{function}({arguments}) := {name}({arguments})\n")
    };
    let text = format!("package {}\n\n{}", PACKAGE.join("."), replaced.iter().map(one).collect::<String>());
    let source = SourceFile::from_text("builtins that are replaced", text.as_str());
    let defined = compiler.parse_text(&source, &text, Language::Auto).is_ok();
    if let Some(module) = compiler.modules.last_mut().filter(|_| defined) {
        module.copy = true;
    }
    defined
}

/// The names in a text, outside of strings and comments.
fn names(text: &str) -> impl Iterator<Item = Name<'_>> {
    let bytes = text.as_bytes();
    let part = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.';
    let (mut until, mut before, mut last) = (0, "", b'\n');
    // True from `with` on, where it is for a function or a rule.
    let mut function = false;
    Code::new(text).filter_map(move |(start, byte)| {
        if start < until || !(byte.is_ascii_alphabetic() || byte == b'_') {
            if start >= until && !byte.is_ascii_whitespace() {
                before = "";
            }
            last = byte;
            return None;
        }
        let end = start + bytes[start..].iter().take_while(|byte| part(**byte)).count();
        let name = text.get(start..end)?;
        let place = match before {
            "with" => {
                function = !matches!(root(name), "input" | "data");
                Place::Target
            }
            "as" if std::mem::take(&mut function) => Place::Value,
            _ if bytes.get(end) == Some(&b'(') => Place::Call,
            _ => Place::Other,
        };
        let fresh = !part(last);
        (until, before, last) = (end, name, byte);
        fresh.then_some(Name { start, text: name, place })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replaced_is_renamed_where_it_is_called_or_replaces() {
        let renamed = Renamed {
            functions: [("ec.f".to_owned(), "data.F".to_owned())].into(),
            rules: [("r".to_owned(), "data.p.r".to_owned())].into(),
        };
        for (text, given) in [
            ("a := ec.f(x) with ec.f as g", "a := data.F(x) with data.F as g"),
            ("r with r as ec.f\n\twith  ec.f  as 1", "r with data.p.r as data.F\n\twith  data.F  as 1"),
            ("x.ec.f(1); ec.f.g(1); \"ec.f(1)\" # ec.f(1)", "x.ec.f(1); ec.f.g(1); \"ec.f(1)\" # ec.f(1)"),
            ("with ec.f", "with data.F"),
            ("[ec.f(1), r]", "[data.F(1), r]"),
            ("x with input as ec.f with input.a as ec.f", "x with input as ec.f with input.a as ec.f"),
            ("import data.a as ec.f", "import data.a as ec.f"),
        ] {
            assert_eq!(renamed.given(text), given);
        }
    }
}
