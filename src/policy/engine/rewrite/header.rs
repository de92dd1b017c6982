//! Imports behind rules, which the engine does not parse.

use super::Code;
use crate::source::Span;

/// The text with the imports that stand behind rules moved before them, into lines of comments and blanks; and
/// where the package statement is in the file. `None` if there are no such imports, or no room.
pub fn imports_first(text: &str) -> Option<(String, Span)> {
    let bytes = text.as_bytes();
    let (mut package, mut imports, mut first_rule) = (None, Vec::new(), None);
    let (mut depth, mut line_start) = (0usize, true);
    for (at, byte) in Code::new(text) {
        if line_start && depth == 0 && (byte.is_ascii_alphabetic() || byte == b'_') {
            let length = bytes[at..].iter().take_while(|byte| !matches!(byte, b'\n' | b'#')).count();
            let statement = at..at + text[at..at + length].trim_end().len();
            let word = text[statement.clone()].split_whitespace().next().unwrap_or_default();
            match word {
                "package" => package = Some(statement),
                "import" => imports.push(statement),
                _ => first_rule = first_rule.or(Some(at)),
            }
        }
        line_start = byte == b'\n' || (line_start && matches!(byte, b' ' | b'\t' | b'\r'));
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    let (package, first_rule) = (package?, first_rule?);
    if !imports.iter().any(|import| import.start > first_rule) || package.start > first_rule {
        return None;
    }
    let mut changed = bytes.to_vec();
    let late = imports.iter().filter(|import| import.start > first_rule).cloned();
    for blank in std::iter::once(0..first_rule).chain(late) {
        changed[blank].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }
    let mut lines = lines(bytes, first_rule).into_iter();
    for statement in std::iter::once(&package).chain(&imports) {
        let (start, _) = lines.find(|&(_, room)| room >= statement.len())?;
        changed[start..start + statement.len()].copy_from_slice(&bytes[statement.clone()]);
    }
    Some((String::from_utf8(changed).ok()?, Span::new(package.start, package.end)))
}

/// The lines before an offset: where each begins, and its length.
fn lines(bytes: &[u8], end: usize) -> Vec<(usize, usize)> {
    let mut from = 0;
    let lines = bytes[..end].split(|byte| *byte == b'\n').map(|line| {
        let at = from;
        from += line.len() + 1;
        (at, line.len())
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imports_move_into_comments_before_the_package() {
        let text =
            "# long enough\npackage a\n# a comment\n# and another one\np := b.c\nimport data.b # c\nq := 1\n";
        let (changed, package) = imports_first(text).unwrap();
        assert_eq!(changed.len(), text.len());
        let lines: Vec<&str> = changed.lines().map(str::trim_end).collect();
        assert_eq!(lines, ["package a", "", "", "import data.b", "p := b.c", "              # c", "q := 1"]);
        assert_eq!(&text[package.range()], "package a");
    }

    #[test]
    fn imports_in_their_place_stay() {
        for text in ["package a\nimport data.b\np := 1\n", "package a\np := `\nimport data.b`\n", "p := 1\n"]
        {
            assert_eq!(imports_first(text), None, "{text}");
        }
    }
}
