//! OPA's conformance cases, which are not part of this repository: `FIDUCIA_SUITES` names a folder with them in
//! `rego/`, as JSON or YAML. Without it this test says that it was not run.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::print_stdout)]

#[path = "common/rego.rs"]
mod rego;

use fiducia::policy::engine::{Route, STACK_SIZE};
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

/// The least share, in percent, that has to pass: by machine, interpreter, and the route that `check` takes.
const SHARES: [(Route, usize); 3] = [(Route::Machine, 81), (Route::Interpreter, 78), (Route::Chosen, 84)];

/// A case as OPA writes it.
#[derive(Debug, Deserialize)]
struct Case {
    note: String,
    query: String,
    #[serde(default)]
    modules: Option<Vec<String>>,
    #[serde(default)]
    data: Option<Value>,
    #[serde(default)]
    input: Option<Value>,
    #[serde(default)]
    input_term: Option<String>,
    #[serde(default)]
    want_result: Option<Vec<Map<String, Value>>>,
    #[serde(default)]
    want_error: Option<String>,
    #[serde(default)]
    want_error_code: Option<String>,
    #[serde(default)]
    strict_error: bool,
}

#[derive(Debug, Deserialize)]
struct Cases {
    cases: Vec<Case>,
}

/// What came of a case on a route.
#[derive(Debug, Clone, PartialEq)]
enum Outcome {
    Passed,
    Failed(String),
    /// The route does not take it.
    Other(&'static str),
}

impl Case {
    fn wants_error(&self) -> bool {
        self.want_error.is_some() || self.want_error_code.is_some()
    }

    /// The variables of the query: those of its results, or the one that it ends in.
    fn variables(&self) -> Vec<&str> {
        match self.want_result.as_ref().and_then(|rows| rows.first()) {
            Some(row) => row.keys().map(String::as_str).collect(),
            None => self.query.rsplit_once(" = ").map(|(_, variable)| variable).into_iter().collect(),
        }
    }

    fn run(&self, route: Route) -> Outcome {
        let input = match &self.input_term {
            Some(term) => match serde_json::from_str(term) {
                Ok(input) => Some(input),
                Err(_) => return Outcome::Other("the input is not JSON"),
            },
            None => self.input.clone(),
        };
        if self.strict_error && route == Route::Machine {
            return Outcome::Other("strict errors are for the interpreter");
        }
        let world = rego::World {
            modules: self.modules.clone().unwrap_or_default(),
            data: self.data.clone().and_then(|data| data.as_object().cloned()).unwrap_or_default(),
            input,
            strict: self.strict_error,
        };
        match rego::results(&world, &self.query, &self.variables(), route) {
            None => Outcome::Other("the machine does not compile it"),
            Some(result) => self.judge(result),
        }
    }

    fn judge(&self, result: Result<Value, String>) -> Outcome {
        let rows = self.want_result.iter().flatten().cloned().map(Value::Object);
        let wanted: Value = rows.collect();
        match result {
            Err(_) if self.wants_error() => Outcome::Passed,
            Err(reason) => Outcome::Failed(format!("error: {reason}")),
            Ok(found) if self.wants_error() => Outcome::Failed(format!("no error, but {found}")),
            Ok(found) if sorted(&found) == sorted(&wanted) => Outcome::Passed,
            Ok(found) => Outcome::Failed(format!("{found} and not {wanted}")),
        }
    }
}

/// With sets in any order: OPA writes them as arrays, in its own order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        Value::Object(members) => {
            let members: BTreeMap<&String, Value> =
                members.iter().map(|(key, value)| (key, sorted(value))).collect();
            members.into_iter().map(|(key, value)| (key.clone(), value)).collect()
        }
        Value::Number(number) => number.as_f64().map_or(value.clone(), Value::from),
        other => other.clone(),
    }
}

fn cases(root: &Path) -> Vec<(String, Case)> {
    let mut cases = Vec::new();
    for entry in walkdir::WalkDir::new(root).sort_by_file_name() {
        let entry = entry.unwrap();
        let folder = entry.path().parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
        let Some(extension) = entry.path().extension().and_then(|extension| extension.to_str()) else {
            continue;
        };
        let text = fs::read_to_string(entry.path()).unwrap();
        let read: Result<Cases, String> = match extension {
            "json" => serde_json::from_str(&text).map_err(|error| error.to_string()),
            "yaml" => serde_yaml::from_str(&text).map_err(|error| error.to_string()),
            _ => continue,
        };
        let read = read.unwrap_or_else(|error| panic!("{}: {error}", entry.path().display()));
        cases.extend(read.cases.into_iter().map(|case| (folder.clone(), case)));
    }
    cases
}

#[test]
fn cases_of_opa_pass() {
    let Some(root) = env::var_os("FIDUCIA_SUITES") else {
        eprintln!("not run: rego (set FIDUCIA_SUITES to the folder of the suites)");
        return;
    };
    let root = Path::new(&root).join("rego");
    if !root.is_dir() {
        eprintln!("not run: rego (there is no {})", root.display());
        return;
    }
    let cases = cases(&root);
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build().unwrap();
    for (route, share) in SHARES {
        let outcomes: Vec<Outcome> =
            pool.install(|| cases.par_iter().map(|(_, case)| case.run(route)).collect());
        let mut others: BTreeMap<&str, usize> = BTreeMap::new();
        let (mut passed, mut failed) = (0, 0);
        for ((folder, case), outcome) in cases.iter().zip(&outcomes) {
            match outcome {
                Outcome::Passed => passed += 1,
                Outcome::Failed(reason) => {
                    failed += 1;
                    println!("{route:?} {folder}: {}: {reason}", case.note);
                }
                Outcome::Other(reason) => *others.entry(reason).or_default() += 1,
            }
        }
        println!("{route:?}: {passed} passed, {failed} failed, not taken: {others:?}");
        assert!(passed * 100 >= (passed + failed) * share, "{route:?}: {passed} passed, {failed} failed");
    }
}
