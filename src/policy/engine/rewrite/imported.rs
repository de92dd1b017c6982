//! What imports bind, by its whole path.
//!
//! The engine looks an import up by package and name: where two files of a package import different things under one
//! name, both have the last. Its interpreter evaluates all that an import leads to, however little of it is asked
//! for, and finds a recursion where a package below is on the way; and a variable that has the name of an import in one
//! comprehension it takes for unbound where the import is meant. So the paths are written out, and nothing is imported.

use super::Insertion;
use crate::policy::engine::compile::data_path;
use crate::policy::engine::syntax::Outline;
use std::collections::BTreeMap;

/// The paths in the place of the names, and nothing in the place of the imports.
pub fn insertions(outline: &Outline) -> Vec<Insertion> {
    let root = |name: &str| name.split('.').next().map(str::to_owned);
    let defined: Vec<Option<String>> =
        outline.definitions.iter().map(|definition| root(&definition.name)).collect();
    let mut paths: BTreeMap<&str, String> = BTreeMap::new();
    let mut inserted = Vec::new();
    for (statement, name, path) in &outline.imports {
        // A rule of that name is refused, and a name that is bound twice too.
        if defined.contains(&Some(name.clone())) || paths.contains_key(name.as_str()) {
            return Vec::new();
        }
        paths.insert(name, data_path(path.iter().map(String::as_str)));
        inserted.push(Insertion { over: *statement, ..Insertion::at(0, String::new()) });
    }
    for (name, place) in outline.definitions.iter().flat_map(|definition| &definition.imported) {
        if let Some(path) = paths.get(name.as_str()) {
            inserted.push(Insertion { over: *place, text: path.clone(), tells: vec![(0, *place)] });
        }
    }
    inserted
}

#[cfg(test)]
mod tests {
    use crate::policy::engine::{Compiler, Language};
    use crate::source::SourceFile;

    /// What the engine is given of a text.
    fn given(text: &str) -> String {
        let mut compiler = Compiler::default();
        let index = compiler.add(&SourceFile::from_text("a.rego", text), Language::Auto).unwrap();
        compiler.modules()[index].given().into_owned()
    }

    #[test]
    fn what_imports_bind_is_named_by_its_whole_path() {
        for (body, expected) in [
            ("lib.x == other[lib.y]", "data.lib.x == data[\"o-p\"].q[data.lib.y]"),
            ("x := [lib | some lib in lib.xs]", "x := [lib | some lib in lib.xs]"),
            (
                "x := [lib | some lib in input.xs]; lib.f(x)",
                "x := [lib | some lib in input.xs]; data.lib.f(x)",
            ),
            ("lib := 1; [lib | lib.x]", "lib := 1; [lib | lib.x]"),
            ("input.lib == {\"lib\": lib}", "input.lib == {\"lib\": data.lib}"),
            ("a with lib.x as lib.y with input as 1", "a with data.lib.x as data.lib.y with input as 1"),
            ("not f(lib.x)", "_ = data.lib.x; not f(data.lib.x)"),
            ("not f(lib.g(lib.x))", "_ = data.lib.g(data.lib.x); not f(data.lib.g(data.lib.x))"),
            ("every lib in lib.xs { lib.x }", "every lib in data.lib.xs { lib.x }"),
        ] {
            let module = |imports: &str, body: &str| {
                format!("package p\n{imports}\nd contains 1 if {{\n\t{body}\n}}\n")
            };
            let imports = "import data.lib\nimport data[\"o-p\"].q as other # why\nimport rego.v1\n";
            assert_eq!(given(&module(imports, body)), module("\n # why\nimport rego.v1\n", expected));
        }
    }
}
