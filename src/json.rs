//! JSON as everything here writes it: what would act on whoever shows it stands as an escape, so that a program
//! reads every character and a terminal or a log obeys none.

use serde::Serialize;
use std::fmt::Write as _;

/// A value over several lines, with a line break at its end.
pub fn pretty(value: &impl Serialize) -> String {
    // What is made of strings, numbers and lists of them can be written.
    inert(serde_json::to_string_pretty(value).unwrap_or_default()) + "\n"
}

/// A value on one line, with a line break at its end.
pub fn line(value: &impl Serialize) -> String {
    inert(serde_json::to_string(value).unwrap_or_default()) + "\n"
}

/// Everything that is not ASCII, and every `#`, stands within a string, where an escape means the same.
fn inert(json: String) -> String {
    if !json.contains(acts) && !json.contains("##") {
        return json;
    }
    let mut text = String::with_capacity(json.len() + json.len() / 8);
    for character in json.chars() {
        match acts(character) {
            // Writing to a string does not fail.
            true => drop(write!(text, "\\u{:04x}", character as u32)),
            false => text.push(character),
        }
    }
    // Azure obeys these wherever they stand in a line.
    text.replace("##[", "#\\u0023[").replace("##vso[", "#\\u0023vso[")
}

/// Control characters that JSON lets stand, and marks that turn or break lines.
fn acts(character: char) -> bool {
    matches!(
        character,
        '\x7f'..='\u{9f}'
            | '\u{61c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    #[test]
    fn what_acts_is_escaped() {
        let text = "a\u{202e}b\u{9b}\u{7f}##vso[x]###[y]# ##\u{2028}平";
        let shown = r###"["a\u202eb\u009b\u007f#\u0023vso[x]##\u0023[y]# ##\u2028平"]"###;
        assert_eq!(line(&[text]), format!("{shown}\n"));
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in ".*", marks in "[#\\[\u{202e}\u{80}vso\\\\\"]*") {
            let value = json!({&text: [&marks, format!("{marks}{text}")], &marks: 1});
            for written in [pretty(&value), line(&value)] {
                prop_assert_eq!(&serde_json::from_str::<Value>(&written).unwrap(), &value);
                prop_assert!(!written.contains(acts));
                prop_assert!(!written.contains("##[") && !written.contains("##vso["));
            }
        }
    }
}
