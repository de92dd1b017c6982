//! The value of a query over modules, by a route.
#![allow(dead_code)] // each test binary uses a part

use fiducia::policy::engine::{Compiler, Conditions, Entry, EntryPoint, Language, Route};
use fiducia::problem::Origin;
use fiducia::source::{SourceFile, Span};
use serde_json::{Map, Value};
use std::time::Duration;

/// The package and the rule that ask.
const ASKING: (&str, &str) = ("asking", "results");

/// What a query is asked about.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Texts of modules.
    pub modules: Vec<String>,
    /// The `data` document.
    pub data: Map<String, Value>,
    /// The input, if there is one.
    pub input: Option<Value>,
    /// Errors of builtins end the evaluation.
    pub strict: bool,
}

/// The results of a query, one an object of its variables. `None` if the route cannot take it.
pub fn results(
    world: &World,
    query: &str,
    variables: &[&str],
    route: Route,
) -> Option<Result<Value, String>> {
    let fields: Vec<String> = variables.iter().map(|name| format!("{name:?}: {name}")).collect();
    let (package, name) = ASKING;
    let asking = format!("package {package}\n{name} contains {{{}}} if {{ {query} }}\n", fields.join(", "));
    let mut compiler = Compiler::default();
    for (index, text) in world.modules.iter().chain([&asking]).enumerate() {
        let source = SourceFile::from_text(format!("{index}.rego"), text.as_str());
        if let Err(problem) = compiler.add(&source, Language::Auto) {
            return Some(Err(problem.to_string()));
        }
    }
    let origin = Origin::new(&SourceFile::from_text("query", ""), Span::default());
    let modules = vec![compiler.modules().len() - 1];
    let entry = Entry { package: vec![package.to_owned()], name: name.to_owned(), modules, origin };
    let (engine, problems) = compiler.compile(&[entry]);
    if let Some(problem) = problems.first() {
        return Some(Err(problem.to_string()));
    }
    let conditions = Conditions {
        data: world.data.clone(),
        today: chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        timeout: Duration::from_secs(10),
        strict_builtin_errors: world.strict,
        explain: false,
    };
    let ready = match engine.ready(conditions) {
        Ok(ready) => ready,
        Err(problem) => return Some(Err(problem.to_string())),
    };
    let result = ready.value(EntryPoint(0), route, world.input.as_ref())?;
    Some(result.map(Option::unwrap_or_default).map_err(|error| error.reason))
}

/// The value of an expression; `null` stands for undefined.
pub fn value(world: &World, expression: &str, route: Route) -> Option<Result<Value, String>> {
    let found = results(world, &format!("x := {expression}"), &["x"], route)?;
    Some(found.map(|rows| rows.get(0).and_then(|row| row.get("x")).cloned().unwrap_or_default()))
}
