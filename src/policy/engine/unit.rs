//! Runs unit tests of policies.

use super::compile::rule_path;
use super::errors::{panic_text, read_error};
use super::{Compiler, guard, value};
use regorus::Value;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What came of a unit test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TestResult {
    /// Package and name of the test.
    pub name: String,
    /// Why it did not pass.
    pub failure: Option<String>,
}

impl Compiler {
    /// Runs every rule named `test_*` on the interpreter, the only route that knows `with`.
    pub fn test(mut self, data: &serde_json::Map<String, serde_json::Value>) -> Vec<TestResult> {
        let data = value::from_json(serde_json::Value::Object(data.clone()));
        let ready = guard::extend(&mut self.engine, false)
            .and_then(|()| self.engine.add_data(data).map_err(|error| error.to_string()));
        let mut results = Vec::new();
        for outline in self.modules.iter().map(|module| &module.outline) {
            let mut names: Vec<&str> =
                outline.definitions.iter().map(|definition| definition.name.as_str()).collect();
            names.retain(|name| name.starts_with("test_"));
            names.dedup();
            for name in names {
                let path = rule_path(&outline.package, name);
                let mut engine = self.engine.clone();
                let outcome = ready.clone().and_then(|()| run_test(&mut engine, &path));
                results.push(TestResult { name: path, failure: outcome.err() });
            }
        }
        results
    }
}

fn run_test(engine: &mut regorus::Engine, path: &str) -> Result<(), String> {
    match catch_unwind(AssertUnwindSafe(|| engine.eval_rule(path.to_owned()))) {
        Ok(Ok(Value::Bool(true))) => Ok(()),
        Ok(Ok(other)) => Err(format!("it is {}", value::to_json(&other))),
        Ok(Err(error)) => Err(read_error(&error.to_string()).2),
        Err(panic) => Err(panic_text(&*panic)),
    }
}
