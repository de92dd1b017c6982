//! Assessments kept in a folder, one file a day: `assessments/2026-11-22.json`.

use super::settings;
use crate::assess::saved::Saved;
use crate::compare::{self, LARGEST, Read};
use crate::discover;
use crate::problem::Problem;
use std::path::{Path, PathBuf};

/// Reads every `.json` file of a folder, all of which have to be assessments.
///
/// # Errors
/// The folder cannot be read or holds none, or some of its files are no assessments.
pub fn read(folder: &Path) -> Result<Vec<Saved>, Vec<Problem>> {
    let files = files(folder).map_err(|problem| vec![problem])?;
    let (mut points, mut problems) = (Vec::new(), Vec::new());
    for path in files {
        match file(&path) {
            Ok(Read::Assessment(saved)) => points.push(*saved),
            Ok(Read::Report(_)) => {
                let path = path.display();
                problems.push(Problem::refused(
                    format!("{path} is a report of `check` and no assessment: a trend is made of what `assess -f json` writes"),
                    format!("{path} 是 `check` 的报告，不是评估：趋势由 `assess -f json` 写出的文件构成"),
                ));
            }
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(points) } else { Err(problems) }
}

/// Reads a report or an assessment.
///
/// # Errors
/// The file cannot be read, or is neither.
pub fn file(path: &Path) -> Result<Read, Problem> {
    let shown = discover::shown(path, &settings::working_directory()?);
    compare::read(&discover::read(path, &shown, LARGEST)?)
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let unreadable = |error: std::io::Error| Problem::Unreadable {
        path: folder.display().to_string(),
        reason: discover::reason(&error),
    };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|extension| extension == "json") && !path.is_dir() {
            files.push(path);
        }
    }
    if files.is_empty() {
        let folder = folder.display();
        return Err(Problem::refused(
            format!("{folder} holds no .json file; `assess -o json={folder}/2026-11-22.json` writes one"),
            format!("{folder} 中没有 .json 文件；可用 `assess -o json={folder}/2026-11-22.json` 生成"),
        ));
    }
    files.sort();
    Ok(files)
}
