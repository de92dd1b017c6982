//! Files that change while a command waits. The operating system says that something happened; what
//! changed is told by contents, so that a file saved as it was, read, or written by the run itself is no
//! change, whichever way an editor replaces files.

use super::settings::of_option;
use crate::discover;
use crate::lang::Lang;
use crate::problem::Problem;
use crate::report::excerpt::clean;
use globset::GlobSet;
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};
use walkdir::WalkDir;

/// Time without an event after which a save is taken for done: editors write, rename and delete.
const QUIET: Duration = Duration::from_millis(80);
/// Time after which changes are looked at even if they go on.
const LONGEST: Duration = Duration::from_millis(400);
/// Largest file whose contents are compared, in bytes; of others, size and time are.
const COMPARED: u64 = 32 << 20;
/// How many changes are named.
const NAMED: usize = 5;

/// What to watch.
#[derive(Debug)]
pub struct Places {
    /// Files and folders; they need not exist yet.
    pub paths: Vec<PathBuf>,
    /// What below the folders is left out.
    pub exclude: GlobSet,
    /// Files that the run writes.
    pub written: Vec<PathBuf>,
    /// Paths are told relative to this folder.
    pub working_directory: PathBuf,
}

/// Files under watch, as they were last seen.
pub struct Changes {
    watcher: RecommendedWatcher,
    events: Receiver<()>,
    places: Places,
    seen: Contents,
}

/// A hash of the contents of each file.
type Contents = BTreeMap<PathBuf, u64>;

/// What happened to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Changed,
    New,
    Deleted,
}

impl Changes {
    /// Watches places from now on.
    ///
    /// # Errors
    /// The operating system cannot watch them.
    pub fn new(places: Places) -> Result<Self, Problem> {
        let (sender, events) = mpsc::channel();
        let note = move |event: notify::Result<Event>| {
            // The run itself reads these files.
            if event.is_ok_and(|event| event.kind.is_access()) {
                return;
            }
            let _ = sender.send(());
        };
        let watcher = notify::recommended_watcher(note).map_err(|error| cannot_watch(&error))?;
        let mut changes = Changes { watcher, events, places, seen: Contents::new() };
        changes.seen = changes.look()?;
        Ok(changes)
    }

    /// Watches other places; what is new in them is no change.
    ///
    /// # Errors
    /// The operating system cannot watch them.
    pub fn watch(&mut self, places: Places) -> Result<(), Problem> {
        if places.paths != self.places.paths {
            self.places = places;
            self.seen = self.look()?;
        }
        Ok(())
    }

    /// Waits until a file changes, and says which ones did.
    ///
    /// # Errors
    /// The operating system cannot watch any longer.
    pub fn wait(&mut self, lang: Lang) -> Result<String, Problem> {
        loop {
            let ended = |_| of_option("--watch", "the watching of files has ended", "对文件的监视已终止");
            self.events.recv().map_err(ended)?;
            let began = Instant::now();
            while began.elapsed() < LONGEST && self.events.recv_timeout(QUIET).is_ok() {}
            let now = self.look()?;
            if now != self.seen {
                let told = self.told(&now, lang);
                self.seen = now;
                return Ok(told);
            }
        }
    }

    /// What is there, with every folder under watch. A folder that is replaced needs to be watched anew,
    /// and watching one twice is no harm.
    fn look(&mut self) -> Result<Contents, Problem> {
        let (mut folders, _) = self.places.list();
        loop {
            for folder in &folders {
                match self.watcher.watch(folder, RecursiveMode::NonRecursive) {
                    Err(error) if folder.is_dir() => return Err(cannot_watch(&error)),
                    _ => {}
                }
            }
            let (again, files) = self.places.list();
            // What appeared before its folder was watched has told nobody.
            if again.is_subset(&folders) {
                let contents = files.into_iter().filter_map(|path| Some((path.clone(), contents(&path)?)));
                return Ok(contents.collect());
            }
            folders = again;
        }
    }

    fn told(&self, now: &Contents, lang: Lang) -> String {
        let paths: BTreeSet<&PathBuf> = self.seen.keys().chain(now.keys()).collect();
        let mut changes: Vec<String> = Vec::new();
        for path in paths {
            let kind = match (self.seen.get(path), now.get(path)) {
                (before, after) if before == after => continue,
                (None, _) => Kind::New,
                (_, None) => Kind::Deleted,
                _ => Kind::Changed,
            };
            changes.push(self.places.named(path, kind, lang));
        }
        let more = changes.len().saturating_sub(NAMED);
        changes.truncate(NAMED);
        if more > 0 {
            changes.push(lang.pick(format!("{more} more"), format!("另有 {more} 个文件")));
        }
        changes.join(lang.pick(", ", "，"))
    }
}

impl Places {
    /// The folders to watch and the files to compare.
    fn list(&self) -> (BTreeSet<PathBuf>, BTreeSet<PathBuf>) {
        let (mut folders, mut files) = (BTreeSet::new(), BTreeSet::new());
        for path in &self.paths {
            let path = self.working_directory.join(path);
            if path.is_dir() {
                self.walk(&path, &mut folders, &mut files);
            } else {
                // A file is replaced as often as it is written, so its folder is watched.
                folders.extend(path.parent().filter(|folder| folder.is_dir()).map(Path::to_path_buf));
                files.insert(path);
            }
        }
        let written = self.written.iter().map(|path| self.working_directory.join(path).canonicalize());
        for path in written.filter_map(Result::ok) {
            let same = |file: &PathBuf| file.canonicalize().is_ok_and(|file| file == path);
            files.retain(|file| file.file_name() != path.file_name() || !same(file));
        }
        (folders, files)
    }

    fn walk(&self, root: &Path, folders: &mut BTreeSet<PathBuf>, files: &mut BTreeSet<PathBuf>) {
        let mut entries = WalkDir::new(root).follow_root_links(true).into_iter();
        while let Some(entry) = entries.next() {
            // What cannot be read is told by the run.
            let Ok(entry) = entry else { continue };
            let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
            let folder = entry.file_type().is_dir() || entry.depth() == 0;
            let left_out = self.exclude.is_match(below) || (folder && self.exclude.is_match(below.join("x")));
            if entry.depth() > 0 && left_out {
                if folder {
                    entries.skip_current_dir();
                }
            } else if folder {
                folders.insert(entry.into_path());
            } else if !of_an_editor(&entry.file_name().to_string_lossy()) {
                files.insert(entry.into_path());
            }
        }
    }

    fn named(&self, path: &Path, kind: Kind, lang: Lang) -> String {
        let path = clean(&discover::shown(path, &self.working_directory));
        let kind = match kind {
            Kind::Changed => return path,
            Kind::New => lang.pick(" (new)", "（新增）"),
            Kind::Deleted => lang.pick(" (deleted)", "（已删除）"),
        };
        format!("{path}{kind}")
    }
}

/// True for what editors leave beside a file, and for reports under way.
fn of_an_editor(name: &str) -> bool {
    name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".swx")
        || name.starts_with(".#")
        || name.starts_with(".fiducia-")
}

/// A hash of what a file holds; nothing for what is none.
fn contents(path: &Path) -> Option<u64> {
    let metadata = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let mut hasher = DefaultHasher::new();
    if metadata.len() > COMPARED {
        (metadata.len(), metadata.modified().ok()).hash(&mut hasher);
    } else {
        fs::read(path).ok().hash(&mut hasher);
    }
    Some(hasher.finish())
}

fn cannot_watch(error: &notify::Error) -> Problem {
    of_option("--watch", &error.to_string(), &error.to_string())
}
