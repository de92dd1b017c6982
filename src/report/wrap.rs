//! Prose within the width of a terminal.

use super::excerpt::clean;
use std::borrow::Cow;
use textwrap::{Options, WordSplitter};

/// The lines of prose within a width, broken between words, or between characters of Chinese; ids stay whole.
pub fn prose(text: &str, width: usize) -> Vec<String> {
    broken(&clean(text), Options::new(width))
}

/// A line that may be too long, its indentation kept and what follows indented a little further.
pub fn hanging(line: &str, width: usize) -> String {
    let text = line.trim_start_matches(' ');
    let indent = &line[..line.len() - text.len()];
    let further = format!("{indent}  ");
    let options = Options::new(width).initial_indent(indent).subsequent_indent(&further);
    broken(text, options).join("\n")
}

fn broken(text: &str, options: Options<'_>) -> Vec<String> {
    let options = options.word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// How many columns of a terminal a text takes.
pub fn columns_of(text: &str) -> usize {
    textwrap::core::display_width(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indentation_is_kept_and_ids_stay_whole() {
        assert_eq!(hanging("  at most E: CUS-SEG-01", 17), "  at most E:\n    CUS-SEG-01");
        assert_eq!(hanging("一二三四五六", 8), "一二三四\n  五六");
        assert_eq!(hanging("    short  as it is", 40), "    short  as it is");
        assert_eq!(hanging("", 40), "");
    }
}
