//! The value of a query over policies.
#![allow(dead_code)] // each test binary uses a part

use fiducia::engine::{Conditions, Engine, Entry, EntryPoint, Evaluator};
use fiducia::rego::analyse::analyse;
use fiducia::rego::parser::{Language, parse};
use fiducia::rego::signatures::Builtins;
use fiducia::source::SourceFile;
use serde_json::{Map, Value};
use std::time::Duration;

/// The package and the rule that ask.
const ASKING: [&str; 2] = ["asking", "results"];

/// What a query is asked about.
#[derive(Debug, Clone, Default)]
pub struct World {
    /// Texts of policies.
    pub modules: Vec<String>,
    /// The `data` document.
    pub data: Map<String, Value>,
    /// The input, if there is one.
    pub input: Option<Value>,
    /// Errors of builtins end the evaluation.
    pub strict: bool,
}

/// The results of a query, one an object of its variables.
pub fn results(world: &World, query: &str, variables: &[&str]) -> Result<Value, String> {
    let fields: Vec<String> = variables.iter().map(|name| format!("{name:?}: {name}")).collect();
    let [package, name] = ASKING;
    let asking = format!("package {package}\n{name} contains {{{}}} if {{ {query} }}\n", fields.join(", "));
    let texts: Vec<&String> = world.modules.iter().chain([&asking]).collect();
    let parsed: Vec<_> = texts.iter().map(|text| parse(text, Language::Auto)).collect();
    if let Some(mistake) = parsed.iter().flat_map(|parsed| &parsed.mistakes).next() {
        return Err(mistake.message.default.clone());
    }
    let trees: Vec<_> = parsed.iter().map(|parsed| &parsed.tree).collect();
    let analysed = analyse(&trees, &Builtins::default());
    let of_files = analysed.of_files.iter().map(|(_, mistake)| mistake);
    if let Some(mistake) = of_files.chain(analysed.mistakes.iter().map(|(_, mistake)| mistake)).next() {
        return Err(mistake.message.default.clone());
    }
    let rule = |rule: u32| ((trees.len() - 1) as u32, rule);
    let entry = Entry { path: ASKING.map(str::to_owned).to_vec(), definitions: vec![rule(0)] };
    let files =
        texts.iter().zip(&trees).enumerate().map(|(index, (text, tree))| {
            (SourceFile::from_text(format!("{index}.rego"), text.as_str()), *tree)
        });
    let engine = Engine::new(&files.collect::<Vec<_>>(), &analysed, &[Some(entry)], &|_, _| Value::Null);
    let conditions = Conditions {
        data: world.data.clone(),
        today: chrono::NaiveDate::from_ymd_opt(2027, 1, 1).unwrap(),
        timeout: Duration::from_secs(10),
        memory: fiducia::engine::MEMORY,
        strict_builtin_errors: world.strict,
        explain: false,
        cross_check: false,
    };
    let ready = engine.ready(conditions).map_err(|problem| problem.to_string())?;
    let found = Evaluator::new(&ready).value(EntryPoint(0), world.input.clone());
    found.map(Option::unwrap_or_default).map_err(|error| error.reason.default)
}

/// The value of an expression; `null` stands for undefined.
pub fn value(world: &World, expression: &str) -> Result<Value, String> {
    let rows = results(world, &format!("x := {expression}"), &["x"])?;
    Ok(rows.get(0).and_then(|row| row.get("x")).cloned().unwrap_or_default())
}
