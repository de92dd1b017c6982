//! Changed lines: what a change touches since it left another branch, and the findings that lie there.
//!
//! Everything is evaluated, and an open finding is reported where a label of it touches a changed line. Lines
//! that were taken out are no lines any more; they count for what lies around them, and for what is missing
//! in the mapping that they were taken from.

use super::{Setting, Triage};
use crate::document::Document;
use crate::finding::{Finding, Label, LocatedBy};
use crate::source::{Encoding, SourceFile};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufRead};
use std::path::{Path, PathBuf};

/// The longest line of a patch that says something: longer ones are content.
const LONGEST: usize = 1 << 16;

/// What is otherwise than it was.
#[derive(Debug, Default)]
pub struct Changes {
    /// The folder that paths are relative to, links followed.
    pub root: PathBuf,
    /// Paths are printed relative to this folder.
    pub working_directory: PathBuf,
    /// The files that were there before: every other one is new.
    pub before: BTreeSet<String>,
    /// What the patch says.
    pub patch: Patch,
}

/// What a patch says of files, by path.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Patch {
    files: HashMap<String, Lines>,
    /// True if it takes a file away, or to another place.
    gone: bool,
}

/// The lines of a file that changed.
#[derive(Debug, Default, PartialEq, Eq, Clone)]
struct Lines {
    whole: bool,
    hunks: Vec<Hunk>,
}

/// Lines that changed together, 1-based; none if lines were only taken out behind `start`.
#[derive(Debug, PartialEq, Eq, Clone, Copy)]
struct Hunk {
    start: usize,
    count: usize,
    /// True if lines were taken out.
    removed: bool,
}

impl Lines {
    fn whole() -> Self {
        Lines { whole: true, hunks: Vec::new() }
    }

    fn any(&self) -> bool {
        self.whole || !self.hunks.is_empty()
    }

    /// True if a change lies on these lines, or lines were taken out between them.
    fn touch(&self, first: usize, last: usize) -> bool {
        let touches = |hunk: &Hunk| match hunk.count {
            0 => first <= hunk.start && hunk.start < last,
            count => hunk.start <= last && first < hunk.start + count,
        };
        self.whole || self.hunks.iter().any(touches)
    }

    /// True if lines were taken out of these, or right before or behind them.
    fn lost(&self, first: usize, last: usize) -> bool {
        let near =
            |hunk: &Hunk| hunk.start <= last + 1 && first <= hunk.start + hunk.count.saturating_sub(1) + 1;
        self.whole || self.hunks.iter().any(|hunk| hunk.removed && near(hunk))
    }
}

/// Leaves out the open findings that no change touches, and counts them.
pub(super) fn apply(findings: &mut Vec<Finding>, setting: &Setting<'_>, triage: &mut Triage) {
    let Some(changes) = &setting.options.changes else { return };
    let documents = setting.documents.iter();
    let documents: HashMap<(*const SourceFile, usize), &Document> = documents
        .map(|document| ((std::sync::Arc::as_ptr(&document.source), document.index), document))
        .collect();
    let mut files = HashMap::new();
    let before = findings.len();
    findings.retain(|finding| {
        let mut labels = std::iter::once(&finding.primary).chain(&finding.related);
        let project = setting.policies.rules[finding.rule].input.is_of_all();
        let loose = project || finding.located_by == LocatedBy::Document;
        let mut touched = |label: &Label| {
            let path = &label.source.path;
            let lines = files.entry(path.clone()).or_insert_with(|| changes.lines(&label.source));
            let document = documents.get(&(std::sync::Arc::as_ptr(&label.source), label.document));
            (loose && lines.any()) || touches(lines, label, document.copied())
        };
        !finding.is_open() || (project && changes.patch.gone) || labels.any(&mut touched)
    });
    triage.unchanged = Some(before - findings.len());
}

fn touches(lines: &Lines, label: &Label, document: Option<&Document>) -> bool {
    let range = |span: crate::source::Span| {
        let last = span.end.saturating_sub(1).max(span.start);
        (label.source.position(span.start).line, label.source.position(last).line)
    };
    let (first, last) = range(label.span);
    let lost = || {
        let document = document.filter(|_| label.missing)?;
        let (first, last) = range(document.node(document.resolve(&label.pointer).node).span);
        Some(lines.lost(first, last))
    };
    lines.touch(first, last) || lost().unwrap_or(false)
}

impl Changes {
    /// What changed in a file. One that is no file of the repository, or was none before, is new as a whole.
    fn lines(&self, source: &SourceFile) -> Lines {
        let Some(path) = self.path(&source.path) else { return Lines::whole() };
        match self.patch.files.get(&path) {
            // Lines of such a file are not those that a patch counts.
            Some(lines)
                if matches!(source.encoding, Encoding::Utf16Le | Encoding::Utf16Be) && lines.any() =>
            {
                Lines::whole()
            }
            Some(lines) => lines.clone(),
            None if self.before.contains(&path) => Lines::default(),
            None => Lines::whole(),
        }
    }

    /// The path in the repository of a path as printed.
    fn path(&self, shown: &str) -> Option<String> {
        let real = self.working_directory.join(shown).canonicalize().ok()?;
        let below = real.strip_prefix(&self.root).ok()?;
        let steps = below.components().map(|step| step.as_os_str().to_str());
        Some(steps.collect::<Option<Vec<&str>>>()?.join("/"))
    }
}

impl Patch {
    /// Reads a patch without context, as `git diff` writes it with the prefixes `a/` and `b/`. How many lines of
    /// content follow is said before them, so that content cannot pass for anything else.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn read(reader: &mut impl BufRead) -> io::Result<Patch> {
        let (mut patch, mut line) = (Patch::default(), Vec::new());
        let (mut before, mut path): (Option<String>, Option<String>) = (None, None);
        let mut content = 0;
        while next_line(reader, &mut line)? {
            let text = String::from_utf8_lossy(&line);
            if content > 0 {
                // "\ No newline at end of file" is none of the lines that are counted.
                content -= usize::from(!text.starts_with('\\'));
            } else if let Some(rest) = text.strip_prefix("@@ ") {
                let Some((hunk, length)) = hunk(rest) else { continue };
                content = length;
                let file = path.as_ref().or(before.as_ref()).cloned();
                let lines = file.map(|file| patch.files.entry(file).or_default());
                if let Some(lines) = lines {
                    lines.hunks.push(hunk);
                }
            } else if text.starts_with("diff --git ") {
                (before, path) = (None, None);
            } else if let Some(rest) = text.strip_prefix("--- ") {
                before = name(rest, "a/");
            } else if let Some(rest) = text.strip_prefix("+++ ") {
                path = name(rest, "b/");
                match (&path, &before) {
                    (None, Some(before)) => patch.take_away(before),
                    (Some(path), None) => drop(patch.files.insert(path.clone(), Lines::whole())),
                    _ => {}
                }
            } else if let Some(rest) = text.strip_prefix("rename to ") {
                patch.gone = true;
                patch.files.entry(unquoted(rest)).or_default();
            } else if let Some(rest) = text.strip_prefix("* Unmerged path ") {
                patch.files.insert(unquoted(rest), Lines::whole());
            } else if text.starts_with("deleted file mode") {
                patch.gone = true;
            }
        }
        Ok(patch)
    }

    fn take_away(&mut self, path: &str) {
        self.gone = true;
        // It may lie there all the same, for git alone it is gone.
        self.files.insert(path.to_owned(), Lines::whole());
    }
}

/// The next line, without its end; what is longer than anything that matters is cut.
fn next_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let mut any = false;
    loop {
        let buffer = reader.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any);
        }
        any = true;
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        line.extend_from_slice(&buffer[..taken.min(LONGEST.saturating_sub(line.len()))]);
        reader.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(true);
        }
    }
}

/// `-a,b +c,d @@`: the lines that it is about now, and how many lines of content follow.
fn hunk(text: &str) -> Option<(Hunk, usize)> {
    let mut words = text.split(' ');
    let mut range = |sign: char| {
        let range = words.next()?.strip_prefix(sign)?;
        let (start, count) = range.split_once(',').unwrap_or((range, "1"));
        Some((start.parse::<usize>().ok()?, count.parse::<usize>().ok()?))
    };
    let ((_, removed), (start, count)) = (range('-')?, range('+')?);
    Some((Hunk { start, count, removed: removed > 0 }, removed + count))
}

/// A path behind its prefix; `None` for `/dev/null`. A name with spaces ends in a tab.
fn name(text: &str, prefix: &str) -> Option<String> {
    unquoted(text.strip_suffix('\t').unwrap_or(text)).strip_prefix(prefix).map(str::to_owned)
}

/// A path as it is; git writes unusual ones in quotes, with the escapes of C.
fn unquoted(text: &str) -> String {
    let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
    let Some(inner) = inner else { return text.to_owned() };
    let (mut bytes, mut rest) = (Vec::new(), inner.as_bytes());
    while let [first, others @ ..] = rest {
        rest = others;
        match (first, others) {
            (b'\\', [a @ b'0'..=b'3', b @ b'0'..=b'7', c @ b'0'..=b'7', others @ ..]) => {
                bytes.push((a - b'0') * 64 + (b - b'0') * 8 + (c - b'0'));
                rest = others;
            }
            (b'\\', [escape, others @ ..]) => {
                let known = [
                    (b'n', b'\n'),
                    (b't', b'\t'),
                    (b'r', b'\r'),
                    (b'a', 7),
                    (b'b', 8),
                    (b'v', 11),
                    (b'f', 12),
                ];
                bytes.push(known.iter().find(|(name, _)| name == escape).map_or(*escape, |(_, byte)| *byte));
                rest = others;
            }
            _ => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The folder that a repository lies in, links followed.
pub(super) fn real(path: &Path) -> PathBuf {
    path.canonicalize().unwrap_or_else(|_| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Patch {
        Patch::read(&mut text.as_bytes()).unwrap()
    }

    #[test]
    fn content_does_not_pass_for_a_header() {
        let patch = read(
            "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n--- a/y\n+++ b/y\n+@@ -1 +1 @@\n@@ -9,0 +11 @@\n+a\n\\ No newline at end of file\n",
        );
        let hunks = |start, count, removed| Hunk { start, count, removed };
        let lines = Lines { whole: false, hunks: vec![hunks(1, 2, true), hunks(11, 1, false)] };
        assert_eq!(patch.files, [("x".to_owned(), lines)].into());
        assert!(!patch.gone);
    }

    #[test]
    fn names_are_read_as_git_writes_them() {
        assert_eq!(name("b/a b\t", "b/").as_deref(), Some("a b"));
        assert_eq!(name("\"b/\\345\\271\\263\\t\\\"x\\\\\"", "b/").as_deref(), Some("平\t\"x\\"));
        assert_eq!(name("/dev/null", "b/"), None);
    }

    #[test]
    fn files_come_and_go() {
        let patch = read(
            "diff --git a/new b/new\nnew file mode 100644\n--- /dev/null\n+++ b/new\n@@ -0,0 +1 @@\n+x\ndiff --git a/old b/old\ndeleted file mode 100644\n--- a/old\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\ndiff --git a/p b/q\nsimilarity index 100%\nrename from p\nrename to q\n",
        );
        assert!(
            patch.gone && patch.files["new"].whole && patch.files["old"].whole && !patch.files["q"].any()
        );
    }

    #[test]
    fn lines_that_were_taken_out_count_for_what_is_around_them() {
        let lines = Lines { whole: false, hunks: vec![Hunk { start: 4, count: 0, removed: true }] };
        assert!(lines.touch(4, 5) && lines.touch(1, 9) && !lines.touch(4, 4) && !lines.touch(5, 5));
        assert!(
            lines.lost(1, 3)
                && lines.lost(5, 9)
                && lines.lost(2, 8)
                && !lines.lost(6, 9)
                && !lines.lost(1, 2)
        );
    }
}
