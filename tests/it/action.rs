//! `action.yml`, run as a runner runs it: expressions resolved into the environment, each step by `bash` with the
//! runner's files, and nothing else in the environment. No network: `curl` and `cargo` are doubles on the path.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::{root, text};
use serde_yaml::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A runner: a workspace, its temporary folder, the action's checkout, and programs that stand in for others.
struct Runner {
    folder: tempfile::TempDir,
    variables: BTreeMap<String, String>,
    /// Values of expressions other than inputs.
    expressions: BTreeMap<String, String>,
}

/// What a step left.
struct Step {
    output: Output,
    outputs: BTreeMap<String, String>,
    summary: String,
}

impl Runner {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["workspace", "temp", "bin", "action/action"] {
            fs::create_dir_all(folder.path().join(name)).unwrap();
        }
        for name in [
            "action.yml",
            "Cargo.toml",
            "action/install.sh",
            "action/fail.sh",
            "action/check.sh",
            "action/checksums.txt",
        ] {
            fs::copy(root().join(name), folder.path().join("action").join(name)).unwrap();
        }
        let variables = [
            ("PATH", format!("{}:/usr/bin:/bin", folder.path().join("bin").display())),
            ("RUNNER_OS", "Linux".to_owned()),
            ("RUNNER_ARCH", "X64".to_owned()),
            ("RUNNER_TEMP", folder.path().join("temp").display().to_string()),
            ("GITHUB_WORKSPACE", folder.path().join("workspace").display().to_string()),
            ("GITHUB_EVENT_NAME", "pull_request".to_owned()),
        ];
        let expressions = [
            ("github.action_path", folder.path().join("action").display().to_string()),
            ("github.action_repository", "acme/fiducia".to_owned()),
            ("github.server_url", "https://git.example".to_owned()),
            ("steps.install.outputs.binary", env!("CARGO_BIN_EXE_fiducia").to_owned()),
        ];
        let owned = |(name, value): (&str, String)| (name.to_owned(), value);
        Runner { variables: variables.map(owned).into(), expressions: expressions.map(owned).into(), folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    /// Puts a program on the path.
    fn program(&self, name: &str, script: &str) {
        let path = self.path("bin").join(name);
        fs::write(&path, format!("#!/bin/bash\n{script}\n")).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }

    /// Runs the step of an id with these inputs.
    fn step(&self, id: &str, inputs: &[(&str, &str)]) -> Step {
        let action: Value =
            serde_yaml::from_str(&fs::read_to_string(root().join("action.yml")).unwrap()).unwrap();
        let steps = action["runs"]["steps"].as_sequence().unwrap();
        let step = steps.iter().find(|step| step["id"] == id).unwrap();
        for (name, _) in inputs {
            assert!(action["inputs"].get(*name).is_some(), "{name} is no input");
        }
        let (output_file, summary_file) = (self.path("temp/output"), self.path("temp/summary"));
        fs::write(&output_file, "").unwrap();
        fs::write(&summary_file, "").unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"].as_str().unwrap()]);
        command.current_dir(self.path("workspace")).env_clear().envs(&self.variables);
        command.env("GITHUB_OUTPUT", &output_file).env("GITHUB_STEP_SUMMARY", &summary_file);
        for (name, value) in step["env"].as_mapping().unwrap() {
            command.env(name.as_str().unwrap(), self.resolve(&action, value.as_str().unwrap(), inputs));
        }
        let output = command.output().unwrap();
        let outputs = fs::read_to_string(output_file).unwrap();
        let outputs = outputs.lines().map(|line| line.split_once('=').unwrap());
        Step {
            output,
            outputs: outputs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
            summary: fs::read_to_string(summary_file).unwrap(),
        }
    }

    /// The value of `${{ a || b }}`: the first that is there.
    fn resolve(&self, action: &Value, expression: &str, inputs: &[(&str, &str)]) -> String {
        let inner = expression.strip_prefix("${{ ").and_then(|text| text.strip_suffix(" }}")).unwrap();
        let value = |term: &str| match term.strip_prefix("inputs.") {
            Some(name) => {
                let given =
                    inputs.iter().find(|(input, _)| *input == name).map(|(_, value)| (*value).to_owned());
                Some(given.unwrap_or_else(|| action["inputs"][name]["default"].as_str().unwrap().to_owned()))
            }
            None => self.expressions.get(term).cloned(),
        };
        inner.split(" || ").find_map(value).unwrap_or_default()
    }
}

impl Step {
    fn code(&self) -> i32 {
        self.output.status.code().unwrap()
    }

    fn stdout(&self) -> String {
        text(&self.output.stdout)
    }

    fn said(&self, wanted: &str) {
        assert!(self.stdout().contains(wanted), "{wanted}\n{}\n{}", self.stdout(), text(&self.output.stderr));
    }
}

const POLICY: &str = "package main\n\ndeny contains msg if {\n\tsome service in input.services\n\tservice.public\n\tmsg := sprintf(\"%s is public\", [service.name])\n}\n";

/// A runner whose workspace holds a policy and a file with this many services that break it.
fn with_findings(count: usize) -> Runner {
    let runner = Runner::new();
    runner.write("workspace/policy/main.rego", POLICY);
    let service = |n: usize| format!("  - name: s{n}\n    public: true\n");
    let services: String = (0..count).map(service).collect();
    runner.write("workspace/config/services.yaml", &format!("services:\n{services}  - name: quiet\n"));
    runner
}

const INPUTS: [(&str, &str); 2] = [("paths", "config"), ("policy", "./policy")];

fn with(more: &[(&'static str, &'static str)]) -> Vec<(&'static str, &'static str)> {
    [&INPUTS[..], more].concat()
}

#[test]
fn a_clean_workspace_passes() {
    let runner = with_findings(0);
    let step = runner.step("check", &INPUTS);
    assert_eq!(step.code(), 0, "{}{}", step.stdout(), text(&step.output.stderr));
    assert_eq!(step.outputs["findings"], "0");
    assert_eq!(step.outputs["waived"], "0");
    assert_eq!(step.outputs["exit-code"], "0");
    assert_eq!(step.outputs["sarif-file"], "");
    assert!(!step.summary.is_empty());
}

#[test]
fn findings_fail_the_step_with_annotations_reports_and_outputs() {
    let runner = with_findings(2);
    let step = runner.step("check", &with(&[("sarif-file", "out.sarif"), ("html-file", "out.html")]));
    assert_eq!(step.code(), 1, "{}{}", step.stdout(), text(&step.output.stderr));
    assert_eq!(step.outputs["findings"], "2");
    assert_eq!(step.outputs["exit-code"], "1");
    assert_eq!(step.outputs["sarif-file"], "out.sarif");
    step.said("file=config/services.yaml,line=3");
    assert!(step.summary.contains("s0 is public"), "{}", step.summary);
    for report in ["out.sarif", "out.html"] {
        assert!(runner.path("workspace").join(report).metadata().unwrap().len() > 100, "{report}");
    }
    let never = runner.step("check", &with(&[("fail-on", "never")]));
    assert_eq!((never.code(), never.outputs["findings"].as_str()), (0, "2"));
}

#[test]
fn more_findings_than_annotations_are_counted() {
    let step = with_findings(60).step("check", &INPUTS);
    assert_eq!(step.code(), 1);
    assert_eq!(step.outputs["findings"], "60");
    let annotations = step.stdout().lines().filter(|line| line.starts_with("::error ")).count();
    assert!((1..=10).contains(&annotations), "{annotations}");
}

#[test]
fn the_working_directory_and_further_arguments_are_honoured() {
    let runner = with_findings(1);
    fs::rename(runner.path("workspace/policy"), runner.path("workspace/config/policy")).unwrap();
    let inputs = [
        ("paths", "services.yaml"),
        ("policy", "./policy"),
        ("working-directory", "config"),
        ("args", "--only\nmain.deny\n"),
        ("sarif-file", "s p.sarif"),
    ];
    let step = runner.step("check", &inputs);
    assert_eq!(step.code(), 1, "{}{}", step.stdout(), text(&step.output.stderr));
    assert_eq!(step.outputs["sarif-file"], "config/s p.sarif");
}

/// Inputs that a shell would act on, that break lines, or that look like options.
#[test]
fn hostile_inputs_are_only_ever_text() {
    let runner = with_findings(1);
    let hostile = [
        "$(touch pwned); a b",
        "`touch pwned`",
        "--output=pwned",
        "a\nb",
        "\";touch pwned;\"",
        "%0A::error::x",
    ];
    for value in hostile {
        for name in [
            "paths",
            "policy",
            "config",
            "fail-on",
            "baseline",
            "changed-only",
            "merge",
            "working-directory",
            "version",
        ] {
            let id = if name == "version" { "install" } else { "check" };
            let mut inputs: Vec<(&str, &str)> =
                INPUTS.into_iter().filter(|(input, _)| *input != name).collect();
            inputs.push((name, value));
            let step = runner.step(id, &inputs);
            assert_eq!(step.code(), 2, "{name}: {value}\n{}", step.stdout());
            assert!(!step.stdout().contains("\n::error::x"), "{name}: {value}\n{}", step.stdout());
        }
    }
    for name in ["sarif-file", "html-file", "args"] {
        for value in ["$(touch pwned); a b", "a\nfindings=0"] {
            let step = runner.step("check", &with(&[(name, value)]));
            assert_ne!(step.outputs.get("findings").map(String::as_str), Some("0"), "{name}: {value}");
            assert_ne!(step.code(), 0, "{name}: {value}");
        }
    }
    for folder in ["workspace", "workspace/config", "temp", "action"] {
        assert!(!runner.path(folder).join("pwned").exists(), "{folder}");
    }
}

/// Files may hold what looks like a command of the runner; none of it reaches the runner as one.
#[test]
fn text_from_files_gives_the_runner_no_commands() {
    let runner = with_findings(0);
    runner.write(
        "workspace/config/services.yaml",
        "services:\n  - name: \"x\\n::error::owned\\n##[error]owned\"\n    public: true\n",
    );
    runner.write("workspace/config/bad.yaml", "a: [\n::error::owned\n##[add-mask]owned\n");
    let step = runner.step("check", &INPUTS);
    assert_eq!(step.code(), 2);
    let stdout = step.stdout();
    let stop = stdout.lines().find(|line| line.starts_with("::stop-commands::")).unwrap();
    let token = stop.trim_start_matches("::stop-commands::");
    assert!(token.len() >= 32, "{token}");
    let (before, rest) = stdout.split_once(stop).unwrap();
    assert!(rest.trim_end().ends_with(&format!("::{token}::")), "{stdout}");
    for line in before.lines() {
        assert!(!line.trim_start().starts_with("::error::owned"), "{line}");
        assert!(line.starts_with("::") || !line.contains("##["), "{line}");
    }
}

/// The workflow in shards: what the last job says is what one job would say.
#[test]
fn shards_are_merged() {
    let runner = with_findings(3);
    runner.write("workspace/config/more.yaml", "services:\n  - {name: z, public: true}\n");
    for shard in ["1", "2"] {
        let args = format!("--shard={shard}/2\n--output=json=../temp/shards/s {shard}.json");
        fs::create_dir_all(runner.path("temp/shards")).unwrap();
        let step = runner.step("check", &[&INPUTS[..], &[("args", &args), ("fail-on", "never")]].concat());
        assert_eq!(step.code(), 0, "{}{}", step.stdout(), text(&step.output.stderr));
    }
    let folder = runner.path("temp/shards").display().to_string();
    let merged = runner.step("check", &[("merge", &folder), ("sarif-file", "out.sarif")]);
    let whole = runner.step("check", &INPUTS);
    assert_eq!((merged.code(), merged.outputs["findings"].as_str()), (1, "4"), "{}", merged.stdout());
    assert_eq!(merged.outputs["sarif-file"], "out.sarif");
    assert_eq!(merged.summary, whole.summary);
    merged.said("file=config/more.yaml,line=2");
    assert_eq!(runner.step("check", &with(&[("merge", "../temp")])).code(), 2);
    let empty = runner.step("check", &[("merge", "../temp")]);
    empty.said("there is no report in the folder");
}

#[test]
fn changed_only_needs_a_commit_to_compare_with() {
    let mut runner = with_findings(1);
    let inputs = with(&[("changed-only", "true")]);
    let step = runner.step("check", &inputs);
    assert_eq!(step.code(), 2);
    step.said("needs a commit to compare with");
    // A branch pushed for the first time.
    runner.expressions.insert("github.event.before".to_owned(), "0".repeat(40));
    assert_eq!(runner.step("check", &inputs).code(), 2);
    runner.expressions.insert("github.event.before".to_owned(), "--output=pwned".to_owned());
    assert_eq!(runner.step("check", &inputs).code(), 2);
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=t", "-c", "user.email=t@example.org"]).args(arguments);
    let output = command.current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    text(&output.stdout).trim().to_owned()
}

/// The summary is shown where relative links lead nowhere.
#[test]
fn the_summary_links_to_the_commit_that_is_checked_out() {
    let mut runner = with_findings(1);
    let folder = runner.path("workspace");
    fs::rename(folder.join("config"), folder.join("a b\u{e9}")).unwrap();
    fs::rename(folder.join("policy"), folder.join("a b\u{e9}/policy")).unwrap();
    for arguments in [&["init", "-q"][..], &["add", "."], &["commit", "-qm", "all"]] {
        git(&folder, arguments);
    }
    let commit = git(&folder, &["rev-parse", "HEAD"]);
    let inputs = [("paths", "services.yaml"), ("policy", "./policy"), ("working-directory", "a b\u{e9}")];
    for (name, value) in [
        ("GITHUB_SERVER_URL", "https://git.example"),
        ("GITHUB_REPOSITORY", "acme/infra"),
        ("GITHUB_SHA", &commit),
    ] {
        assert!(runner.step("check", &inputs).summary.contains("](services.yaml#L3)"));
        runner.variables.insert(name.to_owned(), value.to_owned());
    }
    let step = runner.step("check", &inputs);
    let link = format!("](https://git.example/acme/infra/blob/{commit}/a%20b%C3%A9/services.yaml#L3)");
    assert_eq!(step.code(), 1, "{}", text(&step.output.stderr));
    assert!(step.summary.contains(&link), "{link}\n{}", step.summary);
    for (name, value) in
        [("GITHUB_SHA", "0".repeat(40)), ("GITHUB_SERVER_URL", "http://git.example".to_owned())]
    {
        let before = runner.variables.insert(name.to_owned(), value).unwrap();
        let step = runner.step("check", &inputs);
        assert!(step.summary.contains("](services.yaml#L3)"), "{}", step.summary);
        runner.variables.insert(name.to_owned(), before);
    }
}

#[test]
fn changed_only_reports_what_the_pull_request_touched() {
    let mut runner = with_findings(2);
    let folder = runner.path("workspace");
    let git = |arguments: &[&str]| git(&folder, arguments);
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "before"]);
    let base = git(&["rev-parse", "HEAD"]);
    let changed = fs::read_to_string(folder.join("config/services.yaml"))
        .unwrap()
        .replace("quiet", "quiet\n    public: true");
    fs::write(folder.join("config/services.yaml"), changed).unwrap();
    git(&["commit", "-qam", "after"]);
    runner.expressions.insert("github.event.pull_request.base.sha".to_owned(), base);
    let step = runner.step("check", &with(&[("changed-only", "true")]));
    assert_eq!(step.code(), 1, "{}{}", step.stdout(), text(&step.output.stderr));
    assert_eq!(step.outputs["findings"], "1");
    step.said("quiet is public");
}

/// A pull request that takes the policy out and waives what is left, and the commit that it started from.
fn silenced() -> (Runner, String) {
    let mut runner = with_findings(2);
    let folder = runner.path("workspace");
    git(&folder, &["init", "-q"]);
    git(&folder, &["add", "."]);
    git(&folder, &["commit", "-qm", "before"]);
    let base = git(&folder, &["rev-parse", "HEAD"]);
    runner.write("workspace/policy/main.rego", "package main\n");
    git(&folder, &["commit", "-qam", "after"]);
    runner.expressions.insert("github.event.pull_request.base.sha".to_owned(), base.clone());
    (runner, base)
}

#[test]
fn a_pull_request_is_judged_by_what_it_started_from() {
    let (mut runner, base) = silenced();
    let inputs = with(&[("fail-on", "low")]);
    let step = runner.step("check", &inputs);
    assert_eq!((step.code(), step.outputs["findings"].as_str()), (1, "2"), "{}", step.stdout());
    step.said("policy/main.rego differs from commit");
    // Who believes the checkout says so.
    let believed = runner.step("check", &with(&[("trusted-config", "false")]));
    assert_ne!(believed.outputs["findings"], "2", "{}", believed.stdout());
    // Pushes are believed, unless a commit is named.
    runner.variables.insert("GITHUB_EVENT_NAME".to_owned(), "push".to_owned());
    assert_ne!(runner.step("check", &inputs).outputs["findings"], "2");
    let base: &'static str = base.leak();
    let named = runner.step("check", &with(&[("trusted-config", base)]));
    assert_eq!((named.code(), named.outputs["findings"].as_str()), (1, "2"), "{}", named.stdout());
    runner.step("check", &with(&[("trusted-config", "a\nb")])).said("`trusted-config` must be one line");
}

#[test]
fn a_clone_without_history_is_told_of() {
    let (mut runner, _) = silenced();
    let whole = runner.path("whole");
    fs::rename(runner.path("workspace"), &whole).unwrap();
    let from = format!("file://{}", whole.display());
    git(&runner.path(""), &["clone", "-q", "--depth", "1", &from, "workspace"]);
    let step = runner.step("check", &INPUTS);
    assert_eq!(step.code(), 2, "{}", step.stdout());
    step.said("set `fetch-depth: 0` for actions/checkout");
    assert_ne!(runner.step("check", &with(&[("trusted-config", "false")])).code(), 1);
    runner.variables.insert("GITHUB_EVENT_NAME".to_owned(), "push".to_owned());
    assert!(!runner.step("check", &INPUTS).stdout().contains("fetch-depth"));
}

fn own_version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}

/// A release archive whose binary says a word; `curl` gives it for any address and notes the address.
fn released(runner: &Runner) -> String {
    let stage = runner.path("stage");
    fs::create_dir_all(&stage).unwrap();
    fs::write(stage.join("fiducia"), "#!/bin/bash\necho released\n").unwrap();
    fs::set_permissions(stage.join("fiducia"), fs::Permissions::from_mode(0o755)).unwrap();
    let archive = runner.path("release.tar.gz");
    let status =
        Command::new("tar").arg("-czf").arg(&archive).arg("-C").arg(&stage).arg(".").status().unwrap();
    assert!(status.success());
    runner.program(
        "curl",
        &format!(
            "while (($#)); do case $1 in --output) to=$2 ;; esac; last=$1; shift; done\necho \"$last\" >'{0}'\ncp '{1}' \"$to\"",
            runner.path("address").display(),
            archive.display()
        ),
    );
    hex(&Sha256::digest(fs::read(archive).unwrap()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn a_listed_release_is_downloaded_and_its_checksum_held() {
    let runner = Runner::new();
    let sum = released(&runner);
    let name = "fiducia-9.8.7-x86_64-unknown-linux-musl.tar.gz";
    runner.write("action/action/checksums.txt", &format!("{sum}  {name}\n"));
    let step = runner.step("install", &[("version", "v9.8.7")]);
    assert_eq!(step.code(), 0, "{}{}", step.stdout(), text(&step.output.stderr));
    step.said("released");
    let address = fs::read_to_string(runner.path("address")).unwrap();
    assert_eq!(address.trim(), format!("https://git.example/acme/fiducia/releases/download/v9.8.7/{name}"));
    assert!(Path::new(&step.outputs["binary"]).is_file());

    runner.write("action/action/checksums.txt", &format!("{}  {name}\n", "0".repeat(64)));
    let step = runner.step("install", &[("version", "9.8.7")]);
    assert_eq!(step.code(), 2);
    step.said("has the checksum");
    assert!(!step.outputs.contains_key("binary"));
}

#[test]
fn what_is_not_listed_is_built_from_the_checkout_or_refused() {
    let runner = Runner::new();
    let without_cargo = runner.step("install", &[]);
    assert_eq!(without_cargo.code(), 2);
    without_cargo.said("no cargo");

    let binary = env!("CARGO_BIN_EXE_fiducia");
    runner.program(
        "cargo",
        &format!("while (($#)); do case $1 in --root) to=$2 ;; esac; shift; done\nmkdir -p \"$to/bin\"\nln -s '{binary}' \"$to/bin/fiducia\""),
    );
    let built = runner.step("install", &[]);
    assert_eq!(built.code(), 0, "{}{}", built.stdout(), text(&built.output.stderr));
    built.said(own_version());

    let unknown = runner.step("install", &[("version", "9.9.9")]);
    assert_eq!(unknown.code(), 2);
    unknown.said("no checksum of fiducia-9.9.9-");
}

/// Nothing in `run` is filled in by the runner, and nothing that is fetched can change under its name.
#[test]
fn workflows_pin_what_they_fetch_and_fill_in_nothing() {
    let folders = [".", ".github/workflows", "examples/workflows", "examples/fleet"];
    let mut seen = 0;
    for folder in folders {
        for entry in fs::read_dir(root().join(folder)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|extension| extension != "yml")
                || path.ends_with("fiducia.gitlab-ci.yml")
            {
                continue;
            }
            seen += 1;
            let workflow: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
            for step in steps(&workflow) {
                if let Some(run) = step.get("run").and_then(Value::as_str) {
                    assert!(!run.contains("${{"), "{}: {run}", path.display());
                }
                if let Some(uses) = step.get("uses").and_then(Value::as_str) {
                    let commit = uses.split_once('@').map_or("", |(_, commit)| commit);
                    let pinned = commit.len() == 40 && commit.bytes().all(|byte| byte.is_ascii_hexdigit());
                    assert!(uses == "./" || pinned, "{}: {uses}", path.display());
                }
            }
        }
    }
    assert!(seen >= 8, "{seen}");
}

fn steps(workflow: &Value) -> Vec<Value> {
    let jobs = workflow.get("jobs").and_then(Value::as_mapping);
    let of_jobs = jobs.into_iter().flat_map(|jobs| jobs.values()).filter_map(|job| job.get("steps"));
    let of_action = workflow.get("runs").and_then(|runs| runs.get("steps"));
    of_jobs.chain(of_action).filter_map(Value::as_sequence).flatten().cloned().collect()
}
