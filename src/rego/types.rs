//! What can never be, told without running a policy: arguments of a type that a function never takes, values that are
//! never equal, members that nothing has.
//!
//! The type of every rule comes from its definitions, in the order of what needs what; documents may hold anything.
//! It follows OPA's checker, what that leaves out included: the calls in the body of `every` are not looked at.

mod algebra;
mod bodies;
mod fuel;
mod message;
mod references;
mod terms;
mod tree;
mod unify;

use super::Mistake;
use super::core::{Branch, Definition, Kind, Term, TermKind};
use super::graph::Graph;
use super::signatures::{Builtins, Function, Type};
use fuel::Fuel;
use std::collections::HashMap;
use std::sync::Arc;
use tree::{Step, Tree};

/// The mistakes of types in definitions, by index. Those of `broken` have some other mistake: what they define may be
/// anything, and they are not looked at; the same holds for those that need themselves.
pub fn check(
    definitions: &[Definition],
    graph: &Graph,
    broken: &[usize],
    builtins: &Builtins,
) -> Vec<(usize, Mistake)> {
    let bytes = definitions.iter().map(|definition| definition.span.len() as u64).sum();
    let mut checker = Checker::new(builtins, Fuel::new(bytes));
    let mut skipped: Vec<bool> = (0..definitions.len()).map(|at| graph.is_recursive(at)).collect();
    broken.iter().for_each(|&at| skipped.iter_mut().skip(at).take(1).for_each(|skip| *skip = true));
    for (definition, _) in definitions.iter().zip(&skipped).filter(|(_, skip)| **skip) {
        definition.branches.iter().for_each(|branch| checker.tree.put_any(&head_of(definition, branch).0));
    }
    let mut mistakes = Vec::new();
    for at in graph.order().into_iter().filter(|&at| !skipped[at]) {
        checker.definition(&definitions[at]);
        mistakes.extend(checker.mistakes.drain(..).map(|mistake| (at, mistake)));
    }
    mistakes.sort_by_key(|(at, mistake)| (*at, mistake.span));
    mistakes
}

/// The constant steps of a head, and those from the first one on that is none.
fn head_of<'d>(definition: &'d Definition, branch: &'d Branch) -> (Vec<Step<'d>>, &'d [Term]) {
    let mut path: Vec<Step<'d>> = definition.path.iter().map(|step| Step::Name(step)).collect();
    let named = path.len();
    path.extend(branch.keys.iter().map_while(terms::constant));
    let constant = path.len() - named;
    (path, &branch.keys[constant..])
}

/// Checks one definition after another.
struct Checker<'d> {
    builtins: &'d Builtins,
    tree: Tree<'d>,
    fuel: Fuel,
    /// The definition under way.
    names: &'d [super::core::VarInfo],
    /// The types of its variables.
    vars: Vec<Type>,
    /// What variables were before, in the closures under way.
    undo: Vec<(usize, Type)>,
    /// How many closures are under way.
    depth: usize,
    /// The types of comprehensions of the expression under way, by address.
    comprehensions: HashMap<usize, Type>,
    mistakes: Vec<Mistake>,
}

impl<'d> Checker<'d> {
    fn new(builtins: &'d Builtins, fuel: Fuel) -> Self {
        Checker {
            builtins,
            tree: Tree::new(),
            fuel,
            names: &[],
            vars: Vec::new(),
            undo: Vec::new(),
            depth: 0,
            comprehensions: HashMap::new(),
            mistakes: Vec::new(),
        }
    }

    fn definition(&mut self, definition: &'d Definition) {
        self.names = &definition.vars;
        for branch in &definition.branches {
            self.vars = vec![Type::Unknown; definition.vars.len()];
            self.comprehensions.clear();
            let before = self.mistakes.len();
            self.body(&branch.body);
            self.head(definition, branch);
            let (path, keys) = head_of(definition, branch);
            if self.mistakes.len() > before {
                self.tree.put_any(&path);
                continue;
            }
            let ty = match definition.kind {
                Kind::Function => self.function(&definition.args, branch),
                Kind::Value | Kind::Set => self.rule(definition.kind, keys, &branch.value),
            };
            self.tree.insert(&path, &ty, &self.fuel);
        }
    }

    /// What stands in the head is looked at like a condition.
    fn head(&mut self, definition: &'d Definition, branch: &'d Branch) {
        let args = if definition.kind == Kind::Function { &definition.args[..] } else { &[] };
        for term in args.iter().chain(&branch.keys).chain([&branch.value]) {
            self.closures(term);
            self.references(term);
        }
    }

    fn function(&mut self, args: &'d [Term], branch: &'d Branch) -> Type {
        args.iter().for_each(|arg| self.any_where_unknown(arg));
        let args = args.iter().map(|arg| self.type_of(arg)).collect();
        Type::Function(Arc::new(Function { args, result: self.type_of(&branch.value) }))
    }

    /// Variables that nothing is known of may be anything.
    fn any_where_unknown(&mut self, term: &'d Term) {
        match &term.kind {
            TermKind::Var(var) if self.var(*var).is_unknown() => self.set(*var, Type::Any),
            TermKind::Array(items) | TermKind::Set(items) => {
                items.iter().for_each(|item| self.any_where_unknown(item));
            }
            TermKind::Object(fields) => fields.iter().for_each(|(key, value)| {
                self.any_where_unknown(key);
                self.any_where_unknown(value);
            }),
            _ => {}
        }
    }

    fn rule(&self, kind: Kind, keys: &[Term], value: &Term) -> Type {
        let value = self.type_of(value);
        let value = if kind == Kind::Set && !value.is_unknown() { Type::set(value) } else { value };
        keys.iter().rev().fold(value, |value, key| {
            let key = self.type_of(key);
            if key.is_unknown() || value.is_unknown() {
                return Type::Unknown;
            }
            Type::object(Vec::new(), Some((key, value)))
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::rego::analyse::analyse;
    use crate::rego::parser::{Language, parse};
    use crate::rego::signatures::Builtins;
    use crate::rego::{Mistake, MistakeKind};

    fn mistakes(text: &str) -> Vec<Mistake> {
        let parsed = parse(text, Language::V1);
        assert!(parsed.mistakes.is_empty(), "{text}: {:?}", parsed.mistakes);
        let found = analyse(&[&parsed.tree], &Builtins::default()).mistakes;
        found.into_iter().map(|(_, mistake)| mistake).collect()
    }

    /// What is underlined, with the beginning of what is told.
    fn told(body: &str) -> Vec<(String, String)> {
        let text = format!("package a\n{body}\n");
        let told = mistakes(&text).into_iter().map(|mistake| {
            assert_eq!(mistake.kind, MistakeKind::Type, "{text}: {mistake:?}");
            (text[mistake.span.range()].to_owned(), mistake.message.default)
        });
        told.collect()
    }

    #[test]
    fn what_can_never_be_is_told_at_its_place() {
        for (body, place, message) in [
            (
                "p if startswith(input.x, [\"n\"])",
                "[\"n\"]",
                "`startswith` takes string as argument 2, never array<string>",
            ),
            (
                "p := {\"a\": 1} | {\"b\": 2}",
                "{\"a\": 1}",
                "`|` takes set[any] as argument 1, never object<a: number>",
            ),
            (
                "p := count(1)",
                "1",
                "`count` takes any<string, array[any], object[any: any], set[any]>, never number",
            ),
            ("p if 1 == \"a\"", "1 == \"a\"", "these can never be equal: number and string"),
            (
                "p if \"a\" = count(input)",
                "\"a\" = count(input)",
                "these can never be equal: string and number",
            ),
            ("p if { [x, 1] = [\"a\", x] }", "[x, 1] = [\"a\", x]", "these can never be equal"),
            ("p := 1\nq if p.foo", "p.foo", "`data.a.p` is of type number, which has no members"),
            ("p := {\"x\": 1}\nq if p.y", "y", "`data.a.p` has no key \"y\"; its keys: x"),
            ("p contains 1\nq if p[\"a\"]", "\"a\"", "`data.a.p` has no key \"a\"; its keys: number"),
            ("p if { x := {\"a\": 1}; x.b }", "b", "`x` has no key \"b\"; its keys: a"),
            (
                "p if { k := 1; data.b[k]; data.a.q[k] }\nq.r := 1",
                "k",
                "`data.a.q` has no key k (number); its keys: r",
            ),
            ("f(x) := startswith(x, \"a\")\nq := f(1)", "1", "`data.a.f` takes string, never number"),
            (
                "f([x, y]) := x + y\nq := f([1, \"a\"])",
                "[1, \"a\"]",
                "`data.a.f` takes array<number, number>",
            ),
            ("f(_) := 1\nq := f", "f", "`data.a.f` is a function and has to be called"),
            (
                "f(_) := 1\nq if f(1) with f as startswith",
                "f",
                "`startswith(string, string)` cannot stand in for",
            ),
            (
                "p if { walk(input, x); x = \"a\" }",
                "x = \"a\"",
                "these can never be equal: array<array[any], any>",
            ),
            ("q := 1\np if every x in [1] { x > 0; q.foo }", "q.foo", "`data.a.q` is of type number"),
            ("p if not startswith(1, \"a\")", "1", "`startswith` takes string as argument 1"),
            ("p := [x | x := 1 + \"a\"]", "\"a\"", "`+` takes number as argument 2, never string"),
            (
                "p[k] contains v if some k, v in [1, 2]\nq if p.b",
                "b",
                "`data.a.p` has no key \"b\"; its keys: number",
            ),
            ("p := $\"{1 + \"a\"}\"", "\"a\"", "`+` takes number as argument 2"),
            ("p if strings.any_prefix_match(\"a\", [1])", "[1]", "`strings.any_prefix_match` takes"),
            (
                "p if strings.replace_n({1: \"a\"}, \"a\")",
                "{1: \"a\"}",
                "`strings.replace_n` takes object[string: string]",
            ),
        ] {
            match &told(body)[..] {
                [(at, text)] if at == place && text.starts_with(message) => {}
                other => panic!("{body}: {other:?}"),
            }
        }
    }

    #[test]
    fn what_may_be_is_left_alone() {
        for body in [
            "p if { x = input.x; x = 1; x = \"a\" }",
            "p := 1 == \"a\"",
            "p := 1 - {1}",
            "p if every x in [\"a\"] { x + 1 > 0 }",
            "p.a := 1\nq if { p.c; p[1].x.y; some k; p[k].z }",
            "p := {[1]: 2}\nq if p[[2]]",
            "p if json.patch(input, [{\"a\": 0}])",
            "p if { x := {\"indent\": \" \"}; json.marshal_with_options(1, x) }",
            "p if { x := input.x; y := {x: 1, \"b\": 2}; y.z }",
            "f(x) := y if y := {[x]}\nq := f(1)",
            "f(x) := [x | true]\nq := f(1)[0].a",
            "f(x, y) := 1 if json.remove(x, [\"k\", x, y])",
            "p[3.5] contains [1]\nq if p[_][_].a",
            "p if startswith(\"a\", \"b\") with startswith as \"any value\"",
            "p if data.other.f.g[1].x",
        ] {
            assert_eq!(told(body), [], "{body}");
        }
    }

    #[test]
    fn a_mistake_costs_no_other_definition() {
        let text = "package a\np := 1 + \"a\"\np := 2 if input.x\nq if p.foo\nr := q.x\n";
        assert_eq!(mistakes(text).len(), 2, "{:?}", mistakes(text));
        let recursive = mistakes("package a\np := q\nq := p + 1\nr if p.foo.bar\n");
        assert!(recursive.iter().all(|mistake| mistake.kind == MistakeKind::Recursion), "{recursive:?}");
    }

    #[test]
    fn large_constants_and_deep_types_stay_cheap() {
        let names: Vec<String> = (0..5_000).map(|at| format!("{{\"n\": {at}, \"m{at}\": [{at}]}}")).collect();
        let mut text = format!("package a\nall := [{}]\nset := {{{}}}\n", names.join(", "), names.join(", "));
        text.push_str("p0 := [[1], {\"a\": 2}]\n");
        for at in 1..200 {
            text.push_str(&format!("p{at} := [p{0}, p{0}, {{\"k\": p{0}}}, input.y]\nq{at} if p{at} == [p{0}, all[_], input.x, set]\n", at - 1));
        }
        let start = std::time::Instant::now();
        assert_eq!(mistakes(&text).len(), 0);
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
