//! OPA bundles: an archive or a folder with policies, data at their paths, and a manifest.
//!
//! Archives come from strangers: they are unpacked in memory, within bounds, and never onto the disk.

use crate::problem::Problem;
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// Most files of an archive.
const FILES: usize = 10_000;
/// Most bytes of an archive, packed and unpacked.
const PACKED: u64 = 64 << 20;
const UNPACKED: u64 = 256 << 20;
/// Bytes that one packed byte may become, on the whole; text rarely becomes more than a tenth of itself.
const RATIO: u64 = 200;
/// Unpacked bytes below which the ratio does not count.
const SMALL: u64 = 1 << 20;

/// The manifest of a bundle.
#[derive(Debug, Clone, Deserialize)]
pub struct Manifest {
    /// Paths that the bundle claims, in policies and in data; the empty path claims all.
    #[serde(default = "everything")]
    pub roots: Vec<String>,
    /// 0 or 1, for all of its policies.
    #[serde(default)]
    pub rego_version: Option<u8>,
    /// The same for some files.
    #[serde(default)]
    pub file_rego_versions: BTreeMap<String, u8>,
}

fn everything() -> Vec<String> {
    vec![String::new()]
}

impl Default for Manifest {
    fn default() -> Self {
        Manifest { roots: everything(), rego_version: None, file_rego_versions: BTreeMap::new() }
    }
}

impl Manifest {
    /// True if a path of policies or data lies within the roots.
    pub fn claims(&self, path: &[String]) -> bool {
        self.roots.iter().any(|root| {
            let mut steps = root.split('/').filter(|step| !step.is_empty());
            let mut path = path.iter();
            steps.all(|step| path.next().is_some_and(|found| found == step))
        })
    }

    /// True if a policy file is to be read as version 0.
    pub fn is_v0(&self, path: &str) -> bool {
        let matches = |pattern: &str| {
            globset::Glob::new(pattern.trim_start_matches('/'))
                .is_ok_and(|glob| glob.compile_matcher().is_match(path))
        };
        let own = self.file_rego_versions.iter().find(|(pattern, _)| matches(pattern));
        own.map(|(_, version)| *version).or(self.rego_version) == Some(0)
    }
}

/// True for the name of an archive.
pub fn is_archive(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
    name.ends_with(".tar.gz") || name.ends_with(".tgz")
}

/// The bytes of an archive, no more than it takes to see that they are too many.
///
/// # Errors
/// It cannot be read.
pub fn read(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut packed = Vec::new();
    std::fs::File::open(path)?.take(PACKED + 1).read_to_end(&mut packed)?;
    Ok(packed)
}

/// The files of an archive by their paths, sorted.
///
/// # Errors
/// It cannot be read, holds anything but files and folders, names a path twice or outside of itself, or
/// breaks a bound; the problem says which.
pub fn unpack(packed: &[u8], shown: &str) -> Result<BTreeMap<String, Vec<u8>>, Problem> {
    let broken = |reason: String| Problem::Unreadable { path: shown.to_owned(), reason };
    if packed.len() as u64 > PACKED {
        return Err(Problem::TooLarge { path: shown.to_owned(), limit: PACKED });
    }
    let mut files = BTreeMap::new();
    let limit = UNPACKED.min(SMALL.max((packed.len() as u64).saturating_mul(RATIO)));
    let mut archive = tar::Archive::new(GzDecoder::new(packed).take(limit + 1));
    let (mut total, mut count) = (0u64, 0usize);
    let unreadable = |error: std::io::Error| broken(format!("it is no gzipped tar archive: {error}"));
    for entry in archive.entries().map_err(unreadable)? {
        let mut entry = entry.map_err(unreadable)?;
        count += 1;
        if count > FILES {
            return Err(broken(format!("it has more than the limit of {FILES} entries")));
        }
        let path = inner_path(&entry.path_bytes()).map_err(&broken)?;
        match entry.header().entry_type() {
            kind if kind.is_dir() || kind.is_pax_global_extensions() => continue,
            kind if kind.is_file() => {}
            _ => return Err(broken(format!("{path:?} in it is neither a file nor a folder"))),
        }
        total = total.saturating_add(entry.size());
        if total > limit {
            return Err(broken(format!(
                "unpacked it is larger than the limit of {limit} bytes ({RATIO} times its size, {UNPACKED} at most)"
            )));
        }
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).map_err(unreadable)?;
        if files.insert(path.clone(), bytes).is_some() {
            return Err(broken(format!("{path:?} is in it twice")));
        }
    }
    Ok(files)
}

/// A path within an archive, relative to its top.
fn inner_path(bytes: &[u8]) -> Result<String, String> {
    let path = std::str::from_utf8(bytes).map_err(|_| "a name in it is not UTF-8".to_owned())?;
    let mut steps = Vec::new();
    for step in path.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => return Err(format!("{path:?} in it leads out of it")),
            step if step.contains([':', '\0']) => return Err(format!("{path:?} in it is no plain path")),
            step => steps.push(step),
        }
    }
    Ok(steps.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    fn packed(entries: &[(&str, &[u8], tar::EntryType)]) -> Vec<u8> {
        let mut archive = Vec::new();
        for (path, content, kind) in entries {
            let mut header = tar::Header::new_gnu();
            // The builder of `tar` refuses what an attacker writes.
            header.as_mut_bytes()[..path.len()].copy_from_slice(path.as_bytes());
            header.set_size(content.len() as u64);
            header.set_entry_type(*kind);
            header.set_mode(0o644);
            header.set_cksum();
            archive.extend_from_slice(header.as_bytes());
            archive.extend_from_slice(content);
            archive.resize(archive.len().next_multiple_of(512), 0);
        }
        archive.resize(archive.len() + 1024, 0);
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(&archive).unwrap();
        gzip.finish().unwrap()
    }

    #[test]
    fn files_come_with_their_paths() {
        let archive = packed(&[
            ("/a/data.json", b"{}", tar::EntryType::Regular),
            ("./b.rego", b"package b", tar::EntryType::Regular),
            ("c/", b"", tar::EntryType::Directory),
        ]);
        let files = unpack(&archive, "b.tar.gz").unwrap();
        assert_eq!(files.keys().collect::<Vec<_>>(), ["a/data.json", "b.rego"]);
    }

    #[test]
    fn archives_that_mean_harm_are_refused() {
        let zeros = vec![0u8; 64 << 20];
        let many: Vec<String> = (0..=FILES).map(|number| format!("{number}")).collect();
        let many: Vec<_> =
            many.iter().map(|name| (name.as_str(), &b""[..], tar::EntryType::Regular)).collect();
        for (archive, reason) in [
            (packed(&[("../x.rego", b"", tar::EntryType::Regular)]), "leads out of it"),
            (packed(&[("a/../../x", b"", tar::EntryType::Regular)]), "leads out of it"),
            (packed(&[("x", b"", tar::EntryType::Symlink)]), "neither a file nor a folder"),
            (packed(&[("x", b"", tar::EntryType::Link)]), "neither a file nor a folder"),
            (packed(&[("x", b"", tar::EntryType::Char)]), "neither a file nor a folder"),
            (packed(&[("x", &zeros, tar::EntryType::Regular)]), "larger than the limit"),
            (packed(&[("x", b"", tar::EntryType::Regular), ("./x", b"", tar::EntryType::Regular)]), "twice"),
            (packed(&many), "more than the limit of 10000 entries"),
            (b"not gzip".to_vec(), "no gzipped tar"),
        ] {
            let problem = unpack(&archive, "b.tar.gz").unwrap_err().to_string();
            assert!(problem.contains(reason), "{problem}");
        }
    }

    #[test]
    fn roots_claim_whole_steps() {
        let manifest: Manifest = serde_json::from_str(
            r#"{"roots": ["a/b", "c"], "rego_version": 1, "file_rego_versions": {"/a/*.rego": 0}}"#,
        )
        .unwrap();
        let claims =
            |path: &[&str]| manifest.claims(&path.iter().map(|step| (*step).to_owned()).collect::<Vec<_>>());
        assert!(claims(&["a", "b", "x"]) && claims(&["c"]) && !claims(&["a"]) && !claims(&["a", "bc"]));
        assert!(Manifest::default().claims(&[]));
        assert!(manifest.is_v0("a/x.rego") && !manifest.is_v0("c/x.rego"));
    }
}
