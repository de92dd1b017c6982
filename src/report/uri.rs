//! Paths as references of URIs, for formats that link to files.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but what RFC 3986 leaves unreserved, and the slash. A colon is no exception: in the first
/// step of a path it would make a scheme of what stands before it.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~').remove(b'/');

/// A path as printed, as a reference relative to the working directory; a `file` URI where it is absolute.
pub fn reference(path: &str) -> String {
    let encoded = utf8_percent_encode(path, ENCODED).to_string();
    let drive = path.len() > 2 && path.as_bytes()[0].is_ascii_alphabetic() && path[1..].starts_with(":/");
    match path.starts_with('/') {
        true => format!("file://{encoded}"),
        false if drive => format!("file:///{}", encoded.replacen("%3A", ":", 1)),
        false => encoded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        for (path, expected) in [
            ("a/b-c_d.yaml", "a/b-c_d.yaml"),
            ("a b#c?.yaml", "a%20b%23c%3F.yaml"),
            ("javascript:alert(1)", "javascript%3Aalert%281%29"),
            ("平台.yaml", "%E5%B9%B3%E5%8F%B0.yaml"),
            ("../x%41.yaml", "../x%2541.yaml"),
            ("/tmp/a b", "file:///tmp/a%20b"),
            ("C:/a b", "file:///C:/a%20b"),
            ("é:/x", "%C3%A9%3A/x"),
            ("\"<>\n", "%22%3C%3E%0A"),
        ] {
            assert_eq!(reference(path), expected);
        }
    }
}
