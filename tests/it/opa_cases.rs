//! OPA's conformance cases, which are not part of this repository: `FIDUCIA_SUITES` names a folder that holds them in
//! `opa-cases/`. Without it this test says that it was not run.

// Clippy knows tests by their attribute; here everything is test.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, clippy::print_stdout)]

use crate::common::rego;
use fiducia::engine::STACK_SIZE;
use rayon::prelude::*;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

/// What is not judged: the network, clouds, a schema language, and functions of OPA's own test program.
const LEFT_OUT: [&str; 8] = [
    "graphql",
    "providers-aws",
    "netlookupipaddr",
    "net.lookup_ip_addr",
    "httpsend",
    "time/time caching",
    "regoparsemodule",
    // A rule and base data at one path are refused here.
    "base/virtual: conflicts",
];

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

    /// True for what is not judged: an input that is no JSON, a query for everything, the one who asks included, or
    /// annotations, which are read elsewhere.
    fn is_left_out(&self, file: &str) -> bool {
        let term = self.input_term.as_ref().is_some_and(|term| serde_json::from_str::<Value>(term).is_err());
        let metadata = file.starts_with("regometadata");
        let listed = LEFT_OUT.iter().any(|name| self.note.contains(name) || file.contains(name));
        term || metadata || listed || self.query.starts_with("data =")
    }

    /// What is wrong with the answer, if anything is.
    fn wrong(&self) -> Option<String> {
        let term = self.input_term.as_ref().and_then(|term| serde_json::from_str(term).ok());
        let world = rego::World {
            modules: self.modules.clone().unwrap_or_default(),
            data: self.data.clone().and_then(|data| data.as_object().cloned()).unwrap_or_default(),
            input: term.or_else(|| self.input.clone()),
            strict: self.strict_error,
        };
        let wanted: Value = self.want_result.iter().flatten().cloned().map(Value::Object).collect();
        match rego::results(&world, &self.query, &self.variables()) {
            Err(_) if self.wants_error() => None,
            Err(reason) => Some(format!("error: {reason}")),
            Ok(found) if self.wants_error() => Some(format!("no error, but {found}")),
            Ok(found) if sorted(&found) == sorted(&wanted) => None,
            Ok(found) => Some(format!("{found} and not {wanted}")),
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
    let mut files: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let read = |path: &std::path::PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let cases: Vec<Case> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        cases.into_iter().map(|case| (name.clone(), case)).collect::<Vec<_>>()
    };
    files.iter().flat_map(read).collect()
}

#[test]
fn cases_of_opa_pass() {
    let Some(root) = env::var_os("FIDUCIA_SUITES") else {
        eprintln!("not run: cases of OPA (set FIDUCIA_SUITES to the folder of the suites)");
        return;
    };
    let cases = cases(&Path::new(&root).join("opa-cases"));
    let judged: Vec<&(String, Case)> = cases.iter().filter(|(file, case)| !case.is_left_out(file)).collect();
    let pool = rayon::ThreadPoolBuilder::new().stack_size(STACK_SIZE).build().unwrap();
    let wrong: Vec<String> = pool.install(|| {
        let wrong =
            |(file, case): &&(String, Case)| Some(format!("{file}: {}: {}", case.note, case.wrong()?));
        judged.par_iter().filter_map(wrong).collect()
    });
    println!(
        "{} of {} cases, {} left out",
        judged.len() - wrong.len(),
        judged.len(),
        cases.len() - judged.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
