//! Files of evidence: found below the repository and nowhere else, and hashed.

use crate::discover::reason;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

/// The checks that tell of a file that does not hold what was collected.
pub const CHECKS: [&str; 2] = ["evidence_file", "evidence_hash"];

/// Largest file that is hashed, in bytes: 1 GiB.
pub const LIMIT: u64 = 1 << 30;

/// Why a file cannot be hashed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// There is none.
    Missing,
    /// It lies outside of the repository, or a link leads out of it.
    Outside,
    /// It is a folder or a device.
    NotFile,
    /// It is larger than [`LIMIT`].
    TooLarge,
    /// What the operating system says.
    Unreadable(String),
}

/// Files by the paths that documents give. Each is hashed once.
#[derive(Debug)]
pub struct Shelf {
    root: Option<PathBuf>,
    hashes: HashMap<PathBuf, Result<String, Refusal>>,
}

impl Shelf {
    /// The files below a folder.
    pub fn new(root: &Path) -> Self {
        Shelf { root: fs::canonicalize(root).ok(), hashes: HashMap::new() }
    }

    /// The hash of a file that a document in a folder names, as 64 digits.
    ///
    /// # Errors
    /// Why it cannot be hashed.
    pub fn hash(&mut self, folder: &Path, name: &str) -> Result<String, Refusal> {
        let path = self.find(folder, name)?;
        self.hashes.entry(path).or_insert_with_key(|path| digest(path)).clone()
    }

    /// The file that a document in a folder names.
    fn find(&self, folder: &Path, name: &str) -> Result<PathBuf, Refusal> {
        let root = self.root.as_deref().ok_or(Refusal::Missing)?;
        let folder = fs::canonicalize(folder).map_err(|_| Refusal::Missing)?;
        let below = folder.strip_prefix(root).map_err(|_| Refusal::Outside)?;
        // Steps out of the repository are refused before the file system is asked what lies there.
        let mut depth = below.components().count();
        for step in Path::new(name).components() {
            match step {
                Component::Normal(_) => depth += 1,
                Component::CurDir => {}
                Component::ParentDir => depth = depth.checked_sub(1).ok_or(Refusal::Outside)?,
                Component::RootDir | Component::Prefix(_) => return Err(Refusal::Outside),
            }
        }
        let path = fs::canonicalize(folder.join(name)).map_err(|error| refusal(&error))?;
        if path.starts_with(root) { Ok(path) } else { Err(Refusal::Outside) }
    }
}

fn refusal(error: &io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidInput => {
            Refusal::Missing
        }
        _ => Refusal::Unreadable(reason(error)),
    }
}

/// The SHA-256 of a file, read in pieces.
fn digest(path: &Path) -> Result<String, Refusal> {
    let metadata = fs::metadata(path).map_err(|error| refusal(&error))?;
    if !metadata.is_file() {
        return Err(Refusal::NotFile);
    }
    let file = File::open(path).map_err(|error| refusal(&error))?;
    // It may grow while it is read.
    let mut reader = file.take(LIMIT + 1);
    let (mut hash, mut piece, mut size) = (Sha256::new(), vec![0; 1 << 16], 0);
    loop {
        match reader.read(&mut piece) {
            Ok(0) => break,
            Ok(read) => {
                size += read as u64;
                hash.update(&piece[..read]);
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(refusal(&error)),
        }
    }
    if size > LIMIT { Err(Refusal::TooLarge) } else { Ok(hex(&hash.finalize())) }
}

/// Bytes as hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The folder of a document, and the one that its evidence has to lie in: its repository, so that it does not matter
/// where a run starts; without one, the working directory where the document lies below that, else the folder that was
/// named on the command line.
pub fn home(working: &Path, named: &[PathBuf], document: &str) -> (PathBuf, PathBuf) {
    let path = working.join(document);
    let folder = path.parent().unwrap_or(working).to_owned();
    let real = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let at = real(&folder);
    if let Some(repository) = at.ancestors().find(|folder| folder.join(".git").exists()) {
        return (folder, repository.to_owned());
    }
    let folders = named.iter().map(|path| working.join(path)).map(|path| match path.is_dir() {
        true => path,
        false => path.parent().unwrap_or(working).to_owned(),
    });
    let root = std::iter::once(working.to_owned()).chain(folders).find(|root| at.starts_with(real(root)));
    (folder.clone(), root.unwrap_or(folder))
}

/// A file as documents in a folder name it: the way to it from there, with `/`.
///
/// # Errors
/// There is no such file, or its name is not text.
pub fn name_from(folder: &Path, file: &Path) -> Result<String, Refusal> {
    let real = |path: &Path| fs::canonicalize(path).map_err(|error| refusal(&error));
    let (folder, file) = (real(folder)?, real(file)?);
    let shared = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Some(".."));
    let down = file.components().skip(shared).map(|step| step.as_os_str().to_str());
    let steps: Option<Vec<&str>> = up.chain(down).collect();
    steps.map(|steps| steps.join("/")).ok_or_else(|| Refusal::Unreadable("its name is not text".to_owned()))
}
