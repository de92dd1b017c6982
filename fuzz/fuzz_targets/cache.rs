//! Any bytes in the folder of a cache: as a whole file of entries, and as the entry of a file that is there, with the checksum that
//! belongs to it.
#![no_main]

mod check;

use fiducia::check::cache::Cache;
use libfuzzer_sys::fuzz_target;
use sha2::{Digest as _, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use tempfile::TempDir;

struct Place {
    folder: TempDir,
    /// The file of entries, and the key of the only one.
    entries: PathBuf,
    key: String,
}

static PLACE: LazyLock<Place> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    for below in ["policy", "files"] {
        fs::create_dir(folder.path().join(below)).expect("a folder");
    }
    let policy = "package r\n\ndeny contains {\"msg\": \"few\", \"path\": [\"replicas\"]} if input.replicas < 2\n";
    fs::write(folder.path().join("policy/p.rego"), policy).expect("a file");
    fs::write(folder.path().join("files/a.yaml"), "replicas: 1\n---\nreplicas: 3\n").expect("a file");
    let cache = Cache::open(&folder.path().join("cache"), "fuzz", false);
    run(folder.path(), &cache);
    cache.close().expect("a file of entries");
    let mut files = fs::read_dir(folder.path().join("cache")).expect("a folder");
    let entries = files.next().expect("a file of entries").expect("a name").path();
    let key = fs::read_to_string(&entries).expect("entries")[..64].to_owned();
    Place { folder, entries, key }
});

fn run(folder: &Path, cache: &Cache) {
    let policies = check::policies(&folder.join("policy"));
    check::check(folder, vec![folder.join("files")], None, policies, Some(cache));
}

fuzz_target!(|bytes: &[u8]| {
    let Place { folder, entries, key } = &*PLACE;
    let mut text = bytes.to_vec();
    if let Ok(entry) = std::str::from_utf8(bytes) {
        let owner = entries.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let sum = Sha256::digest([owner, key, entry].concat());
        let sum: String = sum.iter().map(|byte| format!("{byte:02x}")).collect();
        text.extend(format!("\n{key} {sum} {entry}\n").into_bytes());
    }
    fs::write(entries, text).expect("a file");
    let cache = Cache::open(&folder.path().join("cache"), "fuzz", false);
    run(folder.path(), &cache);
});
