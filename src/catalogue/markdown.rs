//! Text from policies in Markdown: it shows what it is, and marks up nothing but code. `report::markdown` escapes every
//! punctuation mark, code too, which no one would like to read in a page of a repository.

/// A cell of a table.
pub fn cell(text: &str) -> String {
    self::text(text).replace('|', "\\|")
}

/// Text on one line. What stands between backticks stays code; everything else that Markdown or HTML would read
/// is escaped.
pub fn text(text: &str) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let line = crate::report::excerpt::clean(&line);
    if line.matches('`').count() % 2 == 1 {
        return escape(&line.replace('`', "'"));
    }
    let parts = line.split('`').enumerate();
    let part = |(at, part): (usize, &str)| if at % 2 == 1 { format!("`{part}`") } else { escape(part) };
    parts.map(part).collect()
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, character) in text.char_indices() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '@' => escaped.push_str("&#64;"),
            '\\' | '*' | '_' | '[' | ']' | '~' => escaped.extend(['\\', character]),
            '#' | '+' | '-' | '=' if at == 0 => escaped.extend(['\\', character]),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_marks_up_nothing_but_code() {
        for (given, escaped) in [
            ("plain 文字", "plain 文字"),
            ("a `b_c` d_e", "a `b_c` d\\_e"),
            ("<img src=x> [a](b)", "&lt;img src=x&gt; \\[a\\](b)"),
            ("one ` tick_", "one ' tick\\_"),
            ("# no\n# heading", "\\# no # heading"),
            ("@team ~~not~~", "&#64;team \\~\\~not\\~\\~"),
            ("\u{1b}[31m", "␛\\[31m"),
        ] {
            assert_eq!(text(given), escaped, "{given}");
        }
        assert_eq!(cell("a|`b|c`"), "a\\|`b\\|c`");
    }
}
