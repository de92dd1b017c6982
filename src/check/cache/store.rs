//! Entries in files: a file for each owner, an entry a line. `KEY CHECKSUM ENTRY`.
//!
//! Files are written as a whole beside their place and renamed, so runs at one time see the one or the other. The last to end
//! wins, and what the other had made is made again.

use super::hex;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufWriter, Read as _, Write as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

/// Bytes of a file of entries.
const LARGEST: usize = 64 << 20;
/// Files of entries that are kept in a folder.
const FILES: usize = 16;
/// The end of their names.
const SUFFIX: &str = ".fiducia-cache";
/// Characters of a key and of a checksum.
const HEX: usize = 64;

/// The entries of one owner.
pub(super) struct Store {
    folder: PathBuf,
    owner: String,
    text: String,
    /// Where the entry of each key lies, and whether it was asked for.
    entries: HashMap<String, (Range<usize>, AtomicBool)>,
    /// The keys in the order of the file.
    order: Vec<String>,
}

impl Store {
    /// The entries of an owner in a folder; none where they cannot be read.
    pub(super) fn open(folder: &Path, owner: &str) -> Store {
        let mut store = Store {
            folder: folder.to_path_buf(),
            owner: owner.to_owned(),
            text: String::new(),
            entries: HashMap::new(),
            order: Vec::new(),
        };
        store.text = read(&store.path()).unwrap_or_default();
        let mut start = 0;
        for line in store.text.split_inclusive('\n') {
            let whole = start..start + line.len();
            start = whole.end;
            // One without its end was cut off.
            let Some(line) = line.strip_suffix('\n') else { continue };
            if line.is_char_boundary(HEX) && line.as_bytes().get(HEX) == Some(&b' ') {
                let key = line[..HEX].to_owned();
                if store
                    .entries
                    .insert(key.clone(), (whole.start..whole.end - 1, AtomicBool::new(false)))
                    .is_none()
                {
                    store.order.push(key);
                }
            }
        }
        store
    }

    fn path(&self) -> PathBuf {
        self.folder.join(format!("{}{SUFFIX}", self.owner))
    }

    /// The entry of a key, if its checksum is right.
    pub(super) fn get(&self, key: &str) -> Option<&str> {
        let (range, used) = self.entries.get(key)?;
        let (sum, entry) = self.text[range.clone()].get(HEX + 1..)?.split_once(' ')?;
        if !used.load(Ordering::Relaxed) {
            if sum != self.sum(key, entry) {
                return None;
            }
            used.store(true, Ordering::Relaxed);
        }
        Some(entry)
    }

    fn sum(&self, key: &str, entry: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(&self.owner);
        hash.update(key);
        hash.update(entry);
        hex(&hash.finalize())
    }

    /// Writes the entries of a run, those that it used, and as many of the others as there is room for.
    pub(super) fn close(self, made: BTreeMap<String, String>) -> io::Result<()> {
        if made.is_empty() {
            // A file that is used is none of the oldest.
            if let Ok(file) = File::options().append(true).open(self.path()) {
                let _ = file.set_modified(SystemTime::now());
            }
            return Ok(());
        }
        make(&self.folder)?;
        let mut file = tempfile::Builder::new().prefix(".fiducia-").tempfile_in(&self.folder)?;
        let mut out = BufWriter::with_capacity(1 << 16, file.as_file_mut());
        let mut room = LARGEST;
        for (key, entry) in &made {
            let line = format!("{key} {} {entry}\n", self.sum(key, entry));
            if line.len() <= room {
                room -= line.len();
                out.write_all(line.as_bytes())?;
            }
        }
        for wanted in [true, false] {
            let rest = self.order.iter().filter(|key| !made.contains_key(*key));
            for (range, used) in rest.filter_map(|key| self.entries.get(key)) {
                if used.load(Ordering::Relaxed) == wanted && range.len() < room {
                    room -= range.len() + 1;
                    out.write_all(self.text[range.clone()].as_bytes())?;
                    out.write_all(b"\n")?;
                }
            }
        }
        out.flush()?;
        drop(out);
        file.persist(self.path()).map_err(|error| error.error)?;
        prune(&self.folder)
    }
}

/// Makes the folder, for its owner alone.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The text of a file of entries; whatever is none, or too large, is not read.
fn read(path: &Path) -> io::Result<String> {
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() || metadata.len() > LARGEST as u64 {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut text = String::new();
    File::open(path)?.take(LARGEST as u64).read_to_string(&mut text)?;
    Ok(text)
}

/// Takes away the files that have not been used for longest.
fn prune(folder: &Path) -> io::Result<()> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)?.filter_map(Result::ok) {
        let name = entry.file_name();
        let owner = name.to_str().and_then(|name| name.strip_suffix(SUFFIX));
        if owner.is_some_and(|owner| owner.len() == HEX) {
            let used = entry.metadata().and_then(|metadata| metadata.modified());
            files.push((used.unwrap_or(SystemTime::UNIX_EPOCH), entry.path()));
        }
    }
    files.sort_unstable();
    let more = files.len().saturating_sub(FILES);
    // Another run may have taken it away already.
    files.into_iter().take(more).for_each(|(_, path)| drop(fs::remove_file(path)));
    Ok(())
}
