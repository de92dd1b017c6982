//! `fiducia test` as policy authors call it.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common;
mod capabilities;
mod coverage;
mod fixtures;
mod hostile;
mod reading;
mod scaffold;
mod unit;
mod watch;
mod why;

use serde_json::Value;
use std::fs;
use std::path::Path;

/// A folder of policies with tests.
struct Bench {
    folder: tempfile::TempDir,
}

/// What the program left.
struct Run {
    code: i32,
    stdout: String,
    stderr: String,
}

impl Bench {
    fn new(files: &[(&str, &str)]) -> Self {
        let bench = Bench { folder: tempfile::tempdir().unwrap() };
        for (name, text) in files {
            bench.file(name, text);
        }
        bench
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn file(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn test(&self, arguments: &[&str]) -> Run {
        self.run("test", arguments)
    }

    fn run(&self, command: &str, arguments: &[&str]) -> Run {
        let arguments: Vec<&str> = std::iter::once(command).chain(arguments.iter().copied()).collect();
        let output = common::fiducia(self.path(), &arguments);
        Run {
            code: output.status.code().unwrap_or(-1),
            stdout: common::text(&output.stdout),
            stderr: common::text(&output.stderr),
        }
    }
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.stdout).unwrap_or_else(|_| panic!("{}{}", self.stdout, self.stderr))
    }

    /// `name: outcome` of every test.
    fn outcomes(&self) -> Vec<String> {
        let report = self.json();
        let tests = report["tests"].as_array().unwrap().iter();
        tests
            .map(|test| format!("{}: {}", test["name"].as_str().unwrap(), test["outcome"].as_str().unwrap()))
            .collect()
    }

    /// The message of the failure of a test.
    fn failure(&self, name: &str) -> String {
        let report = self.json();
        let test = report["tests"].as_array().unwrap().iter().find(|test| test["name"] == name).cloned();
        let test = test.unwrap_or_else(|| panic!("no test {name}"));
        test["failure"]["message"].as_str().unwrap_or_else(|| panic!("{test}")).to_owned()
    }
}
