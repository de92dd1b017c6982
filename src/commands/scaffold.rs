//! `fiducia init` and `fiducia new`.

use super::settings::of_option;
use super::{Outcome, output};
use crate::cli::{Display, Init, New, NewCommand};
use crate::lang::Lang;
use crate::policy::load::PolicySource;
use crate::policy::{LoadOptions, PolicySet};
use crate::problem::Problem;
use crate::scaffold::{self, NewFile};
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes a configuration and a first rule, or the documents of a platform.
pub fn init(cli: &Init) -> Outcome {
    if let Some(name) = &cli.platform {
        return platform(cli, name);
    }
    let next = |lang: Lang| lang.pick("next: fiducia test", "接下来：fiducia test").to_owned();
    finish(scaffold::project(cli.github), &cli.folder, cli.display, next)
}

fn platform(cli: &Init, name: &str) -> Outcome {
    let lang = cli.display.lang.unwrap_or_default();
    if name.trim().is_empty() {
        let problem = of_option("--platform", "a platform has a name", "平台名称不能为空");
        return Outcome::refused(problem, cli.display);
    }
    let load =
        LoadOptions { policies: vec![PolicySource::Pack("custody".to_owned())], ..LoadOptions::default() };
    let kinds = PolicySet::load(&load).kinds;
    let files = scaffold::platform::platform(name.trim(), &kinds, lang).map(|mut files| {
        files.extend(cli.github.then(scaffold::workflow));
        files
    });
    finish(files, &cli.folder, cli.display, |lang| {
        lang.pick(
            "next: `fiducia check` tells what to fill in; then `fiducia assess init` and `fiducia plan -o plan.yaml`",
            "接下来：`fiducia check` 会指出须填写的内容，之后可运行 `fiducia assess init` 和 `fiducia plan -o plan.yaml`",
        )
        .to_owned()
    })
}

/// Writes a rule.
pub fn new(cli: &New) -> Outcome {
    let NewCommand::Rule(rule) = &cli.what;
    let files = scaffold::rule(&rule.id, rule.package.as_deref(), &rule.dir);
    let dir = rule.dir.display().to_string();
    finish(files, Path::new(""), rule.display, |lang| {
        lang.pick(format!("next: fiducia test {dir}"), format!("接下来：fiducia test {dir}"))
    })
}

fn finish(
    files: Result<Vec<NewFile>, Problem>,
    folder: &Path,
    display: Display,
    next: impl Fn(Lang) -> String,
) -> Outcome {
    let lang = display.lang.unwrap_or_default();
    match files.and_then(|files| write(&files, folder)) {
        Ok(written) => {
            let line = |path: &String| lang.pick(format!("wrote {path}\n"), format!("已写入 {path}\n"));
            let stdout = written.iter().map(line).collect::<String>() + &next(lang) + "\n";
            Outcome { stdout: stdout.into_bytes(), ..Outcome::default() }
        }
        Err(problem) => Outcome::refused(problem, display),
    }
}

/// Writes all files, or none if one of them is there already.
pub(super) fn write(files: &[NewFile], folder: &Path) -> Result<Vec<String>, Problem> {
    let there: Vec<String> = files
        .iter()
        .map(|(path, _)| folder.join(path))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(|path| path.display().to_string())
        .collect();
    if !there.is_empty() {
        return Err(Problem::refused(
            format!("nothing was written: there is already {}", there.join(", ")),
            format!("未写入任何文件：已存在 {}", there.join("、")),
        ));
    }
    let mut written = Vec::new();
    for (path, text) in files {
        let path = folder.join(path);
        let failed = |error: std::io::Error| output::unwritable(&path, &error);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(failed)?;
        }
        // A file that came to be there meanwhile is kept too.
        let file = fs::OpenOptions::new().write(true).create_new(true).open(&path);
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(failed)?;
        written.push(path.display().to_string().replace('\\', "/").trim_start_matches("./").to_owned());
    }
    Ok(written)
}
