//! `--watch`: tests again when a file is saved, whichever way editors save.
#![cfg(unix)]

use super::Bench;
use std::fs;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// Far longer than any run takes, for machines that are busy.
const PATIENCE: Duration = Duration::from_secs(60);

const RULE: &str = "package app\n\ndeny contains \"off\" if input.on == false\n";
const TEST: &str =
    "package app_test\n\nimport data.app\n\ntest_off if count(app.deny) == 1 with input as {\"on\": false}\n";

/// The program, with the lines of both its streams as they come.
struct Watching {
    program: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn new(bench: &Bench, arguments: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_fiducia"));
        command.current_dir(bench.path()).env_clear().args(["test", "--watch"]).args(arguments);
        let mut program = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let (sender, lines) = mpsc::channel();
        let streams: [Box<dyn Read + Send>; 2] =
            [Box::new(program.stdout.take().unwrap()), Box::new(program.stderr.take().unwrap())];
        for stream in streams {
            let sender = sender.clone();
            thread::spawn(move || {
                let lines = BufReader::new(stream).lines().map_while(Result::ok);
                lines.map(|line| sender.send(line)).all(|sent| sent.is_ok())
            });
        }
        Watching { program, lines }
    }

    /// Waits for a line that holds a text.
    fn line(&self, wanted: &str) -> String {
        let until = Instant::now() + PATIENCE;
        let mut seen = Vec::new();
        while let Ok(line) = self.lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
            if line.contains(wanted) {
                return line;
            }
            seen.push(line);
        }
        panic!("no {wanted:?} in {seen:#?}");
    }

    /// Ends the program as Ctrl-C does, and says how it ended.
    fn interrupt(&mut self) -> Option<i32> {
        let id = self.program.id().to_string();
        assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
        let until = Instant::now() + PATIENCE;
        while Instant::now() < until {
            if let Some(status) = self.program.try_wait().unwrap() {
                return status.code();
            }
            thread::sleep(Duration::from_millis(20));
        }
        None
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

fn bench() -> Bench {
    Bench::new(&[("policy/app/app.rego", RULE), ("policy/app/app_test.rego", TEST)])
}

#[test]
fn every_way_to_save_is_noticed_and_a_broken_file_ends_nothing() {
    let bench = bench();
    let mut watching = Watching::new(&bench, &["policy"]);
    watching.line("1 test: 1 passed, 0 failed, 0 skipped");

    bench.file("policy/app/app.rego", &RULE.replace("false", "true"));
    assert_eq!(watching.line("changed: "), "changed: policy/app/app.rego");
    watching.line("1 test: 0 passed, 1 failed, 0 skipped");

    bench.file("policy/app/app.rego", "package app\n\ndeny contains {");
    watching.line("changed: policy/app/app.rego");
    watching.line("1 problem: not everything could be tested");

    // Written beside and renamed.
    bench.file("policy/app/app.rego.new", RULE);
    fs::rename(bench.path().join("policy/app/app.rego.new"), bench.path().join("policy/app/app.rego"))
        .unwrap();
    watching.line("1 test: 1 passed, 0 failed, 0 skipped");

    // In a folder that did not exist.
    bench.file("policy/more/more_test.rego", "package more_test\n\ntest_more if true\n");
    watching.line("policy/more/more_test.rego (new)");
    watching.line("2 tests: 2 passed, 0 failed, 0 skipped");
    fs::remove_dir_all(bench.path().join("policy/more")).unwrap();
    watching.line("policy/more/more_test.rego (deleted)");
    watching.line("1 test: 1 passed, 0 failed, 0 skipped");

    bench.file("policy/app/fixtures/off.yaml", "on: false\n");
    watching.line("policy/app/fixtures/off.yaml (new)");
    watching.line("2 tests: 1 passed, 1 failed, 0 skipped");
    assert_eq!(watching.interrupt(), Some(1));
}

#[test]
fn a_configuration_that_breaks_in_between_ends_nothing() {
    let bench = bench();
    bench.file("fiducia.toml", "policy = [\"policy\"]\n");
    let mut watching = Watching::new(&bench, &[]);
    watching.line("1 test: 1 passed, 0 failed, 0 skipped");
    bench.file("fiducia.toml", "policy = [");
    watching.line("changed: fiducia.toml");
    bench.file("fiducia.toml", "policy = [\"./policy\"]\n");
    watching.line("1 test: 1 passed, 0 failed, 0 skipped");
    assert_eq!(watching.interrupt(), Some(0));
}

#[test]
fn what_the_run_writes_itself_is_no_change() {
    let bench = bench();
    bench.file("policy/app/fixtures/off.yaml", "on: false\n");
    let mut watching = Watching::new(&bench, &["policy", "--bless", "-o", "policy/results.txt"]);
    watching.line("changed: policy/app/fixtures/off.yaml");
    // The fixture was blessed once; a run that finds nothing to write stirs nothing.
    let quiet = watching.lines.recv_timeout(Duration::from_secs(3));
    let rest: Vec<String> = quiet.into_iter().chain(watching.lines.try_iter()).collect();
    assert!(!rest.iter().any(|line| line.starts_with("changed: ")), "{rest:?}");
    assert_eq!(watching.interrupt(), Some(0));
}
