//! `fiducia init` and `fiducia new`.

use super::Outcome;
use crate::cli::{Display, Init, New, NewCommand};
use crate::discover;
use crate::lang::Lang;
use crate::problem::Problem;
use crate::scaffold::{self, NewFile};
use std::fs;
use std::io::Write as _;
use std::path::Path;

/// Writes a configuration and a first rule.
pub fn init(cli: &Init) -> Outcome {
    let next = |lang: Lang| lang.pick("next: fiducia test", "接下来：fiducia test").to_owned();
    finish(scaffold::project(cli.github), &cli.folder, cli.display, next)
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
        let reason = format!("nothing was written: there is already {}", there.join(", "));
        return Err(Problem::Usage { reason });
    }
    let mut written = Vec::new();
    for (path, text) in files {
        let path = folder.join(path);
        let failed = |error: std::io::Error| Problem::Usage {
            reason: format!("cannot write {}: {}", path.display(), discover::reason(&error)),
        };
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
