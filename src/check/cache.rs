//! Results of runs before, by what they were made of.
//!
//! An entry is about one file: the digest of its text, its path and how it is read lead to it. It holds an outline of each
//! document and what every rule said of it, under a digest of the data that rules may read. What could not be checked, what other
//! documents decide about, and what comments waive has no entry. A file of entries belongs to one program with one set of
//! policies. An entry that does not read as what it should be is none.

mod store;

use super::written::WrittenOutcome;
use crate::document::{Format, Outline, Reading};
use crate::engine::Conditions;
use crate::source::SourceFile;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use store::Store;

/// The version of entries.
const VERSION: u32 = 1;

/// A digest of the bytes of a file.
pub(super) type Digest = [u8; 32];

/// Entries of one program with one set of policies.
pub struct Cache {
    store: Store,
    /// Entries that this run made, by their keys.
    made: Mutex<BTreeMap<String, String>>,
    /// True if what rules say may depend on the day.
    dated: bool,
    /// Files whose results were those of a run before.
    recalled: AtomicUsize,
}

/// What is known of a file.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    version: u32,
    /// A digest of the data that rules could read.
    data: String,
    documents: Vec<Known>,
}

/// The outlines of an entry.
#[derive(Debug, Deserialize)]
pub(super) struct Sketch {
    version: u32,
    documents: Vec<Sketched>,
}

#[derive(Debug, Deserialize)]
struct Sketched {
    outline: Outline,
    found: BTreeMap<String, IgnoredAny>,
}

impl Sketch {
    pub(super) fn outlines(&self) -> Vec<Outline> {
        self.documents.iter().map(|known| known.outline.clone()).collect()
    }

    pub(super) fn has_findings(&self) -> bool {
        self.documents.iter().any(|known| !known.found.is_empty())
    }
}

/// What is known of a document.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Known {
    outline: Outline,
    /// The ids of rules that passed.
    pub passed: Vec<String>,
    /// Those of rules that do not apply although their scope does.
    pub not_applicable: Vec<String>,
    /// What rules found, by id.
    pub found: BTreeMap<String, WrittenOutcome>,
}

impl Cache {
    /// The entries in a folder that belong to a program and its policies. A folder that cannot be read has none.
    pub fn open(folder: &Path, owner: &str, dated: bool) -> Cache {
        let mut hash = Sha256::new();
        hash.update(format!("{VERSION}\0{}\0{owner}", env!("CARGO_PKG_VERSION")));
        Cache {
            store: Store::open(folder, &hex(&hash.finalize())),
            made: Mutex::default(),
            dated,
            recalled: AtomicUsize::new(0),
        }
    }

    /// Files whose results were those of a run before.
    pub fn recalled(&self) -> usize {
        self.recalled.load(Ordering::Relaxed)
    }

    pub(super) fn recall(&self) {
        self.recalled.fetch_add(1, Ordering::Relaxed);
    }

    /// Writes what this run has made, and takes away what has not been used for longest.
    ///
    /// # Errors
    /// The folder cannot be written to.
    pub fn close(self) -> std::io::Result<()> {
        let made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.store.close(made)
    }

    /// What an entry says of the documents of a file without what rules said: that is read when it is asked for, one file at
    /// a time.
    pub(super) fn sketch(&self, key: &str) -> Option<Sketch> {
        let sketch: Sketch = serde_json::from_str(self.store.get(key)?).ok()?;
        (sketch.version == VERSION).then_some(sketch)
    }

    pub(super) fn get(&self, key: &str) -> Option<Entry> {
        let entry: Entry = serde_json::from_str(self.store.get(key)?).ok()?;
        (entry.version == VERSION).then_some(entry)
    }

    pub(super) fn put(&self, key: String, entry: &Entry) {
        if let Ok(text) = serde_json::to_string(entry) {
            let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
            made.insert(key, text);
        }
    }

    /// A digest of what rules may read beside their document.
    pub(super) fn data(&self, conditions: &Conditions) -> String {
        let mut data = conditions.data.clone();
        if !self.dated
            && let Some(Value::Object(own)) = data.get_mut("fiducia")
        {
            own.remove("today");
            own.remove("now_ns");
        }
        let mut hash = Sha256::new();
        hash.update(Value::Object(data).to_string());
        hash.update([u8::from(conditions.strict_builtin_errors)]);
        hex(&hash.finalize())
    }
}

impl Entry {
    /// What a run says of the documents of a file.
    pub(super) fn new(data: &str, documents: Vec<Known>) -> Self {
        Entry { version: VERSION, data: data.to_owned(), documents }
    }

    /// What rules said of each of so many documents, if they could read this data.
    pub(super) fn known(self, count: usize, data: &str) -> Option<Vec<Known>> {
        (self.data == data && self.documents.len() == count).then_some(self.documents)
    }
}

impl Known {
    /// A document of which no rule has said anything yet.
    pub(super) fn of(outline: Outline) -> Self {
        Known { outline, ..Known::default() }
    }
}

/// The digest of a text, and of how it is encoded.
pub(super) fn digest(source: &SourceFile) -> Digest {
    let mut hash = Sha256::new();
    hash.update(format!("{:?}\0", source.encoding));
    hash.update(&source.text);
    hash.finalize().into()
}

/// The key of what is known of a file.
pub(super) fn key(path: &str, format: Format, reading: Reading, digest: &Digest) -> String {
    let mut hash = Sha256::new();
    hash.update(format!("{}\0{reading:?}\0{path}\0", format.name()));
    hash.update(digest);
    hex(&hash.finalize())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}
