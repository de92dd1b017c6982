//! What `git` says of changed lines. A repository may be hostile, its own configuration too: no command that
//! it names is run, no hook, no filter, no driver of differences, and nothing is fetched.

use super::changed::{Changes, Patch, real};
use crate::problem::Problem;
use std::io::{BufReader, Read as _, Seek as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Configuration that git is to keep to, whatever the repository says.
const SAFE: [&str; 10] = [
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=true",
    "core.pager=cat",
    "core.attributesFile=/dev/null",
    "diff.ignoreSubmodules=all",
    "diff.orderFile=/dev/null",
    "protocol.allow=never",
    "submodule.recurse=false",
];

/// How differences are written.
const DIFF: [&str; 13] = [
    "diff",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-relative",
    "--src-prefix=a/",
    "--dst-prefix=b/",
    "--text",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames",
    "--submodule=short",
    "--ignore-submodules=all",
];

/// What changed in the working tree since HEAD and a revision parted: against the merge base of the two, and so
/// without what only the other side changed.
///
/// # Errors
/// There is no git, no repository, no such revision, or nothing that the two have in common.
pub fn changes_since(revision: &str, working_directory: &Path) -> Result<Changes, Problem> {
    let mut git = Git::new("--changed-since", working_directory);
    git.is_revision(revision)?;
    let root = git.root()?;
    git.filters = git.filters()?;
    let base = git.base(revision)?;
    let before = git.run(&["ls-tree", "-r", "-z", "--name-only", "--full-tree", &base])?;
    let before = before.split(|byte| *byte == 0).filter(|path| !path.is_empty());
    let before = before.map(|path| String::from_utf8_lossy(path).into_owned()).collect();
    let patch = git.patch(&base)?;
    Ok(Changes { root: real(&root), working_directory: working_directory.to_path_buf(), before, patch })
}

/// What `git` is asked for an option.
pub(super) struct Git<'g> {
    /// The option, for messages.
    option: &'static str,
    folder: &'g Path,
    /// Configuration that turns filters off.
    filters: Vec<String>,
}

impl<'g> Git<'g> {
    /// For an option, in a folder.
    pub(super) fn new(option: &'static str, folder: &'g Path) -> Self {
        Git { option, folder, filters: Vec::new() }
    }

    /// Turns off what some configuration would run.
    pub(super) fn guard(&mut self) -> Result<(), Problem> {
        self.filters = self.filters()?;
        Ok(())
    }

    pub(super) fn is_revision(&self, revision: &str) -> Result<(), Problem> {
        if revision.is_empty() || revision.starts_with('-') {
            let (en, zh) = (format!("{revision:?} is no revision"), format!("“{revision}”不是版本"));
            return Err(self.wrong(&en, &zh));
        }
        Ok(())
    }

    /// Why it cannot be told, in two languages.
    pub(super) fn wrong(&self, en: &str, zh: &str) -> Problem {
        Problem::refused(format!("{}: {en}", self.option), format!("{}：{zh}", self.option))
    }

    /// What git says, which it says in English.
    pub(super) fn said(&self, complaint: &str) -> Problem {
        self.wrong(&format!("git: {complaint}"), &format!("git 报告：{complaint}"))
    }

    pub(super) fn cannot_run(&self, error: &std::io::Error) -> Problem {
        match error.kind() {
            std::io::ErrorKind::NotFound => self
                .wrong("it needs the command `git`, which is not installed", "需要 `git` 命令，但尚未安装"),
            _ => self.wrong(&format!("cannot run git: {error}"), &format!("无法运行 git：{error}")),
        }
    }

    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(self.folder).args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"]);
        for setting in SAFE.iter().copied().chain(self.filters.iter().map(String::as_str)) {
            command.args(["-c", setting]);
        }
        for variable in ["GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_PAGER", "PAGER"] {
            command.env_remove(variable);
        }
        command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
        command.args(arguments).stdin(Stdio::null());
        command
    }

    /// What a command writes, if it succeeds; else what it complains of.
    fn ask(&self, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, Problem> {
        let output = self.command(arguments).output().map_err(|error| self.cannot_run(&error))?;
        Ok(if output.status.success() { Ok(output.stdout) } else { Err(complaint(&output.stderr)) })
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Problem> {
        self.ask(arguments)?.map_err(|complaint| self.said(&complaint))
    }

    pub(super) fn line(&self, arguments: &[&str]) -> Result<Option<String>, Problem> {
        let line = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).trim_end_matches(['\n', '\r']).to_owned();
        Ok(self.ask(arguments)?.ok().map(line))
    }

    pub(super) fn root(&self) -> Result<PathBuf, Problem> {
        let root = self.ask(&["rev-parse", "--show-toplevel"])?;
        let root = root.map_err(|complaint| {
            let where_ = self.folder.display();
            self.wrong(
                &format!("{where_} is in no working tree of a git repository: {complaint}"),
                &format!("{where_} 不在 git 仓库的工作树中：{complaint}"),
            )
        })?;
        Ok(PathBuf::from(String::from_utf8_lossy(&root).trim_end_matches(['\n', '\r']).to_owned()))
    }

    /// Settings that turn off every filter that some configuration names: a filter is a command.
    fn filters(&self) -> Result<Vec<String>, Problem> {
        let pattern = r"^filter\..*\.(clean|smudge|process|required)$";
        let names = self.ask(&["config", "--name-only", "-z", "--get-regexp", pattern])?.unwrap_or_default();
        let names = String::from_utf8_lossy(&names).into_owned();
        let off = |name: &str| match name {
            // Such a name would end where its value begins.
            name if name.contains(['=', '\n']) => Err(self.wrong(
                &format!("the filter {name:?} cannot be turned off: its name is unusual"),
                &format!("无法停用过滤器“{}”：名称异常", name.escape_debug()),
            )),
            name if name.ends_with(".required") => Ok(format!("{name}=false")),
            name => Ok(format!("{name}=")),
        };
        names.split('\0').filter(|name| !name.is_empty()).map(off).collect()
    }

    /// The commit at which HEAD and a revision parted.
    pub(super) fn base(&self, revision: &str) -> Result<String, Problem> {
        let commit = self.line(&["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
        let Some(commit) = commit else {
            return Err(self.unless_shallow(
                &format!("there is no revision {revision:?} in this repository"),
                &format!("此仓库中没有版本“{revision}”"),
            ));
        };
        let base = self.line(&["merge-base", "HEAD", &commit])?;
        base.filter(|base| !base.is_empty()).ok_or_else(|| {
            self.unless_shallow(
                &format!("HEAD and {revision:?} have no commit in common that is known here"),
                &format!("HEAD 与“{revision}”在此仓库中没有已知的共同提交"),
            )
        })
    }

    fn unless_shallow(&self, en: &str, zh: &str) -> Problem {
        match self.line(&["rev-parse", "--is-shallow-repository"]) {
            Ok(Some(answer)) if answer == "true" => self.wrong(
                &format!(
                    "{en}: the clone is too shallow. Fetch the whole history: `fetch-depth: 0` for \
                     actions/checkout, or `git fetch --unshallow`"
                ),
                &format!(
                    "{zh}：克隆深度不足。请取回完整历史：actions/checkout 设 `fetch-depth: 0`，或运行 `git fetch --unshallow`"
                ),
            ),
            _ => self.wrong(en, zh),
        }
    }

    /// The patch from a commit to the working tree, read as it comes.
    fn patch(&self, base: &str) -> Result<Patch, Problem> {
        let failed = |error: std::io::Error| self.said(&error.to_string());
        let mut complaints = tempfile::tempfile().map_err(failed)?;
        let mut command = self.command(&DIFF);
        command.args([base, "--"]).stdout(Stdio::piped()).stderr(complaints.try_clone().map_err(failed)?);
        let mut child = command.spawn().map_err(|error| self.cannot_run(&error))?;
        let read = child.stdout.take().map(|stdout| Patch::read(&mut BufReader::new(stdout)));
        let status = child.wait().map_err(failed)?;
        if !status.success() {
            let mut bytes = Vec::new();
            complaints
                .rewind()
                .and_then(|()| complaints.take(1 << 12).read_to_end(&mut bytes))
                .map_err(failed)?;
            return Err(self.said(&complaint(&bytes)));
        }
        read.unwrap_or_else(|| Ok(Patch::default())).map_err(failed)
    }
}

/// The last line that git complains with, which says why it stopped.
fn complaint(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let fatal = lines().find_map(|line| line.strip_prefix("fatal: ").or(line.strip_prefix("error: ")));
    fatal.or(lines().next_back()).unwrap_or("it failed and does not say why").to_owned()
}
