//! Files to documents. What only its own rules ask for is not held: an outline of it is among the documents, and the run
//! comes back to the file when it is evaluated.

use super::away::{Away, opened};
use super::cache::{Cache, digest, key};
use super::part::Part;
use super::{CheckOptions, decide};
use crate::discover::{Discovery, Found};
use crate::document::{self, Choice, Document, Note, Outline, Parsed, terraform};
use crate::problem::{Origin, Problem};
use crate::source::SourceFile;
use crate::triage;
use crate::watch::{Doing, Watch, Watched};
use rayon::prelude::*;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Bytes of documents that are held until they are evaluated; those beyond are read once more.
const HELD: usize = 12 << 20;

/// What files say.
#[derive(Default)]
pub(super) struct Reading {
    /// How many files there are.
    pub files: usize,
    /// Documents, and outlines of those of `away`.
    pub documents: Vec<Document>,
    /// Files whose documents are outlines, in their order.
    pub away: Vec<Away>,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// What is to be said of how files are read.
    pub notes: Vec<Note>,
}

/// What a file says.
enum File {
    Here(Parsed),
    Away(Box<Away>, Vec<Document>),
}

/// How files are read.
pub(super) struct Reader<'r> {
    pub options: &'r CheckOptions,
    pub watch: &'r Watch,
    pub cache: Option<&'r Cache>,
    /// Bytes of documents that are held.
    held: AtomicUsize,
    /// A file that is larger by itself is held already.
    holds_large: AtomicBool,
}

impl<'r> Reader<'r> {
    pub(super) fn new(options: &'r CheckOptions, watch: &'r Watch, cache: Option<&'r Cache>) -> Self {
        Reader { options, watch, cache, held: AtomicUsize::new(0), holds_large: AtomicBool::new(false) }
    }

    /// Reads all files.
    pub(super) fn all(&self, discovery: Discovery, beside: &[Found]) -> Reading {
        let mut reading = Reading { problems: discovery.problems, ..Reading::default() };
        match &self.options.standard_input {
            None => {}
            Some(Ok((source, format))) => {
                let way = Choice::of(&source.path, &self.options.discover.formats).reading;
                let parsed = document::parse_nested(source, *format, way, &self.options.limits);
                reading.take(File::Here(self.vouched(parsed)));
            }
            Some(Err(problem)) => reading.take(File::Here(Parsed::failed(problem.clone()))),
        }
        reading.files = discovery.files.len() + usize::from(self.options.standard_input.is_some());
        let files: Vec<File> = if discovery.files.len() > 1 {
            let start = || self.watch.register();
            discovery
                .files
                .into_par_iter()
                .map_init(start, |watched, found| self.file(found, watched))
                .collect()
        } else {
            let watched = self.watch.register();
            discovery.files.into_iter().map(|found| self.file(found, &watched)).collect()
        };
        let count = |file: &File| match file {
            File::Here(parsed) => parsed.documents.len(),
            File::Away(_, documents) => documents.len(),
        };
        reading.documents.reserve_exact(files.iter().map(count).sum());
        files.into_iter().for_each(|file| reading.take(file));
        self.beside(beside, &mut reading);
        reading
    }

    /// The lists of waivers that lie beside what is checked.
    fn beside(&self, beside: &[Found], reading: &mut Reading) {
        let watched = self.watch.register();
        for found in beside {
            let list = watched.doing(Doing::File(found.shown.clone()), || parse(found, self.options));
            let others = list.documents.iter().filter(|document| !triage::waiver::is_list(document));
            reading.problems.extend(others.map(|document| {
                Problem::refused_at(
                    Origin::new(&document.source, document.anchor_span(document.root(), None)),
                    "this is no list of waivers: `apiVersion: fiducia/v1` and `kind: WaiverList`",
                    "这不是豁免清单：应有 `apiVersion: fiducia/v1` 和 `kind: WaiverList`",
                )
            }));
            reading.take(File::Here(list));
        }
    }

    fn file(&self, found: Found, watched: &Watched) -> File {
        watched.doing(Doing::File(found.shown.clone()), || self.read(found))
    }

    fn read(&self, found: Found) -> File {
        let (source, format) = match opened(&found, self.options) {
            Ok(opened) => opened,
            Err(problem) => return File::Here(Parsed::failed(problem)),
        };
        if let Some(sketch) = self
            .cache
            .and_then(|cache| cache.sketch(&key(&source.path, format, found.reading, &digest(&source))))
        {
            let (away, documents) = Away::new(found, &source, format, &sketch.outlines());
            return File::Away(Box::new(away.known(sketch.has_findings(), &source)), documents);
        }
        let parsed = document::parse_nested(&source, format, found.reading, &self.options.limits);
        if !self.may_leave(&source, &parsed) {
            return File::Here(self.vouched(parsed));
        }
        let outlines: Vec<Outline> = parsed.documents.iter().map(Outline::of).collect();
        let (away, outlines) = Away::new(found, &source, format, &outlines);
        let weight = source.text.len() + parsed.documents.iter().map(weight).sum::<usize>();
        let fits = self.holds(weight);
        File::Away(Box::new(if fits { away.holding(parsed.documents) } else { away }), outlines)
    }

    /// True if so many bytes may be held. One file that is too large by itself is: its peak was reached when it was read.
    fn holds(&self, weight: usize) -> bool {
        if weight > HELD {
            return !self.holds_large.swap(true, Ordering::Relaxed);
        }
        let fits = self.held.fetch_add(weight, Ordering::Relaxed) + weight <= HELD;
        if !fits {
            self.held.fetch_sub(weight, Ordering::Relaxed);
        }
        fits
    }

    fn vouched(&self, parsed: Parsed) -> Parsed {
        match &self.options.triage.trusted {
            Some(trusted) => decide::vouched(parsed, trusted, self.options),
            None => parsed,
        }
    }

    /// True if nothing but rules on its own documents will look into a file.
    fn may_leave(&self, source: &SourceFile, parsed: &Parsed) -> bool {
        let others_ask = |document: &Document| {
            document.is_nested()
                || document.template().is_some()
                || terraform::is_plan(document)
                || document.top("kind") == Some("Platform")
                || document.top("apiVersion").is_some_and(|version| version.starts_with("fiducia/"))
        };
        !self.options.hold
            && matches!(self.options.part, Part::Whole)
            && self.options.triage.changes.is_none()
            && parsed.problems.is_empty()
            && parsed.notes.is_empty()
            && !triage::inline::may_allow(&source.text)
            && !parsed.documents.iter().any(others_ask)
    }

    /// Reads what is away, for who has to look into all documents.
    pub(super) fn fetch(&self, reading: &mut Reading) {
        let start = || self.watch.register();
        let fetch = |watched: &mut Watched, away: Away| {
            let documents = away.documents(self.options, watched);
            (away, documents)
        };
        let away = std::mem::take(&mut reading.away);
        let fetched: Vec<_> = away.into_par_iter().map_init(start, fetch).collect();
        for (away, documents) in fetched {
            match documents {
                Ok(documents) => {
                    let places = &mut reading.documents[away.first..away.first + away.count];
                    places.iter_mut().zip(documents).for_each(|(place, document)| *place = document);
                }
                // It will be told of when its rules are evaluated.
                Err(_) => reading.away.push(away),
            }
        }
    }
}

impl Reading {
    fn take(&mut self, file: File) {
        match file {
            File::Here(Parsed { documents, problems, notes }) => {
                self.documents.extend(documents);
                self.problems.extend(problems);
                self.notes.extend(notes);
            }
            File::Away(mut away, documents) => {
                away.first = self.documents.len();
                self.away.push(*away);
                self.documents.extend(documents);
            }
        }
    }
}

fn weight(document: &Document) -> usize {
    // Nodes, and what collections hold of them.
    document.nodes().len() * (std::mem::size_of::<document::Node>() + 8)
}

fn parse(found: &Found, options: &CheckOptions) -> Parsed {
    match opened(found, options) {
        Ok((source, format)) => document::parse_nested(&source, format, found.reading, &options.limits),
        Err(problem) => Parsed::failed(problem),
    }
}
