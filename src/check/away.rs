//! A file whose documents are not held, or only until they are evaluated.

use super::CheckOptions;
use super::cache::{Digest, digest, key};
use crate::discover::{self, Found};
use crate::document::{self, Document, Format, Outline};
use crate::problem::Problem;
use crate::source::SourceFile;
use crate::watch::{Doing, Watched};
use std::sync::{Arc, Mutex, PoisonError};

/// A file whose documents are outlines among those of a run.
pub(super) struct Away {
    /// Its first document.
    pub first: usize,
    /// How many documents it has.
    pub count: usize,
    found: Found,
    /// What its text was when it was read.
    digest: Digest,
    /// Its format.
    pub format: Format,
    /// The documents, while they are held.
    held: Mutex<Option<Vec<Document>>>,
    /// Where something is known of it from a run before: its text, which is empty unless findings point into it.
    pub known: Option<Arc<SourceFile>>,
}

impl Away {
    /// A file, and the documents that stand for its own.
    pub(super) fn new(
        found: Found,
        source: &SourceFile,
        format: Format,
        outlines: &[Outline],
    ) -> (Away, Vec<Document>) {
        let documents = Outline::documents(outlines, &source.path, format);
        let (digest, held, count) = (digest(source), Mutex::new(None), documents.len());
        (Away { first: 0, count, found, digest, format, held, known: None }, documents)
    }

    /// The same with its documents.
    pub(super) fn holding(self, documents: Vec<Document>) -> Away {
        Away { held: Mutex::new(Some(documents)), ..self }
    }

    /// The same with what a run before has found.
    pub(super) fn known(self, has_findings: bool, source: &Arc<SourceFile>) -> Away {
        let source = match has_findings {
            true => source.clone(),
            false => SourceFile::from_text(source.path.as_str(), ""),
        };
        Away { known: Some(source), ..self }
    }

    /// Its documents, once.
    ///
    /// # Errors
    /// The file is not what it was when it was first read.
    pub(super) fn documents(
        &self,
        options: &CheckOptions,
        watched: &Watched,
    ) -> Result<Vec<Document>, Problem> {
        let held = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        match held {
            Some(documents) => Ok(documents),
            None => watched.doing(Doing::File(self.found.shown.clone()), || self.read(options)),
        }
    }

    fn read(&self, options: &CheckOptions) -> Result<Vec<Document>, Problem> {
        let (source, format) = opened(&self.found, options)?;
        if digest(&source) != self.digest {
            let reason = "it changed while it was checked".to_owned();
            return Err(Problem::Unreadable { path: self.found.shown.clone(), reason });
        }
        Ok(document::parse_as(&source, format, self.found.reading, &options.limits).documents)
    }

    /// The key of what is known of it.
    pub(super) fn key(&self) -> String {
        key(&self.found.shown, self.format, self.found.reading, &self.digest)
    }
}

/// The text of a file and its format.
pub(super) fn opened(found: &Found, options: &CheckOptions) -> Result<(Arc<SourceFile>, Format), Problem> {
    let source = discover::read(&found.path, &found.shown, options.limits.file_size)?;
    let format = found.format.or_else(|| discover::format_of_content(&source.text));
    format.map(|format| (source, format)).ok_or_else(|| document::unknown_format(&found.shown))
}
