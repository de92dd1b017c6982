//! Reports in files: written beside the target and renamed, so that nobody ever reads half of one.

use super::{Outcome, terminal};
use crate::cli::Color;
use crate::discover;
use crate::problem::Problem;
use crate::report::{self, Format, Report, Style, human};
use clap::ValueEnum;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A report to write to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output {
    /// Its format; `None` for that of standard output, which it then replaces.
    pub format: Option<Format>,
    /// The file.
    pub path: PathBuf,
}

impl Output {
    /// From `[FORMAT=]FILE`. What stands before the first `=` is a format only if it is the name of one.
    pub fn parse(text: &str) -> Self {
        let named =
            text.split_once('=').and_then(|(name, path)| Some((Format::from_str(name, false).ok()?, path)));
        match named {
            Some((format, path)) => Output { format: Some(format), path: path.into() },
            None => Output { format: None, path: text.into() },
        }
    }
}

/// The reports that a command was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Reports<'c> {
    /// The format on standard output.
    pub format: Format,
    /// Files, as `-o` names them.
    pub files: &'c [String],
    /// Leave the summary out.
    pub quiet: bool,
    /// When to use colour.
    pub color: Color,
}

impl Reports<'_> {
    /// Writes the files and leaves what is for standard output. A file that cannot be written makes the
    /// run fail as a whole.
    pub fn deliver(self, report: &Report, outcome: &mut Outcome) {
        let outputs: Vec<Output> = self.files.iter().map(|text| Output::parse(text)).collect();
        for target in &outputs {
            let bytes = self.render(report, target.format.unwrap_or(self.format), Style::default());
            if let Err(problem) = write(&target.path, &bytes) {
                let style = terminal::style(self.color, &io::stderr());
                outcome.stderr.push_str(&human::problems(&[problem], report.lang, style));
                outcome.code = 2;
            }
        }
        if outputs.iter().all(|target| target.format.is_some()) {
            outcome.stdout = self.render(report, self.format, terminal::style(self.color, &io::stdout()));
        }
    }

    fn render(self, report: &Report, format: Format, style: Style) -> Vec<u8> {
        let mut bytes = Vec::new();
        // Writing to memory does not fail.
        let _ = match format {
            Format::Human if self.quiet => human::findings(report, style, &mut bytes),
            other => report::render(report, other, style, &mut bytes),
        };
        bytes
    }
}

/// Writes a file as a whole.
///
/// # Errors
/// The folder does not exist or cannot be written to.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let failed = |error: io::Error| Problem::Usage {
        reason: format!("cannot write {}: {}", path.display(), discover::reason(&error)),
    };
    // Pipes and devices cannot be replaced.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let file = fs::OpenOptions::new().write(true).open(path);
        return file.and_then(|mut file| file.write_all(bytes)).map_err(failed);
    }
    // What a link names is replaced and not the link.
    let real = fs::canonicalize(path);
    let path = real.as_deref().unwrap_or(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let permissions = fs::metadata(path).map(|metadata| metadata.permissions());
    let mut file = builder.prefix(".fiducia-").tempfile_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    if let Ok(permissions) = permissions {
        file.as_file().set_permissions(permissions).map_err(failed)?;
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_what_stands_before_the_equals_sign_if_it_is_one() {
        assert_eq!(
            Output::parse("json=a=b.json"),
            Output { format: Some(Format::Json), path: "a=b.json".into() }
        );
        assert_eq!(Output::parse("run=7.txt"), Output { format: None, path: "run=7.txt".into() });
    }
}
