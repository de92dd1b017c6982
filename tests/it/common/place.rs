//! A folder with one good rule and one document that breaks it, to which a test adds what is bad.
#![allow(clippy::panic)]

use super::schema;
use serde_json::Value;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The rule that every run has to evaluate, whatever else is wrong.
const RULE: &str = "# METADATA
# custom:
#   id: REPLICAS
package replicas

deny contains {\"msg\": \"too few\", \"path\": [\"replicas\"]} if input.replicas < 2
";

/// A folder on disk.
pub struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    /// With `policy/replicas.rego` and `ok.yaml`.
    pub fn new() -> Self {
        let place = Place { folder: tempfile::tempdir().unwrap() };
        place.file("policy/replicas.rego", RULE);
        place.file("ok.yaml", "name: ok\nreplicas: 1\n");
        place
    }

    /// With a copy of an example, its pages left out.
    pub fn copy(example: &str) -> Self {
        let (place, from) = (Place::new(), super::root().join(example));
        for entry in walkdir::WalkDir::new(&from).into_iter().map(Result::unwrap) {
            let page = entry.file_name() == "README.md";
            if entry.file_type().is_file() && !page {
                place.file(entry.path().strip_prefix(&from).unwrap(), fs::read(entry.path()).unwrap());
            }
        }
        place
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.path().join(name)
    }

    /// Writes a file, making its folders.
    pub fn file(&self, name: impl AsRef<Path>, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, content).unwrap();
        path
    }

    pub fn policy(&self, name: &str, text: &str) -> &Self {
        self.file(format!("policy/{name}.rego"), text);
        self
    }

    /// `check` with the policies of the folder, as JSON.
    pub fn check(&self, arguments: &[&str]) -> Run {
        let mut all = vec!["check", "-f", "json", "-p", "./policy"];
        if !arguments.contains(&"--as-of") {
            all.extend(["--as-of", super::DAY]);
        }
        all.extend(arguments);
        Run::new(super::fiducia(self.path(), &all))
    }

    /// The same by a script of the shell that runs `"$@"`, with nothing else in the environment.
    #[cfg(unix)]
    pub fn check_through(&self, script: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_fiducia"), "check", "-f", "json"]);
        command.args(["-p", "./policy", "--as-of", super::DAY]).args(arguments);
        command.current_dir(self.path()).env_clear().env("PATH", "/usr/bin:/bin");
        Run::new(command.output().unwrap())
    }

    /// The same as somebody without privileges: for root no file is closed.
    #[cfg(unix)]
    pub fn check_unprivileged(&self, arguments: &[&str]) -> Run {
        use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
        use std::os::unix::process::CommandExt as _;
        const NOBODY: u32 = 65534;
        let mut program = PathBuf::from(env!("CARGO_BIN_EXE_fiducia"));
        let away = tempfile::tempdir().unwrap();
        let root = fs::metadata(self.path()).unwrap().uid() == 0;
        if root {
            // The build may lie where nobody else may go.
            let copy = away.path().join("fiducia");
            fs::copy(&program, &copy).unwrap();
            for folder in [away.path(), self.path()] {
                fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
            }
            program = copy;
        }
        let mut command = Command::new(program);
        command.current_dir(self.path()).args(["check", "-f", "json", "-p", "./policy"]).args(arguments);
        command.env_clear().env("PATH", "/usr/bin:/bin");
        if root {
            command.uid(NOBODY).gid(NOBODY);
        }
        // A test beside this one may be starting a program just now and still hold the copy open for writing.
        let output = loop {
            match command.output() {
                Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => {
                    std::thread::yield_now()
                }
                output => break output.unwrap(),
            }
        };
        Run::new(output)
    }
}

/// What the program left.
pub struct Run {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
    /// The report, held against its schema; null where there is none.
    pub report: Value,
}

impl Run {
    pub fn new(output: Output) -> Self {
        let stdout = String::from_utf8(output.stdout).unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let report = serde_json::from_str(&stdout).unwrap_or_default();
        if report != Value::Null {
            schema::assert_valid(&report);
        }
        Run { code: output.status.code().unwrap_or(-1), stdout, stderr, report }
    }

    /// The one problem of a kind whose message has these words. It is told on standard error too, and the
    /// run has failed.
    pub fn problem(&self, kind: &str, words: &str) -> &Value {
        assert_eq!(self.code, 2, "{}{}", self.stdout, self.stderr);
        let all = self.report["problems"].as_array().unwrap_or_else(|| panic!("no report: {}", self.stderr));
        let is = |problem: &&Value| {
            problem["kind"] == kind && problem["message"].as_str().unwrap().contains(words)
        };
        let found: Vec<&Value> = all.iter().filter(is).collect();
        assert_eq!(found.len(), 1, "{kind}: {words}: {all:#?}");
        self.told(kind, words);
        found[0]
    }

    /// Standard error names the kind and says the words, wherever its lines are broken.
    pub fn told(&self, kind: &str, words: &str) {
        let told = ["problem", "问题"].iter().any(|word| self.stderr.contains(&format!("{word}[{kind}]")));
        assert!(told, "{}", self.stderr);
        let flat = flat(&self.stderr);
        assert!(flat.contains(&flat_words(words)), "{words}: {flat}");
    }

    /// A run that could not begin: no report, and the reason on standard error.
    pub fn refused(&self, kind: &str, words: &str) {
        assert_eq!((self.code, self.stdout.as_str()), (2, ""), "{}", self.stderr);
        self.told(kind, words);
    }

    /// The good rule was evaluated on the good document all the same.
    pub fn still_checked(&self) -> &Self {
        let found = |finding: &Value| {
            finding["rule"] == "REPLICAS"
                && finding["location"]["path"] == "ok.yaml"
                && finding["location"]["start"]["line"] == 2
        };
        let findings = self.report["findings"].as_array().unwrap();
        assert!(findings.iter().any(found), "{}", self.stdout);
        self
    }

    pub fn count(&self, pointer: &str) -> u64 {
        self.report.pointer(pointer).and_then(Value::as_u64).unwrap_or_else(|| panic!("{pointer}"))
    }

    /// Messages of the findings of a rule, in order.
    pub fn messages(&self, rule: &str) -> Vec<&str> {
        let findings = self.report["findings"].as_array().unwrap_or_else(|| panic!("{}", self.stderr));
        let of_rule = findings.iter().filter(|finding| finding["rule"] == rule);
        of_rule.map(|finding| finding["message"].as_str().unwrap()).collect()
    }

    /// A count of a rule, such as `passed`.
    pub fn of_rule(&self, rule: &str, count: &str) -> u64 {
        let rules = self.report["rules"].as_array().unwrap();
        let rule = rules.iter().find(|found| found["id"] == rule).unwrap_or_else(|| panic!("no rule {rule}"));
        rule[count].as_u64().unwrap()
    }
}

/// `path:line:column` of a problem or finding.
pub fn at(found: &Value) -> String {
    let location = &found["location"];
    let start = &location["start"];
    format!("{}:{}:{}", location["path"].as_str().unwrap(), start["line"], start["column"])
}

/// Frames break lines; what they say is compared without their drawing.
fn flat(text: &str) -> String {
    flat_words(&text.replace(['│', '╰', '─', '▶', '×', '⚠', '╭', '·'], " "))
}

fn flat_words(text: &str) -> String {
    // Long words are broken within, so no white space counts.
    text.split_whitespace().collect()
}

pub fn os(bytes: &[u8]) -> &OsStr {
    #[cfg(unix)]
    {
        std::os::unix::ffi::OsStrExt::from_bytes(bytes)
    }
    #[cfg(not(unix))]
    {
        OsStr::new(std::str::from_utf8(bytes).unwrap())
    }
}
