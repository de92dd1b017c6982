//! Reports in files: written beside the target and renamed, so that nobody ever reads half of one.

use super::settings::of_option;
use super::{Deliver, Outcome, terminal};
use crate::cli::{Display, Reporting};
use crate::discover;
use crate::problem::Problem;
use crate::report::{self, Format, Report, Style, human};
use crate::similar::similar;
use clap::ValueEnum;
use clap::builder::PossibleValue;
use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes of a report that are held before they are passed on.
const PIECE: usize = 1 << 16;

/// A report to write to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Output<F> {
    /// Its format; `None` for that of standard output, which it then replaces.
    pub format: Option<F>,
    /// The file.
    pub path: PathBuf,
}

impl<F: ValueEnum> Output<F> {
    /// From `[FORMAT=]FILE`. What stands before the first `=` is a format only if it is the name of one.
    ///
    /// # Errors
    /// It looks like the name of one: a report must not end up in a file of that name, in another format.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let Some((name, path)) = text.split_once('=') else {
            if F::from_str(text, false).is_ok() {
                let en = format!(
                    "{text:?} is a format: `-f {text}` prints it, `-o {text}=FILE` writes it; a file of that name is `./{text}`"
                );
                let zh = format!(
                    "“{text}”是格式名：`-f {text}` 打印，`-o {text}=FILE` 写入文件；若是文件名，请写作 `./{text}`"
                );
                return Err(of_option("--output", &en, &zh));
            }
            return Ok(Output { format: None, path: text.into() });
        };
        if let Ok(format) = F::from_str(name, false) {
            return Ok(Output { format: Some(format), path: path.into() });
        }
        let formats: Vec<_> = F::value_variants().iter().filter_map(F::to_possible_value).collect();
        let word = name.chars().all(char::is_alphanumeric);
        match similar(name, formats.iter().map(PossibleValue::get_name)).filter(|_| word) {
            Some(format) => {
                let en = format!(
                    "there is no format {name:?}; did you mean {format:?}? A file of that name is `./{text}`"
                );
                let zh = format!("没有名为“{name}”的格式，是否指“{format}”？若是文件名，请写作 `./{text}`");
                Err(of_option("--output", &en, &zh))
            }
            None => Ok(Output { format: None, path: text.into() }),
        }
    }
}

/// Writes the files that were asked for, and leaves what is for standard output: nothing where a file without a
/// format of its own replaces it. A file that cannot be written makes the command fail as a whole.
pub fn deliver<F: ValueEnum + Copy>(
    format: F,
    targets: &[String],
    display: Display,
    outcome: &mut Outcome,
    render: impl Fn(F, Style) -> Vec<u8>,
) {
    let write = |format, style, out: &mut dyn Write| out.write_all(&render(format, style));
    if !files(format, targets, display, outcome, write) {
        outcome.stdout = render(format, terminal::style(display.color, &io::stdout()));
    }
}

/// Writes the files that were asked for; true if one of them replaces what is for standard output.
fn files<F: ValueEnum + Copy>(
    format: F,
    targets: &[String],
    display: Display,
    outcome: &mut Outcome,
    render: impl Fn(F, Style, &mut dyn Write) -> io::Result<()>,
) -> bool {
    let mut replaced = false;
    for text in targets {
        let written = Output::parse(text).and_then(|Output { format: named, path }| {
            replaced |= named.is_none();
            write_by(&path, |out| render(named.unwrap_or(format), Style::default(), out))
        });
        if let Err(problem) = written {
            outcome.fail(&[problem], display);
        }
    }
    replaced
}

/// The reports that a command was asked for, standard output in pieces as they are rendered. A quiet one leaves the
/// summary out.
pub fn reports(
    report: &Report,
    cli: &Reporting,
    quiet: bool,
    display: Display,
    outcome: &mut Outcome,
    pass_on: Deliver,
) {
    let render = |format, style, out: &mut dyn Write| match format {
        Format::Human if quiet => human::findings(report, style, out),
        other => report::render(report, other, style, out),
    };
    if files(cli.format, &cli.output, display, outcome, render) {
        return;
    }
    let mut pieces = Pieces { outcome, pass_on };
    // It fails only where nobody reads any longer, which is no failure of the run.
    let _ = render(cli.format, terminal::style(display.color, &io::stdout()), &mut pieces);
}

/// What is for standard output, passed on in pieces; the last stays in the outcome.
struct Pieces<'o> {
    outcome: &'o mut Outcome,
    pass_on: Deliver<'o>,
}

impl Write for Pieces<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.outcome.stdout.extend_from_slice(bytes);
        if self.outcome.stdout.len() < PIECE {
            return Ok(bytes.len());
        }
        let Outcome { stdout, stderr, code } = &mut *self.outcome;
        let piece = Outcome { stdout: std::mem::take(stdout), stderr: std::mem::take(stderr), code: *code };
        match (self.pass_on)(piece) {
            true => Ok(bytes.len()),
            false => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// A file that cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Problem {
    let (path, reason) = (path.display(), discover::reason(error));
    Problem::refused(format!("cannot write {path}: {reason}"), format!("无法写入 {path}：{reason}"))
}

/// Writes a file as a whole.
///
/// # Errors
/// The folder does not exist or cannot be written to.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_by(path, |out| out.write_all(bytes))
}

/// The same with what something writes.
fn write_by(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Problem> {
    let fill = |file: &mut fs::File| {
        let mut buffered = BufWriter::with_capacity(PIECE, file);
        fill(&mut buffered)?;
        buffered.flush()
    };
    let failed = |error: io::Error| unwritable(path, &error);
    // Pipes and devices cannot be replaced.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        let file = fs::OpenOptions::new().write(true).open(path);
        return file.and_then(|mut file| fill(&mut file)).map_err(failed);
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
    fill(file.as_file_mut()).map_err(failed)?;
    if let Ok(permissions) = permissions {
        file.as_file().set_permissions(permissions).map_err(failed)?;
    }
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_what_stands_before_the_equals_sign_if_it_is_one() {
        let parse = |text| Output::<Format>::parse(text).unwrap();
        assert_eq!(parse("json=a=b.json"), Output { format: Some(Format::Json), path: "a=b.json".into() });
        for file in ["run=7.txt", "./jsn=a.json", "report.json"] {
            assert_eq!(parse(file), Output { format: None, path: file.into() });
        }
    }

    #[test]
    fn what_looks_like_a_format_is_no_file() {
        for text in ["sarf=r.sarif", "JSON=r.json", "html5=r.html"] {
            assert!(Output::<Format>::parse(text).is_err(), "{text}");
        }
    }
}
