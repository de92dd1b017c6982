//! Paths as references of URIs, for formats that link to files.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::str::FromStr;

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

/// An address below which the files of the working directory lie.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base(String);

impl Base {
    fn parse(text: &str) -> Option<Base> {
        let rest = text.strip_prefix("https://")?;
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let named = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':');
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~' | '/' | '%');
        let good = host.starts_with(|c: char| c.is_ascii_alphanumeric()) && host.chars().all(named);
        (good && path.chars().all(plain)).then(|| Base(text.trim_end_matches('/').to_owned()))
    }

    /// The address of a path as printed; none of one that lies outside.
    pub fn address(&self, path: &str) -> Option<String> {
        let reference = reference(path);
        let outside =
            path.starts_with('/') || reference.contains("://") || path.split('/').any(|step| step == "..");
        (!outside).then(|| format!("{}/{reference}", self.0))
    }
}

impl FromStr for Base {
    type Err = &'static str;

    /// From an address that holds nothing but what addresses hold, begins with `https://` and a host, and ends in
    /// its path.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Base::parse(text).ok_or("it has to begin with https:// and a host, and to end in a path")
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn bases_are_addresses_and_nothing_else() {
        for text in ["https://git.example", "https://git.example:8443/a/b%20c/blob/1f/", "https://x"] {
            let base = Base::parse(text).unwrap();
            let address = base.address("d e/f.yaml").unwrap();
            assert_eq!(address, format!("{}/d%20e/f.yaml", text.trim_end_matches('/')));
            for outside in ["../x.yaml", "a/../../x", "/etc/x", "C:/x"] {
                assert_eq!(base.address(outside), None, "{outside}");
            }
        }
        for text in [
            "",
            "https://",
            "http://git.example",
            "javascript:alert(1)//https://x",
            "https:///etc",
            "https://user@evil.example",
            "https://x/a b",
            "https://x/a)b",
            "https://x/?q",
            "https://x/#y",
            "https://x\n/y",
            "https://x/平",
        ] {
            assert_eq!(Base::parse(text), None, "{text}");
        }
    }

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
